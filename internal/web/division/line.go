package division

import (
	"net/http"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

// lines shows which line units are of, and which names people gave them.
func (p *pages) lines(w http.ResponseWriter, r *http.Request, by route.Request) error {
	units, err := p.Organisation.Units(r.Context(), by.Call, by.Actor.Division)
	if err != nil {
		return err
	}
	places, err := p.Organisation.Divisions(r.Context(), by.Call, by.Actor.Division)
	if err != nil {
		return err
	}
	names := make(map[int64]string)
	for _, d := range places {
		names[d.Code] = d.Name
	}
	page := &view.LinesPage{Frame: p.Frame(w, r, by, "line", locale.Word(by.Lang, "nav", "line"))}
	people, err := p.Organisation.Resolvers(r.Context(), by.Call, units)
	if err != nil {
		return err
	}
	leaders, err := p.Organisation.Leaders(r.Context(), by.Call)
	if err != nil {
		return err
	}
	for _, u := range units {
		row := view.LineRow{ID: u.ID.String(), Name: u.Name, Division: names[u.Division], Line: u.Line, Version: u.Version}
		if u.Until == 0 { // what is no more has no place any longer
			row.Action = "/lines/" + u.ID.String()
		}
		if u.Leader != uuid.Nil {
			row.Leader = u.Leader.String()
		}
		for _, l := range leaders {
			isThere := slices.ContainsFunc(row.Leaders, func(o view.Option) bool { return o.Value == l.Account.String() }) // who leads several divisions
			if l.Over(u.Unit) && !isThere {
				row.Leaders = append(row.Leaders, view.Option{Value: l.Account.String(), Text: l.Name, Data: true})
			}
		}
		if row.Leader != "" && row.LeaderName() == "" { // who leads no more stays until another is chosen
			row.Leaders = append(row.Leaders, view.Option{Value: row.Leader, Text: people[u.Leader], Data: true})
		}
		for _, n := range u.Names {
			if n.Account != uuid.Nil {
				row.Names = append(row.Names, view.LineName{Name: n.Name, Person: people[n.Account], At: n.Made, Forget: "/lines/names/" + n.ID.String() + "/forget"})
			}
		}
		page.Rows = append(page.Rows, row)
	}
	return p.Show(w, r, http.StatusOK, view.Lines(page))
}

// line says which line a unit is of, and who is in charge of it.
func (p *pages) line(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	place := organisation.Place{Version: site.Version(r), Line: r.PostFormValue("line")}
	if r.PostForm.Has("leader") {
		leader, err := uuid.Parse(r.PostFormValue("leader"))
		if err != nil && r.PostFormValue("leader") != "" {
			return fault.New(fault.Invalid, "unit-leader")
		}
		place.Leader = &leader
	}
	if err := p.Organisation.SetPlace(r.Context(), by.Call, id, place); err != nil {
		return err
	}
	return p.Go(w, r, "/lines", "flash.line-kept")
}

// forget takes back what a name was said to mean.
func (p *pages) forget(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := p.Organisation.Forget(r.Context(), by.Call, id); err != nil {
		return err
	}
	return p.Go(w, r, "/lines", "flash.alias-forgotten")
}
