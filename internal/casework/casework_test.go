package casework_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/period"
	"pgregory.net/rapid"
)

var (
	unit    = uuid.UUID{1}
	another = uuid.UUID{2}
	clerk   = uuid.UUID{11}
	friend  = uuid.UUID{12}
	officer = uuid.UUID{13}
)

func day(t interface{ Fatal(...any) }, s string) period.Date {
	d, err := period.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// at is a day on which some conditions hold.
func at(t interface{ Fatal(...any) }, s string, holds ...string) casework.Now {
	now := casework.Now{Today: day(t, s), Calendar: period.NewCalendar(), Holds: map[string]bool{}}
	for _, name := range holds {
		now.Holds[name] = true
	}
	return now
}

var (
	lead   = casework.Asker{Account: clerk, Unit: unit, Parties: []casework.Party{casework.Lead}}
	second = casework.Asker{Account: friend, Unit: unit, Parties: []casework.Party{casework.Lead}}
	issuer = casework.Asker{Account: officer, Parties: []casework.Party{casework.Issuer}}
)

func keyOf(err error) string {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f.Key
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// A way is a case that goes on from move to move.
type way struct {
	t    *testing.T
	w    *casework.Workflow
	c    casework.Case
	last casework.Entry
}

func begin(t *testing.T, workflow, on string) *way {
	w := casework.Standard()[workflow]
	c, err := w.Open(unit, at(t, on))
	if err != nil {
		t.Fatal(err)
	}
	return &way{t: t, w: w, c: c}
}

func (y *way) take(move string, form casework.Form, by casework.Asker, now casework.Now, wantStep, wantDue string) {
	y.t.Helper()
	c, e, err := y.w.Take(y.c, move, form, by, now)
	if err != nil {
		y.t.Fatalf("%s: %v", move, err)
	}
	due := ""
	if c.Due != 0 {
		due = c.Due.String()
	}
	if c.Step != wantStep || due != wantDue {
		y.t.Errorf("%s leads to %s until %s, want %s until %s", move, c.Step, due, wantStep, wantDue)
	}
	y.c, y.last = c, e
}

func (y *way) refuses(want, move string, form casework.Form, by casework.Asker, now casework.Now) {
	y.t.Helper()
	c, _, err := y.w.Take(y.c, move, form, by, now)
	if keyOf(err) != want || c != y.c {
		y.t.Errorf("%s: %v (%+v), want %s and the case as it was", move, err, c, want)
	}
}

// A unit declines, the office insists, and the unit can not decline again. 26 April to 8 May 2023: 29 April to 3 May are days
// of rest, 6 May is worked on a Saturday, 23 April was on a Sunday.
func TestAssignment_DeclinedAndInsistedOn(t *testing.T) {
	t.Parallel()
	y := begin(t, "assignment", "2023-04-26")
	if y.c.Due.String() != "2023-05-04" {
		t.Errorf("to be signed for until %s", y.c.Due)
	}
	y.refuses("case-not-offered", "sign", nil, issuer, at(t, "2023-04-27"))
	y.refuses("case-not-offered", "decline", casework.Form{"reason": "x"}, casework.Asker{Account: clerk, Unit: another}, at(t, "2023-04-27"))
	y.refuses("case-field-missing", "decline", casework.Form{"reason": " \n"}, lead, at(t, "2023-04-27"))
	y.refuses("case-field-unknown", "decline", casework.Form{"reason": "x", "grade": "good"}, lead, at(t, "2023-04-27"))
	y.refuses("case-not-offered", "decline", casework.Form{"reason": "x"}, lead, at(t, "2023-05-05"))
	y.take("decline", casework.Form{"reason": " 不属本单位职责 "}, lead, at(t, "2023-05-04"), "declined", "2023-05-08")
	if y.last.Form["reason"] != "不属本单位职责" || y.last.From != "assigned" || y.last.Account != clerk {
		t.Errorf("the entry is %+v", y.last)
	}
	y.take("insist", casework.Form{"reason": "三定规定明确"}, issuer, at(t, "2023-05-05"), "assigned", "2023-05-09")
	y.refuses("case-not-offered", "decline", casework.Form{"reason": "x"}, lead, at(t, "2023-05-06", "insisted"))
	y.refuses("case-lacks", "deem", casework.Form{"reason": "x"}, issuer, at(t, "2023-05-06"))
	y.take("sign", nil, lead, at(t, "2023-05-06", "insisted"), "signed", "2023-05-10")
}

func TestAssignment_FromSigningToTheLookBack(t *testing.T) {
	t.Parallel()
	y := begin(t, "assignment", "2023-03-01")
	y.take("reassign", casework.Form{"unit": another.String()}, issuer, at(t, "2023-03-01"), "assigned", "2023-03-06")
	if y.c.Unit != another {
		t.Error("the other unit does not have it")
	}
	y.take("sign", nil, lead, at(t, "2023-03-02"), "signed", "2023-03-07")
	y.take("pass", casework.Form{"section": "规划科", "person": "王某", "account": clerk.String()}, lead, at(t, "2023-03-02"), "passed", "2023-03-16")
	y.refuses("case-not-offered", "propose", nil, second, at(t, "2023-03-03", "measures_filed")) // it was passed to somebody else
	y.refuses("case-lacks", "propose", nil, lead, at(t, "2023-03-03"))
	y.take("propose", nil, lead, at(t, "2023-03-03", "measures_filed"), "approving", "2023-03-10")
	y.take("send_back", casework.Form{"reason": "缺少时间节点"}, issuer, at(t, "2023-03-06"), "passed", "2023-03-20")
	y.take("propose", nil, lead, at(t, "2023-03-07", "measures_filed"), "approving", "2023-03-14")
	y.take("approve", nil, issuer, at(t, "2023-03-08"), "working", "")
	y.refuses("case-lacks", "apply", casework.Form{"result": "已完成"}, lead, at(t, "2023-11-01")) // nothing proves it
	y.take("apply", casework.Form{"result": "已完成"}, lead, at(t, "2023-11-01", "proven"), "closing", "2023-11-08")
	y.refuses("case-field", "close", casework.Form{"grade": "superb"}, issuer, at(t, "2023-11-02"))
	y.refuses("case-not-offered", "close", casework.Form{"grade": "good"}, lead, at(t, "2023-11-02"))
	y.take("close", casework.Form{"grade": "good"}, issuer, at(t, "2023-11-02"), "closed", "")
	if !y.c.IsClosed {
		t.Error("it is not closed")
	}
	y.take("reopen", casework.Form{"finding": "指标回落"}, issuer, at(t, "2024-01-10"), "working", "")
	if y.c.IsClosed {
		t.Error("what the look-back opened again is closed")
	}
}

func TestTransfer_IsAcceptedOrDeclinedByTheColleague(t *testing.T) {
	t.Parallel()
	y := begin(t, "assignment", "2023-03-01")
	y.c.Step, y.c.Holder = "working", clerk
	y.take("hand", casework.Form{"receiver": friend.String()}, lead, at(t, "2023-03-01"), "handing", "2023-03-03")
	y.refuses("case-not-offered", "take_over", nil, lead, at(t, "2023-03-01"))
	declined, _, err := y.w.Take(y.c, "hand_back", casework.Form{"reason": "出差"}, second, at(t, "2023-03-02"))
	if err != nil || declined.Holder != clerk || declined.Offered != uuid.Nil {
		t.Errorf("declined: %+v, %v", declined, err)
	}
	y.take("take_over", nil, second, at(t, "2023-03-02"), "working", "")
	if y.c.Holder != friend {
		t.Errorf("%s has it", y.c.Holder)
	}
	moved := second
	moved.Parties = nil // works for another unit now
	y.refuses("case-not-offered", "apply", casework.Form{"result": "x"}, moved, at(t, "2023-03-03"))
}

func TestStandIn_DoesWhatTheHolderWouldWhileHeIsAway(t *testing.T) {
	t.Parallel()
	absences := []casework.Absence{
		{Account: clerk, StandIn: friend, From: day(t, "2023-03-06"), To: day(t, "2023-03-10")},
		{Account: friend, StandIn: officer, From: day(t, "2023-03-10"), To: day(t, "2023-03-10")},
		{Account: unit, StandIn: another, From: day(t, "2023-03-06"), To: day(t, "2023-03-10")}, // these two name each other
		{Account: another, StandIn: unit, From: day(t, "2023-03-06"), To: day(t, "2023-03-10")},
	}
	for _, c := range []struct {
		who  uuid.UUID
		on   string
		want []uuid.UUID
	}{
		{friend, "2023-03-05", nil}, {friend, "2023-03-06", []uuid.UUID{clerk}}, {friend, "2023-03-11", nil},
		{friend, "2023-03-10", nil}, {officer, "2023-03-10", []uuid.UUID{clerk, friend}}, {unit, "2023-03-06", nil},
	} {
		if got := casework.StandsFor(absences, c.who, day(t, c.on)); !slices.Equal(got, c.want) {
			t.Errorf("on %s %x stands in for %x, want %x", c.on, c.who[:2], got, c.want)
		}
	}
	y := begin(t, "assignment", "2023-03-01")
	y.c.Step, y.c.Holder = "working", clerk
	y.refuses("case-not-offered", "apply", casework.Form{"result": "x"}, second, at(t, "2023-03-05"))
	second := second
	second.For = casework.StandsFor(absences, friend, day(t, "2023-03-06"))
	y.take("apply", casework.Form{"result": "已完成"}, second, at(t, "2023-03-06", "proven"), "closing", "2023-03-13")
}

func TestUndo_OnlyOnesOwnLastMoveOnWhichNothingWasBuilt(t *testing.T) {
	t.Parallel()
	y := begin(t, "assignment", "2023-03-01")
	opened := y.c
	y.take("sign", nil, lead, at(t, "2023-03-02"), "signed", "2023-03-07")
	if _, _, err := casework.Undo(y.c, y.last, false, second, day(t, "2023-03-02")); keyOf(err) != "case-undo" {
		t.Errorf("a colleague: %v", err)
	}
	if _, _, err := casework.Undo(y.c, y.last, true, lead, day(t, "2023-03-02")); keyOf(err) != "case-built" {
		t.Errorf("built on: %v", err)
	}
	c, e, err := casework.Undo(y.c, y.last, false, lead, day(t, "2023-03-02"))
	if err != nil || c != opened || e.Move != casework.Undone {
		t.Errorf("%+v %+v %v", c, e, err)
	}
	if _, _, err := casework.Undo(c, e, false, lead, day(t, "2023-03-02")); keyOf(err) != "case-undo" {
		t.Errorf("undone twice: %v", err)
	}
}

func TestReport_AUnitWithoutAnApproverSubmitsItself(t *testing.T) {
	t.Parallel()
	y := begin(t, "report", "2023-03-01")
	y.refuses("case-lacks", "submit", nil, lead, at(t, "2023-03-01"))
	y.refuses("case-not-offered", "submit", nil, lead, at(t, "2023-03-01", "has_approver", "is_complete"))
	y.take("hand_in", nil, lead, at(t, "2023-03-01", "has_approver", "is_complete"), "signing", "2023-03-03")
	y.take("submit", nil, lead, at(t, "2023-03-02", "is_complete"), "submitted", "2023-03-09") // the approver has left
	y.take("return", casework.Form{"reason": "数据不一致"}, issuer, at(t, "2023-03-03"), "returned", "2023-03-08")
	y.take("submit", nil, lead, at(t, "2023-03-06", "is_complete"), "submitted", "2023-03-13")
	y.take("accept", nil, issuer, at(t, "2023-03-07"), "accepted", "")
}

func TestReport_OnlyACorrectionIsWithdrawn(t *testing.T) {
	t.Parallel()
	y := begin(t, "report", "2023-03-01")
	y.refuses("case-not-offered", "withdraw", nil, lead, at(t, "2023-03-01"))
	y.take("withdraw", nil, lead, at(t, "2023-03-01", "is_correction"), "withdrawn", "")
}

func TestExtension_NotOnceTheDayHasPassedNorTooOften(t *testing.T) {
	t.Parallel()
	y := begin(t, "extension", "2023-03-01")
	form := casework.Form{"reason": "冬季停工", "day": "2023-05-31"}
	y.refuses("case-lacks", "ask", form, lead, at(t, "2023-03-01", "not_expired", "none_pending"))
	y.refuses("case-lacks", "ask", form, lead, at(t, "2023-03-01", "not_too_often", "none_pending"))
	y.refuses("case-field", "ask", casework.Form{"reason": "x", "day": "2023-5-31"}, lead, at(t, "2023-03-01", "not_expired", "not_too_often", "none_pending"))
	y.take("ask", form, lead, at(t, "2023-03-01", "not_expired", "not_too_often", "none_pending"), "asked", "2023-03-06")
	y.refuses("case-not-offered", "approve", nil, lead, at(t, "2023-03-02"))
	y.take("refuse", casework.Form{"reason": "理由不充分"}, issuer, at(t, "2023-03-02"), "refused", "")
}

// Whoever goes through a workflow in whatever way can always come to an end, is never refused what he is offered without anything
// lacking, and is refused what he is not.
func TestEveryWorkflow_NothingStaysInLimbo(t *testing.T) {
	t.Parallel()
	workflows := casework.Standard()
	names := slices.Sorted(maps.Keys(workflows))
	askers := []casework.Asker{lead, second, issuer, {Account: uuid.UUID{14}, Unit: unit, Parties: []casework.Party{casework.Approver}}, {Account: uuid.UUID{15}},
		{Account: uuid.UUID{16}, Parties: []casework.Party{casework.Leader}}, {Account: uuid.UUID{17}, Parties: []casework.Party{casework.Team}}}
	rapid.Check(t, func(t *rapid.T) {
		w := workflows[rapid.SampledFrom(names).Draw(t, "workflow")]
		now := at(t, "2023-03-01")
		c, err := w.Open(unit, now)
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(0, 12).Draw(t, "moves") {
			now.Today += period.Date(rapid.IntRange(0, 10).Draw(t, "days"))
			now.Holds = map[string]bool{}
			for _, condition := range w.Conditions {
				now.Holds[condition.Name] = rapid.Bool().Draw(t, condition.Name)
			}
			by := rapid.SampledFrom(askers).Draw(t, "by")
			m := rapid.SampledFrom(w.Moves).Draw(t, "move")
			next, _, err := w.Take(c, m.Name, filled(w, m), by, now)
			offers := w.Offers(c, by, now)
			i := slices.IndexFunc(offers, func(o casework.Offering) bool { return o.Move == m })
			if isFree := i >= 0 && len(offers[i].Lacks) == 0; isFree != (err == nil) {
				t.Fatalf("%s of %s at %s: offered %t, taken %v", m.Name, w.Name, c.Step, isFree, err)
			}
			if err == nil {
				c = next
			}
		}
		if !w.Step(c.Step).IsEnd && !ends(t, w, c, now, askers) {
			t.Fatalf("%s stays at %+v while %v holds", w.Name, c, now.Holds)
		}
	})
}

// ends says whether a case comes to an end a year later, by whatever moves; what is lacking is done first.
func ends(t *rapid.T, w *casework.Workflow, c casework.Case, now casework.Now, askers []casework.Asker) bool {
	now.Today += 365
	seen := map[casework.Case]bool{}
	for open := []casework.Case{c}; len(open) > 0; {
		c, open = open[0], open[1:]
		for _, by := range askers {
			for _, o := range w.Offers(c, by, now) {
				ready := now
				ready.Holds = maps.Clone(now.Holds)
				for _, name := range o.After {
					ready.Holds[name] = true
				}
				next, _, err := w.Take(c, o.Name, filled(w, o.Move), by, ready)
				switch {
				case err != nil:
					t.Fatal(fmt.Sprint("offered and refused: ", o.Name, err))
				case next.IsClosed:
					return true
				case !seen[next]:
					seen[next] = true
					open = append(open, next)
				}
			}
		}
	}
	return false
}

// filled is a form with everything a move needs.
func filled(w *casework.Workflow, m *casework.Move) casework.Form {
	form := casework.Form{}
	for _, name := range m.Needs {
		switch f := w.Field(name); f.Kind {
		case casework.DateField:
			form[name] = "2030-01-31"
		case casework.ChoiceField:
			form[name] = f.Choices[0].Name
		case casework.UnitField:
			form[name] = unit.String()
		case casework.AccountField:
			form[name] = friend.String()
		default:
			form[name] = "一"
		}
	}
	return form
}
