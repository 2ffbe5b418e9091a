package dialect

import (
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/wenxiao/wenxiao/internal/relation"
)

// fewValues is up to how many values In are places of their own; more travel as one JSON array, so that the
// number of different statements, and of places in one, stays small.
const fewValues = 16

// SQLite is the dialect of SQLite from 3.41 on. Statements that calculate call the function ExactName, which whoever opens the
// database registers: BenchmarkOverflow shows that it costs less than to repeat the calculation in CASE typeof(x).
func SQLite() *Dialect {
	return &Dialect{
		name: "sqlite",
		types: map[relation.Type]string{
			relation.Integer: "INTEGER", relation.Number: "INTEGER", relation.Bool: "INTEGER", relation.Date: "INTEGER", relation.Moment: "INTEGER",
			relation.Text: "TEXT", relation.Bytes: "BLOB",
		},
		bind:   func(n int, _ kind) string { return "?" + strconv.Itoa(n) },
		oneOf:  sqliteOneOf,
		number: func(condition string) string { return "(" + condition + ")" },
		exact:  func(calculation string) (string, binding) { return ExactName + "(" + calculation + ")", bindsWhole },
		sum:    func(x string) string { return "sum(" + x + ")" },
		length: func(x string) string { return "length(" + x + ")" },
		find:   func(text, part string) string { return "instr(" + text + ", " + part + ")" },
		order: func(x string, isDesc, isNullable bool) string {
			switch {
			case isDesc:
				return x + " DESC" // NULL is the smallest value
			case isNullable:
				return x + " NULLS LAST"
			}
			return x
		},
		// A limit that is nothing but a place is looked into by the planner, which then plans anew for each value.
		limit:      func(place string) string { return place + " + 0" },
		everything: "-1",
		lock:       "",
		key: func(t *relation.Table) []string {
			if slices.Equal(t.Key, []string{relation.Owner, "rid"}) {
				return []string{"rid"} // holds the owner, and is the number by which SQLite keeps its rows
			}
			return t.Key
		},
		tableEnd:   " STRICT",
		distribute: func(*relation.Table) []string { return nil },
	}
}

func sqliteOneOf(w *writer, x string, k kind, values []any) string {
	if len(values) <= fewValues {
		places := make([]string, len(values))
		for i, v := range values {
			places[i] = w.place(v, k)
		}
		return x + " IN (" + strings.Join(places, ", ") + ")"
	}
	list, value := make([]any, len(values)), "value"
	for i, v := range values {
		list[i] = v
		if b, ok := v.([]byte); ok { // JSON has no octets
			list[i], value = hex.EncodeToString(b), "unhex(value)"
		}
	}
	text, err := json.Marshal(list)
	if err != nil {
		panic(err) // numbers and texts of valid UTF-8 are always written
	}
	return x + " IN (SELECT " + value + " FROM json_each(" + w.place(string(text), kindText) + "))"
}
