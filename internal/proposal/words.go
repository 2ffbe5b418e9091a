package proposal

import (
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

// A phrase is a wording in both languages; [source.Chinese] and [source.English] index it.
type phrase [source.English + 1]string

// columnWords head the task table.
var columnWords = [Columns]phrase{
	ColumnNumber:      {"序号", "No."},
	ColumnTask:        {"重点任务", "Task"},
	ColumnContent:     {"具体内容", "What it says"},
	ColumnTargets:     {"目标", "Targets"},
	ColumnLead:        {"牵头单位", "Lead"},
	ColumnResponsible: {"责任单位", "Responsible"},
	ColumnCooperate:   {"配合单位", "Cooperating"},
	ColumnDue:         {"完成时限", "Due"},
	ColumnReports:     {"报送要求", "Reports"},
}

// The names of tables and what heads them.
var (
	wordTableTitle = phrase{"任务分解表", "Breakdown of tasks"}
	wordIndex      = phrase{"目录", "Index"}
	wordReports    = phrase{"报送事项", "Reports"}
	wordProvisions = phrase{"政策条款", "Provisions"}
	wordDoubts     = phrase{"需核事项", "To verify"}

	wordKind       = phrase{"类别", "Kind"}
	wordWhen       = phrase{"时间", "When"}
	wordWho        = phrase{"报送单位", "Who"}
	wordTo         = phrase{"报送对象", "To"}
	wordQuote      = phrase{"原文", "Words"}
	wordOfTask     = phrase{"所属任务", "Task"}
	wordParams     = phrase{"参数", "Parameters"}
	wordPlace      = phrase{"位置", "Place"}
	wordLine       = phrase{"原文第%d行", "line %d"}
	wordReferences = phrase{"依据", "Based on"}
	wordFrom       = phrase{"原样", "As printed"}
	wordReadAs     = phrase{"读作", "Read as"}
	wordFact       = phrase{"内容", "Fact"}
	wordReason     = phrase{"需核原因", "Why"}
	wordAdvice     = phrase{"建议", "What to do"}
	wordSentence   = phrase{"原句", "Sentence"}
	wordTitle      = phrase{"文件", "Document"}
	wordFile       = phrase{"来源文件", "File"}
	wordTasks      = phrase{"任务数", "Tasks"}
	wordDocument   = phrase{"所属文件", "Document"}
	wordStatus     = phrase{"状态", "Status"}
	wordIssue      = phrase{"发文信息", "Issued"}
)

// The words around the tables.
var (
	wordIssuers        = phrase{"发文机关", "Issued by"}
	wordDocumentNumber = phrase{"文号", "Number"}
	wordIssued         = phrase{"成文日期", "Date"}
	wordSecrecy        = phrase{"不予公开标志", "Marked"}
	wordColon          = phrase{"：", ": "}
	wordNames          = phrase{"、", ", "}
	wordNote           = phrase{"注：", "Note: "}
	wordCheck          = phrase{"需核（不打印）", "To verify (not printed)"}
	wordCheckCell      = phrase{"%d项，见“需核事项”第%s号", "%d, see “To verify” no. %s"}
	wordNotPrinted     = phrase{
		"以下各项程序没有把握，请对照原文核对。打印“%s”时不会带出本表和最右边的“需核”一栏。",
		"The program is not sure of these; compare them with the document. Neither this sheet nor the last column is printed with “%s”."}
	wordNoTitle  = phrase{"（没有标题）", "(no title)"}
	wordProposal = phrase{"由文件自动编制的建议稿，请对照原文核对后使用", "A proposal made from the document; compare it with the document before use"}
	wordFooter   = phrase{"第 &P 页 共 &N 页", "Page &P of &N"}

	// signatures (签字栏) stand at the end of the table, in the order of signing.
	signatures = [...]phrase{{"制表人：", "Prepared by: "}, {"审核人：", "Checked by: "}, {"分管领导：", "Approved by: "}, {"日期：　　　　年　　月　　日", "Date: "}}

	wordPeriodic   = phrase{"定期", "periodically"}
	wordFirstMonth = phrase{"首月", "in its first month"}
	wordLastMonth  = phrase{"末月", "in its last month"}
	wordMonthOf    = phrase{"第%d个月", "in its month %d"}
	wordDay        = phrase{"%d日前", "by day %d"}
	wordWorkdays   = phrase{"结束后%d个工作日内", "within %d working days after it"}
	wordTimes      = phrase{"%d次", "%d times"}
)

// The words for the values of the vocabulary.
var (
	// statusWords warn of a document that does not bind.
	statusWords = map[policy.SourceStatus]phrase{
		policy.StatusConsultation: {"征求意见稿：尚未印发，不作为交办依据", "Draft for comment: not issued, binds nobody"},
		policy.StatusUnknown:      {"来源不明：未见发文机关和文号，请先核实文件来源", "Unknown source: neither issuer nor number found, verify where it comes from"},
		policy.StatusIncomplete:   {"文件残缺：内容不全，请补齐原件后再用", "Incomplete: part of the document is missing"}}
	actionWords = map[policy.Action]phrase{
		policy.ActionReport: {"报送", "report"}, policy.ActionInspect: {"督查", "inspect"}, policy.ActionEvaluate: {"考核", "evaluate"},
		policy.ActionMeet: {"会议", "meet"}, policy.ActionVisit: {"走访", "visit"}, policy.ActionActivity: {"活动", "activity"}}
	provisionWords = map[policy.ProvisionKind]phrase{
		policy.ProvisionThreshold: {"标准", "threshold"}, policy.ProvisionSubsidy: {"补助", "subsidy"}, policy.ProvisionRule: {"规则", "rule"}}
	periodWords = map[string]phrase{
		"week": {"每周", "every week"}, "month": {"每月", "every month"}, "quarter": {"每季度", "every quarter"},
		"half-year": {"每半年", "every half-year"}, "year": {"每年", "every year"}, "date": {"", ""}}
)

// kindWords name the kinds of doubtful facts.
var kindWords = [...]phrase{
	KindDocument:   {"文件", "document"},
	KindTask:       {"任务", "task"},
	KindUnit:       {"责任单位", "unit"},
	KindTarget:     {"目标", "target"},
	KindSoft:       {"软性要求", "soft statement"},
	KindDefault:    {"默认责任", "default duty"},
	KindReport:     {"报送事项", "report"},
	KindProvision:  {"政策条款", "provision"},
	KindRepair:     {"文字修复", "repair"},
	KindDiagnostic: {"文件整体", "whole document"},
}
