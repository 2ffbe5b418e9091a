package figure

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/figure"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

// A refusal is a form that was not accepted.
type refusal struct {
	form string // give, take or declare
	err  error
}

// sources says what counts for a target, and what other sources give.
func (p *pages) sources(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.showSources(w, r, by, http.StatusOK, refusal{})
}

func (p *pages) showSources(w http.ResponseWriter, r *http.Request, by route.Request, status int, not refusal) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	s, err := p.Figures.Sources(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	task, here := "/tasks/"+s.Task.ID.String(), "/targets/"+id.String()+"/sources"
	page := &view.SourcesPage{
		Frame: p.Frame(w, r, by, "ledger", by.Say("gap.sources"), view.Link{Text: locale.Word(by.Lang, "nav", "ledger"), Href: "/tasks"}, view.Link{Text: s.Task.Title, Href: task, Data: true}),
		Task:  view.Link{Text: s.Task.Label + " " + s.Task.Title, Href: task, Data: true}, Metric: s.Target.Metric, Source: record.SourceReport, Reason: s.Declared.Reason,
	}
	if s.Target.Value != nil {
		page.Goal = locale.Number(text(*s.Target.Value)) + " " + s.Target.Unit
	}
	if s.Declared.Source != "" {
		page.Source = s.Declared.Source
	}
	for _, l := range s.Lines {
		shown := row(l)
		if access.Holds(by.Actor, access.ReportRead) != nil { // who runs a programme gives figures, and reads no reports
			shown.Href = here
		}
		page.Rows = append(page.Rows, shown)
	}
	form := func(name, action string) *view.Form {
		f := &view.Form{Action: action}
		if not.form == name {
			f.Problem = route.Sentence(by.Lang, not.err)
		}
		return f
	}
	typed := url.Values{}
	if not.err != nil {
		typed = r.PostForm
	}
	page.Give, page.Fields = form("give", here), p.giveFields(by, s, typed)
	if s.Declared.Pack != "" && access.Holds(by.Actor, access.RegisterRead) == nil {
		page.Take, page.Taking = form("take", here+"/register"), []view.Field{periodField(by, s, "t-", typed)}
	}
	if access.Allow(by.Actor, access.CaseDecide, access.Record{Owner: int(s.Target.Owner)}) == nil {
		page.Declare, page.Choose = form("declare", here+"/declare"), p.declareFields(by, s, typed)
	}
	return p.Show(w, r, status, view.Sources(page))
}

// periodField lets a period be chosen for which the unit reports.
func periodField(by route.Request, s figure.TargetSources, of string, typed url.Values) view.Field {
	f := view.Field{Name: "period", Of: of, Kind: view.FieldChoice, Label: by.Say("gap.period"), Value: typed.Get("period"), Required: true}
	for _, x := range s.Periods {
		f.Options = append(f.Options, view.Option{Value: x, Text: x, Data: true})
	}
	return f
}

func (p *pages) giveFields(by route.Request, s figure.TargetSources, typed url.Values) []view.Field {
	from := view.Field{Name: "source", Of: "g-", Kind: view.FieldChoice, Label: by.Say("gap.source"), Value: typed.Get("source"), Required: true}
	from.Options = view.Words(by.Lang, "figure-source", figure.Sources[1:]...)
	return []view.Field{periodField(by, s, "g-", typed), from,
		{Name: "name", Of: "g-", Kind: view.FieldText, Label: by.Say("gap.name"), Hint: by.Say("gap.name-hint"), Value: typed.Get("name"), Required: true, Longest: 200},
		{Name: "value", Of: "g-", Kind: view.FieldNumber, Label: by.Say("gap.figure"), Unit: s.Target.Unit, Value: typed.Get("value"), Required: true, Longest: 20},
		{Name: "basis", Of: "g-", Kind: view.FieldLong, Label: by.Say("gap.basis"), Hint: by.Say("gap.basis-hint"), Value: typed.Get("basis"), Required: true, Longest: 2000}}
}

func (p *pages) declareFields(by route.Request, s figure.TargetSources, typed url.Values) []view.Field {
	value := func(name, before string) string {
		if typed.Has(name) {
			return typed.Get(name)
		}
		return before
	}
	tolerance := int64(figure.Tolerance)
	if s.Declared.ID != uuid.Nil {
		tolerance = s.Declared.Tolerance
	}
	from := view.Field{Name: "source", Of: "d-", Kind: view.FieldChoice, Label: by.Say("gap.counts"), Value: value("source", s.Declared.Source), Required: true}
	from.Options = view.Words(by.Lang, "figure-source", figure.Sources...)
	fields := []view.Field{from,
		{Name: "tolerance", Of: "d-", Kind: view.FieldNumber, Label: by.Say("gap.tolerance"), Hint: by.Say("gap.tolerance-hint"), Unit: "%", Value: value("tolerance", text(tolerance*100)), Required: true, Longest: 6}}
	if len(s.Indicators) > 0 {
		which := view.Field{Name: "indicator", Of: "d-", Kind: view.FieldChoice, Label: by.Say("gap.indicator"), Hint: by.Say("gap.indicator-hint"), Value: value("indicator", indicator(s.Declared))}
		for _, x := range s.Indicators {
			which.Options = append(which.Options, view.Option{Value: x.Pack + "/" + x.Name, Text: x.Title.In(by.Lang), Data: true})
		}
		fields = append(fields, which)
	}
	return append(fields, view.Field{Name: "reason", Of: "d-", Kind: view.FieldLong, Label: by.Say("gap.declare-reason"), Value: value("reason", ""), Required: true, Longest: 2000})
}

// give keeps another source's figure.
func (p *pages) give(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.onTarget(w, r, by, "give", "flash.figure", func(id uuid.UUID) error {
		value, err := site.Number(r.PostForm.Get("value"), "")
		if err != nil {
			return fault.Because(err, fault.Invalid, "figure-value")
		}
		_, err = p.Figures.Record(r.Context(), by.Call, figure.Given{Target: id, Period: r.PostForm.Get("period"), Source: r.PostForm.Get("source"),
			Name: r.PostForm.Get("name"), Basis: r.PostForm.Get("basis"), Value: value})
		return err
	})
}

// take takes the register's figure.
func (p *pages) take(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.onTarget(w, r, by, "take", "flash.figure", func(id uuid.UUID) error {
		s, err := p.Figures.Sources(r.Context(), by.Call, id)
		if err != nil {
			return err
		}
		_, err = p.Figures.FromRegister(r.Context(), by.Call, id, r.PostForm.Get("period"), s.Declared.Pack, s.Declared.Indicator)
		return err
	})
}

// declare says which source counts.
func (p *pages) declare(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.onTarget(w, r, by, "declare", "flash.changed", func(id uuid.UUID) error {
		tolerance, err := site.Number(r.PostForm.Get("tolerance"), "%")
		if err != nil {
			return fault.Because(err, fault.Invalid, "figure-tolerance")
		}
		d := figure.Declaration{Target: id, Source: r.PostForm.Get("source"), Tolerance: tolerance, Reason: r.PostForm.Get("reason")}
		d.Pack, d.Indicator = cutIndicator(r.PostForm.Get("indicator"))
		return p.Figures.Declare(r.Context(), by.Call, d)
	})
}

func (p *pages) onTarget(w http.ResponseWriter, r *http.Request, by route.Request, form, flash string, do func(uuid.UUID) error) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	err = do(id)
	if kind := route.KindOf(err); slices.Contains([]fault.Kind{fault.Invalid, fault.TooLarge}, kind) {
		return p.showSources(w, r, by, kind.Status(), refusal{form, err})
	}
	if err != nil {
		return err
	}
	return p.Go(w, r, "/targets/"+id.String()+"/sources", flash)
}
