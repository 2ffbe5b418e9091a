package target

import (
	"slices"
	"strings"

	"github.com/wenxiao/wenxiao/extract/moment"
	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// whole is what a word without a number aims at.
type whole uint8

const (
	wholeAll    whole = iota + 1 // 全覆盖: 100 %
	wholeEvery                   // 全部…: 100 %, with a verb of completion
	wholeZero                    // 清零: 0
	wholeDouble                  // 翻一番: 200 %
	wholeLevel                   // 不低于上年: at least 100 %
)

// wholes are the words that set an aim without a number.
var wholes = zh.NewLexicon(map[string]whole{
	"全覆盖": wholeAll, "连续覆盖": wholeAll, "覆盖全体": wholeAll, "全域覆盖": wholeAll, "覆盖全部": wholeAll, "覆盖所有": wholeAll, "应保尽保率": 0, "实现全覆盖": wholeAll,
	"全部": wholeEvery,
	"清零": wholeZero, "保持为零": wholeZero, "控制为零": wholeZero, "降为零": wholeZero, "下降为零": wholeZero, "零新增": wholeZero, "零发生": wholeZero, "归零": wholeZero, "零事故": wholeZero, "零死亡": wholeZero, "零返贫": wholeZero, "零容忍": 0, "零距离": 0, "零跑腿": 0, "零星": 0,
	"翻一番": wholeDouble, "翻番": wholeDouble, "翻两番": wholeDouble,
	"不低于上年": wholeLevel, "不低于去年": wholeLevel, "不少于上年": wholeLevel, "不低于上一年": wholeLevel, "不少于去年": wholeLevel,
	"不低于2": wholeLevel,
})

// wholeTargets finds aims without a number and dated milestones, phrase by phrase.
func (r *reading) wholeTargets() {
	for _, ph := range r.phrases {
		if r.st.IsUsed(ph) {
			continue
		}
		if at, n, w := r.strongest(ph); n == 0 || !r.wholeTarget(ph, at, n, w) {
			r.milestone(ph)
		}
	}
}

// strongest finds the word without a number that decides a phrase: 清零 over 全覆盖 over 全部.
func (r *reading) strongest(ph passage.Piece) (at, n int, w whole) {
	s := r.s[ph.Start:ph.End]
	for from := 0; ; {
		k, v, m := wholes.Find(s, from)
		if k < 0 {
			return at, n, w
		}
		if v > w || n == 0 && v != 0 {
			at, n, w = ph.Start+k, m, v
		}
		from = k + m
	}
}

// wholeTarget reads the aim at [at, at+n) of a phrase.
func (r *reading) wholeTarget(ph passage.Piece, at, n int, w whole) bool {
	s := r.s
	before, after := s[ph.Start:at], s[at+n:ph.End]
	if inQuotes(before) && !(strings.HasSuffix(before, "“") && strings.HasPrefix(after, "”")) || r.hasTarget(itemAt(s, ph, at)) {
		return false
	}
	t := policy.Target{Op: policy.OpEqual, Value: quantity.Integer(100), Kind: policy.TargetCoverage}
	percent := "%"
	t.Unit = &percent
	switch w {
	case wholeAll:
		next := zh.FirstRune(after)
		if zh.IsHan(next) && !strings.HasPrefix(s[at:at+n], "覆盖") || strings.Contains(before, "100%") || strings.HasSuffix(before, "力度") {
			if _, k := coverageTail.Prefix(after); k == 0 {
				return false
			}
		}
	case wholeEvery:
		if !everyCompletes(after) {
			return false
		}
		t.Kind = policy.TargetMilestone
	case wholeZero:
		if zh.IsHan(zh.FirstRune(after)) && !strings.HasPrefix(after, "目标") || zh.TrimSpace(before) == "" && strings.HasPrefix(s[at:], "零") {
			return false
		}
		t.Value, t.Unit, t.Kind = quantity.Integer(0), nil, policy.TargetControl
	case wholeDouble:
		t.Value, t.Kind = quantity.Integer(200), policy.TargetGrowth
		if strings.HasPrefix(s[at:], "翻两番") {
			t.Value = quantity.Integer(400)
		}
	case wholeLevel:
		rest := s[at+len("不低于") : ph.End]
		if m, ok := moment.Scan(rest, r.text.Year); strings.HasPrefix(s[at+n-1:], "2") && (!ok || !strings.HasPrefix(rest[m.Len:], "水平") && !strings.HasPrefix(rest[m.Len:], "同期")) {
			return false
		}
		if len(r.figuresIn(itemAt(s, ph, at))) > 0 {
			return false
		}
		t.Op, t.Kind, t.Baseline = policy.OpAtLeast, policy.TargetFloor, strings.TrimPrefix(s[at:itemAt(s, ph, at).End], "不低于")
	default:
		return false
	}
	r.addWhole(t, ph, passage.Between(at, at+n))
	return true
}

// coverageTail may follow 全覆盖 where it still is an aim.
var coverageTail = zh.Words(`的目标 目标 任务 。 和 、`)

// itemAt is the part of a phrase between 、 in which at stands.
func itemAt(s string, ph passage.Piece, at int) passage.Piece {
	it := ph
	if i := strings.LastIndex(s[ph.Start:at], "、"); i >= 0 {
		it.Start = ph.Start + i + len("、")
	}
	if i := strings.Index(s[at:ph.End], "、"); i >= 0 {
		it.End = at + i
	}
	return it
}

func inQuotes(before string) bool {
	return strings.Count(before, "“") > strings.Count(before, "”") || strings.Count(before, "《") > strings.Count(before, "》")
}

// everyCompletes reports whether 全部 belongs to a predicate of completion (全部开工), not to a noun (全部村庄).
func everyCompletes(after string) bool {
	t := strings.TrimPrefix(strings.TrimPrefix(after, "要"), "按期")
	_, n := completions.Prefix(t)
	if n == 0 {
		_, n = everyVerbs.Prefix(t)
	}
	return n > 0
}

var everyVerbs = zh.Words(`使用 达标 确权 消除 建立 纳入 配备 采用 实行 接入 安装 取缔 更换 更新 拆除 清退 关停 整改 整治 销号 化解 淘汰 设立 到岗 公布 公开 上网 入驻 覆盖 达到 实现 落实 到位 兑现 脱贫 通 安置 解决 清理 清除 退出 改造 入库 录入 签约 持证 清偿 偿还 归还 回收 处置 交付 腾退 迁出 修复 治理 关闭 停用 取消 并网 执行 推行 实施 公示 上线 开通 设有 进场 开工 复工 复产 排查 核查 摸排 发放 派驻 轮训 参保 建档 录入 完成 通过 配齐 建成 投产 投用 达产 出列 摘帽 见底 收缴 归集 公示 整改 移交`)

// completions are the verbs that a dated milestone ends with.
var completions = zh.Words(`完成 建成 开工 竣工 投用 投产 通车 投入使用 投入运营 投入运行 上线 封顶 验收 交付 开园 开业 运行 出台 印发 制定 完工 移交 贯通 达产 试运行 销号 整改到位 落实到位 到位 办结 启用 挂牌 启动 公布 开馆 开放 运营 并网 投运 建立 下达 拨付 组建 设立 成立 联通 对接 修订 编制 实现 下线 招标 开建 供水 供气 供暖 蓄水 合龙 架通 通航 首飞 开通 落地 签约 动工 备案 入库 报废 关停 拆除 淘汰 退出 整合 搬迁 入驻 开学 招生 使用 发布 形成 建起 清零 见效 出库 完毕 到岗 贯标 复工 复产 配齐 配全 选齐 供地 兑付 缴清 发放到位 推行 施行 覆盖 兑现 恢复 通过 进场 施工 具备 通水 通电 通气 通网 归集 分解到 竣工 全面完成 首产 点火 入轨 投放 揭牌 建齐`)

// milestone reads dated acts of completion without a number: 4月底项目要全部开工, 移建工程年内建成. A
// list of dates after 分别 makes one of each.
func (r *reading) milestone(ph passage.Piece) {
	if r.hasTarget(ph) {
		return
	}
	s := r.s
	first, last := r.stampsFor(ph)
	if last == nil || strings.HasSuffix(s[ph.Start:max(ph.Start, last.Start)], "每年") || inQuotes(s[ph.Start:max(ph.Start, last.Start)]) || r.st.IsUsed(last.Piece) {
		return
	}
	rest := s[max(last.End, ph.Start):ph.End]
	at, _, _ := completions.Find(rest, 0)
	if at < 0 || !last.Limit && !last.Part && !r.yearMilestone(rest) || !last.Limit && !strongCompletion(rest) || weakMilestone.In(ph.Of(s)) {
		return
	}
	percent := "%"
	t := policy.Target{Op: policy.OpEqual, Value: quantity.Integer(100), Unit: &percent, Kind: policy.TargetMilestone}
	if first != last && strings.Contains(s[ph.Start:last.Start], "分别") {
		for m := first; m != nil; m = r.nextInSeries(m) {
			date := m.Day.String()
			t.Due = &date
			r.addAt(t, ph)
		}
		return
	}
	r.addWhole(t, ph, last.Piece)
}

// stampsFor gives the first and the last date that limit a phrase: its own, or that of a phrase before it that holds nothing else.
func (r *reading) stampsFor(ph passage.Piece) (first, last *stamp) {
	for k := range r.stamps {
		m := &r.stamps[k]
		if m.Start < ph.Start || m.End > ph.End || m.baseline {
			continue
		}
		if last != nil && m.series == 0 && (last.Limit || !m.Limit) {
			continue
		}
		if first == nil || m.series <= 1 {
			first = m
		}
		last = m
	}
	if last != nil {
		return first, last
	}
	for k, p := range r.phrases {
		if p == ph && k > 0 && r.dateOnly(r.phrases[k-1]) {
			return r.stampsFor(r.phrases[k-1])
		}
	}
	return nil, nil
}

// nextInSeries is the date listed right after m (上半年、8月底前), nil where there is none.
func (r *reading) nextInSeries(m *stamp) *stamp {
	for k := range r.stamps {
		if n := &r.stamps[k]; m.series > 0 && n.series == m.series+1 && n.Start > m.End && n.Start-m.End <= len("、") {
			return n
		}
	}
	return nil
}

// strongCompletion reports a verb that says a thing is done, needed where the date has no word of limit.
func strongCompletion(rest string) bool {
	for _, w := range [...]string{"完成", "建成", "开工", "竣工", "投用", "投产", "通车", "投入使用", "投入运营", "上线", "验收", "交付", "完工", "实现", "投运", "投入运行", "通航", "启用"} {
		if strings.Contains(rest, w) {
			return true
		}
	}
	return false
}

// yearMilestone reports whether a whole year's date limits the act (2022年…实现商务运营).
func (r *reading) yearMilestone(rest string) bool {
	at := strings.Index(rest, "实现")
	return at > 0 && !strings.Contains(rest, "稳中") && !strings.Contains(rest, "持续")
}

// weakMilestone marks acts that are no milestones: reports, meetings, continued work.
var weakMilestone = zh.Words(`报送 上报 报告 反馈 持续 继续 稳步 不断 逐步 有序 稳中 零的突破 召开 通报 考核 报市 报县 报省 报至 申报 定期`)

// hasTarget reports whether a part of p gave a target already.
func (r *reading) hasTarget(p passage.Piece) bool {
	for _, t := range r.taken {
		if t.Start < p.End && p.Start < t.End {
			return true
		}
	}
	return false
}

func (r *reading) figuresIn(ph passage.Piece) []candidate {
	var in []candidate
	for _, f := range r.figures {
		if f.Start >= ph.Start && f.End <= ph.End {
			in = append(in, f)
		}
	}
	return in
}

// addWhole adds a target that stands for its whole phrase.
func (r *reading) addWhole(t policy.Target, ph, at passage.Piece) {
	t.Due = r.due(at, ph, -1)
	r.addAt(t, ph)
}

// addAt adds a target whose words are a whole phrase.
func (r *reading) addAt(t policy.Target, ph passage.Piece) {
	t.Soft = softWords.In(ph.Of(r.s))
	t.Quote, t.Span = r.text.Quote(ph)
	t.Metric = strings.ReplaceAll(ph.Of(r.s), "\n", "")
	t.Judgement = policy.Judgement{Confidence: 0.95, Review: []source.Code{}}
	if t.Kind == policy.TargetMilestone && !strongCompletion(ph.Of(r.s)) {
		t.Judgement = policy.Judgement{Confidence: 0.8, Review: []source.Code{WeakMark}}
	}
	r.add(t)
	r.taken = append(r.taken, ph)
}

// directions say only which way a figure should move; prohibitions what must not be done.
var (
	directions   = zh.Words(`稳中有增 稳中有升 稳中有进 持续增长 稳中有降 逐年增加 逐年下降 持续下降 只增不减 不断提高 持续提升 稳步提升 稳步增长 稳定增长 进一步提高`)
	prohibitions = zh.Words(`不得 严禁 禁止 不准 杜绝 不允许`)
)

// soft finds what binds without a number.
func (r *reading) soft() {
	s := r.s
	for _, ph := range r.phrases {
		kind := policy.SoftKind("")
		if directions.In(s[ph.Start:ph.End]) {
			kind = policy.SoftDirection
		} else if at, _, _ := prohibitions.Find(s[ph.Start:ph.End], 0); at >= 0 {
			kind = policy.SoftProhibition
		}
		if kind != "" && !r.hasTarget(ph) {
			quote, span := r.text.Quote(ph)
			r.softs = append(r.softs, policy.Soft{Kind: kind, Quote: quote, Span: span, Judgement: policy.Judgement{Confidence: 0.85, Review: []source.Code{}}})
		}
	}
}

// WholeWords are the words that set an aim without a number; a sentence with none of
// them needs no look for such aims.
func WholeWords() []string { return wholes.List() }

// SoftSigns are the words that mark a direction or a prohibition; a sentence with none of
// them holds neither.
func SoftSigns() []string { return slices.Concat(directions.List(), prohibitions.List()) }
