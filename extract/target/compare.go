package target

import (
	"strings"

	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/zh"
)

// compareBefore are the comparison words that stand right before a number.
var compareBefore = zh.NewLexicon(map[string]policy.Comparison{
	"≥": policy.OpAtLeast, "≧": policy.OpAtLeast, ">": policy.OpAtLeast, ">=": policy.OpAtLeast, "≤": policy.OpAtMost, "≦": policy.OpAtMost, "<": policy.OpAtMost, "<=": policy.OpAtMost, "缩小到": policy.OpEqual, "缩小至": policy.OpEqual,
	"不少于": policy.OpAtLeast, "不低于": policy.OpAtLeast, "不得少于": policy.OpAtLeast, "不得低于": policy.OpAtLeast, "至少": policy.OpAtLeast, "达到": policy.OpAtLeast, "达": policy.OpAtLeast, "超过": policy.OpAtLeast, "突破": policy.OpAtLeast, "超": policy.OpAtLeast,
	"高于": policy.OpAtLeast, "大于": policy.OpAtLeast, "不小于": policy.OpAtLeast, "不得小于": policy.OpAtLeast, "跨越": policy.OpAtLeast, "不应低于": policy.OpAtLeast, "不应少于": policy.OpAtLeast, "达至": policy.OpAtLeast, "不能低于": policy.OpAtLeast, "应达到": policy.OpAtLeast, "要达到": policy.OpAtLeast, "原则上不少于": policy.OpAtLeast, "原则上不低于": policy.OpAtLeast, "多于": policy.OpAtLeast, "力争": policy.OpAtLeast, "力争达": policy.OpAtLeast, "冲刺": policy.OpAtLeast, "迈上": policy.OpAtLeast, "站上": policy.OpAtLeast, "跨上": policy.OpAtLeast, "优于": policy.OpAtLeast, "均达到": policy.OpAtLeast, "均不低于": policy.OpAtLeast, "均超过": policy.OpAtLeast, "要超过": policy.OpAtLeast, "满": policy.OpAtLeast, "争取达到": policy.OpAtLeast,
	"不超过": policy.OpAtMost, "不高于": policy.OpAtMost, "不大于": policy.OpAtMost, "不多于": policy.OpAtMost, "不得超过": policy.OpAtMost, "低于": policy.OpAtMost, "小于": policy.OpAtMost, "少于": policy.OpAtMost, "控制在": policy.OpAtMost, "控制到": policy.OpAtMost, "不得高于": policy.OpAtMost, "不得大于": policy.OpAtMost, "不得多于": policy.OpAtMost, "最多": policy.OpAtMost, "至多": policy.OpAtMost, "均不超过": policy.OpAtMost, "不突破": policy.OpAtMost, "不得突破": policy.OpAtMost, "不超": policy.OpAtMost, "不应超过": policy.OpAtMost,
	"稳定在": policy.OpEqual, "保持在": policy.OpEqual, "维持在": policy.OpEqual, "稳定": policy.OpEqual, "保持": policy.OpEqual, "提高到": policy.OpEqual, "提升到": policy.OpEqual, "提高至": policy.OpEqual, "提升至": policy.OpEqual, "增加到": policy.OpEqual, "增加至": policy.OpEqual, "增至": policy.OpEqual, "增到": policy.OpEqual, "扩大到": policy.OpEqual, "扩大至": policy.OpEqual, "扩至": policy.OpEqual, "降至": policy.OpEqual, "降到": policy.OpEqual, "降低到": policy.OpEqual, "降低至": policy.OpEqual, "下降到": policy.OpEqual, "下降至": policy.OpEqual, "压缩到": policy.OpEqual, "压缩至": policy.OpEqual, "压减到": policy.OpEqual, "压减至": policy.OpEqual, "缩短到": policy.OpEqual, "缩短至": policy.OpEqual, "缩减至": policy.OpEqual, "缩减到": policy.OpEqual, "精简到": policy.OpEqual, "精简至": policy.OpEqual, "减少到": policy.OpEqual, "减少至": policy.OpEqual, "减至": policy.OpEqual, "发展到": policy.OpEqual, "为": policy.OpEqual, "约": policy.OpEqual, "近": policy.OpEqual, "到": policy.OpEqual, "至": policy.OpEqual, "上升到": policy.OpEqual, "上升至": policy.OpEqual, "扩面至": policy.OpEqual, "拓展到": policy.OpEqual, "拓展至": policy.OpEqual, "升至": policy.OpEqual, "延伸至": policy.OpEqual, "在": policy.OpEqual, "实现": policy.OpEqual, "再": policy.OpEqual, "各": policy.OpEqual, "均为": policy.OpEqual, "共": policy.OpEqual,
	"分别达到": policy.OpAtLeast, "分别不低于": policy.OpAtLeast, "分别不少于": policy.OpAtLeast, "分别超过": policy.OpAtLeast, "分别突破": policy.OpAtLeast, "分别控制在": policy.OpAtMost, "分别不超过": policy.OpAtMost,
})

// compareAfter are the comparison words that stand right after a unit.
var compareAfter = zh.NewLexicon(map[string]policy.Comparison{
	"以上": policy.OpAtLeast, "及以上": policy.OpAtLeast, "(含)以上": policy.OpAtLeast, "(及)以上": policy.OpAtLeast, "之上": policy.OpAtLeast,
	"以下": policy.OpAtMost, "以内": policy.OpAtMost, "之内": policy.OpAtMost, "及以下": policy.OpAtMost, "内": policy.OpAtMost, "(含)以下": policy.OpAtMost, "(含)以内": policy.OpAtMost, "之下": policy.OpAtMost,
	"左右": policy.OpEqual, "上下": policy.OpEqual,
})

// scanPre reads the comparison word that s ends with.
func scanPre(s string) (policy.Comparison, int) {
	t := strings.TrimRight(s, " ")
	if strings.Contains(t[max(0, len(t)-len("每平方公里")):], "每") {
		for _, per := range [...]string{"每千人", "每万人", "每百户", "每百人", "每户", "每人", "每亩", "每年", "每村", "每县", "每平方公里", "每十万人"} {
			t = strings.TrimSuffix(t, per) // 达到每千人6.5批次
		}
	}
	op, n := compareBefore.Suffix(t)
	if n == 0 || n == len("达") && strings.ContainsRune("雷发表传送抵直通", zh.LastRune(t[:len(t)-n])) {
		return "", 0
	}
	return op, n + len(s) - len(t)
}

// scanPost reads the comparison word that s begins with.
func scanPost(s string) (policy.Comparison, int) { return compareAfter.Prefix(s) }

// softWords make a target one that is striven for (力争). 争取 alone may be a verb with its own
// object (争取资金15亿元).
var softWords = zh.Words(`力争 力求 争取到 争取达 争取实现 争取在 争取于 争取突破 争取完成 争取年 争取今年 争取2 努力达 努力实现 努力完成`)

// listJoints stand between the values of a list.
var listJoints = zh.NewChars(" 和及与、")

// compare decides the comparison of figure f.
//
//  1. 左右, 以上, 以内 after the unit decide.
//  2. Then the word before the number. 分别 carries its word over the list it opens.
//  3. Then 力争, which makes a floor of a plain number.
func compare(f *candidate, before, phrase, after string) (op policy.Comparison, soft bool) {
	soft = softWords.In(phrase)
	if op, n := scanPost(after); n > 0 {
		return op, soft
	}
	if f.pre > 0 && (f.op != policy.OpEqual || !soft) {
		return f.op, soft
	}
	if listJoints.TrimLeft(before) == "" { // the next value of a list: 分别达到1860吨、95吨
		if i := strings.LastIndex(phrase, "分别"); i >= 0 {
			for _, w := range [...]string{"达到", "不低于", "不少于", "超过", "突破", "达", "不超过", "控制在", "提高到"} {
				if strings.HasPrefix(phrase[i+len("分别"):], w) {
					op, _ := scanPre("分别" + w)
					if op == "" {
						op, _ = scanPre(w)
					}
					return op, soft
				}
			}
		}
	}
	if strings.Contains(before, "至少") || strings.Contains(before, "不少于") || strings.Contains(before, "不低于") {
		return policy.OpAtLeast, soft
	}
	if soft {
		return policy.OpAtLeast, soft
	}
	return policy.OpEqual, soft
}
