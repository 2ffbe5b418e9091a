package dialect_test

import (
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/internal/relation"
)

// TestIndex_Serves looks whether statements are written so that an index can answer them: a prefix, a sorted page, a list of values,
// a row by its key. PostgreSQL is asked not to read the few rows one after another.
func TestIndex_Serves(t *testing.T) {
	t.Parallel()
	inOwner := relation.Equal(c("owner"), 140300)
	for _, e := range engines(t) {
		if e.Name() == "postgresql" {
			for _, setting := range []string{"SET enable_seqscan = off", "SET enable_bitmapscan = off", "SET plan_cache_mode = force_generic_plan"} {
				if _, err := e.db.Exec(setting); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, test := range []struct {
			name string
			q    *relation.Select
			want map[string]string // in the plan
			not  string
		}{
			{"prefix", where(relation.And{inOwner, relation.Prefix{X: c("title"), With: "完成"}}), map[string]string{"sqlite": "task_title (owner=? AND title>? AND title<?)", "postgresql": "(title >="}, ""},
			{"page", &relation.Select{Outputs: cols("rid"), From: relation.From(tasks, "t"), Where: inOwner, OrderBy: []relation.Order{{By: c("title")}}, Limit: 2}, map[string]string{"sqlite": "task_title", "postgresql": "task_title"}, "sort"},
			{"page-down", &relation.Select{Outputs: cols("rid"), From: relation.From(tasks, "t"), Where: inOwner, OrderBy: []relation.Order{{By: c("title"), IsDesc: true}}, Limit: 2}, map[string]string{"sqlite": "task_title", "postgresql": "Scan Backward using task_title"}, "sort"},
			{"many", &relation.Select{Outputs: cols("rid"), From: relation.From(tasks, "t"), Where: relation.And{inOwner, relation.In{X: c("title"), Values: manyTexts}}}, map[string]string{"sqlite": "task_title (owner=? AND title=?)", "postgresql": "task_title"}, ""},
			{"key", &relation.Select{Outputs: cols("title"), From: relation.From(tasks, "t"), Where: relation.And{inOwner, relation.Equal(c("rid"), 1)}}, map[string]string{"sqlite": "INTEGER PRIMARY KEY (rowid=?)", "postgresql": "task_pkey"}, ""},
			{"id", &relation.Select{Outputs: cols("title"), From: relation.From(tasks, "t"), Where: relation.And{inOwner, relation.Equal(c("id"), []byte{1})}}, map[string]string{"sqlite": "task_id (owner=? AND id=?)", "postgresql": "task_id"}, ""},
		} {
			q, err := e.Render(test.q)
			if err != nil {
				t.Fatal(err)
			}
			q.Text = map[string]string{"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}[e.Name()] + q.Text
			plan, err := e.run(e.db, q)
			if err != nil {
				t.Fatal(err)
			}
			isSorted := test.not != "" && (strings.Contains(plan, "Sort") || strings.Contains(plan, "B-TREE"))
			if !strings.Contains(plan, test.want[e.Name()]) || isSorted {
				t.Errorf("%s: %s: want %q in the plan:\n%s\n%s", e.Name(), test.name, test.want[e.Name()], q.Text, plan)
			}
		}
	}
}

// TestOverflow_IsAnError calculates what does not fit, in every part of a statement.
func TestOverflow_IsAnError(t *testing.T) {
	t.Parallel()
	const most = int64(9223372036854775807)
	tooMuch := binary(relation.Add, c("rid"), v(most))
	back := binary(relation.Sub, binary(relation.Mul, c("rid"), v(most)), binary(relation.Mul, c("rid"), v(most))) // would be 0
	for _, e := range engines(t) {
		for name, s := range map[string]relation.Statement{
			"output":     given(tooMuch),
			"on the way": given(back),
			"compared":   where(binary(relation.Gt, binary(relation.Mul, v(most), c("rid")), binary(relation.Mul, v(most), c("rid")))),
			"sorted":     &relation.Select{Outputs: cols("rid"), From: relation.From(tasks, "t"), OrderBy: []relation.Order{{By: tooMuch}}},
			"summed":     &relation.Select{Outputs: []relation.Output{as(call(relation.Sum, relation.Coalesce{binary(relation.Mul, c("rid"), v(most/4)), v(0)}), "x")}, From: relation.From(tasks, "t")},
			"least":      &relation.Select{Outputs: []relation.Output{as(call(relation.Min, tooMuch), "x")}, From: relation.From(tasks, "t")},
			"quotient":   given(binary(relation.Div, binary(relation.Sub, binary(relation.Sub, c("version"), v(most)), binary(relation.Add, c("version"), v(1))), v(-1))), // of the least number
			"divisor":    given(binary(relation.Div, v(1), back)),
			"infinite":   given(binary(relation.Mul, binary(relation.Sub, product(100), product(100)), v(0))),
			"unknown":    given(binary(relation.Add, tooMuch, c("due"))),
			"written":    &relation.Update{Table: tasks, Sets: []relation.Set{{Column: "amount", To: binary(relation.Mul, own("rid"), v(most))}}, Where: relation.Equal(own("owner"), 140300)},
		} {
			if answer, err := e.trial(s); err == nil {
				t.Errorf("%s: %s: want an error, got\n%s", e.Name(), name, answer)
			}
		}
	}
}
