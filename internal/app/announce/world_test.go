package announce_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/account"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/pgtest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/region"
)

const owner = 190300

var city = region.MustParse("190300")

// A house is an installation with an office, a leader, two units with a reporter each, and a ledger.
type house struct {
	*instance.Instance
	t      *testing.T
	now    time.Time
	office app.Call
	leader app.Call
	units  map[string]uuid.UUID
	at     map[string]app.Call // the reporter of a unit
}

func onEach(t *testing.T, test func(h *house)) {
	t.Helper()
	for name, database := range map[string]func(testing.TB) string{"sqlite": func(testing.TB) string { return "" }, "postgresql": pgtest.Open} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := &house{t: t, now: time.Date(2025, 11, 5, 2, 0, 0, 0, time.UTC), units: make(map[string]uuid.UUID), at: make(map[string]app.Call)}
			h.Instance = instancetest.Open(t, database(t), func() time.Time { return h.now })
			h.settle()
			test(h)
		})
	}
}

func (h *house) settle() {
	h.t.Helper()
	call := app.System("test", access.OrganisationManage)
	h.must(h.Organisation.AddDivision(h.t.Context(), call, organisation.Division{ID: h.id(), Division: region.Division{Code: city, Name: "柏川市"}}))
	var people []account.New
	for name, role := range map[string]access.Role{"柏川市人民政府办公室": access.Supervisor, "柏川市商务局": access.Reporter, "柏川市工业和信息化局": access.Reporter, "柏川市水利局": access.Reporter} {
		h.units[name] = h.id()
		h.must(h.Organisation.AddUnit(h.t.Context(), call, organisation.Unit{ID: h.units[name], Division: city, Name: name}))
		n := account.New{ID: h.id(), Name: "a" + h.units[name].String()[30:], Label: "甲", Division: city, Unit: h.units[name], Password: "Kodami-Rupeso-7342", Roles: []access.Role{role}}
		people = append(people, n)
		h.at[name] = h.call(n.ID, h.units[name], role)
	}
	h.office = h.at["柏川市人民政府办公室"]
	chief := account.New{ID: h.id(), Name: "chief", Label: "乙", Division: city, Unit: h.office.Actor.Unit, Password: "Kodami-Rupeso-7342", Roles: []access.Role{access.Leader}}
	h.leader = h.call(chief.ID, h.office.Actor.Unit, access.Leader)
	people = append(people, chief)
	for _, r := range []access.Role{access.Operator, access.Security, access.Auditor} {
		people = append(people, account.New{ID: h.id(), Name: string(r), Label: "丙", Division: city, Password: "Kodami-Rupeso-7342", Roles: []access.Role{r}})
	}
	h.must(h.Accounts.Found(h.t.Context(), app.Call{Request: "test", From: "local"}, people))
}

func (h *house) call(id, unit uuid.UUID, role access.Role) app.Call {
	return app.Call{Actor: access.Actor{Account: id, Unit: unit, Division: city, Grants: []access.Grant{{Role: role, Division: city}}}, Request: "test", From: "local"}
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) id() uuid.UUID {
	h.t.Helper()
	id, err := uuid.NewV7()
	h.must(err)
	return id
}

// write puts records in past the use cases: the ledger a test starts from.
func (h *house) write(do func(ctx context.Context, tx *store.Tx) error) {
	h.t.Helper()
	h.must(h.Store.Write(h.t.Context(), store.Unscoped, audit.Event{Owner: owner, Account: app.SystemAccount, Action: "test", Kind: "test", Detail: audit.Detail{}}, do))
}

func insert[T any](h *house, t *relation.Table, r T) {
	h.t.Helper()
	h.write(func(ctx context.Context, tx *store.Tx) error { _, err := store.Insert(ctx, tx, t, &r); return err })
}

func (h *house) record() store.Record { return store.Record{Owner: owner, ID: h.id()} }

// A told is one task of the ledger, with what became of it.
type told struct {
	state, outcome string
	unit           string
	due            []item
}

// An item is one due item: its day, its state, whether its report was late, and the figure reported, in whole units.
type item struct {
	on     string
	state  string
	isLate bool
	value  int64
}

// ledger puts a document with tasks in.
func (h *house) ledger(title string, tasks ...told) {
	h.t.Helper()
	d := record.Document{Record: h.record(), Title: title, State: record.DocumentAdopted, Adopted: h.now.UnixMilli()}
	insert(h, record.DocumentTable, d)
	for i, x := range tasks {
		t := record.Task{Record: h.record(), Document: d.ID, Ordinal: int64(i + 1), Label: "（一）", Title: title + "的任务", Body: "原文", State: x.state, Outcome: x.outcome}
		insert(h, record.TaskTable, t)
		unit := h.units[x.unit]
		insert(h, record.DutyTable, record.Duty{Record: h.record(), Document: d.ID, Task: t.ID, Unit: &unit, UnitName: x.unit, Role: record.PartLead})
		goal := int64(100_0000)
		g := record.Target{Record: h.record(), Task: t.ID, Ordinal: 1, Metric: "建成数", Op: ">=", Value: &goal, Unit: "个"}
		insert(h, record.TargetTable, g)
		for _, y := range x.due {
			h.due(t, g, unit, y)
		}
	}
}

func (h *house) due(t record.Task, g record.Target, unit uuid.UUID, y item) {
	h.t.Helper()
	on, err := period.ParseDate(y.on)
	h.must(err)
	due := record.Due{Record: h.record(), Task: t.ID, Unit: unit, Period: y.on[:7], On: int64(on), State: y.state}
	if y.state != record.DueOpen && y.state != record.DueCancelled {
		r := record.Report{Record: h.record(), Due: due.ID, Unit: unit, State: y.state, Progress: "完成", IsLate: y.isLate, Submitted: h.now.UnixMilli()}
		due.Report = r.ID
		insert(h, record.ReportTable, r)
		insert(h, record.ValueTable, record.Value{Record: h.record(), Report: r.ID, Unit: unit, Target: g.ID, Value: y.value * 10000})
	}
	insert(h, record.DueTable, due)
}

// all reads every row of a table.
func all[T any](h *house, t *relation.Table) (list []T) {
	h.t.Helper()
	h.must(h.Store.Read(h.t.Context(), store.Unscoped, func(ctx context.Context, v *store.View) (err error) {
		list, err = store.List[T](ctx, v, &relation.Select{From: relation.From(t, "x"), OrderBy: []relation.Order{{By: relation.C("x", "rid")}}})
		return err
	}))
	return list
}

// key is that of a fault.
func key(err error) string {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return e.Key
	}
	return ""
}

var text = regexp.MustCompile(`<w:t xml:space="preserve">([^<]*)</w:t>|(</w:p>)`)

// paper is what the bulletin's DOCX file says: a line for each paragraph.
func (h *house) paper(call app.Call, id uuid.UUID) string {
	h.t.Helper()
	var file bytes.Buffer
	_, err := h.Announce.Write(h.t.Context(), call, id, &file)
	h.must(err)
	z, err := zip.NewReader(bytes.NewReader(file.Bytes()), int64(file.Len()))
	h.must(err)
	f, err := z.Open("word/document.xml")
	h.must(err)
	data, err := io.ReadAll(f)
	h.must(err)
	var b strings.Builder
	for _, m := range text.FindAllStringSubmatch(string(data), -1) {
		b.WriteString(m[1])
		if m[2] != "" {
			b.WriteString("\n")
		}
	}
	return b.String()
}
