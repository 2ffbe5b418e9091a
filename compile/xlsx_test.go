package compile_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/reader"
	"github.com/wenxiao/wenxiao/source"
)

// A gridCell is a cell of a table that is written in several formats.
type gridCell struct {
	row, col, rowSpan, colSpan int
	text                       string
}

// A tableFile is a title and a table below it.
type tableFile struct {
	title string
	cells []gridCell
}

// page is the file as a web page.
func (f tableFile) page() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "<html><body><h1>%s</h1><table border=1>", f.title)
	row := -1
	for _, c := range f.cells {
		for ; row < c.row; row++ {
			b.WriteString("<tr>")
		}
		text := strings.ReplaceAll(html.EscapeString(c.text), "\n", "<br>")
		fmt.Fprintf(&b, `<td rowspan="%d" colspan="%d">%s</td>`, c.rowSpan, c.colSpan, text)
	}
	b.WriteString("</table></body></html>")
	return []byte(b.String())
}

// workbook is the file as a spreadsheet: the title merged over the table's columns.
func (f tableFile) workbook(t *testing.T) []byte {
	t.Helper()
	cells := []gridCell{{rowSpan: 1, colSpan: 1, text: f.title}}
	for _, c := range f.cells {
		cells[0].colSpan = max(cells[0].colSpan, c.col+c.colSpan)
		c.row++
		cells = append(cells, c)
	}
	return workbook(t, cells)
}

// workbook writes cells as a spreadsheet.
func workbook(t *testing.T, cells []gridCell) []byte {
	t.Helper()
	book := excelize.NewFile()
	for _, c := range cells {
		from, err := excelize.CoordinatesToCellName(c.col+1, c.row+1)
		if err != nil {
			t.Fatal(err)
		}
		to, err := excelize.CoordinatesToCellName(c.col+c.colSpan, c.row+c.rowSpan)
		if err != nil {
			t.Fatal(err)
		}
		if err := book.SetCellStr("Sheet1", from, c.text); err != nil {
			t.Fatal(err)
		}
		if from == to {
			continue
		}
		if err := book.MergeCell("Sheet1", from, to); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sampleTable is the table of a sample document.
func sampleTable(t *testing.T) tableFile {
	t.Helper()
	const path = "../samples/pollution-task-table.html"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text, _, err := reader.Read(path, data, reader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	f := tableFile{title: "碧湖县2024年深入打好污染防治攻坚战重点任务分解表"}
	for _, c := range text.Tables[len(text.Tables)-1].Cells {
		f.cells = append(f.cells, gridCell{c.Row, c.Col, c.RowSpan, c.ColSpan, text.Slice(c.Span)})
	}
	return f
}

// ordered is what a document orders, without its places in the text.
func ordered(t *testing.T, doc *policy.Document) string {
	t.Helper()
	data, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	delete(all, "file")
	withoutPlaces(all)
	out, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func withoutPlaces(v any) {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			if strings.Contains(key, "span") || key == "line" || key == "column" {
				delete(v, key)
				continue
			}
			withoutPlaces(inner)
		}
	case []any:
		for _, inner := range v {
			withoutPlaces(inner)
		}
	}
}

func TestXLSX_SaysTheSameAsTheTableInAPage(t *testing.T) {
	t.Parallel()
	f := sampleTable(t)
	compiled := func(name string, data []byte) *policy.Document {
		doc, err := compile.Compile(name, data, compile.Options{Language: source.Chinese})
		if err != nil {
			t.Fatal(err)
		}
		return doc
	}
	page, book := compiled("a.html", f.page()), compiled("a.xlsx", f.workbook(t))
	if len(page.Tasks) != 14 {
		t.Errorf("%d tasks in the page, want 14", len(page.Tasks))
	}
	if diff := cmp.Diff(ordered(t, page), ordered(t, book)); diff != "" {
		t.Errorf("-page +workbook:\n%s", diff)
	}
	if book.Meta.Title != f.title {
		t.Errorf("title %q", book.Meta.Title)
	}
}

// TestXLSX_Tables reads every testdata/sheet/NAME.txt as a spreadsheet and compares what it orders with NAME.want.
// A line is a row, "|" divides cells, "." is an empty one; "<" goes on from the left, "^" from above.
func TestXLSX_Tables(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob(filepath.Join("testdata", "sheet", "*.txt"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no test data: %v", err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := compile.Compile("a.xlsx", workbook(t, drawn(string(data))), compile.Options{Language: source.Chinese})
		if err != nil {
			t.Fatal(err)
		}
		golden(t, strings.TrimSuffix(path, ".txt")+".want", orders(doc))
	}
}

// drawn reads a table that is drawn with characters.
func drawn(s string) []gridCell {
	var cells []gridCell
	at := map[[2]int]int{} // by place, the cell that covers it
	for row, line := range strings.Split(strings.TrimSuffix(s, "\n"), "\n") {
		for col, text := range strings.Split(line, "|") {
			switch text = strings.TrimSpace(text); text {
			case "", ".":
			case "<":
				i := at[[2]int{row, col - 1}]
				at[[2]int{row, col}] = i
				cells[i].colSpan = col - cells[i].col + 1
			case "^":
				i := at[[2]int{row - 1, col}]
				at[[2]int{row, col}] = i
				cells[i].rowSpan = row - cells[i].row + 1
			default:
				at[[2]int{row, col}] = len(cells)
				cells = append(cells, gridCell{row, col, 1, 1, text})
			}
		}
	}
	return cells
}

// orders prints what a document orders, a line for each fact.
func orders(doc *policy.Document) string {
	var b strings.Builder
	text := func(s *string) string {
		if s == nil {
			return "-"
		}
		return *s
	}
	fmt.Fprintf(&b, "%s | %s\n", doc.Meta.Title, text(doc.Meta.Issued))
	for _, task := range doc.Tasks {
		fmt.Fprintf(&b, "%s %s\n", strings.Join(task.Path, "/"), task.Title)
		for _, d := range task.Duties {
			fmt.Fprintf(&b, "    %s %s\n", d.Role, d.Unit)
		}
		for _, target := range task.Targets {
			fmt.Fprintf(&b, "    %s %s %v %s by %s\n", target.Metric, target.Op, target.Value, text(target.Unit), text(target.Due))
		}
	}
	for _, o := range doc.Obligations {
		fmt.Fprintf(&b, "%s: %s\n", o.Action, o.Quote)
	}
	for _, p := range doc.Provisions {
		fmt.Fprintf(&b, "%s: %s\n", p.Kind, p.Quote)
	}
	for _, d := range doc.Diagnostics {
		fmt.Fprintf(&b, "%s\n", d.Code)
	}
	return b.String()
}

// golden compares got with a committed file.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}
