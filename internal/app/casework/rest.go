package casework

import (
	"context"
	"slices"

	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
)

// changeTask puts a task's limit off, lets the task rest, or go on; one that was closed or opened meanwhile has nothing to go on with. fault.Conflict
// "request-settled" for one that rests already.
func (s *Service) changeTask(ctx context.Context, tx *store.Tx, c record.Case, t record.Task, move string) error {
	isOver, rests := move == "resume", t.State == record.TaskSuspended
	switch {
	case isOver && !rests:
		return nil
	case rests && !isOver:
		return fault.New(fault.Conflict, "request-settled")
	}
	switch {
	case c.Workflow == Extension:
		if t.FirstDue == "" {
			t.FirstDue = t.Due
		}
		t.Due = c.Asked
		return store.Update(ctx, tx, record.TaskTable, &t)
	case isOver:
		t.State = record.TaskOpen
	default:
		t.State = record.TaskSuspended
	}
	if err := store.Update(ctx, tx, record.TaskTable, &t); err != nil {
		return err
	}
	return FollowDue(ctx, tx, t, s.Today())
}

// followWhole lets the parts of a split target rest, end or go on as the target does, and what is due with them. A part that was taken back by itself, or
// rests by a leave of its own, does not go on.
func (s *Service) followWhole(ctx context.Context, tx *store.Tx, whole record.Target, t record.Task) error {
	parts, err := partsOf(ctx, tx, whole)
	if err != nil {
		return err
	}
	rests, err := resting(ctx, tx, t)
	if err != nil {
		return err
	}
	for i := range parts {
		if parts[i].State == record.TargetCancelled || parts[i].State == whole.State || whole.State == "" && rests[parts[i].ID] {
			continue
		}
		parts[i].State = whole.State
		if err := store.Update(ctx, tx, record.TargetTable, &parts[i]); err != nil {
			return err
		}
	}
	return FollowDue(ctx, tx, t, s.Today())
}

// putOffParts puts the parts of a target off with it: those that had its limit, and not one that was put off by itself.
func putOffParts(ctx context.Context, tx *store.Tx, whole record.Target, was string) error {
	parts, err := partsOf(ctx, tx, whole)
	if err != nil {
		return err
	}
	for i := range parts {
		if parts[i].Due != was {
			continue
		}
		putOff(&parts[i], whole.Due)
		if err := store.Update(ctx, tx, record.TargetTable, &parts[i]); err != nil {
			return err
		}
	}
	return nil
}

// partsOf are the parts of a target, taken back or not.
func partsOf(ctx context.Context, r store.Reader, whole record.Target) ([]record.Target, error) {
	all, err := numbers(ctx, r, whole.Owner, whole.Task)
	return slices.DeleteFunc(all, func(g record.Target) bool { return g.Whole != whole.ID }), err
}
