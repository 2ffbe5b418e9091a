package breakdown_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// both splits the target between the two counties.
func (o *town) both() {
	o.Helper()
	o.Must(o.split(map[uuid.UUID]string{o.eastern.Actor.Unit: "700", o.western.Actor.Unit: "500"}, true))
}

// owed is what is due from a unit.
func (o *town) owed(by app.Call) []record.Due {
	o.Helper()
	return instancetest.All[record.Due](o.Office, record.DueTable, relation.Equal(relation.C("x", "unit"), by.Actor.Unit[:]))
}

// owes wants what is due from a unit to be in some state, quarter by quarter.
func (o *town) owes(by app.Call, when string, want ...string) {
	o.Helper()
	var got []string
	for _, d := range o.owed(by) {
		got = append(got, d.State)
	}
	if !slices.Equal(slices.Compact(got), want) {
		o.Errorf("%s what is due is %v, want %v", when, got, want)
	}
}

// part is that of a unit.
func (o *town) part(of app.Call) record.Target {
	o.Helper()
	all := instancetest.All[record.Target](o.Office, record.TargetTable, relation.Equal(relation.C("x", "lead"), of.Actor.Unit[:]))
	if len(all) != 1 {
		o.Fatalf("the unit has %d parts", len(all))
	}
	return all[0]
}

// ask asks for something about a target.
func (o *town) ask(by app.Call, workflow string, target uuid.UUID, form flow.Form) record.Case {
	o.Helper()
	c, err := o.Cases.Ask(o.Context(), by, instancetest.ID(), workflow, record.AboutTarget, target, form)
	o.Must(err)
	return c
}

func (o *town) take(by app.Call, c uuid.UUID, move string, form flow.Form) {
	o.Helper()
	o.Must(o.Cases.Take(o.Context(), by, c, move, form, 0))
}

// granted is something that was asked for and approved.
func (o *town) granted(by app.Call, workflow string, target uuid.UUID) record.Case {
	o.Helper()
	form := flow.Form{"reason": "区划调整"}
	if workflow == casework.Cancellation {
		form["basis"] = "市政府常务会议"
	}
	c := o.ask(by, workflow, target, form)
	o.take(o.office, c.ID, "approve", nil)
	return c
}

// answers lets a bureau of the city answer for the number of the task that another leads, as a document that is adopted so does.
func (o *town) answers(name string) app.Call {
	o.Helper()
	by := instancetest.Person(o.Unit(name), access.Reporter)
	unit := by.Actor.Unit
	o.Write(func(ctx context.Context, tx *store.Tx) error {
		o.target.Lead = unit
		return store.Update(ctx, tx, record.TargetTable, &o.target)
	})
	instancetest.Put(o.Office, record.DutyTable, record.Duty{Record: instancetest.Head(), Document: o.task(o.target.Task).Task.Document, Task: o.target.Task, Unit: &unit, Role: record.PartCooperate})
	for _, d := range o.owed(o.lead) {
		d.Record, d.Unit, d.Whole = instancetest.Head(), unit, o.target.ID
		instancetest.Put(o.Office, record.DueTable, d)
	}
	return by
}

// assignment is the case by which the task was assigned.
func (o *town) assignment() uuid.UUID {
	o.Helper()
	return instancetest.All[record.Case](o.Office, record.CaseTable, relation.Equal(relation.C("x", "workflow"), casework.Assignment))[0].ID
}

// A part can rest, go on and be taken back by itself, and with it what its unit owes; the other counties and the lead go on.
func TestRequest_APartRestsAndEndsByItself(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		o.both()
		c := o.granted(o.eastern, casework.Suspension, o.part(o.eastern).ID)
		o.owes(o.eastern, "while its part rests", record.DueSuspended)
		// What rests by a leave of its own goes on resting when its whole, which rested too, goes on.
		whole := o.granted(o.lead, casework.Suspension, o.target.ID)
		o.owes(o.western, "while the whole rests", record.DueSuspended)
		o.take(o.office, whole.ID, "resume", flow.Form{"reason": "复工"})
		o.owes(o.eastern, "when the whole goes on", record.DueSuspended)
		o.owes(o.western, "when the whole goes on", record.DueOpen)
		o.take(o.office, c.ID, "resume", flow.Form{"reason": "复工"})
		o.owes(o.eastern, "when its part goes on", record.DueOpen)
		o.granted(o.eastern, casework.Cancellation, o.part(o.eastern).ID)
		o.owes(o.eastern, "when its part was taken back", record.DueCancelled)
		o.owes(o.western, "all the same", record.DueOpen)
		o.owes(o.lead, "all the same", record.DueOpen)
	})
}

// Who answers for two numbers owes reports while one of them binds.
func TestRequest_WhoAnswersForTwoNumbersOwesReportsForOne(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		by := o.answers("市财政局")
		other := o.target
		other.Record, other.Metric, other.Ordinal = instancetest.Head(), "投资", 2
		instancetest.Put(o.Office, record.TargetTable, other)
		first := o.granted(by, casework.Suspension, o.target.ID)
		o.owes(by, "while one number rests", record.DueOpen)
		o.granted(by, casework.Suspension, other.ID)
		o.owes(by, "while both rest", record.DueSuspended)
		o.take(o.office, first.ID, "resume", flow.Form{"reason": "复工"})
		o.owes(by, "when one goes on", record.DueOpen)
		o.granted(by, casework.Cancellation, o.target.ID)
		o.owes(by, "when that one was taken back", record.DueSuspended)
	})
}

// When a closed task is opened again, what is due on a number that was taken back is not asked for.
func TestReopen_NotWhatWasTakenBack(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		by := o.answers("市财政局")
		o.granted(by, casework.Cancellation, o.target.ID)
		o.close()
		o.take(o.office, o.assignment(), "reopen", flow.Form{"finding": "反弹"})
		o.owes(o.lead, "opened again", record.DueOpen)
		o.owes(by, "opened again", record.DueCancelled)
	})
}

// A leave that ends while the whole task rests lets nothing fall due.
func TestResume_NothingOfATaskThatRests(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		ctx := o.Context()
		o.both()
		own, err := o.Cases.Ask(ctx, o.eastern, instancetest.ID(), casework.Suspension, record.AboutDue, o.owed(o.eastern)[0].ID, flow.Form{"reason": "汛期"})
		o.Must(err)
		o.take(o.office, own.ID, "approve", nil)
		task, err := o.Cases.Ask(ctx, o.lead, instancetest.ID(), casework.Suspension, record.AboutTask, o.target.Task, flow.Form{"reason": "汛期"})
		o.Must(err)
		o.take(o.office, task.ID, "approve", nil)
		o.take(o.office, own.ID, "resume", flow.Form{"reason": "汛期结束"})
		o.owes(o.eastern, "while the task rests", record.DueSuspended)
		o.take(o.office, task.ID, "resume", flow.Form{"reason": "汛期结束"})
		o.owes(o.eastern, "when it goes on", record.DueOpen)
	})
}

// What a task that rests is split into, or whoever it is assigned to meanwhile, falls due when it goes on.
func TestSuspension_WhatHappensToATaskThatRests(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		c, err := o.Cases.Ask(o.Context(), o.lead, instancetest.ID(), casework.Suspension, record.AboutTask, o.target.Task, flow.Form{"reason": "汛期"})
		o.Must(err)
		o.take(o.office, c.ID, "approve", nil)
		o.both()
		o.owes(o.eastern, "of a task that rests", record.DueSuspended)
		other := instancetest.Person(o.Unit("市城管局"), access.Reporter)
		o.take(o.office, o.assignment(), "reassign", flow.Form{"unit": other.Actor.Unit.String()})
		o.owes(other, "assigned while the task rests", record.DueSuspended)
		o.take(o.office, c.ID, "resume", flow.Form{"reason": "汛期结束"})
		o.owes(o.eastern, "when it goes on", record.DueOpen)
		o.owes(other, "when it goes on", record.DueOpen)
		o.owes(o.lead, "of the unit before")
	})
}

// The parts of a number that rests rest with it.
func TestSplit_OfANumberThatRests(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		c := o.granted(o.lead, casework.Suspension, o.target.ID)
		o.both()
		o.owes(o.eastern, "of a number that rests", record.DueSuspended)
		o.take(o.office, c.ID, "resume", flow.Form{"reason": "复工"})
		o.owes(o.eastern, "when it goes on", record.DueOpen)
	})
}

// What is known of a part stays with it when its target is split anew; a part that nobody has again is taken back, and its unit goes on to see what was asked.
func TestSplit_AnewKeepsWhatIsKnownOfAPart(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		ctx := o.Context()
		o.both()
		c := o.ask(o.eastern, casework.Extension, o.part(o.eastern).ID, flow.Form{"reason": "汛期", "day": "2026-01-31"})
		o.take(o.office, c.ID, "approve", nil)
		o.given(o.part(o.western).ID, 100)
		a, b := o.eastern.Actor.Unit, o.western.Actor.Unit
		before := o.part(o.eastern)
		o.Must(o.split(map[uuid.UUID]string{a: "600", b: "600"}, true))
		if g := o.part(o.eastern); g.ID != before.ID || *g.Value != 600_0000 || g.Due != "2026-01-31" {
			o.Errorf("split anew the part is %+v", g)
		}
		if _, err := o.Cases.OfTask(ctx, o.office, o.target.Task); err != nil {
			o.Errorf("the cases of the task: %v", err)
		}
		pending := o.ask(o.eastern, casework.Suspension, before.ID, flow.Form{"reason": "汛期"})
		o.Must(o.split(map[uuid.UUID]string{b: "1200"}, true))
		o.owes(o.eastern, "without a part", record.DueCancelled)
		if waiting, _, err := o.Reports.WaitingParts(ctx, o.eastern, uuid.Nil, 10); err != nil || len(waiting) != 0 {
			o.Errorf("without a part it is asked for %+v, %v", waiting, err)
		}
		if f, err := o.Reports.Form(ctx, o.lead, o.owed(o.lead)[0].ID); err != nil || len(f.Parts) != 1 {
			o.Errorf("the lead waits for %+v, %v", f.Parts, err)
		}
		if g := o.part(o.eastern); g.State != record.TargetCancelled {
			o.Errorf("what nobody has again is %q", g.State)
		}
		if err := o.Cases.Take(ctx, o.office, pending.ID, "approve", nil, 0); instancetest.Key(err) != "request-settled" {
			o.Errorf("a leave for a part that was taken back: %v", err)
		}
		for _, by := range []app.Call{o.office, o.eastern} {
			if list, err := o.Cases.OfTask(ctx, by, o.target.Task); err != nil || !slices.ContainsFunc(list, func(d casework.Dossier) bool { return d.ID == c.ID && strings.Contains(d.Subject, "危房") }) {
				o.Errorf("what was asked: %d cases, %v", len(list), err)
			}
		}
		if p, err := o.Breakdown.Find(ctx, o.office, o.target.ID); err != nil || len(p.Parts) != 1 {
			o.Errorf("it is split in %+v, %v", p.Parts, err)
		}
		o.Must(o.split(map[uuid.UUID]string{a: "200", b: "1000"}, true))
		o.owes(o.eastern, "with a part again", record.DueCancelled, record.DueOpen)
		o.report(o.eastern, 150)
		o.report(o.western, 100)
		if f := o.task(o.target.Task).Figures[o.target.ID]; f.Value != 250_0000 {
			o.Errorf("the whole stands at %d", f.Value)
		}
	})
}

// So does what was asked about a report on a part: the split can be taken back, and the page of the task goes on to say what was asked.
func TestJoin_LeavesWhatWasAskedAboutAReport(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		ctx := o.Context()
		o.both()
		c, err := o.Cases.Ask(ctx, o.eastern, instancetest.ID(), casework.Extension, record.AboutDue, o.owed(o.eastern)[0].ID, flow.Form{"reason": "汛期", "day": "2025-06-30"})
		o.Must(err)
		o.Must(o.Breakdown.Join(ctx, o.office, o.target.ID))
		o.owes(o.eastern, "without a part", record.DueCancelled)
		o.owes(o.western, "without a part")
		for _, by := range []app.Call{o.office, o.eastern} {
			if list, err := o.Cases.OfTask(ctx, by, o.target.Task); err != nil || !slices.ContainsFunc(list, func(d casework.Dossier) bool { return d.ID == c.ID && d.Subject == "2025Q1" }) {
				o.Errorf("what was asked: %d cases, %v", len(list), err)
			}
		}
		if err := o.Cases.Take(ctx, o.office, c.ID, "approve", nil, 0); instancetest.Key(err) != "request-settled" {
			o.Errorf("more time for what is not due any more: %v", err)
		}
	})
}
