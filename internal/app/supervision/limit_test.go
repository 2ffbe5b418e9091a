package supervision_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/list"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// commission puts a task of finance in and lights its light.
func (w *world) commission(x instancetest.Order) (record.Task, instancetest.Order) {
	w.Helper()
	x.Title, x.Lead = "建立联席会议制度", w.People["finance"].Unit
	t, duties := w.Adopt(x)
	w.Assign(t, duties)
	return t, x
}

// ask lets finance ask for something.
func (w *world) ask(workflow, about string, on uuid.UUID, day string) uuid.UUID {
	w.Helper()
	form := flow.Form{"reason": "方案待批"}
	if day != "" {
		form["day"] = day
	}
	c, err := w.Cases.Ask(w.Context(), w.As("finance"), instancetest.ID(), workflow, about, on, form)
	w.Must(err)
	return c.ID
}

func (w *world) take(id uuid.UUID, move string) {
	w.Helper()
	form := flow.Form{}
	if move == "resume" {
		form["reason"] = "条件具备"
	}
	w.Must(w.Cases.Take(w.Context(), w.As("office"), id, move, form, 0))
}

func (w *world) states(task uuid.UUID) (states []string) {
	w.Helper()
	for _, d := range instancetest.All[record.Due](w.Office, record.DueTable, relation.Equal(relation.C("x", "task"), task[:])) {
		states = append(states, d.State)
	}
	return states
}

// Most tasks have no figure, and a day by which they are to be done all the same.
func TestRelight_OfATaskWithoutAFigureByItsOwnLimit(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		task, _ := w.commission(instancetest.Order{Limit: "2026-06", DoneWhen: "制度印发"})
		w.shows(task.ID, "green 2026-03-02 - now on_plan")
		w.night("2026-06-25")
		id := w.ask(casework.Extension, record.AboutTask, task.ID, "2026-08-31")
		w.On("2026-06-29")
		w.take(id, "approve")
		w.night("2026-07-01")
		w.shows(task.ID, "green 2026-03-02 - 2026-06-25 on_plan", "yellow 2026-06-25 - 2026-06-29 limit_near", "green 2026-06-29 - now on_plan")
		w.night("2026-09-01")
		w.shows(task.ID, "green 2026-03-02 - 2026-06-25 on_plan", "yellow 2026-06-25 - 2026-06-29 limit_near", "green 2026-06-29 - 2026-09-01 on_plan", "red 2026-09-01 - now limit_passed")
		p, err := w.Tasks.Find(t.Context(), w.As("finance"), task.ID)
		w.Must(err)
		if p.Task.Due != "2026-08-31" || p.FirstDue != "2026-06" {
			t.Errorf("the limit is %q, at first %q", p.Task.Due, p.FirstDue)
		}
		if _, err := w.Cases.Ask(t.Context(), w.As("finance"), instancetest.ID(), casework.Extension, record.AboutTask, task.ID, flow.Form{"reason": "再延", "day": "2026-12-31"}); instancetest.Key(err) != "case-lacks" {
			t.Errorf("once it has passed: %v", err)
		}
	})
}

// An extension that is granted only after the day has passed clears no light.
func TestRelight_ALateExtensionClearsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	task, x := w.commission(instancetest.Order{Targets: []record.Target{{Metric: "建成", Due: "2026-06-30"}}})
	w.night("2026-06-29")
	id := w.ask(casework.Extension, record.AboutTarget, x.Targets[0].ID, "2026-09-30")
	w.night("2026-07-01")
	w.take(id, "approve")
	w.night("2026-07-02")
	if all := w.history("office", task.ID); all[len(all)-1] != "red 2026-07-01 - now limit_passed" {
		t.Errorf("the lights were %v", all)
	}
}

// What a document only aims at (力争) is reported, and nobody is judged by it.
func TestRelight_ASoftTargetIsNotJudged(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	task, _ := w.commission(instancetest.Order{Targets: []record.Target{{Metric: "力争建成", Due: "2026-06-30", IsSoft: true}}})
	w.night("2026-07-01")
	w.shows(task.ID, "none 2026-03-02 - now not_measurable")
}

// A task that rests has no light, and nothing of it is asked meanwhile.
func TestSuspension_OfAWholeTask(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		task, _ := w.commission(instancetest.Order{Limit: "2026-12-31", DoneWhen: "建成", Due: []record.Due{{Period: "2026-03", On: day("2026-04-05")}, {Period: "2026-06", On: day("2026-07-05")}, {Period: "2026-09", On: day("2026-10-05")}}})
		id := w.ask(casework.Suspension, record.AboutTask, task.ID, "")
		own := w.ask(casework.Suspension, record.AboutDue, instancetest.All[record.Due](w.Office, record.DueTable)[2].ID, "")
		w.take(own, "approve")
		w.take(id, "approve")
		w.night("2026-05-01")
		w.shows(task.ID, "green 2026-03-02 - 2026-03-02 on_plan")
		lines, _, err := w.Tasks.Page(t.Context(), w.As("office"), list.Asking("state", "suspended"))
		if w.Must(err); len(lines) != 1 {
			t.Errorf("%d tasks are found as suspended", len(lines))
		}
		w.take(id, "resume")
		if got := w.states(task.ID); len(got) != 3 || got[0] != record.DueSuspended || got[1] != record.DueOpen || got[2] != record.DueSuspended {
			t.Errorf("what fell due while it rested, what comes, what rests by itself: %v", got)
		}
		if all := w.history("office", task.ID); all[len(all)-1] != "green 2026-05-01 - now on_plan" {
			t.Errorf("the lights were %v", all)
		}
	})
}

// A task that was closed while it rested stays closed when its rest is ended.
func TestSuspension_OfATaskThatIsClosedMeanwhile(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	task, _ := w.commission(instancetest.Order{Limit: "2026-12-31", DoneWhen: "建成"})
	id := w.ask(casework.Suspension, record.AboutTask, task.ID, "")
	w.take(id, "approve")
	w.close(task.ID)
	w.take(id, "resume")
	if all := instancetest.All[record.Task](w.Office, record.TaskTable); all[0].State != record.TaskClosed {
		t.Errorf("it is %s", all[0].State)
	}
}

// What is put off late of a part is its unit's affair, and lights no light of whoever leads the whole.
func TestRelight_APartThatWasPutOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	task, x := w.commission(instancetest.Order{Limit: "2026-12-31", DoneWhen: "建成", Due: []record.Due{{Period: "2026-05", On: day("2026-06-05"), Whole: instancetest.ID()}}})
	w.On("2026-06-04")
	id := w.ask(casework.Extension, record.AboutDue, x.Due[0].ID, "2026-07-30")
	w.night("2026-06-08")
	w.take(id, "approve")
	w.night("2026-06-09")
	if all := w.history("office", task.ID); all[len(all)-1] != "green 2026-06-04 - now on_plan" {
		t.Errorf("the lights were %v", all)
	}
}

// The parts of a target rest with it.
func TestSuspension_OfASplitTarget(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		task, x := w.commission(instancetest.Order{Targets: []record.Target{{Metric: "新增", Due: "2026-06-30"}, {Metric: "新增：甲县", Due: "2026-06-30"}}, Due: []record.Due{{Period: "2026-05", On: day("2026-06-05")}, {Period: "2026-05", On: day("2026-06-05")}}})
		whole, part, due := x.Targets[0], x.Targets[1], x.Due[1]
		w.Write(func(ctx context.Context, tx *store.Tx) error {
			p, err := store.Load[record.Target](ctx, tx, record.TargetTable, instancetest.Owner, part.ID)
			if err != nil {
				return err
			}
			p.Whole, p.Lead = whole.ID, due.Unit
			if err := store.Update(ctx, tx, record.TargetTable, &p); err != nil {
				return err
			}
			d, err := store.Load[record.Due](ctx, tx, record.DueTable, instancetest.Owner, due.ID)
			if err != nil {
				return err
			}
			d.Whole = whole.ID
			return store.Update(ctx, tx, record.DueTable, &d)
		})
		id := w.ask(casework.Suspension, record.AboutTarget, whole.ID, "")
		w.take(id, "approve")
		if got := w.states(task.ID); got[0] != record.DueOpen || got[1] != record.DueSuspended {
			t.Errorf("the task's own report and that of the part: %v", got)
		}
		w.night("2026-07-01")
		if all := w.history("office", task.ID); all[len(all)-1] != "yellow 2026-06-06 - now report_missed" && all[len(all)-1] != "yellow 2026-07-01 - now report_missed" {
			t.Errorf("the limit of what rests lights a light: %v", all)
		}
		w.take(id, "resume")
		if got := w.states(task.ID); got[1] != record.DueSuspended {
			t.Errorf("what fell due while it rested: %v", got)
		}
	})
}
