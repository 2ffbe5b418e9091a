package reader

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/reader/numeral"
	"github.com/wenxiao/wenxiao/zh"
)

// blockLevel are the elements that stand on lines of their own.
var blockLevel = map[atom.Atom]bool{
	atom.Address: true, atom.Article: true, atom.Aside: true, atom.Blockquote: true, atom.Body: true, atom.Caption: true,
	atom.Center: true, atom.Dd: true, atom.Details: true, atom.Dir: true, atom.Div: true, atom.Dl: true, atom.Dt: true,
	atom.Fieldset: true, atom.Figcaption: true, atom.Figure: true, atom.Footer: true, atom.Form: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Header: true,
	atom.Hgroup: true, atom.Hr: true, atom.Html: true, atom.Legend: true, atom.Li: true, atom.Main: true, atom.Menu: true,
	atom.Nav: true, atom.Ol: true, atom.P: true, atom.Pre: true, atom.Section: true, atom.Summary: true,
	atom.Table: true, atom.Tbody: true, atom.Td: true, atom.Tfoot: true, atom.Th: true, atom.Thead: true, atom.Tr: true, atom.Ul: true,
}

// breaksLine reports that n begins and ends a line.
func breaksLine(n *html.Node) bool { return blockLevel[n.DataAtom] }

// A line is a block of a page with what its furniture is known by.
type line struct {
	block
	chars, links int // characters but blanks, and those of them in links
}

// A renderer lays a page out in lines.
type renderer struct {
	weights map[*html.Node]weight
	skip    map[*html.Node]bool // left out
	lines   []line

	text         strings.Builder // of the line that is being written
	last         rune            // the last of it
	space, broke bool            // white space is due, and held a line break
	links, chars int
	label        string // an automatic number due before the next words
	preformatted bool
	link         bool
}

func (r *renderer) children(n *html.Node) {
	for c := range n.ChildNodes() {
		r.node(c)
	}
}

func (r *renderer) node(n *html.Node) {
	if r.skip[n] {
		return
	}
	if n.Type == html.TextNode {
		r.words(n.Data)
		return
	}
	if n.Type != html.ElementNode {
		return
	}
	switch n.DataAtom {
	case atom.Title:
	case atom.Br:
		r.flush()
	case atom.A:
		link := r.link
		r.link = link || isLink(n)
		r.children(n)
		r.link = link
	case atom.Sup:
		r.superscript(n)
	case atom.Pre:
		r.flush()
		r.preformatted = true
		r.children(n)
		r.preformatted = false
		r.flush()
	case atom.Ol:
		r.orderedList(n)
	case atom.Table:
		if isData(n, r.weights) {
			r.table(n)
			return
		}
		r.flush()
		r.children(n)
		r.flush()
	default:
		if breaksLine(n) {
			r.flush()
			r.children(n)
			r.flush()
			return
		}
		r.children(n)
	}
}

// isLink reports that an anchor leads somewhere else than to a place in its page.
func isLink(a *html.Node) bool {
	href := attribute(a, "href")
	return href != "" && (href[0] != '#' || href == "#")
}

// superscript writes the exponents of m² and m³ as characters: as plain digits
// they would read as part of a number.
func (r *renderer) superscript(n *html.Node) {
	if c := n.FirstChild; c != nil && c.NextSibling == nil && c.Type == html.TextNode {
		if s, ok := quantity.Exponent(r.last, strings.TrimSpace(c.Data)); ok {
			r.words(s)
			return
		}
	}
	r.children(n)
}

// words adds running text. White space is collapsed as browsers do, but a
// line break in the source between wide characters, which no one sees, is none.
func (r *renderer) words(s string) {
	for _, c := range s {
		switch {
		case c == '\n' && r.preformatted:
			r.flush()
		case c == '\n' || c == '\r':
			r.space, r.broke = true, true
		case c == ' ' || c == '\t' || c == '\f' || c == '\u00a0':
			r.space = true
		case c == '\u3000' && r.text.Len() == 0:
		case visible(c) == c:
			r.char(c)
		}
	}
}

func (r *renderer) char(c rune) {
	if r.space && r.text.Len() > 0 && !(r.broke && zh.IsWide(r.last) && zh.IsWide(c)) {
		r.text.WriteByte(' ')
	}
	r.space, r.broke = false, false
	r.text.WriteRune(c)
	r.last = c
	if c != '\u3000' {
		r.chars++
		if r.link {
			r.links++
		}
	}
}

// flush ends the line, if there is anything on it.
func (r *renderer) flush() {
	text := strings.TrimRight(r.text.String(), blanks)
	l := line{block: block{text: text}, chars: r.chars, links: r.links}
	r.text.Reset()
	r.last, r.space, r.broke, r.chars, r.links = 0, false, false, 0, 0
	if text == "" {
		return
	}
	if r.label != "" {
		if !ownLabel.MatchString(text) {
			l.text = numeral.Labelled(r.label, text)
		}
		r.label = ""
	}
	r.lines = append(r.lines, l)
}

// plain gives the words of n as one paragraph; line breaks stay.
func plain(n *html.Node) string {
	r := renderer{}
	r.plain(n)
	r.flush()
	var b strings.Builder
	for i, l := range r.lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(l.text)
	}
	return b.String()
}

func (r *renderer) plain(n *html.Node) {
	for c := range n.ChildNodes() {
		switch {
		case c.Type == html.TextNode:
			r.words(c.Data)
		case c.DataAtom == atom.Br:
			r.flush()
		case c.Type == html.ElementNode:
			r.plain(c)
		}
	}
}

// squeeze gives a text without blanks and marks around words, for comparing.
func squeeze(s string) string {
	return strings.Map(func(c rune) rune {
		if c <= ' ' || c == '\u00a0' || c == '\u3000' || strings.ContainsRune(`“”"'‘’《》<>`, c) {
			return -1
		}
		return c
	}, s)
}

// size is the number of characters of s.
func size(s string) int { return utf8.RuneCountInString(s) }
