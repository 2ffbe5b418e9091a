// Package task is the ledger of tasks as people look at it: which there are, who
// leads them, how they stand, and one task with all that belongs to it.
package task

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A Service reads the ledger.
type Service struct{ *app.Core }

// A Line is one task in the ledger.
type Line struct {
	record.Task
	Lead                string // the unit that leads it
	Document            string // title of the document that orders it
	Secrecy             string // 不予公开标志 of that document; empty for none
	Others              int    // further units with a part in it
	Open                int    // due items that are open, or returned
	Late                int    // of them, those whose day has passed
	Returned, Submitted int
	Accepted            int           // only where CountAccepted or Find was asked
	Next                int64         // the day of the earliest open due item; 0 for none
	Light               *record.Light // as far as the actor may see it; nil where he may not, or before the first one
	Reported            int64         // when the last report was handed in, ms since 1970; 0 for never
	Share               *int64        // reached of the targets, in hundredths of a per cent; nil where it can not be said
}

// shows are the lights, under an alias, that show on the tasks under another.
func shows(light, task string) relation.And {
	return relation.And{relation.Same(relation.C(light, relation.Owner), relation.C(task, relation.Owner)), relation.Same(relation.C(light, "task"), relation.C(task, "id")),
		relation.Equal(relation.C(light, "until"), int64(0))}
}

// Page gives a page of tasks as a list asks for them. fault.NotFound if q.After is none the actor may see.
func (s *Service) Page(ctx context.Context, call app.Call, q list.Query) (lines []Line, found list.Found, err error) {
	err = s.See(ctx, call, access.TaskRead, func(ctx context.Context, v *store.View) error {
		var tasks []record.Task
		if tasks, found, err = list.Page[record.Task](ctx, v, list.Tasks, q, list.EnvOf(call.Actor, s.Today())); err != nil || len(tasks) == 0 {
			return err
		}
		lines, err = s.describe(ctx, v, call, tasks)
		return err
	})
	return lines, found, err
}

// Counts are how many tasks show each light; "" for none.
type Counts map[string]int64

// Of is how many of them a list leaves that differs in nothing but the light it asks for.
func (c Counts) Of(q list.Query) (n int64) {
	isAsked := false
	for _, l := range ledger.Lights {
		if slices.Contains(q.Values["light"], string(l)) {
			isAsked, n = true, n+c[string(l)]
		}
	}
	if isAsked {
		return n
	}
	for _, of := range c {
		n += of
	}
	return n
}

// Lights counts the tasks that a list leaves, whatever light it asks for, by the light that the actor may see on them; "" for none. It is at once
// how many the list leaves, which need not be counted again.
func (s *Service) Lights(ctx context.Context, call app.Call, q list.Query) (lights Counts, err error) {
	lights = make(Counts)
	err = s.See(ctx, call, access.TaskRead, func(ctx context.Context, v *store.View) error {
		env := list.EnvOf(call.Actor, s.Today())
		if q, err = list.Tasks.Narrow(ctx, v, q.With("light", ""), env); err != nil {
			return err
		}
		shown := relation.Scalar{Query: &relation.Select{Outputs: []relation.Output{{Expr: relation.Call{Func: relation.Min, Args: []relation.Expr{relation.C("l", "light")}}, As: "light"}},
			From: relation.From(record.LightTable, "l"), Where: shows("l", list.Row)}}
		tasks := &relation.Select{Outputs: []relation.Output{{Expr: relation.Coalesce{shown, relation.V("")}, As: "light"}}, From: relation.From(record.TaskTable, list.Row),
			Where: list.Tasks.Where(q, env)}
		if ids := q.Within(); ids != nil {
			return countLit(ctx, v, ids, lights)
		}
		light := relation.C("t", "light")
		count := &relation.Select{Outputs: []relation.Output{{Expr: light}, {Expr: relation.Call{Func: relation.CountRows}, As: "n"}}, GroupBy: []relation.Expr{light},
			From: relation.Source{Query: tasks, As: "t"}}
		return v.Select(ctx, count, func(scan store.Scan) error {
			var name string
			var n int64
			err := scan(&name, &n)
			lights[name] = n
			return err
		})
	})
	return lights, err
}

// countLit is what Lights counts of some tasks.
func countLit(ctx context.Context, v *store.View, tasks []any, lights Counts) error {
	light := relation.C("l", "light")
	q := &relation.Select{Outputs: []relation.Output{{Expr: light}, {Expr: relation.Call{Func: relation.CountRows}, As: "n"}}, GroupBy: []relation.Expr{light}, From: relation.From(record.LightTable, "l"),
		Where: relation.And{relation.In{X: relation.C("l", "task"), Values: tasks}, relation.Equal(relation.C("l", "until"), int64(0))}}
	lights[""] = int64(len(tasks))
	return v.Select(ctx, q, func(scan store.Scan) error {
		var name string
		var n int64
		err := scan(&name, &n)
		lights[name], lights[""] = n, lights[""]-n
		return err
	})
}

func (s *Service) describe(ctx context.Context, v *store.View, call app.Call, tasks []record.Task) ([]Line, error) {
	var ids []any
	at, lines := make(map[uuid.UUID]int), make([]Line, len(tasks))
	ofDocuments := make([]uuid.UUID, len(tasks))
	for i, t := range tasks {
		lines[i].Task, at[t.ID], ofDocuments[i] = t, i, t.Document
		ids = append(ids, t.ID[:])
	}
	if err := s.parts(ctx, v, ids, func(task uuid.UUID, role, name string) {
		if role == record.PartLead {
			lines[at[task]].Lead = name
		} else {
			lines[at[task]].Others++
		}
	}); err != nil {
		return nil, err
	}
	documents, err := store.ByID[record.Document](ctx, v, record.DocumentTable, ofDocuments)
	if err != nil {
		return nil, err
	}
	if err := s.count(ctx, v, lines, ids, at); err != nil {
		return nil, err
	}
	for i := range lines {
		of := documents[ofDocuments[i]]
		lines[i].Document, lines[i].Secrecy = of.Title, of.Secrecy
	}
	return lines, s.measure(ctx, v, call, lines, ids, at)
}

// CountAccepted adds how many due items of each line are accepted: those of all years, which take longer to count than the others.
func (s *Service) CountAccepted(ctx context.Context, call app.Call, lines []Line) error {
	return s.See(ctx, call, access.TaskRead, func(ctx context.Context, v *store.View) error { return countAccepted(ctx, v, lines) })
}

func countAccepted(ctx context.Context, v *store.View, lines []Line) error {
	if len(lines) == 0 {
		return nil
	}
	ids, at := make([]any, len(lines)), make(map[uuid.UUID]int, len(lines))
	for i := range lines {
		ids[i], at[lines[i].ID] = lines[i].ID[:], i
	}
	task := relation.C("d", "task")
	q := &relation.Select{
		Outputs: []relation.Output{{Expr: task}, {Expr: relation.Call{Func: relation.CountRows}, As: "n"}}, From: relation.From(record.DueTable, "d"),
		Where: relation.And{relation.In{X: task, Values: ids}, relation.Equal(relation.C("d", "state"), record.DueAccepted)}, GroupBy: []relation.Expr{task},
	}
	return v.Select(ctx, q, func(scan store.Scan) error {
		var id uuid.UUID
		var n int
		err := scan(&id, &n)
		lines[at[id]].Accepted = n
		return err
	})
}

// unsettled are the states of due items that somebody still has to do with. What is not signed yet has not left its unit.
var unsettled = []string{record.DueOpen, record.DueSigning, record.DueReturned, record.DueSubmitted}

// count adds how the due items stand that somebody still has to do with.
func (s *Service) count(ctx context.Context, v *store.View, lines []Line, ids []any, at map[uuid.UUID]int) error {
	task, state, on, again := relation.C("d", "task"), relation.C("d", "state"), relation.C("d", "due_on"), relation.C("d", "again_on")
	isLate := relation.Case{Arms: []relation.Arm{{When: record.Overdue("d", s.Today()), Then: relation.V(1)}}, Else: relation.V(0)}
	until := relation.Case{Arms: []relation.Arm{{When: relation.Binary{Op: relation.Gt, L: again, R: on}, Then: again}}, Else: on}
	q := &relation.Select{
		Outputs: []relation.Output{{Expr: task}, {Expr: state}, {Expr: relation.Call{Func: relation.CountRows}, As: "n"},
			{Expr: relation.Call{Func: relation.Sum, Args: []relation.Expr{isLate}}, As: "late"}, {Expr: relation.Call{Func: relation.Min, Args: []relation.Expr{until}}, As: "earliest"}},
		From: relation.From(record.DueTable, "d"), Where: relation.And{relation.In{X: task, Values: ids}, relation.OneOf(state, unsettled)}, GroupBy: []relation.Expr{task, state},
	}
	return v.Select(ctx, q, func(scan store.Scan) error {
		var id uuid.UUID
		var state string
		var n, late, earliest int64
		if err := scan(&id, &state, &n, &late, &earliest); err != nil {
			return err
		}
		l := &lines[at[id]]
		switch state {
		case record.DueSubmitted:
			l.Submitted = int(n)
		case record.DueReturned:
			l.Returned = int(n)
			fallthrough
		case record.DueOpen, record.DueSigning:
			l.Open += int(n)
			l.Late += int(late)
			if l.Next == 0 || earliest < l.Next {
				l.Next = earliest
			}
		}
		return nil
	})
}

// measure adds lights, the last report, and how much of the targets is reached.
func (s *Service) measure(ctx context.Context, v *store.View, call app.Call, lines []Line, ids []any, at map[uuid.UUID]int) error {
	lights, err := store.List[record.Light](ctx, v, &relation.Select{From: relation.From(record.LightTable, "l"),
		Where: relation.And{relation.In{X: relation.C("l", "task"), Values: ids}, relation.Equal(relation.C("l", "until"), int64(0))}})
	if err != nil {
		return err
	}
	for i, l := range lights {
		lines[at[l.Task]].Light = &lights[i]
	}
	// For each task by itself: that is one step into an index of reports, where a group of all of them is a walk through years.
	last := &relation.Select{
		Outputs: []relation.Output{{Expr: relation.C("t", "id")}, {As: "last", Expr: relation.Coalesce{relation.Scalar{Query: &relation.Select{
			Outputs: []relation.Output{{Expr: relation.Call{Func: relation.Max, Args: []relation.Expr{relation.C("r", "submitted")}}, As: "last"}},
			From:    relation.From(record.ReportTable, "r"),
			Where:   relation.And{relation.Same(relation.C("r", relation.Owner), relation.C("t", relation.Owner)), relation.Same(relation.C("r", "task"), relation.C("t", "id"))},
		}}, relation.V(int64(0))}}},
		From: relation.From(record.TaskTable, "t"), Where: relation.In{X: relation.C("t", "id"), Values: ids},
	}
	if err := v.Select(ctx, last, func(scan store.Scan) error {
		var task uuid.UUID
		var when int64
		err := scan(&task, &when)
		lines[at[task]].Reported = when
		return err
	}); err != nil {
		return err
	}
	targets, err := store.List[record.Target](ctx, v, &relation.Select{From: relation.From(record.TargetTable, "t"), Where: relation.In{X: relation.C("t", "task"), Values: ids}})
	if err != nil || len(targets) == 0 {
		return err
	}
	figures, err := s.figures(ctx, v, call, targets, ids)
	if err != nil {
		return err
	}
	byTask := make(map[uuid.UUID][]record.Target)
	for _, g := range targets {
		byTask[g.Task] = append(byTask[g.Task], g)
	}
	for task, targets := range byTask {
		if share, ok := filled(targets, figures); ok {
			lines[at[task]].Share = &share
		}
	}
	return nil
}

// parts tells which units have which part in tasks.
func (s *Service) parts(ctx context.Context, v *store.View, tasks []any, tell func(task uuid.UUID, role, name string)) error {
	q := &relation.Select{
		Outputs: []relation.Output{{Expr: relation.C("d", "task")}, {Expr: relation.C("d", "role")}, {Expr: relation.C("u", "name")}},
		From:    relation.From(record.DutyTable, "d"),
		Joins:   []relation.Join{{Source: relation.From(record.UnitTable, "u"), On: relation.Same(relation.C("u", "id"), relation.C("d", "unit"))}},
		Where:   relation.In{X: relation.C("d", "task"), Values: tasks},
	}
	return v.Select(ctx, q, func(scan store.Scan) error {
		var task uuid.UUID
		var role, name string
		if err := scan(&task, &role, &name); err != nil {
			return err
		}
		tell(task, role, name)
		return nil
	})
}

// A Page is one task with all that belongs to it.
type Page struct {
	Line
	Duties  []Duty
	Targets []record.Target
	Due     []record.Due
	Bases   []record.Basis       // of targets that several documents order
	Kin     []Kin                // tasks of other documents that it goes on from, or is reported with
	Figures map[uuid.UUID]Figure // by target
	Lights  []record.Light       // as far as the actor may see them, the newest first
	Names   map[uuid.UUID]string // of the units
}

// A Kin is a task of another document that a task has to do with.
type Kin struct {
	Task     record.Task
	IsBefore bool // the task takes its place; else both are reported on there
}

// A Duty is a unit's part, with the unit's name of today.
type Duty struct {
	record.Duty
	Name string
}

// Find gives a task. fault.NotFound: there is none the actor may see.
func (s *Service) Find(ctx context.Context, call app.Call, id uuid.UUID) (p Page, err error) {
	err = s.See(ctx, call, access.TaskRead, func(ctx context.Context, v *store.View) error {
		t, err := store.Load[record.Task](ctx, v, record.TaskTable, 0, id)
		if err != nil {
			return err
		}
		lines, err := s.describe(ctx, v, call, []record.Task{t})
		if err == nil {
			err = countAccepted(ctx, v, lines)
		}
		if err != nil {
			return err
		}
		p.Line = lines[0]
		of := func(table *relation.Table, order string) *relation.Select {
			return &relation.Select{From: relation.From(table, "x"), OrderBy: []relation.Order{{By: relation.C("x", order)}, {By: relation.C("x", "rid")}},
				Where: relation.And{relation.Equal(relation.C("x", relation.Owner), t.Owner), relation.Equal(relation.C("x", "task"), id[:])}}
		}
		duties, err := store.List[record.Duty](ctx, v, of(record.DutyTable, "rid"))
		if err != nil {
			return err
		}
		if p.Targets, err = store.List[record.Target](ctx, v, of(record.TargetTable, "ordinal")); err != nil {
			return err
		}
		if p.Bases, err = store.List[record.Basis](ctx, v, of(record.BasisTable, "target")); err != nil {
			return err
		}
		if p.Kin, err = kin(ctx, v, t); err != nil {
			return err
		}
		if p.Due, err = store.List[record.Due](ctx, v, of(record.DueTable, "due_on")); err != nil {
			return err
		}
		if err := s.hideUnsent(ctx, v, call, p.Due); err != nil {
			return err
		}
		if p.Duties, p.Names, err = name(ctx, v, duties, p.Due, p.Targets); err != nil {
			return err
		}
		if p.Figures, err = s.figures(ctx, v, call, p.Targets, []any{id[:]}); err != nil {
			return err
		}
		p.Lights, err = store.List[record.Light](ctx, v, of(record.LightTable, "since"))
		slices.Reverse(p.Lights)
		return err
	})
	return p, err
}

// hideUnsent takes those reports out of due items that the reader does not see: what a unit has begun, or writes anew, is its own until it was handed in.
func (s *Service) hideUnsent(ctx context.Context, v *store.View, call app.Call, due []record.Due) error {
	ids := make([]uuid.UUID, len(due))
	for i := range due {
		ids[i] = due[i].Report
	}
	seen, err := store.ByID[record.Report](ctx, v.As(s.Scopes.For(call.Actor, access.ReportRead)), record.ReportTable, ids)
	for i := range due {
		if _, ok := seen[due[i].Report]; !ok {
			due[i].Report = uuid.Nil
		}
	}
	return err
}

// kin finds those tasks that the reader may see too.
func kin(ctx context.Context, v *store.View, t record.Task) (all []Kin, err error) {
	found, err := store.List[record.Task](ctx, v, &relation.Select{From: relation.From(record.TaskTable, "t"), Where: relation.And{
		relation.Equal(relation.C("t", relation.Owner), t.Owner), relation.In{X: relation.C("t", "id"), Values: []any{t.Before[:], t.Joined[:]}}}})
	for _, f := range found {
		all = append(all, Kin{Task: f, IsBefore: f.ID == t.Before})
	}
	return all, err
}

// name adds the names of units to parts in a task. names are those, and of the units that owe something on it or answer for a number: one that has no part any more is among them.
func name(ctx context.Context, v *store.View, duties []record.Duty, due []record.Due, targets []record.Target) (named []Duty, names map[uuid.UUID]string, err error) {
	var units []uuid.UUID
	for _, d := range duties {
		if d.Unit != nil {
			units = append(units, *d.Unit)
		}
	}
	for _, d := range due {
		units = append(units, d.Unit)
	}
	for _, g := range targets {
		units = append(units, g.Lead)
	}
	if names, err = app.UnitNames(ctx, v, units...); err != nil {
		return nil, nil, err
	}
	for _, d := range duties {
		n := Duty{Duty: d, Name: d.UnitName}
		if d.Unit != nil && names[*d.Unit] != "" {
			n.Name = names[*d.Unit]
		}
		named = append(named, n)
	}
	return named, names, nil
}
