package admin

import (
	"net/http"

	"github.com/wenxiao/wenxiao/internal/app/operate"
	"github.com/wenxiao/wenxiao/internal/app/work"
	"github.com/wenxiao/wenxiao/internal/job"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

// jobs lists the newest work in the background.
func (p *pages) jobs(w http.ResponseWriter, r *http.Request, by route.Request) error {
	const newest = 1000
	all, err := p.Work.List(r.Context(), by.Call, newest)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	state := q.Get("state")
	page := &view.JobsPage{
		Frame: p.Frame(w, r, by, "job", locale.Word(by.Lang, "nav", "job")),
		List: view.List{Action: "/jobs", Clear: "/jobs", Filtered: state != "", Filter: []view.Field{
			{Name: "state", Kind: view.FieldChoice, Label: locale.Text(by.Lang, "ledger.state"), Value: state, Hidden: true,
				Options: view.Words(by.Lang, "job-state", string(job.Waiting), string(job.Running), string(job.Done), string(job.Failed), string(job.Cancelled))},
		}},
	}
	var rows []view.JobRow
	for _, l := range all {
		if state == "" || string(l.State) == state {
			rows = append(rows, p.jobRow(by.Lang, l))
		}
	}
	page.Rows = turn(&page.List, q, rows)
	return p.Show(w, r, http.StatusOK, view.Jobs(page))
}

// jobRow tells of a job without what it is about: that is a record of the work, and not the operator's to see.
func (p *pages) jobRow(l locale.Lang, j work.Line) view.JobRow {
	row := view.JobRow{Kind: j.Kind, State: string(j.State), Done: int(j.Done), Of: int(j.Total), By: j.By, Asked: j.Made}
	row.On.Text = j.ID.String()[28:] // as in the log
	if j.Kind == operate.JobBackup {
		row.On.Href = "/settings"
	}
	if row.By == "" {
		row.By = locale.Text(l, "audit.system")
	}
	at := "/jobs/" + j.ID.String()
	switch j.State {
	case job.Waiting, job.Running:
		row.Took, row.Cancel = p.Now().UnixMilli()-j.Made, at+"/cancel"
	case job.Failed, job.Cancelled:
		row.Took, row.Retry = j.Due-j.Made, at+"/retry" // due is when it ended
	default:
		row.Took = j.Due - j.Made
	}
	row.Took = max(0, row.Took)
	if j.Fault != "" {
		row.Problem = locale.Fault(l, j.Fault)
	}
	return row
}

func (p *pages) cancelJob(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if _, err := p.Work.Cancel(r.Context(), by.Call, id); err != nil {
		return err
	}
	return p.Go(w, r, "/jobs", "flash.cancelled")
}

func (p *pages) retryJob(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := p.Work.Retry(r.Context(), by.Call, id); err != nil {
		return err
	}
	return p.Go(w, r, "/jobs", "flash.retried")
}
