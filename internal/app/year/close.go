package year

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// A BlockedError is the fault "year-open" with what has to be done first.
type BlockedError struct {
	Fault    *fault.Error
	Blockers []Blocker
}

// Error is the fault's.
func (e *BlockedError) Error() string { return e.Fault.Error() }

// Unwrap gives the fault.
func (e *BlockedError) Unwrap() error { return e.Fault }

// Close carries out what was decided of open tasks and freezes a year, in one act; what nobody has reported lapses and stays shown. id is that
// of the closed year, made by the sender. Faults: Conflict "year-early" before its last day, "year-frozen", "year-open" as a *BlockedError.
func (s *Service) Close(ctx context.Context, call app.Call, id uuid.UUID, year int, note string) error {
	owner := int64(call.Actor.Division.Owner())
	_, last := span(year)
	if last == 0 || s.Today() < int64(last) {
		return fault.New(fault.Conflict, "year-early", last.String())
	}
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return err
	}
	act := app.Act{Needs: access.YearClose, Owner: owner, Kind: "year", Object: id, Detail: audit.Detail{"year": strconv.Itoa(year)}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		if y, err := closed(ctx, tx, owner, year); err != nil || y != nil {
			if err == nil && y.ID != id { // not the same request again
				err = fault.New(fault.Conflict, "year-frozen", y.Year)
			}
			return err
		}
		tasks, err := s.lit(ctx, tx, owner, year)
		if err != nil {
			return err
		}
		open, err := blockers(ctx, tx, owner, year, tasks)
		if err != nil {
			return err
		}
		if len(open) > 0 {
			return &BlockedError{fault.New(fault.Conflict, "year-open", len(open)), open}
		}
		return tx.As(store.Unscoped, func() error {
			c := &closing{Service: s, tx: tx, call: call, owner: owner, year: year, calendar: calendar}
			if err := c.run(ctx, tasks); err != nil {
				return err
			}
			y := record.Year{Record: store.Record{Owner: owner, ID: id}, Year: int64(year), Account: call.Actor.Account, Closed: s.Now().UnixMilli(), Note: strings.TrimSpace(note)}
			if _, err := store.Insert(ctx, tx, record.YearTable, &y); err != nil {
				return err
			}
			return s.seal(ctx, tx, owner, year, uuid.Nil)
		})
	})
}

// lit are the tasks of a year with the lights of today.
func (s *Service) lit(ctx context.Context, tx *store.Tx, owner int64, year int) ([]Task, error) {
	tasks, err := s.tasks(ctx, tx, owner, year, false)
	if err != nil || s.Relight == nil {
		return tasks, err
	}
	var open []uuid.UUID
	for _, t := range tasks {
		if t.IsOpen() {
			open = append(open, t.Task.ID)
		}
	}
	if err := s.Relight(ctx, tx, owner, open...); err != nil {
		return nil, err
	}
	return s.tasks(ctx, tx, owner, year, false)
}

// A closing is a year that is being closed.
type closing struct {
	*Service
	tx       *store.Tx
	call     app.Call
	owner    int64
	year     int
	calendar *period.Calendar
}

func (c *closing) run(ctx context.Context, tasks []Task) error {
	var ended []*Task
	var relit []uuid.UUID
	for i := range tasks {
		t := &tasks[i]
		switch {
		case !t.IsOpen():
			t.Decision, t.Limit, t.Reason = "", 0, "" // what was decided before it ended
		case t.Decision == record.DecisionCarry:
			if err := c.carry(ctx, t); err != nil {
				return err
			}
			relit = append(relit, t.Task.ID)
		default:
			if err := c.end(ctx, t); err != nil {
				return err
			}
			if ended = append(ended, t); t.Decision == record.DecisionCancel {
				relit = append(relit, t.Task.ID)
			}
		}
		if err := write(ctx, c.tx, c.owner, t.YearTask); err != nil {
			return err
		}
	}
	if err := c.lapse(ctx); err != nil {
		return err
	}
	for _, t := range ended {
		if err := c.Cases.Dissolve(ctx, c.tx, c.call, c.owner, []uuid.UUID{t.Task.ID}, t.Reason, c.calendar); err != nil {
			return err
		}
		if err := casework.CancelDue(ctx, c.tx, t.Task); err != nil {
			return err
		}
	}
	if c.Relight == nil || len(relit) == 0 {
		return nil
	}
	return c.Relight(ctx, c.tx, c.owner, relit...)
}

// end closes a task unfinished, or takes it back.
func (c *closing) end(ctx context.Context, t *Task) error {
	t.Task.State, t.Task.Outcome, t.Task.Closed = record.TaskClosed, record.OutcomeUnfinished, c.Today()
	if t.Decision == record.DecisionCancel {
		t.Task.Outcome = record.OutcomeCancelled
	}
	return store.Update(ctx, c.tx, record.TaskTable, &t.Task)
}

// carry lets a task go on in the next year: the same task, with its history. It and its targets whose day lies in the year get the new one, and keep the old one
// beside it; one that had passed before that was decided binds on, as with an extension, so no red light is cleared. Reports fall due as they did.
func (c *closing) carry(ctx context.Context, t *Task) error {
	_, last := span(c.year)
	was := map[string]string{}
	targets, err := store.List[record.Target](ctx, c.tx, &relation.Select{From: relation.From(record.TargetTable, "g"), OrderBy: []relation.Order{{By: relation.C("g", "ordinal")}}, Where: relation.And{
		relation.Equal(relation.C("g", relation.Owner), c.owner), relation.Equal(relation.C("g", "task"), t.Task.ID[:])}})
	if err != nil {
		return err
	}
	for i := range targets {
		g := &targets[i]
		due := g.Due
		if g.State == record.TargetCancelled || !t.postpone(last, &g.Due, &g.FirstDue, &g.Missed) {
			continue
		}
		was[g.ID.String()] = due
		if err := store.Update(ctx, c.tx, record.TargetTable, g); err != nil {
			return err
		}
	}
	if due := t.Task.Due; t.postpone(last, &t.Task.Due, &t.Task.FirstDue, &t.Task.Missed) {
		was[t.Task.ID.String()] = due
		if err := store.Update(ctx, c.tx, record.TaskTable, &t.Task); err != nil {
			return err
		}
	}
	if len(was) > 0 {
		text, err := json.Marshal(was)
		if err != nil {
			return fmt.Errorf("write the limits that were: %w", err)
		}
		t.Was = string(text)
	}
	return c.goOn(ctx, t, targets)
}

// postpone puts a limit that lies in the year off to the one the task was carried over to; it says whether there was anything to put off. first keeps what it
// was, missed the day if that had passed before it was decided.
func (t *Task) postpone(last period.Date, due, first *string, missed *int64) bool {
	day := task.Day(*due)
	if t.Limit == 0 || day == 0 || day > last {
		return false
	}
	if *first == "" {
		*first = *due
	}
	if *missed == 0 && int64(day) < t.Decided {
		*missed = int64(day)
	}
	*due = period.Date(t.Limit).String()
	return true
}

// goOn makes reports fall due on a task from the first day of the next year to its limit, or to that year's end: by the same schedules as before, of the
// unit that leads it and of those that answer for numbers or parts.
func (c *closing) goOn(ctx context.Context, t *Task, targets []record.Target) error {
	have, err := store.List[record.Due](ctx, c.tx, &relation.Select{From: relation.From(record.DueTable, "d"), OrderBy: []relation.Order{{By: relation.C("d", "due_on")}, {By: relation.C("d", "rid")}}, Where: relation.And{
		relation.Equal(relation.C("d", relation.Owner), c.owner), relation.Equal(relation.C("d", "task"), t.Task.ID[:])}})
	if err != nil || len(have) == 0 || t.YearTask.Unit == uuid.Nil {
		return err
	}
	first, _ := span(c.year + 1)
	_, until := span(c.year + 1)
	if limit := max(period.Date(t.Limit), t.Now); limit > first {
		until = limit
	}
	type place struct {
		obligation, unit uuid.UUID
		period           string
	}
	is, asked := map[place]bool{}, map[uuid.UUID]bool{}
	for _, d := range have {
		is[place{d.Obligation, d.Unit, d.Period}] = true
	}
	for _, d := range have {
		if asked[d.Obligation] {
			continue
		}
		asked[d.Obligation] = true
		schedule, err := c.schedule(ctx, d)
		if err != nil {
			return err
		}
		if schedule.Every == period.Unscheduled {
			continue
		}
		days, err := schedule.Between(first, until, c.calendar)
		if err != nil {
			return fmt.Errorf("carry the reports of task %s over: %w", t.Task.ID, err)
		}
		for _, o := range record.Reporters(t.YearTask.Unit, targets) {
			for _, day := range days {
				if is[place{d.Obligation, o.Unit, day.Period.String()}] || day.Period.Last() < first { // what covers the old year was due in it, or stands there
					continue
				}
				if err := c.fallDue(ctx, record.Due{Obligation: d.Obligation, Task: t.Task.ID, Unit: o.Unit, Whole: o.Whole, Period: day.Period.String(), On: int64(day.Date),
					IsProvisional: day.Certainty != period.Decided, State: record.DueOpen}); err != nil {
					return err
				}
			}
		}
	}
	return casework.FollowDue(ctx, c.tx, t.Task, c.Today()) // of a task or a number that rests it rests, too
}

func (c *closing) fallDue(ctx context.Context, d record.Due) (err error) {
	d.Owner = c.owner
	if d.ID, err = uuid.NewV7(); err != nil {
		return err
	}
	_, err = store.Insert(ctx, c.tx, record.DueTable, &d)
	return err
}

// schedule is by what a due item came to be: an obligation of its document, or else a report for each period of its kind.
func (c *closing) schedule(ctx context.Context, d record.Due) (s period.Schedule, err error) {
	if d.Obligation == uuid.Nil {
		if p, err := period.Parse(d.Period); err == nil {
			s.Every = period.Every(p.Kind().String())
		}
		return s, nil
	}
	o, err := store.Load[record.Obligation](ctx, c.tx, record.ObligationTable, c.owner, d.Obligation)
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal([]byte(o.Schedule), &s); err != nil {
		return s, fmt.Errorf("read the schedule of obligation %s: %w", o.ID, err)
	}
	return s, nil
}

// lapse ends what was due in the year and nobody has reported: it stays shown, and is missing no more in the next one. What rested by leave of the office was
// not asked for and is not missing.
func (c *closing) lapse(ctx context.Context) error {
	first, last := span(c.year)
	due, err := store.List[record.Due](ctx, c.tx, &relation.Select{From: relation.From(record.DueTable, "d"), OrderBy: []relation.Order{{By: relation.C("d", "rid")}},
		Where: append(within("d", "due_on", c.owner, first, last), relation.OneOf(relation.C("d", "state"), []string{record.DueOpen, record.DueReturned, record.DueSuspended}))})
	if err != nil {
		return err
	}
	for i := range due {
		if due[i].State != record.DueSuspended {
			due[i].State = record.DueLapsed
		} else {
			due[i].State = record.DueCancelled
		}
		if err := store.Update(ctx, c.tx, record.DueTable, &due[i]); err != nil {
			return err
		}
	}
	return nil
}
