package ledger

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

// shown is how many rows of a group the workbench shows.
const shown = 20

// workbench is what waits for the person who is signed in.
func (p *pages) workbench(w http.ResponseWriter, r *http.Request, by route.Request) error {
	page := &view.WorkbenchPage{Frame: p.Frame(w, r, by, "workbench", locale.Word(by.Lang, "nav", "workbench"))}
	if may(by, access.DocumentUpload) {
		page.Upload = "/documents"
	}
	if err := p.waitingCases(r, by, page); err != nil {
		return err
	}
	if err := p.waitingDue(r, by, page); err != nil {
		return err
	}
	if err := p.waitingDocuments(r, by, page); err != nil {
		return err
	}
	return p.Show(w, r, http.StatusOK, view.Workbench(page))
}

// waitingDue are the due items the person has to report on, or to decide on.
func (p *pages) waitingDue(r *http.Request, by route.Request, page *view.WorkbenchPage) error {
	if !may(by, access.DueRead) {
		return nil
	}
	var states []string
	if may(by, access.ReportWrite) {
		states = append(states, record.DueOpen, record.DueReturned)
	}
	if may(by, access.ReportAccept) {
		states = append(states, record.DueSubmitted)
	}
	if states == nil {
		return nil
	}
	items, err := p.Reports.Due(r.Context(), by.Call, report.Filter{States: states, Limit: 500})
	if err != nil {
		return err
	}
	overdue, returned, due, accept := view.WorkGroup{Name: "overdue"}, view.WorkGroup{Name: "returned"}, view.WorkGroup{Name: "due"}, view.WorkGroup{Name: "accept"}
	for _, item := range items {
		row := view.WorkRow{Href: "/due/" + item.ID.String(), Title: item.Title, About: item.Period, Unit: item.Name, Due: p.dueOf(item.Due), Vocabulary: "due-state", State: item.State, Act: "report"}
		switch {
		case item.State == record.DueSubmitted && !mayOn(by, access.ReportAccept, item.Owner): // whoever assigned it judges it
		case item.State == record.DueSubmitted:
			row.Href, row.Act = "/reports/"+item.Report.String(), "accept"
			add(&accept, row)
		case item.Unit != by.Actor.Unit: // cooperating units see it, and do not report
		case item.State == record.DueReturned:
			row.Act = "correct"
			add(&returned, row)
		case item.On < p.Today():
			add(&overdue, row)
		default:
			add(&due, row)
		}
	}
	if may(by, access.ReportWrite) {
		page.Groups = append(page.Groups, overdue, returned, due)
	}
	if may(by, access.ReportAccept) {
		page.Groups = append(page.Groups, accept)
	}
	return nil
}

// waitingCases are the cases at which it is the person's turn.
func (p *pages) waitingCases(r *http.Request, by route.Request, page *view.WorkbenchPage) error {
	sign := view.WorkGroup{Name: "sign", Batch: &view.Batch{Action: "/cases/sign", Text: by.Say("workbench.sign-all")}}
	groups := []struct {
		group *view.WorkGroup
		needs access.Permission
		f     casework.Filter
	}{
		{&sign, access.CaseHandle, casework.Filter{Workflow: casework.Assignment, Steps: []string{"assigned"}}},
		{&view.WorkGroup{Name: "plan"}, access.CaseHandle, casework.Filter{Workflow: casework.Assignment, Steps: []string{"signed", "passed"}}},
		{&view.WorkGroup{Name: "declined"}, access.CaseDecide, casework.Filter{Workflow: casework.Assignment, Steps: []string{"declined"}}},
		{&view.WorkGroup{Name: "measures"}, access.CaseDecide, casework.Filter{Workflow: casework.Assignment, Steps: []string{"approving"}}},
		{&view.WorkGroup{Name: "applied"}, access.CaseDecide, casework.Filter{Workflow: casework.Assignment, Steps: []string{"closing"}}},
		{&view.WorkGroup{Name: "request"}, access.CaseDecide, casework.Filter{Steps: []string{"asked"}}},
	}
	for _, g := range groups {
		if !may(by, g.needs) {
			continue
		}
		g.f.Limit = 500
		items, err := p.Cases.List(r.Context(), by.Call, g.f)
		if err != nil {
			return err
		}
		for _, item := range items {
			if access.Allow(by.Actor, g.needs, access.Record{Owner: int(item.Owner), Lead: []uuid.UUID{item.Case.Unit}}) != nil {
				continue
			}
			add(g.group, p.caseRow(by, g.group.Name, item))
		}
		page.Groups = append(page.Groups, *g.group)
	}
	return nil
}

func (p *pages) caseRow(by route.Request, group string, item casework.Item) view.WorkRow {
	w := p.Cases.Workflow(item.Case.Workflow)
	row := view.WorkRow{Href: "/cases/" + item.ID.String(), Title: item.Title, About: w.Title.In(by.Lang), Unit: item.Name, StateText: w.Step(item.Step).Title.In(by.Lang),
		Due: view.Due{Day: view.NoDate}, Act: "decide"}
	if item.Case.Due != 0 {
		row.Due = view.Due{Day: period.Date(item.Case.Due), Left: int(item.Case.Due - p.Today()), Open: true, Provisional: item.IsProvisional}
	}
	switch group {
	case "sign":
		row.Pick, row.Act = item.ID.String(), "sign"
	case "plan":
		row.Act = "plan"
	}
	return row
}

// add counts a row and keeps it if there is room.
func add(g *view.WorkGroup, row view.WorkRow) {
	g.Total++
	if len(g.Rows) < shown {
		g.Rows = append(g.Rows, row)
	}
}

// waitingDocuments are those that somebody has to review.
func (p *pages) waitingDocuments(r *http.Request, by route.Request, page *view.WorkbenchPage) error {
	if !may(by, access.DocumentAdopt) {
		return nil
	}
	list, err := p.Documents.List(r.Context(), by.Call, 200)
	if err != nil {
		return err
	}
	group := view.WorkGroup{Name: "document", More: "/documents"}
	for _, d := range list {
		if !mayOn(by, access.DocumentAdopt, d.Owner) {
			continue
		}
		if d.State == record.DocumentProposed || d.State == record.DocumentWaiting || d.State == record.DocumentFailed {
			act := "review"
			if d.State != record.DocumentProposed {
				act = "open"
			}
			add(&group, view.WorkRow{Href: "/documents/" + d.ID.String(), Title: d.Title, About: d.FileName, Due: view.Due{Day: view.NoDate}, Vocabulary: "document-state", State: d.State, Act: act})
		}
	}
	page.Groups = append(page.Groups, group)
	return nil
}
