package ledger_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/source"
)

func day(text string) period.Date {
	if text == "" {
		return ledger.None
	}
	d, err := period.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func number(text string) quantity.Number {
	n, err := quantity.ParseNumber(text)
	if err != nil {
		panic(err)
	}
	return n
}

func rules(t testing.TB) *ledger.Rules {
	t.Helper()
	r, found := ledger.LoadRules(ledger.Declared("default-lights"))
	for _, d := range found {
		t.Error(ledger.Describe(ledger.Declared("default-lights"), d, source.English))
	}
	if r == nil {
		t.FailNow()
	}
	return r
}

// The default set of the reference: grey not due to start; green on plan; yellow ≤ N days to the limit (3 for an item of 7 days, 5 to 7 for one
// of a month) or a node missed; red limit passed, or feedback overdue twice; blue closed on time; black closed late.
func TestLight_DefaultRules(t *testing.T) {
	t.Parallel()
	week := ledger.Facts{Assigned: day("2026-03-02"), Limit: day("2026-03-09"), HasStandard: true}
	month := ledger.Facts{Assigned: day("2026-03-01"), Limit: day("2026-03-31"), HasStandard: true}
	with := func(f ledger.Facts, change func(*ledger.Facts)) ledger.Facts { change(&f); return f }
	node := func(due, done string) ledger.Facts {
		return ledger.Facts{HasStandard: true, Nodes: []ledger.Node{{Name: "开工", Due: day(due), Done: day(done)}}}
	}
	feedback := func(all ...string) ledger.Facts {
		f := ledger.Facts{HasStandard: true}
		for i := 0; i < len(all); i += 2 {
			f.Feedback = append(f.Feedback, ledger.Feedback{Due: day(all[i]), Handed: day(all[i+1])})
		}
		return f
	}
	closed := func(on string) ledger.Facts { return with(week, func(f *ledger.Facts) { f.Closed = day(on) }) }
	extended := func(granted, to string) ledger.Facts {
		return with(week, func(f *ledger.Facts) { f.Extensions = []ledger.Extension{{Granted: day(granted), To: day(to)}} })
	}
	for _, c := range []struct {
		name  string
		facts ledger.Facts
		on    string
		light ledger.Light
		rule  string
	}{
		{"7 days, 4 left", week, "2026-03-05", ledger.Green, "on_plan"},
		{"7 days, 3 left", week, "2026-03-06", ledger.Yellow, "limit_near"},
		{"7 days, the last day", week, "2026-03-09", ledger.Yellow, "limit_near"},
		{"7 days, passed", week, "2026-03-10", ledger.Red, "limit_passed"},
		{"a month, 6 left", month, "2026-03-25", ledger.Green, "on_plan"},
		{"a month, 5 left", month, "2026-03-26", ledger.Yellow, "limit_near"},
		{"longer, 7 left", with(month, func(f *ledger.Facts) { f.Assigned = day("2026-01-01") }), "2026-03-24", ledger.Yellow, "limit_near"},
		{"no limit", ledger.Facts{HasStandard: true}, "2030-01-01", ledger.Green, "on_plan"},
		{"closed on its last day", closed("2026-03-09"), "2026-03-09", ledger.Blue, "closed_on_time"},
		{"closed a day late", closed("2026-03-10"), "2026-04-01", ledger.Black, "closed_late"},
		{"closed, but not yet", closed("2026-03-10"), "2026-03-05", ledger.Green, "on_plan"},
		{"extended in time", extended("2026-03-09", "2026-03-31"), "2026-03-10", ledger.Green, "on_plan"},
		{"extended in time, passed again", extended("2026-03-09", "2026-03-31"), "2026-04-01", ledger.Red, "limit_passed"},
		{"extended when it was red", extended("2026-03-10", "2026-03-31"), "2026-03-12", ledger.Red, "limit_passed"},
		{"the day before the extension", extended("2026-03-09", "2026-03-31"), "2026-03-08", ledger.Yellow, "limit_near"},
		{"not started", with(month, func(f *ledger.Facts) { f.Start = day("2026-03-15") }), "2026-03-14", ledger.Grey, "not_started"},
		{"started", with(month, func(f *ledger.Facts) { f.Start = day("2026-03-15") }), "2026-03-15", ledger.Green, "on_plan"},
		{"node on its day", node("2026-05-31", ""), "2026-05-31", ledger.Green, "on_plan"},
		{"node missed", node("2026-05-31", ""), "2026-06-01", ledger.Yellow, "node_missed"},
		{"node missed for 15 days", node("2026-05-31", ""), "2026-06-15", ledger.Red, "node_long_missed"},
		{"node reached", node("2026-05-31", "2026-06-03"), "2026-06-20", ledger.Green, "on_plan"},
		{"one report missing", feedback("2026-01-31", "2026-01-30", "2026-02-28", ""), "2026-03-01", ledger.Yellow, "report_missed"},
		{"two reports missing", feedback("2026-01-31", "", "2026-02-28", ""), "2026-03-01", ledger.Red, "reports_missed"},
		{"two reports late, now there", feedback("2026-01-31", "2026-02-02", "2026-02-28", "2026-03-02"), "2026-03-02", ledger.Green, "on_plan"},
		{"soft task", ledger.Facts{}, "2026-03-01", ledger.NoLight, ledger.RuleNotMeasurable},
		{"soft task, late", ledger.Facts{Limit: day("2026-02-28")}, "2026-03-01", ledger.Red, "limit_passed"},
		{"suspended", with(week, func(f *ledger.Facts) { f.State = ledger.Suspended }), "2026-04-01", ledger.NoLight, ledger.RuleLeftOut},
		{"cancelled", with(week, func(f *ledger.Facts) { f.State = ledger.Cancelled }), "2026-04-01", ledger.NoLight, ledger.RuleLeftOut},
	} {
		got := rules(t).Light(c.facts, day(c.on))
		if got.Light != c.light || got.Rule != c.rule {
			t.Errorf("%s: on %s it is %s by %s, want %s by %s", c.name, c.on, got.Light, got.Rule, c.light, c.rule)
		}
	}
}

// Winter stops building: between two planned days nothing is asked, and the plan of a quarter is held against the unit ten days after it.
func TestLight_FollowsTheFiledCurve(t *testing.T) {
	t.Parallel()
	m := ledger.Measure{Name: "完成投资", Curve: []ledger.Planned{{day("2026-03-31"), number("0")}, {day("2026-06-30"), number("40")}, {day("2026-09-30"), number("100")}},
		Reports: []ledger.Reading{{day("2026-04-08"), number("0")}, {day("2026-07-08"), number("39.5")}, {day("2026-08-08"), number("40")}}}
	f := ledger.Facts{HasStandard: true, Measures: []ledger.Measure{m}}
	for on, want := range map[string]ledger.Light{
		"2026-05-20": ledger.Green, "2026-07-10": ledger.Green, "2026-07-11": ledger.Yellow, "2026-08-08": ledger.Green, "2026-10-10": ledger.Green, "2026-10-11": ledger.Yellow,
	} {
		if got := rules(t).Light(f, day(on)); got.Light != want {
			t.Errorf("on %s it is %s by %s, want %s", on, got.Light, got.Rule, want)
		}
	}
	got := rules(t).Light(f, day("2026-07-11"))
	if diff := cmp.Diff(map[string]string{"measure": "完成投资", "planned": "40", "reported": "39.5", "on": "2026-06-30"}, got.Values); diff != "" {
		t.Errorf("the reason differs: %s", diff)
	}
	f.Measures[0].IsLower = true // 40 may not be exceeded
	f.Measures[0].Reports = []ledger.Reading{{day("2026-07-08"), number("40.5")}}
	f.Measures[0].Curve = f.Measures[0].Curve[1:2]
	if got := rules(t).Light(f, day("2026-07-11")); got.Light != ledger.Yellow {
		t.Errorf("what exceeds its curve is %s", got.Light)
	}
}

func TestWhy_NamesTheValues(t *testing.T) {
	t.Parallel()
	r := rules(t)
	plain := func(v string) string { return v }
	got := r.Light(ledger.Facts{Limit: day("2026-03-09"), HasStandard: true}, day("2026-04-01"))
	if why := r.Why(got, source.Chinese, plain); why != "时限2026-03-09已过，尚未办结" {
		t.Errorf("the reason is %q", why)
	}
	if why := r.Why(ledger.Shown{Rule: ledger.RuleNotMeasurable}, source.English, plain); why == "" || why == ledger.RuleNotMeasurable {
		t.Errorf("the reason of the law is %q", why)
	}
}

// A red light stays red, or the task is closed, however many days pass, while nothing new is known.
func TestLight_TimeAloneNeverClearsRed(t *testing.T) {
	t.Parallel()
	r := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		base := day("2026-01-01")
		date := func(label string) period.Date {
			if rapid.Bool().Draw(t, label+"?") {
				return ledger.None
			}
			return base + period.Date(rapid.IntRange(0, 300).Draw(t, label))
		}
		known := func(label string) period.Date { return base + period.Date(rapid.IntRange(0, 100).Draw(t, label)) } // by the first look
		f := ledger.Facts{Assigned: base, Start: date("start"), Limit: date("limit"), HasStandard: rapid.Bool().Draw(t, "standard")}
		for range rapid.IntRange(0, 3).Draw(t, "extensions") {
			f.Extensions = append(f.Extensions, ledger.Extension{Granted: known("granted"), To: base + period.Date(rapid.IntRange(0, 300).Draw(t, "to"))})
		}
		for range rapid.IntRange(0, 4).Draw(t, "reports") {
			b := ledger.Feedback{Due: base + period.Date(rapid.IntRange(0, 300).Draw(t, "due"))}
			if rapid.Bool().Draw(t, "handed?") {
				b.Handed = known("handed")
			}
			f.Feedback = append(f.Feedback, b)
		}
		for range rapid.IntRange(0, 2).Draw(t, "nodes") {
			f.Nodes = append(f.Nodes, ledger.Node{Name: "x", Due: base + period.Date(rapid.IntRange(0, 300).Draw(t, "node"))})
		}
		m := ledger.Measure{IsLower: rapid.Bool().Draw(t, "lower")}
		for range rapid.IntRange(0, 3).Draw(t, "curve") {
			m.Curve = append(m.Curve, ledger.Planned{On: base + period.Date(rapid.IntRange(0, 300).Draw(t, "on")), Value: quantity.Integer(int64(rapid.IntRange(0, 9).Draw(t, "plan")))})
			m.Reports = append(m.Reports, ledger.Reading{On: known("read"), Value: quantity.Integer(int64(rapid.IntRange(0, 9).Draw(t, "value")))})
		}
		f.Measures = []ledger.Measure{m}
		first := base + period.Date(rapid.IntRange(100, 250).Draw(t, "first"))
		later := first + period.Date(rapid.IntRange(1, 400).Draw(t, "later"))
		if a, b := r.Light(f, first), r.Light(f, later); a.Light == ledger.Red && b.Light != ledger.Red {
			t.Fatalf("red by %s on %s is %s by %s on %s", a.Rule, first, b.Light, b.Rule, later)
		}
	})
}
