package storybook

import (
	"github.com/a-h/templ"

	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

// What is said when units and years change.
const (
	reformBasis = "云编〔2026〕3号"
	oldUnit     = "原县乡村振兴局"
	newUnit     = "县农业农村局"
)

func units(b book) templ.Component {
	return view.Units(&view.UnitsPage{Frame: b.frame("reform", locale.Word(b.Lang, "nav", "reform")), Reforms: b.to("reforms"),
		Rows:   []view.UnitRow{{Href: b.to("unit"), Name: newUnit, Until: view.NoDate, Names: 2}, {Href: b.to("unit"), Name: "县教育局", Until: view.NoDate, Names: 1}},
		Former: []view.UnitRow{{Href: b.to("unit"), Name: oldUnit, Until: today - 40, Names: 2}}})
}

func unit(b book) templ.Component {
	return view.Unit(&view.UnitPage{Frame: b.named("reform", oldUnit, view.Link{Text: locale.Word(b.Lang, "nav", "reform"), Href: b.to("units")}), Until: today - 40,
		Names:   []view.UnitName{{Name: "县扶贫开发办公室", From: view.NoDate, To: today - 1900}, {Name: "县乡村振兴局", From: today - 1900, To: today - 40}, {Name: "县振兴局", IsAlias: true, From: today - 1900, To: view.NoDate}},
		Changes: []view.UnitChange{{On: today - 40, Kind: "merge", Other: view.Link{Text: newUnit, Href: b.to("unit"), Data: true}, Basis: reformBasis}, {On: today - 900, Kind: "split", Comes: true, Other: view.Link{Text: "县水利局", Href: b.to("unit"), Data: true}, Basis: reformBasis}}})
}

func (b book) reformRow(state string) view.ReformRow {
	return view.ReformRow{Href: b.to("reform"), Kind: "merge", From: []string{"县乡村振兴局", newUnit}, To: []string{newUnit}, On: today - 40, State: state}
}

func reforms(b book) templ.Component {
	p := reformsEmptyPage(b)
	p.Rows = []view.ReformRow{b.reformRow("planned"), b.reformRow("done")}
	p.Form.Problem = locale.Fault(b.Lang, "reform-basis")
	return view.Reforms(p)
}

func reformsEmpty(b book) templ.Component { return view.Reforms(reformsEmptyPage(b)) }

func reformsEmptyPage(b book) *view.ReformsPage {
	return &view.ReformsPage{Frame: b.frame("reform", b.Say("reform.title")), Form: view.Form{ID: made(31), Action: "/reforms"},
		Kind:  view.Field{Name: "kind", Kind: view.FieldChoice, Label: b.Say("reform.kind"), Required: true, Options: b.words("reform-kind", "merge", "split", "abolish", "rename")},
		Units: []view.Check{{Name: "from", Value: "1", Text: newUnit, On: true}, {Name: "from", Value: "2", Text: "县乡村振兴局"}},
		Fields: []view.Field{{Name: "to", Kind: view.FieldLong, Label: b.Say("reform.to"), Hint: b.Say("reform.to-hint"), Required: true}, {Name: "on", Kind: view.FieldDate, Label: b.Say("reform.on"), Required: true},
			{Name: "basis", Kind: view.FieldText, Label: b.Say("reform.basis"), Required: true}}}
}

func reform(b book) templ.Component {
	to := func(name string) view.Field {
		return view.Field{Name: name, Kind: view.FieldChoice, Label: b.Say("reform.to"), Hidden: true, Required: true, Options: []view.Option{{Value: "1", Text: newUnit, Data: true}, {Value: "2", Text: "县水利局", Data: true}}}
	}
	p := &view.ReformPage{Frame: b.frame("reform", locale.Word(b.Lang, "reform-kind", "merge"), view.Link{Text: b.Say("reform.title"), Href: b.to("reforms")}), Row: b.reformRow("planned"), New: []string{"县水务局"}, Basis: reformBasis,
		Carry: &view.Form{Action: "/reforms/1/carry", Problem: locale.Fault(b.Lang, "reform-units")}, Drop: &view.Form{Action: "/reforms/1/drop"}, Children: []string{"县防贫监测中心"},
		Scores: []view.Link{{Text: "2026年三季度督办考核", Href: b.to("appraisal")}}, People: []view.ReformPerson{{Name: "李文", To: to("person.1")}}}
	for i, t := range tasks[:3] {
		p.Tasks = append(p.Tasks, view.ReformTask{Task: view.Link{Text: t.title, Href: b.to("task")}, Parts: []string{t.lead + "（牵头）", newUnit + "（配合）"}, Due: 3, Reports: 1, Cases: 1, One: i < 2, Leads: i == 0, To: to("task." + made(i))})
	}
	return view.Reform(p)
}

func reformDone(b book) templ.Component {
	return view.Reform(&view.ReformPage{Frame: b.frame("reform", locale.Word(b.Lang, "reform-kind", "merge")), Row: b.reformRow("done"), Basis: reformBasis,
		Moved: []view.Counted{{What: "tasks", Count: 12}, {What: "merged", Count: 3}, {What: "due", Count: 31}, {What: "people", Count: 4}}})
}

func handovers(b book) templ.Component {
	return view.Handovers(&view.HandoversPage{Frame: b.frame("handover", locale.Word(b.Lang, "nav", "handover")), Begin: b.to("handover-form"),
		Rows:  []view.HandoverRow{{Href: b.to("handover"), Name: "林晓", Unit: newUnit, Reason: "调任县水利局", At: now - 90*minute, Waits: true}, {Href: b.to("handover"), Name: "何云", Unit: "县教育局", Reason: "退休", At: now - 9000*minute, Confirmed: true}},
		Giver: &view.Field{Name: "giver", Kind: view.FieldChoice, Label: b.Say("handover.giver"), Required: true, Options: []view.Option{{Value: "1", Text: "林晓", Data: true}}}})
}

func handoversEmpty(b book) templ.Component {
	return view.Handovers(&view.HandoversPage{Frame: b.frame("handover", locale.Word(b.Lang, "nav", "handover"))})
}

func (b book) handoverItems() []view.HandoverItem {
	return []view.HandoverItem{
		{Number: 1, Kind: "post", What: view.Link{Text: "承办人"}, Due: view.NoDate},
		{Number: 2, Kind: "case", What: view.Link{Text: tasks[0].title, Href: b.to("task")}, About: "交办 · 执行中", Due: today + 12},
		{Number: 3, Kind: "draft", What: view.Link{Text: tasks[2].title}, About: "2026-11", Due: today + 2},
		{Number: 4, Kind: "message", What: view.Link{Text: "未读消息 6 条"}, Due: view.NoDate},
	}
}

func handoverForm(b book) templ.Component {
	people := []view.Option{{Value: "1", Text: "何云", Data: true}, {Value: "2", Text: "王宁", Data: true}}
	p := &view.HandoverFormPage{Frame: b.frame("handover", b.Say("handover.new")), Name: "林晓", Unit: newUnit, Form: &view.Form{ID: made(32), Action: "/handovers", Problem: locale.Fault(b.Lang, "handover-receiver")},
		Fields: []view.Field{{Name: "receiver", Kind: view.FieldChoice, Label: b.Say("handover.receiver-rest"), Required: true, Options: people}, {Name: "witness", Kind: view.FieldText, Label: b.Say("handover.witness"), Required: true},
			{Name: "reason", Kind: view.FieldText, Label: b.Say("handover.reason"), Required: true}},
		Closes: &view.Field{Name: "closes", Kind: view.FieldCheck, Label: b.Say("handover.closes")}, Items: b.handoverItems()}
	for i := range p.Items {
		p.Items[i].To = view.Field{Name: "to." + made(i), Kind: view.FieldChoice, Label: b.Say("handover.same"), Hidden: true, Options: people}
	}
	return view.HandoverForm(p)
}

func handoverNobody(b book) templ.Component {
	return view.HandoverForm(&view.HandoverFormPage{Frame: b.frame("handover", b.Say("handover.new")), Name: "林晓", Unit: newUnit})
}

func handover(b book) templ.Component {
	p := &view.HandoverPage{Frame: b.frame("handover", b.Say("handover.sheet")), Name: "林晓", Unit: newUnit, Reason: "调任县水利局", Witness: "何云", Maker: "陈立", At: now - 90*minute, Closes: true, Items: b.handoverItems(),
		Receivers: []string{"王宁", "何云"}, Confirm: &view.Form{Action: "/handovers/1/confirm"}, Code: "0000000000a1"}
	for i := range p.Items {
		p.Items[i].Receiver = p.Receivers[i%2]
		if i%2 == 1 {
			p.Items[i].At = now
		}
	}
	return view.Handover(p)
}

func years(b book) templ.Component {
	return view.Years(&view.YearsPage{Frame: b.frame("year", locale.Word(b.Lang, "nav", "year")), Rows: []view.YearRow{{Href: b.to("year"), Year: 2026}, {Href: b.to("year-closed"), Year: 2025, Closed: now - 400_000*minute}}})
}

func (b book) year() *view.YearPage {
	return &view.YearPage{Frame: b.frame("year", b.Say("year.name", "2026"), view.Link{Text: locale.Word(b.Lang, "nav", "year"), Href: b.to("years")}), Year: 2026,
		Counts: []view.Counted{{What: "done", Count: 61}, {What: "late", Count: 7}, {What: "open", Count: 9}, {What: "suspended", Count: 1}, {What: "cancelled", Count: 4}}}
}

func yearOpen(b book) templ.Component {
	p := b.year()
	p.Decide, p.Close = &view.Form{Action: "/years/2026/decisions"}, &view.Form{ID: made(33), Action: "/years/2026/close", Problem: locale.Fault(b.Lang, "year-open", 2)}
	p.Blockers = []view.YearBlocker{{Kind: "task", What: view.Link{Text: tasks[0].title, Href: b.to("task")}}, {Kind: "report", What: view.Link{Text: tasks[2].title, Href: b.to("report")}, About: "2026-11"}}
	for i, t := range tasks[:4] {
		row := view.YearTask{Task: view.Link{Text: t.title, Href: b.to("task")}, Unit: t.lead, Outcome: []string{"open", "done", "suspended", "late"}[i], Light: t.light, Missing: i, Limit: today + 39, New: view.NoDate}
		if i%2 == 0 {
			row.Fields = []view.Field{{Name: "decision." + made(i), Kind: view.FieldChoice, Label: b.Say("year.decision"), Hidden: true, Options: b.words("year-decision", "carry", "close", "cancel")},
				{Name: "limit." + made(i), Kind: view.FieldDate, Label: b.Say("year.new-limit"), Hidden: true}, {Name: "reason." + made(i), Kind: view.FieldText, Label: b.Say("year.reason"), Hidden: true}}
		}
		p.Rows = append(p.Rows, row)
	}
	return view.Year(p)
}

func yearClosed(b book) templ.Component {
	p := b.year()
	p.Closed, p.By, p.Verify = now-9000*minute, "林晓", &view.Form{Action: "/years/2026/verify"}
	for i, t := range tasks[:3] {
		p.Rows = append(p.Rows, view.YearTask{Task: view.Link{Text: t.title, Href: b.to("task")}, Unit: t.lead, Outcome: "open", Light: t.light, Limit: today + 39, Decision: []string{"carry", "close", "cancel"}[i],
			New: today + 200, Reason: "资金未到位"})
	}
	part := view.YearPart{Name: "report", Rows: 812, Digest: "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0", Same: true}
	other := view.YearPart{Name: "due", Rows: 940, Digest: part.Digest}
	p.Seals, p.Checked = []view.YearSeal{{Ordinal: 1, At: p.Closed, Parts: []view.YearPart{part, other}}, {Ordinal: 2, At: now, After: true, Parts: []view.YearPart{part}}}, []view.YearPart{part, other}
	p.Openings = []view.YearOpening{{Task: view.Link{Text: tasks[0].title, Href: b.to("task")}, Period: "2026Q3", Unit: newUnit, Reason: "当时系统故障。", State: "asked", Made: now - 300*minute, Approve: &view.Form{Action: "/openings/1/approve"}, Refuse: &view.Form{Action: "/openings/1/refuse"}},
		{Task: view.Link{Text: tasks[2].title, Href: b.to("task")}, Period: "2026Q2", Unit: newUnit, Reason: "数据更正。", State: "approved", Opinion: "同意。", Made: now - 900*minute, Ended: &view.Form{Action: "/openings/2/end"}}}
	return view.Year(p)
}

func yearEmpty(b book) templ.Component {
	p := b.year()
	p.Counts, p.Early = nil, true
	return view.Year(p)
}

func openingForm(b book) templ.Component {
	return view.OpeningForm(&view.OpeningPage{Frame: b.frame("ledger", b.Say("opening.ask")), Task: view.Link{Text: tasks[0].title, Href: b.to("task")}, Period: "2026Q3", Form: view.Form{ID: made(34), Action: "/due/1/opening", Problem: locale.Fault(b.Lang, "opening-reason")},
		Reason: view.Field{Name: "reason", Kind: view.FieldLong, Label: b.Say("opening.reason"), Required: true}})
}
