package supervision_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/supervision"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// A world is an office whose unit of roads is led from above (垂管).
type world struct{ *instancetest.Office }

func newWorld(t testing.TB, database string) *world {
	t.Helper()
	w := &world{instancetest.NewOffice(t, database, "2026-03-02")}
	w.Staff()
	w.Write(func(ctx context.Context, tx *store.Tx) error {
		u, err := store.Load[record.Unit](ctx, tx, record.UnitTable, 0, w.People["roads"].Unit)
		if u.IsVertical = true; err != nil {
			return err
		}
		return store.Update(ctx, tx, record.UnitTable, &u)
	})
	return w
}

func day(text string) int64 { return int64(instancetest.Day(text)) }

// adopt puts a task of a unit in with targets by their due dates (of 100 each) and days on which reports are due, adopted now.
func (w *world) adopt(unit string, targets []string, due ...string) (task uuid.UUID, items []record.Due) {
	w.Helper()
	x := instancetest.Order{Title: "任务" + unit, Lead: w.People[unit].Unit}
	if unit != "schools" {
		x.With = []uuid.UUID{w.People["schools"].Unit}
	}
	for _, by := range targets {
		x.Targets = append(x.Targets, record.Target{Metric: "指标" + by, Due: by})
	}
	for _, on := range due {
		x.Due = append(x.Due, record.Due{Period: "2026-02", On: day(on)})
	}
	t, _ := w.Adopt(x)
	w.Write(func(ctx context.Context, tx *store.Tx) error {
		return w.Supervision.Relight(ctx, tx, instancetest.Owner, t.ID)
	})
	return t.ID, x.Due
}

// close closes a task today, as the end of its assignment does.
func (w *world) close(task uuid.UUID) {
	w.Helper()
	w.change(task, func(t *record.Task) { t.State, t.Closed = record.TaskClosed, w.Today() })
}

// change makes a task another one, and lights its light.
func (w *world) change(task uuid.UUID, to func(*record.Task)) {
	w.Helper()
	w.Write(func(ctx context.Context, tx *store.Tx) error {
		t, err := store.Load[record.Task](ctx, tx, record.TaskTable, instancetest.Owner, task)
		if err != nil {
			return err
		}
		to(&t)
		if err := store.Update(ctx, tx, record.TaskTable, &t); err != nil {
			return err
		}
		return w.Supervision.Relight(ctx, tx, instancetest.Owner, task)
	})
}

// report hands a report in with the same figure for each target, and has it accepted.
func (w *world) report(unit string, item record.Due, figure int64, isAccepted bool) {
	w.Helper()
	id, err := w.Report(w.As(unit), item.ID, figure)
	w.Must(err)
	if w.Hand(w.As(unit), id); isAccepted {
		_, err = w.Reports.Accept(w.Context(), w.As("office"), id)
		w.Must(err)
	}
}

// night lets the daily job run on a day.
func (w *world) night(on string) {
	w.Helper()
	w.On(on)
	w.Must(w.Supervision.RelightAll(w.Context(), func(int64, int64) {}))
}

// history is what a task has shown, as "green 2026-03-02 - 2026-03-05 on_plan", as somebody sees it.
func (w *world) history(as string, task uuid.UUID) (all []string) {
	w.Helper()
	lights, err := w.Supervision.Lights(w.Context(), w.As(as), supervision.LightFilter{Task: task})
	w.Must(err)
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
	w.Helper()
	w.Must(w.Store.Read(w.Context(), store.Unscoped, func(ctx context.Context, v *store.View) error {
		q := &relation.Select{Outputs: []relation.Output{{Expr: relation.Call{Func: relation.CountRows}, As: "n"}}, From: relation.From(store.EventTable, "e"), Where: relation.Equal(relation.C("e", "action"), name)}
		return v.Select(ctx, q, func(scan store.Scan) error { return scan(&n) })
	}))
	return n
}
