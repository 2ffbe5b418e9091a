package storybook

import (
	"github.com/a-h/templ"

	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

func indicators(b book) templ.Component {
	values := func(texts ...string) (all []view.IndicatorValue) {
		for _, text := range texts {
			all = append(all, view.IndicatorValue{Text: text})
		}
		return all
	}
	i := view.Indicator{
		Name: "monitored_income", Title: "监测对象人均纯收入合计", Unit: "元", Days: []period.Date{today - 83, today - 53, today - 22, today},
		Rows: []view.IndicatorRow{
			{Division: "河口镇", Href: b.to("indicators"), Values: values("812040", "815233.5", "824100", "826010.25"), Counted: 121, Records: 14_208},
			{Division: "青石乡", Href: b.to("indicators"), Values: values("604117", "604117", "610902.5", "618890"), Counted: 96, Records: 9_870},
			{Division: "140999103", Values: values("0", "0", "0", "0"), Records: 12},
		},
		All: view.IndicatorRow{Division: "云岭县", Values: values("1416157", "1419350.5", "1435002.5", "1444900.25"), Counted: 217, Records: 24_090},
		Card: view.IndicatorCard{
			Measure: "sum(person, income, kin == 'self')", Where: "risk != 'none' && joined <= months_ago(12)", Sources: "监测对象、人社局 · 务工收入", Pack: "防返贫监测", Release: "2026.2",
			Names: []view.Value{{Name: "income", Text: "务工收入", Unit: "元"}, {Name: "risk", Text: "风险类型"}, {Name: "joined", Text: "纳入日期"}},
		},
	}
	i.Rows[1].Values[0].Refused = 3
	return view.Indicators(&view.IndicatorsPage{
		Frame:      b.frame("register", b.Say("indicator.title"), view.Link{Text: locale.Word(b.Lang, "nav", "register"), Href: b.to("registers")}, view.Link{Text: "防返贫监测", Href: b.to("indicators"), Data: true}),
		Indicators: []view.Indicator{i},
	})
}

func indicatorsEmpty(b book) templ.Component {
	return view.Indicators(&view.IndicatorsPage{Frame: b.frame("register", b.Say("indicator.title"))})
}
