package outline

import (
	"strings"

	"github.com/wenxiao/wenxiao/clean"
	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// A Column (表头) is what a column of a task table holds.
type Column uint8

// The columns of task tables (任务分解表).
const (
	ColumnOther       Column = iota
	ColumnSerial             // 序号
	ColumnTitle              // 重点任务, 项目名称
	ColumnContent            // 工作内容, 目标任务
	ColumnLead               // 牵头单位
	ColumnResponsible        // 责任单位
	ColumnCooperate          // 配合单位
	ColumnLeader             // 责任领导: people, not units
	ColumnDue                // 完成时限
	ColumnSection            // 类别: a section's name beside the rows
	ColumnFigure             // 年度计划投资(万元): bare numbers whose unit stands in the head
)

// A Grid (表格) is a table with a recognised header.
type Grid struct {
	Extent Range
	Rows   []Row
}

// A Row is one task of a grid.
type Row struct {
	// Section is the label of the section row above, empty where there is none.
	Section string
	Serial  string
	Title   Range
	// Cells are the row's other cells in column order, merged ones included.
	Cells  []Cell
	Extent Range
	// Parts are the rows of the table that make up the task, where its serial or title is merged over several.
	Parts []Range
}

// A Cell is one cell of a row with the meaning of its column.
type Cell struct {
	Column Column
	Range  Range
	// Head and Unit are the words and the unit of a [ColumnFigure]'s head.
	Head, Unit string
}

func (g Grid) tasks() bool { return len(g.Rows) > 0 }

// headers names columns by the words of their heads; the longest match wins.
var headers = zh.NewLexicon(map[string]Column{
	"序号": ColumnSerial, "编号": ColumnSerial, "项号": ColumnSerial,
	"重点任务": ColumnTitle, "工作任务": ColumnTitle, "任务名称": ColumnTitle, "项目名称": ColumnTitle, "重点工作": ColumnTitle, "主要任务": ColumnTitle,
	"事项": ColumnTitle, "事项名称": ColumnTitle, "工作名称": ColumnTitle, "重点事项": ColumnTitle, "工程名称": ColumnTitle, "实事名称": ColumnTitle, "指标名称": ColumnTitle, "任务": ColumnTitle, "项目": ColumnTitle, "实事项目": ColumnTitle, "工作事项": ColumnTitle, "任务事项": ColumnTitle, "工作项目": ColumnTitle,
	"工作内容": ColumnContent, "具体举措": ColumnContent, "目标任务": ColumnContent, "工作目标": ColumnContent, "任务内容": ColumnContent, "主要内容": ColumnContent,
	"具体内容": ColumnContent, "建设内容": ColumnContent, "具体任务": ColumnContent, "主要举措": ColumnContent, "工作措施": ColumnContent, "年度目标": ColumnContent, "目标": ColumnContent,
	"具体措施": ColumnContent, "建设内容及规模": ColumnContent, "工作举措": ColumnContent, "目标要求": ColumnContent, "工作要求": ColumnContent, "任务目标": ColumnContent, "量化指标": ColumnContent,
	"建设规模及内容": ColumnContent, "建设内容及目标": ColumnContent, "内容": ColumnContent, "年度目标任务": ColumnContent, "具体工作": ColumnContent, "工作标准": ColumnContent, "主要目标": ColumnContent,
	"牵头单位": ColumnLead, "牵头部门": ColumnLead, "主办单位": ColumnResponsible, "牵头责任单位": ColumnLead,
	"责任单位": ColumnResponsible, "责任部门": ColumnResponsible, "负责单位": ColumnResponsible, "承办单位": ColumnResponsible, "实施单位": ColumnResponsible, "主责单位": ColumnResponsible, "建设单位": ColumnResponsible, "项目单位": ColumnResponsible, "项目业主": ColumnResponsible, "业主单位": ColumnResponsible, "落实单位": ColumnResponsible, "责任主体": ColumnResponsible,
	"配合单位": ColumnCooperate, "配合部门": ColumnCooperate, "协办单位": ColumnResponsible, "参与单位": ColumnCooperate, "协同单位": ColumnCooperate, "协助单位": ColumnCooperate,
	"责任领导": ColumnLeader, "牵头领导": ColumnLeader, "责任人": ColumnLeader, "联系人": ColumnLeader, "包联领导": ColumnLeader, "分管领导": ColumnLeader, "市级领导": ColumnLeader, "县级领导": ColumnLeader, "牵头县领导": ColumnLeader, "牵头市领导": ColumnLeader,
	"完成时限": ColumnDue, "完成时间": ColumnDue, "时限要求": ColumnDue, "时间节点": ColumnDue, "时限": ColumnDue, "进度要求": ColumnDue, "办结时限": ColumnDue, "时间要求": ColumnDue,
	"类别": ColumnSection, "分类": ColumnSection, "领域": ColumnSection,
	"牵头": ColumnLead, "主办": ColumnResponsible, "牵头科室": ColumnLead, "责任": ColumnResponsible, "承办": ColumnResponsible, "责任科室": ColumnResponsible, "责任股室": ColumnResponsible, "实施主体": ColumnResponsible,
	"配合": ColumnCooperate, "协办": ColumnResponsible, "参与": ColumnCooperate, "配合科室": ColumnCooperate,
	"完成期限": ColumnDue, "完成日期": ColumnDue, "截止时间": ColumnDue, "时间安排": ColumnDue, "进度安排": ColumnDue, "完成节点": ColumnDue, "计划完成时间": ColumnDue, "预计完成时间": ColumnDue, "竣工时间": ColumnDue, "计划竣工时间": ColumnDue, "建设周期": ColumnDue, "实施周期": ColumnDue, "建设期限": ColumnDue, "工作时限": ColumnDue, "截止日期": ColumnDue, "办理时限": ColumnDue, "整改时限": ColumnDue,
	"整改目标": ColumnContent, "整改措施": ColumnContent, "反馈问题": ColumnTitle, "存在问题": ColumnTitle,
	"备注": ColumnOther, "报送要求": ColumnOther,
})

// A row under construction: the ranges of its cells with their column spans.
type tableRow []tableCell

type tableCell struct {
	Range
	col, span int
	first     bool // the row in which a cell merged over rows stands
	merged    bool
}

// grids finds the tables of a document: those the file declares, and runs of
// tab-divided lines in plain text.
func grids(text *clean.Text) []Grid {
	var found []Grid
	if len(text.Source.Tables) > 0 {
		above := head{}
		for _, table := range text.Source.Tables {
			rows := declaredRows(text, table)
			extent := Range{text.At(table.Span.Start), text.At(table.Span.End)}
			g, h := readRows(text.String, rows, extent, above.carried(text.String, rows, extent))
			if len(g.Rows) > 0 || len(rows) > 0 {
				found = append(found, g)
			}
			above = h
		}
		return found
	}
	s := text.String
	for start := 0; start < len(s); {
		if !strings.Contains(s[start:], "\t") {
			break
		}
		rows, extent := tabbedRows(s, start)
		if len(rows) >= 2 {
			if g, _ := readRows(s, rows, extent, head{}); g.tasks() {
				found = append(found, g)
			}
		}
		start = max(extent.End, start+1)
	}
	return found
}

// declaredRows lays a declared table out in rows; a cell merged over rows stands in each of them.
func declaredRows(text *clean.Text, table source.Table) []tableRow {
	count := 0
	for _, c := range table.Cells {
		count = max(count, c.Row+max(c.RowSpan, 1))
	}
	if count > 20000 {
		count = 20000
	}
	rows := make([]tableRow, count)
	for _, c := range table.Cells {
		r := trimRange(text.String, Range{text.At(c.Span.Start), text.At(c.Span.End)})
		if c.Span.Len() == 0 {
			r = Range{r.Start, r.Start}
		}
		for k := range max(c.RowSpan, 1) {
			if c.Row+k < count {
				rows[c.Row+k] = append(rows[c.Row+k], tableCell{Range: r, col: c.Col, span: max(c.ColSpan, 1), first: k == 0, merged: c.RowSpan > 1})
			}
		}
	}
	return rows
}

// tabbedRows reads the first run of tab-divided lines at or after start. A line
// with one cell inside a run is a section row.
func tabbedRows(s string, start int) (rows []tableRow, extent Range) {
	extent = Range{start, start}
	width := 0
	for start < len(s) {
		end := start + strings.IndexByte(s[start:], '\n')
		if end < start {
			end = len(s)
		}
		line := s[start:end]
		tabbed := strings.IndexByte(line, '\t') >= 0
		if !tabbed && (len(rows) == 0 || !sectionLine(s, line, end)) {
			if len(rows) > 0 {
				return rows, extent
			}
			start = end + 1
			extent = Range{start, start}
			continue
		}
		row := tableRow{}
		at := start
		for col, cell := range strings.Split(line, "\t") {
			row = append(row, tableCell{Range: trimRange(s, Range{at, at + len(cell)}), col: col, span: 1, first: true})
			at += len(cell) + 1
		}
		if !tabbed {
			row[0].span = 99
		}
		if prev := len(rows) - 1; prev > 0 && len(rows[prev])+len(row)-1 <= width && len(rows[prev]) < width && !startsRow(s, row) && tabbed && headerOf(s, row) == nil && !subheader(s, row) {
			// a cell broken over two lines: the row goes on
			tail := &rows[prev][len(rows[prev])-1]
			tail.End = row[0].End
			for _, c := range row[1:] {
				c.col = len(rows[prev])
				rows[prev] = append(rows[prev], c)
			}
		} else {
			if len(rows) > 0 && subheader(s, row) && headerOf(s, rows[len(rows)-1]) != nil {
				width = len(rows[len(rows)-1]) + len(row) - 1 // its heads stand under one head above
			}
			rows = append(rows, row)
			width = max(width, len(row))
		}
		extent.End = min(end+1, len(s))
		start = end + 1
	}
	return rows, extent
}

// startsRow reports whether a line's first cell begins a row: a serial number, a label, or nothing (a merged cell).
func startsRow(s string, row tableRow) bool {
	first := s[row[0].Start:row[0].End]
	if first == "" || zh.IsDigit(first[0]) {
		return true
	}
	_, n := zh.ScanLabel(first)
	return n > 0
}

// sectionLine reports whether a line without tabs stands between rows as a section's name.
func sectionLine(s, line string, end int) bool {
	_, n := zh.ScanLabel(line)
	if n == 0 || len(line) > 120 || end+1 >= len(s) {
		return false
	}
	next := s[end+1:]
	if j := strings.IndexByte(next, '\n'); j >= 0 {
		next = next[:j]
	}
	return strings.IndexByte(next, '\t') >= 0
}

func trimRange(s string, r Range) Range {
	for r.Start < r.End && strings.IndexByte(" \n\t", s[r.Start]) >= 0 {
		r.Start++
	}
	for r.Start < r.End && strings.IndexByte(" \n\t", s[r.End-1]) >= 0 {
		r.End--
	}
	return r
}
