package serve_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/browser"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/quantity"
)

// superiors is the blank workbook that a superior sends round: labels, heads in two rows, a line that is nobody's here, a sum and shares as formulas.
func superiors(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	for at, text := range map[string]any{
		"A1": "全省停车设施建设进度月报表", "A2": "填报单位：", "D2": "报告期：", "A3": "序号", "B3": "指标名称", "C3": "年度目标", "D3": "完成情况", "F3": "进展情况", "G3": "完成率",
		"D4": "本月完成", "E4": "累计完成", "A5": 1, "B5": "新建公共停车场", "A6": 2, "B6": "新建充电桩", "B7": "合计", "A8": "填报人：", "D8": "联系电话：",
	} {
		if err := f.SetCellValue("Sheet1", at, text); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range [][2]string{{"A1", "G1"}, {"A2", "B2"}, {"A3", "A4"}, {"B3", "B4"}, {"C3", "C4"}, {"D3", "E3"}, {"F3", "F4"}, {"G3", "G4"}} {
		if err := f.MergeCell("Sheet1", m[0], m[1]); err != nil {
			t.Fatal(err)
		}
	}
	for at, formula := range map[string]string{"E7": "SUM(E5:E6)", "G5": "E5/C5"} {
		if err := f.SetCellFormula("Sheet1", at, formula); err != nil {
			t.Fatal(err)
		}
	}
	file, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// fillTemplate takes the superior's template, maps it once, fills it for the month and compares its cell with the database.
func (d *desk) fillTemplate() {
	d.t.Helper()
	d.enter("supervisor")
	d.Click("nav a[href='/workbooks']")
	d.arrive("workbooks", "location.pathname === '/workbooks' && document.querySelector('#f-templates')")
	d.choose("#f-templates", "停车设施月报.xlsx", superiors(d.t))
	d.Click("form[action='/workbooks/templates'] button.btn-primary")
	d.arrive("template, guessed", "/^\\/workbooks\\/templates\\/[0-9a-f-]{36}$/.test(location.pathname)")
	if about := browser.Eval[string](d.Page, "document.querySelector(\"[name='row.4']\").value"); about == "" {
		d.t.Error("the row of the car parks is about nothing")
	}
	d.set("[name=person]", "王晓")
	d.press("button[value=map]")
	d.arrive("template, mapped", "document.querySelector('.notice-done')")
	d.set("select[name=period]", "2025-05")
	d.press("form.filter button")
	d.arrive("template, filled", "document.querySelector('a[href*=\"filled.xlsx\"]')")
	d.says("E5", "12")
	file, err := excelize.OpenReader(bytes.NewReader(d.fetch("a[href*='filled.xlsx']")))
	d.h.must(d.t, err)
	for at, want := range map[string]string{
		"A1": "全省停车设施建设进度月报表", "A2": "填报单位：安岭市人民政府办公室", "D2": "报告期：2025-05", "C5": "20", "E5": d.h.figure(d.t), "E6": "", "A8": "填报人：王晓", "D8": "联系电话：",
	} {
		got, err := file.GetCellValue("Sheet1", at)
		d.h.must(d.t, err)
		if got != want {
			d.t.Errorf("%s of the template is %q, want %q", at, got, want)
		}
	}
	for at, want := range map[string]string{"E7": "SUM(E5:E6)", "G5": "E5/C5"} {
		if got, err := file.GetCellFormula("Sheet1", at); err != nil || got != want {
			d.t.Errorf("the formula of %s is %q, want %q (%v)", at, got, want, err)
		}
	}
}

// figure is the one that counts for the one target there is.
func (h *house) figure(t *testing.T) (text string) {
	t.Helper()
	h.must(t, h.Store.Read(t.Context(), store.Unscoped, func(ctx context.Context, v *store.View) error {
		target, err := store.One[record.Target](ctx, v, &relation.Select{From: relation.From(record.TargetTable, "g")})
		if err != nil {
			return err
		}
		figures, err := task.Figures(ctx, v, target.Owner, nil)
		text = quantity.FromTenThousandths(figures[target.ID].Value).String()
		return err
	}))
	return text
}
