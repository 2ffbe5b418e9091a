package dialect

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/internal/relation"
)

var (
	owned     = relation.NewOwned("task", []relation.Column{{Name: "title", Type: relation.Text}, {Name: "seal", Type: relation.Bytes, Nullable: true}})
	other     = relation.NewOwned("target", []relation.Column{{Name: "task", Type: relation.Integer}})
	reference = &relation.Table{Name: "division", Placement: relation.Reference, Key: []string{"code"}, Columns: []relation.Column{{Name: "code", Type: relation.Integer}}}
	local     = &relation.Table{Name: "job", Placement: relation.Local, Key: []string{"id"}, Columns: []relation.Column{{Name: "id", Type: relation.Integer}}}
)

func col(source, name string) relation.Col { return relation.C(source, name) }

func eq(a, b relation.Expr) relation.Expr { return relation.Same(a, b) }

func out(e relation.Expr) []relation.Output { return []relation.Output{{Expr: e, As: "x"}} }

func from(t *relation.Table, as string, where relation.Expr, joins ...relation.Join) *relation.Select {
	return &relation.Select{Outputs: out(relation.V(1)), From: relation.From(t, as), Joins: joins, Where: where}
}

func join(t *relation.Table, as string, on relation.Expr) relation.Join {
	return relation.Join{Source: relation.From(t, as), On: on}
}

func left(t *relation.Table, as string, on relation.Expr) relation.Join {
	return relation.Join{Source: relation.From(t, as), On: on, IsLeft: true}
}

func exists(q *relation.Select) relation.Expr { return relation.Exists{Query: q} }

var (
	columns    = []string{"owner", "rid", "id", "version", "task"}
	tied       = eq(col("g", "owner"), col("t", "owner"))
	sameTask   = eq(col("g", "task"), col("t", "rid"))
	ofOneOwner = relation.Equal(col("t", "owner"), 1)
	mine       = relation.Equal(col("", "owner"), 1)
)

func insertRow(values ...any) *relation.Insert {
	row := make([]relation.Expr, len(values))
	for i, v := range values {
		row[i] = relation.V(v)
	}
	return &relation.Insert{Into: other, Columns: columns[:len(values)], Rows: [][]relation.Expr{row}}
}

func whole5() *relation.Insert { return insertRow(1, 2, []byte{3}, 1, 5) }

func withConflict(columns []string, sets ...relation.Set) *relation.Insert {
	i := whole5()
	i.OnConflict = &relation.Conflict{Columns: columns, Sets: sets}
	return i
}

func insertQuery(owner relation.Expr, q *relation.Select) *relation.Insert {
	q.Outputs = []relation.Output{{Expr: owner, As: "o"}, {Expr: relation.V(1), As: "r"}, {Expr: relation.V([]byte{1}), As: "i"}, {Expr: relation.V(1), As: "v"}, {Expr: relation.V(1), As: "t"}}
	return &relation.Insert{Into: other, Columns: columns, Query: q}
}

func locked(q *relation.Select) *relation.Select {
	q.IsForUpdate = true
	return q
}

func deep(n int) relation.Expr {
	var e relation.Expr = col("t", "rid")
	for range n {
		e = relation.Not{X: e}
	}
	return e
}

func tableOf(change func(*relation.Table)) relation.CreateTable {
	t := relation.NewOwned("plan", []relation.Column{{Name: "year", Type: relation.Integer}})
	change(t)
	return relation.CreateTable{Table: t}
}

// fixtures break one rule each, in a statement or in a change of the schema; about is the table that is named.
var fixtures = []struct {
	rule  rule
	about string
	what  any
}{
	{ruleShape, "", (*relation.Select)(nil)},
	{ruleShape, "task", &relation.Select{From: relation.From(owned, "t")}},
	{ruleShape, "", &relation.Update{Table: owned, Sets: []relation.Set{{Column: "title", To: relation.V("")}}}},
	{ruleShape, "", &relation.Delete{From: owned}},
	{ruleShape, "task", &relation.Update{Table: owned, Where: mine}},
	{ruleShape, "target", insertQuery(relation.V(1), &relation.Select{From: relation.Source{As: "x"}})},
	{ruleShape, "target", &relation.Insert{Into: other, Columns: columns, Rows: [][]relation.Expr{{relation.V(1)}}}},
	{ruleShape, "", &relation.Insert{Into: other, Columns: columns}},
	{ruleShape, "task", from(owned, "t", relation.Binary{Op: "LIKE", L: col("t", "title"), R: relation.V("%")})},
	{ruleShape, "task", from(owned, "t", relation.Excluded{Name: "rid"})},
	{ruleShape, "task", from(owned, "t", nil, relation.Join{Source: relation.From(reference, "d")})},
	{ruleShape, "plan", tableOf(func(t *relation.Table) { t.Key = nil })},
	{ruleName, "task", from(owned, "t", relation.Equal(col("t", "titel"), ""))},
	{ruleName, "task", from(owned, "t", relation.Equal(col("u", "title"), ""))},
	{ruleName, "target", from(owned, "t", nil, join(other, "t", tied))},
	{ruleName, "target", from(owned, "t", exists(from(other, "t", nil)))},
	{ruleName, "target", &relation.Insert{Into: other, Columns: append([]string{"owner"}, columns...), Rows: [][]relation.Expr{nil}}},
	{ruleName, "plan", tableOf(func(t *relation.Table) { t.Columns = append(t.Columns, t.Columns[4]) })},
	{ruleName, "plan", tableOf(func(t *relation.Table) { t.Indexes[0].Name = "id" })},
	{ruleSpelling, "", from(&relation.Table{Name: `task"; DROP TABLE task`, Columns: reference.Columns}, "t", nil)},
	{ruleSpelling, "", from(&relation.Table{Name: "t", Columns: []relation.Column{{Name: "a\" b"}}}, "t", nil)},
	{ruleSpelling, "task", from(owned, "任务", nil)},
	{ruleSpelling, "task", from(owned, strings.Repeat("a", 64), nil)},
	{ruleSpelling, "task", &relation.Select{Outputs: []relation.Output{{Expr: relation.V(1), As: "Sum"}}, From: relation.From(owned, "t")}},
	{ruleSpelling, "", tableOf(func(t *relation.Table) { t.Columns[4].Name = "xmin" })},
	{ruleSpelling, "", tableOf(func(t *relation.Table) { t.Name = "sqlite_plan" })},
	{ruleKind, "task", from(owned, "t", relation.Equal(col("t", "title"), 1))},
	{ruleKind, "task", from(owned, "t", relation.In{X: col("t", "title"), Values: []any{"a", int64(1)}})},
	{ruleKind, "task", from(owned, "t", col("t", "title"))},
	{ruleKind, "task", from(owned, "t", eq(relation.Coalesce{col("t", "title"), relation.V(nil)}, relation.V("")))},
	{ruleKind, "task", from(owned, "t", relation.Contains{X: col("t", "seal"), Part: "a"})},
	{ruleKind, "task", &relation.Select{Outputs: out(relation.Call{Func: relation.Min, Args: []relation.Expr{col("t", "seal")}}), From: relation.From(owned, "t")}},
	{ruleKind, "target", insertRow(1, 2, "3", 1, 5)},
	{ruleValue, "task", from(owned, "t", relation.Equal(col("t", "title"), "a\x00"))},
	{ruleValue, "task", from(owned, "t", relation.Equal(col("t", "title"), "\xff"))},
	{ruleValue, "task", from(owned, "t", relation.Prefix{X: col("t", "title"), With: "\xe5"})},
	{ruleValue, "task", from(owned, "t", relation.Equal(col("t", "rid"), 1.5))},
	{ruleValue, "task", from(owned, "t", relation.Equal(col("t", "seal"), []byte(nil)))},
	{ruleSize, "task", from(owned, "t", deep(300))},
	{ruleGroup, "task", &relation.Select{Outputs: []relation.Output{{Expr: col("t", "title")}}, From: relation.From(owned, "t"), GroupBy: []relation.Expr{col("t", "owner")}}},
	{ruleGroup, "task", from(owned, "t", relation.Equal(relation.C("t", "rid"), 1), left(reference, "d", relation.Call{Func: relation.CountRows}))},
	{ruleGroup, "task", &relation.Select{Outputs: out(relation.Call{Func: relation.Sum, Args: []relation.Expr{relation.Call{Func: relation.CountRows}}}), From: relation.From(owned, "t")}},
	{ruleDistinct, "task", &relation.Select{Outputs: []relation.Output{{Expr: col("t", "title")}}, IsDistinct: true, From: relation.From(owned, "t"), OrderBy: []relation.Order{{By: col("t", "rid")}}}},
	{ruleComplete, "target", &relation.Insert{Into: other, Columns: []string{"owner", "rid"}, Rows: [][]relation.Expr{{relation.V(1), relation.V(2)}}}},
	{ruleComplete, "target", insertRow(1, nil, []byte{3}, 1, 5)},
	{ruleConflict, "target", withConflict([]string{"owner", "task"})},
	{ruleConflict, "target", withConflict(nil)},
	{ruleAdditive, "task", relation.AddColumn{Table: owned, Column: relation.Column{Name: "place"}}},
	{ruleOwnerColumn, "plan", tableOf(func(t *relation.Table) { t.Columns[0], t.Columns[1] = t.Columns[1], t.Columns[0] })},
	{ruleOwnerColumn, "plan", tableOf(func(t *relation.Table) { t.Columns[0].Type = relation.Text })},
	{ruleOwnerKey, "plan", tableOf(func(t *relation.Table) { t.Key = []string{"rid"} })},
	{ruleOwnerUnique, "plan", tableOf(func(t *relation.Table) { t.Indexes[0].Columns = []string{"id"} })},
	{ruleOwnerUnique, "task", relation.CreateIndex{Table: owned, Index: relation.Index{Name: "task_one", Columns: []string{"title"}, IsUnique: true}}},
	{ruleOwnerGiven, "target", &relation.Insert{Into: other, Columns: columns[1:], Rows: [][]relation.Expr{{relation.V(1)}}}},
	{ruleOwnerGiven, "target", &relation.Insert{Into: other, Columns: columns, Rows: [][]relation.Expr{{relation.Binary{Op: relation.Add, L: relation.V(1), R: relation.V(1)}, relation.V(1), relation.V([]byte{1}), relation.V(1), relation.V(1)}}}},
	{ruleOwnerFrom, "target", insertQuery(col("t", "rid"), from(owned, "t", nil))},
	{ruleOwnerFrom, "target", insertQuery(col("d", "code"), from(reference, "d", nil))},
	{ruleOwnerFrom, "target", insertQuery(col("g", "owner"), from(owned, "t", nil, left(other, "g", tied)))},
	{ruleOwnerSet, "task", &relation.Update{Table: owned, Sets: []relation.Set{{Column: "owner", To: relation.V(2)}}, Where: mine}},
	{ruleOwnerSet, "target", withConflict([]string{"owner", "rid"}, relation.Set{Column: "id", To: relation.Excluded{Name: "id"}})},
	{ruleOwnerWrite, "task", &relation.Delete{From: owned, Where: relation.Equal(col("", "rid"), 1)}},
	{ruleOwnerWrite, "task", &relation.Delete{From: owned, Where: relation.Or{mine, relation.Equal(col("", "rid"), 1)}}},
	{ruleOwnerWrite, "task", &relation.Update{Table: owned, Sets: []relation.Set{{Column: "title", To: relation.V("")}}, Where: relation.Not{X: mine}}},
	{ruleOwnerLock, "task", locked(from(owned, "t", relation.Equal(col("t", "rid"), 1)))},
	{ruleOwnerLock, "task", locked(from(owned, "t", relation.In{X: col("t", "owner"), Values: []any{int64(1), int64(2)}}))},
	{ruleLock, "task", locked(&relation.Select{Outputs: out(relation.Call{Func: relation.CountRows}), From: relation.From(owned, "t"), Where: ofOneOwner})},
	{ruleLock, "task", locked(from(owned, "t", ofOneOwner, left(other, "g", tied)))},
	{ruleLock, "task", from(owned, "t", exists(locked(from(reference, "d", nil))))},
	{ruleJoinOwner, "target", from(owned, "t", nil, join(other, "g", sameTask))},
	{ruleJoinOwner, "target", from(owned, "t", relation.Or{tied, sameTask}, join(other, "g", sameTask))},
	{ruleJoinOwner, "target", from(owned, "t", tied, left(other, "g", sameTask))},
	{ruleJoinOwner, "target", from(owned, "t", nil, join(other, "g", tied), left(other, "h", relation.And{tied, eq(col("h", "task"), col("t", "rid"))}))},
	{ruleJoinOwner, "target", from(owned, "t", nil, relation.Join{Source: relation.Source{Query: &relation.Select{Outputs: out(col("g", "task")), From: relation.From(other, "g")}, As: "s"}, On: eq(col("s", "x"), col("t", "rid"))})},
	{ruleJoinLocal, "task", from(owned, "t", nil, join(local, "j", eq(col("j", "id"), col("t", "rid"))))},
	{ruleJoinLocal, "task", from(owned, "t", exists(from(local, "j", nil)))},
	{ruleJoinLocal, "task", &relation.Delete{From: local, Where: exists(from(owned, "t", nil))}},
	{ruleLeft, "task", from(reference, "d", nil, left(owned, "t", eq(col("d", "code"), col("t", "owner"))))},
	{ruleCorrelate, "target", from(owned, "t", exists(from(other, "g", sameTask)))},
	{ruleCorrelate, "target", from(reference, "d", exists(from(other, "g", eq(col("g", "owner"), col("d", "code")))))},
	{ruleCorrelate, "target", &relation.Select{Outputs: out(relation.Scalar{Query: &relation.Select{Outputs: out(relation.Call{Func: relation.Sum, Args: []relation.Expr{col("g", "task")}}), From: relation.From(other, "g"), Where: sameTask}}), From: relation.From(owned, "t")}},
	{ruleCorrelate, "target", &relation.Delete{From: owned, Where: relation.And{mine, exists(from(other, "g", eq(col("g", "task"), col("", "rid"))))}}},
	{ruleWriteRef, "division", &relation.Delete{From: reference, Where: exists(from(owned, "t", nil))}},
	{ruleInsertPlain, "target", &relation.Insert{Into: other, Columns: columns, Rows: [][]relation.Expr{{relation.V(1), relation.V(1), relation.V([]byte{1}), relation.V(1), relation.Scalar{Query: from(reference, "d", nil)}}}}},
	{ruleInsertPlain, "target", withConflict([]string{"owner", "rid"}, relation.Set{Column: "version", To: relation.Scalar{Query: from(reference, "d", nil)}})},
}

// TestRules_EachFixtureIsRefused holds both dialects to every rule, with the rule and the table in the error.
func TestRules_EachFixtureIsRefused(t *testing.T) {
	t.Parallel()
	tried := map[rule]bool{}
	for _, f := range fixtures {
		tried[f.rule] = true
		for _, d := range []*Dialect{SQLite(), PostgreSQL()} {
			var err error
			switch what := f.what.(type) {
			case relation.Statement:
				_, err = d.Render(what)
			case relation.Change:
				_, err = d.Define(what)
			}
			if !errors.Is(err, ErrUnfit) || !strings.Contains(err.Error(), "rule "+f.rule.name+",") && !strings.Contains(err.Error(), "rule "+f.rule.name+":") || !strings.Contains(err.Error(), `"`+f.about) {
				t.Errorf("%s: %s of %q: got %v", d.Name(), f.rule.name, f.about, err)
			}
		}
	}
	for _, r := range rules {
		if !tried[r] {
			t.Errorf("no fixture breaks rule %s", r.name)
		}
	}
}

func TestRules_StandInTheDesign(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../doc/design.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rules {
		if line := "| `" + r.name + "` | " + r.sentence + " |"; !strings.Contains(string(text), line) {
			t.Errorf("doc/design.md lacks the line\n%s", line)
		}
	}
}

// TestRules_WhatIsFit has statements close to those that are refused.
func TestRules_WhatIsFit(t *testing.T) {
	t.Parallel()
	for _, s := range []relation.Statement{
		whole5(),
		withConflict([]string{"owner", "id"}),
		from(owned, "t", nil, join(other, "g", tied), join(other, "h", eq(col("h", "owner"), col("g", "owner")))),
		from(owned, "t", relation.And{relation.And{tied}, sameTask}, join(other, "g", relation.And{})),
		from(reference, "d", nil, join(owned, "t", relation.And{})),
		from(reference, "d", relation.Exists{Query: from(owned, "t", ofOneOwner)}),
		from(owned, "t", nil, left(reference, "d", eq(col("d", "code"), col("t", "owner")))),
		from(owned, "t", nil, relation.Join{Source: relation.Source{Query: &relation.Select{Outputs: out(col("g", "owner")), From: relation.From(other, "g")}, As: "s"}, On: eq(col("s", "x"), col("t", "owner"))}),
		locked(from(owned, "t", relation.In{X: col("t", "owner"), Values: []any{int64(1)}})),
		insertQuery(col("t", "owner"), from(owned, "t", nil)),
		&relation.Delete{From: reference, Where: relation.Not{X: exists(from(reference, "d", nil))}},
		&relation.Delete{From: owned, Where: relation.In{X: col("", "owner")}},
		&relation.Delete{From: owned, Where: relation.And{mine, exists(from(other, "g", eq(col("g", "owner"), col("", "owner"))))}},
	} {
		if _, err := PostgreSQL().Render(s); err != nil {
			t.Error(err)
		}
	}
}

// TestRender_AValueIsNeverText looks for what was bound in the text.
func TestRender_AValueIsNeverText(t *testing.T) {
	t.Parallel()
	const secret = "x' OR 1=1 --"
	q := from(owned, "t", relation.Or{relation.Equal(col("t", "title"), secret), relation.Contains{X: col("t", "title"), Part: secret}, relation.Prefix{X: col("t", "title"), With: secret}, relation.In{X: col("t", "title"), Values: []any{secret}}})
	for _, d := range []*Dialect{SQLite(), PostgreSQL()} {
		got, err := d.Render(q)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(got.Text, "OR 1=1") {
			t.Errorf("%s: %s", d.Name(), got.Text)
		}
	}
}

// TestRender_OneTextForEveryNumberOfValues keeps PostgreSQL's prepared statements few.
func TestRender_OneTextForEveryNumberOfValues(t *testing.T) {
	t.Parallel()
	texts := map[string]bool{}
	for n := range 50 {
		q, err := PostgreSQL().Render(from(owned, "t", relation.In{X: col("t", "rid"), Values: make64(n)}))
		if err != nil {
			t.Fatal(err)
		}
		texts[q.Text] = true
	}
	if len(texts) != 1 {
		t.Errorf("%d texts", len(texts))
	}
}

func make64(n int) []any {
	list := make([]any, n)
	for i := range list {
		list[i] = int64(i)
	}
	return list
}

func TestRender_TooManyValues(t *testing.T) {
	t.Parallel()
	i := whole5()
	for len(i.Rows)*len(columns) <= MaxArgs {
		i.Rows = append(i.Rows, i.Rows[0])
	}
	if _, err := SQLite().Render(i); !errors.Is(err, ErrUnfit) || !strings.Contains(err.Error(), ruleSize.name) {
		t.Errorf("got %v", err)
	}
	i.Rows = i.Rows[1:]
	if _, err := SQLite().Render(i); err != nil {
		t.Error(err)
	}
}

func TestExact(t *testing.T) {
	t.Parallel()
	for _, v := range []any{int64(5), nil} {
		if got, err := Exact(v); err != nil || got != v {
			t.Errorf("Exact(%v) = %v, %v", v, got, err)
		}
	}
	for _, v := range []any{0.0, 1e19} {
		if _, err := Exact(v); err == nil {
			t.Errorf("Exact(%v) has no error", v)
		}
	}
}
