package storybook

import (
	"github.com/a-h/templ"

	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

// What is said of inspections.
const (
	theme     = "农村人居环境整治专项督查"
	foundWhat = "村口集中收集点清运不及时，积存垃圾约三立方米，公示牌未写管护人员。"
	foundTask = "三（一）1 建成农村户用卫生厕所1.4万座，问题厕所整改率100%"
)

func inspections(b book) templ.Component {
	return view.Inspections(&view.InspectionsPage{
		Frame: b.frame("inspection", locale.Word(b.Lang, "nav", "inspection")), New: b.to("inspection-form"),
		Rows: []view.InspectionRow{
			{Href: b.to("inspection"), Title: theme, Kind: "special", From: today - 2, To: today + 2, State: "approved", Found: 7, Open: 3},
			{Href: b.to("inspection"), Title: "冬季安全生产督查", Kind: "comprehensive", From: today + 8, To: today + 12, State: "asked"},
			{Href: b.to("inspection"), Title: "重点项目建设进度暗访", Kind: "daily", From: today - 70, To: today - 66, State: "concluded", Found: 12},
		},
	})
}

func inspectionsEmpty(b book) templ.Component {
	return view.Inspections(&view.InspectionsPage{Frame: b.frame("inspection", locale.Word(b.Lang, "nav", "inspection"))})
}

func inspectionForm(b book) templ.Component {
	units, people := []view.Pick{}, []view.Pick{}
	for i, u := range []string{"县农业农村局", "县住房和城乡建设局", "县交通运输局", "县水利局", "东岭乡人民政府", "北河镇人民政府"} {
		units = append(units, view.Pick{Value: made(i), Text: u, Checked: i < 2})
	}
	for i, n := range []string{"林晓", "何云", "周立", "吴敏"} {
		people = append(people, view.Pick{Value: made(20 + i), Text: n, About: "云岭县人民政府督查室", Checked: i == 1})
	}
	return view.InspectionForm(&view.InspectionFormPage{
		Frame: b.frame("inspection", b.Say("inspection.new"), view.Link{Text: locale.Word(b.Lang, "nav", "inspection"), Href: b.to("inspections")}),
		Form:  view.Form{ID: made(1), Action: "/inspections", Problem: locale.Fault(b.Lang, "inspection-basis")},
		Fields: []view.Field{
			{Name: "title", Kind: view.FieldText, Label: b.Say("inspection.title"), Required: true, Value: theme, Data: true},
			{Name: "kind", Kind: view.FieldChoice, Label: b.Say("inspection.kind"), Required: true, Value: "special", Options: b.words("inspection-kind", "comprehensive", "special", "daily")},
			{Name: "basis", Kind: view.FieldLong, Label: b.Say("inspection.basis"), Hint: b.Say("inspection.basis-hint"), Required: true},
			{Name: "from", Kind: view.FieldDate, Label: b.Say("inspection.from"), Required: true, Value: "2026-11-20"},
			{Name: "to", Kind: view.FieldDate, Label: b.Say("inspection.to"), Required: true, Value: "2026-11-24"},
			{Name: "unannounced", Kind: view.FieldCheck, Label: b.Say("inspection.unannounced-why")},
		},
		Groups: []view.PickGroup{{Name: "members", Legend: b.Say("inspection.members"), Picks: people}, {Name: "units", Legend: b.Say("inspection.units"), Picks: units},
			{Name: "tasks", Legend: b.Say("inspection.tasks"), Hint: b.Say("inspection.tasks-hint")}},
	})
}

func inspection(b book) templ.Component {
	card := b.card(b.Say("inspection.one"), "", "县人民政府督查室", b.in("督查中", "under way"))
	card.Acts = []view.CaseAct{
		{Name: "conclude", Title: b.in("形成督查结论", "Conclude"), Form: view.Form{Action: "/inspections/1/moves/conclude"}, Lacks: []string{b.in("还有问题没有移交；请先移交或删除", "some findings have not been handed over; hand them over or take them away first")}},
		{Name: "cancel", Title: b.in("取消督查", "Cancel"), Form: view.Form{Action: "/inspections/1/moves/cancel"}, Fields: []view.Field{{Name: "reason", Of: "cancel-", Kind: view.FieldLong, Label: b.in("理由", "Reason"), Required: true}}},
	}
	return view.Inspection(&view.InspectionPage{
		Frame: b.named("inspection", theme, view.Link{Text: locale.Word(b.Lang, "nav", "inspection"), Href: b.to("inspections")}), Kind: "special", State: "approved", From: today - 2, To: today + 2,
		Office: "云岭县人民政府督查室", Basis: "县政府常务会议议定事项。", Content: "对照年度任务，看进度、看质量、看群众反映的问题是否解决。", Places: []string{"东岭村", "北河镇集市"}, Unannounced: true, TeamDays: true,
		Edit: b.to("inspection-form"), Note: b.to("finding-form"), Lists: b.to("finding-lists"),
		Team:  []view.TeamRow{{Name: "何云", Unit: "县发展和改革局", Leader: true}, {Name: "吴敏", Unit: "县财政局"}},
		Units: []string{"县农业农村局", "县住房和城乡建设局"},
		Tasks: []view.InspectionTask{{Title: foundTask, Targets: []string{"农村户用卫生厕所 >= 14,000座 2026"}, Progress: "已建成5,180座。", Problem: "水泥价格上涨。", At: now - 9000*minute}},
		Findings: []view.FindingRow{
			{Href: b.to("finding"), Number: 1, What: foundWhat, Unit: "县农业农村局", Severity: "serious", State: b.in("整改中", "being put right"), Due: b.due(6, true)},
			{Href: b.to("finding-noted"), Number: 2, What: "台账与现场数量不一致，多报一处。", Unit: "县农业农村局", Severity: "grave", State: b.Say("finding.noted"), Due: view.Due{Day: view.NoDate}},
			{Href: b.to("finding"), Number: 3, What: "资料归档不完整，缺少验收单。", Unit: "县住房和城乡建设局", Severity: "minor", State: b.in("已销号", "struck off"), Closed: true, Due: view.Due{Day: view.NoDate}},
		},
		Card: &card,
	})
}

func findingForm(b book) templ.Component {
	return view.FindingForm(&view.FindingFormPage{
		Frame: b.frame("inspection", b.Say("finding.new"), view.Link{Text: locale.Word(b.Lang, "nav", "inspection"), Href: b.to("inspections")}, view.Link{Text: theme, Href: b.to("inspection"), Data: true}),
		Form:  view.Form{ID: made(2), Action: "/inspections/1/findings", DraftAt: now - 20*minute},
		Fields: []view.Field{
			{Name: "unit", Kind: view.FieldChoice, Label: b.Say("finding.unit"), Required: true, Options: []view.Option{{Value: made(0), Text: "县农业农村局", Data: true}}},
			{Name: "place", Kind: view.FieldText, Label: b.Say("finding.place")},
			{Name: "what", Kind: view.FieldLong, Label: b.Say("finding.what"), Hint: b.Say("finding.what-hint"), Required: true, Value: foundWhat},
			{Name: "severity", Kind: view.FieldChoice, Label: b.Say("finding.severity"), Required: true, Options: b.words("severity", "minor", "serious", "grave")},
		},
	})
}

func (b book) finding() *view.FindingPage {
	return &view.FindingPage{
		Frame:      b.frame("inspection", b.Say("finding.one"), view.Link{Text: locale.Word(b.Lang, "nav", "inspection"), Href: b.to("inspections")}),
		Inspection: view.Link{Text: theme, Href: b.to("inspection"), Data: true}, Number: 1, Severity: "serious", Unit: "县农业农村局", Place: "东岭村", Found: today - 30, Limit: view.NoDate,
		Task: foundTask, What: foundWhat, Basis: "实施方案第三条：日产日清。",
		Files: []view.FindingFile{{Name: "村口照片.jpg", Href: "/findings/1/files/1", Size: 1_240_000, At: now - 43000*minute, Prove: "found"}},
	}
}

func finding(b book) templ.Component {
	p := b.finding()
	card := b.card(b.Say("finding.one"), "", "县农业农村局", b.in("整改中", "being put right"))
	card.Acts = []view.CaseAct{{Name: "apply", Title: b.in("申请销号", "Apply to strike it off"), Form: view.Form{Action: "/findings/1/moves/apply"}, IsFirst: true, Fields: []view.Field{{Name: "result", Of: "apply-", Kind: view.FieldLong, Label: b.in("整改情况", "What was done"), Required: true}}}}
	p.State, p.Limit, p.Measures, p.Person, p.Recheck, p.Reopened, p.Card = b.in("整改中", "being put right"), today+6, "立即清理，明确管护人员，每周自查一次。", "环境科 周立", "复查发现仍有一处没有到位。", 1, &card
	p.Files = append(p.Files, view.FindingFile{Name: "整改后.jpg", Href: "/findings/1/files/2", Size: 980_000, At: now - 4000*minute, Prove: "rectified"})
	p.Upload, p.Proves, p.Problem = &view.Upload{Form: view.Form{Action: "/findings/1/files"}, Largest: 64 << 20, Types: ".pdf,.jpg,.png", Names: "PDF, JPG, PNG"}, "rectified", locale.Fault(b.Lang, "file-empty")
	return view.Finding(p)
}

func findingNoted(b book) templ.Component {
	p := b.finding()
	p.State, p.Edit, p.Files = b.Say("finding.noted"), b.to("finding-form"), nil
	p.Hand, p.Drop = &view.Form{Action: "/findings/2/hand"}, &view.Form{Action: "/findings/2/drop"}
	return view.Finding(p)
}

func findingLists(b book) templ.Component {
	p := &view.FindingListsPage{Frame: b.frame("inspection", b.Say("finding.lists"), view.Link{Text: theme, Href: b.to("inspection"), Data: true}), Title: theme, Office: "云岭县人民政府督查室"}
	for _, n := range []string{"1", "2", "3"} {
		p.Lists = append(p.Lists, view.FindingList{Title: locale.Word(b.Lang, "finding-list", n), Export: "/inspections/1/lists/" + n, Heads: []string{"序号", "问题描述", "责任单位", "整改时限", "状态"},
			Rows: [][]string{{"1", foundWhat, "县农业农村局", "2026-11-28", "整改中"}, {"3", "资料归档不完整，缺少验收单。", "县住房和城乡建设局", "2026-11-12", "已销号"}}})
	}
	return view.FindingLists(p)
}

// card is a case as pages show it, with what was done with it.
func (b book) card(title, about, unit, step string) view.CaseCard {
	return view.CaseCard{ID: made(40), Title: title, About: about, Unit: unit, Step: step, Since: today - 5, Due: b.due(4, true), Version: 3, Back: "/",
		Past: []view.CaseEntry{{At: now - 9000*minute, Who: "林晓", Unit: "云岭县人民政府督查室", What: b.in("报请审批", "Ask for approval")}, {At: now - 7000*minute, Who: "何云", What: b.in("批准方案", "Approve the plan"), Said: []view.NamedText{{Name: b.in("意见", "Opinion"), Text: "同意，注意轻车简从。"}}}}}
}

// in is a wording that a workflow declares, which is in no catalogue.
func (b book) in(zh, en string) string {
	if b.Lang == locale.Zh {
		return zh
	}
	return en
}
