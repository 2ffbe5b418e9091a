package organisation

import (
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/reform"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

var kinds = []string{record.ReformMerge, record.ReformSplit, record.ReformAbolish, record.ReformRename}

// closes is the choice that closes an account.
const closes = "close"

// reforms lists changes of units, with the form for another.
func (p *pages) reforms(w http.ResponseWriter, r *http.Request, by route.Request) error {
	form, err := site.NewForm("/reforms")
	if err != nil {
		return err
	}
	return p.showReforms(w, r, by, http.StatusOK, form)
}

func (p *pages) showReforms(w http.ResponseWriter, r *http.Request, by route.Request, status int, form view.Form) error {
	list, err := p.Reforms.List(r.Context(), by.Call)
	if err != nil {
		return err
	}
	units, err := p.standing(r, by)
	if err != nil {
		return err
	}
	typed := func(name string) string { return r.PostForm.Get(name) }
	page := &view.ReformsPage{Frame: p.Frame(w, r, by, "reform", locale.Text(by.Lang, "reform.title"), view.Link{Text: locale.Word(by.Lang, "nav", "reform"), Href: "/units"}), Form: form,
		Kind: view.Field{Name: "kind", Kind: view.FieldChoice, Label: locale.Text(by.Lang, "reform.kind"), Required: true, Value: typed("kind")}}
	page.Kind.Options = view.Words(by.Lang, "reform-kind", kinds...)
	chosen := map[uuid.UUID]bool{}
	for _, id := range ids(r.PostForm["from"]) {
		chosen[id] = true
	}
	for _, u := range units {
		page.Units = append(page.Units, view.Check{Name: "from", Value: u.ID.String(), Text: u.Name, On: chosen[u.ID]})
	}
	on := typed("on")
	if on == "" {
		on = period.Date(p.Today()).String()
	}
	page.Fields = []view.Field{
		{Name: "to", Kind: view.FieldLong, Label: locale.Text(by.Lang, "reform.to"), Hint: locale.Text(by.Lang, "reform.to-hint"), Required: true, Value: typed("to"), Longest: 2000},
		{Name: "on", Kind: view.FieldDate, Label: locale.Text(by.Lang, "reform.on"), Required: true, Value: on},
		{Name: "basis", Kind: view.FieldText, Label: locale.Text(by.Lang, "reform.basis"), Required: true, Value: typed("basis"), Longest: 500, Wide: true},
	}
	for _, e := range list {
		page.Rows = append(page.Rows, reformRow(e))
	}
	return p.Show(w, r, status, view.Reforms(page))
}

// standing are the units of the reader's division that are there.
func (p *pages) standing(r *http.Request, by route.Request) (units []record.Unit, err error) {
	list, err := p.Organisation.Units(r.Context(), by.Call, by.Actor.Division)
	for _, u := range list {
		if u.Until == 0 && u.Division == int64(by.Actor.Division.Owner()) {
			units = append(units, u.Unit)
		}
	}
	return units, err
}

func reformRow(e reform.Entry) view.ReformRow {
	row := view.ReformRow{Href: "/reforms/" + e.Reform.ID.String(), Kind: e.Reform.Kind, On: period.Date(e.Reform.On), State: e.State}
	for _, u := range e.From {
		row.From = append(row.From, u.Name)
	}
	for _, u := range e.To {
		row.To = append(row.To, u.Name)
	}
	return row
}

// plan notes a change that is to come, and shows what it would move.
func (p *pages) plan(w http.ResponseWriter, r *http.Request, by route.Request) error {
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	id, err := site.FormID(r)
	if err != nil {
		return err
	}
	units, err := p.standing(r, by)
	if err != nil {
		return err
	}
	c := reform.Change{ID: id, Kind: r.PostForm.Get("kind"), From: ids(r.PostForm["from"]), Basis: r.PostForm.Get("basis")}
	c.On, _ = period.ParseDate(r.PostForm.Get("on")) // zero is refused with its sentence
	for line := range strings.Lines(r.PostForm.Get("to")) {
		name := strings.TrimSpace(line)
		if name == "" {
			continue
		}
		to := reform.Successor{Name: name}
		for _, u := range units {
			if u.Name == name {
				to.ID = u.ID
			}
		}
		c.To = append(c.To, to)
	}
	err = p.Reforms.Plan(r.Context(), by.Call, c)
	if isEntered(err) {
		return p.showReforms(w, r, by, route.KindOf(err).Status(), view.Form{ID: id.String(), Action: "/reforms", Problem: route.Sentence(by.Lang, err)})
	}
	if err != nil {
		return err
	}
	return p.Go(w, r, "/reforms/"+id.String(), "flash.reform-planned")
}

// reform is one change.
func (p *pages) reform(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.showReform(w, r, by, http.StatusOK, nil)
}

func (p *pages) showReform(w http.ResponseWriter, r *http.Request, by route.Request, status int, not error) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	x, err := p.Reforms.Preview(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	here := "/reforms/" + id.String()
	page := &view.ReformPage{Row: reformRow(x.Entry), Basis: x.Reform.Basis,
		Frame: p.Frame(w, r, by, "reform", locale.Word(by.Lang, "reform-kind", x.Reform.Kind), view.Link{Text: locale.Text(by.Lang, "reform.title"), Href: "/reforms"})}
	for _, t := range x.Change.To {
		if t.Name != "" && x.Reform.Kind != record.ReformRename {
			page.New = append(page.New, t.Name)
		}
	}
	if x.State == record.ReformDone {
		page.Moved = counted(x.Moved)
	}
	if x.State == record.ReformPlanned {
		page.Carry, page.Drop = &view.Form{Action: here + "/carry", Problem: route.Sentence(by.Lang, not)}, &view.Form{Action: here + "/drop"}
		p.fill(r, by, page, x)
	}
	return p.Show(w, r, status, view.Reform(page))
}

// fill shows what a planned change would move, with the choices as they were sent.
func (p *pages) fill(r *http.Request, by route.Request, page *view.ReformPage, x reform.Preview) {
	to := options(x.To)
	for _, t := range x.Tasks {
		row := view.ReformTask{Task: view.Link{Text: t.Label + " " + t.Title, Href: "/tasks/" + t.Task.ID.String()}, Due: t.Due, Reports: t.Reports, Cases: t.Cases, Directives: t.Directives,
			One: t.BecomesOne, Leads: t.LeadAfterwards,
			To: view.Field{Name: "task." + t.Task.ID.String(), Kind: view.FieldChoice, Label: locale.Text(by.Lang, "reform.to"), Hidden: true, Required: true, Options: to, Value: r.PostForm.Get("task." + t.Task.ID.String())}}
		for _, d := range t.Parts {
			row.Parts = append(row.Parts, d.Unit+"（"+locale.Word(locale.Zh, "duty-role", d.Role)+"）")
		}
		page.Tasks = append(page.Tasks, row)
	}
	where := append(options(x.To), view.Option{Value: closes, Text: locale.Text(by.Lang, "reform.close")})
	for _, a := range x.People {
		f := view.Field{Name: "person." + a.ID.String(), Kind: view.FieldChoice, Label: locale.Text(by.Lang, "reform.to"), Hidden: true, Required: true, Options: where, Value: r.PostForm.Get("person." + a.ID.String())}
		if f.Value == "" && len(x.To) == 1 {
			f.Value = x.To[0].ID.String()
		}
		page.People = append(page.People, view.ReformPerson{Name: a.Label, To: f})
	}
	for _, u := range x.Children {
		page.Children = append(page.Children, u.Name)
	}
	for _, a := range x.Appraisals {
		page.Scores = append(page.Scores, view.Link{Text: a.Title, Href: "/appraisals/" + a.ID.String()})
	}
}

// counted are what moved, without what did not.
func counted(m reform.Moved) (all []view.Counted) {
	for _, c := range []view.Counted{{What: "tasks", Count: m.Tasks}, {What: "merged", Count: m.Merged}, {What: "due", Count: m.Due}, {What: "reports", Count: m.Reports}, {What: "cases", Count: m.Cases},
		{What: "directives", Count: m.Directives}, {What: "feedback", Count: m.Feedback}, {What: "people", Count: m.People}, {What: "closed", Count: m.Closed}, {What: "children", Count: m.Children}} {
		if c.Count > 0 {
			all = append(all, c)
		}
	}
	return all
}

// carry carries a change out.
func (p *pages) carry(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	choices := reform.Choices{Tasks: map[uuid.UUID]uuid.UUID{}, People: map[uuid.UUID]uuid.UUID{}}
	for name := range r.PostForm {
		of, text, _ := strings.Cut(name, ".")
		about, err := uuid.Parse(text)
		if err != nil {
			continue
		}
		chosen, err := uuid.Parse(r.PostForm.Get(name))
		switch {
		case of == "task" && err == nil:
			choices.Tasks[about] = chosen
		case of == "person" && (err == nil || r.PostForm.Get(name) == closes):
			choices.People[about] = chosen
		}
	}
	err = p.Reforms.Carry(r.Context(), by.Call, id, choices)
	if isEntered(err) {
		return p.showReform(w, r, by, route.KindOf(err).Status(), err)
	}
	if err != nil {
		return err
	}
	return p.Go(w, r, "/reforms/"+id.String(), "flash.reform-done")
}

func (p *pages) drop(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := p.Reforms.Drop(r.Context(), by.Call, id); err != nil {
		return err
	}
	return p.Go(w, r, "/reforms", "flash.reform-dropped")
}
