package locale

// casePhrases are the words of what goes from hand to hand: assignments, extensions and their like. What a workflow declares
// carries its own words.
var casePhrases = map[string]Phrase{
	"fault.case-not-offered":   {"这一步现在不能这样办理：可能别人已经办过，或不在您的权限内。请刷新页面，看它现在在哪个环节。", "This can not be done now: somebody may have acted before you, or it is not yours to do. Reload the page and see at which step it is."},
	"fault.case-lacks":         {"还不能办理：%v。", "This can not be done yet: %v."},
	"fault.case-field-missing": {"请填写“%v”。", "Fill in “%v”."},
	"fault.case-field":         {"“%v”填写不符合要求：最多 2000 字，日期如 2026-01-31；请改正后再提交", "“%v” is not as it should be: at most 2,000 characters, a date as 2026-01-31. Correct it and send it again."},
	"fault.case-date-past":     {"“%v”不能早于今天；请改为今天或以后的日期", "“%v” lies in the past; choose today or a later day."},
	"fault.case-field-unknown": {"这个动作没有“%v”一项；请刷新页面再填。", "This act takes no “%v”; reload the page and fill it in again."},
	"fault.case-undo":          {"只能撤回自己刚办的最后一步；这一步是别人办的，或之后又有人办理。请与对方联系。", "Only your own last step can be taken back; this one is another's, or was followed by others. Talk to them."},
	"fault.case-built":         {"这一步之后已有后续工作，不能撤回；请用“退回”或重新办理。", "Something was built on this step; it can not be taken back. Return it or go on from here."},
}
