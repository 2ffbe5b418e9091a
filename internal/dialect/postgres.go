package dialect

import (
	"strconv"

	"github.com/wenxiao/wenxiao/internal/relation"
)

// PostgreSQL is the dialect of PostgreSQL from 15 on, and of Citus from 13 on.
func PostgreSQL() *Dialect {
	return &Dialect{
		name: "postgresql",
		types: map[relation.Type]string{
			relation.Integer: "bigint", relation.Number: "bigint", relation.Bool: "bigint", relation.Date: "bigint", relation.Moment: "bigint",
			relation.Text: `text COLLATE "C"`, relation.Bytes: "bytea",
		},
		bind:   func(n int, k kind) string { return "$" + strconv.Itoa(n) + postgresCast[k] },
		oneOf:  postgresOneOf,
		number: func(condition string) string { return "(" + condition + ")::int::bigint" },
		exact:  func(calculation string) (string, binding) { return calculation, bindsOperator }, // bigint fails by itself
		sum:    func(x string) string { return "sum(" + x + ")::bigint" },                        // is numeric, and fails when cast
		length: func(x string) string { return "char_length(" + x + ")::bigint" },
		find:   func(text, part string) string { return "strpos(" + text + ", " + part + ")" },
		order: func(x string, isDesc, isNullable bool) string {
			switch {
			case isDesc && isNullable:
				return x + " DESC NULLS LAST"
			case isDesc:
				return x + " DESC"
			}
			return x // NULL is the greatest value
		},
		limit:      func(place string) string { return place },
		everything: "",
		lock:       " FOR UPDATE",
		key:        func(t *relation.Table) []string { return t.Key },
		tableEnd:   "",
		distribute: func(t *relation.Table) []string {
			switch t.Placement {
			case relation.Owned:
				return []string{"SELECT create_distributed_table('" + t.Name + "', '" + relation.Owner + "')"}
			case relation.Reference:
				return []string{"SELECT create_reference_table('" + t.Name + "')"}
			}
			return nil
		},
	}
}

// postgresCast follows a value's place. A text says its order, or the database's own would hold where no column stands beside it.
var postgresCast = map[kind]string{kindNumber: "::bigint", kindText: `::text COLLATE "C"`, kindOctets: "::bytea"}

var postgresArray = map[kind]string{kindNumber: "::bigint[]", kindText: "::text[]", kindOctets: "::bytea[]"}

// postgresOneOf binds all values as one array: the text is the same for every number of them.
func postgresOneOf(w *writer, x string, k kind, values []any) string {
	var list any
	switch k {
	case kindText:
		list = array[string](values)
	case kindOctets:
		list = array[[]byte](values)
	default:
		list = array[int64](values)
	}
	return x + " = ANY($" + strconv.Itoa(w.argument(list)) + postgresArray[k] + ")"
}

// array gives values, which are all of one type, that type.
func array[T any](values []any) []T {
	typed := make([]T, len(values))
	for i, v := range values {
		typed[i] = v.(T)
	}
	return typed
}
