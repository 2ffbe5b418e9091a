package admin_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/google/uuid"
)

func TestJobs_CancelAndTryAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Page("operator", "/jobs").Has(".empty-box")
	id := uuid.Must(uuid.NewV7()).String()
	w.Done("operator", "/settings/backup", url.Values{"id": {id}})
	w.Guarded("auditor", "GET /jobs", "POST /jobs/"+id+"/cancel", "POST /jobs/"+id+"/retry")
	for _, at := range []string{"/jobs/x/cancel", "/jobs/" + uuid.NewString() + "/cancel", "/jobs/" + uuid.NewString() + "/retry"} {
		if got := w.Send("operator", http.MethodPost, at, url.Values{}); got.Code != http.StatusNotFound {
			t.Errorf("POST %s gives %d", at, got.Code)
		}
	}
	p := w.Page("operator", "/jobs")
	p.Says("[data-rows] tbody tr td:nth-child(3)", "等待")
	p.Says("[data-rows] tbody tr td:nth-child(5)", hostile)
	p.Lacks(`form[action$="/retry"]`)
	w.Done("operator", p.One(`form[action$="/cancel"]`).Attr("action"), url.Values{})
	p = w.Page("operator", "/jobs?state=cancelled")
	p.Says("[data-rows] tbody tr td:nth-child(3)", "已取消")
	w.Done("operator", p.One(`form[action$="/retry"]`).Attr("action"), url.Values{})
	if err := w.I.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.Page("operator", "/jobs?state=waiting").Has(".empty-box")
	w.Page("operator", "/jobs").Says("[data-rows] tbody tr td:nth-child(3)", "完成")
	w.Page("operator", "/settings").Has("#backups-h ~ *, .scroll code")
}
