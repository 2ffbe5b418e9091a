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

// A Proposal is the step that is open for a task, and why.
type Proposal struct {
	Step    ledger.Step
	Trigger ledger.Trigger
}

// A Rung is where a task stands on the ladder that is in force in its division.
type Rung struct {
	Task   record.Task
	Ladder *ledger.Ladder
	Next   *Proposal // the step that is proposed today; nil for none
}

// Proposition is the step that the ladder in force proposes for a task today, none for a task of which nothing can be asked of anybody.
// fault.NotFound: there is no task on which the actor may issue directives.
func (s *Service) Proposition(ctx context.Context, call app.Call, task uuid.UUID) (at Rung, err error) {
	err = s.See(ctx, call, access.DirectiveIssue, func(ctx context.Context, v *store.View) error {
		t, err := store.Load[record.Task](ctx, v, record.TaskTable, 0, task)
		if err != nil {
			return err
		}
		book, err := s.inForce(ctx, v, t.Owner)
		if err != nil {
			return err
		}
		of := relation.And{relation.Equal(relation.C("l", relation.Owner), t.Owner), relation.Equal(relation.C("l", "task"), t.ID[:])}
		lights, err := store.List[record.Light](ctx, v, &relation.Select{From: relation.From(record.LightTable, "l"), Where: of, OrderBy: []relation.Order{{By: relation.C("l", "rid")}}})
		if err != nil {
			return err
		}
		issued, err := s.onTask(ctx, v, t)
		at.Task, at.Ladder = t, book.Ladder
		if step, by, ok := book.Ladder.Next(past(book.Ladder, t, lights, issued), period.Date(s.Today())); ok && MayDirect(t) {
			at.Next = &Proposal{step, by}
		}
		return err
	})
	return at, err
}

// past is what a ladder asks of a task's past.
func past(l *ledger.Ladder, t record.Task, lights []record.Light, issued []record.Directive) (p ledger.Past) {
	p.Origin = t.Origin
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
