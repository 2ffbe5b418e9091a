package inspection

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/inbox"
	"github.com/wenxiao/wenxiao/internal/audit"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// Severities are how bad a finding is.
var Severities = []string{"minor", "serious", "grave"}

// A Finding is one with the names of what it is about.
type Finding struct {
	record.Finding
	UnitName string
	TaskName string // of the task it is about; "" for none
	Metric   string // of the target; "" for none
	Due      int64  // by when the one whose turn it is has to act; 0 for no limit
	Files    []record.FindingFile
}

// A Noted is a finding as somebody writes it down.
type Noted struct {
	ID         uuid.UUID // made by the sender; the same one again is the same finding
	Inspection uuid.UUID
	Unit       uuid.UUID
	Task       uuid.UUID // zero for none; one of the inspection's
	Target     uuid.UUID // zero for none; one of the task's
	Place      string
	What       string
	Severity   string
	Basis      string
}

// act does something to an inspection on behalf of its office or, on its days, of its team. may says whether the actor's part is enough.
func (s *Service) act(ctx context.Context, call app.Call, inspection uuid.UUID, act app.Act, may func(record.Inspection, Part) bool, do func(context.Context, *store.Tx, record.Inspection) error) error {
	var i record.Inspection
	var p Part
	if err := s.See(ctx, call, access.InspectionVisit, func(ctx context.Context, v *store.View) (err error) {
		i, p, err = s.find(ctx, call, v, inspection)
		return err
	}); err != nil {
		return err
	}
	act.Owner, act.Needs = i.Owner, access.InspectionVisit
	if p.IsOffice {
		act.Needs = access.InspectionPlan
	}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		return tx.As(store.Unscoped, func() error {
			now, err := store.Load[record.Inspection](ctx, tx, record.InspectionTable, i.Owner, i.ID)
			if err != nil {
				return err
			}
			if !may(now, p) {
				return fault.New(fault.Conflict, "inspection-not-now")
			}
			return do(ctx, tx, now)
		})
	})
}

// Note writes a finding down, or writes it anew before it is handed over. Faults: NotFound; Conflict "inspection-not-now" for who may not or not on this day,
// "finding-handed"; Invalid "finding-what", "finding-unit", "finding-severity", "finding-task".
func (s *Service) Note(ctx context.Context, call app.Call, n Noted) error {
	for _, t := range []*string{&n.Place, &n.What, &n.Basis} {
		if *t = strings.TrimSpace(*t); len([]rune(*t)) > maxText {
			return fault.New(fault.TooLarge, "text-too-long", maxText)
		}
	}
	switch {
	case n.What == "" || n.ID == uuid.Nil:
		return fault.New(fault.Invalid, "finding-what")
	case !slices.Contains(Severities, n.Severity):
		return fault.New(fault.Invalid, "finding-severity")
	}
	act := app.Act{Name: "finding.note", Kind: "finding", Object: n.ID}
	return s.act(ctx, call, n.Inspection, act, func(i record.Inspection, p Part) bool { return p.mayNote(i) }, func(ctx context.Context, tx *store.Tx, i record.Inspection) error {
		if err := checkNoted(ctx, tx, i, n); err != nil {
			return err
		}
		f, err := store.Load[record.Finding](ctx, tx, record.FindingTable, i.Owner, n.ID)
		isNew := fault.KindOf(err) == fault.NotFound
		switch {
		case isNew:
			f = record.Finding{Record: store.Record{Owner: i.Owner, ID: n.ID}, Inspection: i.ID, Account: call.Actor.Account, Found: s.Today(), State: record.FindingNoted}
		case err != nil:
			return err
		case f.Inspection != i.ID:
			return fault.New(fault.NotFound, "record-missing")
		case f.State != record.FindingNoted:
			return fault.New(fault.Conflict, "finding-handed")
		}
		f.Unit, f.Task, f.Target, f.Place, f.What, f.Severity, f.Basis = n.Unit, n.Task, n.Target, n.Place, n.What, n.Severity, n.Basis
		if !isNew {
			return store.Update(ctx, tx, record.FindingTable, &f)
		}
		all, err := partsOf[record.Finding](ctx, tx, record.FindingTable, i)
		if err != nil {
			return err
		}
		f.Ordinal = 1
		for _, x := range all {
			f.Ordinal = max(f.Ordinal, x.Ordinal+1)
		}
		_, err = store.Insert(ctx, tx, record.FindingTable, &f)
		return err
	})
}

// checkNoted makes sure that a finding stays within the plan (条例, article 15: nothing is looked at that the plan does not name).
func checkNoted(ctx context.Context, tx *store.Tx, i record.Inspection, n Noted) error {
	units, err := partsOf[record.InspectionUnit](ctx, tx, record.InspectionUnitTable, i)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(units, func(u record.InspectionUnit) bool { return u.Unit == n.Unit }) {
		return fault.New(fault.Invalid, "finding-unit")
	}
	if n.Task == uuid.Nil && n.Target == uuid.Nil {
		return nil
	}
	tasks, err := partsOf[record.InspectionTask](ctx, tx, record.InspectionTaskTable, i)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(tasks, func(t record.InspectionTask) bool { return t.Task == n.Task }) {
		return fault.New(fault.Invalid, "finding-task")
	}
	if n.Target == uuid.Nil {
		return nil
	}
	g, err := store.Load[record.Target](ctx, tx, record.TargetTable, i.Owner, n.Target)
	if fault.KindOf(err) == fault.NotFound || err == nil && g.Task != n.Task {
		return fault.New(fault.Invalid, "finding-task")
	}
	return err
}

// Drop takes a finding away that was not handed over. Faults: NotFound; Conflict "inspection-not-now", "finding-handed".
func (s *Service) Drop(ctx context.Context, call app.Call, id uuid.UUID) error {
	return s.onFinding(ctx, call, id, "finding.drop", func(i record.Inspection, p Part) bool { return p.mayNote(i) }, func(ctx context.Context, tx *store.Tx, _ record.Inspection, f record.Finding) error {
		all, err := filesOf(ctx, tx, f.Owner, f.ID)
		if err != nil {
			return err
		}
		for _, file := range all[f.ID] {
			if err := store.Delete(ctx, tx, record.FindingFileTable, &file); err != nil {
				return err
			}
		}
		return store.Delete(ctx, tx, record.FindingTable, &f)
	})
}

// Hand hands a finding over to its unit: the office does, or on the days of the inspection the leader of the team. Sent twice it is handed over once.
// Faults: NotFound; Conflict "inspection-not-now".
func (s *Service) Hand(ctx context.Context, call app.Call, id uuid.UUID) error {
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return err
	}
	may := func(i record.Inspection, p Part) bool {
		return i.State == record.InspectionApproved && (p.IsOffice || p.IsLeader)
	}
	return s.onFinding(ctx, call, id, "finding.hand", may, func(ctx context.Context, tx *store.Tx, i record.Inspection, f record.Finding) error {
		c, err := s.Cases.Open(ctx, tx, casework.NewCase{Owner: f.Owner, Workflow: FindingWorkflow, About: record.AboutFinding, Subject: f.ID, Title: title(f.What), Unit: f.Unit}, calendar)
		if err != nil {
			return err
		}
		f.Case, f.State, f.Reader = c.ID, c.Step, f.Unit
		if err := store.Update(ctx, tx, record.FindingTable, &f); err != nil {
			return err
		}
		all, err := filesOf(ctx, tx, f.Owner, f.ID)
		if err != nil {
			return err
		}
		for _, file := range all[f.ID] {
			file.Reader = f.Unit
			if err := store.Update(ctx, tx, record.FindingFileTable, &file); err != nil {
				return err
			}
		}
		return inbox.Tell(ctx, tx, f.Unit, s.Now().UnixMilli(), inbox.Note{Kind: inbox.FindingHanded, Args: []string{i.Title, title(f.What), period.Date(c.Due).String()}, Href: "/findings/" + f.ID.String()})
	})
}

// onFinding does something to a finding that was not handed over yet.
func (s *Service) onFinding(ctx context.Context, call app.Call, id uuid.UUID, name string, may func(record.Inspection, Part) bool, do func(context.Context, *store.Tx, record.Inspection, record.Finding) error) error {
	before, err := s.Finding(ctx, call, id)
	if err != nil {
		return err
	}
	act := app.Act{Name: name, Kind: "finding", Object: id}
	return s.act(ctx, call, before.Inspection.ID, act, may, func(ctx context.Context, tx *store.Tx, i record.Inspection) error {
		f, err := store.Load[record.Finding](ctx, tx, record.FindingTable, i.Owner, id)
		if err != nil {
			return err
		}
		if f.State != record.FindingNoted {
			if name == "finding.hand" {
				return nil // sent twice
			}
			return fault.New(fault.Conflict, "finding-handed")
		}
		return do(ctx, tx, i, f)
	})
}

// Move takes a move on a finding that was handed over: for the unit, for the office, or on the days of the inspection for the team. Faults are those of
// casework.Service.Take.
func (s *Service) Move(ctx context.Context, call app.Call, id uuid.UUID, move string, form flow.Form, version int64) error {
	p, err := s.Finding(ctx, call, id)
	if err != nil {
		return err
	}
	if !p.IsTeam || p.IsOffice || p.Case.ID == uuid.Nil {
		return s.Cases.Take(ctx, call, p.Finding.Case, move, form, version)
	}
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return err
	}
	act := app.Act{Name: string(access.CaseDecide), Kind: "case", Object: p.Finding.Case, Detail: audit.Detail{"workflow": FindingWorkflow, "move": move, "step": p.State}}
	return s.act(ctx, call, p.Inspection.ID, act, func(_ record.Inspection, p Part) bool { return p.IsTeam }, func(ctx context.Context, tx *store.Tx, i record.Inspection) error {
		c, err := store.Load[record.Case](ctx, tx, record.CaseTable, i.Owner, p.Finding.Case)
		if err != nil {
			return err
		}
		if version != 0 && c.Version != version {
			return fault.New(fault.Conflict, "record-stale")
		}
		return s.Cases.Move(ctx, tx, call, &c, move, form, calendar, p.parties()...)
	})
}

// A FindingPage is a finding with its course.
type FindingPage struct {
	Finding
	Part
	Inspection record.Inspection
	Case       casework.Dossier // without an id before it is handed over
	MayEdit    bool             // it can still be written anew, or taken away
	MayHand    bool
	MayProve   string // what the actor may add files to prove; "" for nothing
}

// Finding gives a finding. fault.NotFound: there is none the actor may see.
func (s *Service) Finding(ctx context.Context, call app.Call, id uuid.UUID) (p FindingPage, err error) {
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return p, err
	}
	err = s.See(ctx, call, access.InspectionVisit, func(ctx context.Context, v *store.View) error {
		all := v.As(store.Unscoped)
		f, err := store.Load[record.Finding](ctx, all, record.FindingTable, 0, id)
		if err != nil {
			return err
		}
		p.Inspection, p.Part, err = s.find(ctx, call, v, f.Inspection)
		if !p.MaySee && !p.IsTeam { // a unit that came to it unannounced sees the finding alone
			if _, err = store.Load[record.Finding](ctx, v.As(s.Scopes.For(call.Actor, access.InspectionRead)), record.FindingTable, f.Owner, id); err == nil {
				p.IsUnit = true
			}
		}
		if err != nil {
			return err
		}
		described, err := describe(ctx, all, f)
		if err != nil {
			return err
		}
		p.Finding = described[0]
		isNoted := f.State == record.FindingNoted
		p.MayEdit = isNoted && p.mayNote(p.Inspection)
		p.MayHand = isNoted && p.Inspection.State == record.InspectionApproved && (p.IsOffice || p.IsLeader)
		switch {
		case p.MayEdit:
			p.MayProve = record.ProvesFinding
		case f.State == "rectifying" && access.Allow(call.Actor, access.CaseHandle, access.Record{Owner: int(f.Owner), Lead: []uuid.UUID{f.Unit}}) == nil:
			p.MayProve = record.ProvesRectification
		}
		if isNoted {
			return nil
		}
		p.Case, err = s.Cases.Dossier(ctx, v, call, f.Case, calendar, p.parties()...)
		return err
	})
	return p, err
}

// findings are those of an inspection that the actor may see, in their order.
func (s *Service) findings(ctx context.Context, v *store.View, call app.Call, i record.Inspection, p Part) ([]Finding, error) {
	reach := v.As(store.Unscoped)
	if !p.MaySee && !p.IsTeam {
		reach = v.As(s.Scopes.For(call.Actor, access.InspectionRead))
	}
	list, err := partsOf[record.Finding](ctx, reach, record.FindingTable, i)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(list, func(a, b record.Finding) int { return int(a.Ordinal - b.Ordinal) })
	return describe(ctx, v.As(store.Unscoped), list...)
}

// describe adds to findings of an inspection the names of what they are about, their days and their files.
func describe(ctx context.Context, r *store.View, list ...record.Finding) ([]Finding, error) {
	if len(list) == 0 {
		return nil, nil
	}
	var ids, ofUnits, ofTasks, ofTargets, ofCases []uuid.UUID
	for _, f := range list {
		ids, ofUnits, ofTasks, ofTargets, ofCases = append(ids, f.ID), append(ofUnits, f.Unit), append(ofTasks, f.Task), append(ofTargets, f.Target), append(ofCases, f.Case)
	}
	units, err := app.UnitNames(ctx, r, ofUnits...)
	if err != nil {
		return nil, err
	}
	tasks, err := store.ByID[record.Task](ctx, r, record.TaskTable, ofTasks)
	if err != nil {
		return nil, err
	}
	targets, err := store.ByID[record.Target](ctx, r, record.TargetTable, ofTargets)
	if err != nil {
		return nil, err
	}
	cases, err := store.ByID[record.Case](ctx, r, record.CaseTable, ofCases)
	if err != nil {
		return nil, err
	}
	files, err := filesOf(ctx, r, list[0].Owner, ids...)
	all := make([]Finding, len(list))
	for i, f := range list {
		t := tasks[f.Task]
		all[i] = Finding{Finding: f, UnitName: units[f.Unit], TaskName: strings.TrimSpace(t.Label + " " + t.Title), Metric: targets[f.Target].Metric, Due: cases[f.Case].Due, Files: files[f.ID]}
	}
	return all, err
}
