package worksheet

import (
	"strings"
)

// A region is a run of rows that no empty row divides: paragraphs from first, a
// table from top, paragraphs again from bottom to before last.
type region struct{ first, top, bottom, last int }

// region divides rows into what stands above their table, the table, and what stands below it.
//
//  1. A row with words in one cell, above the rows with several, is a title or a remark.
//  2. So is one below them that begins in the table's first column or is merged over several.
//  3. So is a row above or below with few cells and a colon in one of them (填表单位：… 日期：…).
//  4. What lies between them is the table, rows with one cell (sections) included. Where no row has
//     several cells, all are paragraphs.
//
// A row with lines around it that goes on below an empty row belongs to the table whatever it holds:
// only in the sheet's first rows are lines drawn around titles too.
func (p *page) region(first, last int) region {
	widest := 0
	for row := first; row < last; row++ {
		widest = max(widest, len(p.filled(row)))
	}
	r := region{first, first, last, last}
	if widest < 2 {
		r.top = last
		return r
	}
	for r.top < r.bottom && p.isAbove(r.top, widest) && (first == 0 || !p.ruled[p.rows[r.top]]) {
		r.top++
	}
	for r.bottom > r.top && p.isBelow(r.bottom-1, widest) {
		r.bottom--
	}
	return r
}

// filled are the cells with words that begin in a row.
func (p *page) filled(row int) []*Placed {
	var found []*Placed
	for col := 0; col < len(p.columns); col++ {
		at := p.at[row][col]
		if at == 0 {
			continue
		}
		c := &p.places[at-1]
		if c.Row == row && c.Text != "" {
			found = append(found, c)
		}
		col = c.Col + c.ColSpan - 1
	}
	return found
}

// goesOn reports whether a cell of the row covers others too, above or below.
func (p *page) goesOn(row int) bool {
	for _, at := range p.at[row] {
		if at != 0 && p.places[at-1].RowSpan > 1 && p.places[at-1].Text != "" {
			return true
		}
	}
	return false
}

// isAbove reports whether a row is no row of the table below it.
func (p *page) isAbove(row, widest int) bool {
	cells := p.filled(row)
	return !p.goesOn(row) && (len(cells) < 2 || isRemark(cells, widest))
}

// isBelow reports whether a row is no row of the table above it. A number alone
// is the serial number of a row that nobody filled in.
func (p *page) isBelow(row, widest int) bool {
	cells := p.filled(row)
	if p.goesOn(row) {
		return false
	}
	if len(cells) != 1 {
		return len(cells) == 0 || isRemark(cells, widest)
	}
	c := cells[0]
	if strings.Trim(c.Text, "0123456789") == "" {
		return false
	}
	return c.Col == 0 || c.ColSpan > 1 || isRemark(cells, widest)
}

// isRemark reports whether cells name something and say it: 填报单位：某某局.
func isRemark(cells []*Placed, widest int) bool {
	if len(cells)*2 > widest {
		return false
	}
	for _, c := range cells {
		if strings.ContainsAny(c.Text, ":：") {
			return true
		}
	}
	return false
}

// paragraphs adds a paragraph for each row; cells of one row are set apart as they are seen.
func (p *page) paragraphs(blocks []Block, first, last int) []Block {
	for row := first; row < last; row++ {
		var texts []string
		for _, c := range p.filled(row) {
			texts = append(texts, c.Text)
		}
		if len(texts) > 0 {
			blocks = append(blocks, Block{Paragraph: strings.Join(texts, "　")})
		}
	}
	return blocks
}

// table gives the rows as a table: every place of it stands in one cell.
// column are the numbers of the page's columns in it.
func (p *page) table(first, last int, column []int) []Placed {
	var cells []Placed
	for row := first; row < last; row++ {
		for col := 0; col < len(p.columns); col++ {
			c := Placed{Row: row, Col: col, RowSpan: 1, ColSpan: 1}
			if at := p.at[row][col]; at != 0 {
				c = p.places[at-1]
			}
			if c.Row != row || c.Col != col {
				continue
			}
			c.RowSpan = min(c.RowSpan, last-row)
			c.ColSpan = column[col+c.ColSpan] - column[col]
			c.Row, c.Col = row-first, column[col]
			if c.ColSpan > 0 {
				cells = append(cells, c)
			}
		}
	}
	return cells
}

// renumber gives the columns of the page their numbers in tables: only those in
// which a cell of a table begins count.
func (p *page) renumber(regions []region) []int {
	used := make([]bool, len(p.columns))
	for _, r := range regions {
		for row := r.top; row < r.bottom; row++ {
			for _, c := range p.filled(row) {
				used[c.Col] = true
			}
		}
	}
	column := make([]int, len(used)+1)
	for i, u := range used {
		column[i+1] = column[i] + b2i(u)
	}
	return column
}
