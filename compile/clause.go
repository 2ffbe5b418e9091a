package compile

import (
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/outline"
	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// A Clause (条文) is a stretch of a document that can be cited or compared as one:
// a numbered clause without the clauses below it, a row of a task table, or a
// paragraph outside both. The clauses of a document hold every word of it once.
type Clause struct {
	// Path holds the labels from the outermost clause to this one, brackets half-width; it is empty in a paragraph.
	Path []string
	// Parent is the index of the clause above, -1 where there is none.
	Parent int
	// Text is the text as printed, without its label: page numbers and soft line
	// breaks are taken out, mended slips stand as mended, cells are divided by tabs.
	Text string
	// Heading is how many bytes of Text are its heading; 0 in a paragraph.
	Heading int
	// Span is the place in the source, with the label.
	Span source.Span

	marks []textMark
}

// A textMark says that from byte at of a clause's text on, bytes run in step with the source from byte src on.
type textMark struct{ at, src int }

// Source gives the source's bytes for a range of Text; a range outside it is cut to it.
func (c *Clause) Source(start, end int) source.Span {
	start = min(max(start, 0), len(c.Text))
	end = min(max(end, start), len(c.Text))
	if start == end {
		return source.Span{Start: c.offset(start), End: c.offset(start)}
	}
	_, last := utf8.DecodeLastRuneInString(c.Text[start:end])
	tail := c.offset(end - last)
	return source.Span{Start: c.offset(start), End: max(min(tail+last, c.Span.End), c.offset(start))}
}

func (c *Clause) offset(at int) int {
	i := sort.Search(len(c.marks), func(i int) bool { return c.marks[i].at > at }) - 1
	if i < 0 {
		return c.Span.Start
	}
	return min(c.marks[i].src+at-c.marks[i].at, c.Span.End)
}

// A stretch is a clause as a range of the working text.
type stretch struct {
	whole   outline.Range // with its label
	text    outline.Range
	heading int // where its heading ends; its text's start where it has none
	node    int // the outline's node, -1 for a paragraph or a row
	path    []string
	parent  int // the node above, -1 for none
}

// clauses divides the working text.
func (s *state) clauses() []Clause {
	var all []stretch
	at, next := 0, 0
	work := s.text.String
	rows := s.rows()
	for i := range s.tree.Nodes {
		n := &s.tree.Nodes[i]
		for next < len(rows) && rows[next].whole.Start < n.Extent.Start {
			all = append(paragraphs(all, work, at, rows[next].whole.Start), rows[next])
			at = max(at, rows[next].whole.End)
			next++
		}
		all = paragraphs(all, work, at, n.Extent.Start)
		end := s.signature(n.Body)
		one := stretch{whole: outline.Range{Start: n.Extent.Start, End: end}, node: i, path: s.tree.Path(i), parent: n.Parent}
		one.text = outline.Range{Start: min(n.Heading.Start, end), End: end}
		one.heading = min(n.Heading.End, end)
		all = append(all, one)
		at = max(at, end)
	}
	for ; next < len(rows); next++ {
		all = append(paragraphs(all, work, at, rows[next].whole.Start), rows[next])
		at = max(at, rows[next].whole.End)
	}
	all = paragraphs(all, work, at, len(work))
	return s.emitClauses(all)
}

// rows gives the rows of task tables in reading order; a row inside another's merged cells stays with it.
func (s *state) rows() []stretch {
	var rows []stretch
	end := 0
	for _, g := range s.tree.Grids {
		for i := range g.Rows {
			r := &g.Rows[i]
			if r.Extent.Start < end {
				continue
			}
			end = r.Extent.End
			one := stretch{whole: r.Extent, text: r.Extent, heading: r.Extent.Start, node: -1, parent: -1}
			if r.Section != "" {
				one.path = append(one.path, r.Section)
			}
			if r.Serial != "" {
				one.path = append(one.path, r.Serial)
				if strings.HasPrefix(s.tree.Slice(r.Extent), r.Serial) {
					one.text.Start += len(r.Serial)
					one.heading = one.text.Start
				}
			}
			rows = append(rows, one)
		}
	}
	return rows
}

// signature gives the end of a clause's own text: before the lines that sign and date the document.
func (s *state) signature(body outline.Range) int {
	work := s.text.String[:body.End]
	spans := append([]source.Span{s.draft.Doc.Meta.Spans.Issued}, s.draft.Doc.Meta.Spans.Issuers...)
	end := body.End
	for _, span := range spans {
		at := s.text.At(span.Start)
		if span.IsZero() || at <= body.Start || at >= end {
			continue
		}
		line := strings.LastIndexByte(work[:at], '\n') + 1
		if line > body.Start && utf8.RuneCountInString(work[line:at]) < 12 {
			end = line
		}
	}
	return end
}

// paragraphs appends the lines of a range that no clause holds.
func paragraphs(all []stretch, work string, start, end int) []stretch {
	for start < end {
		stop := end
		if i := strings.IndexByte(work[start:end], '\n'); i >= 0 {
			stop = start + i
		}
		if strings.TrimSpace(work[start:stop]) != "" {
			r := outline.Range{Start: start, End: stop}
			all = append(all, stretch{whole: r, text: r, heading: start, node: -1, parent: -1})
		}
		start = stop + 1
	}
	return all
}

// emitClauses makes clauses of ranges.
func (s *state) emitClauses(all []stretch) []Clause {
	out := make([]Clause, len(all))
	place := make(map[int]int, len(s.tree.Nodes))
	for i := range all {
		r := &all[i]
		c := &out[i]
		c.Path, c.Parent = r.path, -1
		if r.node >= 0 {
			place[r.node] = i
		}
		if p, ok := place[r.parent]; ok && r.parent >= 0 {
			c.Parent = p
		}
		c.Span = s.text.SourceSpan(r.whole.Start, max(r.whole.End, r.whole.Start))
		s.emitText(c, r)
	}
	return out
}

// emitText writes a clause's text: the source's characters in the order of the working text.
func (s *state) emitText(c *Clause, r *stretch) {
	work := strings.TrimRight(s.text.String[r.text.Start:r.text.End], " \n\t")
	lead := len(work) - len(strings.TrimLeft(work, " \n\t"))
	var b strings.Builder
	b.Grow(len(work))
	for i, char := range work[lead:] {
		at := r.text.Start + lead + i
		if at <= r.heading {
			c.Heading = b.Len()
		}
		src := s.text.SourceSpan(at, at+utf8.RuneLen(char)).Start
		if n := len(c.marks); n == 0 || c.marks[n-1].src+b.Len()-c.marks[n-1].at != src {
			c.marks = append(c.marks, textMark{b.Len(), src})
		}
		if printed, _ := utf8.DecodeRuneInString(s.source.String[min(src, len(s.source.String)):]); zh.Fold(printed) == char {
			char = printed
		}
		b.WriteRune(char)
	}
	c.Text = b.String()
	if r.heading >= r.text.Start+lead+len(work[lead:]) {
		c.Heading = len(c.Text)
	}
	if r.heading <= r.text.Start {
		c.Heading = 0
	}
}
