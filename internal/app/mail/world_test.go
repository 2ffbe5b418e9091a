package mail_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/pgtest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/region"
)

const city = 190300

// A world is a city with its office, a leader, three units, and a task of one of them.
type world struct {
	t testing.TB
	*instance.Instance
	now    time.Time
	people map[string]access.Actor
	task   uuid.UUID
	report uuid.UUID
}

func each(t *testing.T, test func(t *testing.T, w *world)) {
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); test(t, newWorld(t, "")) })
	t.Run("postgres", func(t *testing.T) { t.Parallel(); test(t, newWorld(t, pgtest.Open(t))) })
}

func newWorld(t testing.TB, database string) *world {
	t.Helper()
	w := &world{t: t, people: map[string]access.Actor{}}
	w.on("2026-03-02")
	w.Instance = instancetest.Open(t, database, func() time.Time { return w.now })
	division := region.MustParse("190300")
	for name, role := range map[string]access.Role{"office": access.Supervisor, "leader": access.Leader, "finance": access.Reporter, "schools": access.Reporter, "roads": access.Reporter} {
		w.people[name] = access.Actor{Account: uuid.New(), Unit: uuid.New(), Division: division, Grants: []access.Grant{{Role: role, Division: division}}}
	}
	w.write(func(ctx context.Context, tx *store.Tx) error {
		for name, a := range w.people {
			u := record.Unit{Reference: store.Reference{ID: a.Unit}, Division: city, Name: name}
			if _, err := store.Insert(ctx, tx, record.UnitTable, &u); err != nil {
				return err
			}
			x := record.Account{Reference: store.Reference{ID: a.Account}, Name: name, Label: name, Division: city, Unit: &a.Unit}
			if _, err := store.Insert(ctx, tx, record.AccountTable, &x); err != nil {
				return err
			}
			g := record.Grant{Reference: store.Reference{ID: uuid.New()}, Account: a.Account, Role: string(a.Grants[0].Role), Division: city}
			if _, err := store.Insert(ctx, tx, record.GrantTable, &g); err != nil {
				return err
			}
		}
		d := record.Document{Record: w.head(), Title: "计划", State: record.DocumentAdopted, Adopted: 1}
		task := record.Task{Record: w.head(), Document: d.ID, Ordinal: 1, Title: "整治环境", State: record.TaskOpen}
		lead := w.people["finance"].Unit
		duty := record.Duty{Record: w.head(), Document: d.ID, Task: task.ID, Unit: &lead, Role: record.PartLead}
		due := record.Due{Record: w.head(), Task: task.ID, Unit: lead, Period: "2026-02", On: int64(day("2026-03-05")), State: record.DueSubmitted}
		report := record.Report{Record: w.head(), Due: due.ID, Unit: lead, State: record.ReportSubmitted, Progress: "推进", Problem: "缺用地指标", Submitted: 1}
		w.task, w.report = task.ID, report.ID
		_, err := store.Insert(ctx, tx, record.DocumentTable, &d)
		_, err2 := store.Insert(ctx, tx, record.TaskTable, &task)
		_, err3 := store.Insert(ctx, tx, record.DutyTable, &duty)
		_, err4 := store.Insert(ctx, tx, record.DueTable, &due)
		_, err5 := store.Insert(ctx, tx, record.ReportTable, &report)
		return errors.Join(err, err2, err3, err4, err5)
	})
	return w
}

func (w *world) head() store.Record { return store.Record{Owner: city, ID: uuid.Must(uuid.NewV7())} }

func day(text string) period.Date {
	d, err := period.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// on sets the clock to the morning of a day.
func (w *world) on(text string) { w.now = time.UnixMilli((int64(day(text))*24 + 1) * 3600 * 1000) }

func (w *world) as(name string) app.Call {
	return app.Call{Actor: w.people[name], Request: "test", From: "local"}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// refused wants a fault with a key.
func (w *world) refused(err error, key string) {
	w.t.Helper()
	if f, ok := errors.AsType[*fault.Error](err); !ok || f.Key != key {
		w.t.Errorf("it is refused with %v, want %s", err, key)
	}
}

func (w *world) write(do func(context.Context, *store.Tx) error) {
	w.t.Helper()
	w.must(w.Store.Write(w.t.Context(), store.Unscoped, audit.Event{Owner: city, Account: app.SystemAccount, Action: "test.settle", Kind: "unit"}, do))
}
