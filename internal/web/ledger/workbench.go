package ledger

import (
	"net/http"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/list"
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
	if may(by, access.DirectiveApprove) {
		page.Brief = "/brief"
	}
	if err := p.waitingCases(r, by, page); err != nil {
		return err
	}
	if err := p.waitingDivisions(r, by, page); err != nil {
		return err
	}
	if err := p.waitingDue(r, by, page); err != nil {
		return err
	}
	if err := p.waitingParts(r, by, page); err != nil {
		return err
	}
	if err := p.waitingGaps(r, by, page); err != nil {
		return err
	}
	if err := p.waitingSignature(r, by, page); err != nil {
		return err
	}
	if err := p.waitingDirectives(r, by, page); err != nil {
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
	own := func(state string) list.Query { return list.Asking("state", state).With("unit", list.Mine) }
	yesterday, today := period.Date(p.Today()-1).String(), period.Date(p.Today()).String()
	overdue, returned, due, accept := view.WorkGroup{Name: "overdue"}, view.WorkGroup{Name: "returned"}, view.WorkGroup{Name: "due"}, view.WorkGroup{Name: "accept"}
	groups := []struct {
		group *view.WorkGroup
		may   access.Permission // what the person does with it
		see   access.Permission // what confines the rows
		q     list.Query
		act   string
	}{
		{&overdue, access.ReportWrite, access.DueRead, own(record.DueOpen).With("to", yesterday), "report"},
		{&returned, access.ReportWrite, access.DueRead, own(record.DueReturned), "correct"},
		{&due, access.ReportWrite, access.DueRead, own(record.DueOpen).With("from", today), "report"},
		{&accept, access.ReportAccept, access.ReportAccept, list.Asking("state", record.DueSubmitted), "accept"},
	}
	for _, g := range groups {
		if !may(by, g.may) {
			continue
		}
		g.q.Limit = shown
		items, total, err := p.Reports.Pile(r.Context(), by.Call, g.see, g.q)
		if err != nil {
			return err
		}
		g.group.Total = total
		for _, item := range items {
			row := view.WorkRow{Href: "/due/" + item.ID.String(), Title: item.Title, About: locale.Period(by.Lang, item.Period), Unit: item.Name, Due: p.dueOf(item.Due), Vocabulary: "due-state", State: item.State, Act: g.act}
			if g.act == "accept" {
				row.Href = "/reports/" + item.Report.String()
			}
			g.group.Rows = append(g.group.Rows, row)
		}
	}
	if err := p.waitingCorrections(r, by, &returned, &accept); err != nil {
		return err
	}
	if may(by, access.ReportWrite) {
		page.Groups = append(page.Groups, overdue, returned, due)
	}
	if may(by, access.ReportAccept) {
		page.Groups = append(page.Groups, accept)
	}
	return nil
}

// waitingCorrections are those of accepted reports, whose due items stay as they are: for the unit to write, and for whoever judges them.
func (p *pages) waitingCorrections(r *http.Request, by route.Request, returned, accept *view.WorkGroup) error {
	if may(by, access.ReportWrite) {
		list, err := p.Reports.Waiting(r.Context(), by.Call, access.ReportWrite, true, record.ReportDraft, record.ReportReturned)
		if err != nil {
			return err
		}
		for _, x := range list {
			row := p.waitingRow(by, x, "correct")
			row.Href = "/due/" + x.Item.Due.ID.String()
			add(returned, row)
		}
	}
	if may(by, access.ReportAccept) {
		list, err := p.Reports.Waiting(r.Context(), by.Call, access.ReportAccept, true, record.ReportSubmitted)
		if err != nil {
			return err
		}
		for _, x := range list {
			add(accept, p.waitingRow(by, x, "accept"))
		}
	}
	return nil
}

// waitingSignature are the reports of his unit that somebody has to sign.
func (p *pages) waitingSignature(r *http.Request, by route.Request, page *view.WorkbenchPage) error {
	if !may(by, access.ReportSign) {
		return nil
	}
	list, err := p.Reports.Waiting(r.Context(), by.Call, access.ReportSign, false, record.ReportSigning)
	if err != nil {
		return err
	}
	group := view.WorkGroup{Name: "sign"}
	for _, x := range list {
		add(&group, p.waitingRow(by, x, "sign"))
	}
	page.Groups = append(page.Groups, group)
	return nil
}

// waitingRow is a report that waits; its day is that by which whoever has it is to deal with it.
func (p *pages) waitingRow(by route.Request, x report.Waiting, act string) view.WorkRow {
	row := view.WorkRow{Href: "/reports/" + x.ID.String(), Title: x.Item.Title, About: locale.Period(by.Lang, x.Item.Period), Unit: x.Item.Name, Vocabulary: "report-state", State: x.State, Act: act,
		Due: view.Due{Day: view.NoDate}}
	if x.StepDue != 0 {
		row.Due = view.Due{Day: period.Date(x.StepDue), Left: int(x.StepDue - p.Today()), Open: true}
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
