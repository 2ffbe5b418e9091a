package storybook

import (
	"github.com/a-h/templ"

	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

// What sheets say.
const (
	sheetBasis  = "红灯：时限2026年10月31日已过，尚未办结。"
	sheetDemand = "请说明滞后原因，提出追赶措施和完成时间，十日内书面回复。"
	sheetReply  = "已召开专题会，倒排工期，12月10日前完成主体工程。"
)

func directives(b book) templ.Component {
	p := &view.DirectivesPage{
		Frame: b.frame("directive", locale.Word(b.Lang, "nav", "directive")),
		Rules: b.to("rules"),
		List:  b.list("directives", nil, "", view.Field{Name: "state", Kind: view.FieldChoice, Label: b.Say("ledger.state"), Options: b.words("directive-state", "proposed", "issued", "replied", "closed")}),
		Rows: []view.DirectiveRow{
			{Kind: "talk", Task: tasks[9].title, Unit: tasks[9].lead, State: "proposed", Issued: view.NoDate, Due: view.Due{Day: view.NoDate}},
			{Number: "督办〔2026〕17号", Kind: "supervise", Task: tasks[0].title, Unit: tasks[0].lead, State: "issued", Issued: today - 6, Due: b.due(4, true)},
			{Number: "督办〔2026〕16号", Kind: "urge", Task: tasks[2].title, Unit: tasks[2].lead, State: "issued", Issued: today - 9, Due: b.due(-4, true)},
			{Number: "督办〔2026〕15号", Kind: "remind", Task: tasks[12].title, Unit: tasks[12].lead, State: "replied", Issued: today - 20, Due: b.due(-15, false)},
			{Number: "督办〔2026〕14号", Kind: "circulate", Task: tasks[3].title, Unit: tasks[3].lead, State: "closed", Issued: today - 41, Due: b.due(-31, false)},
		},
	}
	for i := range p.Rows {
		p.Rows[i].Href = b.to("directive")
	}
	p.List.Shown, p.List.Next, p.List.Export = len(p.Rows), "", ""
	return view.Directives(p)
}

func directivesEmpty(b book) templ.Component {
	return view.Directives(&view.DirectivesPage{Frame: b.frame("directive", locale.Word(b.Lang, "nav", "directive")), List: view.List{Action: Prefix + "directives"}})
}

func directiveForm(b book) templ.Component {
	step := view.Field{Name: "step", Kind: view.FieldChoice, Label: b.Say("directive.step"), Required: true, Value: "supervise", Options: b.words("directive-kind", "remind", "urge", "supervise", "circulate", "talk")}
	return view.DirectiveForm(&view.DirectiveFormPage{
		Frame: b.frame("directive", b.Say("directive.new"), view.Link{Text: locale.Word(b.Lang, "nav", "directive"), Href: b.to("directives")}),
		Form:  view.Form{ID: made(9), Action: "/tasks/1/directive", Problem: locale.Fault(b.Lang, "directive-demand")}, Task: view.Link{Text: tasks[0].number + " " + tasks[0].title, Href: b.to("task"), Data: true},
		Proposed: b.Say("directive.why-light", locale.Word(b.Lang, "light", "red"), "2"),
		Origin:   view.Form{Action: "/tasks/1/origin"}, OriginField: view.Field{Name: "origin", Kind: view.FieldChoice, Label: b.Say("task.origin"), Hint: b.Say("task.origin-hint"), Value: "urgent",
			None: b.Say("task.origin-none"), Options: b.words("directive-origin", "instruction", "urgent", "special")},
		Fields: []view.Field{step, {Name: "basis", Kind: view.FieldLong, Label: b.Say("directive.basis"), Value: sheetBasis, Required: true},
			{Name: "demand", Kind: view.FieldLong, Label: b.Say("directive.demand"), Required: true}},
	})
}

func directive(b book) templ.Component {
	p := b.directive("replied")
	p.Number, p.Issued, p.Due, p.Reply, p.Answered, p.Issuer, p.Approver = "督办〔2026〕17号", today-6, b.due(4, false), sheetReply, today-1, "林晓", "何云"
	p.Settle, p.Answer = &view.Form{Action: "/directives/1/settle"}, &view.Form{Action: "/directives/1/reply"}
	return view.Directive(p)
}

func directiveProposed(b book) templ.Component {
	p := b.directive("proposed")
	p.Issuer, p.Instruction = "林晓", true
	p.Approve, p.Refuse, p.Issue = &view.Form{Action: "/directives/1/approve"}, &view.Form{Action: "/directives/1/refuse"}, &view.Form{Action: "/directives/1/issue"}
	p.Withdraw = &view.Form{Action: "/directives/1/withdraw"}
	return view.Directive(p)
}

func (b book) directive(state string) *view.DirectivePage {
	return &view.DirectivePage{
		Frame: b.frame("directive", locale.Word(b.Lang, "directive-kind", "supervise"), view.Link{Text: locale.Word(b.Lang, "nav", "directive"), Href: b.to("directives")}),
		Kind:  "supervise", Step: locale.Word(b.Lang, "directive-kind", "supervise"), State: state, Task: view.Link{Text: tasks[0].title, Href: b.to("task"), Data: true}, Unit: tasks[0].lead,
		Basis: sheetBasis, Demand: sheetDemand, Issued: view.NoDate, Answered: view.NoDate, Due: view.Due{Day: view.NoDate},
	}
}

// rules is the page of the office that has tried new rules, with what is wrong with others.
func rules(b book) templ.Component {
	p := b.rules()
	p.Trial = &view.RulesTrial{Open: 26, Turns: []view.LightTurn{{From: "yellow", To: "red", Tasks: 4}, {From: "green", To: "yellow", Tasks: 12}}}
	p.Form = &view.Form{ID: made(11), Action: "/rules", Version: 2, Problem: locale.Fault(b.Lang, "rules-lights")}
	p.Fields = []view.Field{{Name: "ladder", Kind: view.FieldChoice, Label: b.Say("rules.ladder"), Required: true, Value: "1", Options: []view.Option{{Value: "1", Text: p.Ladder}}},
		{Name: "lights", Kind: view.FieldLong, Label: b.Say("rules.lights"), Hint: b.Say("rules.lights-hint"), Required: true, Value: "rules: default\n"},
		{Name: "basis", Kind: view.FieldText, Label: b.Say("rules.basis"), Hint: b.Say("rules.basis-hint"), Wide: true}}
	p.Faults = []string{locale.Fault(b.Lang, "rules-ladder")}
	return view.Rules(p)
}

// rulesRead is the page of a unit that is judged by the rules.
func rulesRead(b book) templ.Component { return view.Rules(b.rules()) }

func (b book) rules() *view.RulesPage {
	ladder := locale.Word(b.Lang, "directive-kind", "remind") + " → " + locale.Word(b.Lang, "directive-kind", "talk")
	book := view.RulebookRow{Href: b.to("rules"), Number: 2, Made: now, By: "林晓", Basis: "县政府督查室2026年第3次会议", Ladder: ladder, InForce: true}
	return &view.RulesPage{
		Frame: b.frame("directive", b.Say("rules.title"), view.Link{Text: locale.Word(b.Lang, "nav", "directive"), Href: b.to("directives")}), Book: book, Ladder: ladder,
		Rules: []view.RuleRow{{Light: "red", Title: b.Say("rules.when-overdue", 1), When: b.Say("rules.when-overdue", 1)}, {Light: "yellow", Title: b.Say("rules.when-missed_node", 1), When: b.Say("rules.when-near", 10, 3)},
			{Light: "green", Title: locale.Word(b.Lang, "light", "green"), When: b.Say("rules.when-else")}},
		Steps: []view.LadderRow{{Title: locale.Word(b.Lang, "directive-kind", "remind"), Days: 5, From: b.Say("directive.why-light", locale.Word(b.Lang, "light", "yellow"), "1")},
			{Title: locale.Word(b.Lang, "directive-kind", "talk"), Days: 10, Approved: true, From: locale.Word(b.Lang, "directive-origin", "special")}},
		History: []view.RulebookRow{book, {Href: b.to("rules-read"), Ladder: ladder}},
	}
}

func brief(b book) templ.Component {
	p := &view.BriefPage{Frame: b.frame("brief", locale.Word(b.Lang, "nav", "brief")), Lights: b.ledger().Lights[:3], More: b.to("ledger")}
	for i, t := range tasks {
		if t.light == "red" {
			p.Red = append(p.Red, view.BriefTask{ID: made(i), Task: view.Link{Text: t.title, Href: b.to("task"), Data: true}, Unit: t.lead, Why: b.Say("task.sample-why"), Since: today - 12, Share: t.progress,
				Form: &view.Form{ID: made(100 + i), Action: "/brief"}})
		}
	}
	p.Fields = []view.Tab{{Text: b.Say("brief.in-charge"), Href: b.to("brief"), Current: true}, {Text: b.Say("brief.all"), Href: b.to("brief-empty")}}
	p.Red[1].Form.Problem, p.Red[1].Typed = locale.Fault(b.Lang, "directive-open"), "请一周内拿出办法。"
	p.Waiting = []view.BriefDirective{{Href: b.to("directive-proposed"), Kind: "talk", Task: tasks[9].title, Unit: tasks[9].lead, Basis: sheetBasis, Demand: sheetDemand, Approve: view.Form{Action: "/directives/2/approve"}}}
	return view.Brief(p)
}

func briefEmpty(b book) templ.Component {
	return view.Brief(&view.BriefPage{Frame: b.frame("brief", locale.Word(b.Lang, "nav", "brief"))})
}

func appraisals(b book) templ.Component {
	return view.Appraisals(&view.AppraisalsPage{
		Frame: b.frame("score", locale.Word(b.Lang, "nav", "score")),
		Rows: []view.AppraisalRow{
			{Href: b.to("appraisal"), Title: "2026年三季度督办考核", From: today - 144, To: today - 53, State: "announced", Feedback: today + 5, Points: "94.7"},
			{Href: b.to("appraisal"), Title: "2026年上半年督办考核", From: today - 325, To: today - 145, State: "published", Feedback: today - 130, Points: "97.2"},
			{Href: b.to("appraisal"), Title: "2026年四季度试算", From: today - 52, To: today, State: "simulated", Feedback: view.NoDate},
		},
		Form: &view.Form{ID: made(7), Action: "/appraisals"}, Models: []view.Link{{Text: b.Say("score.model"), Href: b.to("appraisals")}},
		Fields: []view.Field{
			{Name: "title", Kind: view.FieldText, Label: b.Say("score.title"), Required: true},
			{Name: "from", Kind: view.FieldDate, Label: b.Say("score.from"), Required: true, Value: "2026-10-01"},
			{Name: "to", Kind: view.FieldDate, Label: b.Say("score.to"), Required: true, Value: "2026-12-31"},
			{Name: "model", Kind: view.FieldLong, Label: b.Say("score.parameters"), Hint: b.Say("score.parameters-hint"), Required: true, Value: "base: 100\n"},
			{Name: "entered", Kind: view.FieldLong, Label: b.Say("score.entered"), Hint: b.Say("score.entered-hint")},
		},
		Faults: []string{locale.Fault(b.Lang, "score-days")},
	})
}

func appraisalsEmpty(b book) templ.Component {
	return view.Appraisals(&view.AppraisalsPage{Frame: b.frame("score", locale.Word(b.Lang, "nav", "score"))})
}

func appraisal(b book) templ.Component {
	on := func(day period.Date) string { return b.Say("score.why-on", locale.Date(b.Lang, day)) }
	about := func(i int) view.Link { return view.Link{Text: tasks[i].title, Href: b.to("task"), Data: true} }
	base := view.ScorePart{Title: locale.Word(b.Lang, "score-part", "base"), Points: "100"}
	late := locale.Word(b.Lang, "light", "red")
	p := &view.AppraisalPage{
		Frame: b.named("score", "2026年三季度督办考核", view.Link{Text: locale.Word(b.Lang, "nav", "score"), Href: b.to("appraisals")}),
		Row:   view.AppraisalRow{From: today - 144, To: today - 53, State: "announced", Feedback: today + 5, Model: b.Say("score.model")},
		Open:  1, Announce: &view.Form{Action: "/appraisals/1/announce"}, Publish: &view.Form{Action: "/appraisals/1/publish"},
		Rows: []view.ScoreRow{
			{ID: "1", Rank: 1, Unit: "县教育局", Points: "100", Parts: []view.ScorePart{base}},
			{ID: "2", Rank: 2, Unit: "县农业农村局", Points: "96", Own: true, Parts: []view.ScorePart{base,
				{Title: late, About: about(0), Why: on(today - 60), Points: "-2", Appeal: &view.Form{ID: made(8), Action: "/appraisals/1/appeals"}},
				{Title: late, About: about(9), Why: on(today - 70), Points: "-2", Said: &view.ScoreAppeal{Reason: "当日系统无法填报。", State: "open", Decide: &view.Form{Action: "/appraisals/1/appeals/1"}}},
				{Title: late, About: about(2), Why: b.Say("score.why-upheld", "-2"), Points: "0", Said: &view.ScoreAppeal{Reason: "任务已中止。", State: "upheld", Answer: "属实。"}},
			}},
			{ID: "3", Rank: 2, Unit: "县水利局", Points: "96", Parts: []view.ScorePart{base, {Title: late, About: about(12), Why: on(today - 80), Points: "-4"}}},
			{ID: "4", Rank: 4, Unit: "县财政局", Points: "93.33", Parts: []view.ScorePart{base}},
		},
	}
	return view.Appraisal(p)
}
