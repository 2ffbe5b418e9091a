package proposal

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/internal/xlsx"
	"github.com/wenxiao/wenxiao/source"
)

// MaxDocuments is how many documents one workbook takes. Its sheets are kept in memory
// until the workbook is written, and no office finds its way among more.
const MaxDocuments = 200

// A Workbook (工作簿) holds the task tables of documents, ready for A3 paper. One document has
// sheets of its own: 任务分解表, 报送事项, 政策条款, 需核事项. Several have one task table each, an
// index before them, and the other sheets together behind them. Sheets without rows are left out.
//
// The same documents make the same bytes: nothing of the machine, the user or the hour goes in.
type Workbook struct {
	book     *xlsx.Book
	language source.Language
	several  bool
	first    *xlsx.Sheet
	title    string // of the first document
	names    map[string]bool
	index    [][]string
	sheets   []string // of the documents
	others   []Table  // the lists of all documents, without the task tables
}

// NewWorkbook begins a workbook for one document, or for several.
func NewWorkbook(l source.Language, several bool) *Workbook {
	w := &Workbook{book: xlsx.New(), language: l, several: several, names: map[string]bool{}, others: make([]Table, 3)}
	first := wordTableTitle[l]
	if several {
		first = wordIndex[l]
	}
	w.first = w.book.Sheet(w.name(first))
	return w
}

// Add puts a document into the workbook. It must not be called for more than [MaxDocuments], nor
// for a second one in a workbook for one.
func (w *Workbook) Add(s *Sheet) {
	name, sheet := wordTableTitle[w.language], w.first
	if w.several {
		name = w.name(fmt.Sprintf("%02d %s", len(w.index)+1, documentTitle(s)))
		sheet = w.book.Sheet(name)
	}
	w.taskTable(sheet, s)
	if w.title == "" {
		w.title = s.Title()
	}
	w.sheets = append(w.sheets, name)
	w.index = append(w.index, []string{strconv.Itoa(len(w.index) + 1), documentTitle(s), strings.Join(s.Issue(), "\n"),
		s.Warning(), strconv.Itoa(len(s.tasks)), strconv.Itoa(len(s.Doubts)), s.File})
	for i, t := range []Table{s.ReportTable(), s.ProvisionTable(), s.DoubtTable()} {
		if w.several {
			t.Heads = slices.Insert(t.Heads, 0, wordDocument[w.language])
			for k := range t.Rows {
				t.Rows[k] = slices.Insert(t.Rows[k], 0, name)
			}
		}
		t.Rows = append(w.others[i].Rows, t.Rows...)
		w.others[i] = t
	}
}

func documentTitle(s *Sheet) string {
	if s.Document.Meta.Title == "" {
		return wordNoTitle[s.Language]
	}
	return s.Document.Meta.Title
}

// maxSheetName is the longest name of a sheet, in UTF-16 units.
const maxSheetName = 31

// name makes the name of a sheet: without the characters Excel forbids, short enough, used once.
func (w *Workbook) name(want string) string {
	want = strings.TrimSpace(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) || unicode.IsControl(r) || r == utf8.RuneError {
			return -1
		}
		return r
	}, want))
	if want == "" {
		want = wordTableTitle[w.language]
	}
	for n := 1; ; n++ {
		suffix := ""
		if n > 1 {
			suffix = "~" + strconv.Itoa(n)
		}
		name := cutUTF16(want, maxSheetName-len(suffix)) + suffix
		if key := strings.ToLower(name); !w.names[key] {
			w.names[key] = true
			return name
		}
	}
}

// cutUTF16 gives the first n UTF-16 units of a text, no character divided.
func cutUTF16(s string, n int) string {
	for i, r := range s {
		if n -= utf16.RuneLen(r); n < 0 {
			return strings.TrimSpace(s[:i])
		}
	}
	return s
}

// taskWidths are the widths of the task table: together a line of A3 landscape, then the column that is not printed.
var taskWidths = []float64{ColumnNumber: 6, ColumnTask: 20, ColumnContent: 54, ColumnTargets: 42, ColumnLead: 14,
	ColumnResponsible: 17, ColumnCooperate: 17, ColumnDue: 18, ColumnReports: 20, Columns: 26}

var taskLooks = []look{ColumnNumber: lookCentre, ColumnTask: lookText, ColumnContent: lookText, ColumnTargets: lookText, ColumnLead: lookCentre,
	ColumnResponsible: lookCentre, ColumnCooperate: lookCentre, ColumnDue: lookCentre, ColumnReports: lookText, Columns: lookDoubt}

// taskKept are the columns that a row's continuation repeats: what people filter by.
var taskKept = []bool{ColumnNumber: true, ColumnTask: true, ColumnLead: true, ColumnResponsible: true, ColumnCooperate: true, ColumnDue: true, Columns: true}

// taskTable writes the sheet people print.
func (w *Workbook) taskTable(sheet *xlsx.Sheet, s *Sheet) {
	g := w.newGrid(sheet, taskWidths)
	g.wide(s.Title(), lookTitle, int(Columns))
	g.wide(strings.Join(s.Issue(), "　　"), lookIssue, int(Columns))
	g.wide(s.Warning(), lookWarning, int(Columns))
	w.taskHead(g, len(s.Doubts) > 0)
	head := g.Rows()
	g.FrozenRows, g.FrozenColumns = head, int(ColumnContent)
	for i := range s.Rows {
		w.taskRow(g, &s.Rows[i])
	}
	last := g.Rows()
	for _, note := range s.Notes() {
		g.wide(wordNote[w.language]+note, lookNote, int(Columns))
	}
	w.signature(g)
	g.finish(head, last, int(Columns)+1, int(Columns))
}

// taskHead writes the heads of the columns; the last leads to the sheet of doubts, where there are some.
func (w *Workbook) taskHead(g *grid, doubts bool) {
	heads := make([]string, Columns+1)
	shape := make([]look, Columns+1)
	for c := range Columns {
		heads[c], shape[c] = c.Heading(w.language), lookHead
	}
	heads[Columns], shape[Columns] = wordCheck[w.language], lookHead
	row := g.cells(heads, shape, make([]bool, Columns+1))
	if doubts {
		g.Link(row, int(Columns)+1, wordDoubts[w.language])
	}
}

// taskRow writes a heading or a task. What is to be verified stands behind the printed columns, with
// the numbers of the sheet that lists it.
func (w *Workbook) taskRow(g *grid, r *Row) {
	if r.Task == nil {
		g.wide(strings.Repeat("　", r.Level)+r.Section, lookSection, int(Columns))
		return
	}
	texts := make([]string, Columns+1)
	for c := range Columns {
		texts[c] = r.Text(c)
	}
	if len(r.Doubts) > 0 {
		texts[Columns] = fmt.Sprintf(wordCheckCell[w.language], len(r.Doubts), numbers(r.Doubts))
	}
	g.cells(texts, taskLooks, taskKept)
}

// maxNumbers is how many numbers of doubts a cell lists.
const maxNumbers = 12

// numbers lists the 序号 of doubts: 3、4、9.
func numbers(doubts []int) string {
	var all []string
	for i, d := range doubts {
		if i == maxNumbers {
			all = append(all, "…")
			break
		}
		all = append(all, strconv.Itoa(d+1))
	}
	return strings.Join(all, "、")
}

// signature writes the block people sign (签字栏).
func (w *Workbook) signature(g *grid) {
	ends := [len(signatures)]int{int(ColumnContent), int(ColumnTargets), int(ColumnCooperate), int(Columns)} // the last column of each
	cells := make([]xlsx.Cell, Columns)
	for c := range cells {
		cells[c] = g.cell("", lookSign)
	}
	from := 0
	for i, end := range ends {
		cells[from] = g.cell(signatures[i][w.language], lookSign)
		from = end
	}
	g.Row(xlsx.Row{Height: 48}, cells...)
	from = 0
	for _, end := range ends {
		g.merge(from+1, end)
		from = end
	}
}
