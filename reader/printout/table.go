package printout

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/zh"
)

// A table is a grid of rules on a page.
type table struct {
	xs, ys []float64 // the places of its rules, ascending
	// upright[i][j] says that a rule stands at xs[j] beside row i, level[i][j] that one lies at ys[i] above column j.
	upright, level [][]bool
	runs           []Run
}

// The limits of what is taken for a table.
const (
	maxRules       = 3000 // on a page
	maxTableRows   = 500
	maxTableCols   = 60
	ruleTolerance  = 4.0 // points between rules that are one, as of cells with a frame each
	touchTolerance = 3.0 // points between rules that meet
)

// findTables finds the grids among the rules of a page: rules that meet, with at least two rows and
// two columns. A page with more rules than a table has is a drawing.
func findTables(rules []Rule) []table {
	if len(rules) > maxRules {
		return nil
	}
	var tables []table
	for _, group := range meeting(rules) {
		if t, ok := newTable(group); ok {
			tables = append(tables, t)
		}
	}
	slices.SortFunc(tables, func(a, b table) int { return cmp.Compare(a.ys[0], b.ys[0]) })
	return tables
}

// meeting groups rules that touch each other.
func meeting(rules []Rule) [][]Rule {
	group := make([]int, len(rules))
	for i := range group {
		group[i] = i
	}
	find := func(i int) int {
		for group[i] != i {
			group[i] = group[group[i]]
			i = group[i]
		}
		return i
	}
	const e = touchTolerance
	for i, a := range rules {
		for j, b := range rules[:i] {
			if a.Left <= b.Right+e && b.Left <= a.Right+e && a.Top <= b.Bottom+e && b.Top <= a.Bottom+e {
				group[find(i)] = find(j)
			}
		}
	}
	var groups [][]Rule
	at := map[int]int{}
	for i, r := range rules {
		root := find(i)
		if _, ok := at[root]; !ok {
			at[root] = len(groups)
			groups = append(groups, nil)
		}
		groups[at[root]] = append(groups[at[root]], r)
	}
	return groups
}

func isLevel(r Rule) bool { return r.Right-r.Left > r.Bottom-r.Top }

// newTable makes a grid of rules that meet.
func newTable(rules []Rule) (table, bool) {
	var xs, ys []float64
	for _, r := range rules {
		if isLevel(r) {
			ys = append(ys, (r.Top+r.Bottom)/2)
		} else {
			xs = append(xs, (r.Left+r.Right)/2)
		}
	}
	if len(xs) == 0 {
		return table{}, false
	}
	for _, r := range rules {
		if isLevel(r) { // a table may be open at its sides
			xs = append(xs, r.Left, r.Right)
		}
	}
	t := table{xs: distinct(xs), ys: distinct(ys)}
	rows, cols := len(t.ys)-1, len(t.xs)-1
	if rows < 1 || cols < 2 || rows == 1 && cols < 3 || rows > maxTableRows || cols > maxTableCols {
		return table{}, false
	}
	t.upright, t.level = matrix(rows, cols+1), matrix(rows+1, cols)
	for _, r := range rules {
		if isLevel(r) {
			i := nearest(t.ys, (r.Top+r.Bottom)/2)
			for j := range cols {
				if m := (t.xs[j] + t.xs[j+1]) / 2; m > r.Left && m < r.Right {
					t.level[i][j] = true
				}
			}
			continue
		}
		j := nearest(t.xs, (r.Left+r.Right)/2)
		for i := range rows {
			if m := (t.ys[i] + t.ys[i+1]) / 2; m > r.Top && m < r.Bottom {
				t.upright[i][j] = true
			}
		}
	}
	return t, true
}

func matrix(rows, cols int) [][]bool {
	m := make([][]bool, rows)
	for i := range m {
		m[i] = make([]bool, cols)
	}
	return m
}

// distinct gives the places of rules in order; those too close together are one.
func distinct(places []float64) []float64 {
	slices.Sort(places)
	var out []float64
	for _, p := range places {
		if n := len(out); n == 0 || p-out[n-1] > ruleTolerance {
			out = append(out, p)
		}
	}
	return out
}

func nearest(places []float64, p float64) int {
	best := 0
	for i, q := range places {
		if math.Abs(q-p) < math.Abs(places[best]-p) {
			best = i
		}
	}
	return best
}

// A cell is a cell with the lines in it.
type cell struct {
	row, col, rowSpan, colSpan int
	width                      float64
	runs                       []Run
	lines                      []row
}

// cells divides the grid into cells, merged ones where rules are missing, and puts the words into them.
func (t *table) cells() []cell {
	rows, cols := len(t.ys)-1, len(t.xs)-1
	owner := make([][]int, rows)
	for i := range owner {
		owner[i] = make([]int, cols)
	}
	var cells []cell
	for i := range rows {
		for j := range cols {
			if owner[i][j] > 0 {
				continue
			}
			c := cell{row: i, col: j, rowSpan: 1, colSpan: 1}
			for j+c.colSpan < cols && owner[i][j+c.colSpan] == 0 && !t.upright[i][j+c.colSpan] {
				c.colSpan++
			}
			for i+c.rowSpan < rows && t.opens(i+c.rowSpan, j, c.colSpan) {
				c.rowSpan++
			}
			c.width = t.xs[j+c.colSpan] - t.xs[j]
			cells = append(cells, c)
			for y := i; y < i+c.rowSpan; y++ {
				for x := j; x < j+c.colSpan; x++ {
					owner[y][x] = len(cells)
				}
			}
		}
	}
	for _, r := range t.runs {
		for _, piece := range t.cut(r) {
			x, y := middle(piece)
			c := &cells[owner[t.slot(t.ys, y)][t.slot(t.xs, x)]-1]
			c.runs = append(c.runs, piece)
		}
	}
	for i := range cells {
		cells[i].lines = makeRows(cells[i].runs)
	}
	return cells
}

// opens reports that no rule parts row i from the one above it over some columns, nor those columns from each other.
func (t *table) opens(i, col, n int) bool {
	for j := col; j < col+n; j++ {
		if t.level[i][j] || j > col && t.upright[i][j] {
			return false
		}
	}
	return true
}

// slot is the interval of places in which p lies.
func (t *table) slot(places []float64, p float64) int {
	i, _ := slices.BinarySearch(places, p)
	return min(max(i-1, 0), len(places)-2)
}

// cut divides a run that goes over upright rules: cells that stand close together print like one line.
func (t *table) cut(r Run) []Run {
	_, y := middle(r)
	row := t.slot(t.ys, y)
	var pieces []Run
	for j := 1; j < len(t.xs)-1; j++ {
		x := t.xs[j]
		if !t.upright[row][j] || x < r.Left+0.3*r.Size || x > r.Right-0.3*r.Size {
			continue
		}
		n := split(r.Text, (x-r.Left)/(r.Right-r.Left))
		if n == 0 || n == len(r.Text) {
			continue
		}
		before := r
		before.Text, before.Right = strings.TrimSpace(r.Text[:n]), x
		r.Text, r.Left = strings.TrimSpace(r.Text[n:]), x
		pieces = append(pieces, before)
	}
	return append(pieces, r)
}

// split is the place in s at a share of its printed width.
func split(s string, share float64) int {
	all := 0.0
	for _, r := range s {
		all += half(r)
	}
	at := 0.0
	for i, r := range s {
		if at+half(r)/2 > share*all {
			return i
		}
		at += half(r)
	}
	return len(s)
}

// half is the width of a character, in full-width ones.
func half(r rune) float64 {
	if zh.IsWide(r) {
		return 1
	}
	return 0.5
}

// grid gives the cells with their text.
func (t *table) grid() *grid {
	cells := t.cells()
	usable := make([]float64, len(t.xs)-1) // by column, the width of the widest line
	for _, c := range cells {
		for _, l := range c.lines {
			if c.colSpan == 1 {
				usable[c.col] = max(usable[c.col], l.right-l.left)
			}
		}
	}
	g := &grid{}
	for _, c := range cells {
		w := c.width - 2*cellPadding
		if c.colSpan == 1 {
			w = max(w, usable[c.col])
		}
		g.cells = append(g.cells, Cell{Row: c.row, Col: c.col, RowSpan: c.rowSpan, ColSpan: c.colSpan, Paragraphs: c.paragraphs(w)})
	}
	return g
}

// cellPadding is about what stays free at each side of a cell, in points.
const cellPadding = 8

// paragraphs joins the lines of a cell that break only because it is narrow.
func (c *cell) paragraphs(usable float64) []string {
	prose := false
	for i := range c.lines {
		prose = prose || strings.ContainsAny(c.lines[i].text, "，。")
	}
	var out, open []string
	for i := range c.lines {
		if i > 0 && !c.wraps(&c.lines[i-1], &c.lines[i], usable, prose) {
			out, open = append(out, joinLines(open)), open[:0]
		}
		open = append(open, c.lines[i].line())
	}
	if len(open) > 0 {
		out = append(out, joinLines(open))
	}
	return out
}

// wraps reports that a line of a cell goes on in the next one.
//
//  1. A heading of a few words is one, also where it was broken by hand (完成/时限); so are characters one below the other.
//  2. A label begins a line of its own.
//  3. So does the name of a unit below another one.
//  4. In a cell of sentences a line goes on that ends none.
//  5. A line that has no room for what follows goes on, and so does one that ends in a list's mark or an open bracket.
func (c *cell) wraps(l, next *row, usable float64, prose bool) bool {
	short := utf8.RuneCountInString(l.text) <= 4 && utf8.RuneCountInString(next.text) <= 4
	if c.row == 0 && short && c.rowSpan == 1 || utf8.RuneCountInString(l.text) == 1 && utf8.RuneCountInString(next.text) == 1 {
		return true
	}
	last := zh.LastRune(l.text)
	if _, n := zh.ScanLabel(next.text); n > 0 && !strings.ContainsRune("、，", last) && !zh.IsDigit(next.text[0]) {
		return false
	}
	if strings.ContainsRune("、，,（(", last) {
		return true
	}
	if partsUnits(l.text, next.text) {
		return false
	}
	return prose && !strings.ContainsRune("。！？：；;:）)", last) || l.right-l.left+room(l.text, next.text)*l.size > usable-0.3*l.size
}

// partsUnits reports that one line ends with the name of a unit (机构) and the next begins with another's.
func partsUnits(l, next string) bool {
	return strings.ContainsRune("局委办厅部院会处府社联校队心司行站", zh.LastRune(l)) && strings.ContainsRune("市县区省州各镇乡团国", zh.FirstRune(next)) &&
		!strings.ContainsAny(l+next, "，。；：")
}
