package announce

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/inbox"
	"github.com/wenxiao/wenxiao/internal/bulletin"
	"github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// Send sends a draft to the units it names, who say until a day whether what it says of them is right. Faults: NotFound; Conflict "bulletin-state";
// Invalid "bulletin-until" for a day that has passed.
func (s *Service) Send(ctx context.Context, call app.Call, id uuid.UUID, until period.Date) error {
	if int64(until) < s.Today() {
		return fault.New(fault.Invalid, "bulletin-until")
	}
	return s.step(ctx, call, access.BulletinWrite, "bulletin.send", id, turn{move: "send"}, func(ctx context.Context, tx *store.Tx, b *record.Bulletin) error {
		m, err := decode(b.Body)
		if err != nil {
			return err
		}
		b.Until, b.Reason = int64(until), ""
		named := make(map[uuid.UUID]bool)
		for _, i := range m.Late {
			named[i.Of] = true
		}
		for _, r := range m.Results {
			named[r.Of] = true
		}
		return s.send(ctx, tx, *b, named, record.FeedbackWaiting, inbox.Note{Kind: inbox.BulletinFeedback, Args: []string{b.Period, until.String()}, Href: "/bulletins/" + id.String()})
	})
}

// send notes units as recipients, and tells them. Whoever answered already and is asked again answers anew.
func (s *Service) send(ctx context.Context, tx *store.Tx, b record.Bulletin, to map[uuid.UUID]bool, state string, note inbox.Note) error {
	have, err := unitsOf(ctx, tx, b)
	if err != nil {
		return err
	}
	for i := range have {
		if !to[have[i].Unit] {
			continue
		}
		delete(to, have[i].Unit)
		if state == record.FeedbackWaiting {
			have[i].State, have[i].Account, have[i].Answered = state, uuid.Nil, 0
			if err := store.Update(ctx, tx, record.BulletinUnitTable, &have[i]); err != nil {
				return err
			}
		}
		if err := inbox.Tell(ctx, tx, have[i].Unit, s.Now().UnixMilli(), note); err != nil {
			return err
		}
	}
	for _, unit := range slices.SortedFunc(maps.Keys(to), func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) }) {
		row, err := uuid.NewV7()
		if err != nil {
			return err
		}
		u := record.BulletinUnit{Record: store.Record{Owner: b.Owner, ID: row}, Bulletin: b.ID, Unit: unit, Part: record.PartRecipient, State: state}
		if _, err := store.Insert(ctx, tx, record.BulletinUnitTable, &u); err != nil {
			return err
		}
		if err := inbox.Tell(ctx, tx, unit, s.Now().UnixMilli(), note); err != nil {
			return err
		}
	}
	return nil
}

// Reply is a unit's answer to what a bulletin says of it. Faults: NotFound if it was not sent to the actor's unit; Conflict "bulletin-state" if it is not
// asked any more; Invalid "bulletin-objection" for an objection without words.
func (s *Service) Reply(ctx context.Context, call app.Call, id uuid.UUID, agrees bool, text string) error {
	text = strings.TrimSpace(text)
	if !agrees && text == "" {
		return fault.New(fault.Invalid, "bulletin-objection")
	}
	if len([]rune(text)) > maxWords {
		return fault.New(fault.TooLarge, "text-too-long", maxWords)
	}
	return s.Change(ctx, call, app.Act{Needs: access.BulletinReply, Kind: "bulletin", Object: id}, func(ctx context.Context, tx *store.Tx) error {
		b, err := store.Load[record.Bulletin](ctx, tx, record.BulletinTable, 0, id)
		if err != nil {
			return err
		}
		tx.In(b.Owner)
		if b.State != record.BulletinFeedback {
			return fault.New(fault.Conflict, "bulletin-state")
		}
		rows, err := unitsOf(ctx, tx, b) // the actor's own
		if err != nil {
			return err
		}
		for i := range rows {
			if rows[i].Unit != call.Actor.Unit {
				continue
			}
			u := &rows[i]
			u.State, u.Reply, u.Account, u.Answered = record.FeedbackObjected, text, call.Actor.Account, s.Now().UnixMilli()
			if agrees {
				u.State = record.FeedbackAgreed
			}
			if err := store.Update(ctx, tx, record.BulletinUnitTable, u); err != nil {
				return err
			}
			name, err := unitName(ctx, tx, u.Unit)
			if err != nil {
				return err
			}
			return inbox.TellPerson(ctx, tx, b.Drafter, u.Answered, inbox.Note{Kind: inbox.BulletinReplied, Args: []string{b.Period, name}, Href: "/bulletins/" + id.String()})
		}
		return fault.New(fault.NotFound, "record-missing")
	})
}

func unitName(ctx context.Context, r store.Reader, id uuid.UUID) (string, error) {
	u, err := store.Load[record.Unit](ctx, r, record.UnitTable, 0, id)
	return u.Name, err
}

// Check ends the feedback: every unit has answered, or its day has passed; what became of objections is said. Faults: NotFound; Conflict
// "bulletin-state", "bulletin-waiting"; Invalid "bulletin-handling".
func (s *Service) Check(ctx context.Context, call app.Call, id uuid.UUID, handling string) error {
	handling = strings.TrimSpace(handling)
	if len([]rune(handling)) > maxWords {
		return fault.New(fault.TooLarge, "text-too-long", maxWords)
	}
	return s.step(ctx, call, access.BulletinWrite, "bulletin.check", id, turn{"check", casework.Form{"handling": handling}}, func(ctx context.Context, tx *store.Tx, b *record.Bulletin) error {
		b.Handling, b.Checker, b.Checked = handling, call.Actor.Account, s.Now().UnixMilli()
		return s.tellSigners(ctx, tx, *b)
	})
}

// tellSigners tells those who may sign for the division.
func (s *Service) tellSigners(ctx context.Context, tx *store.Tx, b record.Bulletin) error {
	var leaders []record.Grant
	err := tx.As(store.Unscoped, func() (err error) {
		leaders, err = store.List[record.Grant](ctx, tx, &relation.Select{From: relation.From(record.GrantTable, "g"), Where: relation.And{
			relation.Equal(relation.C("g", "division"), b.Owner), relation.Equal(relation.C("g", "role"), string(access.Leader))}})
		return err
	})
	for _, g := range leaders {
		if err := inbox.TellPerson(ctx, tx, g.Account, b.Checked, inbox.Note{Kind: inbox.BulletinToSign, Args: []string{b.Period}, Href: "/bulletins/" + b.ID.String()}); err != nil {
			return err
		}
	}
	return err
}

// Return gives a bulletin that is not numbered back to be written anew, with a reason. The office may, and who could sign it. Faults: NotFound; Conflict
// "bulletin-state"; Invalid "return-reason".
func (s *Service) Return(ctx context.Context, call app.Call, id uuid.UUID, reason string) error {
	reason = strings.TrimSpace(reason)
	if reason == "" || len([]rune(reason)) > maxWords {
		return fault.New(fault.Invalid, "return-reason")
	}
	needs := access.BulletinWrite
	if access.Holds(call.Actor, needs) != nil {
		needs = access.BulletinSign
	}
	return s.step(ctx, call, needs, "bulletin.return", id, turn{"return", casework.Form{"reason": reason}}, func(ctx context.Context, tx *store.Tx, b *record.Bulletin) error {
		b.Reason = reason
		b.Checker, b.Checked, b.Signer, b.Signed = uuid.Nil, 0, uuid.Nil, 0
		return inbox.TellPerson(ctx, tx, b.Drafter, s.Now().UnixMilli(), inbox.Note{Kind: inbox.BulletinBack, Args: []string{b.Period}, Href: "/bulletins/" + id.String()})
	})
}

// Sign signs a bulletin that was checked. Faults: NotFound; Conflict "bulletin-state"; Forbidden "bulletin-own" for whoever drafted it.
func (s *Service) Sign(ctx context.Context, call app.Call, id uuid.UUID) error {
	return s.step(ctx, call, access.BulletinSign, "", id, turn{move: "sign"}, func(_ context.Context, _ *store.Tx, b *record.Bulletin) error {
		b.Signer, b.Signed = call.Actor.Account, s.Now().UnixMilli()
		return nil
	})
}

// Number gives a signed bulletin the next number of its division and year, prints the head of the division's audit chain on it, and sends it to
// every unit with a part in the division's tasks. Faults: NotFound; Conflict "bulletin-state".
func (s *Service) Number(ctx context.Context, call app.Call, id uuid.UUID) error {
	heads, err := store.ReadHeads(s.Heads)
	if err != nil {
		return err
	}
	defer s.Jobs.Nudge()
	return s.step(ctx, call, access.BulletinWrite, "bulletin.number", id, turn{move: "number"}, func(ctx context.Context, tx *store.Tx, b *record.Bulletin) error {
		m, err := decode(b.Body)
		if err != nil {
			return err
		}
		now := s.Now().UnixMilli()
		b.Numbered, b.Year = now, int64(day(now).Year())
		// Requests are written one after the other, and the index stands behind that.
		last := relation.C("b", "serial")
		q := &relation.Select{Outputs: []relation.Output{{Expr: relation.Coalesce{relation.Call{Func: relation.Max, Args: []relation.Expr{last}}, relation.V(0)}, As: "last"}}, From: relation.From(record.BulletinTable, "b"),
			Where: relation.And{relation.Equal(relation.C("b", relation.Owner), b.Owner), relation.Equal(relation.C("b", "year"), b.Year)}}
		var serial int64
		if err := tx.Select(ctx, q, func(scan store.Scan) error { return scan(&serial) }); err != nil {
			return err
		}
		serial++
		b.Serial = &serial
		m.Serial, m.Issued = int(serial), day(now)
		for _, h := range heads {
			if h.Owner == b.Owner {
				m.Heads = append(m.Heads, bulletin.Head{Owner: fmt.Sprintf("%06d", h.Owner), Height: h.Height, Digest: hex.EncodeToString(h.Hash)})
			}
		}
		if b.Body, err = encode(m); err != nil {
			return err
		}
		tx.Note("serial", fmt.Sprintf("%d-%d", b.Year, serial))
		if err := s.tellOutside(ctx, tx, call, m); err != nil {
			return err
		}
		to, err := parties(ctx, tx, b.Owner)
		if err != nil {
			return err
		}
		return s.send(ctx, tx, *b, to, record.FeedbackNone, inbox.Note{Kind: inbox.BulletinIssued, Args: []string{fmt.Sprint(serial), b.Period}, Href: "/bulletins/" + id.String()})
	})
}

// parties are the units with a part in the tasks of a division.
func parties(ctx context.Context, tx *store.Tx, owner int64) (map[uuid.UUID]bool, error) {
	unit := relation.C("d", "unit")
	q := &relation.Select{IsDistinct: true, Outputs: []relation.Output{{Expr: unit}}, From: relation.From(record.DutyTable, "d"),
		Where: relation.And{relation.Equal(relation.C("d", relation.Owner), owner), relation.Not{X: relation.IsNull{X: unit}}}}
	units := make(map[uuid.UUID]bool)
	err := tx.Select(ctx, q, func(scan store.Scan) error {
		var id uuid.UUID
		err := scan(&id)
		units[id] = true
		return err
	})
	return units, err
}
