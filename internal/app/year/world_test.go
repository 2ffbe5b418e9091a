package year_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/app/year"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/pgtest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/region"
)

const city = 190300

// A world is a city with its office, a leader and a unit, and a clock that the test sets.
type world struct {
	*testing.T
	*instance.Instance
	now    time.Time
	people map[string]access.Actor
}

// each runs a test on both databases.
func each(t *testing.T, test func(*world)) {
	t.Parallel()
	for name, database := range map[string]func(testing.TB) string{"sqlite": func(testing.TB) string { return "" }, "postgresql": pgtest.Open} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &world{T: t, people: map[string]access.Actor{}}
			w.on("2026-02-02")
			w.Instance = instancetest.Open(t, database(t), func() time.Time { return w.now })
			here := region.MustParse("190300")
			system := app.System("test", access.OrganisationManage)
			w.must(w.Organisation.AddDivision(t.Context(), system, organisation.Division{ID: uuid.New(), Division: region.Division{Code: here, Name: "柏川市"}}))
			for name, role := range map[string]access.Role{"office": access.Supervisor, "leader": access.Leader, "roads": access.Reporter} {
				a := access.Actor{Account: uuid.New(), Unit: uuid.New(), Division: here, Grants: []access.Grant{{Role: role, Division: here}}}
				w.must(w.Organisation.AddUnit(t.Context(), system, organisation.Unit{ID: a.Unit, Division: here, Name: "柏川市" + name}))
				w.people[name] = a
			}
			test(w)
		})
	}
}

func day(text string) period.Date {
	d, err := period.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func (w *world) on(text string) { w.now = time.UnixMilli((int64(day(text))*24 + 1) * 3600 * 1000) }

func (w *world) as(name string) app.Call {
	return app.Call{Actor: w.people[name], Request: "test", From: "local"}
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) refused(err error, key string) {
	w.Helper()
	if err == nil || !strings.Contains(err.Error(), key) {
		w.Errorf("it is refused with %v, want %s", err, key)
	}
}

// adopt puts a task of the unit in with a target of 100 by the end of the year, and quarters that are due.
func (w *world) adopt(title string) (task uuid.UUID) {
	w.Helper()
	calendar, err := w.Calendar(w.Context())
	w.must(err)
	unit := w.people["roads"].Unit
	w.must(w.Store.Write(w.Context(), store.Unscoped, audit.Event{Owner: city, Account: app.SystemAccount, Action: "test.settle", Kind: "task"}, func(ctx context.Context, tx *store.Tx) error {
		head := func() store.Record { return store.Record{Owner: city, ID: uuid.Must(uuid.NewV7())} }
		d := record.Document{Record: head(), Title: "计划", State: record.DocumentAdopted, Adopted: w.now.UnixMilli()}
		t := record.Task{Record: head(), Document: d.ID, Ordinal: 1, Title: title, State: record.TaskOpen}
		duty := record.Duty{Record: head(), Document: d.ID, Task: t.ID, Unit: &unit, Role: record.PartLead}
		value := int64(100_0000)
		g := record.Target{Record: head(), Task: t.ID, Ordinal: 1, Metric: "里程", Op: ">=", Value: &value, Due: "2026-12-31"}
		task = t.ID
		if _, err := store.Insert(ctx, tx, record.DocumentTable, &d); err != nil {
			return err
		}
		if _, err := store.Insert(ctx, tx, record.TaskTable, &t); err != nil {
			return err
		}
		if _, err := store.Insert(ctx, tx, record.DutyTable, &duty); err != nil {
			return err
		}
		if _, err := store.Insert(ctx, tx, record.TargetTable, &g); err != nil {
			return err
		}
		for p, on := range map[string]string{"2026Q1": "2026-04-10", "2026Q2": "2026-07-10", "2026Q3": "2026-10-10", "2026Q4": "2027-01-10"} {
			x := record.Due{Record: head(), Task: t.ID, Unit: unit, Period: p, On: int64(day(on)), State: record.DueOpen}
			if _, err := store.Insert(ctx, tx, record.DueTable, &x); err != nil {
				return err
			}
		}
		if err := w.Cases.Assign(ctx, tx, []record.Duty{duty}, calendar); err != nil {
			return err
		}
		return w.Supervision.Relight(ctx, tx, city, task)
	}))
	return task
}

// due are the due items of a task by period.
func (w *world) due(task uuid.UUID) map[string]record.Due {
	w.Helper()
	items := map[string]record.Due{}
	w.must(w.Store.Read(w.Context(), store.Unscoped, func(ctx context.Context, v *store.View) error {
		list, err := store.List[record.Due](ctx, v, &relation.Select{From: relation.From(record.DueTable, "d"), Where: relation.Equal(relation.C("d", "task"), task[:])})
		for _, d := range list {
			if _, twice := items[d.Period]; twice {
				w.Errorf("%s is due twice", d.Period)
			}
			items[d.Period] = d
		}
		return err
	}))
	return items
}

// write writes a report with a figure.
func (w *world) write(item record.Due, figure int64) (uuid.UUID, error) {
	form, err := w.Reports.Form(w.Context(), w.as("roads"), item.ID)
	if err != nil {
		return uuid.Nil, err
	}
	x := report.Written{ID: uuid.Must(uuid.NewV7()), Due: item.ID, Progress: "有进展"}
	for _, g := range form.Targets {
		x.Values = append(x.Values, report.Figure{Target: g.ID, Value: quantity.Integer(figure)})
	}
	_, err = w.Reports.Write(w.Context(), w.as("roads"), x)
	return x.ID, err
}

// hand hands a report in and has it accepted.
func (w *world) hand(id uuid.UUID, isAccepted bool) {
	w.Helper()
	_, err := w.Reports.Submit(w.Context(), w.as("roads"), id)
	w.must(err)
	if isAccepted {
		_, err = w.Reports.Accept(w.Context(), w.as("office"), id)
		w.must(err)
	}
}

func (w *world) sound(want bool) {
	w.Helper()
	checked, err := w.Years.Verify(w.Context(), w.as("office"), 2026)
	w.must(err)
	if len(checked) == 0 {
		w.Fatal("nothing was verified")
	}
	is := true
	for _, c := range checked {
		is = is && c.IsSame
	}
	if is != want {
		w.Errorf("the year is sound: %t, want %t: %+v", is, want, checked)
	}
}

func (w *world) close() error {
	return w.Years.Close(w.Context(), w.as("office"), uuid.Must(uuid.NewV7()), 2026, "")
}

func (w *world) decide(all ...year.Decision) error {
	return w.Years.Decide(w.Context(), w.as("office"), 2026, all)
}
