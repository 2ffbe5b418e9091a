package reader

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wenxiao/wenxiao/reader/worksheet"
)

func TestWorksheets_CellsStandWhereTheyStand(t *testing.T) {
	t.Parallel()
	b := book{
		styles: `<numFmts><numFmt numFmtId="177" formatCode="#,##0.0&quot;万元&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="177"/><xf numFmtId="14"/></cellXfs>`,
		sheets: []string{`<sheetData><row r="2">` + inline("甲") + `<c r="C2" s="1"><v>12345.67</v></c><c s="2"><v>45473</v></c></row></sheetData><mergeCells><mergeCell ref="A2:B3"/></mergeCells>`, rows(inline("藏"))},
		states: []string{"visible", "hidden"},
	}
	sheets, err := Worksheets("a.xlsx", b.pack(t))
	if err != nil || len(sheets) != 1 || sheets[0].Name != "表1" {
		t.Fatalf("got %v, %v", sheets, err)
	}
	want := []worksheet.Cell{{Row: 1, Col: 0, Text: "甲"}, {Row: 1, Col: 2, Text: "12,345.7万元", Stored: "12345.67"}, {Row: 1, Col: 3, Text: "2024年6月30日"}}
	if diff := cmp.Diff(want, sheets[0].Cells); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]worksheet.Area{{Top: 1, Left: 0, Bottom: 2, Right: 1}}, sheets[0].Merged); diff != "" {
		t.Error(diff)
	}
	far := book{sheets: []string{`<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>`}, states: []string{"hidden"}}
	_, err = Worksheets("a.xlsx", far.pack(t))
	if e, ok := errors.AsType[*Error](err); !ok || e.Kind != TooLarge {
		t.Errorf("a cell at the far end, hidden: %v", err)
	}
}
