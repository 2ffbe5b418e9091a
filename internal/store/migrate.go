package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/relation"
)

// A Step takes the schema from one release to the next. Steps are numbered from 1 by their place, never changed once released, and never
// lose data: what would is a new column, a backfill and a switch.
type Step struct {
	Name    string
	Changes []relation.Change
	Data    []relation.Statement // run after the changes
}

// migrate takes the steps that the database has not yet, all in one transaction.
func (s *Store) migrate(ctx context.Context) error {
	taken, err := s.taken(ctx)
	if err != nil {
		return err
	}
	if taken > len(s.options.Steps) {
		return fault.New(fault.Conflict, "schema-newer", taken, len(s.options.Steps))
	}
	if taken == len(s.options.Steps) {
		return nil
	}
	if taken > 0 && s.options.Backup != nil {
		if err := s.options.Backup(ctx, s); err != nil {
			return fmt.Errorf("back up before the schema is changed: %w", err)
		}
	}
	w := s.newWriter()
	defer w.drop()
	if err := w.open(ctx); err != nil {
		return s.engine.explain(err)
	}
	if err := w.exec(ctx, s.engine.begin); err != nil {
		return s.engine.explain(err)
	}
	for i, step := range s.options.Steps[taken:] {
		if err := w.take(ctx, int64(taken+i+1), step); err != nil {
			w.rollback(ctx)
			return s.engine.explain(fmt.Errorf("schema step %d (%s): %w", taken+i+1, step.Name, err))
		}
	}
	if err := w.stamp(ctx); err != nil {
		w.rollback(ctx)
		return s.engine.explain(err)
	}
	return s.engine.explain(w.exec(ctx, "COMMIT"))
}

func (w *writer) take(ctx context.Context, number int64, step Step) error {
	for _, change := range step.Changes {
		if err := w.define(ctx, change); err != nil {
			return err
		}
	}
	for _, statement := range step.Data {
		if _, err := w.change(ctx, statement); err != nil {
			return err
		}
	}
	_, err := w.change(ctx, &relation.Insert{
		Into: stepTable, Columns: []string{"number", "name", "at"},
		Rows: [][]relation.Expr{{relation.V(number), relation.V(step.Name), relation.V(w.store.options.Now().UnixMilli())}},
	})
	return err
}

func (w *writer) define(ctx context.Context, change relation.Change) error {
	texts, err := w.engine.dialect.Define(change)
	if err != nil {
		return err
	}
	if create, ok := change.(relation.CreateTable); ok && w.engine.isDistributed {
		spread, err := w.engine.dialect.Distribute(create.Table)
		if err != nil {
			return err
		}
		texts = append(texts, spread...)
	}
	for _, text := range texts {
		if _, err := w.conn.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("%s: %w", text, err)
		}
	}
	return nil
}

// taken is the number of steps the database has taken, 0 if it is new.
func (s *Store) taken(ctx context.Context) (int, error) {
	if has, err := s.hasTable(ctx, stepTable.Name); err != nil || !has {
		return 0, s.engine.explain(err)
	}
	var n int
	err := s.Read(ctx, Unscoped, func(ctx context.Context, v *View) error {
		q := &relation.Select{
			Outputs: []relation.Output{{Expr: relation.Coalesce{relation.Call{Func: relation.Max, Args: []relation.Expr{relation.C("s", "number")}}, relation.V(0)}, As: "n"}},
			From:    relation.From(stepTable, "s"),
		}
		return v.Select(ctx, q, func(scan Scan) error { return scan(&n) })
	})
	return n, err
}

// Define makes tables, columns and indexes that a pack declares, and does so as Write does: with the event that tells of it.
func (tx *Tx) Define(ctx context.Context, changes ...relation.Change) error {
	if tx.event == nil {
		return errors.New("Keep does not change the schema")
	}
	for _, c := range changes {
		if err := tx.writer.define(ctx, c); err != nil {
			return tx.check(err)
		}
	}
	tx.writer.forget()
	return nil
}
