package supervision_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/wenxiao/wenxiao/internal/app/cockpit"
	"github.com/wenxiao/wenxiao/internal/app/list"
)

// What the cockpit says is right at every moment, and not only after a night.
func TestRelight_KeepsWhatTheCockpitShows(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		task, due := w.adopt("finance", []string{"2026-06-30"}, "2026-03-05", "2026-04-05")
		w.adopt("roads", []string{"2026-12-31"}, "2026-04-05")
		check := func(who string, lights cockpit.Lights, standings map[string]int64) {
			t.Helper()
			b, err := w.Cockpit.Board(t.Context(), w.As(who))
			w.Must(err)
			if diff := cmp.Diff(lights, b.Lights); diff != "" {
				t.Errorf("%s on %s: %s", who, w.Clock.Format("2006-01-02"), diff)
			}
			if diff := cmp.Diff(standings, b.Standings); diff != "" {
				t.Errorf("%s on %s, targets: %s", who, w.Clock.Format("2006-01-02"), diff)
			}
			for light, n := range b.Lights {
				_, found, err := w.Tasks.Page(t.Context(), w.As(who), list.Tasks.Parse(nil).With("light", light))
				w.Must(err)
				if found.Total != n {
					t.Errorf("%s: %d tasks are %s and the list has %d", who, n, light, found.Total)
				}
			}
		}
		w.night("2026-03-06")
		check("office", cockpit.Lights{"yellow": 1, "green": 1}, map[string]int64{"silent": 2})
		check("finance", cockpit.Lights{"yellow": 1}, map[string]int64{"silent": 1})
		check("schools", cockpit.Lights{}, map[string]int64{}) // it only cooperates
		board, err := w.Cockpit.Board(t.Context(), w.As("office"))
		w.Must(err)
		if b := board; len(b.Units) != 2 || len(b.Ranking) != 1 || b.Ranking[0].ID != w.People["finance"].Unit || b.Ranking[0].Place != 1 { // roads is led from above
			t.Errorf("of %+v are ranked %+v", b.Units, b.Ranking)
		}
		w.On("2026-03-07")
		w.report("finance", due[0], 100, true) // in the transaction of the acceptance
		check("office", cockpit.Lights{"green": 2}, map[string]int64{"met": 1, "silent": 1})
		w.close(task)
		check("office", cockpit.Lights{"blue": 1, "green": 1}, map[string]int64{"silent": 1})
		w.night("2026-04-06")
		b, err := w.Cockpit.Board(t.Context(), w.As("leader"))
		w.Must(err)
		if want := []cockpit.Month{{Day: day("2026-03-31"), Lights: cockpit.Lights{"blue": 1, "green": 1}}}; !cmp.Equal(want, b.Months) {
			t.Errorf("the ends of months: %v, want %v", b.Months, want)
		}
	})
}
