// Package report is what units report on what is due from them: drafts, figures,
// evidence, handing in, and what the office that asked says to it. Start with
// Service.DuePage and Service.Write.
package report

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/year"
	"github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// A Service works on reports.
type Service struct {
	*app.Core
	Intake   *intake.Service
	Flow     *casework.Workflow // "report"
	Calendar func(context.Context) (*period.Calendar, error)
	// Relight lights the lights of tasks whose reports have changed, in the same transaction; nil: nobody supervises.
	Relight func(ctx context.Context, tx *store.Tx, owner int64, tasks ...uuid.UUID) error
	// Used ends the opening by which an item of a closed year was reported on, in the transaction that accepts it.
	Used func(ctx context.Context, tx *store.Tx, d record.Due) error
}

// A Written report is what a unit says about a due item.
type Written struct {
	ID       uuid.UUID `json:"id"`  // made by the sender; the same one again is the same report
	Due      uuid.UUID `json:"due"` // what it is about
	Progress string    `json:"progress"`
	Problem  string    `json:"problem"`
	Next     string    `json:"next"`
	Values   []Figure  `json:"values"`
	Version  int64     `json:"version"` // of the report as the writer knows it; 0: there was none, or nobody but he himself wrote it
}

// A Figure is the value a report gives for a target.
type Figure struct {
	Target uuid.UUID       `json:"target"`
	Value  quantity.Number `json:"value"`
}

const maxText = 20000 // characters of each part of a report

func (w Written) check() error {
	if w.ID == uuid.Nil || w.Due == uuid.Nil {
		return fault.New(fault.Invalid, "report-id")
	}
	for _, text := range []string{w.Progress, w.Problem, w.Next} {
		if len([]rune(text)) > maxText {
			return fault.New(fault.TooLarge, "text-too-long", maxText)
		}
	}
	return nil
}

// Write keeps a report as a draft, or a draft as it is now; figures that are not given any more go. Handing it in is Submit. Faults: NotFound
// if the due item is not the actor's unit's; Conflict "report-closed" if it was accepted or handed in, "report-changed" if a colleague has written meanwhile:
// nothing is overwritten that the writer has not seen; Invalid "report-target" for a figure of another task.
func (s *Service) Write(ctx context.Context, call app.Call, w Written) (r record.Report, err error) {
	if err := w.check(); err != nil {
		return r, err
	}
	act := app.Act{Needs: access.ReportWrite, Kind: "report", Object: w.ID}
	err = s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		r, err = s.write(ctx, tx, call, w)
		return err
	})
	return r, err
}

func (s *Service) write(ctx context.Context, tx *store.Tx, call app.Call, w Written) (record.Report, error) {
	due, err := store.Load[record.Due](ctx, tx, record.DueTable, 0, w.Due)
	if err != nil {
		return record.Report{}, err
	}
	tx.In(due.Owner)
	if err := year.CheckDue(ctx, tx, due, s.Today()); err != nil {
		return record.Report{}, err
	}
	if !isWritable(due, w.ID) {
		return record.Report{}, fault.New(fault.Conflict, "report-closed")
	}
	old, err := store.Load[record.Report](ctx, tx, record.ReportTable, due.Owner, w.ID)
	switch {
	case err == nil:
		return s.rewrite(ctx, tx, call, w, due, old)
	case fault.KindOf(err) != fault.NotFound:
		return old, err
	}
	begun, err := store.List[record.Report](ctx, tx, &relation.Select{From: relation.From(record.ReportTable, "r"), Limit: 1, Where: relation.And{
		relation.Equal(relation.C("r", relation.Owner), due.Owner), relation.Equal(relation.C("r", "due"), due.ID[:]), relation.Equal(relation.C("r", "unit"), due.Unit[:])}})
	if err != nil {
		return old, err
	}
	if len(begun) > 0 || w.Version != 0 {
		return old, fault.New(fault.Conflict, "report-changed")
	}
	r := record.Report{
		Record: store.Record{Owner: due.Owner, ID: w.ID}, Due: due.ID, Task: due.Task, Unit: due.Unit, Account: call.Actor.Account, State: record.ReportDraft, Number: 1,
		Progress: w.Progress, Problem: w.Problem, Next: w.Next, Made: s.Now().UnixMilli(), Writes: 1,
	}
	if isNew, err := store.Insert(ctx, tx, record.ReportTable, &r); err != nil || !isNew {
		if err == nil { // another unit's
			err = fault.New(fault.Conflict, "report-id")
		}
		return r, err
	}
	return r, s.writeFigures(ctx, tx, due, r.Owner, r.ID, r.Unit, w.Values, true)
}

// rewrite writes a report that is there already.
func (s *Service) rewrite(ctx context.Context, tx *store.Tx, call app.Call, w Written, due record.Due, r record.Report) (record.Report, error) {
	if r.Due != due.ID {
		return r, fault.New(fault.Conflict, "report-id")
	}
	isSame, err := s.says(ctx, tx, r, w)
	switch {
	case err != nil || isSame: // the same request again
		return r, err
	case !IsOwn(r):
		return r, fault.New(fault.Conflict, "report-closed")
	case r.Version != w.Version && (w.Version != 0 || r.Account != call.Actor.Account):
		return r, fault.New(fault.Conflict, "report-changed")
	}
	r.Progress, r.Problem, r.Next, r.Account, r.IsSent = w.Progress, w.Problem, w.Next, call.Actor.Account, false
	r.Writes++
	if err := store.Update(ctx, tx, record.ReportTable, &r); err != nil {
		return r, err
	}
	return r, s.writeFigures(ctx, tx, due, r.Owner, r.ID, r.Unit, w.Values, false)
}

// says reports whether a report says what somebody writes.
func (s *Service) says(ctx context.Context, tx *store.Tx, r record.Report, w Written) (bool, error) {
	if r.Progress != w.Progress || r.Problem != w.Problem || r.Next != w.Next {
		return false, nil
	}
	have, err := valuesOf(ctx, tx, r.Owner, r.ID)
	return len(have) == len(w.Values) && !slices.ContainsFunc(w.Values, func(f Figure) bool {
		value, ok := f.Value.TenThousandths()
		return !ok || !slices.ContainsFunc(have, func(v record.Value) bool { return v.Target == f.Target && v.Value == value })
	}), err
}

// writeFigures makes figures those of a report, or of a part of one, of a unit.
func (s *Service) writeFigures(ctx context.Context, tx *store.Tx, due record.Due, owner int64, report, unit uuid.UUID, figures []Figure, isNew bool) error {
	var have []record.Value
	if !isNew {
		var err error
		if have, err = valuesOf(ctx, tx, owner, report); err != nil {
			return err
		}
	}
	if len(figures) > 0 {
		if err := s.checkTargets(ctx, tx, due, figures); err != nil {
			return err
		}
	}
	for _, f := range figures {
		value, ok := f.Value.TenThousandths()
		if !ok {
			return fault.New(fault.Invalid, "number-range")
		}
		if i := slices.IndexFunc(have, func(v record.Value) bool { return v.Target == f.Target }); i >= 0 {
			old := have[i]
			have = slices.Delete(have, i, i+1)
			if old.Value == value {
				continue
			}
			old.Value = value
			if err := store.Update(ctx, tx, record.ValueTable, &old); err != nil {
				return err
			}
			continue
		}
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		v := record.Value{Record: store.Record{Owner: owner, ID: id}, Report: report, Unit: unit, Target: f.Target, Value: value}
		if _, err := store.Insert(ctx, tx, record.ValueTable, &v); err != nil {
			return err
		}
	}
	for _, v := range have {
		if err := store.Delete(ctx, tx, record.ValueTable, &v); err != nil {
			return err
		}
	}
	return nil
}

// checkTargets makes sure that figures are for targets of the task the due item is about, each once.
func (s *Service) checkTargets(ctx context.Context, tx *store.Tx, due record.Due, figures []Figure) error {
	var targets []record.Target
	err := tx.As(store.Unscoped, func() (err error) { // a unit with a part of a target (分解) does not lead the task, and reports
		targets, err = targetsOf(ctx, tx, due)
		return err
	})
	if err != nil {
		return err
	}
	seen := make(map[uuid.UUID]bool)
	for _, f := range figures {
		isOf := slices.ContainsFunc(targets, func(t record.Target) bool { return t.ID == f.Target })
		if !isOf || seen[f.Target] {
			return fault.New(fault.Invalid, "report-target")
		}
		seen[f.Target] = true
	}
	return nil
}

func valuesOf(ctx context.Context, r store.Reader, owner int64, report uuid.UUID) ([]record.Value, error) {
	return store.List[record.Value](ctx, r, &relation.Select{From: relation.From(record.ValueTable, "v"), Where: relation.And{
		relation.Equal(relation.C("v", relation.Owner), owner), relation.Equal(relation.C("v", "report"), report[:])}})
}

// targetsOf are the targets on which a due item's unit reports: those it answers for, or one whose place the other has taken since, and where it leads the task
// those nobody else does. What is the sum of its parts nobody reports.
func targetsOf(ctx context.Context, r store.Reader, due record.Due) ([]record.Target, error) {
	all, err := store.List[record.Target](ctx, r, &relation.Select{From: relation.From(record.TargetTable, "t"), Where: relation.And{
		relation.Equal(relation.C("t", relation.Owner), due.Owner), relation.Equal(relation.C("t", "task"), due.Task[:])},
		OrderBy: []relation.Order{{By: relation.C("t", "ordinal")}}})
	if err != nil || !slices.ContainsFunc(all, func(t record.Target) bool { return t.Lead != uuid.Nil || t.IsSum }) {
		return all, err
	}
	ids := []uuid.UUID{due.Unit}
	for _, t := range all {
		ids = append(ids, t.Lead)
	}
	units, err := store.ByID[record.Unit](ctx, r, record.UnitTable, ids)
	follows := func(a, b uuid.UUID) bool { return a == b || slices.Contains(record.Predecessors(units[a].Before), b) }
	return slices.DeleteFunc(all, func(t record.Target) bool {
		isOwn := follows(t.Lead, due.Unit) || follows(due.Unit, t.Lead)
		if t.Lead == uuid.Nil {
			isOwn = due.Whole == uuid.Nil
		}
		return t.IsSum || !isOwn
	}), err
}
