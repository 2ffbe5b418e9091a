// Package sheet has the pages of spreadsheets: workbooks in which units report,
// ledgers that come in, and the superior's templates.
package sheet

import (
	"mime"
	"net/http"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/internal/workbook"
)

type pages struct{ *site.Site }

// home is where all of it begins.
const home = "/workbooks"

// Routes are what this area answers.
func Routes(s *site.Site) route.Table {
	p := &pages{s}
	return route.Table{
		route.PageAt(http.MethodGet, home, access.SessionOwn, p.workbooks),
		route.PageAt(http.MethodGet, "/workbooks/reports.xlsx", access.ReportWrite, p.reportFile),
		route.PageAt(http.MethodPost, "/workbooks/reports", access.ReportWrite, p.takeIn),
		route.PageAt(http.MethodGet, "/workbooks/reports/{id}", access.ReportWrite, p.outcome),
		route.PageAt(http.MethodPost, "/workbooks/reports/{id}/take", access.ReportWrite, p.take),
		route.PageAt(http.MethodGet, "/workbooks/reports/{id}/marked.xlsx", access.ReportWrite, p.marked),
		route.PageAt(http.MethodPost, "/workbooks/ledgers", access.DocumentAdopt, p.takeLedger),
		route.PageAt(http.MethodGet, "/workbooks/ledgers/{id}", access.DocumentAdopt, p.ledger),
		route.PageAt(http.MethodPost, "/workbooks/ledgers/{id}", access.DocumentAdopt, p.mapLedger),
		route.PageAt(http.MethodPost, "/workbooks/ledgers/{id}/draft", access.DocumentAdopt, p.draft),
		route.PageAt(http.MethodPost, "/workbooks/ledgers/{id}/undo", access.DocumentAdopt, p.undoLedger),
		route.PageAt(http.MethodPost, "/workbooks/templates", access.TemplateFill, p.takeTemplate),
		route.PageAt(http.MethodGet, "/workbooks/templates/{id}", access.TemplateFill, p.template),
		route.PageAt(http.MethodPost, "/workbooks/templates/{id}", access.TemplateFill, p.mapTemplate),
		route.PageAt(http.MethodPost, "/workbooks/templates/{id}/draft", access.TemplateFill, p.draft),
		route.PageAt(http.MethodGet, "/workbooks/templates/{id}/filled.xlsx", access.TemplateFill, p.filled),
	}
}

// workbooks is the page from which spreadsheets go out and where they come in.
func (p *pages) workbooks(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.show(w, r, by, "", nil)
}

// show shows it, with what was wrong with a file that was sent in for a kind.
func (p *pages) show(w http.ResponseWriter, r *http.Request, by route.Request, kind string, wrong error) error {
	page := &view.WorkbooksPage{Frame: p.Frame(w, r, by, "workbook", by.Say("workbook.list"))}
	lists := []struct {
		kind  string
		needs access.Permission
		to    string
		put   func(l *view.WorkbookList) error
	}{
		{record.WorkbookReports, access.ReportWrite, home + "/reports", func(l *view.WorkbookList) (err error) {
			page.Reports, err = p.reports(r, by)
			page.Reports.List = *l
			return err
		}},
		{record.WorkbookTemplate, access.TemplateFill, home + "/templates", func(l *view.WorkbookList) error { page.Templates = l; return nil }},
		{record.WorkbookLedger, access.DocumentAdopt, home + "/ledgers", func(l *view.WorkbookList) error { page.Ledgers = l; return nil }},
	}
	for _, x := range lists {
		if access.Holds(by.Actor, x.needs) != nil {
			continue
		}
		list, err := p.list(r, by, x.kind, x.to)
		if err != nil {
			return err
		}
		if wrong != nil && x.kind == kind {
			list.Upload.Form.Problem = route.Sentence(by.Lang, wrong)
		}
		if err := x.put(list); err != nil {
			return err
		}
	}
	status := http.StatusOK
	if wrong != nil {
		status = route.KindOf(wrong).Status()
	}
	return p.Show(w, r, status, view.Workbooks(page))
}

func (p *pages) list(r *http.Request, by route.Request, kind, to string) (*view.WorkbookList, error) {
	form, err := site.NewForm(to)
	if err != nil {
		return nil, err
	}
	list := &view.WorkbookList{Upload: view.Upload{Form: form, Largest: p.MaxUpload}}
	rows, err := p.Sheets.List(r.Context(), by.Call, kind)
	for _, w := range rows {
		list.Rows = append(list.Rows, view.WorkbookRow{Title: w.Title, Href: to + "/" + w.ID.String(), State: w.State, Made: w.Made})
	}
	return list, err
}

// isWrong says whether an error is about what was sent, so that the page shows it where it was sent.
func isWrong(err error) bool {
	kind := route.KindOf(err)
	return kind == fault.Invalid || kind == fault.TooLarge
}

// send gives a workbook to be kept.
func send(w http.ResponseWriter, name string, data []byte) error {
	h := w.Header()
	h.Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Cache-Control", "no-store")
	_, err := w.Write(data)
	return err
}

// cellName is a cell as people find it in their workbook.
func cellName(p workbook.Place) string { return p.Sheet + " " + p.Reference() }
