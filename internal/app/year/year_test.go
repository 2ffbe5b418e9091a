package year_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/internal/instance/instancetest"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/supervision"
	"github.com/wenxiao/wenxiao/internal/app/year"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A year ends: what waits stops it, what is decided happens, and then nothing of it changes without a leader.
func TestClose_AYearEnds(t *testing.T) {
	each(t, func(w *world) {
		roads, bridges, tunnels := w.adopt("公路"), w.adopt("桥梁"), w.adopt("隧道")
		w.On("2026-04-08")
		first, err := w.write(w.due(roads)["2026Q1"], 40)
		w.Must(err)
		w.Hand(w.As("roads"), first, w.As("office"))
		waiting, err := w.write(w.due(roads)["2026Q2"], 60)
		w.Must(err)
		w.Hand(w.As("roads"), waiting)

		asked, err := w.Cases.Ask(w.Context(), w.As("roads"), uuid.New(), casework.Extension, record.AboutDue, w.due(bridges)["2026Q3"].ID, flow.Form{"reason": "汛期停工", "day": "2026-11-30"})
		w.Must(err)

		w.On("2026-12-30")
		w.Refused(w.close(), "year-early")
		w.On("2026-12-31")
		w.Refused(w.decide(year.Decision{Task: roads, Kind: record.DecisionCarry}), "year-limit")
		w.Refused(w.decide(year.Decision{Task: bridges, Kind: record.DecisionClose}), "year-reason")
		w.Must(w.decide(year.Decision{Task: roads, Kind: record.DecisionCarry, Limit: instancetest.Day("2027-06-30")}, year.Decision{Task: bridges, Kind: record.DecisionClose, Reason: "资金未到位"}))
		err = w.close()
		blocked, ok := errors.AsType[*year.BlockedError](err)
		if !ok || len(blocked.Blockers) != 3 || blocked.Blockers[2].ID != asked.ID {
			w.Fatalf("a year with an open task and a report and a request that wait is closed: %v", err)
		}
		w.Must(w.Cases.Take(w.Context(), w.As("office"), asked.ID, "refuse", flow.Form{"reason": "年度终结"}, 0))
		_, err = w.Reports.Accept(w.Context(), w.As("office"), waiting)
		w.Must(err)
		w.Must(w.decide(year.Decision{Task: tunnels, Kind: record.DecisionCancel, Reason: "并入省级项目"}))
		w.Must(w.close())
		w.Refused(w.close(), "year-frozen")
		w.sound(true)

		w.ended(roads, bridges, tunnels)
		w.frozen(roads, first)
		w.On("2027-01-08") // what covers the last quarter was due in the new year, and is reported
		last, err := w.write(w.due(roads)["2026Q4"], 70)
		w.Must(err)
		w.Hand(w.As("roads"), last, w.As("office"))
		w.sound(true)
		w.opened(roads)
	})
}

// What is reported on with another task is decided on with that one.
func TestClose_AJoinedTaskWaitsForNobody(t *testing.T) {
	each(t, func(w *world) {
		roads := w.adopt("公路")
		joined, _ := w.Adopt(instancetest.Order{Title: "公路（并案）", Lead: w.People["roads"].Unit, Targets: []record.Target{{Metric: "里程", Due: "2026-12-31"}}})
		w.Write(func(ctx context.Context, tx *store.Tx) error {
			t, err := store.Load[record.Task](ctx, tx, record.TaskTable, instancetest.Owner, joined.ID)
			if t.Joined = roads; err != nil {
				return err
			}
			return store.Update(ctx, tx, record.TaskTable, &t)
		})
		w.On("2026-12-31")
		w.Must(w.decide(year.Decision{Task: roads, Kind: record.DecisionCarry, Limit: instancetest.Day("2027-06-30")}))
		w.Must(w.close())
	})
}

// ended looks at what became of three tasks: carried over, closed unfinished, taken back.
func (w *world) ended(roads, bridges, tunnels uuid.UUID) {
	w.Helper()
	p, err := w.Tasks.Find(w.Context(), w.As("roads"), roads)
	w.Must(err)
	if p.State != record.TaskOpen || p.Targets[0].Due != "2027-06-30" || p.Targets[0].FirstDue != "2026-12-31" {
		w.Errorf("the task carried over is %s until %s (%s)", p.State, p.Targets[0].Due, p.Targets[0].FirstDue)
	}
	items := w.due(roads)
	for period, state := range map[string]string{"2026Q1": record.DueAccepted, "2026Q2": record.DueAccepted, "2026Q3": record.DueLapsed, "2026Q4": record.DueOpen, "2027Q1": record.DueOpen} {
		if items[period].State != state {
			w.Errorf("%s of the task carried over is %q, want %q", period, items[period].State, state)
		}
	}
	for task, outcome := range map[uuid.UUID]string{bridges: record.OutcomeUnfinished, tunnels: record.OutcomeCancelled} {
		p, err := w.Tasks.Find(w.Context(), w.As("office"), task)
		w.Must(err)
		if p.State != record.TaskClosed || p.Outcome != outcome {
			w.Errorf("%s is %s, %s", p.Title, p.State, p.Outcome)
		}
		for _, d := range w.due(task) {
			if d.State != record.DueCancelled && d.State != record.DueLapsed {
				w.Errorf("%s of %s, which has ended, is %s", d.Period, p.Title, d.State)
			}
		}
		isRed := p.Light != nil && p.Light.Light == string(ledger.Red)
		if isRed != (outcome == record.OutcomeUnfinished) {
			w.Errorf("%s, %s, shows %+v", p.Title, outcome, p.Light)
		}
	}
	cases, err := w.Cases.OfTask(w.Context(), w.As("office"), tunnels)
	w.Must(err)
	if len(cases) != 1 || cases[0].Step != "cancelled" {
		w.Errorf("the assignment of a task that was taken back stands at %+v", cases)
	}
}

// frozen tries to change what is closed.
func (w *world) frozen(task, accepted uuid.UUID) {
	w.Helper()
	items := w.due(task)
	_, err := w.write(items["2026Q3"], 50)
	w.Refused(err, "year-frozen")
	w.Refused(w.Reports.Correct(w.Context(), w.As("roads"), accepted, uuid.New(), "写错了"), "year-frozen")
	_, err = w.Supervision.Simulate(w.Context(), w.As("office"), supervision.Simulation{ID: uuid.New(), Title: "年度考核", Model: string(ledger.Declared("guiyang")), From: instancetest.Day("2026-01-01"), To: instancetest.Day("2026-12-31")})
	w.Refused(err, "year-frozen")
	w.Refused(w.decide(year.Decision{Task: task, Kind: record.DecisionCancel, Reason: "反悔"}), "year-frozen")
	// What changes past the program is seen.
	tamper := func(to int64) {
		w.Write(func(ctx context.Context, tx *store.Tx) error {
			d, err := store.Load[record.Due](ctx, tx, record.DueTable, instancetest.Owner, items["2026Q1"].ID)
			if err != nil {
				return err
			}
			d.On = to
			return store.Update(ctx, tx, record.DueTable, &d)
		})
	}
	tamper(items["2026Q1"].On + 1)
	w.sound(false)
	tamper(items["2026Q1"].On)
	w.sound(true)
}

// opened reports late on what lapsed, with a leader's leave.
func (w *world) opened(task uuid.UUID) {
	w.Helper()
	item, id := w.due(task)["2026Q3"], uuid.Must(uuid.NewV7())
	ctx := w.Context()
	w.Refused(w.Years.Ask(ctx, w.As("roads"), uuid.New(), w.due(task)["2026Q4"].ID, "补报"), "opening-none")
	w.Must(w.Years.Ask(ctx, w.As("roads"), id, item.ID, "当时系统故障"))
	w.Refused(w.Years.Ask(ctx, w.As("office"), uuid.New(), item.ID, "再来一次"), "opening-twice")
	_, err := w.write(item, 50)
	w.Refused(err, "year-frozen")
	w.Refused(w.Years.DecideOpening(ctx, w.As("office"), id, true, ""), "forbidden")
	w.Must(w.Years.DecideOpening(ctx, w.As("leader"), id, true, "同意"))
	late, err := w.write(item, 50)
	w.Must(err)
	w.sound(false) // it is open
	w.Hand(w.As("roads"), late, w.As("office"))
	w.sound(true)
	if d := w.due(task)["2026Q3"]; d.State != record.DueAccepted || d.Opening != id || d.IsOpened {
		w.Errorf("the item is %s, opened by %s", d.State, d.Opening)
	}
	p, err := w.Years.Find(ctx, w.As("office"), 2026)
	w.Must(err)
	if len(p.Seals) != 2 || p.Seals[1].Opening != id || len(p.Openings) != 1 || p.Openings[0].State != record.OpeningEnded {
		w.Errorf("the year has %d seals and openings %+v", len(p.Seals), p.Openings)
	}
	_, err = w.write(item, 51)
	w.Refused(err, "year-frozen")
}

// A day begins at midnight in China, eight hours before it does in London.
func TestFind_ATaskIsOfTheYearInWhichItWasAdoptedInChina(t *testing.T) {
	each(t, func(w *world) {
		w.On("2026-12-31")
		w.Clock = w.Clock.Add(14 * time.Hour) // 23:00
		old := w.adopt("公路")
		w.Clock = w.Clock.Add(8 * time.Hour)
		w.adopt("桥梁")
		p, err := w.Years.Find(w.Context(), w.As("office"), 2026)
		w.Must(err)
		if len(p.Tasks) != 1 || p.Tasks[0].Task.ID != old {
			w.Errorf("the year has %+v", p.Tasks)
		}
	})
}
