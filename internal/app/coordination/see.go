package coordination

import (
	"context"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A Line is a problem in a list.
type Line struct {
	record.Problem
	Name   string // of the unit that raised it
	Holder string // of the unit that has it now; empty before it is given to one
	Due    int64  // 0 for no limit
	IsOpen bool
}

// Filter says which problems are wanted.
type Filter struct {
	States []string  // none: all
	After  uuid.UUID // the last one of the page before; zero for the first page
	Limit  int       // 0: 200
}

// List gives problems as far as the actor may see them, the newest first. fault.NotFound if After is none of them.
func (s *Service) List(ctx context.Context, call app.Call, f Filter) (lines []Line, err error) {
	col := func(n string) relation.Col { return relation.C("p", n) }
	if f.Limit == 0 {
		f.Limit = 200
	}
	where := relation.And{}
	if len(f.States) > 0 {
		where = append(where, relation.OneOf(col("state"), f.States))
	}
	err = s.See(ctx, call, access.ProblemRead, func(ctx context.Context, v *store.View) error {
		if f.After != uuid.Nil {
			last, err := store.Load[record.Problem](ctx, v, record.ProblemTable, 0, f.After)
			if err != nil {
				return err
			}
			where = append(where, relation.Binary{Op: relation.Lt, L: col("rid"), R: relation.V(last.RID)})
		}
		list, err := store.List[record.Problem](ctx, v, &relation.Select{From: relation.From(record.ProblemTable, "p"), Where: where, OrderBy: []relation.Order{{By: col("rid"), IsDesc: true}}, Limit: f.Limit})
		if err != nil {
			return err
		}
		lines, err = describe(ctx, v.As(store.Unscoped), list...)
		return err
	})
	return lines, err
}

// describe adds names, and where their cases stand, to problems.
func describe(ctx context.Context, r *store.View, problems ...record.Problem) ([]Line, error) {
	var ofCases, ofUnits []uuid.UUID
	for _, p := range problems {
		ofCases, ofUnits = append(ofCases, p.Case), append(ofUnits, p.Unit)
	}
	cases, err := store.ByID[record.Case](ctx, r, record.CaseTable, ofCases)
	if err != nil {
		return nil, err
	}
	for _, c := range cases {
		ofUnits = append(ofUnits, c.Unit)
	}
	units, err := app.UnitNames(ctx, r, ofUnits...)
	lines := make([]Line, len(problems))
	for i, p := range problems {
		c := cases[p.Case]
		lines[i] = Line{Problem: p, Name: units[p.Unit], Due: c.Due, IsOpen: !c.IsClosed}
		if p.State != "raised" { // until it is given out the case is still its author's
			lines[i].Holder = units[c.Unit]
		}
	}
	return lines, err
}

// A Page is a problem with its course.
type Page struct {
	Line
	Case        casework.Dossier
	Task        record.Task // zero for none
	IsOffice    bool        // may coordinate it
	MayDirect   bool        // its decision can become a directive
	Conferences []record.Conference
}

// Find gives a problem. fault.NotFound: there is none the actor may see.
func (s *Service) Find(ctx context.Context, call app.Call, id uuid.UUID) (p Page, err error) {
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return p, err
	}
	err = s.See(ctx, call, access.ProblemRead, func(ctx context.Context, v *store.View) error {
		x, err := store.Load[record.Problem](ctx, v, record.ProblemTable, 0, id)
		if err != nil {
			return err
		}
		all := v.As(store.Unscoped)
		lines, err := describe(ctx, all, x)
		if err != nil {
			return err
		}
		if p.Line = lines[0]; x.Task != uuid.Nil {
			if p.Task, err = store.Load[record.Task](ctx, all, record.TaskTable, x.Owner, x.Task); err != nil {
				return err
			}
		}
		on := access.Record{Owner: int(x.Owner)}
		p.IsOffice = access.Allow(call.Actor, access.ProblemCoordinate, on) == nil
		p.MayDirect = x.Decision != "" && x.Task != uuid.Nil && x.Directive == uuid.Nil && access.Allow(call.Actor, access.DirectiveIssue, on) == nil
		items, err := store.List[record.AgendaItem](ctx, v, &relation.Select{From: relation.From(record.AgendaItemTable, "a"), OrderBy: []relation.Order{{By: relation.C("a", "rid")}},
			Where: relation.And{relation.Equal(relation.C("a", relation.Owner), x.Owner), relation.Equal(relation.C("a", "problem"), id[:])}})
		if err != nil {
			return err
		}
		for _, i := range items { // those that the actor may see: the office's
			c, err := store.Load[record.Conference](ctx, v, record.ConferenceTable, x.Owner, i.Conference)
			if err != nil {
				return err
			}
			p.Conferences = append(p.Conferences, c)
		}
		p.Case, err = s.Cases.Dossier(ctx, v, call, x.Case, calendar)
		return err
	})
	return p, err
}

// A Reported is a problem that stands in a report and was not raised yet.
type Reported struct {
	record.Report
	Title string // of the task
	Name  string // of the unit
}

// Reported are the problems that stand in reports of late and were not raised, the newest first, as far as the actor may see the reports.
func (s *Service) Reported(ctx context.Context, call app.Call, limit int) (list []Reported, err error) {
	col := func(n string) relation.Col { return relation.C("r", n) }
	err = s.See(ctx, call, access.ReportRead, func(ctx context.Context, v *store.View) error {
		raised := &relation.Select{Outputs: []relation.Output{{Expr: relation.V(1), As: "one"}}, From: relation.From(record.ProblemTable, "p"),
			Where: relation.And{relation.Same(relation.C("p", relation.Owner), col(relation.Owner)), relation.Same(relation.C("p", "report"), col("id"))}}
		reports, err := store.List[record.Report](ctx, v, &relation.Select{From: relation.From(record.ReportTable, "r"), Limit: limit,
			Where: relation.And{relation.OneOf(col("state"), []string{record.ReportSubmitted, record.ReportAccepted}), relation.Binary{Op: relation.Ne, L: col("problem"), R: relation.V("")},
				relation.Not{X: relation.Exists{Query: raised}}},
			OrderBy: []relation.Order{{By: col("submitted"), IsDesc: true}, {By: col("rid"), IsDesc: true}}})
		if err != nil {
			return err
		}
		var ofDue, ofTasks, ofUnits []uuid.UUID
		for _, r := range reports {
			ofDue, ofUnits = append(ofDue, r.Due), append(ofUnits, r.Unit)
		}
		all := v.As(store.Unscoped)
		due, err := store.ByID[record.Due](ctx, all, record.DueTable, ofDue)
		if err != nil {
			return err
		}
		for _, d := range due {
			ofTasks = append(ofTasks, d.Task)
		}
		tasks, err := store.ByID[record.Task](ctx, all, record.TaskTable, ofTasks)
		if err != nil {
			return err
		}
		units, err := app.UnitNames(ctx, all, ofUnits...)
		for _, r := range reports {
			list = append(list, Reported{Report: r, Title: tasks[due[r.Due].Task].Title, Name: units[r.Unit]})
		}
		return err
	})
	return list, err
}
