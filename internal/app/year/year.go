// Package year is how a division's year ends (年度结转、封账): what was reached of each
// task, what becomes of those that are open, and then nothing of the year changes
// any more, which a digest proves. Only an act that a leader has approved opens an
// item again, and that is seen. Start with Service.Tasks, Close and Verify; package
// report and others ask CheckDue and CheckDay before they change anything.
package year

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// A Service ends years.
type Service struct {
	*app.Core
	Cases    *casework.Service
	Calendar func(context.Context) (*period.Calendar, error)
	// Relight lights the lights of tasks that are carried over or taken back, in the same transaction; nil: nobody supervises.
	Relight func(ctx context.Context, tx *store.Tx, owner int64, tasks ...uuid.UUID) error
}

// span are the first and the last day of a year.
func span(year int) (first, last period.Date) {
	first, err := period.NewDate(year, 1, 1)
	if err != nil {
		return 0, 0
	}
	last, err = period.NewDate(year, 12, 31)
	if err != nil {
		return 0, 0
	}
	return first, last
}

// closed finds the record of a closed year; nil while it is not closed.
func closed(ctx context.Context, r store.Reader, owner int64, year int) (*record.Year, error) {
	list, err := store.List[record.Year](ctx, r, &relation.Select{From: relation.From(record.YearTable, "y"), Where: relation.And{
		relation.Equal(relation.C("y", relation.Owner), owner), relation.Equal(relation.C("y", "year"), int64(year))}})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// CheckDay refuses what belongs to a year of a division that is closed: Conflict "year-frozen". today saves the question where no year can be.
func CheckDay(ctx context.Context, tx *store.Tx, owner int64, day, today period.Date) error {
	if _, last := span(day.Year()); today < last { // no year is closed before its last day
		return nil
	}
	return tx.As(store.Unscoped, func() error {
		y, err := closed(ctx, tx, owner, day.Year())
		if err == nil && y != nil {
			err = fault.New(fault.Conflict, "year-frozen", y.Year)
		}
		return err
	})
}

// CheckDue refuses to let anything be written on a due item whose year is closed, unless it was opened: Conflict "year-frozen". An item is of
// the year in which it falls due: what covers December and is due in January is the next year's.
func CheckDue(ctx context.Context, tx *store.Tx, d record.Due, today int64) error {
	if d.IsOpened {
		return nil
	}
	return CheckDay(ctx, tx, d.Owner, period.Date(d.On), period.Date(today))
}

// A Task is one in the list of a year.
type Task struct {
	record.YearTask             // with what was decided; before the year is closed, with how it stands
	Task            record.Task // as it is now
	Unit            string      // that leads it, or led it then
	Now             period.Date // its limit; 0 for none
	MayKeep         bool        // that limit lies behind the year, or there is none: it needs no new one
	Open            int         // due items of the year that nobody has reported on
}

// IsOpen says whether somebody has to decide what becomes of it.
func (t Task) IsOpen() bool { return t.Outcome == record.YearOpen || t.Outcome == record.YearSuspended }

// A Page is a year of the actor's division.
type Page struct {
	Year     int
	Closed   *record.Year // nil while it is not closed
	Tasks    []Task
	Seals    []record.YearSeal
	Openings []Opening
	MayClose bool // its last day has come
	Blockers []Blocker
}

// Years are the years with tasks of the actor's division, the newest first, with those that are closed.
func (s *Service) Years(ctx context.Context, call app.Call) (years []int, done map[int]record.Year, err error) {
	owner := int64(call.Actor.Division.Owner())
	done = map[int]record.Year{}
	err = s.See(ctx, call, access.YearRead, func(ctx context.Context, v *store.View) error {
		list, err := store.List[record.Year](ctx, v, &relation.Select{From: relation.From(record.YearTable, "y"), Where: relation.Equal(relation.C("y", relation.Owner), owner)})
		if err != nil {
			return err
		}
		now := period.Date(s.Today()).Year()
		years = []int{now, now - 1}
		for _, y := range list {
			if done[int(y.Year)] = y; !slices.Contains(years, int(y.Year)) {
				years = append(years, int(y.Year))
			}
		}
		slices.Sort(years)
		slices.Reverse(years)
		return nil
	})
	return years, done, err
}

// Find shows a year of the actor's division.
func (s *Service) Find(ctx context.Context, call app.Call, year int) (p Page, err error) {
	owner := int64(call.Actor.Division.Owner())
	_, last := span(year)
	if last == 0 {
		return p, fault.New(fault.NotFound, "not-found")
	}
	p = Page{Year: year, MayClose: s.Today() >= int64(last)}
	err = s.See(ctx, call, access.YearRead, func(ctx context.Context, v *store.View) error {
		if p.Closed, err = closed(ctx, v, owner, year); err != nil {
			return err
		}
		all := v.As(store.Unscoped)
		if p.Tasks, err = s.tasks(ctx, all, owner, year, p.Closed != nil); err != nil {
			return err
		}
		if p.Seals, err = seals(ctx, v, owner, year); err != nil {
			return err
		}
		if p.Closed == nil {
			p.Blockers, err = blockers(ctx, all, owner, year, p.Tasks)
			return err
		}
		p.Openings, err = openings(ctx, all, owner, year)
		return err
	})
	return p, err
}

// tasks are those of a year: adopted before it ended, and not closed before it began.
func (s *Service) tasks(ctx context.Context, r store.Reader, owner int64, year int, isClosed bool) ([]Task, error) {
	first, last := span(year)
	col := func(n string) relation.Col { return relation.C("t", n) }
	// What is reported on with another task is decided on with that one.
	tasks, err := store.List[record.Task](ctx, r, &relation.Select{From: relation.From(record.TaskTable, "t"), OrderBy: []relation.Order{{By: col("rid")}},
		Joins: []relation.Join{{Source: relation.From(record.DocumentTable, "d"), On: relation.And{relation.Same(relation.C("d", relation.Owner), col(relation.Owner)), relation.Same(relation.C("d", "id"), col("document"))}}},
		Where: relation.And{relation.Equal(col(relation.Owner), owner), relation.Not{X: relation.Equal(col("state"), record.TaskDraft)}, relation.Equal(col("joined"), uuid.Nil[:]),
			relation.Binary{Op: relation.Lt, L: relation.C("d", "adopted"), R: relation.V(list.Begins(int64(last) + 1))},
			relation.Or{relation.Equal(col("closed_on"), int64(0)), relation.Binary{Op: relation.Ge, L: col("closed_on"), R: relation.V(int64(first))}}}})
	if err != nil {
		return nil, err
	}
	l := &lister{owner: owner, year: year, today: s.Today(), list: make([]Task, len(tasks)), at: map[uuid.UUID]int{}}
	for i, t := range tasks {
		l.list[i].Task, l.at[t.ID] = t, i
		l.list[i].YearTask = record.YearTask{Task: t.ID, Title: t.Title, Year: int64(year)}
	}
	for _, read := range []func(context.Context, store.Reader) error{l.readLeads, l.readTargets, l.readDue, l.readLights} {
		if err := read(ctx, r); err != nil {
			return nil, err
		}
	}
	for i := range l.list {
		l.list[i].Outcome = outcome(l.list[i].Task, l.limits[i], last, l.rests[i])
	}
	return l.list, l.readDecisions(ctx, r, isClosed)
}

// outcome is how a task stands at the end of a year.
func outcome(t record.Task, limit, end period.Date, rests bool) string {
	switch {
	case t.State == record.TaskClosed && period.Date(t.Closed) > end: // it went on
		return record.YearOpen
	case t.State == record.TaskClosed && (t.Outcome == record.OutcomeCancelled || t.Outcome == record.OutcomeReplaced || t.Outcome == record.OutcomeRepealed):
		return record.YearCancelled
	case t.State == record.TaskClosed && limit != 0 && period.Date(t.Closed) > limit:
		return record.YearLate
	case t.State == record.TaskClosed:
		return record.YearDone
	case rests || t.State == record.TaskSuspended:
		return record.YearSuspended
	}
	return record.YearOpen
}

// A lister reads what has to be known of the tasks of a year, set by set.
type lister struct {
	owner, today int64
	year         int
	list         []Task
	at           map[uuid.UUID]int
	rests        map[int]bool
	limits       map[int]period.Date // that bind; a new one that came too late does not
}

// of are the rows of a table of the owner.
func (l *lister) of(as string) relation.And {
	return relation.And{relation.Equal(relation.C(as, relation.Owner), l.owner)}
}

func (l *lister) readLeads(ctx context.Context, r store.Reader) error {
	q := &relation.Select{Outputs: []relation.Output{{Expr: relation.C("d", "task")}, {Expr: relation.C("u", "id")}, {Expr: relation.C("u", "name")}}, From: relation.From(record.DutyTable, "d"),
		Joins: []relation.Join{{Source: relation.From(record.UnitTable, "u"), On: relation.Same(relation.C("u", "id"), relation.C("d", "unit"))}},
		Where: append(l.of("d"), relation.Equal(relation.C("d", "role"), record.PartLead))}
	return r.Select(ctx, q, func(scan store.Scan) error {
		var id, unit uuid.UUID
		var name string
		err := scan(&id, &unit, &name)
		if i, ok := l.at[id]; ok {
			l.list[i].YearTask.Unit, l.list[i].Unit = unit, name
		}
		return err
	})
}

// readTargets makes the limit of a task its own or its last target's; one all of whose targets rest does so itself.
func (l *lister) readTargets(ctx context.Context, r store.Reader) error {
	targets, err := store.List[record.Target](ctx, r, &relation.Select{From: relation.From(record.TargetTable, "g"), Where: l.of("g")})
	l.rests, l.limits = map[int]bool{}, map[int]period.Date{}
	binds := map[int]bool{}
	for i := range l.list {
		t := l.list[i].Task
		l.list[i].Now, l.limits[i] = task.Day(t.Due), task.Binding(t.Due, t.Missed)
	}
	for _, g := range targets {
		i, ok := l.at[g.Task]
		if !ok {
			continue
		}
		if g.State == "" {
			binds[i] = true
			l.list[i].Now, l.limits[i] = max(l.list[i].Now, task.Limit(g)), max(l.limits[i], task.Binding(g.Due, g.Missed))
		}
		l.rests[i] = g.State == record.TargetSuspended || l.rests[i]
	}
	_, last := span(l.year)
	for i := range l.list {
		l.rests[i] = l.rests[i] && !binds[i]
		l.list[i].MayKeep = l.list[i].Now == 0 || l.list[i].Now > last
	}
	return err
}

// readDue counts what of the year nobody has reported on; a task all of whose items rest does so itself.
func (l *lister) readDue(ctx context.Context, r store.Reader) error {
	_, last := span(l.year)
	open, resting := map[int]int{}, map[int]int{}
	q := &relation.Select{Outputs: []relation.Output{{Expr: relation.C("d", "task")}, {Expr: relation.C("d", "state")}, {Expr: relation.C("d", "due_on")}}, From: relation.From(record.DueTable, "d"),
		Where: append(l.of("d"), relation.OneOf(relation.C("d", "state"), []string{record.DueOpen, record.DueReturned, record.DueSigning, record.DueSuspended, record.DueLapsed}))}
	err := r.Select(ctx, q, func(scan store.Scan) error {
		var id uuid.UUID
		var state string
		var on int64
		err := scan(&id, &state, &on)
		i, ok := l.at[id]
		switch {
		case !ok:
		case state == record.DueSuspended:
			resting[i]++
		default:
			open[i]++
		}
		if first, _ := span(l.year); ok && on >= int64(first) && on <= int64(last) {
			l.list[i].Open++
		}
		return err
	})
	for i := range l.list {
		l.rests[i] = l.rests[i] || resting[i] > 0 && open[i] == 0
	}
	return err
}

func (l *lister) readLights(ctx context.Context, r store.Reader) error {
	q := &relation.Select{Outputs: []relation.Output{{Expr: relation.C("l", "task")}, {Expr: relation.C("l", "light")}}, From: relation.From(record.LightTable, "l"), Where: append(l.of("l"), relation.Equal(relation.C("l", "until"), int64(0)))}
	return r.Select(ctx, q, func(scan store.Scan) error {
		var id uuid.UUID
		var light string
		err := scan(&id, &light)
		if i, ok := l.at[id]; ok {
			l.list[i].Light = light
		}
		return err
	})
}

// readDecisions reads what was decided; of a closed year, the list is as it was then.
func (l *lister) readDecisions(ctx context.Context, r store.Reader, isClosed bool) error {
	kept, err := store.List[record.YearTask](ctx, r, &relation.Select{From: relation.From(record.YearTaskTable, "y"), Where: append(l.of("y"), relation.Equal(relation.C("y", "year"), int64(l.year)))})
	for _, k := range kept {
		i, ok := l.at[k.Task]
		if !ok {
			continue
		}
		t := &l.list[i]
		if !isClosed {
			k.Outcome, k.Unit, k.Title, k.Light = t.Outcome, t.YearTask.Unit, t.Title, t.Light
		}
		t.YearTask = k
	}
	if isClosed { // what was adopted since with an earlier date is none of it
		l.list = slices.DeleteFunc(l.list, func(t Task) bool { return t.ID == uuid.Nil })
	}
	return err
}
