package store

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"

	"github.com/wenxiao/wenxiao/internal/relation"
)

// A View reads one moment of the database, within a Scope. It is over when the function given to Read returns.
type View struct {
	*connection
	scope   Scope
	queries *atomic.Uint64
	kept    *kept
	seen    uint64 // commits that were done before it began
	isKept  bool   // whether Kept made it
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

// inRead marks the context of a Read. One inside another would wait for a connection that the outer one holds.
type inRead struct{}

// Read calls do with a View of what the database holds now; what is committed meanwhile is not seen in it. do does not call Read: it has a
// View already, and As gives it another scope.
func (s *Store) Read(ctx context.Context, scope Scope, do func(context.Context, *View) error) error {
	if ctx.Value(inRead{}) != nil {
		return errors.New("a read inside a read: use the view that is there")
	}
	var c *connection
	select {
	case c = <-s.readers:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { s.readers <- c }()
	if c.tended != s.engine.tended.Load() {
		c.drop()
	}
	var seen uint64
	if s.kept != nil {
		seen = s.kept.last.Load() // before the moment that is seen: what is kept is never older than it says
	}
	if err := c.begin(ctx); err != nil {
		return s.engine.explain(err)
	}
	defer c.rollback(context.WithoutCancel(ctx))
	return s.engine.explain(do(context.WithValue(ctx, inRead{}, true), &View{connection: c, scope: scope, queries: &s.counts.queries, kept: s.kept, seen: seen}))
}

// As is the same moment in another scope.
func (v *View) As(scope Scope) *View {
	w := *v
	w.scope = scope
	return &w
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

// Select implements Reader.
func (v *View) Select(ctx context.Context, q *relation.Select, row func(Scan) error) error {
	q = confine(v.scope, q)
	if v.isKept {
		return v.answer(ctx, q, row)
	}
	v.queries.Add(1)
	return v.query(ctx, q, row)
}
