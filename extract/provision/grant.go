package provision

import (
	"strings"

	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/zh"
)

// A figurePart is what a figure does in its phrase (参数作用).
type figurePart uint8

const (
	partAmount figurePart = iota
	partSelect            // it selects objects: 30亩以上
	partRaised            // it is a target: 提高到89元
	partFloor             // 不低于500元
)

// grants finds the phrases that give a benefit and those that select objects.
func (r *reader) grants() {
	for i := range r.phrases {
		ph := &r.phrases[i]
		ph.selector = r.selects(ph)
	}
	for i := range r.phrases {
		r.phrases[i].grant = r.gives(i)
	}
}

// selects reports whether a phrase names objects by a property: 对…, …的, 30亩以上的农户.
func (r *reader) selects(ph *phrase) bool {
	t := ph.Of(r.s)
	if strings.HasSuffix(t, "的") || strings.HasSuffix(t, "的部分") {
		return true
	}
	if strings.HasPrefix(t, "对") && !strings.HasPrefix(t, "对照") && !strings.HasPrefix(t, "对标") && !strings.HasPrefix(t, "对接") || strings.HasPrefix(t, "凡") || strings.HasPrefix(t, "针对") {
		return true
	}
	if len(ph.figures) == 0 {
		return false
	}
	f := ph.figures[len(ph.figures)-1]
	if r.part(ph, len(ph.figures)-1) != partSelect && !f.rank {
		return false
	}
	rest := r.s[f.End:ph.End]
	at := strings.Index(rest, "的")
	return at >= 0 && zh.Count(rest[at:]) <= 16 && !strings.Contains(rest[at:], "占") && !strings.HasSuffix(rest, "比例")
}

// before gives the text of a phrase before its k-th figure, without what the amount is counted per.
func (r *reader) before(ph *phrase, k int) string {
	return trimPer(r.s[ph.gap(k):ph.figures[k].Start])
}

// gap is where the words before the k-th figure begin: the end of the figure before it. Both ends of a range stand in one place.
func (ph *phrase) gap(k int) int {
	for j := k - 1; j >= 0; j-- {
		if ph.figures[j].End <= ph.figures[k].Start {
			return ph.figures[j].End
		}
	}
	return ph.Start
}

// trimPer drops 每人每月, 单户 and 平均 from the end of what stands before a figure.
func trimPer(s string) string {
	for {
		t := strings.TrimRight(s, " :")
		for _, w := range [...]string{"平均", "人均", "户均", "约", "为", "人民币", "单个", "单户"} {
			t = strings.TrimSuffix(t, w)
		}
		if at := strings.LastIndex(t, "每"); at >= 0 && len(t)-at <= 24 && !hasCue(t[at:], cueGrant|cueGive|cueLimit|cuePay) && !strings.ContainsAny(t[at:], "、0123456789") {
			t = t[:at]
		}
		if t == s {
			return s
		}
		s = t
	}
}

func hasCue(s string, want cue) bool {
	for from := 0; ; {
		at, v, _ := cueWords.Find(s, from)
		if at < 0 {
			return false
		}
		if v&want != 0 {
			return true
		}
		from = at + len(passage.First(s[at:]))
	}
}

// part says what the k-th figure of a phrase does.
func (r *reader) part(ph *phrase, k int) figurePart {
	f := &ph.figures[k]
	if f.rank {
		return partSelect
	}
	before, after := r.before(ph, k), r.s[f.End:ph.End]
	if r.describes(ph, k) {
		return partSelect
	}
	if strings.HasSuffix(before, "不超过") || strings.HasSuffix(before, "不高于") || strings.HasSuffix(before, "最高") {
		return partAmount
	}
	if strings.HasSuffix(before, "不低于") || strings.HasSuffix(before, "不少于") {
		if strings.HasPrefix(ph.Of(r.s), "对") && strings.HasPrefix(after, "的") && !strings.HasPrefix(after, "的标准") && !strings.HasPrefix(after, "的比例") {
			return partSelect // 对产值年均增速不低于10%的企业
		}
		return partFloor
	}
	if _, n := comparedAfter.Prefix(after); n > 0 {
		word := after[:n]
		switch {
		case word == "的" && f.class == quantity.Ratio || word == "的" && r.paid(before), word == "且", word == "并", word == "或", word == "及", word == "至":
		case word == "以内" || word == "之内" || word == "内" || word == "的":
			if f.class != quantity.Money {
				return partSelect
			}
		case strings.HasPrefix(word, "(含") || strings.HasPrefix(word, "(不"):
			return partSelect
		default:
			return partSelect
		}
	}
	if gap := r.s[ph.gap(k):f.Start]; k > 0 && f.class == quantity.Money && (gap == "、" || gap == "和") {
		return r.part(ph, k-1)
	}
	if (f.unit == "个百分点" || f.unit == "倍") && (strings.HasPrefix(after, "的") || strings.HasPrefix(after, "且") || strings.HasPrefix(after, "以下")) && lags.In(before) {
		return partSelect // 低于序时进度10个百分点的县区
	}
	if _, n := comparedBefore.Suffix(before); n > 0 {
		if rest := after; strings.Contains(rest, "的") || f.class == quantity.Time {
			return partSelect
		}
	}
	if _, n := raises.Suffix(before); n > 0 {
		return partRaised
	}
	return partAmount
}

// describes reports a bound that is a property of the things named after it, alone or with those before it:
// 客房不超过14间、楼层不超过4层的农家民宿, 建设期不超过18个月且总投资1亿元以上的项目.
func (r *reader) describes(ph *phrase, k int) bool {
	if f := &ph.figures[k]; f.class == quantity.Money || f.class == quantity.Ratio {
		return false
	}
	after := r.s[ph.figures[k].End:ph.End]
	if strings.HasPrefix(after, "的") {
		return true
	}
	if k+1 == len(ph.figures) {
		return false
	}
	return strings.HasPrefix(after, "、") && r.describes(ph, k+1) || strings.HasPrefix(after, "且") && r.part(ph, k+1) == partSelect
}

// paid reports whether a word of payment stands at the end of s.
func (r *reader) paid(s string) bool {
	_, n := payments.Suffix(s)
	return n > 0
}

// gives reports whether the i-th phrase gives a benefit.
func (r *reader) gives(i int) bool {
	ph := &r.phrases[i]
	if len(ph.figures) == 0 {
		return ph.cues&cueHalf != 0 && r.halves(i) || ph.cues&cueGive != 0 && ph.cues&cueGrant != 0 && i+1 < len(r.phrases) && r.phrases[i+1].part == ph.part && r.tail(i+1)
	}
	if r.raisesShare(i) {
		return true
	}
	for k := range ph.figures {
		f := &ph.figures[k]
		switch f.class {
		case quantity.Money:
			if r.givesMoney(i, k) {
				return true
			}
		case quantity.Ratio:
			if r.givesShare(i, k) {
				return true
			}
		case quantity.Measure, quantity.Counter, quantity.Time, quantity.Multiple:
			if f.class == quantity.Multiple && r.standardOf(ph, k) {
				return true
			}
			if f.class == quantity.Multiple && ph.cues&cueGrant != 0 && ph.cues&(cueBy|cueGive|cueEach) != 0 && r.part(ph, k) == partAmount {
				return true // 按低保月标准的1—3倍给予临时救助
			}
			if ph.cues&cueWaive != 0 && r.givesThing(i, k) {
				return true
			}
		}
	}
	return false
}

// raisesShare reports whether the i-th phrase raises a benefit for the objects it names, or the benefit before it:
// 脱贫村建设的,比例可提高至40%.
func (r *reader) raisesShare(i int) bool {
	ph := &r.phrases[i]
	t := ph.Of(r.s)
	if !raisedShare.In(t) || strings.Contains(t, "占") || strings.HasSuffix(t, "以上") {
		return false
	}
	if r.hasObject(i) {
		return true
	}
	for j := range i {
		if r.phrases[j].grant {
			return ph.cues&cueGrant != 0 || strings.Contains(t, "可") || strings.Contains(t, "上浮") || strings.Contains(t, "再增加")
		}
	}
	return false
}

// halves reports whether a phrase without figures halves a fee for objects that it or the phrase before names.
func (r *reader) halves(i int) bool {
	t := r.phrases[i].Of(r.s)
	return r.hasObject(i) && (strings.Contains(t, "减半征") || strings.Contains(t, "减半收") || strings.Contains(t, "减半缴") || strings.Contains(t, "减半补"))
}

// hasObject reports whether the i-th phrase or the ones before it in its part name an object.
func (r *reader) hasObject(i int) bool {
	for j := i; j >= 0 && j >= i-3 && r.phrases[j].part == r.phrases[i].part; j-- {
		if r.phrases[j].selector {
			return true
		}
		if j < i && len(r.phrases[j].figures) > 0 {
			break
		}
	}
	ph := &r.phrases[i]
	for k := 0; k+1 < len(ph.figures); k++ {
		if r.part(ph, k) == partSelect && strings.Contains(r.s[ph.figures[k].End:ph.End], "的") {
			return true
		}
	}
	t := ph.Of(r.s)
	at := strings.Index(t, "的")
	return at > 0 && at < len(t)/2 && strings.Contains(t, "对")
}

// subsidy takes the provision around the i-th phrase, which gives a benefit.
func (r *reader) subsidy(i int) {
	first, object := r.objects(i)
	last := i
	tiers := false
	for j := i + 1; j < len(r.phrases); j++ {
		ph := &r.phrases[j]
		if ph.part != r.phrases[last].part {
			if !r.continued(j, first) {
				break
			}
			tiers = true
		}
		if r.another(j) {
			break
		}
		if ph.grant || r.tail(j) {
			last = j
			continue
		}
		if !r.bridges(j) {
			break
		}
	}
	j := policy.Judgement{Confidence: 0.93}
	if !object && !r.phrases[i].selector && r.phrases[i].cues&cueEach == 0 {
		j = doubted(j, NoObject, 0.75)
	}
	if tiers {
		j = doubted(j, TiersJoined, 0.8)
	}
	r.provide(first, last, policy.ProvisionSubsidy, j)
}

// another reports whether the j-th phrase names the objects of another benefit: ,对获评示范村的,给予5万元.
func (r *reader) another(j int) bool {
	ph := &r.phrases[j]
	t := ph.Of(r.s)
	return strings.HasPrefix(t, "对") && strings.HasSuffix(t, "的") && j+1 < len(r.phrases) && r.phrases[j+1].part == ph.part && r.phrases[j+1].grant
}

// objects goes back from the i-th phrase to where its objects are named.
func (r *reader) objects(i int) (first int, found bool) {
	first = i
	for j := i - 1; j >= 0 && r.phrases[j].part == r.phrases[i].part && !r.phrases[j].used; j-- {
		ph := &r.phrases[j]
		t := ph.Of(r.s)
		_, link := links.Prefix(r.phrases[j+1].Of(r.s))
		switch {
		case ph.selector && (!strings.HasPrefix(t, "对") || !r.ordinary(ph)):
			first, found = j, true
			if _, n := heads.Prefix(t); n > 0 && (t[:n] == "对" || t[:n] == "凡" || t[:n] == "凡是" || t[:n] == "对于" || t[:n] == "针对") {
				return first, true
			}
		case len(ph.figures) > 0 && found && r.phrases[j+1].selector && link > 0 && !r.ordinary(ph):
			first = j
		case !found && ph.cues&cueEach != 0 && ph.cues&cueStandard != 0 && ph.cues&cueTarget == 0 && len(ph.figures) == 1 && ph.figures[0].class == quantity.Money && r.part(ph, 0) == partAmount:
			first = j
		case !found && ph.cues&cueLine != 0 && strings.Contains(t, "起付"):
			first = j
		case ph.cues&cueEach != 0 && ph.cues&cueTarget == 0 && (ph.cues&cueLimit != 0 || strings.Contains(t, "限")):
			first = j
		case !found && len(ph.figures) == 1 && ph.figures[0].class == quantity.Time && strings.Contains(t, "之日起"):
			first = j // 自投产之日起两年内
		case len(ph.figures) == 0 && !found && i-j <= 2:
		case len(ph.figures) == 0 && found && i-j <= 4 && r.opens(j, i):
		default:
			return first, found
		}
	}
	return first, found
}

// opens reports whether a phrase from j back begins with 对 in the same part, only phrases without ordinary figures between.
func (r *reader) opens(j, i int) bool {
	for ; j >= 0 && r.phrases[j].part == r.phrases[i].part; j-- {
		t := r.phrases[j].Of(r.s)
		if strings.HasPrefix(t, "对") && r.phrases[j].selector || strings.HasPrefix(t, "凡") {
			return true
		}
		if len(r.phrases[j].figures) > 0 {
			return false
		}
	}
	return false
}

// ordinary reports whether a phrase's figures are those of a target, not of a selector.
func (r *reader) ordinary(ph *phrase) bool {
	for k := range ph.figures {
		if p := r.part(ph, k); p == partRaised || p == partFloor && !strings.HasSuffix(ph.Of(r.s), "的") {
			return !strings.HasPrefix(ph.Of(r.s), "且") && ph.cues&cueTarget != 0
		}
		if r.part(ph, k) == partAmount && ph.cues&cueTarget != 0 && !strings.HasSuffix(ph.Of(r.s), "的") {
			return true
		}
	}
	return false
}

// continued reports whether the part that begins with the j-th phrase goes on with the rule before the semicolon.
func (r *reader) continued(j, first int) bool {
	ph := &r.phrases[j]
	if _, n := continuations.Prefix(ph.Of(r.s)); n > 0 {
		return ph.grant || r.tail(j) || ph.selector && j+1 < len(r.phrases) && r.phrases[j+1].grant
	}
	if r.raisesShare(j) || ph.selector && j+1 < len(r.phrases) && r.phrases[j+1].part == ph.part && r.raisesShare(j+1) {
		return true
	}
	listed := first > 0 && r.phrases[first-1].colon || r.phrases[first].colon
	return listed && !ph.selector && (ph.grant || j+1 < len(r.phrases) && r.phrases[j+1].grant)
}

// tail reports whether the j-th phrase bounds or completes the benefit before it: 最高不超过20万元, 分3年兑付, 农户自担20%.
func (r *reader) tail(j int) bool {
	ph := &r.phrases[j]
	if len(ph.figures) == 0 {
		return false
	}
	t := ph.Of(r.s)
	_, n := tails.Prefix(t)
	f := &ph.figures[len(ph.figures)-1]
	switch {
	case ph.cues&cueRise != 0 && ph.figures[0].class == quantity.Time && strings.HasPrefix(t, "分"):
		return true // 分三年按5:3:2比例拨付
	case ph.cues&cueLimit != 0 && ph.cues&cueEach != 0 && ph.cues&cueTarget == 0 && f.class != quantity.Ratio:
		return true
	case f.class == quantity.Person || f.class == quantity.Times && ph.cues&cueLimit == 0:
		return false
	case ph.cues&cueLimit != 0 && (f.class == quantity.Money || f.class == quantity.Time):
		return n > 0 || ph.cues&(cueEach|cueGrant) != 0 || strings.Contains(t, "的可") || strings.Contains(t, "最高") && f.End == ph.End
	case ph.cues&cueLimit != 0 && f.class == quantity.Measure:
		return ph.cues&cueTarget == 0 && strings.Contains(t, "面积")
	case ph.cues&cueLimit != 0 && f.class == quantity.Ratio:
		return (n > 0 || ph.cues&cueGrant != 0) && !strings.HasSuffix(r.before(ph, len(ph.figures)-1), "率") && !strings.Contains(t, "率不超过")
	case f.class == quantity.Ratio && (strings.Contains(t, "支付比例") || strings.Contains(t, "补助比例") || strings.Contains(t, "补贴比例") || strings.Contains(t, "报销比例")):
		return ph.cues&cueTarget == 0
	case f.class == quantity.Ratio && j > 0 && r.phrases[j-1].grant && ph.cues&cueTarget == 0 && strings.HasSuffix(r.s[ph.Start:f.Start], "为") && f.End == ph.End:
		return !strings.Contains(t, "率") && !strings.Contains(t, "占") // 多子女家庭为80%
	case ph.cues&cueShare != 0 && (f.class == quantity.Ratio || f.class == quantity.Money):
		return n > 0 && ph.cues&cueTarget == 0
	case ph.cues&cueRise != 0 && (f.class == quantity.Ratio || f.class == quantity.Time || f.class == quantity.Multiple || f.class == quantity.Money && ph.cues&cueOnce != 0):
		return strings.Contains(t, "上浮") || strings.Contains(t, "下浮") || strings.Contains(t, "递") || strings.HasPrefix(t, "分") || ph.selector || strings.Contains(t, "的再") || strings.Contains(t, "的按") || strings.Contains(t, "的,") || n > 0 && f.class == quantity.Time
	case f.class == quantity.Time && n > 0 && ph.cues&(cueGrant|cuePay|cueLimit) != 0:
		return true
	}
	return false
}

// bridges reports whether the j-th phrase may stand between two phrases of one rule: it holds no
// ordinary figure and a phrase that gives or bounds follows soon.
func (r *reader) bridges(j int) bool {
	for k := j; k < len(r.phrases) && k <= j+2; k++ {
		ph := &r.phrases[k]
		if ph.part != r.phrases[j].part {
			return false
		}
		if k > j && (ph.grant || r.tail(k)) {
			return true
		}
		if len(ph.figures) > 0 && (!ph.selector || r.ordinary(ph)) {
			return false
		}
	}
	return false
}
