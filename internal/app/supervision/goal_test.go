package supervision_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/period"
)

// order puts a task of finance in that is as it is said to be.
func (w *world) order(title string, as func(*record.Task), targets ...record.Target) record.Task {
	w.Helper()
	x := instancetest.Order{Title: title, Lead: w.People["finance"].Unit, Targets: targets}
	t, _ := w.Adopt(x)
	if as != nil {
		w.change(t.ID, as)
	}
	return t
}

// by is a target of 100 of a name by a day.
func by(name, due string) record.Target { return record.Target{Metric: name, Due: due} }

// value puts an accepted figure of a unit for a target in.
func (w *world) value(g record.Target, unit string, figure int64) {
	w.Helper()
	of := w.People[unit].Unit
	r := record.Report{Record: instancetest.Head(), Task: g.Task, Unit: of, State: record.ReportAccepted, Submitted: w.Clock.UnixMilli()}
	d := record.Due{Record: instancetest.Head(), Task: g.Task, Unit: of, Period: "2026-02", On: day("2026-03-05"), State: record.DueAccepted, Report: r.ID}
	r.Due = d.ID
	instancetest.Put(w.Office, record.DueTable, d)
	instancetest.Put(w.Office, record.ReportTable, r)
	instancetest.Put(w.Office, record.ValueTable, record.Value{Record: instancetest.Head(), Report: r.ID, Unit: of, Target: g.ID, Value: figure * 1_0000})
}

// goals are by which goals of the first area each unit is scored from a day to another: "finance: 甲 50/100, 乙 100%".
func (w *world) goals(from, to string) string {
	w.Helper()
	x := simulation("guiyang")
	x.From, x.To = period.Date(day(from)), period.Date(day(to))
	_, err := w.Supervision.Simulate(w.Context(), w.As("office"), x)
	w.Must(err)
	p, err := w.Supervision.Appraisal(w.Context(), w.As("office"), x.ID)
	w.Must(err)
	var units []string
	for _, s := range p.Scores {
		var goals []string
		for _, part := range s.Parts {
			switch v := part.Values; {
			case part.Code != ledger.PartGoal || part.Name == "保障目标":
			case v["kind"] == string(ledger.Qualitative):
				goals = append(goals, part.Name+" "+v["progress"]+"%")
			default:
				if v["actual"] == "" && part.Points.Sign() != 0 {
					w.Errorf("%s has earned %s, and nobody has reported it", part.Name, part.Points.Shown())
				}
				goals = append(goals, part.Name+" "+cmp.Or(v["actual"], "–")+"/"+v["target"])
			}
		}
		units = append(units, s.Name+": "+strings.Join(goals, ", "))
	}
	slices.Sort(units)
	return strings.Join(units, "; ")
}

func TestSimulate_ADraftARestingTargetAndWhatIsNotDueAreNoGoals(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.order("试用", func(t *record.Task) { t.State = record.TaskDraft }, by("试用", "2026-05-31"))
		w.order("已接续", func(t *record.Task) { t.State, t.Outcome = record.TaskClosed, record.OutcomeReplaced }, by("已接续", "2026-05-31"))
		main := w.order("主", nil, by("在时限内", "2026-05-31"), record.Target{Metric: "中止", Due: "2026-05-31", State: record.TargetSuspended},
			record.Target{Metric: "撤销", Due: "2026-05-31", State: record.TargetCancelled}, by("未到期", "2026-12-31"), by("上期", "2025-12-31"), by("长期", ""))
		w.order("并案", func(t *record.Task) { t.Joined = main.ID }, by("并案", "2026-05-31"))
		curved := w.order("有序时进度", nil, by("序时", "2026-12-31"))
		g := instancetest.All[record.Target](w.Office, record.TargetTable)
		on := slices.IndexFunc(g, func(g record.Target) bool { return g.Task == curved.ID })
		for _, p := range []struct {
			on    string
			value int64
		}{{"2026-03-31", 20_0000}, {"2026-06-30", 40_0000}, {"2026-09-30", 70_0000}} {
			instancetest.Put(w.Office, record.MeasureTable, record.Measure{Record: instancetest.Head(), Task: curved.ID, Target: g[on].ID, Unit: w.People["finance"].Unit, Value: &p.value, On: day(p.on), Approved: w.Clock.UnixMilli()})
		}
		w.value(g[on], "finance", 30)
		w.On("2026-07-02")
		w.order("后交办", nil, by("后交办", "2026-06-30"))
		if got := w.goals("2026-01-01", "2026-06-30"); got != "finance: 在时限内 –/100, 序时 30/40" {
			t.Errorf("by the middle of the year the goals are %s", got)
		}
		if got := w.goals("2026-07-01", "2026-12-31"); got != "finance: 未到期 –/100, 序时 30/100" {
			t.Errorf("by its end they are %s", got)
		}
	})
}

// What nobody has reported earns nothing, be it a number to be reached or one not to be exceeded.
func TestSimulate_ACeilingNobodyReportsOnEarnsNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ceiling := func(name string) record.Target { return record.Target{Metric: name, Op: "<=", Due: "2026-05-31"} }
		w.order("控制", nil, ceiling("能耗"), ceiling("排放"))
		w.value(instancetest.All[record.Target](w.Office, record.TargetTable)[1], "finance", 60)
		if got := w.goals("2026-01-01", "2026-06-30"); got != "finance: 能耗 –/100, 排放 60/100" {
			t.Errorf("the goals are %s", got)
		}
	})
}

func TestSimulate_APartIsOfWhoAnswersForIt(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		whole := by("总数", "2026-05-31")
		whole.IsSum, whole.Split = true, string(ledger.SplitTotal)
		given := by("另有负责单位", "2026-05-31")
		given.Lead = w.People["schools"].Unit
		task := w.order("分解", nil, whole, given)
		all := instancetest.All[record.Target](w.Office, record.TargetTable)
		value := int64(50_0000)
		for _, unit := range []string{"finance", "schools", "roads"} {
			part := record.Target{Record: instancetest.Head(), Task: task.ID, Ordinal: 1001, Metric: unit + "的部分", Op: ">=", Value: &value, Due: "2026-05-31", Whole: all[0].ID, Lead: w.People[unit].Unit}
			instancetest.Put(w.Office, record.TargetTable, part)
			w.value(part, unit, 20)
		}
		if got := w.goals("2026-01-01", "2026-06-30"); got != "finance: 总数 60/100; schools: 另有负责单位 –/100, schools的部分 20/50" {
			t.Errorf("the goals are %s", got)
		}
	})
}

func TestSimulate_OnlyWhatWasDoneEarnsItsWeight(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		closed := func(outcome string) func(*record.Task) {
			return func(t *record.Task) { t.State, t.Outcome, t.Closed = record.TaskClosed, outcome, day("2026-05-20") }
		}
		w.order("办结", closed(""))
		w.order("未完成终结", closed(record.OutcomeUnfinished))
		w.order("撤销", closed(record.OutcomeCancelled))
		w.order("被替代", closed(record.OutcomeReplaced))
		bad := w.order("不合格", closed(""))
		instancetest.Put(w.Office, record.CaseTable, record.Case{Record: instancetest.Head(), Workflow: casework.Assignment, Task: bad.ID, Unit: w.People["finance"].Unit, Step: "closed", Grade: "unqualified", IsClosed: true})
		w.order("长期坚持", nil)
		soft := w.order("到期未办", nil)
		instancetest.Put(w.Office, record.TargetTable, record.Target{Record: instancetest.Head(), Task: soft.ID, Ordinal: 1, Metric: "持续增长", Due: "2026-06"})
		rests := w.order("中止", nil)
		instancetest.Put(w.Office, record.TargetTable, record.Target{Record: instancetest.Head(), Task: rests.ID, Ordinal: 1, Metric: "持续增长", Due: "2026-06", State: record.TargetSuspended})
		if got := w.goals("2026-01-01", "2026-06-30"); got != "finance: 办结 100%, 未完成终结 0%, 不合格 0%, 到期未办 0%" {
			t.Errorf("the goals are %s", got)
		}
		if got := w.goals("2026-07-01", "2026-12-31"); got != "" {
			t.Errorf("what was judged is judged again: %s", got)
		}
	})
}

// By hand: five counties that miss their part are one report each; finance, that leads the task, misses none, and roads is led from above.
func TestSimulate_AMissingPartIsOfWhoOwesIt(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		task, due := w.adopt("finance", []string{"2026-12-31"}, "2026-04-05")
		part := func(unit, on string) record.Due {
			d := record.Due{Record: instancetest.Head(), Task: task, Unit: w.People[unit].Unit, Whole: uuid.New(), Period: "2026-03", On: day(on), State: record.DueOpen}
			instancetest.Put(w.Office, record.DueTable, d)
			return d
		}
		part("schools", "2026-04-05")
		late := part("schools", "2026-04-08")
		part("roads", "2026-04-05")
		w.report("finance", due[0], 100, true)
		w.On("2026-04-09")
		w.report("schools", late, 10, true)
		w.night("2026-04-20")
		x := simulation("guangyuan")
		_, err := w.Supervision.Simulate(t.Context(), w.As("office"), x)
		w.Must(err)
		if got := w.scores("office", x.ID); got != "1 finance 100;2 schools 99.7;" {
			t.Errorf("the scores are %s", got)
		}
	})
}

// What was red and does not count any more costs nothing.
func TestSimulate_AReplacedTaskCostsNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.adopt("finance", []string{"2026-12-31"}, "2026-09-30")
		task, _ := w.adopt("finance", []string{"2026-03-05"}, "2026-03-05")
		w.night("2026-03-20")
		w.change(task, func(t *record.Task) {
			t.State, t.Outcome, t.Closed = record.TaskClosed, record.OutcomeReplaced, w.Today()
		})
		x := simulation("guangyuan")
		_, err := w.Supervision.Simulate(t.Context(), w.As("office"), x)
		w.Must(err)
		if got := w.scores("office", x.ID); got != "1 finance 100;" {
			t.Errorf("the scores are %s", got)
		}
	})
}
