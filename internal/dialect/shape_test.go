package dialect_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/wenxiao/wenxiao/internal/dialect"
	"github.com/wenxiao/wenxiao/internal/relation"
)

// A dialect that has written many statements says of the next one what a new one says.
func TestRender_WhatItRemembersChangesNothing(t *testing.T) {
	t.Parallel()
	old := map[string]*dialect.Dialect{"sqlite": dialect.SQLite(), "postgresql": dialect.PostgreSQL()}
	fresh := map[string]func() *dialect.Dialect{"sqlite": dialect.SQLite, "postgresql": dialect.PostgreSQL}
	check := func(fatalf func(string, ...any), s relation.Statement) {
		for name, d := range old {
			want, wantErr := fresh[name]().Render(s)
			for range 2 {
				got, err := d.Render(s)
				if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" || (err == nil) != (wantErr == nil) {
					fatalf("%s, %#v: %v, want %v:\n%s", name, s, err, wantErr, diff)
				}
			}
		}
	}
	for _, s := range statements() {
		check(t.Fatalf, s.Statement)
	}
	rapid.Check(t, func(rt *rapid.T) {
		g := generator{rt}
		depth := rapid.IntRange(0, 2).Draw(rt, "depth") // shallow ones have the shape of another now and then
		order := relation.Order{By: []relation.Expr{c("a"), g.number(depth)}[g.pick(2)]}
		check(rt.Fatalf, &relation.Select{Outputs: []relation.Output{as(g.number(depth), "x"), as(v(numbers.Draw(rt, "one")), "y")}, From: relation.From(facts, "t"),
			Where: g.condition(depth), OrderBy: []relation.Order{order}, Limit: g.pick(3), Offset: g.pick(2)})
		check(rt.Fatalf, &relation.Update{Table: facts, Sets: []relation.Set{{Column: "a", To: v(numbers.Draw(rt, "a"))}, {Column: "s", To: v(texts.Draw(rt, "s"))}},
			Where: relation.And{relation.Equal(relation.C("", "owner"), numbers.Draw(rt, "owner"))}})
		check(rt.Fatalf, &relation.Insert{Into: facts, Columns: factColumns, Rows: [][]relation.Expr{g.row(1)}})
	})
}
