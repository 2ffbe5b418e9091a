package sheet_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/xuri/excelize/v2"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
)

// A house is an office with tasks that a unit reports on every month.
type house struct {
	*instancetest.Office
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
	instancetest.Each(t, func(t *testing.T, database string) {
		h := &house{Office: instancetest.NewOffice(t, database, "2025-03-10")}
		h.build()
		test(h)
	})
}

func (h *house) build() {
	h.Helper()
	for _, name := range unitNames {
		h.units = append(h.units, h.Unit(name))
	}
	h.writer, h.office, h.another = instancetest.Person(h.units[0], access.Reporter), instancetest.Person(instancetest.ID(), access.Supervisor), instancetest.Person(h.units[1], access.Reporter)
	document := record.Document{Title: "禾川市2025年乡村建设工作要点", Force: record.ForceBinding}
	for i, x := range []struct {
		title   string
		metrics []string
	}{{"改善农村住房", []string{"农村危房改造", "宜居农房示范"}}, {"整治村容村貌", nil}, {"=改厕\n（含管护）", []string{"户厕改造"}}} {
		o := instancetest.Order{Document: document, Ordinal: int64(i + 1), Title: x.title, Lead: h.units[0]}
		goal := int64(1200_0000)
		for _, metric := range x.metrics {
			o.Targets = append(o.Targets, record.Target{Metric: metric, Op: "=", Value: &goal, Unit: "户"})
		}
		for month := 1; month <= 3; month++ {
			period := fmt.Sprintf("2025-%02d", month)
			o.Due = append(o.Due, record.Due{Period: period, On: int64(instancetest.Day(period + "-28"))})
		}
		task, _ := h.Adopt(o)
		document.ID = task.Document
		h.tasks, h.targets, h.due = append(h.tasks, task.ID), append(h.targets, nil), append(h.due, nil)
		for _, g := range o.Targets {
			h.targets[i] = append(h.targets[i], g.ID)
		}
		for _, d := range o.Due {
			h.due[i] = append(h.due[i], d.ID)
		}
	}
}

// A book is a workbook in the hands of somebody with a spreadsheet program.
type book struct {
	t instancetest.T
	*excelize.File
	sheet string
}

func (h *house) open(data []byte) book {
	h.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	h.Must(err)
	return book{h.T, f, f.GetSheetName(0)}
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
