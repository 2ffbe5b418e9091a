package store

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/wenxiao/wenxiao/internal/relation"
)

// TableOf is the table whose rows are T's. A field's tag names its column and, where the Go type does not say it, what the column
// holds: `col:"due_on,date"`, `col:"value,number"`, `col:"at,moment"`; `col:"file_key,key"` is a
// wrapped key, which history does not keep, so that it can be destroyed. A struct that embeds Record is of an Owned table, one that embeds Reference
// of a Reference table with the key id. It panics on a struct that can be no table: that is a mistake in the program.
func TableOf[T any](name string, indexes ...relation.Index) *relation.Table {
	t := reflect.TypeFor[T]()
	var columns []relation.Column
	for _, f := range reflect.VisibleFields(t) {
		tag := f.Tag.Get("col")
		if tag == "" {
			continue
		}
		column, kind, _ := strings.Cut(tag, ",")
		columns = append(columns, columnOf(column, kind, f.Type))
	}
	table := &relation.Table{Name: name, Columns: columns, Indexes: indexes}
	switch {
	case embeds[Record](t):
		table.Placement, table.Key = relation.Owned, []string{relation.Owner, "rid"}
		// The id comes first, so that a record is found by it alone; the owner is in it because the table is spread by owner.
		table.Indexes = append([]relation.Index{{Name: name + "_id", Columns: []string{"id", relation.Owner}, IsUnique: true}}, indexes...)
	case embeds[Reference](t):
		table.Placement, table.Key = relation.Reference, []string{"id"}
	default:
		panic("a table needs a Record or a Reference in " + t.String())
	}
	return table
}

func embeds[E any](t reflect.Type) bool {
	f, ok := t.FieldByName(reflect.TypeFor[E]().Name())
	return ok && f.Anonymous && f.Type == reflect.TypeFor[E]()
}

// keyKind marks a wrapped key.
const keyKind = "key"

var kinds = map[string]relation.Type{"date": relation.Date, "number": relation.Number, "moment": relation.Moment}

func columnOf(name, kind string, t reflect.Type) relation.Column {
	c := relation.Column{Name: name}
	if t.Kind() == reflect.Pointer {
		c.Nullable, t = true, t.Elem()
	}
	switch t.Kind() {
	case reflect.Int64, reflect.Int:
		c.Type = relation.Integer
		if kind != "" {
			k, ok := kinds[kind]
			if !ok {
				panic(fmt.Sprintf("column %s: there is no kind %q", name, kind))
			}
			c.Type = k
		}
	case reflect.String:
		c.Type = relation.Text
	case reflect.Bool:
		c.Type = relation.Bool
	case reflect.Slice, reflect.Array:
		c.Type = relation.Bytes
		if kind != "" && kind != keyKind {
			panic(fmt.Sprintf("column %s: there is no kind %q", name, kind))
		}
		c.IsKey = kind == keyKind
	default:
		panic(fmt.Sprintf("column %s can not hold a %s", name, t))
	}
	return c
}
