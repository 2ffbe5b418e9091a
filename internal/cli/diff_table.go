package cli

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/compare"
	"github.com/wenxiao/wenxiao/internal/comparison"
)

// diffTable prints a comparison for a person: what contradicts or changed first, then clause by clause.
func (p *program) diffTable(v *comparison.View, width int) string {
	g := &page{p: p, width: width}
	g.rule("═")
	for _, s := range []comparison.Side{v.Old, v.New} {
		g.line(0, s.Name, 6, s.Title)
		g.line(0, "", 6, s.Details)
	}
	g.WriteString("\n")
	g.line(0, "", 0, v.Relation)
	var counts []string
	for _, c := range v.Counts {
		counts = append(counts, fmt.Sprintf("%s %d", c.Name, c.N))
	}
	if len(counts) > 0 {
		g.line(0, "", 0, strings.Join(counts, p.say(wordNames)))
	}
	if v.Parallel {
		g.heading(wordConflicts, len(v.Conflicts))
	}
	for _, f := range v.Conflicts {
		g.conflict(v, f)
	}
	g.facts(wordTargetChanges, v.Targets)
	g.dutyChanges(v.Duties)
	g.facts(wordObligationChanges, v.Obligations)
	g.facts(wordProvisionChanges, v.Provisions)
	g.clauseChanges(v)
	return g.String()
}

// conflict prints both sentences under each other.
func (g *page) conflict(v *comparison.View, f comparison.Fact) {
	head := f.What
	if f.IsDoubtful {
		head += g.p.say(wordBracket, wordDoubtful[g.p.lang])
	}
	g.WriteString("\n")
	g.line(2, "! ", 2, head)
	for _, s := range [][4]string{{v.Old.Name, f.OldPlace, f.Old, f.OldSentence}, {v.New.Name, f.NewPlace, f.New, f.NewSentence}} {
		if s[2] != "" {
			g.line(indent, s[0], g.label(), s[2]+"  "+s[1])
			g.line(indent, "", g.label(), s[3])
		}
	}
	if f.Confidence != "" {
		g.line(indent, "", g.label(), g.p.say(sayDiffers, f.Diff, f.Confidence))
	}
}

// facts prints what changed of one kind of fact.
func (g *page) facts(title phrase, all []comparison.Fact) {
	if len(all) > 0 {
		g.heading(title, len(all))
	}
	for _, f := range all {
		what := f.What
		switch {
		case f.Old == "" && f.New != what:
			what += g.p.say(wordColon) + f.New
		case f.New == "" && f.Old != what:
			what += g.p.say(wordColon) + f.Old
		case f.Old != "" && f.New != "" && f.What != f.New:
			what += g.p.say(wordColon) + f.Old + " → " + f.New
		case f.Old != "" && f.New != "":
			what = f.Old + " → " + f.New
		}
		place := f.NewPlace
		if place == "" {
			place = f.OldPlace
		}
		if f.Diff != "" {
			place += g.p.say(wordBracket, f.Diff)
		}
		head := pad(mark(f.Kind), 2) + pad(f.Word, g.wordWidth())
		g.line(2, head, columnsOf(head), what+"  "+place)
	}
}

func (g *page) wordWidth() int { return [...]int{10, 23}[g.p.lang] }

// mark is a one-character sign for a kind of change of a fact.
func mark(k compare.FactKind) string {
	return map[compare.FactKind]string{compare.Changed: "~", compare.Renamed: "=", compare.Added: "+", compare.Dropped: "-"}[k]
}

func (g *page) dutyChanges(all []comparison.Duties) {
	if len(all) > 0 {
		g.heading(wordDutyChanges, len(all))
	}
	for _, d := range all {
		g.line(2, "", 0, d.Place+" "+d.Title)
		for _, part := range []struct {
			mark  string
			units []string
		}{{"- ", d.Removed}, {"+ ", d.Added}, {"~ ", d.Changed}, {"= ", d.Renamed}} {
			if len(part.units) > 0 {
				g.line(indent, part.mark, 2, strings.Join(part.units, g.p.say(wordNames)))
			}
		}
	}
}

// clauseChanges prints every clause that changed, with the words that differ.
func (g *page) clauseChanges(v *comparison.View) {
	n := 0
	for i := range v.Clauses {
		if v.Clauses[i].IsChange {
			n++
		}
	}
	g.heading(wordClauseChanges, n)
	g.line(2, "", 0, sayMarks[g.p.lang])
	for i := range v.Clauses {
		c := &v.Clauses[i]
		if !c.IsChange {
			continue
		}
		place := c.OldPlace
		switch {
		case place == "":
			place = c.NewPlace
		case c.NewPlace != "" && c.NewPlace != place:
			place += " → " + c.NewPlace
		}
		head := comparison.Mark(c.Kind) + " "
		g.line(2, head, 2, c.Word+"  "+place+"  "+c.Title)
		if len(c.Runs) > 0 {
			g.line(indent, "", 0, marked(c.Runs))
		}
	}
}

// around is how many characters of unchanged words are shown beside a change.
const around = 14

// marked is a text with what was taken out in [-…-] and what was put in in {+…+}, long unchanged words cut.
func marked(runs []compare.Run) string {
	var b strings.Builder
	for i, r := range runs {
		text := strings.ReplaceAll(r.Text, "\n", " ")
		switch r.Kind {
		case compare.RunDelete:
			b.WriteString("[-" + text + "-]")
		case compare.RunInsert:
			b.WriteString("{+" + text + "+}")
		default:
			b.WriteString(middle(text, i > 0, i+1 < len(runs)))
		}
	}
	return b.String()
}

// middle keeps of unchanged words what stands beside a change before or behind them.
func middle(s string, before, behind bool) string {
	n := utf8.RuneCountInString(s)
	keep := 0
	if before {
		keep += around
	}
	if behind {
		keep += around
	}
	if n <= keep+4 {
		return s
	}
	runes := []rune(s)
	out := "…"
	if before {
		out = string(runes[:around]) + out
	}
	if behind {
		out += string(runes[n-around:])
	}
	return out
}
