package casework

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// Earlier are the measures in force that the unit of an assignment has on the task whose place the assignment's has taken, from which it fills in those of
// the new one: what was not done yet, and the curves of numbers whose goal is the same. None where measures were filed on the new task already.
func (s *Service) Earlier(ctx context.Context, call app.Call, d Dossier) (earlier []record.Measure, err error) {
	if len(d.Measures)+len(d.Revision) > 0 {
		return nil, nil
	}
	err = s.See(ctx, call, access.TaskRead, func(ctx context.Context, v *store.View) error {
		t, err := store.Load[record.Task](ctx, v, record.TaskTable, d.Owner, d.Task)
		if err != nil || t.Before == uuid.Nil {
			return err
		}
		all, err := store.List[record.Measure](ctx, v, &relation.Select{From: relation.From(record.MeasureTable, "m"), Where: relation.And{
			relation.Equal(relation.C("m", relation.Owner), d.Owner), relation.Equal(relation.C("m", "task"), t.Before[:]), relation.Equal(relation.C("m", "unit"), d.Unit[:])},
			OrderBy: []relation.Order{{By: relation.C("m", "ordinal")}}})
		if err != nil {
			return err
		}
		inForce, _ := split(all)
		older, err := numbers(ctx, v, d.Owner, t.Before)
		if err != nil {
			return err
		}
		newer, err := numbers(ctx, v, d.Owner, t.ID)
		if err != nil {
			return err
		}
		for _, m := range inForce {
			if m.Done != 0 {
				continue
			}
			if m.Value != nil {
				if m.Target = goesOn(m.Target, older, newer); m.Target == uuid.Nil {
					continue
				}
			}
			earlier = append(earlier, m)
		}
		return nil
	})
	if fault.KindOf(err) == fault.NotFound { // not everybody who has the assignment sees what was before
		return nil, nil
	}
	return earlier, err
}

// goesOn is the number that goes on from one of an older task with the goal it had; zero for none.
func goesOn(id uuid.UUID, older, newer []record.Target) uuid.UUID {
	i := slices.IndexFunc(older, func(g record.Target) bool { return g.ID == id })
	if i < 0 {
		return uuid.Nil
	}
	g := older[i]
	heir, ok := g.Heir(newer)
	if !ok || heir.Op != g.Op || g.Value == nil || heir.Value == nil || *heir.Value != *g.Value {
		return uuid.Nil
	}
	return heir.ID
}

// numbers are the targets of a task, in their order.
func numbers(ctx context.Context, r store.Reader, owner int64, task uuid.UUID) ([]record.Target, error) {
	return store.List[record.Target](ctx, r, &relation.Select{From: relation.From(record.TargetTable, "t"), Where: relation.And{
		relation.Equal(relation.C("t", relation.Owner), owner), relation.Equal(relation.C("t", "task"), task[:])},
		OrderBy: []relation.Order{{By: relation.C("t", "ordinal")}, {By: relation.C("t", "rid")}}})
}
