package storybook

import (
	"github.com/a-h/templ"

	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

// What is said of a matter that a unit can not settle alone.
const (
	matter     = "易地搬迁后续产业用地指标不足"
	matterWhat = "园区二期缺用地指标42亩，本单位无法解决，影响四季度开工。"
	matterAsk  = "请县自然资源局明确指标来源和完成时限。"
)

func problems(b book) templ.Component {
	p := &view.ProblemsPage{
		Frame: b.frame("problem", locale.Word(b.Lang, "nav", "problem")),
		List:  b.list("problems", nil, "", view.Field{Name: "state", Kind: view.FieldChoice, Label: b.Say("ledger.state"), Hidden: true}),
		New:   b.to("problem-form"), Conferences: b.to("conferences"),
		Rows: []view.ProblemRow{
			{Href: b.to("problem"), Title: matter, Unit: "县发展和改革局", Holder: "县自然资源局", State: b.in("办理中", "in progress"), Due: b.due(3, true)},
			{Href: b.to("problem"), Title: "农村公路养护资金缺口", Unit: "县交通运输局", Holder: "县交通运输局", State: b.in("待交办", "to be given out"), Due: b.due(-1, true)},
			{Href: b.to("problem"), Title: "企业用工季节性短缺", Unit: "县人力资源和社会保障局", Holder: "县人力资源和社会保障局", State: b.in("已销号", "struck off"), Closed: true, Due: view.Due{Day: view.NoDate}},
		},
		Reported: []view.ReportedRow{{What: "管线迁改单位多，进度不同步。", Task: tasks[8].title, Unit: tasks[8].lead, At: now - 3000*minute, Raise: b.to("problem-form")}},
	}
	p.List.Shown, p.List.Next, p.List.Export = len(p.Rows), "", ""
	return view.Problems(p)
}

func problemsEmpty(b book) templ.Component {
	return view.Problems(&view.ProblemsPage{Frame: b.frame("problem", locale.Word(b.Lang, "nav", "problem")), List: view.List{Action: Prefix + "problems"}})
}

func problemForm(b book) templ.Component {
	return view.ProblemForm(&view.ProblemFormPage{
		Frame: b.frame("problem", b.Say("problem.new"), view.Link{Text: locale.Word(b.Lang, "nav", "problem"), Href: b.to("problems")}), About: tasks[8].title,
		Form: view.Form{ID: made(3), Action: "/problems", Problem: locale.Fault(b.Lang, "problem-title")},
		Fields: []view.Field{{Name: "title", Kind: view.FieldText, Label: b.Say("problem.title"), Required: true}, {Name: "what", Kind: view.FieldLong, Label: b.Say("problem.what"), Required: true, Value: matterWhat},
			{Name: "ask", Kind: view.FieldLong, Label: b.Say("problem.ask"), Hint: b.Say("problem.ask-hint")}},
	})
}

func problemOf(b book) templ.Component {
	card := b.card(b.Say("problem.title"), "", "县自然资源局", b.in("办理中", "in progress"))
	return view.Problem(&view.ProblemPage{
		Frame: b.named("problem", matter, view.Link{Text: locale.Word(b.Lang, "nav", "problem"), Href: b.to("problems")}), State: b.in("办理中", "in progress"), Unit: "县发展和改革局", Holder: "县自然资源局", Raised: today - 20,
		Method: b.in("“13710”工作制度 · 重大复杂事项（1个月）", "The “13710” method · complex (1 month)"), Task: view.Link{Text: tasks[13].title, Href: b.to("task"), Data: true}, What: matterWhat, Ask: matterAsk, Progress: "已与市局对接。",
		Decision: "由县自然资源局于12月10日前落实用地指标。", Decided: today - 6, Conferences: []view.Link{{Text: "县重点工作联席会议", Href: b.to("conference"), Data: true}}, Direct: &view.Form{Action: "/problems/1/directive"},
		Choose: &view.Form{Action: "/problems/1/method"}, Methods: view.Field{Name: "method", Kind: view.FieldChoice, Label: b.Say("problem.method"), Hint: b.Say("problem.method-hint")}, Card: card,
	})
}

func conferences(b book) templ.Component {
	return view.Conferences(&view.ConferencesPage{
		Frame: b.frame("problem", b.Say("conference.list"), view.Link{Text: locale.Word(b.Lang, "nav", "problem"), Href: b.to("problems")}), New: b.to("conference-form"),
		Rows: []view.ConferenceRow{{Href: b.to("conference"), Title: "县重点工作联席会议（第五次）", On: today + 3, Place: "县政府二楼会议室", State: "called"}, {Href: b.to("conference"), Title: "县重点工作联席会议（第四次）", On: today - 40, State: "closed"}},
	})
}

func conferencesEmpty(b book) templ.Component {
	return view.Conferences(&view.ConferencesPage{Frame: b.frame("problem", b.Say("conference.list"))})
}

func conferenceForm(b book) templ.Component {
	return view.ConferenceForm(&view.ConferenceFormPage{
		Frame: b.frame("problem", b.Say("conference.new"), view.Link{Text: b.Say("conference.list"), Href: b.to("conferences")}), Form: view.Form{ID: made(4), Action: "/conferences"},
		Fields: []view.Field{{Name: "title", Kind: view.FieldText, Label: b.Say("conference.title"), Required: true}, {Name: "day", Kind: view.FieldDate, Label: b.Say("conference.day"), Required: true}},
		Group:  view.PickGroup{Name: "problems", Legend: b.Say("conference.agenda"), Hint: b.Say("conference.agenda-hint"), Picks: []view.Pick{{Value: made(1), Text: matter, About: "县发展和改革局", Checked: true}, {Value: made(2), Text: "农村公路养护资金缺口", About: "县交通运输局"}}},
	})
}

func conference(b book) templ.Component {
	p := &view.ConferencePage{
		Frame: b.named("problem", "县重点工作联席会议（第五次）", view.Link{Text: b.Say("conference.list"), Href: b.to("conferences")}), State: "called", On: today + 3, Place: "县政府二楼会议室", Chair: "何云",
		Card: b.card(b.Say("conference.one"), "", "云岭县人民政府督查室", b.in("已通知", "called")),
		Items: []view.AgendaItem{
			{ID: made(1), Problem: view.Link{Text: matter, Href: b.to("problem"), Data: true}, Raiser: "县发展和改革局", What: matterWhat, Ask: matterAsk, Outcome: "decided", Decision: "由县自然资源局于12月10日前落实用地指标。", Unit: "县自然资源局", Until: today + 18},
			{ID: made(2), Problem: view.Link{Text: "农村公路养护资金缺口", Href: b.to("problem"), Data: true}, Raiser: "县交通运输局", What: "年度缺口320万元。", Until: view.NoDate,
				Decide: &view.Form{Action: "/conferences/1/items/2", Problem: locale.Fault(b.Lang, "conference-item-done")}, Postpone: "/conferences/1/items/2/postpone",
				Fields: []view.Field{{Name: "decision", Of: "2", Kind: view.FieldLong, Label: b.Say("problem.decision"), Required: true}, {Name: "day", Of: "2", Kind: view.FieldDate, Label: b.Say("conference.until"), Required: true}}},
		},
	}
	return view.Conference(p)
}
