package list

import (
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/period"
)

// one is the query of a condition that asks whether there is a row.
func one(from relation.Source, where relation.And, joins ...relation.Join) relation.Expr {
	return relation.Exists{Query: &relation.Select{Outputs: []relation.Output{{Expr: relation.V(1), As: "one"}}, From: from, Where: where, Joins: joins}}
}

// of are the rows of a table, under an alias, that belong to a row of the list: their column is the row's.
func of(as, column, row string) relation.And {
	return relation.And{relation.Same(relation.C(as, relation.Owner), C(relation.Owner)), relation.Same(relation.C(as, column), C(row))}
}

// value is the one value that a query gives for a row of the list.
func value(by relation.Expr, from relation.Source, where relation.And, joins ...relation.Join) relation.Expr {
	return relation.Scalar{Query: &relation.Select{Outputs: []relation.Output{{Expr: by, As: "v"}}, From: from, Where: where, Joins: joins}}
}

func least(e relation.Expr) relation.Expr {
	return relation.Call{Func: relation.Min, Args: []relation.Expr{e}}
}
func greatest(e relation.Expr) relation.Expr {
	return relation.Call{Func: relation.Max, Args: []relation.Expr{e}}
}

// dated is a day or moment that is 0 for none, as a Sort takes it.
func dated(column string) relation.Expr {
	return relation.Case{Arms: []relation.Arm{{When: relation.Equal(C(column), int64(0)), Then: relation.Value{As: relation.Integer}}}, Else: C(column)}
}

// contains is a part of a text that stands in the list's own row.
func contains(part string, columns ...string) relation.Or {
	var any relation.Or
	for _, c := range columns {
		any = append(any, relation.Contains{X: C(c), Part: part})
	}
	return any
}

// titled are the rows whose task has a part of a text in its title.
func titled(part, task string) relation.Expr {
	return one(relation.From(record.TaskTable, "tt"), append(of("tt", "id", task), relation.Contains{X: relation.C("tt", "title"), Part: part}))
}

// id filters by an id that stands in a column.
func id(column string) func(string, Env) relation.Expr {
	return func(v string, _ Env) relation.Expr {
		x, err := uuid.Parse(v)
		if err != nil {
			return nil
		}
		return relation.Equal(C(column), x[:])
	}
}

// isUnit is the condition of a unit filter's value on the column of a unit; nil where it names none.
func isUnit(column relation.Col, v string, e Env) relation.Expr {
	if v == Charge {
		return one(relation.From(record.UnitTable, "uc"), relation.And{relation.Same(relation.C("uc", "id"), column), relation.Equal(relation.C("uc", "leader"), e.Account[:])})
	}
	if v == Mine {
		return relation.Equal(column, e.Unit[:]) // of whoever has none, nothing
	}
	u, err := uuid.Parse(v)
	if err != nil {
		return nil
	}
	return relation.Equal(column, u[:])
}

// unitIn filters by the unit in a column.
func unitIn(column string) Filter {
	return Filter{Name: "unit", Entry: Unit, Label: "unit", Where: func(v string, e Env) relation.Expr { return isUnit(C(column), v, e) }}
}

// part filters by a unit's part in the task in a column: any part, or one.
func part(name, label, task, role string) Filter {
	return Filter{Name: name, Entry: Unit, Label: label, Where: func(v string, e Env) relation.Expr {
		is := isUnit(relation.C("dp", "unit"), v, e)
		if is == nil {
			return nil
		}
		where := append(of("dp", "task", task), is)
		if role != "" {
			where = append(where, relation.Equal(relation.C("dp", "role"), role))
		}
		return one(relation.From(record.DutyTable, "dp"), where)
	}}
}

// document filters by the document of the task in a column.
func document(task string) Filter {
	return Filter{Name: "document", Entry: Document, Label: "document", Where: func(v string, _ Env) relation.Expr {
		d, err := uuid.Parse(v)
		if err != nil {
			return nil
		}
		return one(relation.From(record.TaskTable, "td"), append(of("td", "id", task), relation.Equal(relation.C("td", "document"), d[:])))
	}}
}

// lights are the codes of lights, and Lit for any of them.
func lights() []string {
	codes := []string{}
	for _, l := range ledger.Lights {
		codes = append(codes, string(l))
	}
	return codes
}

// light filters by the light that shows on the task in a column.
func light(task string) Filter {
	return Filter{Name: "light", Entry: Choice, Vocabulary: "light", Options: lights(), Label: "light", Where: func(v string, _ Env) relation.Expr {
		if !slices.Contains(lights(), v) {
			return nil
		}
		return one(relation.From(record.LightTable, "lt"), append(of("lt", "task", task), relation.Equal(relation.C("lt", "until"), int64(0)), relation.Equal(relation.C("lt", "light"), v)))
	}}
}

// rank orders lights from the worst to the best.
func rank(of relation.Expr) relation.Expr {
	c := relation.Case{Else: relation.V(len(ledger.Lights))}
	for i, l := range ledger.Lights {
		c.Arms = append(c.Arms, relation.Arm{When: relation.Binary{Op: relation.Eq, L: of, R: relation.V(string(l))}, Then: relation.V(i)})
	}
	return c
}

// choice filters by the value of a column.
func choice(name, label, column, vocabulary string, options ...string) Filter {
	return Filter{Name: name, Entry: Choice, Vocabulary: vocabulary, Options: options, Label: label, Where: func(v string, _ Env) relation.Expr {
		if !slices.Contains(options, v) {
			return nil
		}
		return relation.Equal(C(column), v)
	}}
}

// Spans are the codes of times in relation to today that a list is filtered by.
var Spans = []string{"overdue", "today", "week", "next-week", "month", "quarter", "year"}

// span is the first and the last day of a time; ok is false for a code it does not know. What is overdue has no first day.
func span(code string, today int64) (first, last int64, ok bool) {
	day := period.Date(today)
	var p period.Period
	switch code {
	case "overdue":
		return 1, today - 1, true
	case "today":
		return today, today, true
	case "week", "next-week":
		monday := today - (today+3)%7 // day 0, 1970-01-01, was a Thursday
		if code == "next-week" {
			monday += 7
		}
		return monday, monday + 6, true
	case "month":
		p = period.Of(day, period.Month)
	case "quarter":
		p = period.Of(day, period.Quarter)
	case "year":
		p = period.Of(day, period.Year)
	default:
		return 0, 0, false
	}
	return int64(p.First()), int64(p.Last()), true
}

// times filters by a time: a code of Spans, or a first and a last day. between is the condition that something lies between two
// days; isLate says that what is overdue is what is still open.
func times(between func(first, last int64, isLate bool) relation.Expr) []Filter {
	const never = int64(1) << 36 // whose moment is a number still
	return []Filter{
		{Name: "when", Entry: Choice, Vocabulary: "span", Options: Spans, Label: "when", Where: func(v string, e Env) relation.Expr {
			first, last, ok := span(v, e.Today)
			if !ok {
				return nil
			}
			return between(first, last, v == "overdue")
		}},
		{Name: "from", Entry: Day, Label: "from", Where: func(v string, _ Env) relation.Expr {
			d, err := period.ParseDate(v)
			if err != nil {
				return nil
			}
			return between(int64(d), never, false)
		}},
		{Name: "to", Entry: Day, Label: "to", Where: func(v string, _ Env) relation.Expr {
			d, err := period.ParseDate(v)
			if err != nil {
				return nil
			}
			return between(1, int64(d), false)
		}},
	}
}

// betweenDays is the condition that a day lies between two.
func betweenDays(day relation.Col, first, last int64) relation.And {
	return relation.And{relation.Binary{Op: relation.Ge, L: day, R: relation.V(first)}, relation.Binary{Op: relation.Le, L: day, R: relation.V(last)}}
}

// Begins is the moment at which a day begins in China, ms since 1970: at 16:00 UTC of the day before.
func Begins(day int64) int64 { return (day*24 - 8) * 3600 * 1000 }

// betweenMoments is betweenDays for a point of time.
func betweenMoments(at relation.Col, first, last int64) relation.And {
	return relation.And{relation.Binary{Op: relation.Ge, L: at, R: relation.V(Begins(first))}, relation.Binary{Op: relation.Lt, L: at, R: relation.V(Begins(last + 1))}}
}
