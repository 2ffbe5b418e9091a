package demo

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/coordination"
	"github.com/wenxiao/wenxiao/internal/app/list"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/period"
)

// concert is what is said of problems and in conferences.
type concert struct {
	Titles     []string `json:"titles"`
	What       string   `json:"what"`
	Ask        string   `json:"ask"`
	Progress   string   `json:"progress"`
	Result     string   `json:"result"`
	Decision   string   `json:"decision"`
	Conference string   `json:"conference"`
	Chair      string   `json:"chair"`
	Room       string   `json:"room"`
}

// coordinate puts problems on the agenda: two that a conference dealt with, of which one was decided, one that is done by 13710, one in progress, one raised just now.
func (f *filler) coordinate() {
	people := f.checked()
	if len(people) < 2 || len(f.place.Coordination.Titles) < 5 {
		return
	}
	raised, met := f.workday(f.Today-30), f.workday(f.Today-18)
	ids := make([]uuid.UUID, len(f.place.Coordination.Titles))
	for n, title := range f.place.Coordination.Titles {
		on := raised
		if n >= 3 {
			on = f.workdayBefore(f.Today - 3)
		}
		if n == 4 {
			on = f.workdayBefore(f.Today - 1)
		}
		ids[n] = f.id(moment(on, 11, n), "problem", n)
		f.agenda.add(moment(on, 11, n), func(ctx context.Context) error {
			x := coordination.Raising{ID: ids[n], Title: title, What: f.place.Coordination.What, Ask: f.place.Coordination.Ask}
			if n == 0 {
				x.Task = f.firstTask(ctx)
			}
			return f.Coordination.Raise(ctx, f.call(people[n%len(people)]), x)
		})
	}
	f.workOff(ids[2], raised, true)
	f.workOff(ids[3], f.workdayBefore(f.Today-3), false)
	f.confer(ids[:2], raised+2, met)
}

// firstTask is a task of the city; zero for none.
func (f *filler) firstTask(ctx context.Context) uuid.UUID {
	lines, _, err := f.Tasks.Page(ctx, f.call(f.people["supervisor"]), list.Query{}.Rows(uuid.Nil, 20))
	if err != nil {
		return uuid.Nil
	}
	for _, t := range lines {
		if int(t.Owner) == f.place.City.Code.Owner() {
			return t.ID
		}
	}
	return uuid.Nil
}

// workOff gives a problem out by the method of 13710, and brings it to its end or not.
func (f *filler) workOff(id uuid.UUID, on period.Date, isDone bool) {
	office, unit := f.people["supervisor"], f.checked()[1]
	form := flow.Form{"unit": unit.Unit.String()}
	f.agenda.add(moment(on, 14, 0), func(ctx context.Context) error {
		if err := f.Coordination.Method(ctx, f.call(office), id, "m13710", "ordinary"); err != nil {
			return err
		}
		return f.onProblem(ctx, id, "assign", form)
	})
	if !isDone {
		return
	}
	for n, move := range []string{"report", "apply", "close"} {
		f.agenda.add(moment(f.workday(on+1+period.Date(n)), 14+n, 0), func(ctx context.Context) error {
			return f.onProblem(ctx, id, move, map[string]flow.Form{"report": {"progress": f.place.Coordination.Progress}, "apply": {"result": f.place.Coordination.Result}, "close": {"grade": "good"}}[move])
		})
	}
}

// onProblem takes a move on a problem, as whoever has it or as the office.
func (f *filler) onProblem(ctx context.Context, id uuid.UUID, move string, form flow.Form) error {
	office := f.call(f.people["supervisor"])
	p, err := f.Coordination.Find(ctx, office, id)
	if err != nil {
		return err
	}
	by := office
	if move == "report" || move == "apply" {
		by = f.call(f.reporter[p.Case.Unit])
	}
	if err := f.Cases.Take(ctx, by, p.Case.ID, move, form, 0); err != nil {
		return fmt.Errorf("%s of a problem: %w", move, err)
	}
	return nil
}

// confer holds a conference: the first matter is decided and becomes a directive, the second is not dealt with.
func (f *filler) confer(problems []uuid.UUID, called, met period.Date) {
	office, leader := f.call(f.people["supervisor"]), f.call(f.people["leader"])
	id := f.id(moment(called, 9, 0), "conference")
	x := f.place.Coordination
	f.agenda.add(moment(f.workday(called), 9, 20), func(ctx context.Context) error {
		m := coordination.Meeting{ID: id, Title: x.Conference, On: met, Place: x.Room, Chair: x.Chair, Problems: problems}
		if err := f.Coordination.Call(ctx, office, m); err != nil {
			return err
		}
		c, err := f.Coordination.Conference(ctx, office, id)
		if err == nil {
			err = f.Cases.Take(ctx, office, c.Case.ID, "ask", nil, 0)
		}
		if err == nil {
			err = f.Cases.Take(ctx, leader, c.Case.ID, "approve", nil, 0)
		}
		return err
	})
	f.agenda.add(moment(met, 17, 0), func(ctx context.Context) error {
		c, err := f.Coordination.Conference(ctx, office, id)
		if err != nil {
			return err
		}
		d := coordination.Decision{Text: x.Decision, Unit: f.checked()[0].Unit, Until: f.Today + 12}
		if err := f.Coordination.Decide(ctx, office, id, c.Items[0].ID, d); err != nil {
			return err
		}
		if err := f.Coordination.Postpone(ctx, office, id, c.Items[1].ID, ""); err != nil {
			return err
		}
		return f.Cases.Take(ctx, office, c.Case.ID, "close", nil, 0)
	})
}
