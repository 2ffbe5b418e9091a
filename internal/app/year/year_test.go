package year_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/supervision"
	"github.com/wenxiao/wenxiao/internal/app/year"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A year ends: what waits stops it, what is decided happens, and then nothing of it changes without a leader.
func TestClose_AYearEnds(t *testing.T) {
	each(t, func(w *world) {
		roads, bridges, tunnels := w.adopt("公路"), w.adopt("桥梁"), w.adopt("隧道")
		w.on("2026-04-08")
		first, err := w.write(w.due(roads)["2026Q1"], 40)
		w.must(err)
		w.hand(first, true)
		waiting, err := w.write(w.due(roads)["2026Q2"], 60)
		w.must(err)
		w.hand(waiting, false)

		w.on("2026-12-30")
		w.refused(w.close(), "year-early")
		w.on("2026-12-31")
		w.refused(w.decide(year.Decision{Task: roads, Kind: record.DecisionCarry}), "year-limit")
		w.refused(w.decide(year.Decision{Task: bridges, Kind: record.DecisionClose}), "year-reason")
		w.must(w.decide(year.Decision{Task: roads, Kind: record.DecisionCarry, Limit: day("2027-06-30")}, year.Decision{Task: bridges, Kind: record.DecisionClose, Reason: "资金未到位"}))
		err = w.close()
		blocked, ok := errors.AsType[*year.BlockedError](err)
		if !ok || len(blocked.Blockers) != 2 {
			w.Fatalf("a year with an open task and a report that waits is closed: %v", err)
		}
		_, err = w.Reports.Accept(w.Context(), w.as("office"), waiting)
		w.must(err)
		w.must(w.decide(year.Decision{Task: tunnels, Kind: record.DecisionCancel, Reason: "并入省级项目"}))
		w.must(w.close())
		w.refused(w.close(), "year-frozen")
		w.sound(true)

		w.ended(roads, bridges, tunnels)
		w.frozen(roads, first)
		w.on("2027-01-08") // what covers the last quarter was due in the new year, and is reported
		last, err := w.write(w.due(roads)["2026Q4"], 70)
		w.must(err)
		w.hand(last, true)
		w.sound(true)
		w.opened(roads)
	})
}

// ended looks at what became of three tasks: carried over, closed unfinished, taken back.
func (w *world) ended(roads, bridges, tunnels uuid.UUID) {
	w.Helper()
	p, err := w.Tasks.Find(w.Context(), w.as("roads"), roads)
	w.must(err)
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
		p, err := w.Tasks.Find(w.Context(), w.as("office"), task)
		w.must(err)
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
	cases, err := w.Cases.OfTask(w.Context(), w.as("office"), tunnels)
	w.must(err)
	if len(cases) != 1 || cases[0].Step != "cancelled" {
		w.Errorf("the assignment of a task that was taken back stands at %+v", cases)
	}
}

// frozen tries to change what is closed.
func (w *world) frozen(task, accepted uuid.UUID) {
	w.Helper()
	items := w.due(task)
	_, err := w.write(items["2026Q3"], 50)
	w.refused(err, "year-frozen")
	w.refused(w.Reports.Correct(w.Context(), w.as("roads"), accepted, uuid.New(), "写错了"), "year-frozen")
	_, err = w.Supervision.Simulate(w.Context(), w.as("office"), supervision.Simulation{ID: uuid.New(), Title: "年度考核", Model: string(ledger.Declared("guiyang")), From: day("2026-01-01"), To: day("2026-12-31")})
	w.refused(err, "year-frozen")
	w.refused(w.decide(year.Decision{Task: task, Kind: record.DecisionCancel, Reason: "反悔"}), "year-frozen")
	// What changes past the program is seen.
	tamper := func(to int64) {
		w.must(w.Store.Write(w.Context(), store.Unscoped, audit.Event{Owner: city, Account: app.SystemAccount, Action: "test.tamper", Kind: "due"}, func(ctx context.Context, tx *store.Tx) error {
			d, err := store.Load[record.Due](ctx, tx, record.DueTable, city, items["2026Q1"].ID)
			if err != nil {
				return err
			}
			d.On = to
			return store.Update(ctx, tx, record.DueTable, &d)
		}))
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
	w.refused(w.Years.Ask(ctx, w.as("roads"), uuid.New(), w.due(task)["2026Q4"].ID, "补报"), "opening-none")
	w.must(w.Years.Ask(ctx, w.as("roads"), id, item.ID, "当时系统故障"))
	w.refused(w.Years.Ask(ctx, w.as("office"), uuid.New(), item.ID, "再来一次"), "opening-twice")
	_, err := w.write(item, 50)
	w.refused(err, "year-frozen")
	w.refused(w.Years.DecideOpening(ctx, w.as("office"), id, true, ""), "forbidden")
	w.must(w.Years.DecideOpening(ctx, w.as("leader"), id, true, "同意"))
	late, err := w.write(item, 50)
	w.must(err)
	w.sound(false) // it is open
	w.hand(late, true)
	w.sound(true)
	if d := w.due(task)["2026Q3"]; d.State != record.DueAccepted || d.Opening != id || d.IsOpened {
		w.Errorf("the item is %s, opened by %s", d.State, d.Opening)
	}
	p, err := w.Years.Find(ctx, w.as("office"), 2026)
	w.must(err)
	if len(p.Seals) != 2 || p.Seals[1].Opening != id || len(p.Openings) != 1 || p.Openings[0].State != record.OpeningEnded {
		w.Errorf("the year has %d seals and openings %+v", len(p.Seals), p.Openings)
	}
	_, err = w.write(item, 51)
	w.refused(err, "year-frozen")
}
