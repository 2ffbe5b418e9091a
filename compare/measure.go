package compare

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// How alike two measures must be to be taken for one.
const (
	measuresBeside   = 0.45 // in clauses that are one, of versions of one document
	measuresAnywhere = 0.53 // in any two clauses
	otherObjects     = 0.6  // what is left of a likeness where the metrics select other objects (10万元以上的村, 100万元以上的村)
	byDeed           = 0.1  // how much the verb tells (新建, 改建)
)

// targets compares figures. Two are of one measure (同一指标) by the words of the
// metric and of the sentence before it, when units, objects counted per, and
// baselines allow. In parallel documents another number or date is a conflict.
func targets(a, b *side, parallel bool) []Fact[policy.Target] {
	old, new := measures(a), measures(b)
	weighMeasures(a, b, old, new)
	least := measuresBeside
	if parallel {
		least = measuresAnywhere
	}
	near := beside(old, new, oneMeasure, least)
	couples := marry(old, new, slices.DeleteFunc(slices.Clone(near), func(c couple) bool { return c.score < 1 }))
	couples = append(couples, marry(old, new, append(near, anywhere(old, new, oneMeasure, measuresAnywhere)...))...)
	facts := report(a, b, old, new, couples, differingTargets)
	for i := range facts {
		f := &facts[i]
		f.Conflict = parallel && f.Kind == Changed && contradict(f)
	}
	return facts
}

// weighMeasures counts in how many sentences of both sides each gram stands.
func weighMeasures(a, b *side, old, new []placed[policy.Target]) {
	w := &weights{in: map[gram]int32{}}
	for _, s := range [...]*side{a, b} {
		for i := range s.units {
			for _, sentence := range strings.FieldsFunc(s.units[i].Text, endsSentence) {
				w.add(wordsOf(sentence))
			}
		}
	}
	for _, side := range [...][]placed[policy.Target]{old, new} {
		for i := range side {
			w.apply(side[i].words)
			w.apply(side[i].more)
			w.apply(side[i].exact)
		}
	}
}

// contradict reports whether both documents can not be met as they are printed:
// another number, or another date where both give one.
func contradict(f *Fact[policy.Target]) bool {
	return slices.Contains(f.Fields, "value") || slices.Contains(f.Fields, "value_hi") ||
		slices.Contains(f.Fields, "due") && f.Old.Due != nil && f.New.Due != nil
}

// measures are the targets of one side with their words.
func measures(s *side) []placed[policy.Target] {
	var all []policy.Target
	for i := range s.Policy.Tasks {
		all = append(all, s.Policy.Tasks[i].Targets...)
	}
	plain := s.plain()
	out := gather(s, all, func(t *policy.Target) source.Span { return t.Span }, func(t *policy.Target) bag {
		return wordsOf(thing(plain.Replace(t.Metric)))
	})
	for i := range out {
		p := &out[i]
		p.exact, p.picks = wordsOf(p.fact.Metric), selectors(p.fact.Metric)
		at := s.at(p.span.Start)
		if at < 0 {
			p.more = p.words
			continue
		}
		u := &s.units[at]
		start, _ := u.sentence(p.span)
		end := max(start, u.textAt(p.span.End))
		p.more = wordsOf(plain.Replace(u.Text[:min(u.Heading, start)] + "。" + tail(u.Text[start:end], maxBefore)))
	}
	return out
}

// maxBefore is how many bytes of the sentence before a figure's end tell what it measures.
const maxBefore = 400

func tail(s string, n int) string {
	if len(s) > n {
		s = s[len(s)-n:]
		for s != "" && !utf8.RuneStart(s[0]) {
			s = s[1:]
		}
	}
	return s
}

// plain takes out of a metric what says when and for whom, not what is measured.
func (s *side) plain() *strings.Replacer {
	words := []string{"年底前", "", "年底", "", "年内", "", "全年", "", "全市", "", "全县", "", "全省", "", "全区", "", "我市", "", "我县", "", "我省", "", "我区", ""}
	if r := s.Policy.Meta.Region; r != nil && *r != "" {
		words = append([]string{*r, ""}, words...)
	}
	return strings.NewReplacer(words...)
}

// deeds are the verbs and the empty nouns that stand around what a metric is of:
// 新开工…小区, 完成…改造任务. Two documents seldom choose the same ones.
var (
	deeds = zh.Words(`新建成 新建 改建 扩建 改扩建 新改扩建 新改建 新开工 开工 开工建设 建设 建成 建立 建好 完成 实施 推进 推动 加快 新增 增加 打造 培育 新培育 启动 新启动
		再启动 实现 达到 确保 保持 力争 争取 开展 组织 举办 至少 要 新认定 认定 创建 引进 落实 做好 抓好 添置 更新 续建 整治 继续 计划 全面 不少于 不低于 累计 共`)
	empties = zh.Words(`任务 建设任务 建设 工程 项目 数量 总数 总量 个数 数`)
)

// thing is a metric without the verbs before and the empty nouns behind what it is of.
func thing(metric string) string {
	s := strings.TrimSpace(metric)
	for {
		_, n := deeds.Prefix(s)
		if n == 0 || n == len(s) {
			break
		}
		s = s[n:]
	}
	for {
		_, n := empties.Suffix(s)
		if n == 0 || n == len(s) {
			return s
		}
		s = s[:len(s)-n]
	}
}

// oneMeasure says how sure it is that two figures are of one measure.
func oneMeasure(x, y *placed[policy.Target]) float64 {
	t, o := x.fact, y.fact
	unit := oneUnitOfMeasure(t, o)
	if unit == 0 || folded(t.Per) != folded(o.Per) || (t.Kind == policy.TargetMilestone) != (o.Kind == policy.TargetMilestone) {
		return 0
	}
	beside := x.group != nil && x.group == y.group
	if beside && folded(t.Quote) == folded(o.Quote) {
		return 1
	}
	there, back := within(x.words.singles(), y.more), within(y.words.singles(), x.more)
	s := 0.4*dice(x.words, y.words) + 0.35*min(there, back) + 0.25*max(there, back)
	s = (1-byDeed)*s + byDeed*dice(x.exact, y.exact)
	if !slices.Equal(x.picks, y.picks) {
		s *= otherObjects
	}
	if len(x.words) == 0 || len(y.words) == 0 { // the last of 分别增长5.5%、7%: only the sentence says of what
		s = dice(x.more, y.more)
	}
	if beside {
		s = 0.85*s + 0.15
	}
	if folded(t.Baseline) != folded(o.Baseline) {
		s *= 0.8
	}
	return s * unit
}

// selectors are the figures inside a metric, dates left out: they select objects.
func selectors(metric string) []string {
	var out []string
	for _, t := range tokens(metric) {
		if digitAt(t.key) && !isDate(t.key, metric[t.end:]) {
			out = append(out, t.key)
		}
	}
	return out
}

// isDate reports whether a figure is the number of a year, a month or a day: 2024年, 10月底前.
func isDate(figure, rest string) bool {
	return len(figure) == 4 && strings.HasPrefix(rest, "年") || len(figure) <= 2 && (strings.HasPrefix(rest, "月") || strings.HasPrefix(rest, "日"))
}

// oneUnitOfMeasure says how well two units go together: 1 for the same, less for
// words that count the same things (1万个 and 1.4万座), 0 where the figures can not be compared.
func oneUnitOfMeasure(t, o *policy.Target) float64 {
	u, v := base(t.Unit), base(o.Unit)
	if u == v {
		return 1
	}
	counts := func(unit string) bool {
		class, n := quantity.ScanUnit(unit)
		return n > 0 && (class == quantity.Counter || unit == "户")
	}
	if counts(u) && counts(v) {
		return 0.95
	}
	return 0
}

// base is a unit without its scale.
func base(unit *string) string {
	if unit == nil {
		return ""
	}
	_, rest := scaled(folded(*unit))
	return rest
}

// scaled divides a unit into its scale as a factor and the rest.
func scaled(unit string) (factor int64, rest string) {
	factor = 1
	for {
		switch r, n := utf8.DecodeRuneInString(unit); r {
		case '万':
			factor, unit = factor*10_000, unit[n:]
		case '亿':
			factor, unit = factor*100_000_000, unit[n:]
		default:
			return factor, unit
		}
		if factor > 1_000_000_000_000 {
			return factor, unit
		}
	}
}

// equalValues compares two numbers in their units.
func equalValues(x, y *quantity.Number, u, v *string) bool {
	if x == nil || y == nil {
		return x == y
	}
	f, g := int64(1), int64(1)
	if u != nil {
		f, _ = scaled(folded(*u))
	}
	if v != nil {
		g, _ = scaled(folded(*v))
	}
	if f == g {
		return *x == *y
	}
	n, ok := x.Times(f)
	m, fine := y.Times(g)
	return ok && fine && n == m
}

// differingTargets names the fields in which two figures of one measure differ.
func differingTargets(x, y *policy.Target) []string {
	var fields []string
	if x.Op != y.Op {
		fields = append(fields, "op")
	}
	if !equalValues(&x.Value, &y.Value, x.Unit, y.Unit) {
		fields = append(fields, "value")
	}
	if !equalValues(x.ValueHi, y.ValueHi, x.Unit, y.Unit) {
		fields = append(fields, "value_hi")
	}
	if base(x.Unit) != base(y.Unit) {
		fields = append(fields, "unit")
	}
	fields = differing(fields, "due", x.Due, y.Due)
	if x.Soft != y.Soft {
		fields = append(fields, "soft")
	}
	if folded(x.Baseline) != folded(y.Baseline) {
		fields = append(fields, "baseline")
	}
	return fields
}
