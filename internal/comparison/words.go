package comparison

import (
	"github.com/wenxiao/wenxiao/compare"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

// A phrase is a wording in both languages; [source.Chinese] and [source.English] index it.
type phrase [source.English + 1]string

var (
	wordOld       = phrase{"旧件", "Old"}
	wordNew       = phrase{"新件", "New"}
	wordNoTitle   = phrase{"（没有标题）", "(no title)"}
	wordYear      = phrase{"%d年度", "year %d"}
	wordParagraph = phrase{"段落", "paragraph"}
	wordNames     = phrase{"、", ", "}
	wordBracket   = phrase{"（%s）", " (%s)"}
	wordSoft      = phrase{"力争", "aim"}
	wordAnd       = phrase{"、", ", "}
	wordClauses   = phrase{"条文", "clauses"}
	wordTargets   = phrase{"目标", "targets"}
	wordDuties    = phrase{"责任", "duties"}
	wordConflicts = phrase{"矛盾", "conflicts"}
	sayAlike      = phrase{"相似度 %d%%", "%d%% alike"}
	sayKept       = phrase{"两件相同的文字占 %s（判断把握 %s）。", " %s of the text stands in both (confidence %s)."}
)

var relationWords = map[compare.RelationKind]phrase{
	compare.Revision: {
		"两件是同一文件的前后两稿：逐条列出改动。",
		"The two are versions of one document: every change is listed."},
	compare.Successor: {
		"两件是同类文件的不同年度：数字不同属正常调整。",
		"The two are of different years: different numbers are changes, not conflicts."},
	compare.Parallel: {
		"两件是同一地区、同一时期的不同文件：同一指标的数字应当一致，不一致的列为矛盾。",
		"The two are different documents for one place and time: numbers for one measure should agree; those that do not are conflicts."},
	compare.Unrelated: {
		"两件属于不同地区、不同层级或不同事项：数字不同不算矛盾。",
		"The two are of different places, levels or matters: different numbers contradict nothing."},
}

var clauseWords = map[compare.ClauseKind]phrase{
	compare.Unchanged: {"未变", "unchanged"}, compare.Reworded: {"改写", "reworded"}, compare.Renumbered: {"改号", "renumbered"}, compare.Moved: {"移位", "moved"},
	compare.Inserted: {"新增", "inserted"}, compare.Removed: {"删除", "removed"}, compare.Split: {"拆分", "split"}, compare.Merged: {"合并", "merged"},
}

var apartClauseWords = map[compare.ClauseKind]phrase{
	compare.Inserted: {"仅新件有", "only in the new one"}, compare.Removed: {"仅旧件有", "only in the old one"},
	compare.Reworded: {"相对应", "on the same matter"}, compare.Moved: {"相同", "the same"}, compare.Renumbered: {"相同", "the same"}, compare.Unchanged: {"相同", "the same"},
}

var factWords = map[compare.FactKind]phrase{
	compare.Same: {"未变", "unchanged"}, compare.Changed: {"变更", "changed"}, compare.Renamed: {"名称写法不同", "named differently"},
	compare.Added: {"新增", "added"}, compare.Dropped: {"取消", "removed"},
}

var apartFactWords = map[compare.FactKind]phrase{
	compare.Changed: {"不同", "different"}, compare.Added: {"仅新件有", "only in the new one"}, compare.Dropped: {"仅旧件有", "only in the old one"},
}

var statusWords = map[policy.SourceStatus]phrase{
	policy.StatusIssued: {"印发", "issued"}, policy.StatusConsultation: {"征求意见", "consultation draft"},
	policy.StatusUnknown: {"来源不明", "unknown source"}, policy.StatusIncomplete: {"残缺", "incomplete"},
}

var roleWords = map[policy.Role]phrase{
	policy.RoleLead: {"牵头", "lead"}, policy.RoleResponsible: {"负责", "responsible"}, policy.RoleCooperate: {"配合", "assists"},
}

// fieldWords name the JSON fields that differ.
var fieldWords = map[string]phrase{
	"op": {"比较方式", "comparison"}, "value": {"数值", "number"}, "value_hi": {"上限", "upper number"}, "unit": {"单位", "unit"},
	"due": {"时限", "date"}, "soft": {"力争与硬性", "aim or must"}, "baseline": {"对比基数", "baseline"},
	"role": {"职责", "role"}, "lead": {"牵头单位", "leading unit"}, "action": {"事项", "action"}, "who": {"责任主体", "who"}, "to": {"报送对象", "to whom"},
	"every": {"周期", "period"}, "times": {"次数", "times"}, "dates": {"日期", "dates"}, "workdays_after": {"工作日数", "working days"},
	"day": {"日", "day"}, "month_of_period": {"月份", "month"}, "kind": {"类型", "kind"}, "params": {"参数", "parameters"},
}
