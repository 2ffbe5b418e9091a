package reader

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// The widest table and the widest span that are believed.
const (
	maxColumns = 1000
	maxSpan    = 200
)

// isData reports that a table is one of data, and not there to lay out the
// page. ws holds the weights of what lies in it.
//
//  1. One cell, one column, a presentation role: layout.
//  2. Headings, or most of the text in tables inside it: layout.
//  3. One cell with nearly all of the text in several paragraphs: layout.
//  4. One row: data only with a sign of a printed table (header cells, border).
func isData(table *html.Node, ws map[*html.Node]weight) bool {
	role := attribute(table, "role")
	if role == "presentation" || role == "none" {
		return false
	}
	rows, columns, cells, inner, biggest := 0, 0, 0, 0, weight{}
	for tr := range tableRows(table) {
		n := 0
		for cell := range rowCells(tr) {
			n++
			if ws[cell].chars > biggest.chars {
				biggest = ws[cell]
			}
			inner += innerTables(cell, ws)
		}
		if n > 0 {
			rows++
		}
		columns = max(columns, n)
		cells += n
	}
	all := ws[table].chars
	switch {
	case cells < 2 || columns < 2:
		return false
	case inner*2 > all || holdsHeading(table):
		return false
	case biggest.chars*5 > all*4 && biggest.chars > 200 && biggest.blocks > 3:
		return false
	case rows == 1:
		return isRuled(table) && biggest.chars < 200
	}
	return true
}

// innerTables counts the characters in the outermost tables inside n.
func innerTables(n *html.Node, ws map[*html.Node]weight) int {
	chars := 0
	for c := range n.ChildNodes() {
		if c.DataAtom == atom.Table {
			chars += ws[c].chars
		} else {
			chars += innerTables(c, ws)
		}
	}
	return chars
}

func holdsHeading(table *html.Node) bool {
	for n := range table.Descendants() {
		if n.DataAtom == atom.H1 || n.DataAtom == atom.H2 {
			return true
		}
	}
	return false
}

// isRuled reports that a table is drawn as one.
func isRuled(table *html.Node) bool {
	if b := attribute(table, "border"); b != "" && b != "0" {
		return true
	}
	if strings.Contains(attribute(table, "style"), "border-collapse") || strings.HasPrefix(attribute(table, "class"), "Mso") {
		return true
	}
	for n := range table.Descendants() {
		if n.DataAtom == atom.Th {
			return true
		}
	}
	return false
}

// tableRows gives the rows of a table, not those of tables inside it.
func tableRows(table *html.Node) func(yield func(*html.Node) bool) {
	return func(yield func(*html.Node) bool) {
		for c := range table.ChildNodes() {
			switch c.DataAtom {
			case atom.Tr:
				if !yield(c) {
					return
				}
			case atom.Thead, atom.Tbody, atom.Tfoot:
				for r := range c.ChildNodes() {
					if r.DataAtom == atom.Tr && !yield(r) {
						return
					}
				}
			}
		}
	}
}

func rowCells(tr *html.Node) func(yield func(*html.Node) bool) {
	return func(yield func(*html.Node) bool) {
		for c := range tr.ChildNodes() {
			if (c.DataAtom == atom.Td || c.DataAtom == atom.Th) && !yield(c) {
				return
			}
		}
	}
}

// table lays out a table of data.
func (r *renderer) table(table *html.Node) {
	r.flush()
	for c := range table.ChildNodes() {
		if c.DataAtom == atom.Caption {
			r.children(c)
			r.flush()
		}
	}
	g := &grid{}
	rows := 0
	for range tableRows(table) {
		rows++
	}
	var taken []int // by column, how many rows below are covered
	row := 0
	for tr := range tableRows(table) {
		col := 0
		for cell := range rowCells(tr) {
			for col < len(taken) && taken[col] > 0 {
				col++
			}
			if col >= maxColumns {
				break
			}
			c := gridCell{row: row, col: col,
				rowSpan: span(cell, "rowspan", rows-row), colSpan: span(cell, "colspan", maxSpan)}
			c.blocks = r.inside(cell)
			g.cells = append(g.cells, c)
			for len(taken) < col+c.colSpan {
				taken = append(taken, 0)
			}
			for i := col; i < col+c.colSpan; i++ {
				taken[i] = c.rowSpan
			}
			col += c.colSpan
		}
		for i := range taken {
			taken[i] = max(0, taken[i]-1)
		}
		row++
	}
	w := r.weights[table]
	r.lines = append(r.lines, line{block: block{grid: g}, chars: w.chars, links: w.links})
}

// inside lays out what is in a cell, apart from the lines outside it.
func (r *renderer) inside(cell *html.Node) []block {
	in := renderer{weights: r.weights, skip: r.skip}
	in.children(cell)
	in.flush()
	blocks := make([]block, len(in.lines))
	for i, l := range in.lines {
		blocks[i] = l.block
	}
	return blocks
}

// span reads rowspan or colspan: at least 1, at most limit; 0 means all there are.
func span(cell *html.Node, key string, limit int) int {
	v := strings.TrimSpace(attribute(cell, key))
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 {
		return 1
	}
	if n == 0 {
		if key == "rowspan" {
			return limit
		}
		return 1
	}
	return min(n, limit)
}
