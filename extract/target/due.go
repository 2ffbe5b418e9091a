package target

import (
	"strings"

	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/zh"
)

// baselineAfter follows a date that only says what something is compared with or when it began.
var baselineAfter = zh.Words(`汛前 汛期前 汛期 主汛期 春节前 雨季前 入汛前 秋收前 开学前 春耕前 度项目 度计划 度目标 度结余 度增发 水平 基数 相比 以来 印发的 实施的 的水平 同期 基础 为基数 建成的 年底水平 底水平 建成前 出台的 版 修订的 以前建 前建成 之前建 度结转 结转 续建 创建的 的基础 以来的 起 开始 采暖 秋冬季 验收的 认定的 发布的 批准的 确定的 排查出`)

// baselineBefore stands before such a date.
var baselineBefore = zh.Words(`比 较 与 同 自 从 不低于 不少于 截至 截止 截至到 高于 超过 低于 由 对 根据 完成了 建于`)

// markBaselines finds the dates that are no limits.
func (r *reading) markBaselines() {
	s := r.s
	for i := range r.stamps {
		m := &r.stamps[i]
		before, after := strings.TrimRight(s[r.st.Start:m.Start], " "), s[m.End:r.st.End]
		if _, n := baselineAfter.Prefix(after); n > 0 && !(m.Limit && strings.HasPrefix(after, "续建")) {
			m.baseline = true
		}
		if _, n := baselineBefore.Suffix(before); n > 0 && !strings.HasSuffix(before, "占比") {
			m.baseline = true
		}
		if strings.HasPrefix(after, "计划") && !r.planned(m) {
			m.baseline = true
		}
		if strings.HasSuffix(m.Of(s), "年度") && zh.IsHan(zh.FirstRune(after)) {
			m.baseline = true
		}
		if r.text.Year > 0 && m.Day.Year() < r.text.Year {
			m.baseline = true
		}
		if next, found := r.rangeEnd(i); found { // 2024—2026年, 3月至5月: the end governs
			m.baseline = true
			r.stamps[next].head = r.stamps[next].head || m.head
			r.stamps[next].first = r.stamps[next].first || m.first
			r.stamps[next].baseline = false
		}
		if i > 0 && s[r.stamps[i-1].End:m.Start] == "、" {
			m.series = r.stamps[i-1].series + 1
			if m.series == 1 {
				r.stamps[i-1].series, m.series = 1, 2
			}
			m.head = r.stamps[i-1].head
			m.first = r.stamps[i-1].first
		}
	}
}

// planned reports whether 计划 after a date of the plan's own years is a verb (今年计划招聘1800名), not what was planned then.
func (r *reading) planned(m *stamp) bool {
	if _, n := plannedThings.Prefix(r.s[m.End+len("计划"):]); n > 0 {
		return false
	}
	return r.text.Year > 0 && m.Day.Year() >= r.text.Year
}

var plannedThings = zh.Words(`的 内 外 书 表 中 项目 任务 指标 安排 下达 确定 名额`)

// rangeEnd gives the stamp right after stamp i that ends a range with it.
func (r *reading) rangeEnd(i int) (int, bool) {
	if i+1 >= len(r.stamps) {
		return 0, false
	}
	switch r.s[r.stamps[i].End:r.stamps[i+1].Start] {
	case "—", "——", "-", "~", "至", "到":
		return i + 1, true
	}
	return 0, false
}

// governing is the date that holds for a figure or act at p in phrase, nil where none does.
//
//  1. A date in the same phrase: the nearest before p, else one after it.
//  2. A date at the head of the sentence, or a whole year or a date of its own
//     at the head of a later phrase (以…为重点,年内新增…,覆盖率达到…). A day or a month there
//     holds for its own phrase only. After a semicolon only the sentence's own date holds.
func (r *reading) governing(p, phrase passage.Piece) *stamp {
	var inside, carried, head *stamp
	for k := range r.stamps {
		m := &r.stamps[k]
		switch {
		case m.depth > 0 && strings.IndexByte(r.s[m.End:max(p.Start, m.End)], ')') >= 0 || m.depth > 0 && p.End <= m.Start:
			// a date in brackets holds inside them
		case m.Start >= phrase.Start && m.End <= phrase.End:
			if m.Start < p.Start || inside == nil && !r.laterItem(p, m) {
				inside = m
			}
		case m.End <= phrase.Start && m.head:
			if m.first {
				head = m
			}
			if m.first || !m.Part && !m.among && !strings.HasPrefix(m.Of(r.s), "年底") && !strings.Contains(m.Of(r.s), "年底") || r.dateOnlyAt(m) {
				carried = m
			} else {
				carried = head
			}
		}
	}
	if inside != nil {
		return inside
	}
	if carried != nil && carried != head && strings.Contains(r.s[carried.End:phrase.Start], ";") {
		carried = head
	}
	return carried
}

// laterItem reports whether stamp m begins an item of a list after the one at p: 年均增长8%以上、2027年突破3200亿元.
func (r *reading) laterItem(p passage.Piece, m *stamp) bool {
	return m.Start > p.End && strings.HasSuffix(strings.TrimRight(r.s[p.End:m.Start], " "), "、")
}

// dateOnlyAt reports whether stamp m is a phrase of its own (…;到2025年,…).
func (r *reading) dateOnlyAt(m *stamp) bool {
	for _, ph := range r.phrases {
		if m.Start >= ph.Start && m.End <= ph.End {
			return r.dateOnly(ph)
		}
	}
	return false
}

// due is the date by which the target at p must hold.
func (r *reading) due(p, phrase passage.Piece, figure int) *string {
	m := r.governing(p, phrase)
	if m != nil && m.baseline && m.Start >= phrase.Start && strings.HasPrefix(r.s[m.End:], "起") {
		return r.task.Due // from a date on, whatever dates stand before
	}
	if m != nil && m.baseline {
		m = r.otherThan(m, p, phrase)
	}
	if m != nil && m.series > 0 && figure >= 0 {
		m = r.paired(m, figure)
	}
	if m != nil && !m.baseline {
		date := m.Day.String()
		return &date
	}
	if len(r.found) > 0 && (m == nil || m.baseline) {
		if _, n := goingOn.Prefix(zh.TrimSpace(phrase.Of(r.s))); n > 0 {
			return r.found[len(r.found)-1].Due
		}
	}
	return r.task.Due
}

// goingOn begin a phrase that goes on about the figure before.
var goingOn = zh.Words(`其中 占 惠及 带动 累计 覆盖`)

// otherThan looks for a limit beside a baseline (2025年比2020年提高5个百分点).
func (r *reading) otherThan(m *stamp, p, phrase passage.Piece) *stamp {
	var best *stamp
	for k := range r.stamps {
		o := &r.stamps[k]
		if o == m || o.baseline {
			continue
		}
		if o.Start >= phrase.Start && o.End <= phrase.End || o.head && o.End <= phrase.Start {
			best = o
		}
	}
	return best
}

// paired gives the date of a list that belongs to figure i of a list (2023年、2024年分别完成40座、50座).
func (r *reading) paired(m *stamp, i int) *stamp {
	var dates []*stamp
	for k := range r.stamps {
		if r.stamps[k].series > 0 && r.stamps[k].End <= r.figures[i].Start {
			dates = append(dates, &r.stamps[k])
		}
	}
	if len(dates) == 0 {
		return m
	}
	nth := 0
	for k := i - 1; k >= 0 && r.figures[k].Start > dates[len(dates)-1].End; k-- {
		nth++
	}
	if nth < len(dates) && strings.Contains(r.s[dates[len(dates)-1].End:r.figures[i].Start], "分别") {
		return dates[nth]
	}
	return m
}

// perWords say what a value is counted per (县均).
var perWords = zh.Words(`县均 镇均 村均 户均 人均 亩均 校均 每个 每县 每村 每户 每人 每镇 每乡 每校 每万人 每千人 每百户 各县 年均 单位`)

func (r *reading) per(i int) string {
	f := &r.figures[i]
	at, _, n := perWords.Find(r.s[f.phrase.Start:f.Start], 0)
	if at < 0 {
		return ""
	}
	return r.s[f.phrase.Start+at : f.phrase.Start+at+n]
}

// baselineOf names what a change is measured against (较上年).
func (r *reading) baselineOf(f *candidate) string {
	head := r.s[f.phrase.Start:f.Start]
	for _, w := range [...]string{"较上年", "比上年", "较去年", "比去年", "同比", "环比", "上年", "去年"} {
		if strings.Contains(head, w) {
			return w
		}
	}
	for k := range r.stamps {
		if m := &r.stamps[k]; m.baseline && m.Start >= f.phrase.Start && m.End <= f.Start {
			return m.Of(r.s)
		}
	}
	return ""
}

// kindOf classifies a figure.
func (r *reading) kindOf(f *candidate) policy.TargetKind {
	t := f.lead
	switch {
	case growth.In(t) && f.Class != quantity.Counter:
		return policy.TargetGrowth
	case strings.Contains(t, "控制") || strings.Contains(t, "不超过") || strings.Contains(t, "不高于"):
		return policy.TargetControl
	case strings.Contains(t, "不低于") || strings.Contains(t, "稳定在") || strings.Contains(t, "保持在"):
		return policy.TargetFloor
	case f.Class == quantity.Ratio && strings.Contains(t, "覆盖"):
		return policy.TargetCoverage
	case f.Class == quantity.Ratio:
		return policy.TargetRatio
	}
	return policy.TargetCount
}

var growth = zh.Words(`增长 增速 增幅 下降 降低 提高 提升 减少 递增 压减`)
