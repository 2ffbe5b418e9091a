package reader

import (
	"strconv"
	"strings"

	"github.com/wenxiao/wenxiao/reader/printout"
	"github.com/wenxiao/wenxiao/source"
)

// readPrintout makes a text of printed pages. Only scans is an error, some is a diagnostic.
func readPrintout(pages []printout.Page) (*source.Text, []source.Diagnostic, error) {
	t := printout.Read(pages)
	if len(t.Blocks) == 0 && len(t.Scans) > 0 {
		return nil, nil, &Error{Kind: Scanned}
	}
	blocks := make([]block, len(t.Blocks))
	for i, b := range t.Blocks {
		blocks[i] = block{text: b.Paragraph, grid: printedGrid(b.Table)}
	}
	var ds []source.Diagnostic
	if t.Notes > 0 {
		ds = append(ds, source.Diagnostic{Code: source.FootnotesLeftOut, Args: []string{strconv.Itoa(t.Notes)}})
	}
	if len(t.Scans) > 0 {
		numbers := make([]string, len(t.Scans))
		for i, n := range t.Scans {
			numbers[i] = strconv.Itoa(n)
		}
		ds = append(ds, source.Diagnostic{Code: source.PagesScanned, Args: []string{strings.Join(numbers, ", ")}})
	}
	return layout(blocks), ds, nil
}

// printedGrid gives a table's grid, nil for a paragraph.
func printedGrid(cells []printout.Cell) *grid {
	if cells == nil {
		return nil
	}
	g := &grid{cells: make([]gridCell, len(cells))}
	for i, c := range cells {
		g.cells[i] = gridCell{row: c.Row, col: c.Col, rowSpan: c.RowSpan, colSpan: c.ColSpan}
		for _, p := range c.Paragraphs {
			g.cells[i].blocks = append(g.cells[i].blocks, block{text: p})
		}
	}
	return g
}
