package compare

import (
	"fmt"
	"github.com/wenxiao/wenxiao/compile"
	"os"
	"strings"
	"testing"
	"time"
)

func TestTry(t *testing.T) {
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
	a, b := read(fs[0]), read(fs[1])
	t0 := time.Now()
	c := Documents(a, b)
	fmt.Println(time.Since(t0), fmt.Sprintf("%+v", c.Relation), fmt.Sprintf("%+v", c.Summary))
	for _, ch := range c.Clauses {
		fmt.Println("##", ch.Kind, ch.Reworded, ch.Moved, ch.Renumbered, ch.Confidence)
		for _, o := range ch.Old {
			fmt.Println("   -", o.Path, clip(o.Text, 40))
		}
		for _, o := range ch.New {
			fmt.Println("   +", o.Path, clip(o.Text, 40))
		}
		if os.Getenv("RUNS") != "" {
			for _, r := range ch.Runs {
				switch r.Kind {
				case RunEqual:
					fmt.Print(clip(r.Text, 20))
				case RunDelete:
					fmt.Print("[-", r.Text, "-]")
				default:
					fmt.Print("{+", r.Text, "+}")
				}
			}
			fmt.Println()
		}
	}
	for _, f := range c.Targets {
		if f.Old != nil && f.New != nil {
			fmt.Println("T", f.Kind, f.Conflict, f.Confidence, f.Fields, "|", f.OldIn.Path, f.Old.Quote, "|", f.NewIn.Path, f.New.Quote)
		}
	}
	if os.Getenv("FACTS") != "" {
		for _, f := range c.Targets {
			if f.Old == nil || f.New == nil {
				q := f.Old
				if q == nil {
					q = f.New
				}
				fmt.Println("T", f.Kind, q.Quote)
			}
		}
		for _, f := range c.Duties {
			if f.Kind != Same {
				o, n := "", ""
				if f.Old != nil {
					o = f.Old.Unit + " " + string(f.Old.Role)
				}
				if f.New != nil {
					n = f.New.Unit + " " + string(f.New.Role)
				}
				fmt.Println("D", f.Kind, f.Conflict, f.OldIn.Path, o, "|", f.NewIn.Path, n)
			}
		}
		for _, f := range c.Obligations {
			o, n := "", ""
			if f.Old != nil {
				o = f.Old.Quote
			}
			if f.New != nil {
				n = f.New.Quote
			}
			fmt.Println("O", f.Kind, f.Fields, f.Confidence, o, "|", n)
		}
		for _, f := range c.Provisions {
			o, n := "", ""
			if f.Old != nil {
				o = f.Old.Quote
			}
			if f.New != nil {
				n = f.New.Quote
			}
			fmt.Println("P", f.Kind, f.Fields, f.Confidence, o, "|", n)
		}
	}
}
