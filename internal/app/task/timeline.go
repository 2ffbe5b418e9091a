package task

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// Kinds of Step.
const (
	StepIssued    = "issued"    // the document was issued
	StepAdopted   = "adopted"   // and adopted
	StepCase      = "case"      // a move of a case: assigned, signed for, closed…
	StepReport    = "report"    // a report was handed in
	StepLight     = "light"     // a light was lit
	StepDirective = "directive" // a sheet was issued…
	StepAnswer    = "answer"    // …and answered
	StepClosed    = "closed"
)

// A Step (经过) is one thing in the course of a task.
type Step struct {
	Kind     string
	Day      int64
	At       int64         // the moment, ms since 1970, where it is known; 0 else
	ID       uuid.UUID     // of the record it leads to; zero for none
	Workflow string        // of a case
	To       string        // the step of a case that was reached, the state of a report, the kind of a directive
	Light    *record.Light // of a StepLight
	Unit     string        // name; "" for none
	Period   string        // of a report
}

// mostSteps is how much of each kind is read.
const mostSteps = 500

// Timeline gives the course of a task, the earliest first, as far as the actor may see each part of it. fault.NotFound: there is none he may see.
func (s *Service) Timeline(ctx context.Context, call app.Call, id uuid.UUID) (t record.Task, steps []Step, err error) {
	if err = s.See(ctx, call, access.TaskRead, func(ctx context.Context, v *store.View) error {
		if t, err = store.Load[record.Task](ctx, v, record.TaskTable, 0, id); err != nil {
			return err
		}
		if steps, err = beginning(ctx, v, t); err != nil {
			return err
		}
		found, err := moves(ctx, v, t)
		steps = append(steps, found...)
		return err
	}); err != nil {
		return t, nil, err
	}
	for _, read := range []struct {
		needs access.Permission
		do    func(context.Context, *store.View, record.Task) ([]Step, error)
	}{{access.LightRead, lightSteps}, {access.ReportRead, reportSteps}, {access.DirectiveRead, directiveSteps}} {
		if access.Holds(call.Actor, read.needs) != nil {
			continue
		}
		if err := s.See(ctx, call, read.needs, func(ctx context.Context, v *store.View) error {
			found, err := read.do(ctx, v, t)
			steps = append(steps, found...)
			return err
		}); err != nil {
			return t, nil, err
		}
	}
	slices.SortStableFunc(steps, func(a, b Step) int { return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.At, b.At)) })
	return t, steps, nil
}

// belonging are the rows of a table that belong to a task.
func belonging(t *relation.Table, of record.Task, more ...relation.Expr) *relation.Select {
	where := relation.And{relation.Equal(relation.C("x", relation.Owner), of.Owner), relation.Equal(relation.C("x", "task"), of.ID[:])}
	return &relation.Select{From: relation.From(t, "x"), Where: append(where, more...), OrderBy: []relation.Order{{By: relation.C("x", "rid")}}, Limit: mostSteps}
}

// beginning is where a task comes from, and its end.
func beginning(ctx context.Context, v *store.View, t record.Task) (steps []Step, err error) {
	documents, err := store.List[record.Document](ctx, v, &relation.Select{From: relation.From(record.DocumentTable, "d"), Where: relation.And{
		relation.Equal(relation.C("d", relation.Owner), t.Owner), relation.Equal(relation.C("d", "id"), t.Document[:])}})
	for _, d := range documents {
		if day, bad := period.ParseDate(d.Issued); bad == nil {
			steps = append(steps, Step{Kind: StepIssued, Day: int64(day), ID: d.ID, Unit: d.Issuer})
		}
		if d.Adopted != 0 {
			steps = append(steps, Step{Kind: StepAdopted, Day: dayOf(d.Adopted), At: d.Adopted, ID: d.ID})
		}
	}
	if t.Closed != 0 {
		steps = append(steps, Step{Kind: StepClosed, Day: t.Closed})
	}
	return steps, err
}

func dayOf(ms int64) int64 { return int64(period.DateAt(time.UnixMilli(ms))) }

// moves are what was done with the task's cases.
func moves(ctx context.Context, v *store.View, t record.Task) (steps []Step, err error) {
	cases, err := store.List[record.Case](ctx, v, belonging(record.CaseTable, t))
	if err != nil || len(cases) == 0 {
		return nil, err
	}
	byID := make(map[uuid.UUID]record.Case)
	var ids []any
	var units []uuid.UUID
	for i, c := range cases {
		byID[c.ID] = c
		ids, units = append(ids, cases[i].ID[:]), append(units, c.Unit)
		steps = append(steps, Step{Kind: StepCase, Day: dayOf(c.Opened), At: c.Opened, ID: c.ID, Workflow: c.Workflow})
	}
	names, err := app.UnitNames(ctx, v, units...)
	if err != nil {
		return nil, err
	}
	for i := range steps {
		steps[i].Unit = names[byID[steps[i].ID].Unit]
	}
	entries, err := store.List[record.CaseEntry](ctx, v, &relation.Select{From: relation.From(record.CaseEntryTable, "e"), Limit: mostSteps, OrderBy: []relation.Order{{By: relation.C("e", "rid")}}, Where: relation.And{
		relation.Equal(relation.C("e", relation.Owner), t.Owner), relation.In{X: relation.C("e", "casework"), Values: ids}}})
	for _, e := range entries {
		steps = append(steps, Step{Kind: StepCase, Day: e.Day, At: e.At, ID: e.Case, Workflow: byID[e.Case].Workflow, To: e.To, Unit: names[e.Unit]})
	}
	return steps, err
}

func lightSteps(ctx context.Context, v *store.View, t record.Task) (steps []Step, err error) {
	lights, err := store.List[record.Light](ctx, v, belonging(record.LightTable, t))
	for i, l := range lights {
		steps = append(steps, Step{Kind: StepLight, Day: l.Since, Light: &lights[i]})
	}
	return steps, err
}

func reportSteps(ctx context.Context, v *store.View, t record.Task) (steps []Step, err error) {
	due, err := store.List[record.Due](ctx, v, belonging(record.DueTable, t))
	if err != nil || len(due) == 0 {
		return nil, err
	}
	byID := make(map[uuid.UUID]record.Due)
	var ids []any
	var units []uuid.UUID
	for i, d := range due {
		byID[d.ID] = d
		ids, units = append(ids, due[i].ID[:]), append(units, d.Unit)
	}
	names, err := app.UnitNames(ctx, v, units...)
	if err != nil {
		return nil, err
	}
	reports, err := store.List[record.Report](ctx, v, &relation.Select{From: relation.From(record.ReportTable, "r"), Limit: mostSteps, OrderBy: []relation.Order{{By: relation.C("r", "rid")}}, Where: relation.And{
		relation.Equal(relation.C("r", relation.Owner), t.Owner), relation.In{X: relation.C("r", "due"), Values: ids}, relation.Binary{Op: relation.Gt, L: relation.C("r", "submitted"), R: relation.V(int64(0))}}})
	for _, r := range reports {
		steps = append(steps, Step{Kind: StepReport, Day: dayOf(r.Submitted), At: r.Submitted, ID: r.ID, To: r.State, Unit: names[r.Unit], Period: byID[r.Due].Period})
	}
	return steps, err
}

func directiveSteps(ctx context.Context, v *store.View, t record.Task) (steps []Step, err error) {
	directives, err := store.List[record.Directive](ctx, v, belonging(record.DirectiveTable, t, relation.Binary{Op: relation.Gt, L: relation.C("x", "issued_on"), R: relation.V(int64(0))}))
	for _, d := range directives {
		steps = append(steps, Step{Kind: StepDirective, Day: d.Issued, ID: d.ID, To: d.Kind})
		if d.Answered != 0 {
			steps = append(steps, Step{Kind: StepAnswer, Day: d.Answered, ID: d.ID, To: d.Kind})
		}
	}
	return steps, err
}
