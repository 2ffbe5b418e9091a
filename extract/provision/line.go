package provision

import (
	"strings"

	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/zh"
)

// lines finds thresholds, and the rules that sanction or exclude, in the phrases no subsidy took.
func (r *reader) lines() {
	if first, last := r.conditions(); first <= last {
		r.provide(first, last, policy.ProvisionThreshold, policy.Judgement{Confidence: 0.9})
	}
	for i := range r.phrases {
		ph := &r.phrases[i]
		if ph.used || len(ph.figures) == 0 {
			continue
		}
		if ph.cues&cueLine != 0 && r.namedLine(i) {
			r.provide(i, i, policy.ProvisionThreshold, policy.Judgement{Confidence: 0.9})
			continue
		}
		if r.required(i) {
			first := i
			if i > 0 && r.phrases[i-1].selector && r.phrases[i-1].part == ph.part && !r.phrases[i-1].used {
				first = i - 1
			}
			r.provide(first, i, policy.ProvisionThreshold, doubted(policy.Judgement{Confidence: 0.9}, ThresholdByForm, 0.75))
			continue
		}
		if r.forbids(ph) {
			r.provide(i, i, policy.ProvisionRule, policy.Judgement{Confidence: 0.85})
			continue
		}
		r.selected(i)
	}
}

// conditions gives the phrases with figures in a list of what applicants must meet (应当符合下列条件:…), whose items may
// be paragraphs of their own; first is above last where there is none.
func (r *reader) conditions() (first, last int) {
	from := len(r.phrases)
	if r.conditionItem() {
		from = 0
	}
	for i := range r.phrases {
		if ph := &r.phrases[i]; ph.colon && strings.HasSuffix(ph.Of(r.s), "条件") && from > i {
			from = i + 1
		}
	}
	first, last = len(r.phrases), -1
	for i := from; i < len(r.phrases); i++ {
		if ph := &r.phrases[i]; ph.used || ph.grant {
			break
		} else if len(ph.figures) > 0 {
			first, last = min(first, i), i
		}
	}
	return first, last
}

// conditionItem reports whether the sentence is an item of a list whose head ends with 条件:.
func (r *reader) conditionItem() bool {
	const most = 12 // items before it
	if labelLength(r.st.Of(r.s)) == 0 {
		return false
	}
	end := r.st.Start
	for range most {
		before := strings.TrimRight(r.s[max(0, end-900):end], "\n 。;")
		line := before[strings.LastIndexByte(before, '\n')+1:]
		if strings.HasSuffix(line, "条件:") {
			return true
		}
		if labelLength(strings.TrimLeft(line, " ")) == 0 || len(line) == len(before) {
			return false
		}
		end -= len(r.s[max(0, end-900):end]) - len(before) + len(line)
	}
	return false
}

// namedLine reports whether a phrase gives the value of a line by name: 7100元的监测范围指导线, 起付线为1500元.
func (r *reader) namedLine(i int) bool {
	ph := &r.phrases[i]
	for k := range ph.figures {
		f := &ph.figures[k]
		if f.class != quantity.Money {
			continue
		}
		before, after := r.before(ph, k), r.s[f.End:ph.End]
		if strings.HasPrefix(after, "的") && hasCue(after, cueLine) && zh.Count(after) <= 24 || strings.HasPrefix(after, "为") && hasCue(after, cueLine) {
			return true
		}
		if tail := before[max(0, len(before)-45):]; hasCue(strings.ToValidUTF8(tail, ""), cueLine) {
			return true
		}
	}
	return false
}

// required reports whether a phrase says what an applicant must reach: 申请对象应…运营满6个月.
func (r *reader) required(i int) bool {
	ph := &r.phrases[i]
	for k := range ph.figures {
		before := r.s[ph.Start:ph.figures[k].Start]
		at, _, _ := requires.Find(before, 0)
		after := r.s[ph.figures[k].End:ph.End]
		if at < 0 || r.part(ph, k) == partRaised || ph.cues&cueTarget != 0 || ph.figures[k].class == quantity.Time && strings.HasPrefix(after, "内") {
			continue
		}
		_, compared := comparedAfter.Prefix(after)
		if compared == 0 && !comparesBefore(r.before(ph, k)) && !(ph.figures[k].class == quantity.Multiple && lags.In(before)) && r.part(ph, k) != partFloor {
			continue
		}
		if applicants.In(before[:at]) || i > 0 && r.phrases[i-1].part == ph.part && (r.phrases[i-1].selector || ph.figures[k].class == quantity.Multiple) && applicants.In(r.phrases[i-1].Of(r.s)) {
			return true
		}
	}
	return false
}

// forbids reports whether a phrase forbids what its figure selects: 严禁占用25度以上坡耕地.
func (r *reader) forbids(ph *phrase) bool {
	if ph.cues&(cueForbid|cueSanction) == 0 {
		return false
	}
	t := ph.Of(r.s)
	for k := range ph.figures {
		f := &ph.figures[k]
		before, after := r.s[ph.Start:f.Start], r.s[f.End:ph.End]
		if f.class == quantity.Time && (strings.HasPrefix(after, "内不得") || strings.HasPrefix(after, "之内不得") || strings.HasPrefix(after, "内不予") || strings.HasPrefix(after, "内取消")) {
			return true
		}
		if r.part(ph, k) == partSelect && f.class != quantity.Ratio && (strings.Contains(before, "严禁") || strings.Contains(before, "禁止")) && !strings.Contains(after, "覆盖") {
			return true
		}
	}
	return strings.Contains(t, "年内不得") || strings.Contains(t, "年内不予")
}

// selected reads a phrase that selects objects by a figure, with what happens to them: a
// threshold where a list or a benefit opens, a rule where something is refused or sanctioned.
func (r *reader) selected(i int) {
	ph := &r.phrases[i]
	at := -1
	for k := range ph.figures {
		if r.part(ph, k) == partSelect {
			at = k
		}
	}
	if at < 0 {
		return
	}
	f := &ph.figures[at]
	rest := r.s[f.End:ph.End]
	last := i
	if !r.effects(rest) {
		if !ph.selector && !strings.Contains(rest, "的") || i+1 >= len(r.phrases) || r.phrases[i+1].part != ph.part || r.phrases[i+1].used {
			return
		}
		last = i + 1
		if r.phrases[last].selector && last+1 < len(r.phrases) && r.phrases[last+1].part == ph.part {
			last++
		}
	}
	r.effect(i, last, rest)
}

// effects reports whether s, which follows a selecting figure in its phrase, says what happens to what it selects.
func (r *reader) effects(s string) bool {
	at := strings.Index(s, "的")
	return at >= 0 && hasCue(s[at:], cueOpen|cueSanction) && !strings.HasSuffix(s, "的")
}

// effect provides the rule whose objects the phrase first names and whose effect stands in the phrase last.
func (r *reader) effect(first, last int, rest string) {
	ph := &r.phrases[last]
	text := rest
	if last > first {
		text = ph.Of(r.s)
	}
	switch firstEffect(text) {
	case cueSanction:
		if last > first && (r.anyTarget(ph) || targetWords.In(strings.ReplaceAll(rest, "未完成", ""))) {
			return
		}
		r.provide(r.firstSelector(first), last, policy.ProvisionRule, policy.Judgement{Confidence: 0.85})
	case cueOpen:
		if last > first && r.withinTime(ph) {
			last = first // the limit is a rule of its own
		} else if last > first && len(ph.figures) > 0 || targetWords.In(text) {
			return
		}
		j := policy.Judgement{Confidence: 0.9}
		if !strings.Contains(text, "纳入") && !strings.Contains(text, "列入") && !strings.Contains(text, "可") {
			j = doubted(j, ThresholdByForm, 0.65)
		}
		r.provide(r.firstSelector(first), last, policy.ProvisionThreshold, j)
	}
}

// withinTime reports whether the figures of a phrase only say by when: 在发现之日起15日内纳入监测.
func (r *reader) withinTime(ph *phrase) bool {
	for k := range ph.figures {
		if f := &ph.figures[k]; f.class != quantity.Time || !strings.HasPrefix(r.s[f.End:ph.End], "内") {
			return false
		}
	}
	return len(ph.figures) > 0
}

// firstEffect gives what comes first in s: a benefit that opens or a sanction.
func firstEffect(s string) cue {
	for from := 0; ; {
		at, v, _ := cueWords.Find(s, from)
		if at < 0 {
			return 0
		}
		if v&cueSanction != 0 {
			return cueSanction
		}
		if v&cueOpen != 0 {
			if hardSanctions.In(s[at:]) {
				return cueSanction
			}
			return cueOpen
		}
		from = at + len(passage.First(s[at:]))
	}
}

// firstSelector goes back over conditions that stand before the i-th phrase (…达到2000万元,且…的).
func (r *reader) firstSelector(i int) int {
	for i > 0 {
		prev, ph := &r.phrases[i-1], &r.phrases[i]
		if prev.part != ph.part || prev.used || len(prev.figures) == 0 || !prev.selector && !strings.HasPrefix(ph.Of(r.s), "且") && !strings.HasPrefix(ph.Of(r.s), "或") || r.ordinary(prev) {
			break
		}
		i--
	}
	return i
}

// anyTarget reports whether a phrase of effect holds a figure that may be a target.
func (r *reader) anyTarget(ph *phrase) bool {
	for k := range ph.figures {
		if f := &ph.figures[k]; f.class != quantity.Time && r.part(ph, k) != partSelect && !deductions.In(r.s[ph.gap(k):f.Start]) {
			return true
		}
	}
	return false
}

// limits finds limits that run from an event (受理之日起20个工作日内) and periods of public notice.
func (r *reader) limits() {
	for i := range r.phrases {
		ph := &r.phrases[i]
		if ph.used || len(ph.figures) == 0 {
			continue
		}
		if r.limited(i) || r.noticed(ph) || r.scored(ph) || r.bounded(ph) {
			r.provide(i, i, policy.ProvisionRule, policy.Judgement{Confidence: 0.85})
		}
	}
}

// limited reports whether a phrase sets a time in which an act must follow an event.
func (r *reader) limited(i int) bool {
	ph := &r.phrases[i]
	t := ph.Of(r.s)
	if ph.cues&cueSchedule != 0 || strings.Contains(t, "压减") || strings.Contains(t, "压缩") || strings.Contains(t, "缩短") || strings.Contains(t, "平均") || strings.Contains(t, "率") {
		return false
	}
	for k := range ph.figures {
		f := &ph.figures[k]
		if f.class != quantity.Time {
			continue
		}
		before, after := r.s[ph.Start:f.Start], r.s[f.End:ph.End]
		within := strings.HasPrefix(after, "内") || strings.HasPrefix(after, "之内") || strings.HasPrefix(after, "以内") || strings.HasPrefix(after, "前")
		switch {
		case strings.Contains(before, "起") && strings.Contains(before, "日起"), strings.Contains(before, "时起"):
			return true
		case !within:
			if strings.Contains(t, "从发现到") {
				return true
			}
		case ph.cues&cueEvent != 0 && hasCue(before, cueEvent):
			return len(ph.figures) == 1 || ph.cues&cueTarget == 0
		case f.unit != "年" && hasCue(after, cueSettle) && (strings.Contains(f.unit, "工作日") || strings.Contains(f.unit, "小时") || f.unit == "日" || f.unit == "天" || f.unit == "分钟"):
			return len(ph.figures) == 1
		}
	}
	return false
}

// noticed reports whether a phrase sets how long something is shown to the public.
func (r *reader) noticed(ph *phrase) bool {
	if ph.cues&cueNotice == 0 {
		return false
	}
	for _, f := range ph.figures {
		if f.class == quantity.Time && (strings.Contains(f.unit, "日") || strings.Contains(f.unit, "天")) {
			return true
		}
	}
	return false
}

// scored reports whether a phrase takes money or points away: 扣缴保证金5万元, 每起扣2分, 缴纳50%的违约金.
func (r *reader) scored(ph *phrase) bool {
	if ph.cues&cueScore == 0 {
		return false
	}
	for k, f := range ph.figures {
		before := r.s[ph.gap(k):f.Start]
		if f.class == quantity.Money && r.fine(before) && !strings.Contains(before, "返还") {
			return true
		}
		if f.class == quantity.Ratio && (penalties.In(r.s[f.End:ph.End]) || deductions.In(before)) {
			return true
		}
		if f.unit == "分" && (strings.HasSuffix(before, "扣") || strings.HasSuffix(before, "扣减") || strings.HasSuffix(before, "倒扣") || strings.HasSuffix(before, "加")) {
			return true
		}
	}
	return false
}

// bounded reports whether a phrase bounds how long something may be used: 使用期限不超过15个工作日.
func (r *reader) bounded(ph *phrase) bool {
	at := strings.Index(ph.Of(r.s), "期限")
	if at < 0 || ph.cues&cueTarget != 0 {
		return false
	}
	for k, f := range ph.figures {
		if f.class == quantity.Time && f.Start > ph.Start+at && (strings.HasSuffix(r.before(ph, k), "不超过") || strings.HasSuffix(r.before(ph, k), "最长") || strings.HasSuffix(r.before(ph, k), "不得超过")) {
			return true
		}
	}
	return false
}

// exceptions finds rules without numbers: 对…暂不标注, 不得以…为由.
func (r *reader) exceptions() {
	for i := range r.phrases {
		ph := &r.phrases[i]
		if ph.used || ph.cues&cueExempt == 0 || len(ph.figures) > 0 {
			continue
		}
		t := ph.Of(r.s)
		first := i
		switch at := strings.Index(t, "不得以"); {
		case at >= 0 && (strings.Contains(t[at:], "为由") || strings.HasSuffix(t, "条件") || strings.Contains(t[at:], "为前提")):
		case strings.Contains(t, "暂不"):
			if !ph.selector {
				if i == 0 || !r.phrases[i-1].selector || r.phrases[i-1].used {
					continue
				}
				first = i - 1
			}
		default:
			continue
		}
		r.provide(first, i, policy.ProvisionRule, policy.Judgement{Confidence: 0.8})
	}
}
