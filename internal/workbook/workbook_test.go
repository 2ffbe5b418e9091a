package workbook

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/wenxiao/wenxiao/reader"
)

func made(t testing.TB, make func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	make(f)
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func reopened(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func filled(t testing.TB, f *excelize.File, cell string) string {
	t.Helper()
	id, err := f.GetCellStyle("Sheet1", cell)
	must(t, err)
	s, err := f.GetStyle(id)
	must(t, err)
	return strings.Join(s.Fill.Color, " ")
}

func TestMark_FaultsStandInTheCellsAndGoWhenTheyAreMended(t *testing.T) {
	t.Parallel()
	data := made(t, func(f *excelize.File) {
		bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
		must(t, err)
		must(t, f.SetCellStyle("Sheet1", "B2", "B2", bold))
		must(t, f.SetCellValue("Sheet1", "B2", "十二"))
		must(t, f.AddComment("Sheet1", excelize.Comment{Cell: "C3", Author: "王", Text: "问过县里"}))
		must(t, f.AddComment("Sheet1", excelize.Comment{Cell: "D4", Author: "王", Text: "别的批注"}))
	})
	data, err := Mark(data, []Fault{{Place{"Sheet1", 1, 1}, "不是数字"}, {Place{"Sheet1", 2, 2}, "没有填"}, {Place{"Sheet1", 1, 1}, "太长"}, {Place{"不在", 1, 1}, "哪里"}})
	must(t, err)
	said := func(data []byte) map[string]string {
		comments, err := reopened(t, data).GetComments("Sheet1")
		must(t, err)
		all := make(map[string]string)
		for _, c := range comments {
			all[c.Cell] = c.Text
			for _, r := range c.Paragraph {
				all[c.Cell] += r.Text
			}
		}
		return all
	}
	got := said(data)
	if got["B2"] != "不是数字\n太长" || got["C3"] != "没有填\n问过县里" || got["D4"] != "别的批注" {
		t.Errorf("comments are %q", got)
	}
	f := reopened(t, data)
	if filled(t, f, "B2") == "" || filled(t, f, "A1") != "" {
		t.Error("the cell with a fault is not red, or another one is")
	}
	id, _ := f.GetCellStyle("Sheet1", "B2")
	if s, err := f.GetStyle(id); err != nil || s.Font == nil || !s.Font.Bold {
		t.Error("the cell has lost its own style")
	}
	data, err = Mark(data, nil)
	must(t, err)
	if got := said(data); got["B2"] != "" || got["D4"] != "别的批注" || filled(t, reopened(t, data), "B2") != "" {
		t.Errorf("the marks did not go: %q", got)
	}
}

func TestFill_TakesItsCellsAndLeavesTheRest(t *testing.T) {
	t.Parallel()
	data := made(t, func(f *excelize.File) {
		code := "#,##0.00"
		money, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
		must(t, err)
		must(t, f.SetCellStyle("Sheet1", "B2", "B3", money))
		must(t, f.SetCellValue("Sheet1", "A1", "上级报表"))
		must(t, f.MergeCell("Sheet1", "A1", "C1"))
		must(t, f.SetCellValue("Sheet1", "B2", 1))
		must(t, f.SetCellFormula("Sheet1", "B3", "B2*2"))
		must(t, f.SetCellDefault("Sheet1", "B4", "7"))
	})
	data, err := Fill(data, []Cell{{Place{"Sheet1", 1, 1}, "1234.5", true}, {Place{"Sheet1", 1, 2}, "=1+1", false}, {Place{"Sheet1", 2, 1}, "9", true}, {Place{"不在", 0, 0}, "x", false}})
	must(t, err)
	f := reopened(t, data)
	for cell, want := range map[string]string{"A1": "上级报表", "B2": "1,234.50", "C2": "=1+1", "B4": "7"} {
		if got, _ := f.GetCellValue("Sheet1", cell); got != want {
			t.Errorf("%s is %q, want %q", cell, got, want)
		}
	}
	if formula, _ := f.GetCellFormula("Sheet1", "C2"); formula != "" {
		t.Errorf("a text became the formula %q", formula)
	}
	if formula, _ := f.GetCellFormula("Sheet1", "B3"); formula != "B2*2" {
		t.Errorf("the formula is %q", formula)
	}
	if got, _ := f.CalcCellValue("Sheet1", "B3"); got != "2,469.00" {
		t.Errorf("it gives %q", got)
	}
	if merged, _ := f.GetMergeCells("Sheet1"); len(merged) != 1 {
		t.Error("the merged cells are gone")
	}
}

func TestMark_RefusesWhatIsNoWorkbookOrTooLarge(t *testing.T) {
	t.Parallel()
	wide := made(t, func(f *excelize.File) {
		for row := range 200 {
			at, err := excelize.CoordinatesToCellName(16384, row+1)
			must(t, err)
			must(t, f.SetCellValue("Sheet1", at, 1))
		}
	})
	for name, c := range map[string]struct {
		data []byte
		kind reader.Kind
	}{"text": {[]byte("序号,任务"), reader.Unknown}, "cut": {wide[:len(wide)/2], reader.Broken}, "far cells": {wide, reader.TooLarge}} {
		_, err := Mark(c.data, nil)
		if e, ok := errors.AsType[*reader.Error](err); !ok || e.Kind != c.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzMark(f *testing.F) {
	f.Add(made(f, func(x *excelize.File) { _ = x.SetCellValue("Sheet1", "B2", "十二") }))
	f.Fuzz(func(t *testing.T, data []byte) {
		marked, err := Mark(data, []Fault{{Place{"Sheet1", 1, 1}, "不是数字"}})
		if err != nil {
			if _, ok := errors.AsType[*reader.Error](err); !ok {
				t.Fatalf("%v is no error for people", err)
			}
			return
		}
		if _, err := reader.Worksheets("", marked); err != nil {
			t.Fatalf("what was given back can not be read: %v", err)
		}
	})
}
