package report_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/auditing"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/quantity"
)

// as is the call of one of People as he may act today.
func (h *house) as(name string) app.Call {
	h.Helper()
	var a access.Actor
	h.Must(h.Store.Read(h.Context(), store.Unscoped, func(ctx context.Context, v *store.View) (err error) {
		a, err = app.ActorOf(ctx, v, h.People[name].Account, h.Today())
		return err
	}))
	return instancetest.Call(a)
}

// While the only approver is away his stand-in signs the unit's reports, except what he wrote himself; before and after he does not, and nobody else ever does.
func TestSign_AStandInSignsWhileTheApproverIsAway(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx := h.Context()
		for name, role := range map[string]access.Role{"周局长": access.Approver, "张三": access.Reporter, "李四": access.Reporter, "管理员": access.Security} {
			h.Hire(name, h.unit, role)
		}
		other := h.Unit("禾川市水务局")
		h.Hire("水务局长", other, access.Approver)
		h.Hire("水务承办", other, access.Reporter)
		h.writer = h.as("张三")
		leave := func(who, standIn string) error {
			return h.Cases.Leave(ctx, h.as(who), instancetest.ID(), h.People[standIn].Account, instancetest.Day("2025-02-11"), instancetest.Day("2025-02-12"))
		}
		for standIn, want := range map[string]string{"管理员": "absence-signer", "水务承办": "case-colleague", "周局长": "case-colleague"} {
			h.Refused(leave("周局长", standIn), want)
		}
		people, err := h.Cases.StandIns(ctx, h.as("周局长"))
		if err != nil || len(people) != 2 {
			h.Errorf("who may stand in: %+v, %v", people, err)
		}
		h.Must(leave("周局长", "李四"))
		h.Must(leave("水务局长", "水务承办")) // who stands in, in another unit

		n, own := instancetest.ID(), instancetest.ID()
		h.write(0, n, 100)
		_, err = h.Reports.Submit(ctx, h.writer, n)
		h.Must(err)
		figure := []report.Figure{{Target: h.target, Value: quantity.Integer(7)}}
		made, err := h.Reports.Write(ctx, h.as("李四"), report.Written{ID: own, Due: h.due[1], Progress: "李四写的"})
		h.Must(err)
		_, err = h.Reports.Write(ctx, h.writer, report.Written{ID: own, Due: h.due[1], Progress: "张三改了", Values: figure, Version: made.Version}) // which does not make it another's
		h.Must(err)
		_, err = h.Reports.Submit(ctx, h.writer, own)
		h.Must(err)
		sign := func(name string, id uuid.UUID) error {
			_, err := h.Reports.Sign(ctx, h.as(name), id, "")
			return err
		}
		h.Refused(sign("李四", n), "forbidden") // the day before
		h.On("2025-02-11")
		h.Refused(sign("张三", n), "forbidden")
		h.Refused(sign("管理员", n), "forbidden")
		h.Refused(sign("水务承办", n), "record-missing")
		h.Refused(sign("李四", own), "report-own")
		if waiting, err := h.Reports.Waiting(ctx, h.as("李四"), access.ReportSign, false, record.ReportSigning); err != nil || len(waiting) != 2 {
			h.Errorf("to be signed: %+v, %v", waiting, err)
		}
		h.Must(sign("李四", n))
		f, err := h.Reports.Find(ctx, h.office, n)
		h.Must(err)
		if f.Report.State != record.ReportSubmitted || f.Signer != "李四" || f.For != "周局长" {
			h.Errorf("it is %s, signed by %s for %s", f.Report.State, f.Signer, f.For)
		}
		events, err := h.Audit.Find(ctx, instancetest.Person(uuid.Nil, access.Auditor), auditing.Filter{Action: "report.sign"}, 10)
		if err != nil || len(events) != 1 || events[0].Who != "李四" || events[0].Detail["for"] != "周局长" {
			h.Errorf("the audit has %+v, %v", events, err)
		}
		h.On("2025-02-13")
		h.Refused(sign("李四", own), "forbidden") // the day after
		h.Must(sign("周局长", own))
		if f, err := h.Reports.Find(ctx, h.office, own); err != nil || f.Signer != "周局长" || f.For != "" {
			h.Errorf("it is signed by %s for %q, %v", f.Signer, f.For, err)
		}
	})
}

// A leave hands nothing on of somebody who was locked, or has lost what he would hand on.
func TestSign_NobodyStandsInForWhoMayNotSign(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		ctx := h.Context()
		h.Hire("周局长", h.unit, access.Approver)
		h.Hire("张三", h.unit, access.Reporter)
		h.Must(h.Cases.Leave(ctx, h.as("周局长"), instancetest.ID(), h.People["张三"].Account, instancetest.Day("2025-02-10"), instancetest.Day("2025-02-12")))
		if a := h.as("张三").Actor; len(a.StandsFor) != 1 || access.Holds(a, access.ReportSign) != nil {
			h.Fatalf("he stands in for %v", a.StandsFor)
		}
		h.Office.Write(func(ctx context.Context, tx *store.Tx) error {
			a, err := store.Load[record.Account](ctx, tx, record.AccountTable, 0, h.People["周局长"].Account)
			if err != nil {
				return err
			}
			a.IsDisabled = true
			return store.Update(ctx, tx, record.AccountTable, &a)
		})
		if a := h.as("张三").Actor; len(a.StandsFor) != 0 || access.Holds(a, access.ReportSign) == nil {
			h.Errorf("he stands in for %v", a.StandsFor)
		}
	})
}
