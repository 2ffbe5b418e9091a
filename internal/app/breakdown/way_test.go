package breakdown_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/app/supervision"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// hired is somebody of the eastern county's bureau with an account.
func (o *town) hired(name string, role access.Role) app.Call {
	o.Helper()
	a := instancetest.Person(o.eastern.Actor.Unit, role).Actor
	a.Division, a.Grants[0].Division = east, east
	o.Write(func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Insert(ctx, tx, record.AccountTable, &record.Account{Reference: store.Reference{ID: a.Account}, Name: name, Label: name, Division: int64(east.Owner()), Unit: &a.Unit})
		_, err2 := store.Insert(ctx, tx, record.GrantTable, &record.Grant{Reference: store.Reference{ID: instancetest.ID()}, Account: a.Account, Role: string(role), Division: int64(east.Owner())})
		return errors.Join(err, err2)
	})
	return instancetest.Call(a)
}

// A county's report on its part goes the whole way: evidence, handing in, recalled, sent back, signed by a stand-in, returned, on paper, accepted, corrected.
func TestPart_ItsReportGoesTheWholeWay(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		ctx := o.Context()
		o.both()
		writer, colleague, signer := o.hired("李四", access.Reporter), o.hired("王五", access.Reporter), o.hired("周局长", access.Approver)
		due := o.owed(o.eastern)[0].ID
		_, book, err := o.Sheets.Workbook(ctx, writer, "", locale.Zh)
		o.Must(err)
		if _, err := o.Sheets.TakeIn(ctx, writer, intake.Uploaded{ID: instancetest.ID(), Name: "填报.xlsx", Content: bytes.NewReader(book)}); err != nil {
			o.Errorf("its workbook: %v", err)
		}
		id, err := o.Report(writer, due, 300)
		o.Must(err)
		e, err := o.Reports.Attach(ctx, writer, id, intake.Uploaded{ID: instancetest.ID(), Name: "验收.txt", Content: strings.NewReader("已验收")})
		o.Must(err)
		step := func(move func(context.Context, app.Call, uuid.UUID) (string, error), by app.Call, want string) {
			o.Helper()
			if state, err := move(ctx, by, id); err != nil || state != want {
				o.Fatalf("it is %s, want %s: %v", state, want, err)
			}
		}
		back := func(by app.Call, move func(context.Context, app.Call, uuid.UUID, string) (string, error)) {
			o.Helper()
			_, err := move(ctx, by, id, "请补充")
			o.Must(err)
		}
		step(o.Reports.Submit, writer, record.ReportSigning)
		step(o.Reports.Recall, writer, record.ReportDraft)
		step(o.Reports.Submit, writer, record.ReportSigning)
		back(signer, o.Reports.SendBack)
		step(o.Reports.Submit, writer, record.ReportSigning)
		o.Must(o.Cases.Leave(ctx, signer, instancetest.ID(), colleague.Actor.Account, period.Date(o.Today()), period.Date(o.Today()+9)))
		o.Must(o.Store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) (err error) {
			colleague.Actor, err = app.ActorOf(ctx, v, colleague.Actor.Account, o.Today())
			return err
		}))
		_, err = o.Reports.Sign(ctx, colleague, id, "")
		o.Must(err)
		back(o.office, o.Reports.Return)
		o.Clock = o.Clock.AddDate(0, 0, 1)
		step(o.Reports.Submit, writer, record.ReportSigning)
		_, err = o.Reports.Sign(ctx, signer, id, "")
		o.Must(err)
		f, err := o.Reports.Find(ctx, writer, id)
		o.Must(err)
		if f.Report.IsLate || len(f.Evidence) != 1 || f.Evidence[0].ID != e.ID {
			o.Errorf("it is late: %t, with %d files", f.Report.IsLate, len(f.Evidence))
		}
		_, err = o.Reports.Scan(ctx, writer, f.Sheets[0].ID, intake.Uploaded{ID: instancetest.ID(), Name: "签字单.png", Content: strings.NewReader("\x89PNG\r\n\x1a\n")})
		o.Must(err)
		if x, err := o.Reports.ByCode(ctx, signer, f.Code()); err != nil || x.Report != id {
			o.Errorf("by its code it is %s, %v", x.Report, err)
		}
		step(o.Reports.Accept, o.office, record.ReportAccepted)
		dropped, correction := instancetest.ID(), instancetest.ID()
		o.Must(o.Reports.Correct(ctx, writer, id, dropped, "笔误"))
		o.Must(o.Reports.Withdraw(ctx, writer, dropped))
		o.Must(o.Reports.Correct(ctx, writer, id, correction, "笔误"))
		f, err = o.Reports.Find(ctx, writer, correction)
		o.Must(err)
		_, err = o.Reports.Write(ctx, writer, report.Written{ID: correction, Due: due, Progress: "更正", Version: f.Report.Version, Values: []report.Figure{{Target: o.part(writer).ID, Value: quantity.Integer(310)}}})
		o.Must(err)
		id = correction
		step(o.Reports.Submit, writer, record.ReportSigning)
		_, err = o.Reports.Sign(ctx, signer, id, "")
		o.Must(err)
		step(o.Reports.Accept, o.office, record.ReportAccepted)
		if got := o.task(o.target.Task).Figures[o.part(writer).ID].Value; got != 310_0000 {
			o.Errorf("the part stands at %d", got)
		}
		o.hidden(id)
	})
}

// hidden wants a county's report to be out of sight for the other county, for the unit that leads, and for the county's own supervision office, and the task for
// the latter.
func (o *town) hidden(id uuid.UUID) {
	o.Helper()
	head := instancetest.Person(uuid.Nil, access.Supervisor)
	head.Actor.Division, head.Actor.Grants[0].Division = east, east
	for name, by := range map[string]app.Call{"the other county": o.western, "the lead": o.lead, "the county's office": head} {
		if _, err := o.Reports.Find(o.Context(), by, id); fault.KindOf(err) != fault.NotFound {
			o.Errorf("%s reads it: %v", name, err)
		}
	}
	if _, err := o.Tasks.Find(o.Context(), head, o.target.Task); fault.KindOf(err) != fault.NotFound {
		o.Errorf("the county's office sees the city's task: %v", err)
	}
}

// Everything that may be asked about a number, a part and what is due on it its unit asks, and nobody else of the units.
func TestRequest_EachAboutAPartAndANumber(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		ctx := o.Context()
		by := o.eastern
		o.both()
		type asked struct {
			about string
			on    uuid.UUID
		}
		subjects := []asked{{record.AboutDue, o.owed(by)[0].ID}, {record.AboutTarget, o.part(by).ID}}
		forms := map[string]flow.Form{casework.Extension: {"day": "2026-03-31", "reason": "汛期"}, casework.Adjustment: {"value": "650", "reason": "区划调整"},
			casework.Suspension: {"reason": "汛期"}, casework.Cancellation: {"reason": "机构调整", "basis": "市政府常务会议"}}
		for _, x := range subjects {
			for _, workflow := range casework.Requests(x.about) {
				if a, err := o.Cases.Asking(ctx, by, x.about, x.on); err != nil || !slices.ContainsFunc(a.Offers, func(r casework.Request) bool { return r.Workflow.Name == workflow && len(r.Lacks) == 0 }) {
					o.Errorf("%s about a %s is not offered: %+v, %v", workflow, x.about, a.Offers, err)
				}
				for _, other := range []app.Call{o.western, o.lead} {
					if _, err := o.Cases.Ask(ctx, other, instancetest.ID(), workflow, x.about, x.on, forms[workflow]); err == nil {
						o.Errorf("another unit asks for the %s of a %s", workflow, x.about)
					}
				}
				for _, end := range []string{"withdraw", "refuse", "approve"} {
					c, err := o.Cases.Ask(ctx, by, instancetest.ID(), workflow, x.about, x.on, forms[workflow])
					o.Must(err)
					decider, form := o.office, flow.Form(nil)
					if end == "withdraw" {
						decider = by
					} else if end == "refuse" {
						form = flow.Form{"reason": "按原计划"}
					}
					o.take(decider, c.ID, end, form)
					if workflow == casework.Suspension && end == "approve" {
						o.take(o.office, c.ID, "resume", flow.Form{"reason": "复工"})
					}
				}
			}
			if x.about == record.AboutDue {
				o.owes(by, "one report of which was taken back", record.DueCancelled, record.DueOpen)
			}
		}
	})
}

// A sheet that is addressed to a county with a part is answered by it; the unit that leads does not see it.
func TestDirective_ToACountyWithAPart(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		ctx := o.Context()
		o.both()
		office := instancetest.Call(o.Hire("督查", o.Unit("市政府督查室"), access.Supervisor))
		d, err := o.Supervision.Propose(ctx, office, supervision.Draft{ID: instancetest.ID(), Task: o.target.Task, Unit: o.eastern.Actor.Unit, Step: o.Supervision.Ladders[0].Steps[0].Name, Basis: "进度滞后", Demand: "加快"})
		o.Must(err)
		if _, err := o.Dossiers.Sheet(ctx, o.eastern, d.ID, io.Discard); err != nil {
			o.Errorf("its paper: %v", err)
		}
		for name, by := range map[string]app.Call{"the lead": o.lead, "the other county": o.western} {
			if err := o.Supervision.Reply(ctx, by, d.ID, "代答"); fault.KindOf(err) != fault.NotFound {
				o.Errorf("%s answers it: %v", name, err)
			}
		}
		o.Must(o.Supervision.Reply(ctx, o.eastern, d.ID, "已加快"))
		o.Must(o.Supervision.Settle(ctx, office, d.ID, "属实"))
	})
}
