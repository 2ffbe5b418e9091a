package supervision

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/supervision"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/lists"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

// directives lists them.
func (p *pages) directives(w http.ResponseWriter, r *http.Request, by route.Request) error {
	q := list.Directives.Parse(r.URL.Query())
	lines, found, err := p.Supervision.DirectivePage(r.Context(), by.Call, q)
	if err != nil {
		return err
	}
	page := &view.DirectivesPage{Frame: p.Frame(w, r, by, "directive", locale.Word(by.Lang, "nav", "directive"))}
	var last uuid.UUID
	for _, l := range lines {
		page.Rows = append(page.Rows, view.DirectiveRow{Href: "/directives/" + l.ID.String(), Number: lists.Number(l.Directive), Kind: l.Kind, Task: l.Title, Unit: l.Name, State: l.State,
			Issued: date(l.Issued), Due: p.due(l.Directive)})
		last = l.ID
	}
	if access.Holds(by.Actor, access.LightRead) == nil {
		page.Rules = rulesAt
	}
	if page.List, err = lists.Around(p.Site, r, by, list.Directives, q, found, len(lines), last); err != nil {
		return err
	}
	return p.Show(w, r, http.StatusOK, view.Directives(page))
}

func (p *pages) due(d record.Directive) view.Due {
	if d.Due == 0 {
		return view.Due{Day: view.NoDate}
	}
	return view.Due{Day: period.Date(d.Due), Left: int(d.Due - p.Today()), Open: d.State == record.DirectiveIssued}
}

// directiveForm asks for a directive on a task, with what the ladders propose filled in.
func (p *pages) directiveForm(w http.ResponseWriter, r *http.Request, by route.Request) error {
	form, err := site.NewForm(r.URL.Path)
	if err != nil {
		return err
	}
	return p.showForm(w, r, by, http.StatusOK, form, nil)
}

func (p *pages) showForm(w http.ResponseWriter, r *http.Request, by route.Request, status int, form view.Form, typed url.Values) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	at, err := p.Supervision.Proposition(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	lights, err := p.Supervision.Lights(r.Context(), by.Call, supervision.LightFilter{Task: id})
	if err != nil {
		return err
	}
	page := &view.DirectiveFormPage{
		Frame:  p.Frame(w, r, by, "directive", locale.Text(by.Lang, "directive.new"), view.Link{Text: locale.Word(by.Lang, "nav", "directive"), Href: "/directives"}),
		Origin: view.Form{Action: "/tasks/" + id.String() + "/origin"}, OriginField: view.Field{Name: "origin", Kind: view.FieldChoice, Label: locale.Text(by.Lang, "task.origin"),
			Hint: locale.Text(by.Lang, "task.origin-hint"), Value: at.Task.Origin, None: locale.Text(by.Lang, "task.origin-none"), Options: view.Words(by.Lang, "directive-origin", ledger.Origins...)},
		Form: form, Task: view.Link{Text: at.Task.Label + " " + at.Task.Title, Href: "/tasks/" + id.String(), Data: true},
	}
	basis := ""
	if len(lights) > 0 {
		last := lights[len(lights)-1].Light
		light, why, err := p.Light(r.Context(), locale.Zh, &last) // the sheet is Chinese whatever its writer reads
		if err != nil {
			return err
		}
		basis = locale.Word(locale.Zh, "light", light) + locale.Text(locale.Zh, "directive.colon") + why
	}
	step := view.Field{Name: "step", Kind: view.FieldChoice, Label: locale.Text(by.Lang, "directive.step"), Required: true}
	if next := at.Next; next != nil {
		page.Proposed = locale.Text(by.Lang, "directive.proposed", at.Ladder.Title.In(by.Lang), next.Step.Title.In(by.Lang), trigger(by.Lang, at.Ladder, next.Trigger))
		step.Value = at.Ladder.Name + "/" + next.Step.Name
	}
	for _, s := range at.Ladder.Steps {
		step.Options = append(step.Options, view.Option{Value: at.Ladder.Name + "/" + s.Name, Text: s.Title.In(by.Lang)})
	}
	fields := []view.Field{step,
		{Name: "basis", Kind: view.FieldLong, Label: locale.Text(by.Lang, "directive.basis"), Value: basis, Required: true, Longest: 4000},
		{Name: "demand", Kind: view.FieldLong, Label: locale.Text(by.Lang, "directive.demand"), Required: true, Longest: 4000}}
	for i, f := range fields {
		if values, ok := typed[f.Name]; ok {
			fields[i].Value = values[0]
		}
	}
	page.Fields = fields
	return p.Show(w, r, status, view.DirectiveForm(page))
}

// trigger is what opens a step of a ladder, in words.
func trigger(l locale.Lang, ladder *ledger.Ladder, t ledger.Trigger) string {
	switch {
	case t.After != "":
		before, _ := ladder.Step(t.After)
		return locale.Text(l, "directive.why-after", before.Title.In(l))
	case t.Origin != "":
		return locale.Word(l, "directive-origin", t.Origin)
	}
	return locale.Text(l, "directive.why-light", locale.Word(l, "light", string(t.Light)), strconv.Itoa(t.Times))
}

// propose takes a directive in.
func (p *pages) propose(w http.ResponseWriter, r *http.Request, by route.Request) error {
	var made record.Directive
	_, err := p.act(w, r, func(task uuid.UUID) error {
		id, err := site.FormID(r)
		if err != nil {
			return err
		}
		ladder, step, _ := strings.Cut(r.PostFormValue("step"), "/")
		made, err = p.Supervision.Propose(r.Context(), by.Call, supervision.Draft{ID: id, Task: task, Ladder: ladder, Step: step, Basis: r.PostFormValue("basis"), Demand: r.PostFormValue("demand")})
		return err
	})
	if isEntered(err) {
		form := view.Form{ID: r.PostFormValue("id"), Action: r.URL.Path, Problem: route.Sentence(by.Lang, err)}
		return p.showForm(w, r, by, route.KindOf(err).Status(), form, r.PostForm)
	}
	if err != nil {
		return err
	}
	if made.State == record.DirectiveProposed {
		return p.Go(w, r, "/directives/"+made.ID.String(), "flash.proposed")
	}
	return p.Go(w, r, "/directives/"+made.ID.String(), "flash.issued")
}

// directive is one directive.
func (p *pages) directive(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	d, err := p.Supervision.Directive(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	here := "/directives/" + id.String()
	page := &view.DirectivePage{
		Frame:  p.Frame(w, r, by, "directive", locale.Word(by.Lang, "directive-kind", d.Kind), view.Link{Text: locale.Word(by.Lang, "nav", "directive"), Href: "/directives"}),
		Number: lists.Number(d.Directive), Kind: d.Kind, Step: p.step(by.Lang, d.Directive), State: d.State, Task: view.Link{Text: d.Title, Href: "/tasks/" + d.Task.String(), Data: true}, Unit: d.Name,
		Basis: d.Basis, Demand: d.Demand, Issuer: d.IssuerName, Approver: d.ApproverName, Issued: date(d.Issued), Due: p.due(d.Directive), Reply: d.Reply, Answered: date(d.Answered), Reason: d.Reason,
		Instruction: d.IsInstruction,
	}
	isOut := d.State == record.DirectiveIssued || d.State == record.DirectiveReplied
	isOffice, isLeader := may(by, access.DirectiveIssue, d.Owner), may(by, access.DirectiveApprove, d.Owner)
	if d.State == record.DirectiveProposed && isLeader {
		page.Approve, page.Refuse = &view.Form{Action: here + "/approve"}, &view.Form{Action: here + "/refuse"}
	}
	if d.State == record.DirectiveApproved && isOffice {
		page.Issue = &view.Form{Action: here + "/issue"}
	}
	if (d.State == record.DirectiveProposed || d.State == record.DirectiveApproved) && isOffice {
		page.Withdraw = &view.Form{Action: here + "/withdraw"}
	}
	if d.Number != nil {
		page.Sheet = here + "/sheet"
	}
	if isOut && isOffice {
		page.Settle = &view.Form{Action: here + "/settle"}
	}
	if isOut && by.Actor.WorksFor(d.Unit) && access.Holds(by.Actor, access.DirectiveReply) == nil {
		page.Answer = &view.Form{Action: here + "/reply"}
	}
	return p.Show(w, r, http.StatusOK, view.Directive(page))
}

// step is the name of a sheet on its ladder.
func (p *pages) step(l locale.Lang, d record.Directive) string {
	if ladder, ok := p.Supervision.Ladder(d.Ladder); ok {
		if s, ok := ladder.Step(d.Step); ok {
			return s.Title.In(l)
		}
	}
	return locale.Word(l, "directive-kind", d.Kind)
}

func (p *pages) approve(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := p.act(w, r, func(id uuid.UUID) error { return p.Supervision.Approve(r.Context(), by.Call, id) })
	if err != nil {
		return err
	}
	return p.Go(w, r, "/directives/"+id.String(), "flash.issued")
}

func (p *pages) refuse(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := p.act(w, r, func(id uuid.UUID) error {
		return p.Supervision.Refuse(r.Context(), by.Call, id, r.PostFormValue("refused"))
	})
	if err != nil {
		return err
	}
	return p.Go(w, r, "/directives/"+id.String(), "flash.refused")
}

func (p *pages) withdraw(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := p.act(w, r, func(id uuid.UUID) error {
		return p.Supervision.Withdraw(r.Context(), by.Call, id, r.PostFormValue("withdrawn"))
	})
	if err != nil {
		return err
	}
	return p.Go(w, r, "/directives/"+id.String(), "flash.directive-withdrawn")
}

func (p *pages) issue(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := p.act(w, r, func(id uuid.UUID) error { return p.Supervision.Issue(r.Context(), by.Call, id) })
	if err != nil {
		return err
	}
	return p.Go(w, r, "/directives/"+id.String(), "flash.issued")
}

func (p *pages) reply(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := p.act(w, r, func(id uuid.UUID) error {
		return p.Supervision.Reply(r.Context(), by.Call, id, r.PostFormValue("reply"))
	})
	if err != nil {
		return err
	}
	return p.Go(w, r, "/directives/"+id.String(), "flash.replied")
}

func (p *pages) settle(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := p.act(w, r, func(id uuid.UUID) error {
		return p.Supervision.Settle(r.Context(), by.Call, id, r.PostFormValue("settled"))
	})
	if err != nil {
		return err
	}
	return p.Go(w, r, "/directives/"+id.String(), "flash.settled")
}

// kindsOfLights are those that the leader's page counts.
var kindsOfLights = []ledger.Light{ledger.Red, ledger.Yellow, ledger.Green}
