package coordination

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/inbox"
	"github.com/wenxiao/wenxiao/internal/app/supervision"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// A Meeting is a conference as it is called.
type Meeting struct {
	ID       uuid.UUID // made by the sender
	Version  int64     // of the conference as it was seen; 0 for a new one
	Title    string
	On       period.Date
	Place    string
	Chair    string
	Problems []uuid.UUID // the agenda, in its order
}

// maxItems is how many problems a conference deals with.
const maxItems = 50

// Call keeps the agenda of a conference: a new one, or another version of one that is not approved yet. Problems that come onto it are listed, those that
// leave it go back. Sent twice it stands there once. Faults: Invalid "conference-title", "conference-day", "conference-items"; Conflict "conference-state",
// "record-stale"; those of casework for a problem that can not be listed.
func (s *Service) Call(ctx context.Context, call app.Call, m Meeting) error {
	var ok bool
	if m.Title, ok = line(m.Title); !ok || m.ID == uuid.Nil {
		return fault.New(fault.Invalid, "conference-title")
	}
	if int64(m.On) < s.Today() {
		return fault.New(fault.Invalid, "conference-day")
	}
	if m.Place, m.Chair = strings.TrimSpace(m.Place), strings.TrimSpace(m.Chair); len(m.Problems) > maxItems || len([]rune(m.Place)) > maxTitle || len([]rune(m.Chair)) > maxTitle {
		return fault.New(fault.Invalid, "conference-items", maxItems)
	}
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return err
	}
	owner := int64(call.Actor.Division.Owner())
	act := app.Act{Needs: access.ProblemCoordinate, Name: "conference.call", Kind: "conference", Object: m.ID, Owner: owner}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		c, err := store.Load[record.Conference](ctx, tx, record.ConferenceTable, 0, m.ID)
		isNew := fault.KindOf(err) == fault.NotFound
		switch {
		case isNew:
			c = record.Conference{Record: store.Record{Owner: owner, ID: m.ID}, Unit: call.Actor.Unit, Account: call.Actor.Account, Made: s.Now().UnixMilli()}
		case err != nil:
			return err
		case c.State != record.ConferenceDraft:
			return fault.New(fault.Conflict, "conference-state")
		case m.Version != 0 && m.Version != c.Version:
			return fault.New(fault.Conflict, "record-stale")
		}
		tx.In(c.Owner)
		c.Title, c.On, c.Place, c.Chair = m.Title, int64(m.On), m.Place, m.Chair
		return tx.As(store.Unscoped, func() error {
			if err := s.keep(ctx, tx, &c, isNew, calendar); err != nil {
				return err
			}
			return s.agenda(ctx, tx, call, c, m.Problems, calendar)
		})
	})
}

// keep writes a conference; a new one comes with its case.
func (s *Service) keep(ctx context.Context, tx *store.Tx, c *record.Conference, isNew bool, calendar *period.Calendar) error {
	if !isNew {
		return store.Update(ctx, tx, record.ConferenceTable, c)
	}
	opened, err := s.Cases.Open(ctx, tx, casework.NewCase{Owner: c.Owner, Workflow: ConferenceWorkflow, About: record.AboutConference, Subject: c.ID, Title: c.Title, Unit: c.Unit}, calendar)
	if err != nil {
		return err
	}
	c.Case, c.State = opened.ID, opened.Step
	_, err = store.Insert(ctx, tx, record.ConferenceTable, c)
	return err
}

// agenda makes the agenda of a conference that of some problems.
func (s *Service) agenda(ctx context.Context, tx *store.Tx, call app.Call, c record.Conference, problems []uuid.UUID, calendar *period.Calendar) error {
	have, err := itemsOf(ctx, tx, c)
	if err != nil {
		return err
	}
	for i := range have {
		x := &have[i]
		at := slices.Index(problems, x.Problem)
		if at >= 0 {
			x.Ordinal = int64(at + 1)
			if err := store.Update(ctx, tx, record.AgendaItemTable, x); err != nil {
				return err
			}
			continue
		}
		if err := s.move(ctx, tx, call, c.Owner, x.Problem, "postpone", nil, calendar); err != nil {
			return err
		}
		if err := store.Delete(ctx, tx, record.AgendaItemTable, x); err != nil {
			return err
		}
	}
	for n, id := range problems {
		if slices.ContainsFunc(have, func(x record.AgendaItem) bool { return x.Problem == id }) || slices.Contains(problems[:n], id) {
			continue
		}
		if err := s.move(ctx, tx, call, c.Owner, id, "list", nil, calendar); err != nil {
			return err
		}
		row, err := uuid.NewV7()
		if err != nil {
			return err
		}
		x := record.AgendaItem{Record: store.Record{Owner: c.Owner, ID: row}, Conference: c.ID, Problem: id, Ordinal: int64(n + 1)}
		if _, err := store.Insert(ctx, tx, record.AgendaItemTable, &x); err != nil {
			return err
		}
	}
	return nil
}

// move takes a move on the case of a problem.
func (s *Service) move(ctx context.Context, tx *store.Tx, call app.Call, owner int64, problem uuid.UUID, move string, form flow.Form, calendar *period.Calendar) error {
	p, err := store.Load[record.Problem](ctx, tx, record.ProblemTable, owner, problem)
	if err != nil {
		return err
	}
	c, err := store.Load[record.Case](ctx, tx, record.CaseTable, owner, p.Case)
	if err != nil {
		return err
	}
	return s.Cases.Move(ctx, tx, call, &c, move, form, calendar)
}

func itemsOf(ctx context.Context, r store.Reader, c record.Conference) ([]record.AgendaItem, error) {
	return store.List[record.AgendaItem](ctx, r, &relation.Select{From: relation.From(record.AgendaItemTable, "a"), OrderBy: []relation.Order{{By: relation.C("a", "ordinal")}},
		Where: relation.And{relation.Equal(relation.C("a", relation.Owner), c.Owner), relation.Equal(relation.C("a", "conference"), c.ID[:])}})
}

// conferenceHolds are the conditions of the workflow of conferences.
func conferenceHolds(ctx context.Context, r store.Reader, c record.Case, _ []record.CaseEntry, _ int64) (map[string]bool, error) {
	items, err := itemsOf(ctx, r, record.Conference{Record: store.Record{Owner: c.Owner, ID: c.Subject}})
	isOpen := func(x record.AgendaItem) bool { return x.Outcome == record.OutcomeOpen }
	return map[string]bool{"has_agenda": len(items) > 0, "all_decided": !slices.ContainsFunc(items, isOpen)}, err
}

// conferenceDid keeps a conference where its case stands, and tells whom it concerns. What a cancelled one did not deal with goes back.
func (s *Service) conferenceDid(ctx context.Context, tx *store.Tx, c *record.Case, e flow.Entry) error {
	return tx.As(store.Unscoped, func() error {
		x, err := store.Load[record.Conference](ctx, tx, record.ConferenceTable, c.Owner, c.Subject)
		if err != nil {
			return err
		}
		x.State = e.To
		if err := store.Update(ctx, tx, record.ConferenceTable, &x); err != nil {
			return err
		}
		at := s.Now().UnixMilli()
		switch e.Move {
		case "ask":
			return inbox.TellPost(ctx, tx, string(access.Leader), x.Owner, at, inbox.Note{Kind: inbox.ConferenceAsked, Args: []string{x.Title}, Href: "/conferences/" + x.ID.String()})
		case "approve":
			return s.invite(ctx, tx, x, at)
		case "cancel":
			return s.releaseAll(ctx, tx, e, x)
		}
		return nil
	})
}

// invite tells each unit once that what it raised is dealt with.
func (s *Service) invite(ctx context.Context, tx *store.Tx, x record.Conference, at int64) error {
	items, err := itemsOf(ctx, tx, x)
	if err != nil {
		return err
	}
	var told []uuid.UUID
	for _, i := range items {
		p, err := store.Load[record.Problem](ctx, tx, record.ProblemTable, x.Owner, i.Problem)
		if err != nil {
			return err
		}
		if slices.Contains(told, p.Unit) {
			continue
		}
		told = append(told, p.Unit)
		if err := inbox.Tell(ctx, tx, p.Unit, at, s.note(p, inbox.ConferenceCalled, period.Date(x.On).String())); err != nil {
			return err
		}
	}
	return nil
}

// releaseAll gives back what a conference did not deal with, on behalf of whoever cancelled it.
func (s *Service) releaseAll(ctx context.Context, tx *store.Tx, e flow.Entry, x record.Conference) error {
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return err
	}
	items, err := itemsOf(ctx, tx, x)
	if err != nil {
		return err
	}
	by := app.Call{Actor: access.Actor{Account: e.Account, Unit: e.Unit}}
	for i := range items {
		if items[i].Outcome != record.OutcomeOpen {
			continue
		}
		p, err := store.Load[record.Problem](ctx, tx, record.ProblemTable, x.Owner, items[i].Problem)
		if err != nil {
			return err
		}
		c, err := store.Load[record.Case](ctx, tx, record.CaseTable, x.Owner, p.Case)
		if err != nil {
			return err
		}
		if err := s.Cases.Move(ctx, tx, by, &c, "postpone", flow.Form{"reason": e.Form["reason"]}, calendar, flow.Issuer); err != nil {
			return err
		}
		items[i].Outcome = record.OutcomePostponed
		if err := store.Update(ctx, tx, record.AgendaItemTable, &items[i]); err != nil {
			return err
		}
	}
	return nil
}

// A Decision is what a conference says of an item: who does what until when.
type Decision struct {
	Text  string
	Unit  uuid.UUID
	Until period.Date
}

// Decide writes down what a conference decided on an item, and gives it to the unit. Faults: NotFound; Conflict "conference-not-called", "conference-item-done";
// those of casework for what is missing.
func (s *Service) Decide(ctx context.Context, call app.Call, conference, item uuid.UUID, d Decision) error {
	form := flow.Form{"decision": strings.TrimSpace(d.Text)}
	if d.Unit != uuid.Nil {
		form["unit"] = d.Unit.String()
	}
	if d.Until != 0 {
		form["day"] = d.Until.String()
	}
	return s.settle(ctx, call, conference, item, "decide", form, func(x *record.AgendaItem) {
		x.Outcome, x.Decision, x.Unit, x.Until = record.OutcomeDecided, form["decision"], d.Unit, int64(d.Until)
	})
}

// Postpone notes that a conference did not deal with an item, which goes back. Faults: NotFound; Conflict "conference-not-called", "conference-item-done".
func (s *Service) Postpone(ctx context.Context, call app.Call, conference, item uuid.UUID, reason string) error {
	return s.settle(ctx, call, conference, item, "postpone", flow.Form{"reason": reason}, func(x *record.AgendaItem) { x.Outcome = record.OutcomePostponed })
}

func (s *Service) settle(ctx context.Context, call app.Call, conference, item uuid.UUID, move string, form flow.Form, note func(*record.AgendaItem)) error {
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return err
	}
	act := app.Act{Needs: access.ProblemCoordinate, Name: "conference." + move, Kind: "conference", Object: conference}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		c, err := store.Load[record.Conference](ctx, tx, record.ConferenceTable, 0, conference)
		if err != nil {
			return err
		}
		tx.In(c.Owner)
		if c.State != record.ConferenceCalled {
			return fault.New(fault.Conflict, "conference-not-called")
		}
		x, err := store.Load[record.AgendaItem](ctx, tx, record.AgendaItemTable, c.Owner, item)
		switch {
		case err != nil:
			return err
		case x.Conference != c.ID:
			return fault.New(fault.NotFound, "record-missing")
		case x.Outcome != record.OutcomeOpen:
			return fault.New(fault.Conflict, "conference-item-done")
		}
		return tx.As(store.Unscoped, func() error {
			if said := form["unit"]; said != "" {
				id, err := uuid.Parse(said)
				if err != nil {
					return err
				}
				if _, err := store.Load[record.Unit](ctx, tx, record.UnitTable, 0, id); fault.KindOf(err) == fault.NotFound {
					return fault.New(fault.Invalid, "case-unit")
				} else if err != nil {
					return err
				}
			}
			if err := s.move(ctx, tx, call, c.Owner, x.Problem, move, form, calendar); err != nil {
				return err
			}
			note(&x)
			return store.Update(ctx, tx, record.AgendaItemTable, &x)
		})
	})
}

// Direct makes a directive of what was decided on a problem, to the unit that has it. It gives the directive. Faults: NotFound; Conflict "problem-directive" where
// nothing was decided, or it is no task's; those of supervision.Propose.
func (s *Service) Direct(ctx context.Context, call app.Call, id uuid.UUID) (made record.Directive, err error) {
	p, err := s.Find(ctx, call, id)
	if err != nil {
		return made, err
	}
	if !p.MayDirect {
		return made, fault.New(fault.Conflict, "problem-directive")
	}
	d := supervision.Draft{ID: uuid.NewSHA1(id, []byte("directive")), Task: p.Problem.Task, Unit: p.Case.Unit, IsOrdered: true,
		Basis: locale.Text(locale.Zh, "problem.directive-basis", period.Date(p.Decided).String(), p.Title), Demand: p.Decision}
	if made, err = s.Supervision.Propose(ctx, call, d); err != nil {
		return made, err
	}
	return made, s.change(ctx, call, id, "problem.direct", func(ctx context.Context, tx *store.Tx, p *record.Problem, _ *record.Case) error {
		p.Directive = made.ID
		return store.Update(ctx, tx, record.ProblemTable, p)
	})
}

// An Item is an agenda item with the problem it is about.
type Item struct {
	record.AgendaItem
	Problem Line
	Name    string // of the unit that does it; "" before
}

// A ConferencePage is a conference with its agenda and its course.
type ConferencePage struct {
	record.Conference
	Items    []Item
	Case     casework.Dossier
	IsOffice bool
}

// Conferences lists them, the latest first.
func (s *Service) Conferences(ctx context.Context, call app.Call) (list []record.Conference, err error) {
	err = s.See(ctx, call, access.ProblemRead, func(ctx context.Context, v *store.View) error {
		list, err = store.List[record.Conference](ctx, v, &relation.Select{From: relation.From(record.ConferenceTable, "c"), Limit: 200,
			OrderBy: []relation.Order{{By: relation.C("c", "on_day"), IsDesc: true}, {By: relation.C("c", "rid"), IsDesc: true}}})
		return err
	})
	return list, err
}

// Conference gives one. fault.NotFound: there is none the actor may see.
func (s *Service) Conference(ctx context.Context, call app.Call, id uuid.UUID) (p ConferencePage, err error) {
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return p, err
	}
	err = s.See(ctx, call, access.ProblemRead, func(ctx context.Context, v *store.View) error {
		if p.Conference, err = store.Load[record.Conference](ctx, v, record.ConferenceTable, 0, id); err != nil {
			return err
		}
		p.IsOffice = access.Allow(call.Actor, access.ProblemCoordinate, access.Record{Owner: int(p.Owner)}) == nil
		items, err := itemsOf(ctx, v, p.Conference)
		if err != nil {
			return err
		}
		if p.Items, err = about(ctx, v.As(store.Unscoped), items); err != nil {
			return err
		}
		p.Case, err = s.Cases.Dossier(ctx, v, call, p.Conference.Case, calendar)
		return err
	})
	return p, err
}

// about adds to agenda items what they are about.
func about(ctx context.Context, r *store.View, items []record.AgendaItem) ([]Item, error) {
	var ofProblems, ofUnits []uuid.UUID
	for _, i := range items {
		ofProblems, ofUnits = append(ofProblems, i.Problem), append(ofUnits, i.Unit)
	}
	byID, err := store.ByID[record.Problem](ctx, r, record.ProblemTable, ofProblems)
	if err != nil {
		return nil, err
	}
	problems := make([]record.Problem, len(items))
	for n, i := range items {
		problems[n] = byID[i.Problem]
	}
	lines, err := describe(ctx, r, problems...)
	if err != nil {
		return nil, err
	}
	units, err := app.UnitNames(ctx, r, ofUnits...)
	all := make([]Item, len(items))
	for n, i := range items {
		all[n] = Item{AgendaItem: i, Problem: lines[n], Name: units[i.Unit]}
	}
	return all, err
}
