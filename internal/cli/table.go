package cli

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

// totals count what was found in one or several documents.
type totals struct {
	documents, failed                                            int
	tasks, duties, targets, obligations, provisions, diagnostics int
}

func count(d *policy.Document) totals {
	t := totals{
		documents: 1, tasks: len(d.Tasks), obligations: len(d.Obligations), provisions: len(d.Provisions),
		diagnostics: len(d.Diagnostics), duties: len(d.DefaultDuties),
	}
	for i := range d.Tasks {
		t.duties += len(d.Tasks[i].Duties)
		t.targets += len(d.Tasks[i].Targets)
	}
	return t
}

func (t *totals) add(o totals) {
	t.documents += o.documents
	t.tasks += o.tasks
	t.duties += o.duties
	t.targets += o.targets
	t.obligations += o.obligations
	t.provisions += o.provisions
	t.diagnostics += o.diagnostics
}

// A page is a document being printed for a person.
type page struct {
	strings.Builder
	p     *program
	width int
}

// word gives the phrase for a value of the vocabulary.
func (g *page) word(words map[string]phrase, value string) string {
	if w, ok := words[value]; ok {
		return w[g.p.lang]
	}
	return value
}

// The columns of a page: labels of facts stand indented, what they say beside them.
const indent = 4

// label is as wide as the labels of facts in the language of the page.
func (g *page) label() int { return [...]int{6, 9}[g.p.lang] }

// line prints a label and a text beside it, the text wrapped under itself.
func (g *page) line(at int, label string, labelWidth int, text string) {
	margin := at + labelWidth
	for i, l := range wrap(text, max(g.width-margin, 20)) {
		start := strings.Repeat(" ", margin)
		if i == 0 {
			start = strings.Repeat(" ", at) + pad(label, labelWidth)
		}
		g.WriteString(strings.TrimRight(start+l, " ") + "\n")
	}
}

// fact prints one statement about a task.
func (g *page) fact(label, text string) { g.line(indent, label, g.label(), text) }

// heading prints the name of a section with the number of its entries.
func (g *page) heading(word phrase, n int) {
	g.WriteString("\n" + g.p.say(wordHeading, word[g.p.lang], n) + "\n")
}

func (g *page) rule(mark string) { g.WriteString(strings.Repeat(mark, g.width) + "\n") }

// renderDocument prints a document for a person.
func (c tablePrinter) renderDocument(in input, d *policy.Document) []byte {
	g := &page{p: c.program, width: c.width}
	g.rule("═")
	g.meta(in, &d.Meta)
	if len(d.Tasks) > 0 {
		g.heading(wordTasks, len(d.Tasks))
	}
	for i := range d.Tasks {
		g.task(&d.Tasks[i])
	}
	if len(d.DefaultDuties) > 0 {
		g.heading(wordDefaultDuties, len(d.DefaultDuties))
	}
	for _, u := range d.DefaultDuties {
		g.fact(g.word(roleWords, string(u.Role)), u.Unit)
	}
	g.obligations(d.Obligations)
	g.provisions(d.Provisions)
	g.diagnostics(d.Diagnostics)
	g.WriteString("\n")
	return []byte(g.String())
}

func (g *page) meta(in input, m *policy.Meta) {
	title := m.Title
	if title == "" {
		title = g.p.say(wordNoTitle)
	}
	g.line(0, "", 0, title)
	entry := func(word phrase, text string) {
		if text != "" {
			g.line(2, word[g.p.lang], 12, text)
		}
	}
	entry(wordFile, in.name())
	entry(wordIssuers, strings.Join(m.Issuers, g.p.say(wordNames)))
	entry(wordNumber, value(m.Number))
	entry(wordIssued, value(m.Issued))
	region := value(m.Region)
	if level := value(m.Level); region != "" && level != "" {
		region += g.p.say(wordBracket, g.word(levelWords, level))
	}
	entry(wordRegion, region)
	if m.Year != nil {
		entry(wordYear, strconv.Itoa(*m.Year))
	}
	entry(wordStatus, g.word(statusWords, string(m.Status)))
	entry(wordSecrecy, value(m.Secrecy))
	entry(wordReferences, strings.Join(m.References, g.p.say(wordNames)))
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func (g *page) task(t *policy.Task) {
	g.WriteString("\n")
	path := printable(strings.Join(t.Path, "/"))
	g.line(0, path, columnsOf(path)+2, t.Title)
	for _, role := range []policy.Role{policy.RoleLead, policy.RoleResponsible, policy.RoleCooperate} {
		var units []string
		for _, u := range t.Duties {
			if u.Role == role {
				units = append(units, u.Unit)
			}
		}
		if len(units) > 0 {
			g.fact(g.word(roleWords, string(role)), strings.Join(units, g.p.say(wordNames)))
		}
	}
	if t.Due != nil {
		g.fact(wordDue[g.p.lang], *t.Due)
	}
	for i := range t.Targets {
		g.target(&t.Targets[i])
	}
	for _, s := range t.Soft {
		g.fact(g.word(softWords, string(s.Kind)), s.Quote)
	}
	g.review(t.Review)
}

// target prints number, unit and date in columns, and what is measured beside them.
func (g *page) target(t *policy.Target) {
	number := map[policy.Comparison]string{policy.OpAtLeast: "≥ ", policy.OpAtMost: "≤ ", policy.OpEqual: "= "}[t.Op] + t.Value.String()
	if t.ValueHi != nil {
		number += "–" + t.ValueHi.String()
	}
	due := value(t.Due)
	if due == "" {
		due = "-"
	}
	metric := t.Metric
	if t.Per != "" {
		metric += g.p.say(wordBracket, g.p.say(wordPer, t.Per))
	}
	if t.Baseline != "" {
		metric += g.p.say(wordBracket, g.p.say(wordBaseline, t.Baseline))
	}
	if t.Soft {
		metric += g.p.say(wordBracket, wordSoftTarget[g.p.lang])
	}
	head := pad(wordTarget[g.p.lang], g.label()) + padLeft(number, 9) + " " + pad(printable(value(t.Unit)), 6) + pad(due, 12)
	g.line(indent, head, columnsOf(head), metric)
	g.review(t.Review)
}

// review prints why a person should look.
func (g *page) review(codes []source.Code) {
	for _, code := range codes {
		g.fact(wordReview[g.p.lang], g.p.reason(code))
	}
}

func (g *page) obligations(all []policy.Obligation) {
	if len(all) > 0 {
		g.heading(wordObligations, len(all))
	}
	for i := range all {
		o := &all[i]
		text := g.schedule(&o.Schedule)
		if who := strings.Join(o.Who, g.p.say(wordNames)); who != "" {
			text += "  " + who
		}
		if to := value(o.To); to != "" {
			text += " → " + to
		}
		g.fact(g.word(actionWords, string(o.Action)), text)
		g.fact("", o.Quote)
		g.review(o.Review)
	}
}

// schedule says when an obligation falls due.
func (g *page) schedule(s *policy.Schedule) string {
	var parts []string
	switch every := value(s.Every); every {
	case "":
		parts = append(parts, wordPeriodic[g.p.lang])
	case "date":
		parts = append(parts, wordOnDates[g.p.lang])
	default:
		parts = append(parts, wordEvery[g.p.lang]+g.word(periodWords, every))
	}
	number := func(word phrase, n *int, least int) {
		if n != nil && *n >= least {
			parts = append(parts, g.p.say(word, *n))
		}
	}
	number(wordTimes, s.Times, 2)
	number(wordMonthOf, s.MonthOfPeriod, 1)
	number(wordDay, s.Day, 1)
	number(wordWorkdays, s.WorkdaysAfter, 0)
	parts = append(parts, s.Dates...)
	return strings.Join(parts, " ")
}

func (g *page) provisions(all []policy.Provision) {
	if len(all) > 0 {
		g.heading(wordProvisions, len(all))
	}
	for i := range all {
		p := &all[i]
		var params []string
		for _, name := range slices.Sorted(maps.Keys(p.Params)) {
			params = append(params, fmt.Sprintf("%s=%v", name, p.Params[name]))
		}
		g.fact(g.word(provisionWords, string(p.Kind)), p.Quote)
		if len(params) > 0 {
			g.fact("", strings.Join(params, "  "))
		}
		g.review(p.Review)
	}
}

func (g *page) diagnostics(all []policy.Diagnostic) {
	if len(all) > 0 {
		g.heading(wordDiagnostics, len(all))
	}
	for _, d := range all {
		place := fmt.Sprintf("%d:%d", d.Line, d.Column)
		head := pad(place, 8) + pad(g.word(severityWords, d.Severity.String()), g.label()+2) + pad(string(d.Code), 6)
		g.line(indent, head, columnsOf(head), d.Message)
		if d.Suggestion != "" {
			g.line(indent, "", columnsOf(head), wordHint[g.p.lang]+wordColon[g.p.lang]+d.Suggestion)
		}
	}
}

// renderTotals prints the last line of a run.
func (c tablePrinter) renderTotals(t totals) []byte {
	g := &page{p: c.program, width: c.width}
	g.rule("═")
	text := c.say(sayTotals, t.documents, t.tasks, t.duties, t.targets, t.obligations, t.provisions, t.diagnostics)
	g.line(0, "", 0, text)
	if t.failed > 0 {
		g.line(0, "", 0, c.say(sayTotalsFailed, t.failed))
	}
	return []byte(g.String())
}
