// Package casework has the pages of what goes from hand to hand: a case with what
// its reader may do, the measures of a unit, what is asked about due items and
// targets. What there is to do and to fill in comes from the declarations of
// workflows; no step and no move is named here but where a page is made for it.
package casework

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

type pages struct{ *site.Site }

// Routes are what this area answers. Whether a move may be taken is decided with the case: whoever reads it may ask.
func Routes(s *site.Site) route.Table {
	p := &pages{s}
	return route.Table{
		route.PageAt(http.MethodGet, "/cases/{id}", access.TaskRead, p.show),
		route.PageAt(http.MethodPost, "/cases/{id}/moves/{move}", access.TaskRead, p.take),
		route.PageAt(http.MethodPost, "/cases/{id}/undo", access.TaskRead, p.undo),
		route.PageAt(http.MethodPost, "/cases/sign", access.CaseHandle, p.sign),
		route.PageAt(http.MethodGet, "/cases/{id}/measures", access.CaseHandle, p.measures),
		route.PageAt(http.MethodPost, "/cases/{id}/measures", access.CaseHandle, p.file),
		route.PageAt(http.MethodPost, "/measures/{id}/done", access.CaseHandle, p.done),
		route.PageAt(http.MethodPost, "/measures/{id}/not-done", access.CaseHandle, p.notDone),
		route.PageAt(http.MethodGet, "/absences", access.AbsenceEnter, p.absences),
		route.PageAt(http.MethodPost, "/absences", access.AbsenceEnter, p.leave),
		route.PageAt(http.MethodPost, "/absences/{id}/remove", access.AbsenceEnter, p.comeBack),
		route.PageAt(http.MethodGet, "/due/{id}/request", access.TaskRead, p.asking(record.AboutDue)),
		route.PageAt(http.MethodPost, "/due/{id}/request/{workflow}", access.TaskRead, p.ask(record.AboutDue)),
		route.PageAt(http.MethodGet, "/tasks/{id}/request", access.TaskRead, p.asking(record.AboutTask)),
		route.PageAt(http.MethodPost, "/tasks/{id}/request/{workflow}", access.TaskRead, p.ask(record.AboutTask)),
		route.PageAt(http.MethodGet, "/targets/{id}/request", access.TaskRead, p.asking(record.AboutTarget)),
		route.PageAt(http.MethodPost, "/targets/{id}/request/{workflow}", access.TaskRead, p.ask(record.AboutTarget)),
	}
}

// A sent act is one that was not accepted, to be shown again as it was typed.
type sent struct {
	move  string
	typed flow.Form
	err   error
}

// A Sent is a move on a page of another area that was not accepted.
type Sent struct {
	Move  string
	Typed flow.Form
	Err   error
}

// Card is the card of a case on a page of its own, at an address: to it the reader comes back, and before it stand its moves.
func Card(s *site.Site, r *http.Request, by route.Request, d casework.Dossier, at string, not Sent) (view.CaseCard, error) {
	c := &carder{Site: s, by: by, back: at, action: at}
	return c.card(r, d, sent{not.Move, not.Typed, not.Err})
}

// Typed is what a form says of the fields of a move.
func Typed(r *http.Request, m *flow.Move) flow.Form { return typed(r, m) }

// show is one case by itself, or the page it has elsewhere.
func (p *pages) show(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	d, err := p.Cases.Find(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	if home := p.Cases.Home(d.Case); home != "" {
		return p.Go(w, r, home, "")
	}
	return p.page(w, r, by, http.StatusOK, sent{})
}

func (p *pages) page(w http.ResponseWriter, r *http.Request, by route.Request, status int, not sent) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	d, err := p.Cases.Find(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	c := &carder{Site: p.Site, by: by, back: "/cases/" + id.String()}
	card, err := c.card(r, d, not)
	if err != nil {
		return err
	}
	about := "/tasks/" + d.Task.String()
	if home := p.Cases.Home(d.Case); home != "" {
		about = home
	}
	page := &view.CasePage{
		Frame: p.Frame(w, r, by, "ledger", d.Title, view.Link{Text: locale.Word(by.Lang, "nav", "ledger"), Href: "/tasks"}),
		Task:  view.Link{Text: d.Label + " " + d.Title, Href: about, Data: true}, Card: card,
	}
	page.TitleData = true
	if d.Task != uuid.Nil {
		t, err := p.Tasks.Find(r.Context(), by.Call, d.Task)
		if err != nil {
			return err // whoever may see a case may see its task
		}
		page.Document, page.Quote = &view.Link{Text: t.Line.Document, Href: "/documents/" + t.Task.Document.String(), Data: true}, t.Body
	}
	return p.Show(w, r, status, view.Case(page))
}

// take takes a move. One that was not accepted is shown with the reason and with what was typed.
func (p *pages) take(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	d, err := p.Cases.Find(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	move := r.PathValue("move")
	form := typed(r, d.Workflow.Move(move))
	err = p.Cases.Take(r.Context(), by.Call, id, move, form, site.Version(r))
	switch kind := route.KindOf(err); kind {
	case "":
		return p.Go(w, r, p.back(r, by, id), "flash.case")
	case fault.Invalid, fault.Conflict:
		return p.page(w, r, by, kind.Status(), sent{move, form, err})
	}
	return err
}

// typed is what a form says of the fields of a move.
func typed(r *http.Request, m *flow.Move) flow.Form {
	form := flow.Form{}
	if m == nil {
		return form
	}
	for _, name := range append(append([]string{}, m.Needs...), m.Takes...) {
		form[name] = r.PostForm.Get(name)
	}
	return form
}

// back is the page an act was taken on. A case that has left the unit's reach can not be shown any more.
func (p *pages) back(r *http.Request, by route.Request, id uuid.UUID) string {
	if _, err := p.Cases.Find(r.Context(), by.Call, id); err != nil {
		return "/"
	}
	return site.Local(r.PostForm.Get("back"))
}

func (p *pages) undo(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	err = p.Cases.Undo(r.Context(), by.Call, id)
	if kind := route.KindOf(err); kind == fault.Conflict {
		return p.page(w, r, by, kind.Status(), sent{move: flow.Undone, err: err})
	}
	if err != nil {
		return err
	}
	return p.Go(w, r, p.back(r, by, id), "flash.case-undone")
}

// sign signs for several assignments at once.
func (p *pages) sign(w http.ResponseWriter, r *http.Request, by route.Request) error {
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	var ids []uuid.UUID
	for _, text := range r.PostForm["case"] {
		id, err := uuid.Parse(text)
		if err != nil {
			return fault.New(fault.NotFound, "not-found")
		}
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return p.Go(w, r, "/", "flash.case-none")
	}
	taken, err := p.Cases.TakeAll(r.Context(), by.Call, ids, "sign")
	switch {
	case err != nil && taken == 0:
		return err
	case err != nil:
		return p.Go(w, r, "/", "flash.case-some")
	}
	return p.Go(w, r, "/", "flash.case-signed")
}

// Cards are the cases of a task as its page shows them.
func Cards(s *site.Site, r *http.Request, by route.Request, task uuid.UUID) ([]view.CaseCard, error) {
	list, err := s.Cases.OfTask(r.Context(), by.Call, task)
	if err != nil {
		return nil, err
	}
	c := &carder{Site: s, by: by, back: "/tasks/" + task.String()}
	var cards []view.CaseCard
	for _, d := range list {
		if d.IsClosed && d.Case.Workflow != casework.Assignment && d.Asked == "" {
			continue // what was refused or withdrawn is on its own page
		}
		card, err := c.card(r, d, sent{})
		if err != nil {
			return nil, err
		}
		card.HasMore = true
		cards = append(cards, card)
	}
	return cards, nil
}
