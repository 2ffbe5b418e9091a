package extract

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/wenxiao/wenxiao/outline"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

func sortByStart(c []clause) {
	slices.SortStableFunc(c, func(a, b clause) int { return cmp.Compare(a.heading.start, b.heading.start) })
}

// Duties turns the clauses into tasks with their duties, and finds the default duties.
func (d *Draft) Duties() {
	for i := range d.clauses {
		d.Doc.Tasks = append(d.Doc.Tasks, d.task(&d.clauses[i]))
	}
	d.defaultDuties()
}

func (d *Draft) task(c *clause) policy.Task {
	t := policy.Task{Duties: []policy.Duty{}, Targets: []policy.Target{}, Soft: []policy.Soft{}}
	t.Path = d.path(c)
	t.Quote, t.Span = d.quote(c.heading)
	t.Title = title(c.heading.of(d.s))
	extent := piece{c.parts[0].start, c.parts[len(c.parts)-1].end}
	t.Extent = d.span(extent)
	if c.node >= 0 {
		t.Starts = firstRunes(d.s[d.Tree.Nodes[c.node].Body.Start:extent.end], 12)
	} else if len(c.parts) > 1 {
		t.Starts = firstRunes(c.parts[1].of(d.s), 12)
	}
	seen := map[string]bool{}
	for _, list := range c.lists {
		for _, u := range list.units {
			duty := d.duty(u)
			if key := duty.Unit + string(duty.Role); !seen[key] && duty.Unit != "" {
				seen[key] = true
				t.Duties = append(t.Duties, duty)
			}
		}
		if list.due.end > list.due.start {
			if due, ok := d.dueOf(list.due.of(d.s)); ok {
				c.due = due
				t.Due = &c.due
			}
		}
	}
	t.Confidence = 1
	return t
}

// title is a heading as one line.
func title(s string) string {
	return strings.Trim(strings.ReplaceAll(s, "\n", ""), " 。;,:、!")
}

func (d *Draft) path(c *clause) []string {
	if c.node >= 0 {
		return d.Tree.Path(c.node)
	}
	row := &d.Tree.Grids[c.grid].Rows[c.row]
	var path []string
	if row.Section != "" {
		path = append(path, row.Section)
	}
	serial := row.Serial
	if serial == "" {
		if l, n := zh.ScanLabel(row1(d.s, row)); n > 0 {
			return append(path, l.Printed)
		}
		serial = strconv.Itoa(c.row + 1)
	}
	return append(path, serial)
}

func row1(s string, r *outline.Row) string { return s[r.Title.Start:r.Title.End] }

func (d *Draft) duty(u dutyUnit) policy.Duty {
	quote, span := d.quote(u.piece)
	name := squeeze(u.of(d.s))
	judgement := policy.Judgement{Confidence: 0.99}
	if u.inSentence {
		judgement = policy.Judgement{Confidence: 0.88, Review: []source.Code{DutyInSentence}}
	}
	if !likeUnit(name) {
		judgement = policy.Judgement{Confidence: 0.6, Review: []source.Code{NotAUnit}}
	}
	return policy.Duty{Unit: name, Role: u.role, Group: isGroup(name), Quote: quote, Span: span, Judgement: judgement}
}

// defaultDuties reads the sentences that give a duty to many tasks, in lists and in plain text.
func (d *Draft) defaultDuties() {
	seen := map[string]bool{}
	add := func(dd defaultDuty) {
		duty := d.duty(dd.unit)
		if seen[duty.Unit] {
			return
		}
		seen[duty.Unit] = true
		quote, span := d.quote(dd.quote)
		d.Doc.DefaultDuties = append(d.Doc.DefaultDuties, policy.DefaultDuty{Quote: quote, Unit: duty.Unit, Role: duty.Role, Span: span, Judgement: duty.Judgement})
	}
	for _, c := range d.clauses {
		for _, l := range c.lists {
			for _, dd := range l.defaults {
				add(dd)
			}
		}
	}
	for from := 0; ; {
		at, _, n := everyTask.Find(d.s, from)
		if at < 0 {
			return
		}
		from = at + n
		p := d.sentenceAround(at)
		quote, units := defaultSentence(d.s, p)
		for _, u := range units {
			add(defaultDuty{u, quote})
		}
	}
}

// sentenceAround gives the sentence in which at stands, brackets around it left out.
func (d *Draft) sentenceAround(at int) piece {
	start, end := at, at
	for start > 0 {
		if r := zh.LastRune(d.s[:start]); zh.EndsSentence(r) || r == '\n' || r == ';' || r == '(' && !strings.Contains(d.s[start:at], ")") {
			break
		}
		start -= len(string(zh.LastRune(d.s[:start])))
	}
	for end < len(d.s) {
		if r := zh.FirstRune(d.s[end:]); zh.EndsSentence(r) || r == '\n' || r == ';' {
			break
		}
		end += len(firstOf(d.s[end:]))
	}
	p := trimPiece(d.s, piece{start, end})
	if strings.HasSuffix(p.of(d.s), ")") && strings.Count(p.of(d.s), "(") < strings.Count(p.of(d.s), ")") {
		p.end--
	}
	return p
}
