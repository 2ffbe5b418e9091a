// Package coordination has the pages of problems that units can not solve alone,
// and of joint conferences on them. What can be done with a problem or a
// conference comes from the declarations of their workflows; by which method a
// problem is worked on is chosen here.
package coordination

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/coordination"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	cards "github.com/wenxiao/wenxiao/internal/web/casework"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

type pages struct{ *site.Site }

// Routes are what this area answers. Whether a move may be taken is decided with the problem.
func Routes(s *site.Site) route.Table {
	p := &pages{s}
	return route.Table{
		route.PageAt(http.MethodGet, "/problems", access.ProblemRead, p.problems),
		route.PageAt(http.MethodGet, "/problems/new", access.ProblemRaise, p.newProblem),
		route.PageAt(http.MethodPost, "/problems", access.ProblemRaise, p.raise),
		route.PageAt(http.MethodPost, "/problem-drafts/{id}", access.ProblemRead, p.draft),
		route.PageAt(http.MethodGet, "/problems/{id}", access.ProblemRead, p.problem),
		route.PageAt(http.MethodPost, "/problems/{id}/moves/{move}", access.ProblemRead, p.move),
		route.PageAt(http.MethodPost, "/problems/{id}/method", access.ProblemCoordinate, p.method),
		route.PageAt(http.MethodPost, "/problems/{id}/directive", access.DirectiveIssue, p.direct),
		route.PageAt(http.MethodGet, "/conferences", access.ProblemRead, p.conferences),
		route.PageAt(http.MethodGet, "/conferences/new", access.ProblemCoordinate, p.newConference),
		route.PageAt(http.MethodPost, "/conferences", access.ProblemCoordinate, p.call),
		route.PageAt(http.MethodGet, "/conferences/{id}", access.ProblemRead, p.conference),
		route.PageAt(http.MethodGet, "/conferences/{id}/agenda", access.ProblemCoordinate, p.editConference),
		route.PageAt(http.MethodPost, "/conferences/{id}/moves/{move}", access.ProblemRead, p.moveConference),
		route.PageAt(http.MethodPost, "/conferences/{id}/items/{item}", access.ProblemCoordinate, p.decide),
		route.PageAt(http.MethodPost, "/conferences/{id}/items/{item}/postpone", access.ProblemCoordinate, p.postpone),
	}
}

// crumb is the way back to the list.
func crumb(l locale.Lang) view.Link {
	return view.Link{Text: locale.Word(l, "nav", "problem"), Href: "/problems"}
}

// date is a day of a record as pages show it.
func date(day int64) period.Date {
	if day == 0 {
		return view.NoDate
	}
	return period.Date(day)
}

// isEntered says whether a fault is about what was entered, so that the form is shown again with its sentence.
func isEntered(err error) bool {
	kind := route.KindOf(err)
	return kind == fault.Invalid || kind == fault.Conflict || kind == fault.TooLarge
}

func (p *pages) workflow() *flow.Workflow { return p.Cases.Workflow(coordination.Workflow) }

// problems lists them, and for whoever may raise them those that stand in reports.
func (p *pages) problems(w http.ResponseWriter, r *http.Request, by route.Request) error {
	const rows = 50
	filter := coordination.Filter{Limit: rows + 1}
	chosen := view.Field{Name: "state", Kind: view.FieldChoice, Label: by.Say("ledger.state"), Value: r.URL.Query().Get("state"), Hidden: true}
	for _, s := range p.workflow().Steps {
		chosen.Options = append(chosen.Options, view.Option{Value: s.Name, Text: s.Title.In(by.Lang)})
		if s.Name == chosen.Value {
			filter.States = []string{s.Name}
		}
	}
	if after, err := uuid.Parse(r.URL.Query().Get("after")); err == nil {
		filter.After = after
	}
	lines, err := p.Coordination.List(r.Context(), by.Call, filter)
	if err != nil {
		return err
	}
	page := &view.ProblemsPage{
		Frame: p.Frame(w, r, by, "problem", locale.Word(by.Lang, "nav", "problem")),
		List:  view.List{Action: "/problems", Clear: "/problems", Total: -1, Filtered: filter.States != nil || filter.After != uuid.Nil, Filter: []view.Field{chosen}},
	}
	if len(lines) > rows {
		lines = lines[:rows]
		next := url.Values{"after": {lines[rows-1].ID.String()}}
		if filter.States != nil {
			next.Set("state", chosen.Value)
		}
		page.List.Next = "/problems?" + next.Encode()
	}
	for _, l := range lines {
		page.Rows = append(page.Rows, p.row(by, l))
	}
	page.List.Shown = len(lines)
	if access.Holds(by.Actor, access.ProblemRaise) == nil {
		page.New = "/problems/new"
		if page.Reported, err = p.reported(r, by); err != nil {
			return err
		}
	}
	if access.Holds(by.Actor, access.ProblemCoordinate) == nil || access.Holds(by.Actor, access.CaseApprove) == nil {
		page.Conferences = "/conferences"
	}
	return p.Show(w, r, http.StatusOK, view.Problems(page))
}

func (p *pages) row(by route.Request, l coordination.Line) view.ProblemRow {
	return view.ProblemRow{Href: "/problems/" + l.ID.String(), Title: l.Title, Unit: l.Name, Holder: l.Holder, State: p.workflow().Step(l.State).Title.In(by.Lang), Closed: !l.IsOpen, Due: p.due(l)}
}

func (p *pages) due(l coordination.Line) view.Due {
	if l.Due == 0 {
		return view.Due{Day: view.NoDate}
	}
	return view.Due{Day: period.Date(l.Due), Left: int(l.Due - p.Today()), Open: l.IsOpen}
}

// reported are the problems of reports that the reader may raise: a unit its own, the office all.
func (p *pages) reported(r *http.Request, by route.Request) (rows []view.ReportedRow, err error) {
	const most = 30
	list, err := p.Coordination.Reported(r.Context(), by.Call, most)
	for _, x := range list {
		if access.Allow(by.Actor, access.ProblemRaise, access.Record{Owner: int(x.Owner), Lead: []uuid.UUID{x.Unit}}) == nil {
			rows = append(rows, view.ReportedRow{What: x.Problem, Task: x.Title, Unit: x.Name, At: x.Submitted, Raise: "/problems/new?report=" + x.Report.ID.String()})
		}
	}
	return rows, err
}

// draft keeps what somebody typed into a form of this area.
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

// draftOf is where a new thing of somebody's is kept.
func draftOf(by route.Request, what string) uuid.UUID {
	return uuid.NewSHA1(by.Actor.Account, []byte(what))
}

// kept is what was typed into a form and not sent, nil for nothing; the form is given its place and the time.
func (p *pages) kept(r *http.Request, by route.Request, form *view.Form, of uuid.UUID) (url.Values, error) {
	form.Draft = "/problem-drafts/" + of.String()
	fields, at, err := p.Reports.Draft(r.Context(), by.Call, of)
	if err != nil || fields == nil {
		return nil, err
	}
	if len(fields["id"]) == 1 {
		form.ID = fields["id"][0]
	}
	form.DraftAt = at
	return fields, nil
}

// newProblem asks for a problem: by hand, from a report, or about a task.
func (p *pages) newProblem(w http.ResponseWriter, r *http.Request, by route.Request) error {
	form, err := site.NewForm("/problems")
	if err != nil {
		return err
	}
	about := url.Values{"report": {r.URL.Query().Get("report")}, "task": {r.URL.Query().Get("task")}}
	var typed url.Values
	if about.Get("report") == "" && about.Get("task") == "" {
		if typed, err = p.kept(r, by, &form, draftOf(by, "problem")); err != nil {
			return err
		}
	}
	if typed == nil {
		typed = about
	}
	return p.problemForm(w, r, by, http.StatusOK, form, typed)
}

// problemForm shows the form with what was typed; of a report it begins with what stands there.
func (p *pages) problemForm(w http.ResponseWriter, r *http.Request, by route.Request, status int, form view.Form, typed url.Values) error {
	page := &view.ProblemFormPage{Frame: p.Frame(w, r, by, "problem", by.Say("problem.new"), crumb(by.Lang)), Form: form}
	page.Fields = []view.Field{
		{Name: "title", Kind: view.FieldText, Label: by.Say("problem.title"), Required: true, Longest: 100, Wide: true},
		{Name: "what", Kind: view.FieldLong, Label: by.Say("problem.what"), Required: true, Longest: 4000},
		{Name: "ask", Kind: view.FieldLong, Label: by.Say("problem.ask"), Hint: by.Say("problem.ask-hint"), Longest: 4000},
	}
	hidden := url.Values{}
	for _, name := range []string{"report", "task"} {
		id, err := uuid.Parse(typed.Get(name))
		if err != nil {
			continue
		}
		hidden.Set(name, id.String())
		if name == "report" {
			x, err := p.Reports.Find(r.Context(), by.Call, id)
			if err != nil {
				return err
			}
			page.About = x.Title
			if !typed.Has("what") {
				typed.Set("what", x.Report.Problem)
				typed.Set("title", firstLine(x.Report.Problem))
			}
		} else {
			t, err := p.Tasks.Find(r.Context(), by.Call, id)
			if err != nil {
				return err
			}
			page.About = strings.TrimSpace(t.Label + " " + t.Title)
		}
	}
	if len(hidden) > 0 {
		page.Form.Action += "?" + hidden.Encode()
	}
	for i := range page.Fields {
		page.Fields[i].Value = typed.Get(page.Fields[i].Name)
	}
	return p.Show(w, r, status, view.ProblemForm(page))
}

// firstLine is a title made of a text.
func firstLine(text string) string {
	const most = 40
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	if runes := []rune(line); len(runes) > most {
		return string(runes[:most])
	}
	return strings.TrimSpace(line)
}

// raise takes a problem in.
func (p *pages) raise(w http.ResponseWriter, r *http.Request, by route.Request) error {
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	if r.PostForm.Has("discard") {
		if err := p.Reports.DropDraft(r.Context(), by.Call, draftOf(by, "problem")); err != nil {
			return err
		}
		return p.Go(w, r, "/problems/new", "")
	}
	id, err := site.FormID(r)
	if err != nil {
		return err
	}
	x := coordination.Raising{ID: id, Title: r.PostForm.Get("title"), What: r.PostForm.Get("what"), Ask: r.PostForm.Get("ask"), Report: one(r.URL.Query().Get("report")), Task: one(r.URL.Query().Get("task"))}
	err = p.Coordination.Raise(r.Context(), by.Call, x)
	if isEntered(err) {
		typed := r.PostForm
		typed.Set("report", r.URL.Query().Get("report"))
		typed.Set("task", r.URL.Query().Get("task"))
		return p.problemForm(w, r, by, route.KindOf(err).Status(), view.Form{ID: id.String(), Action: "/problems", Problem: route.Sentence(by.Lang, err)}, typed)
	}
	if err != nil {
		return err
	}
	if err := p.Reports.DropDraft(r.Context(), by.Call, draftOf(by, "problem")); err != nil {
		return err
	}
	return p.Go(w, r, "/problems/"+id.String(), "flash.problem")
}

// one is an id, zero for a text that is none.
func one(text string) uuid.UUID {
	id, err := uuid.Parse(text)
	if err != nil {
		return uuid.Nil
	}
	return id
}

func (p *pages) problem(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.problemPage(w, r, by, http.StatusOK, cards.Sent{}, nil)
}

// problemPage shows a problem. failed is why its method or directive was not taken.
func (p *pages) problemPage(w http.ResponseWriter, r *http.Request, by route.Request, status int, not cards.Sent, failed error) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	x, err := p.Coordination.Find(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	here := "/problems/" + id.String()
	page := &view.ProblemPage{
		Frame: p.Frame(w, r, by, "problem", x.Title, crumb(by.Lang)), State: p.workflow().Step(x.State).Title.In(by.Lang), Closed: !x.IsOpen, Unit: x.Name, Holder: x.Holder, Raised: date(x.Raised),
		What: x.What, Ask: x.Ask, Progress: x.Progress, Decision: x.Decision, Decided: date(x.Decided), Method: p.methodOf(by.Lang, x.Problem),
	}
	page.TitleData = true
	if x.Task.ID != uuid.Nil {
		page.Task = view.Link{Text: strings.TrimSpace(x.Task.Label + " " + x.Task.Title), Href: "/tasks/" + x.Task.ID.String(), Data: true}
	}
	for _, c := range x.Conferences {
		page.Conferences = append(page.Conferences, view.Link{Text: c.Title, Href: "/conferences/" + c.ID.String(), Data: true})
	}
	if x.Directive != uuid.Nil {
		page.Directive = "/directives/" + x.Directive.String()
	}
	if x.MayDirect {
		page.Direct = &view.Form{Action: here + "/directive"}
	}
	if x.IsOffice && x.IsOpen {
		page.Choose, page.Methods = &view.Form{Action: here + "/method"}, p.methods(by.Lang, x.Problem)
		if failed != nil {
			page.Choose.Problem = route.Sentence(by.Lang, failed)
		}
	}
	if page.Card, err = cards.Card(p.Site, r, by, x.Case, here, not); err != nil {
		return err
	}
	return p.Show(w, r, status, view.Problem(page))
}

// methodOf is by which method a problem is worked on, in words.
func (p *pages) methodOf(l locale.Lang, x record.Problem) string {
	for _, m := range p.Coordination.Methods {
		if c := m.Class(x.Class); m.Name == x.Method && c != nil {
			return m.Title.In(l) + " · " + c.Title.In(l)
		}
	}
	return ""
}

// methods are those to choose from.
func (p *pages) methods(l locale.Lang, x record.Problem) view.Field {
	f := view.Field{Name: "method", Kind: view.FieldChoice, Label: locale.Text(l, "problem.method"), Hint: locale.Text(l, "problem.method-hint"), Value: x.Method + "/" + x.Class}
	for _, m := range p.Coordination.Methods {
		for _, c := range m.Classes {
			f.Options = append(f.Options, view.Option{Value: m.Name + "/" + c.Name, Text: m.Title.In(l) + " · " + c.Title.In(l)})
		}
	}
	return f
}

func (p *pages) method(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	method, class, _ := strings.Cut(r.PostForm.Get("method"), "/")
	return p.changed(w, r, by, id, p.Coordination.Method(r.Context(), by.Call, id, method, class))
}

// direct makes a directive of what was decided.
func (p *pages) direct(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	made, err := p.Coordination.Direct(r.Context(), by.Call, id)
	if err != nil {
		return p.changed(w, r, by, id, err)
	}
	return p.Go(w, r, "/directives/"+made.ID.String(), "flash.proposed")
}

func (p *pages) changed(w http.ResponseWriter, r *http.Request, by route.Request, id uuid.UUID, err error) error {
	switch {
	case err == nil:
		return p.Go(w, r, "/problems/"+id.String(), "flash.case")
	case isEntered(err):
		return p.problemPage(w, r, by, route.KindOf(err).Status(), cards.Sent{}, err)
	}
	return err
}

// move takes a move on a problem.
func (p *pages) move(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	x, err := p.Coordination.Find(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	move := r.PathValue("move")
	form := cards.Typed(r, p.workflow().Move(move))
	err = p.Cases.Take(r.Context(), by.Call, x.Case.ID, move, form, site.Version(r))
	switch {
	case err == nil:
		return p.Go(w, r, "/problems/"+id.String(), "flash.case")
	case isEntered(err):
		return p.problemPage(w, r, by, route.KindOf(err).Status(), cards.Sent{Move: move, Typed: form, Err: err}, nil)
	}
	return err
}
