package pack_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/declare"
	"github.com/wenxiao/wenxiao/pack"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/source"
)

func toy(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("../packs/toy/pack.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestLoad_ToyKeepsItsExamples(t *testing.T) {
	t.Parallel()
	data := toy(t)
	p, found := pack.Load(data)
	for _, d := range found {
		t.Error(declare.Describe("pack.yaml", data, d, source.English))
	}
	if p == nil {
		return
	}
	if len(p.Registers) != 2 || len(p.Registers[0].Fields) != 6 || len(p.Rules) != 2 || len(p.Indicators) != 1 || len(p.Examples) != 3 {
		t.Errorf("%d registers, %d rules, %d indicators, %d examples", len(p.Registers), len(p.Rules), len(p.Indicators), len(p.Examples))
	}
	for _, e := range p.Examples {
		if err := p.Try(e); err != nil {
			t.Errorf("line %d: %v", e.Line, err)
		}
	}
}

// A fault is told where it stands, by file, line and column, with what to do.
func TestLoad_SaysWhereAndWhatToDo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ old, new, at, want string }{ // at: where in the new words the fault is seen
		{"pack: toy", "pack: Toy", "Toy", "“Toy” can not be a name; a name begins with a small letter"},
		{"pack: toy\nversion: 2026.1\n", "pack: toy\n", "pack", "the key “version” is missing"},
		{"indicators:", "indicator:", "indicator", "there is no key “indicator” here; what fits here: indicators"},
		{"joined: {type: date,", "joined: {type: day,", "day", "there is no “day”; declare it before; what there is: text, secret, number, date, code, division"},
		{"codes: trouble", "codes: troubel", "troubel", "there is no “troubel”; declare it before; what there is: trouble"},
		{"area: {type: number, unit: 亩, ", "area: {type: number, ", "{type", "the key “unit” is missing"},
		{"parent: grower", "parent: farmer", "farmer", "there is no “farmer”"},
		{"      yield:", "      area:", "area", "“area” stands twice"},
		{"  sale:\n    title", "  plot:\n    title", "plot", "“plot” stands twice"},
		{"value: 7500}", "value: 7.5e3}", "7.5e3", "“7.5e3” can not be read; write it like 7100.5"},
		{"value: 7500}", "value: 1000000000.0001}", "", "can not be read"},
		{"{from: 2026-01-01, value: 7500}", "{from: 2025-01-01, value: 7500}", "{from", "“2025-01-01” stands twice"},
		{"today: 2026-11-22", "today: 2026-02-29", "2026-02-29", "“2026-02-29” can not be read; write it like 2026-01-31"},
		{"sold < param('income_line')", "sold < param('incom_line')", "'incom_line'", "there is no “incom_line”; did you mean: income_line"},
		{`"income - sold"`, `"income - solt"`, "solt", "there is no “solt”; did you mean: sold"},
		{"damage != 'none'", "damage != '无'", "'无'", "“无” is no code of the list"},
		{"sum(plot, or(yield, 0))", "sum(plot, yield)", "yield", "“yield” may be unknown; write or(…, value if unknown)"},
		{"ratio(sold, income, 1) < 0.6", "sold / income < 0.6", "sold / income", "“/” can not be used here; divide with ratio"},
		{"{loss} less", "{los} less", "", "there is no “{los}”; declare it before; what there is: loss"},
		{"severity: low", "severity: urgent", "urgent", "there is no “urgent”"},
		{"damage: frost, village", "damage: flood, village", "flood", "there is no “flood”"},
		{"income: 9000", "income: 9000.00001", "9000.00001", "“9000.00001” can not be read"},
		{"      sales_fell: {sold", "      sale_fell: {sold", "{sold", "there is no “sale_fell”; declare it before; what there is: sales_fell"},
		{"pack: toy", "pack: [toy", "", "the file is not valid YAML"},
		{"type: date,", "type: &x date, title: *x, ", "title", "YAML's references"},
		{"en: None}", "en: *x}", "", "not valid YAML: unknown anchor"},
		{"name: {type: text", "today: {type: text", "today", "“today” has a meaning of its own in expressions"},
		{"title: {zh: 地块, en: Plot}", "title: {zh: 地块}", "{zh", "the key “en” is missing"},
	} {
		before, after, found := strings.Cut(string(toy(t)), c.old)
		if !found {
			t.Fatalf("%q is not in the pack", c.old)
		}
		text := &source.Text{Name: "toy.yaml", String: before + c.new + after}
		p, diagnostics := pack.Load([]byte(text.String))
		if p != nil || len(diagnostics) == 0 {
			t.Errorf("%q for %q was accepted", c.new, c.old)
			continue
		}
		want := c.want
		if c.at != "" {
			at := text.Position(len(before) + strings.Index(c.new, c.at))
			want = fmt.Sprintf("toy.yaml:%d:%d: %s", at.Line, at.Column, c.want)
		}
		var said []string
		for _, d := range diagnostics {
			said = append(said, declare.Describe("toy.yaml", []byte(text.String), d, source.English))
		}
		if all := strings.Join(said, "\n"); !strings.Contains(all, want) || strings.Contains(all, "%!") {
			t.Errorf("%q for %q: %q does not say %q", c.new, c.old, all, want)
		}
	}
}

// An example that a rule does not keep is found, whichever way it fails.
func TestTry_FindsWhatDiffers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ old, new, want string }{
		{"sold: 4200.5", "sold: 4200.4999", "sold is 42005000, not 42004999"},
		{"    leads: {}", "    leads: {poor_yield: {}}", "rule poor_yield raises no lead"},
		{"      poor_yield: {plots: 1, per_mu: 800}", "      {}", "rule poor_yield raises a lead"},
		{"today: 2026-11-22", "today: 2024-11-22", "rule sales_fell can not be computed"},
	} {
		p, found := pack.Load([]byte(strings.Replace(string(toy(t)), c.old, c.new, 1)))
		if p == nil {
			t.Fatalf("%q: %v", c.new, found)
		}
		var said string
		for _, e := range p.Examples {
			if err := p.Try(e); err != nil {
				said += err.Error() + "\n"
			}
		}
		if !strings.Contains(said, c.want) {
			t.Errorf("%q: %q does not say %q", c.new, said, c.want)
		}
	}
}

func TestParameter_At(t *testing.T) {
	t.Parallel()
	p, _ := pack.Load(toy(t))
	line := p.Parameter("income_line")
	for _, c := range []struct {
		day, division string
		want          int64
	}{
		{"2024-12-31", "990102", 0}, {"2025-01-01", "990102", 71005}, {"2025-12-31", "990102003", 71005},
		{"2026-01-01", "990102", 80000}, {"2026-01-01", "990201", 75000},
	} {
		day, err := period.ParseDate(c.day)
		if err != nil {
			t.Fatal(err)
		}
		v := line.At(day, c.division)
		if v.N != c.want || v.IsKnown != (c.want > 0) {
			t.Errorf("%s %s: %v, want %d of 10^-%d", c.day, c.division, v, c.want, line.Scale)
		}
	}
}
