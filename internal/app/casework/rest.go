package casework

import (
	"context"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
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
	if isOver {
		return s.wake(ctx, tx, t, uuid.Nil)
	}
	return restDue(ctx, tx, t, uuid.Nil, record.DueSuspended)
}

// followWhole lets the parts of a split target, and what is due on them or on a number that a unit answers for by itself, rest, end or go on as the
// target does.
func (s *Service) followWhole(ctx context.Context, tx *store.Tx, whole record.Target) error {
	parts, err := partsOf(ctx, tx, whole)
	if err != nil {
		return err
	}
	for i := range parts {
		if parts[i].State == record.TargetCancelled || parts[i].State == whole.State { // it was taken back by itself
			continue
		}
		parts[i].State = whole.State
		if err := store.Update(ctx, tx, record.TargetTable, &parts[i]); err != nil {
			return err
		}
	}
	t, err := store.Load[record.Task](ctx, tx, record.TaskTable, whole.Owner, whole.Task)
	if err != nil {
		return err
	}
	switch whole.State {
	case record.TargetSuspended:
		return restDue(ctx, tx, t, whole.ID, record.DueSuspended)
	case record.TargetCancelled:
		return restDue(ctx, tx, t, whole.ID, record.DueCancelled)
	}
	return s.wake(ctx, tx, t, whole.ID)
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

func partsOf(ctx context.Context, r store.Reader, whole record.Target) ([]record.Target, error) {
	return store.List[record.Target](ctx, r, &relation.Select{From: relation.From(record.TargetTable, "g"), Where: relation.And{
		relation.Equal(relation.C("g", relation.Owner), whole.Owner), relation.Equal(relation.C("g", "whole"), whole.ID[:])}})
}

// restDue lets what is to be reported on a task rest, or ends it; of a whole only what is due on its parts, unless whole is zero. What was handed in
// stays, to be judged.
func restDue(ctx context.Context, tx *store.Tx, t record.Task, whole uuid.UUID, state string) error {
	states := []string{record.DueOpen, record.DueReturned}
	if state == record.DueCancelled {
		states = append(states, record.DueSuspended)
	}
	due, err := dueIn(ctx, tx, t, states...)
	if err != nil {
		return err
	}
	for _, d := range due {
		if whole != uuid.Nil && d.Whole != whole {
			continue
		}
		d.State = state
		if err := store.Update(ctx, tx, record.DueTable, &d); err != nil {
			return err
		}
	}
	return nil
}

// wake lets reports that rested with their task, or with the whole of their part, fall due again. What fell due in the meantime is not asked for, and
// what rests by a leave of its own goes on resting.
func (s *Service) wake(ctx context.Context, tx *store.Tx, t record.Task, whole uuid.UUID) error {
	due, err := dueIn(ctx, tx, t, record.DueSuspended)
	if err != nil || t.State != record.TaskOpen {
		return err
	}
	resting, err := store.List[record.Case](ctx, tx, &relation.Select{From: relation.From(record.CaseTable, "c"), Where: relation.And{
		relation.Equal(relation.C("c", relation.Owner), t.Owner), relation.Equal(relation.C("c", "task"), t.ID[:]),
		relation.Equal(relation.C("c", "workflow"), Suspension), relation.Equal(relation.C("c", "step"), "suspended")}})
	if err != nil {
		return err
	}
	rests := make(map[uuid.UUID]bool)
	for _, c := range resting {
		rests[c.Subject] = true
	}
	for _, d := range due {
		if d.On < s.Today() || whole != uuid.Nil && d.Whole != whole || rests[d.ID] || d.Whole != uuid.Nil && d.Whole != whole && rests[d.Whole] {
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
