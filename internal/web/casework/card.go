package casework

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// A carder makes the cards of cases on one page.
type carder struct {
	*site.Site
	by      route.Request
	back    string
	action  string        // the address before its moves; "" is that of the case
	units   []view.Option // read when they are first needed
	targets map[uuid.UUID]record.Target
}

// card is a case as pages show it. not is an act that was not accepted, zero for none.
func (c *carder) card(r *http.Request, d casework.Dossier, not sent) (view.CaseCard, error) {
	l, here := c.by.Lang, "/cases/"+d.ID.String()
	card := view.CaseCard{
		ID: d.ID.String(), Title: d.Workflow.Title.In(l), About: d.Subject, Unit: d.Name, Who: who(d), Step: d.Workflow.Step(d.Step).Title.In(l),
		IsClosed: d.IsClosed, Since: period.Date(d.Since), Due: due(d.Case, c.Today()), Was: d.Was, Asked: d.Asked, Version: d.Version, Back: c.back,
	}
	if d.Grade != "" {
		card.Grade = d.Workflow.Field("grade").Choice(d.Grade).Title.In(l)
	}
	if d.MayFile {
		card.File = here + "/measures"
	}
	if d.MayUndo {
		card.Undo = here + "/undo"
	}
	if err := c.readTargets(r, d); err != nil {
		return card, err
	}
	for _, m := range d.Measures {
		shown := view.CaseMeasure{What: c.measure(m), Person: m.Person, On: period.Date(m.On)}
		c.node(d, m, &shown)
		card.Measures = append(card.Measures, shown)
	}
	for _, m := range d.Revision {
		card.Revision = append(card.Revision, view.CaseMeasure{What: c.measure(m), Person: m.Person, On: period.Date(m.On), Done: view.NoDate})
	}
	isShown := not.move == ""
	for _, o := range d.Offers {
		if isRoutine(o, d) {
			continue
		}
		act, err := c.act(r, d, o, not)
		if err != nil {
			return card, err
		}
		isShown = isShown || act.Form.Problem != ""
		card.Acts = append(card.Acts, act)
	}
	if !isShown || not.err != nil && len(not.typed) == 0 {
		card.Problem = route.Sentence(l, not.err)
	}
	for _, p := range d.Past {
		card.Past = append(card.Past, c.past(d.Workflow, p))
		m := d.Workflow.Move(p.Move)
		card.PastOpen = m != nil && m.IsReturn
	}
	return card, nil
}

// isRoutine says whether an act is done on a page of its own: measures are sent on where they are written.
func isRoutine(o flow.Offering, d casework.Dossier) bool {
	return o.Name == "propose" && len(o.Lacks) > 0 && d.MayFile
}

// who has a case in its unit: as the unit wrote it, and the account.
func who(d casework.Dossier) string {
	var parts []string
	for _, s := range []string{d.Section, d.Person, d.Holders[d.Holder]} {
		if s != "" && !slices.Contains(parts, s) {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " · ")
}

func due(c record.Case, today int64) view.Due {
	if c.Due == 0 {
		return view.Due{Day: view.NoDate}
	}
	return view.Due{Day: period.Date(c.Due), Left: int(c.Due - today), Open: !c.IsClosed, Provisional: c.IsProvisional}
}

// readTargets reads the targets that the measures of a case are about.
func (c *carder) readTargets(r *http.Request, d casework.Dossier) error {
	if c.targets != nil || !slices.ContainsFunc(slices.Concat(d.Measures, d.Revision), func(m record.Measure) bool { return m.Value != nil }) {
		return nil
	}
	p, err := c.Tasks.Find(r.Context(), c.by.Call, d.Task)
	if err != nil {
		return err
	}
	c.targets = map[uuid.UUID]record.Target{}
	for _, t := range p.Targets {
		c.targets[t.ID] = t
	}
	return nil
}

// measure is a measure in words, or the point of a curve.
func (c *carder) measure(m record.Measure) string {
	if m.Value == nil {
		return m.What
	}
	t := c.targets[m.Target]
	return strings.TrimSpace(t.Metric + " " + locale.Number(quantity.FromTenThousandths(*m.Value).String()) + " " + t.Unit)
}

// at is the address before the moves of a case.
func (c *carder) at(d casework.Dossier) string {
	if c.action != "" {
		return c.action
	}
	return "/cases/" + d.ID.String()
}

// act is a move with its form.
func (c *carder) act(r *http.Request, d casework.Dossier, o flow.Offering, not sent) (view.CaseAct, error) {
	l := c.by.Lang
	a := view.CaseAct{Name: o.Name, Title: o.Title.In(l), IsReturn: o.IsReturn, IsFirst: !d.MayFile && usual(d) == o.Move,
		Form: view.Form{Action: c.at(d) + "/moves/" + o.Name}}
	for _, lack := range o.Lacks {
		a.Lacks = append(a.Lacks, lack.Lack.In(l))
	}
	var given flow.Form
	if not.move == o.Name {
		given, a.IsOpen, a.Form.Problem = not.typed, true, route.Sentence(l, not.err)
	}
	var err error
	a.Fields, err = c.fields(r, d.Workflow, o.Move, given, d.Unit, d.ID.String()[24:]+"-"+o.Name+"-")
	if wrong := fieldOf(d.Workflow, o.Move, not.err); wrong >= 0 && a.IsOpen {
		a.Fields[wrong].Problem, a.Form.Problem = a.Form.Problem, locale.Text(l, "fault.form")
	}
	return a, err
}

// usual is the first move of the one whose turn it is, nil for none: what others may do is not the usual thing.
func usual(d casework.Dossier) *flow.Move {
	turn := d.Workflow.Step(d.Step).Turn
	for _, o := range d.Offers {
		if slices.Contains(o.By, turn) && !o.IsReturn && len(o.Lacks) == 0 {
			return o.Move
		}
	}
	return nil
}

// fieldOf is the place of the field that a fault is about, -1 for none.
func fieldOf(w *flow.Workflow, m *flow.Move, err error) int {
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || len(f.Args) != 1 {
		return -1
	}
	title, ok := f.Args[0].(flow.Label)
	if !ok {
		return -1
	}
	return slices.IndexFunc(append(slices.Clone(m.Needs), m.Takes...), func(name string) bool { return w.Field(name).Title == title })
}

// kinds are how fields are entered.
var kinds = map[flow.FieldKind]view.FieldKind{
	flow.TextField: view.FieldText, flow.LinesField: view.FieldLong, flow.DateField: view.FieldDate,
	flow.ChoiceField: view.FieldChoice, flow.UnitField: view.FieldChoice, flow.AccountField: view.FieldChoice,
}

// fields are the entries of a move. unit is whose colleagues can be chosen; of tells the entries of several forms apart.
func (c *carder) fields(r *http.Request, w *flow.Workflow, m *flow.Move, given flow.Form, unit uuid.UUID, of string) ([]view.Field, error) {
	var fields []view.Field
	for i, name := range append(slices.Clone(m.Needs), m.Takes...) {
		f := w.Field(name)
		x := view.Field{Name: name, Of: of, Kind: kinds[f.Kind], Label: f.Title.In(c.by.Lang), Value: given[name], Required: i < len(m.Needs), Longest: 2000}
		switch f.Kind {
		case flow.ChoiceField:
			for _, choice := range f.Choices {
				x.Options = append(x.Options, view.Option{Value: choice.Name, Text: choice.Title.In(c.by.Lang)})
			}
		case flow.UnitField:
			if err := c.readUnits(r); err != nil {
				return nil, err
			}
			x.Options = c.units
		case flow.AccountField:
			people, err := c.Cases.Colleagues(r.Context(), c.by.Call, unit)
			if err != nil {
				return nil, err
			}
			for _, a := range people {
				x.Options = append(x.Options, view.Option{Value: a.ID.String(), Text: a.Label, Data: true})
			}
		}
		if x.Kind == view.FieldChoice || x.Kind == view.FieldDate {
			x.Longest = 0
		}
		fields = append(fields, x)
	}
	return fields, nil
}

func (c *carder) readUnits(r *http.Request) error {
	if c.units != nil {
		return nil
	}
	units, err := c.Documents.Units(r.Context(), c.by.Call)
	for _, u := range units {
		c.units = append(c.units, view.Option{Value: u.ID.String(), Text: u.Name, Data: true})
	}
	return err
}

// past is a move that was taken, in words.
func (c *carder) past(w *flow.Workflow, p casework.Done) view.CaseEntry {
	what, said := p.Words(w, c.by.Lang)
	e := view.CaseEntry{At: p.At, Who: p.Who, Unit: p.Unit, What: what}
	for _, s := range said {
		e.Said = append(e.Said, view.NamedText{Name: s[0], Text: s[1]})
	}
	return e
}
