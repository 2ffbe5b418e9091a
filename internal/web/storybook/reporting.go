package storybook

import (
	"github.com/a-h/templ"

	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

// parts are those of two units: one sent its part, one did not.
func (b book) parts(isForm bool) []view.Contribution {
	sent := view.Contribution{Unit: "县水利局", State: "sent", Due: b.due(-6, true), At: now - 3000*minute, Late: true,
		Texts:   []view.NamedText{{Name: "progress", Text: "3个项目区机电井配套完成。"}, {Name: "problem", Text: "2眼井尚未通电。"}},
		Figures: []view.ReportFigure{{Text: "新建高标准农田", Unit: "万亩", Value: "0.4"}},
		Files:   []view.File{{Name: "机电井清单.xlsx", Size: 18_000, Href: "/files/3"}}}
	if isForm {
		sent.Take, sent.Return = made(4), &view.Form{Action: "/due/3/parts/4/return"}
		sent.Reason = view.Field{Name: "reason", Of: "p-", Kind: view.FieldLong, Label: b.Say("report.reason"), Required: true, Longest: 2000}
	} else {
		sent.Taken = true
	}
	return []view.Contribution{sent, {Unit: "县财政局", State: "missing", Due: b.due(-6, false)}}
}

func partForm(b book) templ.Component {
	f := b.reportForm()
	f.Title, f.Unit, f.Form.Action, f.Values = b.Say("part.own"), "县水利局", "/due/3/part", f.Values[:1]
	return view.PartForm(&view.PartFormPage{ReportFormPage: *f, Lead: "县农业农村局", Proof: "机电井验收单"})
}

func partSent(b book) templ.Component {
	f := b.reportForm()
	f.Title, f.Unit = b.Say("part.own"), "县水利局"
	return view.PartForm(&view.PartFormPage{ReportFormPage: *f, Lead: "县农业农村局", Sent: &b.parts(false)[0]})
}

func (b book) gapRows() []view.GapRow {
	return []view.GapRow{
		{Href: b.to("gap"), Task: tasks[0].title, Metric: "新建高标准农田", Of: "万亩", Unit: "县农业农村局", Period: "2026-10", Reported: "3.1", Other: "2.94", Source: "statistics", Name: "县统计局10月月报",
			Gap: "+0.16", Share: "5.44%", State: "explained", Beyond: true},
		{Href: b.to("gap"), Task: tasks[0].title, Metric: "完成投资", Of: "亿元", Unit: "县农业农村局", Period: "2026-10", Reported: "0.74", Other: "0.738", Source: "superior", Name: "市农业农村局通报", Counts: true,
			Gap: "+0.002", Share: "0.27%", State: "none"},
		{Href: b.to("gap"), Task: tasks[0].title, Metric: "参训农户", Of: "户", Unit: "县农业农村局", Period: "2026-11", Other: "412", Source: "register", Name: "种植户登记簿", State: "none"},
	}
}

func gaps(b book) templ.Component {
	l := view.List{Action: b.to("gaps"), Clear: b.to("gaps"), Total: -1, Shown: 3, Filter: []view.Field{{Name: "state", Kind: view.FieldChoice, Label: b.Say("ledger.state"), Hidden: true,
		Options: []view.Option{{Value: "asked", Text: locale.Word(b.Lang, "gap-state", "asked")}}}}}
	return view.Gaps(&view.GapsPage{Frame: b.frame("gap", locale.Word(b.Lang, "nav", "gap")), List: l, Rows: b.gapRows()})
}

func gapsEmpty(b book) templ.Component {
	return view.Gaps(&view.GapsPage{Frame: b.frame("gap", locale.Word(b.Lang, "nav", "gap"))})
}

func gap(b book) templ.Component {
	return view.Gap(&view.GapPage{
		Frame: b.frame("gap", b.Say("gap.title"), view.Link{Text: locale.Word(b.Lang, "nav", "gap"), Href: b.to("gaps")}), Row: b.gapRows()[0],
		Task: view.Link{Text: tasks[0].title, Href: b.to("task")}, Report: b.to("report"), Basis: "县统计局《农业农村主要指标》10月", By: "林晓", At: now - 9000*minute,
		Reason: "统计截止25日，26日至31日完成0.16万亩。", Explainer: "周正", Explained: now - 2000*minute, Settle: &view.Form{Action: "/gaps/1/settle", Version: 2},
		Fields: []view.Field{{Name: "found", Kind: view.FieldChoice, Label: b.Say("gap.found"), Required: true, Options: []view.Option{{Value: "report", Text: locale.Word(b.Lang, "gap-found", "report")}}},
			{Name: "finding", Kind: view.FieldLong, Label: b.Say("gap.finding"), Required: true, Longest: 2000}},
	})
}

func sources(b book) templ.Component {
	return view.Sources(&view.SourcesPage{
		Frame: b.frame("ledger", b.Say("gap.sources"), view.Link{Text: locale.Word(b.Lang, "nav", "ledger"), Href: b.to("ledger")}), Task: view.Link{Text: tasks[0].title, Href: b.to("task")},
		Metric: "新建高标准农田", Goal: "5.8 万亩", Source: "statistics", Reason: "按统计制度以统计部门数据为准", Rows: b.gapRows()[:1],
		Give: &view.Form{Action: "/targets/1/sources", Problem: b.Say("fault.figure-basis")}, Fields: []view.Field{{Name: "value", Of: "g-", Kind: view.FieldNumber, Label: b.Say("gap.figure"), Unit: "万亩", Required: true, Longest: 20}},
		Declare: &view.Form{Action: "/targets/1/sources/declare"}, Choose: []view.Field{{Name: "reason", Of: "d-", Kind: view.FieldLong, Label: b.Say("gap.declare-reason"), Required: true, Longest: 2000}},
	})
}
