package locale

// relationPhrases are the words of how documents stand to one another.
var relationPhrases = map[string]Phrase{
	"relation.title":          {"与其他文件的关系", "Other documents"},
	"relation.why":            {"说明这份文件与已采用文件的关系，采用时按所选关系处理原有任务。", "Say how this document stands to those adopted before. When it is adopted, their tasks follow."},
	"relation.kind":           {"关系", "Relation"},
	"relation.other":          {"已采用的文件", "Adopted document"},
	"relation.add":            {"添加", "Add"},
	"relation.remove":         {"取消这一关系", "Take this back"},
	"relation.choose":         {"保存取值", "Keep the choices"},
	"relation.comparison":     {"查看全文对照", "See the whole comparison"},
	"relation.empty":          {"没有登记与其他文件的关系", "No relation to another document"},
	"relation.empty-advice":   {"新文件修订、替代或废止旧文件时，在这里登记，旧任务会随之办结，同一事项不会重复报送。", "Where this document revises, replaces or repeals another, say so here: the old tasks close and nobody reports twice."},
	"relation.no-others":      {"还没有采用过其他文件，不需要登记。", "No other document is adopted yet."},
	"relation.no-differences": {"两份文件没有取值不同的目标。", "No target differs between the two."},
	"relation.differences":    {"目标取值不同，其中相互矛盾 %s 处", "Targets that differ; in conflict: %s"},
	"relation.conflict":       {"矛盾", "Conflict"},
	"relation.new":            {"用本文件：", "This document:"},
	"relation.old":            {"用原文件：", "The older one:"},
	"relation.reason":         {"取原值的理由", "Why the older value holds"},
	"relation.followers":      {"后来的文件", "Later documents"},
	"relation.before":         {"沿自：", "Takes the place of:"},
	"relation.joined":         {"与此任务并案报送：", "Reported together with:"},
	"relation.bases":          {"依据", "What documents say"},
	"relation.chosen":         {"采用", "Holds"},

	"flash.related":   {"已登记关系。", "The relation is kept."},
	"flash.unrelated": {"已取消关系。", "The relation was taken back."},

	"word.document-relation.replaces": {"替代", "Replaces"},
	"word.document-relation.revises":  {"修订", "Revises"},
	"word.document-relation.repeals":  {"废止", "Repeals"},
	"word.document-relation.joins":    {"并案", "Joins"},
	"word.document-relation.forwards": {"转发", "Forwards"},

	"word.relation-effect.replaces": {"采用后，原文件的任务全部办结，不计扣分；未报的报送取消。", "When adopted, all tasks of the older document close without penalty; what is still to be reported is cancelled."},
	"word.relation-effect.revises":  {"采用后，本文件也有的任务由本文件接续，其余任务继续有效。", "When adopted, tasks that stand here too go on here; the others stay in force."},
	"word.relation-effect.repeals":  {"采用后，原文件的任务全部办结，不再报送。", "When adopted, all tasks of the older document close, and nothing is reported any more."},
	"word.relation-effect.joins":    {"采用后，两份文件共有的任务只按原文件报送一次。", "When adopted, a task in both is reported on once, to the older document."},
	"word.relation-effect.forwards": {"只作为依据登记，不影响原文件的任务。", "Noted as a basis only; the older tasks are as they were."},

	"word.force.binding":  {"有效", "In force"},
	"word.force.draft":    {"试用稿", "Draft"},
	"word.force.replaced": {"已被替代", "Replaced"},
	"word.force.repealed": {"已废止", "Repealed"},

	"word.outcome.replaced": {"已由新文件接续或取消", "Taken over or dropped by a later document"},
	"word.outcome.repealed": {"文件已废止", "Its document was repealed"},

	"review.draft-only":    {"这份文件看不出已正式印发（%s），只能作为试用稿采用：任务进入台账备用，不交办、不报送。如果确已印发，请填写下面的内容。", "Nothing shows that this document was issued (%s). It can only be adopted as a draft: its tasks are prepared, nothing is assigned or due. If it was issued, fill in below."},
	"review.adopt-draft":   {"采用为试用稿", "Adopt as a draft"},
	"review.issued":        {"确已印发", "It was issued"},
	"review.issued-number": {"文号", "Number"},
	"review.issued-on":     {"印发日期", "Issued on"},
	"review.issued-reason": {"依据（如红头文件原件、公报）", "How this is known (original, gazette)"},

	"fault.relate-kind":   {"没有这种关系。请从列表中选择。", "There is no such relation. Choose one of the list."},
	"fault.relate-other":  {"所选文件没有采用，或者已被替代、废止。请选择现行有效的文件。", "That document is not adopted, or no longer in force. Choose one that is."},
	"fault.choice-reason": {"选用原文件的数值时要写明理由。请补填。", "Say why the older value holds."},
	"fault.issued-date":   {"印发日期不对。请按“年-月-日”填写，例如 2025-03-05。", "The date of issue is not right. Write it as 2025-03-05."},
	"fault.issued-reason": {"请写明凭什么认定已经印发，例如红头文件原件。", "Say how it is known that it was issued."},
	"fault.adopt-unit":    {"有责任单位不在单位名录中。请重新选择单位。", "A unit is not in the directory. Choose the unit again."},
}
