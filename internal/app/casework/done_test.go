package casework_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
)

// approved is the assignment of the roads with two measures that were approved.
func (h *house) approved(by app.Call) (c casework.Item, measures []record.Measure) {
	h.Helper()
	for _, x := range h.cases(by, "assigned") {
		if x.Case.Unit == h.roads {
			c = x
		}
	}
	h.take(by, c.ID, "sign", nil)
	h.take(by, c.ID, "pass", flow.Form{"section": "建设科", "person": "李四"})
	h.file(by, c.ID, "完成勘察设计", "全部通车")
	return c, h.find(by, c.ID).Measures
}

// file files measures for the ends of March and June and has them approved.
func (h *house) file(by app.Call, id uuid.UUID, what ...string) {
	h.Helper()
	var filed []casework.Measure
	for i, text := range what {
		filed = append(filed, casework.Measure{What: text, Person: "李四", On: instancetest.Day([...]string{"2025-03-31", "2025-06-30"}[i])})
	}
	h.Must(h.Cases.File(h.Context(), by, id, filed, true))
	h.take(h.office, id, "approve", nil)
}

// light is what shows on a task, with its rule, after a night.
func (h *house) light(task uuid.UUID) string {
	h.Helper()
	h.Must(h.Supervision.RelightAll(h.Context(), func(int64, int64) {}))
	p, err := h.Tasks.Find(h.Context(), h.office, task)
	h.Must(err)
	return p.Light.Light + " " + p.Light.Rule
}

// A measure is a node: missed it lights the task, done it does not, and what was done stays done when the measures are revised.
func TestDone_AMeasureThatWasDoneIsNoMissedNode(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx, by := h.Context(), caller(2, h.roads, access.Reporter)
		c, measures := h.approved(by)
		first := measures[0].ID
		h.Clock = h.Clock.AddDate(0, 0, 24) // 3 April
		if got := h.light(c.Task); got != "yellow node_missed" {
			h.Errorf("three days after its node the light is %s", got)
		}
		for name, try := range map[string]error{
			"measure-done":   h.Cases.Done(ctx, by, first, instancetest.Day("2025-04-04"), "明天完成"),
			"record-missing": h.Cases.Done(ctx, caller(3, h.housing, access.Reporter), first, instancetest.Day("2025-04-01"), "别人完成"),
		} {
			if instancetest.Key(try) != name {
				h.Errorf("%v, want %s", try, name)
			}
		}
		if err := h.Cases.Done(ctx, by, first, instancetest.Day("2025-04-01"), " "); instancetest.Key(err) != "measure-done" {
			h.Errorf("done without a word how: %v", err)
		}
		h.Must(h.Cases.Done(ctx, by, first, instancetest.Day("2025-04-01"), "设计已批复。"))
		p, err := h.Tasks.Find(ctx, h.office, c.Task)
		if err != nil || p.Light.Rule == "node_missed" {
			h.Errorf("once it is done the light is %s by %s, %v", p.Light.Light, p.Light.Rule, err)
		}
		h.Must(h.Cases.Prove(ctx, by, first, intake.Uploaded{Name: "批复.txt", Content: strings.NewReader("同意")}))
		h.take(by, c.ID, "revise", flow.Form{"reason": "调整人员"})
		h.file(by, c.ID, "完成勘察设计", "全线通车并验收")
		d := h.find(by, c.ID)
		if len(d.Measures) != 2 || d.Measures[0].ID != first || d.Measures[0].Result != "设计已批复。" || d.Measures[0].Approved == 0 || len(d.Proofs[first]) != 1 || d.Measures[1].Done != 0 {
			h.Errorf("after the revision the measures are %+v, %+v", d.Measures, d.Proofs)
		}
		h.Must(h.Cases.NotDone(ctx, by, first))
		if got := h.light(c.Task); got != "yellow node_missed" {
			h.Errorf("taken back the light is %s", got)
		}
	})
}

// A task that asks for evidence is not closed without any.
func TestApply_WaitsForTheEvidenceThatIsAskedFor(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		by := caller(2, h.roads, access.Reporter)
		c, measures := h.approved(by)
		ask := app.Act{Needs: access.TaskAssign, Owner: c.Owner, Kind: "task"}
		if err := h.Change(h.Context(), h.office, ask, func(ctx context.Context, tx *store.Tx) error {
			task, err := store.Load[record.Task](ctx, tx, record.TaskTable, c.Owner, c.Task)
			if err != nil {
				return err
			}
			task.Proof = "交工验收报告"
			return store.Update(ctx, tx, record.TaskTable, &task)
		}); err != nil {
			h.Fatal(err)
		}
		h.refuses("case-lacks", by, c.ID, "apply", flow.Form{"result": "已通车"})
		h.Must(h.Cases.Prove(h.Context(), by, measures[1].ID, intake.Uploaded{Name: "验收报告.pdf", Content: strings.NewReader("%PDF-1.4")}))
		h.take(by, c.ID, "apply", flow.Form{"result": "已通车"})
	})
}

// Nobody clears his own light: what was approved is judged until its revision is approved, whatever becomes of the revision.
func TestRevise_WhatWasApprovedIsInForceUntilTheRevisionIsApproved(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx, by := h.Context(), caller(2, h.roads, access.Reporter)
		c, _ := h.approved(by)
		h.Clock = h.Clock.AddDate(0, 0, 24) // 3 April: the first node is missed
		later := []casework.Measure{{What: "完成勘察设计", Person: "李四", On: instancetest.Day("2025-09-30")}}
		stands := func(when, step string, inForce, filed int) {
			h.Helper()
			d := h.find(by, c.ID)
			if got := h.light(c.Task); got != "yellow node_missed" || d.Step != step || len(d.Measures) != inForce || len(d.Revision) != filed {
				h.Errorf("%s: the light is %s, the case %s with %d measures in force and %d filed", when, got, d.Step, len(d.Measures), len(d.Revision))
			}
		}
		h.take(by, c.ID, "revise", flow.Form{"reason": "推迟节点"})
		if err := h.Cases.Undo(ctx, by, c.ID); instancetest.Key(err) != "case-built" {
			h.Errorf("a revision is withdrawn, not undone: %v", err)
		}
		h.refuses("case-lacks", by, c.ID, "propose", nil)
		h.Must(h.Cases.File(ctx, by, c.ID, later, false))
		stands("while it is written", "passed", 2, 1)
		h.Must(h.Cases.File(ctx, by, c.ID, later, true))
		stands("while it waits", "approving", 2, 1)
		h.take(h.office, c.ID, "send_back", flow.Form{"reason": "不同意推迟"})
		stands("returned", "passed", 2, 1)
		h.take(by, c.ID, "keep", nil)
		stands("withdrawn", "working", 2, 0)
		h.take(by, c.ID, "revise", flow.Form{"reason": "推迟节点"})
		h.Must(h.Cases.File(ctx, by, c.ID, later, true))
		h.take(h.office, c.ID, "approve", nil)
		if d := h.find(by, c.ID); len(d.Measures) != 1 || d.Measures[0].On != int64(later[0].On) || len(d.Revision) != 0 {
			h.Errorf("approved: %+v", d.Measures)
		}
		if got := h.light(c.Task); got == "yellow node_missed" {
			h.Errorf("once the revision is approved the light is %s", got)
		}
	})
}

// Nothing was approved yet: there is nothing to go back to.
func TestKeep_IsOfferedOnlyWhereSomethingWasApproved(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		by := caller(2, h.roads, access.Reporter)
		var c casework.Item
		for _, x := range h.cases(by, "assigned") {
			c = x
		}
		h.take(by, c.ID, "sign", nil)
		h.take(by, c.ID, "pass", flow.Form{"section": "建设科", "person": "李四"})
		h.refuses("case-not-offered", by, c.ID, "keep", nil)
	})
}
