package breakdown_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/breakdown"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/pgtest"
	"github.com/wenxiao/wenxiao/internal/record"
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

var city, east, west = region.MustParse("190300"), region.MustParse("190321"), region.MustParse("190322")

// A town is a city whose bureau of housing has a counterpart in each of two counties.
type town struct {
	*instance.Instance
	t                              *testing.T
	office, eastern, western, lead app.Call
	target                         record.Target
}

func onEach(t *testing.T, test func(o *town)) {
	t.Helper()
	for name, database := range map[string]func(testing.TB) string{"sqlite": func(testing.TB) string { return "" }, "postgresql": pgtest.Open} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := &town{t: t}
			o.Instance = instancetest.Open(t, database(t), func() time.Time { return time.Date(2025, 3, 10, 2, 0, 0, 0, time.UTC) })
			o.found()
			test(o)
		})
	}
}

func (o *town) found() {
	o.t.Helper()
	ctx, manage := o.t.Context(), app.System("test", access.OrganisationManage)
	for code, name := range map[region.Code]string{city: "禾川市", east: "东山县", west: "西水县"} {
		o.must(o.Organisation.AddDivision(ctx, manage, organisation.Division{ID: uuid.Must(uuid.NewV7()), Division: region.Division{Code: code, Name: name}}))
	}
	as := func(n byte, in region.Code, name string, role access.Role) app.Call {
		unit := uuid.Must(uuid.NewV7())
		o.must(o.Organisation.AddUnit(ctx, manage, organisation.Unit{ID: unit, Division: in, Name: name, Line: "住房城乡建设"}))
		return app.Call{From: "local", Request: "test", Actor: access.Actor{Account: uuid.UUID{n}, Unit: unit, Division: in, Grants: []access.Grant{{Role: role, Division: in}}}}
	}
	o.lead = as(2, city, "市住建局", access.Reporter)
	o.eastern, o.western = as(3, east, "东山县住房和城乡建设局", access.Reporter), as(4, west, "西水县住房和城乡建设局", access.Reporter)
	o.office = app.Call{From: "local", Request: "test", Actor: access.Actor{Account: uuid.UUID{1}, Division: city, Grants: []access.Grant{{Role: access.Supervisor, Division: city}}}}
	id := uuid.Must(uuid.NewV7())
	_, err := o.Documents.Upload(ctx, o.office, document.Uploaded{ID: id, Name: "plan.txt", Content: strings.NewReader(plan)})
	o.must(err)
	o.must(o.Jobs.Drain(ctx))
	o.must(o.Documents.AdoptReviewed(ctx, o.office, id))
	lines, err := o.Tasks.List(ctx, o.office, task.Filter{Document: id})
	o.must(err)
	o.target = o.task(lines[0].ID).Targets[0]
}

func (o *town) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *town) refused(key string, err error) {
	o.t.Helper()
	if e, ok := errors.AsType[*fault.Error](err); !ok || e.Key != key {
		o.t.Errorf("%v, not %s", err, key)
	}
}

func (o *town) task(id uuid.UUID) task.Page {
	o.t.Helper()
	p, err := o.Tasks.Find(o.t.Context(), o.office, id)
	o.must(err)
	return p
}

func (o *town) split(parts map[uuid.UUID]string, isSum bool) error {
	s := breakdown.Split{Kind: ledger.SplitTotal, IsSum: isSum}
	for unit, value := range parts {
		n, err := quantity.ParseNumber(value)
		o.must(err)
		s.Parts = append(s.Parts, breakdown.Part{Unit: unit, Value: n})
	}
	return o.Breakdown.Split(o.t.Context(), o.office, o.target.ID, 0, s)
}

// report reports a figure for a unit's next due item, and has it accepted.
func (o *town) report(call app.Call, value int64) {
	o.t.Helper()
	ctx := o.t.Context()
	due, err := o.Reports.Due(ctx, call, report.Filter{Task: o.target.Task, Limit: 10})
	o.must(err)
	own := slices.IndexFunc(due, func(i report.Item) bool { return i.Unit == call.Actor.Unit && i.State == record.DueOpen })
	if own < 0 {
		o.t.Fatal("nothing is due from the unit")
	}
	form, err := o.Reports.Form(ctx, call, due[own].Due.ID)
	o.must(err)
	if len(form.Targets) != 1 || form.Targets[0].Lead != call.Actor.Unit {
		o.t.Fatalf("the unit is asked for %+v", form.Targets)
	}
	id := uuid.Must(uuid.NewV7())
	_, err = o.Reports.Write(ctx, call, report.Written{ID: id, Due: due[own].Due.ID, Progress: "按计划推进", Values: []report.Figure{{Target: form.Targets[0].ID, Value: quantity.Integer(value)}}})
	o.must(err)
	_, err = o.Reports.Submit(ctx, call, id)
	o.must(err)
	_, err = o.Reports.Accept(ctx, o.office, id)
	o.must(err)
}

func TestSplit_PartsAreReportedAndMakeUpTheWhole(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		ctx := o.t.Context()
		a, b := o.eastern.Actor.Unit, o.western.Actor.Unit
		if p, err := o.Breakdown.Find(ctx, o.office, o.target.ID); err != nil || len(p.Likely) != 2 {
			o.t.Errorf("counterparts are %v, %v", p.Likely, err)
		}
		o.refused("breakdown-gap", o.split(map[uuid.UUID]string{a: "700", b: "400"}, true))
		o.refused("breakdown-none", o.split(nil, true))
		o.must(o.split(map[uuid.UUID]string{a: "600", b: "600"}, true))
		o.must(o.split(map[uuid.UUID]string{a: "700", b: "500"}, true)) // anew, nobody has reported
		p := o.task(o.target.Task)
		if len(p.Targets) != 3 || len(p.Duties) != 3 {
			o.t.Fatalf("the task has %d targets and %d duties", len(p.Targets), len(p.Duties))
		}
		for _, g := range p.Targets[1:] {
			if g.Whole != o.target.ID || g.Quote != o.target.Quote || g.Start != o.target.Start {
				o.t.Errorf("a part does not cite the sentence of the whole: %+v", g)
			}
		}
		o.report(o.eastern, 300)
		o.report(o.western, 250)
		p = o.task(o.target.Task)
		if f := p.Figures[o.target.ID]; f.Value != 550*10_000 {
			o.t.Errorf("the whole stands at %d", f.Value)
		}
		if p.Share == nil || *p.Share != 4583 {
			o.t.Errorf("the share is %v", p.Share)
		}
		o.refused("breakdown-begun", o.split(map[uuid.UUID]string{a: "1200"}, true))
		o.refused("breakdown-begun", o.Breakdown.Join(ctx, o.office, o.target.ID))
		o.refused("breakdown-part", o.Breakdown.Split(ctx, o.office, p.Targets[1].ID, 0, breakdown.Split{}))
	})
}

func TestJoin_TakesASplitBack(t *testing.T) {
	t.Parallel()
	onEach(t, func(o *town) {
		ctx := o.t.Context()
		before := o.task(o.target.Task)
		o.must(o.split(map[uuid.UUID]string{o.eastern.Actor.Unit: "1200"}, true))
		if _, err := o.Tasks.Find(ctx, o.eastern, o.target.Task); err != nil {
			o.t.Errorf("the county does not see the task it has a part of: %v", err)
		}
		o.must(o.Breakdown.Join(ctx, o.office, o.target.ID))
		after := o.task(o.target.Task)
		if len(after.Targets) != 1 || after.Targets[0].Split != "" || len(after.Duties) != len(before.Duties) || len(after.Due) != len(before.Due) {
			o.t.Errorf("taken back there are %d targets, %d duties, %d due", len(after.Targets), len(after.Duties), len(after.Due))
		}
		if _, err := o.Tasks.Find(ctx, o.eastern, o.target.Task); fault.KindOf(err) != fault.NotFound {
			o.t.Errorf("the county goes on to see the task: %v", err)
		}
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

func TestPaste(t *testing.T) {
	t.Parallel()
	rows := breakdown.Paste("县区\t分解数\t户数\n1\t东山县\t1,200\t3000\r\n西水县，500\n\n说明 没有数字\n")
	want := []breakdown.Row{{Unit: "西水县", Value: "500"}}
	if len(rows) != 2 || rows[0].Unit != "东山县" || rows[1] != want[0] {
		t.Errorf("the table is read as %+v", rows)
	}
}

func FuzzPaste(f *testing.F) {
	f.Add("东山县\t1200\t3000\n西水县 500")
	f.Fuzz(func(t *testing.T, text string) {
		for _, r := range breakdown.Paste(text) {
			if _, err := quantity.ParseNumber(r.Value); err != nil || r.Unit == "" {
				t.Errorf("%q gives %+v", text, r)
			}
		}
	})
}
