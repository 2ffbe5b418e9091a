package consultation

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/division"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A Said is what a unit says about one item.
type Said struct {
	Item string    `json:"item"`
	Kind string    `json:"kind"` // record.CommentAgree…; "" for nothing
	Text string    `json:"text"`
	Lead uuid.UUID `json:"lead"`
}

const maxText = 2000 // characters of a comment

func (x Said) check(d Draft, unit uuid.UUID) error {
	i := slices.IndexFunc(d.Items, func(i Item) bool { return i.ID == x.Item })
	switch {
	case i < 0 || !d.Items[i].Concerns(unit):
		return fault.New(fault.Invalid, "comment-item")
	case len([]rune(x.Text)) > maxText:
		return fault.New(fault.TooLarge, "text-too-long", maxText)
	}
	switch x.Kind {
	case record.CommentAgree:
	case record.CommentObject, record.CommentText:
		if x.Text == "" {
			return fault.New(fault.Invalid, "comment-text", d.Items[i].Title)
		}
	case record.CommentLead:
		if x.Text == "" || x.Lead == uuid.Nil {
			return fault.New(fault.Invalid, "comment-lead", d.Items[i].Title)
		}
	default:
		return fault.New(fault.Invalid, "comment-kind", d.Items[i].Title)
	}
	return nil
}

// Comment is what the actor's unit says of a draft, item by item; the items of which it says nothing it agrees to. It may be said again while the
// draft is out: the last word counts, and what the office decided on another word is open again. Faults: NotFound; Conflict
// "division-closed"; Invalid "comment-…" for what can not be said.
func (s *Service) Comment(ctx context.Context, call app.Call, id uuid.UUID, said []Said) error {
	p, err := s.find(ctx, call, access.DivisionComment, id)
	if err != nil {
		return err
	}
	unit := call.Actor.Unit
	if p.State != record.ConsultationOut {
		return fault.New(fault.Conflict, "division-closed")
	}
	for i := range said {
		said[i].Text = strings.TrimSpace(said[i].Text)
		if err := said[i].check(p.Draft, unit); err != nil {
			return err
		}
		if _, ok := p.Names[said[i].Lead]; said[i].Lead != uuid.Nil && !ok {
			return fault.New(fault.Invalid, "adopt-unit")
		}
	}
	act := app.Act{Needs: access.DivisionComment, Owner: p.Owner, Kind: "consultation", Object: id}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		to, err := store.One[record.ConsultationUnit](ctx, tx, &relation.Select{From: relation.From(record.ConsultationUnitTable, "u"), Where: relation.And{
			relation.Equal(relation.C("u", relation.Owner), p.Owner), relation.Equal(relation.C("u", "consultation"), id[:]), relation.Equal(relation.C("u", "unit"), unit[:])}})
		if err != nil {
			return err
		}
		to.Replied, to.Account = s.Now().UnixMilli(), call.Actor.Account
		if err := store.Update(ctx, tx, record.ConsultationUnitTable, &to); err != nil {
			return err
		}
		for _, item := range p.Draft.Items {
			if item.Concerns(unit) {
				if err := s.say(ctx, tx, p, unit, item.ID, said); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// say writes down what a unit says of an item.
func (s *Service) say(ctx context.Context, tx *store.Tx, p *Page, unit uuid.UUID, item string, said []Said) error {
	x := Said{Item: item, Kind: record.CommentAgree}
	if i := slices.IndexFunc(said, func(o Said) bool { return o.Item == item }); i >= 0 {
		x = said[i]
	}
	if x.Kind != record.CommentLead {
		x.Lead = uuid.Nil
	}
	i := slices.IndexFunc(p.Comments, func(c record.Comment) bool { return c.Unit == unit && c.Item == item })
	if i < 0 {
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		c := record.Comment{Record: store.Record{Owner: p.Owner, ID: id}, Consultation: p.ID, Unit: unit, Item: item, Kind: x.Kind, Text: x.Text, Lead: x.Lead, Made: s.Now().UnixMilli()}
		_, err = store.Insert(ctx, tx, record.CommentTable, &c)
		return err
	}
	c := p.Comments[i]
	if c.Kind == x.Kind && c.Text == x.Text && c.Lead == x.Lead {
		return nil
	}
	c.Kind, c.Text, c.Lead, c.Made = x.Kind, x.Text, x.Lead, s.Now().UnixMilli()
	c.Outcome, c.Reason, c.Decider, c.Decided = "", "", uuid.Nil, 0
	return store.Update(ctx, tx, record.CommentTable, &c)
}

// Decide takes or refuses a comment, with a reason. What is taken is done to the review at once: another lead, another wording; an objection is
// for the office to see to. Faults: NotFound; Conflict "division-closed", "comment-gone" where the item was merged or taken away
// meanwhile; Invalid "comment-reason".
func (s *Service) Decide(ctx context.Context, call app.Call, id, comment uuid.UUID, isTaken bool, reason string) error {
	reason = strings.TrimSpace(reason)
	if reason == "" || len([]rune(reason)) > maxText {
		return fault.New(fault.Invalid, "comment-reason")
	}
	p, err := s.find(ctx, call, access.DocumentAdopt, id)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(p.Comments, func(c record.Comment) bool { return c.ID == comment })
	switch {
	case i < 0:
		return fault.New(fault.NotFound, "record-missing")
	case p.State != record.ConsultationOut:
		return fault.New(fault.Conflict, "division-closed")
	}
	c := p.Comments[i]
	r, err := s.Documents.Review(ctx, call, p.Document)
	if err != nil {
		return err
	}
	c.Outcome = record.CommentRefused
	var acts []division.Act
	if isTaken {
		c.Outcome = record.CommentTaken
		item, ok := r.Sheet.Item(c.Item)
		switch {
		case ok:
			switch c.Kind {
			case record.CommentLead:
				acts = r.Lead(item, c.Lead)
			case record.CommentText:
				acts = []division.Act{{Kind: division.ActSet, Set: division.Entries{"body." + item.ID: {c.Text}}}}
			}
		case c.Kind == record.CommentLead || c.Kind == record.CommentText: // taking it would change nothing
			return fault.New(fault.Conflict, "comment-gone")
		}
	}
	c.Reason, c.Decider, c.Decided = reason, call.Actor.Account, s.Now().UnixMilli()
	act := app.Act{Needs: access.DocumentAdopt, Name: "division.decide", Owner: p.Owner, Kind: "consultation", Object: id, Detail: audit.Detail{"outcome": c.Outcome, "reason": reason}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		if err := store.Update(ctx, tx, record.CommentTable, &c); err != nil || len(acts) == 0 {
			return err
		}
		return s.Documents.Apply(ctx, tx, call, r, acts...)
	})
}
