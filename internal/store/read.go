package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/wenxiao/wenxiao/internal/relation"
)

// A View reads one moment of the database, within a Scope. It is over when the function given to Read returns.
type View struct {
	store *Store
	conn  *sql.Conn
	scope Scope
}

// Read calls do with a View of what the database holds now; what is committed meanwhile is not seen in it.
func (s *Store) Read(ctx context.Context, scope Scope, do func(context.Context, *View) error) (err error) {
	conn, err := s.engine.read.Conn(ctx)
	if err != nil {
		return s.engine.explain(err)
	}
	defer func() { err = errors.Join(err, s.engine.explain(conn.Close())) }()
	if _, err := conn.ExecContext(ctx, s.engine.beginRead); err != nil {
		return s.engine.explain(err)
	}
	defer func() {
		if _, failed := conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK"); failed != nil && err == nil {
			err = s.engine.explain(failed)
		}
	}()
	return s.engine.explain(do(ctx, &View{s, conn, scope}))
}

// Select implements Reader.
func (v *View) Select(ctx context.Context, q *relation.Select, row func(Scan) error) error {
	text, err := v.store.engine.dialect.Render(confine(v.scope, q))
	if err != nil {
		return err
	}
	rows, err := v.conn.QueryContext(ctx, text.Text, text.Args...)
	return each(rows, err, row)
}
