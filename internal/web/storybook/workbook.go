package storybook

import (
	"github.com/a-h/templ"

	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

func (b book) workbookList(rows ...view.WorkbookRow) view.WorkbookList {
	return view.WorkbookList{Upload: view.Upload{Form: view.Form{Action: b.to("workbooks")}, Largest: 64 << 20}, Rows: rows}
}

func workbooks(b book) templ.Component {
	templates := b.workbookList(view.WorkbookRow{Title: "省重点工作月报表", Href: b.to("template"), State: "open", Made: now})
	ledgers := b.workbookList(view.WorkbookRow{Title: "云岭县重点工作推进台账", Href: b.to("ledger-sheet"), State: "adopted", Made: now})
	return view.Workbooks(&view.WorkbooksPage{
		Frame: b.frame("workbook", locale.Word(b.Lang, "nav", "workbook")),
		Reports: &view.WorkbookReports{All: b.to("workbooks"), Pending: []view.PendingPeriod{
			{Period: "2026-10", Count: 7, Due: view.Due{Day: today - 2, Left: -2, Open: true}, Href: b.to("workbooks")},
			{Period: "2026Q4", Count: 2, Due: view.Due{Day: today + 20, Left: 20, Open: true}, Href: b.to("workbooks")}},
			List: b.workbookList(view.WorkbookRow{Title: "县住建局填报表（2026-10）", Href: b.to("workbook-report"), State: "open", Made: now})},
		Templates: &templates, Ledgers: &ledgers,
	})
}

func workbooksEmpty(b book) templ.Component {
	return view.Workbooks(&view.WorkbooksPage{Frame: b.frame("workbook", locale.Word(b.Lang, "nav", "workbook")), Reports: &view.WorkbookReports{List: b.workbookList()}})
}

func workbookReport(b book) templ.Component {
	return view.WorkbookReport(&view.WorkbookReportPage{
		Frame: b.named("workbook", "县住建局填报表（2026-10）", view.Link{Text: locale.Word(b.Lang, "nav", "workbook"), Href: b.to("workbooks")}), State: "open", Same: 2, Empty: 3,
		Rows:      []view.Link{{Text: "推进农村危房改造 2026-10", Href: b.to("report-form")}, {Text: "宜居农房示范 2026-10", Href: b.to("report-form")}},
		Conflicts: []view.WorkbookConflict{{Item: view.Link{Text: "农村户厕改造 2026-10", Href: b.to("report-form")}, Now: "已完成1200座", Theirs: "已完成1150座"}},
		Faults: []view.CellFault{{Cell: "填报 M6", Text: locale.Fault(b.Lang, "cell-not-a-number", "约十二户")},
			{Cell: "填报 G9", Text: locale.Fault(b.Lang, "cell-conflict", "已完成1200座")}},
		Marked: b.to("workbook-report"), Take: b.to("workbook-report"), Back: b.to("workbooks"),
	})
}

func (b book) mapped() (columns []view.LedgerColumn) {
	options := []view.Option{{Value: "task", Text: locale.Word(b.Lang, "ledger-field", "task")}, {Value: "lead", Text: locale.Word(b.Lang, "ledger-field", "lead")}, {Value: "progress", Text: locale.Word(b.Lang, "ledger-field", "progress")}}
	for i, x := range []struct{ name, head, field, of string }{{"A", "工作任务", "task", ""}, {"B", "牵头单位", "lead", ""}, {"C", "进展情况/9月", "progress", "2026-09"}} {
		n := string(rune('0' + i))
		columns = append(columns, view.LedgerColumn{Name: x.name, Head: x.head,
			Field: view.Field{Name: "field." + n, Kind: view.FieldChoice, Label: b.Say("sheet.map-field", x.name), Value: x.field, Options: options, Hidden: true},
			Of:    view.Field{Name: "period." + n, Kind: view.FieldText, Label: b.Say("sheet.map-period", x.name), Value: x.of, Hidden: true, Longest: 8}})
	}
	return columns
}

func ledgerSheet(b book) templ.Component {
	return view.LedgerSheet(&view.LedgerSheetPage{
		Frame: b.named("workbook", "云岭县重点工作推进台账", view.Link{Text: locale.Word(b.Lang, "nav", "workbook"), Href: b.to("workbooks")}), State: "open", Form: view.Form{Action: b.to("ledger-sheet")},
		Settings: []view.Field{{Name: "title", Kind: view.FieldText, Label: b.Say("sheet.map-title"), Value: "云岭县重点工作推进台账", Required: true, Wide: true}, {Name: "heads", Kind: view.FieldNumber, Label: b.Say("sheet.map-heads"), Value: "4", Required: true}},
		Columns:  b.mapped(), First: 5, Rows: [][]string{{"推进农村危房改造", "县住建局", "已开工260户"}, {"整治村容村貌", "县乡建专班", "完成集中整治一轮"}},
		Result: &view.LedgerResult{Tasks: 2, Targets: 1, Reports: 2, Periods: []string{"2026-09"}, Known: []view.NamedText{{Name: "县住建局", Text: "云岭县住房和城乡建设局"}},
			Names:   []view.Field{{Name: "unit.县乡建专班", Kind: view.FieldChoice, Label: "县乡建专班", Data: true, Options: []view.Option{{Value: "-", Text: b.Say("sheet.left-out")}, {Value: "1", Text: "云岭县农业农村局", Data: true}}}},
			Missing: []string{b.Say("sheet.missing", 6, locale.Word(b.Lang, "adoption", "missing-lead"))},
			Items: []view.LedgerItem{{Row: 5, Title: "推进农村危房改造", Lead: "云岭县住房和城乡建设局", Targets: []string{"危房改造 1200户 2026-12-31"}, Due: "2026年12月底", Reports: []view.NamedText{{Name: "2026-09", Text: "已开工260户"}}},
				{Row: 6, Title: "整治村容村貌", Others: []string{"县乡建专班？"}, Reports: []view.NamedText{{Name: "2026-09", Text: "完成集中整治一轮"}}}}},
	})
}

func ledgerSheetAdopted(b book) templ.Component {
	return view.LedgerSheet(&view.LedgerSheetPage{
		Frame: b.named("workbook", "云岭县重点工作推进台账", view.Link{Text: locale.Word(b.Lang, "nav", "workbook"), Href: b.to("workbooks")}), State: "adopted",
		Form:    view.Form{Action: b.to("ledger-sheet"), Problem: locale.Fault(b.Lang, "ledger-worked", 1)},
		Adopted: &view.Link{Text: "云岭县重点工作推进台账", Href: b.to("ledger")}, Undo: b.to("ledger-sheet"), Blocked: []view.Link{{Text: "推进农村危房改造", Href: b.to("task")}},
	})
}

func template(b book) templ.Component {
	columns := b.mapped()
	for i := range columns {
		columns[i].Field.Options = []view.Option{{Value: "total", Text: locale.Word(b.Lang, "template-field", "total")}}
		columns[i].Field.Value = ""
	}
	columns[2].Field.Value = "total"
	return view.Template(&view.TemplatePage{
		Frame: b.named("workbook", "省重点工作月报表", view.Link{Text: locale.Word(b.Lang, "nav", "workbook"), Href: b.to("workbooks")}), Form: view.Form{Action: b.to("template")},
		Settings: []view.Field{{Name: "name", Kind: view.FieldText, Label: b.Say("sheet.template-name"), Value: "省重点工作月报表", Required: true}}, Columns: columns,
		Rows:    []view.TemplateRow{{Number: 5, Texts: []string{"农村危房改造", "", ""}, Name: "row.4", Label: b.Say("sheet.template-row", 5), Value: "农村危房改造（户） · 改善农村住房"}},
		Choices: []string{"农村危房改造（户） · 改善农村住房"},
		Cells:   []view.Field{{Name: "cell.period", Kind: view.FieldText, Label: locale.Word(b.Lang, "template-field", "period"), Value: "E2"}},
		Fill: &view.TemplateFill{Action: b.to("template"), Of: "2026-10", Href: b.to("template"),
			Period: view.Field{Name: "period", Kind: view.FieldChoice, Label: b.Say("sheet.head-period"), Value: "2026-10", Required: true, Options: []view.Option{{Value: "2026-10", Text: "2026-10"}}},
			Cells:  []view.TemplateCell{{Cell: "E5", About: "农村危房改造", Field: "total", Value: "960", Href: b.to("report")}},
			Empty:  []view.TemplateCell{{Cell: "E6", About: "户厕改造", Field: "total"}}},
	})
}
