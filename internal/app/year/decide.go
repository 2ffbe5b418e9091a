package year

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"

	"strconv"
)

// maxText is how many characters a reason may have.
const maxText = 1000

// A Decision is what becomes of a task that is open at the end of a year.
type Decision struct {
	Task   uuid.UUID
	Kind   string      // record.DecisionCarry…; empty takes a decision back
	Limit  period.Date // 新时限; 0 keeps that which the task has
	Reason string
}

// Decide notes what is to become of open tasks when the year is closed; nothing happens to them before. Faults: Invalid "year-limit" for a task
// carried over without a limit behind the year, "year-reason" for one that ends without a reason, each with the task's title; Conflict "year-frozen".
func (s *Service) Decide(ctx context.Context, call app.Call, year int, decisions []Decision) error {
	owner := int64(call.Actor.Division.Owner())
	act := app.Act{Needs: access.YearClose, Name: "year.decide", Owner: owner, Kind: "year", Detail: audit.Detail{"year": strconv.Itoa(year), "tasks": strconv.Itoa(len(decisions))}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		return s.decide(ctx, tx, owner, year, decisions)
	})
}

func (s *Service) decide(ctx context.Context, tx *store.Tx, owner int64, year int, decisions []Decision) error {
	if y, err := closed(ctx, tx, owner, year); err != nil || y != nil {
		if err == nil {
			err = fault.New(fault.Conflict, "year-frozen", y.Year)
		}
		return err
	}
	tasks, err := s.tasks(ctx, tx, owner, year, false)
	if err != nil {
		return err
	}
	byID := map[uuid.UUID]Task{}
	for _, t := range tasks {
		byID[t.Task.ID] = t
	}
	for _, d := range decisions {
		t, ok := byID[d.Task]
		if !ok || !t.IsOpen() {
			continue // it was closed meanwhile
		}
		if err := d.check(t, year); err != nil {
			return err
		}
		if err := s.keep(ctx, tx, owner, year, t, d); err != nil {
			return err
		}
	}
	return nil
}

func (d *Decision) check(t Task, year int) error {
	d.Reason = strings.TrimSpace(d.Reason)
	_, last := span(year)
	switch {
	case d.Kind == record.DecisionCarry && (d.Limit == 0 && !t.MayKeep || d.Limit != 0 && d.Limit <= last):
		return fault.New(fault.Invalid, "year-limit", t.Title)
	case (d.Kind == record.DecisionClose || d.Kind == record.DecisionCancel) && d.Reason == "", utf8.RuneCountInString(d.Reason) > maxText:
		return fault.New(fault.Invalid, "year-reason", t.Title)
	case d.Kind != "" && d.Kind != record.DecisionCarry && d.Kind != record.DecisionClose && d.Kind != record.DecisionCancel:
		return fault.New(fault.Invalid, "year-decision", t.Title)
	}
	if d.Kind != record.DecisionCarry {
		d.Limit = 0
	}
	return nil
}

// keep writes a decision down, in the place of the one before. The same one again keeps its day.
func (s *Service) keep(ctx context.Context, tx *store.Tx, owner int64, year int, t Task, d Decision) error {
	y := t.YearTask
	if y.Decision != d.Kind || y.Limit != int64(d.Limit) {
		y.Decided = s.Today()
	}
	y.Year, y.Task, y.Outcome, y.Decision, y.Limit, y.Reason = int64(year), t.Task.ID, "", d.Kind, int64(d.Limit), d.Reason
	return write(ctx, tx, owner, y)
}

// write keeps what is known of a task in a year, in the place of what was kept before.
func write(ctx context.Context, tx *store.Tx, owner int64, y record.YearTask) (err error) {
	if y.ID != uuid.Nil {
		return store.Update(ctx, tx, record.YearTaskTable, &y)
	}
	y.Owner = owner
	if y.ID, err = uuid.NewV7(); err != nil {
		return err
	}
	_, err = store.Insert(ctx, tx, record.YearTaskTable, &y)
	return err
}

// A Blocker is what has to be done before a year can be closed.
type Blocker struct {
	Kind  string    // word.year-blocker
	Title string    // of the task, or the appraisal
	About string    // the period of a report
	ID    uuid.UUID // of the task, the report or the appraisal
}

// blockers are the tasks nobody has decided on, reports that wait for a decision, corrections under way, and appraisals that are announced.
func blockers(ctx context.Context, r store.Reader, owner int64, year int, tasks []Task) (all []Blocker, err error) {
	titles := map[uuid.UUID]string{}
	for _, t := range tasks {
		titles[t.Task.ID] = t.Title
		if t.IsOpen() && t.Decision == "" {
			all = append(all, Blocker{Kind: "task", Title: t.Title, ID: t.Task.ID})
		}
	}
	first, last := span(year)
	due, err := store.List[record.Due](ctx, r, &relation.Select{From: relation.From(record.DueTable, "d"), OrderBy: []relation.Order{{By: relation.C("d", "due_on")}, {By: relation.C("d", "rid")}},
		Where: append(within("d", "due_on", owner, first, last), relation.Or{relation.OneOf(relation.C("d", "state"), []string{record.DueSigning, record.DueSubmitted}),
			relation.Not{X: relation.Equal(relation.C("d", "correction"), uuid.Nil[:])}})})
	if err != nil {
		return nil, err
	}
	for _, d := range due {
		kind, id := "report", d.Report
		if d.Correction != uuid.Nil {
			kind, id = "correction", d.Correction
		}
		all = append(all, Blocker{Kind: kind, Title: titles[d.Task], About: d.Period, ID: id})
	}
	asked, err := requested(ctx, r, owner, first, last, titles)
	if err != nil {
		return nil, err
	}
	all = append(all, asked...)
	appraisals, err := store.List[record.Appraisal](ctx, r, &relation.Select{From: relation.From(record.AppraisalTable, "a"), OrderBy: []relation.Order{{By: relation.C("a", "rid")}},
		Where: append(within("a", "to_day", owner, first, last), relation.Equal(relation.C("a", "state"), record.AppraisalAnnounced))})
	for _, a := range appraisals {
		all = append(all, Blocker{Kind: "appraisal", Title: a.Title, ID: a.ID})
	}
	return all, err
}

// requested are the requests about due items of the year, or targets of its tasks, that nobody has decided on.
func requested(ctx context.Context, r store.Reader, owner int64, first, last period.Date, titles map[uuid.UUID]string) (all []Blocker, err error) {
	cases, err := store.List[record.Case](ctx, r, &relation.Select{From: relation.From(record.CaseTable, "c"), OrderBy: []relation.Order{{By: relation.C("c", "rid")}}, Where: relation.And{
		relation.Equal(relation.C("c", relation.Owner), owner), relation.Equal(relation.C("c", "step"), "asked"),
		relation.OneOf(relation.C("c", "workflow"), []string{casework.Extension, casework.Adjustment, casework.Suspension, casework.Cancellation})}})
	if err != nil || len(cases) == 0 {
		return nil, err
	}
	subjects := make([]uuid.UUID, len(cases))
	for i, c := range cases {
		subjects[i] = c.Subject
	}
	due, err := store.ByID[record.Due](ctx, r, record.DueTable, subjects)
	for _, c := range cases {
		d, isDue := due[c.Subject]
		title, isTask := titles[c.Task]
		if isDue && (d.On < int64(first) || d.On > int64(last)) || !isDue && !isTask {
			continue
		}
		all = append(all, Blocker{Kind: "request", Title: title, About: d.Period, ID: c.ID})
	}
	return all, err
}

// within are the rows of an owner with a day of a year.
func within(as, column string, owner int64, first, last period.Date) relation.And {
	return relation.And{relation.Equal(relation.C(as, relation.Owner), owner), relation.Binary{Op: relation.Ge, L: relation.C(as, column), R: relation.V(int64(first))},
		relation.Binary{Op: relation.Le, L: relation.C(as, column), R: relation.V(int64(last))}}
}
