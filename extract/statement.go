package extract

import (
	"cmp"
	"slices"
	"strings"

	"github.com/wenxiao/wenxiao/zh"
)

// A statement is one sentence with what is known of its place. The readers of facts take
// turns at it: provisions first, then obligations, then targets; what one has read the next leaves alone.
type statement struct {
	piece
	clause int // index into Draft.clauses, -1 outside tasks
	hints  hint
	used   []piece
}

// use marks a range as read.
func (st *statement) use(p piece) { st.used = append(st.used, p) }

// isUsed reports whether any of p was read already.
func (st *statement) isUsed(p piece) bool {
	for _, u := range st.used {
		if p.start < u.end && u.start < p.end {
			return true
		}
	}
	return false
}

// Statements finds targets, obligations and provisions sentence by sentence.
func (d *Draft) Statements() {
	d.columnTargets()
	owners := d.owners()
	next, label := 0, 0
	for start := 0; start < len(d.s); {
		brk := d.nextBreak(start, &label)
		if label > 0 && d.Tree.Nodes[label-1].Extent.Start == start {
			start = max(start, d.Tree.Nodes[label-1].Heading.Start) // the label is no part of the sentence
		}
		end := max(start, min(sentenceEnd(d.s, start), brk))
		st := statement{piece: trimPiece(d.s, piece{start, end}), clause: -1}
		for next < len(owners) && owners[next].end <= st.start {
			next++
		}
		if next < len(owners) && owners[next].start < st.end {
			st.clause = owners[next].clause
		}
		if st.start < st.end {
			d.state(&st)
		}
		start = d.afterSentence(start, end, brk)
	}
}

// afterSentence gives where the next sentence begins: right at a break, else after the mark that ended this one.
func (d *Draft) afterSentence(start, end, brk int) int {
	if end == brk && end > start {
		return end
	}
	if r := zh.FirstRune(d.s[end:]); r != 0 {
		return end + len(firstOf(d.s[end:]))
	}
	return end
}

// nextBreak gives the next place after start where a sentence ends without a full stop:
// at a clause's label, or after a heading that only a space divides from its body.
func (d *Draft) nextBreak(start int, label *int) int {
	nodes := d.Tree.Nodes
	for *label < len(nodes) && nodes[*label].Extent.Start <= start {
		*label++
	}
	next := len(d.s)
	if *label < len(nodes) {
		next = max(nodes[*label].Extent.Start, start)
	}
	if *label > 0 {
		if body := nodes[*label-1].Body.Start; body > start {
			next = min(next, body)
		}
	}
	return next
}

// A hint says which readers may find something in a sentence; one pass over it decides.
type hint uint8

const (
	hintWhole   hint = 1 << iota // a word that sets an aim without a number
	hintSoft                     // a direction or a prohibition
	hintTrigger                  // an event that sets a duty off
)

// hints joins the lexicons of the readers that most sentences hold nothing for.
var hints = func() *zh.Lexicon[hint] {
	words := map[string]hint{}
	for _, w := range wholes.List() {
		words[w] |= hintWhole
	}
	for _, list := range []*zh.Lexicon[bool]{directions, prohibitions} {
		for _, w := range list.List() {
			words[w] |= hintSoft
		}
	}
	for _, w := range triggers.List() {
		words[w] |= hintTrigger
	}
	return zh.NewLexicon(words)
}()

// scanHints gives the hints of a sentence.
func scanHints(s string) (seen hint) {
	for from := 0; ; {
		at, c, n := hints.Find(s, from)
		if at < 0 {
			return seen
		}
		seen |= c
		from = at + n
	}
}

// state reads one sentence.
func (d *Draft) state(st *statement) {
	st.hints = scanHints(st.of(d.s))
	if st.clause >= 0 {
		for _, l := range d.clauses[st.clause].lists {
			if l.start < st.end && st.start < l.end {
				st.use(l.piece)
			}
		}
	}
	d.readProvisions(st)
	found := len(d.Doc.Obligations)
	d.readObligations(st)
	if len(d.Doc.Obligations) == found && st.hints&hintTrigger != 0 {
		d.readTriggered(st)
	}
	if st.clause >= 0 {
		d.readTargets(st)
	}
}

// sentenceEnd gives where the sentence at start ends: its full stop, or the line's end.
func sentenceEnd(s string, start int) int {
	for i := start; i < len(s); {
		c := s[i]
		switch {
		case c == '\n' || c == '\t':
			return i
		case c == 0xE3 && strings.HasPrefix(s[i:], "。"):
			return i
		case c == 0xEF && (strings.HasPrefix(s[i:], "！") || strings.HasPrefix(s[i:], "？")):
			return i
		}
		i++
	}
	return len(s)
}

// An owner is a range of the text that belongs to a clause.
type owner struct {
	piece
	clause int
}

// owners lists the clauses' ranges in reading order.
func (d *Draft) owners() []owner {
	var out []owner
	for i := range d.clauses {
		for _, p := range d.clauses[i].parts {
			out = append(out, owner{p, i})
		}
	}
	slices.SortStableFunc(out, func(a, b owner) int { return cmp.Compare(a.start, b.start) })
	return out
}
