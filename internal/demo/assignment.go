package demo

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/app/task"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/quantity"
)

// handling is what is said when work goes from hand to hand.
type handling struct {
	Sections []string `json:"sections"`
	Declines []string `json:"declines"`
	Insists  string   `json:"insists"`
	Measures []string `json:"measures"`
	Returns  string   `json:"returns"`
	Revises  string   `json:"revises"`
	Results  string   `json:"results"`
	Refuses  string   `json:"refuses"`
	Finding  string   `json:"finding"`
	Opinion  string   `json:"opinion"`
	Asks     string   `json:"asks"`
	Basis    string   `json:"basis"`
}

// An errand is one assignment on its way.
type errand struct {
	*filler
	*rand.Rand
	id    uuid.UUID
	task  task.Line
	of    division
	unit  access.Actor
	day   period.Date // of the next step
	end   period.Date // of the year that the document is for
	until period.Date // before which all steps are: today, or the day on which another document takes the task over
}

// assign puts on the agenda what becomes of the assignments of a task: in some weeks most are worked on; of those of late every step is shown.
func (f *filler) assign(ctx context.Context, line task.Line, d doc, of division, on period.Date) error {
	cases, _, err := f.Cases.Page(ctx, f.call(f.supervisor(of)), list.Asking("workflow", casework.Assignment).With("task", line.ID.String()).Rows(uuid.Nil, 200))
	if err != nil {
		return err
	}
	for _, c := range cases {
		unit, ok := f.reporter[c.Case.Unit]
		if !ok {
			continue // nobody signs in for it
		}
		e := &errand{filler: f, Rand: f.random("assignment", of.Code, line.Label, line.Document), id: c.ID, task: line, of: of, unit: unit, day: f.workday(on + 1), until: f.until(d), end: period.Of(on, period.Year).Last()}
		if d.Ago > 0 {
			e.end = period.Of(f.Today, period.Year).Last()
		}
		if d.Recent {
			e.begin(int(line.Ordinal) % 7)
		} else {
			e.settle()
		}
	}
	return nil
}

// begin leaves an assignment of late in one of its first steps.
func (e *errand) begin(fate int) {
	switch fate {
	case 0, 1: // still to be signed for
	case 2:
		e.take(e.unit, "decline", flow.Form{"reason": pick(e.Rand, e.place.Casework.Declines)})
	case 3:
		e.take(e.unit, "decline", flow.Form{"reason": pick(e.Rand, e.place.Casework.Declines)})
		e.take(e.supervisor(e.of), "insist", flow.Form{"reason": e.place.Casework.Insists})
	case 4:
		e.take(e.unit, "sign", nil)
	case 5:
		e.take(e.unit, "sign", nil)
		e.pass()
	case 6:
		e.take(e.unit, "sign", nil)
		e.pass()
		e.file()
	}
}

// settle takes an older assignment to where the measures are approved, and a few of them on.
func (e *errand) settle() {
	if e.IntN(100) < 6 {
		e.take(e.unit, "decline", flow.Form{"reason": pick(e.Rand, e.place.Casework.Declines)})
		e.take(e.supervisor(e.of), "insist", flow.Form{"reason": e.place.Casework.Insists})
	}
	e.take(e.unit, "sign", nil)
	e.pass()
	e.day = e.workday(e.day + 3)
	e.file()
	if e.IntN(100) < 10 {
		e.take(e.supervisor(e.of), "send_back", flow.Form{"reason": e.place.Casework.Returns})
		e.file()
	}
	e.take(e.supervisor(e.of), "approve", flow.Form{"opinion": e.place.Casework.Opinion})
	e.done()
	if e.end < e.Today-14 {
		e.finish(e.end)
		return
	}
	x := e.IntN(100)
	e.day = max(e.day, e.workdayBefore(e.Today-12))
	if x >= 5 && x < 19 {
		e.proves()
	}
	switch {
	case x < 5:
		e.take(e.unit, "revise", flow.Form{"reason": e.place.Casework.Revises})
		e.file()
	case x < 9:
		e.take(e.unit, "apply", flow.Form{"result": e.place.Casework.Results})
	case x < 13:
		e.take(e.unit, "apply", flow.Form{"result": e.place.Casework.Results})
		e.take(e.supervisor(e.of), "refuse", flow.Form{"reason": e.place.Casework.Refuses})
	case x < 19:
		e.take(e.unit, "apply", flow.Form{"result": e.place.Casework.Results})
		e.take(e.supervisor(e.of), "close", flow.Form{"grade": [...]string{"excellent", "good", "good", "qualified"}[e.IntN(4)]})
		if x == 18 {
			e.take(e.supervisor(e.of), "reopen", flow.Form{"finding": e.place.Casework.Finding})
		}
	}
}

// finish ends the work of a year that is over: most of it is closed in the last days of the year, the rest is late.
func (e *errand) finish(end period.Date) {
	if e.IntN(100) >= 85 {
		return
	}
	e.day = max(e.day, e.workdayBefore(end-2-period.Date(e.IntN(5))))
	e.proves()
	e.take(e.unit, "apply", flow.Form{"result": e.place.Casework.Results})
	e.take(e.supervisor(e.of), "close", flow.Form{"grade": [...]string{"excellent", "good", "good", "qualified"}[e.IntN(4)]})
}

// on puts a step on the agenda, a working day after the one before it, if that day comes before the demo is looked at.
func (e *errand) on(step func(context.Context) error) {
	day := e.day
	e.day = e.workday(day + 1)
	if day >= e.until {
		return
	}
	e.agenda.add(moment(day, 15, 40), func(ctx context.Context) error {
		if err := step(ctx); err != nil {
			return fmt.Errorf("the assignment of %s: %w", e.task.Title, err)
		}
		return nil
	})
}

func (e *errand) take(by access.Actor, move string, form flow.Form) {
	e.on(func(ctx context.Context) error {
		err := e.Cases.Take(ctx, e.call(by), e.id, move, form, 0)
		if fault.KindOf(err) == fault.Conflict && (move == "close" || move == "reopen") {
			return nil // a report waits for a decision: the office closes it later
		}
		return err
	})
}

func (e *errand) pass() {
	section := pick(e.Rand, e.place.Casework.Sections)
	person := e.label(e.IntN(len(e.place.Surnames)), e.place.Posts["reporter"])
	e.take(e.unit, "pass", flow.Form{"section": section, "person": person})
}

// file writes measures to the year's end, and the curve of the first figure.
func (e *errand) file() {
	person := e.label(e.IntN(len(e.place.Surnames)), e.place.Posts["reporter"])
	e.on(func(ctx context.Context) error {
		call, day := e.call(e.unit), period.Date(e.Core.Today())
		filed, err := e.curve(ctx, call, day)
		if err != nil {
			return err
		}
		end := period.Of(day, period.Year).Last()
		for i, what := range e.place.Casework.Measures {
			node := day + (end-day)*period.Date(i+1)/period.Date(len(e.place.Casework.Measures))
			filed = append(filed, casework.Measure{What: what, Person: person, On: node})
		}
		return e.Cases.File(ctx, call, e.id, filed, true)
	})
}

// curve is what a unit means to have reached of its first figure by the end of each quarter; most file none.
func (e *errand) curve(ctx context.Context, call app.Call, day period.Date) ([]casework.Measure, error) {
	if e.IntN(100) >= 20 {
		return nil, nil
	}
	p, err := e.Tasks.Find(ctx, call, e.task.ID)
	if err != nil || len(p.Targets) == 0 || p.Targets[0].Value == nil || p.Targets[0].Op == string(policy.OpAtMost) {
		return nil, err
	}
	var points []casework.Measure
	for q := period.Of(day, period.Quarter); q.Year() == day.Year(); q = q.Next() {
		value := quantity.FromTenThousandths(*p.Targets[0].Value * int64(q.Number()) / 5) // a little less than on plan, as units do
		points = append(points, casework.Measure{Target: p.Targets[0].ID, Value: &value, On: q.Last()})
	}
	return points, nil
}

// ask lets a few units ask for more time of what falls due next, and one for a rest; the office has decided on some.
func (f *filler) ask(item report.Item, of division, adopted period.Date) {
	unit, ok := f.reporter[item.Unit]
	r := f.random("ask", of.Code, item.Title, item.Period, item.On)
	day := f.workdayBefore(f.Today - 3)
	if due := period.Date(item.On); !ok || day <= adopted || due <= f.Today+2 || due > f.Today+45 || item.State != record.DueOpen || r.IntN(100) >= 8 {
		return
	}
	id, workflow, form := f.id(moment(period.Date(item.On), 1, 0), "ask", of.Code, item.ID), casework.Extension, flow.Form{"reason": f.place.Casework.Asks, "day": (period.Date(item.On) + 15).String()}
	if r.IntN(5) == 0 {
		workflow, form = casework.Suspension, flow.Form{"reason": f.place.Casework.Asks, "basis": f.place.Casework.Basis}
	}
	f.agenda.add(moment(day, 11, 5), func(ctx context.Context) error {
		_, err := f.Cases.Ask(ctx, f.call(unit), id, workflow, record.AboutDue, item.Due.ID, form)
		return settled(err)
	})
	if r.IntN(2) == 0 {
		f.agenda.add(moment(f.workdayBefore(f.Today-1), 11, 30), func(ctx context.Context) error {
			return settled(f.Cases.Take(ctx, f.call(f.supervisor(of)), id, "approve", flow.Form{"opinion": f.place.Casework.Opinion}, 0))
		})
	}
}

// settled lets pass what was reported on before it was asked about.
func settled(err error) error {
	if kind := fault.KindOf(err); kind == fault.Conflict || kind == fault.NotFound {
		return nil
	}
	return err
}
