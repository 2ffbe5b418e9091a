package dialect_test

import (
	"database/sql"
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/wenxiao/wenxiao/internal/relation"
)

// facts is a table of every kind of column, nullable and not.
var facts = relation.NewOwned("fact", []relation.Column{
	{Name: "a", Type: relation.Integer}, {Name: "b", Type: relation.Number, Nullable: true}, {Name: "p", Type: relation.Bool},
	{Name: "s", Type: relation.Text}, {Name: "u", Type: relation.Text, Nullable: true}, {Name: "o", Type: relation.Bytes, Nullable: true},
})

var factColumns = []string{"owner", "rid", "id", "version", "a", "b", "p", "s", "u", "o"}

var (
	numbers = rapid.OneOf(rapid.Int64Range(-3, 3), rapid.Int64Range(-20000, 20000), rapid.SampledFrom([]int64{math.MinInt64, math.MinInt64 + 1, math.MaxInt64, 1 << 32, -1 << 31, 3037000500}))
	texts   = rapid.OneOf(rapid.SampledFrom([]string{"", "a", "A", "ab", "%", "_", "阿", "阿b", "中", "é", "\U0010FFFF", "\uD7FF", "Z", "z高"}), rapid.StringN(0, 4, -1).Filter(func(s string) bool { return !strings.Contains(s, "\x00") }))
	octets  = rapid.SliceOfN(rapid.Byte(), 0, 3)
)

// A generator draws expressions of the row t of facts.
type generator struct{ *rapid.T }

func (g generator) pick(n int) int { return rapid.IntRange(0, n-1).Draw(g.T, "pick") }

// number draws a number. What calculates has a column in it: PostgreSQL works out what has none before it looks at
// a row, even in the arm of a case that is never taken.
func (g generator) number(depth int) relation.Expr {
	if depth == 0 {
		return []relation.Expr{c("a"), c("b"), c("p"), c("a")}[g.pick(4)]
	}
	switch g.pick(8) {
	case 0, 1, 2:
		op := []relation.Op{relation.Add, relation.Sub, relation.Mul}[g.pick(3)]
		return binary(op, g.number(depth-1), g.operand(depth-1))
	case 3: // whoever divides sees to it that the divisor is not zero
		divisor := g.number(depth - 1)
		op := []relation.Op{relation.Div, relation.Mod}[g.pick(2)]
		return relation.Case{Arms: []relation.Arm{{When: binary(relation.Ne, divisor, v(0)), Then: binary(op, g.number(depth-1), divisor)}}, Else: v(0)}
	case 4:
		return relation.Coalesce{g.number(depth - 1), g.operand(depth - 1)}
	case 5:
		return relation.Case{Arms: []relation.Arm{{When: g.condition(depth - 1), Then: g.number(depth - 1)}, {When: g.condition(depth - 1), Then: g.operand(depth - 1)}}, Else: g.number(depth - 1)}
	case 6:
		return call(relation.Abs, g.number(depth-1))
	}
	if g.pick(2) == 0 {
		return call(relation.Length, g.text(depth-1))
	}
	return g.condition(depth - 1)
}

func (g generator) operand(depth int) relation.Expr {
	if g.pick(3) == 0 {
		return v(numbers.Draw(g.T, "number"))
	}
	return g.number(depth)
}

func (g generator) text(depth int) relation.Expr {
	if depth == 0 || g.pick(3) > 0 {
		return []relation.Expr{c("s"), c("u"), v(texts.Draw(g.T, "text"))}[g.pick(3)]
	}
	if g.pick(2) == 0 {
		return binary(relation.Concat, g.text(depth-1), g.text(depth-1))
	}
	return relation.Case{Arms: []relation.Arm{{When: g.condition(depth - 1), Then: g.text(depth - 1)}}}
}

func (g generator) condition(depth int) relation.Expr {
	op := []relation.Op{relation.Eq, relation.Ne, relation.Lt, relation.Le, relation.Gt, relation.Ge}[g.pick(6)]
	if depth == 0 {
		return binary(op, c("a"), v(numbers.Draw(g.T, "number")))
	}
	switch g.pick(10) {
	case 0:
		return binary(op, g.number(depth-1), g.operand(depth-1))
	case 1:
		return binary(op, g.text(depth-1), g.text(depth-1))
	case 2:
		return binary(op, c("o"), v(octets.Draw(g.T, "octets")))
	case 3:
		return relation.And{g.condition(depth - 1), g.condition(depth - 1)}
	case 4:
		return relation.Or{g.condition(depth - 1), c("p"), g.condition(depth - 1)}
	case 5:
		return relation.Not{X: g.condition(depth - 1)}
	case 6:
		return relation.IsNull{X: g.number(depth - 1)}
	case 7:
		return g.in(depth)
	case 8:
		return relation.Prefix{X: g.text(depth - 1), With: texts.Draw(g.T, "prefix")}
	}
	return relation.Contains{X: g.text(depth - 1), Part: texts.Draw(g.T, "part")}
}

func (g generator) in(depth int) relation.Expr {
	list := []any{}
	n := []int{0, 1, 3, 20}[g.pick(4)]
	switch g.pick(3) {
	case 0:
		for range n {
			list = append(list, numbers.Draw(g.T, "value"))
		}
		return relation.In{X: g.number(depth - 1), Values: list}
	case 1:
		for range n {
			list = append(list, texts.Draw(g.T, "value"))
		}
		return relation.In{X: g.text(depth - 1), Values: list}
	}
	for range n {
		list = append(list, octets.Draw(g.T, "value"))
	}
	return relation.In{X: c("o"), Values: list}
}

// row draws a row of facts, as it is inserted.
func (g generator) row(rid int) []relation.Expr {
	row := []relation.Expr{v(1), v(rid), v([]byte{byte(rid)}), v(1), v(numbers.Draw(g.T, "a")), v(nil), v(rapid.Bool().Draw(g.T, "p")), v(texts.Draw(g.T, "s")), v(nil), v(nil)}
	if g.pick(3) > 0 {
		row[5], row[8], row[9] = v(numbers.Draw(g.T, "b")), v(texts.Draw(g.T, "u")), v(octets.Draw(g.T, "o"))
	}
	return row
}

// TestExpressions_SameAnswer holds both engines to the oracle: the value where every number stays in range, an error where one
// that is needed does not, and never a wrong value.
func TestExpressions_SameAnswer(t *testing.T) {
	t.Parallel()
	all := engines(t)
	for _, e := range all {
		e.define(t, relation.CreateTable{Table: facts})
	}
	answers, failures := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		g := generator{rt}
		insert := &relation.Insert{Into: facts, Columns: factColumns}
		for i := range 3 {
			insert.Rows = append(insert.Rows, g.row(i))
		}
		txs := begin(rt, all, insert)
		defer rollback(rt, txs)
		for range 4 {
			e := []func(int) relation.Expr{g.number, g.condition, g.text}[g.pick(3)](rapid.IntRange(0, 4).Draw(rt, "depth"))
			for rid, row := range insert.Rows {
				o := oracleOf(row)
				want := expected(o.eval(e))
				q := &relation.Select{Outputs: []relation.Output{as(e, "x")}, From: relation.From(facts, "t"), Where: relation.Equal(c("rid"), rid)}
				for i, engine := range all {
					got, err := engine.inside(txs[i], q)
					switch {
					case err != nil && !o.mustFail && !o.mayFail:
						rt.Fatalf("%s: %#v of row %d: want %s, got error %v", engine.Name(), e, rid, want, err)
					case err == nil && o.mustFail:
						rt.Fatalf("%s: %#v of row %d: want an overflow, got %s", engine.Name(), e, rid, got)
					case err == nil && got != want+"\n":
						rt.Fatalf("%s: %#v of row %d: want %s, got %s", engine.Name(), e, rid, want, got)
					case err == nil:
						answers++
					default:
						failures++
					}
				}
			}
		}
	})
	if answers < failures || failures == 0 {
		t.Errorf("%d answers and %d failures: the test shows too little", answers, failures)
	}
}

func oracleOf(row []relation.Expr) *oracle {
	o := &oracle{row: map[string]any{}}
	for i, name := range factColumns {
		o.row[name] = o.eval(row[i])
	}
	return o
}

func expected(v any) string {
	if n, ok := v.(*big.Int); ok {
		return n.String()
	}
	return printed(v)
}

func begin(t *rapid.T, all []engine, insert *relation.Insert) []*sql.Tx {
	var txs []*sql.Tx
	for _, e := range all {
		tx, err := e.db.Begin()
		if err != nil {
			t.Fatal(err)
		}
		txs = append(txs, tx)
		if _, err := e.inside(tx, insert); err != nil {
			t.Fatalf("%s: %v", e.Name(), err)
		}
	}
	return txs
}

func rollback(t *rapid.T, txs []*sql.Tx) {
	for _, tx := range txs {
		if err := tx.Rollback(); err != nil {
			t.Error(err)
		}
	}
}

// inside runs a statement in a savepoint, so that a failure does not end the transaction.
func (e engine) inside(tx *sql.Tx, s relation.Statement) (string, error) {
	q, err := e.Render(s)
	if err != nil {
		return "", fmt.Errorf("%s: %w", e.Name(), err)
	}
	if _, err := tx.Exec("SAVEPOINT one"); err != nil {
		return "", err
	}
	answer, err := e.run(tx, q)
	end := "RELEASE SAVEPOINT one"
	if err != nil {
		end = "ROLLBACK TO SAVEPOINT one"
	}
	if _, ended := tx.Exec(end); ended != nil {
		return "", ended
	}
	return answer, err
}
