// Package figure has the pages of figures that two sources give: the list of gaps,
// one of them with what was said and found, and what counts for a target.
package figure

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/figure"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/quantity"
)

type pages struct{ *site.Site }

// Routes are what this area answers.
func Routes(s *site.Site) route.Table {
	p := &pages{s}
	return route.Table{
		route.PageAt(http.MethodGet, "/gaps", access.ReportRead, p.gaps),
		route.PageAt(http.MethodGet, "/gaps/{id}", access.ReportRead, p.gap),
		route.PageAt(http.MethodPost, "/gaps/{id}/draft", access.ReportRead, p.draft),
		route.PageAt(http.MethodPost, "/gaps/{id}/explain", access.ReportWrite, p.explain),
		route.PageAt(http.MethodPost, "/gaps/{id}/settle", access.CaseDecide, p.settle),
		route.PageAt(http.MethodGet, "/targets/{id}/sources", access.FigureWrite, p.sources),
		route.PageAt(http.MethodPost, "/targets/{id}/sources", access.FigureWrite, p.give),
		route.PageAt(http.MethodPost, "/targets/{id}/sources/register", access.FigureWrite, p.take),
		route.PageAt(http.MethodPost, "/targets/{id}/sources/declare", access.CaseDecide, p.declare),
	}
}

var states = []string{record.GapAsked, record.GapExplained, record.GapSettled, record.GapNone}

// sizes are the smallest gaps one may ask for, in per cent.
var sizes = []string{"1", "5", "10", "50"}

// gaps lists them.
func (p *pages) gaps(w http.ResponseWriter, r *http.Request, by route.Request) error {
	const rows = 50
	q := r.URL.Query()
	filter := figure.Filter{Limit: rows + 1}
	state := view.Field{Name: "state", Kind: view.FieldChoice, Label: by.Say("ledger.state"), Value: q.Get("state"), Hidden: true}
	for _, s := range states {
		state.Options = append(state.Options, view.Option{Value: s, Text: locale.Word(by.Lang, "gap-state", s)})
		if s == state.Value {
			filter.State = s
		}
	}
	size := view.Field{Name: "least", Kind: view.FieldChoice, Label: by.Say("gap.share"), Value: q.Get("least"), Hidden: true}
	for _, s := range sizes {
		size.Options = append(size.Options, view.Option{Value: s, Text: by.Say("gap.least", s)})
		if n, err := quantity.ParseNumber(s); err == nil && s == size.Value {
			least, _ := n.TenThousandths() // of a per cent; a list of ours
			filter.Least = least / 100
		}
	}
	unit, err := p.units(r, by, q.Get("unit"))
	if err != nil {
		return err
	}
	if id, err := uuid.Parse(unit.Value); err == nil {
		filter.Unit = id
	}
	if after, err := uuid.Parse(q.Get("after")); err == nil {
		filter.After = after
	}
	lines, err := p.Figures.List(r.Context(), by.Call, filter)
	if err != nil {
		return err
	}
	page := &view.GapsPage{Frame: p.Frame(w, r, by, "gap", locale.Word(by.Lang, "nav", "gap")),
		List: view.List{Action: "/gaps", Clear: "/gaps", Total: -1, Filtered: filter != figure.Filter{Limit: rows + 1}, Filter: []view.Field{unit, size, state}}}
	if len(lines) > rows {
		lines = lines[:rows]
		next := url.Values{"after": {lines[rows-1].ID.String()}}
		for _, name := range []string{"unit", "least", "state"} {
			if q.Get(name) != "" {
				next.Set(name, q.Get(name))
			}
		}
		page.List.Next = "/gaps?" + next.Encode()
	}
	for _, l := range lines {
		page.Rows = append(page.Rows, row(l))
	}
	page.List.Shown = len(lines)
	return p.Show(w, r, http.StatusOK, view.Gaps(page))
}

// units lets a unit be chosen; who has one alone does not choose.
func (p *pages) units(r *http.Request, by route.Request, value string) (view.Field, error) {
	f := view.Field{Name: "unit", Kind: view.FieldChoice, Label: by.Say("ledger.unit"), Value: value, Hidden: true}
	if access.Holds(by.Actor, access.DocumentAdopt) != nil {
		return f, nil
	}
	units, err := p.Documents.Units(r.Context(), by.Call)
	for _, u := range units {
		f.Options = append(f.Options, view.Option{Value: u.ID.String(), Text: u.Name, Data: true})
	}
	return f, err
}

func text(n int64) string { return quantity.FromTenThousandths(n).String() }

// row is a figure of two sources as lists show it.
func row(l figure.Line) view.GapRow {
	r := view.GapRow{Href: "/gaps/" + l.ID.String(), Task: l.Title, Metric: l.Metric, Of: l.Of, Unit: l.Lead, Period: l.Period, Other: text(l.Value), Source: l.Source, Name: l.Name,
		Counts: l.Counts == l.Source, State: l.State, Beyond: l.State == record.GapAsked || l.State == record.GapExplained}
	if l.Reported == nil {
		return r
	}
	r.Reported = text(*l.Reported)
	r.Gap = locale.Number(text(l.Gap))
	if l.Gap > 0 {
		r.Gap = "+" + r.Gap
	}
	r.Share = locale.Number(text(l.Share*100)) + "%"
	return r
}

// gap is one of them.
func (p *pages) gap(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.show(w, r, by, http.StatusOK, nil)
}

// show shows one; not is why a form was not accepted, with what was typed into it.
func (p *pages) show(w http.ResponseWriter, r *http.Request, by route.Request, status int, not error) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	l, err := p.Figures.Find(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	draft, at, err := p.Reports.Draft(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	if not != nil {
		draft, at = r.PostForm, 0
	}
	value := func(name string) string { return url.Values(draft).Get(name) }
	here := "/gaps/" + id.String()
	page := &view.GapPage{
		Frame: p.Frame(w, r, by, "gap", by.Say("gap.title"), view.Link{Text: locale.Word(by.Lang, "nav", "gap"), Href: "/gaps"}),
		Row:   row(l), Task: view.Link{Text: l.Title, Href: "/tasks/" + l.Task.String(), Data: true}, Basis: l.Basis, By: l.ByName, At: l.At,
		Reason: l.Reason, Explainer: l.ExplainerName, Explained: l.Explained, Found: l.Found, Finding: l.Finding, Decider: l.DeciderName, Decided: l.Decided,
	}
	if l.Report != uuid.Nil {
		page.Report = "/reports/" + l.Report.String()
	}
	isOpen := l.State == record.GapAsked || l.State == record.GapExplained
	form := &view.Form{Draft: here + "/draft", DraftAt: at, Version: l.Version}
	if not != nil {
		form.Problem = route.Sentence(by.Lang, not)
	}
	switch {
	case isOpen && access.Allow(by.Actor, access.CaseDecide, access.Record{Owner: int(l.Owner)}) == nil:
		form.Action, page.Settle = here+"/settle", form
		found := view.Field{Name: "found", Kind: view.FieldChoice, Label: by.Say("gap.found"), Value: value("found"), Required: true}
		found.Options = view.Words(by.Lang, "gap-found", record.FoundReport, record.FoundOther, record.FoundDefinition)
		page.Fields = []view.Field{found, {Name: "finding", Kind: view.FieldLong, Label: by.Say("gap.finding"), Value: value("finding"), Required: true, Longest: 2000}}
	case isOpen && by.Actor.WorksFor(l.Unit) && access.Holds(by.Actor, access.ReportWrite) == nil:
		form.Action, page.Explain = here+"/explain", form
		page.Fields = []view.Field{{Name: "reason", Kind: view.FieldLong, Label: by.Say("gap.reason"), Hint: by.Say("gap.reason-hint"), Value: cmp.Or(value("reason"), l.Reason), Required: true, Longest: 2000}}
	}
	return p.Show(w, r, status, view.Gap(page))
}

// draft keeps what somebody has typed about a gap.
func (p *pages) draft(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	if err := p.Reports.SaveDraft(r.Context(), by.Call, id, r.PostForm); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (p *pages) explain(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.on(w, r, by, "flash.gap-explained", func(id uuid.UUID) error {
		return p.Figures.Explain(r.Context(), by.Call, id, r.PostForm.Get("reason"))
	})
}

func (p *pages) settle(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.on(w, r, by, "flash.gap-settled", func(id uuid.UUID) error {
		return p.Figures.Settle(r.Context(), by.Call, id, r.PostForm.Get("found"), r.PostForm.Get("finding"))
	})
}

// on does something to a gap; a form that is not right is shown again.
func (p *pages) on(w http.ResponseWriter, r *http.Request, by route.Request, flash string, do func(uuid.UUID) error) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	if !r.PostForm.Has("discard") {
		err = do(id)
		if kind := route.KindOf(err); kind == fault.Invalid {
			return p.show(w, r, by, kind.Status(), err)
		}
		if err != nil {
			return err
		}
	} else {
		flash = ""
	}
	if err := p.Reports.DropDraft(r.Context(), by.Call, id); err != nil {
		return err
	}
	return p.Go(w, r, "/gaps/"+id.String(), flash)
}

// indicator is one of a programme as it is chosen: pack/indicator.
func indicator(d record.TargetSource) string {
	if d.Pack == "" {
		return ""
	}
	return fmt.Sprintf("%s/%s", d.Pack, d.Indicator)
}

func cutIndicator(chosen string) (pack, name string) {
	pack, name, _ = strings.Cut(chosen, "/")
	return pack, name
}
