// Package proposal puts a compiled document before people in the forms an office
// uses: rows of a task table (任务分解表), a workbook, a page of Markdown. It only
// lays out what the compiler found: it adds no fact, leaves out no doubt, and fills
// no cell the document leaves open. It must not know where documents come from or
// where its output goes.
//
// Start at [New], which gives the rows every printer shares.
package proposal

import (
	"sort"
	"strings"

	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

// A Column (栏目) is one column of the task table.
type Column int

// The columns of the task table, in the order an office prints them.
const (
	ColumnNumber      Column = iota // 序号
	ColumnTask                      // 重点任务
	ColumnContent                   // 具体内容
	ColumnTargets                   // 目标
	ColumnLead                      // 牵头单位
	ColumnResponsible               // 责任单位
	ColumnCooperate                 // 配合单位
	ColumnDue                       // 完成时限
	ColumnReports                   // 报送要求
	Columns                         // how many there are
)

// Heading is the column's name in the language.
func (c Column) Heading(l source.Language) string { return columnWords[c][l] }

// ofUnits reports whether the column's lines are names of units.
func (c Column) ofUnits() bool {
	return c == ColumnLead || c == ColumnResponsible || c == ColumnCooperate
}

// A Line (栏内一项) is one statement in a cell: a unit, a target, a paragraph, an obligation.
type Line struct {
	Text string
	// Span is where the words stand in the document's text; zero where the line has no place of its own.
	Span source.Span
	// Review says why a person should look, as codes of doc/diagnostics.md.
	Review []source.Code
}

// A Row (表格行) is a heading of the document or one of its tasks.
type Row struct {
	// Section is the heading as printed, with its label; empty in the row of a task.
	Section string
	// Level is how deep the heading stands, from 0.
	Level int

	// Task is the row's task, nil in the row of a heading.
	Task *policy.Task
	// Number (序号) counts the tasks of a document from 1.
	Number int
	// Cells hold what each column says; a cell is empty where the document says nothing.
	Cells [Columns][]Line
	// Doubts are the entries of [Sheet.Doubts] about this task, as indexes.
	Doubts []int
}

// Text is what a cell says: units divided by 、, other lines one below the other.
func (r *Row) Text(c Column) string {
	var b strings.Builder
	for i, l := range r.Cells[c] {
		switch {
		case i > 0 && c.ofUnits():
			b.WriteString("、")
		case i > 0:
			b.WriteString("\n")
		}
		b.WriteString(l.Text)
	}
	return b.String()
}

// A Sheet (任务分解表) is a document as people are shown it.
type Sheet struct {
	Document *policy.Document
	// File is what the user called the document.
	File     string
	Language source.Language
	// Rows are headings and tasks in reading order.
	Rows []Row
	// Reports are all obligations, those of tasks included, with the row they stand in.
	Reports []Report
	// Doubts are all facts a person should look at, in the order of the table.
	Doubts []Doubt

	tasks []int // the rows that hold tasks
}

// A Report (报送事项) is an obligation in its place in the table.
type Report struct {
	*policy.Obligation
	// Task is the number (序号) of the task whose text holds it, 0 where it binds the whole document.
	Task int
}

// New lays out a document. It must be compiled with its text (compile.Options.KeepText):
// without it, contents and headings are empty.
func New(file string, d *policy.Document, l source.Language) *Sheet {
	s := &Sheet{Document: d, File: file, Language: l}
	b := newBuilder(d)
	for i := range d.Tasks {
		s.Rows = append(s.Rows, b.sections(i)...)
		s.tasks = append(s.tasks, len(s.Rows))
		s.Rows = append(s.Rows, b.task(i))
	}
	s.placeReports(d)
	s.collectDoubts()
	return s
}

// placeReports gives every obligation its task, and every task what it must report.
func (s *Sheet) placeReports(d *policy.Document) {
	for _, all := range [][]policy.Obligation{d.Obligations, d.Triggered} {
		for i := range all {
			o := &all[i]
			report := Report{Obligation: o}
			if r := s.rowOf(o.Span); r != nil {
				report.Task = r.Number
				r.Cells[ColumnReports] = append(r.Cells[ColumnReports], Line{oneLine(o.Quote), o.Span, o.Review})
			}
			s.Reports = append(s.Reports, report)
		}
	}
}

// rowOf gives the row of the task whose text holds a place; nil where none does.
func (s *Sheet) rowOf(span source.Span) *Row {
	i := sort.Search(len(s.tasks), func(i int) bool { return s.Rows[s.tasks[i]].Task.Extent.Start > span.Start }) - 1
	if i < 0 || !s.Rows[s.tasks[i]].Task.Extent.Contains(span) {
		return nil
	}
	return &s.Rows[s.tasks[i]]
}

// Title is the name of the table: 《…》任务分解表.
func (s *Sheet) Title() string {
	title := s.Document.Meta.Title
	if title == "" {
		return wordTableTitle[s.Language]
	}
	if s.Language == source.English {
		return wordTableTitle[s.Language] + ": " + title
	}
	return "《" + innerMarks.Replace(title) + "》" + wordTableTitle[s.Language]
}

// innerMarks are the title marks of a title inside a title.
var innerMarks = strings.NewReplacer("《", "〈", "》", "〉")
