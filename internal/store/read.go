package store

import (
	"context"
	"errors"
	"runtime"

	"github.com/wenxiao/wenxiao/internal/relation"
)

// A View reads one moment of the database, within a Scope. It is over when the function given to Read returns.
type View struct {
	*moment
	scope  Scope
	seen   uint64 // commits that were done before it began
	isKept bool   // whether Kept made it
}

// A moment is what the views of one Read have in common. It takes a connection when the database is asked for the first time.
type moment struct {
	store     *Store
	conn      *connection
	revisions map[string]uint64 // of the tables, where several servers write; nil until they are asked for
}

// connection is the one of this moment. Its transaction has begun.
func (m *moment) connection(ctx context.Context) (*connection, error) {
	if m.conn != nil {
		return m.conn, nil
	}
	var c *connection
	select {
	case c = <-m.store.readers:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if c.tended != m.store.engine.tended.Load() {
		c.drop()
	}
	if err := c.begin(ctx); err != nil {
		m.store.readers <- c
		return nil, err
	}
	m.conn = c
	return c, nil
}

// end gives the connection back.
func (m *moment) end(ctx context.Context) {
	if m.conn != nil {
		m.conn.rollback(context.WithoutCancel(ctx))
		m.store.readers <- m.conn
	}
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

// Read calls do with a View of what the database holds when it is first asked; what is committed after that is not seen in it. do does not call Read: it has a
// View already, and As gives it another scope.
func (s *Store) Read(ctx context.Context, scope Scope, do func(context.Context, *View) error) error {
	if ctx.Value(inRead{}) != nil {
		return errors.New("a read inside a read: use the view that is there")
	}
	v := &View{moment: &moment{store: s}, scope: scope}
	if s.kept != nil {
		v.seen = s.kept.last.Load() // before the moment that is seen: what is kept is never older than it says
	}
	defer v.end(ctx)
	return s.engine.explain(do(context.WithValue(ctx, inRead{}, true), v))
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
	c, err := v.connection(ctx)
	if err != nil {
		return err
	}
	v.store.counts.queries.Add(1)
	return c.query(ctx, q, row)
}
