package access_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/dialect"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/region"
)

// What the predicates look like as SQL; the rules that keep statements fit for a distributed database are checked on the way.
func TestRows_AsSQL(t *testing.T) {
	t.Parallel()
	s := scopes(t)
	var b strings.Builder
	b.WriteString("# The rows that actors see, as SQL. Written by go test ./internal/access -update.\n")
	for _, c := range []struct {
		role     access.Role
		division string
		p        access.Permission
	}{
		{access.Supervisor, "140300", access.TaskRead}, {access.Supervisor, "140300", access.ReportAccept}, {access.Supervisor, "140302", access.TaskRead},
		{access.Leader, "000000", access.TaskRead}, {access.Reporter, "140302", access.TaskRead}, {access.Reporter, "140302", access.ReportWrite},
		{access.Field, "140302001", access.RegisterRead}, {access.Operator, "140300", access.TaskRead}, {access.Operator, "140300", access.JobRead},
	} {
		a := access.Actor{Account: account, Unit: unit, Grants: []access.Grant{{Role: c.role, Division: region.MustParse(c.division)}}}
		fmt.Fprintf(&b, "\n%s of %s, %s\n", c.role, c.division, c.p)
		for _, d := range []*dialect.Dialect{dialect.SQLite(), dialect.PostgreSQL()} {
			q, err := d.Render(&relation.Select{
				Outputs: []relation.Output{{Expr: relation.C("t", "id")}},
				From:    relation.From(task, "t"),
				Where:   s.Rows(a, c.p, task, "t"),
			})
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "%-10s %s %v\n", d.Name(), q.Text, q.Args)
		}
	}
	const file = "testdata/rows.golden"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("what actors see has changed (-before +now); if it was meant to, run with -update:\n%s", diff)
	}
}
