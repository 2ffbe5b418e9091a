package reform_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/internal/instance/instancetest"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/app/reform"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/region"
)

// each runs a test on both databases.
func each(t *testing.T, test func(*testing.T, *world)) {
	t.Parallel()
	instancetest.Each(t, func(t *testing.T, database string) { test(t, newWorld(t, database)) })
}

func TestMerge_OneDutyLeadWinsAndTheSuccessorGoesOn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, b := w.Unit("禾川市扶贫开发办公室"), w.Unit("禾川市农业局")
		ann, bob := w.person(a, access.Reporter), w.person(b, access.Reporter)
		shared := w.adopt("共同任务", ann, a, b)
		w.adopt("农业任务", bob, b)
		items := w.open()
		// One month was reported and accepted before, another is a draft.
		accepted, draft := w.reportOn(ann, shared, items, 0), w.reportOn(ann, shared, items, 1)
		_, err := w.Reports.Submit(w.Context(), w.call(ann), accepted)
		w.Must(err)
		_, err = w.Reports.Accept(w.Context(), w.call(w.office), accepted)
		w.Must(err)

		// Something is open that is about no task.
		w.Write(func(ctx context.Context, tx *store.Tx) error {
			problem := record.Problem{Record: store.Record{Owner: instancetest.Owner, ID: instancetest.ID()}, Title: "用地", Unit: b}
			c := record.Case{Record: store.Record{Owner: instancetest.Owner, ID: instancetest.ID()}, Workflow: "coordination", About: "problem", Subject: problem.ID, Unit: b, Step: "raised"}
			if _, err := store.Insert(ctx, tx, record.ProblemTable, &problem); err != nil {
				return err
			}
			_, err := store.Insert(ctx, tx, record.CaseTable, &c)
			return err
		})

		w.Clock = w.Clock.Add(24 * time.Hour)
		plan, err := w.change(record.ReformMerge, []uuid.UUID{a, b}, []reform.Successor{{Name: "禾川市农业农村局"}}, reform.Choices{})
		w.Must(err)
		p, err := w.Reforms.Preview(w.Context(), w.call(w.office), plan)
		w.Must(err)
		c := p.To[0].ID
		if p.State != record.ReformDone || p.Moved.Tasks != 2 || p.Moved.Merged != 1 || p.Moved.Due != 5 || p.Moved.People != 2 {
			t.Errorf("what moved is told as %+v", p.Moved)
		}
		for _, x := range all[record.Case](w, record.CaseTable) {
			if x.Unit != c {
				t.Errorf("a case about a %s is %s's after the merger", x.About, x.Unit)
			}
		}
		if x := all[record.Problem](w, record.ProblemTable); x[0].Unit != c {
			t.Errorf("a problem is %s's after the merger", x[0].Unit)
		}
		w.sound()
		// Done under the name of its time, open with the successor, whose people see both.
		for _, r := range all[record.Report](w, record.ReportTable) {
			if want := map[uuid.UUID]uuid.UUID{accepted: a, draft: c}[r.ID]; r.Unit != want {
				t.Errorf("report %s is %s's, want %s", r.State, r.Unit, want)
			}
		}
		for _, u := range all[record.Unit](w, record.UnitTable) {
			if u.ID == a && (u.Name != "原禾川市扶贫开发办公室" || u.Until != w.Today()) {
				t.Errorf("the old unit is called %s", u.Name)
			}
		}
		due, _, err := w.Reports.DuePage(w.Context(), w.session(bob.Account), list.Query{}.Rows(uuid.Nil, 50))
		w.Must(err)
		if len(due) != 6 {
			t.Errorf("who came from the other unit sees %d items, want all six", len(due))
		}
		if _, err := w.Reports.Find(w.Context(), w.session(bob.Account), accepted); err != nil {
			t.Errorf("the successor does not see what the old unit reported: %v", err)
		}
		if _, err := w.Reports.Submit(w.Context(), w.session(ann.Account), draft); err != nil {
			t.Errorf("the draft can not be handed in by the successor: %v", err)
		}
		// Documents go on to name the old units.
		directory, err := w.Documents.Directory(w.Context(), w.call(w.office))
		w.Must(err)
		for _, name := range []string{"禾川市扶贫开发办公室", "禾川市农业局", "禾川市农业农村局"} {
			found := directory.Find(instancetest.Here, name, region.Day(w.Today()))
			if len(found) != 1 || found[0].Unit.ID != c {
				t.Errorf("%s means %v", name, found)
			}
		}
		h, err := w.Organisation.History(w.Context(), w.call(w.office), c)
		w.Must(err)
		if len(h.Changes) != 2 {
			t.Errorf("the successor's history has %d lines", len(h.Changes))
		}
		w.Refused(w.Reforms.Carry(w.Context(), w.call(w.office), plan, reform.Choices{}), "reform-state")
		w.Refused(w.Reforms.Carry(w.Context(), w.call(ann), plan, reform.Choices{}), "forbidden")
		_, err = w.change(record.ReformAbolish, []uuid.UUID{a}, []reform.Successor{{ID: c}}, reform.Choices{})
		w.Refused(err, "reform-units")
	})
}

// reportOn writes a draft on the n-th open item of a task.
func (w *world) reportOn(by access.Actor, task uuid.UUID, items []record.Due, n int) uuid.UUID {
	w.Helper()
	var of []record.Due
	for _, d := range items {
		if d.Task == task {
			of = append(of, d)
		}
	}
	x := report.Written{ID: instancetest.ID(), Due: of[n].ID, Progress: "有进展"}
	_, err := w.Reports.Write(w.Context(), w.call(by), x)
	w.Must(err)
	return x.ID
}

// Where the unit that leads a task and the one that answers for a number of it become one, it reports once, on all; a number of a unit that is no more is
// its successor's, and what was closed stays under the name of its time.
func TestMerge_NumbersGoOver(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, b, other := w.Unit("禾川市粮食局"), w.Unit("禾川市商务局"), w.Unit("禾川市供销社")
		for _, u := range []uuid.UUID{a, b, other} {
			w.person(u, access.Reporter)
		}
		order := func(title string, lead uuid.UUID) record.Task {
			targets := []record.Target{{Metric: "网点"}, {Metric: "储备", Lead: b}}
			task, _ := w.Adopt(instancetest.Order{Title: title, Lead: lead, With: []uuid.UUID{b}, Targets: targets, Due: []record.Due{{Period: "2026-03", On: int64(instancetest.Day("2026-04-05"))}, {Period: "2026-04", On: int64(instancetest.Day("2026-05-05"))}}})
			for _, d := range w.open() {
				if d.Task == task.ID {
					d.Record, d.Unit, d.Whole = instancetest.Head(), b, targets[1].ID
					instancetest.Put(w.Office, record.DueTable, d)
				}
			}
			return task
		}
		one, another, closed := order("共同任务", a), order("他人任务", other), order("已办结任务", other)
		w.Write(func(ctx context.Context, tx *store.Tx) error {
			t, err := store.Load[record.Task](ctx, tx, record.TaskTable, closed.Owner, closed.ID)
			w.Must(err)
			t.State = record.TaskClosed
			return store.Update(ctx, tx, record.TaskTable, &t)
		})
		_, err := w.change(record.ReformMerge, []uuid.UUID{a, b}, []reform.Successor{{Name: "禾川市发展局"}}, reform.Choices{})
		w.Must(err)
		var c uuid.UUID
		for _, u := range all[record.Unit](w, record.UnitTable) {
			if u.Name == "禾川市发展局" {
				c = u.ID
			}
		}
		for _, g := range all[record.Target](w, record.TargetTable) {
			want := c
			if g.Task == closed.ID {
				want = b
			}
			if g.Lead != uuid.Nil && g.Lead != want {
				t.Errorf("%s answers for a number of task %s", g.Lead, g.Task)
			}
		}
		reporter := instancetest.Person(c, access.Reporter)
		asked := map[uuid.UUID][]int{}
		for _, d := range w.open() {
			if d.Unit == c {
				f, err := w.Reports.Form(w.Context(), reporter, d.ID)
				w.Must(err)
				asked[d.Task] = append(asked[d.Task], len(f.Targets))
				if (d.Whole == uuid.Nil) != (d.Task == one.ID) && d.Task != closed.ID {
					t.Errorf("the report for %s is taken for another's: %+v", d.Period, d)
				}
			}
		}
		if got := fmt.Sprint(asked[one.ID], asked[another.ID]); got != "[2 2] [1 1]" {
			t.Errorf("numbers asked for in each report: %s", got)
		}
	})
}

func TestSplit_NothingIsGivenBySilence(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a := w.Unit("禾川市城乡建设局")
		ann := w.person(a, access.Reporter)
		w.person(a, access.Reporter)
		w.adopt("道路", ann, a)
		w.adopt("住房", ann, a)
		c := reform.Change{ID: instancetest.ID(), Kind: record.ReformSplit, From: []uuid.UUID{a}, To: []reform.Successor{{Name: "禾川市交通局"}, {ID: a}}, On: w.today() + 1, Basis: "方案"}
		w.Must(w.Reforms.Plan(w.Context(), w.call(w.office), c))
		w.Refused(w.Reforms.Carry(w.Context(), w.call(w.office), c.ID, reform.Choices{}), "reform-early")
		w.Clock = w.Clock.Add(24 * time.Hour)
		w.Refused(w.Reforms.Carry(w.Context(), w.call(w.office), c.ID, reform.Choices{}), "reform-task")
		p, err := w.Reforms.Preview(w.Context(), w.call(w.office), c.ID)
		w.Must(err)
		choices := reform.Choices{Tasks: map[uuid.UUID]uuid.UUID{p.Tasks[0].Task.ID: p.To[0].ID, p.Tasks[1].Task.ID: a}, People: map[uuid.UUID]uuid.UUID{p.People[0].ID: a, p.People[1].ID: a}}
		w.Refused(w.Reforms.Carry(w.Context(), w.call(w.office), c.ID, reform.Choices{Tasks: choices.Tasks}), "reform-person")
		choices.People[p.People[1].ID] = p.To[0].ID
		w.Must(w.Reforms.Carry(w.Context(), w.call(w.office), c.ID, choices))
		w.sound()
		if got := len(w.working(p.To[0].ID)); got != 1 {
			t.Errorf("%d people went to the new unit", got)
		}
		// The unit that lives on has lost what it gave away, and the other has not got what it kept.
		if due, _, err := w.Reports.DuePage(w.Context(), w.session(p.People[0].ID), list.Query{}.Rows(uuid.Nil, 50)); err != nil || len(due) != 3 {
			t.Errorf("the unit sees %d items (%v), want its three", len(due), err)
		}
	})
}

func TestRename_KeepsTheUnit(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a := w.Unit("禾川市卫生局")
		w.Clock = w.Clock.Add(24 * time.Hour)
		_, err := w.change(record.ReformRename, []uuid.UUID{a}, []reform.Successor{{Name: "禾川市卫生健康委员会"}}, reform.Choices{})
		w.Must(err)
		h, err := w.Organisation.History(w.Context(), w.call(w.office), a)
		w.Must(err)
		if h.Name != "禾川市卫生健康委员会" || h.Until != 0 || len(h.Changes) != 1 {
			t.Errorf("the unit is %s until %d, with %d changes", h.Name, h.Until, len(h.Changes))
		}
		_, err = w.change(record.ReformRename, []uuid.UUID{w.Unit("禾川市教育局")}, []reform.Successor{{Name: h.Name}}, reform.Choices{})
		w.Refused(err, "unit-twice")
		living, err := livingOf(w, a)
		w.Must(err)
		if living != a {
			t.Error("a unit that was renamed is taken for another")
		}
	})
}

func livingOf(w *world, unit uuid.UUID) (id uuid.UUID, err error) {
	err = w.Store.Read(w.Context(), store.Unscoped, func(ctx context.Context, v *store.View) error {
		id, err = organisation.Living(ctx, v, unit)
		return err
	})
	return id, err
}
