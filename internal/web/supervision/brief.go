package supervision

import (
	"context"
	"net/http"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/supervision"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// briefOfAll is the brief with what others are in charge of.
const briefOfAll = "/brief?of=all"

// briefAt is the brief that a request is about.
func briefAt(r *http.Request) string {
	if r.URL.Query().Get("of") == "all" {
		return briefOfAll
	}
	return "/brief"
}

// brief is the page of the leader in charge.
func (p *pages) brief(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.showBrief(w, r, by, http.StatusOK, "", "", "")
}

// showBrief shows what is red and what waits; problem is why the words for one task were not taken.
func (p *pages) showBrief(w http.ResponseWriter, r *http.Request, by route.Request, status int, problem, on, typed string) error {
	const most = 30
	page := &view.BriefPage{Frame: p.Frame(w, r, by, "brief", locale.Word(by.Lang, "nav", "brief"))}
	isInCharge, err := p.Lists.InCharge(r.Context(), by.Call)
	if err != nil {
		return err
	}
	var asked list.Query // all, or what a leader in charge has under him; what waits for his word always stands here
	here := briefAt(r)
	if isInCharge {
		page.Fields = []view.Tab{{Text: by.Say("brief.in-charge"), Href: "/brief", Current: here == "/brief"}, {Text: by.Say("brief.all"), Href: briefOfAll, Current: here == briefOfAll}}
		if here == "/brief" {
			asked = list.Asking("lead", list.Charge)
		}
	}
	counts, err := p.Tasks.Lights(r.Context(), by.Call, asked)
	if err != nil {
		return err
	}
	for _, l := range kindsOfLights {
		page.Lights = append(page.Lights, view.LightCount{Light: string(l), Count: counts[string(l)], Href: list.Tasks.Href(asked.With("light", string(l)))})
	}
	red := asked.With("light", string(ledger.Red))
	lines, _, err := p.Tasks.Page(r.Context(), by.Call, red.Rows(uuid.Nil, most+1))
	if err != nil {
		return err
	}
	if len(lines) > most {
		lines, page.More = lines[:most], list.Tasks.Href(red)
	}
	for _, l := range lines {
		row, err := p.briefTask(r.Context(), by, l, here)
		if err != nil {
			return err
		}
		if row.ID == on && row.Form != nil {
			row.Form.Problem, row.Typed = problem, typed
		}
		page.Red = append(page.Red, row)
	}
	waiting, _, err := p.Supervision.DirectivePage(r.Context(), by.Call, list.Asking("state", record.DirectiveProposed).Rows(uuid.Nil, 200))
	if err != nil {
		return err
	}
	for _, d := range waiting {
		if may(by, access.DirectiveApprove, d.Owner) {
			here := "/directives/" + d.ID.String()
			page.Waiting = append(page.Waiting, view.BriefDirective{Href: here, Kind: d.Kind, Task: d.Title, Unit: d.Name, Basis: d.Basis, Demand: d.Demand, Approve: view.Form{Action: here + "/approve"}})
		}
	}
	return p.Show(w, r, status, view.Brief(page))
}

func (p *pages) briefTask(ctx context.Context, by route.Request, l task.Line, here string) (row view.BriefTask, err error) {
	row = view.BriefTask{ID: l.ID.String(), Task: view.Link{Text: l.Title, Href: "/tasks/" + l.ID.String(), Data: true}, Unit: l.Lead, Since: view.NoDate}
	if l.Light != nil {
		row.Since = period.Date(l.Light.Since)
	}
	if _, row.Why, err = p.Light(ctx, by.Lang, l.Light); err != nil {
		return row, err
	}
	if l.Share != nil {
		row.Share = quantity.FromTenThousandths(*l.Share * 100).String()
	}
	if may(by, access.DirectiveApprove, l.Owner) {
		form, err := site.NewForm(here)
		if err != nil {
			return row, err
		}
		row.Form = &form
	}
	return row, nil
}

// instruct makes a leader's words on a task a directive.
func (p *pages) instruct(w http.ResponseWriter, r *http.Request, by route.Request) error {
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	id, err := site.FormID(r)
	if err != nil {
		return err
	}
	about, err := uuid.Parse(r.PostFormValue("task"))
	if err != nil {
		about = uuid.Nil // there is no such task
	}
	_, err = p.Supervision.Instruct(r.Context(), by.Call, supervision.Draft{ID: id, Task: about, Demand: r.PostFormValue("words")})
	if isEntered(err) {
		return p.showBrief(w, r, by, route.KindOf(err).Status(), route.Sentence(by.Lang, err), about.String(), r.PostFormValue("words"))
	}
	if err != nil {
		return err
	}
	return p.Go(w, r, briefAt(r), "flash.instructed")
}
