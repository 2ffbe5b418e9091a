package storybook

import (
	"github.com/a-h/templ"

	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

func registers(b book) templ.Component {
	return view.Registers(&view.RegistersPage{
		Frame:  b.frame("register", locale.Word(b.Lang, "nav", "register")),
		Counts: []view.Link{{Text: "防返贫监测", Href: b.to("indicators")}},
		Rows: []view.RegisterRow{
			{Href: b.to("records"), Title: "农户", About: "户籍农户和常住农户，一户一条", Pack: "防返贫监测", Count: 48_213, Change: now - 14*minute},
			{Href: b.to("records"), Title: "监测对象", About: "纳入监测的户，含风险类型和帮扶措施", Pack: "防返贫监测", Count: 612, Change: now - 900*minute},
			{Href: b.to("records"), Title: "衔接资金项目", About: "项目库，含年度投资、形象进度", Pack: "衔接资金", Count: 87, Change: now - 4000*minute},
			{Href: b.to("records"), Title: "扶贫资产", About: "经营性、公益性和到户类资产", Pack: "衔接资金", Count: -1},
		},
	})
}

func records(b book) templ.Component {
	p := &view.RecordsPage{
		Frame: b.named("register", "监测对象", view.Link{Text: locale.Word(b.Lang, "nav", "register"), Href: b.to("registers")}), New: b.to("record"),
		List: b.list("records", []string{"no", "village", "income"}, "no", view.Field{Name: "risk", Kind: view.FieldChoice, Label: "风险类型", Data: true,
			Options: []view.Option{{Value: "illness", Text: "因病", Data: true}, {Value: "disaster", Text: "因灾", Data: true}}}),
		Columns: []view.RecordColumn{
			{Name: "no", Title: "户编号"}, {Name: "head", Title: "户主"}, {Name: "identity", Title: "证件号码"}, {Name: "village", Title: "行政村"},
			{Name: "people", Title: "人口", Unit: "人", Number: true}, {Name: "income", Title: "人均纯收入", Unit: "元", Number: true}, {Name: "risk", Title: "风险类型"}, {Name: "state", Title: "状态"},
		},
	}
	for i, r := range [][]string{
		{"YL-000117", "石有田", "140***********1216", "河口镇柳湾村", "4", "6820", "因病", "已帮扶"}, {"YL-000204", "马春兰", "140***********3324", "河口镇大坪村", "3", "7050.5", "因学", "已帮扶"},
		{"YL-000291", "白守山", "140***********0713", "青石乡上岭村", "5", "5980", "因灾", "待核实"}, {"YL-000355", "郝玉珍", "140***********4129", "青石乡下岭村", "2", "6410", "因残", "风险消除"},
		{"YL-000402", "冯来喜", "140***********2218", "白杨镇东沟村", "6", "11204", "因意外", "待核实"},
	} {
		p.Rows = append(p.Rows, view.RecordRow{Href: b.to("record"), Cells: r})
		p.List.Shown = i + 1
	}
	return view.Records(p)
}

func recordsEmpty(b book) templ.Component {
	return view.Records(&view.RecordsPage{Frame: b.named("register", "监测对象"), List: b.list("records", nil, ""), New: b.to("record")})
}

func record(b book) templ.Component {
	villages := []view.Option{{Value: "140999101201", Text: "河口镇柳湾村", Data: true}, {Value: "140999101202", Text: "河口镇大坪村", Data: true}}
	yesNo := []view.Option{{Value: "1", Text: "因病", Data: true}, {Value: "2", Text: "因灾", Data: true}, {Value: "3", Text: "因意外事故", Data: true}}
	text := func(name, label, value string) view.Field {
		return view.Field{Name: name, Kind: view.FieldText, Label: label, Data: true, Value: value}
	}
	person := func(n, name, relation, income string) view.ChildRow {
		return view.ChildRow{ID: made(len(name) + len(n)), Remove: n, Fields: []view.Field{
			text("person."+n+".name", "姓名", name),
			{Name: "person." + n + ".identity", Kind: view.FieldSecret, Label: "证件号码", Data: true, Masked: "140***********" + n + "216", Reveal: b.to("reveal")},
			text("person."+n+".relation", "与户主关系", relation),
			{Name: "person." + n + ".income", Kind: view.FieldNumber, Label: "务工收入", Data: true, Value: income},
			{Name: "person." + n + ".ill", Kind: view.FieldCheck, Label: "大病", Data: true},
		}}
	}
	return view.Record(&view.RecordPage{
		Frame: b.named("register", "YL-000117 石有田", view.Link{Text: locale.Word(b.Lang, "nav", "register"), Href: b.to("registers")}, view.Link{Text: "监测对象", Href: b.to("records"), Data: true}),
		Form:  view.Form{ID: made(5), Action: "/registers/household/5", Version: 7, Draft: "/registers/household/5/draft"}, Back: b.to("records"),
		Sections: []view.FieldSection{
			{Title: "基本信息", Fields: []view.Field{
				{Name: "no", Kind: view.FieldText, Label: "户编号", Data: true, Value: "YL-000117", Fixed: true},
				{Name: "head", Kind: view.FieldText, Label: "户主", Data: true, Value: "石有田", Required: true, Longest: 40},
				{Name: "identity", Kind: view.FieldSecret, Label: "证件号码", Data: true, Masked: "140***********1216", Reveal: b.to("reveal"), Hint: "不改则留空", Longest: 18},
				{Name: "village", Kind: view.FieldDivision, Label: "行政村", Data: true, Value: "140999101201", Options: villages, Required: true},
				{Name: "moved", Kind: view.FieldCheck, Label: "易地搬迁户", Data: true, Value: "on"},
			}},
			{Title: "收入和风险", Fields: []view.Field{
				{Name: "income", Kind: view.FieldNumber, Label: "人均纯收入", Data: true, Value: "6820", Unit: "元/人/年", Required: true, Hint: "按上年10月至本年9月计算"},
				{Name: "risk", Kind: view.FieldChoice, Label: "风险类型", Data: true, Value: "1", Options: yesNo},
				{Name: "since", Kind: view.FieldDate, Label: "纳入监测日期", Data: true, Value: "2026-03-17"},
				{Name: "paid", Kind: view.FieldNumber, Label: "自付医疗费", Data: true, Value: "一万二", Unit: "元", Problem: b.Say("fault.number-typed")},
				{Name: "note", Kind: view.FieldLong, Label: "情况说明", Data: true, Value: "户主患慢性病，长期服药。"},
			}},
		},
		Children: []view.ChildTable{{
			Name: "person", Title: "家庭成员", Add: "person",
			Columns: []view.RecordColumn{{Title: "姓名"}, {Title: "证件号码"}, {Title: "与户主关系"}, {Title: "务工收入", Unit: "元", Number: true}, {Title: "大病"}},
			Rows:    []view.ChildRow{person("1", "石有田", "户主", "0"), person("2", "王秀芳", "配偶", "14200")},
		}},
		History: history()[1:3],
	})
}

func reveal(b book) templ.Component {
	return view.RevealPage(b.frame("register", b.Say("secret.reveal")), &view.Reveal{
		Action: "/registers/household/5/reveal", Masked: "140***********1216",
		Reason: view.Field{Name: "reason", Kind: view.FieldText, Label: b.Say("secret.reason"), Required: true, Longest: 100},
	})
}

func leads(b book) templ.Component {
	row := func(rule, says, name, severity, state string, ago int64) view.LeadRow {
		return view.LeadRow{
			Href: b.to("leads"), Rule: rule, Says: says, Record: view.Link{Text: name, Href: b.to("record")}, Division: "河口镇柳湾村", Severity: severity, State: state, At: now - ago*minute,
			Values: []view.Value{{Name: "近12个月自付医疗费", Text: "18640", Unit: "元"}, {Name: "人均纯收入", Text: "6820", Unit: "元"}, {Name: "监测范围指导线", Text: "7100", Unit: "元"}},
			Clause: "因病因灾因意外事故等刚性支出较大，或收入大幅缩减导致基本生活出现严重困难的农户，及时纳入监测范围。", Source: b.to("document") + "#s-t1",
		}
	}
	decided := row("收入低于监测线", "人均纯收入5980元，低于监测线7100元", "YL-000291 白守山", "high", "verified", 900)
	decided.Reason, decided.By, decided.Decided = "入户核实，绝收3.2亩，情况属实。", "林晓", now-500*minute
	open := row("因病支出较大", "近12个月自付医疗费18640元，人均纯收入6820元", "YL-000117 石有田", "high", "open", 30)
	open.Decide, open.Found = b.to("leads"), view.Field{Name: "reason-1", Kind: view.FieldText, Label: b.Say("lead.found"), Hint: b.Say("lead.found-hint"), Required: true, Longest: 500}
	p := &view.LeadsPage{
		Frame: b.frame("lead", locale.Word(b.Lang, "nav", "lead")),
		List:  b.list("leads", nil, "", view.Field{Name: "state", Kind: view.FieldChoice, Label: b.Say("ledger.state"), Options: b.words("lead-state", "open", "verified", "case", "cleared")}),
		Rows: []view.LeadRow{
			open, decided,
			row("务工收入骤减", "务工收入比上年同期减少62%", "YL-000402 冯来喜", "middle", "open", 1400), row("信息不完整", "家庭成员2人缺少证件号码", "YL-000355 郝玉珍", "low", "cleared", 5000),
		},
	}
	p.List.Total, p.List.From, p.List.Shown = 37, 1, 4
	return view.Leads(p)
}

func leadsEmpty(b book) templ.Component {
	return view.Leads(&view.LeadsPage{Frame: b.frame("lead", locale.Word(b.Lang, "nav", "lead")), List: b.list("leads", nil, "")})
}
