package announce_test

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/account"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
)

// A house is an office with a leader, units with a reporter each, and a ledger.
type house struct {
	*instancetest.Office
	office app.Call
	leader app.Call
	units  map[string]uuid.UUID
	at     map[string]app.Call // the reporter of a unit
}

func onEach(t *testing.T, test func(h *house)) {
	t.Helper()
	instancetest.Each(t, func(t *testing.T, database string) {
		h := &house{Office: instancetest.NewOffice(t, database, "2025-11-05"), units: make(map[string]uuid.UUID), at: make(map[string]app.Call)}
		h.settle()
		test(h)
	})
}

func (h *house) settle() {
	h.Helper()
	var people []account.New
	hire := func(name, label string, unit uuid.UUID, role access.Role) app.Call {
		call := instancetest.Person(unit, role)
		people = append(people, account.New{ID: call.Actor.Account, Name: name, Label: label, Division: instancetest.Here, Unit: unit, Password: "Kodami-Rupeso-7342", Roles: []access.Role{role}})
		return call
	}
	for name, role := range map[string]access.Role{"禾川市人民政府办公室": access.Supervisor, "禾川市商务局": access.Reporter, "禾川市工业和信息化局": access.Reporter, "禾川市水利局": access.Reporter} {
		h.units[name] = h.Unit(name)
		h.at[name] = hire("a"+h.units[name].String()[30:], "甲", h.units[name], role)
	}
	h.office = h.at["禾川市人民政府办公室"]
	h.leader = hire("chief", "乙", h.office.Actor.Unit, access.Leader)
	for _, r := range []access.Role{access.Operator, access.Security, access.Auditor} {
		hire(string(r), "丙", uuid.Nil, r)
	}
	h.Must(h.Accounts.Found(h.Context(), app.Call{Request: "test", From: "local"}, people))
}

func insert[T any](h *house, t *relation.Table, r T) { instancetest.Put(h.Office, t, r) }

// A told is one task of the ledger, with what became of it.
type told struct {
	state, outcome string
	unit           string
	isJoined       bool // to another task
	due            []item
}

// An item is one due item: its day, its state, by when its report is wanted again, whether that was late, and the figure reported, in whole units.
type item struct {
	on     string
	state  string
	again  string
	isLate bool
	value  int64
}

// ledger puts a document with tasks in.
func (h *house) ledger(title string, tasks ...told) {
	h.Helper()
	d := record.Document{Record: instancetest.Head(), Title: title, State: record.DocumentAdopted, Adopted: h.Clock.UnixMilli()}
	insert(h, record.DocumentTable, d)
	for i, x := range tasks {
		t := record.Task{Record: instancetest.Head(), Document: d.ID, Ordinal: int64(i + 1), Label: "（一）", Title: title + "的任务", Body: "原文", State: x.state, Outcome: x.outcome}
		if x.isJoined {
			t.Joined = instancetest.ID()
		}
		insert(h, record.TaskTable, t)
		unit := h.units[x.unit]
		insert(h, record.DutyTable, record.Duty{Record: instancetest.Head(), Document: d.ID, Task: t.ID, Unit: &unit, UnitName: x.unit, Role: record.PartLead})
		goal := int64(100_0000)
		g := record.Target{Record: instancetest.Head(), Task: t.ID, Ordinal: 1, Metric: "建成数", Op: ">=", Value: &goal, Unit: "个"}
		insert(h, record.TargetTable, g)
		for _, y := range x.due {
			h.due(t, g, unit, y)
		}
	}
}

func (h *house) due(t record.Task, g record.Target, unit uuid.UUID, y item) {
	h.Helper()
	due := record.Due{Record: instancetest.Head(), Task: t.ID, Unit: unit, Period: y.on[:7], On: int64(instancetest.Day(y.on)), State: y.state}
	if y.again != "" {
		due.Again = int64(instancetest.Day(y.again))
	}
	if slices.Contains([]string{record.DueReturned, record.DueSubmitted, record.DueAccepted}, y.state) {
		r := record.Report{Record: instancetest.Head(), Due: due.ID, Unit: unit, State: y.state, Progress: "完成", IsLate: y.isLate, Submitted: h.Clock.UnixMilli(), IsSent: true}
		due.Report = r.ID
		insert(h, record.ReportTable, r)
		insert(h, record.ValueTable, record.Value{Record: instancetest.Head(), Report: r.ID, Unit: unit, Target: g.ID, Value: y.value * 10000})
	}
	insert(h, record.DueTable, due)
}

func all[T any](h *house, t *relation.Table) []T { return instancetest.All[T](h.Office, t) }

var text = regexp.MustCompile(`<w:t xml:space="preserve">([^<]*)</w:t>|(</w:p>)`)

// paper is what the bulletin's DOCX file says: a line for each paragraph.
func (h *house) paper(call app.Call, id uuid.UUID) string {
	h.Helper()
	var file bytes.Buffer
	_, err := h.Announce.Write(h.Context(), call, id, &file)
	h.Must(err)
	z, err := zip.NewReader(bytes.NewReader(file.Bytes()), int64(file.Len()))
	h.Must(err)
	f, err := z.Open("word/document.xml")
	h.Must(err)
	data, err := io.ReadAll(f)
	h.Must(err)
	var b strings.Builder
	for _, m := range text.FindAllStringSubmatch(string(data), -1) {
		b.WriteString(m[1])
		if m[2] != "" {
			b.WriteString("\n")
		}
	}
	return b.String()
}
