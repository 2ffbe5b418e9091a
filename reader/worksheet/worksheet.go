// Package worksheet knows what a worksheet (工作表) looks like when it is
// printed: numbers and dates in the formats of their cells, what is hidden, cells
// merged, and which rows are a table and which stand above or below one.
//
// It knows nothing of files, XML or documents, and does not interpret words: a
// table is found by where its cells stand. Start at [Sheet.Blocks] and [Parse].
package worksheet

import (
	"cmp"
	"errors"
	"slices"
	"sort"
)

// The limits of a sheet that is read as a document. One beyond them is a
// register: data to import, not a document to compile.
const (
	MaxRows      = 20_000  // rows with words
	MaxCells     = 200_000 // cells with words
	maxPositions = 1 << 20 // rows with words times columns with words
	maxMerges    = 50_000
)

// ErrTooLarge says that a sheet exceeds a limit.
var ErrTooLarge = errors.New("the sheet holds too many rows, columns or cells")

// A Cell is one cell with words. Rows and columns count from 0.
type Cell struct {
	Row, Col int
	Text     string
	// Stored is the number behind Text, before its format rounded or divided it, in digits; empty for a text and for a date.
	Stored string
}

// An Area is a rectangle of cells, its last row and column included.
type Area struct{ Top, Left, Bottom, Right int }

// A Sheet is what a file says of a worksheet.
type Sheet struct {
	Cells  []Cell // in any order; of two in one place the first is seen
	Merged []Area // cells merged; of two that overlap the upper one counts
	// HiddenRows and HiddenColumns are in any order. Their words are not printed.
	HiddenRows, HiddenColumns []Span
	// Ruled are the rows with lines drawn around their cells, whether they hold words or not.
	Ruled map[int]bool
}

// A Span is a run of rows or columns, the last included.
type Span struct{ First, Last int }

// A Block is a paragraph or a table of a sheet, in the order of reading.
type Block struct {
	Paragraph string
	Table     []Placed // by row, then by column; nil for a paragraph
}

// A Placed is a cell in a table; one merged stands once, with the rows and
// columns it covers. Hidden rows and columns and those without words are not
// counted; the columns of all tables of a sheet are counted alike.
type Placed struct {
	Row, Col         int
	RowSpan, ColSpan int // at least 1
	Text             string
}

// Blocks lays the sheet out. [Hidden] says how many rows and columns with words are left out.
// An error is [ErrTooLarge].
func (s *Sheet) Blocks() ([]Block, Hidden, error) {
	if len(s.Cells) > MaxCells || len(s.Merged) > maxMerges {
		return nil, Hidden{}, ErrTooLarge
	}
	p, err := s.page()
	if err != nil {
		return nil, Hidden{}, err
	}
	var regions []region
	for first := 0; first < len(p.rows); {
		last := first + 1
		for last < len(p.rows) && !p.divided(last) {
			last++
		}
		regions = append(regions, p.region(first, last))
		first = last
	}
	column := p.renumber(regions)
	var blocks []Block
	for _, r := range regions {
		blocks = p.paragraphs(blocks, r.first, r.top)
		if r.top < r.bottom {
			blocks = append(blocks, Block{Table: p.table(r.top, r.bottom, column)})
		}
		blocks = p.paragraphs(blocks, r.bottom, r.last)
	}
	return blocks, p.hidden, nil
}

// Hidden counts rows and columns with words that are not printed.
type Hidden struct{ Rows, Columns int }

// A page is a sheet without what is hidden or empty: its rows and columns are numbered anew.
type page struct {
	rows, columns []int    // where they stood in the sheet
	places        []Placed // cells with words and merged ones
	at            [][]int  // by row and column: 1 + index of the place that covers it, 0 for none
	ruled         map[int]bool
	merged        []Area // in rows and columns of the sheet, sorted
	reach         []int  // by row, the last row of the sheet that a cell of it or of one above covers
	hiddenRows    spans
	hidden        Hidden
}

// page takes the hidden and the empty out of a sheet and puts every cell in its place.
func (s *Sheet) page() (*page, error) {
	hiddenRows, hiddenColumns := newSpans(s.HiddenRows), newSpans(s.HiddenColumns)
	merged := slices.Clone(s.Merged)
	slices.SortFunc(merged, func(a, b Area) int { return cmp.Or(a.Top-b.Top, a.Left-b.Left) })
	cells := slices.Clone(s.Cells)
	slices.SortStableFunc(cells, func(a, b Cell) int { return cmp.Or(a.Row-b.Row, a.Col-b.Col) })

	p := &page{ruled: s.Ruled, merged: merged, hiddenRows: hiddenRows}
	var rows, columns []int
	hiddenR, hiddenC := map[int]bool{}, map[int]bool{}
	for _, c := range cells {
		row, col := c.Row, c.Col
		if i, ok := slices.BinarySearchFunc(merged, c, byCorner); ok { // seen where its area is
			row, col = hiddenRows.next(row, merged[i].Bottom), hiddenColumns.next(col, merged[i].Right)
		}
		switch {
		case hiddenRows.has(row):
			hiddenR[c.Row] = true
		case hiddenColumns.has(col):
			hiddenC[c.Col] = true
		default:
			rows, columns = append(rows, row), append(columns, col)
		}
	}
	p.hidden = Hidden{len(hiddenR), len(hiddenC)}
	p.rows, p.columns = distinct(rows), distinct(columns)
	if len(p.rows) > MaxRows || len(p.rows)*len(p.columns) > maxPositions {
		return nil, ErrTooLarge
	}
	p.place(cells)
	return p, nil
}

func byCorner(a Area, c Cell) int { return cmp.Or(a.Top-c.Row, a.Left-c.Col) }

// place puts merged areas on the page, then the cells that none of them covers.
func (p *page) place(cells []Cell) {
	p.at, p.reach = make([][]int, len(p.rows)), make([]int, len(p.rows))
	for i := range p.at {
		p.at[i] = make([]int, len(p.columns))
	}
	for _, m := range p.merged {
		top, bottom := within(p.rows, m.Top, m.Bottom)
		left, right := within(p.columns, m.Left, m.Right)
		if top == bottom || left == right || !p.free(top, bottom, left, right) {
			continue
		}
		c := Placed{Row: top, Col: left, RowSpan: bottom - top, ColSpan: right - left}
		if i, ok := slices.BinarySearchFunc(cells, m, func(c Cell, m Area) int { return -byCorner(m, c) }); ok {
			c.Text = cells[i].Text
		}
		p.put(c)
		if c.Text != "" {
			p.reach[top] = max(p.reach[top], m.Bottom)
		}
	}
	for i := 1; i < len(p.reach); i++ {
		p.reach[i] = max(p.reach[i], p.reach[i-1])
	}
	for _, c := range cells {
		row, rowSeen := slices.BinarySearch(p.rows, c.Row)
		col, colSeen := slices.BinarySearch(p.columns, c.Col)
		if rowSeen && colSeen && p.at[row][col] == 0 {
			p.put(Placed{Row: row, Col: col, RowSpan: 1, ColSpan: 1, Text: c.Text})
		}
	}
}

func (p *page) free(top, bottom, left, right int) bool {
	for _, row := range p.at[top:bottom] {
		for _, at := range row[left:right] {
			if at != 0 {
				return false
			}
		}
	}
	return true
}

func (p *page) put(c Placed) {
	p.places = append(p.places, c)
	for r := c.Row; r < c.Row+c.RowSpan; r++ {
		for col := c.Col; col < c.Col+c.ColSpan; col++ {
			p.at[r][col] = len(p.places)
		}
	}
}

// divided reports whether an empty row divides row from the one above: one that
// is seen, without lines around its cells, and that no cell from above covers.
func (p *page) divided(row int) bool {
	for at := max(p.rows[row-1], p.reach[row-1]) + 1; at < p.rows[row]; at++ {
		if !p.hiddenRows.has(at) && !p.ruled[at] {
			return true
		}
	}
	return false
}

// within gives the half-open range of indices whose values lie from first to last.
func within(values []int, first, last int) (from, to int) {
	return sort.SearchInts(values, first), sort.SearchInts(values, last+1)
}

func distinct(values []int) []int {
	slices.Sort(values)
	return slices.Compact(values)
}

// spans are runs of rows or columns, sorted and apart.
type spans []Span

func newSpans(all []Span) spans {
	sorted := slices.Clone(all)
	slices.SortFunc(sorted, func(a, b Span) int { return a.First - b.First })
	var apart spans
	for _, s := range sorted {
		if n := len(apart); n > 0 && s.First <= apart[n-1].Last+1 {
			apart[n-1].Last = max(apart[n-1].Last, s.Last)
			continue
		}
		apart = append(apart, s)
	}
	return apart
}

// find gives the run that holds i.
func (s spans) find(i int) (Span, bool) {
	k := sort.Search(len(s), func(k int) bool { return s[k].Last >= i })
	if k < len(s) && s[k].First <= i {
		return s[k], true
	}
	return Span{}, false
}

func (s spans) has(i int) bool { _, ok := s.find(i); return ok }

// next is the first from i to last that no run holds, i if there is none.
func (s spans) next(i, last int) int {
	if run, ok := s.find(i); ok && run.Last < last {
		return run.Last + 1
	}
	return i
}
