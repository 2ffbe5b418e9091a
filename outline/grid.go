package outline

import (
	"strconv"
	"strings"

	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/zh"
)

// A head is what a table's header says of its columns, and where the rows below it have come to.
type head struct {
	columns map[int]Column
	figures map[int]Cell
	section string
	serial  string // of the last row
	width   int    // in columns
	end     int    // of the table
}

// carried is the head for a table below: the same where the table goes on with the rows of the one above,
// which an empty row or a section's name divides from it, else none. It goes on where it has as many columns,
// no header, and its serial numbers go on or begin anew under the section's name.
func (h head) carried(s string, rows []tableRow, extent Range) head {
	if h.columns[0] != ColumnSerial || len(rows) == 0 || h.width != width(rows) || extent.Start < h.end {
		return head{}
	}
	between := strings.TrimSpace(s[h.end:extent.Start])
	label, named := sectionLabel(between)
	if between != "" && (!named || strings.Contains(between, "\n")) {
		return head{}
	}
	for _, row := range rows {
		if l, ok := sectionOf(s, row); ok {
			label, named = l, true
			continue
		}
		first := serial(s[row[0].Start:row[0].End])
		if !goesOnFrom(h.serial, first) && (!named || first != "1") {
			return head{}
		}
		break
	}
	if between != "" {
		h.section = label
	}
	return h
}

// goesOnFrom reports whether one serial number comes right after another.
func goesOnFrom(last, next string) bool {
	a, errA := strconv.Atoi(last)
	b, errB := strconv.Atoi(next)
	return errA == nil && errB == nil && b == a+1
}

func width(rows []tableRow) int {
	n := 0
	for _, row := range rows {
		for _, c := range row {
			n = max(n, c.col+c.span)
		}
	}
	return n
}

// readRows finds the header and reads the rows below as tasks. above is the head of the table this one goes on with.
func readRows(s string, rows []tableRow, extent Range, above head) (Grid, head) {
	g := Grid{Extent: extent}
	columns, figures, section := above.columns, above.figures, above.section
	var last *Row
	top := -1
	for i, row := range rows {
		if cols := headerOf(s, row); cols != nil {
			columns, top = cols, i
			figures = figureHeads(s, row)
			continue
		}
		if columns != nil && i == top+1 && subheader(s, row) {
			columns = refine(s, columns, rows[top], row)
			continue
		}
		if label, ok := sectionOf(s, row); ok {
			section, last = label, nil
			continue
		}
		if columns == nil {
			continue
		}
		if last != nil && goesOn(s, row, columns, last) {
			for k := range row {
				row[k].col += len(columns) - len(row)
			}
			r, _ := readRow(s, row, columns)
			last.extend(r.Cells, r.Extent)
			continue
		}
		r, own := readRow(s, row, columns)
		if last != nil && r.Serial == "" && r.Title.IsEmpty() && columns[0] == ColumnSerial { // its name stands in the row above
			last.extend(r.Cells, r.Extent)
			continue
		}
		addFigures(s, &r, row, figures)
		if last != nil {
			if len(row) < len(columns) {
				alignShort(s, &r, row, last, columns)
			} else {
				inherit(&r, last, columns)
			}
		}
		if label, ok := columnSection(s, row, columns); ok {
			section = label
		}
		if r.Title.IsEmpty() || totals.Has(s[r.Title.Start:r.Title.End]) || totals.Has(r.Serial) {
			continue
		}
		if !own && last != nil {
			last.extend(r.newCells(row), r.Extent)
			continue
		}
		r.Section, r.Parts = section, []Range{r.Extent}
		g.Rows = append(g.Rows, r)
		last = &g.Rows[len(g.Rows)-1]
	}
	h := head{columns: columns, figures: figures, section: section, serial: above.serial, width: width(rows), end: extent.End}
	if n := len(g.Rows); n > 0 {
		h.serial = g.Rows[n-1].Serial
	}
	return g, h
}

// extend adds another row of the table to a task.
func (r *Row) extend(cells []Cell, extent Range) {
	r.Cells = append(r.Cells, cells...)
	r.Extent.End = max(r.Extent.End, extent.End)
	r.Parts = append(r.Parts, extent)
}

// headerOf reads a row as the table's header: at least two known heads, one of them a task's.
func headerOf(s string, row tableRow) map[int]Column {
	columns := map[int]Column{}
	known, titled := 0, false
	for _, c := range row {
		word := strings.NewReplacer(" ", "", "\n", "").Replace(s[c.Start:c.End])
		if len(word) > 60 {
			return nil
		}
		col := ColumnOf(word)
		if col != ColumnOther {
			known++
		}
		titled = titled || col == ColumnTitle || col == ColumnContent
		for k := range c.span {
			if c.span < 50 {
				columns[c.col+k] = col
			}
		}
	}
	if known < 2 || !titled {
		return nil
	}
	titles := 0
	for _, c := range columns {
		titles += b2i(c == ColumnTitle)
	}
	if titles == 0 { // a table without a title column takes its first content column
		for i := range len(columns) + 2 {
			if columns[i] == ColumnContent {
				columns[i] = ColumnTitle
				break
			}
		}
	}
	return columns
}

// subheader reports whether a row holds nothing but heads of columns: the second row of a header.
func subheader(s string, row tableRow) bool {
	known := 0
	for _, c := range row {
		if c.IsEmpty() || c.merged && !c.first {
			continue
		}
		if ColumnOf(s[c.Start:c.End]) == ColumnOther {
			return false
		}
		known++
	}
	return known > 0
}

// refine puts the second row of a header in place of the head above it (责任分工 over 牵头单位 and 配合单位). In a
// plain text's table the second row names no places: its heads take that of the one head whose meaning is open.
func refine(s string, columns map[int]Column, head, row tableRow) map[int]Column {
	if len(row) >= len(head) || row[0].col > 0 || row[0].IsEmpty() {
		for _, c := range row {
			if !c.IsEmpty() {
				columns[c.col] = ColumnOf(s[c.Start:c.End])
			}
		}
		return columns
	}
	open := -1
	for _, c := range head {
		if word := s[c.Start:c.End]; open < 0 && (strings.Contains(word, "分工") || columns[c.col] == ColumnOther) {
			open = c.col
		}
	}
	if open < 0 {
		return columns
	}
	spanned := 1 // the empty cells behind the open head are its own
	for k := open + 1; k < len(head) && head[k].IsEmpty(); k++ {
		spanned++
	}
	wider := map[int]Column{}
	for col, v := range columns {
		if col > open {
			col += max(len(row)-spanned, 0)
		}
		wider[col] = v
	}
	for k, c := range row {
		wider[open+k] = ColumnOf(s[c.Start:c.End])
	}
	return wider
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// ColumnOf is what a column holds by the words of its head, without blanks; [ColumnOther] where they say nothing known.
func ColumnOf(word string) Column {
	if i := strings.IndexByte(word, '('); i > 0 {
		word = word[:i]
	}
	if v, n := headers.Prefix(word); n > 0 && n == len(word) {
		return v
	}
	if v, n := headers.Suffix(word); n > 0 && n >= 9 {
		return v
	}
	if v, n := headers.Prefix(word); n >= 12 {
		return v
	}
	return ColumnOther
}

// sectionOf reads a row that names a section: one cell across the table, with a label.
func sectionOf(s string, row tableRow) (string, bool) {
	filled, text := 0, ""
	var only tableCell
	for _, c := range row {
		if !c.IsEmpty() {
			filled++
			only, text = c, s[c.Start:c.End]
		}
	}
	if filled != 1 || only.merged && only.span == 1 {
		return "", false
	}
	return sectionLabel(text)
}

// totals head rows that add up the others.
var totals = zh.Words(`合计 小计 总计 合 计 共计`)

func sectionLabel(text string) (string, bool) {
	if l, n := zh.ScanLabel(text); n > 0 && n < len(text) {
		return l.Printed, true
	}
	return "", len(text) < 90 && text != "" && !zh.IsDigit(text[0])
}

// columnSection reads the section from a column of its own (类别).
func columnSection(s string, row tableRow, columns map[int]Column) (string, bool) {
	for _, c := range row {
		if columns[c.col] == ColumnSection && !c.IsEmpty() {
			return sectionLabel(s[c.Start:c.End])
		}
	}
	return "", false
}

// readRow reads one row; own is false where serial and title are both merged from the row above.
func readRow(s string, row tableRow, columns map[int]Column) (r Row, own bool) {
	serialOwn, titleOwn, hasSerial := false, false, false
	for _, c := range row {
		if c.IsEmpty() {
			continue
		}
		if c.first {
			if r.Extent.IsEmpty() {
				r.Extent = c.Range
			}
			r.Extent.End = max(r.Extent.End, c.End)
		}
		switch col := columns[c.col]; col {
		case ColumnSerial:
			hasSerial = true
			serialOwn = c.first
			r.Serial = serial(s[c.Start:c.End])
		case ColumnTitle:
			if r.Title.IsEmpty() {
				r.Title, titleOwn = c.Range, c.first
			} else {
				r.Cells = append(r.Cells, Cell{Column: ColumnContent, Range: c.Range})
			}
		default:
			r.Cells = append(r.Cells, Cell{Column: col, Range: c.Range})
		}
	}
	if hasSerial {
		return r, serialOwn
	}
	return r, titleOwn
}

// goesOn reports whether a plain text's row goes on with the row above: the cells that both share,
// from the serial on, are printed once, so that it is shorter than the header and begins with none.
func goesOn(s string, row tableRow, columns map[int]Column, above *Row) bool {
	if columns[0] != ColumnSerial || above.Serial == "" || len(row) < 2 || len(row) >= len(columns) {
		return false
	}
	for _, c := range row {
		if c.merged || c.span > 1 {
			return false
		}
	}
	if row[0].IsEmpty() {
		return false
	}
	first := columns[len(columns)-len(row)]
	return !zh.IsDigit(s[row[0].Start]) && (first == ColumnContent || first == ColumnTitle)
}

// inherit fills the empty cells of a plain text's row from the row above, where only a merged cell
// leaves them empty: a task without name or units with its cooperating units, or one without lead or
// time limit in a table of them.
func inherit(r, above *Row, columns map[int]Column) {
	if r.Serial == "" {
		return
	}
	if r.Title.IsEmpty() || !r.has(ColumnLead) && !r.has(ColumnResponsible) && !r.has(ColumnCooperate) {
		r.inheritColumn(above, ColumnCooperate)
	}
	if r.Title.IsEmpty() {
		r.Title = above.Title
	}
	for _, c := range columns {
		if c == ColumnLead || c == ColumnDue {
			r.inheritColumn(above, c)
		}
	}
}

// inheritColumn takes the cells of a column from the row above where the row has none.
func (r *Row) inheritColumn(above *Row, column Column) {
	if r.has(column) {
		return
	}
	for _, c := range above.Cells {
		if c.Column == column {
			r.Cells = append(r.Cells, c)
		}
	}
}

// alignShort completes a plain text's row that lacks its merged cells: a date at its end is its
// time limit, and the units and limit it lacks are those of the row above.
func alignShort(s string, r *Row, row tableRow, above *Row, columns map[int]Column) {
	end := row[len(row)-1]
	if dated(s[end.Start:end.End]) {
		for i := range r.Cells {
			if r.Cells[i].Range == end.Range {
				r.Cells[i].Column = ColumnDue
			}
		}
	}
	for _, c := range above.Cells {
		switch c.Column {
		case ColumnLead, ColumnResponsible, ColumnCooperate, ColumnDue:
			if !r.has(c.Column) {
				r.Cells = append(r.Cells, c)
			}
		}
	}
}

func (r *Row) has(column Column) bool {
	for _, c := range r.Cells {
		if c.Column == column {
			return true
		}
	}
	return false
}

// dated reports whether a cell holds nothing but a date.
func dated(s string) bool {
	return len(s) < 40 && len(s) > 4 && zh.IsDigit(s[0]) && (strings.Contains(s, "年") || strings.Contains(s, "月"))
}

// figureHeads finds the columns of bare numbers that state aims, with their unit: 年度计划投资(万元). Where a column
// gives the unit of its row, the numbers' heads have none (2025年目标), and the one of that column is [unitHead].
func figureHeads(s string, row tableRow) map[int]Cell {
	heads := map[int]Cell{}
	for _, c := range row {
		if word := s[c.Start:c.End]; word == unitHead || word == "计量单位" {
			heads[c.col] = Cell{Head: unitHead}
		}
	}
	measured := len(heads) > 0
	for _, c := range row {
		if word := s[c.Start:c.End]; measured && (strings.HasSuffix(word, "目标") || strings.HasSuffix(word, "目标值")) {
			heads[c.col] = Cell{Column: ColumnFigure, Head: word}
		}
	}
	for _, c := range row {
		word := strings.ReplaceAll(s[c.Start:c.End], "\n", "")
		open := strings.LastIndexByte(word, '(')
		if open <= 0 || !strings.HasSuffix(word, ")") || !aims.In(word[:open]) {
			continue
		}
		unit := strings.TrimPrefix(word[open+1:len(word)-1], "单位:")
		if class, n := quantity.ScanUnit(strings.TrimLeft(unit, "万亿千百")); class != quantity.NoUnit && n > 0 {
			heads[c.col] = Cell{Column: ColumnFigure, Head: word[:open], Unit: unit}
		}
	}
	return heads
}

// unitHead is the head of a column that gives the unit of each row's numbers.
const unitHead = "单位"

// aims are the words of heads whose numbers a plan is to reach.
var aims = zh.Words(`计划投资 年度投资 投资额 总投资 目标 任务 指标 计划 资金 面积 数量 规模 投资`)

// addFigures reads the bare numbers of a row as figures.
func addFigures(s string, r *Row, row tableRow, heads map[int]Cell) {
	unit := ""
	for _, c := range row {
		if heads[c.col].Head == unitHead {
			unit = s[c.Start:c.End]
		}
	}
	for _, c := range row {
		head, found := heads[c.col]
		if !found || c.IsEmpty() || head.Column != ColumnFigure {
			continue
		}
		if head.Unit == "" { // the row's name is what the number is of
			head.Head, head.Unit = strings.ReplaceAll(s[r.Title.Start:r.Title.End], "\n", ""), unit
		}
		if _, err := quantity.ParseNumber(strings.ReplaceAll(s[c.Start:c.End], ",", "")); err == nil && c.first {
			head.Range = c.Range
			r.Cells = append(r.Cells, head)
		}
	}
}

// newCells gives the cells that do not stand in an earlier row already.
func (r *Row) newCells(row tableRow) []Cell {
	var fresh []Cell
	for _, c := range r.Cells {
		for _, t := range row {
			if t.Range == c.Range && t.first {
				fresh = append(fresh, c)
				break
			}
		}
	}
	return fresh
}

// serial reads a serial number as printed, without the mark after it.
func serial(s string) string {
	return strings.TrimRight(strings.TrimSpace(s), "、.． ")
}
