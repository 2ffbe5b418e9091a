package demo

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/inspection"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/list"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/period"
)

// visit is what is said of inspections and their findings.
type visit struct {
	Titles   []string `json:"titles"` // of the one that is over, the one under way, the one to be approved
	Basis    string   `json:"basis"`
	Content  string   `json:"content"`
	Places   []string `json:"places"`
	Found    []string `json:"found"`
	Rule     string   `json:"rule"`
	Objects  string   `json:"objects"`
	Upholds  string   `json:"upholds"`
	Measures string   `json:"measures"`
	Person   string   `json:"person"`
	Result   string   `json:"result"`
	Recheck  string   `json:"recheck"`
	Failed   string   `json:"failed"`
	Relapse  string   `json:"relapse"`
	Ends     string   `json:"ends"`
	Proof    string   `json:"proof"` // name of the file
}

// inspect puts the city's inspections on the agenda: one that is over, with findings in each step, one whose team is out, and one that waits for its leader.
func (f *filler) inspect() {
	over, out := f.workday(f.Today-40), f.Today-1
	for n, first := range []period.Date{over, out, f.Today + 7} {
		on := min(f.workdayBefore(first-3), f.Today-2)
		f.agenda.add(moment(on, 9, 40+n), func(ctx context.Context) error {
			if err := f.sendTeam(ctx, n, on, first); err != nil {
				return fmt.Errorf("plan the inspection %d: %w", n, err)
			}
			return nil
		})
	}
}

// checked are the accounts of units of the city that lead tasks, in their order.
func (f *filler) checked() (all []access.Actor) {
	for _, u := range f.place.CityUnits {
		if a, ok := f.people[u.Key+".reporter"]; ok {
			all = append(all, a)
		}
	}
	return all
}

func (f *filler) sendTeam(ctx context.Context, n int, on, first period.Date) error {
	office, leader := f.call(f.people["supervisor"]), f.call(f.people["leader"])
	people := f.checked()
	if len(people) < 4 {
		return nil
	}
	team, visited := people[:2], people[2:min(5, len(people))]
	x := inspection.Plan{ID: f.id(moment(on, 9, 40), "inspection", n), Title: f.place.Visit.Titles[n], Kind: "special", Basis: f.place.Visit.Basis, Content: f.place.Visit.Content,
		Places: strings.Join(f.place.Visit.Places, "\n"), From: first, To: first + 4, IsUnannounced: n == 1, Leader: team[0].Account, Members: []uuid.UUID{team[1].Account}}
	for _, a := range visited {
		x.Units = append(x.Units, a.Unit)
	}
	tasks, _, err := f.Tasks.Page(ctx, office, list.Query{}.Rows(uuid.Nil, 60))
	if err != nil {
		return err
	}
	for _, t := range tasks {
		if int(t.Owner) == f.place.City.Code.Owner() && len(x.Tasks) < 3 {
			x.Tasks = append(x.Tasks, t.ID)
		}
	}
	if err := f.Inspections.Plan(ctx, office, x); err != nil {
		return err
	}
	page, err := f.Inspections.Find(ctx, office, x.ID)
	if err != nil {
		return err
	}
	if err := f.Cases.Take(ctx, office, page.Case.ID, "ask", nil, 0); err != nil || n == 2 {
		return err
	}
	if err := f.Cases.Take(ctx, leader, page.Case.ID, "approve", flow.Form{"opinion": f.place.Casework.Opinion}, 0); err != nil {
		return err
	}
	f.agenda.add(moment(first, 15, 30), func(ctx context.Context) error { return f.find(ctx, x, first, n == 0) })
	if n == 0 {
		f.agenda.add(moment(first+6, 17, 0), func(ctx context.Context) error {
			return f.Cases.Take(ctx, office, page.Case.ID, "conclude", flow.Form{"conclusion": f.place.Visit.Ends}, 0)
		})
	}
	return nil
}

// find lets the team note findings; those of an inspection that is over are handed over and left one in each step.
func (f *filler) find(ctx context.Context, x inspection.Plan, day period.Date, isOver bool) error {
	team := f.call(f.checked()[0])
	v := f.place.Visit
	for n, what := range v.Found {
		if !isOver && n > 1 {
			return nil
		}
		id := f.id(moment(day, 15, 30), "finding", x.ID, n)
		noted := inspection.Noted{ID: id, Inspection: x.ID, Unit: x.Units[n%len(x.Units)], Place: v.Places[n%len(v.Places)], What: what, Severity: inspection.Severities[n%3], Basis: v.Rule}
		if n%2 == 0 && len(x.Tasks) > 0 {
			noted.Task = x.Tasks[n%len(x.Tasks)]
		}
		if err := f.Inspections.Note(ctx, team, noted); err != nil {
			return fmt.Errorf("note a finding: %w", err)
		}
		if err := f.prove(ctx, team.Actor, id, what); err != nil {
			return err
		}
		if !isOver {
			continue
		}
		if err := f.Inspections.Hand(ctx, team, id); err != nil {
			return fmt.Errorf("hand a finding over: %w", err)
		}
		f.rectify(id, f.reporter[noted.Unit], day, n)
	}
	return nil
}

func (f *filler) prove(ctx context.Context, by access.Actor, id uuid.UUID, text string) error {
	err := f.Inspections.Attach(ctx, f.call(by), id, intake.Uploaded{Name: f.place.Visit.Proof, Content: strings.NewReader(text + "\n")})
	if err != nil {
		return fmt.Errorf("prove a finding: %w", err)
	}
	return nil
}

// rectify leaves a finding in the step of its number: handed over, objected to, to be planned, approved, put right, re-checked, struck off, withdrawn, back again.
func (f *filler) rectify(id uuid.UUID, unit access.Actor, day period.Date, n int) {
	v, office := f.place.Visit, f.people["supervisor"]
	limit := flow.Form{"measures": v.Measures, "person": v.Person, "day": max(day+25, f.Today+3*period.Date(n%3)-2).String()}
	type move struct {
		by   access.Actor
		name string
		form flow.Form
	}
	own, plan, approve := move{unit, "own", nil}, move{unit, "plan", limit}, move{office, "approve", nil}
	object, apply := move{unit, "object", flow.Form{"answer": v.Objects}}, move{unit, "apply", flow.Form{"result": v.Result}}
	strike := move{office, "strike_off", flow.Form{"finding": v.Recheck}}
	fates := [][]move{
		{}, {object}, {object, {office, "uphold", flow.Form{"reason": v.Upholds}}}, {own, plan}, {own, plan, approve}, {own, plan, approve, apply}, {own, plan, approve, apply, strike},
		{object, {office, "withdraw", flow.Form{"reason": v.Upholds}}}, {own, plan, approve, apply, strike, {office, "reopen", flow.Form{"finding": v.Relapse, "day": (f.Today + 20).String()}}},
		{own, plan, approve, apply, {office, "refuse", flow.Form{"finding": v.Failed, "day": (f.Today + 10).String()}}},
	}
	on := day
	for i, m := range fates[n%len(fates)] {
		on = f.workday(on + 1)
		f.agenda.add(moment(on, 10, 10+n), func(ctx context.Context) error {
			if m.name == "apply" {
				if err := f.prove(ctx, unit, id, v.Result); err != nil {
					return err
				}
			}
			if err := f.Inspections.Move(ctx, f.call(m.by), id, m.name, m.form, 0); err != nil {
				return fmt.Errorf("%s of finding %d, move %d: %w", m.name, n, i, err)
			}
			return nil
		})
	}
}
