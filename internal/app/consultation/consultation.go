// Package consultation is what is done with draft divisions (任务分解征求意见稿):
// they go to the units concerned, which agree, object or propose something else;
// the office takes or refuses every comment with a reason, and a leader who did
// not draft it approves what comes of that. What a division is, and how it is
// adopted, package document knows. Start with Service.Send.
package consultation

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/app/inbox"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/division"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// A Service works on draft divisions.
type Service struct {
	*app.Core
	Documents *document.Service
	Intake    *intake.Service
	Flow      *casework.Workflow // "division"
	Calendar  func(context.Context) (*period.Calendar, error)
}

// A Draft (分解稿) is what goes out: the items as they stand on that day.
type Draft struct {
	Items []Item `json:"items"`
}

// An Item is one item of a draft as units read it.
type Item struct {
	ID       string      `json:"id"` // on the sheet
	Label    string      `json:"label"`
	Title    string      `json:"title"`
	Text     string      `json:"text"`
	Lead     uuid.UUID   `json:"lead"`
	Others   []uuid.UUID `json:"others"`
	Goals    []Goal      `json:"goals"`
	DoneWhen string      `json:"done_when"`
	Proof    string      `json:"proof"`
	Due      string      `json:"due"` // 完成时限 of the whole item; empty where there is none
}

// A Goal is one number of an item.
type Goal struct {
	Metric string `json:"metric"`
	Op     string `json:"op"`
	Value  string `json:"value"`
	High   string `json:"high"`
	Unit   string `json:"unit"`
	Due    string `json:"due"`
}

// Concerns says whether a unit has a part in an item.
func (i Item) Concerns(unit uuid.UUID) bool { return i.Lead == unit || slices.Contains(i.Others, unit) }

func draftOf(s *division.Sheet) (d Draft) {
	for _, i := range s.Items {
		if i.IsLeft {
			continue
		}
		item := Item{ID: i.ID, Label: strings.Join(i.Task.Path, ""), Title: i.Task.Title, Text: i.Body, DoneWhen: i.DoneWhen, Proof: i.Proof, Due: division.Stated(i.Task.Due)}
		for _, share := range i.Shares() {
			if share.Role == division.Leads {
				item.Lead = share.Unit
			} else {
				item.Others = append(item.Others, share.Unit)
			}
		}
		for _, g := range i.Goals {
			if g.IsLeft {
				continue
			}
			goal := Goal{Metric: g.Target.Metric, Op: string(g.Target.Op), Value: g.Target.Value.String()}
			if g.Target.ValueHi != nil {
				goal.High = g.Target.ValueHi.String()
			}
			if g.Target.Unit != nil {
				goal.Unit = *g.Target.Unit
			}
			if g.Target.Due != nil {
				goal.Due = *g.Target.Due
			}
			item.Goals = append(item.Goals, goal)
		}
		d.Items = append(d.Items, item)
	}
	return d
}

// Units are all units with a part in a draft, in the order in which it names them.
func (d Draft) Units() (all []uuid.UUID) {
	for _, i := range d.Items {
		for _, u := range append([]uuid.UUID{i.Lead}, i.Others...) {
			if u != uuid.Nil && !slices.Contains(all, u) {
				all = append(all, u)
			}
		}
	}
	return all
}

// Send sends a document's division out for comment until a day. id is that of the draft to be, made by the sender; the same one again is the
// same draft. Faults: Conflict "adopt-done", "division-out" if one is out already; Invalid "division-day" for a day that has passed,
// "division-leads" as long as an item has not one lead or a printed name means no unit.
func (s *Service) Send(ctx context.Context, call app.Call, id, of uuid.UUID, until period.Date) error {
	r, err := s.Documents.Review(ctx, call, of)
	if err != nil {
		return err
	}
	isOpen := slices.ContainsFunc(r.Lacks, func(l division.Lack) bool {
		return l.Key == division.LackLead || l.Key == division.LackLeads || l.Key == division.LackUnit || l.Key == division.LackItems
	})
	switch {
	case r.Document.State == record.DocumentAdopted:
		return fault.New(fault.Conflict, "adopt-done")
	case r.Consultation != nil && r.Consultation.ID != id:
		return fault.New(fault.Conflict, "division-out")
	case int64(until) < s.Today():
		return fault.New(fault.Invalid, "division-day")
	case isOpen:
		return fault.New(fault.Invalid, "division-leads")
	}
	draft := draftOf(r.Sheet)
	body, err := json.Marshal(draft)
	if err != nil {
		return fmt.Errorf("write a draft division: %w", err)
	}
	d := r.Document
	act := app.Act{Needs: access.DocumentAdopt, Name: "division.send", Owner: d.Owner, Kind: "consultation", Object: id, Detail: audit.Detail{"document": d.ID.String(), "until": until.String()}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		c := record.Consultation{Record: store.Record{Owner: d.Owner, ID: id}, Document: d.ID, Title: d.Title, State: record.ConsultationOut, Until: int64(until), Sheet: string(body),
			Drafter: call.Actor.Account, Made: s.Now().UnixMilli()}
		isNew, err := store.Insert(ctx, tx, record.ConsultationTable, &c)
		if err != nil || !isNew {
			return err
		}
		for _, unit := range draft.Units() {
			head, err := uuid.NewV7()
			if err != nil {
				return err
			}
			u := record.ConsultationUnit{Record: store.Record{Owner: d.Owner, ID: head}, Consultation: id, Unit: unit, Part: record.PartRecipient}
			if unit == call.Actor.Unit {
				u.Replied = c.Made // who sends it out agrees to it: nobody waits for him
			}
			if _, err := store.Insert(ctx, tx, record.ConsultationUnitTable, &u); err != nil {
				return err
			}
			if u.Replied != 0 {
				continue
			}
			note := inbox.Note{Kind: inbox.DivisionOut, Args: []string{d.Title, until.String()}, Href: "/divisions/" + id.String()}
			if err := inbox.Tell(ctx, tx, unit, c.Made, note); err != nil {
				return err
			}
		}
		return nil
	})
}

// The moves of the workflow.
const (
	Submit   = "submit"
	Approve  = "approve"
	GiveBack = "return"
	Withdraw = "withdraw"
)

// A party is what somebody is to a draft by a permission on it.
type party struct {
	party casework.Party
	needs access.Permission
}

var parties = []party{
	{casework.Issuer, access.DocumentAdopt}, {casework.Approver, access.DivisionApprove},
}

func needs(move string) access.Permission {
	if move == Approve || move == GiveBack {
		return access.DivisionApprove
	}
	return access.DocumentAdopt
}

// asker is what an actor is to a draft.
func asker(call app.Call, c record.Consultation) casework.Asker {
	a := casework.Asker{Account: call.Actor.Account, Unit: call.Actor.Unit}
	for _, p := range parties {
		if access.Allow(call.Actor, p.needs, access.Record{Owner: int(c.Owner)}) == nil {
			a.Parties = append(a.Parties, p.party)
		}
	}
	return a
}

// now is what holds for a draft.
func (s *Service) now(ctx context.Context, call app.Call, p *Page) (casework.Now, error) {
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return casework.Now{}, err
	}
	waiting := slices.ContainsFunc(p.Units, func(u Unit) bool { return u.Replied == 0 })
	open := slices.ContainsFunc(p.Comments, func(c record.Comment) bool { return c.Kind != record.CommentAgree && c.Outcome == "" })
	return casework.Now{Today: period.Date(s.Today()), Calendar: calendar, Holds: map[string]bool{
		"replies_in": !waiting || s.Today() > p.Until, "comments_decided": !open, "is_complete": p.IsComplete, "is_drafter": p.Drafter == call.Actor.Account}}, nil
}

// Move takes a draft along the workflow "division": Submit, Approve, GiveBack, Withdraw. Faults: Conflict "case-not-offered", "case-lacks" with
// what is lacking; Invalid "case-field-missing".
func (s *Service) Move(ctx context.Context, call app.Call, id uuid.UUID, move string, form casework.Form) error {
	p, err := s.find(ctx, call, needs(move), id)
	if err != nil {
		return err
	}
	if move == Submit {
		r, err := s.Documents.Review(ctx, call, p.Document)
		if err != nil {
			return err
		}
		p.IsComplete = len(r.Lacks) == 0
	}
	now, err := s.now(ctx, call, p)
	if err != nil {
		return err
	}
	at, e, err := s.Flow.Take(casework.Case{Step: p.State}, move, form, asker(call, p.Consultation), now)
	if err != nil {
		return err
	}
	act := app.Act{Needs: needs(move), Name: "division." + move, Owner: p.Owner, Kind: "consultation", Object: id, Detail: audit.Detail{"reason": e.Form["reason"] + e.Form["opinion"]}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		c := p.Consultation
		c.State = at.Step
		switch move {
		case Approve:
			c.Approver, c.Approved, c.Opinion = call.Actor.Account, s.Now().UnixMilli(), e.Form["opinion"]
		case GiveBack:
			c.Opinion = e.Form["reason"]
		case Submit:
			c.Opinion = e.Form["opinion"]
		}
		if err := store.Update(ctx, tx, record.ConsultationTable, &c); err != nil || move == Withdraw {
			return err
		}
		if move == Submit {
			return inbox.TellPost(ctx, tx, string(access.Leader), c.Owner, s.Now().UnixMilli(), inbox.Note{Kind: inbox.DivisionAsked, Args: []string{c.Title}, Href: "/divisions/" + id.String()})
		}
		kind := inbox.DivisionApproved
		if move == GiveBack {
			kind = inbox.DivisionBack
		}
		return inbox.TellPerson(ctx, tx, c.Drafter, s.Now().UnixMilli(), inbox.Note{Kind: kind, Args: []string{c.Title}, Href: "/divisions/" + id.String()})
	})
}

// find reads a draft with everything that was said of it and is within the actor's reach.
func (s *Service) find(ctx context.Context, call app.Call, by access.Permission, id uuid.UUID) (*Page, error) {
	p := new(Page)
	err := s.See(ctx, call, by, func(ctx context.Context, v *store.View) (err error) {
		if p.Consultation, err = store.Load[record.Consultation](ctx, v, record.ConsultationTable, 0, id); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(p.Sheet), &p.Draft); err != nil {
			return fmt.Errorf("read a draft division: %w", err)
		}
		return p.read(ctx, v)
	})
	return p, err
}

// A Unit is one that a draft went to.
type Unit struct {
	record.ConsultationUnit
	Name string
}

// A Page is a draft as its reader sees it: a unit what it said itself, the office what everybody said.
type Page struct {
	record.Consultation
	Draft      Draft
	Units      []Unit
	Comments   []record.Comment
	Names      map[uuid.UUID]string // of units
	Leader     string               // who approved it; empty before
	Offers     []casework.Offering
	IsComplete bool
}

func (p *Page) read(ctx context.Context, v *store.View) error {
	of := func(t *relation.Table) *relation.Select {
		return &relation.Select{From: relation.From(t, "x"), Where: relation.And{relation.Equal(relation.C("x", relation.Owner), p.Owner), relation.Equal(relation.C("x", "consultation"), p.ID[:])},
			OrderBy: []relation.Order{{By: relation.C("x", "rid")}}}
	}
	units, err := store.List[record.Unit](ctx, v, &relation.Select{From: relation.From(record.UnitTable, "u")})
	if err != nil {
		return err
	}
	p.Names = make(map[uuid.UUID]string, len(units))
	for _, u := range units {
		p.Names[u.ID] = u.Name
	}
	if p.Approver != uuid.Nil {
		if p.Leader, err = app.Person(ctx, v, p.Approver); err != nil {
			return err
		}
	}
	sent, err := store.List[record.ConsultationUnit](ctx, v, of(record.ConsultationUnitTable))
	if err != nil {
		return err
	}
	for _, u := range sent {
		p.Units = append(p.Units, Unit{u, p.Names[u.Unit]})
	}
	p.Comments, err = store.List[record.Comment](ctx, v, of(record.CommentTable))
	return err
}

// Find reads a draft for its page. fault.NotFound: there is none the actor may see.
func (s *Service) Find(ctx context.Context, call app.Call, id uuid.UUID) (*Page, error) {
	p, err := s.find(ctx, call, access.DivisionRead, id)
	if err != nil {
		return nil, err
	}
	if p.State == record.ConsultationOut && access.Allow(call.Actor, access.DocumentAdopt, access.Record{Owner: int(p.Owner)}) == nil {
		r, err := s.Documents.Review(ctx, call, p.Document)
		if err != nil {
			return nil, err
		}
		p.IsComplete = len(r.Lacks) == 0
	}
	now, err := s.now(ctx, call, p)
	if err != nil {
		return nil, err
	}
	for _, o := range s.Flow.Offers(casework.Case{Step: p.State}, asker(call, p.Consultation), now) {
		if o.Name != "assign" { // which is adopting it
			p.Offers = append(p.Offers, o)
		}
	}
	return p, nil
}

// List gives the drafts that an actor may see, the newest first.
func (s *Service) List(ctx context.Context, call app.Call) (list []record.Consultation, err error) {
	err = s.See(ctx, call, access.DivisionRead, func(ctx context.Context, v *store.View) error {
		list, err = store.List[record.Consultation](ctx, v, &relation.Select{From: relation.From(record.ConsultationTable, "c"), Limit: 200,
			OrderBy: []relation.Order{{By: relation.C("c", "made"), IsDesc: true}}})
		return err
	})
	return list, err
}
