package store

import (
	"context"
	"maps"
	"slices"

	"github.com/wenxiao/wenxiao/internal/relation"
)

// seats are the rows a table has in revisionTable: servers that sit on different ones do not collide when they commit.
const seats = 4

// count counts the commit for each table that it changes, where several servers write. It is part of the commit, and the last of it.
func (w *writer) count(ctx context.Context) error {
	if w.store.kept == nil || !w.store.kept.isShared || len(w.touched) == 0 {
		return nil
	}
	insert := &relation.Insert{
		Into: revisionTable, Columns: []string{"name", "seat", "number"},
		OnConflict: &relation.Conflict{Columns: revisionTable.Key, Sets: []relation.Set{
			{Column: "number", To: relation.Binary{Op: relation.Add, L: relation.C("", "number"), R: relation.V(1)}},
		}},
	}
	for _, name := range slices.Sorted(maps.Keys(w.touched)) { // in order: two servers on one seat never wait in a circle
		insert.Rows = append(insert.Rows, []relation.Expr{relation.V(name), relation.V(w.seat), relation.V(1)})
	}
	_, err := w.connection.change(ctx, insert)
	return err
}

// revise asks how often each table has changed until this moment, where several servers write.
func (m *moment) revise(ctx context.Context) error {
	if !m.store.kept.isShared || m.revisions != nil {
		return nil
	}
	c, err := m.connection(ctx)
	if err != nil {
		return err
	}
	revisions := make(map[string]int64)
	q := &relation.Select{
		Outputs: []relation.Output{{Expr: relation.C("r", "name")}, {Expr: relation.C("r", "number")}}, From: relation.From(revisionTable, "r"),
	}
	if err := c.query(ctx, q, func(scan Scan) error {
		var name string
		var number int64
		err := scan(&name, &number)
		revisions[name] += number // numbers only grow, so that their sum tells as much as they do
		return err
	}); err != nil {
		return err
	}
	m.revisions = revisions
	return nil
}
