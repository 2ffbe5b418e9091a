package supervision

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/inbox"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/region"
)

// A Draft is a directive as it is proposed.
type Draft struct {
	ID     uuid.UUID // made by the sender; the same one again is the same directive
	Task   uuid.UUID
	Unit   uuid.UUID // to which it is addressed; zero: the one that leads the task
	Ladder string    // that its writer saw; "" is the one in force, and another is refused
	Step   string
	// IsOrdered says that the step is the one that an order takes at once, whatever Step says.
	IsOrdered bool
	Basis     string
	Demand    string
}

// Propose writes a directive on a task to the unit that leads it. One that no leader has to approve is issued at once. Faults: Invalid
// "directive-step", "directive-basis", "directive-demand"; Forbidden "directive-township", "directive-department"; Conflict
// "directive-task" on a task that is not under way, "directive-lead" where no unit leads it, "directive-open" while another one on it is not answered.
func (s *Service) Propose(ctx context.Context, call app.Call, d Draft) (made record.Directive, err error) {
	step, err := s.check(ctx, call, &d)
	if err != nil {
		return made, err
	}
	act := app.Act{Needs: access.DirectiveIssue, Name: "directive.propose", Kind: "directive", Object: d.ID}
	err = s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		made, err = s.write(ctx, tx, d, step, record.Directive{State: record.DirectiveProposed, Issuer: call.Actor.Account})
		if err != nil || step.NeedsLeader || made.State != record.DirectiveProposed {
			return err
		}
		if err := s.take(call, &made, step, "issue_at_once", nil); err != nil {
			return err
		}
		return s.issue(ctx, tx, &made, step)
	})
	return made, err
}

// Instruct is a leader's own word on a task (批示): a directive that is approved, for the office to issue. Faults as of Propose.
func (s *Service) Instruct(ctx context.Context, call app.Call, d Draft) (made record.Directive, err error) {
	var by string
	if err := s.See(ctx, call, access.DirectiveApprove, func(ctx context.Context, v *store.View) error {
		by, err = app.Person(ctx, v, call.Actor.Account)
		return err
	}); err != nil {
		return made, err
	}
	d.IsOrdered, d.Basis = true, locale.Text(locale.Zh, "directive.instructed", by, locale.Date(locale.Zh, period.Date(s.Today())))
	step, err := s.check(ctx, call, &d)
	if err != nil {
		return made, err
	}
	act := app.Act{Needs: access.DirectiveApprove, Name: "directive.instruct", Kind: "directive", Object: d.ID}
	err = s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		made, err = s.write(ctx, tx, d, step, record.Directive{State: record.DirectiveProposed, Approver: call.Actor.Account, IsInstruction: true})
		if err != nil || made.State != record.DirectiveProposed || !made.IsInstruction { // sent twice
			return err
		}
		if err := s.take(call, &made, step, "instruct", nil); err != nil {
			return err
		}
		return tx.As(store.Unscoped, func() error { return store.Update(ctx, tx, record.DirectiveTable, &made) })
	})
	return made, err
}

// MayDirect says whether anything can be asked of whoever leads a task: not of one that is closed, or that does not count.
func MayDirect(t record.Task) bool { return t.State == record.TaskOpen && t.Counts() }

// office is whose word somebody's is.
func office(a access.Actor) ledger.Office {
	switch {
	case a.Division.Level() > region.County:
		return ledger.Township
	case slices.ContainsFunc(a.Grants, func(g access.Grant) bool { return g.Role == access.Supervisor || g.Role == access.Leader }):
		return ledger.Government
	}
	return ledger.Department
}

// check completes a draft and finds its step on the ladder that is in force where the task is.
func (s *Service) check(ctx context.Context, call app.Call, d *Draft) (step ledger.Step, err error) {
	book := s.own
	err = s.Store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error { // what he may do on the task is asked when it is written
		t, err := store.Load[record.Task](ctx, v, record.TaskTable, 0, d.Task)
		if err == nil {
			book, err = s.inForce(ctx, v, t.Owner)
		}
		return err
	})
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return step, err
	}
	step, ok := book.Ladder.Step(d.Step)
	if d.IsOrdered {
		step, ok = book.Ladder.Ordered(), true
	}
	if !ok || d.ID == uuid.Nil || d.Ladder != "" && d.Ladder != book.Ladder.Name {
		return step, fault.New(fault.Invalid, "directive-step")
	}
	d.Ladder = book.Ladder.Name
	if err := step.MayIssue(office(call.Actor)); err != nil {
		return step, err
	}
	if d.Basis, ok = text(d.Basis); !ok {
		return step, fault.New(fault.Invalid, "directive-basis")
	}
	if d.Demand, ok = text(d.Demand); !ok {
		return step, fault.New(fault.Invalid, "directive-demand")
	}
	return step, nil
}

// unanswered are the states in which a directive waits for a leader, the office or the unit.
var unanswered = []string{record.DirectiveProposed, record.DirectiveApproved, record.DirectiveIssued}

// write keeps a new directive; sent twice it stands there once.
func (s *Service) write(ctx context.Context, tx *store.Tx, d Draft, step ledger.Step, made record.Directive) (record.Directive, error) {
	t, err := store.Load[record.Task](ctx, tx, record.TaskTable, 0, d.Task)
	if err != nil {
		return made, err
	}
	tx.In(t.Owner)
	made.Record, made.Task = store.Record{Owner: t.Owner, ID: d.ID}, t.ID
	made.Ladder, made.Step, made.Kind, made.Basis, made.Demand, made.Made = d.Ladder, step.Name, step.Kind, d.Basis, d.Demand, s.Now().UnixMilli()
	err = tx.As(store.Unscoped, func() error {
		g := &gathering{reader: tx, owner: t.Owner, tasks: []any{t.ID[:]}, all: map[uuid.UUID]*gathered{t.ID: {}}}
		if err := g.readLeads(ctx); err != nil {
			return err
		}
		if made.Unit = d.Unit; made.Unit == uuid.Nil {
			made.Unit = g.all[t.ID].unit
		}
		before, err := s.onTask(ctx, tx, t)
		isOpen := false
		for _, b := range before {
			if b.ID == d.ID {
				made = b
				return nil
			}
			isOpen = isOpen || slices.Contains(unanswered, b.State) && (b.Due == 0 || b.Due >= s.Today())
		}
		switch {
		case err != nil:
			return err
		case !MayDirect(t):
			return fault.New(fault.Conflict, "directive-task")
		case made.Unit == uuid.Nil:
			return fault.New(fault.Conflict, "directive-lead")
		case isOpen:
			return fault.New(fault.Conflict, "directive-open")
		}
		_, err = store.Insert(ctx, tx, record.DirectiveTable, &made)
		return err
	})
	return made, err
}

// onTask are the directives on a task in the order in which they were made.
func (s *Service) onTask(ctx context.Context, r store.Reader, t record.Task) ([]record.Directive, error) {
	return store.List[record.Directive](ctx, r, &relation.Select{From: relation.From(record.DirectiveTable, "d"), OrderBy: []relation.Order{{By: relation.C("d", "rid")}},
		Where: relation.And{relation.Equal(relation.C("d", relation.Owner), t.Owner), relation.Equal(relation.C("d", "task"), t.ID[:])}})
}

// issue gives a directive its number, the next of the year, and shows it to the unit. fault.Conflict "directive-task" if the task has ended meanwhile.
func (s *Service) issue(ctx context.Context, tx *store.Tx, d *record.Directive, step ledger.Step) error {
	return tx.As(store.Unscoped, func() error {
		t, err := store.Load[record.Task](ctx, tx, record.TaskTable, d.Owner, d.Task)
		if err != nil {
			return err
		}
		if !MayDirect(t) {
			return fault.New(fault.Conflict, "directive-task")
		}
		d.Year = int64(period.Date(s.Today()).Year())
		number := int64(1)
		q := &relation.Select{Outputs: []relation.Output{{Expr: relation.Coalesce{relation.Call{Func: relation.Max, Args: []relation.Expr{relation.C("d", "serial")}}, relation.V(0)}, As: "last"}},
			From:  relation.From(record.DirectiveTable, "d"),
			Where: relation.And{relation.Equal(relation.C("d", relation.Owner), d.Owner), relation.Equal(relation.C("d", "year"), d.Year)}}
		if err := tx.Select(ctx, q, func(scan store.Scan) error {
			err := scan(&number)
			number++
			return err
		}); err != nil {
			return err
		}
		d.Number, d.Reader = &number, d.Unit
		d.Issued, d.Due = s.Today(), s.Today()+int64(step.Days)
		if err := store.Update(ctx, tx, record.DirectiveTable, d); err != nil {
			return err
		}
		return inbox.Tell(ctx, tx, d.Unit, s.Now().UnixMilli(), inbox.Note{Kind: inbox.Directive, Args: []string{t.Title, period.Date(d.Due).String()}, Href: "/directives/" + d.ID.String()})
	})
}

// Approve lets a leader approve what the office proposed, and so issues it. Faults: Conflict "directive-state", "directive-task"; Forbidden "directive-own".
func (s *Service) Approve(ctx context.Context, call app.Call, id uuid.UUID) error {
	return s.move(ctx, call, access.DirectiveApprove, "directive.approve", id, turn{move: "approve"}, func(ctx context.Context, tx *store.Tx, d *record.Directive, step ledger.Step) error {
		d.Approver = call.Actor.Account
		return s.issue(ctx, tx, d, step)
	})
}

// Refuse gives a proposal back with a reason. Faults: Invalid "directive-reason"; Conflict "directive-state".
func (s *Service) Refuse(ctx context.Context, call app.Call, id uuid.UUID, reason string) error {
	reason, ok := text(reason)
	if !ok {
		return fault.New(fault.Invalid, "directive-reason")
	}
	return s.move(ctx, call, access.DirectiveApprove, "directive.refuse", id, turn{"refuse", casework.Form{"reason": reason}}, func(ctx context.Context, tx *store.Tx, d *record.Directive, _ ledger.Step) error {
		d.Reason, d.Approver = reason, call.Actor.Account
		return store.Update(ctx, tx, record.DirectiveTable, d)
	})
}

// Withdraw (撤回) lets the office take back what is not issued yet, with a reason: the unit never hears of it, and the leader whose instruction it was is
// told. Faults: Invalid "directive-reason"; Conflict "directive-state".
func (s *Service) Withdraw(ctx context.Context, call app.Call, id uuid.UUID, reason string) error {
	reason, ok := text(reason)
	if !ok {
		return fault.New(fault.Invalid, "directive-reason")
	}
	return s.move(ctx, call, access.DirectiveIssue, "directive.withdraw", id, turn{"withdraw", casework.Form{"reason": reason}}, func(ctx context.Context, tx *store.Tx, d *record.Directive, _ ledger.Step) error {
		d.Reason = reason
		if err := store.Update(ctx, tx, record.DirectiveTable, d); err != nil || !d.IsInstruction {
			return err
		}
		t, err := store.Load[record.Task](ctx, tx, record.TaskTable, d.Owner, d.Task)
		if err != nil {
			return err
		}
		return inbox.TellPerson(ctx, tx, d.Approver, s.Now().UnixMilli(), inbox.Note{Kind: inbox.DirectiveWithdrawn, Args: []string{t.Title}, Href: "/directives/" + d.ID.String()})
	})
}

// Issue lets the office issue what a leader ordered. fault.Conflict "directive-state", "directive-task".
func (s *Service) Issue(ctx context.Context, call app.Call, id uuid.UUID) error {
	return s.move(ctx, call, access.DirectiveIssue, "directive.issue", id, turn{move: "issue"}, func(ctx context.Context, tx *store.Tx, d *record.Directive, step ledger.Step) error {
		d.Issuer = call.Actor.Account
		return s.issue(ctx, tx, d, step)
	})
}

// Reply is the unit's answer; it may be given anew until the office closes the matter. Faults: Invalid "directive-reply"; Conflict "directive-state".
func (s *Service) Reply(ctx context.Context, call app.Call, id uuid.UUID, reply string) error {
	reply, ok := text(reply)
	if !ok {
		return fault.New(fault.Invalid, "directive-reply")
	}
	return s.move(ctx, call, access.DirectiveReply, "directive.reply", id, turn{"reply", casework.Form{"reply": reply}}, func(ctx context.Context, tx *store.Tx, d *record.Directive, _ ledger.Step) error {
		if d.Answered == 0 {
			d.Answered = s.Today()
		}
		d.Reply = reply
		return store.Update(ctx, tx, record.DirectiveTable, d)
	})
}

// Settle closes a directive that was issued. Faults: Invalid "directive-reason"; Conflict "directive-state".
func (s *Service) Settle(ctx context.Context, call app.Call, id uuid.UUID, reason string) error {
	reason, ok := text(reason)
	if !ok {
		return fault.New(fault.Invalid, "directive-reason")
	}
	return s.move(ctx, call, access.DirectiveIssue, "directive.close", id, turn{"close", casework.Form{"reason": reason}}, func(ctx context.Context, tx *store.Tx, d *record.Directive, _ ledger.Step) error {
		d.Reason = reason
		return store.Update(ctx, tx, record.DirectiveTable, d)
	})
}

// A turn is a move of the workflow "directive" with what was entered.
type turn struct {
	move string
	form casework.Form
}

// take decides by the workflow where a directive goes, which is its own case: its State is the step. Faults: Conflict "directive-state"; Forbidden
// "directive-own" for whoever approves what he proposed.
func (s *Service) take(call app.Call, d *record.Directive, of ledger.Step, move string, form casework.Form) error {
	asker := casework.Asker{Account: call.Actor.Account, Unit: call.Actor.Unit}
	for _, p := range []struct {
		party casework.Party
		needs access.Permission
		on    access.Record
	}{
		{casework.Issuer, access.DirectiveIssue, access.Record{Owner: int(d.Owner)}}, {casework.Leader, access.DirectiveApprove, access.Record{Owner: int(d.Owner)}},
		{casework.Lead, access.DirectiveReply, access.Record{Owner: int(d.Owner), Lead: []uuid.UUID{d.Unit}}},
	} {
		if access.Allow(call.Actor, p.needs, p.on) == nil {
			asker.Parties = append(asker.Parties, p.party)
		}
	}
	now := casework.Now{Today: period.Date(s.Today()), Holds: map[string]bool{"needs_leader": of.NeedsLeader, "approver_is_another": d.Issuer != call.Actor.Account}}
	at, _, err := s.flow.Take(casework.Case{Step: d.State, Unit: d.Unit}, move, form, asker, now)
	e, isFault := errors.AsType[*fault.Error](err)
	switch {
	case err == nil:
		d.State = at.Step
	case isFault && e.Key == "case-not-offered":
		return fault.New(fault.Conflict, "directive-state")
	case isFault && e.Key == "case-lacks":
		return fault.New(fault.Forbidden, "directive-own")
	}
	return err
}

// move takes a directive from one step to the next.
func (s *Service) move(ctx context.Context, call app.Call, needs access.Permission, name string, id uuid.UUID, by turn,
	step func(context.Context, *store.Tx, *record.Directive, ledger.Step) error) error {
	act := app.Act{Needs: needs, Name: name, Kind: "directive", Object: id}
	if reason := by.form["reason"]; reason != "" {
		act.Detail = audit.Detail{"reason": reason}
	}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		d, err := store.Load[record.Directive](ctx, tx, record.DirectiveTable, 0, id)
		if err != nil {
			return err
		}
		tx.In(d.Owner)
		of := ledger.Step{Name: d.Step, Kind: d.Kind, Days: 7} // of a ladder that is not there any more
		if ladder, ok := s.Ladder(d.Ladder); ok {
			if found, ok := ladder.Step(d.Step); ok {
				of = found
			}
		}
		if err := s.take(call, &d, of, by.move, by.form); err != nil {
			return err
		}
		return step(ctx, tx, &d, of)
	})
}
