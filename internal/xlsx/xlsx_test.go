package xlsx_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/wenxiao/wenxiao/internal/xlsx"
)

// written gives the workbook as another program reads it.
func written(t *testing.T, book *xlsx.Book) *excelize.File {
	t.Helper()
	var a, b bytes.Buffer
	n, err := book.WriteTo(&a)
	if err != nil || n != int64(a.Len()) {
		t.Fatalf("%d octets of %d, %v", n, a.Len(), err)
	}
	if _, err := book.WriteTo(&b); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Errorf("the second time the octets are others (%v)", err)
	}
	f, err := excelize.OpenReader(&a)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestBook_CellsAreWhatTheyWere(t *testing.T) {
	t.Parallel()
	book := xlsx.New()
	s := book.Sheet("O'Brien & 表")
	long := strings.Repeat("长", 40_000)
	texts := []string{"=1+1", " a\n<b>&\"", "_x0041_", "12", long, "\x01", "\r\n"}
	for _, text := range texts {
		s.Row(xlsx.Row{}, xlsx.Cell{Text: text})
	}
	s.Row(xlsx.Row{Height: 33, IsHidden: true}, xlsx.Cell{Number: "-1.50"}, xlsx.Cell{Number: "1,5"}, xlsx.Cell{Formula: `A8*2&"<"`}, xlsx.Cell{Style: xlsx.Style{Bold: true, Fill: "FF0000", Unlocked: true}})
	f := written(t, book)
	name := f.GetSheetName(0)
	if name != "O'Brien & 表" {
		t.Errorf("the sheet is %q", name)
	}
	texts[4], texts[5] = long[:32_767*len("长")], "\uFFFD"
	for i, want := range texts {
		at := xlsx.Name(i+1, 1)
		got, err := f.GetCellValue(name, at)
		formula, _ := f.GetCellFormula(name, at)
		if err != nil || got != want || formula != "" {
			t.Errorf("%s is %.40q, formula %q (%v), want %.40q", at, got, formula, err, want)
		}
	}
	for at, want := range map[string]string{"A8": "-1.5", "B8": "1,5"} {
		if got, _ := f.GetCellValue(name, at); got != want {
			t.Errorf("%s is %q, want %q", at, got, want)
		}
	}
	if got, _ := f.GetCellFormula(name, "C8"); got != `A8*2&"<"` {
		t.Errorf("the formula is %q", got)
	}
	if visible, _ := f.GetRowVisible(name, 8); visible {
		t.Error("the row is not hidden")
	}
	id, _ := f.GetCellStyle(name, "D8")
	if style, err := f.GetStyle(id); err != nil || !style.Font.Bold || style.Fill.Pattern != 1 || style.Protection.Locked {
		t.Errorf("the style is %+v (%v)", style, err)
	}
}

func TestSheet_IsSetUp(t *testing.T) {
	t.Parallel()
	book := xlsx.New()
	s, other := book.Sheet("a"), book.Sheet("b c")
	other.FrozenColumns = 1
	s.Columns = []xlsx.Column{{}, {Width: 30}, {Width: 2, IsHidden: true}}
	s.FrozenRows, s.IsProtected, s.Repeated, s.Page.IsA3 = 2, true, 2, true
	s.Filter, s.Printed = xlsx.Range{FromRow: 2, FromColumn: 1, ToRow: 9, ToColumn: 27}, xlsx.Range{FromRow: 1, FromColumn: 1, ToRow: 9, ToColumn: 3}
	s.Merge(xlsx.Range{FromRow: 1, FromColumn: 1, ToRow: 1, ToColumn: 3})
	s.Link(3, 1, "b c")
	f := written(t, book)
	if width, _ := f.GetColWidth("a", "B"); width != 30 {
		t.Errorf("column B is %v wide", width)
	}
	if visible, _ := f.GetColVisible("a", "C"); visible {
		t.Error("column C is not hidden")
	}
	if panes, _ := f.GetPanes("a"); !panes.Freeze || panes.YSplit != 2 || panes.TopLeftCell != "A3" {
		t.Errorf("panes %+v", panes)
	}
	if panes, _ := f.GetPanes("b c"); panes.XSplit != 1 || panes.ActivePane != "topRight" {
		t.Errorf("panes %+v", panes)
	}
	names := map[string]string{}
	for _, n := range f.GetDefinedName() {
		names[n.Name] = n.RefersTo
	}
	if names["_xlnm._FilterDatabase"] != "'a'!$A$2:$AA$9" || names["_xlnm.Print_Area"] != "'a'!$A$1:$C$9" || names["_xlnm.Print_Titles"] != "'a'!$2:$2" {
		t.Errorf("names %q", names)
	}
	if linked, to, _ := f.GetCellHyperLink("a", "A3"); !linked || to != "'b c'!A1" {
		t.Errorf("the link leads to %q", to)
	}
	if err := f.UnprotectSheet("b c", "x"); !errors.Is(err, excelize.ErrUnprotectSheet) {
		t.Errorf("the other sheet is protected: %v", err)
	}
	if err := f.UnprotectSheet("a", "x"); !errors.Is(err, excelize.ErrUnprotectSheetPassword) {
		t.Errorf("the sheet is not protected: %v", err)
	}
}

func TestParseName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][2]int{"A1": {1, 1}, "C2": {2, 3}, "aa10": {10, 27}, "XFD1048576": {1_048_576, 16_384}} {
		row, column, ok := xlsx.ParseName(name)
		if !ok || row != want[0] || column != want[1] || xlsx.Name(row, column) != strings.ToUpper(name) {
			t.Errorf("%s is %d, %d, %v", name, row, column, ok)
		}
	}
	for _, name := range []string{"", "A", "1", "A0", "A-1", "A+1", "XFE1", "A1048577", "AAAAA1", "A1B", "表1", "A 1"} {
		if row, column, ok := xlsx.ParseName(name); ok {
			t.Errorf("%q is %d, %d", name, row, column)
		}
	}
}

func FuzzParseRange(f *testing.F) {
	f.Add("A1:C3")
	f.Add("$A$1")
	f.Fuzz(func(t *testing.T, text string) {
		if r, ok := xlsx.ParseRange(text); ok && strings.Contains(text, ":") && len(text) == len(r.String()) && !strings.EqualFold(r.String(), text) {
			t.Errorf("%q became %s", text, r)
		}
	})
}
