package storybook

import (
	"github.com/a-h/templ"

	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

func bulletins(b book) templ.Component {
	p := b.bulletins()
	p.Rows = []view.BulletinRow{
		{Href: b.to("bulletin"), Title: "关于2026年10月重点任务进展情况的通报", Period: "2026-10", State: "feedback", Made: now - 4000*minute},
		{Href: b.to("bulletin-out"), Number: "2026年第9期", Title: "关于2026年9月重点任务进展情况的通报", Period: "2026-09", State: "numbered", Revised: 1, Made: now - 50000*minute},
	}
	p.List.Shown = len(p.Rows)
	return view.Bulletins(p)
}

func bulletinsEmpty(b book) templ.Component { return view.Bulletins(b.bulletins()) }

func (b book) bulletins() *view.BulletinsPage {
	return &view.BulletinsPage{
		Frame: b.frame("bulletin", b.Say("bulletin.title")), Draft: &view.Form{ID: made(5), Action: "/bulletins"}, List: view.List{Action: Prefix + "bulletins", Total: -1},
		Month: view.Field{Name: "month", Kind: view.FieldText, Label: b.Say("bulletin.month"), Hint: b.Say("bulletin.month-hint"), Value: "2026-10", Required: true},
	}
}

// paper is a bulletin as it is printed.
func paper() *view.Paper {
	return &view.Paper{
		Draft: "送审稿", Mark: "督查通报", Number: "第10期", Title: "关于2026年10月\n重点任务进展情况的通报", Addressee: "各乡镇人民政府，县直各单位：", Signature: "云岭县人民政府督查室", Date: "2026年11月22日", Copies: "县委办公室。",
		Printer: "云岭县人民政府督查室", Printed: "2026年11月22日印发",
		Parts: []view.PaperPart{{Kind: "h1", Text: "一、总体情况"}, {Kind: "text", Text: "截至10月31日，46项任务中办结11项，推进中33项，逾期2项。"}, {Kind: "bars", Text: "各单位办结率", Longest: 100, Bars: []view.PaperBar{{Name: "县农业农村局", Value: 64}, {Name: "县教育局", Value: 100}}},
			{Kind: "table", Text: "逾期事项", Heads: []string{"编号", "任务"}, Aligns: []string{"at-centre", "at-left"}, Rows: [][]string{{tasks[0].number, tasks[0].title}, {tasks[9].number, tasks[9].title}}}},
	}
}

func bulletin(b book) templ.Component {
	p := b.bulletin("feedback")
	p.Paper, p.Waits = paper(), b.Say("bulletin.wait-units", "2026-11-25")
	p.Units = []view.BulletinUnit{{Name: "县农业农村局", State: "objected", Reply: "10月投资额应为1.12亿元。", At: now - 900*minute}, {Name: "县教育局", State: "agreed", At: now - 700*minute}, {Name: "县水利局", State: "waiting"}}
	p.Figures = []view.BulletinFigure{{Name: "任务数", Text: "46", Query: "count(task)"}, {Name: "投资", Text: "1.16", Now: "1.12", Query: "value(report)"}}
	p.Check, p.Handled = &view.Form{Action: "/bulletins/1/check", Problem: locale.Fault(b.Lang, "bulletin-waiting")}, view.Field{Name: "handling", Kind: view.FieldLong, Label: b.Say("bulletin.handling")}
	p.Return, p.Returned = &view.Form{Action: "/bulletins/1/return"}, view.Field{Name: "reason", Kind: view.FieldLong, Label: b.Say("bulletin.reason"), Required: true}
	return view.Bulletin(p)
}

func bulletinUnit(b book) templ.Component {
	p := b.bulletin("feedback")
	p.Course = nil
	p.Own = &view.BulletinOwn{Late: []view.BulletinLate{{Number: tasks[0].number, Task: tasks[0].title, Period: "2026-10", Due: today - 17}}, Results: []view.BulletinResult{{Number: tasks[0].number, Metric: "新建高标准农田", Goal: "5.8", Value: "2.7", Unit: "万亩", Period: "2026-10"}}}
	p.Reply, p.Answer = &view.Form{Action: "/bulletins/1/reply"}, view.Field{Name: "text", Kind: view.FieldLong, Label: b.Say("bulletin.reply-text")}
	return view.Bulletin(p)
}

func bulletinOut(b book) templ.Component {
	p := b.bulletin("numbered")
	p.Paper, p.Revised, p.Download, p.Waits = paper(), 1, "/bulletins/1/file", b.Say("bulletin.out")
	p.Figures = []view.BulletinFigure{{Name: "投资", Text: "1.16", Now: "1.12", Query: "value(report)"}}
	return view.Bulletin(p)
}

func (b book) bulletin(state string) *view.BulletinPage {
	return &view.BulletinPage{
		Frame: b.named("bulletin", "关于2026年10月重点任务进展情况的通报", view.Link{Text: b.Say("bulletin.title"), Href: b.to("bulletins")}), State: state,
		Course: []view.CourseStep{{Name: b.Say("bulletin.drafted-by"), By: "林晓", At: now - 4000*minute}, {Name: b.Say("bulletin.checked-by")}, {Name: b.Say("bulletin.signed-by")}, {Name: b.Say("bulletin.numbered-at")}},
	}
}

func inbox(b book) templ.Component {
	return view.Inbox(&view.InboxPage{
		Frame: b.frame("inbox", b.Say("inbox.title")), Digest: b.Say("inbox.digest-line", "3", "1", "1", "2"), ReadAll: &view.Form{Action: "/inbox/read"},
		Rows: []view.InboxRow{
			{Href: "/inbox/1", Text: locale.Message(b.Lang, "digest", "3", "5", "2", "4"), At: now - 20*minute, Unread: true},
			{Href: "/inbox/2", Text: locale.Message(b.Lang, "finding-handed", theme, "村口积存垃圾", "2026-11-27"), At: now - 300*minute, Unread: true},
			{Href: "/inbox/3", Text: locale.Message(b.Lang, "score-announced", "2026年三季度考核", "2026-11-27"), At: now - 4000*minute},
		},
	})
}

func inboxEmpty(b book) templ.Component {
	return view.Inbox(&view.InboxPage{Frame: b.frame("inbox", b.Say("inbox.title"))})
}

func choice(b book) templ.Component {
	return view.Choice(&view.ChoicePage{
		Frame: b.frame("inbox", b.Say("choice.title"), view.Link{Text: b.Say("inbox.title"), Href: b.to("inbox")}), Form: view.Form{Action: "/inbox/settings", Problem: locale.Fault(b.Lang, "mail-to")},
		Fields: []view.Field{{Name: "mode", Kind: view.FieldChoice, Label: b.Say("choice.mode"), Required: true, Value: "daily", Options: b.words("tell-mode", "off", "instant", "daily", "weekly")},
			{Name: "address", Kind: view.FieldText, Label: b.Say("choice.address")}, {Name: "from", Kind: view.FieldNumber, Label: b.Say("choice.quiet-from"), Hint: b.Say("choice.quiet-hint"), Value: "22"}},
	})
}

func mail(b book) templ.Component {
	return view.Mail(&view.MailPage{
		Frame: b.frame("setting", b.Say("mail.server"), view.Link{Text: locale.Word(b.Lang, "nav", "setting"), Href: b.to("settings")}), Form: view.Form{Action: "/settings/mail", Problem: locale.Fault(b.Lang, "mail-password")},
		Fields: []view.Field{{Name: "host", Kind: view.FieldText, Label: b.Say("mail.host"), Required: true, Value: "mail.example.gov.cn"}, {Name: "port", Kind: view.FieldNumber, Label: b.Say("mail.port"), Hint: b.Say("mail.port-hint"), Value: "587"},
			{Name: "password", Kind: view.FieldPassword, Label: b.Say("mail.password"), Hint: b.Say("mail.password-kept")}},
		Try: &view.Form{ID: made(6), Action: "/settings/mail/try"}, To: view.Field{Name: "to", Of: "try", Kind: view.FieldText, Label: b.Say("mail.try-to"), Required: true},
	})
}

func caseOf(b book) templ.Component {
	card := b.card(b.in("交办", "Assignment"), "", tasks[0].lead, b.in("待签收", "to be signed for"))
	card.Acts = []view.CaseAct{{Name: "sign", Title: b.in("签收", "Sign for it"), Form: view.Form{Action: "/cases/1/moves/sign"}, IsFirst: true},
		{Name: "decline", Title: b.in("退回交办", "Decline"), Form: view.Form{Action: "/cases/1/moves/decline", Problem: locale.Fault(b.Lang, "form")}, IsReturn: true, IsOpen: true, Fields: []view.Field{{Name: "reason", Of: "decline-", Kind: view.FieldLong, Label: b.in("理由", "Reason"), Required: true, Problem: locale.Fault(b.Lang, "case-not-offered")}}}}
	card.Undo, card.Measures = "/cases/1/undo", []view.CaseMeasure{{What: "制定实施方案，任务分解到科室和人员", Person: "周立", On: today + 10}}
	return view.Case(&view.CasePage{Frame: b.named("ledger", tasks[0].title, view.Link{Text: locale.Word(b.Lang, "nav", "ledger"), Href: b.to("ledger")}), Task: view.Link{Text: tasks[0].title, Href: b.to("task"), Data: true}, Document: &view.Link{Text: notice, Href: b.to("document"), Data: true}, Quote: tasks[0].title, Card: card})
}

func measures(b book) templ.Component {
	row := func(n string, value string) view.MeasureRow {
		return view.MeasureRow{What: view.Field{Name: "what", Of: n, Kind: view.FieldText, Label: b.Say("case.measure"), Hidden: true, Value: value}, Person: view.Field{Name: "person", Of: n, Kind: view.FieldText, Label: b.Say("case.person"), Hidden: true},
			On: view.Field{Name: "on", Of: n, Kind: view.FieldDate, Label: b.Say("case.node"), Hidden: true}}
	}
	return view.Measures(&view.MeasuresPage{
		Frame: b.frame("ledger", b.Say("case.measures"), view.Link{Text: locale.Word(b.Lang, "nav", "ledger"), Href: b.to("ledger")}), Task: view.Link{Text: tasks[0].title, Href: b.to("task"), Data: true}, Unit: tasks[0].lead, Due: b.due(4, true),
		Form: view.Form{Action: "/cases/1/measures"}, IsEarlier: true, Rows: []view.MeasureRow{row("1", "制定实施方案"), row("2", "")},
		Curves: []view.Curve{{Metric: "新建高标准农田", Goal: "5.8", Unit: "万亩", Points: []view.Field{{Name: "q1", Kind: view.FieldNumber, Label: "2026-Q1"}, {Name: "q2", Kind: view.FieldNumber, Label: "2026-Q2"}}}},
	})
}

func request(b book) templ.Component {
	return view.Request(&view.RequestPage{
		Frame: b.frame("ledger", b.Say("case.ask-title"), view.Link{Text: locale.Word(b.Lang, "nav", "ledger"), Href: b.to("ledger")}), Task: view.Link{Text: tasks[0].title, Href: b.to("task"), Data: true}, What: "2026-10",
		Acts: []view.CaseAct{{Name: "extension", Title: b.in("申请延期", "Ask for more time"), Form: view.Form{ID: made(8), Action: "/due/1/request/extension"}, Fields: []view.Field{{Name: "day", Of: "extension-", Kind: view.FieldDate, Label: b.in("申请延至", "New day"), Required: true}}},
			{Name: "suspension", Title: b.in("申请中止", "Ask for a suspension"), Lacks: []string{b.in("已有一份申请在办；请等待审批结果", "there is a request already; wait for its decision")}}},
	})
}

func absences(b book) templ.Component {
	return view.Absences(&view.AbsencePage{
		Frame: b.frame("", b.Say("absence.list")), Rows: []view.AbsenceRow{{From: today + 1, To: today + 5, StandIn: "吴敏", Remove: "/absences/1/remove"}}, Form: &view.Form{ID: made(9), Action: "/absences"},
		Fields: []view.Field{{Name: "from", Kind: view.FieldDate, Label: b.Say("absence.from"), Required: true}, {Name: "to", Kind: view.FieldDate, Label: b.Say("absence.to"), Required: true}},
	})
}

func copyTable(b book) templ.Component {
	p := b.copyPage()
	for _, t := range tasks {
		p.Rows = append(p.Rows, []string{t.number, t.title, t.lead, "在办", "67%"})
	}
	return view.Copy(p)
}

func copyEmpty(b book) templ.Component { return view.Copy(b.copyPage()) }

func (b book) copyPage() *view.CopyPage {
	return &view.CopyPage{Frame: b.frame("ledger", b.Say("bulletin.copy-title")), Heads: []string{"序号", "任务", "牵头单位", "状态", "进度"}}
}
