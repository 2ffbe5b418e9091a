package compare

import (
	"fmt"
	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/policy"
	"os"
	"slices"
	"strings"
	"testing"
)

func TestScores(t *testing.T) {
	read := func(f string) Document {
		d, err := os.ReadFile(f)
		if err != nil {
			t.Skip()
		}
		p, cs, err := compile.WithClauses(f, d, compile.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return Document{f, p, cs}
	}
	fs := strings.Fields(os.Getenv("TRY"))
	da, db := read(fs[0]), read(fs[1])
	a, b := newSide(&da), newSide(&db)
	weigh(a, b)
	changes(a, b, align(a, b))
	old, new := measures(a), measures(b)
	weighMeasures(a, b, old, new)
	type l struct {
		s float64
		t string
	}
	var ls []l
	for i := range old {
		for j := range new {
			x, y := &old[i], &new[j]
			s := oneMeasure(x, y)
			if s > 0.2 {
				ls = append(ls, l{s, fmt.Sprintf("%.2f dice %.2f wx %.2f wy %.2f g%v | %s | %s", s, dice(x.words, y.words), within(x.words.singles(), y.more), within(y.words.singles(), x.more), x.group == y.group, x.fact.Quote, y.fact.Quote)})
			}
		}
	}
	slices.SortFunc(ls, func(p, q l) int {
		if p.s > q.s {
			return -1
		}
		return 1
	})
	for _, x := range ls[:min(len(ls), 60)] {
		fmt.Println(x.t)
	}
	_ = policy.OpEqual
}
