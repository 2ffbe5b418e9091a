package locale

// ledgerPhrases are the words of the ledger and of tasks.
var ledgerPhrases = map[string]Phrase{
	"ledger.lights":       {"按灯分的任务数", "Tasks by light"},
	"ledger.empty":        {"台账还是空的", "The ledger is empty"},
	"ledger.empty-advice": {"上传一份文件，核对程序读出的任务，采用后任务就进入台账。", "Put a document in, review the tasks that were found, and adopt them: they stand here then."},
	"ledger.light":        {"灯", "Light"},
	"ledger.task":         {"任务", "Task"},
	"ledger.lead":         {"牵头单位", "Lead"},
	"ledger.unit":         {"责任单位", "Unit"},
	"ledger.state":        {"状态", "State"},
	"ledger.progress":     {"进度", "Progress"},
	"ledger.due":          {"下次到期", "Next due"},
	"ledger.document":     {"来源文件", "Document"},
	"ledger.no-lead":      {"未定", "none yet"},
	"ledger.others":       {"另有 %s 个单位", "further units: %s"},
}
