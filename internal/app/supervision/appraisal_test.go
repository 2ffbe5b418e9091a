package supervision_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/supervision"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/period"
)

func simulation(model string) supervision.Simulation {
	return supervision.Simulation{ID: uuid.Must(uuid.NewV7()), Title: "一季度", Model: string(ledger.Declared(model)), From: period.Date(day("2026-01-01")), To: period.Date(day("2026-06-30"))}
}

// quarter lets finance show yellow and red, hand in a report late, and schools do well; roads is led from above.
func (w *world) quarter() {
	_, due := w.adopt("finance", []string{"2026-12-31"}, "2026-03-05", "2026-04-05")
	w.adopt("schools", []string{"2026-12-31"}, "2026-09-30")
	w.adopt("roads", []string{"2026-12-31"}, "2026-03-05")
	w.night("2026-03-06")
	w.night("2026-04-06")
	w.On("2026-04-10")
	w.report("finance", due[0], 10, true) // red becomes yellow: the second yellow light
	w.report("finance", due[1], 20, true)
	w.night("2026-04-20")
}

// scores are the ranks and points of an appraisal as somebody sees it: "1 schools 100".
func (w *world) scores(as string, id uuid.UUID) string {
	w.Helper()
	p, err := w.Supervision.Appraisal(w.Context(), w.As(as), id)
	if err != nil {
		return err.Error()
	}
	text := ""
	for _, s := range p.Scores {
		text += string(rune('0'+s.Rank)) + " " + s.Name + " " + s.Total.Shown() + ";"
	}
	return text
}

// By hand: finance was red once (−2), yellow twice on one task (−1), and late twice (−0.2): 96.8.
func TestAppraisal_FromSimulationToPublication(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		w.quarter()
		x := simulation("guangyuan")
		_, err := w.Supervision.Simulate(ctx, w.As("office"), x)
		w.Must(err)
		const all = "1 schools 100;2 finance 96.8;"
		if got := w.scores("office", x.ID); got != all {
			t.Errorf("the office sees %s", got)
		}
		sees := func(when string, want map[string]string) {
			t.Helper()
			for name, scores := range want {
				if got := w.scores(name, x.ID); got != scores && !(scores == "" && strings.Contains(got, "record-missing")) {
					t.Errorf("%s %s sees %s, want %s", when, name, got, scores)
				}
			}
		}
		sees("simulated,", map[string]string{"finance": "", "schools": "", "roads": "", "leader": all})
		if list, err := w.Supervision.Appraisals(ctx, w.As("finance")); err != nil || len(list) != 0 {
			t.Errorf("a unit is shown %d of what is only simulated, %v", len(list), err)
		}
		w.Refused(w.Supervision.Announce(ctx, w.As("office"), x.ID, period.Date(day("2026-04-19"))), "score-until")
		w.Refused(w.Supervision.Announce(ctx, w.As("finance"), x.ID, period.Date(day("2026-04-25"))), "forbidden")
		w.Must(w.Supervision.Announce(ctx, w.As("office"), x.ID, period.Date(day("2026-04-25"))))
		sees("announced,", map[string]string{"finance": "2 finance 96.8;", "schools": "1 schools 100;", "roads": ""})

		page, err := w.Supervision.Appraisal(ctx, w.As("finance"), x.ID)
		w.Must(err)
		red, base := -1, -1
		for i, p := range page.Scores[0].Parts {
			switch p.Code {
			case "red":
				red = i
			case "base":
				base = i
			}
		}
		appeal := supervision.Objection{ID: uuid.Must(uuid.NewV7()), Score: page.Scores[0].ID, Part: red, Reason: "系统故障"}
		w.Refused(w.Supervision.Appeal(ctx, w.As("schools"), appeal), "record-missing")
		w.Refused(w.Supervision.Appeal(ctx, w.As("finance"), supervision.Objection{ID: uuid.New(), Score: appeal.Score, Part: base, Reason: "多给"}), "appeal-part")
		w.Refused(w.Supervision.Appeal(ctx, w.As("finance"), supervision.Objection{ID: uuid.New(), Score: appeal.Score, Part: 99, Reason: "多给"}), "appeal-part")
		w.Must(w.Supervision.Appeal(ctx, w.As("finance"), appeal))
		twice := appeal
		twice.ID = uuid.New()
		w.Refused(w.Supervision.Appeal(ctx, w.As("finance"), twice), "record-duplicate")
		w.Refused(w.Supervision.Publish(ctx, w.As("office"), x.ID), "score-feedback")
		w.On("2026-04-26")
		late := supervision.Objection{ID: uuid.New(), Score: appeal.Score, Part: red + 1, Reason: "也有原因"}
		w.Refused(w.Supervision.Appeal(ctx, w.As("finance"), late), "appeal-over")
		w.Refused(w.Supervision.Publish(ctx, w.As("office"), x.ID), "score-appeals")
		w.Refused(w.Supervision.Decide(ctx, w.As("finance"), appeal.ID, true, "是"), "forbidden")
		w.Refused(w.Supervision.Decide(ctx, w.As("office"), appeal.ID, true, ""), "appeal-answer")
		both := w.As("office") // somebody of the unit who may decide, too
		both.Actor.Account = w.People["finance"].Account
		w.Refused(w.Supervision.Decide(ctx, both, appeal.ID, true, "是我提的"), "appeal-own")
		w.Must(w.Supervision.Decide(ctx, w.As("office"), appeal.ID, true, "核实，系统确有故障"))
		w.Refused(w.Supervision.Decide(ctx, w.As("office"), appeal.ID, false, "改主意"), "appeal-decided")
		w.Must(w.Supervision.Publish(ctx, w.As("office"), x.ID))
		const after = "1 schools 100;2 finance 98.8;"
		sees("published,", map[string]string{"office": after, "finance": after, "schools": after, "leader": after, "roads": ""})
		for name, want := range map[string]int{"office": 1, "finance": 1, "schools": 1, "roads": 0} {
			if list, err := w.Supervision.Appraisals(ctx, w.As(name)); err != nil || len(list) != want {
				t.Errorf("%s is shown %d appraisals, %v", name, len(list), err)
			}
		}
	})
}

// With other parameters: a red light that costs 10.
func TestSimulate_WithOtherParameters(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	w.quarter()
	x := simulation("guangyuan")
	x.Model = strings.Replace(x.Model, "light: red, points: 2", "light: red, points: 10", 1)
	_, err := w.Supervision.Simulate(t.Context(), w.As("office"), x)
	w.Must(err)
	if got := w.scores("office", x.ID); got != "1 schools 100;2 finance 88.8;" {
		t.Errorf("the scores are %s", got)
	}
	x.ID, x.Model = uuid.New(), strings.Replace(x.Model, "points: 10", "points: many", 1)
	_, err = w.Supervision.Simulate(t.Context(), w.As("office"), x)
	if wrong, ok := errors.AsType[*supervision.ModelError](err); !ok || len(wrong.Found) != 1 {
		t.Errorf("a model with a fault is refused with %v", err)
	}
	x = simulation("guangyuan")
	x.From, x.To = x.To, x.From
	_, err = w.Supervision.Simulate(t.Context(), w.As("office"), x)
	w.Refused(err, "score-days")
	_, err = w.Supervision.Simulate(t.Context(), w.As("finance"), simulation("guangyuan"))
	w.Refused(err, "forbidden")
}

// By hand: finance has 20 of 100: 70 × 20 % = 14, guarantee 30 × 90 % = 27, together 41 × 60 % = 24.6; evaluation 85 × 40 % = 34; deduction 1.5:
// 57.1. schools has nothing: guarantee 0, evaluation 0.
func TestSimulate_GuiyangWithWhatIsEntered(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	w.quarter()
	x := simulation("guiyang")
	x.To = period.Date(day("2026-12-31"))
	x.Entered = "finance，85,90,,1.5\n\n"
	_, err := w.Supervision.Simulate(t.Context(), w.As("office"), x)
	w.Must(err)
	if got := w.scores("office", x.ID); got != "1 finance 57.1;2 schools 0;" {
		t.Errorf("the scores are %s", got)
	}
	for _, entered := range []string{"nobody,1", "finance,many", "finance,1,2,3,4,5", "finance,85\nschools,-1"} {
		x := simulation("guiyang")
		x.To = period.Date(day("2026-12-31"))
		x.Entered = entered
		_, err := w.Supervision.Simulate(t.Context(), w.As("office"), x)
		w.Refused(err, "score-entered")
	}
}
