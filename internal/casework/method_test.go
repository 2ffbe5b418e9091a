package casework_test

import (
	"testing"

	"github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/period"
)

func method(t *testing.T, name, class string) *casework.Class {
	t.Helper()
	for _, m := range casework.Methods() {
		if m.Name == name {
			if c := m.Class(class); c != nil {
				return c
			}
		}
	}
	t.Fatalf("there is no %s of %s", class, name)
	return nil
}

// Worked out by hand from the rules: 13710 counts from the day after, 710 from the day itself.
func TestMethods_FallDueAsTheRulesSay(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		method, class, cameIn, givenOut string
		want                            map[string]string
	}{
		// 2 March 2026 is a Monday. Given out on the day it came in: 1 = that day, 3 = Thursday the 5th, 7 = Monday the 9th.
		{"m13710", "ordinary", "2026-03-02", "2026-03-02", map[string]string{"raised": "2026-03-02", "assigned": "2026-03-05", "working": "2026-03-09"}},
		// Given out two days late, it has its three and seven days from then on.
		{"m13710", "ordinary", "2026-03-02", "2026-03-04", map[string]string{"raised": "2026-03-02", "assigned": "2026-03-07", "working": "2026-03-11"}},
		{"m13710", "complex", "2026-03-02", "2026-03-02", map[string]string{"raised": "2026-03-02", "assigned": "2026-03-05", "working": "2026-04-02"}},
		{"m13710", "complex", "2026-01-31", "2026-01-31", map[string]string{"raised": "2026-01-31", "assigned": "2026-02-03", "working": "2026-02-28"}}, // 民法典 202: no 31st
		// The day itself is the first of seven: the 2nd to the 8th. A month from the 2nd ends on the 1st.
		{"m710", "ordinary", "2026-03-02", "2026-03-02", map[string]string{"working": "2026-03-08"}},
		{"m710", "complex", "2026-03-02", "2026-03-02", map[string]string{"working": "2026-04-01"}},
		{"m710", "yearly", "2026-01-05", "2026-01-08", map[string]string{"working": "2026-12-31"}},
	} {
		got, err := method(t, x.method, x.class).Due("raised", day(t, x.cameIn), day(t, x.givenOut), period.NewCalendar())
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != len(x.want) {
			t.Errorf("%s %s says days of %d steps, want %d", x.method, x.class, len(got), len(x.want))
		}
		for step, want := range x.want {
			if got[step].String() != want {
				t.Errorf("%s %s given out on %s: %s by %s, want %s", x.method, x.class, x.givenOut, step, got[step], want)
			}
		}
	}
}

func TestMethod_GoesBeforeTheStepsOwnLimit(t *testing.T) {
	t.Parallel()
	w := casework.Standard()["coordination"]
	now := at(t, "2026-03-02")
	now.Due = map[string]period.Date{"raised": day(t, "2026-03-02"), "working": day(t, "2026-03-09")}
	c, err := w.Open(unit, now)
	if err != nil || c.Due.String() != "2026-03-02" {
		t.Errorf("it is to be given out by %s, %v", c.Due, err)
	}
	c, _, err = w.Take(c, "assign", casework.Form{"unit": another.String()}, issuer, now)
	if err != nil || c.Due.String() != "2026-03-05" { // three working days of the step's own
		t.Errorf("it is to be reported on by %s, %v", c.Due, err)
	}
	theirs := casework.Asker{Account: clerk, Unit: another, Parties: []casework.Party{casework.Lead}}
	c, _, err = w.Take(c, "report", casework.Form{"progress": "已开工"}, theirs, now)
	if err != nil || c.Due.String() != "2026-03-09" {
		t.Errorf("it is to be done by %s, %v", c.Due, err)
	}
	c, _, err = w.Take(c, "put_off", casework.Form{"reason": "要先立项", "day": "2026-06-30"}, issuer, now)
	if err != nil || c.Due.String() != "2026-06-30" {
		t.Errorf("after another day was set it is to be done by %s, %v", c.Due, err)
	}
}

func TestLoadMethod_SaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"a step that the workflow has not": "method: x\nworkflow: coordination\ntitle: {zh: 甲, en: x}\nclasses: {one: {title: {zh: 甲, en: x}, steps: {dancing: {amount: 1, unit: month}}}}\n",
		"a workflow that there is not":     "method: x\nworkflow: dancing\ntitle: {zh: 甲, en: x}\nclasses: {}\n",
		"a unit that there is not":         "method: x\nworkflow: coordination\ntitle: {zh: 甲, en: x}\nclasses: {one: {title: {zh: 甲, en: x}, steps: {working: {amount: 1, unit: moon}}}}\n",
	} {
		if m, found := casework.LoadMethod([]byte(text), casework.Standard()); m != nil || len(found) == 0 {
			t.Errorf("%s: %v, %v", name, m, found)
		}
	}
}

func TestFinding_IsStruckOffWithEvidenceAndOpenedAgain(t *testing.T) {
	t.Parallel()
	team := casework.Asker{Account: officer, Parties: []casework.Party{casework.Team}}
	y := begin(t, "finding", "2026-03-02")
	y.take("object", casework.Form{"answer": "数字不符"}, lead, at(t, "2026-03-03"), "objected", "2026-03-10")
	y.take("uphold", casework.Form{"reason": "现场照片为证"}, issuer, at(t, "2026-03-04"), "planning", "2026-03-11")
	y.take("plan", casework.Form{"measures": "清运垃圾", "person": "王某", "day": "2026-03-31"}, lead, at(t, "2026-03-05"), "approving", "2026-03-10")
	y.take("approve", casework.Form{"day": "2026-03-25"}, issuer, at(t, "2026-03-06"), "rectifying", "2026-03-25")
	if _, _, err := y.w.Take(y.c, "apply", casework.Form{"result": "已清运"}, lead, at(t, "2026-03-20")); keyOf(err) != "case-lacks" {
		t.Errorf("without evidence it is applied for with %v", err)
	}
	y.take("apply", casework.Form{"result": "已清运"}, lead, at(t, "2026-03-20", "has_evidence"), "rechecking", "2026-04-03")
	if _, _, err := y.w.Take(y.c, "strike_off", casework.Form{"finding": "属实"}, lead, at(t, "2026-03-23")); keyOf(err) != "case-not-offered" {
		t.Errorf("the unit strikes its own finding off: %v", err)
	}
	y.take("refuse", casework.Form{"finding": "仍有堆积", "day": "2026-04-10"}, team, at(t, "2026-03-23"), "rectifying", "2026-04-10")
	y.take("apply", casework.Form{"result": "已清运完毕"}, lead, at(t, "2026-04-09", "has_evidence"), "rechecking", "2026-04-23")
	y.take("strike_off", casework.Form{"finding": "属实"}, team, at(t, "2026-04-10"), "struck_off", "")
	y.take("reopen", casework.Form{"finding": "又有堆积", "day": "2026-06-30"}, issuer, at(t, "2026-06-01"), "rectifying", "2026-06-30")
}
