package casework_test

import (
	"testing"

	"github.com/wenxiao/wenxiao/internal/instance/instancetest"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/period"
)

func TestExtension_MovesTheDayTwiceAndNoMore(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		housing := caller(2, h.housing, access.Reporter)
		due := h.due(h.cases(housing)[0].Task)[0]
		ask := func(call app.Call, workflow, day string) (uuid.UUID, error) {
			c, err := h.Cases.Ask(h.Context(), call, uuid.Must(uuid.NewV7()), workflow, record.AboutDue, due.ID, flow.Form{"reason": "冬季停工", "day": day})
			return c.ID, err
		}
		first := period.Date(due.On)
		if _, err := ask(housing, casework.Extension, first.String()); instancetest.Key(err) != "extension-day" {
			h.Errorf("to the same day: %v", err)
		}
		if _, err := ask(caller(4, h.forest, access.Reporter), casework.Extension, (first + 5).String()); instancetest.Key(err) != "record-missing" {
			h.Errorf("another's: %v", err)
		}
		for i := range 2 {
			id, err := ask(housing, casework.Extension, (first + 10*period.Date(i+1)).String())
			h.Must(err)
			if _, err := ask(housing, casework.Extension, (first + 50).String()); instancetest.Key(err) != "case-lacks" {
				h.Errorf("while one is pending: %v", err)
			}
			h.refuses("case-not-offered", housing, id, "approve", nil)
			h.take(h.office, id, "approve", nil)
		}
		if now := h.due(due.Task)[0]; now.On != int64(first+20) || now.First != int64(first) {
			h.Errorf("due %s, first %s", period.Date(now.On), period.Date(now.First))
		}
		if _, err := ask(housing, casework.Extension, (first + 50).String()); instancetest.Key(err) != "case-lacks" {
			h.Errorf("a third time: %v", err)
		}
		h.Clock = h.Clock.AddDate(1, 0, 0)
		if _, err := ask(housing, casework.Extension, (first + 500).String()); instancetest.Key(err) != "case-lacks" {
			h.Errorf("once it has passed: %v", err)
		}
	})
}

func TestRequests_KeepWhatStoodAndTakeOutOfTheCount(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		housing := caller(2, h.housing, access.Reporter)
		task := h.cases(housing)[0].Task
		due, target := h.due(task)[0], h.target(task)
		ask := func(workflow, about string, on uuid.UUID, form flow.Form) uuid.UUID {
			h.Helper()
			c, err := h.Cases.Ask(h.Context(), housing, uuid.Must(uuid.NewV7()), workflow, about, on, form)
			h.Must(err)
			return c.ID
		}
		if _, err := h.Cases.Ask(h.Context(), housing, uuid.Must(uuid.NewV7()), casework.Adjustment, record.AboutDue, due.ID, nil); instancetest.Key(err) != "not-found" {
			h.Errorf("a due item has no figure to adjust: %v", err)
		}
		id := ask(casework.Adjustment, record.AboutTarget, target, flow.Form{"value": "1100.5", "reason": "上级调减"})
		h.take(h.office, id, "approve", nil)
		p, err := h.Tasks.Find(h.Context(), h.office, task)
		if err != nil || *p.Targets[0].Value != 11_005_000 || *p.Targets[0].First != 12_000_000 {
			h.Errorf("the target is %+v: %v", p.Targets, err)
		}
		if c := h.find(h.office, id); c.Was != "1200" || c.Asked != "1100.5" {
			h.Errorf("the request says %q to %q", c.Was, c.Asked)
		}
		id = ask(casework.Suspension, record.AboutDue, due.ID, flow.Form{"reason": "汛期"})
		h.take(h.office, id, "approve", nil)
		if got := h.due(task)[0].State; got != record.DueSuspended {
			h.Errorf("suspended: %s", got)
		}
		h.take(h.office, id, "resume", flow.Form{"reason": "汛期结束"})
		if got := h.due(task)[0].State; got != record.DueOpen {
			h.Errorf("resumed: %s", got)
		}
		id = ask(casework.Cancellation, record.AboutTarget, target, flow.Form{"reason": "机构调整", "basis": "市政府常务会议"})
		h.take(h.office, id, "refuse", flow.Form{"reason": "仍需完成"})
		id = ask(casework.Cancellation, record.AboutTarget, target, flow.Form{"reason": "机构调整", "basis": "市政府常务会议"})
		h.take(h.office, id, "approve", nil)
		if p, err := h.Tasks.Find(h.Context(), h.office, task); err != nil || p.Targets[0].State != record.TargetCancelled {
			h.Errorf("cancelled: %+v, %v", p.Targets, err)
		}
		if _, err := h.Cases.Ask(h.Context(), housing, uuid.Must(uuid.NewV7()), casework.Suspension, record.AboutTarget, target, flow.Form{"reason": "x"}); instancetest.Key(err) != "request-settled" {
			h.Errorf("about what was cancelled: %v", err)
		}
	})
}

// Nobody approves what he has asked himself.
func TestApprove_AnothersRequestOnly(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		task := h.cases(caller(2, h.housing, access.Reporter))[0].Task
		c, err := h.Cases.Ask(h.Context(), h.office, uuid.Must(uuid.NewV7()), casework.Adjustment, record.AboutTarget, h.target(task), flow.Form{"value": "1100", "reason": "上级调减"})
		h.Must(err)
		h.refuses("request-own", h.office, c.ID, "approve", nil)
		h.take(caller(9, uuid.Nil, access.Supervisor), c.ID, "approve", nil)
	})
}

// What was asked of a task that was closed meanwhile changes nothing any more.
func TestApprove_NothingOfAClosedTask(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		housing := caller(2, h.housing, access.Reporter)
		assignment := h.cases(housing)[0]
		due := h.due(assignment.Task)[0]
		c, err := h.Cases.Ask(h.Context(), housing, uuid.Must(uuid.NewV7()), casework.Suspension, record.AboutDue, due.ID, flow.Form{"reason": "汛期"})
		h.Must(err)
		h.take(h.office, assignment.ID, "cancel", flow.Form{"reason": "并入省级项目"})
		h.refuses("request-ended", h.office, c.ID, "approve", nil)
		if got := h.due(assignment.Task)[0].State; got != record.DueCancelled {
			h.Errorf("the item of a task that was taken back is %s", got)
		}
		h.take(h.office, c.ID, "refuse", flow.Form{"reason": "任务已撤销"})
	})
}

// Measures belong to an assignment: sent to a request they are refused as out of time.
func TestFile_RefusesMeasuresOfARequest(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		housing := caller(2, h.housing, access.Reporter)
		due := h.due(h.cases(housing)[0].Task)[0]
		c, err := h.Cases.Ask(h.Context(), housing, instancetest.ID(), casework.Suspension, record.AboutDue, due.ID, flow.Form{"reason": "冬季停工"})
		h.Must(err)
		h.Refused(h.Cases.File(h.Context(), housing, c.ID, []casework.Measure{{What: "开工", Person: "李四", On: period.Date(due.On)}}, true), "measures-step")
	})
}

// What is due does not rest while its report waits for the signature: whoever has that could neither sign it nor take it back.
func TestSuspension_NotWhileTheReportIsBeingSigned(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		housing, signer := h.Hire("writer", h.housing, access.Reporter), h.Hire("signer", h.housing, access.Approver)
		due := h.due(h.cases(instancetest.Call(housing))[0].Task)[0]
		c, err := h.Cases.Ask(h.Context(), instancetest.Call(housing), instancetest.ID(), casework.Suspension, record.AboutDue, due.ID, flow.Form{"reason": "停工"})
		h.Must(err)
		id, err := h.Report(instancetest.Call(housing), due.ID, 5)
		h.Must(err)
		h.Hand(instancetest.Call(housing), id)
		h.refuses("request-settled", h.office, c.ID, "approve", nil)
		_, err = h.Reports.Recall(h.Context(), instancetest.Call(housing), id)
		h.Must(err)
		h.take(h.office, c.ID, "approve", nil)
		h.take(h.office, c.ID, "resume", flow.Form{"reason": "复工"})
		if now := h.due(due.Task)[0]; now.State != record.DueOpen {
			h.Errorf("what was taken back by its unit goes on as %s", now.State)
		}
		h.Hand(instancetest.Call(housing), id)
		_, err = h.Reports.Sign(h.Context(), instancetest.Call(signer), id, "")
		h.Must(err)
	})
}

// Of a task that is closed nothing is asked for any more, of its numbers neither.
func TestAsking_NothingOfAClosedTask(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		housing := caller(2, h.housing, access.Reporter)
		c := h.cases(housing)[0]
		target := h.target(c.Task)
		h.take(h.office, c.ID, "cancel", flow.Form{"reason": "停建"})
		a, err := h.Cases.Asking(h.Context(), housing, record.AboutTarget, target)
		if h.Must(err); len(a.Offers) != 0 {
			h.Errorf("%d things can be asked", len(a.Offers))
		}
		_, err = h.Cases.Ask(h.Context(), housing, instancetest.ID(), casework.Adjustment, record.AboutTarget, target, flow.Form{"value": "5", "reason": "停建"})
		h.Refused(err, "request-settled")
	})
}
