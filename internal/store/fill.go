package store

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/relation"
)

// A Loader makes the tables of an empty database and fills them with rows as they stood in another: their numbers, versions, history
// and audit included. It is over when the function given to Fill returns.
type Loader struct{ writer *writer }

// Fill opens an empty database and runs do in one transaction: when it returns nil all of it is on disk, else there is nothing. It is
// how a backup is restored, and the only way past Write; that is why the database must be empty. No step of the schema is taken: the
// rows say which were. fault.Conflict ("database-not-empty").
func Fill(ctx context.Context, o Options, do func(context.Context, *Loader) error) (err error) {
	s, err := connect(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.release()) }()
	names, err := s.Tables(ctx)
	if err != nil {
		return err
	}
	if len(names) > 0 {
		return fault.New(fault.Conflict, "database-not-empty")
	}
	w := s.newWriter()
	defer w.drop()
	if err := w.open(ctx); err != nil {
		return s.engine.explain(err)
	}
	if err := w.exec(ctx, s.engine.begin); err != nil {
		return s.engine.explain(err)
	}
	if err := do(ctx, &Loader{w}); err != nil {
		w.rollback(context.WithoutCancel(ctx))
		return s.engine.explain(err)
	}
	return s.engine.explain(w.exec(ctx, "COMMIT"))
}

// Create makes a table.
func (l *Loader) Create(ctx context.Context, t *relation.Table) error {
	return l.writer.define(ctx, relation.CreateTable{Table: t})
}

// Insert adds rows whose values (int64, string, []byte or nil) stand in the order of columns.
func (l *Loader) Insert(ctx context.Context, t *relation.Table, columns []string, rows [][]any) error {
	return insertValues(ctx, l.writer, t, columns, rows)
}

// ReplaceKey puts a wrapped key in the place of the same key as it was wrapped before, if that one still stands there. The record is
// what it was, so its version and its history stay as they are.
func (tx *Tx) ReplaceKey(ctx context.Context, t *relation.Table, column string, owner int64, id uuid.UUID, from, to []byte) (isDone bool, err error) {
	if c, ok := t.Column(column); !ok || !c.IsKey || tx.event == nil {
		return false, errors.New("only a wrapped key is replaced without history, and not without an event")
	}
	delete(tx.loaded, place{t, owner, id})
	n, err := tx.run(ctx, &relation.Update{
		Table: t, Sets: []relation.Set{{Column: column, To: relation.V(to)}},
		Where: relation.And{key(t, "", owner, id), relation.Equal(relation.C("", column), from)},
	})
	return n == 1, err
}
