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
	w.page("operator", "/jobs").Has(".empty-box")
	id := uuid.Must(uuid.NewV7()).String()
	w.done("operator", "/settings/backup", url.Values{"id": {id}})
	w.guarded("auditor", "GET /jobs", "POST /jobs/"+id+"/cancel", "POST /jobs/"+id+"/retry")
	for _, at := range []string{"/jobs/x/cancel", "/jobs/" + uuid.NewString() + "/cancel", "/jobs/" + uuid.NewString() + "/retry"} {
		if got := w.send("operator", http.MethodPost, at, url.Values{}); got.Code != http.StatusNotFound {
			t.Errorf("POST %s gives %d", at, got.Code)
		}
	}
	p := w.page("operator", "/jobs")
	p.Says("[data-rows] tbody tr td:nth-child(3)", "等待")
	p.Says("[data-rows] tbody tr td:nth-child(5)", hostile)
	p.Lacks(`form[action$="/retry"]`)
	w.done("operator", p.One(`form[action$="/cancel"]`).Attr("action"), url.Values{})
	p = w.page("operator", "/jobs?state=cancelled")
	p.Says("[data-rows] tbody tr td:nth-child(3)", "已取消")
	w.done("operator", p.One(`form[action$="/retry"]`).Attr("action"), url.Values{})
	if err := w.i.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.page("operator", "/jobs?state=waiting").Has(".empty-box")
	w.page("operator", "/jobs").Says("[data-rows] tbody tr td:nth-child(3)", "完成")
	w.page("operator", "/settings").Has("#backups-h ~ *, .scroll code")
}
