package casework_test

import (
	"embed"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/declare"
	"github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/source"
)

//go:embed workflows/*.yaml
var workflows embed.FS

// small is the smallest workflow that has a bit of everything.
const small = `workflow: small
title: {zh: 小, en: small}
start: open
conditions:
  ready: {zh: 没准备好, en: not ready}
fields:
  why: {title: {zh: 理由, en: why}, kind: lines}
  until: {title: {zh: 期限, en: until}, kind: date}
steps:
  open: {title: {zh: 开, en: open}, turn: lead, limit: {amount: 1, unit: calendar_day, start: same_day}}
  back: {title: {zh: 退, en: back}, turn: lead}
  done: {title: {zh: 完, en: done}, end: true}
moves:
  finish: {title: {zh: 办结, en: finish}, from: [open, back], to: done, by: [lead], after: [ready]}
  return: {title: {zh: 退回, en: return}, from: [open], to: back, by: [issuer, 'role:leader'], needs: [why], takes: [until], until: until, return: true}
`

func TestLoad_SaysWhatIsWrongAndWhere(t *testing.T) {
	t.Parallel()
	if w, found := casework.Load([]byte(small)); w == nil {
		t.Fatalf("the smallest workflow: %v", found)
	}
	for _, c := range []struct{ old, new, want string }{
		{"start: open", "start: opened", "3:8: there is no “opened”; declare it before; what there is: open"},
		{"zh: 小, ", "", `2:8: the key “zh” is missing; add “zh” here`},
		{"zh: 理由, en: why", "zh: 理由", "7:16: the key “en” is missing; add “en” here"},
		{"after: [ready]", "after: [redy]", "14:91: there is no “redy”; declare it before; what there is: ready"},
		{"unit: calendar_day, ", "", "10:55: the key “unit” is missing; add “unit” here"},
		{"unit: calendar_day", "unit: day", "10:55: “1 day” can not be read; write it like {amount: 3, unit: working_day}; a number is at most 1 000 000 000"},
		{"amount: 1,", "amount: one,", "10:64: “one” can not be read; write it like 3; a number is at most 1 000 000 000"},
		{"from: [open], to: back", "from: [open], to: done", "11:9: no way leads to the step “back”; declare a move that leads to it, or delete the step"},
		{"from: [open, back]", "from: [open]", "11:9: no way leads from the step “back” to an end; declare a move towards an end that is not offered in time only, or say end: true"},
		{"by: [lead], after: [ready]", "by: [lead], in_time: true", "14:11: “in_time” of this move does not go with the rest; what goes with it: limit: {…}"},
		{"turn: lead}", "turn: issuer}", "11:9: at the step “back” it is the turn of “issuer”, who has no move there; change turn, or give him a move that is not offered in time only"},
		{"needs: [why], ", "", "15:11: “return” of this move does not go with the rest; what goes with it: needs: [reason]"},
		{"until: until,", "until: why,", "15:11: “until” of this move does not go with the rest; what goes with it: kind: date"},
		{"by: [lead],", "by: [chief],", "14:76: there is no “chief”; declare it before; what there is: lead, cooperating, approver, issuer, holder, offered, leader, team"},
		{"takes: [until]", "takes: [why]", "15:129: there is no “until”; declare it before; what there is: why, why"},
		{"after: [ready]", "sets: unit", "14:11: “sets: unit” of this move does not go with the rest; what goes with it: needs: [UNIT]"},
		{"kind: date", "kind: moment", "8:45: there is no “moment”; declare it before; what there is: text, lines, date, choice, unit, account"},
	} {
		data := []byte(strings.Replace(small, c.old, c.new, 1))
		w, found := casework.Load(data)
		var said []string
		for _, d := range found {
			said = append(said, declare.Describe("w", data, d, source.English))
		}
		if w != nil || !slices.Contains(said, "w:"+c.want) {
			t.Errorf("%s for %s:\n%s\nwant\nw:%s", c.new, c.old, strings.Join(said, "\n"), c.want)
		}
	}
}

// A step out of which only a move in time leads is limbo once the time has passed.
func TestLoad_AMoveInTimeIsNoWayOut(t *testing.T) {
	t.Parallel()
	data := []byte(strings.Replace(strings.Replace(small, "from: [open, back]", "from: [back]", 1), "return: true}", "return: true, in_time: true}", 1))
	_, found := casework.Load(data)
	if len(found) != 1 || found[0].Code != "W102" {
		t.Errorf("%v", found)
	}
}

// Limits as the texts give them: hand-worked examples of 13710 (the 1 is the same day, then 3 and 7 days), of 710, which counts from the
// day of assignment, and of rules in working days, over the days of rest around 1 May 2023 (29 April to 3 May; 23 April and 6 May are worked).
func TestLimits_EndOnTheDaysTheRulesGive(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ limit, from, want string }{
		"13710, 1":                        {"{amount: 1, unit: calendar_day, start: same_day}", "2023-04-27", "2023-04-27"},
		"13710, 3":                        {"{amount: 3, unit: calendar_day}", "2023-04-27", "2023-04-30"},
		"13710, 7":                        {"{amount: 7, unit: calendar_day, start: next_day, roll: none}", "2023-04-27", "2023-05-04"},
		"13710, one month":                {"{amount: 1, unit: month}", "2023-01-31", "2023-02-28"},
		"710, 7 from the assignment":      {"{amount: 7, unit: calendar_day, start: same_day}", "2023-04-27", "2023-05-03"},
		"710, struck off by the year end": {"{amount: 0, unit: year_end}", "2023-04-27", "2023-12-31"},
		"15 working days":                 {"{amount: 15, unit: working_day}", "2023-04-20", "2023-05-12"},
		"3 days, the Civil Code":          {"{amount: 3, unit: calendar_day, roll: next_working_day}", "2023-04-27", "2023-05-04"},
	} {
		w, found := casework.Load([]byte(strings.Replace(small, "{amount: 1, unit: calendar_day, start: same_day}", c.limit, 1)))
		if w == nil {
			t.Fatalf("%s: %v", name, found)
		}
		opened, err := w.Open(unit, at(t, c.from))
		if err != nil || opened.Due.String() != c.want || opened.IsProvisional {
			t.Errorf("%s from %s: %s, %v, want %s", name, c.from, opened.Due, err, c.want)
		}
	}
	w, _ := casework.Load([]byte(strings.Replace(small, "calendar_day", "working_day", 1)))
	if opened, err := w.Open(unit, at(t, "2031-04-30")); err != nil || !opened.IsProvisional {
		t.Errorf("a year without a table: %+v, %v", opened, err)
	}
}

// A date in the form takes the place of the step's limit, and lies ahead.
func TestTake_UntilTheDayThatIsSaid(t *testing.T) {
	t.Parallel()
	w, _ := casework.Load([]byte(small))
	c, err := w.Open(unit, at(t, "2023-03-01"))
	if err != nil {
		t.Fatal(err)
	}
	leader := casework.Asker{Account: officer, Parties: []casework.Party{"role:leader"}}
	if _, _, err := w.Take(c, "return", casework.Form{"why": "x", "until": "2023-02-28"}, leader, at(t, "2023-03-01")); keyOf(err) != "case-date-past" {
		t.Errorf("yesterday: %v", err)
	}
	next, _, err := w.Take(c, "return", casework.Form{"why": "x", "until": "2023-03-09"}, leader, at(t, "2023-03-01"))
	if err != nil || next.Due.String() != "2023-03-09" {
		t.Errorf("%+v %v", next, err)
	}
}

// Whatever the bytes, Load gives a workflow or diagnostics inside them, in words, and what it accepts can be begun.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(small))
	list, err := workflows.ReadDir("workflows")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range list {
		data, err := workflows.ReadFile("workflows/" + file.Name())
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("workflow: a\ntitle: {zh: 一, en: a}\nstart: a\nsteps: {a: {title: {zh: 一, en: a}, end: true}}\nmoves: {}"))
	f.Add([]byte("workflow: [a\nmoves: {m: {from: a}}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		w, found := casework.Load(data)
		if (w == nil) != (len(found) > 0) {
			t.Fatalf("workflow %v, diagnostics %v", w, found)
		}
		for _, d := range found {
			if d.Span.Start < 0 || d.Span.End < d.Span.Start || d.Span.End > len(data) {
				t.Fatalf("%v lies outside", d)
			}
			if said := declare.Describe("w", data, d, source.Chinese); utf8.Valid(data) && !utf8.ValidString(said) {
				t.Fatalf("%q", said)
			}
		}
		if w == nil {
			return
		}
		now := at(t, "2023-03-01")
		c, err := w.Open(unit, now)
		if err != nil {
			t.Fatal(err)
		}
		for _, by := range []casework.Asker{lead, issuer} {
			for _, o := range w.Offers(c, by, now) {
				if len(o.Lacks) == 0 && w.Step(o.To) == nil {
					t.Fatalf("%s leads nowhere", o.Name)
				}
			}
		}
	})
}
