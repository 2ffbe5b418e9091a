package store

import (
	"context"
	"runtime"

	"github.com/wenxiao/wenxiao/internal/relation"
)

// A View reads one moment of the database, within a Scope. It is over when the function given to Read returns.
type View struct {
	*connection
	scope Scope
}

// newReaders are the connections that read, opened when they are first needed.
func (s *Store) newReaders() chan *connection {
	n := max(4, 2*runtime.NumCPU())
	readers := make(chan *connection, n)
	for range n {
		readers <- &connection{engine: s.engine, pool: s.engine.read, log: s.options.Log}
	}
	return readers
}

// Read calls do with a View of what the database holds now; what is committed meanwhile is not seen in it. do does not call Read again:
// it holds a connection, of which there are few.
func (s *Store) Read(ctx context.Context, scope Scope, do func(context.Context, *View) error) error {
	var c *connection
	select {
	case c = <-s.readers:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { s.readers <- c }()
	if err := c.begin(ctx); err != nil {
		return s.engine.explain(err)
	}
	defer c.rollback(context.WithoutCancel(ctx))
	return s.engine.explain(do(ctx, &View{c, scope}))
}

// begin starts a transaction that reads; a connection that has gone since it was last used is replaced once.
func (c *connection) begin(ctx context.Context) error {
	if err := c.open(ctx); err != nil {
		return err
	}
	err := c.exec(ctx, c.engine.beginRead)
	if err == nil {
		return nil
	}
	c.drop()
	if c.engine.classify(err) != classAway {
		return err
	}
	if err := c.open(ctx); err != nil {
		return err
	}
	return c.exec(ctx, c.engine.beginRead)
}

// Unscoped is the same moment without a scope, for the little that may be seen by whoever sees a record. A second Read inside of one
// would do for that, until as many requests as there are connections wait for each other.
func (v *View) Unscoped() *View { return &View{v.connection, Unscoped} }

// Select implements Reader.
func (v *View) Select(ctx context.Context, q *relation.Select, row func(Scan) error) error {
	return v.query(ctx, confine(v.scope, q), row)
}
