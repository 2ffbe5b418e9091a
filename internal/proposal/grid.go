package proposal

import (
	"math"
	"strings"

	"github.com/wenxiao/wenxiao/internal/xlsx"
)

// A grid writes one sheet of a workbook from top to bottom.
type grid struct {
	*xlsx.Sheet
	widths []float64 // of the columns, in characters of the default type
}

// The layout of a printed page.
const (
	lineHeight = 1.45 // of the size of the type: as tall as Noto CJK needs
	rowMargin  = 6    // points above and below the text of a row
	maxHeight  = 400  // points; Excel allows 409
)

// newGrid begins a sheet with columns of these widths: A3 landscape, one page wide, as many as needed high, numbered.
func (w *Workbook) newGrid(sheet *xlsx.Sheet, widths []float64) *grid {
	const side, end, edge = 0.59, 0.71, 0.35 // inches: 15 mm, 18 mm, 9 mm
	sheet.Page = xlsx.Page{IsA3: true, Margins: [6]float64{side, side, end, end, edge, edge}, Footer: "&C&\"宋体,常规\"&10" + wordFooter[w.language]}
	for _, width := range widths {
		sheet.Columns = append(sheet.Columns, xlsx.Column{Width: width})
	}
	return &grid{sheet, widths}
}

// halves is how many halves of the type's size fit a line of so many columns from the i-th on.
func (g *grid) halves(i, columns int, size float64) float64 {
	pixels := 0.0
	for _, width := range g.widths[i : i+columns] {
		pixels += width*7 + 5
	}
	return (pixels - 8) * 0.75 / (size / 2)
}

// height is how tall a row is that holds n lines of type.
func height(n int, size float64) float64 {
	return min(math.Ceil(float64(n)*size*lineHeight)+rowMargin, maxHeight)
}

// most is how many lines of type a row can hold.
func most(size float64) int { return int((maxHeight - rowMargin) / (size * lineHeight)) }

// cell gives a text its style: what a spreadsheet would read as a formula when it is edited stays text.
func (g *grid) cell(text string, l look) xlsx.Cell {
	style := l.style()
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		style.Format = xlsx.FormatText
	}
	return xlsx.Cell{Style: style, Text: text}
}

// wide writes a text over the first columns of the sheet, over several rows if it is long; an empty one takes none.
func (g *grid) wide(text string, l look, columns int) {
	if text == "" {
		return
	}
	halves := g.halves(0, columns, l.size())
	for _, part := range chunks(text, halves, most(l.size())) {
		cells := make([]xlsx.Cell, columns)
		for i := range cells {
			cells[i] = g.cell("", l)
		}
		cells[0] = g.cell(part, l)
		n := len(fitted(part, halves, math.MaxInt))
		g.Row(xlsx.Row{Height: height(n, l.size())}, cells...)
		g.merge(1, columns)
	}
}

// cells writes a row of texts, as several rows where one would be taller than a spreadsheet allows:
// then short cells (kept) stand in each of them, so that a filter finds all, and long ones go on.
// It gives the first row written.
func (g *grid) cells(texts []string, shape []look, kept []bool) (first int) {
	first = g.Rows() + 1
	parts := make([][]string, len(texts))
	rows := 1
	for i, text := range texts {
		parts[i] = chunks(text, g.halves(i, 1, shape[i].size()), most(shape[i].size()))
		rows = max(rows, len(parts[i]))
	}
	for k := range rows {
		cells := make([]xlsx.Cell, len(texts))
		tall := 0.0
		for i := range texts {
			part := ""
			switch {
			case k < len(parts[i]):
				part = parts[i][k]
			case kept[i] && len(parts[i]) == 1:
				part = parts[i][0]
			}
			n := len(fitted(part, g.halves(i, 1, shape[i].size()), math.MaxInt))
			tall = max(tall, height(n, shape[i].size()))
			cells[i] = g.cell(part, shape[i])
		}
		g.Row(xlsx.Row{Height: tall}, cells...)
	}
	return first
}

// merge joins cells of the last row, columns counted from 1.
func (g *grid) merge(from, to int) {
	if from < to {
		g.Merge(xlsx.Range{FromRow: g.Rows(), FromColumn: from, ToRow: g.Rows(), ToColumn: to})
	}
}

// finish ends the sheet: heads of columns repeat on each page, filters stand on them, and the first
// columns are what is printed. head is the row of the heads, last the last row they head.
func (g *grid) finish(head, last, columns, printed int) {
	g.Filter = xlsx.Range{FromRow: head, FromColumn: 1, ToRow: max(last, head), ToColumn: columns}
	g.Printed = xlsx.Range{FromRow: 1, FromColumn: 1, ToRow: g.Rows(), ToColumn: printed}
	g.Repeated = head
}
