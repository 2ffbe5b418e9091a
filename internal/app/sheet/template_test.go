package sheet_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/app/sheet"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/xuri/excelize/v2"
)

// blank is a superior's template: labels, heads in two rows, a row for each target, a sum, a share as a formula.
func (h *house) blank() []byte {
	h.Helper()
	b := book{h.T, excelize.NewFile(), "Sheet1"}
	for ref, v := range map[string]any{
		"A1": "全省农村住房建设月报表", "A2": "填报单位：", "D2": "报告期", "A3": "序号", "B3": "指标名称", "C3": "年度目标", "D3": "完成情况", "F3": "进展情况", "G3": "完成率",
		"D4": "本月完成", "E4": "累计完成", "A5": 1, "B5": "农村危房改造", "A6": 2, "B6": "宜居农房示范", "A7": 3, "B7": "户厕改造", "A8": 4, "B8": "其他指标", "A9": "合计", "A10": "填报人：", "D10": "联系电话：",
	} {
		b.set(ref, v)
	}
	for _, m := range [][2]string{{"A1", "G1"}, {"A2", "B2"}, {"E2", "G2"}, {"A3", "A4"}, {"B3", "B4"}, {"C3", "C4"}, {"D3", "E3"}, {"F3", "F4"}, {"G3", "G4"}, {"A10", "C10"}} {
		h.Must(b.MergeCell("Sheet1", m[0], m[1]))
	}
	h.Must(b.SetCellFormula("Sheet1", "E9", "SUM(E5:E8)"))
	for row := 5; row <= 8; row++ {
		h.Must(b.SetCellFormula("Sheet1", fmt.Sprintf("G%d", row), fmt.Sprintf("E%d/C%[1]d", row)))
	}
	code := "0.0"
	style, err := b.NewStyle(&excelize.Style{CustomNumFmt: &code, Font: &excelize.Font{Bold: true}})
	h.Must(err)
	h.Must(b.SetCellStyle("Sheet1", "D5", "E8", style))
	return b.bytes()
}

// accept writes, hands in and accepts a report.
func (h *house) accept(due uuid.UUID, progress string, values map[uuid.UUID]int64) {
	h.Helper()
	w := report.Written{ID: instancetest.ID(), Due: due, Progress: progress}
	for target, v := range values {
		w.Values = append(w.Values, report.Figure{Target: target, Value: quantity.Integer(v)})
	}
	_, err := h.Reports.Write(h.Context(), h.writer, w)
	h.Must(err)
	h.Hand(h.writer, w.ID, h.office)
}

func TestTemplate_CellsAreThoseOfTheDatabaseAndTheRestStays(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx := t.Context()
		h.accept(h.due[0][0], "一月", map[uuid.UUID]int64{h.targets[0][0]: 100, h.targets[0][1]: 5})
		h.accept(h.due[0][1], "=二月", map[uuid.UUID]int64{h.targets[0][0]: 260, h.targets[0][1]: 5})
		w, err := h.Sheets.TakeTemplate(ctx, h.office, intake.Uploaded{ID: instancetest.ID(), Name: "月报表.xlsx", Content: bytes.NewReader(h.blank())})
		h.Must(err)
		x, err := h.Sheets.Template(ctx, h.office, w.ID)
		h.Must(err)
		if len(x.Mapping.Rows) != 3 || x.Mapping.Rows[4].Target != h.targets[0][0] || x.Mapping.Key != 1 {
			t.Fatalf("guessed is %+v", x.Mapping)
		}
		x.Mapping.Name, x.Mapping.Person = "省月报", "王晓"
		x.Mapping.Cells["office"] = "" // the office has no unit in this test
		h.Must(h.Sheets.MapTemplate(ctx, h.office, w.ID, x.Mapping))
		f, err := h.Sheets.Fill(ctx, h.office, w.ID, "2025-02", locale.Zh)
		h.Must(err)
		name, data, err := f.Workbook()
		h.Must(err)
		b := h.open(data)
		if name != "省月报 2025-02.xlsx" {
			t.Errorf("it is named %q", name)
		}
		for cell, want := range map[string]string{"A1": "全省农村住房建设月报表", "E2": "2025-02", "C5": "1200", "D5": "160.0", "E5": "260.0", "F5": "=二月", "D6": "0.0", "E6": "5.0", "C7": "1200", "D7": "", "E7": "", "D8": "", "A10": "填报人：王晓", "D10": "联系电话："} {
			if got := b.get(cell); got != want {
				t.Errorf("%s is %q, want %q", cell, got, want)
			}
		}
		h.eachCell(f, b)
		if formula, _ := b.GetCellFormula(b.sheet, "E9"); formula != "SUM(E5:E8)" {
			t.Errorf("the sum is %q", formula)
		}
		if sum, _ := b.CalcCellValue(b.sheet, "E9"); sum != "265" {
			t.Errorf("the sum gives %q", sum)
		}
		if formula, _ := b.GetCellFormula(b.sheet, "F5"); formula != "" {
			t.Errorf("a text became the formula %q", formula)
		}
		var empty []string
		for _, c := range f.Empty {
			empty = append(empty, c.Reference())
		}
		if want := "[D7 E7 F7 D10]"; fmt.Sprint(empty) != want {
			t.Errorf("without a value are %v, want %s", empty, want)
		}
		instancetest.Put(h.Office, record.TargetSourceTable, record.TargetSource{Record: instancetest.Head(), Task: h.tasks[0], Target: h.targets[0][0], Source: record.SourceStatistics})
		instancetest.Put(h.Office, record.OtherFigureTable, record.OtherFigure{Record: instancetest.Head(), Task: h.tasks[0], Target: h.targets[0][0], Unit: h.units[0], Period: "2025-02", Source: record.SourceStatistics, Value: 250_0000, State: record.GapAsked})
		f, err = h.Sheets.Fill(ctx, h.office, w.ID, "2025-02", locale.Zh)
		h.Must(err)
		_, data, err = f.Workbook()
		h.Must(err)
		if got := h.open(data).get("E5"); got != "250.0" {
			t.Errorf("the authoritative figure is %q", got)
		}
		if _, err := h.Sheets.Fill(ctx, h.writer, w.ID, "2025-02", locale.Zh); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("a unit fills it: %v", err)
		}
		_, err = h.Sheets.Fill(ctx, h.office, w.ID, "Februar", locale.Zh)
		h.Refused(err, "template-period")
		x.Mapping.Cells["period"] = "第二格"
		h.Refused(h.Sheets.MapTemplate(ctx, h.office, w.ID, x.Mapping), "template-cell")
	})
}

// eachCell compares every figure that was filled in with the database.
func (h *house) eachCell(f sheet.Filling, b book) {
	h.Helper()
	n := 0
	for _, c := range f.Cells {
		if c.Field != "total" {
			continue
		}
		n++
		var values []record.Value
		h.Must(h.Store.Read(h.Context(), store.Unscoped, func(ctx context.Context, v *store.View) (err error) {
			target := f.Mapping.Rows[c.Row].Target
			values, err = store.List[record.Value](ctx, v, &relation.Select{From: relation.From(record.ValueTable, "v"), Where: relation.And{
				relation.Equal(relation.C("v", "report"), c.Report[:]), relation.Equal(relation.C("v", "target"), target[:])}})
			return err
		}))
		raw, err := b.GetCellValue(b.sheet, c.Reference(), excelize.Options{RawCellValue: true})
		h.Must(err)
		if len(values) != 1 || quantity.FromTenThousandths(values[0].Value).String() != raw {
			h.Errorf("%s is %s, the database has %+v", c.Reference(), raw, values)
		}
	}
	if n != 2 {
		h.Errorf("%d totals were filled in", n)
	}
}
