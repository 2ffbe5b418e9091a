package locale

// supervisionPhrases are the words of lights, directives and scores.
var supervisionPhrases = map[string]Phrase{
	"word.light.grey":   {"未启动", "Not started"},
	"word.light.blue":   {"按期办结", "On time"},
	"word.light.black":  {"逾期办结", "Late"},
	"word.light.unseen": {"未公布", "Not announced"},

	"light.unseen":  {"其他单位的灯，公布后才能看到。", "Another unit's light is shown once it is announced."},
	"light.history": {"亮灯记录", "Lights so far"},
	"light.since":   {"亮灯日期", "Since"},
	"light.until":   {"熄灯日期", "Until"},
	"light.why":     {"原因", "Reason"},
	"light.now":     {"仍亮", "still on"},

	"ledger.reported": {"最近报送", "Last report"},
	"task.close":      {"办结", "Close"},
	"task.close-why":  {"办结依据", "Why it is closed"},
	"flash.closed":    {"任务已办结。", "The task was closed."},

	"fault.close-reason":  {"请写明办结依据，不超过四千字。", "Say why it is closed, in at most 4,000 characters."},
	"fault.close-reports": {"还有报告等待审核。请先审核，再办结。", "A report waits for a decision. Decide on it first."},

	"word.event.task.close":   {"办结任务", "Closed a task"},
	"word.event.light.change": {"更新亮灯", "Lit lights anew"},
	"word.event-on.light":     {"灯", "Light"},
	"word.job.light":          {"更新亮灯", "Light the lights"},

	"permission.task.close":        {"办结任务", "Close tasks"},
	"permission.light.read":        {"查看亮灯", "See lights"},
	"permission.directive.read":    {"查看督办单", "See directives"},
	"permission.directive.issue":   {"拟发督办单", "Issue directives"},
	"permission.directive.approve": {"审批督办单、批示", "Approve and order directives"},
	"permission.directive.reply":   {"回复督办单", "Answer directives"},
	"permission.score.read":        {"查看得分", "See scores"},
	"permission.score.manage":      {"组织考核", "Run appraisals"},
	"permission.score.appeal":      {"申诉", "Appeal against a point"},
}
