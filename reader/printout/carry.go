package printout

import (
	"math"
	"strings"

	"github.com/wenxiao/wenxiao/zh"
)

// sameColumns reports that two tables have their rules at the same places: the second goes on with the first on a new page.
func sameColumns(a, b *table) bool {
	if len(a.xs) != len(b.xs) {
		return false
	}
	shift := b.xs[0] - a.xs[0] // margins may alternate
	for i := range a.xs {
		if math.Abs(b.xs[i]-a.xs[i]-shift) > ruleTolerance {
			return false
		}
	}
	return true
}

// A grid is the cells of a table, by row and column.
type grid struct{ cells []Cell }

// carryOn adds the rows of a table's next page.
//
//  1. Its heading, printed again, is left out.
//  2. A first row without a serial is the rest of the last row, where its cells go on with sentences of the cells above.
//  3. In any other first row, empty cells belong to the merged cells above: all of a row without a serial, else
//     those in columns where every cell so far has words.
func (g *grid) carryOn(next *grid) {
	rows := g.rows()
	cells := next.cells
	for i := 0; len(cells) > 0; i++ {
		head := len(next.row(i))
		if head == 0 || head > len(cells) || textOf(next.row(i)) != textOf(g.row(i)) {
			break
		}
		cells = cells[head:]
	}
	if len(cells) == 0 {
		return
	}
	first := cells[0].Row
	n := 0
	for n < len(cells) && cells[n].Row == first {
		n++
	}
	if cells[0].text() == "" && g.continues(rows, cells[:n]) {
		for _, c := range cells[:n] {
			if above := g.above(rows, c.Col); above != nil {
				above.goOn(c.Paragraphs)
				above.RowSpan += c.RowSpan - 1
			}
		}
		cells, first = cells[n:], first+1
	} else {
		cells = append(g.merge(rows, cells[:n]), cells[n:]...)
	}
	for _, c := range cells {
		c.Row += rows - first
		g.cells = append(g.cells, c)
	}
}

// merge lets the cells of the last of so many rows go on over the empty cells of a new one, and gives the other cells.
func (g *grid) merge(rows int, row []Cell) []Cell {
	blank := map[int]bool{} // columns
	for i := range g.cells {
		if c := &g.cells[i]; c.text() == "" {
			blank[c.Col] = true
		}
	}
	serial := row[0].text() != ""
	var own []Cell
	for _, c := range row {
		above := g.above(rows, c.Col)
		if c.text() == "" && above != nil && above.ColSpan == c.ColSpan && !(serial && blank[c.Col]) {
			above.RowSpan += c.RowSpan
		} else {
			own = append(own, c)
		}
	}
	return own
}

// continues reports that the cells of a row go on with those of the last of so many rows.
func (g *grid) continues(rows int, row []Cell) bool {
	open := false
	for _, c := range row {
		if c.text() == "" {
			continue
		}
		above := g.above(rows, c.Col)
		if above == nil || above.text() == "" {
			return false
		}
		if strings.ContainsRune("。；;！？", zh.LastRune(above.text())) {
			return false
		}
		open = true
	}
	return open
}

func (g *grid) rows() int {
	n := 0
	for _, c := range g.cells {
		n = max(n, c.Row+c.RowSpan)
	}
	return n
}

// row gives the cells that begin in a row.
func (g *grid) row(i int) []Cell {
	var cells []Cell
	for _, c := range g.cells {
		if c.Row == i {
			cells = append(cells, c)
		}
	}
	return cells
}

// above gives the cell that covers a column in the last of so many rows, nil if there is none.
func (g *grid) above(rows, col int) *Cell {
	for i := range g.cells {
		if c := &g.cells[i]; c.Row+c.RowSpan == rows && c.Col <= col && col < c.Col+c.ColSpan {
			return c
		}
	}
	return nil
}

func (c *Cell) text() string { return strings.Join(c.Paragraphs, "") }

// goOn adds paragraphs to a cell, the first one to its last; the name of a further unit is a paragraph of its own.
func (c *Cell) goOn(paragraphs []string) {
	if n := len(c.Paragraphs); n > 0 && len(paragraphs) > 0 && !partsUnits(c.Paragraphs[n-1], paragraphs[0]) {
		c.Paragraphs[n-1] = joinLines([]string{c.Paragraphs[n-1], paragraphs[0]})
		paragraphs = paragraphs[1:]
	}
	c.Paragraphs = append(c.Paragraphs, paragraphs...)
}

func textOf(cells []Cell) string {
	var b strings.Builder
	for i := range cells {
		b.WriteString(cells[i].text())
		b.WriteByte('\t')
	}
	return b.String()
}
