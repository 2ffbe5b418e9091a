package proposal

import "github.com/wenxiao/wenxiao/source"

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

// The words of every printer.
var (
	wordTableTitle = phrase{"任务分解表", "Breakdown of tasks"}
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
