package locale

// reviewPhrases are the words of reviewing and adopting what was found in a document.
var reviewPhrases = map[string]Phrase{
	"review.proposal":   {"读出的任务", "What was found"},
	"review.source":     {"原文", "Source"},
	"review.tasks":      {"任务 %s 项", "Tasks: %s"},
	"review.doubts":     {"存疑 %s 处", "Doubtful: %s"},
	"review.no-doubts":  {"没有存疑", "Nothing doubtful"},
	"review.save":       {"保存核对", "Keep for now"},
	"review.adopt":      {"采用", "Adopt"},
	"review.adopt-sure": {"采用后，勾选的任务进入台账，责任单位将收到交办。确定采用？", "The ticked tasks go into the ledger and their units are told. Adopt them?"},
	"review.fixed":      {"这份文件已经采用，以下是采用时的样子。", "This document is adopted. It is shown as it was then."},

	"word.comparison.>=": {"不低于", "at least"},
	"word.comparison.<=": {"不超过", "at most"},

	"review.missing":           {"还缺 %s 处，补齐后才能采用：", "Missing before it can be adopted: %s"},
	"review.missing-more":      {"另有 %s 处", "and %s more"},
	"review.closed":            {"责任单位 %s 个，指标 %s 个", "Units: %s, facts: %s"},
	"review.unit-other":        {"没有列出的单位：点“编辑”，再用“补充配合单位”选择。", "A unit that is not listed: press Edit and choose it under “Add a cooperating unit”."},
	"review.tasks-more":        {"后面的任务", "The tasks after these"},
	"review.text-more":         {"继续看原文", "Read on"},
	"review.text-before":       {"从头看原文", "Read from the beginning"},
	"review.take":              {"采用这项任务", "Take this task"},
	"review.take-fact":         {"采用这一条", "Take this fact"},
	"review.to-source":         {"看它在原文中的位置", "See it in the source"},
	"review.title":             {"任务名称", "Title of the task"},
	"review.printed":           {"原名：", "As found:"},
	"review.leads":             {"由这个单位牵头", "This unit leads the task"},
	"review.unit":              {"对应的单位", "Unit of ours"},
	"review.unit-none":         {"请选择单位", "Choose the unit"},
	"review.done-when-missing": {"写明完成标志", "Say what counts as done"},
	"review.doubtful":          {"存疑", "Doubtful"},
	"review.confidence":        {"可信度", "Confidence"},
	"review.others":            {"不属于任何任务的条款", "What belongs to no task"},

	"word.fact.target":     {"目标", "Target"},
	"word.fact.milestone":  {"节点", "Milestone"},
	"word.fact.soft":       {"软性要求", "Soft"},
	"word.fact.obligation": {"报送", "Report"},
	"word.fact.provision":  {"条款", "Provision"},
	"word.fact.default":    {"默认责任", "Default duty"},
	"word.fact.reference":  {"依据", "Basis"},

	"word.confidence.high":   {"● 高", "● high"},
	"word.confidence.middle": {"◐ 中", "◐ middle"},
	"word.confidence.low":    {"○ 低", "○ low"},
}
