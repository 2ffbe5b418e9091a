package locale

// registerPhrases are the words of registers, their records and leads.
var registerPhrases = map[string]Phrase{
	"register.name":              {"登记簿", "Register"},
	"register.about":             {"内容", "What it holds"},
	"register.pack":              {"工作包", "Pack"},
	"register.count":             {"记录数", "Records"},
	"register.changed":           {"最近变动", "Changed last"},
	"register.empty":             {"还没有登记簿", "No registers yet"},
	"register.empty-advice":      {"装入一个工作包（如防返贫监测）后，它声明的登记簿会出现在这里。", "Load a pack: the registers it declares stand here then."},
	"register.new":               {"新增记录", "Add a record"},
	"register.no-records":        {"还没有记录", "No records yet"},
	"register.no-records-advice": {"可以逐条新增，也可以从电子表格导入。", "Add them one by one, or import a workbook."},
	"register.find":              {"文字，或身份证号后4位", "Words, or the last 4 of an identity number"},
	"register.unnamed":           {"未填", "not given"},
	"register.division-hint":     {"行政区划代码，2至12位数字", "Code of the division, 2 to 12 digits"},
	"register.secret-hint":       {"不改则留空", "Leave it empty to keep what is there"},
	"register.screen":            {"运行规则筛查", "Screen by the rules"},
	"register.add-row":           {"加一行", "Add a row"},
	"register.remove-sure":       {"删除这一行？保存后生效。", "Remove this row? It takes effect when you save."},

	"secret.reveal": {"查看全文", "Show"},
	"secret.reason": {"查看原因", "Reason"},
	"secret.until":  {"离开本页后不再显示。", "It is gone when you leave the page."},
	"secret.noted":  {"查看人、时间和原因会记入审计。", "Who looked, when and why is written into the audit."},

	"lead.empty":        {"没有线索", "No leads"},
	"lead.empty-advice": {"规则筛查登记簿后，需要核实的对象会列在这里，每条都写明依据。", "When rules have looked through the registers, what is to be verified stands here, each with its reason."},
	"lead.why":          {"为什么", "Why"},

	"word.severity.high":   {"▲ 高", "▲ high"},
	"word.severity.middle": {"◆ 中", "◆ middle"},
	"word.severity.low":    {"▽ 低", "▽ low"},

	"word.lead-state.open":     {"待核实", "To verify"},
	"word.lead-state.verified": {"已核实", "Verified"},
	"word.lead-state.case":     {"已立案", "Case opened"},
	"word.lead-state.cleared":  {"已排除", "Ruled out"},
}
