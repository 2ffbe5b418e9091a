package storybook

import (
	"fmt"
	"strconv"

	"github.com/a-h/templ"

	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

// today is the day of every story: 2026-11-22.
const today period.Date = 20779

// plan and notice are the documents the tasks come from.
const (
	plan   = "古渡市2026年巩固拓展脱贫攻坚成果同乡村振兴有效衔接工作要点"
	notice = "云岭县防止返贫动态监测和帮扶工作方案"
)

var tasks = []struct {
	number, title, document, lead string
	others                        int
	light, state, progress        string
	left                          int
}{
	{"一（一）1", "新建高标准农田5.8万亩，完成投资1.16亿元", plan, "县农业农村局", 3, "red", "returned", "46", -4},
	{"一（一）2", "粮食播种面积稳定在42万亩以上，总产量不低于1.6亿斤", plan, "县农业农村局", 1, "green", "acknowledged", "97", 9},
	{"一（二）1", "对监测对象开展集中排查，做到应纳尽纳、应帮尽帮", notice, "县乡村振兴局", 6, "yellow", "review", "82", 2},
	{"一（二）2", "9月底前监测对象风险消除率达到85%以上", notice, "县乡村振兴局", 2, "yellow", "acknowledged", "71.5", 3},
	{"二（一）1", "脱贫劳动力外出务工规模不低于2.3万人", plan, "县人力资源和社会保障局", 2, "green", "closed", "104.2", 0},
	{"二（一）2", "新增公益性岗位1200个，优先安置监测对象", plan, "县人力资源和社会保障局", 4, "green", "acknowledged", "88", 8},
	{"二（二）1", "义务教育阶段辍学学生动态清零", notice, "县教育局", 1, "green", "acknowledged", "100", 38},
	{"二（二）2", "脱贫人口和监测对象基本医疗保险参保率达到100%", notice, "县医疗保障局", 2, "green", "review", "99.8", 8},
	{"二（二）3", "动态消除农村低收入群体等重点对象住房安全隐患", notice, "县住房和城乡建设局", 3, "none", "assigned", "", 5},
	{"三（一）1", "建成农村户用卫生厕所1.4万座，问题厕所整改率100%", plan, "县农业农村局", 5, "red", "acknowledged", "37", -1},
	{"三（一）2", "农村生活污水治理率达到32%", plan, "", 4, "none", "assigned", "", 1},
	{"三（二）1", "新建和改造农村公路168公里，其中通硬化路的自然村新增24个", plan, "县交通运输局", 2, "green", "acknowledged", "91", 38},
	{"三（二）2", "农村自来水普及率达到93%以上，规模化供水工程覆盖农村人口比例达到55%", plan, "县水利局", 1, "yellow", "acknowledged", "64", 8},
	{"四（一）1", "推进特色产业提质增效，打造2个以上全产业链重点链", plan, "县发展和改革局", 7, "none", "suspended", "", 70},
	{"四（一）2", "衔接资金支付进度年底前不低于92%", plan, "县财政局", 1, "yellow", "acknowledged", "78.4", 38},
	{"四（二）1", "小额信贷新增发放6200万元，逾期率控制在0.5%以内", notice, "中国人民银行云岭县支行", 2, "green", "acknowledged", "103", 8},
}

func ledger(b book) templ.Component {
	p := b.ledger()
	for i, t := range tasks {
		p.Rows = append(p.Rows, view.LedgerRow{
			Href: b.to("task"), Number: t.number, Title: t.title, Document: t.document, Lead: t.lead, Others: t.others, Light: t.light, State: t.state,
			Progress: t.progress, Why: b.Say("task.sample-why"), Reported: now - 20_000*minute, Due: b.due(t.left, t.state != "closed"),
		})
		p.Rows[i].Due.Provisional = i == 13
	}
	p.List.Total, p.List.From, p.List.Shown = 128, 1, len(p.Rows)
	return view.Ledger(p)
}

func ledgerEmpty(b book) templ.Component {
	p := b.ledger()
	for i := range p.Lights {
		p.Lights[i].Count = 0
	}
	p.Upload = b.to("documents")
	return view.Ledger(p)
}

func ledgerNothing(b book) templ.Component {
	p := b.ledger()
	p.List.Filtered = true
	return view.Ledger(p)
}

func (b book) ledger() *view.LedgerPage {
	units := []view.Option{{Value: "1", Text: "县农业农村局", Data: true}, {Value: "2", Text: "县乡村振兴局", Data: true}, {Value: "3", Text: "县人力资源和社会保障局", Data: true}}
	p := &view.LedgerPage{
		Frame: b.frame("ledger", locale.Word(b.Lang, "nav", "ledger")),
		List: b.list("ledger", []string{"light", "title", "lead", "state", "progress", "due"}, "due",
			view.Field{Name: "unit", Kind: view.FieldChoice, Label: b.Say("ledger.unit"), Options: units},
			view.Field{Name: "state", Kind: view.FieldChoice, Label: b.Say("ledger.state"), Options: b.words("task-state", "assigned", "acknowledged", "review", "returned", "closed")},
		),
	}
	for i, l := range []string{"red", "yellow", "green", "blue", "black", "grey", "none"} {
		p.Lights = append(p.Lights, view.LightCount{Light: l, Count: int64([]int{7, 19, 73, 9, 2, 4, 14}[i]), Href: b.to("ledger")})
	}
	return p
}

// words are the values of a vocabulary to choose from.
func (b book) words(vocabulary string, values ...string) []view.Option {
	return view.Words(b.Lang, vocabulary, values...)
}

// list is what stands around the rows of a list, sorted by one column.
func (b book) list(name string, columns []string, by string, filter ...view.Field) view.List {
	l := view.List{
		Action: Prefix + name, Clear: b.to(name), Total: -1, Sorts: map[string]view.Sort{}, Next: b.to(name), Export: "/export.xlsx",
		Filter: []view.Field{{Name: "text", Kind: view.FieldText, Label: b.Say("list.text"), Hidden: true}},
	}
	for _, f := range filter {
		f.Hidden = f.Kind != view.FieldDate
		l.Filter = append(l.Filter, f)
	}
	for _, c := range columns {
		s := view.Sort{Href: b.to(name)}
		if c == by {
			s.Dir = "ascending"
		}
		l.Sorts[c] = s
	}
	for _, n := range []int{20, 50, 100} {
		l.Sizes = append(l.Sizes, view.Size{Rows: n, Href: b.to(name), Current: n == 20})
	}
	return l
}

// made is the UUID of the n-th made-up thing.
func made(n int) string { return fmt.Sprintf("0197c0de-0000-7000-8000-%012s", strconv.Itoa(n)) }
