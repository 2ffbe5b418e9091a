package dialect_test

import (
	"github.com/wenxiao/wenxiao/internal/relation"
)

type statement struct {
	name string
	relation.Statement
}

func c(name string) relation.Col { return relation.C("t", name) }

func v(x any) relation.Value { return relation.V(x) }

func binary(op relation.Op, l, r relation.Expr) relation.Expr {
	return relation.Binary{Op: op, L: l, R: r}
}

func call(f relation.Func, args ...relation.Expr) relation.Expr {
	return relation.Call{Func: f, Args: args}
}

func as(e relation.Expr, name string) relation.Output { return relation.Output{Expr: e, As: name} }

func cols(names ...string) []relation.Output {
	var out []relation.Output
	for _, n := range names {
		out = append(out, relation.Output{Expr: c(n)})
	}
	return out
}

// where asks for the rids of the tasks for which a condition holds.
func where(e relation.Expr) *relation.Select {
	return &relation.Select{Outputs: cols("rid"), From: relation.From(tasks, "t"), Where: e, OrderBy: []relation.Order{{By: c("rid")}}}
}

// given asks for an expression of every task.
func given(e relation.Expr) *relation.Select {
	return &relation.Select{Outputs: []relation.Output{{Expr: c("rid")}, as(e, "x")}, From: relation.From(tasks, "t"), OrderBy: []relation.Order{{By: c("rid")}}}
}

func joined(isLeft bool, on relation.Expr) relation.Join {
	return relation.Join{Source: relation.From(targets, "g"), IsLeft: isLeft, On: on}
}

// ofTask ties a target g to the task t.
var ofTask = relation.And{relation.Same(relation.C("g", "owner"), c("owner")), relation.Same(relation.C("g", "task"), c("rid"))}

// goals asks something of the targets of the task t.
func goals(e relation.Expr) *relation.Select {
	return &relation.Select{Outputs: []relation.Output{as(e, "x")}, From: relation.From(targets, "g"), Where: ofTask}
}

func total() relation.Expr { return call(relation.Sum, relation.C("g", "value")) }

var isPositive = binary(relation.Gt, c("amount"), v(0))

var manyOctets = func() []any {
	var list []any
	for i := range 40 {
		list = append(list, []byte{byte(i)})
	}
	return list
}()

var manyTexts = append([]any{"apple", `"<&'`}, func() []any {
	var list []any
	for i := range 20 {
		list = append(list, string(rune('a'+i)))
	}
	return list
}()...)

var manyNumbers = func() []any {
	list := []any{int64(9223372036854775807)}
	for i := range 20 {
		list = append(list, int64(i*2))
	}
	return list
}()

// expressions are the parts of queries, each as it is asked of every task.
var expressions = []statement{
	{"compare", where(relation.And{relation.Equal(c("title"), "apple"), binary(relation.Ne, c("rid"), v(1)), binary(relation.Le, c("due"), v(19850))})},
	{"text-order", where(binary(relation.Lt, c("title"), v("apple")))},
	{"octets", where(relation.Or{relation.Equal(c("seal"), []byte{0, 1}), binary(relation.Lt, c("seal"), v([]byte{0}))})},
	{"logic", where(relation.Or{relation.And{}, relation.Or{}, relation.Not{X: relation.And{isPositive, c("is_open")}}})},
	{"logic-empty", where(relation.Not{X: relation.Or{}})},
	{"bool-column", where(relation.And{c("is_open"), relation.Not{X: relation.Equal(c("is_open"), false)}})},
	{"bool-value", where(v(true))},
	{"bool-output", given(relation.And{isPositive, c("is_open")})},
	{"bool-compared", where(binary(relation.Eq, relation.Not{X: isPositive}, c("is_open")))},
	{"bool-unknown", given(binary(relation.Gt, c("due"), v(19850)))},
	{"bool-order", &relation.Select{Outputs: cols("rid"), From: relation.From(tasks, "t"), OrderBy: []relation.Order{{By: isPositive, IsDesc: true}, {By: c("rid")}}}},
	{"bool-sum", &relation.Select{Outputs: []relation.Output{as(call(relation.Sum, isPositive), "n")}, From: relation.From(tasks, "t")}},
	{"calculate", given(binary(relation.Sub, binary(relation.Mul, c("amount"), binary(relation.Add, c("rid"), v(2))), binary(relation.Mul, v(3), c("version"))))},
	{"calculate-compared", where(binary(relation.Gt, binary(relation.Mul, c("amount"), v(3)), binary(relation.Mul, c("due"), v(2))))},
	{"divide", given(binary(relation.Add, binary(relation.Div, c("amount"), v(-7)), binary(relation.Mod, c("amount"), binary(relation.Add, c("rid"), v(10)))))},
	{"product-of-many", given(product(9))},
	{"concat", given(binary(relation.Concat, binary(relation.Concat, c("title"), v("：")), c("note")))},
	{"length", given(binary(relation.Add, call(relation.Length, c("title")), v(1)))},
	{"abs", given(call(relation.Abs, binary(relation.Sub, c("amount"), v(1))))},
	{"is-null", where(relation.And{relation.IsNull{X: c("note")}, relation.Not{X: relation.IsNull{X: binary(relation.Lt, c("due"), v(0))}}})},
	{"coalesce", given(relation.Coalesce{c("due"), binary(relation.Sub, v(0), c("rid"))})},
	{"coalesce-one", given(relation.Coalesce{c("note")})},
	{"case", given(relation.Case{Arms: []relation.Arm{{When: relation.IsNull{X: c("due")}, Then: v("无")}, {When: isPositive, Then: c("title")}}, Else: v("其他")})},
	{"case-nothing", given(relation.Case{Arms: []relation.Arm{{When: c("is_open"), Then: isPositive}}})},
	{"case-no-arms", given(relation.Case{Else: v(5)})},
	{"case-calculated", given(binary(relation.Mul, v(2), relation.Case{Arms: []relation.Arm{{When: binary(relation.Gt, binary(relation.Add, c("rid"), v(1)), v(3)), Then: binary(relation.Mul, c("rid"), v(10))}}, Else: v(0)}))},
	{"case-sorted", &relation.Select{Outputs: cols("rid"), From: relation.From(tasks, "t"), OrderBy: []relation.Order{
		{By: relation.Case{Arms: []relation.Arm{{When: c("is_open"), Then: v("Z高")}}, Else: v("a低")}}, {By: c("rid"), IsDesc: true}}}},
	{"in-none", where(relation.In{X: c("title")})},
	{"in-few", where(relation.In{X: c("rid"), Values: []any{int64(1), int64(4), int64(9)}})},
	{"in-texts", where(relation.In{X: c("note"), Values: []any{"", "阿"}})},
	{"in-octets", where(relation.In{X: c("seal"), Values: []any{[]byte{}, []byte{0, 1}}})},
	{"in-many-numbers", where(relation.In{X: c("rid"), Values: manyNumbers})},
	{"in-many-texts", where(relation.Not{X: relation.In{X: c("title"), Values: manyTexts}})},
	{"in-many-octets", where(relation.In{X: c("id"), Values: manyOctets})},
	{"prefix", where(relation.Prefix{X: c("title"), With: "完成"})},
	{"prefix-case", where(relation.Prefix{X: c("title"), With: "z"})},
	{"prefix-empty", where(relation.Prefix{X: c("note"), With: ""})},
	{"prefix-last", where(relation.Prefix{X: c("title"), With: "\U0010FFFF"})},
	{"contains", where(relation.Contains{X: c("note"), Part: "%b_"})},
	{"contains-case", where(relation.Contains{X: c("title"), Part: "APPLE"})},
	{"contains-empty", where(relation.Contains{X: c("note"), Part: ""})},
	{"null", given(relation.Value{As: relation.Text})},
	{"scalar", given(relation.Scalar{Query: goals(total())})},
	{"scalar-in-calculation", given(binary(relation.Add, c("amount"), relation.Coalesce{relation.Scalar{Query: goals(total())}, v(0)}))},
	{"scalar-alone", where(binary(relation.Ge, c("amount"), relation.Scalar{Query: &relation.Select{Outputs: []relation.Output{as(call(relation.Max, relation.C("o", "amount")), "m")}, From: relation.From(tasks, "o")}}))},
	{"exists", where(relation.Not{X: relation.Exists{Query: &relation.Select{From: relation.From(targets, "g"), Where: ofTask}}})},
	{"exists-output", given(relation.Exists{Query: goals(relation.C("g", "value"))})},
	{"exists-reference", where(relation.Exists{Query: &relation.Select{From: relation.From(divisions, "d"), Where: relation.And{relation.Same(relation.C("d", "code"), c("owner")), relation.IsNull{X: relation.C("d", "parent")}}}})},
}

// product multiplies rid by itself, so often that a floating point number would reach infinity.
func product(n int) relation.Expr {
	var e relation.Expr = c("rid")
	for range n {
		e = binary(relation.Mul, e, c("rid"))
	}
	return e
}

var queries = []statement{
	{"order-nulls", &relation.Select{Outputs: cols("due", "rid"), From: relation.From(tasks, "t"), OrderBy: []relation.Order{{By: c("due")}, {By: c("rid"), IsDesc: true}}}},
	{"order-nulls-desc", &relation.Select{Outputs: cols("due", "title"), From: relation.From(tasks, "t"), OrderBy: []relation.Order{{By: c("due"), IsDesc: true}, {By: c("title")}}}},
	{"page", &relation.Select{Outputs: cols("rid"), From: relation.From(tasks, "t"), OrderBy: []relation.Order{{By: c("rid")}}, Limit: 2, Offset: 1}},
	{"offset", &relation.Select{Outputs: cols("rid"), From: relation.From(tasks, "t"), OrderBy: []relation.Order{{By: c("rid")}}, Offset: 3}},
	{"distinct", &relation.Select{Outputs: []relation.Output{as(binary(relation.Add, c("amount"), v(1)), "x")}, IsDistinct: true, From: relation.From(tasks, "t"), OrderBy: []relation.Order{{By: binary(relation.Add, c("amount"), v(1))}}}},
	{"group", &relation.Select{
		Outputs: []relation.Output{{Expr: c("owner")}, as(call(relation.CountRows), "n"), as(call(relation.CountDistinct, c("amount")), "kinds"), as(call(relation.Sum, c("due")), "sum"), as(call(relation.Min, c("title")), "first"), as(call(relation.Max, c("title")), "last")},
		From:    relation.From(tasks, "t"), GroupBy: []relation.Expr{c("owner")}, Having: binary(relation.Gt, call(relation.CountRows), v(1)), OrderBy: []relation.Order{{By: c("owner")}}}},
	{"group-by-expression", &relation.Select{
		Outputs: []relation.Output{as(binary(relation.Mul, binary(relation.Div, c("due"), v(100)), v(2)), "twice"), as(call(relation.CountRows), "n")},
		From:    relation.From(tasks, "t"), GroupBy: []relation.Expr{binary(relation.Div, c("due"), v(100)), isPositive},
		Having: relation.Not{X: isPositive}, OrderBy: []relation.Order{{By: binary(relation.Div, c("due"), v(100))}}}},
	{"aggregate-of-none", &relation.Select{Outputs: []relation.Output{as(call(relation.CountRows), "n"), as(call(relation.Sum, c("amount")), "s"), as(call(relation.Min, c("rid")), "m")}, From: relation.From(tasks, "t"), Where: relation.Or{}}},
	{"join", &relation.Select{Outputs: []relation.Output{{Expr: c("title")}, {Expr: relation.C("g", "value")}}, From: relation.From(tasks, "t"), Joins: []relation.Join{joined(false, ofTask)}, OrderBy: []relation.Order{{By: relation.C("g", "rid")}}}},
	{"join-tied-in-where", &relation.Select{Outputs: []relation.Output{{Expr: relation.C("g", "rid")}}, From: relation.From(tasks, "t"), Joins: []relation.Join{joined(false, relation.Same(relation.C("g", "task"), c("rid")))}, Where: ofTask, OrderBy: []relation.Order{{By: relation.C("g", "rid")}}}},
	{"left-join", &relation.Select{Outputs: []relation.Output{{Expr: c("rid")}, {Expr: relation.C("g", "value")}}, From: relation.From(tasks, "t"), Joins: []relation.Join{joined(true, ofTask)}, OrderBy: []relation.Order{{By: relation.C("g", "value")}, {By: c("rid")}}}},
	{"join-reference", &relation.Select{Outputs: []relation.Output{{Expr: relation.C("d", "name")}, {Expr: c("rid")}}, From: relation.From(tasks, "t"), Joins: []relation.Join{
		{Source: relation.From(divisions, "d"), On: relation.Same(relation.C("d", "code"), c("owner"))},
		{Source: relation.From(divisions, "p"), IsLeft: true, On: relation.Same(relation.C("p", "code"), relation.C("d", "parent"))}},
		OrderBy: []relation.Order{{By: relation.C("p", "name"), IsDesc: true}, {By: c("rid")}}}},
	{"reference-alone", &relation.Select{Outputs: []relation.Output{{Expr: relation.C("d", "code")}}, From: relation.From(divisions, "d"), Where: relation.In{X: relation.C("d", "parent"), Values: []any{int64(140300)}}, OrderBy: []relation.Order{{By: relation.C("d", "name")}}}},
	{"source-query", &relation.Select{Outputs: []relation.Output{{Expr: c("rid")}, {Expr: relation.C("s", "total")}}, From: relation.From(tasks, "t"), Joins: []relation.Join{{
		Source: relation.Source{As: "s", Query: &relation.Select{
			Outputs: []relation.Output{{Expr: relation.C("g", "owner")}, {Expr: relation.C("g", "task")}, as(total(), "total")},
			From:    relation.From(targets, "g"), GroupBy: []relation.Expr{relation.C("g", "owner"), relation.C("g", "task")}}},
		IsLeft: true, On: relation.And{relation.Same(relation.C("s", "owner"), c("owner")), relation.Same(relation.C("s", "task"), c("rid"))}}},
		OrderBy: []relation.Order{{By: c("rid")}}}},
	{"nested", where(relation.Exists{Query: &relation.Select{From: relation.From(targets, "g"), Where: append(relation.And{
		binary(relation.Lt, relation.C("g", "value"), relation.Scalar{Query: &relation.Select{Outputs: []relation.Output{as(call(relation.Max, relation.C("h", "value")), "m")}, From: relation.From(targets, "h"),
			Where: relation.And{relation.Same(relation.C("h", "owner"), relation.C("g", "owner")), relation.Same(relation.C("h", "task"), c("rid"))}}})}, ofTask...)}})},
	{"lock", &relation.Select{Outputs: cols("rid", "version"), From: relation.From(tasks, "t"), Where: relation.And{relation.Equal(c("owner"), 140300), relation.Equal(c("id"), []byte{1})}, IsForUpdate: true}},
	{"lock-local", &relation.Select{Outputs: []relation.Output{{Expr: relation.C("j", "id")}}, From: relation.From(jobs, "j"), Where: relation.IsNull{X: relation.C("j", "lease")}, Limit: 1, IsForUpdate: true}},
}

var targetColumns = []string{"owner", "rid", "id", "version", "task", "value"}

func targetRow(owner, rid, task, value int) []relation.Expr {
	return []relation.Expr{v(owner), v(rid), v([]byte{byte(rid)}), v(1), v(task), v(value)}
}

func own(name string) relation.Col { return relation.C("", name) }

var writes = []statement{
	{"insert", &relation.Insert{Into: tasks, Columns: []string{"owner", "rid", "id", "version", "title", "amount", "is_open", "note"},
		Rows:      [][]relation.Expr{{v(140300), v(21), v([]byte{21}), v(1), v("新"), binary(relation.Mul, v(4), v(10000)), binary(relation.Gt, v(4), v(3)), v(nil)}},
		Returning: []string{"rid", "amount", "is_open", "note", "due"}}},
	{"insert-many", &relation.Insert{Into: targets, Columns: targetColumns, Rows: [][]relation.Expr{targetRow(140300, 21, 5, 1), targetRow(140302, 22, 5, 1)}, Returning: []string{"owner", "rid"}}},
	{"insert-or-leave", &relation.Insert{Into: targets, Columns: targetColumns, Rows: [][]relation.Expr{targetRow(140300, 11, 5, 1), targetRow(140300, 23, 5, 1)},
		OnConflict: &relation.Conflict{Columns: []string{"owner", "rid"}}, Returning: []string{"rid"}}},
	{"insert-or-set", &relation.Insert{Into: targets, Columns: targetColumns, Rows: [][]relation.Expr{targetRow(140300, 24, 1, 500)},
		OnConflict: &relation.Conflict{Columns: []string{"owner", "task", "value"}, Sets: []relation.Set{
			{Column: "version", To: binary(relation.Add, own("version"), relation.Excluded{Name: "version"})}, {Column: "value", To: v(501)}}},
		Returning: []string{"rid", "version", "value"}}},
	{"insert-reference", &relation.Insert{Into: divisions, Columns: []string{"code", "name"}, Rows: [][]relation.Expr{{v(140300), v("临川")}},
		OnConflict: &relation.Conflict{Columns: []string{"code"}, Sets: []relation.Set{{Column: "name", To: relation.Excluded{Name: "name"}}, {Column: "parent", To: v(nil)}}}, Returning: []string{"name", "parent"}}},
	{"insert-query", &relation.Insert{Into: targets, Columns: targetColumns,
		Query: &relation.Select{Outputs: []relation.Output{{Expr: c("owner")}, as(binary(relation.Add, c("rid"), v(100)), "rid"), {Expr: c("id")}, as(v(1), "version"), as(c("rid"), "task"), as(c("amount"), "value")},
			From: relation.From(tasks, "t")},
		OnConflict: &relation.Conflict{Columns: []string{"owner", "id"}, Sets: []relation.Set{{Column: "value", To: relation.Excluded{Name: "value"}}}}, Returning: []string{"owner", "rid", "value"}}},
	{"insert-query-bound", &relation.Insert{Into: targets, Columns: targetColumns,
		Query: &relation.Select{Outputs: []relation.Output{as(v(140311), "owner"), as(binary(relation.Add, c("rid"), v(100)), "rid"), {Expr: c("id")}, {Expr: c("version")}, as(c("rid"), "task"), as(c("amount"), "value")},
			From: relation.From(tasks, "t"), Where: relation.Equal(c("owner"), 140300)}, Returning: []string{"owner", "rid"}}},
	{"update", &relation.Update{Table: tasks, Sets: []relation.Set{{Column: "version", To: binary(relation.Add, own("version"), v(1))}, {Column: "is_open", To: relation.IsNull{X: own("due")}}, {Column: "seal", To: v(nil)}},
		Where: relation.And{relation.Equal(own("owner"), 140300), relation.Equal(own("rid"), 2), relation.Equal(own("version"), 1)}, Returning: []string{"version", "is_open", "seal"}}},
	{"update-by-query", &relation.Update{Table: targets, Sets: []relation.Set{{Column: "value", To: relation.Coalesce{relation.Scalar{Query: &relation.Select{Outputs: []relation.Output{{Expr: c("amount")}}, From: relation.From(tasks, "t"),
		Where: relation.And{relation.Same(c("owner"), own("owner")), relation.Same(c("rid"), own("task"))}}}, v(0)}}},
		Where: relation.And{relation.In{X: own("owner"), Values: []any{int64(140300), int64(140302)}}, binary(relation.Gt, own("value"), v(600))}, Returning: []string{"rid", "value"}}},
	{"delete", &relation.Delete{From: targets, Where: relation.And{relation.Equal(own("owner"), 140300), relation.Exists{Query: &relation.Select{From: relation.From(tasks, "t"),
		Where: relation.And{relation.Same(c("owner"), own("owner")), relation.Same(c("rid"), own("task")), c("is_open")}}}}, Returning: []string{"rid"}}},
	{"delete-local", &relation.Delete{From: jobs, Where: binary(relation.Lt, own("lease"), v(10)), Returning: []string{"id"}}},
}
