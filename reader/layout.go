package reader

import (
	"iter"
	"strings"

	"github.com/wenxiao/wenxiao/source"
)

// A block is a paragraph or a table, as formats with a layout give them.
type block struct {
	text string // of a paragraph; "\n" where it breaks a line
	grid *grid  // of a table
}

// A grid is a table before its text has a place.
type grid struct {
	cells []gridCell // by row, then by column
}

type gridCell struct {
	row, col, rowSpan, colSpan int
	blocks                     []block
}

// layout writes blocks out as a text.
func layout(blocks []block) *source.Text {
	w := writer{}
	for _, b := range blocks {
		if b.grid != nil {
			if len(b.grid.cells) > 0 {
				w.newline()
				w.table(b.grid)
			}
			continue
		}
		for line := range lines(b.text) {
			if line = tidy(line); line != "" {
				w.newline()
				w.out.WriteString(line)
			}
		}
	}
	if w.out.Len() > 0 {
		w.out.WriteByte('\n')
	}
	return &source.Text{String: w.out.String(), Tables: w.tables, Paragraph: true}
}

// A writer collects a text and the places of its tables.
type writer struct {
	out    strings.Builder
	tables []source.Table
}

// newline ends the line that stands, if any.
func (w *writer) newline() {
	if w.out.Len() > 0 {
		w.out.WriteByte('\n')
	}
}

// table writes g. A table inside a cell comes after its outer one in w.tables.
func (w *writer) table(g *grid) {
	at := len(w.tables)
	w.tables = append(w.tables, source.Table{})
	t := source.Table{Span: source.Span{Start: w.out.Len()}, Cells: make([]source.Cell, 0, len(g.cells))}
	for i, c := range g.cells {
		if i > 0 {
			if c.row != g.cells[i-1].row {
				w.out.WriteByte('\n')
			} else {
				w.out.WriteByte('\t')
			}
		}
		start := w.out.Len()
		w.cell(c.blocks, start)
		t.Cells = append(t.Cells, source.Cell{
			Span: source.Span{Start: start, End: w.out.Len()},
			Row:  c.row, Col: c.col, RowSpan: c.rowSpan, ColSpan: c.colSpan,
		})
	}
	t.Span.End = w.out.Len()
	w.tables[at] = t
}

// cell writes what stands in a cell that starts at start.
func (w *writer) cell(blocks []block, start int) {
	for _, b := range blocks {
		if b.grid != nil {
			if len(b.grid.cells) > 0 {
				if w.out.Len() > start {
					w.out.WriteByte('\n')
				}
				w.table(b.grid)
			}
			continue
		}
		for line := range lines(b.text) {
			if line = tidy(strings.ReplaceAll(line, "\t", " ")); line != "" {
				if w.out.Len() > start {
					w.out.WriteByte('\n')
				}
				w.out.WriteString(line)
			}
		}
	}
}

// lines divides a paragraph at its line breaks.
func lines(text string) iter.Seq[string] {
	return strings.SplitSeq(normalise(text), "\n")
}

// tidy gives a line without blanks at its ends.
func tidy(line string) string {
	return strings.Trim(strings.ReplaceAll(line, "\u00a0", " "), blanks)
}
