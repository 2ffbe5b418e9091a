package proposal

import (
	"fmt"
	"math"
	"strings"

	"github.com/xuri/excelize/v2"
)

// A grid writes one sheet of a workbook from top to bottom.
type grid struct {
	file   *excelize.File
	stream *excelize.StreamWriter
	name   string
	styles styles
	widths []float64 // of the columns, in characters of the default type
	row    int       // the last one written, from 1
}

// The layout of a printed page.
const (
	paperA3    = 8
	lineHeight = 1.45 // of the size of the type: as tall as Noto CJK needs
	rowMargin  = 6    // points above and below the text of a row
	maxHeight  = 400  // points; Excel allows 409
)

// newGrid begins a sheet with columns of these widths.
func (w *Workbook) newGrid(name string, widths []float64) (*grid, error) {
	if name != w.first { // which is there already
		if _, err := w.file.NewSheet(name); err != nil {
			return nil, err
		}
	}
	fit := true
	if err := w.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return nil, err
	}
	stream, err := w.file.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	g := &grid{file: w.file, stream: stream, name: name, styles: w.styles, widths: widths}
	if err := g.layout(wordFooter[w.language]); err != nil {
		return nil, err
	}
	for i, width := range widths {
		if err := stream.SetColWidth(i+1, i+1, width); err != nil {
			return nil, err
		}
	}
	return g, nil
}

// layout sets the page: A3 landscape, one page wide, as many as needed high, numbered.
func (g *grid) layout(footer string) error {
	paper, landscape, one, any := paperA3, "landscape", 1, 0
	err := g.file.SetPageLayout(g.name, &excelize.PageLayoutOptions{Size: &paper, Orientation: &landscape, FitToWidth: &one, FitToHeight: &any})
	if err != nil {
		return err
	}
	side, end, edge, centred := 0.59, 0.71, 0.35, true // inches: 15 mm, 18 mm, 9 mm
	err = g.file.SetPageMargins(g.name, &excelize.PageLayoutMarginsOptions{
		Left: &side, Right: &side, Top: &end, Bottom: &end, Header: &edge, Footer: &edge, Horizontally: &centred})
	if err != nil {
		return err
	}
	return g.file.SetHeaderFooter(g.name, &excelize.HeaderFooterOptions{OddFooter: "&C&\"宋体,常规\"&10" + footer})
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
func (g *grid) cell(text string, l look) excelize.Cell {
	kind := 0
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		kind = 1
	}
	return excelize.Cell{StyleID: g.styles[l][kind], Value: text}
}

// rowsOf is how many rows a text takes over the first columns, none for an empty one.
func (g *grid) rowsOf(text string, l look, columns int) int {
	if text == "" {
		return 0
	}
	return len(chunks(text, g.halves(0, columns, l.size()), most(l.size())))
}

// wide writes a text over the first columns of the sheet, over several rows if it is long; an empty one takes none.
func (g *grid) wide(text string, l look, columns int) error {
	if text == "" {
		return nil
	}
	halves := g.halves(0, columns, l.size())
	for _, part := range chunks(text, halves, most(l.size())) {
		cells := make([]any, columns)
		for i := range cells {
			cells[i] = g.cell("", l)
		}
		cells[0] = g.cell(part, l)
		n := len(fitted(part, halves, math.MaxInt))
		if err := g.write(cells, height(n, l.size())); err != nil {
			return err
		}
		if err := g.merge(1, columns); err != nil {
			return err
		}
	}
	return nil
}

// cells writes a row of texts, as several rows where one would be taller than a spreadsheet allows:
// then short cells (kept) stand in each of them, so that a filter finds all, and long ones go on.
// It gives the first row written.
func (g *grid) cells(texts []string, shape []look, kept []bool) (first int, err error) {
	first = g.row + 1
	parts := make([][]string, len(texts))
	rows := 1
	for i, text := range texts {
		parts[i] = chunks(text, g.halves(i, 1, shape[i].size()), most(shape[i].size()))
		rows = max(rows, len(parts[i]))
	}
	for k := range rows {
		cells := make([]any, len(texts))
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
		if err := g.write(cells, tall); err != nil {
			return first, err
		}
	}
	return first, nil
}

// write writes one row.
func (g *grid) write(cells []any, tall float64) error {
	g.row++
	return g.stream.SetRow(fmt.Sprintf("A%d", g.row), cells, excelize.RowOpts{Height: tall})
}

// merge joins cells of the last row, columns counted from 1.
func (g *grid) merge(from, to int) error {
	a, err := excelize.CoordinatesToCellName(from, g.row)
	if err != nil {
		return err
	}
	b, err := excelize.CoordinatesToCellName(to, g.row)
	if err != nil {
		return err
	}
	return g.stream.MergeCell(a, b)
}

// link makes a cell lead to another sheet. Long texts get none: LibreOffice does not wrap them then.
func (g *grid) link(column, row int, sheet string) error {
	at, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return err
	}
	return g.file.SetCellHyperLink(g.name, at, "'"+sheet+"'!A1", "Location")
}

// freeze keeps the rows down to head and the first columns on the screen. It must come before the first row.
func (g *grid) freeze(head, columns int) error {
	cell, err := excelize.CoordinatesToCellName(columns+1, head+1)
	if err != nil {
		return err
	}
	pane := "bottomLeft"
	if columns > 0 {
		pane = "bottomRight"
	}
	return g.stream.SetPanes(&excelize.Panes{Freeze: true, XSplit: columns, YSplit: head, TopLeftCell: cell, ActivePane: pane})
}

// finish ends the sheet: heads of columns repeat on each page, filters stand on them, and the first
// columns are what is printed. head is the row of the heads, last the last row they head.
func (g *grid) finish(head, last, columns, printed int) error {
	end, err := excelize.ColumnNumberToName(columns)
	if err != nil {
		return err
	}
	if err := g.file.AutoFilter(g.name, fmt.Sprintf("A%d:%s%d", head, end, max(last, head)), nil); err != nil {
		return err
	}
	edge, err := excelize.ColumnNumberToName(printed)
	if err != nil {
		return err
	}
	for _, defined := range []excelize.DefinedName{
		{Name: "_xlnm.Print_Area", RefersTo: fmt.Sprintf("'%s'!$A$1:$%s$%d", g.name, edge, g.row), Scope: g.name},
		{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$%d:$%d", g.name, head, head), Scope: g.name},
	} {
		if err := g.file.SetDefinedName(&defined); err != nil {
			return err
		}
	}
	return g.stream.Flush()
}
