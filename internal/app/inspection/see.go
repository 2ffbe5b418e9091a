package inspection

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A Part is what somebody has to do with an inspection.
type Part struct {
	IsOffice bool // may plan it, and hand its findings over
	MaySee   bool // sees all of it: the office, and leaders
	IsTeam   bool // is a member of its team, today is one of its days, and its plan is approved
	IsLeader bool // leads that team
	IsUnit   bool // works for a unit that it was told of, or to which a finding was handed
}

// mayNote says whether somebody may note findings now.
func (p Part) mayNote(i record.Inspection) bool {
	return i.State == record.InspectionApproved && (p.IsOffice || p.IsTeam)
}

// parties are what the engine is told of somebody beside his permissions.
func (p Part) parties() []flow.Party {
	if p.IsTeam {
		return []flow.Party{flow.Team}
	}
	return nil
}

// find gives an inspection and the actor's part in it. fault.NotFound: he has none.
func (s *Service) find(ctx context.Context, call app.Call, v *store.View, id uuid.UUID) (i record.Inspection, p Part, err error) {
	all := v.As(store.Unscoped)
	if i, err = store.Load[record.Inspection](ctx, all, record.InspectionTable, 0, id); err != nil {
		return i, p, err
	}
	on := access.Record{Owner: int(i.Owner)}
	p.IsOffice = access.Allow(call.Actor, access.InspectionPlan, on) == nil
	p.MaySee = p.IsOffice || access.Allow(call.Actor, access.InspectionRead, on) == nil
	team, err := partsOf[record.InspectionMember](ctx, v.As(s.Scopes.For(call.Actor, access.InspectionVisit)), record.InspectionMemberTable, i)
	if err != nil {
		return i, p, err
	}
	today := s.Today()
	for _, m := range team {
		p.IsTeam = m.Account == call.Actor.Account && i.State == record.InspectionApproved && i.From <= today && today <= i.To
		p.IsLeader = p.IsTeam && m.IsLeader
	}
	if p.MaySee || p.IsTeam {
		return i, p, nil
	}
	reach := v.As(s.Scopes.For(call.Actor, access.InspectionRead))
	_, err = store.Load[record.Inspection](ctx, reach, record.InspectionTable, i.Owner, id)
	p.IsUnit = err == nil
	return i, p, err
}

// A Line is an inspection in a list.
type Line struct {
	record.Inspection
	Found, Open int // findings that were handed over, and those of them that are not struck off; of all that the actor may see
}

// List gives the inspections the actor may see, the newest first: by his permission, or because he is in a team these days.
func (s *Service) List(ctx context.Context, call app.Call) (lines []Line, err error) {
	err = s.See(ctx, call, access.InspectionVisit, func(ctx context.Context, v *store.View) error {
		mine, err := store.List[record.InspectionMember](ctx, v, &relation.Select{From: relation.From(record.InspectionMemberTable, "m"),
			Where: relation.Equal(relation.C("m", "account"), call.Actor.Account[:])})
		if err != nil {
			return err
		}
		reach := v.As(s.Scopes.For(call.Actor, access.InspectionRead))
		newest := []relation.Order{{By: relation.C("i", "made"), IsDesc: true}, {By: relation.C("i", "rid"), IsDesc: true}}
		list, err := store.List[record.Inspection](ctx, reach, &relation.Select{From: relation.From(record.InspectionTable, "i"), OrderBy: newest, Limit: 200})
		if err != nil {
			return err
		}
		for _, m := range mine {
			if slices.ContainsFunc(list, func(i record.Inspection) bool { return i.ID == m.Inspection }) {
				continue
			}
			if i, p, err := s.find(ctx, call, v, m.Inspection); err == nil && p.IsTeam {
				list = append([]record.Inspection{i}, list...)
			} else if err != nil && fault.KindOf(err) != fault.NotFound {
				return err
			}
		}
		lines, err = count(ctx, reach, list)
		return err
	})
	return lines, err
}

// count counts the findings of inspections.
func count(ctx context.Context, r store.Reader, list []record.Inspection) ([]Line, error) {
	lines, at := make([]Line, len(list)), make(map[uuid.UUID]int, len(list))
	owners, inspections := relation.In{X: relation.C("f", relation.Owner)}, relation.In{X: relation.C("f", "inspection")}
	for n, i := range list {
		lines[n].Inspection, at[i.ID] = i, n
		owners.Values, inspections.Values = append(owners.Values, i.Owner), append(inspections.Values, list[n].ID[:])
	}
	of, state := relation.C("f", "inspection"), relation.C("f", "state")
	q := &relation.Select{Outputs: []relation.Output{{Expr: of}, {Expr: state}, {Expr: relation.Call{Func: relation.CountRows}, As: "n"}}, From: relation.From(record.FindingTable, "f"), Where: relation.And{owners, inspections}, GroupBy: []relation.Expr{of, state}}
	return lines, r.Select(ctx, q, func(scan store.Scan) error {
		var id uuid.UUID
		var state string
		var n int
		err := scan(&id, &state, &n)
		if state == record.FindingNoted || state == "withdrawn" {
			return err
		}
		l := &lines[at[id]]
		if l.Found += n; state != "struck_off" {
			l.Open += n
		}
		return err
	})
}

// A Page is an inspection with all that the actor may see of it.
type Page struct {
	record.Inspection
	Part
	Case     casework.Dossier // for who sees all of it; else empty
	Team     []Member
	Units    []Named
	Tasks    []Task
	Findings []Finding
	MayNote  bool
	Office   string
}

// A Member is somebody of a team.
type Member struct {
	Account  uuid.UUID
	Name     string
	Unit     string
	IsLeader bool
}

// A Named is something with its name.
type Named struct {
	ID   uuid.UUID
	Name string
}

// A Task is what a team looks at: what it orders, and what was reported last.
type Task struct {
	record.Task
	Targets  []record.Target
	Reported record.Report // the last one that was handed in; zero for none
}

// Find gives an inspection. fault.NotFound: the actor has no part in it, or not today.
func (s *Service) Find(ctx context.Context, call app.Call, id uuid.UUID) (p Page, err error) {
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return p, err
	}
	err = s.See(ctx, call, access.InspectionVisit, func(ctx context.Context, v *store.View) error {
		if p.Inspection, p.Part, err = s.find(ctx, call, v, id); err != nil {
			return err
		}
		p.MayNote = p.mayNote(p.Inspection)
		all := v.As(store.Unscoped)
		if err := s.readTeam(ctx, all, &p); err != nil {
			return err
		}
		if err := s.readUnits(ctx, all, call, &p); err != nil {
			return err
		}
		if p.Findings, err = s.findings(ctx, v, call, p.Inspection, p.Part); err != nil || p.IsUnit {
			return err
		}
		if err := s.readTasks(ctx, all, &p); err != nil || !p.MaySee {
			return err
		}
		p.Case, err = s.Cases.Dossier(ctx, v, call, p.Inspection.Case, calendar)
		return err
	})
	return p, err
}

func (s *Service) readTeam(ctx context.Context, r *store.View, p *Page) error {
	team, err := partsOf[record.InspectionMember](ctx, r, record.InspectionMemberTable, p.Inspection)
	if err != nil {
		return err
	}
	var ids, units []uuid.UUID
	for _, m := range team {
		ids = append(ids, m.Account)
	}
	accounts, err := store.ByID[record.Account](ctx, r, record.AccountTable, ids)
	if err != nil {
		return err
	}
	for _, a := range accounts {
		if a.Unit != nil {
			units = append(units, *a.Unit)
		}
	}
	names, err := app.UnitNames(ctx, r, units...)
	if err != nil {
		return err
	}
	for _, m := range team {
		a := accounts[m.Account]
		member := Member{Account: m.Account, Name: a.Label, IsLeader: m.IsLeader}
		if a.Unit != nil {
			member.Unit = names[*a.Unit]
		}
		p.Team = append(p.Team, member)
	}
	slices.SortStableFunc(p.Team, func(a, b Member) int {
		switch {
		case a.IsLeader == b.IsLeader:
			return 0
		case a.IsLeader:
			return -1
		}
		return 1
	})
	return nil
}

func (s *Service) readUnits(ctx context.Context, r *store.View, call app.Call, p *Page) error {
	units, err := partsOf[record.InspectionUnit](ctx, r, record.InspectionUnitTable, p.Inspection)
	if err != nil {
		return err
	}
	ids := []uuid.UUID{p.Inspection.Unit}
	for _, u := range units {
		ids = append(ids, u.Unit)
	}
	names, err := app.UnitNames(ctx, r, ids...)
	p.Office = names[p.Inspection.Unit]
	for _, u := range units {
		if !p.IsUnit || u.Unit == call.Actor.Unit {
			p.Units = append(p.Units, Named{u.Unit, names[u.Unit]})
		}
	}
	return err
}

func (s *Service) readTasks(ctx context.Context, r *store.View, p *Page) error {
	tasks, err := partsOf[record.InspectionTask](ctx, r, record.InspectionTaskTable, p.Inspection)
	if err != nil {
		return err
	}
	for _, x := range tasks {
		t := Task{}
		if t.Task, err = store.Load[record.Task](ctx, r, record.TaskTable, x.Owner, x.Task); err != nil {
			return err
		}
		of := func(as string) relation.Expr {
			return relation.And{relation.Equal(relation.C(as, relation.Owner), x.Owner), relation.Equal(relation.C(as, "task"), x.Task[:])}
		}
		if t.Targets, err = store.List[record.Target](ctx, r, &relation.Select{From: relation.From(record.TargetTable, "g"), Where: of("g"), OrderBy: []relation.Order{{By: relation.C("g", "ordinal")}}}); err != nil {
			return err
		}
		last, err := store.List[record.Report](ctx, r, &relation.Select{From: relation.From(record.ReportTable, "r"), Limit: 1,
			Joins: []relation.Join{{Source: relation.From(record.DueTable, "d"), On: relation.And{
				relation.Same(relation.C("d", relation.Owner), relation.C("r", relation.Owner)), relation.Same(relation.C("d", "id"), relation.C("r", "due"))}}},
			Where:   relation.And{of("d"), relation.OneOf(relation.C("r", "state"), []string{record.ReportSubmitted, record.ReportAccepted})},
			OrderBy: []relation.Order{{By: relation.C("r", "submitted"), IsDesc: true}}})
		if err != nil {
			return err
		}
		if len(last) > 0 {
			t.Reported = last[0]
		}
		p.Tasks = append(p.Tasks, t)
	}
	return nil
}

// People are those who can be put in a team: with an account in the division or below, by name.
func (s *Service) People(ctx context.Context, call app.Call) (people []Member, err error) {
	low, high := span(int64(call.Actor.Division.Owner()))
	err = s.See(ctx, call, access.InspectionPlan, func(ctx context.Context, v *store.View) error {
		col := func(n string) relation.Col { return relation.C("a", n) }
		list, err := store.List[record.Account](ctx, v.As(store.Unscoped), &relation.Select{From: relation.From(record.AccountTable, "a"), Where: relation.And{
			relation.Binary{Op: relation.Ge, L: col("division"), R: relation.V(low)}, relation.Binary{Op: relation.Le, L: col("division"), R: relation.V(high)},
			relation.Equal(col("is_disabled"), int64(0)), relation.Not{X: relation.IsNull{X: col("unit")}}},
			OrderBy: []relation.Order{{By: col("division")}, {By: col("unit")}, {By: col("label")}, {By: col("id")}}, Limit: 2000})
		if err != nil {
			return err
		}
		units, err := store.List[record.Unit](ctx, v, &relation.Select{From: relation.From(record.UnitTable, "u")})
		names := make(map[uuid.UUID]string, len(units))
		for _, u := range units {
			names[u.ID] = u.Name
		}
		for _, a := range list {
			people = append(people, Member{Account: a.ID, Name: a.Label, Unit: names[*a.Unit]})
		}
		return err
	})
	return people, err
}
