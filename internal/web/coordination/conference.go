package coordination

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/coordination"
	"github.com/wenxiao/wenxiao/internal/record"
	cards "github.com/wenxiao/wenxiao/internal/web/casework"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

// conferences lists them.
func (p *pages) conferences(w http.ResponseWriter, r *http.Request, by route.Request) error {
	list, err := p.Coordination.Conferences(r.Context(), by.Call)
	if err != nil {
		return err
	}
	page := &view.ConferencesPage{Frame: p.Frame(w, r, by, "problem", by.Say("conference.list"), crumb(by.Lang))}
	if access.Holds(by.Actor, access.ProblemCoordinate) == nil {
		page.New = "/conferences/new"
	}
	for _, c := range list {
		page.Rows = append(page.Rows, view.ConferenceRow{Href: "/conferences/" + c.ID.String(), Title: c.Title, On: date(c.On), Place: c.Place, State: c.State})
	}
	return p.Show(w, r, http.StatusOK, view.Conferences(page))
}

func (p *pages) newConference(w http.ResponseWriter, r *http.Request, by route.Request) error {
	form, err := site.NewForm("/conferences")
	if err != nil {
		return err
	}
	typed, err := p.kept(r, by, &form, draftOf(by, "conference"))
	if err != nil {
		return err
	}
	return p.conferenceForm(w, r, by, http.StatusOK, form, typed, nil)
}

func (p *pages) editConference(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	c, err := p.Coordination.Conference(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	typed := url.Values{"title": {c.Title}, "day": {period.Date(c.On).String()}, "place": {c.Place}, "chair": {c.Chair}}
	for _, i := range c.Items {
		typed.Add("problems", i.Problem.ID.String())
	}
	return p.conferenceForm(w, r, by, http.StatusOK, view.Form{ID: id.String(), Action: "/conferences", Version: c.Version}, typed, c.Items)
}

// conferenceForm shows the form of a conference; on are the items that stand on its agenda already.
func (p *pages) conferenceForm(w http.ResponseWriter, r *http.Request, by route.Request, status int, form view.Form, typed url.Values, on []coordination.Item) error {
	page := &view.ConferenceFormPage{Frame: p.Frame(w, r, by, "problem", by.Say("conference.new"), crumb(by.Lang), view.Link{Text: by.Say("conference.list"), Href: "/conferences"}), Form: form}
	page.Fields = []view.Field{
		{Name: "title", Kind: view.FieldText, Label: by.Say("conference.title"), Required: true, Longest: 100, Wide: true},
		{Name: "day", Kind: view.FieldDate, Label: by.Say("conference.day"), Required: true},
		{Name: "place", Kind: view.FieldText, Label: by.Say("conference.place"), Longest: 100},
		{Name: "chair", Kind: view.FieldText, Label: by.Say("conference.chair"), Longest: 100},
	}
	for i := range page.Fields {
		page.Fields[i].Value = typed.Get(page.Fields[i].Name)
	}
	page.Group = view.PickGroup{Name: "problems", Legend: by.Say("conference.agenda"), Hint: by.Say("conference.agenda-hint")}
	add := func(l coordination.Line) {
		page.Group.Picks = append(page.Group.Picks, view.Pick{Value: l.ID.String(), Text: l.Title, About: l.Name, Checked: slices.Contains(typed["problems"], l.ID.String())})
	}
	for _, i := range on {
		add(i.Problem)
	}
	open, err := p.Coordination.List(r.Context(), by.Call, coordination.Filter{States: []string{"raised", "assigned", "working"}})
	if err != nil {
		return err
	}
	for _, l := range open {
		if access.Allow(by.Actor, access.ProblemCoordinate, access.Record{Owner: int(l.Owner)}) == nil {
			add(l)
		}
	}
	return p.Show(w, r, status, view.ConferenceForm(page))
}

// call takes the agenda of a conference in.
func (p *pages) call(w http.ResponseWriter, r *http.Request, by route.Request) error {
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	draft := draftOf(by, "conference")
	if r.PostForm.Has("discard") {
		if err := p.Reports.DropDraft(r.Context(), by.Call, draft); err != nil {
			return err
		}
		return p.Go(w, r, "/conferences/new", "")
	}
	id, err := site.FormID(r)
	if err != nil {
		return err
	}
	m := coordination.Meeting{ID: id, Version: site.Version(r), Title: r.PostForm.Get("title"), On: day(r, "day"), Place: r.PostForm.Get("place"), Chair: r.PostForm.Get("chair")}
	for _, text := range r.PostForm["problems"] {
		if x := one(text); x != uuid.Nil {
			m.Problems = append(m.Problems, x)
		}
	}
	err = p.Coordination.Call(r.Context(), by.Call, m)
	if isEntered(err) {
		form := view.Form{ID: id.String(), Action: "/conferences", Version: m.Version, Problem: route.Sentence(by.Lang, err)}
		var on []coordination.Item
		if c, err := p.Coordination.Conference(r.Context(), by.Call, id); err == nil {
			on = c.Items
		}
		return p.conferenceForm(w, r, by, route.KindOf(err).Status(), form, r.PostForm, on)
	}
	if err != nil {
		return err
	}
	if err := p.Reports.DropDraft(r.Context(), by.Call, draft); err != nil {
		return err
	}
	return p.Go(w, r, "/conferences/"+id.String(), "flash.kept")
}

// day is a day that was entered, 0 for none.
func day(r *http.Request, name string) period.Date {
	d, err := period.ParseDate(r.PostForm.Get(name))
	if err != nil {
		return 0
	}
	return d
}

func (p *pages) conference(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.conferencePage(w, r, by, http.StatusOK, cards.Sent{}, uuid.Nil, nil)
}

// conferencePage shows a conference. failed is why the decision on an item was not taken.
func (p *pages) conferencePage(w http.ResponseWriter, r *http.Request, by route.Request, status int, not cards.Sent, item uuid.UUID, failed error) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	c, err := p.Coordination.Conference(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	here := "/conferences/" + id.String()
	page := &view.ConferencePage{Frame: p.Frame(w, r, by, "problem", c.Title, crumb(by.Lang), view.Link{Text: by.Say("conference.list"), Href: "/conferences"}), State: c.State, On: date(c.On), Place: c.Place, Chair: c.Chair}
	page.TitleData = true
	if c.IsOffice && c.State == record.ConferenceDraft {
		page.Edit = here + "/agenda"
	}
	units, err := p.units(r, by)
	if err != nil {
		return err
	}
	for _, i := range c.Items {
		x := view.AgendaItem{ID: i.ID.String(), Problem: view.Link{Text: i.Problem.Title, Href: "/problems/" + i.Problem.ID.String(), Data: true}, Raiser: i.Problem.Name, What: i.Problem.What, Ask: i.Problem.Ask,
			Outcome: i.Outcome, Decision: i.Decision, Unit: i.Name, Until: date(i.Until)}
		if c.IsOffice && c.State == record.ConferenceCalled && i.Outcome == record.OutcomeOpen {
			x.Decide, x.Postpone = &view.Form{Action: here + "/items/" + x.ID}, here+"/items/"+x.ID+"/postpone"
			x.Fields = []view.Field{
				{Name: "decision", Of: x.ID, Kind: view.FieldLong, Label: by.Say("problem.decision"), Required: true, Longest: 2000},
				{Name: "unit", Of: x.ID, Kind: view.FieldChoice, Label: by.Say("conference.who"), Required: true, Options: units},
				{Name: "day", Of: x.ID, Kind: view.FieldDate, Label: by.Say("conference.until"), Required: true}}
			if failed != nil && item == i.ID {
				x.Decide.Problem = route.Sentence(by.Lang, failed)
				for n := range x.Fields {
					x.Fields[n].Value = r.PostForm.Get(x.Fields[n].Name)
				}
			}
		}
		page.Items = append(page.Items, x)
	}
	if page.Card, err = cards.Card(p.Site, r, by, c.Case, here, not); err != nil {
		return err
	}
	return p.Show(w, r, status, view.Conference(page))
}

// units are those to which something can be given.
func (p *pages) units(r *http.Request, by route.Request) (options []view.Option, err error) {
	list, err := p.Organisation.Units(r.Context(), by.Call, by.Actor.Division)
	for _, u := range list {
		options = append(options, view.Option{Value: u.ID.String(), Text: u.Name, Data: true})
	}
	return options, err
}

// moveConference takes a move on a conference.
func (p *pages) moveConference(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	c, err := p.Coordination.Conference(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	move := r.PathValue("move")
	form := cards.Typed(r, c.Case.Workflow.Move(move))
	err = p.Cases.Take(r.Context(), by.Call, c.Case.ID, move, form, site.Version(r))
	switch {
	case err == nil:
		return p.Go(w, r, "/conferences/"+id.String(), "flash.case")
	case isEntered(err):
		return p.conferencePage(w, r, by, route.KindOf(err).Status(), cards.Sent{Move: move, Typed: form, Err: err}, uuid.Nil, nil)
	}
	return err
}

// decide takes a decision in.
func (p *pages) decide(w http.ResponseWriter, r *http.Request, by route.Request) error {
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	return p.item(w, r, by, func(id, item uuid.UUID) error {
		return p.Coordination.Decide(r.Context(), by.Call, id, item, coordination.Decision{Text: r.PostForm.Get("decision"), Unit: one(r.PostForm.Get("unit")), Until: day(r, "day")})
	})
}

// postpone notes that an item was not dealt with.
func (p *pages) postpone(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.item(w, r, by, func(id, item uuid.UUID) error { return p.Coordination.Postpone(r.Context(), by.Call, id, item, "") })
}

func (p *pages) item(w http.ResponseWriter, r *http.Request, by route.Request, do func(id, item uuid.UUID) error) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	item, err := site.ID(r, "item")
	if err != nil {
		return err
	}
	err = do(id, item)
	switch {
	case err == nil:
		return p.Go(w, r, "/conferences/"+id.String()+"#item-"+item.String(), "flash.case")
	case isEntered(err):
		return p.conferencePage(w, r, by, route.KindOf(err).Status(), cards.Sent{}, item, err)
	}
	return err
}
