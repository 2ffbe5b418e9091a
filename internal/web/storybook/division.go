package storybook

import (
	"github.com/a-h/templ"

	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

func divisions(b book) templ.Component {
	return view.Divisions(&view.DivisionsPage{Frame: b.frame("division", locale.Word(b.Lang, "nav", "division")), Rows: []view.DivisionRow{
		{Href: b.to("division"), Title: plan, State: "out", Until: today + 3, Made: now - 30*minute},
		{Href: b.to("division-approved"), Title: notice, State: "assigned", Until: today - 40, Made: now - 90*24*60*minute},
	}})
}

func divisionsEmpty(b book) templ.Component {
	return view.Divisions(&view.DivisionsPage{Frame: b.frame("division", locale.Word(b.Lang, "nav", "division"))})
}

func (b book) division() *view.DivisionPage {
	p := &view.DivisionPage{
		Frame: b.frame("division", plan, view.Link{Text: locale.Word(b.Lang, "nav", "division"), Href: b.to("divisions")}), State: "out", Until: today + 3,
		Workbook: "/divisions/1/workbook", Sent: 3, Replied: 2,
		Items: []view.DivisionItem{
			{ID: "t1", Label: "一（一）", Title: "健全防止返贫动态监测和帮扶机制", Text: "每季度开展一次集中排查，监测对象识别不超过15天。", Lead: "古渡市乡村振兴局", Others: []string{"古渡市教育局", "古渡市水利局"},
				Numbers: []string{"监测对象识别 " + b.Say("word.goal-op.<=") + " 15天"}},
			{ID: "t4", Label: "二（四）", Title: "做好易地搬迁后续扶持", Text: "完善安置区公共服务，提升社区治理水平。", Lead: "古渡市发展和改革委员会", DoneWhen: "安置区服务站全部运行", Proof: "运行台账和照片"},
		},
	}
	p.Frame.TitleData = true
	return p
}

// division is a draft as the office sees it.
func division(b book) templ.Component {
	p := b.division()
	p.Document = &view.Link{Text: b.Say("division.review"), Href: b.to("document")}
	p.Units = []view.DivisionUnit{{Name: "古渡市乡村振兴局", Replied: now - 60*minute}, {Name: "古渡市发展和改革委员会", Replied: now - 20*minute}, {Name: "古渡市水利局"}}
	p.Items[0].Comments = []view.DivisionComment{{Unit: "古渡市教育局", Kind: "object", Text: "识别时限与省级要求不一致。", Outcome: "refused", Reason: "省级文件为最低要求。"}}
	p.Items[1].Comments = []view.DivisionComment{{Unit: "古渡市发展和改革委员会", Kind: "lead", Lead: "古渡市乡村振兴局", Text: "机构改革后职责已划转。",
		Decide: &view.Form{Action: "/divisions/1/decide/2"}, Entry: view.Field{Name: "reason", Of: "2-", Kind: view.FieldText, Label: b.Say("division.reason"), Required: true}}}
	p.Acts = []view.CaseAct{
		{Name: "submit", Title: b.label("报请审定", "Submit for approval"), Form: view.Form{Action: "/divisions/1/move"}, Lacks: []string{b.label("还有意见没有处理；请逐条写明采纳或不采纳及理由", "there are comments nobody has decided on; take or refuse each, with the reason")}},
		{Name: "withdraw", Title: b.label("撤回", "Withdraw"), Form: view.Form{Action: "/divisions/1/move"},
			Fields: []view.Field{{Name: "reason", Of: "withdraw-", Kind: view.FieldLong, Label: b.label("理由", "Reason"), Required: true}}},
	}
	return view.Division(p)
}

// label is what a workflow says, in the reader's language.
func (b book) label(zh, en string) string {
	if b.Lang == locale.En {
		return en
	}
	return zh
}

// divisionComment is a draft as a unit sees it.
func divisionComment(b book) templ.Component {
	p := b.division()
	p.IsOwn, p.SaidAt = true, now-60*minute
	p.Comment, p.Upload = &view.Form{Action: "/divisions/1/comment", Version: 2, Draft: "/divisions/1/draft"}, &view.Form{Action: "/divisions/1/workbook"}
	for i := range p.Items {
		id := p.Items[i].ID
		p.Items[i].Entries = []view.Field{
			{Name: "kind." + id, Kind: view.FieldChoice, Label: b.Say("division.comment"), Options: b.words("comment", "agree", "object", "lead", "text")},
			{Name: "lead." + id, Kind: view.FieldChoice, Label: b.Say("division.comment-lead"), Options: []view.Option{{Value: made(1), Text: "古渡市乡村振兴局", Data: true}}},
			{Name: "text." + id, Kind: view.FieldText, Label: b.Say("division.comment-text")},
		}
	}
	p.Comment.Problem = b.Say("fault.comment-reason")
	return view.Division(p)
}

func divisionApproved(b book) templ.Component {
	p := b.division()
	p.State, p.Opinion, p.Approved = "approved", "同意，抓紧交办。", b.Say("division.approved", "沈澜", locale.Moment(b.Lang, now-30*minute))
	p.Adopt = &view.Form{Action: "/divisions/1/assign"}
	return view.Division(p)
}

func (b book) breakdown() *view.TargetSplitPage {
	p := &view.TargetSplitPage{
		Frame: b.frame("ledger", b.Say("breakdown.title"), view.Link{Text: locale.Word(b.Lang, "nav", "ledger"), Href: b.to("ledger")}),
		Form:  view.Form{Action: "/targets/1/split", Version: 1, Draft: "/targets/1/split/draft"}, Upload: view.Form{Action: "/targets/1/split/file"},
		Task: view.Link{Text: "二（三） 稳定脱贫人口务工规模", Href: b.to("task"), Data: true}, Metric: "脱贫劳动力务工规模", Goal: b.Say("word.goal-op.>=") + " 2.3万人", Quote: "全市脱贫劳动力务工规模不低于2.3万人",
		Kind:     view.Field{Name: "kind", Kind: view.FieldChoice, Label: b.Say("breakdown.kind"), Value: "total", Required: true, Options: b.words("split", "total", "exact", "ceiling", "rate", "all")},
		Sum:      view.Field{Name: "sum", Kind: view.FieldCheck, Label: b.Say("breakdown.sum"), Value: "on"},
		By:       view.Field{Name: "by", Kind: view.FieldChoice, Label: b.Say("breakdown.by"), Value: "weight", Required: true, Options: b.words("split-by", "hand", "equal", "weight", "last")},
		Decimals: view.Field{Name: "decimals", Kind: view.FieldNumber, Label: b.Say("breakdown.decimals"), Value: "2"},
		Paste:    view.Field{Name: "paste", Kind: view.FieldLong, Label: b.Say("breakdown.paste")},
		Rows: []view.TargetSplitRow{{ID: made(1), Unit: "云岭县人力资源和社会保障局", Weight: "8200", Value: "0.95", Rest: true}, {ID: made(2), Unit: "松溪县人力资源和社会保障局", Weight: "6100", Value: "0.7"},
			{ID: made(3), Unit: "临渠县人力资源和社会保障局", Weight: "5600", Value: "0.65"}},
		Fits: true, Balance: b.Say("breakdown.balance", "2.3万人", "2.3万人", b.Say("breakdown.fits")), Remainder: b.Say("breakdown.remainder", "0.01万人", "云岭县人力资源和社会保障局"),
	}
	return p
}

func breakdown(b book) templ.Component {
	p := b.breakdown()
	p.Earlier = b.Say("breakdown.earlier-weights")
	return view.TargetSplit(p)
}

func breakdownBegun(b book) templ.Component {
	p := b.breakdown()
	p.HasBegun, p.IsFixed, p.HasParts, p.Remainder = true, true, true, ""
	p.Kind.Fixed, p.Sum.Fixed, p.Rows[0].Reported = true, true, "0.41"
	return view.TargetSplit(p)
}

func breakdownEmpty(b book) templ.Component {
	p := b.breakdown()
	p.Rows = nil
	return view.TargetSplit(p)
}

func lines(b book) templ.Component {
	return view.Lines(&view.LinesPage{Frame: b.frame("line", locale.Word(b.Lang, "nav", "line")), Rows: []view.LineRow{
		{ID: made(1), Name: "古渡市卫生健康委员会", Division: "古渡市", Action: "/lines/1", Line: "卫生健康", Leader: made(9),
			Leaders: []view.Option{{Value: made(8), Text: "王副市长", Data: true}, {Value: made(9), Text: "李副市长", Data: true}},
			Names:   []view.LineName{{Name: "市卫计委", Person: "林晓", At: now - 30*minute, Forget: "/lines/names/1/forget"}}},
		{ID: made(2), Name: "云岭县卫生健康局", Division: "云岭县", Action: "/lines/2", Line: "卫生健康"},
		{ID: made(3), Name: "国家税务总局古渡市税务局", Division: "古渡市"},
	}})
}

func linesEmpty(b book) templ.Component {
	return view.Lines(&view.LinesPage{Frame: b.frame("line", locale.Word(b.Lang, "nav", "line"))})
}

// documentEditing is a review with everything that can be changed, and somebody else's work in the way.
func documentEditing(b book) templ.Component {
	p := b.documentPage("proposed")
	r := b.review()
	entry := func(name, label, value string) view.Field {
		return view.Field{Name: name, Kind: view.FieldText, Label: label, Value: value}
	}
	r.CanUndo, r.Form.Problem, r.Clash = true, b.Say("fault.review-clash"), []string{b.Say("word.review-entry.title")}
	r.Past = []view.ReviewPast{{What: "split", Person: "周远", At: now - 5*minute}, {What: "set", Person: "林晓", At: now - 20*minute, Undone: true}}
	r.Acts = len(r.Past)
	why := entry("why", b.Say("review.why-all"), "")
	r.Reason = &why
	r.Add = []view.Field{entry("add.text", b.Say("review.add-text"), ""), entry("add.reason", b.Say("review.add-reason"), "")}
	r.Defaults = []view.ReviewDefault{{ID: "def1", Quote: "以下任务均需各县区落实，不再列出", Unit: "各县区", Do: "spread:1", Gives: 12, Lacking: "河湾区"}}
	r.Consult = &view.ReviewConsult{Until: view.Field{Name: "until", Kind: view.FieldDate, Label: b.Say("division.until")}}
	t := &r.Tasks[0]
	beyond := entry("beyond.t1", b.Say("review.beyond"), "")
	t.Warnings, t.Beyond, t.Next = []view.ReviewWarning{{Unit: "云岭县人民政府", Why: b.Say("word.authority.government")}}, &beyond, r.Tasks[2].Title
	t.Duties = append(t.Duties, view.ReviewDuty{ID: "t1-d3", Role: "cooperate", Printed: "各县区", Group: true, Members: []view.Option{{Value: made(5), Text: "云岭县乡村振兴局", Data: true}}, Ticked: map[string]bool{made(5): true},
		Do: "counter:t1-d3", Lacking: "河湾区"})
	goal := func(suffix string) []view.Field {
		op := view.Field{Name: "op" + suffix, Kind: view.FieldChoice, Label: b.Say("word.goal.op"), Value: ">=", Required: true, Options: b.words("goal-op", ">=", "<=", "=", "range")}
		return []view.Field{entry("metric"+suffix, b.Say("word.goal.metric"), "风险消除率"), op, entry("value"+suffix, b.Say("word.goal.value"), "85"), entry("measure"+suffix, b.Say("word.goal.measure"), "%"),
			entry("due"+suffix, b.Say("word.goal.due"), "2026-09-30")}
	}
	t.Editor = &view.ReviewEdit{Body: view.Field{Name: "body.t1", Kind: view.FieldLong, Label: b.Say("review.body"), Value: "每季度开展一次集中排查。"}, Goals: []view.ReviewGoal{{Quote: "9月底前风险消除率达到85%以上", Entries: goal(".t1-2")}},
		NewGoal: goal(".new"), NewPart: view.Field{Name: "part.unit", Kind: view.FieldChoice, Label: b.Say("review.unit"), Options: t.Duties[0].Candidates},
		Sentences: []view.ReviewSentence{{At: "120", Text: "9月底前风险消除率达到85%以上。"}}}
	r.Units, r.More, r.Next, r.Found = "/documents/units", "/documents/1?from=9", "/documents/1?after=5", 9
	r.Tasks = append(r.Tasks, view.ReviewTask{ID: "t5", Path: "三（五）", Title: "加强组织领导", Printed: "加强组织领导", Take: true, Duties: r.Tasks[2].Duties, Next: r.Tasks[2].Title, Rest: "/documents/1/items/t5"})
	left := &r.Tasks[3]
	reason := entry("why.t3", b.Say("review.why"), "已列入其他文件")
	left.Take, left.Why, left.Made = false, &reason, "会议要求"
	p.Frame.Review, p.Review = true, r
	return view.Document(p)
}
