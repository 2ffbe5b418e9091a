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

// Close (办结) closes a task whose end the office has accepted, for the reason given. Closing it again changes nothing. Faults: Invalid
// "close-reason"; Conflict "close-reports" while a report waits for a decision.
func (s *Service) Close(ctx context.Context, call app.Call, id uuid.UUID, reason string) error {
	reason, err := text(reason, "close-reason")
	if err != nil {
		return err
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
			if d.State == record.DueSubmitted {
				return fault.New(fault.Conflict, "close-reports")
			}
		}
		t.State, t.Closed = record.TaskClosed, s.Today()
		if err := store.Update(ctx, tx, record.TaskTable, &t); err != nil {
			return err
		}
		return s.Relight(ctx, tx, t.Owner, t.ID)
	})
}
