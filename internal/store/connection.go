package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/wenxiao/wenxiao/internal/dialect"
	"github.com/wenxiao/wenxiao/internal/relation"
)

// A connection to the database, with the statements prepared on it. It is used by one goroutine at a time.
type connection struct {
	engine   *engine
	pool     *sql.DB
	log      *slog.Logger
	conn     *sql.Conn // nil until it is needed, and after drop
	prepared map[string]*sql.Stmt
	tended   uint64 // engine.tended when it was opened
}

// maxPrepared bounds the statements kept; a program has a few hundred.
const maxPrepared = 1000

func (c *connection) open(ctx context.Context) error {
	if c.conn != nil {
		return nil
	}
	tended := c.engine.tended.Load()
	conn, err := c.pool.Conn(ctx)
	if err != nil {
		return err
	}
	c.conn, c.prepared, c.tended = conn, make(map[string]*sql.Stmt), tended
	return nil
}

// drop gives the connection up, whatever its state; the next use opens another.
func (c *connection) drop() {
	if c.conn == nil {
		return
	}
	c.forget()
	// An error of this kind takes the connection out of the pool, so that no half-done transaction comes back with it.
	if err := c.conn.Raw(func(any) error { return driver.ErrBadConn }); err != nil && !errors.Is(err, driver.ErrBadConn) {
		c.log.Debug("connection dropped", "error", err)
	}
	if err := c.conn.Close(); err != nil && !errors.Is(err, sql.ErrConnDone) {
		c.log.Debug("connection closed", "error", err)
	}
	c.conn = nil
}

// forget closes the statements: the schema has changed, or there are too many.
func (c *connection) forget() {
	for text, stmt := range c.prepared {
		if err := stmt.Close(); err != nil {
			c.log.Debug("statement closed", "error", err)
		}
		delete(c.prepared, text)
	}
}

// rollback ends a transaction without its changes.
func (c *connection) rollback(ctx context.Context) {
	if c.conn == nil {
		return
	}
	if err := c.exec(ctx, "ROLLBACK"); err != nil {
		c.log.Debug("rollback", "error", err)
		c.drop()
	}
}

func (c *connection) prepare(ctx context.Context, text string) (*sql.Stmt, error) {
	if stmt, ok := c.prepared[text]; ok {
		return stmt, nil
	}
	if len(c.prepared) >= maxPrepared {
		c.forget()
	}
	stmt, err := c.conn.PrepareContext(ctx, text)
	if err != nil {
		return nil, fmt.Errorf("prepare %s: %w", text, err)
	}
	c.prepared[text] = stmt
	return stmt, nil
}

// exec runs a statement without arguments.
func (c *connection) exec(ctx context.Context, text string) error {
	stmt, err := c.prepare(ctx, text)
	if err != nil {
		return err
	}
	_, err = stmt.ExecContext(ctx)
	return err
}

// slow is how long a statement takes that is logged.
const slow = time.Second

// notice logs a statement that took long, without the values it was run with.
func (c *connection) notice(ctx context.Context, text string, begun time.Time) {
	if took := time.Since(begun); took >= slow {
		c.log.WarnContext(ctx, "slow statement", "ms", took.Milliseconds(), "statement", text)
	}
}

// query calls row for each row of an answer.
func (c *connection) query(ctx context.Context, q *relation.Select, row func(Scan) error) error {
	text, err := c.engine.dialect.Render(q)
	if err != nil {
		return err
	}
	return c.ask(ctx, text, row)
}

// ask is query for a rendered one.
func (c *connection) ask(ctx context.Context, text dialect.Query, row func(Scan) error) error {
	stmt, err := c.prepare(ctx, text.Text)
	if err != nil {
		return err
	}
	defer c.notice(ctx, text.Text, time.Now())
	rows, err := stmt.QueryContext(ctx, text.Args...)
	if err != nil {
		return err
	}
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return errors.Join(err, rows.Close())
		}
	}
	return errors.Join(rows.Err(), rows.Close())
}

// change runs a statement that changes rows and gives their number.
func (c *connection) change(ctx context.Context, s relation.Statement) (int64, error) {
	text, err := c.engine.dialect.Render(s)
	if err != nil {
		return 0, err
	}
	stmt, err := c.prepare(ctx, text.Text)
	if err != nil {
		return 0, err
	}
	defer c.notice(ctx, text.Text, time.Now())
	result, err := stmt.ExecContext(ctx, text.Args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}
