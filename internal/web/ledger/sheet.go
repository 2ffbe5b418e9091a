package ledger

import (
	"errors"
	"net/http"

	"github.com/wenxiao/wenxiao/internal/access"
	others "github.com/wenxiao/wenxiao/internal/app/figure"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/quantity"
)

// scanNames are the files a scan may be.
const scanNames = ".pdf,.jpg,.jpeg,.png"

// sheetRows are the papers of a report that were or are to be signed.
func (p *pages) sheetRows(by route.Request, f report.Form, page *view.ReportPage) {
	for _, x := range f.Sheets {
		row := view.SheetRow{Ordinal: int(x.Ordinal), Code: x.Code, At: x.Made, Digest: x.Digest, Scanned: x.Scanned}
		if x.Scanned != 0 {
			row.Scan = &view.File{Name: x.FileName, Size: x.FileSize, Href: "/sheets/" + x.ID.String() + "/scan"}
			row.By = f.Scanners[x.Account]
		}
		page.Sheets = append(page.Sheets, row)
	}
	if page.SignedAt != 0 && len(f.Sheets) > 0 {
		page.At = f.Sheets[0].Made // when its author handed it in; it left the unit when it was signed
	}
	if len(f.Sheets) > 0 && !report.IsKept(*f.Report, f.Sheets[0]) && by.Actor.WorksFor(f.Unit) && may(by, access.ReportWrite) {
		page.Scan = &view.Form{Action: "/sheets/" + f.Sheets[0].ID.String() + "/scan"}
		page.Types, page.Largest = scanNames, p.MaxUpload
	}
}

// scan keeps the scan of a sheet.
func (p *pages) scan(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	var x record.Sheet
	if err := site.ReadUpload(r, func(u intake.Uploaded) (err error) {
		x, err = p.Reports.Scan(r.Context(), by.Call, id, u)
		return err
	}); err != nil {
		return err
	}
	return p.Go(w, r, "/reports/"+x.Report.String()+"#sheets", "flash.scanned")
}

// scanned gives the scan of a sheet.
func (p *pages) scanned(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	x, f, err := p.Reports.OpenScan(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	return errors.Join(site.SendFile(w, r, x.File, f), f.Close())
}

// gaps says of a task's targets where two sources lie apart.
func (p *pages) gaps(r *http.Request, by route.Request, t task.Page, page *view.TaskPage) error {
	if !may(by, access.ReportRead) {
		return nil
	}
	lines, err := p.Figures.List(r.Context(), by.Call, others.Filter{Task: t.ID, Limit: 200})
	for i, g := range t.Targets {
		for _, l := range lines {
			if l.Target == g.ID && page.Targets[i].Gap == "" { // the newest
				page.Targets[i].Gap, page.Targets[i].Gaps = locale.Number(quantity.FromTenThousandths(l.Share*100).String())+"%", "/gaps/"+l.ID.String()
			}
		}
	}
	return err
}

// waitingGaps are the gaps that the person's unit is asked to explain, or that the office has to find about.
func (p *pages) waitingGaps(r *http.Request, by route.Request, page *view.WorkbenchPage) error {
	state := record.GapAsked
	switch {
	case may(by, access.CaseDecide):
		state = record.GapExplained
	case !may(by, access.ReportWrite):
		return nil
	}
	lines, err := p.Figures.List(r.Context(), by.Call, others.Filter{State: state, Limit: 500})
	if err != nil {
		return err
	}
	group := view.WorkGroup{Name: "gap", More: "/gaps"}
	for _, l := range lines {
		if state == record.GapExplained && !mayOn(by, access.CaseDecide, l.Owner) || state == record.GapAsked && !by.Actor.WorksFor(l.Unit) {
			continue
		}
		add(&group, view.WorkRow{Href: "/gaps/" + l.ID.String(), Title: l.Title, About: l.Metric + " " + locale.Period(by.Lang, l.Period), Unit: l.Lead, Due: view.Due{Day: view.NoDate}, Vocabulary: "gap-state", State: l.State, Act: "open"})
	}
	page.Groups = append(page.Groups, group)
	return nil
}
