package report

import (
	"context"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// DuePage gives a page of due items as a list asks for them. fault.NotFound if q.After is none the actor may see.
func (s *Service) DuePage(ctx context.Context, call app.Call, q list.Query) (items []Item, found list.Found, err error) {
	err = s.See(ctx, call, access.DueRead, func(ctx context.Context, v *store.View) error {
		var due []record.Due
		if due, found, err = list.Page[record.Due](ctx, v, list.Due, q, s.env(call)); err != nil || len(due) == 0 {
			return err
		}
		items, err = describe(ctx, v, due)
		return err
	})
	return items, found, err
}

// Pile is the beginning of what is due and with which an actor may do something, the earliest first, and how much of it there is.
func (s *Service) Pile(ctx context.Context, call app.Call, needs access.Permission, q list.Query) (items []Item, total int64, err error) {
	err = s.See(ctx, call, needs, func(ctx context.Context, v *store.View) error {
		var due []record.Due
		if due, total, err = list.Pile[record.Due](ctx, v, list.Due, q, s.env(call)); err != nil || len(due) == 0 {
			return err
		}
		items, err = describe(ctx, v, due)
		return err
	})
	return items, total, err
}

// A Standing is how much stands open.
type Standing struct{ Open, Late, Returned int64 }

// Standing counts what is still to be reported on: by the actor's unit, or by all that the actor sees.
func (s *Service) Standing(ctx context.Context, call app.Call, isOwn bool) (all Standing, err error) {
	state := relation.C("d", "state")
	late := relation.Case{Arms: []relation.Arm{{When: record.Overdue("d", s.Today()), Then: relation.V(1)}}, Else: relation.V(0)}
	where := relation.And{relation.OneOf(state, []string{record.DueOpen, record.DueReturned})}
	if isOwn {
		where = append(where, relation.Equal(relation.C("d", "unit"), call.Actor.Unit[:]))
	}
	q := &relation.Select{
		Outputs: []relation.Output{{Expr: state}, {Expr: relation.Call{Func: relation.CountRows}, As: "n"}, {Expr: relation.Call{Func: relation.Sum, Args: []relation.Expr{late}}, As: "late"}},
		From:    relation.From(record.DueTable, "d"), Where: where, GroupBy: []relation.Expr{state},
	}
	err = s.See(ctx, call, access.DueRead, func(ctx context.Context, v *store.View) error {
		return v.Select(ctx, q, func(scan store.Scan) error {
			var name string
			var n, late int64
			if err := scan(&name, &n, &late); err != nil {
				return err
			}
			all.Open, all.Late = all.Open+n, all.Late+late
			if name == record.DueReturned {
				all.Returned = n
			}
			return nil
		})
	})
	return all, err
}

func (s *Service) env(call app.Call) list.Env {
	return list.EnvOf(call.Actor, s.Today())
}

// A Line is a report with what it is about.
type Line struct {
	record.Report
	Item Item
}

// Page gives a page of reports as a list asks for them. fault.NotFound if q.After is none the actor may see.
func (s *Service) Page(ctx context.Context, call app.Call, q list.Query) (lines []Line, found list.Found, err error) {
	err = s.See(ctx, call, access.ReportRead, func(ctx context.Context, v *store.View) error {
		var reports []record.Report
		if reports, found, err = list.Page[record.Report](ctx, v, list.Reports, q, s.env(call)); err != nil || len(reports) == 0 {
			return err
		}
		items, err := about(ctx, v, reports)
		for _, r := range reports {
			lines = append(lines, Line{r, items[r.Due]})
		}
		return err
	})
	return lines, found, err
}
