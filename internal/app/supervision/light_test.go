package supervision_test

import (
	"testing"

	"github.com/wenxiao/wenxiao/internal/instance/instancetest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/supervision"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/period"
)

func (w *world) shows(task uuid.UUID, want ...string) {
	w.Helper()
	if diff := cmp.Diff(want, w.history("office", task)); diff != "" {
		w.Errorf("on %s the lights differ: %s", w.Clock.Format("2006-01-02"), diff)
	}
}

// each runs a test on every database there is.
func each(t *testing.T, test func(t *testing.T, w *world)) {
	instancetest.Each(t, func(t *testing.T, database string) { test(t, newWorld(t, database)) })
}

func TestRelight_KeepsTheHistory(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		task, due := w.adopt("finance", []string{"2026-06-30", "2026-12-31"}, "2026-03-05", "2026-04-05")
		w.shows(task, "green 2026-03-02 - now on_plan")
		w.night("2026-03-06")
		w.shows(task, "green 2026-03-02 - 2026-03-06 on_plan", "yellow 2026-03-06 - now report_missed")
		w.night("2026-04-06")
		red := []string{"green 2026-03-02 - 2026-03-06 on_plan", "yellow 2026-03-06 - 2026-04-06 report_missed", "red 2026-04-06 - now reports_missed"}
		w.shows(task, red...)
		changes := w.events("light.change")
		w.night("2026-04-07")
		if n := w.events("light.change"); n != changes {
			t.Errorf("a night without a change wrote %d events", n-changes)
		}
		w.report("finance", due[0], 10, false) // handed in: no longer missing
		w.shows(task, append(red[:2:2], "red 2026-04-06 - 2026-04-07 reports_missed", "yellow 2026-04-07 - now report_missed")...)
		w.report("finance", due[1], 100, true)
		w.shows(task, append(red[:2:2], "red 2026-04-06 - 2026-04-07 reports_missed", "yellow 2026-04-07 - 2026-04-07 report_missed", "green 2026-04-07 - now on_plan")...)
	})
}

// The first of two targets is a node; a value that reaches it clears it, and the last one is the limit.
func TestRelight_NodesAndLimit(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		task, due := w.adopt("finance", []string{"2026-03-31", "2026-05-31"}, "2026-04-30")
		w.night("2026-04-01")
		w.shows(task, "green 2026-03-02 - 2026-04-01 on_plan", "yellow 2026-04-01 - now node_missed")
		w.On("2026-04-02")
		w.report("finance", due[0], 99, true)
		w.shows(task, "green 2026-03-02 - 2026-04-01 on_plan", "yellow 2026-04-01 - now node_missed")
		w.night("2026-04-15")
		w.shows(task, "green 2026-03-02 - 2026-04-01 on_plan", "yellow 2026-04-01 - 2026-04-15 node_missed", "red 2026-04-15 - now node_long_missed")
		w.night("2026-06-01")
		w.shows(task, "green 2026-03-02 - 2026-04-01 on_plan", "yellow 2026-04-01 - 2026-04-15 node_missed", "red 2026-04-15 - now limit_passed") // one light
		w.close(task)
		w.shows(task, "green 2026-03-02 - 2026-04-01 on_plan", "yellow 2026-04-01 - 2026-04-15 node_missed", "red 2026-04-15 - 2026-06-01 limit_passed", "black 2026-06-01 - now closed_late")
		w.night("2026-07-01")
		w.shows(task, "green 2026-03-02 - 2026-04-01 on_plan", "yellow 2026-04-01 - 2026-04-15 node_missed", "red 2026-04-15 - 2026-06-01 limit_passed", "black 2026-06-01 - now closed_late")
	})
}

func TestRelight_ClosedOnTimeAndNotStarted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	w.On("2026-01-20")
	task, _ := w.adopt("finance", []string{"2026-05-31"}, "2026-03-05") // on February
	w.shows(task, "grey 2026-01-20 - now not_started")
	w.night("2026-02-01")
	w.shows(task, "grey 2026-01-20 - 2026-02-01 not_started", "green 2026-02-01 - now on_plan")
	w.close(task)
	w.shows(task, "grey 2026-01-20 - 2026-02-01 not_started", "green 2026-02-01 - 2026-02-01 on_plan", "blue 2026-02-01 - now closed_on_time")
}

// A unit sees its own lights; whoever cooperates in another's task sees the task and not the light.
func TestLights_ShowToEachHisOwn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		mine, _ := w.adopt("schools", []string{"2026-12-31"}, "2026-03-05")
		others, _ := w.adopt("finance", []string{"2026-12-31"}, "2026-03-05") // schools cooperates
		w.night("2026-03-06")
		for name, want := range map[string]int{"office": 2, "leader": 2, "finance": 1, "schools": 1, "roads": 0} {
			lights, err := w.Supervision.Lights(t.Context(), w.As(name), supervision.LightFilter{})
			w.Must(err)
			counts, err := w.Tasks.Lights(t.Context(), w.As(name), list.Query{})
			w.Must(err)
			_, found, err := w.Tasks.Page(t.Context(), w.As(name), list.Query{})
			w.Must(err)
			if len(lights) != want || int(counts["yellow"]) != want {
				t.Errorf("%s sees %d lights and %d counted, want %d", name, len(lights), counts["yellow"], want)
			}
			if tasks := map[string]int64{"office": 2, "leader": 2, "finance": 1, "schools": 2, "roads": 0}[name]; found.Total != tasks {
				t.Errorf("%s counts %d tasks, want %d", name, found.Total, tasks)
			}
		}
		lines, _, err := w.Tasks.Page(t.Context(), w.As("schools"), list.Query{})
		w.Must(err)
		for _, l := range lines {
			if isMine := l.ID == mine; (l.Light != nil) != isMine {
				t.Errorf("schools is shown the light of %s: %t", l.Title, l.Light != nil)
			}
		}
		if got := w.history("schools", others); got != nil {
			t.Errorf("schools is shown the past of another's light: %v", got)
		}
		lines, _, err = w.Tasks.Page(t.Context(), w.As("schools"), list.Asking("light", "yellow"))
		w.Must(err)
		if len(lines) != 1 || lines[0].ID != mine {
			t.Errorf("schools finds %d yellow tasks", len(lines))
		}
	})
}

func TestTasks_ShowTheLastReportAndTheShare(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		_, due := w.adopt("finance", []string{"2026-06-30", "2026-12-31"}, "2026-03-05", "2026-04-05")
		line := func() task.Line {
			lines, _, err := w.Tasks.Page(t.Context(), w.As("office"), list.Query{})
			w.Must(err)
			return lines[0]
		}
		if l := line(); l.Reported != 0 || l.Share != nil {
			t.Errorf("before the first report it says %d, %v", l.Reported, l.Share)
		}
		w.report("finance", due[0], 40, true)
		first := w.Clock.UnixMilli()
		if l := line(); l.Reported != first || l.Share == nil || *l.Share != 4000 {
			t.Errorf("after 40 of 100 it says %d, %v", l.Reported, l.Share)
		}
		w.On("2026-04-04")
		w.report("finance", due[1], 130, false) // counts when it is accepted
		if l := line(); l.Reported != w.Clock.UnixMilli() || *l.Share != 4000 {
			t.Errorf("before it is accepted it says %d, %d", l.Reported, *l.Share)
		}
	})
}

// What was asked for in time and approved when the light was red clears nothing; what was approved in time does.
func TestRelight_AnExtensionClearsNoLightThatWasLit(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		task, due := w.adopt("finance", []string{"2026-12-31"}, "2026-03-05", "2026-03-06")
		inTime, tooLate := uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7())
		for i, id := range []uuid.UUID{inTime, tooLate} {
			_, err := w.Cases.Ask(t.Context(), w.As("finance"), id, casework.Extension, record.AboutDue, due[i].ID, map[string]string{"reason": "材料未齐", "day": "2026-04-30"})
			w.Must(err)
		}
		w.Must(w.Cases.Take(t.Context(), w.As("office"), inTime, "approve", nil, 0))
		w.night("2026-03-07")
		w.shows(task, "green 2026-03-02 - 2026-03-07 on_plan", "yellow 2026-03-07 - now report_missed")
		w.Must(w.Cases.Take(t.Context(), w.As("office"), tooLate, "approve", nil, 0))
		w.shows(task, "green 2026-03-02 - 2026-03-07 on_plan", "yellow 2026-03-07 - now report_missed")
		w.night("2026-03-08")
		w.shows(task, "green 2026-03-02 - 2026-03-07 on_plan", "yellow 2026-03-07 - now report_missed")
		w.report("finance", due[1], 10, false)
		w.shows(task, "green 2026-03-02 - 2026-03-07 on_plan", "yellow 2026-03-07 - 2026-03-08 report_missed", "green 2026-03-08 - now on_plan")
	})
}

// A report that was in time and came back is not missing while it may still be corrected: it lights nothing and costs nothing. Once that time is over it
// is missing like any other.
func TestRelight_WhatCameBackIsNotMissing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		task, due := w.adopt("finance", []string{"2026-12-31"}, "2026-03-05")
		id, err := w.Report(w.As("finance"), due[0].ID, 10)
		w.Must(err)
		w.Hand(w.As("finance"), id)
		costs := func(want string) {
			t.Helper()
			x := simulation("guangyuan")
			_, err := w.Supervision.Simulate(ctx, w.As("office"), x)
			w.Must(err)
			if got := w.scores("office", x.ID); got != want {
				t.Errorf("on %s the scores are %s, want %s", period.Date(w.Today()), got, want)
			}
		}
		w.On("2026-03-09")
		_, err = w.Reports.Return(ctx, w.As("office"), id, "补充佐证") // until the 12th
		w.Must(err)
		w.night("2026-03-12")
		w.shows(task, "green 2026-03-02 - now on_plan")
		costs("1 finance 100;")
		w.night("2026-03-13")
		w.shows(task, "green 2026-03-02 - 2026-03-13 on_plan", "yellow 2026-03-13 - now report_missed")
		costs("1 finance 99.8;")
		w.Hand(w.As("finance"), id)
		costs("1 finance 99.9;") // late
	})
}
