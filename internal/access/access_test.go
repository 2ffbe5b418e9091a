package access_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/region"
)

func TestAllow_FaultsSayWhetherToSignIn(t *testing.T) {
	t.Parallel()
	reporter := access.Actor{Account: account, Unit: unit, Grants: []access.Grant{{Role: access.Reporter, Division: city}}}
	for name, c := range map[string]struct {
		err  error
		want fault.Kind
	}{
		"nobody":                {access.Allow(access.Actor{}, access.TaskRead, access.Record{}), fault.Unknown},
		"nobody signs in":       {access.Holds(access.Actor{}, access.SessionOpen), ""},
		"grants but no account": {access.Holds(access.Actor{Grants: reporter.Grants}, access.TaskRead), fault.Unknown},
		"another's act":         {access.Holds(reporter, access.ReportAccept), fault.Forbidden},
		"another's record":      {access.Allow(reporter, access.ReportWrite, access.Record{Owner: 140300, Lead: []uuid.UUID{other}}), fault.Forbidden},
		"no record at all":      {access.Allow(reporter, access.ReportWrite, access.Record{}), fault.Forbidden},
		"no such permission":    {access.Holds(reporter, "report.burn"), fault.Forbidden},
		"no such role":          {access.Holds(access.Actor{Account: account, Grants: []access.Grant{{Role: "king"}}}, access.TaskRead), fault.Forbidden},
		"no unit, no lead":      {access.Allow(access.Actor{Account: account, Grants: reporter.Grants}, access.ReportWrite, access.Record{Lead: []uuid.UUID{{}}}), fault.Forbidden},
	} {
		if got := fault.KindOf(c.err); got != c.want {
			t.Errorf("%s: kind %q, want %q", name, got, c.want)
		}
	}
}

func TestRelate_NobodyOwnsNothing(t *testing.T) {
	t.Parallel()
	if access.Relate(access.Actor{}, access.Grant{}, access.Record{}).IsOwn {
		t.Error("what is about no account is nobody's own")
	}
}

func TestSystem_DoesWhatItIsMadeForOnly(t *testing.T) {
	t.Parallel()
	nightly := access.System("remind", access.DueRead)
	if err := access.Allow(nightly, access.DueRead, access.Record{Owner: 110101}); err != nil {
		t.Error(err)
	}
	if err := access.Holds(nightly, access.TaskRead); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("it may read tasks: %v", err)
	}
	if nightly.Job() != "remind" || nightly.IsNobody() {
		t.Error("a job is nobody")
	}
}

func TestTownshipCadresReachTheirTownship(t *testing.T) {
	t.Parallel()
	cadre := access.Actor{Account: account, Grants: []access.Grant{{Role: access.Field, Division: region.MustParse("140302001")}}}
	for place, may := range map[string]bool{
		"140302001": true, "140302001000": true, "140302001201": true, "": false, "140302002": false, "140302002201": false, "140302": false,
	} {
		if got := access.Allow(cadre, access.RegisterRead, access.Record{Owner: 140302, Place: place}) == nil; got != may {
			t.Errorf("a record at %q: %t", place, got)
		}
	}
	if access.Allow(cadre, access.RegisterRead, access.Record{Owner: 140303, Place: "140302001"}) == nil {
		t.Error("a record of another county is reached by its place")
	}
}

func TestGrantable_AdministratorsAreApart(t *testing.T) {
	t.Parallel()
	for _, a := range access.Roles {
		for _, b := range access.Roles {
			err := access.Grantable([]access.Role{a}, b)
			apart := a != b && (a.IsAdministrator() || b.IsAdministrator())
			switch {
			case b == access.Public && fault.KindOf(err) != fault.Invalid:
				t.Errorf("everybody's role was granted: %v", err)
			case b != access.Public && a != access.Public && apart && fault.KindOf(err) != fault.Conflict:
				t.Errorf("%s beside %s: %v", b, a, err)
			case b != access.Public && !apart && err != nil:
				t.Errorf("%s beside %s: %v", b, a, err)
			}
		}
	}
	if err := access.Grantable(nil, "king"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("king: %v", err)
	}
	if err := access.Grantable([]access.Role{access.Reporter, access.Approver}, access.Auditor); fault.KindOf(err) != fault.Conflict {
		t.Errorf("auditor beside two others: %v", err)
	}
}

// No account that Grantable lets come about sees records and administers.
func TestAdministratorsSeeNoRecords(t *testing.T) {
	t.Parallel()
	records := []access.Permission{access.DocumentRead, access.TaskRead, access.ReportRead, access.EvidenceRead, access.RegisterRead, access.LeadRead}
	administers := []access.Permission{access.AuditRead, access.RoleGrant, access.BackupRun}
	holds := func(r access.Role, p access.Permission) bool {
		return access.Holds(access.Actor{Account: account, Grants: []access.Grant{{Role: r}}}, p) == nil
	}
	for _, r := range access.Roles {
		sees := slices.ContainsFunc(records, func(p access.Permission) bool { return holds(r, p) })
		n := 0
		for _, p := range administers {
			if holds(r, p) {
				n++
			}
		}
		if n > 1 || n == 1 && sees || n == 1 != r.IsAdministrator() {
			t.Errorf("%s: sees records %t, has %d of the administrators' acts", r, sees, n)
		}
	}
}

func TestMayGrant(t *testing.T) {
	t.Parallel()
	officer := access.Actor{Account: account, Grants: []access.Grant{{Role: access.Security, Division: city}}}
	someone := uuid.UUID{9}
	grant := func(r access.Role, division string) access.Grant {
		return access.Grant{Role: r, Division: region.MustParse(division)}
	}
	for name, c := range map[string]struct {
		by   access.Actor
		to   uuid.UUID
		has  []access.Grant
		more access.Grant
		key  string
	}{
		"in the city":        {officer, someone, nil, grant(access.Supervisor, "140300"), ""},
		"in a village":       {officer, someone, nil, grant(access.Field, "140302001201"), ""},
		"supervising a town": {officer, someone, nil, grant(access.Supervisor, "140302001"), "role-supervisor-needs-county"},
		"to the province":    {officer, someone, nil, grant(access.Supervisor, "140000"), "forbidden"},
		"to the nation":      {officer, someone, nil, grant(access.Supervisor, "000000"), "forbidden"},
		"elsewhere":          {officer, someone, nil, grant(access.Field, "140402001"), "forbidden"},
		"to oneself":         {officer, account, nil, grant(access.Auditor, "140300"), "role-to-oneself"},
		"two of the three":   {officer, someone, []access.Grant{grant(access.Auditor, "140302")}, grant(access.Operator, "140300"), "role-administrators-apart"},
		"by a supervisor": {access.Actor{Account: account, Grants: []access.Grant{grant(access.Supervisor, "140300")}}, someone, nil,
			grant(access.Reporter, "140300"), "forbidden"},
	} {
		err := access.MayGrant(c.by, c.to, c.has, c.more)
		f, _ := errors.AsType[*fault.Error](err)
		if key := keyOf(f); key != c.key {
			t.Errorf("%s: %q, want %q", name, key, c.key)
		}
	}
}

func keyOf(f *fault.Error) string {
	if f == nil {
		return ""
	}
	return f.Key
}

func TestPermissionsAndRolesAreComplete(t *testing.T) {
	t.Parallel()
	for _, p := range access.Permissions {
		used := slices.ContainsFunc(access.Roles, func(r access.Role) bool {
			return access.Holds(access.Actor{Account: account, Grants: []access.Grant{{Role: r}}}, p) == nil
		})
		if !used {
			t.Errorf("no role has %s", p)
		}
	}
	for _, list := range [][]string{labels(access.Permissions), labels(access.Roles)} {
		slices.Sort(list)
		if len(slices.Compact(slices.Clone(list))) != len(list) {
			t.Errorf("a label stands twice: %v", list)
		}
	}
}

func labels[T interface{ Label() string }](of []T) []string {
	var keys []string
	for _, x := range of {
		keys = append(keys, x.Label())
	}
	return keys
}

// Whoever stands in for an approver signs what his unit leads, and gets nothing else; an administrator gets nothing.
func TestStandIn_SignsAndNoMore(t *testing.T) {
	t.Parallel()
	lead, foreign := access.Record{Owner: 140300, Lead: []uuid.UUID{unit}}, access.Record{Owner: 140300, Lead: []uuid.UUID{other}, With: []uuid.UUID{unit}}
	for _, role := range access.Roles {
		own := access.Actor{Account: account, Unit: unit, Division: city, Grants: []access.Grant{{Role: role, Division: city}}}
		stands := own
		stands.StandsFor = []uuid.UUID{{9}}
		for _, p := range access.Permissions {
			for name, on := range map[string]access.Record{"its own": lead, "another's": foreign} {
				want := access.Allow(own, p, on) == nil || role == access.Reporter && p == access.ReportSign && name == "its own"
				if got := access.Allow(stands, p, on) == nil; got != want {
					t.Errorf("a stand-in who is %s: %s of %s record: %t", role, p, name, got)
				}
			}
		}
		if got := access.SignsFor(stands, lead); (got != uuid.Nil) != (role == access.Reporter) {
			t.Errorf("a %s signs for %v", role, got)
		}
	}
}
