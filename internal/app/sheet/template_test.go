package sheet_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/app/sheet"
	"github.com/wenxiao/wenxiao/internal/cellmap"
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

// A target that is split stands in a template with the sum that everything else shows, its parts with the figures and words of their units, and a number that
// another unit answers for with that unit's.
func TestTemplate_SplitTargetsHaveTheirFigures(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx := t.Context()
		goal := int64(600_0000)
		for _, unit := range h.units[1:] {
			part := record.Target{Record: instancetest.Head(), Task: h.tasks[0], Ordinal: 9, Metric: "危房改造", Op: "=", Value: &goal, Lead: unit, Whole: h.targets[0][0]}
			instancetest.Put(h.Office, record.TargetTable, part)
			duty := record.Duty{Record: instancetest.Head(), Task: h.tasks[0], Unit: &unit, Role: record.PartCooperate, Whole: part.Whole}
			instancetest.Put(h.Office, record.DutyTable, duty)
			h.targets[2] = append(h.targets[2], part.ID)
		}
		change := func(id uuid.UUID, do func(*record.Target)) {
			h.Write(func(ctx context.Context, tx *store.Tx) error {
				g, err := store.Load[record.Target](ctx, tx, record.TargetTable, instancetest.Owner, id)
				h.Must(err)
				do(&g)
				return store.Update(ctx, tx, record.TargetTable, &g)
			})
		}
		change(h.targets[0][0], func(g *record.Target) { g.Split, g.IsSum = "total", true })
		change(h.targets[0][1], func(g *record.Target) { g.Lead = h.units[1] })
		report := func(unit int, month int, progress string, values map[uuid.UUID]int64) {
			h.Helper()
			d := record.Due{Record: instancetest.Head(), Task: h.tasks[0], Unit: h.units[unit], Period: fmt.Sprintf("2025-%02d", month), On: int64(instancetest.Day(fmt.Sprintf("2025-%02d-28", month))), State: record.DueOpen, Whole: h.targets[0][0]}
			instancetest.Put(h.Office, record.DueTable, d)
			writer := h.writer
			h.writer = instancetest.Person(h.units[unit], access.Reporter)
			h.accept(d.ID, progress, values)
			h.writer = writer
		}
		h.accept(h.due[0][0], "全市一月", nil)
		h.accept(h.due[0][1], "全市二月", nil)
		east, west := h.targets[2][1], h.targets[2][2]
		report(1, 1, "东一月", map[uuid.UUID]int64{east: 100, h.targets[0][1]: 7})
		report(2, 1, "西一月", map[uuid.UUID]int64{west: 50})
		report(1, 2, "东二月", map[uuid.UUID]int64{east: 130, h.targets[0][1]: 9})
		w, err := h.Sheets.TakeTemplate(ctx, h.office, intake.Uploaded{ID: instancetest.ID(), Name: "月报表.xlsx", Content: bytes.NewReader(h.blank())})
		h.Must(err)
		x, err := h.Sheets.Template(ctx, h.office, w.ID)
		h.Must(err)
		for row, target := range map[int]uuid.UUID{4: h.targets[0][0], 5: h.targets[0][1], 6: east, 7: west} {
			x.Mapping.Rows[row] = cellmap.About{Task: h.tasks[0], Target: target}
		}
		x.Mapping.Name = "省月报"
		h.Must(h.Sheets.MapTemplate(ctx, h.office, w.ID, x.Mapping))
		filled := func(want map[string]string) {
			h.Helper()
			f, err := h.Sheets.Fill(ctx, h.office, w.ID, "2025-02", locale.Zh)
			h.Must(err)
			_, data, err := f.Workbook()
			h.Must(err)
			for cell, want := range want {
				if got := h.open(data).get(cell); got != want {
					h.Errorf("%s is %q, want %q", cell, got, want)
				}
			}
		}
		// West's February is not there yet: its January counts in the sum, as on the page of the task, and in no row of its own.
		p, err := h.Tasks.Find(ctx, h.office, h.tasks[0])
		h.Must(err)
		if p.Figures[h.targets[0][0]].Value != 180_0000 {
			h.Errorf("the task shows %+v", p.Figures[h.targets[0][0]])
		}
		filled(map[string]string{"D5": "30.0", "E5": "180.0", "F5": "全市二月", "D6": "2.0", "E6": "9.0", "F6": "东二月", "D7": "30.0", "E7": "130.0", "F7": "东二月", "E8": ""})
		report(2, 2, "西二月", map[uuid.UUID]int64{west: 90})
		filled(map[string]string{"D5": "70.0", "E5": "220.0", "D8": "40.0", "E8": "90.0", "F8": "西二月"})
		instancetest.Put(h.Office, record.TargetSourceTable, record.TargetSource{Record: instancetest.Head(), Task: h.tasks[0], Target: h.targets[0][0], Source: record.SourceStatistics})
		instancetest.Put(h.Office, record.OtherFigureTable, record.OtherFigure{Record: instancetest.Head(), Task: h.tasks[0], Target: h.targets[0][0], Unit: h.units[0], Period: "2025-02", Source: record.SourceStatistics, Value: 210_0000, State: record.GapAsked})
		filled(map[string]string{"E5": "210.0"})
		if p, err = h.Tasks.Find(ctx, h.office, h.tasks[0]); err != nil || p.Figures[h.targets[0][0]].Value != 210_0000 {
			h.Errorf("the task shows %+v beside the template, %v", p.Figures[h.targets[0][0]], err)
		}
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
