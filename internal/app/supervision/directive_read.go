package supervision

import (
	"context"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// A DirectiveLine is a directive with what it is about.
type DirectiveLine struct {
	record.Directive
	Title        string // of the task
	Name         string // of the unit
	IssuerName   string // of the person; "" while there is none
	ApproverName string
}

// describeDirectives adds titles and names to directives.
func describeDirectives(ctx context.Context, v *store.View, directives []record.Directive) (lines []DirectiveLine, err error) {
	var tasks, units []uuid.UUID
	for _, d := range directives {
		tasks, units = append(tasks, d.Task), append(units, d.Unit)
	}
	titles, names, err := named(ctx, v, tasks, units)
	for _, d := range directives {
		lines = append(lines, DirectiveLine{Directive: d, Title: titles[d.Task].Title, Name: names[d.Unit]})
	}
	return lines, err
}

// DirectivePage gives a page of directives as a list asks for them. fault.NotFound if q.After is none the actor may see.
func (s *Service) DirectivePage(ctx context.Context, call app.Call, q list.Query) (lines []DirectiveLine, found list.Found, err error) {
	err = s.See(ctx, call, access.DirectiveRead, func(ctx context.Context, v *store.View) error {
		var rows []record.Directive
		if rows, found, err = list.Page[record.Directive](ctx, v, list.Directives, q, list.EnvOf(call.Actor, s.Today())); err != nil || len(rows) == 0 {
			return err
		}
		lines, err = describeDirectives(ctx, v, rows)
		return err
	})
	return lines, found, err
}

// Directive gives one directive. fault.NotFound: there is none the actor may see.
func (s *Service) Directive(ctx context.Context, call app.Call, id uuid.UUID) (line DirectiveLine, err error) {
	err = s.See(ctx, call, access.DirectiveRead, func(ctx context.Context, v *store.View) error {
		d, err := store.Load[record.Directive](ctx, v, record.DirectiveTable, 0, id)
		if err != nil {
			return err
		}
		titles, names, err := named(ctx, v, []uuid.UUID{d.Task}, []uuid.UUID{d.Unit})
		if err != nil {
			return err
		}
		line = DirectiveLine{Directive: d, Title: titles[d.Task].Title, Name: names[d.Unit]}
		people, err := app.People(ctx, v, d.Issuer, d.Approver)
		line.IssuerName, line.ApproverName = people[d.Issuer], people[d.Approver]
		return err
	})
	return line, err
}

// A Proposal is the step of a ladder that is open for a task.
type Proposal struct {
	Ladder  *ledger.Ladder
	Step    ledger.Step
	Trigger ledger.Trigger
}

// Propositions are the steps that the ladders propose for a task today, one of each ladder that proposes one, with the task they are about.
// None is proposed for one on which nothing can be asked of anybody. fault.NotFound: there is no task on which the actor may issue directives.
func (s *Service) Propositions(ctx context.Context, call app.Call, task uuid.UUID) (t record.Task, open []Proposal, err error) {
	err = s.See(ctx, call, access.DirectiveIssue, func(ctx context.Context, v *store.View) error {
		if t, err = store.Load[record.Task](ctx, v, record.TaskTable, 0, task); err != nil || !MayDirect(t) {
			return err
		}
		of := relation.And{relation.Equal(relation.C("l", relation.Owner), t.Owner), relation.Equal(relation.C("l", "task"), t.ID[:])}
		lights, err := store.List[record.Light](ctx, v, &relation.Select{From: relation.From(record.LightTable, "l"), Where: of, OrderBy: []relation.Order{{By: relation.C("l", "rid")}}})
		if err != nil {
			return err
		}
		issued, err := s.onTask(ctx, v, t)
		for _, l := range s.Ladders {
			if step, by, ok := l.Next(past(l, lights, issued), period.Date(s.Today())); ok {
				open = append(open, Proposal{l, step, by})
			}
		}
		return err
	})
	return t, open, err
}

// past is what a ladder asks of a task's past.
func past(l *ledger.Ladder, lights []record.Light, issued []record.Directive) (p ledger.Past) {
	for _, x := range lights {
		p.Lights = append(p.Lights, ledger.Light(x.Light))
	}
	for _, d := range issued {
		if d.Ladder == l.Name && d.Issued != 0 {
			isAccepted := d.State == record.DirectiveClosed && d.Answered != 0 // what is closed without an answer excuses nobody
			p.Issued = append(p.Issued, ledger.Issued{Step: d.Step, Due: period.Date(d.Due), Answered: period.Date(d.Answered), IsExcused: isAccepted})
		}
	}
	return p
}
