package instancetest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/pgtest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/region"
)

// Owner is the code of the city of every Office, which no real one has, and City its name.
const (
	Owner = 190300
	City  = "禾川市"
)

// Here is Owner as a division.
var Here = region.MustParse("190300")

// T is what an Office needs of a test, or of a property that is checked in one.
type T interface {
	Helper()
	Context() context.Context
	Error(args ...any)
	Errorf(format string, args ...any)
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// An Office is a small installation for tests of use cases: a city, the units and people that a test adds to it, and what documents order them to do, behind a
// clock that the test sets. Tests embed it in a world of their own. Start with Each and NewOffice.
type Office struct {
	T
	*instance.Instance
	Clock  time.Time
	People map[string]access.Actor // whom Staff and Hire have made, by name
}

// Each runs a test on SQLite and on PostgreSQL at the same time. database is as of Open.
func Each(t *testing.T, test func(t *testing.T, database string)) {
	t.Helper()
	for name, database := range map[string]func(testing.TB) string{"sqlite": func(testing.TB) string { return "" }, "postgresql": pgtest.Open} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, database(t))
		})
	}
}

// NewOffice opens an Office in the morning of a day, with a city in which there is nobody yet. database is as of Open.
func NewOffice(t testing.TB, database, on string) *Office {
	t.Helper()
	o := &Office{T: t, People: map[string]access.Actor{}}
	o.On(on)
	o.Instance = Open(t, database, func() time.Time { return o.Clock })
	o.Must(o.Organisation.AddDivision(t.Context(), keeper, organisation.Division{ID: ID(), Division: region.Division{Code: Here, Name: City}}))
	return o
}

// keeper adds divisions and units.
var keeper = app.System("test", access.OrganisationManage)

// ID is a new id.
func ID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// Head is that of a new record of the city.
func Head() store.Record { return store.Record{Owner: Owner, ID: ID()} }

// Day is a day of a test, as YYYY-MM-DD.
func Day(text string) period.Date {
	d, err := period.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// On sets the clock to the morning of a day.
func (o *Office) On(day string) { o.Clock = time.UnixMilli((int64(Day(day))*24 + 1) * 3600 * 1000) }

// Must ends the test on an error.
func (o *Office) Must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

// Key is that of a fault; of another error, what it says.
func Key(err error) string {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f.Key
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// Refused wants the fault with a key.
func (o *Office) Refused(err error, key string) {
	o.Helper()
	if Key(err) != key {
		o.Errorf("it is refused with %v, want %s", err, key)
	}
}

// Unit adds a unit to the city.
func (o *Office) Unit(name string) uuid.UUID {
	o.Helper()
	return o.AddUnit(organisation.Unit{Division: Here, Name: name})
}

// AddUnit adds a unit as it is described, under a new id.
func (o *Office) AddUnit(u organisation.Unit) uuid.UUID {
	o.Helper()
	u.ID = ID()
	o.Must(o.Organisation.AddUnit(o.Context(), keeper, u))
	return u.ID
}

// Person is the call of somebody with a role in a unit of the city, who has no account.
func Person(unit uuid.UUID, role access.Role) app.Call {
	return Call(access.Actor{Account: ID(), Unit: unit, Division: Here, Grants: []access.Grant{{Role: role, Division: Here}}})
}

// Call is an actor's.
func Call(a access.Actor) app.Call { return app.Call{Actor: a, Request: "test", From: "local"} }

// As is the call of one of People.
func (o *Office) As(name string) app.Call { return Call(o.People[name]) }

// Staff hires the office itself, a leader, and who reports on finance, schools and roads: each is a unit of its own, which has the same name.
func (o *Office) Staff() {
	o.Helper()
	for name, role := range map[string]access.Role{"office": access.Supervisor, "leader": access.Leader, "finance": access.Reporter, "schools": access.Reporter, "roads": access.Reporter} {
		o.Hire(name, o.Unit(name), role)
	}
}

// Hire gives a unit somebody with a role, an account and a name.
func (o *Office) Hire(name string, unit uuid.UUID, role access.Role) access.Actor {
	o.Helper()
	a := Person(unit, role).Actor
	o.People[name] = a
	o.Write(func(ctx context.Context, tx *store.Tx) error {
		return errors.Join(insert(ctx, tx, record.AccountTable, record.Account{Reference: store.Reference{ID: a.Account}, Name: name, Label: name, Division: Owner, Unit: &unit}),
			insert(ctx, tx, record.GrantTable, record.Grant{Reference: store.Reference{ID: ID()}, Account: a.Account, Role: string(role), Division: Owner}))
	})
	return a
}

// Told are the kinds of messages one of People has, the newest first.
func (o *Office) Told(name string) (kinds []string) {
	o.Helper()
	list, err := o.Inbox.List(o.Context(), o.As(name), 100)
	o.Must(err)
	for _, m := range list {
		kinds = append(kinds, m.Kind)
	}
	return kinds
}

// Upload puts a document in that says a text, and has it compiled.
func (o *Office) Upload(by app.Call, name, text string) uuid.UUID {
	o.Helper()
	id := ID()
	_, err := o.Documents.Upload(o.Context(), by, intake.Uploaded{ID: id, Name: name, Content: strings.NewReader(text)})
	o.Must(err)
	o.Must(o.Jobs.Drain(o.Context()))
	return id
}

// An Order is a task that a document orders.
type Order struct {
	Document record.Document // one without an id is put in too
	Ordinal  int64           // of the task; 0: 1
	Title    string
	Limit    string // 完成时限 of the whole task
	DoneWhen string
	Lead     uuid.UUID
	With     []uuid.UUID     // units that cooperate
	Targets  []record.Target // whose ids are made, and whose task and ordinal; of at least 100 where they say no value
	Due      []record.Due    // whose ids are made, and whose task; of the unit that leads, and open where they say no state
}

// Adopt puts a task in that a document orders which was adopted now, past the use cases.
func (o *Office) Adopt(x Order) (t record.Task, duties []record.Duty) {
	o.Helper()
	d := x.Document
	if d.Record, d.State, d.Adopted = Head(), record.DocumentAdopted, o.Clock.UnixMilli(); d.Title == "" {
		d.Title = "计划"
	}
	if x.Document.ID != uuid.Nil {
		d = x.Document
	}
	t = record.Task{Record: Head(), Document: d.ID, Ordinal: max(x.Ordinal, 1), Title: x.Title, Due: x.Limit, DoneWhen: x.DoneWhen, State: record.TaskOpen}
	role := record.PartLead
	for _, unit := range append([]uuid.UUID{x.Lead}, x.With...) {
		duties = append(duties, record.Duty{Record: Head(), Document: d.ID, Task: t.ID, Unit: &unit, Role: role})
		role = record.PartCooperate
	}
	for i := range x.Targets {
		g := &x.Targets[i]
		if g.Record, g.Task, g.Ordinal = Head(), t.ID, int64(i+1); g.Value == nil {
			value := int64(100_0000)
			g.Op, g.Value = ">=", &value
		}
	}
	for i := range x.Due {
		d := &x.Due[i]
		if d.Record, d.Task, d.Unit = Head(), t.ID, x.Lead; d.State == "" {
			d.State = record.DueOpen
		}
	}
	o.Write(func(ctx context.Context, tx *store.Tx) (err error) {
		if x.Document.ID == uuid.Nil {
			err = insert(ctx, tx, record.DocumentTable, d)
		}
		return errors.Join(err, insert(ctx, tx, record.TaskTable, t), insert(ctx, tx, record.DutyTable, duties...),
			insert(ctx, tx, record.TargetTable, x.Targets...), insert(ctx, tx, record.DueTable, x.Due...))
	})
	return t, duties
}

// Assign gives a task to the unit that leads it, and lights its light.
func (o *Office) Assign(t record.Task, duties []record.Duty) {
	o.Helper()
	calendar, err := o.Calendar(o.Context())
	o.Must(err)
	o.Write(func(ctx context.Context, tx *store.Tx) error {
		if err := o.Cases.Assign(ctx, tx, duties, calendar); err != nil {
			return err
		}
		return o.Supervision.Relight(ctx, tx, Owner, t.ID)
	})
}

// Report writes a report on a due item, with the same figure for each target.
func (o *Office) Report(by app.Call, due uuid.UUID, figure int64) (uuid.UUID, error) {
	form, err := o.Reports.Form(o.Context(), by, due)
	if err != nil {
		return uuid.Nil, err
	}
	w := report.Written{ID: ID(), Due: due, Progress: "有进展"}
	if form.Report != nil { // it goes on with what was begun
		w.ID, w.Version = form.Report.ID, form.Report.Version
	}
	for _, g := range form.Targets {
		w.Values = append(w.Values, report.Figure{Target: g.ID, Value: quantity.Integer(figure)})
	}
	_, err = o.Reports.Write(o.Context(), by, w)
	return w.ID, err
}

// Hand hands a report in; by is who wrote it. judge is who accepts it, if anybody does.
func (o *Office) Hand(by app.Call, report uuid.UUID, judge ...app.Call) {
	o.Helper()
	_, err := o.Reports.Submit(o.Context(), by, report)
	o.Must(err)
	for _, j := range judge {
		_, err = o.Reports.Accept(o.Context(), j, report)
		o.Must(err)
	}
}

// Write writes past the use cases.
func (o *Office) Write(do func(context.Context, *store.Tx) error) {
	o.Helper()
	o.Must(o.Store.Write(o.Context(), store.Unscoped, audit.Event{Owner: Owner, Account: app.SystemAccount, Action: "test.settle", Kind: "unit"}, do))
}

// Put puts records in past the use cases.
func Put[R any](o *Office, t *relation.Table, rows ...R) {
	o.Helper()
	o.Write(func(ctx context.Context, tx *store.Tx) error { return insert(ctx, tx, t, rows...) })
}

func insert[R any](ctx context.Context, tx *store.Tx, t *relation.Table, rows ...R) error {
	for i := range rows {
		if _, err := store.Insert(ctx, tx, t, &rows[i]); err != nil {
			return err
		}
	}
	return nil
}

// All are the records of a table, in the order in which they were made.
func All[R any](o *Office, t *relation.Table, where ...relation.Expr) (list []R) {
	o.Helper()
	o.Must(o.Store.Read(o.Context(), store.Unscoped, func(ctx context.Context, v *store.View) (err error) {
		list, err = store.List[R](ctx, v, &relation.Select{From: relation.From(t, "x"), Where: relation.And(where), OrderBy: []relation.Order{{By: relation.C("x", "id")}}})
		return err
	}))
	return list
}
