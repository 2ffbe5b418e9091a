package report

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	cases "github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/app/year"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// Reports go along the workflow "report" of package casework. A report is its own case: its State is the step.

// The moves of the workflow.
const (
	handIn   = "hand_in"
	submit   = "submit"
	sign     = "sign"
	sendBack = "send_back"
	recall   = "recall"
	accept   = "accept"
	giveBack = "return"
	withdraw = "withdraw"
)

// Conditions of the workflow.
const (
	hasApprover = "has_approver"
	isComplete  = "is_complete"
	corrects    = "is_correction"
)

// parties say by which permission on a report somebody is which party.
var parties = []struct {
	party casework.Party
	needs access.Permission
}{
	{casework.Lead, access.ReportSubmit}, {casework.Approver, access.ReportSign}, {casework.Issuer, access.ReportAccept},
}

// A step is one move of a report.
type step struct {
	move   string
	name   string // of the act; empty for that of needs
	needs  access.Permission
	form   casework.Form
	closed error // the fault where the report does not stand where it could be taken
}

// Submit hands a report in: to whoever signs for the unit, or where nobody does to the office that asked. It gives the state it is in then.
// One sent out after the due date is taken and stamped late; one that was in time and came back stays so if it is sent again within the return's limit. Faults: Invalid "report-empty"; Conflict "report-closed",
// "report-settled" where the due item takes no report any more.
func (s *Service) Submit(ctx context.Context, call app.Call, id uuid.UUID) (string, error) {
	return s.take(ctx, call, id, step{move: submit, needs: access.ReportSubmit, closed: fault.New(fault.Conflict, "report-closed")})
}

// Sign answers for a report on the unit's behalf, and sends it out. fault.Conflict "report-not-signing".
func (s *Service) Sign(ctx context.Context, call app.Call, id uuid.UUID, opinion string) (string, error) {
	return s.take(ctx, call, id, step{move: sign, needs: access.ReportSign, form: casework.Form{"opinion": opinion}, closed: fault.New(fault.Conflict, "report-not-signing")})
}

// Recall (撤回) takes a report that nobody has signed yet back, to go on writing it. fault.Conflict "report-not-signing".
func (s *Service) Recall(ctx context.Context, call app.Call, id uuid.UUID) (string, error) {
	return s.take(ctx, call, id, step{move: recall, needs: access.ReportSubmit, closed: fault.New(fault.Conflict, "report-not-signing")})
}

// SendBack gives a report that is to be signed back to whoever wrote it, with a reason. Faults: Invalid "return-reason"; Conflict "report-not-signing".
func (s *Service) SendBack(ctx context.Context, call app.Call, id uuid.UUID, reason string) (string, error) {
	return s.returned(ctx, call, id, reason, step{move: sendBack, needs: access.ReportSign, closed: fault.New(fault.Conflict, "report-not-signing")})
}

// Accept takes a report's figures as good; one that corrects another takes its place. fault.Conflict "report-not-submitted".
func (s *Service) Accept(ctx context.Context, call app.Call, id uuid.UUID) (string, error) {
	return s.take(ctx, call, id, step{move: accept, needs: access.ReportAccept, closed: fault.New(fault.Conflict, "report-not-submitted")})
}

// Return gives a report back with a reason. Faults: Invalid "return-reason"; Conflict "report-not-submitted".
func (s *Service) Return(ctx context.Context, call app.Call, id uuid.UUID, reason string) (string, error) {
	return s.returned(ctx, call, id, reason, step{move: giveBack, needs: access.ReportReturn, closed: fault.New(fault.Conflict, "report-not-submitted")})
}

// Withdraw drops a correction (撤回更正) while it is the unit's own: the accepted report goes on counting, and may be corrected anew. fault.Conflict
// "correct-handed" for one that was handed in, and for a report that corrects none.
func (s *Service) Withdraw(ctx context.Context, call app.Call, id uuid.UUID) error {
	_, err := s.take(ctx, call, id, step{move: withdraw, name: "report.withdraw", needs: access.ReportWrite, closed: fault.New(fault.Conflict, "correct-handed")})
	return err
}

func (s *Service) returned(ctx context.Context, call app.Call, id uuid.UUID, reason string, by step) (string, error) {
	reason = strings.TrimSpace(reason)
	if reason == "" || len([]rune(reason)) > maxReason {
		return "", fault.New(fault.Invalid, "return-reason")
	}
	by.form = casework.Form{"reason": reason}
	return s.take(ctx, call, id, by)
}

const maxReason = 2000 // characters

// take takes a report one move on, and its due item with it.
func (s *Service) take(ctx context.Context, call app.Call, id uuid.UUID, by step) (state string, err error) {
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return "", err
	}
	act := app.Act{Needs: by.needs, Name: by.name, Kind: "report", Object: id}
	if reason := by.form["reason"]; reason != "" {
		act.Detail = audit.Detail{"reason": reason}
	}
	err = s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		r, err := store.Load[record.Report](ctx, tx, record.ReportTable, 0, id)
		if err != nil {
			return err
		}
		tx.In(r.Owner)
		due, err := store.Load[record.Due](ctx, tx, record.DueTable, r.Owner, r.Due)
		if err != nil {
			return err
		}
		if err := year.CheckDue(ctx, tx, due, s.Today()); err != nil {
			return err
		}
		now, err := s.holds(ctx, tx, r, calendar)
		if err != nil {
			return err
		}
		if state = r.State; s.isTaken(by.move, r, now) { // sent twice
			return nil
		}
		if !fits(r, due) {
			return fault.New(fault.Conflict, "report-settled")
		}
		standsFor := access.SignsFor(call.Actor, asked(r))
		if by.needs == access.ReportSign && standsFor != uuid.Nil {
			if err := s.deputise(ctx, tx, r, call, by, standsFor); err != nil {
				return err
			}
		}
		wasOwn := IsOwn(r)
		if err := s.move(&r, &due, call, by, now); err != nil {
			return err
		}
		state = r.State
		if wasOwn && r.State != record.ReportWithdrawn {
			if err := s.sheet(ctx, tx, r); err != nil {
				return err
			}
		}
		return s.keep(ctx, tx, &r, &due)
	})
	return state, err
}

// asked is what access has to know of a report.
func asked(r record.Report) access.Record {
	return access.Record{Owner: int(r.Owner), Lead: []uuid.UUID{r.Unit}}
}

// SignsFor is the name of him in whose place the actor signs a report; empty where he does so in his own right, or may not.
func (s *Service) SignsFor(ctx context.Context, call app.Call, r record.Report) (name string, err error) {
	standsFor := access.SignsFor(call.Actor, asked(r))
	if standsFor == uuid.Nil {
		return "", nil
	}
	err = s.See(ctx, call, access.ReportSign, func(ctx context.Context, v *store.View) error {
		name, err = app.Person(ctx, v, standsFor)
		return err
	})
	return name, err
}

// deputise notes in whose place somebody signs or sends back, who does not sign what he wrote himself. fault.Conflict "report-own".
func (s *Service) deputise(ctx context.Context, tx *store.Tx, r record.Report, call app.Call, by step, standsFor uuid.UUID) error {
	return tx.As(store.Unscoped, func() error {
		approver, err := store.Load[record.Account](ctx, tx, record.AccountTable, 0, standsFor)
		if err != nil {
			return err
		}
		tx.Note("for", approver.Name)
		if by.move != sign {
			return nil
		}
		past, err := store.History(ctx, tx, r.Owner, r.ID)
		if err == nil && slices.ContainsFunc(past, func(c store.Change) bool { return c.Account == call.Actor.Account && isWritten(c) }) {
			err = fault.New(fault.Conflict, "report-own")
		}
		return err
	})
}

// isWritten says whether a change of a report is one of what it says.
func isWritten(c store.Change) bool {
	return c.IsNew || slices.ContainsFunc(c.Fields, func(f store.FieldChange) bool { return f.Name == "writes" && f.Before != f.After })
}

// fits says whether a due item stands as a report on it does: one that was settled meanwhile, suspended or cancelled takes no report any more.
func fits(r record.Report, due record.Due) bool {
	switch {
	case r.Corrects != uuid.Nil:
		return due.Correction == r.ID
	case IsOwn(r):
		return (due.State == record.DueOpen || due.State == record.DueReturned) && (due.Report == uuid.Nil || due.Report == r.ID)
	}
	return due.Report == r.ID && due.State == r.State
}

// isTaken says whether a move was taken already, so that the same request again changes nothing.
func (s *Service) isTaken(move string, r record.Report, now casework.Now) bool {
	switch move {
	case submit:
		return r.State == record.ReportSubmitted || r.State == record.ReportSigning && now.Holds[hasApprover]
	case sign:
		return r.State == record.ReportSubmitted && r.Signed != 0
	}
	return r.State == s.Flow.Move(move).To
}

// holds finds out which conditions hold for a report.
func (s *Service) holds(ctx context.Context, tx *store.Tx, r record.Report, calendar *period.Calendar) (casework.Now, error) {
	now := casework.Now{Today: period.Date(s.Today()), Calendar: calendar, Holds: map[string]bool{isComplete: strings.TrimSpace(r.Progress) != "", corrects: r.Corrects != uuid.Nil}}
	err := tx.As(store.Unscoped, func() error { // who signs for a unit is no secret, and accounts are not for everybody
		unit, err := organisation.Living(ctx, tx, r.Unit) // for one that is no more, whoever has taken its place
		if err != nil {
			return err
		}
		col := func(n string) relation.Col { return relation.C("a", n) }
		q := &relation.Select{
			Outputs: []relation.Output{{Expr: col("id")}}, From: relation.From(record.AccountTable, "a"), Limit: 1,
			Joins: []relation.Join{{Source: relation.From(record.GrantTable, "g"), On: relation.Same(relation.C("g", "account"), col("id"))}},
			Where: relation.And{relation.Equal(col("unit"), unit[:]), relation.Equal(col("is_disabled"), false), relation.Equal(relation.C("g", "role"), string(access.Approver))},
		}
		return tx.Select(ctx, q, func(store.Scan) error {
			now.Holds[hasApprover] = true
			return nil
		})
	})
	return now, err
}

// move decides by the workflow where a report goes.
func (s *Service) move(r *record.Report, due *record.Due, call app.Call, by step, now casework.Now) error {
	if by.move == submit && !now.Holds[isComplete] {
		return fault.New(fault.Invalid, "report-empty")
	}
	if by.move == submit && now.Holds[hasApprover] {
		by.move = handIn
	}
	asker := casework.Asker{Account: call.Actor.Account, Unit: call.Actor.Unit}
	for _, p := range parties {
		if access.Allow(call.Actor, p.needs, asked(*r)) == nil {
			asker.Parties = append(asker.Parties, p.party)
		}
	}
	at, _, err := s.Flow.Take(casework.Case{Step: r.State, Unit: r.Unit}, by.move, by.form, asker, now)
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Key == "case-not-offered" {
		return by.closed
	}
	if err != nil {
		return err
	}
	r.State, r.StepDue = at.Step, int64(at.Due)
	switch at.Step {
	case record.ReportSubmitted:
		r.Submitted, r.Reason, r.IsSent = s.Now().UnixMilli(), "", true
		if r.Corrects == uuid.Nil { // a correction is as late as what it corrects
			r.IsLate = r.IsLate || s.Today() > due.Until()
		}
		if by.move == sign {
			r.Signer, r.SignedFor, r.Signed = call.Actor.Account, access.SignsFor(call.Actor, asked(*r)), r.Submitted
		}
	case record.ReportSigning:
		r.Reason, r.Signer, r.SignedFor, r.Signed, r.IsSent = "", uuid.Nil, uuid.Nil, 0, false
	case record.ReportDraft:
		r.Reason, r.IsSent = "", false
	case record.ReportReturned:
		r.Reason = by.form["reason"]
		if by.move == giveBack && r.Corrects == uuid.Nil {
			due.Again = r.StepDue
		}
	}
	return nil
}

// keep writes a report in its new state, and what that means for the due item: what corrects an accepted report leaves it as it is until it is
// accepted itself.
func (s *Service) keep(ctx context.Context, tx *store.Tx, r *record.Report, due *record.Due) error {
	if err := store.Update(ctx, tx, record.ReportTable, r); err != nil {
		return err
	}
	switch {
	case r.Corrects == uuid.Nil:
		if due.State, due.Report = r.State, r.ID; r.State == record.ReportDraft { // as if it had never been handed in
			due.State, due.Report = record.DueOpen, uuid.Nil
		}
	case r.State == record.ReportWithdrawn:
		due.Correction = uuid.Nil
	case r.State == record.ReportAccepted:
		old, err := store.Load[record.Report](ctx, tx, record.ReportTable, r.Owner, r.Corrects)
		if err != nil {
			return err
		}
		old.State = record.ReportCorrected
		if err := store.Update(ctx, tx, record.ReportTable, &old); err != nil {
			return err
		}
		due.Report, due.Correction = r.ID, uuid.Nil
		if err := s.flag(ctx, tx, *r); err != nil {
			return err
		}
	}
	if r.State == record.ReportReturned {
		if err := s.tellReturned(ctx, tx, *r, *due); err != nil {
			return err
		}
	}
	isUsed := due.IsOpened && r.State == record.ReportAccepted
	due.IsOpened = due.IsOpened && !isUsed
	if err := store.Update(ctx, tx, record.DueTable, due); err != nil {
		return err
	}
	if IsOwn(*r) { // while it was handed in the item did not rest with its task
		if err := s.settle(ctx, tx, *due); err != nil {
			return err
		}
	}
	if isUsed && s.Used != nil {
		if err := s.Used(ctx, tx, *due); err != nil {
			return err
		}
	}
	if due.Report == r.ID && r.State != record.ReportReturned && r.State != record.ReportSigning && r.State != record.ReportDraft {
		if err := s.compare(ctx, tx, *r, *due); err != nil {
			return err
		}
	}
	if s.Relight == nil {
		return nil
	}
	return s.Relight(ctx, tx, r.Owner, due.Task)
}

// settle lets a due item whose report came back rest or end with its task, or with the numbers that its unit answers for.
func (s *Service) settle(ctx context.Context, tx *store.Tx, due record.Due) error {
	return tx.As(store.Unscoped, func() error {
		t, err := store.Load[record.Task](ctx, tx, record.TaskTable, due.Owner, due.Task)
		if err != nil {
			return err
		}
		return cases.FollowDue(ctx, tx, t, s.Today())
	})
}

// isWritable says whether a due item takes what is written in a report.
func isWritable(due record.Due, report uuid.UUID) bool {
	switch due.State {
	case record.DueOpen, record.DueReturned:
		return true
	case record.DueSigning, record.DueSubmitted: // the same request again
		return due.Report == report
	}
	return due.Correction == report && report != uuid.Nil
}

// IsOwn says whether a report is still the unit's to change.
func IsOwn(r record.Report) bool {
	return r.State == record.ReportDraft || r.State == record.ReportReturned
}
