package casework

import (
	"context"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// A Succession is what befalls a case besides its workflow: another unit has it, or other people.
type Succession struct {
	Move            string // casework.Succeeded or HandedOver
	Unit            uuid.UUID
	Holder, Offered uuid.UUID // zero for nobody in particular
}

// Succeed gives a case, with its measures, to whoever has it from now on. Its step and its limit stay. It is seen in what was done with the case.
func (s *Service) Succeed(ctx context.Context, tx *store.Tx, call app.Call, c *record.Case, to Succession) error {
	before := standing(*c)
	if before.Unit == to.Unit && before.Holder == to.Holder && before.Offered == to.Offered {
		return nil
	}
	c.Unit, c.Holder, c.Offered = to.Unit, to.Holder, to.Offered
	e := flow.Entry{Move: to.Move, From: c.Step, To: c.Step, Account: call.Actor.Account, Unit: call.Actor.Unit, Form: flow.Form{}, On: period.Date(s.Today()), Before: before}
	if err := s.add(ctx, tx, c, e); err != nil {
		return err
	}
	if err := store.Update(ctx, tx, record.CaseTable, c); err != nil || before.Unit == to.Unit {
		return err
	}
	filed, err := store.List[record.Measure](ctx, tx, &relation.Select{From: relation.From(record.MeasureTable, "m"), Where: relation.And{
		relation.Equal(relation.C("m", relation.Owner), c.Owner), relation.Equal(relation.C("m", "casework"), c.ID[:])}})
	if err != nil {
		return err
	}
	for i := range filed {
		filed[i].Unit = to.Unit
		if err := store.Update(ctx, tx, record.MeasureTable, &filed[i]); err != nil {
			return err
		}
	}
	return nil
}
