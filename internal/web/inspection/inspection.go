// Package inspection has the pages of teams that look on the spot: the plan, what
// they found, and what became of it. What can be done with an inspection or a
// finding comes from the declarations of their workflows.
package inspection

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/inspection"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	cards "github.com/wenxiao/wenxiao/internal/web/casework"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

type pages struct{ *site.Site }

// Routes are what this area answers. Whoever may be in a team may ask; what he sees the use cases decide.
func Routes(s *site.Site) route.Table {
	p := &pages{s}
	return route.Table{
		route.PageAt(http.MethodGet, "/inspections", access.InspectionVisit, p.list),
		route.PageAt(http.MethodGet, "/inspections/new", access.InspectionPlan, p.newPlan),
		route.PageAt(http.MethodPost, "/inspections", access.InspectionPlan, p.plan),
		route.PageAt(http.MethodPost, "/inspection-drafts/{id}", access.InspectionVisit, p.draft),
		route.PageAt(http.MethodGet, "/inspections/{id}", access.InspectionVisit, p.show),
		route.PageAt(http.MethodGet, "/inspections/{id}/plan", access.InspectionPlan, p.editPlan),
		route.PageAt(http.MethodPost, "/inspections/{id}/moves/{move}", access.InspectionVisit, p.move),
		route.PageAt(http.MethodGet, "/inspections/{id}/lists", access.InspectionVisit, p.lists),
		route.PageAt(http.MethodGet, "/inspections/{id}/lists/{list}", access.InspectionVisit, p.workbook),
		route.PageAt(http.MethodGet, "/inspections/{id}/findings/new", access.InspectionVisit, p.newFinding),
		route.PageAt(http.MethodPost, "/inspections/{id}/findings", access.InspectionVisit, p.note),
		route.PageAt(http.MethodGet, "/findings/{id}", access.InspectionVisit, p.finding),
		route.PageAt(http.MethodGet, "/findings/{id}/edit", access.InspectionVisit, p.editFinding),
		route.PageAt(http.MethodPost, "/findings/{id}/hand", access.InspectionVisit, p.hand),
		route.PageAt(http.MethodPost, "/findings/{id}/drop", access.InspectionVisit, p.drop),
		route.PageAt(http.MethodPost, "/findings/{id}/moves/{move}", access.InspectionVisit, p.moveFinding),
		route.PageAt(http.MethodPost, "/findings/{id}/files", access.InspectionVisit, p.attach),
		route.PageAt(http.MethodGet, "/findings/{id}/files/{file}", access.InspectionVisit, p.file),
	}
}

// crumb is the way back to the list.
func crumb(l locale.Lang) view.Link {
	return view.Link{Text: locale.Word(l, "nav", "inspection"), Href: "/inspections"}
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

func (p *pages) list(w http.ResponseWriter, r *http.Request, by route.Request) error {
	lines, err := p.Inspections.List(r.Context(), by.Call)
	if err != nil {
		return err
	}
	page := &view.InspectionsPage{Frame: p.Frame(w, r, by, "inspection", locale.Word(by.Lang, "nav", "inspection"))}
	if access.Holds(by.Actor, access.InspectionPlan) == nil {
		page.New = "/inspections/new"
	}
	for _, l := range lines {
		page.Rows = append(page.Rows, view.InspectionRow{Href: "/inspections/" + l.ID.String(), Title: l.Title, Kind: l.Kind, From: date(l.From), To: date(l.To), State: l.State, Found: l.Found, Open: l.Open})
	}
	return p.Show(w, r, http.StatusOK, view.Inspections(page))
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

// kept is what was typed into a form and not sent, nil for nothing; the form is given its place and the time.
func (p *pages) kept(r *http.Request, by route.Request, form *view.Form, of uuid.UUID) (url.Values, error) {
	form.Draft = "/inspection-drafts/" + of.String()
	fields, at, err := p.Reports.Draft(r.Context(), by.Call, of)
	if err != nil || fields == nil {
		return nil, err
	}
	if form.ID != "" && len(fields["id"]) == 1 {
		form.ID = fields["id"][0]
	}
	form.DraftAt = at
	return fields, nil
}

func (p *pages) show(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.page(w, r, by, http.StatusOK, cards.Sent{})
}

func (p *pages) page(w http.ResponseWriter, r *http.Request, by route.Request, status int, not cards.Sent) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	i, err := p.Inspections.Find(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	here := "/inspections/" + id.String()
	page := &view.InspectionPage{
		Frame: p.Frame(w, r, by, "inspection", i.Title, crumb(by.Lang)), Kind: i.Kind, State: i.State, From: date(i.From), To: date(i.To), Office: i.Office, Basis: i.Basis, Content: i.Content,
		Places: lines(i.Places), Conclusion: i.Conclusion, Unannounced: i.IsUnannounced && !i.IsUnit, TeamDays: i.IsTeam && !i.MaySee,
	}
	page.TitleData = true
	if i.IsOffice && i.State == record.InspectionDraft {
		page.Edit = here + "/plan"
	}
	if i.MayNote {
		page.Note = here + "/findings/new"
	}
	for _, m := range i.Team {
		page.Team = append(page.Team, view.TeamRow{Name: m.Name, Unit: m.Unit, Leader: m.IsLeader})
	}
	for _, u := range i.Units {
		page.Units = append(page.Units, u.Name)
	}
	for _, t := range i.Tasks {
		page.Tasks = append(page.Tasks, taskOf(t))
	}
	for _, f := range i.Findings {
		page.Findings = append(page.Findings, p.row(by, f))
	}
	if len(i.Findings) > 0 {
		page.Lists = here + "/lists"
	}
	if i.Case.ID != uuid.Nil {
		card, err := cards.Card(p.Site, r, by, i.Case, here, not)
		if err != nil {
			return err
		}
		page.Card = &card
	}
	return p.Show(w, r, status, view.Inspection(page))
}

// lines are the lines of a text that say something.
func lines(text string) (all []string) {
	for _, l := range strings.Split(text, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			all = append(all, l)
		}
	}
	return all
}

// taskOf is a task that a team looks at as the page shows it.
func taskOf(t inspection.Task) view.InspectionTask {
	x := view.InspectionTask{Title: strings.TrimSpace(t.Label + " " + t.Title), Progress: t.Reported.Progress, Problem: t.Reported.Problem, At: t.Reported.Submitted}
	for _, g := range t.Targets {
		text := g.Metric
		if g.Value != nil {
			text += " " + g.Op + " " + locale.Number(quantity.FromTenThousandths(*g.Value).String()) + g.Unit
		}
		x.Targets = append(x.Targets, strings.TrimSpace(text+" "+g.Due))
	}
	return x
}

// row is a finding in a list.
func (p *pages) row(by route.Request, f inspection.Finding) view.FindingRow {
	state, isClosed := p.state(by.Lang, f)
	row := view.FindingRow{Href: "/findings/" + f.ID.String(), Number: f.Ordinal, What: f.What, Unit: f.UnitName, Place: f.Place, Severity: f.Severity, State: state, Closed: isClosed, Due: view.Due{Day: view.NoDate}}
	if f.Due != 0 {
		row.Due = view.Due{Day: period.Date(f.Due), Left: int(f.Due - p.Today()), Open: !isClosed}
	}
	return row
}

// state is where a finding stands, in words.
func (p *pages) state(l locale.Lang, f inspection.Finding) (words string, isClosed bool) {
	if f.State == record.FindingNoted {
		return locale.Text(l, "finding.noted"), false
	}
	step := p.Cases.Workflow(inspection.FindingWorkflow).Step(f.State)
	return step.Title.In(l), step.IsEnd
}

// move takes a move on an inspection.
func (p *pages) move(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	i, err := p.Inspections.Find(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	if i.Case.ID == uuid.Nil {
		return fault.New(fault.NotFound, "not-found")
	}
	move := r.PathValue("move")
	form := cards.Typed(r, i.Case.Workflow.Move(move))
	err = p.Cases.Take(r.Context(), by.Call, i.Case.ID, move, form, site.Version(r))
	return p.moved(w, r, "/inspections/"+id.String(), err, func() error {
		return p.page(w, r, by, route.KindOf(err).Status(), cards.Sent{Move: move, Typed: form, Err: err})
	})
}

// moved goes back to a page after a move, or shows it again with what was typed.
func (p *pages) moved(w http.ResponseWriter, r *http.Request, to string, err error, again func() error) error {
	switch {
	case err == nil:
		return p.Go(w, r, to, "flash.case")
	case isEntered(err):
		return again()
	}
	return err
}

// typedForm is what a move's form said, for the workflow of a case that may not be there yet.
func typedForm(r *http.Request, w *flow.Workflow, move string) flow.Form {
	if w == nil {
		return flow.Form{}
	}
	return cards.Typed(r, w.Move(move))
}
