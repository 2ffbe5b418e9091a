package supervision_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/app/supervision"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/region"
)

const city = 190300

// A world is an installation with a city, its office, a leader and three units, and a clock that the test sets.
type world struct {
	t testing.TB
	*instance.Instance
	now    time.Time
	people map[string]access.Actor // office, leader, finance, schools, roads
}

func newWorld(t testing.TB, database string) *world {
	t.Helper()
	w := &world{t: t, people: map[string]access.Actor{}}
	w.on("2026-03-02")
	w.Instance = instancetest.Open(t, database, func() time.Time { return w.now })
	division := region.MustParse("190300")
	for name, role := range map[string]access.Role{"office": access.Supervisor, "leader": access.Leader, "finance": access.Reporter, "schools": access.Reporter, "roads": access.Reporter} {
		w.people[name] = access.Actor{Account: uuid.New(), Unit: uuid.New(), Division: division, Grants: []access.Grant{{Role: role, Division: division}}}
	}
	w.write(func(ctx context.Context, tx *store.Tx) error {
		for name, a := range w.people {
			u := record.Unit{Reference: store.Reference{ID: a.Unit}, Division: city, Name: name, IsVertical: name == "roads"}
			if _, err := store.Insert(ctx, tx, record.UnitTable, &u); err != nil {
				return err
			}
		}
		return nil
	})
	return w
}

func day(text string) int64 {
	d, err := period.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return int64(d)
}

// on sets the clock to the morning of a day.
func (w *world) on(text string) { w.now = time.UnixMilli((day(text)*24 + 1) * 3600 * 1000) }

func (w *world) as(name string) app.Call {
	return app.Call{Actor: w.people[name], Request: "test", From: "local"}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// refused wants a fault with a key.
func (w *world) refused(err error, key string) {
	w.t.Helper()
	if err == nil || fault.KindOf(err) == fault.Internal || !strings.Contains(err.Error(), key) {
		w.t.Errorf("it is refused with %v, want %s", err, key)
	}
}

func (w *world) write(do func(context.Context, *store.Tx) error) {
	w.t.Helper()
	w.must(w.Store.Write(w.t.Context(), store.Unscoped, audit.Event{Owner: city, Account: app.SystemAccount, Action: "test.settle", Kind: "unit"}, do))
}

// adopt puts a task of a unit in with targets by their due dates (of 100 each) and days on which reports are due, adopted now.
func (w *world) adopt(unit string, targets []string, due ...string) (task uuid.UUID, items []record.Due) {
	w.t.Helper()
	w.write(func(ctx context.Context, tx *store.Tx) error {
		head := func() store.Record { return store.Record{Owner: city, ID: uuid.Must(uuid.NewV7())} }
		d := record.Document{Record: head(), Title: "计划", State: record.DocumentAdopted, Adopted: w.now.UnixMilli()}
		_, err := store.Insert(ctx, tx, record.DocumentTable, &d)
		t := record.Task{Record: head(), Document: d.ID, Ordinal: 1, Title: "任务" + unit, State: record.TaskOpen}
		task = t.ID
		lead, with := w.people[unit].Unit, w.people["schools"].Unit
		duties := []record.Duty{{Record: head(), Document: d.ID, Task: t.ID, Unit: &lead, Role: record.PartLead}}
		if unit != "schools" {
			duties = append(duties, record.Duty{Record: head(), Document: d.ID, Task: t.ID, Unit: &with, Role: record.PartCooperate})
		}
		if err == nil {
			_, err = store.Insert(ctx, tx, record.TaskTable, &t)
		}
		for i := range duties {
			if err == nil {
				_, err = store.Insert(ctx, tx, record.DutyTable, &duties[i])
			}
		}
		for i, by := range targets {
			value := int64(100_0000)
			g := record.Target{Record: head(), Task: t.ID, Ordinal: int64(i + 1), Metric: "指标" + by, Op: ">=", Value: &value, Due: by}
			if err == nil {
				_, err = store.Insert(ctx, tx, record.TargetTable, &g)
			}
		}
		for _, on := range due {
			x := record.Due{Record: head(), Task: t.ID, Unit: lead, Period: "2026-02", On: day(on), State: record.DueOpen}
			if err == nil {
				_, err = store.Insert(ctx, tx, record.DueTable, &x)
			}
			items = append(items, x)
		}
		if err != nil {
			return err
		}
		return w.Supervision.Relight(ctx, tx, city, task)
	})
	return task, items
}

// close closes a task today, as the end of its assignment does.
func (w *world) close(task uuid.UUID) {
	w.t.Helper()
	w.write(func(ctx context.Context, tx *store.Tx) error {
		t, err := store.Load[record.Task](ctx, tx, record.TaskTable, city, task)
		if err != nil {
			return err
		}
		t.State, t.Closed = record.TaskClosed, w.Today()
		if err := store.Update(ctx, tx, record.TaskTable, &t); err != nil {
			return err
		}
		return w.Supervision.Relight(ctx, tx, city, task)
	})
}

// report hands a report in with the same figure for each target, and has it accepted.
func (w *world) report(unit string, item record.Due, figure int64, isAccepted bool) {
	w.t.Helper()
	form, err := w.Reports.Form(w.t.Context(), w.as(unit), item.ID)
	w.must(err)
	written := report.Written{ID: uuid.Must(uuid.NewV7()), Due: item.ID, Progress: "有进展"}
	for _, g := range form.Targets {
		written.Values = append(written.Values, report.Figure{Target: g.ID, Value: quantity.Integer(figure)})
	}
	_, err = w.Reports.Write(w.t.Context(), w.as(unit), written)
	w.must(err)
	_, err = w.Reports.Submit(w.t.Context(), w.as(unit), written.ID)
	w.must(err)
	if isAccepted {
		_, err = w.Reports.Accept(w.t.Context(), w.as("office"), written.ID)
		w.must(err)
	}
}

// night lets the daily job run on a day.
func (w *world) night(on string) {
	w.t.Helper()
	w.on(on)
	w.must(w.Supervision.RelightAll(w.t.Context(), func(int64, int64) {}))
}

// history is what a task has shown, as "green 2026-03-02 - 2026-03-05 on_plan", as somebody sees it.
func (w *world) history(as string, task uuid.UUID) (all []string) {
	w.t.Helper()
	lights, err := w.Supervision.Lights(w.t.Context(), w.as(as), supervision.LightFilter{Task: task})
	w.must(err)
	for _, l := range lights {
		until := "now"
		if l.Until != 0 {
			until = period.Date(l.Until).String()
		}
		all = append(all, l.Light.Light+" "+period.Date(l.Since).String()+" - "+until+" "+l.Rule)
	}
	return all
}

// events counts the acts of a kind.
func (w *world) events(name string) (n int) {
	w.t.Helper()
	w.must(w.Store.Read(w.t.Context(), store.Unscoped, func(ctx context.Context, v *store.View) error {
		q := &relation.Select{Outputs: []relation.Output{{Expr: relation.Call{Func: relation.CountRows}, As: "n"}}, From: relation.From(store.EventTable, "e"), Where: relation.Equal(relation.C("e", "action"), name)}
		return v.Select(ctx, q, func(scan store.Scan) error { return scan(&n) })
	}))
	return n
}
