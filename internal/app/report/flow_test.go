package report_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/account"
	"github.com/wenxiao/wenxiao/internal/app/auditing"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// A house is an office with a task that a unit reports on every month.
type house struct {
	*instancetest.Office
	unit    uuid.UUID
	task    uuid.UUID
	target  uuid.UUID
	due     []uuid.UUID // by month, from January
	writer  app.Call
	signer  app.Call
	office  app.Call
	another app.Call
}

func onEach(t *testing.T, test func(h *house)) {
	t.Helper()
	instancetest.Each(t, func(t *testing.T, database string) {
		h := &house{Office: instancetest.NewOffice(t, database, "2025-02-10")}
		h.unit = h.Unit("禾川市住房和城乡建设局")
		h.writer, h.signer, h.office = instancetest.Person(h.unit, access.Reporter), instancetest.Person(h.unit, access.Approver), instancetest.Person(instancetest.ID(), access.Supervisor)
		h.another = instancetest.Person(instancetest.ID(), access.Approver)
		goal := int64(1200_0000)
		targets := []record.Target{{Metric: "农村危房改造", Op: "=", Value: &goal, Unit: "户"}}
		due := []record.Due{{Period: "2025-01", On: int64(instancetest.Day("2025-01-28"))}, {Period: "2025-02", On: int64(instancetest.Day("2025-02-28"))}}
		task, _ := h.Adopt(instancetest.Order{Title: "改善农村住房", Lead: h.unit, Targets: targets, Due: due})
		h.task, h.target, h.due = task.ID, targets[0].ID, []uuid.UUID{due[0].ID, due[1].ID}
		test(h)
	})
}

// hire gives the approver an account, so that reports have to be signed.
func (h *house) hire() {
	h.Helper()
	h.Must(h.Accounts.Create(h.Context(), app.System("test", access.AccountManage, access.RoleGrant), account.New{
		ID: h.signer.Actor.Account, Name: "fenguan", Label: "周局长", Division: instancetest.Here, Unit: h.unit, Password: "Kodami-Rupeso-7342", Roles: []access.Role{access.Approver}}))
}

// write writes a report with a figure.
func (h *house) write(due int, n uuid.UUID, figure int64) {
	h.Helper()
	w := report.Written{ID: n, Due: h.due[due], Progress: "已开工", Problem: "冬季停工", Next: "复工", Values: []report.Figure{{Target: h.target, Value: quantity.Integer(figure)}}}
	if f, err := h.Reports.Find(h.Context(), h.writer, n); err == nil {
		w.Version = f.Report.Version
	}
	_, err := h.Reports.Write(h.Context(), h.writer, w)
	h.Must(err)
}

func (h *house) state(n uuid.UUID, want string) {
	h.Helper()
	f, err := h.Reports.Find(h.Context(), h.office, n)
	h.Must(err)
	if f.Report.State != want {
		h.Errorf("the report is %s, not %s", f.Report.State, want)
	}
}

// figure is what the ledger says was reached.
func (h *house) figure() int64 {
	h.Helper()
	page, err := h.Tasks.Find(h.Context(), h.office, h.task)
	h.Must(err)
	return page.Figures[h.target].Value / 10_000
}

// Where somebody signs for a unit, its reports go out by his hand only.
func TestSign_ReportsGoOutByTheHandOfTheirApprover(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx, n := h.Context(), instancetest.ID()
		h.hire()
		h.write(0, n, 100)
		if state, err := h.Reports.Submit(ctx, h.writer, n); state != record.ReportSigning || err != nil {
			h.Fatalf("handed in it is %s, %v", state, err)
		}
		for name, try := range map[string]func() error{
			"its writer signs":      func() error { _, err := h.Reports.Sign(ctx, h.writer, n, ""); return err },
			"another unit's leader": func() error { _, err := h.Reports.Sign(ctx, h.another, n, ""); return err },
			"the office accepts":    func() error { _, err := h.Reports.Accept(ctx, h.office, n); return err },
			"it is written in meanwhile": func() error {
				_, err := h.Reports.Write(ctx, h.writer, report.Written{ID: n, Due: h.due[0], Progress: "改"})
				return err
			},
			"it is sent back without a reason": func() error { _, err := h.Reports.SendBack(ctx, h.signer, n, " "); return err },
		} {
			if err := try(); err == nil {
				h.Errorf("%s: it was done", name)
			}
		}
		if waiting, err := h.Reports.Waiting(ctx, h.signer, access.ReportSign, false, record.ReportSigning); err != nil || len(waiting) != 1 || waiting[0].Item.Title != "改善农村住房" || waiting[0].StepDue == 0 {
			h.Errorf("to be signed: %+v, %v", waiting, err)
		}
		if waiting, err := h.Reports.Waiting(ctx, h.another, access.ReportSign, false, record.ReportSigning); err != nil || len(waiting) != 0 {
			h.Errorf("another unit's leader has to sign %+v, %v", waiting, err)
		}
		_, err := h.Reports.SendBack(ctx, h.signer, n, "补充开工户数")
		h.Must(err)
		if f, err := h.Reports.Find(ctx, h.writer, n); err != nil || f.Report.State != record.ReportReturned {
			h.Errorf("sent back it is %+v, %v", f.Report, err)
		}
		h.write(0, n, 120)
		_, err = h.Reports.Submit(ctx, h.writer, n)
		h.Must(err)
		for range 2 { // the same request again changes nothing
			_, err = h.Reports.Sign(ctx, h.signer, n, "同意")
			h.Must(err)
		}
		h.state(n, record.ReportSubmitted)
		_, err = h.Reports.Accept(ctx, h.office, n)
		h.Must(err)
		if got := h.figure(); got != 120 {
			h.Errorf("the figure is %d", got)
		}
	})
}

func TestSubmit_AUnitWithoutAnApproverSubmitsItself(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		n := instancetest.ID()
		h.write(0, n, 100)
		if state, err := h.Reports.Submit(h.Context(), h.writer, n); state != record.ReportSubmitted || err != nil {
			h.Errorf("handed in it is %s, %v", state, err)
		}
	})
}

// An accepted figure is corrected by a new version; until that is accepted the old one counts.
func TestCorrect_TheOldVersionCountsUntilTheNewOneIsAccepted(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx, n, fresh := h.Context(), instancetest.ID(), instancetest.ID()
		h.write(0, n, 500)
		_, err := h.Reports.Submit(ctx, h.writer, n)
		h.Must(err)
		if err := h.Reports.Correct(ctx, h.writer, n, fresh, "重复计数"); instancetest.Key(err) != "report-not-accepted" {
			h.Errorf("a report nobody accepted was corrected: %v", err)
		}
		_, err = h.Reports.Accept(ctx, h.office, n)
		h.Must(err)
		if err := h.Reports.Correct(ctx, h.writer, n, fresh, " "); instancetest.Key(err) != "correct-reason" {
			h.Errorf("corrected without a reason: %v", err)
		}
		for range 2 {
			h.Must(h.Reports.Correct(ctx, h.writer, n, fresh, "重复计数"))
		}
		if err := h.Reports.Correct(ctx, h.writer, n, instancetest.ID(), "再更正"); instancetest.Key(err) != "correct-begun" {
			h.Errorf("corrected twice at once: %v", err)
		}
		if waiting, err := h.Reports.Waiting(ctx, h.writer, access.ReportWrite, true, record.ReportDraft); err != nil || len(waiting) != 1 || waiting[0].Number != 2 {
			h.Errorf("to be corrected: %+v, %v", waiting, err)
		}
		h.write(0, fresh, 480)
		_, err = h.Reports.Submit(ctx, h.writer, fresh)
		h.Must(err)
		h.state(n, record.ReportAccepted)
		if got := h.figure(); got != 500 {
			h.Errorf("before it is accepted the figure is %d", got)
		}
		_, err = h.Reports.Return(ctx, h.office, fresh, "附说明")
		h.Must(err)
		h.write(0, fresh, 470)
		_, err = h.Reports.Submit(ctx, h.writer, fresh)
		h.Must(err)
		_, err = h.Reports.Accept(ctx, h.office, fresh)
		h.Must(err)
		h.state(n, record.ReportCorrected)
		h.state(fresh, record.ReportAccepted)
		if got := h.figure(); got != 470 {
			h.Errorf("the figure is %d", got)
		}
		f, err := h.Reports.Find(ctx, h.office, n)
		h.Must(err)
		if f.Report.ID != n || len(f.Versions) != 2 || len(f.Values) != 1 || f.Values[0].Value != 500_0000 {
			h.Errorf("the old version shows %+v of %d versions, %+v", f.Report, len(f.Versions), f.Values)
		}
	})
}

// A report is begun with what was accepted for the period before.
func TestForm_KnowsThePeriodBefore(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx, n := h.Context(), instancetest.ID()
		if f, err := h.Reports.Form(ctx, h.writer, h.due[1]); err != nil || f.Before != nil {
			h.Errorf("before anything was reported: %+v, %v", f.Before, err)
		}
		h.write(0, n, 300)
		_, err := h.Reports.Submit(ctx, h.writer, n)
		h.Must(err)
		_, err = h.Reports.Accept(ctx, h.office, n)
		h.Must(err)
		f, err := h.Reports.Form(ctx, h.writer, h.due[1])
		h.Must(err)
		if f.Before == nil || f.Before.Next != "复工" || f.LastOf != "2025-01" || f.Last[h.target] != 300_0000 {
			h.Errorf("the form begins with %+v of %q, %v", f.Before, f.LastOf, f.Last)
		}
	})
}

// Whether a report is late is decided when it first reaches the office. One that comes back has the limit of the return, and is neither late nor missing
// within it; before it has left the unit for the first time it is nothing but missing.
func TestSubmit_AReturnedReportThatWasInTimeIsNotLate(t *testing.T) {
	t.Parallel()
	type act struct{ on, do string }
	in, back := act{"2025-01-27", "submit"}, act{"2025-02-05", "return"}
	signed := act{"2025-01-27", "sign"}
	onEach(t, func(h *house) {
		for _, x := range []struct {
			name    string
			acts    []act
			isLate  bool
			missing int64 // once all is done
			until   string
		}{
			{name: "again within the limit", acts: []act{in, back, {"2025-02-07", "submit"}}, until: "2025-01-28"},
			{name: "back, and the limit runs", acts: []act{in, back, {"2025-02-08", ""}}, until: "2025-02-08"},
			{name: "back, and the limit is out", acts: []act{in, back, {"2025-02-09", ""}}, missing: 1, until: "2025-02-08"},
			{name: "again after the limit", acts: []act{in, back, {"2025-02-09", "submit"}}, isLate: true, until: "2025-01-28"},
			{name: "back twice", acts: []act{in, back, {"2025-02-07", "submit"}, {"2025-02-17", "return"}, {"2025-02-20", "submit"}}, until: "2025-01-28"},
			{name: "late at first", acts: []act{{"2025-02-05", "submit"}, {"2025-02-06", "return"}, {"2025-02-07", "submit"}}, isLate: true, until: "2025-01-28"},
			{name: "hire"}, // from here on reports are signed
			{name: "signed within the limit", acts: []act{in, signed, back, {"2025-02-06", "submit"}, {"2025-02-08", "sign"}}, until: "2025-01-28"},
			{name: "signed after the limit", acts: []act{in, signed, back, {"2025-02-06", "submit"}, {"2025-02-09", "sign"}}, isLate: true, until: "2025-01-28"},
			{name: "sent back in the unit", acts: []act{in, {"2025-01-28", "send back"}, {"2025-02-05", ""}}, missing: 1, until: "2025-01-28"},
		} {
			if x.name == "hire" {
				h.hire()
				continue
			}
			due := []record.Due{{Period: "2025-01", On: int64(instancetest.Day("2025-01-28"))}}
			targets := []record.Target{{Metric: "户数"}}
			of, _ := h.Adopt(instancetest.Order{Title: x.name, Lead: h.unit, Targets: targets, Due: due})
			h.due, h.target = []uuid.UUID{due[0].ID}, targets[0].ID
			h.On("2025-01-20")
			n := instancetest.ID()
			h.write(0, n, 100)
			for _, a := range x.acts {
				h.On(a.on)
				h.take(a.do, n)
			}
			f, err := h.Reports.Find(h.Context(), h.writer, n)
			h.Must(err)
			if f.Report.IsLate != x.isLate || f.Due.Until() != int64(instancetest.Day(x.until)) {
				h.Errorf("%s: late %t, want %t; until %v, want %s", x.name, f.Report.IsLate, x.isLate, period.Date(f.Due.Until()), x.until)
			}
			page, err := h.Tasks.Find(h.Context(), h.office, of.ID)
			h.Must(err)
			_, listed, err := h.Reports.Pile(h.Context(), h.office, access.DueRead, list.Asking("when", "overdue").With("task", of.ID.String()))
			h.Must(err)
			if int64(page.Late) != x.missing || listed != x.missing {
				h.Errorf("%s: missing are %d, in the list %d, want %d", x.name, page.Late, listed, x.missing)
			}
		}
	})
}

// take lets what stands in a test happen to a report.
func (h *house) take(what string, n uuid.UUID) {
	h.Helper()
	ctx := h.Context()
	var err error
	switch what {
	case "submit":
		_, err = h.Reports.Submit(ctx, h.writer, n)
	case "sign":
		_, err = h.Reports.Sign(ctx, h.signer, n, "")
	case "send back":
		_, err = h.Reports.SendBack(ctx, h.signer, n, "补充")
	case "return":
		_, err = h.Reports.Return(ctx, h.office, n, "补充佐证")
	}
	h.Must(err)
}

// A correction that was begun can be dropped while it is the unit's own: nothing of it counts, and another can be begun, or the year closed.
func TestWithdraw_ACorrectionIsDropped(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx, n, first, second, third := h.Context(), instancetest.ID(), instancetest.ID(), instancetest.ID(), instancetest.ID()
		h.write(0, n, 500)
		h.Refused(h.Reports.Withdraw(ctx, h.writer, n), "correct-handed") // it corrects none
		h.Hand(h.writer, n, h.office)
		h.Must(h.Reports.Correct(ctx, h.writer, n, first, "点错了"))
		h.write(0, first, 5000)
		h.Refused(h.Reports.Withdraw(ctx, instancetest.Person(instancetest.ID(), access.Reporter), first), "record-missing")
		for range 2 { // the same request again changes nothing
			h.Must(h.Reports.Withdraw(ctx, h.writer, first))
		}
		if f, err := h.Reports.Find(ctx, h.writer, first); err != nil || f.Report.State != record.ReportWithdrawn {
			h.Errorf("the correction is %+v, %v", f.Report, err)
		}
		_, err := h.Reports.Write(ctx, h.writer, report.Written{ID: first, Due: h.due[0], Progress: "改"})
		h.Refused(err, "report-closed")
		if f, err := h.Reports.Form(ctx, h.writer, h.due[0]); err != nil || f.Report.ID != n || f.Correction != uuid.Nil || len(f.Sheets) != 1 {
			h.Errorf("the item shows %+v, %v", f.Report, err)
		}
		if waiting, err := h.Reports.Waiting(ctx, h.writer, access.ReportWrite, true, record.ReportDraft, record.ReportReturned); err != nil || len(waiting) != 0 {
			h.Errorf("still to be corrected: %+v, %v", waiting, err)
		}
		h.Must(h.Reports.Correct(ctx, h.writer, n, second, "重复计数"))
		h.Hand(h.writer, second)
		h.Refused(h.Reports.Withdraw(ctx, h.writer, second), "correct-handed")
		_, err = h.Reports.Return(ctx, h.office, second, "没有依据")
		h.Must(err)
		h.Must(h.Reports.Withdraw(ctx, h.writer, second))
		if got := h.figure(); got != 500 {
			h.Errorf("the figure is %d", got)
		}
		h.Must(h.Reports.Correct(ctx, h.writer, n, third, "重复计数"))
		h.write(0, third, 480)
		h.Hand(h.writer, third, h.office)
		f, err := h.Reports.Find(ctx, h.office, third)
		h.Must(err)
		if got := h.figure(); got != 480 || f.Report.Number != 4 {
			h.Errorf("the figure is %d by version %d", got, f.Report.Number)
		}
		events, err := h.Audit.Find(ctx, instancetest.Person(uuid.Nil, access.Auditor), auditing.Filter{Action: "report.withdraw"}, 10)
		if err != nil || len(events) != 3 || events[0].Object != second {
			h.Errorf("the audit has %+v, %v", events, err)
		}
	})
}
