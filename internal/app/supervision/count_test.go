package supervision_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/bulletin"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
)

// counted is how many tasks the cockpit, the list behind it and the monthly bulletin count.
func (w *world) counted() string {
	w.Helper()
	b, err := w.Cockpit.Board(w.Context(), w.As("office"))
	w.Must(err)
	var listed int64
	for light := range b.Lights {
		_, found, err := w.Tasks.Page(w.Context(), w.As("office"), list.Tasks.Parse(nil).With("light", light))
		w.Must(err)
		listed += found.Total
	}
	id := instancetest.ID()
	w.Must(w.Announce.Draft(w.Context(), w.As("office"), id, "2026-03"))
	figures := map[string]string{}
	for _, f := range instancetest.All[record.BulletinFigure](w.Office, record.BulletinFigureTable) {
		if f.Bulletin == id {
			figures[f.Name] = f.Text
		}
	}
	return fmt.Sprintf("cockpit %d, list %d, bulletin %s, closed %s, late %s", b.Lights.Sum(), listed, figures[bulletin.FigureTotal], figures[bulletin.FigureClosed], figures[bulletin.FigureLate])
}

// What does not count is counted nowhere, and at every moment: neither what is reported on with another task nor what a later document has ended. What
// ended unfinished is not forgotten, nor is it done.
func TestCounts_LightsListBulletinAndCockpitCountAlike(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		main, _ := w.adopt("finance", []string{"2026-12-31"}, "2026-09-30")
		joined := w.order("并案", func(t *record.Task) { t.Joined = main }, by("并案", "2026-03-05"))
		replaced, _ := w.adopt("finance", []string{"2026-03-05"})
		w.night("2026-03-20")
		if got := w.history("office", joined.ID); len(got) != 0 {
			t.Errorf("a joined task has shown %v", got)
		}
		unfinished, _ := w.adopt("schools", []string{"2026-03-10"})
		w.night("2026-04-02")
		if got, want := w.counted(), "cockpit 3, list 3, bulletin 3, closed 0, late 0"; got != want {
			t.Errorf("at first they count: %s, want %s", got, want)
		}
		if _, found, err := w.Cockpit.Targets(t.Context(), w.As("office"), list.Query{}); err != nil || found.Total != 3 {
			t.Errorf("%d targets are followed, %v", found.Total, err)
		}
		w.change(replaced, func(t *record.Task) {
			t.State, t.Outcome, t.Closed = record.TaskClosed, record.OutcomeReplaced, w.Today()
		})
		w.change(unfinished, func(t *record.Task) {
			t.State, t.Outcome, t.Closed = record.TaskClosed, record.OutcomeUnfinished, w.Today()
		})
		want := "cockpit 2, list 2, bulletin 2, closed 0, late 1"
		if got := w.counted(); got != want {
			t.Errorf("when one is replaced and one unfinished they count: %s, want %s", got, want)
		}
		if w.night("2026-04-03"); w.counted() != want {
			t.Errorf("the next morning they count: %s, want %s", w.counted(), want)
		}
		if got := w.history("office", replaced); len(got) == 0 || got[len(got)-1] != "red 2026-03-20 - 2026-04-02 limit_passed" {
			t.Errorf("the replaced task has shown %v", got)
		}
		for state, want := range map[string]uuid.UUID{"joined": joined.ID, "open": main} {
			lines, _, err := w.Tasks.Page(t.Context(), w.As("office"), list.Tasks.Parse(nil).With("state", state))
			w.Must(err)
			if len(lines) != 1 || lines[0].ID != want {
				t.Errorf("%d tasks are %s", len(lines), state)
			}
		}
	})
}
