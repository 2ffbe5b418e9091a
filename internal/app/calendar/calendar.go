// Package calendar gathers what happens on which day: reports that fall due, nodes
// of measures, limits of cases, days of targets, answers to directives, conferences. Each is read
// within what its own permission reaches. It knows no page and no working days.
// Start with Service.Between.
package calendar

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// A Service reads the calendar.
type Service struct{ *app.Core }

// Kinds of event.
const (
	Due       = "due"       // a report falls due
	Node      = "node"      // 时间节点: a measure, or a figure of the filed curve
	Limit     = "limit"     // a case is to be dealt with
	Target    = "target"    // a target is to be reached
	Task      = "task"      // 完成时限: a whole task is to be done
	Directive = "directive" // a sheet is to be answered
	// Conference (联席会议) is a joint conference that meets.
	Conference = "conference"
)

// An Event (日程) is something that a day is the day of.
type Event struct {
	ID     uuid.UUID
	Kind   string
	Day    int64
	Task   uuid.UUID
	Label  string    // of the task, as printed
	Title  string    // of the task, or of what is no task's
	What   string    // the period, the measure, the metric; empty where the task says it
	Unit   uuid.UUID // zero for none
	Name   string    // of the unit
	IsOpen bool      // whether it is still to be done
}

// Most is how many events are read at once.
const Most = 3000

// A Filter says which events are wanted.
type Filter struct {
	First, Last period.Date // both included
	Unit        uuid.UUID   // zero: all within reach
}

// Between gives the events of some days, by day and kind, as far as the actor may see them; isCut says that there are more than Most.
func (s *Service) Between(ctx context.Context, call app.Call, f Filter) (events []Event, isCut bool, err error) {
	for _, read := range []struct {
		needs access.Permission
		do    func(context.Context, *store.View, Filter) ([]Event, error)
	}{{access.DueRead, due}, {access.TaskRead, nodes}, {access.TaskRead, limits}, {access.TaskRead, targets}, {access.TaskRead, tasks}, {access.DirectiveRead, directives}, {access.ProblemRead, conferences}} {
		if access.Holds(call.Actor, read.needs) != nil {
			continue
		}
		if err := s.See(ctx, call, read.needs, func(ctx context.Context, v *store.View) error {
			found, err := read.do(ctx, v, f)
			isCut = isCut || len(found) >= Most
			events = append(events, found...)
			return err
		}); err != nil {
			return nil, false, err
		}
	}
	slices.SortStableFunc(events, func(a, b Event) int { return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Kind, b.Kind)) })
	if len(events) > Most {
		events, isCut = events[:Most], true
	}
	return events, isCut, s.See(ctx, call, access.TaskRead, func(ctx context.Context, v *store.View) error { return name(ctx, v, events) })
}

// days is the condition that a row's day lies within the filter's, and that it is the unit's.
func (f Filter) days(day, unit string) relation.And {
	c := relation.C("x", day)
	where := relation.And{relation.Binary{Op: relation.Ge, L: c, R: relation.V(int64(f.First))}, relation.Binary{Op: relation.Le, L: c, R: relation.V(int64(f.Last))}}
	if f.Unit != uuid.Nil {
		where = append(where, relation.Equal(relation.C("x", unit), f.Unit[:]))
	}
	return where
}

func of(t *relation.Table, where relation.Expr, order string) *relation.Select {
	return &relation.Select{From: relation.From(t, "x"), Where: where, OrderBy: []relation.Order{{By: relation.C("x", order)}, {By: relation.C("x", "rid")}}, Limit: Most}
}

func due(ctx context.Context, v *store.View, f Filter) (events []Event, err error) {
	where := append(f.days("due_on", "unit"), relation.Binary{Op: relation.Ne, L: relation.C("x", "state"), R: relation.V(record.DueCancelled)})
	rows, err := store.List[record.Due](ctx, v, of(record.DueTable, where, "due_on"))
	for _, d := range rows {
		events = append(events, Event{ID: d.ID, Kind: Due, Day: d.On, Task: d.Task, What: d.Period, Unit: d.Unit, IsOpen: d.State == record.DueOpen || d.State == record.DueReturned || d.State == record.DueSigning})
	}
	return events, err
}

func nodes(ctx context.Context, v *store.View, f Filter) (events []Event, err error) {
	where := append(f.days("on_day", "unit"), relation.Binary{Op: relation.Gt, L: relation.C("x", "approved"), R: relation.V(int64(0))})
	rows, err := store.List[record.Measure](ctx, v, of(record.MeasureTable, where, "on_day"))
	for _, m := range rows {
		events = append(events, Event{ID: m.ID, Kind: Node, Day: m.On, Task: m.Task, What: m.What, Unit: m.Unit, IsOpen: true})
	}
	return events, err
}

func limits(ctx context.Context, v *store.View, f Filter) (events []Event, err error) {
	rows, err := store.List[record.Case](ctx, v, of(record.CaseTable, append(f.days("due_on", "unit"), relation.Equal(relation.C("x", "is_closed"), false)), "due_on"))
	for _, c := range rows {
		events = append(events, Event{ID: c.ID, Kind: Limit, Day: c.Due, Task: c.Task, Title: c.Title, Unit: c.Unit, IsOpen: true})
	}
	return events, err
}

func directives(ctx context.Context, v *store.View, f Filter) (events []Event, err error) {
	rows, err := store.List[record.Directive](ctx, v, of(record.DirectiveTable, append(f.days("due_on", "unit"), relation.Binary{Op: relation.Gt, L: relation.C("x", "issued_on"), R: relation.V(int64(0))}), "due_on"))
	for _, d := range rows {
		events = append(events, Event{ID: d.ID, Kind: Directive, Day: d.Due, Task: d.Task, Unit: d.Unit, IsOpen: d.State == record.DirectiveIssued})
	}
	return events, err
}

func conferences(ctx context.Context, v *store.View, f Filter) (events []Event, err error) {
	rows, err := store.List[record.Conference](ctx, v, of(record.ConferenceTable, f.days("on_day", "unit"), "on_day"))
	for _, c := range rows {
		events = append(events, Event{ID: c.ID, Kind: Conference, Day: c.On, Title: c.Title, What: c.Place, Unit: c.Unit, IsOpen: c.State != record.ConferenceClosed})
	}
	return events, err
}

// endsIn is the condition that a row's day, or the last day of its period, is one of the filter's. A document writes them as it likes, so what is
// looked for is each way to write a period that ends on one of the days.
func (f Filter) endsIn() (ends relation.Or) {
	written := relation.C("x", "due")
	for d := f.First; d <= f.Last && d-f.First < 400; d++ {
		if d == f.First || d.Day() == 1 { // dates of a month: YYYY-MM-DD
			ends = append(ends, relation.Prefix{X: written, With: d.String()[:8]})
		}
		for _, k := range []period.Kind{period.Month, period.Quarter, period.HalfYear, period.Year} {
			if p := period.Of(d, k); p.Last() == d {
				ends = append(ends, relation.Binary{Op: relation.Eq, L: written, R: relation.V(p.String())})
			}
		}
	}
	return ends
}

// ledBy is the condition that the filter's unit leads the task whose id stands in a column; nil where any unit is wanted.
func (f Filter) ledBy(task string) relation.Expr {
	if f.Unit == uuid.Nil {
		return nil
	}
	return relation.Exists{Query: &relation.Select{Outputs: []relation.Output{{Expr: relation.V(1), As: "one"}}, From: relation.From(record.DutyTable, "l"), Where: relation.And{
		relation.Same(relation.C("l", relation.Owner), relation.C("x", relation.Owner)), relation.Same(relation.C("l", "task"), relation.C("x", task)),
		relation.Equal(relation.C("l", "unit"), f.Unit[:]), relation.Equal(relation.C("l", "role"), record.PartLead)}}}
}

// answeredBy is the condition that the filter's unit answers for a target; nil where any unit is wanted.
func (f Filter) answeredBy() relation.Expr {
	led, lead := f.ledBy("task"), relation.C("x", "lead")
	if led == nil {
		return nil
	}
	return relation.Or{relation.Equal(lead, f.Unit[:]), relation.And{relation.Equal(lead, uuid.Nil[:]), led}}
}

// tasks are those that are to be done on one of the days.
func tasks(ctx context.Context, v *store.View, f Filter) (events []Event, err error) {
	where := relation.And{f.endsIn(), relation.Equal(relation.C("x", "state"), record.TaskOpen)}
	if led := f.ledBy("id"); led != nil {
		where = append(where, led)
	}
	rows, err := store.List[record.Task](ctx, v, of(record.TaskTable, where, "due"))
	for _, t := range rows {
		if day := task.Day(t.Due); day >= f.First && day <= f.Last {
			events = append(events, Event{ID: t.ID, Kind: Task, Day: int64(day), Task: t.ID, IsOpen: true})
		}
	}
	return events, err
}

// targets are those that are to be reached on one of the days; what rests or has ended asks for nothing.
func targets(ctx context.Context, v *store.View, f Filter) (events []Event, err error) {
	where := relation.And{f.endsIn(), relation.Equal(relation.C("x", "state"), "")}
	if answered := f.answeredBy(); answered != nil {
		where = append(where, answered)
	}
	goesOn := relation.Exists{Query: &relation.Select{Outputs: []relation.Output{{Expr: relation.V(1), As: "one"}}, From: relation.From(record.TaskTable, "t"), Where: relation.And{
		relation.Same(relation.C("t", relation.Owner), relation.C("x", relation.Owner)), relation.Same(relation.C("t", "id"), relation.C("x", "task")), relation.Equal(relation.C("t", "state"), record.TaskOpen)}}}
	rows, err := store.List[record.Target](ctx, v, of(record.TargetTable, append(where, goesOn), "due"))
	for _, g := range rows {
		if day := task.Limit(g); day >= f.First && day <= f.Last {
			events = append(events, Event{ID: g.ID, Kind: Target, Day: int64(day), Task: g.Task, What: g.Metric, IsOpen: true})
		}
	}
	return events, err
}

// name gives events the names of their tasks, as far as the reader may see them, and units.
func name(ctx context.Context, v *store.View, events []Event) error {
	var ofTasks, ofUnits []uuid.UUID
	for _, e := range events {
		ofTasks, ofUnits = append(ofTasks, e.Task), append(ofUnits, e.Unit)
	}
	tasks, err := store.ByID[record.Task](ctx, v, record.TaskTable, ofTasks)
	if err != nil {
		return err
	}
	units, err := app.UnitNames(ctx, v, ofUnits...)
	for i := range events {
		e := &events[i]
		if e.Name = units[e.Unit]; e.Task != uuid.Nil {
			e.Label, e.Title = tasks[e.Task].Label, tasks[e.Task].Title
		}
	}
	return err
}
