package report_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/account"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/pgtest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/region"
)

var city = region.MustParse("190300")

// A house is an installation with a task that a unit reports on every month.
type house struct {
	*instance.Instance
	t       *testing.T
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
	for name, database := range map[string]func(testing.TB) string{"sqlite": func(testing.TB) string { return "" }, "postgresql": pgtest.Open} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := &house{t: t, unit: id(), task: id(), target: id()}
			h.Instance = instancetest.Open(t, database(t), func() time.Time { return time.Date(2025, 2, 10, 2, 0, 0, 0, time.UTC) })
			h.build()
			test(h)
		})
	}
}

func id() uuid.UUID { return uuid.Must(uuid.NewV7()) }

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) build() {
	h.t.Helper()
	ctx, keeper := h.t.Context(), app.System("test", access.OrganisationManage)
	h.must(h.Organisation.AddDivision(ctx, keeper, organisation.Division{ID: id(), Division: region.Division{Code: city, Name: "禾川市"}}))
	h.must(h.Organisation.AddUnit(ctx, keeper, organisation.Unit{ID: h.unit, Division: city, Name: "禾川市住房和城乡建设局"}))
	h.writer, h.signer, h.office = h.person(h.unit, access.Reporter), h.person(h.unit, access.Approver), h.person(id(), access.Supervisor)
	h.another = h.person(id(), access.Approver)
	call := app.System("test", access.DocumentAdopt)
	h.must(h.Change(ctx, call, app.Act{Needs: access.DocumentAdopt, Owner: 190300, Kind: "document"}, func(ctx context.Context, tx *store.Tx) error {
		head := func(n uuid.UUID) store.Record { return store.Record{Owner: 190300, ID: n} }
		document, goal := id(), int64(1200_0000)
		if err := errors.Join(
			put(ctx, tx, record.DocumentTable, &record.Document{Record: head(document), Title: "禾川市2025年乡村建设工作要点", State: record.DocumentAdopted, Force: record.ForceBinding}),
			put(ctx, tx, record.TaskTable, &record.Task{Record: head(h.task), Document: document, Ordinal: 1, Title: "改善农村住房", State: record.TaskOpen}),
			put(ctx, tx, record.DutyTable, &record.Duty{Record: head(id()), Document: document, Task: h.task, Unit: &h.unit, UnitName: "市住建局", Role: record.PartLead}),
			put(ctx, tx, record.TargetTable, &record.Target{Record: head(h.target), Task: h.task, Ordinal: 1, Metric: "农村危房改造", Op: "=", Value: &goal, Unit: "户"}),
		); err != nil {
			return err
		}
		for month := 1; month <= 2; month++ {
			last, err := period.NewDate(2025, month, 28)
			if err != nil {
				return err
			}
			h.due = append(h.due, id())
			if err := put(ctx, tx, record.DueTable, &record.Due{Record: head(h.due[month-1]), Task: h.task, Unit: h.unit, Period: "2025-0" + string(rune('0'+month)), On: int64(last), State: record.DueOpen}); err != nil {
				return err
			}
		}
		return nil
	}))
}

func put[T any](ctx context.Context, tx *store.Tx, t *relation.Table, r *T) error {
	_, err := store.Insert(ctx, tx, t, r)
	return err
}

// person is the call of somebody with a role in a unit, who has an account if he signs.
func (h *house) person(unit uuid.UUID, role access.Role) app.Call {
	return app.Call{From: "local", Request: "test", Actor: access.Actor{Account: id(), Unit: unit, Division: city, Grants: []access.Grant{{Role: role, Division: city}}}}
}

// hire gives the approver an account, so that reports have to be signed.
func (h *house) hire() {
	h.t.Helper()
	h.must(h.Accounts.Create(h.t.Context(), app.System("test", access.AccountManage, access.RoleGrant), account.New{
		ID: h.signer.Actor.Account, Name: "fenguan", Label: "周局长", Division: city, Unit: h.unit, Password: "Kodami-Rupeso-7342", Roles: []access.Role{access.Approver}}))
}

// write writes a report with a figure.
func (h *house) write(due int, n uuid.UUID, figure int64) {
	h.t.Helper()
	_, err := h.Reports.Write(h.t.Context(), h.writer, report.Written{ID: n, Due: h.due[due], Progress: "已开工", Problem: "冬季停工", Next: "复工", Values: []report.Figure{{Target: h.target, Value: quantity.Integer(figure)}}})
	h.must(err)
}

func (h *house) state(n uuid.UUID, want string) {
	h.t.Helper()
	f, err := h.Reports.Find(h.t.Context(), h.office, n)
	h.must(err)
	if f.Report.State != want {
		h.t.Errorf("the report is %s, not %s", f.Report.State, want)
	}
}

// figure is what the ledger says was reached.
func (h *house) figure() int64 {
	h.t.Helper()
	page, err := h.Tasks.Find(h.t.Context(), h.office, h.task)
	h.must(err)
	return page.Figures[h.target].Value / 10_000
}

func key(err error) string {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f.Key
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// Where somebody signs for a unit, its reports go out by his hand only.
func TestSign_ReportsGoOutByTheHandOfTheirApprover(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx, n := h.t.Context(), id()
		h.hire()
		h.write(0, n, 100)
		if state, err := h.Reports.Submit(ctx, h.writer, n); state != record.ReportSigning || err != nil {
			h.t.Fatalf("handed in it is %s, %v", state, err)
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
				h.t.Errorf("%s: it was done", name)
			}
		}
		if waiting, err := h.Reports.Waiting(ctx, h.signer, access.ReportSign, false, record.ReportSigning); err != nil || len(waiting) != 1 || waiting[0].Item.Title != "改善农村住房" || waiting[0].StepDue == 0 {
			h.t.Errorf("to be signed: %+v, %v", waiting, err)
		}
		if waiting, err := h.Reports.Waiting(ctx, h.another, access.ReportSign, false, record.ReportSigning); err != nil || len(waiting) != 0 {
			h.t.Errorf("another unit's leader has to sign %+v, %v", waiting, err)
		}
		_, err := h.Reports.SendBack(ctx, h.signer, n, "补充开工户数")
		h.must(err)
		h.state(n, record.ReportReturned)
		h.write(0, n, 120)
		_, err = h.Reports.Submit(ctx, h.writer, n)
		h.must(err)
		for range 2 { // the same request again changes nothing
			_, err = h.Reports.Sign(ctx, h.signer, n, "同意")
			h.must(err)
		}
		h.state(n, record.ReportSubmitted)
		_, err = h.Reports.Accept(ctx, h.office, n)
		h.must(err)
		if got := h.figure(); got != 120 {
			h.t.Errorf("the figure is %d", got)
		}
	})
}

func TestSubmit_AUnitWithoutAnApproverSubmitsItself(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		n := id()
		h.write(0, n, 100)
		if state, err := h.Reports.Submit(h.t.Context(), h.writer, n); state != record.ReportSubmitted || err != nil {
			h.t.Errorf("handed in it is %s, %v", state, err)
		}
	})
}

// An accepted figure is corrected by a new version; until that is accepted the old one counts.
func TestCorrect_TheOldVersionCountsUntilTheNewOneIsAccepted(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx, n, fresh := h.t.Context(), id(), id()
		h.write(0, n, 500)
		_, err := h.Reports.Submit(ctx, h.writer, n)
		h.must(err)
		if err := h.Reports.Correct(ctx, h.writer, n, fresh, "重复计数"); key(err) != "report-not-accepted" {
			h.t.Errorf("a report nobody accepted was corrected: %v", err)
		}
		_, err = h.Reports.Accept(ctx, h.office, n)
		h.must(err)
		if err := h.Reports.Correct(ctx, h.writer, n, fresh, " "); key(err) != "correct-reason" {
			h.t.Errorf("corrected without a reason: %v", err)
		}
		for range 2 {
			h.must(h.Reports.Correct(ctx, h.writer, n, fresh, "重复计数"))
		}
		if err := h.Reports.Correct(ctx, h.writer, n, id(), "再更正"); key(err) != "correct-begun" {
			h.t.Errorf("corrected twice at once: %v", err)
		}
		if waiting, err := h.Reports.Waiting(ctx, h.writer, access.ReportWrite, true, record.ReportDraft); err != nil || len(waiting) != 1 || waiting[0].Number != 2 {
			h.t.Errorf("to be corrected: %+v, %v", waiting, err)
		}
		h.write(0, fresh, 480)
		_, err = h.Reports.Submit(ctx, h.writer, fresh)
		h.must(err)
		h.state(n, record.ReportAccepted)
		if got := h.figure(); got != 500 {
			h.t.Errorf("before it is accepted the figure is %d", got)
		}
		_, err = h.Reports.Return(ctx, h.office, fresh, "附说明")
		h.must(err)
		h.write(0, fresh, 470)
		_, err = h.Reports.Submit(ctx, h.writer, fresh)
		h.must(err)
		_, err = h.Reports.Accept(ctx, h.office, fresh)
		h.must(err)
		h.state(n, record.ReportCorrected)
		h.state(fresh, record.ReportAccepted)
		if got := h.figure(); got != 470 {
			h.t.Errorf("the figure is %d", got)
		}
		f, err := h.Reports.Find(ctx, h.office, n)
		h.must(err)
		if f.Report.ID != n || len(f.Versions) != 2 || len(f.Values) != 1 || f.Values[0].Value != 500_0000 {
			h.t.Errorf("the old version shows %+v of %d versions, %+v", f.Report, len(f.Versions), f.Values)
		}
	})
}

// A report is begun with what was accepted for the period before.
func TestForm_KnowsThePeriodBefore(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx, n := h.t.Context(), id()
		if f, err := h.Reports.Form(ctx, h.writer, h.due[1]); err != nil || f.Before != nil {
			h.t.Errorf("before anything was reported: %+v, %v", f.Before, err)
		}
		h.write(0, n, 300)
		_, err := h.Reports.Submit(ctx, h.writer, n)
		h.must(err)
		_, err = h.Reports.Accept(ctx, h.office, n)
		h.must(err)
		f, err := h.Reports.Form(ctx, h.writer, h.due[1])
		h.must(err)
		if f.Before == nil || f.Before.Next != "复工" || f.LastOf != "2025-01" || f.Last[h.target] != 300_0000 {
			h.t.Errorf("the form begins with %+v of %q, %v", f.Before, f.LastOf, f.Last)
		}
	})
}
