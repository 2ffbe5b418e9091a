package printout

import (
	"math"
	"slices"
	"strings"

	"github.com/wenxiao/wenxiao/zh"
)

// A document is pages on their way to blocks.
type document struct {
	pages []page
	size  float64 // of most of its letters
	notes int     // lines of footnotes left out

	margins  map[int]margins // by the page's width in points
	indented bool            // paragraphs begin two characters further in
}

// margins are where the lines of a page begin and end, and how far they are apart.
type margins struct{ left, right, pitch float64 }

// measure finds the size of the text's letters and its margins.
func (d *document) measure() {
	sizes := tally{}
	for _, p := range d.pages {
		for _, r := range p.rows {
			sizes.add(r.size, len(r.text))
		}
	}
	d.size = sizes.most()
	d.margins = map[int]margins{}
	indents, lines := 0, 0
	for _, p := range d.pages {
		if _, done := d.margins[int(p.Width)]; !done {
			d.margins[int(p.Width)] = d.marginsOf(int(p.Width))
		}
		m := d.margins[int(p.Width)]
		for _, r := range p.rows {
			if !d.isBody(&r) {
				continue
			}
			lines++
			if in := (r.left - m.left) / r.size; in > 1.5 && in < 2.7 {
				indents++
			}
		}
	}
	d.indented = indents >= 2 && indents*12 >= lines
}

// isBody reports that a row has the size of the text.
func (d *document) isBody(r *row) bool { return math.Abs(r.size-d.size) < 0.1*d.size }

// marginsOf measures the pages of a width.
func (d *document) marginsOf(width int) margins {
	lefts, pitches := tally{}, tally{}
	var rights []float64
	for _, p := range d.pages {
		if int(p.Width) != width {
			continue
		}
		for i, r := range p.rows {
			if !d.isBody(&r) {
				continue
			}
			lefts.add(r.left, len(r.text))
			if !strings.ContainsRune("，。、；：,.;:", zh.LastRune(r.text)) { // which may hang over the margin
				rights = append(rights, r.right)
			}
			if i > 0 && d.isBody(&p.rows[i-1]) {
				pitches.add(r.baseline-p.rows[i-1].baseline, 1)
			}
		}
	}
	m := margins{left: lefts.first(), pitch: pitches.most()}
	slices.Sort(rights)
	if n := len(rights); n > 0 {
		m.right = rights[n-1]
		for i := n - 1; i > 0; i-- { // one line may stand out
			if rights[i]-rights[i-1] < d.size {
				m.right = rights[i]
				break
			}
		}
	}
	if m.right-m.left < float64(width)/2 { // no line is long enough to tell
		m.right = float64(width) - m.left
	}
	return m
}

// A tally counts measures that are about the same.
type tally map[int]int

func (t tally) add(x float64, weight int) { t[int(math.Round(x*2))] += weight }

// most is the measure counted most often, the smaller of two; its neighbours count for it.
func (t tally) most() float64 {
	best, at := 0, 0
	for k, n := range t {
		n += t[k-1] + t[k+1]
		if n > best || n == best && k < at {
			best, at = n, k
		}
	}
	if t[at-1] > t[at] {
		at--
	} else if t[at+1] > t[at] {
		at++
	}
	return float64(at) / 2
}

// first is the smallest measure that is counted often enough not to stand out by chance.
func (t tally) first() float64 {
	best := t.most()
	enough := t[int(math.Round(best*2))] / 5
	for k, n := range t {
		if n > enough {
			best = min(best, float64(k)/2)
		}
	}
	return best
}

// A flow is what was written so far.
type flow struct {
	blocks []Block
	lines  []string // of the open paragraph
	last   *row     // the line it ends in, nil where none is open
	table  *table   // the table the text ends in, nil where it does not
	grid   grid     // its cells so far
}

// end closes the open paragraph or table.
func (f *flow) end() {
	if len(f.lines) > 0 {
		f.blocks = append(f.blocks, Block{Paragraph: joinLines(f.lines)})
	}
	if f.table != nil {
		f.blocks = append(f.blocks, Block{Table: f.grid.cells})
	}
	f.lines, f.last, f.table = f.lines[:0], nil, nil
}

// put adds a table, to the one before it where that goes on.
func (f *flow) put(t *table) {
	if f.table != nil && sameColumns(f.table, t) {
		f.grid.carryOn(t.grid())
	} else {
		f.end()
		f.grid = *t.grid()
	}
	f.table = t
}

// blocks joins rows to paragraphs and puts tables between them.
func (d *document) blocks() []Block {
	var f flow
	for i := range d.pages {
		p := &d.pages[i]
		tables := p.tables
		for j := range p.rows {
			r := &p.rows[j]
			for len(tables) > 0 && tables[0].ys[0] < r.baseline {
				f.put(&tables[0])
				tables = tables[1:]
			}
			if f.last == nil || !d.joins(f.last, r, p, j > 0) {
				f.end()
			}
			f.lines, f.last = append(f.lines, r.line()), r
		}
		for k := range tables {
			f.put(&tables[k])
		}
	}
	f.end()
	return f.blocks
}

// joins reports whether row next, on page p, goes on with the paragraph that row l ends.
//
//  1. Letters of another size, or more room between the lines than usual: a new paragraph.
//  2. A line with room left for what follows has ended, with more room where it breaks off in a sentence; only a
//     title broken by hand goes on (关于…/…的通知).
//  3. Lines in the middle of the page go on with each other.
//  4. Where paragraphs are indented, an indent begins one, and a line without it goes on.
//  5. Where they are not, a label or a word like 附件 begins one.
func (d *document) joins(l, next *row, p *page, samePage bool) bool {
	m := d.margins[int(p.Width)]
	em := l.size
	if math.Abs(l.size-next.size) > 0.12*em {
		return false
	}
	pitch := next.baseline - l.baseline
	if samePage && d.isBody(l) && m.pitch > 0 && pitch > 1.4*m.pitch || samePage && pitch > 3*em {
		return false
	}
	centred := isCentred(l, m) && isCentred(next, m)
	in, nextIn := (l.left-m.left)/em, (next.left-m.left)/em
	slack := 0.6
	if nextIn < 0.5 && breaksOff(l.text) {
		slack = 5 // programs differ in what they do not part
	}
	if m.right-l.right > (room(l.text, next.text)+slack)*em {
		return centred && goesOnTitle(l.text, next.text)
	}
	switch {
	case centred && (!d.isBody(l) || nextIn > 3 && !zh.EndsSentence(zh.LastRune(l.text))):
		return true
	case in > 3:
		return math.Abs(l.left-next.left) < 0.5*em
	case nextIn > 1.2:
		return !d.indented && math.Abs(l.left-next.left) < 0.5*em || nextIn > in+2.6 && nextIn < 6
	case d.indented:
		return true
	}
	return !opensLine(next.text)
}

// breaksOff reports that a line has the marks of a sentence and does not end one.
func breaksOff(s string) bool {
	return strings.ContainsAny(s, "，,、。；;") && !strings.ContainsRune("。！？：；;:.）)》”", zh.LastRune(s))
}

// isCentred reports that a line stands in the middle between the margins, or fills them.
func isCentred(r *row, m margins) bool {
	return math.Abs((r.left-m.left)-(m.right-r.right)) < 1.5*r.size
}

// kinds are the words that the title of a document ends in.
var kinds = zh.Words(`通知 意见 方案 办法 规定 决定 通报 细则 要点 规划 计划 报告 函 批复 公告 通告 清单 措施 条例`)

// goesOnTitle reports that next completes the title that l begins: 关于印发××/××方案的通知.
func goesOnTitle(l, next string) bool {
	if _, n := kinds.Suffix(l); n > 0 || !strings.Contains(l, "关于") {
		return false
	}
	_, n := kinds.Suffix(strings.TrimRight(next, "》）)"))
	return n > 0 && !strings.HasPrefix(next, "关于")
}

// openers are words that begin a line of their own.
var openers = zh.Words(`附件 附表 抄送 主送 责任单位 牵头单位 配合单位 完成时限 联系人 （此件`)

func opensLine(s string) bool {
	if _, n := zh.ScanLabel(s); n > 0 {
		return true
	}
	_, n := openers.Prefix(s)
	return n > 0
}

// joinLines puts the lines of a paragraph together: words of letters are parted by a blank, other characters
// only where a space stands at the line's end and would stay inside a line.
func joinLines(lines []string) string {
	var b strings.Builder
	last, spaced := rune(0), false
	for _, l := range lines {
		first := zh.FirstRune(l)
		if spaced && last != 0 && !closes(last, first) || isLetter(last) && isLetter(first) {
			b.WriteByte(' ')
		}
		text := strings.TrimRight(l, " ")
		b.WriteString(text)
		last, spaced = zh.LastRune(text), len(text) < len(l)
	}
	return b.String()
}

func isLetter(r rune) bool { return r < 128 && zh.IsLetter(byte(r)) }
