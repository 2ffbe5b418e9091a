package expr_test

import (
	"errors"
	"testing"

	"github.com/wenxiao/wenxiao/expr"
)

// Whatever the text, Check gives a node or diagnostics inside the text, and what it
// accepts has a value or a refusal.
func FuzzCheck(f *testing.F) {
	for _, text := range []string{
		"income * 2 < param('line') && known(debt)", "sum(bill, paid, paid > 50, last_months(12)) == 100", "ratio(1, income - 7100.5, 9) == 9",
		"colour in ['green', 'red'] || within(village, '99')", "or(max(person, born), today) <= months_ago(12)", "round(-0.5, 0) ? '中' : \"\\u4e2d\"",
		"income >", "((((((((((", "'", "a\n+\n中", "-9223372036854775808 * -1", "income.x[0] == {1: 2}", "[1, 2].all(x, x > 0)", "b'1' == 1u",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, found := expr.Check(text, scope)
		if (n == nil) != (len(found) > 0) {
			t.Fatalf("%q: node %v, diagnostics %v", text, n, found)
		}
		for _, d := range found {
			if d.Span.Start < 0 || d.Span.End < d.Span.Start || d.Span.End > len(text) {
				t.Fatalf("%q: %v lies outside", text, d)
			}
		}
		if n == nil {
			return
		}
		v, err := expr.Eval(expr.Rounded(n, 4), household(), env())
		if _, ok := errors.AsType[*expr.Refusal](err); err != nil && !ok || err == nil && !v.IsKnown {
			t.Fatalf("%q: %v, %v", text, v, err)
		}
	})
}
