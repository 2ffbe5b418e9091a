package lower_test

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
	"modernc.org/sqlite"

	"github.com/wenxiao/wenxiao/expr"
	"github.com/wenxiao/wenxiao/internal/dialect"
	"github.com/wenxiao/wenxiao/internal/lower"
	"github.com/wenxiao/wenxiao/internal/pgtest"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/pack"
	"github.com/wenxiao/wenxiao/period"
)

// The parity property: a rule that was made at random says the same about every record
// in Go, on SQLite and on PostgreSQL. PARITY_RULES is how many rules are tried; each
// is one statement over parityRecords records, so that the default makes more than
// a hundred thousand cases.
const (
	parityRules   = 210
	parityRecords = 500
)

func rulesToTry(t *testing.T) int {
	t.Helper()
	text := os.Getenv("PARITY_RULES")
	if text == "" {
		return parityRules
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("PARITY_RULES: %v", err)
	}
	return n
}

func TestParity(t *testing.T) {
	t.Parallel()
	w := newWorld(t, parityRecords)
	engines := w.engines(t)
	var holds, refused, cases int
	for seed := range rulesToTry(t) {
		r, scope := w.rule(t, uint64(seed))
		query, err := w.schema.Screen(r, scope)
		if err != nil {
			t.Fatal(err)
		}
		want := w.evaluate(r, scope)
		for _, line := range want {
			holds++
			if line == "refused" {
				refused++
			}
		}
		cases += len(w.records)
		for _, e := range engines {
			if err := e.compare(query, want); err != nil {
				t.Fatalf("seed %d, today %s, %s\nlet x: %s\nwhen: %s\n%v", seed, scope.Today, e.Name(), w.let, w.when, err)
			}
		}
	}
	t.Logf("%d cases on %d engines: %d hold, of which %d are refused", cases, len(engines), holds, refused)
	if holds-refused < cases/10 || refused < cases/100 || holds > cases*9/10 {
		t.Errorf("of %d cases %d hold and %d are refused: the property is nearly empty", cases, holds, refused)
	}
}

func TestParity_Indicators(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 200)
	engines := w.engines(t)
	scope := lower.Scope{Today: day("2024-02-29")}
	on := w.pack.Register("main")
	for seed := range uint64(40) {
		g := &generator{Rand: rand.New(rand.NewPCG(seed, 2))}
		x := g.number(1)
		w.let = fmt.Sprintf("%s > 100000 ? 0 : %s < -100000 ? 0 : %s", x, x, x) // the sums of some are too large for any engine
		w.when = g.condition(2)
		measure, found := expr.Check(w.let, w.pack.Scope(on), expr.Number)
		if len(found) > 0 {
			continue
		}
		where, found := expr.Check(w.when, w.pack.Scope(on), expr.Bool)
		if len(found) > 0 {
			continue
		}
		i := &pack.Indicator{Name: "i", On: on, Measure: measure, Where: where}
		query, err := w.schema.Indicator(i, scope)
		if err != nil {
			continue // it is too large
		}
		want := w.total(i, scope)
		for _, e := range engines {
			if err := e.compare(query, want); err != nil {
				t.Fatalf("seed %d, %s\nmeasure: %s\nwhere: %s\n%v", seed, e.Name(), w.let, w.when, err)
			}
		}
	}
}

// A mainRecord is a record as Go sees it.
type mainRecord struct {
	owner, rid int64
	*expr.Record
}

// A world is the records that rules are tried on, and the rule that is tried.
type world struct {
	pack      *pack.Pack
	schema    *lower.Schema
	records   []mainRecord
	rows      map[string][][]relation.Expr // by register or feed, in the order of its table's columns
	let, when string
}

// parity loads the pack that random rules are of.
func parity(t testing.TB) *pack.Pack {
	t.Helper()
	data, err := os.ReadFile("testdata/parity.yaml")
	if err != nil {
		t.Fatal(err)
	}
	p, found := pack.Load(data)
	if p == nil {
		t.Fatal(found)
	}
	return p
}

func newWorld(t *testing.T, records int) *world {
	t.Helper()
	p := parity(t)
	w := &world{pack: p, schema: lower.New(p), rows: map[string][][]relation.Expr{}}
	w.fill(rand.New(rand.NewPCG(7, 11)), records)
	return w
}

// rule makes the rule of a seed, and what it is about.
func (w *world) rule(t *testing.T, seed uint64) (*pack.Rule, lower.Scope) {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 1))
	today := []string{"2024-02-29", "2023-02-28", "2024-03-31", "2025-12-31", "2026-01-01", "2024-03-01", "2025-05-31"}[random.IntN(7)]
	scope := lower.Scope{Today: day(today)}
	if random.IntN(3) == 0 {
		scope.Owners = []int64{990102, 880101}
	}
	on := w.pack.Register("main")
	for range 1000 {
		g := &generator{Rand: random}
		s := w.pack.Scope(on)
		w.let = g.number(3)
		if random.IntN(3) == 0 {
			w.let = g.ratio(2)
		}
		x, found := expr.Check(w.let, s, expr.Number)
		if len(found) > 0 {
			continue // most often too many decimals
		}
		s.Lets = []expr.Let{{Name: "x", Node: x}}
		if x.Of().Type.Kind == expr.Number {
			g.lets = []string{"x", "x"}
		}
		w.when = g.condition(3)
		when, found := expr.Check(w.when, s, expr.Bool)
		if len(found) > 0 {
			continue
		}
		r := &pack.Rule{Name: "r", On: on, Lets: s.Lets, When: when}
		if _, err := w.schema.Screen(r, scope); err != nil {
			continue
		}
		return r, scope
	}
	t.Fatal("no expression in a thousand is accepted")
	return nil, scope
}

// evaluate gives what the rule says about each record, in Go: its values, or that it is refused.
func (w *world) evaluate(r *pack.Rule, scope lower.Scope) map[string]string {
	p := &pack.Pack{Parameters: w.pack.Parameters, Rules: []*pack.Rule{r}}
	want := map[string]string{}
	for _, record := range w.records {
		if !inScope(scope, record.owner) {
			continue
		}
		leads, refused := p.Screen(r.On, record.Record, p.Env(scope.Today, strconv.FormatInt(record.owner, 10)))
		key := strconv.FormatInt(record.rid, 10)
		switch {
		case len(refused) > 0:
			want[key] = "refused"
		case len(leads) > 0:
			var values []string
			for _, v := range leads[0].Values {
				values = append(values, strconv.FormatInt(v.N, 10))
			}
			want[key] = strings.Join(values, " ")
		}
	}
	return want
}

func day(s string) period.Date {
	d, err := period.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// total gives what an indicator says about each owner and division, in Go.
func (w *world) total(i *pack.Indicator, scope lower.Scope) map[string]string {
	type figures struct{ total, counted, refused int64 }
	sums := map[string]*figures{}
	for _, record := range w.records {
		if !inScope(scope, record.owner) {
			continue
		}
		env := w.pack.Env(scope.Today, strconv.FormatInt(record.owner, 10))
		holds, err := expr.Holds(i.Where, record.Record, env)
		if err == nil && !holds {
			continue
		}
		key := fmt.Sprintf("%d %s", record.owner, record.Fields["v"].S)
		if sums[key] == nil {
			sums[key] = &figures{}
		}
		var v expr.Value
		if err == nil {
			v, err = expr.Eval(pack.Shown(i.Measure), record.Record, env)
		}
		if err != nil {
			sums[key].refused++
			continue
		}
		sums[key].counted++
		sums[key].total += v.N
	}
	want := map[string]string{}
	for key, f := range sums {
		want[key] = fmt.Sprintf("%d %d %d", f.total, f.counted, f.refused)
	}
	return want
}

func inScope(s lower.Scope, owner int64) bool {
	for _, o := range s.Owners {
		if o == owner {
			return true
		}
	}
	return len(s.Owners) == 0
}

// An engine is a database with the tables and rows of a world.
type engine struct {
	*dialect.Dialect
	db *sql.DB
}

var registerExact = sync.OnceValue(func() error {
	return sqlite.RegisterDeterministicScalarFunction(dialect.ExactName, 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		return dialect.Exact(args[0])
	})
})

// engines are all there are: SQLite, and PostgreSQL where a test has one.
func (w *world) engines(t *testing.T) []*engine {
	t.Helper()
	engines := []*engine{w.onSQLite(t)}
	if os.Getenv("TEST_POSTGRES") == "" && os.Getenv("CI") != "true" {
		t.Log("nothing was tried on PostgreSQL: TEST_POSTGRES is not set")
		return engines
	}
	return append(engines, w.filled(t, dialect.PostgreSQL(), "pgx", pgtest.Open(t)))
}

func (w *world) onSQLite(t *testing.T) *engine {
	t.Helper()
	if err := registerExact(); err != nil {
		t.Fatal(err)
	}
	return w.filled(t, dialect.SQLite(), "sqlite", ":memory:")
}

func (w *world) filled(t *testing.T, d *dialect.Dialect, driver, url string) *engine {
	t.Helper()
	db, err := sql.Open(driver, url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	db.SetMaxOpenConns(1)
	e := &engine{d, db}
	for _, table := range w.schema.Tables() {
		e.define(t, relation.CreateTable{Table: table})
	}
	for name := range w.rows {
		table := w.schema.Table(name)
		insert := &relation.Insert{Into: table}
		for _, c := range table.Columns {
			insert.Columns = append(insert.Columns, c.Name)
		}
		for rows := w.rows[name]; len(rows) > 0; rows = rows[len(insert.Rows):] {
			insert.Rows = rows[:min(len(rows), 500)]
			q, err := d.Render(insert)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.Exec(q.Text, q.Args...); err != nil {
				t.Fatal(err)
			}
		}
	}
	return e
}

func (e *engine) define(t *testing.T, change relation.Change) {
	t.Helper()
	statements, err := e.Define(change)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range statements {
		if _, err := e.db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// compare runs a query of a rule or an indicator and says what is not as it should be.
func (e *engine) compare(s *relation.Select, want map[string]string) (err error) {
	q, err := e.Render(s)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("%w\n%s %v", err, q.Text, q.Args)
		}
	}()
	got, err := e.answers(q)
	if err != nil {
		return err
	}
	for key, answer := range got {
		if want[key] != answer {
			return fmt.Errorf("%s: the database says %q, Go %q", key, answer, want[key])
		}
	}
	for key, answer := range want {
		if got[key] != answer {
			return fmt.Errorf("%s: the database says nothing, Go %q", key, answer)
		}
	}
	return nil
}

// lets is how many outputs hold values of lets.
func lets(columns []string) (n int) {
	for _, c := range columns {
		if strings.HasPrefix(c, "v_") {
			n++
		}
	}
	return n
}

// answers are the rows of a query by what they are about: rid and value, or owner, division and figures.
func (e *engine) answers(q dialect.Query) (answers map[string]string, err error) {
	rows, err := e.db.Query(q.Text, q.Args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	answers = map[string]string{}
	isRule := columns[1] == lower.RID
	for rows.Next() {
		values, places := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			places[i] = &values[i]
		}
		if err := rows.Scan(places...); err != nil {
			return nil, err
		}
		texts := make([]string, len(values))
		for i, v := range values {
			texts[i] = fmt.Sprint(v)
		}
		key, answer := texts[0]+" "+texts[1], strings.Join(texts[2:], " ")
		if isRule {
			key, answer = texts[1], "refused"
			if len(texts) > 2 && texts[2] != "1" {
				answer = strings.Join(texts[3:3+lets(columns)], " ")
			}
		}
		if _, twice := answers[key]; twice {
			return nil, fmt.Errorf("%s stands twice in the answer", key)
		}
		answers[key] = answer
	}
	return answers, rows.Err()
}
