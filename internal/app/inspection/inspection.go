// Package inspection is what teams do that a government sends to look on the spot:
// plan, visit, note what is wrong, hand it to the unit, re-check it and strike it
// off. How an inspection and a finding go from step to step is declared in
// internal/casework; here stand the plan, what belongs to a finding, and who sees
// what: the office all of it, a unit what was handed to it, and a member of a team
// what the team looks at, on the days of the inspection and on no other. Start with
// Service.Plan and Service.Note.
package inspection

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// The workflows.
const (
	Workflow        = "inspection"
	FindingWorkflow = "finding"
)

// A Service works on inspections.
type Service struct {
	*app.Core
	Cases    *casework.Service
	Calendar func(context.Context) (*period.Calendar, error)
	Intake   *intake.Service
}

// New makes the service and says what its workflows do to its records.
func New(s Service) *Service {
	s.Cases.Declare(Workflow, casework.Kind{Holds: s.holds, Did: s.did, IsBuiltOn: isBuiltOn, Home: "/inspections/"})
	s.Cases.Declare(FindingWorkflow, casework.Kind{Holds: s.findingHolds, Check: checkFinding, Did: s.findingDid, IsBuiltOn: isBuiltOn, Home: "/findings/"})
	return &s
}

// Kinds are those of an inspection (政府督查工作条例, article 14).
var Kinds = []string{"comprehensive", "special", "incident", "daily", "lead"}

// A Plan (督查方案) is what an inspection is to be.
type Plan struct {
	ID            uuid.UUID // made by the sender
	Version       int64     // of the inspection as it was seen; 0 for a new one
	Title         string
	Kind          string
	Basis         string
	Content       string
	Places        string // one a line
	From, To      period.Date
	IsUnannounced bool
	Leader        uuid.UUID // 组长
	Members       []uuid.UUID
	Units         []uuid.UUID
	Tasks         []uuid.UUID
}

// Bounds of a plan.
const (
	maxText  = 4000 // characters of a text
	maxTitle = 100
	maxMany  = 200 // members, units, tasks
	maxDays  = 366
)

// check trims a plan and says what is wrong with it.
func (p *Plan) check(today int64) error {
	for _, t := range []*string{&p.Title, &p.Basis, &p.Content, &p.Places} {
		if *t = strings.TrimSpace(*t); len([]rune(*t)) > maxText {
			return fault.New(fault.TooLarge, "text-too-long", maxText)
		}
	}
	switch {
	case p.ID == uuid.Nil, p.Title == "", len([]rune(p.Title)) > maxTitle, strings.ContainsAny(p.Title, "\r\n"):
		return fault.New(fault.Invalid, "inspection-title")
	case !slices.Contains(Kinds, p.Kind):
		return fault.New(fault.Invalid, "inspection-kind")
	case p.Basis == "":
		return fault.New(fault.Invalid, "inspection-basis")
	case p.From == 0, p.To < p.From, int64(p.To) < today, p.To > p.From+maxDays:
		return fault.New(fault.Invalid, "inspection-days")
	case len(p.Members) > maxMany, len(p.Units) > maxMany, len(p.Tasks) > maxMany:
		return fault.New(fault.TooLarge, "inspection-many", maxMany)
	}
	return nil
}

// Plan keeps a plan: a new one, or another version of one that is not approved yet. Sent twice it stands there once. Faults: Invalid
// "inspection-title", "inspection-kind", "inspection-basis", "inspection-days", "inspection-who"; Conflict "inspection-state", "record-stale".
func (s *Service) Plan(ctx context.Context, call app.Call, p Plan) error {
	if err := p.check(s.Today()); err != nil {
		return err
	}
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return err
	}
	act := app.Act{Needs: access.InspectionPlan, Kind: "inspection", Object: p.ID, Owner: int64(call.Actor.Division.Owner())}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		i, err := store.Load[record.Inspection](ctx, tx, record.InspectionTable, 0, p.ID)
		isNew := fault.KindOf(err) == fault.NotFound
		switch {
		case isNew:
			i = record.Inspection{Record: store.Record{Owner: int64(call.Actor.Division.Owner()), ID: p.ID}, Unit: call.Actor.Unit, Account: call.Actor.Account, Made: s.Now().UnixMilli()}
		case err != nil:
			return err
		case i.State != record.InspectionDraft:
			return fault.New(fault.Conflict, "inspection-state")
		case p.Version != 0 && p.Version != i.Version:
			return fault.New(fault.Conflict, "record-stale")
		}
		tx.In(i.Owner)
		i.Title, i.Kind, i.Basis, i.Content, i.Places = p.Title, p.Kind, p.Basis, p.Content, p.Places
		i.From, i.To, i.IsUnannounced = int64(p.From), int64(p.To), p.IsUnannounced
		return tx.As(store.Unscoped, func() error {
			if err := checkWho(ctx, tx, p, i.Owner); err != nil {
				return err
			}
			if err := s.keep(ctx, tx, &i, isNew, calendar); err != nil {
				return err
			}
			return s.keepParts(ctx, tx, i, p)
		})
	})
}

// keep writes an inspection; a new one comes with its case.
func (s *Service) keep(ctx context.Context, tx *store.Tx, i *record.Inspection, isNew bool, calendar *period.Calendar) error {
	if !isNew {
		return store.Update(ctx, tx, record.InspectionTable, i)
	}
	c, err := s.Cases.Open(ctx, tx, casework.NewCase{Owner: i.Owner, Workflow: Workflow, About: record.AboutInspection, Subject: i.ID, Title: i.Title, Unit: i.Unit}, calendar)
	if err != nil {
		return err
	}
	i.Case, i.State = c.ID, c.Step
	_, err = store.Insert(ctx, tx, record.InspectionTable, i)
	return err
}

// checkWho makes sure that people, units and tasks of a plan are there and of the division. fault.Invalid "inspection-who" if not.
func checkWho(ctx context.Context, tx *store.Tx, p Plan, owner int64) error {
	wrong := fault.New(fault.Invalid, "inspection-who")
	low, high := span(owner)
	accounts, err := store.ByID[record.Account](ctx, tx, record.AccountTable, people(p))
	if err != nil {
		return err
	}
	for _, id := range people(p) {
		if a, ok := accounts[id]; !ok || a.IsDisabled || a.Division < low || a.Division > high {
			return wrong
		}
	}
	units, err := store.ByID[record.Unit](ctx, tx, record.UnitTable, p.Units)
	if err != nil {
		return err
	}
	for _, id := range p.Units {
		if u, ok := units[id]; !ok || u.Division < low || u.Division > high {
			return wrong
		}
	}
	tasks, err := store.ByID[record.Task](ctx, tx, record.TaskTable, p.Tasks)
	for _, id := range p.Tasks {
		if t, ok := tasks[id]; err == nil && (!ok || t.Owner != owner) {
			return wrong
		}
	}
	return err
}

// span are the owners of a division and of those below it, by its six digits.
func span(owner int64) (low, high int64) {
	switch {
	case owner%10000 == 0:
		return owner, owner + 9999
	case owner%100 == 0:
		return owner, owner + 99
	}
	return owner, owner
}

// people are the leader and the members, each once.
func people(p Plan) []uuid.UUID {
	var all []uuid.UUID
	for _, id := range append([]uuid.UUID{p.Leader}, p.Members...) {
		if id != uuid.Nil && !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}

// keepParts makes members, units and tasks those of a plan.
func (s *Service) keepParts(ctx context.Context, tx *store.Tx, i record.Inspection, p Plan) error {
	team, err := partsOf[record.InspectionMember](ctx, tx, record.InspectionMemberTable, i)
	if err != nil {
		return err
	}
	who := people(p)
	for n := range team {
		m := &team[n]
		at := slices.Index(who, m.Account)
		if at < 0 {
			if err := store.Delete(ctx, tx, record.InspectionMemberTable, m); err != nil {
				return err
			}
			continue
		}
		who = slices.Delete(who, at, at+1)
		m.IsLeader = m.Account == p.Leader
		if err := store.Update(ctx, tx, record.InspectionMemberTable, m); err != nil {
			return err
		}
	}
	for _, id := range who {
		if err := add(ctx, tx, record.InspectionMemberTable, i.Owner, func(r store.Record) record.InspectionMember {
			return record.InspectionMember{Record: r, Inspection: i.ID, Account: id, IsLeader: id == p.Leader}
		}); err != nil {
			return err
		}
	}
	if err := replace(ctx, tx, record.InspectionUnitTable, i, p.Units, func(u record.InspectionUnit) uuid.UUID { return u.Unit },
		func(r store.Record, id uuid.UUID) record.InspectionUnit {
			return record.InspectionUnit{Record: r, Inspection: i.ID, Unit: id, Part: record.PartRecipient}
		}); err != nil {
		return err
	}
	return replace(ctx, tx, record.InspectionTaskTable, i, p.Tasks, func(t record.InspectionTask) uuid.UUID { return t.Task },
		func(r store.Record, id uuid.UUID) record.InspectionTask {
			return record.InspectionTask{Record: r, Inspection: i.ID, Task: id}
		})
}

// replace makes the rows of a part those of some ids.
func replace[T any](ctx context.Context, tx *store.Tx, t *relation.Table, i record.Inspection, ids []uuid.UUID, idOf func(T) uuid.UUID, made func(store.Record, uuid.UUID) T) error {
	have, err := partsOf[T](ctx, tx, t, i)
	if err != nil {
		return err
	}
	var stay []uuid.UUID
	for n := range have {
		if id := idOf(have[n]); slices.Contains(ids, id) {
			stay = append(stay, id)
		} else if err := store.Delete(ctx, tx, t, &have[n]); err != nil {
			return err
		}
	}
	for _, id := range ids {
		if slices.Contains(stay, id) {
			continue
		}
		stay = append(stay, id)
		if err := add(ctx, tx, t, i.Owner, func(r store.Record) T { return made(r, id) }); err != nil {
			return err
		}
	}
	return nil
}

// add adds a row with an id of its own.
func add[T any](ctx context.Context, tx *store.Tx, t *relation.Table, owner int64, made func(store.Record) T) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	row := made(store.Record{Owner: owner, ID: id})
	_, err = store.Insert(ctx, tx, t, &row)
	return err
}

// partsOf are the rows of a table that belong to an inspection, in the order in which they came.
func partsOf[T any](ctx context.Context, r store.Reader, t *relation.Table, i record.Inspection) ([]T, error) {
	return store.List[T](ctx, r, &relation.Select{From: relation.From(t, "x"), OrderBy: []relation.Order{{By: relation.C("x", "rid")}},
		Where: relation.And{relation.Equal(relation.C("x", relation.Owner), i.Owner), relation.Equal(relation.C("x", "inspection"), i.ID[:])}})
}
