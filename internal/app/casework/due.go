package casework

import (
	"context"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// CancelDue takes back what is still to be reported on a task that ends. What was handed in stays, to be judged.
func CancelDue(ctx context.Context, tx *store.Tx, t record.Task) error {
	due, err := dueIn(ctx, tx, t, record.DueOpen, record.DueReturned, record.DueSuspended)
	if err != nil {
		return err
	}
	for _, d := range due {
		d.State = record.DueCancelled
		if err := store.Update(ctx, tx, record.DueTable, &d); err != nil {
			return err
		}
	}
	return nil
}

// reviveDue lets what was taken back when a task was closed fall due again where its day has not passed, unless the office had taken it back by itself.
func reviveDue(ctx context.Context, tx *store.Tx, t record.Task, today int64) error {
	due, err := dueIn(ctx, tx, t, record.DueCancelled)
	if err != nil {
		return err
	}
	granted, err := store.List[record.Case](ctx, tx, &relation.Select{From: relation.From(record.CaseTable, "c"), Where: relation.And{
		relation.Equal(relation.C("c", relation.Owner), t.Owner), relation.Equal(relation.C("c", "task"), t.ID[:]),
		relation.Equal(relation.C("c", "workflow"), Cancellation), relation.Equal(relation.C("c", "step"), "approved")}})
	if err != nil {
		return err
	}
	isGranted := make(map[uuid.UUID]bool)
	for _, c := range granted {
		isGranted[c.Subject] = true
	}
	for _, d := range due {
		if d.On < today || isGranted[d.ID] {
			continue
		}
		if d.State = record.DueOpen; d.Report != uuid.Nil {
			d.State = record.DueReturned
		}
		if err := store.Update(ctx, tx, record.DueTable, &d); err != nil {
			return err
		}
	}
	return nil
}

// dueIn are the due items of a task in some states.
func dueIn(ctx context.Context, tx *store.Tx, t record.Task, states ...string) ([]record.Due, error) {
	return store.List[record.Due](ctx, tx, &relation.Select{From: relation.From(record.DueTable, "d"), Where: relation.And{
		relation.Equal(relation.C("d", relation.Owner), t.Owner), relation.Equal(relation.C("d", "task"), t.ID[:]), relation.OneOf(relation.C("d", "state"), states)}})
}
