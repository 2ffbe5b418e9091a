package target

import (
	"strings"

	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/zh"
)

// selector reports a figure that selects objects: 2000人以上建制镇, 总投资超30亿元的项目, 35千伏变电站一座.
func (r *reading) selector(i int, before, after string) bool {
	f := &r.figures[i]
	_, n := scanPost(after)
	rest := after[n:]
	next := zh.FirstRune(rest)
	if !zh.IsHan(next) && next != '“' && next != '(' || next == 0 {
		return strings.HasPrefix(rest, "(含)") && zh.IsHan(zh.FirstRune(rest[len("(含)"):]))
	}
	if next == '(' {
		return false
	}
	tail := rest
	if k := strings.IndexAny(tail, ",;:"); k >= 0 {
		tail = tail[:k]
	}
	if k := strings.Index(tail, "。"); k >= 0 {
		tail = tail[:k]
	}
	ofNoun := next == '的'
	if f.Class == quantity.Time && ofNoun && n == 0 {
		return f.pre == 0 // 具备不少于7天的应急供水能力
	}
	if r.subject(i) || f.Class == quantity.Measure && describes(r.s[f.item.Start:f.Start], tail, f) {
		return true
	}
	if ofNoun && (tail == "的" || strings.HasPrefix(tail, "的,")) {
		return true // 达到…的, is a condition
	}
	if strings.HasPrefix(tail, "的") && endsCondition(tail) {
		return true
	}
	switch {
	case f.Class == quantity.Ratio || f.Class == quantity.Multiple:
		if n > 0 || ofNoun {
			return ratioSelector(f.lead, tail)
		}
		return false
	case f.Class == quantity.Counter || f.Class == quantity.Times:
		if _, k := stocks.Suffix(f.lead); k > 0 && n > 0 && !continues(tail) {
			return true // 年出栏500头以上生猪养殖场
		}
		return ofNoun && n == 0 && strings.HasSuffix(tail, "的")
	}
	if continues(tail) {
		return false
	}
	return r.describesNoun(i, before, tail, n > 0)
}

// stocks stand before the size of a farm or a home, by which such are selected.
var stocks = zh.Words(`出栏 存栏 饲养 床位`)

// describesNoun decides for a figure before a noun whether it says of which size the noun is;
// compared says that a word of comparison stands between them.
func (r *reading) describesNoun(i int, before, tail string, compared bool) bool {
	f := &r.figures[i]
	ofNoun := strings.HasPrefix(tail, "的")
	laterFigure := r.counterFollows(i)
	if f.Class == quantity.Person && f.Unit != "人" && f.Scale == "" {
		if countedByPerson.In(tailItem(tail)) {
			return laterFigure && compared && !strings.HasSuffix(f.lead, "带动")
		}
	}
	switch {
	case compared && attributive(f):
		if f.Class == quantity.Person && !laterFigure && countsPeople(tail) {
			return false
		}
		return true
	case ofNoun:
		return attributive(f) && f.Class != quantity.Person && !strings.HasSuffix(before, "总规模")
	case laterFigure:
		return attributive(f)
	}
	return f.Class == quantity.Money && moneyNoun(tail)
}

// moneyNoun reports a noun that a sum of money describes (10亿元项目, 百万元村).
func moneyNoun(tail string) bool {
	for _, w := range [...]string{"级", "项目", "工程", "企业", "产业", "村", "大县", "园区", "元", "集群", "县", "镇", "主体"} {
		if strings.HasPrefix(tail, w) {
			return true
		}
	}
	return false
}

// subject reports a count that only names what a later figure or 全覆盖 in the item is about:
// 61个断面达标率保持在95%以上, 4个产业链诊断实现全覆盖, 在3个县各建设示范片2个.
func (r *reading) subject(i int) bool {
	f := &r.figures[i]
	if at, w, _ := wholes.Find(r.s[f.End:f.item.End], 0); at > 0 && w != 0 && strings.HasPrefix(r.s[f.phrase.Start:], "对") {
		return true // 对5.7亿元资产全部确权登记
	}
	if f.Class != quantity.Counter && f.Class != quantity.Person {
		return false
	}
	if f.pre > 0 {
		return false
	}
	s := r.s
	rest := s[f.End:f.item.End]
	if at, w, _ := wholes.Find(rest, 0); at > 0 && (w == wholeAll || w == wholeZero) {
		return true
	}
	if strings.HasPrefix(s[f.phrase.Start:], "对") && !buildVerbs.In(lastRunes(f.lead, 2)) {
		return true
	}
	if r.completesLater(f) {
		return true
	}
	if i+1 >= len(r.figures) || r.figures[i+1].Start >= f.item.End {
		return false
	}
	next := &r.figures[i+1]
	if strings.HasPrefix(s[f.phrase.Start:], "在") || strings.HasPrefix(s[f.phrase.Start:], "对") {
		return true
	}
	lead := f.lead
	if _, n := buildVerbs.Suffix(lead); n > 0 || next.Class != quantity.Ratio {
		return false
	}
	return lead == "" || scopes.Has(lead) || rates.In(s[f.End:next.Start])
}

// completesLater reports whether a dated act of completion follows in the phrase (3个子系统11月底前上线): the
// figure then counts what is to be completed.
func (r *reading) completesLater(f *candidate) bool {
	if !strings.HasSuffix(r.s[:f.item.Start], "、") {
		return false
	}
	for k := range r.stamps {
		m := &r.stamps[k]
		if m.Start >= f.End && m.End <= f.phrase.End && m.Limit && !m.baseline {
			at, _, _ := completions.Find(r.s[m.End:f.phrase.End], 0)
			return at >= 0
		}
	}
	return false
}

// activities may follow a measure that is itself what a plan reaches (19公里雨污分流改造).
var activities = zh.Words(`建设 改造 治理 任务 工程 修复 整治 提升 种植 造林 绿化 灌溉 面积 新建 开工 更新 拆除 管网 硬化 清淤 防护 复垦 开发 整理`)

// describes reports a measure that describes the noun after it: 110千伏变电站, 二期5.6平方公里控制性详细规划. A
// measure whose verb stands right before it is the verb's object.
func describes(before, tail string, f *candidate) bool {
	if strings.HasSuffix(f.Unit, "伏") || strings.HasSuffix(f.Unit, "kV") || strings.HasSuffix(f.Unit, "KV") {
		return true
	}
	lead := zh.TrimSpace(before)
	if _, n := scanPre(lead); n > 0 || lead == "" {
		return false
	}
	if _, n := buildVerbs.Suffix(lead); n > 0 {
		return false
	}
	at, _, _ := activities.Find(tail, 0)
	return at < 0 && len(tail) >= len("控制性详细规划") && !continues(tail)
}

// rates are the nouns of ratios: a count before one says of what it is the ratio.
var rates = zh.Words(`率 占比 比例 比重`)

var scopes = zh.Words(`全市 全县 全省 全区 全州 全镇 各 确保 实现`)

// tailItem is the part of a tail up to the next 、.
func tailItem(s string) string {
	if i := strings.Index(s, "、"); i >= 0 {
		return s[:i]
	}
	return s
}

// countsPeople reports whether the noun after 人以上 is people (1000人以上农村实用人才).
func countsPeople(tail string) bool {
	return countedByPerson.In(tailItem(strings.TrimPrefix(tail, "的")))
}

// counterFollows reports whether a counting figure follows in the same item: the one before then describes it.
func (r *reading) counterFollows(i int) bool {
	f := &r.figures[i]
	if i+1 >= len(r.figures) {
		return false
	}
	g := &r.figures[i+1]
	if g.Start >= f.item.End || g.Start > f.End+120 {
		return false
	}
	return g.Class == quantity.Counter || g.Class == quantity.Times || g.Class == quantity.Person || g.Class == quantity.Ratio || g.Class == quantity.Money && f.Class != quantity.Money || g.Class == quantity.Measure && f.Class == quantity.Measure && g.Unit != f.Unit
}

// continues reports whether what follows a figure is a new predicate and no noun it could describe.
func continues(tail string) bool {
	_, n := predicates.Prefix(tail)
	return n > 0
}

var predicates = zh.Words(`并 和 及 用于 支持 以 且 或 同时 纳入 左右 其中 分别 全部 投入 占 为 至 到 建成 完成 开工 下基层 任务 目标 的目标 的任务 的要求`)

// ratioSelector decides for 90%以上的行政村 (a target) against 增长10%以上的企业 (a selector).
func ratioSelector(lead, tail string) bool {
	for _, w := range [...]string{"增长", "占比", "率", "比例", "下降", "比重", "超过", "达到", "低于", "高于", "不足", "增幅", "增速", "持股", "出资", "占"} {
		if strings.HasSuffix(lead, w) {
			return zh.FirstRune(tail) == '的' && tail != "的目标" && !strings.HasPrefix(tail, "的目标") && !strings.HasPrefix(tail, "的要求")
		}
	}
	return false
}

// endsCondition reports whether a tail makes its sentence a condition: …的企业,… after 对.
func endsCondition(tail string) bool { return strings.HasSuffix(tail, "的") }

// attributive are the classes whose units measure an object rather than count it.
func attributive(f *candidate) bool {
	switch f.Class {
	case quantity.Measure, quantity.Money, quantity.Time, quantity.Rank, quantity.Multiple:
		return true
	case quantity.Person:
		return true
	}
	return false
}

// countedByPerson are nouns that 户, 名 and 位 count themselves.
var countedByPerson = zh.Words(`企业 农户 家庭 居民 商户 人才 干部 教师 医生 学生 村医 员 师 者 市场主体 脱贫户 监测 主体 劳动力 工匠 带头人 导师 名 骨干 农民 老年人 残疾人 儿童 妇女 群众 志愿者 就业 毕业生 人员 民宿 用户 职工 青年 选手`)
