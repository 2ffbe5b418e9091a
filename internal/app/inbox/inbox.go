// Package inbox is what the program tells people inside itself: that something
// was assigned, came back, waits for an answer. A message is one person's, names
// no person and leads to a page of ours. Use cases call Tell in the transaction
// of what they tell of. Start with Tell and Service.List.
package inbox

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// Kinds of message; each has a wording in package locale.
const (
	Adopted          = "adopted"           // a document gave the unit tasks: its title
	Reassigned       = "reassigned"        // a task was assigned to the unit in another's place: task
	Returned         = "returned"          // a report came back: task, period
	PartReturned     = "part-returned"     // a part came back from the unit that leads: task, period
	GapAsked         = "gap-asked"         // another source says otherwise than the unit's report: metric, period
	GapExplained     = "gap-explained"     // the unit has explained that: metric, period
	Directive        = "directive"         // a directive was issued to the unit: task, by when it is answered
	DivisionOut      = "division-out"      // a draft division is out for comment: title, by when
	DivisionAsked    = "division-asked"    // a draft division waits for approval: title
	DivisionBack     = "division-back"     // a leader gave a draft division back: title
	DivisionApproved = "division-approved" // a leader approved one: title
	PartGiven        = "part-given"        // a target was split and the unit has a part: task
	BulletinFeedback = "bulletin-feedback" // a bulletin says something of the unit: month, by when
	BulletinIssued   = "bulletin-issued"   // a bulletin came out: number, month
	BulletinReplied  = "bulletin-replied"  // a unit answered: month, unit
	BulletinToSign   = "bulletin-to-sign"  // a bulletin waits for the signature: month
	BulletinBack     = "bulletin-back"     // a bulletin was given back: month
	Reformed         = "reformed"          // the unit has taken another's place: the document that orders it
	HandedOver       = "handed-over"       // a colleague's work came to the person: how many items
	BulletinRevised  = "bulletin-revised"  // a figure that a bulletin used was corrected: title
	InspectionAsked  = "inspection-asked"  // a plan waits for approval: title
	InspectionBack   = "inspection-back"   // a plan was given back: title
	InspectionTeam   = "inspection-team"   // somebody is in a team: title, first and last day
	InspectionNotice = "inspection-notice" // a unit is going to be visited: title, first and last day
	FindingHanded    = "finding-handed"    // a finding was handed to the unit: title of the inspection, what, by when it answers
	FindingMoved     = "finding-moved"     // a finding went on: title of the inspection, what
	ProblemRaised    = "problem-raised"    // a problem was raised: title
	ProblemGiven     = "problem-given"     // a problem was given to the unit: title, by when
	ProblemMoved     = "problem-moved"     // a problem went on: title
	ConferenceAsked  = "conference-asked"  // an agenda waits for approval: title
	ConferenceCalled = "conference-called" // a conference deals with what the unit raised: title, day
	Decided          = "decided"           // a conference gave the unit something to do: what, by when
	ScoreAnnounced   = "score-announced"   // scores were announced to the unit: title, by when it may appeal
	ScorePublished   = "score-published"   // scores were published: title
	// DirectiveWithdrawn: the office did not issue what a leader ordered: title of the task.
	DirectiveWithdrawn = "directive-withdrawn"
	AppealFiled        = "appeal-filed"   // a unit appealed against a point: title, unit
	AppealDecided      = "appeal-decided" // an appeal was decided on: title
	Digest             = "digest"         // a summary for a day or a week: red, due, to decide, unread
)

// A Note is what is told.
type Note struct {
	Kind string
	Args []string // texts for its wording, no personal data
	Href string   // a page of ours
}

// Tell tells everybody who works for a unit, or for the one that has taken its place, in the transaction of what is told of.
func Tell(ctx context.Context, tx *store.Tx, unit uuid.UUID, at int64, n Note) error {
	unit, err := organisation.Living(ctx, tx, unit)
	if err != nil {
		return err
	}
	return tell(ctx, tx, relation.Equal(relation.C("a", "unit"), unit[:]), at, n)
}

// TellPerson tells one person; nobody for an account that there is not.
func TellPerson(ctx context.Context, tx *store.Tx, account uuid.UUID, at int64, n Note) error {
	return tell(ctx, tx, relation.Equal(relation.C("a", "id"), account[:]), at, n)
}

// TellPost tells everybody who has a role in a division.
func TellPost(ctx context.Context, tx *store.Tx, role string, division, at int64, n Note) error {
	var holders []record.Grant
	err := tx.As(store.Unscoped, func() (err error) {
		holders, err = store.List[record.Grant](ctx, tx, &relation.Select{From: relation.From(record.GrantTable, "g"), OrderBy: []relation.Order{{By: relation.C("g", "id")}},
			Where: relation.And{relation.Equal(relation.C("g", "role"), role), relation.Equal(relation.C("g", "division"), division)}})
		return err
	})
	for _, g := range holders {
		if err == nil {
			err = TellPerson(ctx, tx, g.Account, at, n)
		}
	}
	return err
}

func tell(ctx context.Context, tx *store.Tx, who relation.Expr, at int64, n Note) error {
	args, err := json.Marshal(n.Args)
	if err != nil {
		return fmt.Errorf("tell of %s: %w", n.Kind, err)
	}
	return tx.As(store.Unscoped, func() error {
		people, err := store.List[record.Account](ctx, tx, &relation.Select{From: relation.From(record.AccountTable, "a"),
			Where: relation.And{who, relation.Equal(relation.C("a", "is_disabled"), 0)}, OrderBy: []relation.Order{{By: relation.C("a", "name")}}})
		if err != nil {
			return err
		}
		for _, p := range people {
			isTold, err := again(ctx, tx, p, at, n, string(args))
			if err != nil {
				return err
			}
			if isTold {
				continue
			}
			id, err := uuid.NewV7()
			if err != nil {
				return err
			}
			m := record.Message{Record: store.Record{Owner: p.Division, ID: id}, Account: p.ID, Kind: n.Kind, Args: string(args), Href: n.Href, Made: at}
			if _, err := store.Insert(ctx, tx, record.MessageTable, &m); err != nil {
				return err
			}
		}
		return nil
	})
}

// again brings a message that says the same and was not read yet up to date instead of adding another: one thing is told once.
func again(ctx context.Context, tx *store.Tx, p record.Account, at int64, n Note, args string) (bool, error) {
	same, err := store.List[record.Message](ctx, tx, &relation.Select{From: relation.From(record.MessageTable, "m"), Limit: 1, Where: relation.And{
		relation.Equal(relation.C("m", "account"), p.ID[:]), relation.Equal(relation.C("m", "read"), int64(0)), relation.Equal(relation.C("m", "kind"), n.Kind), relation.Equal(relation.C("m", "href"), n.Href), relation.Equal(relation.C("m", "args"), args)}})
	if err != nil || len(same) == 0 {
		return false, err
	}
	m := same[0]
	m.Made = at
	return true, store.Update(ctx, tx, record.MessageTable, &m)
}

// A Service shows people their messages.
type Service struct{ *app.Core }

// A Message is one as its reader sees it.
type Message struct {
	record.Message
	Args []string
}

// List gives a person's messages, the newest first.
func (s *Service) List(ctx context.Context, call app.Call, limit int) (messages []Message, err error) {
	err = s.See(ctx, call, access.SessionOwn, func(ctx context.Context, v *store.View) error {
		rows, err := store.List[record.Message](ctx, v, &relation.Select{From: relation.From(record.MessageTable, "m"),
			OrderBy: []relation.Order{{By: relation.C("m", "made"), IsDesc: true}, {By: relation.C("m", "rid"), IsDesc: true}}, Limit: limit})
		if err != nil {
			return err
		}
		messages = make([]Message, len(rows))
		for i, r := range rows {
			messages[i].Message = r
			if err := json.Unmarshal([]byte(r.Args), &messages[i].Args); err != nil {
				return fmt.Errorf("read message %s: %w", r.ID, err)
			}
		}
		return nil
	})
	return messages, err
}

// Unread is how many messages a person has not read.
func (s *Service) Unread(ctx context.Context, call app.Call) (n int64, err error) {
	err = s.See(ctx, call, access.SessionOwn, func(ctx context.Context, v *store.View) error {
		q := &relation.Select{Outputs: []relation.Output{{Expr: relation.Call{Func: relation.CountRows}, As: "n"}}, From: relation.From(record.MessageTable, "m"),
			Where: relation.Equal(relation.C("m", "read"), 0)}
		return v.Select(ctx, q, func(scan store.Scan) error { return scan(&n) })
	})
	return n, err
}

// Open marks a message as read and gives it. fault.NotFound: it is not the actor's.
func (s *Service) Open(ctx context.Context, call app.Call, id uuid.UUID) (m record.Message, err error) {
	err = s.Change(ctx, call, app.Act{Needs: access.SessionOwn, Name: "message.read", Kind: "message", Object: id}, func(ctx context.Context, tx *store.Tx) error {
		if m, err = store.Load[record.Message](ctx, tx, record.MessageTable, 0, id); err != nil {
			return err
		}
		tx.In(m.Owner)
		return s.read(ctx, tx, &m)
	})
	return m, err
}

// maxRead is how many messages are marked at once.
const maxRead = 1000

// ReadAll marks all of a person's messages as read, up to a thousand.
func (s *Service) ReadAll(ctx context.Context, call app.Call) error {
	act := app.Act{Needs: access.SessionOwn, Name: "message.read", Kind: "message", Owner: int64(call.Actor.Division.Owner())}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		rows, err := store.List[record.Message](ctx, tx, &relation.Select{From: relation.From(record.MessageTable, "m"), Where: relation.Equal(relation.C("m", "read"), 0), Limit: maxRead})
		if err != nil {
			return err
		}
		for i := range rows {
			if err := s.read(ctx, tx, &rows[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Service) read(ctx context.Context, tx *store.Tx, m *record.Message) error {
	if m.Read != 0 {
		return nil
	}
	m.Read = s.Now().UnixMilli()
	return store.Update(ctx, tx, record.MessageTable, m)
}
