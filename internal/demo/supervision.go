package demo

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/supervision"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/period"
)

// supervise puts the nights on the agenda in which lights are lit, and what the city's office makes of them in the last months: a reminder that is
// answered, an urge sheet that is not, a supervision sheet that waits for its leader, and the scores of the year so far.
func (f *filler) supervise() {
	for day := f.start() + 1; day < f.Today; day += 7 {
		f.night(day)
	}
	f.night(f.Today - 1)
	issue, urge, wait := f.workdayBefore(f.Today-40), f.workdayBefore(f.Today-12), f.workdayBefore(f.Today-2)
	steps := []struct {
		day         period.Date
		light, step string
	}{{issue, "yellow", "remind"}, {issue, "red", "urge"}, {urge, "yellow", "remind"}, {urge, "red", "urge"}, {wait, "red", "supervise"}, {wait, "red", "supervise"}}
	for i, s := range steps {
		f.agenda.add(moment(s.day, 15, i), func(ctx context.Context) error { return f.send(ctx, s.day, s.light, s.step, i) })
	}
	f.agenda.add(moment(f.Today-1, 16, 0), f.appraise)
}

// night lights the lights before people come.
func (f *filler) night(day period.Date) {
	f.agenda.add(moment(day, 5, 10), func(ctx context.Context) error { return f.Supervision.RelightAll(ctx, func(int64, int64) {}) })
}

// send lets the city's office send a sheet on the first task under a light that has none, and mostly has it answered.
func (f *filler) send(ctx context.Context, day period.Date, light, step string, n int) error {
	call := f.call(f.supervisor(f.place.City))
	lines, _, err := f.Tasks.Page(ctx, call, list.Asking("light", light).Rows(uuid.Nil, 50))
	if err != nil {
		return err
	}
	at := moment(day, 15, n)
	for _, l := range lines {
		if int(l.Owner) != f.place.City.Code.Owner() {
			continue
		}
		before, _, err := f.Supervision.DirectivePage(ctx, call, list.Asking("task", l.ID.String()).Rows(uuid.Nil, 1))
		if err != nil {
			return err
		}
		if len(before) > 0 {
			continue
		}
		d := supervision.Draft{ID: f.id(at, "directive", n), Task: l.ID, Step: step, Basis: f.place.Directive.Basis, Demand: f.place.Directive.Demand}
		if _, err := f.Supervision.Propose(ctx, call, d); err != nil {
			return fmt.Errorf("send a sheet on %s: %w", l.Title, err)
		}
		if n%2 == 0 {
			f.answer(ctx, l.Task, d.ID, f.workday(day+3))
		}
		return nil
	}
	return nil // nothing shows that light
}

// answer lets the unit answer a sheet.
func (f *filler) answer(ctx context.Context, t record.Task, id uuid.UUID, on period.Date) {
	d, err := f.Supervision.Directive(ctx, f.call(f.supervisor(f.place.City)), id)
	reporter, ok := f.reporter[d.Unit]
	if err != nil || !ok || d.State != record.DirectiveIssued {
		return // it waits for a leader, or nobody works there
	}
	f.agenda.add(moment(on, 10, 30), func(ctx context.Context) error {
		return f.Supervision.Reply(ctx, f.call(reporter), id, f.place.Directive.Reply)
	})
}

// appraise works the scores of the year out and announces them to the units of the city.
func (f *filler) appraise(ctx context.Context) error {
	call := f.call(f.supervisor(f.place.City))
	year := period.Of(f.Today-1, period.Year)
	x := supervision.Simulation{ID: f.id(moment(f.Today-1, 16, 0), "appraisal"), Title: fmt.Sprintf(f.place.Directive.Appraisal, year.Year()), Model: string(ledger.Declared("guangyuan")),
		From: year.First(), To: f.Today - 1}
	if _, err := f.Supervision.Simulate(ctx, call, x); err != nil {
		return err
	}
	return f.Supervision.Announce(ctx, call, x.ID, f.Today+5)
}
