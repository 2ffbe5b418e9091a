package reform_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/app/reform"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/region"
)

const city = 190300

var here = region.MustParse("190300")

// A failer is a test or a property.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
}

// A world is a city's installation with units and people, and a clock that the test sets.
type world struct {
	failer
	*instance.Instance
	now    time.Time
	office access.Actor
	ctx    context.Context
}

func newWorld(t testing.TB, database string) *world {
	t.Helper()
	w := &world{failer: t, ctx: t.Context(), now: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)}
	w.Instance = instancetest.Open(t, database, func() time.Time { return w.now })
	w.must(w.Organisation.AddDivision(w.ctx, app.System("test", access.OrganisationManage), organisation.Division{ID: w.id(), Division: region.Division{Code: here, Name: "柏川市"}}))
	w.office = access.Actor{Account: w.id(), Division: here, Grants: []access.Grant{{Role: access.Supervisor, Division: here}}}
	w.office.Unit = w.unit("柏川市人民政府办公室")
	return w
}

func (w *world) id() uuid.UUID { return uuid.Must(uuid.NewV7()) }

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatalf("%v", err)
	}
}

func (w *world) call(a access.Actor) app.Call {
	return app.Call{Actor: a, Request: "test", From: "local"}
}

func (w *world) unit(name string) uuid.UUID {
	w.Helper()
	id := w.id()
	w.must(w.Organisation.AddUnit(w.ctx, app.System("test", access.OrganisationManage), organisation.Unit{ID: id, Division: here, Name: name}))
	return id
}

func (w *world) write(do func(context.Context, *store.Tx) error) {
	w.Helper()
	w.must(w.Store.Write(w.ctx, store.Unscoped, audit.Event{Owner: city, Account: app.SystemAccount, Action: "test.settle", Kind: "unit"}, do))
}

func (w *world) read(do func(context.Context, *store.View) error) {
	w.Helper()
	w.must(w.Store.Read(w.ctx, store.Unscoped, do))
}

func all[T any](w *world, t *relation.Table) (list []T) {
	w.Helper()
	w.read(func(ctx context.Context, v *store.View) (err error) {
		list, err = store.List[T](ctx, v, &relation.Select{From: relation.From(t, "x"), OrderBy: []relation.Order{{By: relation.C("x", "id")}}})
		return err
	})
	return list
}

// person makes somebody who reports for a unit.
func (w *world) person(unit uuid.UUID, role access.Role) access.Actor {
	w.Helper()
	a := access.Actor{Account: w.id(), Unit: unit, Division: here, Grants: []access.Grant{{Role: role, Division: here}}}
	w.write(func(ctx context.Context, tx *store.Tx) error {
		r := record.Account{Reference: store.Reference{ID: a.Account}, Name: a.Account.String(), Label: "甲" + a.Account.String()[30:], Division: city, Unit: &unit}
		if _, err := store.Insert(ctx, tx, record.AccountTable, &r); err != nil {
			return err
		}
		g := record.Grant{Reference: store.Reference{ID: w.id()}, Account: a.Account, Role: string(role), Division: city}
		_, err := store.Insert(ctx, tx, record.GrantTable, &g)
		return err
	})
	return a
}

// as is a person as a session makes him now.
func (w *world) as(account uuid.UUID) app.Call {
	w.Helper()
	for _, a := range all[record.Account](w, record.AccountTable) {
		if a.ID != account {
			continue
		}
		actor := access.Actor{Account: account, Unit: *a.Unit, Division: here, Grants: []access.Grant{{Role: access.Reporter, Division: here}}}
		for _, u := range all[record.Unit](w, record.UnitTable) {
			if u.ID == *a.Unit {
				actor.Before = record.Predecessors(u.Before)
			}
		}
		return w.call(actor)
	}
	w.Fatalf("there is no account %s", account)
	return app.Call{}
}

// adopt puts a task in that a unit leads and others share in, with months that are due and an assignment that somebody holds.
func (w *world) adopt(title string, holder access.Actor, lead uuid.UUID, with ...uuid.UUID) (task uuid.UUID) {
	w.Helper()
	calendar, err := w.Calendar(w.ctx)
	w.must(err)
	w.write(func(ctx context.Context, tx *store.Tx) error {
		head := func() store.Record { return store.Record{Owner: city, ID: w.id()} }
		d := record.Document{Record: head(), Title: "计划", State: record.DocumentAdopted, Adopted: w.now.UnixMilli()}
		if _, err := store.Insert(ctx, tx, record.DocumentTable, &d); err != nil {
			return err
		}
		t := record.Task{Record: head(), Document: d.ID, Ordinal: 1, Title: title, State: record.TaskOpen}
		task = t.ID
		if _, err := store.Insert(ctx, tx, record.TaskTable, &t); err != nil {
			return err
		}
		duties := []record.Duty{{Record: head(), Document: d.ID, Task: t.ID, Unit: &lead, Role: record.PartLead}}
		for i := range with {
			duties = append(duties, record.Duty{Record: head(), Document: d.ID, Task: t.ID, Unit: &with[i], Role: record.PartCooperate})
		}
		for i := range duties {
			if _, err := store.Insert(ctx, tx, record.DutyTable, &duties[i]); err != nil {
				return err
			}
		}
		for m := 3; m < 6; m++ {
			on, err := period.NewDate(2026, m+1, 5)
			if err != nil {
				return err
			}
			x := record.Due{Record: head(), Task: t.ID, Unit: lead, Period: fmt.Sprintf("2026-%02d", m), On: int64(on), State: record.DueOpen}
			if _, err := store.Insert(ctx, tx, record.DueTable, &x); err != nil {
				return err
			}
		}
		if err := w.Cases.Assign(ctx, tx, duties, calendar); err != nil {
			return err
		}
		return w.Supervision.Relight(ctx, tx, city, task)
	})
	if holder.Account == uuid.Nil {
		return task
	}
	for _, c := range all[record.Case](w, record.CaseTable) {
		if c.Task == task {
			w.must(w.Cases.Take(w.ctx, w.call(holder), c.ID, "sign", nil, 0))
			w.must(w.Cases.Take(w.ctx, w.call(holder), c.ID, "pass", map[string]string{"section": "一科", "person": "甲", "account": holder.Account.String()}, 0))
		}
	}
	return task
}

// change plans a change for today and carries it out.
func (w *world) change(kind string, from []uuid.UUID, to []reform.Successor, choices reform.Choices) (uuid.UUID, error) {
	w.Helper()
	c := reform.Change{ID: w.id(), Kind: kind, From: from, To: to, On: period.Date(w.Today()), Basis: "机构改革方案"}
	if err := w.Reforms.Plan(w.ctx, w.call(w.office), c); err != nil {
		return c.ID, err
	}
	return c.ID, w.Reforms.Carry(w.ctx, w.call(w.office), c.ID, choices)
}

func (w *world) today() period.Date { return period.Date(w.Today()) }
