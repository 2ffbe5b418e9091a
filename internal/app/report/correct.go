package report

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/year"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// Correct begins a new version of an accepted report (更正), with a reason; it starts as a copy, evidence apart. The accepted one counts until
// the new version is accepted. correction is the new version's id, made by the sender. Faults: Invalid "correct-reason"; Conflict
// "report-not-accepted", "correct-begun" if another correction of it is under way.
func (s *Service) Correct(ctx context.Context, call app.Call, id, correction uuid.UUID, reason string) error {
	reason = strings.TrimSpace(reason)
	if reason == "" || len([]rune(reason)) > maxReason {
		return fault.New(fault.Invalid, "correct-reason")
	}
	act := app.Act{Needs: access.ReportWrite, Name: "report.correct", Kind: "report", Object: id, Detail: audit.Detail{"reason": reason}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		old, err := store.Load[record.Report](ctx, tx, record.ReportTable, 0, id)
		if err != nil {
			return err
		}
		tx.In(old.Owner)
		due, err := store.Load[record.Due](ctx, tx, record.DueTable, old.Owner, old.Due)
		if err != nil {
			return err
		}
		if err := year.CheckDue(ctx, tx, due, s.Today()); err != nil {
			return err
		}
		switch {
		case due.Correction == correction: // sent twice
			return nil
		case old.State != record.ReportAccepted || due.Report != old.ID:
			return fault.New(fault.Conflict, "report-not-accepted")
		case due.Correction != uuid.Nil:
			return fault.New(fault.Conflict, "correct-begun")
		}
		due.Correction = correction
		if err := store.Update(ctx, tx, record.DueTable, &due); err != nil {
			return err
		}
		versions, err := store.List[record.Report](ctx, tx, &relation.Select{From: relation.From(record.ReportTable, "r"), Where: relation.And{
			relation.Equal(relation.C("r", relation.Owner), due.Owner), relation.Equal(relation.C("r", "due"), due.ID[:])}})
		if err != nil {
			return err
		}
		number := old.Number + 1
		for _, v := range versions { // one that was withdrawn keeps its number
			number = max(number, v.Number+1)
		}
		return s.copy(ctx, tx, call, old, record.Report{Record: store.Record{ID: correction}, Number: number, Cause: reason})
	})
}

// copy begins a report, of which id, number and cause are known, with what another says.
func (s *Service) copy(ctx context.Context, tx *store.Tx, call app.Call, old, r record.Report) error {
	r.Owner, r.Due, r.Task, r.Unit, r.Account, r.State = old.Owner, old.Due, old.Task, old.Unit, call.Actor.Account, record.ReportDraft
	r.Corrects, r.Progress, r.Problem, r.Next, r.IsLate, r.Made = old.ID, old.Progress, old.Problem, old.Next, old.IsLate, s.Now().UnixMilli()
	isNew, err := store.Insert(ctx, tx, record.ReportTable, &r)
	if err == nil && !isNew {
		err = fault.New(fault.Conflict, "report-id")
	}
	if err != nil {
		return err
	}
	values, err := valuesOf(ctx, tx, old.Owner, old.ID)
	if err != nil {
		return err
	}
	for _, v := range values {
		n, err := uuid.NewV7()
		if err != nil {
			return err
		}
		v.Record, v.Report = store.Record{Owner: old.Owner, ID: n}, r.ID
		if _, err := store.Insert(ctx, tx, record.ValueTable, &v); err != nil {
			return err
		}
	}
	return nil
}

// A Waiting report is one that somebody has to deal with, with what it is about.
type Waiting struct {
	record.Report
	Item Item
}

// Waiting lists reports in some states that the actor may deal with by a permission, those that have waited longest first. corrections says
// whether only corrections are wanted: other reports are found by their due items.
func (s *Service) Waiting(ctx context.Context, call app.Call, needs access.Permission, corrections bool, states ...string) (list []Waiting, err error) {
	const most = 500
	col := func(n string) relation.Col { return relation.C("r", n) }
	where := relation.And{relation.OneOf(col("state"), states)}
	err = s.See(ctx, call, needs, func(ctx context.Context, v *store.View) error {
		if corrections {
			of, err := correcting(ctx, v.As(store.Unscoped), states)
			if err != nil || len(of) == 0 {
				return err
			}
			where = append(where, relation.In{X: col("id"), Values: of})
		}
		reports, err := store.List[record.Report](ctx, v, &relation.Select{From: relation.From(record.ReportTable, "r"), Where: where, Limit: most,
			OrderBy: []relation.Order{{By: col("submitted")}, {By: col("rid")}}})
		if err != nil {
			return err
		}
		items, err := about(ctx, v, reports)
		for _, r := range reports {
			if item, isSeen := items[r.Due]; isSeen {
				list = append(list, Waiting{r, item})
			}
		}
		return err
	})
	return list, err
}

// correcting are the reports in some states that are to take the place of accepted ones: few among all, and an index leads to them, but only where
// nothing else is asked for.
func correcting(ctx context.Context, r store.Reader, states []string) (ids []any, err error) {
	const most = 5000
	col := func(n string) relation.Col { return relation.C("r", n) }
	q := &relation.Select{Outputs: []relation.Output{{Expr: col("id")}}, From: relation.From(record.ReportTable, "r"), Limit: most,
		Where: relation.And{relation.OneOf(col("state"), states), relation.Binary{Op: relation.Gt, L: col("corrects"), R: relation.V(uuid.Nil[:])}}}
	err = r.Select(ctx, q, func(scan store.Scan) error {
		var id uuid.UUID
		err := scan(&id)
		ids = append(ids, id[:])
		return err
	})
	return ids, err
}

// about are the due items that reports are on, by id, as far as the reader sees them.
func about(ctx context.Context, v *store.View, reports []record.Report) (map[uuid.UUID]Item, error) {
	ids := make([]uuid.UUID, len(reports))
	for i, r := range reports {
		ids[i] = r.Due
	}
	due, err := store.ByID[record.Due](ctx, v, record.DueTable, ids)
	if err != nil {
		return nil, err
	}
	list, err := describe(ctx, v, slices.Collect(maps.Values(due)))
	items := make(map[uuid.UUID]Item, len(list))
	for _, i := range list {
		items[i.Due.ID] = i
	}
	return items, err
}
