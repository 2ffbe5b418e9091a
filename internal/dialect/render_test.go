package dialect_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wenxiao/wenxiao/internal/dialect"
	"github.com/wenxiao/wenxiao/internal/relation"
)

var update = flag.Bool("update", false, "rewrite golden files, with the answers of SQLite")

const golden = "testdata/statements.txtar"

func statements() []statement { return slices.Concat(expressions, queries, writes) }

// TestRender_Golden shows every statement in both dialects, side by side, with its answer.
func TestRender_Golden(t *testing.T) {
	t.Parallel()
	sqlite := onSQLite(t)
	archive := &txtar.Archive{Comment: []byte("Statements in both dialects, what they bind, and what both engines answer. Rewritten by go test -update.\n\n")}
	for _, change := range []relation.Change{
		relation.CreateTable{Table: divisions}, relation.CreateTable{Table: tasks}, relation.CreateTable{Table: jobs},
		relation.AddColumn{Table: tasks, Column: relation.Column{Name: "place", Type: relation.Text, Nullable: true}},
		relation.CreateIndex{Table: targets, Index: relation.Index{Name: "target_value", Columns: []string{"value", "owner"}}},
	} {
		var b strings.Builder
		for _, d := range []*dialect.Dialect{dialect.SQLite(), dialect.PostgreSQL()} {
			list, err := d.Define(change)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "%s\n", strings.Join(list, ";\n"))
		}
		archive.Files = append(archive.Files, txtar.File{Name: strings.TrimPrefix(fmt.Sprintf("%T", change), "relation."), Data: []byte(b.String())})
	}
	for _, s := range statements() {
		var b strings.Builder
		for _, d := range []*dialect.Dialect{dialect.SQLite(), dialect.PostgreSQL()} {
			q, err := d.Render(s.Statement)
			if err != nil {
				t.Fatalf("%s: %v", s.name, err)
			}
			fmt.Fprintf(&b, "%s\n", q.Text)
			if d.Name() == "postgresql" {
				fmt.Fprintf(&b, "args: %v\n", shown(q.Args))
			}
		}
		answer, err := sqlite.trial(s.Statement)
		if err != nil {
			t.Errorf("%s: %v", s.name, err)
		}
		archive.Files = append(archive.Files, txtar.File{Name: s.name, Data: []byte(b.String() + answer)})
	}
	got := txtar.Format(archive)
	if *update {
		if err := os.WriteFile(golden, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("not as in %s (-want +got); look at why, then run with -update:\n%s", golden, diff)
	}
}

func shown(args []any) string {
	texts := make([]string, len(args))
	for i, a := range args {
		texts[i] = printed(a)
	}
	return strings.Join(texts, ", ")
}

// TestRun_SameAnswer runs every statement on both engines.
func TestRun_SameAnswer(t *testing.T) {
	t.Parallel()
	all := engines(t)
	for _, s := range statements() {
		want, err := all[0].trial(s.Statement)
		if err != nil {
			t.Errorf("%s: %v", s.name, err)
		}
		got, err := all[1].trial(s.Statement)
		if err != nil {
			t.Errorf("%s: %v", s.name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -%s +%s:\n%s", s.name, all[0].Name(), all[1].Name(), diff)
		}
	}
}

// trial runs a statement, writes its answer, and takes back what it did. Rows that a statement changed come in no order; here they are sorted.
func (e engine) trial(s relation.Statement) (string, error) {
	q, err := e.Render(s)
	if err != nil {
		return "", err
	}
	tx, err := e.db.Begin()
	if err != nil {
		return "", err
	}
	answer, err := e.run(tx, q)
	if rollback := tx.Rollback(); err == nil {
		err = rollback
	}
	if err != nil {
		return "", fmt.Errorf("%s: %s: %w", e.Name(), q.Text, err)
	}
	if _, isSelect := s.(*relation.Select); !isSelect {
		lines := strings.SplitAfter(answer, "\n")
		slices.Sort(lines)
		answer = strings.Join(lines, "")
	}
	return answer, nil
}
