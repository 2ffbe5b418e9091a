package coordination_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/coordination"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/record"
)

func raising(title string) coordination.Raising {
	return coordination.Raising{ID: uuid.Must(uuid.NewV7()), Title: title, What: "用地指标不足", Ask: "请市自然资源局协调"}
}

func TestProblem_ByTheMethodOf13710(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		x := raising("用地指标")
		w.must(w.Coordination.Raise(ctx, w.as("finance"), x))
		w.must(w.Coordination.Raise(ctx, w.as("finance"), x)) // sent twice
		if got := w.told("office"); !slices.Equal(got, []string{"problem-raised"}) {
			t.Errorf("the office is told %v", got)
		}
		w.must(w.Coordination.Method(ctx, w.as("office"), x.ID, "m13710", "ordinary"))
		w.due(x.ID, "2026-03-02") // raised on that day: to be given out on it
		w.on("2026-03-03")
		move := func(as, name string, form flow.Form) error {
			p, err := w.Coordination.Find(ctx, w.as(as), x.ID)
			if err != nil {
				return err
			}
			return w.Cases.Take(ctx, w.as(as), p.Case.ID, name, form, 0)
		}
		w.must(move("office", "assign", flow.Form{"unit": w.people["roads"].Unit.String()}))
		w.due(x.ID, "2026-03-06") // three days after it was given out
		if got := w.told("roads"); !slices.Equal(got, []string{"problem-given"}) {
			t.Errorf("the unit is told %v", got)
		}
		w.must(move("roads", "report", flow.Form{"progress": "已对接"}))
		w.due(x.ID, "2026-03-10") // seven days
		w.refused(move("schools", "apply", flow.Form{"result": "好了"}), "record-missing")
		w.must(w.Coordination.Method(ctx, w.as("office"), x.ID, "m710", "ordinary"))
		w.due(x.ID, "2026-03-09") // the day itself is the first of seven
		w.refused(w.Coordination.Method(ctx, w.as("office"), x.ID, "m710", "easy"), "problem-method")
		w.refused(w.Coordination.Method(ctx, w.as("finance"), x.ID, "m710", "complex"), "forbidden")
		w.must(w.Coordination.Method(ctx, w.as("office"), x.ID, "m13710", "ordinary"))
		w.must(move("roads", "apply", flow.Form{"result": "已解决"}))
		w.must(move("office", "refuse", flow.Form{"reason": "没有附件"}))
		w.due(x.ID, "2026-03-10") // what is sent back has no more time than it had
		w.must(move("roads", "apply", flow.Form{"result": "已解决"}))
		w.must(move("office", "close", flow.Form{"grade": "good"}))
		p, err := w.Coordination.Find(ctx, w.as("finance"), x.ID) // whoever raised it sees what became of it
		w.must(err)
		if p.State != "settled" || p.Grade != "good" || p.Progress != "已解决" || p.IsOpen || !slices.Contains(w.told("finance"), "problem-moved") {
			t.Errorf("it ends as %+v", p.Line)
		}
		w.refused(w.Coordination.Method(ctx, w.as("office"), x.ID, "", ""), "problem-closed")
	})
}

// due wants the day by which whoever has a problem has to act.
func (w *world) due(id uuid.UUID, want string) {
	w.t.Helper()
	p, err := w.Coordination.Find(w.t.Context(), w.as("office"), id)
	w.must(err)
	if p.Due != int64(day(want)) {
		w.t.Errorf("in the step %s it is due on day %d, want %s", p.State, p.Due, want)
	}
}

func TestProblem_FromAReport(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		for name, want := range map[string]int{"office": 1, "finance": 1, "schools": 0} {
			list, err := w.Coordination.Reported(ctx, w.as(name), 10)
			w.must(err)
			if len(list) != want {
				t.Errorf("%s has %d problems of reports, want %d", name, len(list), want)
			}
		}
		x := raising("用地指标")
		x.Report = w.report
		w.refused(w.Coordination.Raise(ctx, w.as("schools"), x), "record-missing")
		w.must(w.Coordination.Raise(ctx, w.as("office"), x))
		p, err := w.Coordination.Find(ctx, w.as("finance"), x.ID)
		w.must(err)
		if p.Unit != w.people["finance"].Unit || p.Task.ID != w.task {
			t.Errorf("of a report it is %+v", p.Line)
		}
		if list, err := w.Coordination.Reported(ctx, w.as("office"), 10); err != nil || len(list) != 0 {
			t.Errorf("raised it is still listed: %v, %v", list, err)
		}
		other := raising("别人的事")
		other.Unit = w.people["roads"].Unit
		w.refused(w.Coordination.Raise(ctx, w.as("finance"), other), "forbidden")
		for key, change := range map[string]func(*coordination.Raising){
			"problem-title": func(x *coordination.Raising) { x.Title = "两\n行" }, "problem-what": func(x *coordination.Raising) { x.What = strings.Repeat("长", 5000) },
		} {
			y := raising("题")
			change(&y)
			w.refused(w.Coordination.Raise(ctx, w.as("finance"), y), key)
		}
	})
}

func TestConference_DecidesAndTheDecisionBecomesADirective(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		first, second, third := raising("用地指标"), raising("资金缺口"), raising("其他")
		first.Report = w.report
		for _, x := range []coordination.Raising{first, second, third} {
			w.must(w.Coordination.Raise(ctx, w.as("finance"), x))
		}
		m := coordination.Meeting{ID: uuid.Must(uuid.NewV7()), Title: "第三次联席会议", On: day("2026-03-20"), Place: "二楼会议室", Chair: "副市长", Problems: []uuid.UUID{first.ID, second.ID, third.ID}}
		w.refused(w.Coordination.Call(ctx, w.as("finance"), m), "forbidden")
		w.must(w.Coordination.Call(ctx, w.as("office"), m))
		m.Problems = m.Problems[:2]
		w.must(w.Coordination.Call(ctx, w.as("office"), m)) // the third one leaves the agenda
		if p, err := w.Coordination.Find(ctx, w.as("office"), third.ID); err != nil || p.State != "raised" {
			t.Errorf("taken off the agenda it is %s, %v", p.State, err)
		}
		find := func(as string) coordination.ConferencePage {
			t.Helper()
			c, err := w.Coordination.Conference(ctx, w.as(as), m.ID)
			w.must(err)
			return c
		}
		c := find("office")
		_, err := w.Coordination.Conference(ctx, w.as("finance"), m.ID)
		w.refused(err, "record-missing")
		w.must(w.Cases.Take(ctx, w.as("office"), c.Case.ID, "ask", nil, 0))
		w.refused(w.Coordination.Decide(ctx, w.as("office"), m.ID, c.Items[0].ID, coordination.Decision{}), "conference-not-called")
		w.must(w.Cases.Take(ctx, w.as("leader"), c.Case.ID, "approve", nil, 0))
		if got := w.told("finance"); !slices.Equal(got, []string{"conference-called"}) {
			t.Errorf("whoever raised two matters is told %v", got)
		}
		w.on("2026-03-20")
		d := coordination.Decision{Text: "由市交通局牵头落实", Unit: w.people["roads"].Unit, Until: day("2026-04-15")}
		w.refused(w.Coordination.Decide(ctx, w.as("office"), m.ID, c.Items[0].ID, coordination.Decision{Text: "办", Unit: d.Unit}), "case-field-missing")
		w.refused(w.Cases.Take(ctx, w.as("office"), c.Case.ID, "close", nil, 0), "case-lacks")
		w.must(w.Coordination.Decide(ctx, w.as("office"), m.ID, c.Items[0].ID, d))
		w.refused(w.Coordination.Decide(ctx, w.as("office"), m.ID, c.Items[0].ID, d), "conference-item-done")
		w.must(w.Coordination.Postpone(ctx, w.as("office"), m.ID, c.Items[1].ID, "时间不够"))
		w.must(w.Cases.Take(ctx, w.as("office"), c.Case.ID, "close", nil, 0))
		if c = find("leader"); c.State != record.ConferenceClosed || c.Items[0].Decision != d.Text || c.Items[0].Name != "roads" || c.Items[1].Outcome != record.OutcomePostponed {
			t.Errorf("the conference ends as %+v", c)
		}
		w.due(first.ID, "2026-04-15")
		if got := w.told("roads"); !slices.Equal(got, []string{"decided"}) {
			t.Errorf("the unit is told %v", got)
		}
		p, err := w.Coordination.Find(ctx, w.as("roads"), first.ID) // which it could not see before
		w.must(err)
		if p.Decision != d.Text || p.Holder != "roads" || p.Name != "finance" {
			t.Errorf("the unit sees %+v", p.Line)
		}
		made, err := w.Coordination.Direct(ctx, w.as("office"), first.ID)
		w.must(err)
		if made.Unit != d.Unit || made.Demand != d.Text || made.Kind != "supervise" || !strings.Contains(made.Basis, "用地指标") {
			t.Errorf("the directive is %+v", made)
		}
		_, err = w.Coordination.Direct(ctx, w.as("office"), first.ID)
		w.refused(err, "problem-directive")
		_, err = w.Coordination.Direct(ctx, w.as("office"), second.ID) // nothing was decided
		w.refused(err, "problem-directive")
	})
}

func TestConference_CancelledGivesItsMattersBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	ctx := t.Context()
	x := raising("用地指标")
	w.must(w.Coordination.Raise(ctx, w.as("finance"), x))
	m := coordination.Meeting{ID: uuid.Must(uuid.NewV7()), Title: "联席会议", On: day("2026-03-20"), Problems: []uuid.UUID{x.ID}}
	w.must(w.Coordination.Call(ctx, w.as("office"), m))
	c, err := w.Coordination.Conference(ctx, w.as("office"), m.ID)
	w.must(err)
	w.must(w.Cases.Take(ctx, w.as("office"), c.Case.ID, "cancel", flow.Form{"reason": "另行安排"}, 0))
	p, err := w.Coordination.Find(ctx, w.as("office"), x.ID)
	w.must(err)
	if p.State != "raised" {
		t.Errorf("after the conference was cancelled it is %s", p.State)
	}
	w.refused(w.Coordination.Call(ctx, w.as("office"), m), "conference-state")
}
