package sheet_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/internal/sheet"
	"github.com/xuri/excelize/v2"
)

func TestWriter_NoTextIsAFormula(t *testing.T) {
	t.Parallel()
	texts := []string{"=1+1", "+86", "-3", "@SUM(A1)", "\t=1", "<b>&\"'", "平安\x00县\x1f", strings.Repeat("长", 40_000)}
	var file bytes.Buffer
	w := sheet.New(&file, "任务/[1]", []sheet.Column{{Head: "=头", Width: 20}, {Head: "数"}, {Head: "日"}})
	for _, text := range texts {
		if err := w.Row([]sheet.Cell{{Text: text}, {Kind: sheet.Number, Text: "12.5"}, {Kind: sheet.Date, Day: 20779}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	name := book.GetSheetName(0)
	rows, err := book.GetRows(name)
	if err != nil || len(rows) != len(texts)+1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i, text := range texts {
		cell, _ := excelize.CoordinatesToCellName(1, i+2)
		if formula, err := book.GetCellFormula(name, cell); err != nil || formula != "" {
			t.Errorf("%q became the formula %q, %v", text, formula, err)
		}
		if kind, err := book.GetCellType(name, cell); err != nil || kind != excelize.CellTypeInlineString {
			t.Errorf("%q is of kind %v, %v", text, kind, err)
		}
		if i < 4 && rows[i+1][0] != text {
			t.Errorf("%q became %q", text, rows[i+1][0])
		}
	}
	if rows[1][1] != "12.5" || rows[1][2] != "2026-11-22" {
		t.Errorf("a number and a day became %q", rows[1][1:])
	}
	if len([]rune(rows[len(texts)][0])) != 32_767 {
		t.Error("a text that is too long for a cell was not cut")
	}
}
