package coordination_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/internal/instance/instancetest"

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
		w.Must(w.Coordination.Raise(ctx, w.As("finance"), x))
		w.Must(w.Coordination.Raise(ctx, w.As("finance"), x)) // sent twice
		if got := w.Told("office"); !slices.Equal(got, []string{"problem-raised"}) {
			t.Errorf("the office is told %v", got)
		}
		w.Must(w.Coordination.Method(ctx, w.As("office"), x.ID, "m13710", "ordinary"))
		w.due(x.ID, "2026-03-02") // raised on that day: to be given out on it
		w.On("2026-03-03")
		move := func(as, name string, form flow.Form) error {
			p, err := w.Coordination.Find(ctx, w.As(as), x.ID)
			if err != nil {
				return err
			}
			return w.Cases.Take(ctx, w.As(as), p.Case.ID, name, form, 0)
		}
		w.Must(move("office", "assign", flow.Form{"unit": w.People["roads"].Unit.String()}))
		w.due(x.ID, "2026-03-06") // three days after it was given out
		if got := w.Told("roads"); !slices.Equal(got, []string{"problem-given"}) {
			t.Errorf("the unit is told %v", got)
		}
		w.Must(move("roads", "report", flow.Form{"progress": "已对接"}))
		w.due(x.ID, "2026-03-10") // seven days
		w.Refused(move("schools", "apply", flow.Form{"result": "好了"}), "record-missing")
		w.Must(w.Coordination.Method(ctx, w.As("office"), x.ID, "m710", "ordinary"))
		w.due(x.ID, "2026-03-09") // the day itself is the first of seven
		w.Refused(w.Coordination.Method(ctx, w.As("office"), x.ID, "m710", "easy"), "problem-method")
		w.Refused(w.Coordination.Method(ctx, w.As("finance"), x.ID, "m710", "complex"), "forbidden")
		w.Must(w.Coordination.Method(ctx, w.As("office"), x.ID, "m13710", "ordinary"))
		w.Must(move("roads", "apply", flow.Form{"result": "已解决"}))
		w.Must(move("office", "refuse", flow.Form{"reason": "没有附件"}))
		w.due(x.ID, "2026-03-10") // what is sent back has no more time than it had
		w.Must(move("roads", "apply", flow.Form{"result": "已解决"}))
		w.Must(move("office", "close", flow.Form{"grade": "good"}))
		p, err := w.Coordination.Find(ctx, w.As("finance"), x.ID) // whoever raised it sees what became of it
		w.Must(err)
		if p.State != "settled" || p.Grade != "good" || p.Progress != "已解决" || p.IsOpen || !slices.Contains(w.Told("finance"), "problem-moved") {
			t.Errorf("it ends as %+v", p.Line)
		}
		w.Refused(w.Coordination.Method(ctx, w.As("office"), x.ID, "", ""), "problem-closed")
	})
}

// due wants the day by which whoever has a problem has to act.
func (w *world) due(id uuid.UUID, want string) {
	w.Helper()
	p, err := w.Coordination.Find(w.Context(), w.As("office"), id)
	w.Must(err)
	if p.Due != int64(instancetest.Day(want)) {
		w.Errorf("in the step %s it is due on day %d, want %s", p.State, p.Due, want)
	}
}

func TestProblem_FromAReport(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		for name, want := range map[string]int{"office": 1, "finance": 1, "schools": 0} {
			list, err := w.Coordination.Reported(ctx, w.As(name), 10)
			w.Must(err)
			if len(list) != want {
				t.Errorf("%s has %d problems of reports, want %d", name, len(list), want)
			}
		}
		x := raising("用地指标")
		x.Report = w.report
		w.Refused(w.Coordination.Raise(ctx, w.As("schools"), x), "record-missing")
		w.Must(w.Coordination.Raise(ctx, w.As("office"), x))
		p, err := w.Coordination.Find(ctx, w.As("finance"), x.ID)
		w.Must(err)
		if p.Unit != w.People["finance"].Unit || p.Task.ID != w.task {
			t.Errorf("of a report it is %+v", p.Line)
		}
		if list, err := w.Coordination.Reported(ctx, w.As("office"), 10); err != nil || len(list) != 0 {
			t.Errorf("raised it is still listed: %v, %v", list, err)
		}
		other := raising("别人的事")
		other.Unit = w.People["roads"].Unit
		w.Refused(w.Coordination.Raise(ctx, w.As("finance"), other), "forbidden")
		for key, change := range map[string]func(*coordination.Raising){
			"problem-title": func(x *coordination.Raising) { x.Title = "两\n行" }, "problem-what": func(x *coordination.Raising) { x.What = strings.Repeat("长", 5000) },
		} {
			y := raising("题")
			change(&y)
			w.Refused(w.Coordination.Raise(ctx, w.As("finance"), y), key)
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
			w.Must(w.Coordination.Raise(ctx, w.As("finance"), x))
		}
		m := coordination.Meeting{ID: uuid.Must(uuid.NewV7()), Title: "第三次联席会议", On: instancetest.Day("2026-03-20"), Place: "二楼会议室", Chair: "副市长", Problems: []uuid.UUID{first.ID, second.ID, third.ID}}
		w.Refused(w.Coordination.Call(ctx, w.As("finance"), m), "forbidden")
		w.Must(w.Coordination.Call(ctx, w.As("office"), m))
		m.Problems = m.Problems[:2]
		w.Must(w.Coordination.Call(ctx, w.As("office"), m)) // the third one leaves the agenda
		if p, err := w.Coordination.Find(ctx, w.As("office"), third.ID); err != nil || p.State != "raised" || p.Holder != "" {
			t.Errorf("taken off the agenda it is %s, %v", p.State, err)
		}
		find := func(as string) coordination.ConferencePage {
			t.Helper()
			c, err := w.Coordination.Conference(ctx, w.As(as), m.ID)
			w.Must(err)
			return c
		}
		c := find("office")
		_, err := w.Coordination.Conference(ctx, w.As("finance"), m.ID)
		w.Refused(err, "record-missing")
		w.Must(w.Cases.Take(ctx, w.As("office"), c.Case.ID, "ask", nil, 0))
		w.Refused(w.Coordination.Decide(ctx, w.As("office"), m.ID, c.Items[0].ID, coordination.Decision{}), "conference-not-called")
		w.Must(w.Cases.Take(ctx, w.As("leader"), c.Case.ID, "approve", nil, 0))
		if got := w.Told("finance"); !slices.Equal(got, []string{"conference-called"}) {
			t.Errorf("whoever raised two matters is told %v", got)
		}
		w.On("2026-03-20")
		d := coordination.Decision{Text: "由市交通局牵头落实", Unit: w.People["roads"].Unit, Until: instancetest.Day("2026-04-15")}
		w.Refused(w.Coordination.Decide(ctx, w.As("office"), m.ID, c.Items[0].ID, coordination.Decision{Text: "办", Unit: d.Unit}), "case-field-missing")
		w.Refused(w.Cases.Take(ctx, w.As("office"), c.Case.ID, "close", nil, 0), "case-lacks")
		w.Must(w.Coordination.Decide(ctx, w.As("office"), m.ID, c.Items[0].ID, d))
		w.Refused(w.Coordination.Decide(ctx, w.As("office"), m.ID, c.Items[0].ID, d), "conference-item-done")
		w.Must(w.Coordination.Postpone(ctx, w.As("office"), m.ID, c.Items[1].ID, "时间不够"))
		w.Must(w.Cases.Take(ctx, w.As("office"), c.Case.ID, "close", nil, 0))
		if c = find("leader"); c.State != record.ConferenceClosed || c.Items[0].Decision != d.Text || c.Items[0].Name != "roads" || c.Items[1].Outcome != record.OutcomePostponed {
			t.Errorf("the conference ends as %+v", c)
		}
		w.due(first.ID, "2026-04-15")
		if got := w.Told("roads"); !slices.Equal(got, []string{"decided"}) {
			t.Errorf("the unit is told %v", got)
		}
		p, err := w.Coordination.Find(ctx, w.As("roads"), first.ID) // which it could not see before
		w.Must(err)
		if p.Decision != d.Text || p.Holder != "roads" || p.Name != "finance" {
			t.Errorf("the unit sees %+v", p.Line)
		}
		made, err := w.Coordination.Direct(ctx, w.As("office"), first.ID)
		w.Must(err)
		if made.Unit != d.Unit || made.Demand != d.Text || made.Kind != "supervise" || !strings.Contains(made.Basis, "用地指标") {
			t.Errorf("the directive is %+v", made)
		}
		_, err = w.Coordination.Direct(ctx, w.As("office"), first.ID)
		w.Refused(err, "problem-directive")
		_, err = w.Coordination.Direct(ctx, w.As("office"), second.ID) // nothing was decided
		w.Refused(err, "problem-directive")
	})
}

func TestConference_CancelledGivesItsMattersBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	ctx := t.Context()
	x := raising("用地指标")
	w.Must(w.Coordination.Raise(ctx, w.As("finance"), x))
	m := coordination.Meeting{ID: uuid.Must(uuid.NewV7()), Title: "联席会议", On: instancetest.Day("2026-03-20"), Problems: []uuid.UUID{x.ID}}
	w.Must(w.Coordination.Call(ctx, w.As("office"), m))
	c, err := w.Coordination.Conference(ctx, w.As("office"), m.ID)
	w.Must(err)
	w.Must(w.Cases.Take(ctx, w.As("office"), c.Case.ID, "cancel", flow.Form{"reason": "另行安排"}, 0))
	p, err := w.Coordination.Find(ctx, w.As("office"), x.ID)
	w.Must(err)
	if p.State != "raised" {
		t.Errorf("after the conference was cancelled it is %s", p.State)
	}
	w.Refused(w.Coordination.Call(ctx, w.As("office"), m), "conference-state")
}
