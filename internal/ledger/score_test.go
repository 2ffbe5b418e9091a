package ledger_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/source"
)

func model(t testing.TB, name string) *ledger.Model {
	t.Helper()
	m, found := ledger.LoadModel(ledger.Declared(name))
	for _, d := range found {
		t.Error(ledger.Describe(ledger.Declared(name), d, source.English))
	}
	if m == nil {
		t.FailNow()
	}
	return m
}

// points gives the code and points of each part.
func points(s ledger.Score) (all []string) {
	for _, p := range s.Parts {
		all = append(all, p.Code+" "+p.Points.Shown())
	}
	return all
}

func score(t testing.TB, m *ledger.Model, s ledger.Sheet) ledger.Score {
	t.Helper()
	got, err := m.Score(s)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// By hand: work 40 × 80/100 = 32, 20 × (2 − 60/50) = 16, 10 × 50 % = 5; guarantee 30. Goals 83 × 60 % = 49.8; evaluation 90 × 40 % = 36; bonus 7
// is not added; deductions 6 are capped at 5. 49.8 + 36 − 5 = 80.8.
func TestScore_GuiyangWorkedExample(t *testing.T) {
	t.Parallel()
	got := score(t, model(t, "guiyang"), ledger.Sheet{
		Unit: "甲", Evaluation: number("90"),
		Goals: []ledger.Goal{
			{Name: "固定资产投资", Area: "work", Kind: ledger.Growth, Weight: ledger.Whole(40), Target: number("100"), Actual: number("80"), IsKey: true},
			{Name: "能耗", Area: "work", Kind: ledger.Control, Weight: ledger.Whole(20), Target: number("50"), Actual: number("60")},
			{Name: "改革方案", Area: "work", Kind: ledger.Qualitative, Weight: ledger.Whole(10), Progress: number("50")},
			{Name: "安全生产", Area: "guarantee", Kind: ledger.Qualitative, Weight: ledger.Whole(30), Progress: number("100")},
		},
		Bonus:      []ledger.Entry{{"国家表彰", ledger.Whole(7)}},
		Deductions: []ledger.Entry{{"通报批评", ledger.Whole(4)}, {"问题未整改", ledger.Whole(2)}},
	})
	if got.Total.Shown() != "80.8" || got.Bonus.Shown() != "5" || got.Deduction.Shown() != "5" || got.Key.Shown() != "19.2" {
		t.Errorf("the score is %s with bonus %s, deduction %s, key %s", got.Total.Shown(), got.Bonus.Shown(), got.Deduction.Shown(), got.Key.Shown())
	}
	want := []string{"goal 19.2", "goal 9.6", "goal 3", "goal 18", "evaluation 36", "bonus 0", "entered -4", "entered -2", "deduction_cap 1"}
	if diff := cmp.Diff(want, points(got)); diff != "" {
		t.Errorf("the parts differ: %s", diff)
	}
}

func TestScore_GuiyangGoals(t *testing.T) {
	t.Parallel()
	m := model(t, "guiyang")
	for _, c := range []struct {
		name string
		goal ledger.Goal
		want string // of a weight of 70, before the 60 %
	}{
		{"over-fulfilment earns nothing extra", ledger.Goal{Kind: ledger.Growth, Target: number("100"), Actual: number("130")}, "70"},
		{"negative growth is 0", ledger.Goal{Kind: ledger.Growth, Target: number("8"), Actual: quantity.Integer(-2)}, "0"},
		{"half is half", ledger.Goal{Kind: ledger.Growth, Target: number("8"), Actual: number("4")}, "35"},
		{"a third is exact", ledger.Goal{Kind: ledger.Growth, Target: number("3"), Actual: number("1")}, "23.33"},
		{"control within its target", ledger.Goal{Kind: ledger.Control, Target: number("50"), Actual: number("40")}, "70"},
		{"control a fifth over", ledger.Goal{Kind: ledger.Control, Target: number("50"), Actual: number("60")}, "56"},
		{"control over by all of it", ledger.Goal{Kind: ledger.Control, Target: number("50"), Actual: number("100")}, "0"},
		{"control over by more", ledger.Goal{Kind: ledger.Control, Target: number("50"), Actual: number("101")}, "0"},
		{"not begun", ledger.Goal{Kind: ledger.Qualitative}, "0"},
		{"never negative", ledger.Goal{Kind: ledger.Qualitative, Progress: quantity.Integer(-5)}, "0"},
		{"contribution: 80 % × 4/5 + 20 % × 80/400", ledger.Goal{Kind: ledger.Growth, Target: number("100"), Actual: number("80"), Group: number("400"), HasContribution: true}, "47.6"},
		{"a target of 0 that was kept", ledger.Goal{Kind: ledger.Control}, "70"},
		{"a target of 0 that was not", ledger.Goal{Kind: ledger.Control, Actual: number("1")}, "0"},
	} {
		c.goal.Area, c.goal.Weight = "work", ledger.Whole(70)
		got := score(t, m, ledger.Sheet{Goals: []ledger.Goal{c.goal, {Area: "guarantee", Kind: ledger.Qualitative, Weight: ledger.Whole(30)}}})
		share, _ := got.Parts[0].Points.Mul(ledger.Whole(100)).Per(ledger.Whole(60))
		if share.Shown() != c.want {
			t.Errorf("%s: %s, want %s", c.name, share.Shown(), c.want)
		}
	}
	if _, err := m.Score(ledger.Sheet{Goals: []ledger.Goal{{Area: "work", Weight: ledger.Whole(69)}, {Area: "guarantee", Weight: ledger.Whole(30)}}}); err == nil {
		t.Error("weights that do not add up are taken")
	}
}

// By hand: two yellow lights on one task −1, a third on it nothing, one on another nothing; a red one −2; two late reports −0.2. 100 − 3.2 = 96.8.
func TestScore_GuangyuanWorkedExample(t *testing.T) {
	t.Parallel()
	light := func(l ledger.Light, task, on string) ledger.Event {
		return ledger.Event{Kind: ledger.EventLight, Light: l, Task: task, On: day(on)}
	}
	late := func(task, on string) ledger.Event {
		return ledger.Event{Kind: ledger.EventLateReport, Task: task, On: day(on)}
	}
	got := score(t, model(t, "guangyuan"), ledger.Sheet{Events: []ledger.Event{
		light(ledger.Yellow, "a", "2026-03-01"), light(ledger.Yellow, "b", "2026-03-02"), light(ledger.Yellow, "a", "2026-05-01"), light(ledger.Yellow, "a", "2026-06-01"),
		light(ledger.Red, "b", "2026-04-01"), light(ledger.Green, "b", "2026-05-01"), late("a", "2026-02-11"), late("a", "2026-04-11"),
	}})
	if got.Total.Shown() != "96.8" {
		t.Errorf("the score is %s", got.Total.Shown())
	}
	if diff := cmp.Diff([]string{"base 100", "two_yellow -1", "red -2", "late_report -0.1", "late_report -0.1"}, points(got)); diff != "" {
		t.Errorf("the parts differ: %s", diff)
	}
	if on := got.Parts[1].Values["on"]; on != "2026-05-01" {
		t.Errorf("the point for two yellow lights is of %s, not of the second", on)
	}
	var all []ledger.Event
	for range 80 {
		all = append(all, late("a", "2026-02-11"), light(ledger.Red, "a", "2026-02-11"))
	}
	got = score(t, model(t, "guangyuan"), ledger.Sheet{Events: all})
	if got.Total.Shown() != "0" || got.Deduction.Shown() != "165" {
		t.Errorf("160 on lights and 8 on reports, of which 5 count, leave %s after %s", got.Total.Shown(), got.Deduction.Shown())
	}
}

func TestRank_SharesAndSkips(t *testing.T) {
	t.Parallel()
	m := model(t, "guiyang")
	of := func(unit string, total, deduction int64) ledger.Score {
		return ledger.Score{Unit: unit, Total: ledger.Whole(total), Deduction: ledger.Whole(deduction)}
	}
	show := func(scores []ledger.Score) string {
		text := ""
		for _, s := range scores {
			text += s.Unit + string(rune('0'+s.Rank)) + " "
		}
		return text
	}
	if got := show(m.Rank([]ledger.Score{of("a", 80, 1), of("b", 90, 0), of("c", 80, 1), of("d", 70, 0)})); got != "b1 a2 c2 d4 " {
		t.Errorf("the ranks are %s", got)
	}
	if got := show(m.Rank([]ledger.Score{of("a", 80, 1), of("b", 80, 0), of("c", 80, 0)})); got != "b1 c1 a3 " {
		t.Errorf("with fewer deductions first the ranks are %s", got)
	}
	// 80.001 and 80.004 are shown alike and are not equal.
	third, _ := ledger.Whole(80_001).Per(ledger.Whole(1000))
	fourth, _ := ledger.Whole(80_004).Per(ledger.Whole(1000))
	if got := show(m.Rank([]ledger.Score{{Unit: "a", Total: third}, {Unit: "b", Total: fourth}})); got != "b1 a2 " || third.Shown() != fourth.Shown() {
		t.Errorf("what differs only before rounding is ranked %s", got)
	}
}

func TestPoints_AreRoundedHalfUpWhenShown(t *testing.T) {
	t.Parallel()
	for want, n := range map[string]int64{"0.01": 5, "0": 4, "-0.01": -5, "1": 999, "73.34": 73335} {
		p, _ := ledger.Whole(n).Per(ledger.Whole(1000))
		if n == 999 {
			p, _ = ledger.Whole(995).Per(ledger.Whole(1000))
			p = p.Add(p).Sub(p) // 0.995 is 1.00
		}
		if got := p.Shown(); got != want {
			t.Errorf("%s is shown as %s, want %s", p, got, want)
		}
		var back ledger.Points
		if err := back.UnmarshalText([]byte(p.String())); err != nil || back.Cmp(p) != 0 {
			t.Errorf("%s is read back as %s, %v", p, back, err)
		}
	}
}

// Whatever a unit did, the parts of its score add up to it, and a simulation with a higher price takes no less.
func TestScore_PartsAddUp(t *testing.T) {
	t.Parallel()
	models := []*ledger.Model{model(t, "guiyang"), model(t, "guangyuan")}
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.SampledFrom(models).Draw(t, "model")
		n := func(label string, most int) quantity.Number {
			return quantity.Number{Coefficient: int64(rapid.IntRange(-most, most).Draw(t, label)), Scale: uint8(rapid.IntRange(0, 3).Draw(t, label+"s"))}
		}
		s := ledger.Sheet{Evaluation: n("evaluation", 200)}
		if m.Goals != nil {
			for _, a := range m.Goals.Areas {
				s.Goals = append(s.Goals, ledger.Goal{Area: a.Name, Weight: a.Weight, Kind: rapid.SampledFrom([]ledger.GoalKind{ledger.Growth, ledger.Control, ledger.Qualitative}).Draw(t, "kind"),
					Target: n("target", 50), Actual: n("actual", 90), Progress: n("progress", 150), Group: n("group", 200), HasContribution: rapid.Bool().Draw(t, "contribution")})
			}
		}
		for range rapid.IntRange(0, 5).Draw(t, "entries") {
			s.Bonus = append(s.Bonus, ledger.Entry{Points: ledger.Whole(int64(rapid.IntRange(0, 4).Draw(t, "bonus")))})
			s.Deductions = append(s.Deductions, ledger.Entry{Points: ledger.Whole(int64(rapid.IntRange(0, 4).Draw(t, "entered")))})
		}
		for range rapid.IntRange(0, 80).Draw(t, "events") {
			s.Events = append(s.Events, ledger.Event{Kind: rapid.SampledFrom([]ledger.EventKind{ledger.EventLight, ledger.EventLateReport, ledger.EventMissed}).Draw(t, "event"),
				Light: rapid.SampledFrom([]ledger.Light{ledger.Red, ledger.Yellow}).Draw(t, "light"), Task: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "task")})
		}
		got, err := m.Score(s)
		if err != nil {
			t.Fatal(err)
		}
		var sum ledger.Points
		for _, p := range got.Parts {
			sum = sum.Add(p.Points)
		}
		if sum.Cmp(got.Total) != 0 {
			t.Fatalf("the parts add up to %s, the score is %s", sum, got.Total)
		}
		if got.Total.Cmp(m.Floor) < 0 && m.Base.Sign() > 0 {
			t.Fatalf("%s is below the floor", got.Total)
		}
	})
}
