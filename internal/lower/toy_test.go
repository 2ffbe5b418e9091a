package lower_test

import (
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wenxiao/wenxiao/declare"
	"github.com/wenxiao/wenxiao/expr"
	"github.com/wenxiao/wenxiao/internal/dialect"
	"github.com/wenxiao/wenxiao/internal/lower"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/pack"
	"github.com/wenxiao/wenxiao/source"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const toyFile = "../../packs/toy/pack.yaml"

// toy loads the toy pack with some of its words replaced.
func toy(t *testing.T, replace ...string) *pack.Pack {
	t.Helper()
	data, err := os.ReadFile(toyFile)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(replace); i += 2 {
		if !strings.Contains(string(data), replace[i]) {
			t.Fatalf("%q is not in the pack", replace[i])
		}
	}
	text := strings.NewReplacer(replace...).Replace(string(data))
	p, found := pack.Load([]byte(text))
	for _, d := range found {
		t.Fatal(declare.Describe("pack.yaml", []byte(text), d, source.English))
	}
	return p
}

// The tables and queries of the toy pack as both engines get them, side by side.
func TestToy_Statements(t *testing.T) {
	t.Parallel()
	p := toy(t)
	s := lower.New(p)
	if found := s.Check(); len(found) > 0 {
		t.Error(found)
	}
	var all strings.Builder
	all.WriteString("The toy pack's tables and queries in both dialects. Rewritten by go test -update.\n")
	for _, table := range s.Tables() {
		for _, d := range []*dialect.Dialect{dialect.SQLite(), dialect.PostgreSQL()} {
			statements, err := d.Define(relation.CreateTable{Table: table})
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&all, "\n-- %s, %s --\n%s\n", table.Name, d.Name(), strings.Join(statements, "\n"))
		}
	}
	scope := lower.Scope{Owners: []int64{990101, 990102}, Today: p.Examples[0].Today}
	queries := map[string]func() (*relation.Select, error){}
	var names []string
	for _, r := range p.Rules {
		names = append(names, "rule "+r.Name)
		queries["rule "+r.Name] = func() (*relation.Select, error) { return s.Screen(r, scope) }
	}
	for _, i := range p.Indicators {
		names = append(names, "indicator "+i.Name)
		queries["indicator "+i.Name] = func() (*relation.Select, error) { return s.Indicator(i, scope) }
	}
	for _, name := range names {
		query, err := queries[name]()
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range []*dialect.Dialect{dialect.SQLite(), dialect.PostgreSQL()} {
			q, err := d.Render(query)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&all, "\n-- %s, %s --\n%s\n%v\n", name, d.Name(), q.Text, q.Args)
		}
	}
	const golden = "testdata/toy.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(all.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), all.String()); diff != "" {
		t.Errorf("run go test -update and look at the difference:\n%s", diff)
	}
}

// worldOf puts the examples of a pack into a world: one record each, of owners 1, 2, …,
// of the division of the example.
func worldOf(p *pack.Pack) *world {
	w := &world{pack: p, schema: lower.New(p), rows: map[string][][]relation.Expr{}}
	for n, e := range p.Examples {
		owner, err := strconv.ParseInt(e.Division[:6], 10, 64)
		if err != nil {
			panic(err)
		}
		rid := owner*1_000_000_000 + int64(n) + 1
		w.keep(e.On.Name, owner, rid, 0, e.Record.Fields)
		for name, rows := range e.Record.Rows {
			for i, row := range rows {
				id := rid*100 + int64(i)
				if p.Feed(name) == nil {
					w.keep(name, owner, id, rid, row.Fields)
					continue
				}
				values := []relation.Expr{relation.V(owner), relation.V(rid), relation.V(id), relation.V(int64(row.Month))}
				w.rows[name] = append(w.rows[name], append(values, stored(p.Feed(name).Fields, row.Fields)...))
			}
		}
		w.records = append(w.records, mainRecord{owner, rid, e.Record})
	}
	return w
}

// The examples of the toy pack say on every engine what they say in Go.
func TestToy_ExamplesOnEveryEngine(t *testing.T) {
	t.Parallel()
	p := toy(t)
	w := worldOf(p)
	scope := lower.Scope{Today: p.Examples[0].Today}
	for _, e := range w.engines(t) {
		for _, r := range p.Rules {
			want := w.evaluate(r, scope)
			query, err := w.schema.Screen(r, scope)
			if err != nil {
				t.Fatal(err)
			}
			if len(want) == 0 {
				t.Errorf("no example of rule %s", r.Name)
			}
			if err := e.compare(query, want); err != nil {
				t.Errorf("%s: rule %s: %v", e.Name(), r.Name, err)
			}
		}
		query, err := w.schema.Indicator(p.Indicators[0], scope)
		if err != nil {
			t.Fatal(err)
		}
		if err := e.compare(query, map[string]string{"990102 990102003": "90000000 1 0"}); err != nil {
			t.Errorf("%s: %v", e.Name(), err)
		}
	}
}

// A figure that no pack lets in fails the statement: there is no wrong answer on any engine.
func TestScreen_FailsOnFiguresThatCanNotBe(t *testing.T) {
	t.Parallel()
	p := toy(t, `when: "plots > 0 && per_mu < 800"`, `when: "income + income > 0"`, "poor_yield: {plots: 1, per_mu: 800}", "poor_yield: {}")
	p.Examples[0].Record.Fields["income"] = expr.Units(1<<63 - 1)
	w := worldOf(p)
	query, err := w.schema.Screen(p.Rule("poor_yield"), lower.Scope{Today: p.Examples[0].Today})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range w.engines(t) {
		q, err := e.Render(query)
		if err != nil {
			t.Fatal(err)
		}
		if answers, err := e.answers(q); err == nil {
			t.Errorf("%s: %v", e.Name(), answers)
		}
	}
}

// A rule whose query would be too large is found before it is run.
func TestCheck_FindsWhatIsTooLarge(t *testing.T) {
	t.Parallel()
	product := "income"
	for range 4 {
		product = "round(ratio(round(" + product + " * income, 4), income - 1, 0), 4)"
	}
	p := toy(t, `when: "plots > 0 && per_mu < 800"`, `when: "`+product+` > 0"`)
	found := lower.New(p).Check()
	if len(found) != 1 || found[0].Code != "P305" || found[0].Args[0] != "poor_yield" || found[0].Span.Len() != len(product)+len(" > 0") {
		t.Errorf("%+v", found)
	}
}
