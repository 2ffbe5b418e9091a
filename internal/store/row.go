package store

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/relation"
)

// A Row is a row of a table that a pack declares, which no struct is written for: int64, string, []byte or nil by column.
// InsertRow, UpdateRow and DeleteRow promise of it what Insert, Update and Delete promise of a record.
type Row map[string]any

// ID is the id of a record; the zero one if the row has none.
func (r Row) ID() uuid.UUID {
	id, err := uuid.FromBytes(r.Bytes("id"))
	if err != nil {
		return uuid.Nil
	}
	return id
}

// Owner is the division that the row belongs to.
func (r Row) Owner() int64 { return r.Integer(relation.Owner) }

// RID is the node's own key of the row.
func (r Row) RID() int64 { return r.Integer("rid") }

// Version is the version of a record.
func (r Row) Version() int64 { return r.Integer("version") }

// Integer is the value of a column that holds a number, 0 for NULL.
func (r Row) Integer(column string) int64 {
	n, _ := r[column].(int64)
	return n
}

// Bytes is the value of a column that holds octets, nil for NULL.
func (r Row) Bytes(column string) []byte {
	b, _ := r[column].([]byte)
	return b
}

// ListRows gives the rows of a query of one table; the query's outputs are replaced by the table's columns.
func ListRows(ctx context.Context, r Reader, q *relation.Select) (rows []Row, err error) {
	t := q.From.Table
	asked := *q
	asked.Outputs = make([]relation.Output, len(t.Columns))
	for i, c := range t.Columns {
		asked.Outputs[i] = relation.Output{Expr: relation.C(q.From.As, c.Name)}
	}
	err = r.Select(ctx, &asked, func(scan Scan) error {
		dest := make([]any, len(t.Columns))
		for i, c := range t.Columns {
			dest[i] = destination(c.Type)
		}
		if err := scan(dest...); err != nil {
			return err
		}
		row := make(Row, len(dest))
		for i, c := range t.Columns {
			row[c.Name] = found(dest[i])
		}
		rows = append(rows, row)
		return nil
	})
	return rows, err
}

func destination(t relation.Type) any {
	switch t {
	case relation.Text:
		return new(*string)
	case relation.Bytes:
		return new([]byte)
	}
	return new(*int64)
}

func found(dest any) any {
	switch d := dest.(type) {
	case **string:
		if *d != nil {
			return **d
		}
	case **int64:
		if *d != nil {
			return **d
		}
	case *[]byte:
		if *d != nil {
			return *d
		}
	}
	return nil
}

// LoadRow reads a record by its id; owner is 0 where the id alone is known. fault.NotFound ("record-missing"): there is none in scope.
func LoadRow(ctx context.Context, r Reader, t *relation.Table, owner int64, id uuid.UUID) (Row, error) {
	rows, err := ListRows(ctx, r, &relation.Select{From: relation.From(t, "r"), Where: key(t, "r", owner, id), Limit: 1})
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, fault.New(fault.NotFound, "record-missing")
	}
	return rows[0], nil
}

// InsertRow adds a record of an Owned table with the id and owner it has; its rid and version are set. isNew is false if a record with
// this id stands already: nothing is changed then. Columns that the row lacks are NULL.
func InsertRow(ctx context.Context, tx *Tx, t *relation.Table, row Row) (isNew bool, err error) {
	owner, id := row.Owner(), row.ID()
	if id == uuid.Nil || owner == 0 {
		return false, fmt.Errorf("insert into %s: the row has no id or no owner", t.Name)
	}
	rid, err := tx.group.rid(ctx, owner, t.Name)
	if err != nil {
		return false, tx.check(err)
	}
	row["rid"], row["version"] = rid, int64(1)
	if err := row.fits(t); err != nil {
		return false, err
	}
	insert := &relation.Insert{Into: t, Rows: [][]relation.Expr{nil}, OnConflict: &relation.Conflict{Columns: []string{relation.Owner, "id"}}}
	after := make(map[string]any)
	for _, c := range t.Columns {
		insert.Columns = append(insert.Columns, c.Name)
		insert.Rows[0] = append(insert.Rows[0], relation.Value{V: row[c.Name], As: c.Type})
		if !c.IsKey && row[c.Name] != nil {
			after[c.Name] = row[c.Name]
		}
	}
	n, err := tx.run(ctx, insert)
	if err != nil || n == 0 {
		return false, err
	}
	return true, tx.remember(t, owner, id, 1, nil, after)
}

// fits is an error of the program: the row holds what its table does not.
func (r Row) fits(t *relation.Table) error {
	for name := range r {
		if _, ok := t.Column(name); !ok {
			return fmt.Errorf("%s has no column %s", t.Name, name)
		}
	}
	return nil
}

// UpdateRow writes a record as it is given, if the one that stands has the version that was read; its version goes up by one even if no
// column of it differs, because what belongs to it does. Errors as for Update.
func UpdateRow(ctx context.Context, tx *Tx, t *relation.Table, row Row) error {
	owner, id, version := row.Owner(), row.ID(), row.Version()
	old, err := LoadRow(ctx, tx, t, owner, id)
	if err != nil {
		return err
	}
	if old.Version() != version {
		return fault.New(fault.Conflict, "record-stale")
	}
	if err := row.fits(t); err != nil {
		return err
	}
	sets := []relation.Set{{Column: "version", To: relation.V(version + 1)}}
	before, after := make(map[string]any), make(map[string]any)
	for _, c := range t.Columns {
		if c.Name == relation.Owner || c.Name == "rid" || c.Name == "id" || c.Name == "version" || reflect.DeepEqual(old[c.Name], row[c.Name]) {
			continue
		}
		sets = append(sets, relation.Set{Column: c.Name, To: relation.Value{V: row[c.Name], As: c.Type}})
		if !c.IsKey {
			before[c.Name], after[c.Name] = old[c.Name], row[c.Name]
		}
	}
	where := relation.And{key(t, "", owner, id), relation.Equal(relation.C("", "version"), version)}
	n, err := tx.run(ctx, &relation.Update{Table: t, Sets: sets, Where: where})
	if err != nil {
		return err
	}
	if n != 1 {
		return fault.New(fault.Conflict, "record-stale")
	}
	row["version"] = version + 1
	return tx.remember(t, owner, id, version+1, before, after)
}

// DeleteRow removes a record, if the one that stands has the version that was read. Errors as for Update.
func DeleteRow(ctx context.Context, tx *Tx, t *relation.Table, row Row) error {
	owner, id, version := row.Owner(), row.ID(), row.Version()
	old, err := LoadRow(ctx, tx, t, owner, id)
	if err != nil {
		return err
	}
	before := make(map[string]any)
	for _, c := range t.Columns {
		if !c.IsKey && old[c.Name] != nil {
			before[c.Name] = old[c.Name]
		}
	}
	n, err := tx.run(ctx, &relation.Delete{From: t, Where: relation.And{key(t, "", owner, id), relation.Equal(relation.C("", "version"), version)}})
	if err != nil {
		return err
	}
	if n != 1 {
		return fault.New(fault.Conflict, "record-stale")
	}
	return tx.remember(t, owner, id, version+1, before, nil)
}

// ReplaceRows puts rows of one owner into a table whose rows have no id, in the place of those for which where holds; nil: of none. Such
// rows are given to us as they are and nobody changes them: there is no history of them, the event of the transaction tells what came.
func ReplaceRows(ctx context.Context, tx *Tx, t *relation.Table, owner int64, where relation.Expr, rows []Row) error {
	if _, hasID := t.Column("id"); hasID || t.Placement != relation.Owned || tx.event == nil {
		return errors.New("only rows without an id are put in without history, and not without an event")
	}
	if where != nil {
		own := relation.Equal(relation.C("", relation.Owner), owner)
		if _, err := tx.run(ctx, &relation.Delete{From: t, Where: relation.And{own, where}}); err != nil {
			return err
		}
	}
	columns := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		columns[i] = c.Name
	}
	values := make([][]any, len(rows))
	for i, row := range rows {
		rid, err := tx.group.rid(ctx, owner, t.Name)
		if err != nil {
			return tx.check(err)
		}
		row[relation.Owner], row["rid"] = owner, rid
		if err := row.fits(t); err != nil {
			return err
		}
		for _, name := range columns {
			values[i] = append(values[i], row[name])
		}
	}
	return tx.check(insertValues(ctx, tx.writer, t, columns, values))
}
