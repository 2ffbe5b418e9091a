// Package dialect writes the statements of package relation as SQL for SQLite and for PostgreSQL 15, with Citus 13
// on top of it. A statement means the same on all three or is refused: the rules a distributed database needs are checked for every
// engine, so that a county's SQLite and a province's Citus run the same program. The package opens no database, does no I/O
// and knows nothing of what the tables mean. Start with Render and Define; rules.go lists the rules.
//
// What differs between engines stands in sqlite.go and postgres.go, under the same names; no other file asks which engine it writes for.
package dialect

import (
	"fmt"
	"math"

	"github.com/wenxiao/wenxiao/internal/relation"
)

// A Dialect is the SQL of one engine. It does not change once made and may be used by many goroutines.
type Dialect struct {
	name  string
	types map[relation.Type]string // of columns

	// bind is the place of the n-th argument (from 1), which is of a kind. An int64, string, []byte or nil goes there.
	bind func(n int, k kind) string
	// oneOf is the condition that x is one of some values of a kind; it binds them.
	oneOf func(w *writer, x string, k kind, values []any) string
	// number is a condition as the number 1 or 0, NULL where it is unknown.
	number func(condition string) string
	// exact is a calculation with +, -, *, / and %, an overflow in which is an error.
	exact func(calculation string) (string, binding)
	// sum is the sum of integers, an overflow of which is an error.
	sum func(x string) string
	// length is the length of a text in characters.
	length func(x string) string
	// find is the place from 1 of one text in another, 0 if it is not there.
	find func(text, part string) string
	// order sorts by x, NULLs last; it says so only where x may be NULL, so that an index on what is not still serves.
	order func(x string, isDesc, isNullable bool) string
	// limit is the place of a bound limit.
	limit func(place string) string
	// everything is the limit of a query that has an offset and no limit; empty if none is needed.
	everything string
	// lock ends a query that holds its rows; empty if the engine locks the whole database anyway.
	lock string
	// key is the primary key of a table as the engine keeps it.
	key func(t *relation.Table) []string
	// tableEnd follows the parenthesis that closes a table's columns.
	tableEnd string
	// distribute are the statements that put a table where its placement says, if the engine has more than one node.
	distribute func(t *relation.Table) []string
}

// Name is "sqlite" or "postgresql".
func (d *Dialect) Name() string { return d.name }

// A Query is a statement as an engine takes it. Args stand in the order of their numbers in Text and hold int64,
// string, []byte, nil and, on PostgreSQL, []int64, []string and [][]byte.
type Query struct {
	Text string
	Args []any
}

// MaxArgs is how many values one statement binds at most on every engine; SQLite's limit is the smallest. An Insert
// of more than MaxArgs / columns rows is refused: whoever has more rows sends several statements.
const MaxArgs = 32766

// Render writes a statement. The error wraps ErrUnfit and names the broken rule and the table.
func (d *Dialect) Render(s relation.Statement) (Query, error) {
	w := &writer{d: d}
	var text string
	var err error
	switch s := s.(type) {
	case *relation.Select:
		text, err = w.statement(s)
	case *relation.Insert:
		text, err = w.insert(s)
	case *relation.Update:
		text, err = w.update(s)
	case *relation.Delete:
		text, err = w.remove(s)
	default:
		err = ruleShape.broken("", "no such statement: %T", s)
	}
	if err == nil {
		err = w.checkWhole()
	}
	if err != nil {
		return Query{}, fmt.Errorf("render %T of %q: %w", s, w.first, err)
	}
	return Query{Text: text, Args: w.args}, nil
}

// ExactName is the name of the function of one argument that statements on SQLite call; whoever opens the database registers Exact under
// it, as deterministic.
const ExactName = "exact"

// Exact gives back the result of a calculation, and an error if it is no integer any more: SQLite turns
// integers that overflow into floating point numbers instead of failing.
func Exact(v any) (any, error) {
	if f, ok := v.(float64); ok {
		if math.Abs(f) < math.MaxInt64 {
			return nil, fmt.Errorf("integer overflow on the way to a result near %g", f)
		}
		return nil, fmt.Errorf("integer overflow: %g is out of range", f)
	}
	return v, nil
}
