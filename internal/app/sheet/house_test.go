package sheet_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/xuri/excelize/v2"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
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

var city = region.MustParse("190300")

const owner = 190300

// A house is an installation with tasks that a unit reports on every month.
type house struct {
	*instance.Instance
	t       *testing.T
	units   []uuid.UUID
	tasks   []uuid.UUID
	targets [][]uuid.UUID // by task
	due     [][]uuid.UUID // by task and month
	writer  app.Call
	office  app.Call
	another app.Call
}

var unitNames = []string{"禾川市住房和城乡建设局", "禾川市水利局", "禾川市农业农村局"}

func onEach(t *testing.T, test func(h *house)) {
	t.Helper()
	for name, database := range map[string]func(testing.TB) string{"sqlite": func(testing.TB) string { return "" }, "postgresql": pgtest.Open} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := &house{t: t}
			h.Instance = instancetest.Open(t, database(t), func() time.Time { return time.Date(2025, 3, 10, 2, 0, 0, 0, time.UTC) })
			h.build()
			test(h)
		})
	}
}

func id() uuid.UUID { return uuid.Must(uuid.NewV7()) }

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) build() {
	h.t.Helper()
	ctx, keeper := h.t.Context(), app.System("test", access.OrganisationManage)
	h.must(h.Organisation.AddDivision(ctx, keeper, organisation.Division{ID: id(), Division: region.Division{Code: city, Name: "禾川市"}}))
	for _, name := range unitNames {
		h.units = append(h.units, id())
		h.must(h.Organisation.AddUnit(ctx, keeper, organisation.Unit{ID: h.units[len(h.units)-1], Division: city, Name: name}))
	}
	h.writer, h.office, h.another = h.person(h.units[0], access.Reporter), h.person(id(), access.Supervisor), h.person(h.units[1], access.Reporter)
	call := app.System("test", access.DocumentAdopt)
	h.must(h.Change(ctx, call, app.Act{Needs: access.DocumentAdopt, Owner: owner, Kind: "document"}, func(ctx context.Context, tx *store.Tx) error {
		document := id()
		err := put(ctx, tx, record.DocumentTable, &record.Document{Record: head(document), Title: "禾川市2025年乡村建设工作要点", State: record.DocumentAdopted, Force: record.ForceBinding})
		for i, x := range []struct {
			title   string
			targets []string
		}{{"改善农村住房", []string{"农村危房改造", "宜居农房示范"}}, {"整治村容村貌", nil}, {"=改厕\n（含管护）", []string{"户厕改造"}}} {
			task := id()
			h.tasks, h.targets, h.due = append(h.tasks, task), append(h.targets, nil), append(h.due, nil)
			err = errors.Join(err, put(ctx, tx, record.TaskTable, &record.Task{Record: head(task), Document: document, Ordinal: int64(i + 1), Title: x.title, State: record.TaskOpen}),
				put(ctx, tx, record.DutyTable, &record.Duty{Record: head(id()), Document: document, Task: task, Unit: &h.units[0], UnitName: "市住建局", Role: record.PartLead}))
			for j, metric := range x.targets {
				goal := int64(1200_0000)
				h.targets[i] = append(h.targets[i], id())
				err = errors.Join(err, put(ctx, tx, record.TargetTable, &record.Target{Record: head(h.targets[i][j]), Task: task, Ordinal: int64(j + 1), Metric: metric, Op: "=", Value: &goal, Unit: "户"}))
			}
			for month := 1; month <= 3; month++ {
				last, _ := period.NewDate(2025, month, 28)
				h.due[i] = append(h.due[i], id())
				err = errors.Join(err, put(ctx, tx, record.DueTable, &record.Due{Record: head(h.due[i][month-1]), Task: task, Unit: h.units[0], Period: fmt.Sprintf("2025-%02d", month), On: int64(last), State: record.DueOpen}))
			}
		}
		return err
	}))
}

func head(n uuid.UUID) store.Record { return store.Record{Owner: owner, ID: n} }

func put[T any](ctx context.Context, tx *store.Tx, t *relation.Table, r *T) error {
	_, err := store.Insert(ctx, tx, t, r)
	return err
}

func (h *house) person(unit uuid.UUID, role access.Role) app.Call {
	return app.Call{From: "local", Request: "test", Actor: access.Actor{Account: id(), Unit: unit, Division: city, Grants: []access.Grant{{Role: role, Division: city}}}}
}

// A book is a workbook in the hands of somebody with a spreadsheet program.
type book struct {
	t *testing.T
	*excelize.File
	sheet string
}

func (h *house) open(data []byte) book {
	h.t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	h.must(err)
	return book{h.t, f, f.GetSheetName(0)}
}

func (b book) get(cell string) string {
	b.t.Helper()
	text, err := b.GetCellValue(b.sheet, cell)
	if err != nil {
		b.t.Fatal(err)
	}
	return text
}

func (b book) set(cell string, value any) {
	b.t.Helper()
	if err := b.SetCellValue(b.sheet, cell, value); err != nil {
		b.t.Fatal(err)
	}
}

func (b book) bytes() []byte {
	b.t.Helper()
	data, err := b.WriteToBuffer()
	if err != nil {
		b.t.Fatal(err)
	}
	return data.Bytes()
}

func refused(t *testing.T, err error, key string) {
	t.Helper()
	if f, ok := errors.AsType[*fault.Error](err); !ok || f.Key != key {
		t.Errorf("got %v, want the fault %s", err, key)
	}
}
