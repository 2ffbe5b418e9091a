package expr_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wenxiao/wenxiao/expr"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/source"
)

var colours = &expr.CodeList{Name: "colours", Codes: []string{"red", "green"}}

var money = expr.Type{Kind: expr.Number, Scale: 4}

// scope is a household of a made-up programme with its members and its monthly bills.
var scope = &expr.Scope{
	Fields: []expr.Field{
		{Name: "income", Type: money},
		{Name: "debt", Type: money, Nullable: true},
		{Name: "since", Type: expr.Type{Kind: expr.Date}},
		{Name: "colour", Type: expr.Type{Kind: expr.Code, List: colours}},
		{Name: "village", Type: expr.Type{Kind: expr.Division}},
		{Name: "remark", Type: expr.Type{Kind: expr.Text}, Nullable: true},
		{Name: "id_number", Type: expr.Type{Kind: expr.Secret}, Nullable: true},
	},
	Rows: []expr.Rows{
		{Name: "person", Fields: []expr.Field{
			{Name: "wage", Type: money, Nullable: true},
			{Name: "born", Type: expr.Type{Kind: expr.Date}},
		}},
		{Name: "bill", Fields: []expr.Field{{Name: "paid", Type: money}}, HasMonth: true},
	},
	Params: []expr.Param{{Name: "line", Type: money}, {Name: "share", Type: expr.Type{Kind: expr.Number, Scale: 2}}},
}

func units(s string, scale int) expr.Value {
	whole, decimals, _ := strings.Cut(s, ".")
	var n int64
	for _, d := range whole + decimals + strings.Repeat("0", scale-len(decimals)) {
		n = n*10 + int64(d-'0')
	}
	return expr.Units(n)
}

func day(s string) period.Date {
	d, err := period.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func household() *expr.Record {
	bill := func(month, paid string) expr.Row {
		return expr.Row{Month: day(month), Fields: map[string]expr.Value{"paid": units(paid, 4)}}
	}
	return &expr.Record{
		Fields: map[string]expr.Value{
			"income": units("7100.5", 4), "since": expr.Units(int64(day("2024-02-29"))), "colour": expr.Words("red"), "village": expr.Words("990102003"),
		},
		Rows: map[string][]expr.Row{
			"person": {
				{Fields: map[string]expr.Value{"wage": units("0.1", 4), "born": expr.Units(int64(day("1950-01-01")))}},
				{Fields: map[string]expr.Value{"born": expr.Units(int64(day("2010-01-01")))}},
			},
			"bill": {bill("2023-03-01", "1"), bill("2023-04-30", "10"), bill("2024-03-31", "100"), bill("2024-04-01", "1000")},
		},
	}
}

func env() *expr.Env {
	return &expr.Env{Today: day("2024-03-31"), Params: map[string]expr.Value{"line": units("7100.5", 4)}}
}

func TestHolds(t *testing.T) {
	for text, want := range map[string]bool{
		"income == 7100.50":                                   true,
		"income > 7100.4999":                                  true,
		"income >= param('line')":                             true,
		"income * 2 < 14201.00000001":                         true,
		"income * 2 < 14201":                                  false,
		"income - 7100.5 == -0.0":                             true,
		"colour == 'red'":                                     true,
		"'green' == colour":                                   false,
		"colour in ['green', 'red']":                          true,
		"income in [1, 7100.5]":                               true,
		"within(village, '990100')":                           true,
		"within(village, '990103')":                           false,
		"village == '990102003'":                              true,
		"known(debt)":                                         false,
		"or(debt, 3) == 3":                                    true,
		"or(remark, '') == ''":                                true,
		"known(id_number)":                                    false,
		"count(person) == 2":                                  true,
		"count(person, known(wage)) == 1":                     true,
		"count(person, born < months_ago(720)) == 1":          true,
		"sum(person, or(wage, 0)) == 0.1":                     true,
		"sum(bill, paid) == 1111":                             true,
		"sum(bill, paid, last_months(12)) == 110":             true, // April 2023 to March 2024
		"sum(bill, paid, last_months(13)) == 111":             true,
		"sum(bill, paid, last_months(1)) == 100":              true,
		"sum(bill, paid, paid > 50, last_months(12)) == 100":  true,
		"count(bill, last_months(12)) == 2":                   true,
		"or(max(bill, paid, last_months(12)), 0) == 100":      true,
		"known(max(bill, paid, paid > 9999))":                 false,
		"sum(bill, paid, paid > 9999) == 0":                   true,
		"or(min(person, born), today) == date('1950-01-01')":  true,
		"since == months_ago(1)":                              true, // 31 March less a month
		"today - since == 31":                                 true,
		"ratio(1, 3, 0) > 0.33333333":                         true,
		"ratio(1, 3, 0) == 0.33333333":                        false,
		"round(ratio(1, 3, 0), 8) == 0.33333333":              true,
		"round(ratio(-1, 8, 0), 2) == -0.13":                  true, // a half away from zero
		"round(ratio(1, 8, 0), 2) == 0.13":                    true,
		"round(0.00005, 4) == 0.0001":                         true,
		"ratio(1, income - 7100.5, 9) == 9":                   true,
		"0.5 < ratio(2, 3, 0)":                                true,
		"ratio(1, -2, 0) < 0":                                 true,
		"ratio(1, -2, 0) > -0.6":                              true,
		"(colour == 'red' ? income : 0.00000001) > 0":         true,
		"!(income > 1) || true":                               true,
		"income > 1 && param('share') > 0 || true":            true, // a refusal beside true
		"!(param('share') > 0 && false)":                      true,
		"100000000 * 100000000 * 100000000 > 0 || income > 0": true,
	} {
		n, found := expr.Check(text, scope, expr.Bool)
		if len(found) > 0 {
			t.Errorf("%s: %v", text, found)
			continue
		}
		got, err := expr.Holds(n, household(), env())
		if err != nil || got != want {
			t.Errorf("%s: %v, %v; want %v", text, got, err, want)
		}
	}
}

func TestEval_Refuses(t *testing.T) {
	record := household()
	record.Fields["income"] = expr.Units(math.MaxInt64 / 10)
	record.Rows["bill"][0].Fields["paid"] = expr.Units(math.MaxInt64 / 10)
	for text, why := range map[string]string{
		"param('share') > 0":                     "parameter",
		"income * 100 > 0":                       "range",
		"income * income > 0":                    "range",
		"income == 0.00000001":                   "range", // brought to one scale
		"ratio(income, 3, 0) > 0.000001":         "range",
		"round(ratio(income, 3, 0), 8) > 0":      "range",
		"!(income * 100 > 0)":                    "range",
		"income * 100 > 0 && true":               "range",
		"(income * 100 > 0 ? 1 : 2) > 0":         "range",
		"count(bill, paid * 100 > 0) > 0":        "range",
		"or(max(bill, paid * 100), 0) == 0":      "range",
		"known(max(bill, paid * 100))":           "range",
		"sum(bill, paid, paid * 100 < 0) == 0":   "range",
		"ratio(income, 0, 1000000 * income) > 0": "range",
	} {
		n, found := expr.Check(text, scope, expr.Bool)
		if len(found) > 0 {
			t.Errorf("%s: %v", text, found)
			continue
		}
		got, err := expr.Holds(n, record, env())
		refusal, ok := errors.AsType[*expr.Refusal](err)
		if !ok || refusal.Why != why {
			t.Errorf("%s: %v, %v; want a refusal (%s)", text, got, err, why)
		}
	}
}

func TestCheck_SaysWhereAndWhat(t *testing.T) {
	for _, c := range []struct {
		text string
		code source.Code
		at   string // what the span covers
		args []string
	}{
		{"income >", "P201", "", nil},
		{"incme > 1", "P202", "incme", []string{"incme", "income"}},
		{"sum(bil, paid) > 1", "P202", "bil", []string{"bil", "bill"}},
		{"sum(bill, pad) > 1", "P202", "pad", []string{"pad", "paid"}},
		{"param('lin') > 1", "P202", "'lin'", []string{"lin", "line"}},
		{"totl(bill) > 1", "P202", "totl(bill", nil},
		{"income > 'a'", "P203", "'a'", []string{"number", "text"}},
		{"income", "P203", "income", []string{"condition", "number"}},
		{"debt > 1", "P204", "debt", []string{"debt"}},
		{"income > 1 && max(bill, paid) > 1", "P204", "max(bill, paid", []string{"max(bill, paid"}},
		{"id_number == '1'", "P205", "id_number", []string{"id_number"}},
		{"or(id_number, '') == ''", "P205", "id_number", []string{"id_number"}},
		{"income / 2 > 1", "P206", "income / 2", []string{"/"}},
		{"colour < 'red'", "P206", "colour < 'red'", []string{"<"}},
		{"income > 1e3", "P207", "1e3", []string{"1e3"}},
		{"income > 0.123456789", "P207", "0.123456789", []string{"0.123456789"}},
		{"income > 1u", "P207", "1u", []string{"1u"}},
		{"income > 0x10", "P207", "0x10", []string{"0x10"}},
		{strings.Repeat("income > 1 && ", 300) + "true", "P208", "", nil},
		{strings.Repeat("1 + ", 300) + "1 > 0", "P208", "", nil},
		{strings.Repeat("(1 + ", 40) + "1" + strings.Repeat(")", 40) + " > 0", "P208", "", nil},
		{"ratio(income, 2) > 1", "P209", "ratio(income, 2", []string{"ratio(a, b, zero)"}},
		{"sum(person, or(wage, 0), last_months(12)) > 1", "P209", "sum(person, or(wage, 0), last_months(12", []string{"sum(rows, x, condition, last_months(12))"}},
		{"colour == 'rde'", "P210", "'rde'", []string{"rde", "red"}},
		{"village == '9x'", "P210", "'9x'", []string{"9x", "990102"}},
		{"income * income * income * income > 0", "P211", "income * income * income * income", nil},
		{"known(income)", "P212", "known(income", []string{"income"}},
		{"remark.size() > 0", "P213", "size(", []string{"size"}},
		{"income.x > 0", "P213", ".", []string{"x"}},
		{"中文 > 0 && incme > 1", "P201", "", nil},
	} {
		_, found := expr.Check(c.text, scope, expr.Bool)
		if len(found) == 0 {
			t.Errorf("%s: no diagnostic, want %s", c.text, c.code)
			continue
		}
		d := found[0]
		at := c.text[d.Span.Start:d.Span.End]
		if d.Code != c.code || c.at != "" && at != c.at || c.args != nil && !cmp.Equal(d.Args, c.args) {
			t.Errorf("%s: %s at %q %q, want %s at %q %q", c.text, d.Code, at, d.Args, c.code, c.at, c.args)
		}
	}
}

// A let may be a ratio: it is compared exactly wherever it is used.
func TestCheck_LetKeepsARatioExact(t *testing.T) {
	share, found := expr.Check("ratio(income, 3, 0)", scope, expr.Number)
	if len(found) > 0 {
		t.Fatal(found)
	}
	with := *scope
	with.Lets = []expr.Let{{Name: "third", Node: share}}
	n, found := expr.Check("third > 2366.8333 && third < 2366.8334", &with, expr.Bool)
	if len(found) > 0 {
		t.Fatal(found)
	}
	if ok, err := expr.Holds(n, household(), env()); !ok || err != nil {
		t.Errorf("third: %v, %v", ok, err)
	}
	v, err := expr.Eval(expr.Rounded(share, 4), household(), env())
	if want := units("2366.8333", 4); v != want || err != nil {
		t.Errorf("rounded: %v, %v; want %v", v, err, want)
	}
}
