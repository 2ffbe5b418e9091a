package worksheet

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sheetOf makes a sheet of lines; "|" divides cells, "." is an empty one.
func sheetOf(lines ...string) *Sheet {
	s := &Sheet{Ruled: map[int]bool{}}
	for row, line := range lines {
		for col, text := range strings.Split(line, "|") {
			if text = strings.TrimSpace(text); text != "" && text != "." {
				s.Cells = append(s.Cells, Cell{Row: row, Col: col, Text: text})
			}
		}
	}
	return s
}

// describe prints blocks: paragraphs as they are, tables row by row with the spans of merged cells.
func describe(t *testing.T, s *Sheet) string {
	t.Helper()
	blocks, hidden, err := s.Blocks()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, block := range blocks {
		if block.Table == nil {
			fmt.Fprintf(&b, "%s\n", block.Paragraph)
			continue
		}
		b.WriteString("[")
		for i, c := range block.Table {
			switch {
			case i > 0 && block.Table[i-1].Row != c.Row:
				b.WriteString(" / ")
			case i > 0:
				b.WriteString(" | ")
			}
			b.WriteString(c.Text)
			if c.RowSpan > 1 || c.ColSpan > 1 {
				fmt.Fprintf(&b, "(%dx%d)", c.RowSpan, c.ColSpan)
			}
		}
		b.WriteString("]\n")
	}
	if hidden != (Hidden{}) {
		fmt.Fprintf(&b, "hidden %d %d\n", hidden.Rows, hidden.Columns)
	}
	return b.String()
}

func TestBlocks(t *testing.T) {
	t.Parallel()
	with := func(s *Sheet, change func(s *Sheet)) *Sheet {
		change(s)
		return s
	}
	for _, c := range []struct {
		name  string
		sheet *Sheet
		want  string
	}{
		{"nothing", sheetOf(), ""},
		{"a text page", sheetOf("通知", "各乡镇：", "．"), "通知\n各乡镇：\n．\n"},
		{"title, remarks and notes",
			sheetOf("附件1", ". | 分解表", "填报单位：县水利局 | . | . | 日期：2024年3月", "序号|任务|单位|时限", "1|修路|县交通局|6月", "2|架桥|县交通局|7月", "注：每月报送。", "填表人：张三|.|审核人：李四|."),
			"附件1\n分解表\n填报单位：县水利局　日期：2024年3月\n[序号 | 任务 | 单位 | 时限 / 1 | 修路 | 县交通局 | 6月 / 2 | 架桥 | 县交通局 | 7月]\n注：每月报送。\n填表人：张三　审核人：李四\n"},
		{"sections and merged cells",
			with(sheetOf("分解表", "序号|任务|责任分工|.", ".|.|牵头|配合", "一、水利", "1|修渠|甲局|乙局", ".|清淤|丙局|", "二、林业", "2|造林|丁局|戊局"), func(s *Sheet) {
				s.Merged = []Area{{0, 0, 0, 3}, {1, 0, 2, 0}, {1, 1, 2, 1}, {1, 2, 1, 3}, {3, 0, 3, 3}, {4, 0, 5, 0}, {6, 0, 6, 3}, {4, 3, 5, 3}}
			}),
			"分解表\n[序号(2x1) | 任务(2x1) | 责任分工(1x2) / 牵头 | 配合 / 一、水利(1x4) / 1(2x1) | 修渠 | 甲局 | 乙局(2x1) / 清淤 | 丙局 / 二、林业(1x4) / 2 | 造林 | 丁局 | 戊局]\n"},
		{"an empty row divides tables", sheetOf("表一", "甲|乙", "1|2", "", "表二", "丙|丁", "3|4"), "表一\n[甲 | 乙 / 1 | 2]\n表二\n[丙 | 丁 / 3 | 4]\n"},
		{"an empty row with lines does not",
			with(sheetOf("甲|乙", "1|2", "", "二、下半年", "3|4"), func(s *Sheet) { s.Ruled = map[int]bool{0: true, 1: true, 2: true, 3: true, 4: true} }),
			"[甲 | 乙 / 1 | 2 / 二、下半年 |  / 3 | 4]\n"},
		{"nor one that a merged cell covers",
			with(sheetOf("甲|乙", "1|2", "", "3|4"), func(s *Sheet) { s.Merged = []Area{{1, 0, 2, 0}} }),
			"[甲 | 乙 / 1 | 2 / 3 | 4]\n"},
		{"a section with lines below an empty row stays in its table",
			with(sheetOf("甲|乙", "1|2", "", "二、下半年", "3|4"), func(s *Sheet) { s.Ruled = map[int]bool{0: true, 1: true, 3: true, 4: true} }),
			"[甲 | 乙 / 1 | 2]\n[二、下半年 |  / 3 | 4]\n"},
		{"hidden rows and columns",
			with(sheetOf("甲|密|乙", "1|x|2", "3|x|4", ".|.|6"), func(s *Sheet) { s.HiddenRows, s.HiddenColumns = []Span{{1, 1}}, []Span{{1, 1}} }),
			"[甲 | 乙 / 3 | 4 /  | 6]\nhidden 1 1\n"},
		{"a merged cell whose first row is hidden is seen",
			with(sheetOf("甲|乙|丙", "1|2|3", ".|4|5", ".|6|7"), func(s *Sheet) { s.HiddenRows, s.Merged = []Span{{1, 1}}, []Area{{1, 0, 3, 0}} }),
			"[甲 | 乙 | 丙 / 1(2x1) | 4 | 5 / 6 | 7]\nhidden 1 0\n"},
		{"words under a merged cell are not seen",
			with(sheetOf("甲|x|乙", "1|2|3"), func(s *Sheet) { s.Merged = []Area{{0, 0, 0, 1}} }), "[甲(1x2) | 乙 / 1 | 2 | 3]\n"},
		{"of overlapping areas the upper counts",
			with(sheetOf("甲|乙|丙", "1|2|3"), func(s *Sheet) { s.Merged = []Area{{0, 0, 0, 1}, {0, 1, 1, 1}} }), "[甲(1x2) | 丙 / 1 | 2 | 3]\n"},
		{"empty columns are none", sheetOf(".|.|甲|.|乙", ".|.|1|.|2"), "[甲 | 乙 / 1 | 2]\n"},
		{"the last row's only cell may be content", sheetOf("序号|任务|单位", "1|修路|甲局", ".|.|乙局"), "[序号 | 任务 | 单位 / 1 | 修路 | 甲局 /  |  | 乙局]\n"},
		{"a serial number alone is a row", sheetOf("序号|任务", "1|修路", "2"), "[序号 | 任务 / 1 | 修路 / 2 | ]\n"},
		{"a last row that a cell from above reaches is a row",
			with(sheetOf("序号|任务", "1|修路", ".|架桥"), func(s *Sheet) { s.Merged = []Area{{1, 0, 2, 0}} }), "[序号 | 任务 / 1(2x1) | 修路 / 架桥]\n"},
		{"an area over the whole sheet",
			with(sheetOf("甲|乙", "1|2"), func(s *Sheet) { s.Merged = []Area{{0, 0, 1<<20 - 1, 1<<14 - 1}} }), "甲\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, describe(t, c.sheet)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestBlocks_Limits(t *testing.T) {
	t.Parallel()
	rows := &Sheet{}
	for i := range MaxRows + 1 {
		rows.Cells = append(rows.Cells, Cell{Row: i, Text: "x"})
	}
	wide := &Sheet{}
	for i := range 2000 { // a diagonal
		wide.Cells = append(wide.Cells, Cell{Row: i, Col: i, Text: "x"})
	}
	merged := &Sheet{Cells: []Cell{{Text: "x"}}, Merged: make([]Area, maxMerges+1)}
	for name, s := range map[string]*Sheet{"rows": rows, "positions": wide, "merged areas": merged} {
		if _, _, err := s.Blocks(); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: got %v, want ErrTooLarge", name, err)
		}
	}
}
