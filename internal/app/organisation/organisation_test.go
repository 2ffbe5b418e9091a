package organisation_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/pgtest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/region"
)

var (
	city   = region.MustParse("190300")
	county = region.MustParse("190321")
	other  = region.MustParse("190400")
)

func day(text string) region.Day {
	d, err := period.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return region.Day(d)
}

// operator is a call of the city's operator.
func operator() app.Call {
	return app.Call{Request: "test", From: "local", Actor: access.Actor{Account: uuid.UUID{1}, Division: city, Grants: []access.Grant{{Role: access.Operator, Division: city}}}}
}

func settled(t *testing.T, database string) *instance.Instance {
	t.Helper()
	i := instancetest.Open(t, database, func() time.Time { return time.Date(2025, 3, 3, 1, 0, 0, 0, time.UTC) })
	for code, name := range map[region.Code]string{city: "柏川市", county: "云岭县"} {
		d := organisation.Division{ID: uuid.Must(uuid.NewV7()), Division: region.Division{Code: code, Name: name}}
		if err := i.Organisation.AddDivision(t.Context(), operator(), d); err != nil {
			t.Fatal(err)
		}
	}
	return i
}

func add(t *testing.T, i *instance.Instance, in region.Code, name string, aliases ...string) uuid.UUID {
	t.Helper()
	id := uuid.Must(uuid.NewV7())
	if err := i.Organisation.AddUnit(t.Context(), operator(), organisation.Unit{ID: id, Division: in, Name: name, Aliases: aliases}); err != nil {
		t.Fatal(err)
	}
	return id
}

// found are the units a name means in the city.
func found(t *testing.T, i *instance.Instance, name, on string) []uuid.UUID {
	t.Helper()
	var ids []uuid.UUID
	if err := i.Store.Read(t.Context(), store.Unscoped, func(ctx context.Context, v *store.View) error {
		directory, err := organisation.Directory(ctx, v)
		if err != nil {
			return err
		}
		for _, m := range directory.Find(city, name, day(on)) {
			ids = append(ids, m.Unit.ID)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return ids
}

func means(t *testing.T, i *instance.Instance, name, on string, want uuid.UUID) {
	t.Helper()
	if got := found(t, i, name, on); len(got) != 1 || got[0] != want {
		t.Errorf("%s means %v on %s, want %v alone", name, got, on, want)
	}
}

func TestUnit_KeepsItsNamesWhenItIsRenamed(t *testing.T) {
	t.Parallel()
	for name, database := range map[string]func(testing.TB) string{"sqlite": func(testing.TB) string { return "" }, "postgresql": pgtest.Open} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := settled(t, database(t))
			unit := add(t, i, city, "柏川市扶贫开发办公室", "市扶贫办")
			add(t, i, county, "云岭县扶贫开发办公室")
			rename := func(name string) error {
				return i.Store.Write(t.Context(), store.Unscoped, audit.Event{Owner: 190300, Account: app.SystemAccount, Action: "test.rename", Kind: "unit"}, func(ctx context.Context, tx *store.Tx) error {
					if err := organisation.Rename(ctx, tx, unit, name, day("2021-06-01")); err != nil {
						return err
					}
					return organisation.Remember(ctx, tx, record.UnitName{Unit: unit, Name: "市振兴办", IsAlias: true, From: int64(day("2021-06-01"))})
				})
			}
			if err := rename("柏川市乡村振兴局"); err != nil {
				t.Fatal(err)
			}
			means(t, i, "柏川市扶贫开发办公室", "2020-01-01", unit)
			means(t, i, "市扶贫办", "2020-01-01", unit)
			means(t, i, "市乡村振兴局", "2022-01-01", unit)
			means(t, i, "市扶贫办", "2022-01-01", unit) // what a person confirmed once
			means(t, i, "柏川市扶贫开发办公室", "2022-01-01", unit)
			means(t, i, "市振兴办", "2022-01-01", unit)
			if got := found(t, i, "市乡村振兴局", "2020-01-01"); got != nil {
				t.Errorf("the new name means %v before it was given", got)
			}
			refused(t, rename("柏川市农业农村局"), "unit-renamed-before")
			entries, err := i.Organisation.Units(t.Context(), operator(), county)
			if err != nil || len(entries) != 1 || entries[0].Name != "云岭县扶贫开发办公室" {
				t.Errorf("the county has the units %v (%v)", entries, err)
			}
		})
	}
}

func refused(t *testing.T, err error, key string) {
	t.Helper()
	if f, ok := errors.AsType[*fault.Error](err); !ok || f.Key != key {
		t.Errorf("got %v, want the fault %s", err, key)
	}
}

func TestAdd_RefusesWhatCanNotBe(t *testing.T) {
	t.Parallel()
	i := settled(t, "")
	unit := add(t, i, city, "柏川市财政局")
	addUnit := func(in region.Code, name string) error {
		return i.Organisation.AddUnit(t.Context(), operator(), organisation.Unit{ID: uuid.Must(uuid.NewV7()), Division: in, Name: name})
	}
	addDivision := func(d region.Division) error {
		return i.Organisation.AddDivision(t.Context(), operator(), organisation.Division{ID: uuid.Must(uuid.NewV7()), Division: d})
	}
	refused(t, addUnit(city, " "), "unit-name")
	refused(t, addUnit(city, "柏川市财政局"), "unit-twice")
	refused(t, addUnit(region.MustParse("190322"), "青屏县财政局"), "division-missing")
	refused(t, addUnit(other, "别处财政局"), "forbidden")
	refused(t, addDivision(region.Division{Code: county}), "division-name")
	refused(t, addDivision(region.Division{Code: county, Name: "云岭区"}), "division-twice")
	refused(t, addDivision(region.Division{Code: region.MustParse("190321001"), Name: "白石镇"}), "division-level")
	refused(t, addDivision(region.Division{Code: region.MustParse("190322"), Name: "青屏县", From: 10, To: 10}), "division-days")
	refused(t, addDivision(region.Division{Code: other, Name: "别处市"}), "forbidden")
	again := organisation.Unit{ID: unit, Division: city, Name: "柏川市财政局"} // the same request once more
	if err := i.Organisation.AddUnit(t.Context(), operator(), again); err != nil {
		t.Error(err)
	}
}

// The operator keeps the list; nobody else does, and everybody who has signed in sees it.
func TestOrganisation_OnlyTheOperatorChangesIt(t *testing.T) {
	t.Parallel()
	i := settled(t, "")
	unit := add(t, i, city, "柏川市财政局")
	for _, role := range access.Roles {
		call := operator()
		call.Actor.Grants[0].Role = role
		err := i.Organisation.AddUnit(t.Context(), call, organisation.Unit{ID: unit, Division: city, Name: "柏川市财政局"}) // which is there
		if role == access.Operator && err != nil || role != access.Operator && fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%s adds a unit: %v", role, err)
		}
		if role == access.Public {
			continue // of itself it opens nothing
		}
		if units, err := i.Organisation.Units(t.Context(), call, city); err != nil || len(units) != 1 {
			t.Errorf("%s sees %d units (%v)", role, len(units), err)
		}
	}
	if _, err := i.Organisation.Units(t.Context(), app.Call{}, city); fault.KindOf(err) != fault.Unknown {
		t.Errorf("somebody who has not signed in: %v", err)
	}
}
