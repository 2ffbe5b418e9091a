package sheet

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/cellmap"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// Known is what the ledger knows of a target, or of a task without one, for a period: figures in ten-thousandths, nil and "" for what is not known.
type Known struct {
	Total, Last, Goal       *int64
	Progress, Problem, Next string
	Lead                    string
	Report                  uuid.UUID
	isSameYear              bool // Last is of the year of Total
}

// increase is what the period added: figures run on through a year.
func (k Known) increase() *int64 {
	if k.Total == nil {
		return nil
	}
	n := *k.Total
	if k.Last != nil && k.isSameYear {
		n -= *k.Last
	}
	return &n
}

// known asks the ledger about what a row of a template is about.
func (s *Service) known(ctx context.Context, call app.Call, owner int64, about cellmap.About, of string) (k Known, err error) {
	err = s.See(ctx, call, access.ReportRead, func(ctx context.Context, v *store.View) error {
		var target *record.Target
		if about.Target != uuid.Nil {
			g, err := store.Load[record.Target](ctx, v, record.TargetTable, owner, about.Target)
			if fault.KindOf(err) == fault.NotFound { // it was taken back since the template was mapped
				return nil
			}
			if err != nil {
				return err
			}
			k.Goal, target = g.Value, &g
		}
		due, err := accepted(ctx, v, owner, about.Task, target)
		if err != nil {
			return err
		}
		for i, d := range due {
			if d.Period != of {
				continue
			}
			if err := k.take(ctx, v, d, target); err != nil {
				return err
			}
			for _, before := range due[i+1:] {
				if before.Unit == d.Unit && before.On < d.On {
					k.Last, err = totalIn(ctx, v, target, before.Period)
					k.isSameYear = len(before.Period) >= 4 && len(d.Period) >= 4 && before.Period[:4] == d.Period[:4]
					return err
				}
			}
			return nil
		}
		k.Total, err = totalIn(ctx, v, target, of) // another source may have given one
		return err
	})
	return k, err
}

// totalIn is the figure of a target that counts for a period, as everything shows it. Nil: there is none.
func totalIn(ctx context.Context, r store.Reader, g *record.Target, covers string) (*int64, error) {
	if g == nil {
		return nil, nil
	}
	f, ok, err := task.FigureIn(ctx, r, *g, covers)
	if !ok {
		return nil, err
	}
	return &f.Value, err
}

// accepted are the due items of a task on which a report was accepted: those of the unit that answers for a target first, then those of units that lead the
// task; of each the newest first.
func accepted(ctx context.Context, v *store.View, owner int64, of uuid.UUID, g *record.Target) ([]record.Due, error) {
	due, err := store.List[record.Due](ctx, v, &relation.Select{From: relation.From(record.DueTable, "d"), Where: relation.And{
		relation.Equal(relation.C("d", relation.Owner), owner), relation.Equal(relation.C("d", "task"), of[:]), relation.Equal(relation.C("d", "state"), record.DueAccepted)},
		OrderBy: []relation.Order{{By: relation.C("d", "due_on"), IsDesc: true}, {By: relation.C("d", "rid")}}})
	if err != nil || len(due) == 0 {
		return nil, err
	}
	duties, err := store.List[record.Duty](ctx, v, &relation.Select{From: relation.From(record.DutyTable, "x"), Where: relation.And{
		relation.Equal(relation.C("x", relation.Owner), owner), relation.Equal(relation.C("x", "task"), of[:]), relation.Equal(relation.C("x", "role"), record.PartLead)}})
	rank := func(unit uuid.UUID) int {
		switch {
		case g != nil && g.Lead == unit:
			return 0
		case slices.ContainsFunc(duties, func(x record.Duty) bool { return x.Unit != nil && *x.Unit == unit }):
			return 1
		}
		return 2
	}
	slices.SortStableFunc(due, func(a, b record.Due) int { return rank(a.Unit) - rank(b.Unit) })
	return due, err
}

func (k *Known) take(ctx context.Context, v *store.View, d record.Due, g *record.Target) error {
	r, err := store.Load[record.Report](ctx, v, record.ReportTable, d.Owner, d.Report)
	if err != nil {
		return err
	}
	k.Report, k.Progress, k.Problem, k.Next = r.ID, r.Progress, r.Problem, r.Next
	u, err := store.Load[record.Unit](ctx, v, record.UnitTable, 0, d.Unit)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	k.Lead = u.Name
	k.Total, err = totalIn(ctx, v, g, d.Period)
	return err
}
