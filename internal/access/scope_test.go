package access_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/region"
)

// Tables of every kind of scope.
var (
	task = relation.NewOwned("task", []relation.Column{{Name: "place", Type: relation.Text}, {Name: "unit", Type: relation.Bytes}})
	part = relation.NewOwned("part", []relation.Column{
		{Name: "task", Type: relation.Bytes}, {Name: "unit", Type: relation.Bytes}, {Name: "role", Type: relation.Text}})
	draft   = relation.NewOwned("draft", []relation.Column{{Name: "unit", Type: relation.Bytes}, {Name: "is_sent", Type: relation.Bool}})
	proof   = relation.NewOwned("proof", []relation.Column{{Name: "unit", Type: relation.Bytes}, {Name: "of", Type: relation.Bytes}})
	plain   = relation.NewOwned("plain", nil)
	session = &relation.Table{Name: "session", Placement: relation.Local, Columns: []relation.Column{{Name: "account", Type: relation.Bytes}}, Key: []string{"account"}}
	units   = &relation.Table{Name: "unit", Placement: relation.Reference, Columns: []relation.Column{{Name: "division", Type: relation.Integer}}, Key: []string{"division"}}
	job     = &relation.Table{Name: "job", Placement: relation.Local, Columns: []relation.Column{{Name: "kind", Type: relation.Text}}, Key: []string{"kind"}}
	open    = &relation.Table{Name: "holiday", Placement: relation.Reference, Columns: []relation.Column{{Name: "day", Type: relation.Date}}, Key: []string{"day"}}
)

func scopes(t interface {
	Fatal(...any)
}) *access.Scopes {
	s, err := access.NewScopes(
		access.Scoped{Table: task, Place: "place", Unit: "unit", Duty: &access.Duty{
			Table: part, Record: "task", Key: "id", Unit: "unit", Role: "role", Lead: "lead"}},
		access.Scoped{Table: draft, Unit: "unit", Sent: &access.Sent{Column: "is_sent"}},
		access.Scoped{Table: proof, Unit: "unit", Sent: &access.Sent{Table: draft, Key: "of", Column: "is_sent"}},
		access.Scoped{Table: plain},
		access.Scoped{Table: session, Account: "account"},
		access.Scoped{Table: units, Division: "division"},
		access.Scoped{Table: job},
		access.Scoped{Table: open, IsOpen: true},
	)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Few values, so that they meet often.
var (
	ids       = []uuid.UUID{{}, {1}, {2}, {3}}
	owners    = []int{0, 140000, 140300, 140302, 140303, 140400, 150000, 441900, 429000, 429004, 7, 999999}
	places    = []string{"", "140302001", "140302001000", "140302001201", "140302002", "441900003", "x"}
	divisions = []string{"000000", "140000", "140300", "140302", "140302001", "140302001201", "441900", "441900003", "429000", "429004"}
)

// The one place where the predicate is made and the one where records are judged say the same of every row.
func TestRows_AgreeWithAllow(t *testing.T) {
	t.Parallel()
	s := scopes(t)
	rapid.Check(t, func(t *rapid.T) {
		a := someActor(t)
		world, on := someRows(t)
		// What a table does not say of its rows does not count for them.
		byOwner := access.Record{Owner: on.Owner}
		for _, p := range access.Permissions {
			for _, c := range []struct {
				table *relation.Table
				want  bool
			}{
				{task, access.Allow(a, p, access.Record{Owner: on.Owner, Place: on.Place, Lead: on.Lead, With: on.With}) == nil},
				{draft, access.Allow(a, p, access.Record{Owner: on.Owner, Lead: on.Lead[:1], IsUnsent: on.IsUnsent}) == nil},
				{proof, access.Allow(a, p, access.Record{Owner: on.Owner, Lead: on.Lead[:1], IsUnsent: on.IsUnsent}) == nil},
				{plain, access.Allow(a, p, byOwner) == nil},
				{units, access.Allow(a, p, byOwner) == nil},
				{session, access.Allow(a, p, access.Record{Owner: nowhere, Account: on.Account}) == nil},
				{job, access.Holds(a, p) == nil && (slices.Contains(ofTheInstallation, p) || a.Job() != "")},
				{open, access.Holds(a, p) == nil},
			} {
				if got := world.holds(s.For(a, p).Rows(c.table, "t"), env{"t": world[c.table][0]}); got != c.want {
					t.Fatalf("%s of table %s: Rows %t, Allow %t", p, c.table.Name, got, c.want)
				}
			}
		}
	})
}

// ofTheInstallation are the permissions that reach what is nobody's.
var ofTheInstallation = []access.Permission{access.PublicRead, access.SessionOpen, access.PackLoad, access.BackupRun, access.CalendarLoad, access.KeyRotate, access.JobRead, access.MailManage, access.MetricsRead}

// nowhere is the owner of a row that has none.
const nowhere = -1

func someID(t *rapid.T, name string) uuid.UUID { return rapid.SampledFrom(ids).Draw(t, name) }

func someActor(t *rapid.T) access.Actor {
	if rapid.IntRange(0, 9).Draw(t, "by whom") == 0 {
		return access.System("job", rapid.SampledFrom(access.Permissions).Draw(t, "duty"))
	}
	a := access.Actor{Account: someID(t, "account"), Unit: someID(t, "unit")}
	if rapid.Bool().Draw(t, "took a place") {
		a.Before = []uuid.UUID{someID(t, "whose place")}
	}
	for range rapid.IntRange(0, 3).Draw(t, "grants") {
		a.Grants = append(a.Grants, access.Grant{
			Role:     rapid.SampledFrom(access.Roles).Draw(t, "role"),
			Division: region.MustParse(rapid.SampledFrom(divisions).Draw(t, "division")),
		})
	}
	return a
}

// sent is the column of a draft by whether it is unsent.
var sent = map[bool]int64{true: 0, false: 1}

// someRows are a row of each table, and what is to be known of them.
func someRows(t *rapid.T) (database, access.Record) {
	id, holder := uuid.UUID{8}, someID(t, "row's unit")
	on := access.Record{
		Owner:   rapid.SampledFrom(owners).Draw(t, "owner"),
		Place:   rapid.SampledFrom(places).Draw(t, "place"),
		Lead:    []uuid.UUID{holder},
		Account: someID(t, "whose session"),
		// What a draft says of itself holds for what belongs to it.
		IsUnsent: rapid.Bool().Draw(t, "unsent"),
	}
	world := database{
		task:    {{"owner": int64(on.Owner), "id": id[:], "place": on.Place, "unit": holder[:]}},
		draft:   {{"owner": int64(on.Owner), "id": id[:], "unit": holder[:], "is_sent": sent[on.IsUnsent]}},
		proof:   {{"owner": int64(on.Owner), "unit": holder[:], "of": id[:]}},
		session: {{"account": on.Account[:]}},
		plain:   {{"owner": int64(on.Owner)}},
		units:   {{"division": int64(on.Owner)}},
		job:     {{"kind": "compile"}},
		open:    {{"day": int64(1)}},
	}
	for range rapid.IntRange(0, 3).Draw(t, "duties") {
		u, role := someID(t, "duty's unit"), rapid.SampledFrom([]string{"lead", "with"}).Draw(t, "part")
		row, owner := id, on.Owner
		switch kind := rapid.IntRange(0, 5).Draw(t, "whose"); {
		case kind == 0: // another task's
			row = uuid.UUID{7}
		case kind == 1: // another owner's, with the same id
			owner = 110000
		case role == "lead":
			on.Lead = append(on.Lead, u)
		default:
			on.With = append(on.With, u)
		}
		world[part] = append(world[part], values{"owner": int64(owner), "task": row[:], "unit": u[:], "role": role})
	}
	return world, on
}

func TestRows_OfATableNobodyDeclaredNeverHold(t *testing.T) {
	t.Parallel()
	s := scopes(t)
	forgotten := relation.NewOwned("forgotten", nil)
	world := database{forgotten: {{"owner": int64(140300)}}}
	for _, a := range []access.Actor{access.System("all", access.TaskRead), {Account: account, Grants: []access.Grant{{Role: access.Leader}}}} {
		if world.holds(s.Rows(a, access.TaskRead, forgotten, "f"), env{"f": world[forgotten][0]}) {
			t.Error("a row is seen")
		}
	}
	if got := s.Undeclared([]*relation.Table{task, forgotten, open}); !slices.Equal(got, []string{"forgotten"}) {
		t.Errorf("undeclared: %v", got)
	}
}

// Whoever signs in, or looks at jobs, sees nothing of others on the way.
func TestRows_OfNobodysPermissions(t *testing.T) {
	t.Parallel()
	s := scopes(t)
	zero := uuid.UUID{}
	world := database{session: {{"account": account[:]}, {"account": other[:]}, {"account": zero[:]}}, task: {{"owner": int64(140300), "place": "", "id": account[:], "unit": unit[:]}}}
	operator := access.Actor{Account: account, Unit: unit, Division: city, Grants: []access.Grant{{Role: access.Operator, Division: city}}}
	for name, c := range map[string]struct {
		a     access.Actor
		p     access.Permission
		table *relation.Table
		want  []bool
	}{
		"sessions, nobody":             {access.Actor{}, access.SessionOpen, session, []bool{false, false, false}},
		"sessions, known":              {access.Actor{Account: account}, access.SessionOpen, session, []bool{true, false, false}},
		"sessions, by another's leave": {operator, access.JobRead, session, []bool{false, false, false}},
		"records, by leave for jobs":   {operator, access.JobRead, task, []bool{false}},
		"records, nobody":              {access.Actor{}, access.PublicRead, task, []bool{false}},
	} {
		for i, row := range world[c.table] {
			if got := world.holds(s.Rows(c.a, c.p, c.table, "t"), env{"t": row}); got != c.want[i] {
				t.Errorf("%s: row %d: %t", name, i, got)
			}
		}
	}
}

func TestNewScopes_Refuses(t *testing.T) {
	t.Parallel()
	duty := access.Duty{Table: part, Record: "task", Key: "id", Unit: "unit", Role: "role", Lead: "lead"}
	without := func(change func(*access.Duty)) *access.Duty { d := duty; change(&d); return &d }
	for says, declared := range map[string][]access.Scoped{
		"twice":                    {{Table: plain}, {Table: plain}},
		`no column "department"`:   {{Table: task, Unit: "department"}},
		`no column "place"`:        {{Table: task, Account: "place"}},
		`no column "owner"`:        {{Table: units, Division: "owner"}},
		`there is no column "key"`: {{Table: task, Duty: without(func(d *access.Duty) { d.Key = "key" })}},
		`no column "role"`:         {{Table: task, Duty: without(func(d *access.Duty) { d.Record = "role"; d.Table = plain })}},
		`no column "unit"`:         {{Table: task, Duty: without(func(d *access.Duty) { d.Role = "unit" })}},
		"are owned":                {{Table: units, Duty: &duty}},
	} {
		if _, err := access.NewScopes(declared...); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v does not say %s", err, says)
		}
	}
}

// A database is small enough to be looked through, row by row; what it makes of an expression is what SQL would.
type (
	values   = map[string]any
	env      = map[string]values
	database map[*relation.Table][]values
)

func (db database) holds(e relation.Expr, in env) bool {
	switch e := e.(type) {
	case relation.And:
		return !slices.ContainsFunc(e, func(x relation.Expr) bool { return !db.holds(x, in) })
	case relation.Or:
		return slices.ContainsFunc(e, func(x relation.Expr) bool { return db.holds(x, in) })
	case relation.Not:
		return !db.holds(e.X, in)
	case relation.In:
		return slices.ContainsFunc(e.Values, func(v any) bool { return compare(value(e.X, in), v) == 0 })
	case relation.Prefix:
		return strings.HasPrefix(value(e.X, in).(string), e.With)
	case relation.Exists:
		return slices.ContainsFunc(db[e.Query.From.Table], func(row values) bool {
			inner := env{e.Query.From.As: row}
			for as, outer := range in {
				inner[as] = outer
			}
			return db.holds(e.Query.Where, inner)
		})
	case relation.Binary:
		order := compare(value(e.L, in), value(e.R, in))
		switch e.Op {
		case relation.Eq:
			return order == 0
		case relation.Ge:
			return order >= 0
		case relation.Le:
			return order <= 0
		}
	}
	panic(fmt.Sprintf("no rule for %#v", e))
}

func value(e relation.Expr, in env) any {
	if c, is := e.(relation.Col); is {
		v, found := in[c.Source][c.Name]
		if !found {
			panic(fmt.Sprintf("no column %s.%s", c.Source, c.Name))
		}
		return v
	}
	return e.(relation.Value).V
}

func compare(l, r any) int {
	switch l := l.(type) {
	case int64:
		return int(l - r.(int64))
	case string:
		return strings.Compare(l, r.(string))
	}
	return bytes.Compare(l.([]byte), r.([]byte))
}
