package casework_test

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/app/figure"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/audit"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/quantity"
)

const plan = `禾川市人民政府关于印发《禾川市2025年乡村建设工作要点》的通知
禾政发〔2025〕3号
各县（市、区）人民政府，市直各有关单位：
现将《禾川市2025年乡村建设工作要点》印发给你们，请认真贯彻落实。
禾川市人民政府
2025年1月10日
禾川市2025年乡村建设工作要点
一、改善农村住房。实施农村危房改造，全年完成农村危房改造1200户。（责任单位：市住建局）
二、修建农村公路。新建农村公路80公里。（责任单位：市交通局）`

// A house is an office with a plan that two units have to sign for, and a third unit that has no part in it.
type house struct {
	*instancetest.Office
	office                 app.Call // the supervision office
	housing, roads, forest uuid.UUID
}

func onEach(t *testing.T, test func(h *house)) {
	t.Helper()
	instancetest.Each(t, func(t *testing.T, database string) {
		h := &house{Office: instancetest.NewOffice(t, database, "2025-03-10"), office: caller(1, uuid.Nil, access.Supervisor)}
		h.housing, h.roads, h.forest = h.Unit("市住建局"), h.Unit("市交通局"), h.Unit("市林业局")
		h.adopt()
		test(h)
	})
}

func caller(account byte, unit uuid.UUID, role access.Role) app.Call {
	c := instancetest.Person(unit, role)
	c.Actor.Account = uuid.UUID{account}
	return c
}

func (h *house) adopt() {
	h.Helper()
	id := h.Upload(h.office, "要点.txt", plan)
	_, doc, err := h.Documents.Proposal(h.Context(), h.office, id)
	if err != nil || len(doc.Tasks) != 2 {
		h.Fatalf("%d tasks: %v", len(doc.Tasks), err)
	}
	d := document.Decision{Every: "quarter"}
	for _, unit := range []uuid.UUID{h.housing, h.roads} {
		d.Tasks = append(d.Tasks, document.TaskDecision{DoneWhen: "验收合格", Proof: "验收单", Duties: []document.DutyDecision{{Unit: unit, Part: record.PartLead}}})
	}
	h.Must(h.Documents.Adopt(h.Context(), h.office, id, d))
}

// cases are those that somebody sees in some steps.
func (h *house) cases(call app.Call, steps ...string) []casework.Item {
	h.Helper()
	list, _, err := h.Cases.Page(h.Context(), call, list.Asking("step", steps...))
	h.Must(err)
	return list
}

func (h *house) find(call app.Call, id uuid.UUID) casework.Dossier {
	h.Helper()
	d, err := h.Cases.Find(h.Context(), call, id)
	h.Must(err)
	return d
}

func (h *house) take(call app.Call, id uuid.UUID, move string, form flow.Form) {
	h.Helper()
	if err := h.Cases.Take(h.Context(), call, id, move, form, 0); err != nil {
		h.Fatalf("%s: %v", move, err)
	}
}

func (h *house) refuses(want string, call app.Call, id uuid.UUID, move string, form flow.Form) {
	h.Helper()
	if err := h.Cases.Take(h.Context(), call, id, move, form, 0); instancetest.Key(err) != want {
		h.Errorf("%s: %v, want %s", move, err, want)
	}
}

func (h *house) due(task uuid.UUID) []record.Due {
	h.Helper()
	list := instancetest.All[record.Due](h.Office, record.DueTable, relation.Equal(relation.C("x", "task"), task[:]))
	if len(list) == 0 {
		h.Fatal("nothing is due")
	}
	slices.SortFunc(list, func(a, b record.Due) int { return cmp.Compare(a.On, b.On) })
	return list
}

// From the adoption to the measures approved, with one unit that declines and another that has no part in it.
func TestAssignment_OneUnitSignsAndOneDeclines(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		housing, roads, forest := caller(2, h.housing, access.Reporter), caller(3, h.roads, access.Reporter), caller(4, h.forest, access.Reporter)
		all := h.cases(h.office, "assigned")
		mine := h.cases(housing)
		if len(all) != 2 || len(mine) != 1 || mine[0].Title != "改善农村住房" || mine[0].Due != int64(instancetest.Day("2025-03-13")) || len(h.cases(forest)) != 0 {
			h.Fatalf("the office sees %d, the unit %+v", len(all), mine)
		}
		a, b := mine[0].ID, h.cases(roads)[0].ID
		h.refuses("record-missing", forest, a, "sign", nil)
		h.refuses("record-missing", roads, a, "sign", nil)
		h.refuses("case-not-offered", h.office, a, "sign", nil)
		h.refuses("case-not-offered", caller(5, h.housing, access.Approver), a, "sign", nil)
		h.take(housing, a, "sign", nil)
		h.refuses("case-not-offered", housing, a, "sign", nil)

		// The roads go to the foresters, with the duty and what is due.
		h.refuses("case-field-missing", roads, b, "decline", nil)
		h.take(roads, b, "decline", flow.Form{"reason": "不属于本单位职责"})
		h.refuses("case-same-unit", h.office, b, "reassign", flow.Form{"unit": h.roads.String()})
		h.refuses("case-unit", h.office, b, "reassign", flow.Form{"unit": uuid.Max.String()})
		h.take(h.office, b, "reassign", flow.Form{"unit": h.forest.String()})
		d := h.find(forest, b)
		if d.Name != "市林业局" || len(d.Past) != 2 || d.Past[0].Form["reason"] != "不属于本单位职责" {
			h.Errorf("the foresters have %+v", d)
		}
		if due := h.due(d.Task); due[0].Unit != h.forest {
			h.Error("what is due stayed with the unit that declined")
		}
		if len(h.cases(roads)) != 0 {
			h.Error("the unit that declined still sees it")
		}
		h.take(forest, b, "sign", nil)
	})
}

// The unit to which a task is given has the numbers of the one before, and owes nothing twice where it answered for a number of the task already.
func TestAssignment_ReassignedWithItsNumbers(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		roads := caller(3, h.roads, access.Reporter)
		c := h.cases(roads)[0]
		number := instancetest.All[record.Target](h.Office, record.TargetTable, relation.Equal(relation.C("x", "task"), c.Task[:]))[0]
		named := number
		named.Record, named.Lead = instancetest.Head(), h.roads
		other := number
		other.Record, other.Lead = instancetest.Head(), h.forest
		instancetest.Put(h.Office, record.TargetTable, named, other)
		before := h.due(c.Task)
		for _, d := range before {
			d.Record, d.Unit, d.Whole = instancetest.Head(), h.forest, other.ID
			instancetest.Put(h.Office, record.DueTable, d)
		}
		h.take(roads, c.ID, "decline", flow.Form{"reason": "不属于本单位职责"})
		h.take(h.office, c.ID, "reassign", flow.Form{"unit": h.forest.String()})
		open := slices.DeleteFunc(h.due(c.Task), func(d record.Due) bool { return d.State != record.DueOpen })
		if len(open) != len(before) {
			h.Errorf("%d items were due, now %d are", len(before), len(open))
		}
		f, err := h.Reports.Form(h.Context(), caller(4, h.forest, access.Reporter), open[0].ID)
		h.Must(err)
		if len(f.Targets) != 3 || f.Whole != uuid.Nil {
			h.Errorf("the unit that has the task now is asked for %+v", f.Targets)
		}
	})
}

// What came back to the unit that had a task, or rests, is the next one's to report; while something waits for a decision the task stays where it is.
func TestAssignment_ReassignedWithWhatCameBack(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		roads, forest := caller(3, h.roads, access.Reporter), caller(4, h.forest, access.Reporter)
		c := h.cases(roads)[0]
		due, number := h.due(c.Task), instancetest.All[record.Target](h.Office, record.TargetTable, relation.Equal(relation.C("x", "task"), c.Task[:]))[0]
		_, err := h.Figures.Record(h.Context(), h.office, figure.Given{Target: number.ID, Period: due[0].Period, Source: record.SourceStatistics, Name: "统计局", Basis: "月报", Value: quantity.Integer(1)})
		h.Must(err)
		id, err := h.Report(roads, due[0].ID, 20)
		h.Must(err)
		h.Hand(roads, id)
		rest, err := h.Cases.Ask(h.Context(), roads, instancetest.ID(), casework.Suspension, record.AboutDue, due[1].ID, flow.Form{"reason": "停工"})
		h.Must(err)
		h.take(h.office, rest.ID, "approve", nil)
		to := flow.Form{"unit": h.forest.String()}
		h.refuses("reassign-reports", h.office, c.ID, "reassign", to)
		_, err = h.Reports.Return(h.Context(), h.office, id, "不实")
		h.Must(err)
		h.take(h.office, c.ID, "reassign", to)
		h.take(h.office, rest.ID, "resume", flow.Form{"reason": "复工"})
		for _, d := range h.due(c.Task) {
			if d.Unit != h.forest || d.State != record.DueOpen {
				h.Errorf("%s is %s, and %t the next unit's", d.Period, d.State, d.Unit == h.forest)
			}
		}
		if o := instancetest.All[record.OtherFigure](h.Office, record.OtherFigureTable)[0]; o.Unit != h.forest {
			h.Error("the gap is the unit's before")
		}
		id, err = h.Report(forest, due[0].ID, 10)
		h.Must(err)
		h.Hand(forest, id, h.office)
	})
}

func TestAssignment_MeasuresAreFiledAndApproved(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		housing, colleague := caller(2, h.housing, access.Reporter), caller(6, h.housing, access.Reporter)
		id := h.cases(housing)[0].ID
		h.take(housing, id, "sign", nil)
		h.refuses("case-lacks", housing, id, "propose", nil)
		h.refuses("case-colleague", housing, id, "pass", flow.Form{"section": "村镇科", "person": "李某", "account": uuid.Max.String()})
		h.person(uuid.UUID{2}, h.housing, "张三")
		h.person(uuid.UUID{6}, h.housing, "李四")
		h.take(housing, id, "pass", flow.Form{"section": "村镇科", "person": "李四", "account": uuid.UUID{6}.String()})
		h.refuses("case-not-offered", housing, id, "propose", nil) // it is the colleague's now
		target := h.target(h.find(colleague, id).Task)
		file := func(m ...casework.Measure) error { return h.Cases.File(h.Context(), colleague, id, m, true) }
		good := casework.Measure{What: "完成摸底", Person: "李四", On: instancetest.Day("2025-04-30")}
		quarter := quantity.FromTenThousandths(6_000_000)
		for want, m := range map[string]casework.Measure{
			"measure-incomplete": {What: "完成摸底", On: instancetest.Day("2025-04-30")},
			"measure-target":     {Target: uuid.Max, Value: &quarter, On: instancetest.Day("2025-06-30")},
		} {
			if err := file(good, m); instancetest.Key(err) != want {
				h.Errorf("%v, want %s", err, want)
			}
		}
		if err := file(); instancetest.Key(err) != "case-lacks" {
			h.Errorf("none were filed: %v", err)
		}
		h.Must(file(good, casework.Measure{Target: target, Value: &quarter, On: instancetest.Day("2025-06-30")}))
		if err := h.Cases.File(h.Context(), colleague, id, []casework.Measure{good}, false); instancetest.Key(err) != "measures-step" {
			h.Errorf("they are being looked at: %v", err)
		}
		if d := h.find(h.office, id); d.Step != "approving" || len(d.Measures) != 2 || d.Measures[0].Approved != 0 || *d.Measures[1].Value != 6_000_000 || d.Section != "村镇科" || d.Holders[d.Holder] != "李四" {
			h.Errorf("the office sees %+v", d)
		}
		h.take(h.office, id, "send_back", flow.Form{"reason": "缺少验收节点"})
		h.Must(file(good, casework.Measure{What: "组织验收", Person: "李四", On: instancetest.Day("2025-11-30")}))
		h.take(h.office, id, "approve", nil)
		if d := h.find(h.office, id); d.Step != "working" || len(d.Measures) != 2 || d.Measures[1].What != "组织验收" || d.Measures[1].Approved == 0 {
			h.Errorf("approved: %+v", d)
		}
		proof := intake.Uploaded{Name: "验收单.pdf", Content: strings.NewReader("%PDF-1.4")}
		h.Must(h.Cases.Prove(h.Context(), colleague, h.find(colleague, id).Measures[0].ID, proof))
		h.take(colleague, id, "apply", flow.Form{"result": "全部完成"})
		h.take(h.office, id, "close", flow.Form{"grade": "excellent"})
		if d := h.find(housing, id); !d.IsClosed || d.Grade != "excellent" || d.Closed == 0 || d.Turn != "" {
			h.Errorf("closed: %+v", d.Case)
		}
		h.take(h.office, id, "reopen", flow.Form{"finding": "发现两户未完工"})
		if d := h.find(housing, id); d.IsClosed || d.Grade != "" || d.Closed != 0 {
			h.Errorf("open again: %+v", d.Case)
		}
	})
}

func (h *house) person(id, unit uuid.UUID, label string) {
	h.Helper()
	a := record.Account{Reference: store.Reference{ID: id}, Name: label, Label: label, Division: 190300, Unit: &unit}
	err := h.Store.Write(h.Context(), store.Unscoped, audit.Event{Owner: app.Installation, Account: app.SystemAccount, Action: "test", Kind: "account"}, func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Insert(ctx, tx, record.AccountTable, &a)
		return err
	})
	h.Must(err)
}

func (h *house) target(task uuid.UUID) uuid.UUID {
	h.Helper()
	p, err := h.Tasks.Find(h.Context(), h.office, task)
	if err != nil || len(p.Targets) == 0 {
		h.Fatalf("no target: %v", err)
	}
	return p.Targets[0].ID
}

func TestUndo_TakesBackASlip(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		housing := caller(2, h.housing, access.Reporter)
		id := h.cases(housing)[0].ID
		h.take(housing, id, "sign", nil)
		if !h.find(housing, id).MayUndo || h.find(h.office, id).MayUndo {
			h.Error("who signed may take it back, and nobody else")
		}
		if err := h.Cases.Undo(h.Context(), h.office, id); instancetest.Key(err) != "case-undo" {
			h.Errorf("another: %v", err)
		}
		h.Must(h.Cases.Undo(h.Context(), housing, id))
		if d := h.find(housing, id); d.Step != "assigned" || d.Due != int64(instancetest.Day("2025-03-13")) || d.MayUndo || len(d.Past) != 2 {
			h.Errorf("it stands at %+v", d.Case)
		}
	})
}

// A stale page does not act on what has moved on.
func TestTake_AStalePageIsRefused(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		housing := caller(2, h.housing, access.Reporter)
		seen := h.cases(housing)[0]
		h.take(housing, seen.ID, "sign", nil)
		h.take(housing, seen.ID, "pass", flow.Form{"section": "村镇科", "person": "李四"})
		if err := h.Cases.Take(h.Context(), housing, seen.ID, "pass", flow.Form{"section": "x", "person": "y"}, seen.Version); instancetest.Key(err) != "record-stale" {
			h.Errorf("stale: %v", err)
		}
	})
}

// Whoever stands in for the one who has a case acts on it while he is away, and not before or after.
func TestLeave_TheColleagueStandsIn(t *testing.T) {
	t.Parallel()
	onEach(t, func(h *house) {
		housing, colleague := caller(2, h.housing, access.Reporter), caller(6, h.housing, access.Reporter)
		h.person(uuid.UUID{2}, h.housing, "张三")
		h.person(uuid.UUID{6}, h.housing, "李四")
		h.person(uuid.UUID{7}, h.roads, "王五")
		id := h.cases(housing)[0].ID
		h.take(housing, id, "sign", nil)
		h.take(housing, id, "pass", flow.Form{"section": "村镇科", "person": "张三", "account": uuid.UUID{2}.String()})
		good := []casework.Measure{{What: "完成摸底", Person: "张三", On: instancetest.Day("2025-04-30")}}
		file := func() error { return h.Cases.File(h.Context(), colleague, id, good, false) }
		leave := func(standIn byte, from, to string) error {
			return h.Cases.Leave(h.Context(), housing, uuid.Must(uuid.NewV7()), uuid.UUID{standIn}, instancetest.Day(from), instancetest.Day(to))
		}
		for want, err := range map[string]error{"absence-days": leave(6, "2025-03-12", "2025-03-11"), "case-colleague": leave(7, "2025-03-11", "2025-03-12")} {
			if instancetest.Key(err) != want {
				h.Errorf("%v, want %s", err, want)
			}
		}
		h.Must(leave(6, "2025-03-11", "2025-03-12"))
		if err := file(); instancetest.Key(err) != "measures-step" {
			h.Errorf("the day before: %v", err)
		}
		h.Clock = h.Clock.AddDate(0, 0, 1)
		if err := file(); err != nil {
			h.Errorf("on the day: %v", err)
		}
		list, err := h.Cases.Absences(h.Context(), housing)
		if err != nil || len(list) != 1 {
			h.Fatalf("%d absences, %v", len(list), err)
		}
		if err := h.Cases.Return(h.Context(), colleague, list[0].ID); instancetest.Key(err) != "record-missing" {
			h.Errorf("another takes it back: %v", err)
		}
		h.Must(h.Cases.Return(h.Context(), housing, list[0].ID))
		if err := file(); instancetest.Key(err) != "measures-step" {
			h.Errorf("after: %v", err)
		}
	})
}
