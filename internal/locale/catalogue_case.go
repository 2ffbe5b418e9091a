package locale

// casePhrases are the words of what goes from hand to hand: assignments, extensions and their like. What a workflow declares
// carries its own words.
var casePhrases = map[string]Phrase{
	"fault.case-not-offered":   {"这一步现在不能这样办理：可能别人已经办过，或不在您的权限内。请刷新页面，看它现在在哪个环节。", "This can not be done now: somebody may have acted before you, or it is not yours to do. Reload the page and see at which step it is."},
	"fault.case-lacks":         {"还不能办理：%v。", "This can not be done yet: %v."},
	"fault.case-field-missing": {"请填写“%v”。", "Fill in “%v”."},
	"fault.case-field":         {"“%v”填写不符合要求：最多 2000 字，日期如 2026-01-31；请改正后再提交。", "“%v” is not as it should be: at most 2,000 characters, a date as 2026-01-31. Correct it and send it again."},
	"fault.case-date-past":     {"“%v”不能早于今天；请改为今天或以后的日期。", "“%v” lies in the past; choose today or a later day."},
	"fault.case-field-unknown": {"这个动作没有“%v”一项；请刷新页面再填。", "This act takes no “%v”; reload the page and fill it in again."},
	"fault.case-undo":          {"只能撤回自己刚办的最后一步；这一步是别人办的，或之后又有人办理。请与对方联系。", "Only your own last step can be taken back; this one is another's, or was followed by others. Talk to them."},
	"fault.case-built":         {"这一步之后已有后续工作，不能撤回；请用“退回”或重新办理。", "Something was built on this step; it can not be taken back. Return it or go on from here."},
	"fault.case-sent-twice":    {"这份申请已经提交过。请从任务页面打开查看。", "This was sent already. Open it from the task's page."},
	"fault.case-same-unit":     {"它已经在这个单位。请选择另一个单位，或选“坚持交办”。", "That unit has it already. Choose another one, or insist."},
	"fault.case-unit":          {"没有这个单位。请从名单中选择。", "There is no such unit. Choose one from the list."},
	"fault.case-colleague":     {"这个账号不是本单位在用的账号。请从名单中选择，或只写科室和姓名。", "That account is none of your unit's in use. Choose one from the list, or give section and name only."},
	"fault.measures-step":      {"现在不能改措施：不在报措施的环节，或办件已分给别人。请刷新页面，看它现在在哪个环节。", "The measures can not be changed now: it is not their time, or somebody else has the case. Reload the page and see at which step it is."},
	"fault.measures-many":      {"措施不能超过 %v 条。请合并后再填。", "There can be at most %v measures. Join some of them."},
	"fault.measure-incomplete": {"第 %v 行不完整。请填写措施、责任人和时间节点；季度目标要填数值和季度。", "Row %v is not complete. Give the measure, the person and the day; a figure needs its quarter and its value."},
	"fault.measure-target":     {"所填指标不属于这项任务。请刷新页面再填。", "That target is none of this task. Reload the page and fill it in again."},
	"fault.request-settled":    {"它已报送、办结、中止或撤销，不能再提出申请。请刷新页面，看它现在的状态。", "It was submitted, accepted, suspended or cancelled; nothing can be asked about it. Reload the page and see how it stands."},
	"fault.extension-day":      {"新的期限要晚于现在的期限。请改为更晚的日期。", "The new day must be later than the present one. Choose a later day."},
	"fault.adjustment-value":   {"新目标值要写成数字，如 1200.5。请改正后再提交。", "The new value is a plain number such as 1200.5. Correct it and send it again."},
}
