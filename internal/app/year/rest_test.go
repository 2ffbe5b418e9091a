package year_test

import (
	"testing"

	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/year"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
)

// A task that rests goes on resting in the next year, and what was not asked for in the old one is not missing there.
func TestClose_ATaskThatRestsIsCarriedOver(t *testing.T) {
	each(t, func(w *world) {
		ctx, task := w.Context(), w.adopt("公路")
		c, err := w.Cases.Ask(ctx, w.As("roads"), instancetest.ID(), casework.Suspension, record.AboutTask, task, flow.Form{"reason": "资金未到位"})
		w.Must(err)
		w.Must(w.Cases.Take(ctx, w.As("office"), c.ID, "approve", nil, 0))
		w.On("2026-12-31")
		w.Must(w.decide(year.Decision{Task: task, Kind: record.DecisionCarry, Limit: instancetest.Day("2027-12-31")}))
		w.Must(w.close())
		want := map[string]string{"2026Q2": record.DueCancelled, "2026Q3": record.DueCancelled, "2026Q4": record.DueSuspended, "2027Q1": record.DueSuspended, "2027Q3": record.DueSuspended}
		for period, state := range want {
			if got := w.due(task)[period].State; got != state {
				w.Errorf("%s of a task that rests is %q, want %q", period, got, state)
			}
		}
		w.On("2027-05-01")
		w.Must(w.Cases.Take(ctx, w.As("office"), c.ID, "resume", flow.Form{"reason": "资金到位"}, 0))
		for period, state := range map[string]string{"2026Q3": record.DueCancelled, "2027Q1": record.DueSuspended, "2027Q3": record.DueOpen} {
			if got := w.due(task)[period].State; got != state {
				w.Errorf("when it goes on %s is %q, want %q", period, got, state)
			}
		}
		w.sound(true)
	})
}
