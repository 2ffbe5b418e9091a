package ledger_test

import (
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/source"
)

func ladder(t testing.TB, name string) *ledger.Ladder {
	t.Helper()
	l, found := ledger.LoadLadder(ledger.Declared(name))
	for _, d := range found {
		t.Error(ledger.Describe(ledger.Declared(name), d, source.English))
	}
	if l == nil {
		t.FailNow()
	}
	return l
}

func TestLadder_Next(t *testing.T) {
	t.Parallel()
	issued := func(step, due, answered string) ledger.Issued {
		return ledger.Issued{Step: step, Due: day(due), Answered: day(answered)}
	}
	yellow, red := ledger.Yellow, ledger.Red
	for _, c := range []struct {
		name, ladder string
		past         ledger.Past
		want         string // "" for none
	}{
		{"three colours: all is well", "sanming", ledger.Past{}, ""},
		{"three colours: slow", "sanming", ledger.Past{Lights: []ledger.Light{yellow}}, "blue"},
		{"three colours: blue is running", "sanming", ledger.Past{Lights: []ledger.Light{yellow}, Issued: []ledger.Issued{issued("blue", "2026-03-20", "")}}, ""},
		{"three colours: blue expired", "sanming", ledger.Past{Issued: []ledger.Issued{issued("blue", "2026-03-09", "")}}, "orange"},
		{"three colours: blue answered late", "sanming", ledger.Past{Issued: []ledger.Issued{issued("blue", "2026-03-01", "2026-03-05")}}, "orange"},
		{"three colours: blue answered in time", "sanming", ledger.Past{Issued: []ledger.Issued{issued("blue", "2026-03-09", "2026-03-09")}}, ""},
		{"three colours: good reason", "sanming", ledger.Past{Issued: []ledger.Issued{{Step: "blue", Due: day("2026-03-01"), IsExcused: true}}}, ""},
		{"three colours: orange expired", "sanming", ledger.Past{Issued: []ledger.Issued{issued("blue", "2026-02-01", ""), issued("orange", "2026-03-01", "")}}, "red"},
		{"three colours: leader's instruction", "sanming", ledger.Past{Origin: ledger.OriginInstruction}, "orange"},
		{"three colours: special", "sanming", ledger.Past{Origin: ledger.OriginSpecial}, "red"},
		{"letters: one yellow", "guangyuan-ladder", ledger.Past{Lights: []ledger.Light{yellow}}, ""},
		{"letters: two yellow", "guangyuan-ladder", ledger.Past{Lights: []ledger.Light{yellow, yellow}}, "letter"},
		{"letters: red", "guangyuan-ladder", ledger.Past{Lights: []ledger.Light{yellow, red}}, "talk"},
		{"letters: red, talked", "guangyuan-ladder", ledger.Past{Lights: []ledger.Light{red}, Issued: []ledger.Issued{issued("talk", "2026-03-01", "")}}, ""},
		{"default: three red", "default-ladder", ledger.Past{Lights: []ledger.Light{red, red, red}}, "talk"},
	} {
		step, _, ok := ladder(t, c.ladder).Next(c.past, day("2026-03-10"))
		if step.Name != c.want || ok != (c.want != "") {
			t.Errorf("%s: the step is %q, want %q", c.name, step.Name, c.want)
		}
	}
}

func TestStep_WhoMayIssue(t *testing.T) {
	t.Parallel()
	for _, s := range ladder(t, "default-ladder").Steps {
		if err := s.MayIssue(ledger.Government); err != nil {
			t.Errorf("a government may not issue %s: %v", s.Kind, err)
		}
		if fault.KindOf(s.MayIssue(ledger.Township)) != fault.Forbidden {
			t.Errorf("a township may issue %s", s.Kind)
		}
		if err := s.MayIssue(ledger.Department); (err == nil) != (s.Kind == ledger.Remind) {
			t.Errorf("a department that issues %s: %v", s.Kind, err)
		}
	}
}

// What is wrong with a declaration is said with its place.
func TestLoad_SaysWhatIsWrongAndWhere(t *testing.T) {
	t.Parallel()
	lights, scores, steps := string(ledger.Declared("default-lights")), string(ledger.Declared("guiyang")), string(ledger.Declared("sanming"))
	rulesOf := func(text string) []source.Diagnostic { _, d := ledger.LoadRules([]byte(text)); return d }
	modelOf := func(text string) []source.Diagnostic { _, d := ledger.LoadModel([]byte(text)); return d }
	ladderOf := func(text string) []source.Diagnostic { _, d := ledger.LoadLadder([]byte(text)); return d }
	for _, c := range []struct {
		name, text, from, to string
		load                 func(string) []source.Diagnostic
		code                 source.Code
	}{
		{"a light nobody knows", lights, "light: grey", "light: pink", rulesOf, "P107"},
		{"green before red", lights, "light: red", "light: green", rulesOf, "P104"},
		{"a value no condition gives", lights, "{start}启动", "{limit}启动", rulesOf, "P107"},
		{"a condition nobody knows", lights, "before_start: true", "before_end: true", rulesOf, "P102"},
		{"the last rule asks for something", lights, "name: on_plan\n    light: green\n", "name: on_plan\n    light: green\n    when: {overdue: 1}\n", rulesOf, "P104"},
		{"no days", lights, "overdue: 1}", "overdue: soon}", rulesOf, "P108"},
		{"no law", lights, "  not_measurable:", "  measurable:", rulesOf, "P102"},
		{"shares of 110", scores, "share: 60", "share: 70", modelOf, "P108"},
		{"areas of 90", scores, "weight: 70", "weight: 60", modelOf, "P108"},
		{"a tie nobody knows", scores, "[deduction,", "[luck,", modelOf, "P107"},
		{"supervised without a leader", steps, "days: 7, needs_leader: true", "days: 7, needs_leader: false", ladderOf, "P104"},
		{"after what comes later", steps, "after: blue", "after: red", ladderOf, "P107"},
		{"not YAML", steps, "steps:", "\tsteps:", ladderOf, "P101"},
		{"empty", steps, steps, "", ladderOf, "P101"},
	} {
		if !strings.Contains(c.text, c.from) {
			t.Fatalf("%s: there is no %q", c.name, c.from)
		}
		found := c.load(strings.Replace(c.text, c.from, c.to, 1))
		if len(found) == 0 || found[0].Code != c.code {
			t.Errorf("%s: found %v, want %s", c.name, found, c.code)
			continue
		}
	}
	text := []byte(strings.Replace(steps, "kind: urge", "kind: nudge", 1))
	_, found := ledger.LoadLadder(text)
	if got := ledger.Describe(text, found[0], source.English); !strings.HasPrefix(got, "7:24: ") {
		t.Errorf("what stands at 7:24 is said of %s", got)
	}
}

func FuzzLoad(f *testing.F) {
	for _, name := range []string{"default-lights", "guiyang", "guangyuan", "sanming", "default-ladder"} {
		f.Add(ledger.Declared(name))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		rules, a := ledger.LoadRules(text)
		model, b := ledger.LoadModel(text)
		steps, c := ledger.LoadLadder(text)
		for i, isNil := range []bool{rules == nil, model == nil, steps == nil} {
			found := [][]source.Diagnostic{a, b, c}[i]
			if isNil != (len(found) > 0) {
				t.Errorf("declaration %d: nothing=%t with %d diagnostics", i, isNil, len(found))
			}
			for _, d := range found {
				if d.Span.Start < 0 || d.Span.End > len(text) || d.Span.Start > d.Span.End {
					t.Errorf("%s stands at %v of %d bytes", d.Code, d.Span, len(text))
				}
			}
		}
		if rules != nil {
			rules.Light(ledger.Facts{HasStandard: true}, 20000)
		}
	})
}
