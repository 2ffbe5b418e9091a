package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/relation"
)

// A Tx is a transaction that can change records. Only Write and Keep make one; it is over when the function they call returns.
type Tx struct {
	writer  *writer
	group   *group
	scope   Scope
	event   *audit.Event // nil in Keep
	history []historyRow
	loaded  map[place]reflect.Value // records as they stand, where they are known
	failed  error                   // the first statement that failed
	isOver  bool
}

// Scan gives the values of a row to variables, as sql.Rows.Scan does.
type Scan func(dest ...any) error

// A Reader can be asked: a *Tx, which sees what it has written, or a *View.
type Reader interface {
	// Select calls row for each row of the answer that the reader's scope lets it see.
	Select(ctx context.Context, q *relation.Select, row func(Scan) error) error
}

// Note adds to what the event tells. Values hold no secrets.
func (tx *Tx) Note(key, value string) {
	if tx.event != nil {
		tx.event.Detail[key] = value
	}
}

// In says in whose chain the event stands, where only the record tells: before anything is changed.
func (tx *Tx) In(owner int64) {
	if tx.event != nil {
		tx.event.Owner = owner
	}
}

// Select implements Reader.
func (tx *Tx) Select(ctx context.Context, q *relation.Select, row func(Scan) error) error {
	return tx.check(tx.writer.query(ctx, confine(tx.scope, q), row))
}

// As runs do in another scope, for what belongs to a record that was found in the first one.
func (tx *Tx) As(scope Scope, do func() error) error {
	before := tx.scope
	tx.scope = scope
	defer func() { tx.scope = before }()
	return do()
}

// Run changes rows of a Local table; anything else is an error of the program. It gives the number of rows changed.
func (tx *Tx) Run(ctx context.Context, statement relation.Statement) (int64, error) {
	table := written(statement)
	if table == nil || table.Placement != relation.Local {
		return 0, errors.New("only Local tables are changed without a record of it")
	}
	return tx.run(ctx, statement)
}

func (tx *Tx) run(ctx context.Context, statement relation.Statement) (int64, error) {
	if tx.isOver {
		return 0, errors.New("the transaction is over")
	}
	n, err := tx.writer.change(ctx, statement)
	return n, tx.check(err)
}

// check remembers that a statement failed: the transaction can not go on.
func (tx *Tx) check(err error) error {
	if err != nil && tx.failed == nil && fault.KindOf(err) == fault.Internal {
		tx.failed = err
	}
	return err
}

func written(s relation.Statement) *relation.Table {
	switch s := s.(type) {
	case *relation.Insert:
		return s.Into
	case *relation.Update:
		return s.Table
	case *relation.Delete:
		return s.From
	}
	return nil
}

// remember adds to the history what a change did to a record.
func (tx *Tx) remember(t *relation.Table, owner int64, id uuid.UUID, version int64, before, after map[string]any) error {
	if tx.event == nil {
		return fmt.Errorf("%s: Keep changes Local tables only", t.Name)
	}
	h := historyRow{Owner: owner, Table: t.Name, Record: id, Version: version}
	var err error
	if h.Before, err = encode(before); err != nil {
		return err
	}
	if h.After, err = encode(after); err != nil {
		return err
	}
	tx.history = append(tx.history, h)
	return nil
}

func encode(values map[string]any) (*string, error) {
	if values == nil {
		return nil, nil
	}
	b, err := json.Marshal(values)
	if err != nil {
		return nil, fmt.Errorf("write history: %w", err)
	}
	s := string(b)
	return &s, nil
}
