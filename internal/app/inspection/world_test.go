package inspection_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/inspection"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
)

// A world is an office with a task of finance that has a target.
type world struct {
	*instancetest.Office
	task, target uuid.UUID
}

func each(t *testing.T, test func(t *testing.T, w *world)) {
	instancetest.Each(t, func(t *testing.T, database string) { test(t, newWorld(t, database)) })
}

func newWorld(t testing.TB, database string) *world {
	t.Helper()
	w := &world{Office: instancetest.NewOffice(t, database, "2026-03-02")}
	w.Staff()
	targets := []record.Target{{Metric: "示范村"}}
	task, _ := w.Adopt(instancetest.Order{Title: "整治环境", Lead: w.People["finance"].Unit, Targets: targets})
	w.task, w.target = task.ID, targets[0].ID
	return w
}

// plan is a plan for three days from 10 March with roads leading the team and finance to be visited.
func (w *world) plan() inspection.Plan {
	return inspection.Plan{ID: uuid.Must(uuid.NewV7()), Title: "环境整治督查", Kind: "special", Basis: "市政府常务会议决定", Content: "示范村建设", Places: "东岭村\n西沟村",
		From: instancetest.Day("2026-03-10"), To: instancetest.Day("2026-03-12"), Leader: w.People["roads"].Account, Units: []uuid.UUID{w.People["finance"].Unit}, Tasks: []uuid.UUID{w.task}}
}

// approved plans an inspection and has it approved.
func (w *world) approved(p inspection.Plan) uuid.UUID {
	w.Helper()
	w.Must(w.Inspections.Plan(w.Context(), w.As("office"), p))
	i, err := w.Inspections.Find(w.Context(), w.As("office"), p.ID)
	w.Must(err)
	w.Must(w.Cases.Take(w.Context(), w.As("office"), i.Case.ID, "ask", nil, 0))
	w.Must(w.Cases.Take(w.Context(), w.As("leader"), i.Case.ID, "approve", nil, 0))
	return p.ID
}

func (w *world) noted(of uuid.UUID) inspection.Noted {
	return inspection.Noted{ID: uuid.Must(uuid.NewV7()), Inspection: of, Unit: w.People["finance"].Unit, Task: w.task, Target: w.target, Place: "东岭村", What: "村口仍有垃圾约三立方米", Severity: "serious", Basis: "方案第三条"}
}

// sweeper is a call that sweeps files away a day later: what was put within the last hour stays.
func (w *world) sweeper() app.Call {
	w.Clock = w.Clock.AddDate(0, 0, 1)
	return app.System("sweep", access.BackupRun)
}
