package store

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/relation"
)

// A Record is what every record of an Owned table has; a struct for the rows of such a table embeds it.
// The other fields carry the names of their columns: Title string `col:"title"`; a pointer is for a column that can be NULL.
type Record struct {
	Owner   int64     `col:"owner"`   // the division the record belongs to, six digits
	RID     int64     `col:"rid"`     // the node's own key, set by Insert
	ID      uuid.UUID `col:"id"`      // made by whoever writes the record first
	Version int64     `col:"version"` // set by Insert and Update
}

// A Reference is what every record of a Reference table with versions has.
type Reference struct {
	ID      uuid.UUID `col:"id"`
	Version int64     `col:"version"`
}

// A shape is how a struct's fields lie in a table.
type shape struct {
	columns []string
	fields  [][]int
	isKey   []bool // not for the history
}

var shapes sync.Map // by reflect.Type; only ever the same shape for a type

func shapeOf(t reflect.Type) *shape {
	if s, ok := shapes.Load(t); ok {
		return s.(*shape)
	}
	s := &shape{}
	for _, f := range reflect.VisibleFields(t) {
		if column, kind, _ := strings.Cut(f.Tag.Get("col"), ","); column != "" {
			s.columns = append(s.columns, column)
			s.isKey = append(s.isKey, kind == keyKind)
			s.fields = append(s.fields, f.Index)
		}
	}
	shapes.Store(t, s)
	return s
}

// Fields are the outputs of a query whose rows are T's, read from the source with the alias.
func Fields[T any](alias string) []relation.Output {
	s := shapeOf(reflect.TypeFor[T]())
	outputs := make([]relation.Output, len(s.columns))
	for i, c := range s.columns {
		outputs[i] = relation.Output{Expr: relation.C(alias, c)}
	}
	return outputs
}

// values are the fields of a record as they are bound.
func (s *shape) values(v reflect.Value) []any {
	values := make([]any, len(s.fields))
	for i, index := range s.fields {
		values[i] = bound(v.FieldByIndex(index))
	}
	return values
}

func bound(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return bound(v.Elem())
	case reflect.Bool:
		if v.Bool() {
			return int64(1)
		}
		return int64(0)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return v.Int()
	case reflect.String:
		return v.String()
	case reflect.Array: // a UUID
		b := make([]byte, v.Len())
		reflect.Copy(reflect.ValueOf(b), v)
		return b
	case reflect.Slice:
		if v.IsNil() {
			return []byte{}
		}
		return v.Bytes()
	}
	panic("a record holds a " + v.Type().String())
}

// scan reads a row into a record.
func (s *shape) scan(scan Scan, v reflect.Value) error {
	dest := make([]any, len(s.fields))
	for i, index := range s.fields {
		dest[i] = v.FieldByIndex(index).Addr().Interface()
	}
	return scan(dest...)
}

func (s *shape) at(column string) []int {
	for i, c := range s.columns {
		if c == column {
			return s.fields[i]
		}
	}
	return nil
}

// List gives the rows of a query as records; the query's outputs are replaced by T's.
func List[T any](ctx context.Context, r Reader, q *relation.Select) ([]T, error) {
	s := shapeOf(reflect.TypeFor[T]())
	asked := *q
	asked.Outputs = Fields[T](q.From.As)
	var list []T
	err := r.Select(ctx, &asked, func(scan Scan) error {
		var t T
		if err := s.scan(scan, reflect.ValueOf(&t).Elem()); err != nil {
			return err
		}
		list = append(list, t)
		return nil
	})
	return list, err
}

// Count gives the number of rows that a query has in the reader's scope, whatever its limit and its order.
func Count(ctx context.Context, r Reader, q *relation.Select) (n int64, err error) {
	count := *q
	count.Outputs, count.OrderBy, count.Limit = []relation.Output{{Expr: relation.Call{Func: relation.CountRows}, As: "n"}}, nil, 0
	err = r.Select(ctx, &count, func(scan Scan) error { return scan(&n) })
	return n, err
}

// One is List for a query of one row. fault.NotFound ("record-missing"): there is none in the reader's scope.
func One[T any](ctx context.Context, r Reader, q *relation.Select) (T, error) {
	list, err := List[T](ctx, r, q)
	if err == nil && len(list) == 0 {
		err = fault.New(fault.NotFound, "record-missing")
	}
	if err != nil {
		var zero T
		return zero, err
	}
	return list[0], nil
}

// Load reads a record by its id. owner is 0 where the id alone is known, and for a Reference table. fault.NotFound as for One.
func Load[T any](ctx context.Context, r Reader, t *relation.Table, owner int64, id uuid.UUID) (T, error) {
	found, err := One[T](ctx, r, &relation.Select{From: relation.From(t, "r"), Where: key(t, "r", owner, id), Limit: 1})
	if tx, ok := r.(*Tx); ok && err == nil {
		tx.stands(t, &found)
	}
	return found, err
}

// atOnce is how many ids stand in one question: engines bound what a statement may hold.
const atOnce = 1000

// ByID reads records by their ids in a bounded number of questions. Those that are not in the reader's scope are missing; a zero id is none.
func ByID[T any](ctx context.Context, r Reader, t *relation.Table, ids []uuid.UUID) (map[uuid.UUID]T, error) {
	all, index := make(map[uuid.UUID]T, len(ids)), shapeOf(reflect.TypeFor[T]()).at("id")
	seen, distinct := map[uuid.UUID]bool{uuid.Nil: true}, make([]any, 0, len(ids))
	for i, id := range ids {
		if !seen[id] {
			seen[id], distinct = true, append(distinct, ids[i][:])
		}
	}
	for part := range slices.Chunk(distinct, atOnce) {
		list, err := List[T](ctx, r, &relation.Select{From: relation.From(t, "r"), Where: relation.In{X: relation.C("r", "id"), Values: part}})
		if err != nil {
			return nil, err
		}
		for i := range list {
			all[reflect.ValueOf(&list[i]).Elem().FieldByIndex(index).Interface().(uuid.UUID)] = list[i]
		}
	}
	return all, nil
}

// A place is where a record is: one that has moved is in two.
type place struct {
	table *relation.Table
	owner int64
	id    uuid.UUID
}

func placeOf(t *relation.Table, v reflect.Value) place {
	s := shapeOf(v.Type())
	p := place{table: t, id: v.FieldByIndex(s.at("id")).Interface().(uuid.UUID)}
	if t.Placement == relation.Owned {
		p.owner = v.FieldByIndex(s.at(relation.Owner)).Int()
	}
	return p
}

// stands notes a record as it is in the database, so that a change to it need not read it again.
func (tx *Tx) stands(t *relation.Table, record any) {
	if t.Placement == relation.Local {
		return
	}
	if tx.loaded == nil {
		tx.loaded = make(map[place]reflect.Value)
	}
	v := reflect.ValueOf(record).Elem()
	kept := reflect.New(v.Type()).Elem() // the caller goes on to change his
	kept.Set(v)
	tx.loaded[placeOf(t, v)] = kept
}

// standing is the record in a place as it is in the database. Only this transaction changes it; where another server does, the version by
// which it is written tells.
func standing[T any](ctx context.Context, tx *Tx, t *relation.Table, record reflect.Value) (reflect.Value, error) {
	p := placeOf(t, record)
	if found, ok := tx.loaded[p]; ok && found.Type() == record.Type() {
		return found, nil
	}
	old, err := Load[T](ctx, tx, t, p.owner, p.id)
	return reflect.ValueOf(&old).Elem(), err
}

func key(t *relation.Table, alias string, owner int64, id uuid.UUID) relation.Expr {
	where := relation.And{relation.Equal(relation.C(alias, "id"), id[:])}
	if t.Placement == relation.Owned && owner != 0 {
		where = append(where, relation.Equal(relation.C(alias, relation.Owner), owner))
	}
	return where
}

// Insert adds a record with the id it has; its RID and Version are set. isNew is false if a record with this id stands already:
// nothing is changed then, and the caller decides whether it is the same request sent again.
func Insert[T any](ctx context.Context, tx *Tx, t *relation.Table, record *T) (isNew bool, err error) {
	v := reflect.ValueOf(record).Elem()
	s := shapeOf(v.Type())
	id := v.FieldByIndex(s.at("id")).Interface().(uuid.UUID)
	if id == uuid.Nil {
		return false, fmt.Errorf("insert into %s: the record has no id", t.Name)
	}
	v.FieldByIndex(s.at("version")).SetInt(1)
	conflict := []string{"id"}
	owner := tx.owner()
	if t.Placement == relation.Owned {
		owner = v.FieldByIndex(s.at(relation.Owner)).Int()
		rid, err := tx.group.rid(ctx, owner, t.Name)
		if err != nil {
			return false, tx.check(err)
		}
		v.FieldByIndex(s.at("rid")).SetInt(rid)
		conflict = []string{"id", relation.Owner}
	}
	values := s.values(v)
	row := make([]relation.Expr, len(values))
	after := make(map[string]any, len(values))
	for i, value := range values {
		column, ok := t.Column(s.columns[i])
		if !ok {
			return false, fmt.Errorf("insert into %s: there is no column %s", t.Name, s.columns[i])
		}
		row[i] = relation.Value{V: value, As: column.Type}
		if !s.isKey[i] {
			after[s.columns[i]] = value
		}
	}
	n, err := tx.run(ctx, &relation.Insert{Into: t, Columns: s.columns, Rows: [][]relation.Expr{row}, OnConflict: &relation.Conflict{Columns: conflict}})
	if err != nil || n == 0 {
		return false, err
	}
	return true, tx.remember(t, owner, id, 1, nil, after)
}

// owner is the division whose history tells of a change to a record of no division.
func (tx *Tx) owner() int64 {
	if tx.event == nil {
		return 0
	}
	return tx.event.Owner
}

// identity says which record it is, and which version was read of it.
func (tx *Tx) identity(t *relation.Table, s *shape, v reflect.Value) (owner int64, id uuid.UUID, version int64) {
	owner = tx.owner()
	if t.Placement == relation.Owned {
		owner = v.FieldByIndex(s.at(relation.Owner)).Int()
	}
	return owner, v.FieldByIndex(s.at("id")).Interface().(uuid.UUID), v.FieldByIndex(s.at("version")).Int()
}

// Update writes a record as it is given, if the one that stands has the version that was read; its Version goes up by one.
// fault.Conflict ("record-stale"): somebody else changed it since. fault.NotFound: it is gone, or not in scope.
func Update[T any](ctx context.Context, tx *Tx, t *relation.Table, record *T) error {
	v := reflect.ValueOf(record).Elem()
	s := shapeOf(v.Type())
	owner, id, version := tx.identity(t, s, v)
	o, err := standing[T](ctx, tx, t, v)
	if err != nil {
		return err
	}
	if o.FieldByIndex(s.at("version")).Int() != version {
		return fault.New(fault.Conflict, "record-stale")
	}
	sets, before, after := s.changes(t, o, v)
	if len(sets) == 0 {
		return nil
	}
	sets = append(sets, relation.Set{Column: "version", To: relation.V(version + 1)})
	where := relation.And{key(t, "", owner, id), relation.Equal(relation.C("", "version"), version)}
	n, err := tx.run(ctx, &relation.Update{Table: t, Sets: sets, Where: where})
	if err != nil {
		return err
	}
	if n != 1 {
		return fault.New(fault.Conflict, "record-stale")
	}
	v.FieldByIndex(s.at("version")).SetInt(version + 1)
	tx.stands(t, record)
	return tx.remember(t, owner, id, version+1, before, after)
}

// changes are the columns in which two records differ, owner, rid, id and version apart.
func (s *shape) changes(t *relation.Table, from, to reflect.Value) (sets []relation.Set, before, after map[string]any) {
	old, now := s.values(from), s.values(to)
	before, after = make(map[string]any), make(map[string]any)
	for i, name := range s.columns {
		if name == relation.Owner || name == "rid" || name == "id" || name == "version" || reflect.DeepEqual(old[i], now[i]) {
			continue
		}
		column, _ := t.Column(name)
		sets = append(sets, relation.Set{Column: name, To: relation.Value{V: now[i], As: column.Type}})
		if !s.isKey[i] {
			before[name], after[name] = old[i], now[i]
		}
	}
	return sets, before, after
}

// Delete removes a record, if the one that stands has the version that was read. Errors as for Update.
func Delete[T any](ctx context.Context, tx *Tx, t *relation.Table, record *T) error {
	v := reflect.ValueOf(record).Elem()
	s := shapeOf(v.Type())
	owner, id, version := tx.identity(t, s, v)
	old, err := standing[T](ctx, tx, t, v)
	if err != nil {
		return err
	}
	before := make(map[string]any)
	for i, value := range s.values(old) {
		if !s.isKey[i] {
			before[s.columns[i]] = value
		}
	}
	n, err := tx.run(ctx, &relation.Delete{From: t, Where: relation.And{key(t, "", owner, id), relation.Equal(relation.C("", "version"), version)}})
	if err != nil {
		return err
	}
	if n != 1 {
		return fault.New(fault.Conflict, "record-stale")
	}
	delete(tx.loaded, placeOf(t, v))
	return tx.remember(t, owner, id, version+1, before, nil)
}

// insertAll adds rows of the store's own tables, several to a statement.
func insertAll[T any](ctx context.Context, w *writer, t *relation.Table, rows []T) error {
	s := shapeOf(reflect.TypeFor[T]())
	values := make([][]any, len(rows))
	for i := range rows {
		values[i] = s.values(reflect.ValueOf(&rows[i]).Elem())
	}
	return insertValues(ctx, w, t, s.columns, values)
}

// insertValues adds rows whose values stand in the order of columns.
func insertValues(ctx context.Context, w *writer, t *relation.Table, columns []string, rows [][]any) error {
	types := make([]relation.Type, len(columns))
	for i, name := range columns {
		column, _ := t.Column(name)
		types[i] = column.Type
	}
	for len(rows) > 0 {
		n := 1 // in powers of two, so that few statements are prepared
		for n*2 <= len(rows) && n < 32 {
			n *= 2
		}
		insert := &relation.Insert{Into: t, Columns: columns}
		for _, values := range rows[:n] {
			row := make([]relation.Expr, len(values))
			for j, value := range values {
				row[j] = relation.Value{V: value, As: types[j]}
			}
			insert.Rows = append(insert.Rows, row)
		}
		if _, err := w.change(ctx, insert); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}
