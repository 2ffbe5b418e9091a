package sheet

import (
	"net/http"
	"net/url"

	"github.com/wenxiao/wenxiao/internal/app/intake"
	app "github.com/wenxiao/wenxiao/internal/app/sheet"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

// reports is what the person's unit can report by a workbook.
func (p *pages) reports(r *http.Request, by route.Request) (*view.WorkbookReports, error) {
	reports := &view.WorkbookReports{All: home + "/reports.xlsx"}
	pending, err := p.Sheets.Pending(r.Context(), by.Call)
	for _, x := range pending {
		reports.Pending = append(reports.Pending, view.PendingPeriod{Period: x.Period, Count: x.Count, Due: view.Due{Day: x.On, Left: int(int64(x.On) - p.Today()), Open: true},
			Href: reports.All + "?" + url.Values{"period": {x.Period}}.Encode()})
	}
	return reports, err
}

// reportFile is the workbook for a period.
func (p *pages) reportFile(w http.ResponseWriter, r *http.Request, by route.Request) error {
	name, data, err := p.Sheets.Workbook(r.Context(), by.Call, r.URL.Query().Get("period"), by.Lang)
	if err != nil {
		return err
	}
	return send(w, name, data)
}

// takeIn takes a workbook that comes back.
func (p *pages) takeIn(w http.ResponseWriter, r *http.Request, by route.Request) error {
	var o app.Outcome
	err := site.ReadUpload(r, func(u intake.Uploaded) (err error) {
		o, err = p.Sheets.TakeIn(r.Context(), by.Call, u)
		return err
	})
	if isWrong(err) {
		return p.show(w, r, by, record.WorkbookReports, err)
	}
	if err != nil {
		return err
	}
	done := ""
	if o.State == record.WorkbookTaken {
		done = "flash.workbook-taken"
	}
	return p.Go(w, r, home+"/reports/"+o.ID.String(), done)
}

// outcome shows what was read from a workbook.
func (p *pages) outcome(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	o, err := p.Sheets.Outcome(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	return p.showOutcome(w, r, by, o, nil)
}

func (p *pages) showOutcome(w http.ResponseWriter, r *http.Request, by route.Request, o app.Outcome, wrong error) error {
	here := home + "/reports/" + o.ID.String()
	page := &view.WorkbookReportPage{Frame: p.Frame(w, r, by, "workbook", o.Title, view.Link{Text: by.Say("workbook.list"), Href: home}),
		State: o.State, Same: o.Same, Empty: o.Empty, Marked: here + "/marked.xlsx", Back: home}
	page.Frame.TitleData = true
	status := http.StatusOK
	if wrong != nil {
		page.Problem, status = route.Sentence(by.Lang, wrong), route.KindOf(wrong).Status()
	}
	if o.State == record.WorkbookOpen && len(o.Rows) > 0 {
		page.Take = here + "/take"
	}
	for _, x := range o.Rows {
		page.Rows = append(page.Rows, view.Link{Text: x.Item.Title + " " + locale.Period(by.Lang, x.Item.Period), Href: "/due/" + x.Item.Due.ID.String(), Data: true})
	}
	for _, c := range o.Conflicts {
		page.Conflicts = append(page.Conflicts, view.WorkbookConflict{Item: view.Link{Text: c.Item.Title + " " + locale.Period(by.Lang, c.Item.Period), Href: "/due/" + c.Item.Due.ID.String()}, Now: c.Now, Theirs: c.Theirs})
	}
	for _, f := range o.Faults {
		page.Faults = append(page.Faults, view.CellFault{Cell: cellName(f.At), Text: app.Sentence(by.Lang, f)})
	}
	return p.Show(w, r, status, view.WorkbookReport(page))
}

// take makes drafts of the good rows.
func (p *pages) take(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	o, err := p.Sheets.Take(r.Context(), by.Call, id)
	if route.KindOf(err) == fault.Conflict {
		return p.showOutcome(w, r, by, o, err)
	}
	if err != nil {
		return err
	}
	return p.Go(w, r, home+"/reports/"+id.String(), "flash.workbook-taken")
}

// marked is the workbook with what is wrong marked in its cells.
func (p *pages) marked(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	name, data, err := p.Sheets.Marked(r.Context(), by.Call, id, by.Lang)
	if err != nil {
		return err
	}
	return send(w, name, data)
}
