package lower_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wenxiao/wenxiao/internal/lower"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/pack"
	"github.com/wenxiao/wenxiao/source"
)

// wider is the toy pack with one of each addition.
func wider(t *testing.T) *pack.Pack {
	t.Helper()
	return toy(t,
		"      village: {type", "      phone: {type: secret, title: {zh: 电话, en: Phone}}\n      village: {type",
		"      hail: {zh", "      flood: {zh: 水灾, en: Flood}\n      hail: {zh",
		"feeds:\n", "  visit:\n    title: {zh: 走访, en: Visit}\n    parent: grower\n    fields:\n      made: {type: date, title: {zh: 日期, en: Date}}\n\nfeeds:\n",
		"title: {zh: 果农, en: Grower}", "title: {zh: 种植户, en: Grower}")
}

func names(plan *lower.Plan) []string {
	var list []string
	for _, c := range plan.Changes {
		switch c := c.(type) {
		case relation.CreateTable:
			list = append(list, "table "+c.Table.Name)
		case relation.AddColumn:
			list = append(list, "column "+c.Table.Name+" "+c.Column.Name)
		case relation.CreateIndex:
			list = append(list, "index "+c.Index.Name)
		}
	}
	return list
}

func TestMove_OnlyAdds(t *testing.T) {
	t.Parallel()
	old := lower.New(toy(t))
	for _, c := range []struct {
		from *lower.Schema
		to   *pack.Pack
		want []string
	}{
		{nil, toy(t), []string{"table toy__grower", "table toy__plot", "table toy__sale"}},
		{old, toy(t), nil},
		{old, wider(t), []string{
			"column toy__grower f_phone_sealed", "column toy__grower f_phone_whole", "column toy__grower f_phone_last4",
			"index toy__grower_phone_w", "index toy__grower_phone_l", "table toy__visit",
		}},
	} {
		plan, found := lower.Move(c.from, lower.New(c.to))
		if len(found) > 0 || len(plan.Checks) > 0 {
			t.Errorf("%v, %v", found, plan.Checks)
			continue
		}
		if diff := cmp.Diff(c.want, names(plan)); diff != "" {
			t.Error(diff)
		}
	}
}

// A database that was led from one version to the next keeps its records, and the rules of the new version run on it.
func TestMove_KeepsWhatIsThere(t *testing.T) {
	t.Parallel()
	w := worldOf(toy(t))
	p := wider(t)
	next := lower.New(p)
	plan, found := lower.Move(w.schema, next)
	if len(found) > 0 {
		t.Fatal(found)
	}
	for _, e := range w.engines(t) {
		for _, change := range plan.Changes {
			e.define(t, change)
		}
		moved := &world{pack: p, schema: next, records: w.records}
		r := moved.pack.Rule("sales_fell")
		scope := lower.Scope{Today: moved.pack.Examples[0].Today}
		query, err := next.Screen(r, scope)
		if err != nil {
			t.Fatal(err)
		}
		if err := e.compare(query, moved.evaluate(r, scope)); err != nil {
			t.Errorf("%s: %v", e.Name(), err)
		}
	}
}

// What would lose data or change its meaning is refused, with a way out.
func TestMove_Refuses(t *testing.T) {
	t.Parallel()
	const yield = "      yield: {type: number, unit: 斤, title: {zh: 产量, en: Yield}}\n"
	rule := []string{
		"or(yield, 0)", "area", `"count(plot, known(yield))"`, `"count(plot)"`, "sum(plot, area, known(yield))", "sum(plot, area)",
		", yield: 2000", "", ", yield: 1999.9999", "",
	}
	for _, c := range []struct {
		replace []string
		code    source.Code
		name    string
	}{
		{append([]string{yield, ""}, rule...), "P301", "plot.yield"},
		{[]string{"income: {type: number, unit: 元", "income: {type: number, unit: 万元"}, "P302", "grower.income"},
		{[]string{"name: {type: text", "name: {type: date", "name: 东坡", "name: 2024-01-01", "name: 西坡", "name: 2024-01-01"}, "P302", "plot.name"},
	} {
		_, found := lower.Move(lower.New(toy(t)), lower.New(toy(t, c.replace...)))
		if len(found) != 1 || found[0].Code != c.code || found[0].Args[0] != c.name {
			t.Errorf("%s: %v", c.name, found)
			continue
		}
		if said := found[0].Message(source.English); !strings.Contains(said, c.name) || found[0].Suggestion(source.Chinese) == "" {
			t.Errorf("%s: %s", c.name, said)
		}
	}
}

// What the records decide is asked of them: the check finds a row, or none.
func TestMove_AsksTheRecords(t *testing.T) {
	t.Parallel()
	w := worldOf(toy(t))
	for _, c := range []struct {
		replace []string
		code    source.Code // of the check that finds something; "" for none that does
	}{
		{[]string{"joined: {type: date,", "joined: {type: date, required: true,", `or(joined, today)`, `joined`,
			"village: \"990102003\"}", "village: \"990102003\", joined: 2024-01-01}"}, "P303"},
		{[]string{"      hail: {zh: 雹灾, en: Hail}\n", "", "damage: hail", "damage: frost", "['frost', 'hail']", "['frost']", "poor_yield: {plots: 1, per_mu: 800}", "poor_yield: {}"}, "P304"},
		{[]string{"      none: {zh: 无, en: None}\n", "", " && damage != 'none'", ""}, ""},
	} {
		plan, found := lower.Move(w.schema, lower.New(toy(t, c.replace...)))
		if len(found) > 0 || len(plan.Checks) != 1 {
			t.Errorf("%s: %v, %v", c.code, found, plan)
			continue
		}
		for _, e := range w.engines(t) {
			q, err := e.Render(plan.Checks[0].Query)
			if err != nil {
				t.Fatal(err)
			}
			answers, err := e.answers(q)
			if err != nil || (len(answers) > 0) != (c.code != "") || c.code != "" && plan.Checks[0].Fault.Code != c.code {
				t.Errorf("%s, %s: %v, %v", e.Name(), c.code, answers, err)
			}
		}
	}
}
