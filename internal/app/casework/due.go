package casework

import (
	"bytes"
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
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

// A follower says how what is due on a task goes on: by the task, by what its unit answers for, and by leaves of its own.
type follower struct {
	task    record.Task
	targets []record.Target
	rests   map[uuid.UUID]bool // by leave of the office, by the due item or target
}

func follow(ctx context.Context, r store.Reader, t record.Task) (f follower, err error) {
	f.task = t
	if f.targets, err = numbers(ctx, r, t.Owner, t.ID); err != nil {
		return f, err
	}
	f.rests, err = resting(ctx, r, t)
	return f, err
}

// resting is what rests of a task by a leave that the office gave, by the due item or target.
func resting(ctx context.Context, r store.Reader, t record.Task) (map[uuid.UUID]bool, error) {
	return subjects(ctx, r, t, Suspension, "suspended")
}

// subjects is what the requests of one kind on a task are about that stand at a step.
func subjects(ctx context.Context, r store.Reader, t record.Task, workflow, step string) (map[uuid.UUID]bool, error) {
	cases, err := store.List[record.Case](ctx, r, &relation.Select{From: relation.From(record.CaseTable, "c"), Where: relation.And{
		relation.Equal(relation.C("c", relation.Owner), t.Owner), relation.Equal(relation.C("c", "task"), t.ID[:]),
		relation.Equal(relation.C("c", "workflow"), workflow), relation.Equal(relation.C("c", "step"), step)}})
	is := make(map[uuid.UUID]bool, len(cases))
	for _, c := range cases {
		is[c.Subject] = true
	}
	return is, err
}

// state is that of a due item on which nothing was handed in. A unit that does not lead the task owes reports while something binds of what it answers for,
// which is what the item names then.
func (f follower) state(d *record.Due) string {
	of := ""
	if d.Whole != uuid.Nil {
		var whole uuid.UUID
		if whole, of = record.Answering(d.Unit, f.targets); whole != uuid.Nil {
			d.Whole = whole
		}
	}
	switch {
	case of == record.TargetCancelled || f.task.State == record.TaskClosed:
		return record.DueCancelled
	case of == record.TargetSuspended || f.task.State == record.TaskSuspended || f.rests[d.ID]:
		return record.DueSuspended
	case d.Report != uuid.Nil:
		return record.DueReturned
	}
	return record.DueOpen
}

// FollowDue lets what is due on a task rest, end or go on as the task does and what its units answer for. What was handed in stays, to be judged, and
// what was opened of a closed year; what fell due while it rested is not asked for.
func FollowDue(ctx context.Context, tx *store.Tx, t record.Task, today int64) error {
	due, err := dueIn(ctx, tx, t, record.DueOpen, record.DueReturned, record.DueSuspended)
	if err != nil {
		return err
	}
	f, err := follow(ctx, tx, t)
	if err != nil {
		return err
	}
	for _, d := range due {
		was := d
		to := f.state(&d)
		goesOn := to == record.DueOpen || to == record.DueReturned
		if !d.IsOpened && (!goesOn || d.State == record.DueSuspended && d.On >= today) {
			d.State = to
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

// reviveDue lets what was taken back when a task was closed fall due again where its day has not passed, from whoever is in its unit's place now. What the office
// had taken back by itself, or the numbers that the unit answers for, stays so; what two units owed that are one now is owed once.
func reviveDue(ctx context.Context, tx *store.Tx, t record.Task, today int64) error {
	due, err := dueIn(ctx, tx, t, record.DueCancelled)
	if err != nil {
		return err
	}
	isGranted, err := subjects(ctx, tx, t, Cancellation, "approved")
	if err != nil {
		return err
	}
	f, err := follow(ctx, tx, t)
	if err != nil {
		return err
	}
	slices.SortStableFunc(due, func(a, b record.Due) int { return bytes.Compare(a.Whole[:], b.Whole[:]) }) // what the lead owes stands for all
	type turn struct {
		obligation, unit uuid.UUID
		period           string
	}
	owed := make(map[turn]bool)
	for _, d := range due {
		if d.Unit, err = organisation.Living(ctx, tx, d.Unit); err != nil {
			return err
		}
		at := turn{d.Obligation, d.Unit, d.Period}
		if d.State = f.state(&d); d.On < today || isGranted[d.ID] || d.State == record.DueCancelled || owed[at] {
			continue
		}
		owed[at] = true
		if err := store.Update(ctx, tx, record.DueTable, &d); err != nil {
			return err
		}
	}
	return nil
}

// succeeded gives what units have of a task that is opened again, beside the one that leads it, to those that have taken their places since.
func succeeded(ctx context.Context, tx *store.Tx, t record.Task) error {
	targets, err := numbers(ctx, tx, t.Owner, t.ID)
	if err != nil {
		return err
	}
	for _, g := range targets {
		unit, err := organisation.Living(ctx, tx, g.Lead)
		if err != nil {
			return err
		}
		if unit == g.Lead {
			continue
		}
		g.Lead = unit
		if err := store.Update(ctx, tx, record.TargetTable, &g); err != nil {
			return err
		}
	}
	duties, err := store.List[record.Duty](ctx, tx, &relation.Select{From: relation.From(record.DutyTable, "d"), OrderBy: []relation.Order{{By: relation.C("d", "rid")}}, Where: relation.And{
		relation.Equal(relation.C("d", relation.Owner), t.Owner), relation.Equal(relation.C("d", "task"), t.ID[:])}})
	if err != nil {
		return err
	}
	for i, d := range duties {
		if d.Unit == nil || d.Role == record.PartLead {
			continue
		}
		unit, err := organisation.Living(ctx, tx, *d.Unit)
		if err != nil {
			return err
		}
		switch has := slices.ContainsFunc(duties, func(o record.Duty) bool { return o.ID != d.ID && o.Unit != nil && *o.Unit == unit }); {
		case unit == *d.Unit:
			continue
		case has:
			err = store.Delete(ctx, tx, record.DutyTable, &d)
		default:
			var u record.Unit
			if u, err = store.Load[record.Unit](ctx, tx, record.UnitTable, 0, unit); err != nil {
				return err
			}
			duties[i].Unit, duties[i].UnitName = &unit, u.Name
			err = store.Update(ctx, tx, record.DutyTable, &duties[i])
		}
		if err != nil {
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
