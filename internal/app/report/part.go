package report

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/inbox"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// partDays is how many working days before the report a part is to be with the unit that leads.
const partDays = 2

// PartLimit is the day by which a part for what is due on a day is to be sent.
func PartLimit(on int64, calendar *period.Calendar) int64 {
	day, _ := calendar.AddWorkdays(period.Date(on), -partDays)
	return int64(day)
}

// PartID is the id of the one part a unit has in a report on a due item.
func PartID(due, unit uuid.UUID) uuid.UUID { return uuid.NewSHA1(due, unit[:]) }

// States of a contribution that is not sent.
const (
	PartWaiting = "waiting" // its day has not passed
	PartLate    = "late"    // its day has passed
	PartMissing = "missing" // the report went out without it
)

// A Contribution is the part of one cooperating unit in a report, there or not.
type Contribution struct {
	Unit     uuid.UUID
	Name     string
	Limit    int64        // the day by which it is to be sent
	State    string       // PartWaiting, PartLate, PartMissing, record.PartSent or PartReturned
	Part     *record.Part // what was sent, nil for nothing: a draft is the unit's own affair
	Values   []record.Value
	Evidence []record.Evidence
}

// contributions are the parts of all cooperating units in a report on a due item, nil before there is one. Who reports on a number of his own or on a part of
// a target reports alone. It reads what belongs to the due item, which the reader has
// found in his scope.
func (s *Service) contributions(ctx context.Context, r store.Reader, due record.Due, report *record.Report, calendar *period.Calendar) ([]Contribution, error) {
	if due.Whole != uuid.Nil {
		return nil, nil
	}
	of := func(as, column string, id uuid.UUID) relation.And {
		return relation.And{relation.Equal(relation.C(as, relation.Owner), due.Owner), relation.Equal(relation.C(as, column), id[:])}
	}
	var all []Contribution
	var ids []any
	q := &relation.Select{
		Outputs: []relation.Output{{Expr: relation.C("u", "id")}, {Expr: relation.C("u", "name")}}, From: relation.From(record.DutyTable, "d"),
		Joins:   []relation.Join{{Source: relation.From(record.UnitTable, "u"), On: relation.Same(relation.C("u", "id"), relation.C("d", "unit"))}},
		Where:   append(of("d", "task", due.Task), cooperates("d")),
		OrderBy: []relation.Order{{By: relation.C("d", "rid")}},
	}
	err := r.Select(ctx, q, func(scan store.Scan) error {
		c := Contribution{Limit: PartLimit(due.On, calendar)}
		if err := scan(&c.Unit, &c.Name); err != nil {
			return err
		}
		if c.Unit != due.Unit && !slices.ContainsFunc(all, func(x Contribution) bool { return x.Unit == c.Unit }) {
			all = append(all, c)
		}
		return nil
	})
	if err != nil || len(all) == 0 {
		return nil, err
	}
	parts, err := store.List[record.Part](ctx, r, &relation.Select{From: relation.From(record.PartTable, "p"), Where: of("p", "due", due.ID)})
	if err != nil {
		return nil, err
	}
	for i := range all {
		c := &all[i]
		for n := range parts {
			if p := &parts[n]; p.Unit == c.Unit && p.State != record.PartDraft {
				c.Part = p
				ids = append(ids, p.ID[:])
			}
		}
		c.State = s.stateOf(*c, due, report)
	}
	if len(ids) == 0 {
		return all, nil
	}
	return all, s.holdings(ctx, r, due.Owner, ids, all)
}

// cooperates is the condition that a duty, under an alias, is that of a unit which sends its part: one that came in by a split does while it has a part of that.
func cooperates(as string) relation.Expr {
	same := func(target, duty string) relation.Expr {
		return relation.Same(relation.C("had", target), relation.C(as, duty))
	}
	has := relation.Exists{Query: &relation.Select{Outputs: []relation.Output{{Expr: relation.V(1), As: "one"}}, From: relation.From(record.TargetTable, "had"), Where: relation.And{
		same(relation.Owner, relation.Owner), same("task", "task"), same("lead", "unit"), relation.Binary{Op: relation.Ne, L: relation.C("had", "state"), R: relation.V(record.TargetCancelled)}}}}
	return relation.And{relation.Equal(relation.C(as, "role"), record.PartCooperate), relation.Or{relation.Equal(relation.C(as, "whole"), uuid.Nil[:]), has}}
}

// stateOf is where a contribution to a report stands.
func (s *Service) stateOf(c Contribution, due record.Due, report *record.Report) string {
	isCorrected := due.Correction != uuid.Nil && report != nil
	switch {
	case c.Part != nil && c.Part.State == record.PartSent:
		return record.PartSent
	case due.State == record.DueOpen || due.State == record.DueReturned:
		if c.Part != nil {
			return record.PartReturned
		}
		if s.Today() > c.Limit {
			return PartLate
		}
		return PartWaiting
	case isCorrected && c.Part != nil && (report.ID != due.Correction || IsOwn(*report)): // what counts has it still; what corrects that waits for it
		return record.PartReturned
	}
	return PartMissing
}

// holdings adds figures and files to contributions.
func (s *Service) holdings(ctx context.Context, r store.Reader, owner int64, ids []any, all []Contribution) error {
	in := func(as string) relation.And {
		return relation.And{relation.Equal(relation.C(as, relation.Owner), owner), relation.In{X: relation.C(as, "report"), Values: ids}}
	}
	values, err := store.List[record.Value](ctx, r, &relation.Select{From: relation.From(record.ValueTable, "v"), Where: in("v")})
	if err != nil {
		return err
	}
	files, err := store.List[record.Evidence](ctx, r, &relation.Select{From: relation.From(record.EvidenceTable, "e"), Where: in("e"), OrderBy: []relation.Order{{By: relation.C("e", "rid")}}})
	for i := range all {
		c := &all[i]
		if c.Part == nil {
			continue
		}
		for _, v := range values {
			if v.Report == c.Part.ID {
				c.Values = append(c.Values, v)
			}
		}
		for _, e := range files {
			if e.Report == c.Part.ID {
				c.Evidence = append(c.Evidence, e)
			}
		}
	}
	return err
}

// A PartForm is what a cooperating unit needs to write its part.
type PartForm struct {
	Item            // what the lead has to report on; Name is the lead
	Own      string // the name of the unit that writes
	Limit    int64  // the day by which it is to be sent
	Proof    string // 佐证要求 of the task; empty for none
	Targets  []record.Target
	Part     *record.Part // nil before something was written
	Values   []record.Value
	Evidence []record.Evidence
	IsOpen   bool // whether it may be written
}

// PartForm gives the actor's unit its part in the report on a due item. fault.NotFound: it does not cooperate in the task.
func (s *Service) PartForm(ctx context.Context, call app.Call, due uuid.UUID) (f PartForm, err error) {
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return f, err
	}
	err = s.See(ctx, call, access.DueRead, func(ctx context.Context, v *store.View) error {
		all := v.As(store.Unscoped)
		d, err := cooperation(ctx, all, call, due)
		if err != nil {
			return err
		}
		items, err := describe(ctx, all, []record.Due{d})
		if err != nil {
			return err
		}
		f.Item, f.Limit = items[0], PartLimit(d.On, calendar)
		own, err := store.Load[record.Unit](ctx, all, record.UnitTable, 0, call.Actor.Unit)
		if err != nil {
			return err
		}
		task, err := store.Load[record.Task](ctx, all, record.TaskTable, d.Owner, d.Task)
		if err != nil {
			return err
		}
		f.Own, f.Proof = own.Name, task.Proof
		if f.Targets, err = targetsOf(ctx, all, d); err != nil {
			return err
		}
		p, err := store.Load[record.Part](ctx, all, record.PartTable, d.Owner, PartID(d.ID, call.Actor.Unit))
		if fault.KindOf(err) == fault.NotFound {
			f.IsOpen = isPartOpen(d, nil, false)
			return nil
		}
		if err != nil {
			return err
		}
		isCorrected, err := underCorrection(ctx, all, d)
		if err != nil {
			return err
		}
		f.Part, f.IsOpen = &p, isPartOpen(d, &p, isCorrected)
		c := []Contribution{{Part: &p}}
		err = s.holdings(ctx, all, d.Owner, []any{p.ID[:]}, c)
		f.Values, f.Evidence = c[0].Values, c[0].Evidence
		return err
	})
	return f, err
}

// isPartOpen says whether a part, nil for none yet, may be written: until the report went out, and one that was sent back for a correction until that does.
func isPartOpen(due record.Due, p *record.Part, isCorrected bool) bool {
	if due.State == record.DueOpen || due.State == record.DueReturned {
		return p == nil || p.State != record.PartSent
	}
	return isCorrected && p != nil && p.State == record.PartReturned
}

// underCorrection says whether the unit that leads writes a correction of its accepted report.
func underCorrection(ctx context.Context, r store.Reader, due record.Due) (bool, error) {
	if due.Correction == uuid.Nil {
		return false, nil
	}
	correction, err := store.Load[record.Report](ctx, r, record.ReportTable, due.Owner, due.Correction)
	return err == nil && IsOwn(correction), err
}

// cooperation finds a due item of a task in which the actor's unit cooperates.
func cooperation(ctx context.Context, r store.Reader, call app.Call, due uuid.UUID) (record.Due, error) {
	d, err := store.Load[record.Due](ctx, r, record.DueTable, 0, due)
	if err != nil {
		return d, err
	}
	duties, err := store.List[record.Duty](ctx, r, &relation.Select{From: relation.From(record.DutyTable, "y"), Limit: 1, Where: relation.And{
		relation.Equal(relation.C("y", relation.Owner), d.Owner), relation.Equal(relation.C("y", "task"), d.Task[:]),
		relation.Equal(relation.C("y", "unit"), call.Actor.Unit[:]), cooperates("y")}})
	if err == nil && (len(duties) == 0 || d.Unit == call.Actor.Unit || d.Whole != uuid.Nil) {
		err = fault.New(fault.NotFound, "record-missing")
	}
	return d, err
}

// A WrittenPart is what a cooperating unit says.
type WrittenPart struct {
	Due      uuid.UUID `json:"due"`
	Progress string    `json:"progress"`
	Problem  string    `json:"problem"`
	Values   []Figure  `json:"values"`
}

// WritePart keeps the part of the actor's unit as a draft; figures that are not given any more go. Faults: NotFound if it does not cooperate;
// Conflict "part-closed" once it was sent or the report went out; Invalid "report-target", "number-range"; TooLarge.
func (s *Service) WritePart(ctx context.Context, call app.Call, w WrittenPart) (p record.Part, err error) {
	for _, text := range []string{w.Progress, w.Problem} {
		if len([]rune(text)) > maxText {
			return p, fault.New(fault.TooLarge, "text-too-long", maxText)
		}
	}
	act := app.Act{Needs: access.ReportWrite, Name: "part.write", Kind: "part", Object: PartID(w.Due, call.Actor.Unit)}
	err = s.onPart(ctx, call, act, w.Due, func(ctx context.Context, tx *store.Tx, due record.Due, old *record.Part) error {
		p = record.Part{Record: store.Record{Owner: due.Owner, ID: act.Object}, Due: due.ID, Task: due.Task, Unit: call.Actor.Unit, State: record.PartDraft, Made: s.Now().UnixMilli()}
		if old != nil {
			p = *old
		}
		p.Account, p.Progress, p.Problem = call.Actor.Account, w.Progress, w.Problem
		if old == nil {
			if _, err := store.Insert(ctx, tx, record.PartTable, &p); err != nil {
				return err
			}
		} else if err := store.Update(ctx, tx, record.PartTable, &p); err != nil {
			return err
		}
		return s.writeFigures(ctx, tx, due, p.Owner, p.ID, p.Unit, w.Values, old == nil)
	})
	return p, err
}

// SendPart sends the part of the actor's unit to the unit that leads. Faults: those of WritePart; Invalid "part-empty" for one that says nothing.
func (s *Service) SendPart(ctx context.Context, call app.Call, due uuid.UUID) error {
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return err
	}
	act := app.Act{Needs: access.ReportSubmit, Name: "part.send", Kind: "part", Object: PartID(due, call.Actor.Unit)}
	return s.onPart(ctx, call, act, due, func(ctx context.Context, tx *store.Tx, due record.Due, p *record.Part) error {
		if p == nil || strings.TrimSpace(p.Progress) == "" {
			return fault.New(fault.Invalid, "part-empty")
		}
		if first := p.Sent == 0; first { // one that was sent back was in time, or not, when it first came
			p.IsLate = s.Today() > PartLimit(due.On, calendar)
		}
		p.State, p.Sent, p.Taken, p.Reason = record.PartSent, s.Now().UnixMilli(), 0, ""
		return store.Update(ctx, tx, record.PartTable, p)
	})
}

// onPart does something to the part of the actor's unit, nil before there is one, while it may be written.
func (s *Service) onPart(ctx context.Context, call app.Call, act app.Act, due uuid.UUID, do func(context.Context, *store.Tx, record.Due, *record.Part) error) error {
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		return tx.As(store.Unscoped, func() error { // whether the unit cooperates is asked of the duties
			d, err := cooperation(ctx, tx, call, due)
			if err != nil {
				return err
			}
			tx.In(d.Owner)
			var old *record.Part
			p, err := store.Load[record.Part](ctx, tx, record.PartTable, d.Owner, act.Object)
			switch {
			case err == nil:
				old = &p
			case fault.KindOf(err) != fault.NotFound:
				return err
			}
			isCorrected, err := underCorrection(ctx, tx, d)
			if err != nil {
				return err
			}
			if !isPartOpen(d, old, isCorrected) {
				return fault.New(fault.Conflict, "part-closed")
			}
			return do(ctx, tx, d, old)
		})
	})
}

// TakePart puts the text of a part into the report of the unit that leads, under the name of the unit that sent it. The report must have been
// written. Faults: NotFound; Conflict "part-not-sent", "report-closed"; TooLarge.
func (s *Service) TakePart(ctx context.Context, call app.Call, due, unit, report uuid.UUID) error {
	act := app.Act{Needs: access.ReportWrite, Name: "part.take", Kind: "part", Object: PartID(due, unit)}
	return s.leads(ctx, call, act, due, func(ctx context.Context, tx *store.Tx, d record.Due, p record.Part) error {
		r, err := store.Load[record.Report](ctx, tx, record.ReportTable, d.Owner, report)
		if err != nil {
			return err
		}
		if r.Due != d.ID || !IsOwn(r) {
			return fault.New(fault.Conflict, "report-closed")
		}
		of, err := store.Load[record.Unit](ctx, tx, record.UnitTable, 0, unit)
		if err != nil {
			return err
		}
		r.IsSent = false
		r.Progress, r.Problem = merged(r.Progress, of.Name, p.Progress), merged(r.Problem, of.Name, p.Problem)
		if len([]rune(r.Progress)) > maxText || len([]rune(r.Problem)) > maxText {
			return fault.New(fault.TooLarge, "text-too-long", maxText)
		}
		if err := store.Update(ctx, tx, record.ReportTable, &r); err != nil {
			return err
		}
		p.Taken = s.Now().UnixMilli()
		return store.Update(ctx, tx, record.PartTable, &p)
	})
}

// merged is a text with what a unit says below it. What stands there already is not put there again.
func merged(text, unit, part string) string {
	part = strings.TrimSpace(part)
	if part == "" || strings.Contains(text, part) {
		return text
	}
	if text = strings.TrimSpace(text); text != "" {
		text += "\n"
	}
	return text + "【" + unit + "】" + part
}

// ReturnPart sends a part back to its unit with a reason. Faults: Invalid "return-reason"; NotFound; Conflict "part-not-sent", "report-closed".
func (s *Service) ReturnPart(ctx context.Context, call app.Call, due, unit uuid.UUID, reason string) error {
	reason = strings.TrimSpace(reason)
	if reason == "" || len([]rune(reason)) > maxReason {
		return fault.New(fault.Invalid, "return-reason")
	}
	act := app.Act{Needs: access.ReportWrite, Name: "part.return", Kind: "part", Object: PartID(due, unit), Detail: audit.Detail{"reason": reason}}
	return s.leads(ctx, call, act, due, func(ctx context.Context, tx *store.Tx, d record.Due, p record.Part) error {
		p.State, p.Reason, p.Taken = record.PartReturned, reason, 0
		if err := store.Update(ctx, tx, record.PartTable, &p); err != nil {
			return err
		}
		t, err := store.Load[record.Task](ctx, tx, record.TaskTable, d.Owner, d.Task)
		if err != nil {
			return err
		}
		return inbox.Tell(ctx, tx, unit, s.Now().UnixMilli(), inbox.Note{Kind: inbox.PartReturned, Args: []string{t.Title, d.Period}, Href: "/due/" + d.ID.String() + "/part"})
	})
}

// leads does something to a part that was sent to the actor's unit.
func (s *Service) leads(ctx context.Context, call app.Call, act app.Act, due uuid.UUID, do func(context.Context, *store.Tx, record.Due, record.Part) error) error {
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		d, err := store.Load[record.Due](ctx, tx, record.DueTable, 0, due)
		if err != nil {
			return err
		}
		tx.In(d.Owner)
		return tx.As(store.Unscoped, func() error {
			p, err := store.Load[record.Part](ctx, tx, record.PartTable, d.Owner, act.Object)
			if err != nil {
				return err
			}
			isCorrected, err := underCorrection(ctx, tx, d)
			switch {
			case err != nil:
				return err
			case p.State != record.PartSent:
				return fault.New(fault.Conflict, "part-not-sent")
			case d.State != record.DueOpen && d.State != record.DueReturned && !isCorrected:
				return fault.New(fault.Conflict, "report-closed")
			}
			return do(ctx, tx, d, p)
		})
	})
}

// A WaitingPart is a part that the actor's unit has still to send.
type WaitingPart struct {
	Item         // Name is the lead
	Limit int64  // the day by which it is to be sent
	State string // PartWaiting, PartLate or record.PartReturned
}

// ahead is how many days before its report a part begins to wait.
const ahead = 31

// WaitingParts is the beginning of the parts that the actor's unit has still to send, of one task or (uuid.Nil) of all, the earliest first, and how
// many there are.
func (s *Service) WaitingParts(ctx context.Context, call app.Call, task uuid.UUID, limit int) (list []WaitingPart, total int64, err error) {
	calendar, err := s.Calendar(ctx)
	if err != nil || call.Actor.Unit == uuid.Nil {
		return nil, 0, err
	}
	err = s.See(ctx, call, access.ReportWrite, func(ctx context.Context, v *store.View) error {
		all, unit := v.As(store.Unscoped), call.Actor.Unit
		tasks, err := helped(ctx, all, unit, task)
		if err != nil || len(tasks) == 0 {
			return err
		}
		col := func(n string) relation.Col { return relation.C("d", n) }
		sent := &relation.Select{Outputs: []relation.Output{{Expr: relation.V(1), As: "one"}}, From: relation.From(record.PartTable, "s"), Where: relation.And{
			relation.Same(relation.C("s", relation.Owner), col(relation.Owner)), relation.Same(relation.C("s", "due"), col("id")),
			relation.Equal(relation.C("s", "unit"), unit[:]), relation.Equal(relation.C("s", "state"), record.PartSent)}}
		// The sum keeps PostgreSQL from walking along the days, past all that was accepted in years, until it has enough of what is open.
		day := relation.Binary{Op: relation.Add, L: col("due_on"), R: relation.V(0)}
		q := &relation.Select{From: relation.From(record.DueTable, "d"), Limit: limit, OrderBy: []relation.Order{{By: day}, {By: col("rid")}},
			Where: relation.And{relation.In{X: col("task"), Values: tasks}, relation.Equal(col("whole"), uuid.Nil[:]), relation.OneOf(col("state"), []string{record.DueOpen, record.DueReturned}),
				relation.Binary{Op: relation.Le, L: col("due_on"), R: relation.V(s.Today() + ahead)}, relation.Binary{Op: relation.Ne, L: col("unit"), R: relation.V(unit[:])},
				relation.Not{X: relation.Exists{Query: sent}}}}
		due, err := store.List[record.Due](ctx, all, q)
		if err != nil {
			return err
		}
		if total = int64(len(due)); len(due) == limit {
			if total, err = store.Count(ctx, all, q); err != nil {
				return err
			}
		}
		again, err := reopened(ctx, all, unit, task)
		if err != nil || len(due)+len(again) == 0 {
			return err
		}
		total += int64(len(again))
		due = append(due, again...)
		slices.SortStableFunc(due, func(a, b record.Due) int { return cmp.Compare(a.On, b.On) })
		items, err := describe(ctx, all, due[:min(limit, len(due))])
		if err != nil {
			return err
		}
		ids := make([]any, len(items))
		for i := range items {
			ids[i] = items[i].ID[:]
		}
		parts, err := store.List[record.Part](ctx, all, &relation.Select{From: relation.From(record.PartTable, "p"), Where: relation.And{
			relation.In{X: relation.C("p", "due"), Values: ids}, relation.Equal(relation.C("p", "unit"), unit[:])}})
		for _, item := range items {
			w := WaitingPart{Item: item, Limit: PartLimit(item.On, calendar), State: PartWaiting}
			if s.Today() > w.Limit {
				w.State = PartLate
			}
			if slices.ContainsFunc(parts, func(p record.Part) bool { return p.Due == item.Due.ID && p.State == record.PartReturned }) {
				w.State = record.PartReturned
			}
			list = append(list, w)
		}
		return err
	})
	return list, total, err
}

// reopened are the due items, of one task or (uuid.Nil) of all, for the accepted reports on which a correction is being written that waits for the unit's
// part. They are looked for by the parts that were sent back, of which there are few.
func reopened(ctx context.Context, r store.Reader, unit, task uuid.UUID) ([]record.Due, error) {
	where := relation.And{relation.Equal(relation.C("p", "unit"), unit[:]), relation.Equal(relation.C("p", "state"), record.PartReturned),
		relation.Not{X: relation.OneOf(relation.C("d", "state"), []string{record.DueOpen, record.DueReturned})}}
	if task != uuid.Nil {
		where = append(where, relation.Equal(relation.C("d", "task"), task[:]))
	}
	return store.List[record.Due](ctx, r, &relation.Select{From: relation.From(record.DueTable, "d"), Where: where, OrderBy: []relation.Order{{By: relation.C("d", "rid")}}, Joins: []relation.Join{
		{Source: relation.From(record.PartTable, "p"), On: relation.And{relation.Same(relation.C("p", relation.Owner), relation.C("d", relation.Owner)), relation.Same(relation.C("p", "due"), relation.C("d", "id"))}},
		{Source: relation.From(record.ReportTable, "r"), On: relation.And{relation.Same(relation.C("r", relation.Owner), relation.C("d", relation.Owner)), relation.Same(relation.C("r", "id"), relation.C("d", "correction")),
			relation.OneOf(relation.C("r", "state"), []string{record.ReportDraft, record.ReportReturned})}}}})
}

// helped are the tasks in which a unit cooperates, or the one that is asked for if it is among them. The due items are looked for by these: by
// state and day there are far more.
func helped(ctx context.Context, r store.Reader, unit, task uuid.UUID) (tasks []any, err error) {
	col := func(n string) relation.Col { return relation.C("y", n) }
	where := relation.And{relation.Equal(col("unit"), unit[:]), cooperates("y")}
	if task != uuid.Nil {
		where = append(where, relation.Equal(col("task"), task[:]))
	}
	q := &relation.Select{Outputs: []relation.Output{{Expr: col("task")}}, From: relation.From(record.DutyTable, "y"), Where: where, GroupBy: []relation.Expr{col("task")}}
	err = r.Select(ctx, q, func(scan store.Scan) error {
		var id uuid.UUID
		err := scan(&id)
		tasks = append(tasks, id[:])
		return err
	})
	return tasks, err
}
