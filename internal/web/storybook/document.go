package storybook

import (
	"strings"

	"github.com/a-h/templ"

	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/view"
)

func documents(b book) templ.Component {
	p := b.documents()
	for i, r := range []view.DocumentRow{
		{Title: plan, Number: "古政办发〔2026〕17号", State: "proposed", Tasks: 46, Doubts: 7},
		{Title: notice, Number: "云政办发〔2026〕9号", State: "adopted", Tasks: 23},
		{Title: "关于做好今冬明春农村人居环境整治工作的通知", State: "waiting"},
		{Title: "云岭县乡村建设行动实施方案（征求意见稿）", State: "proposed", Tasks: 31, Doubts: 12},
		{Title: "2026年衔接资金项目安排表", State: "failed"},
	} {
		r.Href, r.Issued, r.Added, r.AddedBy = b.to("document"), today-12, now-int64(i)*1500*minute, "林晓"
		if r.Number == "" {
			r.Issued = view.NoDate
		}
		p.Rows = append(p.Rows, r)
	}
	p.List.Total, p.List.From, p.List.Shown, p.List.Next = 5, 1, 5, ""
	return view.Documents(p)
}

func documentsEmpty(b book) templ.Component { return view.Documents(b.documents()) }

func (b book) documents() *view.DocumentsPage {
	return &view.DocumentsPage{
		Frame: b.frame("document", locale.Word(b.Lang, "nav", "document")),
		List: b.list("documents", []string{"title", "issued", "state", "added"}, "added",
			view.Field{Name: "state", Kind: view.FieldChoice, Label: b.Say("ledger.state"), Options: b.words("document-state", "waiting", "proposed", "adopted", "failed")}),
		Upload: &view.Upload{
			Form: view.Form{ID: made(1), Action: "/documents"}, Largest: 64 << 20,
			Types: ".docx,.doc,.pdf,.ofd,.xlsx,.txt,.html", Names: "DOCX, DOC, PDF, OFD, XLSX, TXT, HTML",
		},
	}
}

func (b book) documentPage(state string) *view.DocumentPage {
	return &view.DocumentPage{
		Frame: b.named("document", plan, view.Link{Text: locale.Word(b.Lang, "nav", "document"), Href: b.to("documents")}), State: state,
		About: view.DocumentAbout{
			File: view.Link{Text: "工作要点.docx", Href: "/documents/1/original"}, Size: 48_213, Number: "古政办发〔2026〕17号",
			Issuers: []string{"古渡市人民政府办公室"}, Issued: today - 12, Standing: "issued", Added: now - 30*minute, AddedBy: "林晓",
		},
	}
}

func documentWaiting(b book) templ.Component {
	p := b.documentPage("waiting")
	p.About.Standing = "unknown"
	p.Progress = &view.Progress{Stage: "extracting", Done: 4, Of: 6, Page: b.to("document-waiting")}
	return view.Document(p)
}

func documentFailed(b book) templ.Component {
	p := b.documentPage("failed")
	p.Problem = b.Say("fault.file-type")
	return view.Document(p)
}

func document(b book) templ.Component {
	p := b.documentPage("proposed")
	p.Review = b.review()
	return view.Document(p)
}

func documentAdopted(b book) templ.Component {
	p := b.documentPage("adopted")
	p.Review = b.review()
	p.Review.Fixed = true
	return view.Document(p)
}

// text is the document of the review's story, one paragraph a line; [id:kind words] marks a fact.
const text = `古渡市人民政府办公室
关于印发《古渡市2026年巩固拓展脱贫攻坚成果同乡村振兴有效衔接工作要点》的通知
各县（市、区）人民政府，市直各有关部门：
　　为做好2026年巩固拓展脱贫攻坚成果同乡村振兴有效衔接工作，制定如下工作要点。
　　一、守牢底线
　　（一）[t1:task 健全防止返贫动态监测和帮扶机制]。[t1-1:target 每季度开展一次集中排查，监测对象识别不超过15天]，[t1-2:target 9月底前风险消除率达到85%以上]。（[t1-d1:duty 市乡村振兴局]、[t1-d2:duty 各有关部门]负责）
　　（二）[t2:task 巩固提升“三保障”和饮水安全成果]。[t2-1:target 义务教育阶段辍学学生动态清零]，[t2-2:target 农村自来水普及率达到93%]。（[t2-d1:duty 市教育局]牵头，[t2-d2:duty 市水利局]配合）
　　二、促进增收
　　（三）[t3:task 稳定脱贫人口务工规模]。[t3-1:target 全市脱贫劳动力务工规模不低于2.3万人]，[t3-2:target 力争达到2.5万人]。（[t3-d1:duty 市人力资源社会保障局]负责）
　　（四）[t4:task 做好易地搬迁后续扶持]。完善安置区公共服务，提升社区治理水平。（[t4-d1:duty 市发展改革委]负责）
　　三、工作要求
　　各县（市、区）要加强组织领导，[o1:obligation 每月25日前向市乡村振兴局报送工作进展]。`

// source is the text cut into pieces.
func source() []view.SourceLine {
	var lines []view.SourceLine
	for i, l := range strings.Split(text, "\n") {
		line := view.SourceLine{Number: i + 1}
		for l != "" {
			before, rest, marked := strings.Cut(l, "[")
			if before != "" {
				line.Pieces = append(line.Pieces, view.Piece{Text: before})
			}
			if !marked {
				break
			}
			inside, after, _ := strings.Cut(rest, "]")
			sign, words, _ := strings.Cut(inside, " ")
			id, kind, _ := strings.Cut(sign, ":")
			line.Pieces = append(line.Pieces, view.Piece{Text: words, Fact: id, Kind: kind})
			l = after
		}
		lines = append(lines, line)
	}
	return lines
}

func (b book) review() *view.Review {
	units := func(names ...string) []view.Option {
		var all []view.Option
		for i, n := range names {
			all = append(all, view.Option{Value: made(i), Text: n, Data: true})
		}
		return all
	}
	fact := func(id, kind, text, figure, due string) view.ReviewFact {
		return view.ReviewFact{ID: id, Kind: kind, Text: text, Figure: figure, Due: due, Confidence: "high", Take: true}
	}
	doubtful := fact("t1-1", "target", "监测对象识别", "不超过 15天", "每季度")
	doubtful.Confidence = "middle"
	doubtful.Reasons = []view.Reason{{Message: b.Say("review.sample-reason"), Advice: b.Say("review.sample-advice"), Code: "T214"}}
	soft := fact("t3-2", "soft", "脱贫劳动力务工规模", "力争 2.5万人", "2026年")
	soft.Confidence = "low"
	duty := fact("o1", "obligation", "各县（市、区）向市乡村振兴局报送工作进展", "每月25日前", "")
	duty.Action = "report"
	return &view.Review{
		Form: view.Form{ID: made(2), Action: "/documents/1/adopt", Version: 3, Draft: "/documents/1/draft", DraftAt: now - 14*minute},
		Tasks: []view.ReviewTask{
			{ID: "t1", Path: "一（一）", Title: "健全防止返贫动态监测和帮扶机制", Printed: "健全防止返贫动态监测和帮扶机制", Take: true,
				Duties: []view.ReviewDuty{
					{ID: "t1-d1", Role: "lead", Printed: "市乡村振兴局", Unit: made(0), Candidates: units("古渡市乡村振兴局", "云岭县乡村振兴局")},
					{ID: "t1-d2", Role: "responsible", Printed: "各有关部门", Candidates: units("古渡市教育局", "古渡市水利局", "古渡市卫生健康委"), Problem: b.Say("review.unit-none")},
				},
				Facts: []view.ReviewFact{doubtful, fact("t1-2", "target", "风险消除率", "不低于 85%", "2026-09-30")}},
			{ID: "t4", Path: "二（四）", Title: "做好易地搬迁后续扶持", Printed: "做好易地搬迁后续扶持", Take: true,
				Duties:   []view.ReviewDuty{{ID: "t4-d1", Role: "lead", Printed: "市发展改革委", Unit: made(0), Candidates: units("古渡市发展和改革委员会")}},
				DoneWhen: &view.Field{Name: "done.t4", Kind: view.FieldText, Label: b.Say("task.done-when"), Problem: b.Say("review.done-when-missing")}},
			{ID: "t2", Path: "一（二）", Title: "巩固“三保障”和饮水安全成果", Printed: "巩固提升“三保障”和饮水安全成果", Take: true,
				Duties: []view.ReviewDuty{
					{ID: "t2-d1", Role: "lead", Printed: "市教育局", Unit: made(0), Candidates: units("古渡市教育局")},
					{ID: "t2-d2", Role: "cooperate", Printed: "市水利局", Unit: made(0), Candidates: units("古渡市水利局")},
				},
				Facts: []view.ReviewFact{fact("t2-1", "target", "义务教育阶段辍学学生", "动态清零", "2026年"), fact("t2-2", "target", "农村自来水普及率", "达到 93%", "2026年")}},
			{ID: "t3", Path: "二（三）", Title: "稳定脱贫人口务工规模", Printed: "稳定脱贫人口务工规模", Take: true,
				Duties: []view.ReviewDuty{{ID: "t3-d1", Role: "lead", Printed: "市人力资源社会保障局", Unit: made(0), Candidates: units("古渡市人力资源和社会保障局")}},
				Facts:  []view.ReviewFact{fact("t3-1", "target", "脱贫劳动力务工规模", "不低于 2.3万人", "2026年"), soft}},
		},
		Others: []view.ReviewFact{duty},
		Firsts: 7, Missing: []view.Missing{
			{Text: b.Say("review.unit-none"), On: "各有关部门", Href: "#t1-d2"}, {Text: b.Say("review.done-when-missing"), On: "做好易地搬迁后续扶持", Href: "#t4"},
		},
		Source: source(), Doubts: 3, Found: 4, Lacks: 2,
	}
}

func relations(b book) templ.Component {
	p := b.relations()
	p.Relations = []view.Relation{{
		Other: view.Link{Text: notice, Href: b.to("document-adopted")}, OtherID: made(7), Kind: "replaces", Force: "binding", Comparison: "/documents/1/compare/2",
		Differences: []view.Difference{
			{ID: "0-0", Metric: "改造老旧小区", Conflict: true, New: view.Side{Figure: "142个", Sentence: "实施142个老旧小区改造。"},
				Old: view.Side{Figure: "172个", Sentence: "加快老旧小区改造，年内新开工172个小区。"}},
			{ID: "3-1", Metric: "新增学位", New: view.Side{Figure: "900个", Sentence: "新增学位900个。"}, Old: view.Side{Figure: "850个", Sentence: "新增公办学位850个。"},
				TakesOld: true, Reason: "以市政府常务会议纪要为准"},
		},
	}}
	return view.Relations(p)
}

func relationsEmpty(b book) templ.Component { return view.Relations(b.relations()) }

func (b book) relations() *view.RelationsPage {
	return &view.RelationsPage{
		Frame:  b.frame("document", b.Say("relation.title"), view.Link{Text: plan, Href: b.to("document"), Data: true}),
		Action: "/documents/1/relations", Kinds: b.words("document-relation", "replaces", "revises", "repeals", "joins", "forwards"),
		Others: []view.Option{{Value: made(7), Text: notice, Data: true}},
	}
}
