// Package cockpit has the pages that look at the whole ledger at once: the cockpit,
// the big screen on a wall, the calendar with its feed, and the course of a task.
// What they show is kept or read in a few statements; nothing is worked out here.
package cockpit

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/cockpit"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/region"
)

type pages struct{ *site.Site }

// Routes are what this area answers.
func Routes(s *site.Site) route.Table {
	p := &pages{s}
	return route.Table{
		route.PageAt(http.MethodGet, "/cockpit", access.CockpitRead, p.cockpit),
		route.PageAt(http.MethodGet, "/cockpit/screen", access.CockpitRead, p.screen),
		route.PageAt(http.MethodGet, "/screen/{token}", access.PublicRead, p.wall),
		route.PageAt(http.MethodGet, "/calendar", access.DueRead, p.calendar),
		route.PageAt(http.MethodGet, "/feed/{file}", access.PublicRead, p.feed),
		route.PageAt(http.MethodGet, "/links", access.SessionOwn, p.links),
		route.PageAt(http.MethodPost, "/links", access.SessionOwn, p.makeLink),
		route.PageAt(http.MethodPost, "/links/{id}/revoke", access.SessionOwn, p.revoke),
		route.PageAt(http.MethodGet, "/tasks/{id}/timeline", access.TaskRead, p.timeline),
	}
}

// cockpit is the whole ledger in numbers.
func (p *pages) cockpit(w http.ResponseWriter, r *http.Request, by route.Request) error {
	b, err := p.Cockpit.Board(r.Context(), by.Call)
	if err != nil {
		return err
	}
	page := &view.CockpitPage{Frame: p.Frame(w, r, by, "cockpit", locale.Word(by.Lang, "nav", "cockpit")), At: b.At, Screen: "/cockpit/screen",
		Lights: lightFigures(b.Lights, tasksWith("light")), Standings: standings(b), Units: breakdown(b.Units, "lead"), Documents: breakdown(b.Documents, "document"), Trend: trend(b.Months)}
	for _, u := range b.Ranking {
		id := u.ID.String()
		page.Ranking = append(page.Ranking, view.RankRow{Place: u.Place, Name: u.Name, Href: tasks("lead", id),
			Red: view.Figure{Name: "red", Count: u.Lights["red"], Href: tasks("lead", id, "light", "red")}, Total: view.Figure{Count: u.Lights.Sum()}})
	}
	for _, t := range b.Worst {
		page.Worst = append(page.Worst, view.WorstRow{Metric: t.Metric, Href: "/tasks/" + t.Mark.Task.String(), Unit: t.Name, Share: percent(t.Share), Planned: percent(t.Planned), Document: t.Document,
			Source: t.Sentence()})
	}
	return p.Show(w, r, http.StatusOK, view.Cockpit(page))
}

func percent(hundredths *int64) string {
	if hundredths == nil {
		return ""
	}
	return quantity.FromTenThousandths(*hundredths * 100).String()
}

// tasks is the list of tasks with filters, as names and values.
func tasks(filters ...string) string {
	q := list.Tasks.Parse(nil)
	for i := 0; i < len(filters); i += 2 {
		q = q.With(filters[i], filters[i+1])
	}
	return list.Tasks.Href(q)
}

// tasksWith is the list of tasks with another filter for each light.
func tasksWith(filters ...string) func(light string) string {
	return func(light string) string { return tasks(append(append([]string(nil), filters...), light)...) }
}

// usual are the lights of which even none is shown.
var usual = []string{"red", "yellow", "green"}

// lightFigures are numbers by light, from the worst to the best.
func lightFigures(l cockpit.Lights, href func(light string) string) []view.Figure {
	var all []view.Figure
	for _, light := range shown(l) {
		all = append(all, view.Figure{Name: light, Count: l[light], Href: href(light)})
	}
	return all
}

// shown are the lights that stand in columns: the usual ones, and those that some row shows.
func shown(rows ...cockpit.Lights) []string {
	var codes []string
	for _, light := range ledger.Lights {
		code, isShown := string(light), false
		for _, u := range usual {
			isShown = isShown || u == code
		}
		for _, r := range rows {
			isShown = isShown || r[code] > 0
		}
		if isShown {
			codes = append(codes, code)
		}
	}
	return codes
}

func standings(b cockpit.Board) []view.Figure {
	var all []view.Figure
	for _, s := range ledger.Standings {
		q := list.Targets.Parse(nil).With("standing", string(s))
		all = append(all, view.Figure{Name: string(s), Count: b.Standings[string(s)], Href: list.Targets.Href(q)})
	}
	return all
}

// breakdown is rows by light; filter is that of the list of tasks which the rows' ids are values of.
func breakdown(rows []cockpit.Row, filter string) view.Breakdown {
	var lights []cockpit.Lights
	for _, r := range rows {
		lights = append(lights, r.Lights)
	}
	b := view.Breakdown{Lights: shown(lights...), More: len(rows) >= cockpit.MostRows}
	for _, r := range rows {
		id := r.ID.String()
		row := view.BreakdownRow{Name: r.Name, Href: tasks(filter, id), Total: r.Lights.Sum()}
		for _, light := range b.Lights {
			row.Cells = append(row.Cells, view.Figure{Name: light, Count: r.Lights[light], Href: tasks(filter, id, "light", light)})
		}
		b.Rows = append(b.Rows, row)
	}
	return b
}

func trend(months []cockpit.Month) view.Trend {
	var lights []cockpit.Lights
	for _, m := range months {
		lights = append(lights, m.Lights)
	}
	t := view.Trend{Lights: shown(lights...)}
	for _, m := range months {
		day := period.Date(m.Day)
		month := view.TrendMonth{Name: period.Of(day, period.Month).String()}
		for _, light := range t.Lights {
			month.Cells = append(month.Cells, view.Figure{Name: light, Count: m.Lights[light], Href: tasks("lit", light+"@"+day.String())})
		}
		t.Months = append(t.Months, month)
	}
	return t
}

// screen is the cockpit for a hall, for somebody who is signed in.
func (p *pages) screen(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.showScreen(w, r, by)
}

// wall is the same for whoever has a link to it.
func (p *pages) wall(w http.ResponseWriter, r *http.Request, by route.Request) error {
	actor, err := p.Links.Open(r.Context(), r.PathValue("token"), record.LinkScreen)
	if err != nil {
		return err
	}
	by.Actor = actor
	return p.showScreen(w, r, by)
}

// turn is how many seconds a section of the screen is shown.
const turn = 15

// mostOnScreen is how many rows a table has that is read from across a hall.
const mostOnScreen = 12

func (p *pages) showScreen(w http.ResponseWriter, r *http.Request, by route.Request) error {
	b, err := p.Cockpit.Board(r.Context(), by.Call)
	if err != nil {
		return err
	}
	place, err := p.place(r.Context(), by.Call)
	if err != nil {
		return err
	}
	units := slices.DeleteFunc(b.Units, func(u cockpit.Row) bool { return u.IsVertical }) // on a wall an order is a ranking
	all := len(b.Documents)
	b.Documents = slices.DeleteFunc(b.Documents, func(d cockpit.Row) bool { return d.IsInside })
	page := &view.ScreenPage{Frame: &view.Frame{Lang: by.Lang, Theme: view.ThemeDark, Title: locale.Word(by.Lang, "nav", "cockpit"), Here: r.URL.Path}, Place: place, At: b.At, Turn: turn,
		Lights: lightFigures(b.Lights, tasksWith("light")), Standings: standings(b), Trend: trend(b.Months),
		Units: breakdown(units[:min(mostOnScreen, len(units))], "lead"), Documents: breakdown(b.Documents[:min(mostOnScreen, len(b.Documents))], "document"), Left: all - len(b.Documents)}
	w.Header().Set("Referrer-Policy", "no-referrer")
	if r.Header.Get("X-Part") == "screen" {
		return p.ShowPart(w, r, view.Screen(page), "screen")
	}
	return p.Show(w, r, http.StatusOK, view.Screen(page))
}

// place is the name of the division whose numbers are shown.
func (p *pages) place(ctx context.Context, call app.Call) (string, error) {
	code := call.Actor.Division
	divisions, err := p.Organisation.Divisions(ctx, call, code)
	if fault.KindOf(err) == fault.Forbidden {
		return "", nil
	}
	for _, d := range divisions {
		if c, bad := region.Parse(fmt.Sprintf("%06d", d.Code)); bad == nil && c == code && d.To == 0 {
			return d.Name, err
		}
	}
	return "", err
}
