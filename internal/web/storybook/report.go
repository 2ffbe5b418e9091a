package storybook

import (
	"github.com/a-h/templ"

	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

// period is what the stories of reports report on.
func (b book) period(month string) string { return locale.Period(b.Lang, month) }

// due is a day some days from today.
func (b book) due(left int, open bool) view.Due {
	return view.Due{Day: today + period.Date(left), Left: left, Open: open}
}

func task(b book) templ.Component {
	t := tasks[0]
	return view.Task(&view.TaskPage{
		Frame:  b.named("ledger", t.title, view.Link{Text: locale.Word(b.Lang, "nav", "ledger"), Href: b.to("ledger")}),
		Number: t.number, Light: "red", Why: b.Say("task.sample-why"), State: "open", Limit: today + 39, FirstLimit: today + 8, Document: view.Link{Text: plan, Href: b.to("document")},
		Quote: "新建高标准农田5.8万亩，完成投资1.16亿元，10月底前主体工程完工，力争年底前全部验收。（市农业农村局牵头，市发展改革委、市财政局、市水利局配合）", QuoteHref: b.to("document") + "#s-t1",
		Duties: []view.TaskDuty{
			{Role: "lead", Unit: "县农业农村局", Person: "周正", State: "acknowledged", At: now}, {Role: "cooperate", Unit: "县发展和改革局", Person: "钱穗", State: "acknowledged", At: now},
			{Role: "cooperate", Unit: "县财政局", State: "assigned"}, {Role: "cooperate", Unit: "县水利局", Person: "何川", State: "declined", At: now},
		},
		Targets: []view.TaskTarget{
			{Text: "新建高标准农田", Goal: "不低于 5.8", Unit: "万亩", By: today + 39, Latest: "2.67", At: today - 22, Share: "46", Light: "red"},
			{Text: "完成投资", Goal: "不低于 1.16", Unit: "亿元", Lead: "县发展和改革局", By: today + 39, Latest: "0.705", At: today - 22, Share: "60.8", Light: "yellow"},
			{Text: "主体工程完工", Goal: "100", Unit: "%", By: today - 22, Light: "red", At: view.NoDate},
			{Text: "全部验收", Goal: "100", Unit: "%", By: today + 39, Light: "none", Soft: true, Baseline: "不低于上年度", At: view.NoDate},
		},
		Items: []view.DueItem{
			{Title: b.period("2026-11"), Unit: "县农业农村局", Due: b.due(-4, true), State: "returned", Href: b.to("report-form"), Act: "correct"},
			{Title: b.period("2026-10"), Unit: "县农业农村局", Due: b.due(-35, false), State: "accepted", Href: b.to("report"), Act: "open"},
			{Title: b.period("2026-12"), Unit: "县农业农村局", Due: b.due(33, true), State: "open"},
		},
		Lights:  []view.LightRow{{Light: "red", Why: b.Say("task.sample-why"), Since: today - 12, Until: view.NoDate}, {Light: "yellow", Why: b.Say("task.sample-why"), Since: today - 30, Until: today - 12}},
		History: history(),
		Acts:    []view.Link{{Text: locale.Word(b.Lang, "act", "report"), Href: b.to("report-form")}, {Text: b.Say("report.print"), Href: b.to("report")}},
	})
}

func taskJoined(b book) templ.Component {
	t := tasks[2]
	return view.Task(&view.TaskPage{
		Frame:  b.named("ledger", t.title, view.Link{Text: locale.Word(b.Lang, "nav", "ledger"), Href: b.to("ledger")}),
		Number: t.number, Light: "none", Why: b.Say("light.uncounted"), State: "joined", Document: view.Link{Text: plan, Href: b.to("document")},
		Joined: []view.Link{{Text: tasks[0].title, Href: b.to("task")}}, Duties: []view.TaskDuty{{Role: "lead", Unit: t.lead}},
	})
}

func history() []view.HistoryRow {
	return []view.HistoryRow{
		{At: now - 90*minute, Who: "林晓", What: "returned", Reason: "完成投资比上月减少，请说明原因并附监理月报。"},
		{At: now - 1500*minute, Who: "周正", What: "submitted"},
		{At: now - 41_000*minute, Who: "林晓", What: "changed", Field: "牵头单位", Before: "县水利局", After: "县农业农村局", Reason: "机构改革，职责调整。"},
		{At: now - 90_000*minute, Who: "林晓", What: "assigned"},
	}
}

func reportForm(b book) templ.Component {
	p := b.reportForm()
	p.Returned = &view.Returned{Reason: "完成投资比上月减少，请说明原因并附监理月报。", By: "林晓", At: now - 90*minute}
	p.Form.DraftAt = now - 6*minute
	p.Cause, p.Withdraw = "上月投资数含已退回的预付款。", &view.Form{Action: "/reports/3/withdraw"}
	p.Parts, p.Proof, p.Lacks = b.parts(true), "监理月报和验收单", true
	p.Values[0].Said, p.Values[0].Sum = []view.Said{{Unit: "县水利局", Value: "0.4"}, {Unit: "县财政局", Value: "0.1"}}, "0.5"
	return view.ReportForm(p)
}

func reportFormWrong(b book) templ.Component {
	p := b.reportForm()
	p.Form.Problem = b.Say("fault.form")
	p.Values[1].Field.Value, p.Values[1].Field.Problem = "705万", b.Say("fault.number-typed")
	p.Fields[0].Value, p.Fields[0].Problem = "", b.Say("form.missing")
	return view.ReportForm(p)
}

func (b book) reportForm() *view.ReportFormPage {
	value := func(name, label, goal, unit, last, value string) view.ReportValue {
		return view.ReportValue{
			Goal: goal, Last: last, LastAt: today - 22,
			Field: view.Field{Name: "value." + name, Kind: view.FieldNumber, Label: label, Data: true, Hidden: true, Unit: unit, Value: value, Required: true},
		}
	}
	p := &view.ReportFormPage{
		Frame: b.frame("ledger", locale.Word(b.Lang, "act", "report"), view.Link{Text: locale.Word(b.Lang, "nav", "ledger"), Href: b.to("ledger")}, view.Link{Text: tasks[0].title, Href: b.to("task"), Data: true}),
		Form:  view.Form{ID: made(3), Action: "/reports", Version: 2, Draft: "/reports/3/draft"},
		Task:  view.Link{Text: tasks[0].number + " " + tasks[0].title, Href: b.to("task")}, Item: b.period("2026-11"), Unit: "县农业农村局", Due: b.due(-4, true),
		Values: []view.ReportValue{
			value("1", "新建高标准农田", "不低于 5.8", "万亩", "2.67", "3.1"), value("2", "完成投资", "不低于 1.16", "亿元", "0.705", "0.69"),
		},
		Fields: []view.Field{
			{Name: "progress", Kind: view.FieldLong, Label: b.Say("report.progress"), Required: true, Longest: 2000, Value: "11个项目区全部开工，7个完成土地平整，累计完成3.1万亩。"},
			{Name: "problem", Kind: view.FieldLong, Label: b.Say("report.problem"), Longest: 2000, Value: "2个项目区因连续阴雨停工12天。"},
			{Name: "next", Kind: view.FieldLong, Label: b.Say("report.next"), Longest: 2000},
		},
		Files: []view.File{{Name: "11月监理月报.pdf", Size: 1_840_000, Href: "/files/1", Remove: "1"}, {Name: "施工现场.jpg", Size: 402_000, Href: "/files/2", Remove: "2"}},
		Types: ".pdf,.docx,.xlsx,.jpg,.png", Names: "PDF, DOCX, XLSX, JPG, PNG", Largest: 20 << 20,
	}
	p.Values[0].Known = "2.94"
	return p
}

func report(b book) templ.Component {
	p := b.report("submitted")
	p.Accept, p.Return = &view.Form{Action: "/reports/3/accept", Version: 4}, &view.Form{Action: "/reports/3/return", Version: 4}
	p.Reason = view.Field{Name: "reason", Kind: view.FieldLong, Label: b.Say("report.reason"), Hint: b.Say("report.reason-hint"), Required: true, Longest: 500}
	return view.Report(p)
}

func reportAccepted(b book) templ.Component {
	p := b.report("accepted")
	p.Correct, p.Late, p.Secrecy = b.to("report-form"), true, "内部资料"
	p.Signed, p.SignedAt, p.SignsFor = b.Say("report.signed-for", "吴敏", "郑国平"), now-30*minute, "郑国平"
	p.Parts = b.parts(false)
	p.Scan, p.Types, p.Largest = &view.Form{Action: "/sheets/2/scan"}, ".pdf,.jpg,.png", 20<<20
	p.Sheets = []view.SheetRow{{Ordinal: 2, Code: "WX-7K3M-9QTZ-4RFA", At: now - 60*minute, Digest: "9f31"},
		{Ordinal: 1, Code: "WX-0197-C0DE-9F31", At: now - 1500*minute, Scan: &view.File{Name: "签字盖章.pdf", Size: 402_000, Href: "/sheets/1/scan"}, Scanned: now - 1400*minute, By: "周正"}}
	return view.Report(p)
}

func (b book) report(state string) *view.ReportPage {
	return &view.ReportPage{
		Frame: b.frame("ledger", b.Say("report.title"), view.Link{Text: locale.Word(b.Lang, "nav", "ledger"), Href: b.to("ledger")}, view.Link{Text: tasks[0].title, Href: b.to("task"), Data: true}),
		Task:  view.Link{Text: tasks[0].number + " " + tasks[0].title, Href: b.to("task")}, Item: b.period("2026-11"), Unit: "县农业农村局", State: state,
		Due: b.due(-4, false), Code: "WX-0197C0DE-2-9F31", By: "周正", At: now - 60*minute,
		Values: []view.ReportFigure{
			{Text: "新建高标准农田", Goal: "不低于 5.8", Unit: "万亩", Value: "3.1", Before: "2.67", Share: "53.4", Known: "2.94"},
			{Text: "完成投资", Goal: "不低于 1.16", Unit: "亿元", Value: "0.74", Before: "0.705", Share: "63.8"},
		},
		Texts: []view.NamedText{
			{Name: "progress", Text: "11个项目区全部开工，7个完成土地平整，累计完成3.1万亩。\n上月投资数含已退回的预付款，本月按监理月报更正。"},
			{Name: "problem", Text: "2个项目区因连续阴雨停工12天。"}, {Name: "next"},
		},
		Files: []view.File{{Name: "11月监理月报.pdf", Size: 1_840_000, Href: "/files/1"}, {Name: "施工现场.jpg", Size: 402_000, Href: "/files/2"}},
		Versions: []view.ReportVersion{
			{Number: 2, State: state, By: "周正", At: now - 60*minute, Shown: true},
			{Number: 1, State: "returned", By: "周正", At: now - 1500*minute, Reason: "完成投资比上月减少，请说明原因并附监理月报。", Href: b.to("report")},
		},
	}
}
