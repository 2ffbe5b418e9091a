package dialect_test

import (
	"database/sql"
	"database/sql/driver"
	"fmt"
	"strings"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
	"modernc.org/sqlite"

	"github.com/wenxiao/wenxiao/internal/dialect"
	"github.com/wenxiao/wenxiao/internal/pgtest"
	"github.com/wenxiao/wenxiao/internal/relation"
)

// The tables of these tests, one of each placement at least.
var (
	divisions = &relation.Table{Name: "division", Placement: relation.Reference, Key: []string{"code"}, Columns: []relation.Column{
		{Name: "code", Type: relation.Integer}, {Name: "name", Type: relation.Text}, {Name: "parent", Type: relation.Integer, Nullable: true},
	}}
	tasks = relation.NewOwned("task", []relation.Column{
		{Name: "title", Type: relation.Text}, {Name: "amount", Type: relation.Number}, {Name: "is_open", Type: relation.Bool},
		{Name: "due", Type: relation.Date, Nullable: true}, {Name: "note", Type: relation.Text, Nullable: true}, {Name: "seal", Type: relation.Bytes, Nullable: true},
	}, relation.Index{Name: "task_title", Columns: []string{"owner", "title"}})
	targets = relation.NewOwned("target", []relation.Column{
		{Name: "task", Type: relation.Integer}, {Name: "value", Type: relation.Number},
	}, relation.Index{Name: "target_task", Columns: []string{"owner", "task", "value"}, IsUnique: true})
	jobs = &relation.Table{Name: "job", Placement: relation.Local, Key: []string{"id"}, Columns: []relation.Column{
		{Name: "id", Type: relation.Bytes}, {Name: "kind", Type: relation.Text}, {Name: "lease", Type: relation.Moment, Nullable: true},
	}, Indexes: []relation.Index{{Name: "job_kind", Columns: []string{"kind", "lease"}}}}
	tables = []*relation.Table{divisions, tasks, targets, jobs}
)

// rows are what stands in the tables, in the order of their columns. Three texts have another order by the rules of Chinese.
var rows = map[*relation.Table][][]any{
	divisions: {{140300, "临川市", nil}, {140302, "东山区", 140300}, {140311, "西平县", 140300}},
	tasks: {
		{140300, 1, []byte{1}, 1, "完成造林", 15000, true, 19800, nil, []byte{0, 1}},
		{140300, 2, []byte{2}, 1, "一季度开工", -25000, false, nil, "a%b_c", nil},
		{140302, 3, []byte{3}, 4, "Zhong", 0, true, 19900, "", []byte{}},
		{140302, 4, []byte{4}, 1, "apple", 15000, true, 19800, "阿", nil},
	},
	targets: {
		{140300, 11, []byte{11}, 1, 1, 500}, {140300, 12, []byte{12}, 1, 1, 700}, {140300, 13, []byte{13}, 1, 2, 9000},
		{140302, 14, []byte{14}, 1, 3, 40},
	},
	jobs: {{[]byte{7}, "compile", nil}, {[]byte{8}, "import", 5}},
}

// An engine is a dialect with a database that has the tables and the rows.
type engine struct {
	*dialect.Dialect
	db *sql.DB
}

var registerExact = sync.OnceValue(func() error {
	return sqlite.RegisterDeterministicScalarFunction(dialect.ExactName, 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		return dialect.Exact(args[0])
	})
})

// engines are all, both with tables and rows. Tests that need them do not run without PostgreSQL.
func engines(t testing.TB) []engine {
	t.Helper()
	return []engine{onSQLite(t), onPostgreSQL(t)}
}

func onSQLite(t testing.TB) engine {
	t.Helper()
	if err := registerExact(); err != nil {
		t.Fatal(err)
	}
	return filled(t, dialect.SQLite(), "sqlite", ":memory:")
}

func onPostgreSQL(t testing.TB) engine {
	t.Helper()
	return filled(t, dialect.PostgreSQL(), "pgx", pgtest.Open(t))
}

func filled(t testing.TB, d *dialect.Dialect, driver, url string) engine {
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
	e := engine{d, db}
	for _, table := range tables {
		e.define(t, relation.CreateTable{Table: table})
		insert := &relation.Insert{Into: table}
		for _, c := range table.Columns {
			insert.Columns = append(insert.Columns, c.Name)
		}
		for _, row := range rows[table] {
			var values []relation.Expr
			for _, v := range row {
				values = append(values, relation.V(v))
			}
			insert.Rows = append(insert.Rows, values)
		}
		e.must(t, insert)
	}
	return e
}

func (e engine) define(t testing.TB, c relation.Change) {
	t.Helper()
	statements, err := e.Define(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range statements {
		if _, err := e.db.Exec(s); err != nil {
			t.Fatalf("%s: %s: %v", e.Name(), s, err)
		}
	}
}

func (e engine) must(t testing.TB, s relation.Statement) string {
	t.Helper()
	q, err := e.Render(s)
	if err != nil {
		t.Fatalf("%s: %v", e.Name(), err)
	}
	answer, err := e.run(e.db, q)
	if err != nil {
		t.Fatalf("%s: %s: %v", e.Name(), q.Text, err)
	}
	return answer
}

type querier interface {
	Query(string, ...any) (*sql.Rows, error)
}

// run runs a statement and writes the rows of its answer, one a line.
func (engine) run(db querier, q dialect.Query) (string, error) {
	found, err := db.Query(q.Text, q.Args...)
	if err != nil {
		return "", err
	}
	defer found.Close()
	columns, err := found.Columns()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for found.Next() {
		values := make([]any, len(columns))
		places := make([]any, len(columns))
		for i := range values {
			places[i] = &values[i]
		}
		if err := found.Scan(places...); err != nil {
			return "", err
		}
		for i, v := range values {
			if i > 0 {
				b.WriteString(" | ")
			}
			b.WriteString(printed(v))
		}
		b.WriteString("\n")
	}
	return b.String(), found.Err()
}

func printed(v any) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case []byte:
		return fmt.Sprintf("x'%x'", v)
	case string:
		return fmt.Sprintf("%q", v)
	case []any, int64, []int64, []string, [][]byte:
		return fmt.Sprint(v)
	}
	return fmt.Sprintf("%T %v", v, v) // what must not come out: floating point, bool
}
