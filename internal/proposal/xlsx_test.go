package proposal

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

// workbook writes documents and gives the bytes.
func workbook(t testing.TB, l source.Language, several bool, sheets ...*Sheet) []byte {
	t.Helper()
	w := NewWorkbook(l, several)
	for _, s := range sheets {
		w.Add(s)
	}
	var out bytes.Buffer
	if n, err := w.WriteTo(&out); err != nil || n != int64(out.Len()) {
		t.Fatalf("%d bytes of %d, error %v", n, out.Len(), err)
	}
	return out.Bytes()
}

func reopened(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// cellsOf gives the rows of a sheet as they are read back.
func cellsOf(t testing.TB, f *excelize.File, sheet string) [][]string {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestWorkbook_SaysWhatTheRowsSay(t *testing.T) {
	t.Parallel()
	for _, name := range samples(t) {
		s := sample(t, name, source.Chinese)
		rows := cellsOf(t, reopened(t, workbook(t, source.Chinese, false, s)), "任务分解表")
		for i := range s.Rows {
			r := &s.Rows[i]
			if r.Task == nil {
				continue
			}
			found := slices.ContainsFunc(rows, func(cells []string) bool {
				for c := range Columns {
					if got := slices.Concat(cells, make([]string, Columns))[c]; got != r.Text(c) {
						return false
					}
				}
				return true
			})
			if !found {
				t.Errorf("%s: no row of the workbook says what task %d says", name, r.Number)
			}
		}
	}
}

func TestWorkbook_IsSetUpForPrinting(t *testing.T) {
	t.Parallel()
	doc := sampleDocument(t, "pollution-task-table.html", source.Chinese)
	doc.Meta.Status = policy.StatusIncomplete
	s := New("pollution-task-table.html", doc, source.Chinese)
	f := reopened(t, workbook(t, source.Chinese, false, s))
	if got, want := f.GetSheetList(), []string{"任务分解表", "报送事项", "政策条款", "需核事项"}; !slices.Equal(got, want) {
		t.Errorf("sheets %q", got)
	}
	const sheet = "任务分解表"
	page, err := f.GetPageLayout(sheet)
	if err != nil || *page.Size != 8 || *page.Orientation != "landscape" || *page.FitToWidth != 1 || *page.FitToHeight != 0 {
		t.Errorf("page %+v, error %v", page, err)
	}
	if props, err := f.GetSheetProps(sheet); err != nil || !*props.FitToPage {
		t.Errorf("the sheet is not fitted to the page (%v)", err)
	}
	if footer, err := f.GetHeaderFooter(sheet); err != nil || !strings.Contains(footer.OddFooter, "第 &P 页 共 &N 页") {
		t.Errorf("footer %+v, error %v", footer, err)
	}
	// Title, issue and warning stand above the heads, in row 4.
	rows := cellsOf(t, f, sheet)
	if rows[2][0] != "文件残缺：内容不全，请补齐原件后再用" || rows[3][0] != "序号" || rows[3][8] != "报送要求" {
		t.Errorf("rows above the tasks: %q", rows[:4])
	}
	names := map[string]string{}
	for _, n := range f.GetDefinedName() {
		if n.Scope == sheet {
			names[n.Name] = n.RefersTo
		}
	}
	last := len(rows) // the signature's
	if names["_xlnm.Print_Titles"] != "'任务分解表'!$4:$4" || names["_xlnm.Print_Area"] != fmt.Sprintf("'任务分解表'!$A$1:$I$%d", last) ||
		names["_xlnm._FilterDatabase"] != fmt.Sprintf("'任务分解表'!$A$4:$J$%d", last-1) {
		t.Errorf("print titles, print area, filter: %q", names)
	}
	panes, err := f.GetPanes(sheet)
	if err != nil || !panes.Freeze || panes.YSplit != 4 || panes.XSplit != 2 {
		t.Errorf("panes %+v, error %v", panes, err)
	}
	merged, err := f.GetMergeCells(sheet)
	if err != nil {
		t.Fatal(err)
	}
	spans := map[string]string{}
	for _, m := range merged {
		spans[m.GetStartAxis()+":"+m.GetEndAxis()] = m.GetCellValue()
	}
	if spans["A1:I1"] != s.Title() || spans["A5:I5"] != "二、工作要求" || spans[fmt.Sprintf("A%d:B%d", last, last)] != "制表人：" ||
		!strings.HasPrefix(spans[fmt.Sprintf("G%d:I%d", last, last)], "日期：") {
		t.Errorf("merged cells: %q", spans)
	}
	if style, err := f.GetCellStyle(sheet, "A1"); err != nil || faceOf(t, f, style) != "方正小标宋简体" {
		t.Errorf("the title is not in its typeface (%v)", err)
	}
	props, err := f.GetDocProps()
	if err != nil || props.Title != s.Title() || props.Creator != program || props.Created != "2000-01-01T00:00:00Z" {
		t.Errorf("properties %+v, error %v", props, err)
	}
}

func faceOf(t *testing.T, f *excelize.File, style int) string {
	t.Helper()
	s, err := f.GetStyle(style)
	if err != nil {
		t.Fatal(err)
	}
	return s.Font.Family
}

// document is a document of one task in which every text is given.
func document(text string, units ...string) *policy.Document {
	d := &policy.Document{Text: &text, Meta: policy.Meta{Status: policy.StatusIssued, Title: "方案"}}
	task := policy.Task{Path: []string{"1"}, Title: "任务", Extent: source.Span{End: len(text)}}
	for _, u := range units {
		task.Duties = append(task.Duties, policy.Duty{Unit: u, Role: policy.RoleLead})
	}
	d.Tasks = []policy.Task{task}
	return d
}

func TestWorkbook_AFormulaStaysText(t *testing.T) {
	t.Parallel()
	units := []string{`=cmd|'/C calc'!A0`, "+1", "-1", "@SUM(A1)"}
	for _, unit := range units {
		f := reopened(t, workbook(t, source.Chinese, false, New("a.txt", document("=HYPERLINK(\"x\")", unit), source.Chinese)))
		for _, cell := range []string{"C3", "E3"} {
			formula, err := f.GetCellFormula("任务分解表", cell)
			kind, typeErr := f.GetCellType("任务分解表", cell)
			if err != nil || typeErr != nil || formula != "" || kind == excelize.CellTypeFormula {
				t.Errorf("%q: formula %q of type %v in %s (%v, %v)", unit, formula, kind, cell, err, typeErr)
			}
			style, err := f.GetCellStyle("任务分解表", cell)
			if err != nil {
				t.Fatal(err)
			}
			if s, err := f.GetStyle(style); err != nil || s.NumFmt != 49 {
				t.Errorf("%q: %s becomes a formula when it is edited (%v)", unit, cell, err)
			}
		}
		if got, _ := f.GetCellValue("任务分解表", "E3"); got != UnitName(unit) {
			t.Errorf("%q became %q", unit, got)
		}
	}
}

// However long a text is, every character of it stands in some row, and no row is taller than Excel allows.
func TestWorkbook_LosesNoText(t *testing.T) {
	t.Parallel()
	words := rapid.Custom(func(r *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.StringMatching(`[一-龥]{1,40}[，。；]?|[a-zA-Z0-9.%（）]{1,90}`), 1, 60).Draw(r, "pieces"), "")
	})
	rapid.Check(t, func(r *rapid.T) {
		text := strings.Repeat(words.Draw(r, "words"), rapid.IntRange(1, 12).Draw(r, "times"))
		unit := words.Draw(r, "unit")
		s := New("a.txt", document(text, unit), source.Chinese)
		f := reopened(t, workbook(t, source.Chinese, false, s))
		var content, lead strings.Builder
		rows := cellsOf(t, f, "任务分解表")
		for i, cells := range rows[2 : len(rows)-1] {
			if len(cells) > int(ColumnLead) && (i == 0 || cells[ColumnLead] != UnitName(unit)) {
				lead.WriteString(cells[ColumnLead])
			}
			content.WriteString(cells[ColumnContent])
			if tall, err := f.GetRowHeight("任务分解表", i+3); err != nil || tall > 409 {
				r.Errorf("row %d is %v points tall (%v)", i+3, tall, err)
			}
		}
		if task := &s.Rows[len(s.Rows)-1]; content.String() != task.Text(ColumnContent) || lead.String() != task.Text(ColumnLead) {
			r.Errorf("%q became %q, %q became %q", task.Text(ColumnContent), content.String(), task.Text(ColumnLead), lead.String())
		}
	})
}

func TestFitted_TheLinesAreTheText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.String().Draw(r, "text")
		n := rapid.Float64Range(0, 100).Draw(r, "halves")
		lines := fitted(text, n, math.MaxInt)
		if strings.Join(lines, "") != text {
			r.Errorf("%q became %q", text, lines)
		}
		if got := strings.Join(chunks(text, n, rapid.IntRange(1, 5).Draw(r, "limit")), ""); got != text {
			r.Errorf("%q became %q", text, got)
		}
	})
}

func TestWorkbook_SheetNamesAreLegalAndDifferent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		w := &Workbook{names: map[string]bool{}}
		seen := map[string]bool{}
		for _, want := range rapid.SliceOf(rapid.OneOf(rapid.String(), rapid.Just("关于“十四五”[2024]的：方案/'甲'"), rapid.Just("A"), rapid.Just("a"))).Draw(r, "titles") {
			name := w.name(want)
			if len(utf16.Encode([]rune(name))) > 31 || name == "" || strings.ContainsAny(name, `:\/?*[]'`) || seen[strings.ToLower(name)] {
				r.Errorf("%q became %q", want, name)
			}
			seen[strings.ToLower(name)] = true
		}
	})
}

func TestWorkbook_TheSameDocumentsMakeTheSameBytes(t *testing.T) {
	t.Parallel()
	var all []*Sheet
	for _, name := range samples(t) {
		all = append(all, sample(t, name, source.English))
	}
	first := workbook(t, source.English, true, all...)
	if !bytes.Equal(first, workbook(t, source.English, true, all...)) {
		t.Error("two runs made different bytes")
	}
	f := reopened(t, first)
	if got := f.GetSheetList(); len(got) != len(all)+4 || got[0] != "Index" || got[len(got)-1] != "To verify" {
		t.Errorf("sheets %q", got)
	}
	if linked, target, err := f.GetCellHyperLink("Index", "A3"); err != nil || !linked || target != "'"+f.GetSheetList()[1]+"'!A1" {
		t.Errorf("the index leads to %q (%v)", target, err)
	}
}
