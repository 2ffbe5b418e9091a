package locale

// workbenchPhrases are the words of the first page.
var workbenchPhrases = map[string]Phrase{
	"workbench.what":         {"事项", "What"},
	"workbench.about":        {"说明", "About"},
	"workbench.due":          {"到期", "Due"},
	"workbench.empty":        {"没有待办事项", "Nothing waits for you"},
	"workbench.empty-house":  {"审计、账号和系统维护不产生待办，从下面进入。", "Audit, accounts and upkeep have no list of what waits: begin here."},
	"workbench.empty-advice": {"有任务交办给您、报告被退回或文件等待核对时，会出现在这里。", "Tasks that are assigned to you, reports that come back and documents to be reviewed stand here."},

	"word.work-group.overdue":  {"已超期", "Overdue"},
	"word.work-group.returned": {"被退回", "Returned"},
	"word.work-group.due":      {"近期到期", "Due soon"},
	"word.work-group.accept":   {"待审核", "To review"},
	"word.work-group.sign":     {"待审签", "To sign"},
	"word.work-group.document": {"待核对文件", "Documents"},

	"word.act.report":      {"填报", "Report"},
	"word.act.correct":     {"修改", "Correct"},
	"word.act.sign":        {"审签", "Sign"},
	"word.act.accept":      {"审核", "Review"},
	"word.act.review":      {"核对", "Review"},
	"word.act.open":        {"查看", "Open"},
	"word.act.acknowledge": {"签收", "Acknowledge"},
}
