package casework

import (
	"context"
	"slices"

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
	return SettleDue(ctx, tx, t, s.Today(), uuid.Nil)
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
	return SettleDue(ctx, tx, t, s.Today(), uuid.Nil)
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

// SettleDue lets what is to be reported on a task rest, end or go on as the task does, and as do the numbers that a unit answers for which does not lead it:
// while one of them binds it reports. What was handed in stays, to be judged; what fell due while it rested is not asked for; what rests by a leave of its
// own goes on resting, unless over is that leave.
func SettleDue(ctx context.Context, tx *store.Tx, t record.Task, today int64, over uuid.UUID) error {
	due, err := dueIn(ctx, tx, t, record.DueOpen, record.DueReturned, record.DueSuspended)
	if err != nil {
		return err
	}
	targets, err := numbers(ctx, tx, t.Owner, t.ID)
	if err != nil {
		return err
	}
	leaves, err := store.List[record.Case](ctx, tx, &relation.Select{From: relation.From(record.CaseTable, "c"), Where: relation.And{
		relation.Equal(relation.C("c", relation.Owner), t.Owner), relation.Equal(relation.C("c", "task"), t.ID[:]),
		relation.Equal(relation.C("c", "workflow"), Suspension), relation.Equal(relation.C("c", "step"), "suspended")}})
	if err != nil {
		return err
	}
	for _, d := range due {
		was := d
		state := owed(&d, t, targets)
		if slices.ContainsFunc(leaves, func(c record.Case) bool { return c.Subject == d.ID && c.ID != over }) && state == record.DueOpen {
			state = record.DueSuspended
		}
		switch {
		case state != record.DueOpen:
			d.State = state
		case d.State == record.DueSuspended && d.On >= today:
			if d.State = record.DueOpen; d.Report != uuid.Nil {
				d.State = record.DueReturned
			}
		}
		if d == was {
			continue
		}
		if err := store.Update(ctx, tx, record.DueTable, &d); err != nil {
			return err
		}
	}
	return nil
}

// owed says whether an item is to be reported on, rests or has ended. It names the number of its unit by which that is so.
func owed(d *record.Due, t record.Task, targets []record.Target) string {
	switch {
	case t.State == record.TaskClosed:
		return record.DueCancelled
	case t.State == record.TaskSuspended:
		return record.DueSuspended
	case d.Whole == uuid.Nil:
		return record.DueOpen
	}
	for _, state := range []string{"", record.TargetSuspended} {
		i := slices.IndexFunc(targets, func(g record.Target) bool { return g.Lead == d.Unit && g.State == state })
		if i < 0 {
			continue
		}
		if d.Whole = targets[i].Whole; d.Whole == uuid.Nil {
			d.Whole = targets[i].ID
		}
		if state == "" {
			return record.DueOpen
		}
		return record.DueSuspended
	}
	return record.DueCancelled
}
