package ledger

import (
	"net/http"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/list"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

// waitingCases are the cases at which it is the person's turn.
func (p *pages) waitingCases(r *http.Request, by route.Request, page *view.WorkbenchPage) error {
	assigned := view.WorkGroup{Name: "assigned", Batch: &view.Batch{Action: "/cases/sign", Text: by.Say("workbench.sign-all")}}
	groups := []struct {
		group *view.WorkGroup
		needs access.Permission
		q     list.Query
	}{
		{&assigned, access.CaseHandle, list.Asking("kind", casework.Assignment).With("step", "assigned")},
		{&view.WorkGroup{Name: "plan"}, access.CaseHandle, list.Asking("kind", casework.Assignment).With("step", "signed", "passed")},
		{&view.WorkGroup{Name: "declined"}, access.CaseDecide, list.Asking("kind", casework.Assignment).With("step", "declined")},
		{&view.WorkGroup{Name: "measures"}, access.CaseDecide, list.Asking("kind", casework.Assignment).With("step", "approving")},
		{&view.WorkGroup{Name: "applied"}, access.CaseDecide, list.Asking("kind", casework.Assignment).With("step", "closing")},
		{&view.WorkGroup{Name: "request"}, access.CaseDecide, list.Asking("step", "asked").With("turn", string(flow.Issuer))},
		{&view.WorkGroup{Name: "finding", More: "/inspections"}, access.CaseHandle, list.Asking("kind", "finding").With("turn", string(flow.Lead))},
		{&view.WorkGroup{Name: "recheck", More: "/inspections"}, access.CaseDecide, list.Asking("kind", "finding").With("turn", string(flow.Issuer))},
		{&view.WorkGroup{Name: "problem", More: "/problems"}, access.CaseHandle, list.Asking("kind", "coordination").With("turn", string(flow.Lead))},
		{&view.WorkGroup{Name: "coordinate", More: "/problems"}, access.CaseDecide, list.Asking("kind", "coordination").With("turn", string(flow.Issuer))},
		{&view.WorkGroup{Name: "plans"}, access.CaseApprove, list.Asking("turn", string(flow.Leader)).With("state", "open")},
	}
	for _, g := range groups {
		if !may(by, g.needs) {
			continue
		}
		if g.needs == access.CaseHandle {
			g.q = g.q.With("unit", list.Mine)
		}
		g.q.Sort, g.q.Limit = "first", shown
		items, total, err := p.Cases.Pile(r.Context(), by.Call, g.needs, g.q)
		if err != nil {
			return err
		}
		g.group.Total = total
		for _, item := range items {
			g.group.Rows = append(g.group.Rows, p.caseRow(by, g.group.Name, item))
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
	case "assigned":
		row.Pick, row.Act = item.ID.String(), "sign-for"
	case "plan":
		row.Act = "plan"
	}
	return row
}

// waitingDivisions are the draft divisions with which it is the person's turn.
func (p *pages) waitingDivisions(r *http.Request, by route.Request, page *view.WorkbenchPage) error {
	list, err := p.Divisions.Waiting(r.Context(), by.Call)
	if err != nil {
		return err
	}
	group := view.WorkGroup{Name: "division", More: "/divisions"}
	for _, x := range list {
		row := view.WorkRow{Href: "/divisions/" + x.ID.String(), Title: x.Title, Due: view.Due{Day: view.NoDate}, Vocabulary: "division-state", State: x.State, Act: x.For}
		if x.State == record.ConsultationOut {
			row.Due = view.Due{Day: period.Date(x.Until), Left: int(x.Until - p.Today()), Open: true}
		}
		add(&group, row)
	}
	page.Groups = append(page.Groups, group)
	return nil
}
