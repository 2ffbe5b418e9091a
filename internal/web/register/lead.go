package register

import (
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/a-h/templ"
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/expr"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/register"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/lists"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/pack"
	"github.com/wenxiao/wenxiao/region"
)

// why asks for the reason for which a secret is to be shown.
func (p *pages) why(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.showReveal(w, r, by, http.StatusOK, "", "")
}

// reveal shows a secret.
func (p *pages) reveal(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	plain, err := p.Registers.Reveal(r.Context(), by.Call, r.PathValue("pack"), r.PathValue("register"), id, r.PathValue("field"), r.PostForm.Get("reason"))
	if route.KindOf(err) == fault.Invalid {
		return p.showReveal(w, r, by, fault.Invalid.Status(), "", route.Sentence(by.Lang, err))
	}
	if err != nil {
		return err
	}
	return p.showReveal(w, r, by, http.StatusOK, plain, "")
}

func (p *pages) showReveal(w http.ResponseWriter, r *http.Request, by route.Request, status int, plain, problem string) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	masked, err := p.Registers.Masked(r.Context(), by.Call, r.PathValue("pack"), r.PathValue("register"), id, r.PathValue("field"))
	if err != nil {
		return err
	}
	f := p.Frame(w, r, by, "register", locale.Text(by.Lang, "secret.reveal"), view.Link{Text: locale.Word(by.Lang, "nav", "register"), Href: "/registers"})
	part := &view.Reveal{Action: r.URL.Path, Masked: masked, Value: plain, Until: locale.Text(by.Lang, "secret.until"), Reason: view.Field{
		Name: "reason", Kind: view.FieldText, Label: locale.Text(by.Lang, "secret.reason"), Required: true, Longest: register.LongestReason, Problem: problem}}
	var page templ.Component = view.RevealPage(f, part)
	if r.Header.Get("Hx-Request") != "" {
		page = view.RevealPart(f, part)
	}
	return p.Show(w, r, status, page)
}

// screen lets the rules of a pack look through its registers.
func (p *pages) screen(w http.ResponseWriter, r *http.Request, by route.Request) error {
	if _, err := p.Registers.Screen(r.Context(), by.Call, r.PathValue("pack")); err != nil {
		return err
	}
	return p.Go(w, r, "/leads", "flash.screened")
}

// severities and states are the words of the pages for those of packs and leads.
var (
	severities = map[pack.Severity]string{pack.High: "high", pack.Medium: "middle", pack.Low: "low"}
	states     = map[string]string{record.LeadOpen: "open", record.LeadConfirmed: "verified", record.LeadDismissed: "cleared"}
)

// leads lists the leads.
func (p *pages) leads(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.showLeads(w, r, by, http.StatusOK, nil)
}

// decide finds a lead true or not.
func (p *pages) decide(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	state, done := record.LeadConfirmed, "flash.lead-confirmed"
	if r.PostFormValue("do") == "dismiss" {
		state, done = record.LeadDismissed, "flash.lead-dismissed"
	}
	reason := r.PostFormValue(reasonOf(id))
	err = p.Registers.Decide(r.Context(), by.Call, id, state, reason)
	if kind := route.KindOf(err); kind == fault.Invalid {
		return p.showLeads(w, r, by, kind.Status(), &refusedLead{id, reason, route.Sentence(by.Lang, err)})
	}
	if err != nil {
		return err
	}
	return p.Go(w, r, "/leads", done)
}

// reasonOf names the entry of a lead among those of the others on the page.
func reasonOf(id uuid.UUID) string { return "reason-" + id.String() }

// A refusedLead is a decision that was sent back.
type refusedLead struct {
	id              uuid.UUID
	reason, problem string
}

func (p *pages) showLeads(w http.ResponseWriter, r *http.Request, by route.Request, status int, refused *refusedLead) error {
	q := list.Leads.Parse(r.URL.Query())
	leads, found, err := p.Registers.LeadPage(r.Context(), by.Call, q)
	if err != nil {
		return err
	}
	page := &view.LeadsPage{Frame: p.Frame(w, r, by, "lead", locale.Word(by.Lang, "nav", "lead"))}
	if may(by, access.RuleScreen) {
		programmes, err := p.Registers.Programmes(r.Context(), by.Call)
		if err != nil {
			return err
		}
		for _, one := range programmes {
			page.Screens = append(page.Screens, view.Link{Text: in(by.Lang, one.Title), Href: "/registers/" + one.Name + "/screen"})
		}
	}
	names := p.divisions(r.Context(), by)
	var last uuid.UUID
	for _, l := range leads {
		last = l.Lead.ID
		row := leadRow(by.Lang, l, names)
		if l.State == record.LeadOpen && may(by, access.LeadDecide) {
			row.Decide, row.Found = "/leads/"+l.ID.String(), view.Field{Name: reasonOf(l.ID), Kind: view.FieldText, Label: locale.Text(by.Lang, "lead.found"), Hint: locale.Text(by.Lang, "lead.found-hint"),
				Required: true, Longest: register.LongestFinding}
			if refused != nil && refused.id == l.ID {
				row.Found.Value, row.Found.Problem = refused.reason, refused.problem
			}
		}
		page.Rows = append(page.Rows, row)
	}
	if page.List, err = lists.Around(p.Site, r, by, list.Leads, q, found, len(leads), last); err != nil {
		return err
	}
	return p.Show(w, r, status, view.Leads(page))
}

func leadRow(l locale.Lang, lead register.Lead, names []division) view.LeadRow {
	row := view.LeadRow{Rule: lead.Lead.Rule, Says: lead.Says, State: states[lead.State], At: lead.Made, Reason: lead.Reason, By: lead.Person, Decided: lead.Decided, Division: fmt.Sprintf("%06d", lead.Owner)}
	reg := lead.Programme.Register(lead.Register)
	row.Record = view.Link{Text: nameOf(reg, lead.About), Href: "/registers/" + lead.Pack + "/" + lead.Register + "/" + lead.Subject.String(), Data: true}
	row.Href = row.Record.Href
	if lead.Rule != nil {
		row.Rule, row.Severity = in(l, lead.Rule.Title), severities[lead.Rule.Severity]
	}
	if code, err := region.Parse(row.Division); err == nil {
		for _, d := range names {
			if d.digits == expr.Significant(code) {
				row.Division = d.name
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(lead.Figures)) {
		v := view.Value{Name: name, Text: lead.Figures[name]}
		if p := lead.Programme.Parameter(name); p != nil {
			v.Name, v.Unit = in(l, p.Title), p.Unit
		}
		row.Values = append(row.Values, v)
	}
	return row
}
