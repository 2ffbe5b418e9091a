package casework

import (
	"net/http"

	"github.com/google/uuid"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

// asking is the page on which something is asked about a due item, a target or a task.
func (p *pages) asking(about string) route.Handler {
	return func(w http.ResponseWriter, r *http.Request, by route.Request) error {
		return p.requestPage(w, r, by, about, http.StatusOK, sent{})
	}
}

// path is where something is asked.
func path(about string, id uuid.UUID) string {
	under := map[string]string{record.AboutDue: "/due/", record.AboutTarget: "/targets/", record.AboutTask: "/tasks/"}[about]
	return under + id.String() + "/request"
}

// requestPage shows what may be asked. not.move is the workflow of a request that was not accepted.
func (p *pages) requestPage(w http.ResponseWriter, r *http.Request, by route.Request, about string, status int, not sent) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	a, err := p.Cases.Asking(r.Context(), by.Call, about, id)
	if err != nil {
		return err
	}
	task := "/tasks/" + a.Task.ID.String()
	page := &view.RequestPage{
		Frame: p.Frame(w, r, by, "ledger", locale.Text(by.Lang, "case.ask-title"),
			view.Link{Text: locale.Word(by.Lang, "nav", "ledger"), Href: "/tasks"}, view.Link{Text: a.Task.Title, Href: task, Data: true}),
		Task: view.Link{Text: a.Task.Label + " " + a.Task.Title, Href: task, Data: true}, What: a.Subject,
	}
	c := &carder{Site: p.Site, by: by}
	for _, o := range a.Offers {
		form, err := site.NewForm(path(about, id) + "/" + o.Workflow.Name)
		if err != nil {
			return err
		}
		act := view.CaseAct{Name: o.Workflow.Name, Title: o.Title.In(by.Lang), Form: form}
		for _, lack := range o.Lacks {
			act.Lacks = append(act.Lacks, lack.Lack.In(by.Lang))
		}
		var given flow.Form
		if not.move == o.Workflow.Name {
			given, act.Form.Problem = not.typed, route.Sentence(by.Lang, not.err)
		}
		if act.Fields, err = c.fields(r, o.Workflow, o.Move, given, a.Unit, o.Workflow.Name+"-"); err != nil {
			return err
		}
		if wrong := fieldOf(o.Workflow, o.Move, not.err); wrong >= 0 && act.Form.Problem != "" {
			act.Fields[wrong].Problem, act.Form.Problem = act.Form.Problem, locale.Text(by.Lang, "fault.form")
		}
		page.Acts = append(page.Acts, act)
	}
	return p.Show(w, r, status, view.Request(page))
}

// ask asks something about a due item, a target or a task.
func (p *pages) ask(about string) route.Handler {
	return func(w http.ResponseWriter, r *http.Request, by route.Request) error {
		on, err := site.ID(r, "id")
		if err != nil {
			return err
		}
		if err := r.ParseForm(); err != nil {
			return site.BadForm(err)
		}
		id, err := site.FormID(r)
		if err != nil {
			return err
		}
		workflow := r.PathValue("workflow")
		declared := p.Cases.Workflow(workflow)
		if declared == nil {
			return fault.New(fault.NotFound, "not-found")
		}
		form := typed(r, declared.Move("ask"))
		var c record.Case
		c, err = p.Cases.Ask(r.Context(), by.Call, id, workflow, about, on, form)
		switch kind := route.KindOf(err); kind {
		case "":
			return p.Go(w, r, "/tasks/"+c.Task.String(), "flash.case-asked")
		case fault.Invalid, fault.Conflict:
			return p.requestPage(w, r, by, about, kind.Status(), sent{workflow, form, err})
		}
		return err
	}
}
