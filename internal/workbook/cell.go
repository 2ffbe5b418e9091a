package workbook

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"github.com/wenxiao/wenxiao/internal/xlsx"
)

// A spot is a cell of one sheet, row and column from 1.
type spot struct{ row, column int }

// compare orders spots by rows.
func compare(a, b spot) int { return cmp.Or(a.row-b.row, a.column-b.column) }

// A cell is one that is looked at: as it stands in its sheet, or as it would be there.
type cell struct {
	*tree
	n       int32 // its element; 0 where the sheet holds none
	name    string
	prefix  string
	style   int
	formula bool
}

// styled writes the cell with another style; what is in it stays.
func (c cell) styled(style int) string {
	if c.n == 0 {
		return c.made(style, "", "")
	}
	tag := c.retagged(c.n, attribute{"s", strconv.Itoa(style)})
	return tag + c.inner(c.n) + "</" + c.written(c.n) + ">"
}

// made writes the cell with another content, XML of a kind; attributes that speak of the old one go.
func (c cell) made(style int, kind, content string) string {
	changes := []attribute{{"r", c.name}, {"s", strconv.Itoa(style)}, {"t", kind}}
	if c.n != 0 {
		changes = append(changes, attribute{"cm", ""}, attribute{"vm", ""})
		return c.retagged(c.n, changes...) + content + "</" + c.written(c.n) + ">"
	}
	tag := "<" + c.prefix + "c"
	for _, a := range changes {
		if a.value != "" {
			tag += " " + a.name + `="` + a.value + `"`
		}
	}
	return tag + ">" + content + "</" + c.prefix + "c>"
}

// edit asks for each of these cells what is to stand in its place, "" for what is there, and changes the sheet accordingly. Rows and
// cells that the sheet lacks are put where they belong.
func (t *tree) edit(spots []spot, to func(spot, cell) string) {
	data := t.find(0, "sheetData")
	if data == 0 {
		return
	}
	byRow := make(map[int][]int)
	for _, s := range spots {
		byRow[s.row] = append(byRow[s.row], s.column)
	}
	wanted := slices.Sorted(maps.Keys(byRow))
	columns := t.columnStyles()
	prefix := t.prefix(data)
	missing := func(row int) string {
		text := ""
		for _, column := range slices.Compact(slices.Sorted(slices.Values(byRow[row]))) {
			text += to(spot{row, column}, cell{tree: t, name: xlsx.Name(row, column), prefix: prefix, style: columns(column)})
		}
		if text == "" {
			return ""
		}
		return "<" + prefix + `row r="` + strconv.Itoa(row) + `">` + text + "</" + prefix + "row>"
	}
	row := 0
	for n := range t.children(data, "row") {
		row = number(t.attribute(n, "r"), row+1)
		for len(wanted) > 0 && wanted[0] < row {
			if text := missing(wanted[0]); text != "" {
				t.insert(n, text)
			}
			wanted = wanted[1:]
		}
		if len(wanted) > 0 && wanted[0] == row {
			t.editRow(n, row, byRow[row], columns, to)
			wanted = wanted[1:]
		}
	}
	text := ""
	for _, row := range wanted {
		text += missing(row)
	}
	if text != "" {
		t.add(data, text)
	}
}

// editRow is edit for the cells of a row that is there.
func (t *tree) editRow(n int32, row int, wanted []int, columns func(int) int, to func(spot, cell) string) {
	wanted = slices.Compact(slices.Sorted(slices.Values(wanted)))
	prefix := t.prefix(n)
	missing := func(column int) string {
		style := columns(column)
		if s := t.attribute(n, "s"); s != "" {
			style = number(s, 0)
		}
		return to(spot{row, column}, cell{tree: t, name: xlsx.Name(row, column), prefix: prefix, style: style})
	}
	column := 0
	for c := range t.children(n, "c") {
		column++
		if _, at, ok := xlsx.ParseName(t.attribute(c, "r")); ok {
			column = at
		}
		for len(wanted) > 0 && wanted[0] < column {
			if text := missing(wanted[0]); text != "" {
				t.insert(c, text)
			}
			wanted = wanted[1:]
		}
		if len(wanted) == 0 || wanted[0] != column {
			continue
		}
		wanted = wanted[1:]
		old := cell{tree: t, n: c, name: xlsx.Name(row, column), prefix: prefix, style: number(t.attribute(c, "s"), 0), formula: t.find(c, "f") != 0}
		if text := to(spot{row, column}, old); text != "" {
			t.replace(c, text)
		}
	}
	text := ""
	for _, column := range wanted {
		text += missing(column)
	}
	if text != "" {
		t.add(n, text, attribute{"spans", ""})
	}
}

// columnStyles gives the style of an untouched cell by its column.
func (t *tree) columnStyles() func(int) int {
	type span struct{ from, to, style int }
	var spans []span
	if list := t.find(0, "cols"); list != 0 {
		for c := range t.children(list, "col") {
			spans = append(spans, span{number(t.attribute(c, "min"), 0), number(t.attribute(c, "max"), 0), number(t.attribute(c, "style"), 0)})
		}
	}
	return func(column int) int {
		for _, s := range spans {
			if s.from <= column && column <= s.to {
				return s.style
			}
		}
		return 0
	}
}

// origins gives for a cell that others are merged with the first of them, which holds what they show.
func (t *tree) origins() func(spot) spot {
	var ranges []xlsx.Range
	if list := t.find(0, "mergeCells"); list != 0 {
		for m := range t.children(list, "mergeCell") {
			if r, ok := xlsx.ParseRange(t.attribute(m, "ref")); ok {
				ranges = append(ranges, r)
			}
		}
	}
	slices.SortFunc(ranges, func(a, b xlsx.Range) int { return cmp.Compare(a.FromRow, b.FromRow) })
	return func(s spot) spot {
		for _, r := range ranges {
			if r.FromRow <= s.row && s.row <= r.ToRow && r.FromColumn <= s.column && s.column <= r.ToColumn {
				return spot{r.FromRow, r.FromColumn}
			}
		}
		return s
	}
}

// number reads a whole number that is not negative; otherwise it is another.
func number(text string, otherwise int) int {
	if n, err := strconv.Atoi(text); err == nil && n >= 0 {
		return n
	}
	return otherwise
}
