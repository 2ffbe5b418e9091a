package sheet

import (
	"context"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
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
		if about.Target != uuid.Nil {
			g, err := store.Load[record.Target](ctx, v, record.TargetTable, owner, about.Target)
			if fault.KindOf(err) == fault.NotFound { // it was taken back since the template was mapped
				return nil
			}
			if err != nil {
				return err
			}
			k.Goal = g.Value
		}
		due, err := accepted(ctx, v, owner, about.Task)
		if err != nil {
			return err
		}
		for i, d := range due {
			if d.Period != of {
				continue
			}
			if err := k.take(ctx, v, d, about); err != nil {
				return err
			}
			for _, before := range due[i+1:] {
				if before.Unit == d.Unit && before.On < d.On {
					k.Last, err = Authoritative(ctx, v, before, about.Target)
					k.isSameYear = len(before.Period) >= 4 && len(d.Period) >= 4 && before.Period[:4] == d.Period[:4]
					return err
				}
			}
			return nil
		}
		return nil
	})
	return k, err
}

// accepted are the due items of a task on which a report was accepted, those of units that lead it first, the newest first.
func accepted(ctx context.Context, v *store.View, owner int64, task uuid.UUID) ([]record.Due, error) {
	due, err := store.List[record.Due](ctx, v, &relation.Select{From: relation.From(record.DueTable, "d"), Limit: 500, Where: relation.And{
		relation.Equal(relation.C("d", relation.Owner), owner), relation.Equal(relation.C("d", "task"), task[:]), relation.Equal(relation.C("d", "state"), record.DueAccepted)},
		OrderBy: []relation.Order{{By: relation.C("d", "due_on"), IsDesc: true}, {By: relation.C("d", "rid")}}})
	if err != nil || len(due) == 0 {
		return nil, err
	}
	duties, err := store.List[record.Duty](ctx, v, &relation.Select{From: relation.From(record.DutyTable, "x"), Where: relation.And{
		relation.Equal(relation.C("x", relation.Owner), owner), relation.Equal(relation.C("x", "task"), task[:]), relation.Equal(relation.C("x", "role"), record.PartLead)}})
	if err != nil {
		return nil, err
	}
	var leading, others []record.Due
	for _, d := range due {
		isLead := false
		for _, x := range duties {
			isLead = isLead || x.Unit != nil && *x.Unit == d.Unit
		}
		if isLead {
			leading = append(leading, d)
		} else {
			others = append(others, d)
		}
	}
	return append(leading, others...), nil
}

func (k *Known) take(ctx context.Context, v *store.View, d record.Due, about cellmap.About) error {
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
	k.Total, err = Authoritative(ctx, v, d, about.Target)
	return err
}

// Authoritative is the figure of a target that counts for a due item: that of the source that was named authoritative (权威来源), where it gives one for the period, else
// that of the accepted report. Nil: there is none.
func Authoritative(ctx context.Context, r store.Reader, d record.Due, target uuid.UUID) (*int64, error) {
	if target == uuid.Nil {
		return nil, nil
	}
	equal := func(alias, column string, v any) relation.Expr { return relation.Equal(relation.C(alias, column), v) }
	sources, err := store.List[record.TargetSource](ctx, r, &relation.Select{From: relation.From(record.TargetSourceTable, "s"), Where: relation.And{
		equal("s", relation.Owner, d.Owner), equal("s", "target", target[:])}})
	if err != nil {
		return nil, err
	}
	for _, s := range sources {
		figures, err := store.List[record.OtherFigure](ctx, r, &relation.Select{From: relation.From(record.OtherFigureTable, "f"), Where: relation.And{
			equal("f", relation.Owner, d.Owner), equal("f", "target", target[:]), equal("f", "period", d.Period), equal("f", "source", s.Source)}})
		if err != nil {
			return nil, err
		}
		if len(figures) > 0 {
			return &figures[0].Value, nil
		}
	}
	values, err := store.List[record.Value](ctx, r, &relation.Select{From: relation.From(record.ValueTable, "v"), Where: relation.And{
		equal("v", relation.Owner, d.Owner), equal("v", "report", d.Report[:]), equal("v", "target", target[:])}})
	if err != nil || len(values) == 0 {
		return nil, err
	}
	return &values[0].Value, nil
}
