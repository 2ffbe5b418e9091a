// Package casework is what people do with cases: see where they stand, take a
// move, take the last one back. How cases go is declared in internal/casework;
// here stand what opens them, which conditions hold, and what a move does to the
// records a case is about. Start with Service.Take and Kind.
package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// A Service works on cases.
type Service struct {
	*app.Core
	Calendar func(context.Context) (*period.Calendar, error)
	Intake   *intake.Service
	// Relight lights the lights of tasks whose cases have changed what they are judged by, in the same transaction; nil: nobody supervises.
	Relight func(ctx context.Context, tx *store.Tx, owner int64, tasks ...uuid.UUID) error

	// Frozen is an error where the year of a due item is closed; nil: no year ever is.
	Frozen func(ctx context.Context, tx *store.Tx, d record.Due, today int64) error

	workflows map[string]*flow.Workflow
	kinds     map[string]Kind
}

// A Kind is what the program adds to a workflow: what it can not say itself. Every part may be nil.
type Kind struct {
	// Holds tells which of the workflow's conditions hold for a case.
	Holds func(ctx context.Context, r store.Reader, c record.Case, past []record.CaseEntry, today int64) (map[string]bool, error)
	// Check refuses a form that says what can not be; it may not write.
	Check func(ctx context.Context, tx *store.Tx, c record.Case, e flow.Entry) error
	// Did does what a move does beside the case, in the transaction in which it is taken. It may change the case, which is kept after.
	Did func(ctx context.Context, tx *store.Tx, c *record.Case, e flow.Entry) error
	// IsBuiltOn says whether something was built on the last move, so that it can not be taken back: what Did did is not undone.
	IsBuiltOn func(c record.Case, last flow.Entry) bool
	// Due are the days by which steps are to be done, where something else than the workflow says so.
	Due func(ctx context.Context, r store.Reader, c record.Case, now flow.Now) (map[string]period.Date, error)
	// Home is where a case of this kind has a page, behind which comes the id of what it is about; "" for the page of every case.
	Home string
}

// New makes the service, with the kinds of this package. Others may be declared before it is used.
func New(s Service) *Service {
	s.workflows, s.kinds = flow.Standard(), map[string]Kind{}
	s.Declare(Assignment, s.assignment())
	for _, workflow := range requests {
		s.Declare(workflow, s.request(workflow))
	}
	return &s
}

// Declare adds what the program adds to a workflow.
func (s *Service) Declare(workflow string, k Kind) { s.kinds[workflow] = k }

// Home is where a case has a page, "" for the page of every case.
func (s *Service) Home(c record.Case) string {
	if home := s.kinds[c.Workflow].Home; home != "" {
		return home + c.Subject.String()
	}
	return ""
}

// Workflow is the declaration by its name; nil for one there is not.
func (s *Service) Workflow(name string) *flow.Workflow { return s.workflows[name] }

// parties are the permissions that make somebody a party to a case, in the order in which they are asked.
var parties = []struct {
	party flow.Party
	needs access.Permission
}{
	{flow.Lead, access.CaseHandle}, {flow.Approver, access.ReportSign}, {flow.Issuer, access.CaseDecide}, {flow.Leader, access.CaseApprove},
}

// asker is what an actor is to a case.
func asker(call app.Call, c record.Case, standsFor []uuid.UUID) flow.Asker {
	a := flow.Asker{Account: call.Actor.Account, Unit: call.Actor.Unit, For: standsFor}
	on := access.Record{Owner: int(c.Owner), Lead: []uuid.UUID{c.Unit}}
	for _, p := range parties {
		if access.Allow(call.Actor, p.needs, on) == nil {
			a.Parties = append(a.Parties, p.party)
		}
	}
	for _, g := range call.Actor.Grants {
		a.Parties = append(a.Parties, flow.Party("role:"+string(g.Role)))
	}
	return a
}

// needs is the permission by which an asker takes a move: that of the first party he is. Who is none of them reads at most.
func needs(a flow.Asker, m *flow.Move) access.Permission {
	for _, p := range parties {
		isBy := slices.Contains(m.By, p.party) || p.party == flow.Lead && (slices.Contains(m.By, flow.Holder) || slices.Contains(m.By, flow.Offered))
		if isBy && slices.Contains(a.Parties, p.party) {
			return p.needs
		}
	}
	return access.TaskRead
}

// standing is a case as the engine knows it.
func standing(c record.Case) flow.Case {
	return flow.Case{Step: c.Step, Unit: c.Unit, Holder: c.Holder, Offered: c.Offered, Since: period.Date(c.Since), Due: period.Date(c.Due),
		IsProvisional: c.IsProvisional, IsClosed: c.IsClosed}
}

// put writes down where a case stands.
func (s *Service) put(c *record.Case, at flow.Case) {
	c.Step, c.Turn = at.Step, string(s.workflows[c.Workflow].Step(at.Step).Turn)
	c.Unit, c.Holder, c.Offered = at.Unit, at.Holder, at.Offered
	c.Since, c.Due, c.IsProvisional = int64(at.Since), int64(at.Due), at.IsProvisional
	if at.IsClosed && !c.IsClosed {
		c.Closed = s.Now().UnixMilli()
	}
	if !at.IsClosed {
		c.Closed, c.Grade = 0, ""
	}
	c.IsClosed = at.IsClosed
}

// A NewCase is what has to be said to open one.
type NewCase struct {
	Owner    int64
	Workflow string
	About    string // record.AboutDuty…
	Subject  uuid.UUID
	Task     uuid.UUID // zero for what is no task's
	Title    string    // of what is no task's
	Unit     uuid.UUID
	Due      map[string]period.Date // as of flow.Now
}

// Open adds a case, in the transaction in which what it is about came to be.
func (s *Service) Open(ctx context.Context, tx *store.Tx, n NewCase, calendar *period.Calendar) (record.Case, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return record.Case{}, err
	}
	return s.open(ctx, tx, id, n, calendar)
}

// open adds a case with an id. fault.Conflict "case-sent-twice" if there is one with it.
func (s *Service) open(ctx context.Context, tx *store.Tx, id uuid.UUID, n NewCase, calendar *period.Calendar) (record.Case, error) {
	c, err := s.draft(n, calendar)
	if err != nil {
		return c, err
	}
	c.ID = id
	isNew, err := store.Insert(ctx, tx, record.CaseTable, &c)
	if err == nil && !isNew {
		err = fault.New(fault.Conflict, "case-sent-twice")
	}
	return c, err
}

// draft is a case as it begins, without an id.
func (s *Service) draft(n NewCase, calendar *period.Calendar) (record.Case, error) {
	c := record.Case{Record: store.Record{Owner: n.Owner}, Workflow: n.Workflow, About: n.About, Subject: n.Subject, Task: n.Task, Title: n.Title, Opened: s.Now().UnixMilli()}
	at, err := s.workflows[n.Workflow].Open(n.Unit, flow.Now{Today: period.Date(s.Today()), Calendar: calendar, Due: n.Due})
	if err == nil {
		s.put(&c, at)
	}
	return c, err
}

// now is what holds for a case.
func (s *Service) now(ctx context.Context, r store.Reader, c record.Case, past []record.CaseEntry, calendar *period.Calendar) (flow.Now, error) {
	now := flow.Now{Today: period.Date(s.Today()), Calendar: calendar}
	kind := s.kinds[c.Workflow]
	var err error
	if kind.Holds != nil {
		now.Holds, err = kind.Holds(ctx, r, c, past, s.Today())
	}
	if kind.Due != nil && err == nil {
		now.Due, err = kind.Due(ctx, r, c, now)
	}
	return now, err
}

// entries are what was done with cases, oldest first. Whoever sees a case sees what was done with it before it was his unit's.
func entries(ctx context.Context, r store.Reader, cases ...record.Case) (map[uuid.UUID][]record.CaseEntry, error) {
	all := make(map[uuid.UUID][]record.CaseEntry, len(cases))
	if len(cases) == 0 {
		return all, nil
	}
	ids := make([]any, len(cases))
	for i, c := range cases {
		ids[i] = c.ID[:]
	}
	list, err := store.List[record.CaseEntry](ctx, r, &relation.Select{From: relation.From(record.CaseEntryTable, "e"),
		Where: relation.In{X: relation.C("e", "casework"), Values: ids}, OrderBy: []relation.Order{{By: relation.C("e", "ordinal")}}})
	for _, e := range list {
		all[e.Case] = append(all[e.Case], e)
	}
	return all, err
}

// entry is a move as the engine knows it.
func entry(e record.CaseEntry) (flow.Entry, error) {
	x := flow.Entry{Move: e.Move, From: e.From, To: e.To, Account: e.Account, Unit: e.By, On: period.Date(e.Day)}
	if err := json.Unmarshal([]byte(e.Form), &x.Form); err != nil {
		return x, fmt.Errorf("read what was said of a case: %w", err)
	}
	if err := json.Unmarshal([]byte(e.Before), &x.Before); err != nil {
		return x, fmt.Errorf("read a case as it was: %w", err)
	}
	return x, nil
}

// add writes down a move.
func (s *Service) add(ctx context.Context, tx *store.Tx, c *record.Case, e flow.Entry) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	form, err := json.Marshal(e.Form)
	if err != nil {
		return err
	}
	before, err := json.Marshal(e.Before)
	if err != nil {
		return err
	}
	c.Entries++
	r := record.CaseEntry{Record: store.Record{Owner: c.Owner, ID: id}, Case: c.ID, Unit: e.Before.Unit, Ordinal: c.Entries, Move: e.Move, From: e.From, To: e.To,
		Account: e.Account, By: e.Unit, Form: string(form), Before: string(before), Day: int64(e.On), At: s.Now().UnixMilli()}
	_, err = store.Insert(ctx, tx, record.CaseEntryTable, &r)
	return err
}
