// Package organisation has the pages of units that change, of work that is handed
// over from one person to another, and of years that end. What moves and who may
// move it is decided by the use cases. Start with Routes.
package organisation

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

type pages struct{ *site.Site }

// Routes are what this area answers.
func Routes(s *site.Site) route.Table {
	p := &pages{s}
	return route.Table{
		route.PageAt(http.MethodGet, "/units", access.SessionOwn, p.units),
		route.PageAt(http.MethodGet, "/units/{id}", access.SessionOwn, p.unit),
		route.PageAt(http.MethodGet, "/reforms", access.OrganisationReform, p.reforms),
		route.PageAt(http.MethodPost, "/reforms", access.OrganisationReform, p.plan),
		route.PageAt(http.MethodGet, "/reforms/{id}", access.OrganisationReform, p.reform),
		route.PageAt(http.MethodPost, "/reforms/{id}/carry", access.OrganisationReform, p.carry),
		route.PageAt(http.MethodPost, "/reforms/{id}/drop", access.OrganisationReform, p.drop),
		route.PageAt(http.MethodGet, "/handovers", access.HandoverRead, p.handovers),
		route.PageAt(http.MethodGet, "/handovers/new", access.HandoverMake, p.prepare),
		route.PageAt(http.MethodPost, "/handovers", access.HandoverMake, p.give),
		route.PageAt(http.MethodGet, "/handovers/{id}", access.HandoverRead, p.handover),
		route.PageAt(http.MethodPost, "/handovers/{id}/confirm", access.HandoverRead, p.confirm),
		route.PageAt(http.MethodGet, "/years", access.YearRead, p.years),
		route.PageAt(http.MethodGet, "/years/{year}", access.YearRead, p.year),
		route.PageAt(http.MethodPost, "/years/{year}/decisions", access.YearClose, p.decisions),
		route.PageAt(http.MethodPost, "/years/{year}/close", access.YearClose, p.closeYear),
		route.PageAt(http.MethodPost, "/years/{year}/verify", access.YearRead, p.verify),
		route.PageAt(http.MethodGet, "/due/{id}/opening", access.YearAsk, p.openingForm),
		route.PageAt(http.MethodPost, "/due/{id}/opening", access.YearAsk, p.askOpening),
		route.PageAt(http.MethodPost, "/openings/{id}/approve", access.YearOpen, p.opening(func(r *http.Request, by route.Request, id uuid.UUID) error {
			return p.Years.DecideOpening(r.Context(), by.Call, id, true, r.PostForm.Get("opinion"))
		})),
		route.PageAt(http.MethodPost, "/openings/{id}/refuse", access.YearOpen, p.opening(func(r *http.Request, by route.Request, id uuid.UUID) error {
			return p.Years.DecideOpening(r.Context(), by.Call, id, false, r.PostForm.Get("opinion"))
		})),
		route.PageAt(http.MethodPost, "/openings/{id}/end", access.YearClose, p.opening(func(r *http.Request, by route.Request, id uuid.UUID) error {
			return p.Years.End(r.Context(), by.Call, id)
		})),
	}
}

// isEntered says whether a fault is about what was entered, so that the form is shown again with its sentence.
func isEntered(err error) bool {
	kind := route.KindOf(err)
	return kind == fault.Invalid || kind == fault.Conflict
}

// date is a day of a record as pages show it.
func date(day int64) period.Date {
	if day == 0 {
		return view.NoDate
	}
	return period.Date(day)
}

// units lists the units of the reader's division.
func (p *pages) units(w http.ResponseWriter, r *http.Request, by route.Request) error {
	list, err := p.Organisation.Units(r.Context(), by.Call, by.Actor.Division)
	if err != nil {
		return err
	}
	page := &view.UnitsPage{Frame: p.Frame(w, r, by, "reform", locale.Word(by.Lang, "nav", "reform"))}
	if access.Holds(by.Actor, access.OrganisationReform) == nil {
		page.Reforms = "/reforms"
	}
	for _, u := range list {
		if u.Division != int64(by.Actor.Division.Owner()) {
			continue
		}
		row := view.UnitRow{Href: "/units/" + u.ID.String(), Name: u.Name, Until: date(u.Until)}
		for _, n := range u.Names {
			if !n.IsAlias {
				row.Names++
			}
		}
		if u.Until != 0 {
			page.Former = append(page.Former, row)
		} else {
			page.Rows = append(page.Rows, row)
		}
	}
	return p.Show(w, r, http.StatusOK, view.Units(page))
}

// unit is one unit with its history.
func (p *pages) unit(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	h, err := p.Organisation.History(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	page := &view.UnitPage{Frame: p.Frame(w, r, by, "reform", h.Name, view.Link{Text: locale.Word(by.Lang, "nav", "reform"), Href: "/units"}), Until: date(h.Until)}
	page.TitleData = true
	for _, n := range h.Names {
		page.Names = append(page.Names, view.UnitName{Name: n.Name, IsAlias: n.IsAlias, From: date(n.From), To: date(n.To)})
	}
	for _, c := range h.Changes {
		row := view.UnitChange{On: period.Date(c.On), Kind: c.Kind, Basis: c.Basis, Comes: c.Unit != id}
		other := c.Other
		if row.Comes {
			other = c.Unit
		}
		if other != id {
			row.Other = view.Link{Text: h.Others[other], Href: "/units/" + other.String(), Data: true}
		}
		page.Changes = append(page.Changes, row)
	}
	return p.Show(w, r, http.StatusOK, view.Unit(page))
}

// options are units to choose from.
func options(units []record.Unit) []view.Option {
	list := make([]view.Option, len(units))
	for i, u := range units {
		list[i] = view.Option{Value: u.ID.String(), Text: u.Name, Data: true}
	}
	return list
}

// ids reads ids of a form; what is none is left out.
func ids(values []string) []uuid.UUID {
	var list []uuid.UUID
	for _, v := range values {
		if id, err := uuid.Parse(v); err == nil {
			list = append(list, id)
		}
	}
	return list
}
