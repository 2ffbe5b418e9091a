package compare

import (
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// A side is one document prepared for comparison.
type side struct {
	*Document
	units []unit
	// weights are shared by both sides.
	weights *weights
}

// A unit is one clause prepared for comparison.
type unit struct {
	*compile.Clause
	index  int
	folded string
	bag    bag // of its text without the names of units, which many clauses share
	head   bag // of its heading; nil where it has none
	sum    float64
	group  *group // what it belongs to, once aligned
	// children are the clauses right below.
	children []int
}

func newSide(d *Document) *side {
	s := &side{Document: d, units: make([]unit, len(d.Clauses))}
	masked := s.unitNames()
	next := 0
	for i := range d.Clauses {
		c := &d.Clauses[i]
		u := &s.units[i]
		*u = unit{Clause: c, index: i, folded: folded(c.Text)}
		if c.Parent >= 0 {
			s.units[c.Parent].children = append(s.units[c.Parent].children, i)
		}
		for next < len(masked) && masked[next].End <= c.Span.Start {
			next++
		}
		u.bag = maskedBag(c, masked[next:])
		if len(u.bag) == 0 {
			u.bag = bagOf(c.Text)
		}
		if head := c.Text[:c.Heading]; head != "" && utf8.RuneCountInString(head) <= maxHeading {
			u.head = wordsOf(head)
		}
	}
	return s
}

// maxHeading is the number of characters from which on a clause's first sentence is no heading.
const maxHeading = 40

// unitNames are the places of all names of units in duty lists, in reading order.
func (s *side) unitNames() []source.Span {
	var all []source.Span
	for i := range s.Policy.Tasks {
		for _, d := range s.Policy.Tasks[i].Duties {
			all = append(all, d.Span)
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Start < all[j].Start })
	return all
}

// maskedBag is the bag of a clause without the masked spans.
func maskedBag(c *compile.Clause, masked []source.Span) bag {
	g := gramReader{all: make([]gram, 0, len(c.Text)/3)}
	next := 0
	for i, r := range c.Text {
		at := -1
		if next < len(masked) && masked[next].Start < c.Span.End {
			at = c.Source(i, i).Start
			for next < len(masked) && masked[next].End <= at {
				next++
			}
		}
		if at >= 0 && next < len(masked) && masked[next].Start <= at {
			g.last = 0
			continue
		}
		g.read(r)
	}
	return g.bag()
}

// weigh counts in how many clauses of both sides each gram stands.
func weigh(a, b *side) {
	w := &weights{in: map[gram]int32{}}
	for _, s := range [...]*side{a, b} {
		s.weights = w
		for i := range s.units {
			w.add(s.units[i].bag)
			w.add(s.units[i].head)
		}
	}
	for _, s := range [...]*side{a, b} {
		for i := range s.units {
			u := &s.units[i]
			w.apply(u.head)
			u.sum = w.apply(u.bag).sum()
		}
	}
}

// at gives the clause that holds a byte of the source, -1 where none does.
func (s *side) at(offset int) int {
	i := sort.Search(len(s.units), func(i int) bool { return s.units[i].Span.Start > offset }) - 1
	if i >= 0 && offset < s.units[i].Span.End {
		return i
	}
	return -1
}

// place says where a fact stands.
func (s *side) place(span source.Span) Place {
	i := s.at(span.Start)
	if i < 0 {
		return Place{Path: []string{}, Change: -1}
	}
	u := &s.units[i]
	p := Place{Path: pathOf(u.Path), Change: u.group.index}
	start, end := u.sentence(span)
	p.Sentence = clip(strings.TrimSpace(u.Text[start:end]), maxSentence)
	p.Span = u.Source(start, end)
	return p
}

// maxReach is how many bytes from a fact the ends of its sentence are looked for.
const maxReach = 3000

// maxSentence is how many characters of a sentence are shown.
const maxSentence = 300

func clip(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i] + "…"
		}
		n--
	}
	return s
}

// textAt gives the byte of the clause's text that comes from a source byte.
func (u *unit) textAt(offset int) int {
	return sort.Search(len(u.Text), func(i int) bool {
		for i > 0 && i < len(u.Text) && !utf8.RuneStart(u.Text[i]) {
			i--
		}
		return u.Source(i, i).Start >= offset
	})
}

// sentence gives the sentence of the clause's text that holds a span of the source.
func (u *unit) sentence(span source.Span) (start, end int) {
	from, to := u.textAt(span.Start), u.textAt(span.End)
	for to > from && !utf8.RuneStart(u.Text[min(to, len(u.Text)-1)]) {
		to--
	}
	start = max(0, from-maxReach)
	for start > 0 && !utf8.RuneStart(u.Text[start]) {
		start--
	}
	if i := strings.LastIndexFunc(u.Text[start:from], endsSentence); i >= 0 {
		_, size := utf8.DecodeRuneInString(u.Text[start+i:])
		start += i + size
	}
	end = min(len(u.Text), to+maxReach)
	for end < len(u.Text) && !utf8.RuneStart(u.Text[end]) {
		end++
	}
	if i := strings.IndexFunc(u.Text[to:end], endsSentence); i >= 0 {
		_, size := utf8.DecodeRuneInString(u.Text[to+i:])
		end = to + i + size
	}
	if to > from && from < len(u.Text) {
		if r, _ := utf8.DecodeLastRuneInString(u.Text[:to]); endsSentence(r) {
			end = to
		}
	}
	return start, end
}

func endsSentence(r rune) bool { return zh.EndsSentence(r) || r == '\n' || r == '\t' }

// pathOf is a path as JSON has it, never null.
func pathOf(path []string) []string {
	if path == nil {
		return []string{}
	}
	return path
}
