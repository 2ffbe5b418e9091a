package breakdown_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/breakdown"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/figure"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/app/reform"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/app/task"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/region"
)

const plan = `禾川市人民政府关于印发《禾川市2025年乡村建设工作要点》的通知
禾政发〔2025〕3号
各县（市、区）人民政府，市直各有关单位：
现将《禾川市2025年乡村建设工作要点》印发给你们，请认真贯彻落实。
禾川市人民政府
2025年1月10日
禾川市2025年乡村建设工作要点
一、改善农村住房。全年完成农村危房改造1200户。（责任单位：市住建局）`

var east, west = region.MustParse("190321"), region.MustParse("190322")

// A town is a city whose bureau of housing has a counterpart in each of two counties.
type town struct {
	*instancetest.Office
	office, eastern, western, lead app.Call
	target                         record.Target
}

func onEach(t *testing.T, test func(o *town)) {
	t.Helper()
	instancetest.Each(t, func(t *testing.T, database string) {
		o := &town{Office: instancetest.NewOffice(t, database, "2025-03-10")}
		o.found()
		test(o)
	})
}

func (o *town) found() {
	o.Helper()
	ctx, manage := o.Context(), app.System("test", access.OrganisationManage)
	for code, name := range map[region.Code]string{east: "东山县", west: "西水县"} {
		o.Must(o.Organisation.AddDivision(ctx, manage, organisation.Division{ID: instancetest.ID(), Division: region.Division{Code: code, Name: name}}))
	}
	as := func(in region.Code, name string) app.Call {
		c := instancetest.Person(o.AddUnit(organisation.Unit{Division: in, Name: name, Line: "住房城乡建设"}), access.Reporter)
		c.Actor.Division, c.Actor.Grants[0].Division = in, in
		return c
	}
	o.lead, o.eastern, o.western = as(instancetest.Here, "市住建局"), as(east, "东山县住房和城乡建设局"), as(west, "西水县住房和城乡建设局")
	o.office = instancetest.Person(uuid.Nil, access.Supervisor)
	id := o.Upload(o.office, "plan.txt", plan)
	o.Must(o.Documents.AdoptReviewed(ctx, o.office, id))
	o.target = instancetest.All[record.Target](o.Office, record.TargetTable)[0]
}

func (o *town) task(id uuid.UUID) task.Page {
	o.Helper()
	p, err := o.Tasks.Find(o.Context(), o.office, id)
	o.Must(err)
	return p
}

func (o *town) split(parts map[uuid.UUID]string, isSum bool) error {
	s := breakdown.Split{Kind: ledger.SplitTotal, IsSum: isSum}
	for unit, value := range parts {
		n, err := quantity.ParseNumber(value)
		o.Must(err)
		s.Parts = append(s.Parts, breakdown.Part{Unit: unit, Value: n})
	}
	return o.Breakdown.Split(o.Context(), o.office, o.target.ID, 0, s)
}

// report reports a figure for a unit's next due item, and has it accepted.
func (o *town) report(call app.Call, value int64) {
	o.Helper()
	ctx := o.Context()
	due, _, err := o.Reports.DuePage(ctx, call, list.Asking("task", o.target.Task.String()).Rows(uuid.Nil, 10))
	o.Must(err)
	own := slices.IndexFunc(due, func(i report.Item) bool { return i.Unit == call.Actor.Unit && i.State == record.DueOpen })
	if own < 0 {
		o.Fatal("nothing is due from the unit")
	}
	form, err := o.Reports.Form(ctx, call, due[own].Due.ID)
	o.Must(err)
	if len(form.Targets) != 1 || form.Targets[0].Lead != call.Actor.Unit {
		o.Fatalf("the unit is asked for %+v", form.Targets)
	}
	id, err := o.Report(call, due[own].Due.ID, value)
	o.Must(err)
	o.Hand(call, id, o.office)
}

func TestSplit_PartsAreReportedAndMakeUpTheWhole(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		ctx := o.Context()
		a, b := o.eastern.Actor.Unit, o.western.Actor.Unit
		if p, err := o.Breakdown.Find(ctx, o.office, o.target.ID); err != nil || len(p.Likely) != 2 {
			o.Errorf("counterparts are %v, %v", p.Likely, err)
		}
		o.Refused(o.split(map[uuid.UUID]string{a: "700", b: "400"}, true), "breakdown-gap")
		o.Refused(o.split(nil, true), "breakdown-none")
		o.Must(o.split(map[uuid.UUID]string{a: "600", b: "600"}, true))
		o.Must(o.split(map[uuid.UUID]string{a: "700", b: "500"}, true)) // anew, nobody has reported
		p := o.task(o.target.Task)
		if len(p.Targets) != 3 || len(p.Duties) != 3 {
			o.Fatalf("the task has %d targets and %d duties", len(p.Targets), len(p.Duties))
		}
		for _, g := range p.Targets[1:] {
			if g.Whole != o.target.ID || g.Quote != o.target.Quote || g.Start != o.target.Start {
				o.Errorf("a part does not cite the sentence of the whole: %+v", g)
			}
		}
		o.report(o.eastern, 300)
		o.report(o.western, 250)
		p = o.task(o.target.Task)
		if f := p.Figures[o.target.ID]; f.Value != 550*10_000 {
			o.Errorf("the whole stands at %d", f.Value)
		}
		if p.Share == nil || *p.Share != 4583 {
			o.Errorf("the share is %v", p.Share)
		}
		o.Refused(o.split(map[uuid.UUID]string{a: "1200"}, true), "breakdown-begun")
		o.Refused(o.Breakdown.Join(ctx, o.office, o.target.ID), "breakdown-begun")
		o.Refused(o.Breakdown.Split(ctx, o.office, p.Targets[1].ID, 0, breakdown.Split{}), "breakdown-part")
	})
}

func TestJoin_TakesASplitBack(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		ctx := o.Context()
		before := o.task(o.target.Task)
		o.Must(o.split(map[uuid.UUID]string{o.eastern.Actor.Unit: "1200"}, true))
		if _, err := o.Tasks.Find(ctx, o.eastern, o.target.Task); err != nil {
			o.Errorf("the county does not see the task it has a part of: %v", err)
		}
		o.Must(o.Breakdown.Join(ctx, o.office, o.target.ID))
		after := o.task(o.target.Task)
		if len(after.Targets) != 1 || after.Targets[0].Split != "" || len(after.Duties) != len(before.Duties) || len(after.Due) != len(before.Due) {
			o.Errorf("taken back there are %d targets, %d duties, %d due", len(after.Targets), len(after.Duties), len(after.Due))
		}
		if _, err := o.Tasks.Find(ctx, o.eastern, o.target.Task); fault.KindOf(err) != fault.NotFound {
			o.Errorf("the county goes on to see the task: %v", err)
		}
	})
}

// given is what the statistics bureau says of a quarter.
func (o *town) given(target uuid.UUID, value int64) record.OtherFigure {
	o.Helper()
	f, err := o.Figures.Record(o.Context(), o.office, figure.Given{Target: target, Period: "2025Q1", Source: record.SourceStatistics, Name: "统计局", Basis: "季报", Value: quantity.Integer(value)})
	o.Must(err)
	return f
}

// A target that is made up of its parts has one figure wherever it is shown: that of the source that counts, where one was declared, else the sum, which is
// what is compared with other sources.
func TestSplit_TheSourceThatCountsStandsBeforeTheSum(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		ctx := o.Context()
		o.Must(o.split(map[uuid.UUID]string{o.eastern.Actor.Unit: "700", o.western.Actor.Unit: "500"}, true))
		o.report(o.eastern, 300)
		if f := o.given(o.target.ID, 500); f.Reported != nil {
			o.Errorf("compared with %d before all parts were reported", *f.Reported)
		}
		o.report(o.western, 250)
		gaps, err := o.Figures.List(ctx, o.office, figure.Filter{})
		o.Must(err)
		if len(gaps) != 1 || *gaps[0].Reported != 550_0000 || gaps[0].Gap != 50_0000 || gaps[0].Unit != o.lead.Actor.Unit || gaps[0].State != record.GapAsked {
			o.Fatalf("the gaps are %+v", gaps)
		}
		if f := o.given(o.target.ID, 540); *f.Reported != 550_0000 || f.Gap != 10_0000 {
			o.Errorf("a newer figure is compared as %+v", f)
		}
		shown := func() (sum int64, lines int64) {
			lit, _, err := o.Tasks.Page(ctx, o.office, list.Query{}.Rows(uuid.Nil, 10))
			o.Must(err)
			return o.task(o.target.Task).Figures[o.target.ID].Value, *lit[0].Share
		}
		if value, share := shown(); value != 550_0000 || share != 4583 {
			o.Errorf("without a declaration %d counts, and the list says %d", value, share)
		}
		o.Must(o.Figures.Declare(ctx, o.office, figure.Declaration{Target: o.target.ID, Source: record.SourceStatistics, Tolerance: quantity.Integer(1), Reason: "以统计为准"}))
		if value, share := shown(); value != 540_0000 || share != 4500 {
			o.Errorf("declared, %d counts, and the list says %d", value, share)
		}
	})
}

// Who has a part of a target is asked about the gap of its number, and asks for another number.
func TestSplit_APartIsItsUnits(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		ctx := o.Context()
		o.Must(o.split(map[uuid.UUID]string{o.eastern.Actor.Unit: "700", o.western.Actor.Unit: "500"}, true))
		o.report(o.eastern, 300)
		part := o.task(o.target.Task).Targets[slices.IndexFunc(o.task(o.target.Task).Targets, func(g record.Target) bool { return g.Lead == o.eastern.Actor.Unit })]
		f := o.given(part.ID, 200)
		if f.Unit != o.eastern.Actor.Unit || f.State != record.GapAsked {
			o.Errorf("asked is %+v", f)
		}
		o.Must(o.Figures.Explain(ctx, o.eastern, f.ID, "口径不同"))
		form := flow.Form{"value": "650", "reason": "区划调整"}
		if _, err := o.Cases.Ask(ctx, o.lead, instancetest.ID(), casework.Adjustment, record.AboutTarget, part.ID, form); err == nil {
			o.Error("the unit that leads the task asked for another number of the county's")
		}
		c, err := o.Cases.Ask(ctx, o.eastern, instancetest.ID(), casework.Adjustment, record.AboutTarget, part.ID, form)
		o.Must(err)
		if c.Unit != o.eastern.Actor.Unit {
			o.Errorf("the request is that of %s", c.Unit)
		}
	})
}

// What a unit has begun to write stays when the target is split anew; a unit that has written something keeps a part.
func TestSplit_AnewLeavesWhatIsWritten(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		ctx := o.Context()
		a, b := o.eastern.Actor.Unit, o.western.Actor.Unit
		o.Must(o.split(map[uuid.UUID]string{a: "700", b: "500"}, true))
		due := instancetest.All[record.Due](o.Office, record.DueTable)
		own := due[slices.IndexFunc(due, func(d record.Due) bool { return d.Unit == a })]
		draft := report.Written{ID: instancetest.ID(), Due: own.ID, Progress: "正在摸底"}
		_, err := o.Reports.Write(ctx, o.eastern, draft)
		o.Must(err)
		o.Must(o.Reports.SaveDraft(ctx, o.western, own.ID, map[string][]string{"progress": {"x"}}))
		o.Must(o.split(map[uuid.UUID]string{a: "600", b: "600"}, true))
		f, err := o.Reports.Form(ctx, o.eastern, own.ID)
		o.Must(err)
		if f.Report == nil || f.Report.Progress != draft.Progress || len(f.Targets) != 1 || *f.Targets[0].Value != 600_0000 {
			o.Errorf("split anew the unit finds %+v on %+v", f.Report, f.Targets)
		}
		if now := instancetest.All[record.Due](o.Office, record.DueTable); len(now) != len(due) {
			o.Errorf("%d due items became %d", len(due), len(now))
		}
		o.Refused(o.split(map[uuid.UUID]string{b: "1200"}, true), "breakdown-begun")
		o.Refused(o.Breakdown.Join(ctx, o.office, o.target.ID), "breakdown-begun")
		o.Must(o.split(map[uuid.UUID]string{a: "1200"}, true))
		for _, d := range instancetest.All[record.Due](o.Office, record.DueTable) {
			if d.Unit == b {
				o.Errorf("a unit without a part and a word goes on to owe %s", d.Period)
			}
		}
	})
}

// What a unit owes goes by all the numbers it answers for: it rests with the last of them that binds, ends with the last that there is, and not before.
func TestSplit_WhatIsDueGoesWithTheParts(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		ctx, a := o.Context(), o.eastern.Actor.Unit
		o.Must(o.split(map[uuid.UUID]string{a: "700", o.western.Actor.Unit: "500"}, true))
		targets := instancetest.All[record.Target](o.Office, record.TargetTable)
		part := targets[slices.IndexFunc(targets, func(g record.Target) bool { return g.Lead == a })]
		second := o.target
		second.Record, second.Lead, second.Metric, second.Ordinal = instancetest.Head(), a, "第二项", 2
		instancetest.Put(o.Office, record.TargetTable, second)
		states := func(want string) {
			o.Helper()
			for _, d := range instancetest.All[record.Due](o.Office, record.DueTable, relation.Equal(relation.C("x", "unit"), a[:])) {
				if d.State != want {
					o.Errorf("%s is %s, want %s", d.Period, d.State, want)
				}
			}
		}
		ask := func(workflow, about string, on uuid.UUID) uuid.UUID {
			o.Helper()
			form := flow.Form{"reason": "停工", "basis": "会议纪要"}
			c, err := o.Cases.Ask(ctx, o.eastern, instancetest.ID(), workflow, about, on, form)
			o.Must(err)
			o.Must(o.Cases.Take(ctx, o.office, c.ID, "approve", nil, 0))
			return c.ID
		}
		resume := func(id uuid.UUID) {
			o.Helper()
			o.Must(o.Cases.Take(ctx, o.office, id, "resume", flow.Form{"reason": "复工"}, 0))
		}
		ofPart := ask(casework.Suspension, record.AboutTarget, part.ID)
		states(record.DueOpen)
		ofSecond := ask(casework.Suspension, record.AboutTarget, second.ID)
		states(record.DueSuspended)
		resume(ofPart)
		states(record.DueOpen)
		due := instancetest.All[record.Due](o.Office, record.DueTable, relation.Equal(relation.C("x", "unit"), a[:]))
		var own []uuid.UUID
		for _, d := range due {
			own = append(own, ask(casework.Suspension, record.AboutDue, d.ID))
		}
		c, err := o.Cases.Ask(ctx, o.lead, instancetest.ID(), casework.Suspension, record.AboutTask, o.target.Task, flow.Form{"reason": "停工"})
		o.Must(err)
		o.Must(o.Cases.Take(ctx, o.office, c.ID, "approve", nil, 0))
		for _, id := range own {
			resume(id)
		}
		states(record.DueSuspended) // with the task
		resume(c.ID)
		states(record.DueOpen)
		resume(ofSecond)
		ask(casework.Cancellation, record.AboutTarget, part.ID)
		states(record.DueOpen)
		ask(casework.Cancellation, record.AboutTarget, second.ID)
		states(record.DueCancelled)
		for _, move := range []string{"close", "reopen"} { // it is no more due than it was
			for _, c := range instancetest.All[record.Case](o.Office, record.CaseTable, relation.Equal(relation.C("x", "workflow"), casework.Assignment)) {
				if c.Task == o.target.Task && move == "close" {
					o.assigned(c)
				}
				if c.Task == o.target.Task {
					o.Must(o.Cases.Take(ctx, o.office, c.ID, move, map[string]flow.Form{"close": {"grade": "good"}, "reopen": {"finding": "问题反弹"}}[move], 0))
				}
			}
		}
		states(record.DueCancelled)
	})
}

// assigned takes an assignment to where it can be closed.
func (o *town) assigned(c record.Case) {
	o.Helper()
	ctx := o.Context()
	o.Must(o.Cases.Take(ctx, o.lead, c.ID, "sign", nil, 0))
	o.Must(o.Cases.File(ctx, o.lead, c.ID, []casework.Measure{{What: "开工", Person: "张三", On: instancetest.Day("2025-06-30")}}, true))
	o.Must(o.Cases.Take(ctx, o.office, c.ID, "approve", nil, 0))
	o.Must(o.Cases.Take(ctx, o.lead, c.ID, "apply", flow.Form{"result": "完成"}, 0))
}

// What was cancelled is not split: its parts would bind, and nothing would be due on them.
func TestSplit_NotOfWhatIsOver(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		c, err := o.Cases.Ask(o.Context(), o.lead, instancetest.ID(), casework.Cancellation, record.AboutTarget, o.target.ID, flow.Form{"reason": "停建", "basis": "会议纪要"})
		o.Must(err)
		o.Must(o.Cases.Take(o.Context(), o.office, c.ID, "approve", nil, 0))
		o.Refused(o.split(map[uuid.UUID]string{o.eastern.Actor.Unit: "700", o.western.Actor.Unit: "500"}, true), "breakdown-over")
	})
}

// What a merger makes of a unit that has a part reports on it.
func TestSplit_ASuccessorTakesThePart(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		ctx := o.Context()
		o.Must(o.split(map[uuid.UUID]string{o.eastern.Actor.Unit: "700", o.western.Actor.Unit: "500"}, true))
		targets, due := instancetest.All[record.Target](o.Office, record.TargetTable), instancetest.All[record.Due](o.Office, record.DueTable)
		part := targets[slices.IndexFunc(targets, func(g record.Target) bool { return g.Lead == o.eastern.Actor.Unit })]
		said, err := o.Figures.Record(ctx, o.office, figure.Given{Target: part.ID, Period: due[0].Period, Source: record.SourceStatistics, Name: "统计局", Basis: "月报", Value: quantity.Integer(100)})
		o.Must(err)
		other := o.AddUnit(organisation.Unit{Division: east, Name: "东山县城市管理局"})
		head := instancetest.Person(uuid.Nil, access.Supervisor)
		head.Actor.Division, head.Actor.Grants[0].Division = east, east
		c := reform.Change{ID: instancetest.ID(), Kind: record.ReformMerge, From: []uuid.UUID{o.eastern.Actor.Unit, other}, To: []reform.Successor{{Name: "东山县建设局"}}, On: period.Date(o.Today()), Basis: "机构改革方案"}
		o.Must(o.Reforms.Plan(ctx, head, c))
		o.Must(o.Reforms.Carry(ctx, head, c.ID, reform.Choices{}))
		p, err := o.Breakdown.Find(ctx, o.office, o.target.ID)
		if o.Must(err); slices.ContainsFunc(p.Units, func(u record.Unit) bool { return u.Until != 0 }) {
			o.Error("a part can be given to a unit that is no more")
		}
		for _, u := range instancetest.All[record.Unit](o.Office, record.UnitTable) {
			if u.Name == "东山县建设局" {
				o.eastern.Actor.Unit = u.ID
			}
		}
		o.report(o.eastern, 320)
		o.report(o.western, 200)
		if f := o.task(o.target.Task).Figures[o.target.ID]; f.Value != 520_0000 {
			o.Errorf("the whole stands at %d", f.Value)
		}
		o.Must(o.Figures.Explain(ctx, o.eastern, said.ID, "口径不同")) // the unit that there is now is asked about the gap
	})
}

func TestDivide(t *testing.T) {
	t.Parallel()
	number := func(s string) quantity.Number {
		n, err := quantity.ParseNumber(s)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, c := range []struct {
		way      string
		kind     ledger.SplitKind
		total    string
		weights  []string
		decimals uint8
		want     string
		at       int
		rest     string
	}{
		{breakdown.ByEqual, ledger.SplitTotal, "10", []string{"", "", ""}, 0, "4 3 3", 0, "1"},
		{breakdown.ByWeight, ledger.SplitTotal, "1200", []string{"1", "2", "3"}, 0, "200 400 600", -1, "0"},
		{breakdown.ByLast, ledger.SplitCeiling, "5.8", []string{"1", "1", "1"}, 1, "2 1.9 1.9", 0, "0.1"},
		{breakdown.ByEqual, ledger.SplitRate, "92", []string{"", ""}, 0, "92 92", -1, ""},
	} {
		var weights []quantity.Number
		for _, w := range c.weights {
			n := quantity.Number{}
			if w != "" {
				n = number(w)
			}
			weights = append(weights, n)
		}
		parts, at, rest, err := breakdown.Divide(c.way, c.kind, number(c.total), weights, c.decimals)
		var got []string
		for _, p := range parts {
			got = append(got, p.String())
		}
		if err != nil || strings.Join(got, " ") != c.want || at != c.at || rest != c.rest {
			t.Errorf("%s %s: %v, remainder %s at %d, %v", c.way, c.total, got, rest, at, err)
		}
	}
	if _, _, _, err := breakdown.Divide(breakdown.ByWeight, ledger.SplitTotal, number("1"), []quantity.Number{{}}, 0); err == nil {
		t.Error("weights of nothing are taken")
	}
}

// The parts of what a document only aims at are only aimed at.
func TestSplit_OfWhatIsOnlyAimedAt(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		o.Write(func(ctx context.Context, tx *store.Tx) error {
			o.target.IsSoft = true
			return store.Update(ctx, tx, record.TargetTable, &o.target)
		})
		o.Must(o.split(map[uuid.UUID]string{o.eastern.Actor.Unit: "700", o.western.Actor.Unit: "500"}, true))
		for _, g := range instancetest.All[record.Target](o.Office, record.TargetTable) {
			if !g.IsSoft {
				o.Errorf("%s binds", g.ID)
			}
		}
	})
}

// Under the document that takes the plan's place, the split of then is there to begin with.
func TestFind_TheSplitUnderTheOlderDocument(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		ctx := o.Context()
		o.both()
		o.report(o.eastern, 100)
		older := instancetest.All[record.Document](o.Office, record.DocumentTable)[0].ID
		newer := o.Upload(o.office, "scheme.txt", strings.NewReplacer("工作要点", "实施方案", "〔2025〕3号", "〔2025〕9号", "1月10日", "3月5日", "1200户", "1500户").Replace(plan))
		o.Must(o.Documents.Relate(ctx, o.office, newer, older, record.Replaces, nil))
		o.Must(o.Documents.AdoptReviewed(ctx, o.office, newer))
		find := func(id uuid.UUID) breakdown.Page {
			o.Helper()
			p, err := o.Breakdown.Find(ctx, o.office, id)
			o.Must(err)
			return p
		}
		all := instancetest.All[record.Target](o.Office, record.TargetTable)
		now := slices.IndexFunc(all, func(g record.Target) bool { return g.Task != o.target.Task })
		p := find(all[now].ID)
		if p.Older.ID != o.target.ID || *p.Older.Value != 1200_0000 || *p.Target.Value != 1500_0000 || len(p.Earlier) != 2 || *p.Earlier[0].Value+*p.Earlier[1].Value != 1200_0000 {
			o.Errorf("it begins with %+v, %+v", p.Older, p.Earlier)
		}
		if p := find(o.target.ID); p.Earlier != nil || len(p.Parts) != 2 {
			o.Errorf("the one that was replaced has %+v", p.Earlier)
		}
		if p, err := o.Breakdown.Find(ctx, o.lead, all[now].ID); err != nil || len(p.Earlier) != 2 {
			o.Errorf("who leads both sees %+v, %v", p.Earlier, err)
		}
		o.target = all[now]
		o.Must(o.split(map[uuid.UUID]string{o.eastern.Actor.Unit: "800", o.western.Actor.Unit: "700"}, true))
		for name, x := range map[string]struct {
			call app.Call
			want int
		}{"who has reported for the quarter": {o.eastern, 3}, "who has not": {o.western, 4}} {
			n := 0
			for _, d := range o.owed(x.call) {
				if d.Task == o.target.Task {
					n++
				}
			}
			if n != x.want {
				o.Errorf("%s is asked for %d reports", name, n)
			}
		}
	})
}

// When the whole is put off its parts are, but for one that was put off by itself.
func TestSplit_PartsArePutOffWithTheWhole(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		ctx := o.Context()
		o.Must(o.split(map[uuid.UUID]string{o.eastern.Actor.Unit: "700", o.western.Actor.Unit: "500"}, true))
		putOff := func(by app.Call, target uuid.UUID, day string) {
			o.Helper()
			c, err := o.Cases.Ask(ctx, by, instancetest.ID(), casework.Extension, record.AboutTarget, target, flow.Form{"day": day, "reason": "汛期停工"})
			o.Must(err)
			o.Must(o.Cases.Take(ctx, o.office, c.ID, "approve", nil, 0))
		}
		for _, g := range o.task(o.target.Task).Targets {
			if g.Lead == o.eastern.Actor.Unit {
				putOff(o.eastern, g.ID, "2026-06-30")
			}
		}
		putOff(o.lead, o.target.ID, "2026-03-31")
		for _, g := range o.task(o.target.Task).Targets {
			want := "2026-03-31"
			if g.Lead == o.eastern.Actor.Unit {
				want = "2026-06-30"
			}
			if g.Due != want || g.FirstDue != o.target.Due {
				o.Errorf("%s is due by %s, at first by %s", g.Metric, g.Due, g.FirstDue)
			}
		}
	})
}
