package register

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/wenxiao/wenxiao/expr"
	"github.com/wenxiao/wenxiao/internal/app/register"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/pack"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/region"
)

// indicators shows what a programme counts in a division, by default the reader's, with the divisions right below it: the ends of the last three months, and today.
func (p *pages) indicators(w http.ResponseWriter, r *http.Request, by route.Request) error {
	within := by.Actor.Division
	if digits := r.URL.Query().Get("division"); digits != "" {
		var err error
		if within, err = region.Parse(digits); err != nil {
			return fault.New(fault.NotFound, "not-found")
		}
	}
	today := period.Date(p.Today())
	first := today.AddDays(1 - today.Day())
	days := []period.Date{first.AddMonths(-2).AddDays(-1), first.AddMonths(-1).AddDays(-1), first.AddDays(-1), today}
	programme, tables, err := p.Registers.Indicators(r.Context(), by.Call, r.PathValue("pack"), within, days)
	if err != nil {
		return err
	}
	l := by.Lang
	page := &view.IndicatorsPage{Frame: p.Frame(w, r, by, "register", locale.Text(l, "indicator.title"), view.Link{Text: locale.Word(l, "nav", "register"), Href: "/registers"},
		view.Link{Text: in(l, programme.Title), Href: "/indicators/" + programme.Name, Data: true})}
	names := p.divisions(r.Context(), by)
	for _, t := range tables {
		i := view.Indicator{Name: t.Indicator.Name, Title: in(l, t.Indicator.Title), Unit: t.Indicator.Unit, Days: t.Days, All: indicatorRow(t.All, names), Card: card(l, programme, t.Indicator)}
		for _, row := range t.Rows {
			shown := indicatorRow(row, names)
			if row.Division != within && row.Division.Level() < region.Village {
				shown.Href = "/indicators/" + programme.Name + "?division=" + row.Division.Prefix()
			}
			i.Rows = append(i.Rows, shown)
		}
		page.Indicators = append(page.Indicators, i)
	}
	return p.Show(w, r, http.StatusOK, view.Indicators(page))
}

func indicatorRow(row register.IndicatorRow, names []division) view.IndicatorRow {
	shown := view.IndicatorRow{Division: row.Division.String(), Records: row.Records}
	for _, d := range names {
		if d.digits == row.Division.Prefix() {
			shown.Division = d.name
		}
	}
	for _, v := range row.Values {
		shown.Values = append(shown.Values, view.IndicatorValue{Text: v.Total.String(), Refused: v.Refused})
		shown.Counted = v.Counted
	}
	return shown
}

// card is the definition of an indicator.
func card(l locale.Lang, p *register.Programme, i *pack.Indicator) view.IndicatorCard {
	c := view.IndicatorCard{Measure: i.Written.Measure, Where: i.Written.Where, Sources: in(l, i.On.Title), Pack: in(l, p.Title), Release: p.Version}
	g := &glossary{Programme: p, lang: l, card: &c}
	g.explain(i.Measure, i.On.Fields)
	g.explain(i.Where, i.On.Fields)
	return c
}

// A glossary explains the names of an expression, each once.
type glossary struct {
	*register.Programme
	lang locale.Lang
	card *view.IndicatorCard
}

// explain explains the names of n, whose fields are of the record or, inside an aggregate, of its rows.
func (g *glossary) explain(n expr.Node, fields []*pack.Field) {
	switch n := n.(type) {
	case *expr.FieldRef:
		for _, f := range fields {
			if f.Name == n.Name {
				g.name(f.Name, f.Title, f.Unit)
			}
		}
	case *expr.ParamRef:
		param := g.Parameter(n.Name)
		g.name(param.Name, param.Title, param.Unit)
	case *expr.Aggregate:
		fields = g.rows(n.Rows)
	}
	for _, below := range expr.Children(n) {
		g.explain(below, fields)
	}
}

// rows names the rows of an aggregate and where they come from, and gives their fields.
func (g *glossary) rows(name string) []*pack.Field {
	if r := g.Register(name); r != nil {
		g.name(name, r.Title, "")
		g.source(in(g.lang, r.Title))
		return r.Fields
	}
	f := g.Feed(name)
	g.name(name, f.Title, "")
	g.source(fmt.Sprintf("%s · %s", in(g.lang, f.From), in(g.lang, f.Title)))
	return f.Fields
}

func (g *glossary) name(name string, title pack.Label, unit string) {
	v := view.Value{Name: name, Text: in(g.lang, title), Unit: unit}
	if !slices.Contains(g.card.Names, v) {
		g.card.Names = append(g.card.Names, v)
	}
}

func (g *glossary) source(text string) {
	if sep := locale.Text(g.lang, "list.names"); !slices.Contains(strings.Split(g.card.Sources, sep), text) {
		g.card.Sources += sep + text
	}
}
