package breakdown_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/inbox"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/app/reform"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/app/task"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// merged is somebody of the bureau into which the eastern county's is merged with another; its people move with it.
func (o *town) merged() app.Call {
	o.Helper()
	ctx := o.Context()
	other := o.AddUnit(organisation.Unit{Division: east, Name: "东山县城市管理局"})
	head := instancetest.Person(uuid.Nil, access.Supervisor)
	head.Actor.Division, head.Actor.Grants[0].Division = east, east
	c := reform.Change{ID: instancetest.ID(), Kind: record.ReformMerge, From: []uuid.UUID{o.eastern.Actor.Unit, other}, To: []reform.Successor{{Name: "东山县建设局"}}, On: period.Date(o.Today()), Basis: "机构改革方案"}
	o.Must(o.Reforms.Plan(ctx, head, c))
	o.Must(o.Reforms.Carry(ctx, head, c.ID, reform.Choices{}))
	all := instancetest.All[record.Unit](o.Office, record.UnitTable)
	next := o.eastern
	next.Actor.Before = []uuid.UUID{o.eastern.Actor.Unit, other}
	next.Actor.Unit = all[slices.IndexFunc(all, func(u record.Unit) bool { return u.Name == "东山县建设局" })].ID
	return next
}

// close closes the task.
func (o *town) close() {
	o.Helper()
	id := o.assignment()
	o.take(o.lead, id, "sign", nil)
	o.Must(o.Cases.File(o.Context(), o.lead, id, []casework.Measure{{What: "摸底", Person: "李四", On: period.Date(o.Today())}}, true))
	o.take(o.office, id, "approve", nil)
	o.take(o.lead, id, "apply", flow.Form{"result": "完成"})
	o.take(o.office, id, "close", flow.Form{"grade": "good"})
}

// What a county owed on a task that is opened again, its successor owes.
func TestReopen_ASuccessorHasThePart(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		ctx := o.Context()
		o.both()
		o.close()
		o.owes(o.eastern, "of a closed task", record.DueCancelled)
		next := o.merged()
		o.take(o.office, o.assignment(), "reopen", flow.Form{"finding": "反弹"})
		o.owes(next, "opened again", record.DueOpen)
		mine, _, err := o.Reports.DuePage(ctx, next, list.Asking("unit", list.Mine).Rows(uuid.Nil, 10))
		o.Must(err)
		if len(mine) == 0 || mine[0].Title == "" {
			o.Fatalf("it finds %+v", mine)
		}
		f, err := o.Reports.Form(ctx, next, mine[0].Due.ID)
		if err != nil || len(f.Targets) != 1 || *f.Targets[0].Value != 700_0000 {
			o.Errorf("it is asked for %+v, %v", f.Targets, err)
		}
		if p := o.task(o.target.Task); !slices.ContainsFunc(p.Duties, func(d task.Duty) bool { return *d.Unit == next.Actor.Unit }) {
			o.Errorf("the duties are %+v", p.Duties)
		}
	})
}

// Where another source has given a figure before a county was merged, its successor is asked about the gap.
func TestCompare_ASuccessorIsAsked(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		o.both()
		o.given(o.part(o.eastern).ID, 500)
		next := o.merged()
		o.report(next, 300)
		gaps := instancetest.All[record.OtherFigure](o.Office, record.OtherFigureTable)
		if len(gaps) != 1 || gaps[0].State != record.GapAsked || gaps[0].Unit != next.Actor.Unit {
			o.Errorf("the gaps are %+v", gaps)
		}
		o.Must(o.Figures.Explain(o.Context(), next, gaps[0].ID, "口径不同"))
	})
}

// A successor corrects what its predecessor reported, and whoever signs for it signs that.
func TestCorrect_ASuccessorsApproverSigns(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		ctx := o.Context()
		o.both()
		o.report(o.eastern, 300)
		accepted := instancetest.All[record.Report](o.Office, record.ReportTable)[0]
		next := o.merged()
		signer := o.Hire("周局长", next.Actor.Unit, access.Approver)
		signer.Before = next.Actor.Before
		id := instancetest.ID()
		o.Must(o.Reports.Correct(ctx, next, accepted.ID, id, "笔误"))
		f, err := o.Reports.Find(ctx, next, id)
		o.Must(err)
		if len(f.Targets) != 1 || len(f.Values) != 1 {
			o.Fatalf("it corrects %+v of %+v", f.Values, f.Targets)
		}
		_, err = o.Reports.Write(ctx, next, report.Written{ID: id, Due: accepted.Due, Progress: "更正", Version: f.Report.Version, Values: []report.Figure{{Target: f.Targets[0].ID, Value: quantity.Integer(310)}}})
		o.Must(err)
		if state, err := o.Reports.Submit(ctx, next, id); err != nil || state != record.ReportSigning {
			o.Errorf("handed in it is %s, %v", state, err)
		}
		_, err = o.Reports.Sign(ctx, instancetest.Call(signer), id, "")
		o.Must(err)
		_, err = o.Reports.Return(ctx, o.office, id, "请补充")
		o.Must(err)
		if told := o.Told("周局长"); !slices.Contains(told, inbox.Returned) {
			o.Errorf("that it came back is told as %v", told)
		}
		_, err = o.Reports.Submit(ctx, next, id)
		o.Must(err)
		_, err = o.Reports.Sign(ctx, instancetest.Call(signer), id, "")
		o.Must(err)
		_, err = o.Reports.Accept(ctx, o.office, id)
		o.Must(err)
		if g := o.task(o.target.Task).Figures[f.Targets[0].ID]; g.Value != 310_0000 {
			o.Errorf("the part stands at %d", g.Value)
		}
	})
}

// A successor fills its report in from what its predecessor reported last.
func TestForm_ASuccessorGoesOnFromItsPredecessor(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		o.both()
		o.report(o.eastern, 300)
		next := o.merged()
		f, err := o.Reports.Form(o.Context(), next, o.owed(next)[0].ID)
		o.Must(err)
		if f.LastOf != "2025Q1" || f.Before == nil || len(f.Targets) != 1 || f.Last[f.Targets[0].ID] != 300_0000 {
			o.Errorf("it begins with %v of %q", f.Last, f.LastOf)
		}
	})
}
