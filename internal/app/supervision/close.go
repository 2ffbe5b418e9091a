package supervision

import (
	"context"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
)

// Close (办结) closes a task whose end the office has accepted, for the reason given: nothing more falls due of it. Closing it again
// changes nothing. Faults: Invalid
// "close-reason"; Conflict "close-reports" while a report waits for a decision.
func (s *Service) Close(ctx context.Context, call app.Call, id uuid.UUID, reason string) error {
	reason, ok := text(reason)
	if !ok {
		return fault.New(fault.Invalid, "close-reason")
	}
	act := app.Act{Needs: access.TaskClose, Kind: "task", Object: id, Detail: audit.Detail{"reason": reason}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		t, err := store.Load[record.Task](ctx, tx, record.TaskTable, 0, id)
		if err != nil || t.State == record.TaskClosed {
			return err
		}
		tx.In(t.Owner)
		due, err := s.dueOf(ctx, tx, t)
		if err != nil {
			return err
		}
		for _, d := range due {
			if d.State == record.DueSubmitted || d.State == record.DueSigning {
				return fault.New(fault.Conflict, "close-reports")
			}
		}
		if err := s.dropDue(ctx, tx, due); err != nil {
			return err
		}
		t.State, t.Closed = record.TaskClosed, s.Today()
		if err := store.Update(ctx, tx, record.TaskTable, &t); err != nil {
			return err
		}
		return s.Relight(ctx, tx, t.Owner, t.ID)
	})
}

// dropDue cancels what would have fallen due after today.
func (s *Service) dropDue(ctx context.Context, tx *store.Tx, due []record.Due) error {
	return tx.As(store.Unscoped, func() error {
		for _, d := range due {
			if d.State != record.DueOpen || d.On <= s.Today() {
				continue
			}
			d.State = record.DueCancelled
			if err := store.Update(ctx, tx, record.DueTable, &d); err != nil {
				return err
			}
		}
		return nil
	})
}
