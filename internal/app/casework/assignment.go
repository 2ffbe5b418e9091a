package casework

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/inbox"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// Assignment is the workflow of assignments.
const Assignment = "assignment"

// Assign opens an assignment for each duty that leads a task, for its unit to sign for.
func (s *Service) Assign(ctx context.Context, tx *store.Tx, duties []record.Duty, calendar *period.Calendar) error {
	for _, d := range duties {
		if d.Role != record.PartLead || d.Unit == nil {
			continue
		}
		n := NewCase{Owner: d.Owner, Workflow: Assignment, About: record.AboutDuty, Subject: d.ID, Task: d.Task, Unit: *d.Unit}
		if _, err := s.Open(ctx, tx, n, calendar); err != nil {
			return err
		}
	}
	return nil
}

// dissolving is the move by which a case ends whose task ends without anybody's fault.
func dissolving(c record.Case) string {
	switch {
	case c.Workflow == Assignment:
		return "cancel"
	case c.Step == "suspended":
		return "resume"
	}
	return "refuse"
}

// Dissolve ends the open cases of tasks that another document has ended, whose title is the reason. Who adopts that document decides on them.
func (s *Service) Dissolve(ctx context.Context, tx *store.Tx, call app.Call, owner int64, tasks []uuid.UUID, title string, calendar *period.Calendar) error {
	if len(tasks) == 0 {
		return nil
	}
	in := relation.In{X: relation.C("c", "task")}
	for _, id := range tasks {
		in.Values = append(in.Values, id[:])
	}
	open, err := store.List[record.Case](ctx, tx, &relation.Select{From: relation.From(record.CaseTable, "c"), Where: relation.And{
		relation.Equal(relation.C("c", relation.Owner), owner), in, relation.Equal(relation.C("c", "is_closed"), int64(0))}})
	if err != nil {
		return err
	}
	for i := range open {
		c := &open[i]
		if s.workflows[c.Workflow].Move(dissolving(*c)) == nil {
			continue // of a kind that outlives its task
		}
		if err := s.take(ctx, tx, c, dissolving(*c), flow.Form{"reason": title}, asker(call, *c, nil), calendar); err != nil {
			return err
		}
	}
	return nil
}

// assignment is what the program adds to the workflow of assignments.
func (s *Service) assignment() Kind {
	return Kind{Holds: assignmentHolds, Check: checkAssignment, Did: s.assignmentDid, IsBuiltOn: func(_ record.Case, last flow.Entry) bool {
		return slices.Contains([]string{"pass", "repass", "reassign", "approve", "revise", "keep", "close", "reopen", "cancel"}, last.Move)
	}}
}

func assignmentHolds(ctx context.Context, r store.Reader, c record.Case, past []record.CaseEntry, today int64) (map[string]bool, error) {
	holds := map[string]bool{"limit_passed": c.Due != 0 && today > c.Due}
	for _, e := range past {
		switch e.Move {
		case "insist":
			holds["insisted"] = true
		case "reassign":
			holds["insisted"] = false
		}
	}
	if c.Step == "signed" || c.Step == "passed" || c.Step == "approving" {
		all, err := measures(ctx, r, c)
		if err != nil {
			return nil, err
		}
		inForce, filed := split(all)
		holds["measures_filed"], holds["revising"] = len(filed) > 0, len(inForce) > 0
	}
	if c.Step == "working" {
		var err error
		if holds["proven"], err = isProven(ctx, r, c); err != nil {
			return nil, err
		}
	}
	return holds, nil
}

// checkAssignment makes sure that a case goes to a unit that there is, and inside a unit to one of its people.
func checkAssignment(ctx context.Context, tx *store.Tx, c record.Case, e flow.Entry) error {
	if said := e.Form["unit"]; said != "" {
		id, err := uuid.Parse(said)
		if err != nil {
			return err
		}
		if id == c.Unit {
			return fault.New(fault.Invalid, "case-same-unit")
		}
		if u, err := store.Load[record.Unit](ctx, tx, record.UnitTable, 0, id); fault.KindOf(err) == fault.NotFound || err == nil && u.Until != 0 {
			return fault.New(fault.Invalid, "case-unit")
		} else if err != nil {
			return err
		}
	}
	for _, name := range []string{"account", "receiver"} {
		if said := e.Form[name]; said != "" {
			id, err := uuid.Parse(said)
			if err != nil {
				return err
			}
			if err := checkColleague(ctx, tx, c.Unit, id); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkColleague(ctx context.Context, tx *store.Tx, unit, account uuid.UUID) error {
	return tx.As(store.Unscoped, func() error {
		a, err := store.Load[record.Account](ctx, tx, record.AccountTable, 0, account)
		if fault.KindOf(err) == fault.NotFound || err == nil && (a.Unit == nil || *a.Unit != unit || a.IsDisabled) {
			return fault.New(fault.Invalid, "case-colleague")
		}
		return err
	})
}

func (s *Service) assignmentDid(ctx context.Context, tx *store.Tx, c *record.Case, e flow.Entry) error {
	switch e.Move {
	case "pass", "repass":
		c.Section, c.Person = e.Form["section"], e.Form["person"]
	case "close":
		c.Grade = e.Form["grade"]
		return s.settle(ctx, tx, *c, record.TaskClosed)
	case "reopen":
		return s.reopen(ctx, tx, c)
	case "approve":
		return s.approve(ctx, tx, *c)
	case "keep":
		return drop(ctx, tx, *c)
	case "cancel":
		return s.takeBack(ctx, tx, *c)
	case "reassign":
		c.Section, c.Person = "", ""
		if err := move(ctx, tx, *c, e.Before.Unit); err != nil {
			return err
		}
		return s.reassigned(ctx, tx, *c)
	}
	return nil
}

// reassigned lets what is due go on as the task does, whoever owed it before, and tells the unit that has the task now; those that have it from its document
// were told of the document.
func (s *Service) reassigned(ctx context.Context, tx *store.Tx, c record.Case) error {
	t, err := store.Load[record.Task](ctx, tx, record.TaskTable, c.Owner, c.Task)
	if err != nil {
		return err
	}
	if err := FollowDue(ctx, tx, t, s.Today()); err != nil {
		return err
	}
	return inbox.Tell(ctx, tx, c.Unit, s.Now().UnixMilli(), inbox.Note{Kind: inbox.Reassigned, Args: []string{t.Title}, Href: "/cases/" + c.ID.String()})
}

// settle closes the task of an assignment with what is still due on it, or opens it again. fault.Conflict "close-reports" while a report waits for a decision.
func (s *Service) settle(ctx context.Context, tx *store.Tx, c record.Case, state string) error {
	t, err := store.Load[record.Task](ctx, tx, record.TaskTable, c.Owner, c.Task)
	if err != nil {
		return err
	}
	if t.State, t.Closed = state, 0; state == record.TaskClosed {
		t.Closed = s.Today()
		waiting, err := dueIn(ctx, tx, t, record.DueSigning, record.DueSubmitted)
		if err != nil {
			return err
		}
		if len(waiting) > 0 {
			return fault.New(fault.Conflict, "close-reports")
		}
	}
	if err := store.Update(ctx, tx, record.TaskTable, &t); err != nil {
		return err
	}
	if state == record.TaskClosed {
		return CancelDue(ctx, tx, t)
	}
	if err := succeeded(ctx, tx, t); err != nil {
		return err
	}
	if err := reviveDue(ctx, tx, t, s.Today()); err != nil {
		return err
	}
	return FollowDue(ctx, tx, t, s.Today())
}

// reopen opens the task of an assignment again, for the unit that has it or has taken that one's place.
func (s *Service) reopen(ctx context.Context, tx *store.Tx, c *record.Case) error {
	if err := s.settle(ctx, tx, *c, record.TaskOpen); err != nil {
		return err
	}
	unit, err := organisation.Living(ctx, tx, c.Unit)
	if err != nil || unit == c.Unit {
		return err
	}
	before := c.Unit
	c.Unit, c.Holder, c.Offered = unit, uuid.Nil, uuid.Nil
	return move(ctx, tx, *c, before)
}

// takeBack ends the task whose assignment the office takes back. One that has ended already stays as it is.
func (s *Service) takeBack(ctx context.Context, tx *store.Tx, c record.Case) error {
	t, err := store.Load[record.Task](ctx, tx, record.TaskTable, c.Owner, c.Task)
	if err != nil || t.State == record.TaskClosed {
		return err
	}
	t.State, t.Outcome, t.Closed = record.TaskClosed, record.OutcomeCancelled, s.Today()
	if err := store.Update(ctx, tx, record.TaskTable, &t); err != nil {
		return err
	}
	return CancelDue(ctx, tx, t)
}

// move hands what hangs on an assignment over to the unit that has it now: the duty, the numbers that the unit before answered for with the
// gaps it was asked to explain, and what is due and not yet reported on.
func move(ctx context.Context, tx *store.Tx, c record.Case, from uuid.UUID) error {
	duty, err := store.Load[record.Duty](ctx, tx, record.DutyTable, c.Owner, c.Subject)
	if err != nil {
		return err
	}
	unit, err := store.Load[record.Unit](ctx, tx, record.UnitTable, 0, c.Unit)
	if err != nil {
		return err
	}
	duty.Unit, duty.UnitName = &unit.ID, unit.Name
	if err := store.Update(ctx, tx, record.DutyTable, &duty); err != nil {
		return err
	}
	if err := dropOther(ctx, tx, duty); err != nil {
		return err
	}
	ofTask := func(column string, is []byte) relation.And {
		return relation.And{relation.Equal(relation.C("x", relation.Owner), c.Owner), relation.Equal(relation.C("x", "task"), c.Task[:]), relation.Equal(relation.C("x", column), is)}
	}
	targets, err := store.List[record.Target](ctx, tx, &relation.Select{From: relation.From(record.TargetTable, "x"), Where: ofTask("lead", from[:])})
	if err != nil {
		return err
	}
	for i := range targets {
		targets[i].Lead = c.Unit
		if err := store.Update(ctx, tx, record.TargetTable, &targets[i]); err != nil {
			return err
		}
	}
	gaps, err := store.List[record.OtherFigure](ctx, tx, &relation.Select{From: relation.From(record.OtherFigureTable, "x"), Where: ofTask("unit", from[:])})
	if err != nil {
		return err
	}
	for i := range gaps {
		gaps[i].Unit = c.Unit
		if err := store.Update(ctx, tx, record.OtherFigureTable, &gaps[i]); err != nil {
			return err
		}
	}
	return moveDue(ctx, tx, c, from)
}

// moveDue hands over what a unit still has to report on the task of an assignment: what came back to it the next one reports anew. fault.Conflict
// "reassign-reports" while a report of either of the two waits for a signature or a decision.
func moveDue(ctx context.Context, tx *store.Tx, c record.Case, from uuid.UUID) error {
	all, err := dueIn(ctx, tx, record.Task{Record: store.Record{Owner: c.Owner, ID: c.Task}}, record.DueOpen, record.DueReturned, record.DueSuspended, record.DueSigning, record.DueSubmitted)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(d record.Due) bool { return d.Unit != from && d.Unit != c.Unit })
	for i := range all {
		d := &all[i]
		switch {
		case d.State == record.DueSigning || d.State == record.DueSubmitted:
			return fault.New(fault.Conflict, "reassign-reports")
		case d.Unit == c.Unit: // it answered for a number, and leads now
			d.Whole = uuid.Nil
		default:
			if slices.ContainsFunc(all, func(o record.Due) bool {
				return o.Unit == c.Unit && o.Obligation == d.Obligation && o.Period == d.Period
			}) {
				d.State = record.DueCancelled
				break
			}
			if d.Unit, d.Report = c.Unit, uuid.Nil; d.State == record.DueReturned {
				d.State = record.DueOpen
			}
		}
	}
	for i := range all {
		if err := store.Update(ctx, tx, record.DueTable, &all[i]); err != nil {
			return err
		}
	}
	return nil
}

// dropOther takes away what other parts a unit has in a task that it leads now: nobody has two.
func dropOther(ctx context.Context, tx *store.Tx, lead record.Duty) error {
	others, err := store.List[record.Duty](ctx, tx, &relation.Select{From: relation.From(record.DutyTable, "d"), Where: relation.And{
		relation.Equal(relation.C("d", relation.Owner), lead.Owner), relation.Equal(relation.C("d", "task"), lead.Task[:]), relation.Equal(relation.C("d", "unit"), lead.Unit[:])}})
	if err != nil {
		return err
	}
	for i := range others {
		if others[i].ID == lead.ID {
			continue
		}
		if err := store.Delete(ctx, tx, record.DutyTable, &others[i]); err != nil {
			return err
		}
	}
	return nil
}
