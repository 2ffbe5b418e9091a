package supervision

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/quantity"
)

// A change is a task whose light, or the reason of it, is another than the one that is kept.
type change struct {
	owner int64
	task  uuid.UUID
	unit  uuid.UUID
	kept  *record.Light // nil before the first light
	shown ledger.Shown  // its Light is empty where the task does not count any more, and shows none
	book  uuid.UUID     // by which it is shown
}

// Relight lights the lights of some tasks of an owner as they are now, in the transaction of what has changed them.
func (s *Service) Relight(ctx context.Context, tx *store.Tx, owner int64, tasks ...uuid.UUID) error {
	return tx.As(store.Unscoped, func() error {
		for part := range slices.Chunk(tasks, atOnceRows) { // a list of tasks has a bound
			if err := s.relight(ctx, tx, owner, part); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Service) relight(ctx context.Context, tx *store.Tx, owner int64, tasks []uuid.UUID) error {
	ids := make([]any, len(tasks))
	for i := range tasks {
		ids[i] = tasks[i][:]
	}
	book, err := s.inForce(ctx, tx, owner)
	if err != nil {
		return err
	}
	changes, g, err := s.changes(ctx, tx, book, owner, ids)
	if err != nil {
		return err
	}
	for _, c := range changes {
		if err := s.light(ctx, tx, c); err != nil {
			return err
		}
	}
	if err := s.keepMarks(ctx, tx, g); err != nil {
		return err
	}
	return s.keepTallies(ctx, tx, owner, changes)
}

// light keeps a change. A light that goes on for another reason is the same light: two yellow ones are two times that it was lit.
func (s *Service) light(ctx context.Context, tx *store.Tx, c change) error {
	reason, err := json.Marshal(c.shown.Values)
	if err != nil {
		return fmt.Errorf("write the reason of a light: %w", err)
	}
	if c.shown.Values == nil {
		reason = []byte("{}")
	}
	if c.kept != nil && c.kept.Light == string(c.shown.Light) && c.kept.Unit == c.unit {
		c.kept.Rule, c.kept.Values, c.kept.Rulebook = c.shown.Rule, string(reason), c.book
		return store.Update(ctx, tx, record.LightTable, c.kept)
	}
	if c.kept != nil {
		c.kept.Until = s.Today()
		if err := store.Update(ctx, tx, record.LightTable, c.kept); err != nil {
			return err
		}
	}
	if c.shown.Light == "" {
		return nil
	}
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	l := record.Light{Record: store.Record{Owner: c.owner, ID: id}, Task: c.task, Unit: c.unit, Light: string(c.shown.Light), Rule: c.shown.Rule, Values: string(reason), Rulebook: c.book, Since: s.Today()}
	_, err = store.Insert(ctx, tx, record.LightTable, &l)
	return err
}

// changes compares the lights of today, by a rulebook, with those that are kept. tasks nil: all open ones of the owner.
func (s *Service) changes(ctx context.Context, r store.Reader, book *Rulebook, owner int64, tasks []any) (list []change, g *gathering, err error) {
	if g, err = s.gather(ctx, r, owner, tasks); err != nil {
		return nil, nil, err
	}
	for _, id := range g.order {
		t := g.all[id]
		c := change{owner: owner, task: id, unit: t.unit, kept: t.kept, book: book.Kept.ID}
		if !t.counts {
			if t.kept != nil {
				list = append(list, c)
			}
			continue
		}
		c.shown = book.Rules.Light(t.facts, g.today)
		if t.kept != nil {
			kept, err := Reasons(*t.kept)
			if err != nil {
				return nil, nil, err
			}
			if kept.Light == c.shown.Light && kept.Rule == c.shown.Rule && maps.Equal(kept.Values, c.shown.Values) && t.kept.Unit == t.unit && t.kept.Rulebook == c.book {
				continue
			}
		}
		list = append(list, c)
	}
	return list, g, nil
}

// gather reads what lights are computed from. tasks nil: all open ones of the owner.
func (s *Service) gather(ctx context.Context, r store.Reader, owner int64, tasks []any) (*gathering, error) {
	g := &gathering{reader: r, owner: owner, tasks: tasks, today: period.Date(s.Today()), all: map[uuid.UUID]*gathered{}}
	return g, g.gather(ctx)
}

// A gathered task is what its light is computed from.
type gathered struct {
	facts    ledger.Facts
	counts   bool      // see record.Task.Counts
	unit     uuid.UUID // that leads it
	document uuid.UUID
	kept     *record.Light
	marks    []record.Mark // its targets that are figures; whose document is not said yet
	limit    limit         // of the task itself, as its document gives it
}

// A gathering reads facts of tasks, set by set, never task by task.
type gathering struct {
	reader store.Reader
	owner  int64
	tasks  []any
	today  period.Date
	all    map[uuid.UUID]*gathered
	order  []uuid.UUID
	// extended are the extensions that were approved, by the target or task whose limit was put off.
	extended map[uuid.UUID][]ledger.Extension
}

func (g *gathering) gather(ctx context.Context) error {
	for _, read := range []func(context.Context) error{g.readTasks, g.readLeads, g.readDue, g.readExtensions, g.readTargets, g.readMeasures, g.readLights} {
		if err := read(ctx); err != nil {
			return err
		}
	}
	return nil
}

// of are the rows of the tasks that are gathered.
func (g *gathering) of(as, column string) relation.And {
	where := relation.And{relation.Equal(relation.C(as, relation.Owner), g.owner)}
	if g.tasks != nil {
		where = append(where, relation.In{X: relation.C(as, column), Values: g.tasks})
	}
	return where
}

// readTasks reads the tasks with the day on which their document was adopted, which is that of their assignment. Those that do not count are among
// them, so that what they have shown ends.
func (g *gathering) readTasks(ctx context.Context) error {
	where := g.of("t", "id")
	if g.tasks == nil {
		where = append(where, relation.Equal(relation.C("t", "state"), record.TaskOpen))
	}
	q := &relation.Select{
		Outputs: []relation.Output{{Expr: relation.C("t", "id")}, {Expr: relation.C("t", "done_when")}, {Expr: relation.C("t", "closed_on")}, {Expr: relation.C("t", "outcome")}, {Expr: relation.C("t", "due")}, {Expr: relation.C("t", "first_due")},
			{Expr: relation.C("t", "missed_on")}, {Expr: relation.C("t", "document")}, {Expr: relation.C("d", "adopted")},
			{Expr: relation.Case{Arms: []relation.Arm{{When: record.Counting("t"), Then: relation.V(1)}}, Else: relation.V(0)}, As: "counts"}},
		From: relation.From(record.TaskTable, "t"), Where: where, OrderBy: []relation.Order{{By: relation.C("t", "rid")}},
		Joins: []relation.Join{{Source: relation.From(record.DocumentTable, "d"), On: relation.And{
			relation.Same(relation.C("d", relation.Owner), relation.C("t", relation.Owner)), relation.Same(relation.C("d", "id"), relation.C("t", "document"))}}},
	}
	return g.reader.Select(ctx, q, func(scan store.Scan) error {
		var id, document uuid.UUID
		var doneWhen, outcome, due, first string
		var closed, adopted, missed int64
		var counts bool
		if err := scan(&id, &doneWhen, &closed, &outcome, &due, &first, &missed, &document, &adopted, &counts); err != nil {
			return err
		}
		if outcome == record.OutcomeUnfinished { // it keeps the light with which the year ended
			return nil
		}
		t := &gathered{document: document, counts: counts, limit: limit{id, due, first, missed}, facts: ledger.Facts{State: ledger.Open, HasStandard: doneWhen != "", Closed: period.Date(closed), Assigned: period.DateAt(time.UnixMilli(adopted))}}
		g.all[id], g.order = t, append(g.order, id)
		return nil
	})
}

func (g *gathering) readLeads(ctx context.Context) error {
	q := &relation.Select{Outputs: []relation.Output{{Expr: relation.C("d", "task")}, {Expr: relation.C("d", "unit")}}, From: relation.From(record.DutyTable, "d"),
		Where: append(g.of("d", "task"), relation.Equal(relation.C("d", "role"), record.PartLead), relation.Not{X: relation.IsNull{X: relation.C("d", "unit")}})}
	return g.reader.Select(ctx, q, func(scan store.Scan) error {
		var id, unit uuid.UUID
		err := scan(&id, &unit)
		if t := g.all[id]; t != nil {
			t.unit = unit
		}
		return err
	})
}

// readDue reads when a task's first report period begins, before which it is not due to start, and the reports that are missing today.
func (g *gathering) readDue(ctx context.Context) error {
	first := &relation.Select{
		Outputs: []relation.Output{{Expr: relation.C("d", "task")}, {Expr: relation.Call{Func: relation.Min, Args: []relation.Expr{relation.C("d", "period")}}, As: "first"}},
		From:    relation.From(record.DueTable, "d"), Where: append(g.of("d", "task"), relation.Binary{Op: relation.Ne, L: relation.C("d", "state"), R: relation.V(record.DueCancelled)}), GroupBy: []relation.Expr{relation.C("d", "task")},
	}
	if err := g.reader.Select(ctx, first, func(scan store.Scan) error {
		var id uuid.UUID
		var name string
		err := scan(&id, &name)
		if p, bad := period.Parse(name); bad == nil && g.all[id] != nil {
			g.all[id].facts.Start = p.First()
		}
		return err
	}); err != nil {
		return err
	}
	missing := &relation.Select{
		Outputs: []relation.Output{{Expr: relation.C("d", "task")}, {Expr: relation.C("d", "due_on")}}, From: relation.From(record.DueTable, "d"),
		Where: append(g.of("d", "task"), relation.In{X: relation.C("d", "state"), Values: []any{record.DueOpen, record.DueSigning, record.DueReturned}},
			relation.Equal(relation.C("d", "is_opened"), int64(0)), relation.Equal(relation.C("d", "whole"), uuid.Nil[:]), // who has a part of a target is late by himself
			record.Overdue("d", int64(g.today))),
	}
	if err := g.reader.Select(ctx, missing, g.miss); err != nil {
		return err
	}
	return g.readPutOff(ctx)
}

// miss notes a report that is missing: its task, and the day it was due on.
func (g *gathering) miss(scan store.Scan) error {
	var id uuid.UUID
	var on int64
	err := scan(&id, &on)
	if t := g.all[id]; t != nil {
		t.facts.Feedback = append(t.facts.Feedback, ledger.Feedback{Due: period.Date(on)})
	}
	return err
}

// readPutOff reads the reports that were put off only when their first day had passed: they are missing since that day, because an extension
// clears no light that was lit.
func (g *gathering) readPutOff(ctx context.Context) error {
	q := &relation.Select{
		Outputs: []relation.Output{{Expr: relation.C("d", "task")}, {Expr: relation.C("d", "first_on")}, {Expr: relation.C("c", "closed")}}, From: relation.From(record.DueTable, "d"),
		Joins: []relation.Join{{Source: relation.From(record.CaseTable, "c"), On: relation.And{relation.Same(relation.C("c", relation.Owner), relation.C("d", relation.Owner)),
			relation.Same(relation.C("c", "subject"), relation.C("d", "id")), relation.Equal(relation.C("c", "workflow"), casework.Extension), relation.Equal(relation.C("c", "step"), "approved")}}},
		Where: append(g.of("d", "task"), relation.In{X: relation.C("d", "state"), Values: []any{record.DueOpen, record.DueSigning, record.DueReturned}}, relation.Equal(relation.C("d", "is_opened"), int64(0)),
			relation.Equal(relation.C("d", "whole"), uuid.Nil[:]), relation.Binary{Op: relation.Gt, L: relation.C("d", "first_on"), R: relation.V(0)}, relation.Binary{Op: relation.Ge, L: relation.C("d", "due_on"), R: relation.V(int64(g.today))},
			relation.Binary{Op: relation.Lt, L: relation.C("d", "again_on"), R: relation.V(int64(g.today))}),
	}
	return g.reader.Select(ctx, q, func(scan store.Scan) error {
		var id uuid.UUID
		var first, granted int64
		err := scan(&id, &first, &granted)
		if t := g.all[id]; t != nil && period.DateAt(time.UnixMilli(granted)) > period.Date(first) {
			t.facts.Feedback = append(t.facts.Feedback, ledger.Feedback{Due: period.Date(first)})
		}
		return err
	})
}

// readTargets makes the limit of a task its own or its last target's, and nodes of targets before it. A ceiling is held from assignment on, and so
// is the curve that a unit has filed and the office approved. Targets that are suspended or cancelled ask for nothing, those that a document only
// aims at are not judged, and of a split target the whole is, not its parts.
func (g *gathering) readTargets(ctx context.Context) error {
	targets, err := store.List[record.Target](ctx, g.reader, &relation.Select{From: relation.From(record.TargetTable, "g"), Where: append(g.of("g", "task"), relation.Equal(relation.C("g", "state"), "")), OrderBy: []relation.Order{{By: relation.C("g", "rid")}}})
	if err != nil {
		return err
	}
	for _, t := range g.all {
		g.isDueBy(t, t.limit)
	}
	if len(targets) == 0 {
		return nil
	}
	figures, err := task.Figures(ctx, g.reader, g.owner, g.tasks)
	if err != nil {
		return err
	}
	curves, err := g.curves(ctx)
	if err != nil {
		return err
	}
	byTask := make(map[uuid.UUID][]record.Target)
	for _, x := range targets {
		if t := g.all[x.Task]; t != nil && !x.IsSoft && x.Whole == uuid.Nil {
			byTask[x.Task] = append(byTask[x.Task], x)
			g.isDueBy(t, limit{x.ID, x.Due, x.FirstDue, x.Missed})
			t.facts.HasStandard = t.facts.HasStandard || x.Value != nil
		}
	}
	for id, list := range byTask {
		for _, x := range list {
			f, isThere := figures[x.ID]
			g.addTarget(&g.all[id].facts, x, f, isThere)
			if curve := curves[x.ID]; curve != nil {
				addCurve(&g.all[id].facts, x, curve, f, isThere)
			}
			g.all[id].mark(x, curves[x.ID], f, isThere, g.today)
		}
	}
	return nil
}

// curves are the figures that units mean to have reached by which day, as they were approved, by target.
func (g *gathering) curves(ctx context.Context) (map[uuid.UUID][]ledger.Planned, error) {
	points, err := store.List[record.Measure](ctx, g.reader, &relation.Select{From: relation.From(record.MeasureTable, "m"), OrderBy: []relation.Order{{By: relation.C("m", "on_day")}},
		Where: append(g.of("m", "task"), relation.Not{X: relation.IsNull{X: relation.C("m", "value")}}, relation.Binary{Op: relation.Gt, L: relation.C("m", "approved"), R: relation.V(int64(0))})})
	curves := make(map[uuid.UUID][]ledger.Planned)
	for _, p := range points {
		curves[p.Target] = append(curves[p.Target], ledger.Planned{On: period.Date(p.On), Value: quantity.FromTenThousandths(*p.Value)})
	}
	return curves, err
}

// readMeasures makes a node of each measure that was approved: most work has no figure, and is on plan while its measures are done by their days.
func (g *gathering) readMeasures(ctx context.Context) error {
	measures, err := store.List[record.Measure](ctx, g.reader, &relation.Select{From: relation.From(record.MeasureTable, "m"), OrderBy: []relation.Order{{By: relation.C("m", "on_day")}, {By: relation.C("m", "rid")}},
		Where: append(g.of("m", "task"), relation.IsNull{X: relation.C("m", "value")}, relation.Binary{Op: relation.Gt, L: relation.C("m", "approved"), R: relation.V(int64(0))})})
	for _, m := range measures {
		if t := g.all[m.Task]; t != nil {
			t.facts.Nodes = append(t.facts.Nodes, ledger.Node{Name: m.What, Due: period.Date(m.On), Done: period.Date(m.Done)})
		}
	}
	return err
}

// addCurve adds what a unit means to have reached by which day.
func addCurve(f *ledger.Facts, x record.Target, curve []ledger.Planned, latest task.Figure, isThere bool) {
	m := ledger.Measure{Name: x.Metric, IsLower: x.Op == string(policy.OpAtMost), Curve: curve}
	if isThere {
		m.Reports = []ledger.Reading{{On: period.DateAt(time.UnixMilli(latest.Handed)), Value: quantity.FromTenThousandths(latest.Value)}}
	}
	f.Measures = append(f.Measures, m)
}

// readLights reads the lights that are kept.
func (g *gathering) readLights(ctx context.Context) error {
	kept, err := store.List[record.Light](ctx, g.reader, &relation.Select{From: relation.From(record.LightTable, "l"), Where: append(g.of("l", "task"), relation.Equal(relation.C("l", "until"), int64(0)))})
	for i, l := range kept {
		if t := g.all[l.Task]; t != nil {
			t.kept = &kept[i]
		}
	}
	return err
}

// addTarget adds what a target asks before the task's limit.
func (g *gathering) addTarget(f *ledger.Facts, x record.Target, latest task.Figure, isThere bool) {
	handed, due := period.Date(0), g.inForce(limit{x.ID, x.Due, x.FirstDue, x.Missed}).InForce(g.today)
	if isThere {
		handed = period.DateAt(time.UnixMilli(latest.Handed))
	}
	switch {
	case x.Value == nil:
	case x.Op == string(policy.OpAtMost):
		m := ledger.Measure{Name: x.Metric, IsLower: true, Curve: []ledger.Planned{{On: f.Assigned, Value: quantity.FromTenThousandths(*x.Value)}}}
		if isThere {
			m.Reports = []ledger.Reading{{On: handed, Value: quantity.FromTenThousandths(latest.Value)}}
		}
		f.Measures = append(f.Measures, m)
	case slices.Contains([]string{string(policy.OpAtLeast), string(policy.OpEqual)}, x.Op) && due != ledger.None && due < f.InForce(g.today):
		n := ledger.Node{Name: x.Metric, Due: due}
		if isThere && latest.Value >= *x.Value {
			n.Done = handed
		}
		f.Nodes = append(f.Nodes, n)
	}
}
