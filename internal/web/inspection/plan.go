package inspection

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/inspection"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

// draftOfPlan is where a new plan of somebody's is kept.
func draftOfPlan(by route.Request) uuid.UUID {
	return uuid.NewSHA1(by.Actor.Account, []byte("inspection plan"))
}

func (p *pages) newPlan(w http.ResponseWriter, r *http.Request, by route.Request) error {
	form, err := site.NewForm("/inspections")
	if err != nil {
		return err
	}
	typed, err := p.kept(r, by, &form, draftOfPlan(by))
	if err != nil {
		return err
	}
	if typed == nil {
		typed = url.Values{}
		if t := r.URL.Query().Get("task"); t != "" {
			typed.Set("tasks", t)
		}
	}
	return p.planForm(w, r, by, http.StatusOK, form, typed)
}

func (p *pages) editPlan(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	i, err := p.Inspections.Find(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	form := view.Form{ID: id.String(), Action: "/inspections", Version: i.Version}
	typed, err := p.kept(r, by, &form, id)
	if err != nil {
		return err
	}
	if typed == nil {
		typed = url.Values{"title": {i.Title}, "kind": {i.Kind}, "basis": {i.Basis}, "content": {i.Content}, "places": {i.Places},
			"from": {period.Date(i.From).String()}, "to": {period.Date(i.To).String()}}
		if i.IsUnannounced {
			typed.Set("unannounced", "on")
		}
		for _, m := range i.Team {
			if m.IsLeader {
				typed.Set("leader", m.Account.String())
			} else {
				typed.Add("members", m.Account.String())
			}
		}
		for _, u := range i.Units {
			typed.Add("units", u.ID.String())
		}
		for _, t := range i.Tasks {
			typed.Add("tasks", t.ID.String())
		}
	}
	return p.planForm(w, r, by, http.StatusOK, form, typed)
}

// planForm shows the form of a plan with what was typed into it.
func (p *pages) planForm(w http.ResponseWriter, r *http.Request, by route.Request, status int, form view.Form, typed url.Values) error {
	page := &view.InspectionFormPage{Frame: p.Frame(w, r, by, "inspection", locale.Text(by.Lang, "inspection.new"), crumb(by.Lang)), Form: form}
	kind := view.Field{Name: "kind", Kind: view.FieldChoice, Label: by.Say("inspection.kind"), Required: true}
	kind.Options = view.Words(by.Lang, "inspection-kind", inspection.Kinds...)
	people, err := p.Inspections.People(r.Context(), by.Call)
	if err != nil {
		return err
	}
	leader := view.Field{Name: "leader", Kind: view.FieldChoice, Label: by.Say("inspection.leader")}
	members := view.PickGroup{Name: "members", Legend: by.Say("inspection.members")}
	for _, m := range people {
		leader.Options = append(leader.Options, view.Option{Value: m.Account.String(), Text: m.Name + " · " + m.Unit, Data: true})
		members.Picks = append(members.Picks, view.Pick{Value: m.Account.String(), Text: m.Name, About: m.Unit})
	}
	page.Fields = []view.Field{
		{Name: "title", Kind: view.FieldText, Label: by.Say("inspection.title"), Required: true, Longest: 100, Wide: true}, kind,
		{Name: "basis", Kind: view.FieldLong, Label: by.Say("inspection.basis"), Hint: by.Say("inspection.basis-hint"), Required: true, Longest: 4000},
		{Name: "content", Kind: view.FieldLong, Label: by.Say("inspection.content"), Longest: 4000},
		{Name: "from", Kind: view.FieldDate, Label: by.Say("inspection.from"), Required: true}, {Name: "to", Kind: view.FieldDate, Label: by.Say("inspection.to"), Required: true},
		{Name: "unannounced", Kind: view.FieldCheck, Label: by.Say("inspection.unannounced-why")}, leader,
		{Name: "places", Kind: view.FieldLong, Label: by.Say("inspection.places"), Hint: by.Say("inspection.places-hint"), Longest: 4000},
	}
	for i := range page.Fields {
		page.Fields[i].Value = typed.Get(page.Fields[i].Name)
	}
	if page.Groups, err = p.groups(r, by, members, typed); err != nil {
		return err
	}
	return p.Show(w, r, status, view.InspectionForm(page))
}

// maxTasks is how many tasks can be chosen from.
const maxTasks = 500

// groups are what can be ticked, with what was.
func (p *pages) groups(r *http.Request, by route.Request, members view.PickGroup, typed url.Values) ([]view.PickGroup, error) {
	units := view.PickGroup{Name: "units", Legend: by.Say("inspection.units")}
	all, err := p.Organisation.Units(r.Context(), by.Call, by.Actor.Division)
	if err != nil {
		return nil, err
	}
	for _, u := range all {
		units.Picks = append(units.Picks, view.Pick{Value: u.ID.String(), Text: u.Name})
	}
	tasks := view.PickGroup{Name: "tasks", Legend: by.Say("inspection.tasks"), Hint: by.Say("inspection.tasks-hint")}
	lines, _, err := p.Tasks.Page(r.Context(), by.Call, list.Query{}.Rows(uuid.Nil, maxTasks))
	if err != nil {
		return nil, err
	}
	for _, t := range lines {
		if t.Owner == int64(by.Actor.Division.Owner()) {
			tasks.Picks = append(tasks.Picks, view.Pick{Value: t.ID.String(), Text: t.Label + " " + t.Title, About: t.Lead})
		}
	}
	groups := []view.PickGroup{members, units, tasks}
	for _, g := range groups {
		for i := range g.Picks {
			g.Picks[i].Checked = slices.Contains(typed[g.Name], g.Picks[i].Value)
		}
		slices.SortStableFunc(g.Picks, func(a, b view.Pick) int { // what is ticked is seen first
			switch {
			case a.Checked == b.Checked:
				return 0
			case a.Checked:
				return -1
			}
			return 1
		})
	}
	return groups, nil
}

// plan takes a plan in.
func (p *pages) plan(w http.ResponseWriter, r *http.Request, by route.Request) error {
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	id, err := site.FormID(r)
	if err != nil {
		return err
	}
	draft := draftOfPlan(by)
	if site.Version(r) != 0 {
		draft = id
	}
	if r.PostForm.Has("discard") {
		if err := p.Reports.DropDraft(r.Context(), by.Call, draft); err != nil {
			return err
		}
		if site.Version(r) != 0 {
			return p.Go(w, r, "/inspections/"+id.String()+"/plan", "")
		}
		return p.Go(w, r, "/inspections/new", "")
	}
	x := inspection.Plan{ID: id, Version: site.Version(r), Title: r.PostForm.Get("title"), Kind: r.PostForm.Get("kind"), Basis: r.PostForm.Get("basis"), Content: r.PostForm.Get("content"),
		Places: r.PostForm.Get("places"), From: day(r, "from"), To: day(r, "to"), IsUnannounced: r.PostForm.Get("unannounced") == "on",
		Members: ids(r.PostForm["members"]), Units: ids(r.PostForm["units"]), Tasks: ids(r.PostForm["tasks"])}
	if leader := ids(r.PostForm["leader"]); len(leader) > 0 {
		x.Leader = leader[0]
	}
	err = p.Inspections.Plan(r.Context(), by.Call, x)
	if isEntered(err) {
		form := view.Form{ID: id.String(), Action: "/inspections", Version: x.Version, Draft: "/inspection-drafts/" + draft.String(), Problem: route.Sentence(by.Lang, err)}
		return p.planForm(w, r, by, route.KindOf(err).Status(), form, r.PostForm)
	}
	if err != nil {
		return err
	}
	if err := p.Reports.DropDraft(r.Context(), by.Call, draft); err != nil {
		return err
	}
	return p.Go(w, r, "/inspections/"+id.String(), "flash.kept")
}

// day is a day that was entered, 0 for none.
func day(r *http.Request, name string) period.Date {
	d, err := period.ParseDate(r.PostForm.Get(name))
	if err != nil {
		return 0
	}
	return d
}

// ids are those among values that can be read; a value that is none names nothing that there is.
func ids(values []string) (all []uuid.UUID) {
	for _, v := range values {
		if id, err := uuid.Parse(v); err == nil {
			all = append(all, id)
		}
	}
	return all
}
