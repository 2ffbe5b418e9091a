package extract

import (
	"cmp"
	"slices"

	"github.com/wenxiao/wenxiao/extract/duty"
	"github.com/wenxiao/wenxiao/extract/obligation"
	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/extract/provision"
	"github.com/wenxiao/wenxiao/extract/target"
	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// Statements finds targets, obligations, provisions and the default duties outside of lists, sentence by sentence.
func (d *Draft) Statements() {
	d.prepareClauses()
	owners := d.owners()
	next, label := 0, 0
	attachments := d.Tree.Attachments
	var st passage.Sentence
	for start := 0; start < len(d.text.String); {
		brk := d.nextBreak(start, &label)
		if label > 0 && d.Tree.Nodes[label-1].Extent.Start == start {
			start = max(start, d.Tree.Nodes[label-1].Heading.Start) // the label is no part of the sentence
		}
		end := hints.Next(&d.text, start, max(start, brk), &st)
		for next < len(owners) && owners[next].End <= st.Start {
			next++
		}
		task := -1
		if next < len(owners) && owners[next].Start < st.End {
			task = owners[next].clause
		}
		for len(attachments) > 0 && attachments[0].End <= st.Start {
			attachments = attachments[1:]
		}
		attached := len(attachments) > 0 && attachments[0].Start <= st.Start // a name of an attachment states nothing
		if st.Start < st.End && !attached {
			d.state(&st, task)
		}
		start = d.afterSentence(start, end, brk)
	}
	d.dropHeadings()
}

// dropHeadings drops the obligations that are a clause's heading and that its text then orders (年终考评。每年12月…考评).
func (d *Draft) dropHeadings() {
	all := d.Doc.Obligations
	again := false
	for k := 1; k < len(all); k++ {
		again = again || all[k].Action == all[k-1].Action
	}
	if !again {
		return
	}
	headings := make(map[source.Span]int, len(d.Tree.Nodes))
	for i := range d.Tree.Nodes {
		headings[d.text.Span(passage.Trim(d.text.String, passage.Piece(d.Tree.Nodes[i].Heading)))] = i
	}
	kept := all[:0]
	for k := range all {
		if i, ok := headings[all[k].Span]; ok && k+1 < len(all) && all[k+1].Action == all[k].Action {
			if n := &d.Tree.Nodes[i]; all[k+1].Span.End <= d.text.Span(passage.Between(n.Heading.Start, n.Body.End)).End {
				continue
			}
		}
		kept = append(kept, all[k])
	}
	d.Doc.Obligations = kept
}

// afterSentence gives where the next sentence begins: right at a break, else after the mark that ended this one.
func (d *Draft) afterSentence(start, end, brk int) int {
	if end == brk && end > start {
		return end
	}
	if end < len(d.text.String) {
		return end + zh.Width(d.text.String[end])
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
	next := len(d.text.String)
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

// hints are the words of the readers that most sentences hold nothing for.
var hints = passage.NewHints(target.Signs(),
	provision.HintWords(), obligation.HintWords(),
	hinted(target.WholeWords(), passage.HintWhole), hinted(target.SoftSigns(), passage.HintSoft), hinted(duty.DefaultWords(), passage.HintDefault),
)

func hinted(words []string, h passage.Hint) map[string]passage.Hint {
	m := map[string]passage.Hint{}
	for _, w := range words {
		m[w] = h
	}
	return m
}

// state reads one sentence; task is the index of the clause it belongs to, -1 outside tasks.
func (d *Draft) state(st *passage.Sentence, task int) {
	if task >= 0 {
		for _, p := range d.clauses[task].skip {
			if p.Start < st.End && st.Start < p.End {
				st.Use(p)
			}
		}
	}
	if st.Hints&passage.HintDefault != 0 {
		d.addDefaults(duty.ReadDefaults(d.text.String, st.Piece))
	}
	if provisions := provision.Read(&d.text, st); len(provisions) > 0 {
		d.Doc.Provisions = append(d.Doc.Provisions, provisions...)
	}
	obligations := obligation.Read(&d.text, st)
	if len(obligations) > 0 {
		d.Doc.Obligations = append(d.Doc.Obligations, obligations...)
	}
	if len(obligations) == 0 && st.Hints&passage.HintTrigger != 0 {
		if o, ok := obligation.ReadTriggered(&d.text, st); ok {
			d.Doc.Triggered = append(d.Doc.Triggered, o)
		}
	}
	if task >= 0 && target.May(st) {
		d.aim(st, task)
	}
}

// aim adds what a sentence sets a task as targets.
func (d *Draft) aim(st *passage.Sentence, task int) {
	c, t := &d.clauses[task], &d.Doc.Tasks[task]
	targets, soft := d.targets.Read(&d.text, st, target.Task{Skip: c.skip, Due: c.limit(st.Start), Article: c.node >= 0 && d.Tree.Nodes[c.node].Label.Style == zh.LabelArticle})
	if len(targets) > 0 {
		t.Targets = append(t.Targets, targets...)
		t.Measurable = true
	}
	if len(soft) > 0 {
		t.Soft = append(t.Soft, soft...)
	}
}

// limit is the date of 完成时限 that holds for what stands at a place of a clause, nil where none is printed.
// In a task of several rows of a table each row has its own.
func (c *clause) limit(at int) *string {
	if c.due == "" {
		return nil
	}
	if len(c.limits) < 2 {
		return &c.due
	}
	holds := &c.limits[0]
	for i := range c.limits {
		if c.limits[i].from <= at {
			holds = &c.limits[i]
		}
	}
	return &holds.due
}

// prepareClauses notes where the clauses' duty lists stand, and makes targets of the numbers in tables.
func (d *Draft) prepareClauses() {
	n := 0
	for i := range d.clauses {
		n += len(d.clauses[i].lists)
	}
	skip := make([]passage.Piece, 0, n) // of all clauses, one after the other
	for i := range d.clauses {
		c, t := &d.clauses[i], &d.Doc.Tasks[i]
		for _, l := range c.lists {
			skip = append(skip, l.Piece)
		}
		c.skip = skip[len(skip)-len(c.lists):]
		for _, cell := range c.figures {
			if counted, ok := target.ReadCell(&d.text, cell, c.limit(cell.Range.Start)); ok {
				t.Targets = append(t.Targets, counted)
				t.Measurable = true
			}
		}
	}
}

// An owner is a range of the text that belongs to a clause.
type owner struct {
	passage.Piece
	clause int
}

// owners lists the clauses' ranges in reading order.
func (d *Draft) owners() []owner {
	n := 0
	for i := range d.clauses {
		n += len(d.clauses[i].parts)
	}
	out := make([]owner, 0, n)
	for i := range d.clauses {
		for _, p := range d.clauses[i].parts {
			out = append(out, owner{p, i})
		}
	}
	slices.SortStableFunc(out, func(a, b owner) int { return cmp.Compare(a.Start, b.Start) })
	return out
}
