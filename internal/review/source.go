package review

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/wenxiao/wenxiao/source"
)

// A sourceWriter writes a text as HTML: a paragraph for each line, tables as
// tables, marks as links to what is said about them.
type sourceWriter struct {
	strings.Builder
	p        *page
	text     string
	segments []segment
	anchored map[string]bool // the marks whose first words are written, and the lines: "L1"
	line     int             // of counted, from 1
	counted  int             // how far newlines were counted, in bytes
	block    int             // where the last block begins, in bytes
}

// blockSize is about how much text stands in one block, in bytes. Browsers lay a block out when it comes into view.
const blockSize = 6_000

// layout writes the text and tells every fact and repair whether its words are there.
func (p *page) layout() string {
	w := &sourceWriter{p: p, text: *p.doc.Text, segments: segments(*p.doc.Text, p.marks), anchored: map[string]bool{}, line: 1}
	w.WriteString(`<div class="block">`)
	at := 0
	for i := range p.doc.Tables {
		t := &p.doc.Tables[i]
		if g, ok := gridOf(w.text, t, at); ok {
			w.lines(source.Span{Start: at, End: t.Span.Start})
			w.newBlock(t.Span.Start)
			w.table(g, t.Span.Start)
			at = min(t.Span.End+1, len(w.text)) // the newline after it
			w.newBlock(at)
		}
	}
	w.lines(source.Span{Start: at, End: len(w.text)})
	w.WriteString(`</div>`)
	for _, f := range p.facts {
		f.Placed = w.anchored[f.ID]
	}
	for _, r := range p.Repairs {
		r.Placed = w.anchored[r.ID]
	}
	for _, n := range p.Notes {
		if n.Line > w.line {
			n.Line = w.line // the end of the text, after its last newline
		}
		n.Placed = w.anchored["L"+strconv.Itoa(n.Line)]
	}
	return w.String()
}

// newBlock ends the block that stands; the next begins at a place.
func (w *sourceWriter) newBlock(at int) {
	w.block = at
	w.WriteString("</div>\n<div class=\"block\">")
}

// lineAt is the number of the line a place stands in. Places come in order.
func (w *sourceWriter) lineAt(at int) string {
	w.line += strings.Count(w.text[w.counted:at], "\n")
	w.counted = at
	n := strconv.Itoa(w.line)
	w.anchored["L"+n] = true
	return n
}

// lines writes whole lines. A newline at the end of the span ends the last one.
func (w *sourceWriter) lines(span source.Span) {
	for at := span.Start; at < span.End; {
		end := span.End
		if i := strings.IndexByte(w.text[at:end], '\n'); i >= 0 {
			end = at + i
		}
		if at-w.block > blockSize {
			w.newBlock(at)
		}
		class := "l"
		if strings.TrimSpace(w.text[at:end]) == "" {
			class = "l blank"
		}
		n := w.lineAt(at)
		w.WriteString(`<p class="` + class + `" id="L` + n + `" data-n="` + n + `">`)
		w.words(source.Span{Start: at, End: end})
		w.WriteString("</p>\n")
		at = end + 1
	}
}

// words writes a part of one line.
func (w *sourceWriter) words(span source.Span) {
	for _, s := range within(w.segments, span) {
		shown := visible(w.text[s.span.Start:s.span.End])
		if len(s.marks) == 0 {
			w.WriteString(shown)
			continue
		}
		w.mark(s, shown)
	}
}

// mark writes marked words: a link to the innermost fact that lies over them.
func (w *sourceWriter) mark(s segment, shown string) {
	var ids, numbers []string
	first, doubt := "", false
	lead := &w.p.marks[s.marks[0]]
	for _, i := range s.marks {
		m := &w.p.marks[i]
		ids = append(ids, m.id)
		doubt = doubt || m.doubt
		if lead.kind == kindRepair {
			lead = m // what was read matters more than how
		}
		if w.anchored[m.id] {
			continue
		}
		w.anchored[m.id] = true
		if m.number > 0 {
			numbers = append(numbers, strconv.Itoa(m.number))
		}
		if first == "" {
			first = ` id="at-` + m.id + `"`
		} else {
			w.WriteString(`<i id="at-` + m.id + `"></i>`)
		}
	}
	class := "m " + lead.kind
	if doubt {
		class += " q"
	}
	tip := lead.tip
	for _, i := range s.marks {
		m := &w.p.marks[i]
		if m.kind == kindRepair && m != lead {
			class, tip = class+" repair", tip+" · "+m.tip
		}
		if m.cut {
			class += " cut"
		}
	}
	w.WriteString(`<a class="` + class + `"` + first + ` href="#` + lead.id + `" data-f="` + strings.Join(ids, " ") + `"`)
	if len(numbers) > 0 {
		slices.Sort(numbers)
		w.WriteString(` data-n="` + strings.Join(numbers, ",") + `"`)
	}
	w.WriteString(` title="` + visible(tip) + `">` + shown + `</a>`)
}

// visible is visibleText, escaped.
func visible(s string) string { return templ.EscapeString(visibleText(s)) }

// visibleText is text fit for a page. Control characters, which HTML does not
// allow, and characters that turn the direction of writing, which would let a
// text show other words than it holds, become a replacement character.
func visibleText(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n':
			return r
		case r < 0x20, r >= 0x7f && r < 0xa0, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfffe, r == 0xffff:
			return '\ufffd'
		}
		return r
	}, s)
}

// A grid is a table that can be written as one: its cells in order, row by row.
type grid struct{ rows [][]*source.Cell }

// The bounds of what is written as a table; a bigger one is written as lines.
const (
	mostRows    = 20_000
	mostColumns = 200
)

// gridOf checks that a table begins at or after a place and that all its text
// stands in its cells, in order. A table inside another one's cell does not
// pass: the outer one shows its lines.
func gridOf(text string, t *source.Table, from int) (*grid, bool) {
	if t.Span.Start < from || t.Span.End > len(text) || len(t.Cells) == 0 || t.Span.Start > 0 && text[t.Span.Start-1] != '\n' {
		return nil, false
	}
	g := &grid{}
	at := t.Span.Start
	for i := range t.Cells {
		c := &t.Cells[i]
		if c.Span.Start < at || c.Span.End < c.Span.Start || c.Span.End > t.Span.End || strings.TrimSpace(text[at:c.Span.Start]) != "" ||
			c.Row < len(g.rows)-1 || c.Row >= mostRows || c.Col+c.ColSpan > mostColumns {
			return nil, false
		}
		for len(g.rows) <= c.Row {
			g.rows = append(g.rows, nil)
		}
		g.rows[c.Row] = append(g.rows[c.Row], c)
		at = c.Span.End
	}
	return g, strings.TrimSpace(text[at:t.Span.End]) == ""
}

// table writes a table in a scroller of its own.
func (w *sourceWriter) table(g *grid, at int) {
	w.lineAt(at)
	w.WriteString(`<div class="scroll" role="region" tabindex="0" lang="` + w.p.tag() + `" aria-label="` + w.p.say(sayTableAt, w.line) + `"><table lang="` + dataTag + `">`)
	body := 0
	if w.names(g) {
		w.WriteString("<thead>")
		w.row(g, 0, "th")
		w.WriteString("</thead>")
		body = 1
	}
	w.WriteString("<tbody>\n")
	for i := body; i < len(g.rows); i++ {
		w.row(g, i, "td")
	}
	w.WriteString("</tbody></table></div>\n")
}

// names reports whether the first row names columns: every cell is one row high, and none holds a fact or a colon.
func (w *sourceWriter) names(g *grid) bool {
	for _, c := range g.rows[0] {
		if c.RowSpan > 1 || strings.ContainsAny(w.text[c.Span.Start:c.Span.End], ":：") {
			return false
		}
		for _, s := range within(w.segments, c.Span) {
			if len(s.marks) > 0 {
				return false
			}
		}
	}
	return len(g.rows) > 1 && len(g.rows[0]) > 1
}

func (w *sourceWriter) row(g *grid, i int, tag string) {
	w.WriteString("<tr>")
	next := 0
	for k, c := range g.rows[i] {
		w.WriteString("<" + tag)
		if k == 0 {
			n := w.lineAt(c.Span.Start)
			w.WriteString(` id="L` + n + `" data-n="` + n + `"`)
		}
		if tag == "th" {
			w.WriteString(` scope="col"`)
		}
		if c.RowSpan > 1 {
			w.WriteString(` rowspan="` + strconv.Itoa(min(c.RowSpan, len(g.rows)-i)) + `"`)
		}
		if c.ColSpan > 1 {
			w.WriteString(` colspan="` + strconv.Itoa(c.ColSpan) + `"`)
		}
		w.WriteString(">")
		next = c.Span.Start
		for next <= c.Span.End {
			end := c.Span.End
			if j := strings.IndexByte(w.text[next:end], '\n'); j >= 0 {
				end = next + j
			}
			if next > c.Span.Start {
				w.WriteString(`<br id="L` + w.lineAt(next) + `">`)
			}
			w.words(source.Span{Start: next, End: end})
			next = end + 1
		}
		w.WriteString("</" + tag + ">")
	}
	w.WriteString("</tr>\n")
}
