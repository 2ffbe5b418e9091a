package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
)

// A writer owns the one connection that writes, and the statements prepared on it.
type writer struct {
	store    *Store
	conn     *sql.Conn
	prepared map[string]*sql.Stmt
}

// maxPrepared bounds the statements kept; a program has a few hundred.
const maxPrepared = 1000

func (w *writer) open(ctx context.Context) error {
	if w.conn != nil {
		return nil
	}
	conn, err := w.store.engine.write.Conn(ctx)
	if err != nil {
		return err
	}
	w.conn, w.prepared = conn, make(map[string]*sql.Stmt)
	return nil
}

// drop gives the connection up, whatever its state; the next group opens another.
func (w *writer) drop() {
	if w.conn == nil {
		return
	}
	w.forget()
	// An error of this kind takes the connection out of the pool, so that no half-done transaction comes back with it.
	if err := w.conn.Raw(func(any) error { return driver.ErrBadConn }); err != nil && !errors.Is(err, driver.ErrBadConn) {
		w.store.options.Log.Debug("writer connection dropped", "error", err)
	}
	if err := w.conn.Close(); err != nil && !errors.Is(err, sql.ErrConnDone) {
		w.store.options.Log.Debug("writer connection closed", "error", err)
	}
	w.conn = nil
}

func (w *writer) forget() {
	for text, stmt := range w.prepared {
		if err := stmt.Close(); err != nil {
			w.store.options.Log.Debug("statement closed", "error", err)
		}
		delete(w.prepared, text)
	}
}

func (w *writer) rollback(ctx context.Context) {
	if w.conn == nil {
		return
	}
	if _, err := w.conn.ExecContext(ctx, "ROLLBACK"); err != nil {
		w.store.options.Log.Debug("rollback", "error", err)
		w.drop()
	}
}

// exec runs a statement without arguments.
func (w *writer) exec(ctx context.Context, text string) error {
	stmt, err := w.prepare(ctx, text)
	if err != nil {
		return err
	}
	_, err = stmt.ExecContext(ctx)
	return err
}

func (w *writer) prepare(ctx context.Context, text string) (*sql.Stmt, error) {
	if stmt, ok := w.prepared[text]; ok {
		return stmt, nil
	}
	if len(w.prepared) >= maxPrepared {
		w.forget()
	}
	stmt, err := w.conn.PrepareContext(ctx, text)
	if err != nil {
		return nil, fmt.Errorf("prepare %s: %w", text, err)
	}
	w.prepared[text] = stmt
	return stmt, nil
}
