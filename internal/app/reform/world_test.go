package reform_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/reform"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// A world is an office that units and people are added to.
type world struct {
	*instancetest.Office
	office access.Actor
}

func newWorld(t testing.TB, database string) *world {
	t.Helper()
	w := &world{Office: instancetest.NewOffice(t, database, "2026-03-02")}
	w.office = instancetest.Person(w.Unit("禾川市人民政府办公室"), access.Supervisor).Actor
	return w
}

func all[R any](w *world, t *relation.Table) []R { return instancetest.All[R](w.Office, t) }

func (w *world) call(a access.Actor) app.Call { return instancetest.Call(a) }

// person makes somebody who works for a unit.
func (w *world) person(unit uuid.UUID, role access.Role) access.Actor {
	w.Helper()
	return w.Hire("甲"+instancetest.ID().String()[24:], unit, role)
}

// session is a person as he may act now.
func (w *world) session(account uuid.UUID) app.Call {
	w.Helper()
	var a access.Actor
	w.Must(w.Store.Read(w.Context(), store.Unscoped, func(ctx context.Context, v *store.View) (err error) {
		a, err = app.ActorOf(ctx, v, account, 0)
		return err
	}))
	return w.call(a)
}

// adopt puts a task in that a unit leads and others share in, with months that are due and an assignment that somebody holds.
func (w *world) adopt(title string, holder access.Actor, lead uuid.UUID, with ...uuid.UUID) uuid.UUID {
	w.Helper()
	var due []record.Due
	for m := 3; m < 6; m++ {
		due = append(due, record.Due{Period: fmt.Sprintf("2026-%02d", m), On: int64(instancetest.Day(fmt.Sprintf("2026-%02d-05", m+1)))})
	}
	t, duties := w.Adopt(instancetest.Order{Title: title, Lead: lead, With: with, Due: due})
	w.Assign(t, duties)
	if holder.Account == uuid.Nil {
		return t.ID
	}
	for _, c := range all[record.Case](w, record.CaseTable) {
		if c.Task == t.ID {
			w.Must(w.Cases.Take(w.Context(), w.call(holder), c.ID, "sign", nil, 0))
			w.Must(w.Cases.Take(w.Context(), w.call(holder), c.ID, "pass", map[string]string{"section": "一科", "person": "甲", "account": holder.Account.String()}, 0))
		}
	}
	return t.ID
}

// change plans a change for today and carries it out.
func (w *world) change(kind string, from []uuid.UUID, to []reform.Successor, choices reform.Choices) (uuid.UUID, error) {
	w.Helper()
	c := reform.Change{ID: instancetest.ID(), Kind: kind, From: from, To: to, On: period.Date(w.Today()), Basis: "机构改革方案"}
	if err := w.Reforms.Plan(w.Context(), w.call(w.office), c); err != nil {
		return c.ID, err
	}
	return c.ID, w.Reforms.Carry(w.Context(), w.call(w.office), c.ID, choices)
}

func (w *world) today() period.Date { return period.Date(w.Today()) }
