package access_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/region"
)

var update = flag.Bool("update", false, "write the golden matrix as it is")

var (
	account = uuid.UUID{1}
	unit    = uuid.UUID{2}
	other   = uuid.UUID{3}
	city    = region.MustParse("140300")
)

// column is a relation between the matrix's actor, who works for a unit of the city 140300, and a record.
type column struct {
	title string
	on    access.Record
}

var columns = []column{
	{"own", access.Record{Owner: 110000, Account: account}},
	{"lead", access.Record{Owner: 140300, Lead: []uuid.UUID{unit}}},
	{"with", access.Record{Owner: 140300, Lead: []uuid.UUID{other}, With: []uuid.UUID{unit}}},
	{"other", access.Record{Owner: 140300, Lead: []uuid.UUID{other}}},
	{"below", access.Record{Owner: 140302, Lead: []uuid.UUID{other}}},
	{"above", access.Record{Owner: 140000, Lead: []uuid.UUID{other}}},
	{"lead↑", access.Record{Owner: 140000, Lead: []uuid.UUID{unit}}},
	{"with↑", access.Record{Owner: 140000, With: []uuid.UUID{unit}}},
	{"foreign", access.Record{Owner: 140400, Lead: []uuid.UUID{other}}},
}

const head = `# Who may do what, on which records. Written by go test ./internal/access -update; read the difference.
#
# The actor works for a unit of the city 140300 and has one role there; "nobody" has not signed in.
#   own      about the actor's account          below    of a county of the city
#   lead     of the city, the unit leads        above    of the province
#   with     of the city, the unit cooperates   lead↑    of the province, the unit leads
#   other    of the city, another unit's        with↑    of the province, the unit cooperates
#   held     at all: what a route asks          foreign  of another city
`

func TestMatrix(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString(head)
	for _, role := range access.Roles {
		a := access.Actor{Account: account, Unit: unit, Division: city, Grants: []access.Grant{{Role: role, Division: city}}}
		block(&b, string(role), a)
	}
	block(&b, "nobody", access.Actor{})
	const file = "testdata/matrix.golden"
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
		t.Errorf("who may do what has changed (-before +now); if it was meant to, run with -update:\n%s", diff)
	}
}

// block prints a line for each permission that is held, and the names of the others.
func block(b *strings.Builder, title string, a access.Actor) {
	line := fmt.Sprintf("%-16s %-5s", title, "held")
	for _, c := range columns {
		line += fmt.Sprintf(" %-7s", c.title)
	}
	fmt.Fprintf(b, "\n%s\n", strings.TrimRight(line, " "))
	never := "never:"
	for _, p := range access.Permissions {
		held := mark(access.Holds(a, p))
		line := fmt.Sprintf("%-16s %-5s", p, held)
		for _, c := range columns {
			line += fmt.Sprintf(" %-7s", mark(access.Allow(a, p, c.on)))
		}
		if !strings.Contains(line, "yes") {
			never += " " + string(p)
			continue
		}
		fmt.Fprintf(b, "%s\n", strings.TrimRight(line, " "))
	}
	fmt.Fprintf(b, "%s\n", never)
}

func mark(err error) string {
	if err == nil {
		return "yes"
	}
	return "-"
}
