package coordination_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
)

// A world is an office with a task of finance, on which it has reported a problem.
type world struct {
	*instancetest.Office
	task, report uuid.UUID
}

func each(t *testing.T, test func(t *testing.T, w *world)) {
	instancetest.Each(t, func(t *testing.T, database string) { test(t, newWorld(t, database)) })
}

func newWorld(t testing.TB, database string) *world {
	t.Helper()
	w := &world{Office: instancetest.NewOffice(t, database, "2026-03-02")}
	w.Staff()
	due := []record.Due{{Period: "2026-02", On: int64(instancetest.Day("2026-03-05")), State: record.DueSubmitted}}
	task, _ := w.Adopt(instancetest.Order{Title: "整治环境", Lead: w.People["finance"].Unit, Due: due})
	r := record.Report{Record: instancetest.Head(), Due: due[0].ID, Unit: due[0].Unit, State: record.ReportSubmitted, Progress: "推进", Problem: "缺用地指标", Submitted: 1, IsSent: true}
	instancetest.Put(w.Office, record.ReportTable, r)
	w.task, w.report = task.ID, r.ID
	return w
}
