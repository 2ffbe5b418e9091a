package printout

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/zh"
)

// Margins are where the lines of a document's pages start and end, in points.
type margins struct {
	left, right float64
	size        float64 // of the text's letters
	pitch       float64 // from one line to the next
}

// marginsOf measures the pages of each width.
func marginsOf(pages []sheet) map[int]margins {
	lines := make(map[int][]line)
	pitches := make(map[int][]float64)
	for _, p := range pages {
		for i, l := range p.lines {
			lines[p.paper()] = append(lines[p.paper()], l)
			if i > 0 {
				pitches[p.paper()] = append(pitches[p.paper()], l.bottom-p.lines[i-1].bottom)
			}
		}
	}
	all := make(map[int]margins, len(lines))
	for width, ls := range lines {
		m := margins{size: bodySize(ls), pitch: math.Inf(1)}
		var lefts, rights []float64
		for _, l := range ls {
			if m.isBody(l) {
				lefts, rights = append(lefts, l.left), append(rights, l.right)
			}
		}
		m.left, m.right = edge(lefts, 1, 12, m.size), -edge(rights, -1, 33, m.size)
		m.right = max(m.right, 0.65*10*float64(width)) // where all lines are short
		if ds := slices.DeleteFunc(pitches[width], func(d float64) bool { return d < m.size }); len(ds) > 0 {
			slices.Sort(ds)
			m.pitch = ds[len(ds)/2]
		}
		all[width] = m
	}
	return all
}

// paper tells pages of one paper from others.
func (p sheet) paper() int { return int(math.Round(p.width / 10)) }

// bodySize is the size in which most characters are set.
func bodySize(lines []line) float64 {
	chars := make(map[int]int)
	best := 0
	for _, l := range lines {
		half := int(math.Round(2 * l.size))
		chars[half] += utf8.RuneCountInString(l.text)
		if chars[half] > chars[best] || chars[half] == chars[best] && half < best {
			best = half
		}
	}
	return max(float64(best)/2, 1)
}

// isBody reports that a line is in the text's letters.
func (m margins) isBody(l line) bool { return math.Abs(l.size-m.size) <= 0.1*m.size }

// edge is the outermost place where at least one in share lines starts
// (sign 1) or ends (sign -1, and the place comes back negative).
func edge(places []float64, sign float64, share int, size float64) float64 {
	if len(places) == 0 {
		return 0
	}
	for i := range places {
		places[i] *= sign
	}
	slices.Sort(places)
	least := max(1, len(places)/share)
	for i, p := range places {
		n := 1
		for n < least && i+n < len(places) && places[i+n] < p+size/2 {
			n++
		}
		if n >= least {
			return p
		}
	}
	return places[0]
}

// A flow joins the lines of pages, one after the other, to blocks.
type flow struct {
	margins map[int]margins
	blocks  []Block
	text    strings.Builder // the paragraph that is open
	first   line            // its first line
	last    line            // its last line
	lastOn  margins
	table   *table // the table that ended the page before
	turned  bool   // whether a page ended since the last line
}

// page adds the lines and tables of a page from top to bottom.
func (f *flow) page(p sheet) {
	f.turned = true
	m := f.margins[p.paper()]
	tables := p.tables
	for _, l := range sameLine(p.lines, m) {
		for len(tables) > 0 && tables[0].ys[0] < l.top {
			f.addTable(tables[0])
			tables = tables[1:]
		}
		f.line(l, m)
		f.table = nil
	}
	for _, t := range tables {
		f.addTable(t)
	}
}

// sameLine puts columns of one line together that are no table's: a form's
// words, a name and a number on one line.
func sameLine(lines []line, m margins) []line {
	var joined []line
	for _, l := range lines {
		if n := len(joined); n > 0 {
			if b := &joined[n-1]; math.Abs(b.bottom-l.bottom) < 0.35*max(b.size, l.size) && l.left > b.right {
				gap := int((l.left - b.right) / max(m.size, 1))
				b.text += strings.Repeat(" ", min(max(gap, 1), 4)) + l.text
				b.right, b.size = l.right, max(b.size, l.size)
				continue
			}
		}
		joined = append(joined, l)
	}
	return joined
}

// line adds a printed line to the open paragraph, or opens one with it.
func (f *flow) line(l line, m margins) {
	if f.text.Len() > 0 && f.goesOn(l, m) {
		f.text.WriteString(seam(f.last, l))
	} else {
		f.end()
		f.first = l
	}
	f.text.WriteString(l.text)
	f.last, f.lastOn, f.turned = l, m, false
}

// goesOn reports that l belongs to the paragraph that is open; see [pagesText].
func (f *flow) goesOn(l line, m margins) bool {
	before := f.last
	if math.Abs(l.size-before.size) > 0.1*max(l.size, before.size) {
		return false
	}
	drop := l.bottom - before.bottom
	if !f.turned && (drop > 1.5*max(m.pitch, l.size) && drop > 1.6*lineRoom(l, m) || drop < 0) {
		return false
	}
	if m.isCentred(l) || f.lastOn.isCentred(before) {
		return m.isCentred(l) && f.lastOn.isCentred(before) && l.size > 1.1*m.size && !f.turned &&
			!startsItem(l.text) && !strings.HasPrefix(l.text, "（")
	}
	if startsItem(l.text) && (endsClause(before.text) || followsItem(f.first.text, l.text)) {
		return false
	}
	indent := l.left - m.left
	if indent > 1.2*l.size && math.Abs(l.left-before.left) > 0.3*l.size {
		return false
	}
	if indent > 1.2*l.size && (indent < 2.6*l.size || endsClause(before.text)) {
		return false // a first line's two characters: a second line stands at the margin
	}
	return f.lastOn.right-before.right < leadingWidth(l)+0.6*l.size
}

// lineRoom is the usual distance between lines of the size of l.
func lineRoom(l line, m margins) float64 {
	if m.isBody(l) && !math.IsInf(m.pitch, 1) {
		return m.pitch
	}
	return 1.6 * l.size
}

// isCentred reports that a line stands in the middle with room at both sides.
func (m margins) isCentred(l line) bool {
	left, right := l.left-m.left, m.right-l.right
	if !m.isBody(l) && l.size > m.size && math.Abs(left-right) < l.size {
		return true // a heading may fill the line
	}
	return left > 2.5*l.size && right > 2.5*l.size && math.Abs(left-right) < 1.2*l.size
}

// end closes the open paragraph.
func (f *flow) end() {
	if f.text.Len() > 0 {
		f.blocks = append(f.blocks, Block{Text: f.text.String()})
		f.text.Reset()
	}
}

// addTable adds a table, or the rows of one that goes on from the page before.
func (f *flow) addTable(t *table) {
	f.end()
	if f.table != nil && f.turned && f.table.goesOn(t) {
		f.table.join(t)
		f.blocks[len(f.blocks)-1].Cells = f.table.cells
	} else {
		f.blocks = append(f.blocks, Block{Cells: t.cells})
		f.table = t
	}
	f.turned = false
}

// startsItem reports that a line begins with the label of a clause.
func startsItem(text string) bool { return itemOf(text).Number > 0 }

// followsItem reports that the label of a line is the next after that of a paragraph.
func followsItem(paragraph, line string) bool {
	a, b := itemOf(paragraph), itemOf(line)
	return a.Style == b.Style && a.Number > 0 && b.Number == a.Number+1
}

// itemOf is the label that a line begins with, the zero label if there is none.
func itemOf(text string) zh.Label {
	const most = 24 // characters
	n := 0
	for i := range text {
		if n++; n > most {
			text = text[:i]
			break
		}
	}
	label, _ := zh.ScanLabel(strings.Map(zh.Fold, text))
	return label
}

// endsClause reports that a line ends where a paragraph may.
func endsClause(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, "”’）)】"))
	return strings.ContainsRune("。；：！？;:!?", r)
}
