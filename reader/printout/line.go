package printout

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/zh"
)

// A row is one printed line outside of tables.
type row struct {
	runs                        []Run // from left to right
	text                        string
	left, right, baseline, size float64
	spaced                      bool // a space stands behind its last word
}

// A page is a page with its lines in rows and its tables found.
type page struct {
	*Page
	rows   []row // from top to bottom
	tables []table
}

func newPage(p *Page) page {
	page := page{Page: p, tables: findTables(p.Rules)}
	var outside []Run
	for _, r := range p.Runs {
		r.Text = foldOdd(strings.Map(level, strings.ToValidUTF8(r.Text, "\ufffd")))
		if strings.Trim(r.Text, blanks) == "" {
			continue
		}
		if t := page.tableAt(r); t != nil {
			t.runs = append(t.runs, r)
		} else {
			outside = append(outside, r)
		}
	}
	for _, words := range p.Oblique {
		if words = strings.Map(level, strings.ToValidUTF8(words, "\ufffd")); isSecrecyMark(words) {
			outside = append(outside, Run{Text: words})
		}
	}
	page.rows = makeRows(outside)
	page.tables = slices.DeleteFunc(page.tables, func(t table) bool { return len(t.runs) == 0 })
	return page
}

// level gives a blank for what would break a line.
func level(r rune) rune {
	if unicode.IsSpace(r) && r != '\u3000' || unicode.IsControl(r) {
		return ' '
	}
	return r
}

func (p *page) tableAt(r Run) *table {
	x, y := middle(r)
	for i := range p.tables {
		if t := &p.tables[i]; x > t.xs[0] && x < t.xs[len(t.xs)-1] && y > t.ys[0] && y < t.ys[len(t.ys)-1] {
			return t
		}
	}
	return nil
}

// middle is a point in the middle of a run's letters.
func middle(r Run) (x, y float64) {
	return (r.Left + r.Right) / 2, r.Baseline - 0.35*r.Size
}

// A raisedRun is a small figure above the line, before the row with an index.
type raisedRun struct {
	Run
	row int
}

// noteMarks are the characters that marks of footnotes are made of.
const noteMarks = "0123456789[]〔〕()①②③④⑤⑥⑦⑧⑨⑩*"

// The limits within which raised figures are looked for: on a page, and of the runs below one.
const (
	maxRaised   = 200
	raisedReach = 200
)

// makeRows sorts runs into lines. Small raised figures are exponents, or they refer to footnotes and are dropped.
func makeRows(runs []Run) []row {
	runs = slices.Clone(runs)
	slices.SortStableFunc(runs, func(a, b Run) int {
		return cmp.Or(cmp.Compare(a.Baseline, b.Baseline), cmp.Compare(a.Left, b.Left))
	})
	var rows []row
	var raised []raisedRun
	for i, r := range runs {
		if n := len(rows); n > 0 && math.Abs(r.Baseline-rows[n-1].baseline) < 0.35*min(r.Size, rows[n-1].size) {
			rows[n-1].runs = append(rows[n-1].runs, r)
			if r.Size > rows[n-1].size {
				rows[n-1].size, rows[n-1].baseline = r.Size, r.Baseline
			}
			continue
		}
		if len(raised) < maxRaised && isRaised(r, runs[i+1:min(len(runs), i+raisedReach)]) {
			raised = append(raised, raisedRun{r, len(rows)})
			continue
		}
		rows = append(rows, row{runs: []Run{r}, baseline: r.Baseline, size: r.Size})
	}
	for _, r := range raised {
		setExponent(rows[r.row:min(len(rows), r.row+2)], r.Run)
	}
	for i := range rows {
		rows[i].finish()
	}
	return rows
}

// isRaised reports that r is a small mark of a few figures right behind a run further down, which is among below.
func isRaised(r Run, below []Run) bool {
	if len(r.Text) > 12 || strings.Trim(r.Text, noteMarks) != "" {
		return false
	}
	for _, b := range below {
		drop := b.Baseline - r.Baseline
		if drop > b.Size {
			return false
		}
		if r.Size < 0.8*b.Size && drop > 0.1*b.Size && r.Left > b.Left && r.Left < b.Right+0.5*b.Size {
			return true
		}
	}
	return false
}

// setExponent writes a raised figure behind the letters of a unit (m², km²), and forgets it elsewhere.
func setExponent(rows []row, raised Run) {
	for i := range rows {
		for j := range rows[i].runs {
			r := &rows[i].runs[j]
			drop := r.Baseline - raised.Baseline
			if drop <= 0 || drop > r.Size || math.Abs(raised.Left-r.Right) > 0.5*r.Size {
				continue
			}
			if e, ok := quantity.Exponent(zh.LastRune(r.Text), raised.Text); ok {
				r.Text += e
				return
			}
		}
	}
}

// finish orders the runs of a row and joins their text.
func (r *row) finish() {
	slices.SortStableFunc(r.runs, func(a, b Run) int { return cmp.Compare(a.Left, b.Left) })
	r.left, r.right = r.runs[0].Left, r.runs[0].Right
	var b strings.Builder
	longest := 0
	for i, run := range r.runs {
		text := strings.TrimRight(run.Text, " ")
		if i > 0 {
			b.WriteString(r.blank(&r.runs[i-1], &run))
		}
		b.WriteString(text)
		r.spaced = len(text) < len(run.Text)
		r.right = max(r.right, run.Right)
		if len(run.Text) > longest {
			longest, r.size = len(run.Text), run.Size
		}
	}
	r.text = unspace(closeUp(b.String()))
}

// line is the row's text with the space behind it, if there is one.
func (r *row) line() string {
	if r.spaced {
		return r.text + " "
	}
	return r.text
}

// blank is what stands between two runs: nothing, a blank, or a wide one between wide characters.
func (r *row) blank(before, after *Run) string {
	a, b := zh.LastRune(strings.TrimRight(before.Text, " ")), zh.FirstRune(after.Text)
	gap := (after.Left - before.Right) / r.size
	switch {
	case zh.IsWide(a) && zh.IsWide(b) && gap > 0.75:
		return "\u3000"
	case r.spaced, gap > 0.6, gap > 0.35 && !zh.IsWide(a) && !zh.IsWide(b):
		return " "
	}
	return ""
}

// closeUp drops single blanks between a Han character and a figure or a mark: they come from setting, not from words.
func closeUp(s string) string {
	if !strings.Contains(s, " ") {
		return s
	}
	rs := []rune(s)
	out := rs[:0:len(rs)]
	for i, r := range rs {
		if r == ' ' && i > 0 && i+1 < len(rs) && rs[i-1] != ' ' && rs[i+1] != ' ' && closes(rs[i-1], rs[i+1]) {
			continue
		}
		out = append(out, r)
	}
	return string(out)
}

func closes(a, b rune) bool {
	wide, other := zh.IsWide(a), zh.IsWide(b)
	if wide == other {
		return wide && (!zh.IsHan(a) || !zh.IsHan(b))
	}
	if wide {
		a, b = b, a
	}
	return a < utf8.RuneSelf && !zh.IsLetter(byte(a)) // b is wide, a is a figure or a mark
}

// room is what a line would have needed to take the first piece of the next one, in sizes of its letters. Some
// programs set a Han character a little apart from a figure or letter.
func room(l, next string) float64 {
	if zh.IsWide(zh.LastRune(l)) != zh.IsWide(zh.FirstRune(next)) {
		return firstWidth(next) + 0.25
	}
	return firstWidth(next)
}

// firstWidth is the room that the first piece of a line takes which can not be parted, in sizes of its letters: a
// character or a word, with the opening marks before it and the closing ones behind.
func firstWidth(s string) float64 {
	n := len(s) - len(strings.TrimLeft(s, "（《“〔【"))
	if r, size := utf8.DecodeRuneInString(s[n:]); zh.IsWide(r) {
		n += size
	} else if end := strings.IndexFunc(s[n:], func(r rune) bool { return zh.IsWide(r) || r == ' ' }); end >= 0 {
		n += end
	} else {
		n = len(s)
	}
	n = len(s) - len(strings.TrimLeft(s[n:], "，。、；：！？）》”〕】％"))
	w := 0.0
	for _, r := range s[:n] {
		if w += half(r); w >= longWord {
			break
		}
	}
	return w
}

// longWord is the width from which on even a word is parted.
const longWord = 8.0
