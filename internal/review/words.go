package review

import "github.com/wenxiao/wenxiao/source"

// A term is a wording of the page in both languages; [source.Chinese] and
// [source.English] index it. Both have the same verbs in the same order.
type term [source.English + 1]string

// The words of the page.
var (
	sayPageTitle   = term{"%s · 核对页", "%s · review"}
	sayNoTitle     = term{"（没有标题）", "(no title)"}
	saySkip        = term{"跳到原文", "Skip to the source"}
	sayIssuers     = term{"发文机关", "Issued by"}
	sayNumber      = term{"文号", "Number"}
	sayIssued      = term{"成文日期", "Date"}
	sayRegion      = term{"地区", "Region"}
	sayFile        = term{"来源文件", "File"}
	saySecrecy     = term{"不予公开标志", "Marked"}
	sayNames       = term{"、", ", "}
	sayAbsent      = term{"未写明", "not stated"}
	sayTools       = term{"工具栏", "Tools"}
	sayProposal    = term{"提案", "Proposal"}
	saySource      = term{"原文", "Source"}
	sayProposalFor = term{"这是程序读出的提案，采用前请逐条对照原文。", "This is a proposal made by a program. Compare it with the source before you adopt it."}
	saySourceFor   = term{"原文按读取的样子显示，一字不改；加底色或下划线的文字可以点击。", "The text as it was read, nothing changed. Marked words can be clicked."}
	sayPanes       = term{"显示哪一边", "Which side to show"}
	sayTableAt     = term{"表格，第 %d 行起", "table, from line %d"}
	sayMadeBy      = term{"由问效生成。页面不联网，不加载任何外部内容。", "Made by Wenxiao. The page opens no connection and loads nothing from elsewhere."}
)

// The words of the tools.
var (
	sayShow       = term{"显示", "Show"}
	sayShowAll    = term{"全部", "All"}
	sayShowDoubts = term{"只看存疑", "Doubtful only"}
	sayKind       = term{"类别", "Kind"}
	sayEveryKind  = term{"全部类别", "Every kind"}
	saySearch     = term{"查找", "Search"}
	sayPrevious   = term{"上一处存疑", "Previous doubtful item"}
	sayNext       = term{"下一处存疑", "Next doubtful item"}
	sayDoubts     = term{"存疑 %d 处", "%d doubtful"}
	sayNoDoubts   = term{"没有存疑项", "nothing doubtful"}
	sayKeys       = term{"快捷键", "Keys"}
	sayClose      = term{"关闭", "Close"}
	sayKeyTable   = [][2]term{
		{{"n 或 j", "n or j"}, {"下一处存疑", "next doubtful item"}},
		{{"p 或 k", "p or k"}, {"上一处存疑", "previous doubtful item"}},
		{{"回车 或 单击", "Enter or click"}, {"在原文和提案之间跳转；重复单击同一处文字，依次选中叠在一起的各条", "go from the proposal to the source and back; click the same words again for each of the facts that lie over them"}},
		{{"/", "/"}, {"查找；回车到原文的下一处", "search; Enter goes to the next place in the source"}},
		{{"Esc", "Esc"}, {"取消选中，清除筛选和查找", "clear the selection, the filters and the search"}},
		{{"?", "?"}, {"显示或关闭本表", "show or hide this table"}},
	}
	sayShareHint = term{"选中一条后，地址栏里的 # 部分就是它的位置，可以连同文件一起发给同事。", "The part after # in the address is the place of the selected fact: send it to a colleague together with the file."}
)

// What the script says. It stands in the page as data of the element the sentences are shown in.
var (
	sayAt      = term{"已选中：{0}", "selected: {0}"}
	sayAtLine  = term{"已选中：{0}，原文第 {1} 行", "selected: {0}, line {1} of the source"}
	sayDoubtAt = term{"存疑 {0} / {1}", "doubtful {0} of {1}"}
	sayShown   = term{"显示 {0} 条，共 {1} 条", "{0} of {1} shown"}
	sayNothing = term{"没有符合条件的条目", "nothing matches"}
	sayCleared = term{"已清除", "cleared"}
	sayHits    = term{"原文 {0} 行，提案 {1} 条", "{0} lines of the source, {1} items of the proposal"}
	sayNoMore  = term{"没有存疑项", "nothing doubtful"}
	sayPrinted = term{"以下只是筛选后的部分。", "Only what the filter left is printed."}
)

// The words of the proposal.
var (
	sayTaskHead      = term{"任务", "Tasks"}
	sayOtherSections = term{"其他任务", "Other tasks"}
	saySection       = term{"“%s”部分", "Part “%s”"}
	sayDefaultHead   = term{"默认责任", "Default duties"}
	sayDefaultFor    = term{"一句话给许多任务规定的责任，没有抄进各任务。", "A duty one sentence gives for many tasks; it is not copied into them."}
	sayObligHead     = term{"定期义务", "Obligations"}
	sayTriggerHead   = term{"触发义务", "Duties set off by an event"}
	sayProvHead      = term{"政策条款", "Provisions"}
	sayRefHead       = term{"引用依据", "Works cited as basis"}
	sayRepairHead    = term{"修复", "Repairs"}
	sayRepairFor     = term{"为了读通文字所做的修复。原文照旧显示，修复只用于理解。", "What was mended to understand the text. The source is shown as it was."}
	sayNoteHead      = term{"诊断", "Diagnostics"}
	sayLine          = term{"第 %d 行", "line %d"}
	sayDue           = term{"时限", "Due"}
	sayNotMeasurable = term{"没有数字目标，采用前要写明完成标志", "no figure to reach: say what counts as done before it is adopted"}
	sayNoUnit        = term{"没有写明责任单位", "no unit is named"}
	sayReview        = term{"存疑", "Doubtful"}
	sayAdvice        = term{"建议：", "Advice: "}
	sayConfidence    = term{"可信度", "Confidence"}
	sayTarget        = term{"目标", "Target"}
	sayMilestone     = term{"节点", "Milestone"}
	sayAim           = term{"力争", "aim"}
	sayPer           = term{"按“%s”计", "per “%s”"}
	sayBaseline      = term{"对比：“%s”", "against “%s”"}
	sayEvent         = term{"触发：“%s”", "when “%s”"}
	sayRange         = term{"%s～%s", "%s to %s"}
	sayMended        = term{"原文“%s”，读作“%s”", "printed “%s”, read as “%s”"}
	sayLeftOut       = term{"原文“%s”，没有读入", "printed “%s”, left out"}
	sayNoneOf        = term{"这份文件里没有读出：%s。", "Not found in this document: %s."}
)

// What a page without tasks says, and what can be done about it.
var sayNoTasks = []term{
	{"没有读出任务。常见的原因：", "No task was found. Usual reasons:"},
	{"文件本来就不下达任务（批复、规定、转发通知等），这时看下面的条款和义务即可；", "the document orders no work (a reply, a regulation, a covering note): then what counts stands below, among provisions and obligations;"},
	{"任务在附件里，而附件没有一起读入：请编译附件；", "the tasks stand in an annex that was not read: compile the annex;"},
	{"条目编号丢失或排成了图片：请换 DOCX 原件重试。", "the numbers of the clauses were lost, or the text is a picture: try the original DOCX."},
}

// sayEmpty is what a page says whose document has no text at all.
var sayEmpty = term{"文件里没有文字。", "The document holds no text."}

// The names of the kinds of fact, as the filter and the legend list them.
var kindWords = []struct {
	kind string
	word term
}{
	{kindTask, term{"任务", "Task"}},
	{kindDuty, term{"责任", "Duty"}},
	{kindTarget, term{"目标", "Target"}},
	{kindSoft, term{"软性要求", "Soft statement"}},
	{kindObligation, term{"义务", "Obligation"}},
	{kindProvision, term{"条款", "Provision"}},
	{kindReference, term{"依据", "Reference"}},
	{kindMeta, term{"文件信息", "Document data"}},
}

// sayRepairKind is the legend's word for a repaired place.
var sayRepairKind = term{"修复处", "Repaired"}

// A standing is what a source status means to who reviews it.
type standing struct{ shape, word, meaning term }

// The words for the values of the vocabulary, by value; a value without a word shows as it is.
var (
	standings = map[string]standing{
		"issued":       {term{"■", "■"}, term{"印发", "Issued"}, term{"正式印发，具有约束力", "issued and binding"}},
		"consultation": {term{"△", "△"}, term{"征求意见", "Consultation draft"}, term{"征求意见稿，不具有约束力，不能作为交办依据", "a draft for comment: it does not bind, and no work can be assigned on it"}},
		"unknown":      {term{"？", "?"}, term{"来源不明", "Unknown source"}, term{"来源不明，请找到印发件后再采用", "its origin is unknown: find the issued document before you adopt anything"}},
		"incomplete":   {term{"◪", "◪"}, term{"残缺", "Incomplete"}, term{"文件可能残缺，请补齐原件", "it may be cut off: complete the original"}},
	}
	levelWords = map[string]term{
		"nation": {"国家级", "nation"}, "province": {"省级", "province"}, "city": {"市级", "city"}, "county": {"县级", "county"}, "township": {"乡镇级", "township"}}
	roleTerms = []struct {
		role string
		word term
	}{{"lead", term{"牵头", "Lead"}}, {"responsible", term{"负责", "Responsible"}}, {"cooperate", term{"配合", "Cooperates"}}}
	opWords = map[string]term{
		">=": {"不低于", "at least"}, "<=": {"不超过", "at most"}, "=": {"等于", "exactly"}, "range": {"介于", "from"}}
	targetWords = map[string]term{
		"count": {"数量", "count"}, "ratio": {"比率", "ratio"}, "coverage": {"覆盖", "coverage"}, "growth": {"增长", "growth"}, "control": {"控制", "control"}, "floor": {"底线", "floor"}, "milestone": {"节点", "milestone"}}
	softTerms = map[string]term{
		"direction": {"方向", "Direction"}, "prohibition": {"禁止", "Prohibition"}}
	actionTerms = map[string]term{
		"report": {"报送", "Report"}, "inspect": {"督查", "Inspect"}, "evaluate": {"考核", "Evaluate"}, "meet": {"会议", "Meet"}, "visit": {"走访", "Visit"}, "activity": {"活动", "Activity"}}
	provisionTerms = map[string]term{
		"threshold": {"标准", "Threshold"}, "subsidy": {"补助", "Subsidy"}, "rule": {"规则", "Rule"}}
	severityTerms = map[string]term{
		"note": {"○ 提示", "○ note"}, "warning": {"◆ 注意", "◆ warning"}, "error": {"■ 错误", "■ error"}}
)

// The words of schedules.
var (
	sayEvery    = map[string]term{"week": {"每周", "every week"}, "month": {"每月", "every month"}, "quarter": {"每季度", "every quarter"}, "half-year": {"每半年", "every half-year"}, "year": {"每年", "every year"}, "date": {"每年", "every year"}, "": {"定期", "periodically"}}
	sayTimes    = term{"%d 次", "%d times"}
	sayMonthOf  = term{"第 %d 个月", "month %d of it"}
	sayDay      = term{"%d 日前", "by day %d"}
	sayWorkdays = term{"%d 个工作日内", "within %d working days"}
)

// The words for names of parameters, and the unit their values are in.
var (
	paramWords = map[string]struct{ word, unit term }{
		"amount": {term{"金额", "amount"}, term{"元", "yuan"}}, "cap": {term{"上限", "cap"}, term{"元", "yuan"}},
		"rate_percent": {term{"比例", "rate"}, term{"%", "%"}}, "share_percent": {term{"承担比例", "share"}, term{"%", "%"}},
		"months": {term{"期限", "time"}, term{"个月", "months"}}, "days": {term{"期限", "time"}, term{"天", "days"}},
		"workdays": {term{"期限", "time"}, term{"个工作日", "working days"}}, "hours": {term{"期限", "time"}, term{"小时", "hours"}},
		"minutes": {term{"期限", "time"}, term{"分钟", "minutes"}}, "seconds": {term{"期限", "time"}, term{"秒", "seconds"}},
		"weeks": {term{"期限", "time"}, term{"周", "weeks"}}, "terms": {term{"期限", "time"}, term{"学期", "terms"}},
		"age": {term{"年龄", "age"}, term{"岁", "years"}}, "score": {term{"得分", "score"}, term{"分", "points"}}, "rank": {term{"名次", "rank"}, term{"", ""}},
		"count": {term{"数量", "count"}, term{"", ""}}, "measure": {term{"数值", "measure"}, term{"", ""}}, "times": {term{"次数", "times"}, term{"", ""}}, "multiple": {term{"倍数", "multiple"}, term{"倍", "times"}},
		"value": {term{"标准", "line"}, term{"", ""}}, "unit": {term{"单位", "unit"}, term{"", ""}}, "metric": {term{"内容", "metric"}, term{"", ""}},
		"per": {term{"计算对象", "per"}, term{"", ""}}, "when": {term{"条件", "condition"}, term{"", ""}}, "effect": {term{"结果", "effect"}, term{"", ""}},
		"cap_unit": {term{"上限单位", "cap unit"}, term{"", ""}}, "cap_period": {term{"上限周期", "cap period"}, term{"", ""}},
	}
	boundWords = []struct {
		prefix string
		word   term
	}{{"minimum_", term{"至少", "at least"}}, {"below_", term{"低于", "below"}}, {"max_", term{"至多", "at most"}}}
)

// The grades of confidence, each a shape and a word, from the best down.
var grades = []struct {
	from float64
	name string
	word term
}{{0.95, "high", term{"● 高", "● high"}}, {0.85, "middle", term{"◐ 中", "◐ middle"}}, {0, "low", term{"○ 低", "○ low"}}}
