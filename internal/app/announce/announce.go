// Package announce is how results are made public inside government: the month's
// bulletin drafted from the ledger by itself, looked at by the units it names,
// checked, signed by somebody other than the drafter, numbered without gaps and
// sent out; and ledgers and dossiers to take along. Package bulletin lays the
// papers out; this package asks the ledger and keeps the order of steps.
//
// A unit sees a bulletin once it was sent to it, and only what is said of itself
// until it is out. Start with Service.Draft and Flag.
package announce

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/bulletin"
	"github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/notify"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// A Service announces.
type Service struct {
	*app.Core
	Heads   string         // the file in which heads of audit chains are noted
	Webhook *notify.Hook   // of a group chat that is told when a bulletin comes out; nil for none
	Sender  *notify.Sender // sends to Webhook
	flow    *casework.Workflow
}

// JobNotify is the kind of job that tells the group chat. It is tried again while the robot is away.
const JobNotify = "notify"

// New makes a Service, which does its part of the work in the background.
func New(s Service) *Service {
	s.flow = casework.Standard()["bulletin"]
	s.Jobs.Register(JobNotify, s.notify)
	return &s
}

// Draft drafts the bulletin of a month for the actor's division, from the ledger as it stands. id is made by the sender; the same one again is
// the same bulletin. Faults: Invalid "bulletin-period" for what is no month, or one that has not begun.
func (s *Service) Draft(ctx context.Context, call app.Call, id uuid.UUID, month string) error {
	p, err := period.Parse(month)
	today := period.Date(s.Today())
	if err != nil || p.Kind() != period.Month || p.First() > today {
		return fault.New(fault.Invalid, "bulletin-period")
	}
	owner := int64(call.Actor.Division.Owner())
	m, figures, err := s.collect(ctx, call, owner, p, today)
	if err != nil {
		return err
	}
	m.Texts()
	body, err := encode(m)
	if err != nil {
		return err
	}
	act := app.Act{Needs: access.BulletinWrite, Name: "bulletin.draft", Kind: "bulletin", Object: id, Owner: owner, Detail: audit.Detail{"period": p.String()}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		b := record.Bulletin{Record: store.Record{Owner: owner, ID: id}, Period: p.String(), Title: oneLine(m.Title), State: record.BulletinDraft, Body: body,
			Drafter: call.Actor.Account, Made: s.Now().UnixMilli()}
		isNew, err := store.Insert(ctx, tx, record.BulletinTable, &b)
		if err != nil || !isNew {
			return err
		}
		return keep(ctx, tx, b, figures)
	})
}

// Refresh takes the numbers of a draft from the ledger again, as it stands now; its texts stay. Faults: NotFound; Conflict "bulletin-state".
func (s *Service) Refresh(ctx context.Context, call app.Call, id uuid.UUID) error {
	old, m, err := s.load(ctx, call, access.BulletinWrite, id)
	if err != nil {
		return err
	}
	fresh, figures, err := s.collect(ctx, call, old.Owner, m.Period, period.Date(s.Today()))
	if err != nil {
		return err
	}
	fresh.Texts()
	lagging, reached := fresh.Lagging, fresh.Reached // which say other things where there is nothing
	fresh.Title, fresh.Addressee, fresh.Copies, fresh.Overall, fresh.Demands = m.Title, m.Addressee, m.Copies, m.Overall, m.Demands
	fresh.Overall = strings.ReplaceAll(fresh.Overall, bulletin.Day(m.AsOf), bulletin.Day(fresh.AsOf))
	if len(fresh.Late) > 0 == (len(m.Late) > 0) {
		lagging = m.Lagging
	}
	if len(fresh.Results) > 0 == (len(m.Results) > 0) {
		reached = m.Reached
	}
	fresh.Lagging, fresh.Reached = lagging, reached
	return s.step(ctx, call, access.BulletinWrite, "bulletin.refresh", id, turn{}, func(ctx context.Context, tx *store.Tx, b *record.Bulletin) error {
		if b.Version != old.Version {
			return fault.New(fault.Conflict, "record-stale")
		}
		if b.Body, err = encode(fresh); err != nil {
			return err
		}
		b.Revised, b.Marked = 0, 0
		had, err := figuresOf(ctx, tx, *b)
		if err != nil {
			return err
		}
		for i := range had {
			if err := store.Delete(ctx, tx, record.BulletinFigureTable, &had[i]); err != nil {
				return err
			}
		}
		return keep(ctx, tx, *b, figures)
	})
}

// Words are what may be edited in a draft.
type Words struct {
	Title, Addressee, Copies, Overall, Lagging, Reached, Demands string
}

const maxWords = 20000 // characters of each text

// Edit changes the texts of a draft. Faults: NotFound; Conflict "bulletin-state", "record-stale"; Invalid "bulletin-figure" for a name in braces that is
// none of its figures, "bulletin-title" for none; TooLarge.
func (s *Service) Edit(ctx context.Context, call app.Call, id uuid.UUID, version int64, w Words) error {
	return s.step(ctx, call, access.BulletinWrite, "bulletin.edit", id, turn{}, func(_ context.Context, _ *store.Tx, b *record.Bulletin) error {
		if version != 0 && version != b.Version {
			return fault.New(fault.Conflict, "record-stale")
		}
		m, err := decode(b.Body)
		if err != nil {
			return err
		}
		if strings.TrimSpace(w.Title) == "" {
			return fault.New(fault.Invalid, "bulletin-title")
		}
		for _, text := range []string{w.Title, w.Addressee, w.Copies, w.Overall, w.Lagging, w.Reached, w.Demands} {
			if len([]rune(text)) > maxWords {
				return fault.New(fault.TooLarge, "text-too-long", maxWords)
			}
			if unknown := m.Unknown(text); len(unknown) > 0 {
				return fault.New(fault.Invalid, "bulletin-figure", unknown[0])
			}
		}
		lines := func(text string) string { return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")) }
		m.Title, m.Addressee, m.Copies = lines(w.Title), lines(w.Addressee), lines(w.Copies)
		m.Overall, m.Lagging, m.Reached, m.Demands = lines(w.Overall), lines(w.Lagging), lines(w.Reached), lines(w.Demands)
		b.Title = oneLine(m.Title)
		b.Body, err = encode(m)
		return err
	})
}

// A turn is a move of the workflow "bulletin" with what was entered; without a name it changes a draft that stays one.
type turn struct {
	move string
	form casework.Form
}

// step changes a bulletin, which is its own case: its State is the step. fault.Conflict "bulletin-state": it does not stand where it could be.
func (s *Service) step(ctx context.Context, call app.Call, needs access.Permission, name string, id uuid.UUID, by turn, do func(context.Context, *store.Tx, *record.Bulletin) error) error {
	return s.Change(ctx, call, app.Act{Needs: needs, Name: name, Kind: "bulletin", Object: id}, func(ctx context.Context, tx *store.Tx) error {
		b, err := store.Load[record.Bulletin](ctx, tx, record.BulletinTable, 0, id)
		if err != nil {
			return err
		}
		tx.In(b.Owner)
		if by.move == "" && b.State != record.BulletinDraft {
			return fault.New(fault.Conflict, "bulletin-state")
		}
		if by.move != "" {
			if err := s.take(ctx, tx, call, &b, by); err != nil {
				return err
			}
		}
		if err := do(ctx, tx, &b); err != nil {
			return err
		}
		return store.Update(ctx, tx, record.BulletinTable, &b)
	})
}

// take decides by the workflow where a bulletin goes.
func (s *Service) take(ctx context.Context, tx *store.Tx, call app.Call, b *record.Bulletin, by turn) error {
	rows, err := unitsOf(ctx, tx, *b)
	if err != nil {
		return err
	}
	holds := map[string]bool{"feedback_in": true, "objections_handled": true, "signer_is_another": b.Drafter != call.Actor.Account}
	for _, u := range rows {
		holds["feedback_in"] = holds["feedback_in"] && (u.State != record.FeedbackWaiting || s.Today() > b.Until)
		holds["objections_handled"] = holds["objections_handled"] && (u.State != record.FeedbackObjected || by.form["handling"] != "")
	}
	asker := casework.Asker{Account: call.Actor.Account, Unit: call.Actor.Unit}
	for _, p := range []struct {
		party casework.Party
		needs access.Permission
	}{{casework.Issuer, access.BulletinWrite}, {casework.Leader, access.BulletinSign}} {
		if access.Allow(call.Actor, p.needs, access.Record{Owner: int(b.Owner)}) == nil {
			asker.Parties = append(asker.Parties, p.party)
		}
	}
	at, _, err := s.flow.Take(casework.Case{Step: b.State}, by.move, by.form, asker, casework.Now{Today: period.Date(s.Today()), Holds: holds})
	e, isFault := errors.AsType[*fault.Error](err)
	switch {
	case err == nil:
		b.State = at.Step
	case isFault && e.Key == "case-not-offered":
		return fault.New(fault.Conflict, "bulletin-state")
	case isFault && e.Key == "case-lacks" && by.move == "sign":
		return fault.New(fault.Forbidden, "bulletin-own")
	case isFault && e.Key == "case-lacks" && !holds["feedback_in"]:
		return fault.New(fault.Conflict, "bulletin-waiting")
	case isFault && e.Key == "case-lacks":
		return fault.New(fault.Invalid, "bulletin-handling")
	}
	return err
}

// keep writes the figures of a bulletin.
func keep(ctx context.Context, tx *store.Tx, b record.Bulletin, figures []record.BulletinFigure) error {
	for i := range figures {
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		f := &figures[i]
		f.Record, f.Bulletin, f.Ordinal = store.Record{Owner: b.Owner, ID: id}, b.ID, int64(i)
		if _, err := store.Insert(ctx, tx, record.BulletinFigureTable, f); err != nil {
			return err
		}
	}
	return nil
}

func figuresOf(ctx context.Context, r store.Reader, b record.Bulletin) ([]record.BulletinFigure, error) {
	return store.List[record.BulletinFigure](ctx, r, of(record.BulletinFigureTable, b, "ordinal"))
}

func unitsOf(ctx context.Context, r store.Reader, b record.Bulletin) ([]record.BulletinUnit, error) {
	return store.List[record.BulletinUnit](ctx, r, of(record.BulletinUnitTable, b, "rid"))
}

// of are the rows of a table that belong to a bulletin.
func of(t *relation.Table, b record.Bulletin, order string) *relation.Select {
	return &relation.Select{From: relation.From(t, "x"), OrderBy: []relation.Order{{By: relation.C("x", order)}},
		Where: relation.And{relation.Equal(relation.C("x", relation.Owner), b.Owner), relation.Equal(relation.C("x", "bulletin"), b.ID[:])}}
}

func encode(m bulletin.Monthly) (string, error) {
	body, err := json.Marshal(m)
	if err != nil {
		return "", fmt.Errorf("write bulletin: %w", err)
	}
	return string(body), nil
}

func decode(body string) (m bulletin.Monthly, err error) {
	if err := json.Unmarshal([]byte(body), &m); err != nil {
		return m, fmt.Errorf("read bulletin: %w", err)
	}
	return m, nil
}

func oneLine(title string) string { return strings.Join(strings.Fields(title), "") }

// day is the day of a moment in China.
func day(ms int64) period.Date { return period.DateAt(time.UnixMilli(ms)) }
