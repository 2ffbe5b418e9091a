package review

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

// A section is a run of tasks under the same labels.
type section struct {
	ID, Title string
	Named     bool // whether the title is in the document's words
	Tasks     []*task
}

// A task is a task's card.
type task struct {
	*fact
	Path   string
	Roles  []role
	Facts  []*fact // targets, soft statements, obligations, provisions
	Hints  []string
	extent source.Span
}

// A role is the units of a task in one role.
type role struct {
	Name  string
	Units []*fact
}

// meta reads what the document says of itself.
func (p *page) meta() {
	m := &p.doc.Meta
	p.Head = p.fact("m", kindMeta, source.Span{}, m.Judgement)
	single := func(name term, id, text string, span source.Span) {
		e := &entry{Name: p.say(name), Plain: text}
		if text != "" && !span.IsZero() {
			f := p.fact(id, kindMeta, span, policy.Judgement{Confidence: m.Confidence})
			f.Text = text
			e = &entry{Name: e.Name, Facts: []*fact{f}}
		}
		p.Meta = append(p.Meta, e)
	}
	issuers := &entry{Name: p.say(sayIssuers)}
	for i, name := range m.Issuers {
		if i < len(m.Spans.Issuers) && !m.Spans.Issuers[i].IsZero() {
			f := p.fact(fmt.Sprintf("m-issuer%d", i+1), kindMeta, m.Spans.Issuers[i], policy.Judgement{Confidence: m.Confidence})
			f.Text = name
			issuers.Facts = append(issuers.Facts, f)
		}
	}
	if len(issuers.Facts) != len(m.Issuers) {
		issuers.Plain = strings.Join(m.Issuers, p.say(sayNames))
	}
	p.Meta = append(p.Meta, issuers)
	single(sayNumber, "m-number", text(m.Number), m.Spans.Number)
	single(sayIssued, "m-issued", text(m.Issued), m.Spans.Issued)
	p.Meta = append(p.Meta, &entry{Name: p.say(sayRegion), Plain: text(m.Region), Note: p.word(levelWords, text(m.Level))})
	if m.Secrecy != nil {
		single(saySecrecy, "m-secrecy", *m.Secrecy, m.Spans.Secrecy)
	}
	if !m.Spans.Title.IsZero() {
		p.Title = p.fact("m-title", kindMeta, m.Spans.Title, policy.Judgement{Confidence: m.Confidence})
	}
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// tasks makes the cards of the tasks, those under the same labels together.
func (p *page) tasks() {
	var current *section
	last, after := "", 0
	for i := range p.doc.Tasks {
		t := &p.doc.Tasks[i]
		var outer []string
		if len(t.Path) > 0 {
			outer = t.Path[:len(t.Path)-1]
		}
		if key := strings.Join(outer, "/"); current == nil || key != last {
			current = &section{ID: "s" + strconv.Itoa(len(p.Sections)+1)}
			current.Title, current.Named = p.sectionTitle(outer, source.Span{Start: after, End: t.Span.Start})
			p.Sections, last = append(p.Sections, current), key
		}
		after = max(after, t.Extent.End)
		current.Tasks = append(current.Tasks, p.task("t"+strconv.Itoa(i+1), t))
	}
}

// sectionTitle finds the heading of a section among the lines before its first
// task: the last line that begins with the section's innermost label. Where
// there is none the labels themselves name it.
func (p *page) sectionTitle(labels []string, before source.Span) (title string, named bool) {
	if len(labels) == 0 {
		if len(p.Sections) == 0 {
			return p.say(sayTaskHead), false
		}
		return p.say(sayOtherSections), false
	}
	label := labels[len(labels)-1]
	before = inside(*p.doc.Text, before)
	rest := (*p.doc.Text)[before.Start:before.End]
	for tries := 0; rest != "" && tries < 50; tries++ {
		i := strings.LastIndexByte(rest, '\n')
		if heading, ok := headed(rest[i+1:], label); ok {
			return heading, true
		}
		rest = rest[:max(i, 0)]
	}
	return p.say(saySection, strings.Join(labels, "/")), false
}

// longestHeading is how much of a line is shown as a heading, in characters.
const longestHeading = 40

// headed gives the line as a heading if it begins with the label.
func headed(line, label string) (heading string, ok bool) {
	line = strings.Trim(line, " \t\u3000")
	plain := strings.NewReplacer("（", "(", "）", ")").Replace(line)
	if !strings.HasPrefix(plain, label) || plain == label {
		return "", false
	}
	if next := strings.TrimPrefix(plain, label); !strings.HasSuffix(label, ")") && !strings.ContainsAny(next[:min(len(next), 3)], "、.．　 ") {
		return "", false
	}
	line, _, _ = strings.Cut(line, "。")
	if r := []rune(line); len(r) > longestHeading {
		line = string(r[:longestHeading]) + "…"
	}
	return line, true
}

func (p *page) task(id string, t *policy.Task) *task {
	c := &task{fact: p.fact(id, kindTask, t.Span, t.Judgement), Path: strings.Join(t.Path, " / "), extent: t.Extent}
	c.Text, c.Due = t.Title, text(t.Due)
	for _, r := range roleTerms {
		units := role{Name: p.say(r.word)}
		for i := range t.Duties {
			if d := &t.Duties[i]; string(d.Role) == r.role {
				f := p.fact(fmt.Sprintf("%s-d%d", id, i+1), kindDuty, d.Span, d.Judgement)
				f.Label, f.Text = units.Name, d.Unit
				units.Units = append(units.Units, f)
			}
		}
		if len(units.Units) > 0 {
			c.Roles = append(c.Roles, units)
		}
	}
	if len(t.Duties) == 0 && len(t.Review) == 0 { // else the reasons for review say so
		c.Hints = append(c.Hints, p.say(sayNoUnit))
	}
	if !t.Measurable {
		c.Hints = append(c.Hints, p.say(sayNotMeasurable))
	}
	for i := range t.Targets {
		c.Facts = append(c.Facts, p.target(fmt.Sprintf("%s-g%d", id, i+1), &t.Targets[i]))
	}
	for i := range t.Soft {
		s := &t.Soft[i]
		f := p.fact(fmt.Sprintf("%s-s%d", id, i+1), kindSoft, s.Span, s.Judgement)
		f.Label, f.Text = p.word(softTerms, string(s.Kind)), s.Quote
		c.Facts = append(c.Facts, f)
	}
	return c
}

func (p *page) target(id string, t *policy.Target) *fact {
	f := p.fact(id, kindTarget, t.Span, t.Judgement)
	f.Label, f.Text, f.Due = p.say(sayTarget), t.Metric, text(t.Due)
	if f.Text == "" {
		f.Text = t.Quote // what is counted does not stand before the figure
	}
	if t.Kind == policy.TargetMilestone {
		f.Label = p.say(sayMilestone)
	}
	value := t.Value.String()
	if t.ValueHi != nil {
		value = p.say(sayRange, value, t.ValueHi.String())
	}
	f.Op, f.Figure = p.word(opWords, string(t.Op)), strings.TrimSpace(value+" "+text(t.Unit))
	if t.Soft {
		f.Notes = append(f.Notes, p.say(sayAim))
	}
	if t.Per != "" {
		f.Notes = append(f.Notes, p.say(sayPer, t.Per))
	}
	if t.Baseline != "" {
		f.Notes = append(f.Notes, p.say(sayBaseline, t.Baseline))
	}
	if t.Kind != policy.TargetMilestone {
		f.Notes = append(f.Notes, p.word(targetWords, string(t.Kind)))
	}
	return f
}

// rest makes the rows of what is not part of a task. An obligation or a provision
// that stands inside a task goes to the task's card, where the reader is when
// they come to its words.
func (p *page) rest() {
	d := p.doc
	lists := []*list{
		{ID: "defaults", Title: p.say(sayDefaultHead), Intro: p.say(sayDefaultFor)},
		{ID: "obligations", Title: p.say(sayObligHead)},
		{ID: "triggered", Title: p.say(sayTriggerHead)},
		{ID: "provisions", Title: p.say(sayProvHead)},
		{ID: "references", Title: p.say(sayRefHead)},
	}
	for i := range d.DefaultDuties {
		u := &d.DefaultDuties[i]
		f := p.fact("u"+strconv.Itoa(i+1), kindDuty, u.Span, u.Judgement)
		for _, r := range roleTerms {
			if r.role == string(u.Role) {
				f.Label = p.say(r.word)
			}
		}
		f.Text, f.Quote = u.Unit, u.Quote
		lists[0].Facts = append(lists[0].Facts, f)
	}
	home := p.homes()
	for i := range d.Obligations {
		home(lists[1], d.Obligations[i].Span, p.obligation("o"+strconv.Itoa(i+1), &d.Obligations[i]))
	}
	for i := range d.Triggered {
		home(lists[2], d.Triggered[i].Span, p.obligation("e"+strconv.Itoa(i+1), &d.Triggered[i]))
	}
	for i := range d.Provisions {
		home(lists[3], d.Provisions[i].Span, p.provision("p"+strconv.Itoa(i+1), &d.Provisions[i]))
	}
	for i, span := range d.Meta.Spans.References {
		f := p.fact("r"+strconv.Itoa(i+1), kindReference, span, policy.Judgement{Confidence: d.Meta.Confidence})
		if i < len(d.Meta.References) {
			f.Text = d.Meta.References[i]
		}
		lists[4].Facts = append(lists[4].Facts, f)
	}
	for _, l := range lists {
		if len(l.Facts) > 0 {
			p.Rest = append(p.Rest, l)
		}
	}
	p.absent()
}

// homes gives a function that puts a fact into the card of the task it stands in, or else into a list.
func (p *page) homes() func(*list, source.Span, *fact) {
	var cards []*task
	for _, s := range p.Sections {
		cards = append(cards, s.Tasks...)
	}
	slices.SortStableFunc(cards, func(a, b *task) int { return a.extent.Start - b.extent.Start })
	return func(l *list, span source.Span, f *fact) {
		i, _ := slices.BinarySearchFunc(cards, span.Start+1, func(t *task, at int) int { return cmp.Compare(t.extent.Start, at) })
		if i > 0 && !span.IsZero() && cards[i-1].extent.Contains(span) {
			cards[i-1].Facts = append(cards[i-1].Facts, f)
			return
		}
		l.Facts = append(l.Facts, f)
	}
}

// absent names what was not found, so that nobody looks for it in vain.
func (p *page) absent() {
	d := p.doc
	var none []string
	for _, kind := range []struct {
		word term
		n    int
	}{{sayObligHead, len(d.Obligations)}, {sayTriggerHead, len(d.Triggered)}, {sayProvHead, len(d.Provisions)}, {sayRefHead, len(d.Meta.Spans.References)}} {
		if kind.n == 0 {
			none = append(none, p.say(kind.word))
		}
	}
	if len(none) > 0 {
		p.Absent = p.say(sayNoneOf, strings.Join(none, p.say(sayNames)))
	}
}

func (p *page) obligation(id string, o *policy.Obligation) *fact {
	f := p.fact(id, kindObligation, o.Span, o.Judgement)
	f.Label, f.Quote = p.word(actionTerms, string(o.Action)), o.Quote
	f.Text = strings.Join(o.Who, p.say(sayNames))
	if to := text(o.To); to != "" {
		f.Text += " → " + to
	}
	if o.Event != "" {
		f.Notes = append(f.Notes, p.say(sayEvent, o.Event))
	} else {
		f.Due = p.schedule(&o.Schedule)
	}
	return f
}

// schedule says in words when an obligation falls due.
func (p *page) schedule(s *policy.Schedule) string {
	parts := []string{p.word(sayEvery, text(s.Every))}
	number := func(word term, n *int, least int) {
		if n != nil && *n >= least {
			parts = append(parts, p.say(word, *n))
		}
	}
	number(sayTimes, s.Times, 2)
	number(sayMonthOf, s.MonthOfPeriod, 1)
	number(sayDay, s.Day, 1)
	number(sayWorkdays, s.WorkdaysAfter, 0)
	return strings.Join(append(parts, s.Dates...), " ")
}

func (p *page) provision(id string, v *policy.Provision) *fact {
	f := p.fact(id, kindProvision, v.Span, v.Judgement)
	f.Label, f.Text = p.word(provisionTerms, string(v.Kind)), v.Quote
	for _, name := range slices.Sorted(maps.Keys(v.Params)) {
		f.Params = append(f.Params, p.param(name, v.Params[name]))
	}
	return f
}

// param words a parameter; a name without a word shows as it is.
func (p *page) param(name string, value any) param {
	shown := param{Name: name, Value: fmt.Sprint(value)}
	base, again := name, ""
	if i := strings.LastIndexByte(base, '_'); i > 0 && strings.Trim(base[i+1:], "0123456789") == "" {
		base, again = base[:i], " "+base[i+1:]
	}
	bound := ""
	for _, b := range boundWords {
		if cut, ok := strings.CutPrefix(base, b.prefix); ok {
			base, bound = cut, p.say(b.word)+" "
		}
	}
	w, ok := paramWords[base]
	if !ok {
		return shown
	}
	if base == "cap_period" {
		shown.Value = p.word(sayEvery, shown.Value)
	}
	shown.Name, shown.Value, shown.Unit = p.say(w.word)+again, bound+shown.Value, p.say(w.unit)
	return shown
}

// repairs lists what was mended to read the text, and what there is to say about it.
func (p *page) repairs() {
	for _, d := range p.doc.Diagnostics {
		p.Notes = append(p.Notes, &note{Diagnostic: d})
	}
	for i := range p.doc.Repairs {
		r := &p.doc.Repairs[i]
		shown := &repair{ID: "c" + strconv.Itoa(i+1), Code: string(r.Code), Text: p.say(sayMended, r.From, r.To)}
		if r.To == "" {
			shown.Text = p.say(sayLeftOut, r.From)
		}
		p.Repairs = append(p.Repairs, shown)
		p.marks = append(p.marks, mark{id: shown.ID, span: inside(*p.doc.Text, r.Span), kind: kindRepair, tip: shown.Text, cut: r.To == ""})
	}
}
