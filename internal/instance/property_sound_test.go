package instance_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
)

// proven verifies the audit chains.
func (h *house) proven() {
	v, _, err := h.Audit.Verify(h.Context(), app.System("test", access.AuditRead))
	h.Must(err)
	if len(v.Faults) > 0 {
		h.Fatalf("the chain does not verify: %+v", v.Faults)
	}
}

// A ledgerNow is all that stands in the ledger.
type ledgerNow struct {
	tasks   map[uuid.UUID]record.Task
	leads   map[uuid.UUID]uuid.UUID
	parts   map[[2]uuid.UUID]bool // task and unit
	targets map[uuid.UUID][]record.Target
	due     []record.Due
	reports map[uuid.UUID][]record.Report // by due item
	units   map[uuid.UUID]record.Unit
	values  []record.Value
}

func (h *house) read() *ledgerNow {
	x := &ledgerNow{tasks: map[uuid.UUID]record.Task{}, leads: map[uuid.UUID]uuid.UUID{}, parts: map[[2]uuid.UUID]bool{}, targets: map[uuid.UUID][]record.Target{},
		reports: map[uuid.UUID][]record.Report{}, units: map[uuid.UUID]record.Unit{}, values: all[record.Value](h, record.ValueTable), due: all[record.Due](h, record.DueTable)}
	for _, t := range all[record.Task](h, record.TaskTable) {
		x.tasks[t.ID] = t
	}
	for _, u := range all[record.Unit](h, record.UnitTable) {
		x.units[u.ID] = u
	}
	for _, d := range all[record.Duty](h, record.DutyTable) {
		if d.Unit == nil {
			continue
		}
		if x.parts[[2]uuid.UUID{d.Task, *d.Unit}] {
			h.Fatalf("%s has two parts in a task", x.units[*d.Unit].Name)
		}
		x.parts[[2]uuid.UUID{d.Task, *d.Unit}] = true
		if d.Role == record.PartLead {
			if x.leads[d.Task] != uuid.Nil {
				h.Fatalf("a task has two leads")
			}
			x.leads[d.Task] = *d.Unit
		}
	}
	for _, g := range all[record.Target](h, record.TargetTable) {
		x.targets[g.Task] = append(x.targets[g.Task], g)
	}
	for _, r := range all[record.Report](h, record.ReportTable) {
		x.reports[r.Due] = append(x.reports[r.Due], r)
	}
	return x
}

// isThere says whether there is what a case is about.
func (x *ledgerNow) isThere(about string, id uuid.UUID) bool {
	switch about {
	case record.AboutDue:
		return slices.ContainsFunc(x.due, func(d record.Due) bool { return d.ID == id })
	case record.AboutTarget:
		for _, targets := range x.targets {
			if slices.ContainsFunc(targets, func(g record.Target) bool { return g.ID == id }) {
				return true
			}
		}
		return false
	case record.AboutTask:
		return x.tasks[id].ID == id
	}
	return true
}

// sound looks at everything that stands.
func (h *house) sound(what string) {
	h.Helper()
	x := h.read()
	for _, check := range []func(*ledgerNow) string{h.soundDue, h.soundReports, h.soundTargets, h.soundLights, h.soundCases, h.soundFigures, h.soundOthers} {
		if wrong := check(x); wrong != "" {
			h.Fatalf("after %s %s", what, wrong)
		}
	}
	h.unchangedByNight(what)
}

// unchangedByNight wants lights, tallies and marks to be those of now already: the night changes nothing on the same day.
func (h *house) unchangedByNight(what string) {
	h.Must(h.Supervision.RelightAll(h.Context(), func(int64, int64) {}))
	after, events := h.look()
	if names := changed(h.kept, after); len(names) > 0 {
		h.Fatalf("after %s the night lights anew: %v", what, names)
	}
	h.events = events
}

func (h *house) soundDue(x *ledgerNow) string {
	seen := map[string]bool{}
	for _, d := range x.due {
		t, unit := x.tasks[d.Task], x.units[d.Unit].Name
		isOpen := d.State == record.DueOpen || d.State == record.DueReturned
		if isOpen && t.State != record.TaskOpen {
			return unit + " owes " + d.Period + " of a task that is " + t.State
		}
		if d.State == record.DueCancelled {
			continue
		}
		key := d.Task.String() + d.Unit.String() + d.Period + d.Obligation.String() + d.Whole.String()
		if seen[key] {
			return unit + " owes " + d.Period + " twice"
		}
		if seen[key] = true; !isOpen {
			continue
		}
		if !x.parts[[2]uuid.UUID{d.Task, d.Unit}] {
			return unit + " owes " + d.Period + " of a task in which it has no part"
		}
		owing := record.Reporters(x.leads[d.Task], x.targets[d.Task])
		at := slices.IndexFunc(owing, func(r record.Reporter) bool { return r.Unit == d.Unit })
		if at < 0 {
			return unit + " owes " + d.Period + " of " + t.Title + " and answers for nothing in it"
		}
		isBoth := slices.ContainsFunc(x.due, func(o record.Due) bool { // merged, when the one that led had reported already
			return o.ID != d.ID && o.Task == d.Task && o.Unit == d.Unit && o.Period == d.Period && o.Obligation == d.Obligation && o.State != record.DueCancelled
		})
		if isLead := x.leads[d.Task] == d.Unit; isLead != (d.Whole == uuid.Nil) && !(isLead && isBoth) {
			return unit + " owes " + d.Period + " of " + t.Title + " as another than it is"
		}
		if x.units[d.Unit].Until != 0 {
			return unit + " is no more, and owes " + d.Period
		}
	}
	return ""
}

func (h *house) soundReports(x *ledgerNow) string {
	for _, d := range x.due {
		live := 0
		for _, r := range x.reports[d.ID] {
			switch r.State {
			case record.ReportCorrected, record.ReportWithdrawn:
				continue
			}
			if r.Unit == d.Unit && r.Corrects == uuid.Nil || r.State == record.ReportAccepted {
				live++
			}
			if r.Corrects != uuid.Nil && r.State != record.ReportAccepted && d.Correction != r.ID {
				return "a correction corrects nothing any more: " + r.State
			}
		}
		if live > 1 {
			return "a due item has several reports"
		}
		at := slices.IndexFunc(x.reports[d.ID], func(r record.Report) bool { return r.ID == d.Report })
		switch d.State {
		case record.DueSubmitted, record.DueAccepted, record.DueSigning, record.DueReturned:
			if at < 0 || x.reports[d.ID][at].State != d.State {
				return "a due item is " + d.State + " and its report is not"
			}
		}
		if d.Correction != uuid.Nil && !slices.ContainsFunc(x.reports[d.ID], func(r record.Report) bool { return r.ID == d.Correction && r.Corrects == d.Report }) {
			return "a due item waits for a correction that there is not"
		}
	}
	return ""
}

func (h *house) soundTargets(x *ledgerNow) string {
	for _, targets := range x.targets {
		for _, g := range targets {
			sum, n, gone := int64(0), 0, 0
			for _, p := range targets {
				if p.Whole != g.ID {
					continue
				}
				if p.State == record.TargetCancelled && g.State != record.TargetCancelled { // taken back, by itself or with the split it was of
					gone++
					continue
				}
				if n++; p.Value != nil {
					sum += *p.Value
				}
				if p.Lead == uuid.Nil || !x.parts[[2]uuid.UUID{g.Task, p.Lead}] {
					return "a part of " + g.Metric + " is nobody's"
				}
				if g.State == record.TargetCancelled && p.State != g.State || g.State == record.TargetSuspended && p.State == "" {
					return "a part of " + g.Metric + " binds and the whole does not"
				}
			}
			if n > 0 && g.Split == "" || n+gone == 0 && (g.Split != "" || g.IsSum) {
				return g.Metric + " is split and has no parts, or the other way round"
			}
			if g.Whole != uuid.Nil && !slices.ContainsFunc(targets, func(w record.Target) bool { return w.ID == g.Whole }) {
				return "a part has no whole"
			}
			if g.Lead != uuid.Nil && !x.parts[[2]uuid.UUID{g.Task, g.Lead}] {
				return x.units[g.Lead].Name + " answers for " + g.Metric + " without a part in the task"
			}
		}
	}
	return ""
}

func (h *house) soundLights(x *ledgerNow) string {
	shown := map[uuid.UUID]bool{}
	for _, l := range all[record.Light](h, record.LightTable) {
		if l.Until != 0 {
			continue
		}
		if shown[l.Task] {
			return "a task shows two lights"
		}
		if shown[l.Task] = true; l.Unit != x.leads[l.Task] && x.tasks[l.Task].State == record.TaskOpen {
			return "a light is another unit's than the one that leads"
		}
		if !x.tasks[l.Task].Counts() {
			return "a task that does not count shows a light"
		}
	}
	for _, t := range x.tasks {
		if t.Counts() && t.State == record.TaskOpen && !shown[t.ID] {
			return t.Title + " shows no light"
		}
	}
	return ""
}

func (h *house) soundCases(x *ledgerNow) string {
	assigned := map[uuid.UUID]int{}
	for _, c := range all[record.Case](h, record.CaseTable) {
		step := h.Cases.Workflow(c.Workflow).Step(c.Step)
		if step == nil {
			return "a case is nowhere: " + c.Step
		}
		if step.IsEnd != c.IsClosed {
			return "a case is closed at " + c.Step + " or not"
		}
		if !x.isThere(c.About, c.Subject) {
			return "a " + c.Workflow + " is about a " + c.About + " that there is not"
		}
		if c.Workflow == "assignment" {
			t := x.tasks[c.Task]
			if !c.IsClosed {
				assigned[c.Task]++
				if c.Unit != x.leads[c.Task] {
					return "an assignment is with another unit than the one that leads"
				}
				if t.State == record.TaskClosed {
					return "the assignment of a closed task is " + c.Step
				}
			} else if t.State != record.TaskClosed {
				return "the assignment of a task that is " + t.State + " is " + c.Step
			}
		}
		if !c.IsClosed && c.Holder != uuid.Nil {
			for _, a := range all[record.Account](h, record.AccountTable) {
				if a.ID == c.Holder && (a.IsDisabled || a.Unit == nil || *a.Unit != c.Unit) {
					return "a case is in the hands of somebody who does not work for its unit"
				}
			}
		}
		if !c.IsClosed && x.units[c.Unit].Until != 0 {
			return "a case is with a unit that is no more"
		}
	}
	for _, n := range assigned {
		if n > 1 {
			return "a task is assigned twice"
		}
	}
	return ""
}

// isBefore says which of two accepted items counts less: the one due earlier, else that of the report that was handed in or begun earlier.
func (x *ledgerNow) isBefore(a, b record.Due) bool {
	of := func(d record.Due) record.Report {
		i := slices.IndexFunc(x.reports[d.ID], func(r record.Report) bool { return r.ID == d.Report })
		return x.reports[d.ID][i]
	}
	r, s := of(a), of(b)
	return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(r.Submitted, s.Submitted), bytes.Compare(r.ID[:], s.ID[:])) < 0
}

// soundFigures works out by the rules what each number stands at.
func (h *house) soundFigures(x *ledgerNow) string {
	var shown map[uuid.UUID]task.Figure
	h.Must(h.Store.Read(h.Context(), store.Unscoped, func(ctx context.Context, v *store.View) (err error) {
		shown, err = task.Figures(ctx, v, instancetest.Owner, nil)
		return err
	}))
	source := map[uuid.UUID]string{}
	for _, s := range all[record.TargetSource](h, record.TargetSourceTable) {
		source[s.Target] = s.Source
	}
	others := map[uuid.UUID]record.OtherFigure{}
	for _, o := range all[record.OtherFigure](h, record.OtherFigureTable) {
		if was, ok := others[o.Target]; o.Source == source[o.Target] && (!ok || o.Period > was.Period) {
			others[o.Target] = o
		}
	}
	own := func(g record.Target) (value int64, ok bool) {
		if o, is := others[g.ID]; is {
			return o.Value, true
		}
		var last record.Due
		for _, d := range x.due {
			if d.State != record.DueAccepted || d.Task != g.Task || ok && x.isBefore(d, last) {
				continue
			}
			for _, v := range x.values {
				if v.Report == d.Report && v.Target == g.ID {
					value, ok, last = v.Value, true, d
				}
			}
		}
		return value, ok
	}
	for _, targets := range x.targets {
		for _, g := range targets {
			want, ok := own(g)
			if _, is := others[g.ID]; g.IsSum && !is {
				sum, any := int64(0), false
				for _, p := range targets {
					if v, has := own(p); p.Whole == g.ID && has {
						sum, any = sum+v, true
					}
				}
				if any {
					want, ok = sum, true
				}
			}
			if f, is := shown[g.ID]; is != ok || f.Value != want {
				return g.Metric + " is shown another figure than was accepted"
			}
		}
	}
	return ""
}

// soundOthers wants what stands beside another source's figure to be what is reported, and whoever is asked to be the one who answers for it.
func (h *house) soundOthers(x *ledgerNow) string {
	for _, o := range all[record.OtherFigure](h, record.OtherFigureTable) {
		i := slices.IndexFunc(x.targets[o.Task], func(g record.Target) bool { return g.ID == o.Target })
		if i < 0 {
			return "a figure is of a target that there is not"
		}
		g := x.targets[o.Task][i]
		if isAsked := o.State == record.GapAsked || o.State == record.GapExplained; isAsked && x.tasks[o.Task].State == record.TaskOpen && o.Unit != g.AnsweredBy(x.leads[o.Task]) {
			return "another unit is asked for a gap than the one that answers for " + g.Metric
		}
		var f task.Figure
		var ok bool
		h.Must(h.Store.Read(h.Context(), store.Unscoped, func(ctx context.Context, v *store.View) (err error) {
			f, ok, err = task.ReportedIn(ctx, v, g, o.Period)
			return err
		}))
		if ok && (o.Reported == nil || f.Value != *o.Reported) { // while a report is back, what it said stays beside the figure
			said := "nothing"
			if o.Reported != nil {
				said = fmt.Sprint(*o.Reported)
			}
			return fmt.Sprintf("beside a figure of %s (%s, %s, sum %t, part %t) for %s stands %s, and %d was reported", g.Metric, x.tasks[g.Task].State, g.State, g.IsSum, g.Whole != uuid.Nil, o.Period, said, f.Value)
		}
	}
	return ""
}
