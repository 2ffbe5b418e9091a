package locale

// wordPhrases are the words for values of vocabularies: "word.<vocabulary>.<value>".
var wordPhrases = map[string]Phrase{
	"word.nav.workbench": {"工作台", "Workbench"},
	"word.nav.document":  {"文件", "Documents"},
	"word.nav.ledger":    {"台账", "Ledger"},
	"word.nav.register":  {"登记簿", "Registers"},
	"word.nav.lead":      {"线索", "Leads"},
	"word.nav.job":       {"后台作业", "Jobs"},
	"word.nav.account":   {"账号", "Accounts"},
	"word.nav.audit":     {"审计", "Audit"},
	"word.nav.setting":   {"设置与备份", "Settings"},

	"word.nav-group.work":  {"督办", "Supervision"},
	"word.nav-group.data":  {"数据", "Records"},
	"word.nav-group.house": {"管理", "Administration"},

	"word.notice.done":    {"完成：", "Done: "},
	"word.notice.note":    {"提示：", "Note: "},
	"word.notice.warning": {"注意：", "Attention: "},
	"word.notice.fault":   {"错误：", "Error: "},

	"word.light.red":    {"红灯", "Red"},
	"word.light.yellow": {"黄灯", "Yellow"},
	"word.light.green":  {"绿灯", "Green"},
	"word.light.none":   {"无灯", "No light"},

	"word.first.operator":             {"维护系统运行：备份、恢复、后台任务。", "Keeps the system running: backup, restore, work in the background."},
	"word.first.security":             {"开设账号、授予角色。", "Makes accounts and grants roles."},
	"word.first.auditor":              {"查看审计记录。", "Sees the audit trail."},
	"word.adoption.missing-lead":      {"没有确定牵头单位", "No unit leads it"},
	"word.adoption.missing-one-lead":  {"只能有一个牵头单位", "Only one unit can lead it"},
	"word.adoption.missing-done-when": {"没有数字目标，请写明完成标志", "It has no figure: say what counts as done"},
	"word.adoption.missing-proof":     {"没有数字目标，请写明佐证要求", "It has no figure: say what has to be shown for it"},
	"word.adoption.missing-tasks":     {"至少采用一项任务", "Take one task at least"},
}
