package printout

import (
	"math"
	"slices"
	"sort"
)

// leastCell is the least width and height of a cell in points; rules nearer than that are one.
const leastCell = 5.0

// The largest table that is believed.
const maxColumns, maxRows = 200, 1000

// A table is the places of the rules of a table, and its cells between them.
type table struct {
	xs, ys []float64
	cells  []Cell
	owner  []int // by row and column, the cell that covers the place
}

// latticeOf lays out crossing rules as a table; nil if they are none. Where two
// places have no rule between them, they are one merged celt. Outer rules may be missing.
func latticeOf(rules []wall) *table {
	var xs, ys []float64
	left, right := math.Inf(1), math.Inf(-1)
	for _, r := range rules {
		if r.isUpright {
			xs = append(xs, r.at)
		} else {
			ys = append(ys, r.at)
			left, right = min(left, r.from), max(right, r.to)
		}
	}
	if len(xs) == 0 || len(ys) == 0 {
		return nil
	}
	t := &table{xs: apart(append(xs, left, right)), ys: apart(ys)}
	columns, rows := len(t.xs)-1, len(t.ys)-1
	if columns < 1 || rows < 1 || columns*rows < 2 || columns > maxColumns || rows > maxRows {
		return nil
	}
	// Whether a rule stands right of a place, and below it.
	walls, floors := make([]bool, rows*columns), make([]bool, rows*columns)
	for _, r := range rules {
		if r.isUpright {
			if c := place(t.xs, r.at) - 1; c >= 0 {
				for row := range rows {
					if middle := (t.ys[row] + t.ys[row+1]) / 2; r.from < middle && middle < r.to {
						walls[row*columns+c] = true
					}
				}
			}
			continue
		}
		if row := place(t.ys, r.at) - 1; row >= 0 {
			for c := range columns {
				if middle := (t.xs[c] + t.xs[c+1]) / 2; r.from < middle && middle < r.to {
					floors[row*columns+c] = true
				}
			}
		}
	}
	t.merge(walls, floors)
	return t
}

// apart sorts places and keeps one of those that are nearer than a cell is wide.
func apart(places []float64) []float64 {
	slices.Sort(places)
	kept := places[:1]
	for _, p := range places[1:] {
		if p-kept[len(kept)-1] >= leastCell {
			kept = append(kept, p)
		}
	}
	return kept
}

// place is the index of the one of places that at is taken for.
func place(places []float64, at float64) int {
	return max(sort.Search(len(places), func(i int) bool { return places[i] > at+1e-9 })-1, 0)
}

// merge makes cells of places without rules between them.
func (t *table) merge(walls, floors []bool) {
	columns, rows := len(t.xs)-1, len(t.ys)-1
	t.owner = make([]int, rows*columns)
	for i := range t.owner {
		t.owner[i] = -1
	}
	for row := range rows {
		for c := range columns {
			if t.owner[row*columns+c] >= 0 {
				continue
			}
			width, height := 1, 1
			for c+width < columns && !walls[row*columns+c+width-1] && t.owner[row*columns+c+width] < 0 {
				width++
			}
			for row+height < rows && isOpen(floors[(row+height-1)*columns+c:][:width]) {
				height++
			}
			for y := range height {
				for x := range width {
					t.owner[(row+y)*columns+c+x] = len(t.cells)
				}
			}
			t.cells = append(t.cells, Cell{Row: row, Col: c, RowSpan: height, ColSpan: width})
		}
	}
}

// isOpen reports that no rule is below any of the places.
func isOpen(floors []bool) bool { return !slices.Contains(floors, true) }

// cellAt is the cell at a place of the page, -1 if there is none.
func (t *table) cellAt(x, y float64) int {
	if x < t.xs[0] || y < t.ys[0] || x >= t.xs[len(t.xs)-1] || y >= t.ys[len(t.ys)-1] {
		return -1
	}
	return t.owner[place(t.ys, y)*(len(t.xs)-1)+place(t.xs, x)]
}

// cellPadding is about what a cell leaves free at its left and right together, in points.
const cellPadding = 10.8

// fill puts what stands in the cells there. false if the rules only frame words or underline them.
func (t *table) fill(inside [][]Run) bool {
	filled := 0
	for i, runs := range inside {
		if len(runs) > 0 {
			filled++
			c := &t.cells[i]
			c.Paragraphs = cellParagraphs(linesOf(runs), t.xs[c.Col+c.ColSpan]-t.xs[c.Col]-cellPadding)
		}
	}
	return filled >= 2
}

// cellParagraphs joins the lines of a cell where its width broke them.
func cellParagraphs(lines []line, width float64) []string {
	var paragraphs []string
	text := ""
	for i, l := range lines {
		if i > 0 {
			before := lines[i-1]
			free := width - (before.right - before.left)
			switch {
			case l.bottom == before.bottom:
				text += " "
			case free > leadingWidth(l)+0.5*l.size || startsItem(l.text) && endsClause(before.text):
				paragraphs = append(paragraphs, text)
				text = ""
			default:
				text += seam(before, l)
			}
		}
		text += l.text
	}
	return append(paragraphs, text)
}

// goesOn reports that a table has the columns of t, and so may be its next page's part.
func (t *table) goesOn(next *table) bool {
	return slices.EqualFunc(t.xs, next.xs, func(a, b float64) bool { return math.Abs(a-b) < leastCell })
}

// join adds the rows of a next page's part. The head that it repeats is left out.
func (t *table) join(next *table) {
	rows, skip := 0, 0
	for _, c := range t.cells {
		rows = max(rows, c.Row+c.RowSpan)
	}
	if head := t.row(0); slices.EqualFunc(head, next.row(0), equalCells) {
		for _, c := range head {
			skip = max(skip, c.RowSpan)
		}
	}
	for _, c := range next.cells {
		if c.Row >= skip {
			c.Row += rows - skip
			t.cells = append(t.cells, c)
		}
	}
}

// row gives the cells that start in a row.
func (t *table) row(row int) []Cell {
	var cells []Cell
	for _, c := range t.cells {
		if c.Row == row {
			cells = append(cells, c)
		}
	}
	return cells
}

func equalCells(a, b Cell) bool {
	return a.Col == b.Col && a.ColSpan == b.ColSpan && slices.Equal(a.Paragraphs, b.Paragraphs)
}
