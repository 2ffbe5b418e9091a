package mail

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/inbox"
	"github.com/wenxiao/wenxiao/internal/job"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/notify"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// An errand is the input of a JobMail: a mail to try the server with, or what waits for somebody.
type errand struct {
	To      string    `json:"to,omitempty"`      // of a mail to try the server with
	Account uuid.UUID `json:"account,omitempty"` // else whom it is for
}

// Watch goes on its round every minute until ctx ends.
func (s *Service) Watch(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		if err := s.Round(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("people not told by mail", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// slot is how long a mail that could not be handed in rests before it is tried anew, beside the tries of its job.
const slot = 10 * time.Minute

// Round looks at everybody who wants to be told: it makes the digests that are due, and puts mails in line. Several servers of one database do it once.
func (s *Service) Round(ctx context.Context) error {
	_, _, isSet, err := s.open(ctx)
	if err != nil {
		return err
	}
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return err
	}
	var choices []record.Choice
	if err := s.Store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
		choices, err = store.List[record.Choice](ctx, v, &relation.Select{From: relation.From(record.ChoiceTable, "c"), OrderBy: []relation.Order{{By: relation.C("c", "id")}},
			Where: relation.Binary{Op: relation.Ne, L: relation.C("c", "mode"), R: relation.V(record.TellOff)}})
		return err
	}); err != nil {
		return err
	}
	unread, err := s.since(ctx, uuid.Nil)
	if err != nil {
		return err
	}
	now := s.Now().In(china)
	hour, today := int64(now.Hour()), period.Date(s.Today())
	for _, c := range choices {
		if isQuiet(c, hour) {
			continue
		}
		if isDue(c, today, hour, calendar) {
			if err := s.makeDigest(ctx, &c, today); err != nil {
				return err
			}
		}
		if !isSet || c.Address == "" {
			continue
		}
		if c.Mode == record.TellInstant && unread[c.Account] == 0 || c.Mode != record.TellInstant && c.Sent == c.Digest {
			continue
		}
		if err := s.line(ctx, c, now); err != nil {
			return err
		}
	}
	return nil
}

// line puts somebody's mail in line, once in each slot.
func (s *Service) line(ctx context.Context, c record.Choice, now time.Time) error {
	id := uuid.NewSHA1(c.Account, []byte(now.Truncate(slot).Format(time.RFC3339)))
	err := s.Store.Keep(ctx, func(ctx context.Context, tx *store.Tx) error {
		return s.Jobs.Add(ctx, tx, id, JobMail, app.SystemAccount, errand{Account: c.Account})
	})
	if err == nil {
		s.Jobs.Nudge()
	}
	return err
}

// telling is the call in which people are told: nobody asks for it.
func telling() app.Call { return app.System(JobMail, access.MailManage) }

// note keeps what was done for somebody.
func (s *Service) note(ctx context.Context, c record.Choice, name string, do func(context.Context, *store.Tx, *record.Choice) error) error {
	act := app.Act{Needs: access.MailManage, Name: name, Kind: "account", Object: c.Account, Owner: app.Installation}
	return s.Change(ctx, telling(), act, func(ctx context.Context, tx *store.Tx) error {
		return tx.As(store.Unscoped, func() error {
			now, err := store.Load[record.Choice](ctx, tx, record.ChoiceTable, 0, c.ID)
			if err != nil {
				return err
			}
			if err := do(ctx, tx, &now); err != nil {
				return err
			}
			return store.Update(ctx, tx, record.ChoiceTable, &now)
		})
	})
}

// makeDigest puts one message into somebody's inbox that says all that waits for him. Where nothing does, none is made.
func (s *Service) makeDigest(ctx context.Context, c *record.Choice, today period.Date) error {
	n, isBoss, err := s.count(ctx, c.Account)
	if err != nil {
		return err
	}
	isEmpty := n.Red+n.Due+n.Decide == 0
	err = s.note(ctx, *c, "digest.make", func(ctx context.Context, tx *store.Tx, now *record.Choice) error {
		if now.Digest == int64(today) { // another server was first
			return nil
		}
		if now.Digest = int64(today); isEmpty {
			now.Sent = now.Digest
			return nil
		}
		href := "/"
		if isBoss {
			href = "/brief"
		}
		return inbox.TellPerson(ctx, tx, c.Account, s.Now().UnixMilli(), inbox.Note{Kind: inbox.Digest, Args: n.words(), Href: href})
	})
	if c.Digest = int64(today); isEmpty {
		c.Sent = c.Digest
	}
	return err
}

// A Count is how much waits for somebody.
type Count struct {
	Red    int64 // lights of tasks that he may see
	Due    int64 // reports that are late or due within seven days
	Decide int64 // what waits for his word
	Unread int64
}

// words are the figures as texts go into a wording.
func (n Count) words() []string {
	return []string{locale.Count(n.Red), locale.Count(n.Due), locale.Count(n.Decide), locale.Count(n.Unread)}
}

// soon is how many days ahead a digest looks.
const soon = 7

// A look is one thing that is counted: by a permission, the rows of a table.
type look struct {
	needs access.Permission
	table *relation.Table
	where relation.Expr
}

func in(column string, values ...string) relation.Expr {
	return relation.OneOf(relation.C("x", column), values)
}

// turn are the cases at which it is the turn of some parties.
func turn(parties ...string) relation.Expr {
	return relation.And{relation.Equal(relation.C("x", "is_closed"), int64(0)), in("turn", parties...)}
}

// decisions are all that can wait for somebody's word.
var decisions = []look{
	{access.CaseApprove, record.CaseTable, turn("leader")}, {access.CaseDecide, record.CaseTable, turn("issuer")}, {access.CaseHandle, record.CaseTable, turn("lead", "holder")},
	{access.DirectiveApprove, record.DirectiveTable, in("state", record.DirectiveProposed)}, {access.DirectiveIssue, record.DirectiveTable, in("state", record.DirectiveApproved, record.DirectiveReplied)},
	{access.DirectiveReply, record.DirectiveTable, in("state", record.DirectiveIssued)}, {access.BulletinSign, record.BulletinTable, in("state", record.BulletinChecked)},
	{access.ReportAccept, record.DueTable, in("state", record.DueSubmitted)}, {access.ReportSign, record.DueTable, in("state", record.DueSigning)},
}

// count counts what waits for somebody, each thing as far as he may see it. isBoss says that he decides for a government.
func (s *Service) count(ctx context.Context, account uuid.UUID) (n Count, isBoss bool, err error) {
	err = s.Store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
		a, err := app.ActorOf(ctx, v, account, s.Today())
		if err != nil {
			return err
		}
		isBoss = access.Holds(a, access.CaseApprove) == nil
		due := look{access.DueRead, record.DueTable, relation.And{in("state", record.DueOpen, record.DueReturned),
			relation.Binary{Op: relation.Le, L: relation.C("x", "due_on"), R: relation.Value{V: s.Today() + soon, As: relation.Date}}}}
		if access.Holds(a, access.ReportWrite) == nil {
			due.needs = access.ReportWrite
		}
		add := func(to *int64, l look) error {
			if access.Holds(a, l.needs) != nil {
				return nil
			}
			q := &relation.Select{Outputs: []relation.Output{{Expr: relation.Call{Func: relation.CountRows}, As: "n"}}, From: relation.From(l.table, "x"), Where: l.where}
			return v.As(s.Scopes.For(a, l.needs)).Select(ctx, q, func(scan store.Scan) error {
				var more int64
				err := scan(&more)
				*to += more
				return err
			})
		}
		red := relation.And{relation.Equal(relation.C("x", "until"), int64(0)), in("light", "red")}
		for _, d := range decisions {
			if err := add(&n.Decide, d); err != nil {
				return err
			}
		}
		if err := add(&n.Red, look{access.LightRead, record.LightTable, red}); err != nil {
			return err
		}
		if err := add(&n.Due, due); err != nil {
			return err
		}
		return add(&n.Unread, look{access.SessionOwn, record.MessageTable, relation.Equal(relation.C("x", "read"), int64(0))})
	})
	return n, isBoss, err
}

// since is how many messages came that people who are told at once have not read, and were not mailed of, by account; only is one of them, zero for all.
func (s *Service) since(ctx context.Context, only uuid.UUID) (n map[uuid.UUID]int64, err error) {
	c := func(column string) relation.Col { return relation.C("c", column) }
	where := relation.And{relation.Equal(c("mode"), record.TellInstant)}
	if only != uuid.Nil {
		where = append(where, relation.Equal(c("account"), only[:]))
	}
	q := &relation.Select{Outputs: []relation.Output{{Expr: c("account")}, {Expr: relation.Call{Func: relation.CountRows}, As: "n"}}, From: relation.From(record.ChoiceTable, "c"), Where: where,
		Joins: []relation.Join{{Source: relation.From(record.MessageTable, "m"), On: relation.And{relation.Same(relation.C("m", "account"), c("account")), relation.Equal(relation.C("m", "read"), int64(0)),
			relation.Binary{Op: relation.Gt, L: relation.C("m", "made"), R: c("mailed")}}}}, GroupBy: []relation.Expr{c("account")}}
	n = make(map[uuid.UUID]int64)
	err = s.Store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
		return v.Select(ctx, q, func(scan store.Scan) error {
			var account uuid.UUID
			var count int64
			err := scan(&account, &count)
			n[account] = count
			return err
		})
	})
	return n, err
}

// Run sends the mail of a job. Sent twice after a crash is better than never.
func (s *Service) Run(ctx context.Context, j job.Job) error {
	var e errand
	if err := json.Unmarshal([]byte(j.Input), &e); err != nil {
		return fmt.Errorf("read what is to be mailed: %w", err)
	}
	to, address, isSet, err := s.open(ctx)
	if err != nil || !isSet { // taken away since
		return err
	}
	if e.To != "" {
		return s.Send(ctx, to, notify.Mail{ID: j.ID.String(), To: e.To, Subject: locale.Text(locale.Zh, "mail.try-subject"), Text: locale.Text(locale.Zh, "mail.try-text", address)})
	}
	var c record.Choice
	if err := s.Store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
		c, err = store.One[record.Choice](ctx, v, &relation.Select{From: relation.From(record.ChoiceTable, "c"), Where: relation.Equal(relation.C("c", "account"), e.Account[:])})
		return err
	}); err != nil {
		return err
	}
	if c.Address == "" || c.Mode == record.TellOff {
		return nil
	}
	m := notify.Mail{ID: j.ID.String(), To: c.Address}
	upTo := s.Now().UnixMilli()
	if c.Mode == record.TellInstant {
		unread, err := s.since(ctx, c.Account)
		n := unread[c.Account]
		if err != nil || n == 0 {
			return err
		}
		m.Subject, m.Text = locale.Text(locale.Zh, "mail.instant-subject", locale.Count(n)), locale.Text(locale.Zh, "mail.instant-text", locale.Count(n), address+"/inbox")
	} else {
		if c.Sent == c.Digest {
			return nil
		}
		n, isBoss, err := s.count(ctx, c.Account)
		if err != nil {
			return err
		}
		path := "/"
		if isBoss {
			path = "/brief"
		}
		m.Subject = locale.Text(locale.Zh, "mail.digest-subject", period.Date(c.Digest).String(), locale.Count(n.Red+n.Due+n.Decide))
		m.Text = locale.Text(locale.Zh, "mail.digest-text", locale.Count(n.Red), locale.Count(n.Due), locale.Count(n.Decide), locale.Count(n.Unread), address+path)
	}
	if err := s.Send(ctx, to, m); err != nil {
		return err
	}
	return s.note(ctx, c, "mail.tell", func(_ context.Context, _ *store.Tx, now *record.Choice) error {
		now.Mailed, now.Sent = max(now.Mailed, upTo), now.Digest
		return nil
	})
}
