package casework

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/audit"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// The workflows of requests: what a unit asks for about a due item, a target or a whole task.
const (
	Extension    = "extension"
	Adjustment   = "adjustment"
	Suspension   = "suspension"
	Cancellation = "cancellation"
)

var requests = []string{Extension, Adjustment, Suspension, Cancellation}

// maxExtensions is how often a day may be put off.
const maxExtensions = 2

// Requests are the workflows by which something may be asked about a due item, a target or a task. The office takes a task back by its assignment.
func Requests(about string) []string {
	switch about {
	case record.AboutDue:
		return []string{Extension, Suspension, Cancellation}
	case record.AboutTarget:
		return []string{Extension, Adjustment, Suspension, Cancellation}
	case record.AboutTask:
		return []string{Extension, Suspension}
	}
	return nil
}

// A subject is the due item, target or task a request is about.
type subject struct {
	due    *record.Due
	target *record.Target
	task   *record.Task
	isOver bool // of a target: its task was closed
}

func load(ctx context.Context, r store.Reader, about string, owner int64, id uuid.UUID) (x subject, err error) {
	switch about {
	case record.AboutDue:
		var d record.Due
		d, err = store.Load[record.Due](ctx, r, record.DueTable, owner, id)
		x.due = &d
	case record.AboutTarget:
		var t record.Target
		if t, err = store.Load[record.Target](ctx, r, record.TargetTable, owner, id); err != nil {
			return x, err
		}
		var of record.Task
		of, err = store.Load[record.Task](ctx, r, record.TaskTable, t.Owner, t.Task)
		x.target, x.isOver = &t, of.State == record.TaskClosed
	case record.AboutTask:
		var t record.Task
		t, err = store.Load[record.Task](ctx, r, record.TaskTable, owner, id)
		x.task = &t
	default:
		err = fault.New(fault.NotFound, "not-found")
	}
	return x, err
}

// subjectIn is what a case is about, which whoever has the case acts on: a number may be answered for by a unit that does not lead its task.
func subjectIn(ctx context.Context, tx *store.Tx, c record.Case) (x subject, err error) {
	err = tx.As(store.Unscoped, func() error {
		x, err = load(ctx, tx, c.About, c.Owner, c.Subject)
		return err
	})
	return x, err
}

// subjectOf is what tells the thing a case is about from others of its task.
func subjectOf(ctx context.Context, r store.Reader, c record.Case) (string, error) {
	if c.About != record.AboutDue && c.About != record.AboutTarget {
		return "", nil
	}
	x, err := load(ctx, r, c.About, c.Owner, c.Subject)
	return x.String(), err
}

// String is the due item's period, the target's metric; empty for a task.
func (x subject) String() string {
	switch {
	case x.due != nil:
		return x.due.Period
	case x.target != nil:
		return x.target.Metric
	}
	return ""
}

// isSettled says whether nothing can be asked about it any more.
func (x subject) isSettled() bool {
	if x.due != nil {
		return x.due.State != record.DueOpen && x.due.State != record.DueReturned
	}
	if x.task != nil {
		return x.task.State != record.TaskOpen
	}
	return x.target.State != "" || x.isOver
}

// limit is the day by which it is to be done; 0 where nobody has set one.
func (x subject) limit() period.Date {
	switch {
	case x.due != nil:
		return period.Date(x.due.On)
	case x.task != nil:
		return task.Day(x.task.Due)
	}
	return task.Limit(*x.target)
}

// may says whether a workflow has anything to ask about it: what has no limit can not be put off, and what has no figure not be adjusted.
func (x subject) may(workflow string) bool {
	switch workflow {
	case Extension:
		return x.limit() != 0
	case Adjustment:
		return x.target.Value != nil
	}
	return true
}

func (x subject) of() (owner int64, task uuid.UUID) {
	switch {
	case x.due != nil:
		return x.due.Owner, x.due.Task
	case x.task != nil:
		return x.task.Owner, x.task.ID
	}
	return x.target.Owner, x.target.Task
}

// An Asking is what somebody may ask about a due item, a target or a task.
type Asking struct {
	Task    record.Task
	Subject string
	Unit    uuid.UUID // that answers for it
	Offers  []Request
}

// A Request is one thing that may be asked, with what it still lacks.
type Request struct {
	Workflow *flow.Workflow
	flow.Offering
}

// Asking tells what may be asked about a due item, a target or a task. fault.NotFound: there is none the actor may see.
func (s *Service) Asking(ctx context.Context, call app.Call, about string, on uuid.UUID) (a Asking, err error) {
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return a, err
	}
	err = s.See(ctx, call, access.TaskRead, func(ctx context.Context, v *store.View) error {
		n, x, err := s.about(ctx, call, v, about, on)
		if err != nil {
			return err
		}
		if a.Task, err = store.Load[record.Task](ctx, v, record.TaskTable, n.Owner, n.Task); err != nil {
			return err
		}
		a.Subject, a.Unit = x.String(), n.Unit
		if x.isSettled() {
			return nil
		}
		for _, workflow := range Requests(about) {
			if !x.may(workflow) {
				continue
			}
			n.Workflow = workflow
			c, err := s.draft(n, calendar)
			if err != nil {
				return err
			}
			now, err := s.now(ctx, v.As(store.Unscoped), c, nil, calendar)
			if err != nil {
				return err
			}
			for _, o := range s.workflows[workflow].Offers(standing(c), asker(call, c, nil), now) {
				if o.Name == "ask" {
					a.Offers = append(a.Offers, Request{s.workflows[workflow], o})
				}
			}
		}
		return nil
	})
	return a, err
}

// about is the case to be about a due item, a target or a task: of its owner, its task, and the unit that answers for it.
func (s *Service) about(ctx context.Context, call app.Call, v *store.View, about string, on uuid.UUID) (n NewCase, x subject, err error) {
	reach := v
	if about == record.AboutDue { // due items are seen by a permission of their own
		reach = v.As(s.Scopes.For(call.Actor, access.DueRead))
	}
	if x, err = load(ctx, reach, about, 0, on); err != nil {
		return n, x, err
	}
	n = NewCase{About: about, Subject: on}
	n.Owner, n.Task = x.of()
	n.Unit, err = unitOf(ctx, v.As(store.Unscoped), x)
	return n, x, err
}

// Ask opens a request and asks it in one act. The unit is that of the due item, or the one that answers for the target, or leads the task. id is that of the
// request to be, made by the sender; the same one again is the same request. Faults: NotFound; Conflict "case-sent-twice" for the id of another request, "request-settled" about what is done, or suspended or cancelled already; those of Take.
func (s *Service) Ask(ctx context.Context, call app.Call, id uuid.UUID, workflow, about string, on uuid.UUID, form flow.Form) (c record.Case, err error) {
	if !slices.Contains(Requests(about), workflow) {
		return c, fault.New(fault.NotFound, "not-found")
	}
	var n NewCase
	if err := s.See(ctx, call, access.TaskRead, func(ctx context.Context, v *store.View) (err error) {
		n, _, err = s.about(ctx, call, v, about, on)
		n.Workflow = workflow
		return err
	}); err != nil {
		return c, err
	}
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return c, err
	}
	by := asker(call, record.Case{Record: store.Record{Owner: n.Owner}, Unit: n.Unit}, nil)
	act := app.Act{Needs: needs(by, s.workflows[workflow].Move("ask")), Owner: n.Owner, Kind: "case", Object: id, Detail: audit.Detail{"workflow": workflow, "move": "ask"}}
	err = s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		if c, err = store.Load[record.Case](ctx, tx, record.CaseTable, n.Owner, id); err == nil && c.Workflow == workflow && c.Subject == on {
			return nil // sent twice
		}
		if c, err = s.open(ctx, tx, id, n, calendar); err != nil {
			return err
		}
		return s.take(ctx, tx, &c, "ask", form, by, calendar)
	})
	return c, err
}

// unitOf is the unit that answers for a due item, a target or a task.
func unitOf(ctx context.Context, v *store.View, x subject) (uuid.UUID, error) {
	if x.due != nil {
		return x.due.Unit, nil
	}
	owner, of := x.of()
	duties, err := store.List[record.Duty](ctx, v, &relation.Select{From: relation.From(record.DutyTable, "d"), Where: relation.And{
		relation.Equal(relation.C("d", relation.Owner), owner), relation.Equal(relation.C("d", "task"), of[:]),
		relation.Equal(relation.C("d", "role"), record.PartLead)}})
	var lead uuid.UUID
	if len(duties) > 0 && duties[0].Unit != nil {
		lead = *duties[0].Unit
	}
	if err != nil || x.target == nil {
		return lead, err
	}
	return x.target.AnsweredBy(lead), nil
}

// request is what the program adds to a workflow of requests.
func (s *Service) request(workflow string) Kind {
	return Kind{
		Holds: s.requestHolds,
		Check: func(ctx context.Context, tx *store.Tx, c record.Case, e flow.Entry) error {
			switch e.Move {
			case "ask":
				return checkRequest(ctx, tx, c, e)
			case "approve":
				return s.checkApproval(ctx, tx, c, e)
			}
			return nil
		},
		Did:       s.requestDid,
		IsBuiltOn: func(c record.Case, last flow.Entry) bool { return last.Move != "ask" },
	}
}

// requestHolds looks at what else was asked about the same thing, whoever asked.
func (s *Service) requestHolds(ctx context.Context, r store.Reader, c record.Case, _ []record.CaseEntry, today int64) (map[string]bool, error) {
	others, err := store.List[record.Case](ctx, r, &relation.Select{From: relation.From(record.CaseTable, "c"), Where: relation.And{
		relation.Equal(relation.C("c", relation.Owner), c.Owner), relation.Equal(relation.C("c", "subject"), c.Subject[:])}})
	if err != nil {
		return nil, err
	}
	extended, pending := 0, false
	for _, o := range others {
		if o.ID == c.ID {
			continue
		}
		pending = pending || o.Step == "asked"
		if o.Workflow == Extension && o.Step == "approved" {
			extended++
		}
	}
	holds := map[string]bool{"none_pending": !pending, "not_too_often": extended < maxExtensions}
	if c.Workflow == Extension {
		x, err := load(ctx, r, c.About, c.Owner, c.Subject)
		if err != nil {
			return nil, err
		}
		holds["not_expired"] = today <= int64(x.limit())
	}
	return holds, nil
}

// checkApproval refuses whoever would approve what he has asked himself.
func (s *Service) checkApproval(ctx context.Context, tx *store.Tx, c record.Case, e flow.Entry) error {
	past, err := s.past(ctx, tx, c)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(past, func(p record.CaseEntry) bool { return p.Move == "ask" && p.Account == e.Account }) {
		return fault.New(fault.Forbidden, "request-own")
	}
	return nil
}

// checkRequest refuses what can not be asked of a due item, a target or a task as it stands.
func checkRequest(ctx context.Context, tx *store.Tx, c record.Case, e flow.Entry) error {
	x, err := subjectIn(ctx, tx, c)
	if err != nil {
		return err
	}
	if x.isSettled() || !x.may(c.Workflow) {
		return fault.New(fault.Conflict, "request-settled")
	}
	switch c.Workflow {
	case Extension:
		day, err := period.ParseDate(e.Form["day"])
		if err != nil {
			return err
		}
		if day <= x.limit() {
			return fault.New(fault.Invalid, "extension-day")
		}
	case Adjustment:
		if _, err := figure(e.Form["value"]); err != nil {
			return err
		}
	}
	return nil
}

func figure(text string) (int64, error) {
	n, err := quantity.ParseNumber(text)
	if err != nil {
		return 0, fault.New(fault.Invalid, "adjustment-value")
	}
	value, ok := n.TenThousandths()
	if !ok {
		return 0, fault.New(fault.Invalid, "number-range")
	}
	return value, nil
}

// requestDid writes down what is asked, and does it once it is approved. What stood before stays on the request and on the record.
func (s *Service) requestDid(ctx context.Context, tx *store.Tx, c *record.Case, e flow.Entry) error {
	x, err := subjectIn(ctx, tx, *c)
	if err != nil {
		return err
	}
	switch {
	case e.Move == "ask" && c.Workflow == Extension:
		c.Was, c.Asked = x.limit().String(), e.Form["day"]
	case e.Move == "ask" && c.Workflow == Adjustment:
		c.Was, c.Asked = quantity.FromTenThousandths(*x.target.Value).String(), e.Form["value"]
	case e.Move == "approve" || e.Move == "resume":
		return s.apply(ctx, tx, *c, x, e.Move)
	}
	return nil
}

// apply does what was approved, or ends it. Faults: Conflict "request-ended" where the task was closed meanwhile, "year-frozen".
func (s *Service) apply(ctx context.Context, tx *store.Tx, c record.Case, x subject, move string) error {
	t, err := store.Load[record.Task](ctx, tx, record.TaskTable, c.Owner, c.Task)
	if err != nil {
		return err
	}
	isEnded := t.State == record.TaskClosed
	if isEnded && move == "approve" {
		return fault.New(fault.Conflict, "request-ended")
	}
	switch {
	case x.due != nil:
		if s.Frozen != nil && move == "approve" {
			if err := s.Frozen(ctx, tx, *x.due, s.Today()); err != nil {
				return err
			}
		}
		if isEnded && x.due.State == record.DueSuspended { // what rested has nothing to go on with
			x.due.State = record.DueCancelled
			return store.Update(ctx, tx, record.DueTable, x.due)
		}
		f, err := follow(ctx, tx, t)
		if err != nil {
			return err
		}
		if err := x.changeDue(c, move, f); err != nil {
			return err
		}
		return store.Update(ctx, tx, record.DueTable, x.due)
	case x.task != nil:
		return s.changeTask(ctx, tx, c, *x.task, move)
	}
	was := x.target.Due
	if err := x.changeTarget(c, move); err != nil {
		return err
	}
	if err := store.Update(ctx, tx, record.TargetTable, x.target); err != nil {
		return err
	}
	switch c.Workflow {
	case Extension:
		return putOffParts(ctx, tx, *x.target, was)
	case Adjustment: // of the parts each may be adjusted by itself
		return nil
	}
	return s.followWhole(ctx, tx, *x.target, t)
}

// changeDue does to a due item what was approved. One that its leave ends for goes on as its task does.
func (x subject) changeDue(c record.Case, move string, f follower) error {
	switch x.due.State {
	case record.DueSubmitted, record.DueAccepted:
		return fault.New(fault.Conflict, "request-settled")
	case record.DueCancelled, record.DueLapsed:
		if move == "approve" {
			return fault.New(fault.Conflict, "request-settled")
		}
	case record.DueSigning: // it would come back to nobody
		if move == "approve" && c.Workflow != Extension {
			return fault.New(fault.Conflict, "request-settled")
		}
	}
	switch c.Workflow {
	case Extension:
		day, err := period.ParseDate(c.Asked)
		if err != nil {
			return err
		}
		if x.due.First == 0 {
			x.due.First = x.due.On
		}
		x.due.On, x.due.IsProvisional = int64(day), false
	case Suspension:
		switch {
		case move != "resume":
			x.due.State = record.DueSuspended
		case x.due.State == record.DueSuspended: // else its task has ended meanwhile
			delete(f.rests, x.due.ID)
			x.due.State = f.state(x.due)
		}
	case Cancellation:
		x.due.State = record.DueCancelled
	}
	return nil
}

// putOff gives a target another limit and keeps its first.
func putOff(g *record.Target, to string) {
	if g.FirstDue == "" {
		g.FirstDue = g.Due
	}
	g.Due = to
}

// changeTarget does to a target what was approved, or ends it. fault.Conflict "request-settled" for one that was taken back meanwhile: its whole was, or the
// whole was split anew without it.
func (x subject) changeTarget(c record.Case, move string) error {
	switch isGone := x.target.State == record.TargetCancelled; {
	case isGone && move == "approve":
		return fault.New(fault.Conflict, "request-settled")
	case isGone:
		return nil
	}
	switch c.Workflow {
	case Extension:
		putOff(x.target, c.Asked)
	case Adjustment:
		value, err := figure(c.Asked)
		if err != nil {
			return err
		}
		if x.target.First == nil {
			x.target.First = x.target.Value
		}
		x.target.Value = &value
	case Suspension:
		if x.target.State = record.TargetSuspended; move == "resume" {
			x.target.State = ""
		}
	case Cancellation:
		x.target.State = record.TargetCancelled
	}
	return nil
}
