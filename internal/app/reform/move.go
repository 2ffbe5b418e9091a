package reform

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// duties gives the parts in tasks to the successors. A unit that would have several parts in a task has one: that which leads, if one does.
func (m *mover) duties(ctx context.Context) error {
	others, err := dutiesOf(ctx, m.tx, m.held, m.change.successors())
	if err != nil {
		return err
	}
	names, err := unitsBy(ctx, m.tx, m.change.successors())
	if err != nil {
		return err
	}
	kept := map[[2]uuid.UUID]*record.Duty{} // by task and unit
	var order [][2]uuid.UUID
	var dropped []*record.Duty
	take := func(d *record.Duty, unit uuid.UUID) {
		at := [2]uuid.UUID{d.Task, unit}
		one := kept[at]
		switch {
		case one == nil:
			kept[at], order = d, append(order, at)
		case d.Role == record.PartLead && one.Role != record.PartLead:
			kept[at], dropped = d, append(dropped, one)
		default:
			dropped = append(dropped, d)
		}
	}
	for i := range others {
		take(&others[i], *others[i].Unit)
	}
	for i := range m.held.duties {
		take(&m.held.duties[i], m.choices.Tasks[m.held.duties[i].Task])
	}
	for _, d := range dropped {
		if err := store.Delete(ctx, m.tx, record.DutyTable, d); err != nil {
			return err
		}
	}
	m.moved.Merged = len(dropped)
	for _, at := range order {
		d, unit := kept[at], at[1]
		if *d.Unit == unit {
			continue
		}
		d.Unit, d.UnitName = &unit, names[unit].Name
		if err := store.Update(ctx, m.tx, record.DutyTable, d); err != nil {
			return err
		}
	}
	return nil
}

// due gives what is due to the successors. What two of the units owe on one task for one period is owed once: what was begun is kept, and stands for all
// numbers that either answered for. Where one of them has reported on his own already, the other's is still owed.
func (m *mover) due(ctx context.Context) error {
	type place struct {
		task, obligation, unit uuid.UUID
		period                 string
	}
	owed := map[place]*record.Due{}
	others, err := m.owedAlready(ctx)
	if err != nil {
		return err
	}
	for i, d := range others {
		owed[place{d.Task, d.Obligation, d.Unit, d.Period}] = &others[i]
	}
	slices.SortStableFunc(m.held.due, func(a, b record.Due) int { return begun(b) - begun(a) })
	for i := range m.held.due {
		d := &m.held.due[i]
		unit := m.choices.Tasks[d.Task]
		at := place{d.Task, d.Obligation, unit, d.Period}
		one := owed[at]
		switch {
		case one != nil && standsFor(*one, *d):
			d.State, d.Unit = record.DueCancelled, unit
			if one.Whole != uuid.Nil && d.Whole == uuid.Nil { // it is the report of the unit that leads now
				one.Whole = uuid.Nil
				if err := store.Update(ctx, m.tx, record.DueTable, one); err != nil {
					return err
				}
			}
		case d.Unit == unit:
			owed[at] = d
			continue
		default:
			owed[at], d.Unit = d, unit
			m.moved.Due++
		}
		if err := store.Update(ctx, m.tx, record.DueTable, d); err != nil {
			return err
		}
	}
	return nil
}

// standsFor says whether one due item makes another of the same unit, task and period needless.
func standsFor(one, other record.Due) bool {
	isHandedIn := other.State == record.DueSubmitted || other.State == record.DueSigning
	takesAll := one.Whole == uuid.Nil && other.Whole == uuid.Nil || one.State == record.DueOpen || one.State == record.DueReturned
	return takesAll && !isHandedIn
}

// begun is 1 for a due item on which something was written.
func begun(d record.Due) int {
	if d.Report != uuid.Nil {
		return 1
	}
	return 0
}

// owedAlready is what the successors owe on the tasks that come to them.
func (m *mover) owedAlready(ctx context.Context) (all []record.Due, err error) {
	units := slices.DeleteFunc(m.change.successors(), func(id uuid.UUID) bool { return m.sources[id] })
	var ids []uuid.UUID
	for _, t := range m.held.open() {
		ids = append(ids, t.ID)
	}
	if len(units) == 0 {
		return nil, nil
	}
	err = each(ids, func(part []uuid.UUID) error {
		list, err := store.List[record.Due](ctx, m.tx, &relation.Select{From: relation.From(record.DueTable, "d"), Where: relation.And{in("d", "task", part), in("d", "unit", units),
			relation.Not{X: relation.Equal(relation.C("d", "state"), record.DueCancelled)}}})
		all = append(all, list...)
		return err
	})
	return all, err
}

// reports gives what is written and not accepted yet to the successors, with its figures and files.
func (m *mover) reports(ctx context.Context) error {
	var ids []uuid.UUID
	to := map[uuid.UUID]uuid.UUID{}
	for i := range m.held.reports {
		x := &m.held.reports[i]
		unit := m.choices.Tasks[m.held.taskOf[x.Due]]
		if unit == uuid.Nil || x.Unit == unit {
			continue
		}
		x.Unit = unit
		if err := store.Update(ctx, m.tx, record.ReportTable, x); err != nil {
			return err
		}
		ids, to[x.ID] = append(ids, x.ID), unit
		m.moved.Reports++
	}
	return each(ids, func(part []uuid.UUID) error {
		values, err := store.List[record.Value](ctx, m.tx, &relation.Select{From: relation.From(record.ValueTable, "v"), Where: in("v", "report", part)})
		if err != nil {
			return err
		}
		for i := range values {
			values[i].Unit = to[values[i].Report]
			if err := store.Update(ctx, m.tx, record.ValueTable, &values[i]); err != nil {
				return err
			}
		}
		files, err := store.List[record.Evidence](ctx, m.tx, &relation.Select{From: relation.From(record.EvidenceTable, "e"), Where: in("e", "report", part)})
		if err != nil {
			return err
		}
		for i := range files {
			files[i].Unit = to[files[i].Report]
			if err := store.Update(ctx, m.tx, record.EvidenceTable, &files[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

func (m *mover) cases(ctx context.Context) error {
	for i := range m.held.cases {
		c := &m.held.cases[i]
		unit := m.to(c.Unit, c.Task)
		to := casework.Succession{Move: flow.Succeeded, Unit: unit, Holder: m.holder(c.Holder, unit), Offered: m.holder(c.Offered, unit)}
		if err := m.Cases.Succeed(ctx, m.tx, m.call, c, to); err != nil {
			return err
		}
		m.moved.Cases++
	}
	return nil
}

func (m *mover) directives(ctx context.Context) error {
	for i := range m.held.directives {
		d := &m.held.directives[i]
		unit := m.to(d.Unit, d.Task)
		if d.Unit == unit {
			continue
		}
		if d.Reader == d.Unit {
			d.Reader = unit
		}
		d.Unit = unit
		if err := store.Update(ctx, m.tx, record.DirectiveTable, d); err != nil {
			return err
		}
		m.moved.Directives++
	}
	return nil
}

// feedback lets the first successor answer what bulletins ask; one that is asked already answers for both.
func (m *mover) feedback(ctx context.Context) error {
	unit := m.change.To[0].ID
	for i := range m.held.feedback {
		b := &m.held.feedback[i]
		if !m.change.ends(b.Unit) {
			continue
		}
		asked, err := store.List[record.BulletinUnit](ctx, m.tx, &relation.Select{From: relation.From(record.BulletinUnitTable, "b"), Where: relation.And{
			relation.Equal(relation.C("b", relation.Owner), b.Owner), relation.Equal(relation.C("b", "bulletin"), b.Bulletin[:]), relation.Equal(relation.C("b", "unit"), unit[:])}})
		if err != nil {
			return err
		}
		if len(asked) > 0 {
			b.State = record.FeedbackNone
		} else {
			b.Unit = unit
		}
		if err := store.Update(ctx, m.tx, record.BulletinUnitTable, b); err != nil {
			return err
		}
		m.moved.Feedback++
	}
	return nil
}
