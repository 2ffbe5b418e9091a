package lower_test

import (
	"errors"
	"testing"

	"github.com/wenxiao/wenxiao/expr"
	"github.com/wenxiao/wenxiao/internal/dialect"
	"github.com/wenxiao/wenxiao/internal/lower"
	"github.com/wenxiao/wenxiao/pack"
)

// Every condition that is accepted becomes a statement that both dialects write, or is too large.
func FuzzScreen(f *testing.F) {
	for _, text := range []string{
		"a * 2 < param('whole') && known(b)", "sum(bill, p, q_ > 50, last_months(12)) == 100", "ratio(1, a - 7100.5, 9) == 9 || ratio(a * a, a, a) < 0.00000001",
		"k in ['green', 'red'] || within(v, '99')", "or(max(wage, p * p), a) <= round(a * a * 0.5, 2)", "sum(wage, p * p, last_months(3)) > 0 ? true : known(s)",
		"!(!(!(!(a + b_ > 0))))",
	} {
		f.Add(text)
	}
	p := parity(f)
	s := lower.New(p)
	on := p.Register("main")
	f.Fuzz(func(t *testing.T, text string) {
		when, found := expr.Check(text, p.Scope(on), expr.Bool)
		if len(found) > 0 {
			return
		}
		query, err := s.Screen(&pack.Rule{Name: "r", On: on, When: when}, lower.Scope{Today: day("2024-02-29")})
		if errors.Is(err, lower.ErrTooLarge) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range []*dialect.Dialect{dialect.SQLite(), dialect.PostgreSQL()} {
			if _, err := d.Render(query); err != nil {
				t.Fatalf("%s: %v", text, err)
			}
		}
	})
}
