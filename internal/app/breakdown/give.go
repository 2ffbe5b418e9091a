package breakdown

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/inbox"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// ofTask are the records of a table that belong to the task of a target.
func ofTask[T any](ctx context.Context, r store.Reader, t *relation.Table, g record.Target) ([]T, error) {
	return store.List[T](ctx, r, &relation.Select{From: relation.From(t, "x"), Where: relation.And{
		relation.Equal(relation.C("x", relation.Owner), g.Owner), relation.Equal(relation.C("x", "task"), g.Task[:])}, OrderBy: []relation.Order{{By: relation.C("x", "rid")}}})
}

// give makes a part, or gives the one that its unit has another value, with the duty of the unit and what it has to report, as far as it has none yet.
func (s *Service) give(ctx context.Context, tx *store.Tx, p Page, i int, x Part) error {
	whole := p.Target
	value, ok := x.Value.TenThousandths()
	if !ok {
		return fault.New(fault.Invalid, "number-range")
	}
	head := func() (store.Record, error) {
		id, err := uuid.NewV7()
		return store.Record{Owner: whole.Owner, ID: id}, err
	}
	part, had := partOf(p, x.Unit)
	isAnew := part.State == record.TargetCancelled
	if isAnew {
		part.State = whole.State
	}
	if !had {
		h, err := head()
		if err != nil {
			return err
		}
		part = record.Target{Record: h, Task: whole.Task, Metric: whole.Metric, Op: whole.Op, Unit: whole.Unit, Due: whole.Due, Quote: whole.Quote, IsSoft: whole.IsSoft, Per: whole.Per, Baseline: whole.Baseline,
			Start: whole.Start, End: whole.End, State: whole.State, Lead: x.Unit, Whole: whole.ID}
	}
	part.Ordinal, part.Value, part.Weight = whole.Ordinal*1000+int64(i)+1, &value, nil
	if x.Weight != nil {
		weight, ok := x.Weight.TenThousandths()
		if !ok {
			return fault.New(fault.Invalid, "number-range")
		}
		part.Weight = &weight
	}
	if had {
		if err := store.Update(ctx, tx, record.TargetTable, &part); err != nil {
			return err
		}
	} else if _, err := store.Insert(ctx, tx, record.TargetTable, &part); err != nil {
		return err
	}
	duties, err := ofTask[record.Duty](ctx, tx, record.DutyTable, whole)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(duties, func(d record.Duty) bool { return d.Unit != nil && *d.Unit == x.Unit }) {
		h, err := head()
		if err != nil {
			return err
		}
		unit := x.Unit
		d := record.Duty{Record: h, Document: p.Task.Document, Task: whole.Task, Unit: &unit, Role: record.PartCooperate, Whole: whole.ID}
		if _, err := store.Insert(ctx, tx, record.DutyTable, &d); err != nil {
			return err
		}
	}
	if err := s.fallDue(ctx, tx, p, x.Unit, isAnew, head); err != nil || p.Task.State != record.TaskOpen {
		return err
	}
	return inbox.Tell(ctx, tx, x.Unit, s.Now().UnixMilli(), inbox.Note{Kind: inbox.PartGiven, Args: []string{p.Task.Title}, Href: "/tasks/" + whole.Task.String()})
}

// partOf is the part that a unit has, or had before it was taken back.
func partOf(p Page, unit uuid.UUID) (part record.Target, ok bool) {
	for _, among := range [][]record.Target{p.Parts, p.all} {
		if i := slices.IndexFunc(among, func(g record.Target) bool { return g.Lead == unit }); i >= 0 {
			return among[i], true
		}
	}
	return part, false
}

// fallDue lets a unit report on the days on which others still have to report on the task, where it does not already. Of a task that rests these rest, too.
// isAnew says that its part was taken back before, and with it what was due. What it has reported on the task whose place this one has taken is not asked again.
func (s *Service) fallDue(ctx context.Context, tx *store.Tx, p Page, unit uuid.UUID, isAnew bool, head func() (store.Record, error)) error {
	due, err := ofTask[record.Due](ctx, tx, record.DueTable, p.Target)
	if err != nil {
		return err
	}
	state := record.DueOpen
	if p.Task.State == record.TaskSuspended {
		state = record.DueSuspended
	}
	type turn struct {
		obligation uuid.UUID
		period     string
	}
	seen := make(map[turn]bool)
	for _, d := range due {
		if d.Unit == unit && !(isAnew && d.State == record.DueCancelled) {
			seen[turn{d.Obligation, d.Period}] = true
		}
	}
	reported, err := reportedBefore(ctx, tx, p, unit)
	if err != nil {
		return err
	}
	for _, d := range due {
		if d.State != state || d.Whole != uuid.Nil || seen[turn{d.Obligation, d.Period}] || reported[d.Period] {
			continue
		}
		seen[turn{d.Obligation, d.Period}] = true
		h, err := head()
		if err != nil {
			return err
		}
		own := record.Due{Record: h, Obligation: d.Obligation, Task: d.Task, Unit: unit, Period: d.Period, On: d.On, IsProvisional: d.IsProvisional, State: state, Whole: p.Target.ID}
		if _, err := store.Insert(ctx, tx, record.DueTable, &own); err != nil {
			return err
		}
	}
	return nil
}

// reportedBefore are the periods for which a unit has reported on the task whose place the target's has taken.
func reportedBefore(ctx context.Context, tx *store.Tx, p Page, unit uuid.UUID) (map[string]bool, error) {
	reported := make(map[string]bool)
	if p.Task.Before == uuid.Nil {
		return reported, nil
	}
	due, err := ofTask[record.Due](ctx, tx, record.DueTable, record.Target{Record: p.Target.Record, Task: p.Task.Before})
	if err != nil {
		return nil, err
	}
	living := make(map[uuid.UUID]uuid.UUID)
	for _, d := range due {
		if d.State != record.DueSubmitted && d.State != record.DueAccepted {
			continue
		}
		if _, ok := living[d.Unit]; !ok {
			if living[d.Unit], err = organisation.Living(ctx, tx, d.Unit); err != nil {
				return nil, err
			}
		}
		if living[d.Unit] == unit {
			reported[d.Period] = true
		}
	}
	return reported, nil
}

// drop takes out the parts of a target that nobody has again, and the duties and due items that came with them: not those of units that have a part again, of
// units that another split still needs, and of whoever answers for the whole. A part that something is kept about is taken back and stays, with its unit.
// fault.Conflict "breakdown-begun" if something is written on a due item that would go.
func (s *Service) drop(ctx context.Context, tx *store.Tx, p Page, again Split) error {
	whole := p.Target
	due, err := ofTask[record.Due](ctx, tx, record.DueTable, whole)
	if err != nil {
		return err
	}
	if err := dropParts(ctx, tx, p, due, again); err != nil {
		return err
	}
	others, err := ofTask[record.Target](ctx, tx, record.TargetTable, whole)
	if err != nil {
		return err
	}
	needed := func(unit uuid.UUID) uuid.UUID { // the target for which the unit still reports
		if whole.Lead == unit || slices.ContainsFunc(again.Parts, func(x Part) bool { return x.Unit == unit }) {
			return whole.ID
		}
		for _, o := range others {
			switch {
			case o.Lead != unit || o.State == record.TargetCancelled:
			case o.Whole != uuid.Nil:
				return o.Whole
			default:
				return o.ID
			}
		}
		return uuid.Nil
	}
	stays := func(unit uuid.UUID) bool { // with a part that was taken back
		return slices.ContainsFunc(others, func(o record.Target) bool { return o.Lead == unit && o.Whole == whole.ID })
	}
	var reports []record.Report
	if err := tx.As(store.Unscoped, func() (err error) { // what a unit has only begun to write is not the office's to see, and stays all the same
		reports, err = ofTask[record.Report](ctx, tx, record.ReportTable, whole)
		return err
	}); err != nil {
		return err
	}
	for _, d := range due {
		if d.Whole != whole.ID {
			continue
		}
		isWritten := slices.ContainsFunc(reports, func(r record.Report) bool { return r.Due == d.ID })
		goes := slices.ContainsFunc(p.Parts, func(g record.Target) bool { return g.Lead == d.Unit })
		switch d.Whole = needed(d.Unit); {
		case d.Whole == whole.ID:
		case d.Whole != uuid.Nil:
			err = store.Update(ctx, tx, record.DueTable, &d)
		case isWritten && goes:
			err = fault.New(fault.Conflict, "breakdown-begun")
		case !stays(d.Unit):
			err = store.Delete(ctx, tx, record.DueTable, &d)
		}
		if err != nil {
			return err
		}
	}
	duties, err := ofTask[record.Duty](ctx, tx, record.DutyTable, whole)
	if err != nil {
		return err
	}
	for _, d := range duties {
		if d.Whole != whole.ID || d.Unit == nil {
			continue
		}
		switch d.Whole = needed(*d.Unit); {
		case d.Whole == whole.ID:
		case d.Whole != uuid.Nil:
			err = store.Update(ctx, tx, record.DutyTable, &d)
		case !stays(*d.Unit):
			err = store.Delete(ctx, tx, record.DutyTable, &d)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// dropParts takes out the parts that no unit has again. due is what is due on the task.
func dropParts(ctx context.Context, tx *store.Tx, p Page, due []record.Due, again Split) error {
	kept, err := keptOn(ctx, tx, p.Target)
	if err != nil {
		return err
	}
	for _, g := range p.Parts {
		one, _ := partOf(p, g.Lead) // two units that were merged have two
		if one.ID == g.ID && slices.ContainsFunc(again.Parts, func(x Part) bool { return x.Unit == g.Lead }) {
			continue
		}
		if kept[g.ID] || slices.ContainsFunc(due, func(d record.Due) bool { return kept[d.ID] && d.Unit == g.Lead && d.Whole == g.Whole }) {
			g.State = record.TargetCancelled
			err = store.Update(ctx, tx, record.TargetTable, &g)
		} else {
			err = store.Delete(ctx, tx, record.TargetTable, &g)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// keptOn are the targets and due items of a task that something is kept about: what was asked, what another source gives and which one counts, a unit's curve, what an
// inspection found.
func keptOn(ctx context.Context, tx *store.Tx, of record.Target) (map[uuid.UUID]bool, error) {
	kept := make(map[uuid.UUID]bool)
	for _, in := range []struct {
		table  *relation.Table
		column string
	}{{record.CaseTable, "subject"}, {record.OtherFigureTable, "target"}, {record.TargetSourceTable, "target"}, {record.MeasureTable, "target"}, {record.FindingTable, "target"}} {
		q := &relation.Select{Outputs: []relation.Output{{Expr: relation.C("x", in.column)}}, From: relation.From(in.table, "x"), Where: relation.And{
			relation.Equal(relation.C("x", relation.Owner), of.Owner), relation.Equal(relation.C("x", "task"), of.Task[:])}}
		if err := tx.Select(ctx, q, func(scan store.Scan) error {
			var id uuid.UUID
			err := scan(&id)
			kept[id] = true
			return err
		}); err != nil {
			return nil, err
		}
	}
	return kept, nil
}
