package provision

import (
	"strconv"
	"strings"

	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/quantity"
)

// A paramWriter names the parameters (参数) of one provision.
type paramWriter struct {
	s      string
	params map[string]any
	again  map[string]int // how often each name was taken
	capped bool
}

// add puts the k-th figure of a phrase under a name that says what it does.
func (w *paramWriter) add(ph *phrase, k int, kind policy.ProvisionKind) {
	f := &ph.figures[k]
	before, after := w.s[ph.gap(k):f.Start], w.s[f.End:ph.End]
	name := ""
	if kind == policy.ProvisionThreshold {
		name = "value"
		w.text("unit", thresholdUnit(f))
	} else {
		name = w.name(f, before, after)
	}
	w.number(name, f.value)
	if name == "cap" && !w.capped {
		w.capped = true
		w.text("cap_unit", "元")
		w.text("cap_period", capPeriod(before))
	}
}

func thresholdUnit(f *figure) string {
	if f.class == quantity.Time && (strings.HasSuffix(f.unit, "年") || strings.HasSuffix(f.unit, "月") || strings.HasSuffix(f.unit, "季度")) {
		return "个月"
	}
	return f.unit
}

// name says what a figure of a subsidy or rule is.
func (w *paramWriter) name(f *figure, before, after string) string {
	limited := hasCue(before, cueLimit) || strings.HasPrefix(after, "以内") || strings.HasPrefix(after, "封顶") || strings.HasPrefix(after, "为限")
	bound := ""
	switch _, n := comparedAfter.Prefix(after); {
	case strings.HasPrefix(after, "以下") || strings.HasSuffix(before, "低于") && !strings.HasSuffix(before, "不低于") || strings.HasSuffix(before, "不足"):
		bound = "below_"
	case n > 0 && strings.Contains(after[:n], "上"), comparesBefore(before) && strings.Contains(after, "的") && !limited, strings.HasSuffix(before, "不低于"):
		bound = "minimum_"
	}
	switch {
	case f.rank:
		return "rank"
	case f.class == quantity.Ratio && (strings.Contains(after, "承担") || strings.Contains(before, "承担") || strings.Contains(before, "自筹") || strings.Contains(before, "自担")):
		return "share_percent"
	case f.class == quantity.Ratio:
		return bound + "rate_percent"
	case f.class == quantity.Money && limited:
		return "cap"
	case f.class == quantity.Money:
		return bound + "amount"
	case f.class == quantity.Time:
		return w.timeName(f, bound, limited)
	case f.class == quantity.Multiple:
		return bound + "multiple"
	case f.class == quantity.Measure:
		return bound + "measure"
	case f.class == quantity.Times:
		return bound + "times"
	}
	return bound + "count"
}

func comparesBefore(s string) bool {
	_, n := comparedBefore.Suffix(s)
	return n > 0
}

func (w *paramWriter) timeName(f *figure, bound string, limited bool) string {
	name := "months"
	switch {
	case strings.HasSuffix(f.unit, "岁"):
		return bound + "age"
	case f.unit == "分":
		return bound + "score"
	case strings.Contains(f.unit, "工作日"):
		name = "workdays"
	case strings.HasSuffix(f.unit, "日") || strings.HasSuffix(f.unit, "天"):
		name = "days"
	case strings.Contains(f.unit, "小时") || f.unit == "时":
		name = "hours"
	case strings.Contains(f.unit, "分钟"):
		name = "minutes"
	case f.unit == "周" || strings.Contains(f.unit, "星期"):
		name = "weeks"
	case strings.Contains(f.unit, "学期"):
		name = "terms"
	case f.unit == "秒":
		name = "seconds"
	}
	if limited && bound == "" {
		return "max_" + name
	}
	return bound + name
}

// capPeriod says in which period a cap holds.
func capPeriod(before string) string {
	for _, p := range [...]struct{ word, period string }{{"每季", "quarter"}, {"季度", "quarter"}, {"每月", "month"}, {"每半年", "half-year"}, {"每年", "year"}, {"年度", "year"}, {"全年", "year"}} {
		if strings.Contains(before, p.word) {
			return p.period
		}
	}
	return ""
}

// number sets a parameter; a name that is taken gets a suffix.
func (w *paramWriter) number(name string, v quantity.Number) {
	key := name
	if _, taken := w.params[key]; taken {
		if w.again == nil {
			w.again = map[string]int{}
		}
		w.again[name] = max(w.again[name], 1) + 1
		key = name + "_" + strconv.Itoa(w.again[name])
	}
	w.params[key] = v
}

func (w *paramWriter) text(name, v string) {
	if _, taken := w.params[name]; !taken && v != "" {
		w.params[name] = v
	}
}

// describe adds what is said in words: per, when, metric.
func (w *paramWriter) describe(phrases []phrase, kind policy.ProvisionKind) {
	for i := range phrases {
		ph := &phrases[i]
		t := ph.Of(w.s)
		if kind == policy.ProvisionThreshold && len(ph.figures) > 0 {
			w.text("metric", lineMetric(w.s[ph.Start:ph.figures[0].Start]))
		}
		if kind == policy.ProvisionSubsidy && ph.cues&cueEach != 0 {
			w.text("per", amountBase(t))
		}
		if ph.selector && i+1 < len(phrases) {
			w.text("when", t)
		}
	}
	if kind == policy.ProvisionRule {
		w.text("effect", phrases[len(phrases)-1].Of(w.s))
	}
}

// lineMetric is what a threshold measures: the words before its number without those of comparison.
func lineMetric(s string) string {
	for {
		_, n := comparedBefore.Suffix(s)
		if n == 0 {
			break
		}
		s = s[:len(s)-n]
	}
	for _, w := range [...]string{"对照", "今年", "对", "凡", "将", "按照", "按", "把"} {
		s = strings.TrimPrefix(s, w)
	}
	return strings.Trim(s, " \n,的")
}

// amountBase is what an amount is counted per: 每人每月, 每亩, 单户.
func amountBase(s string) string {
	at := strings.Index(s, "每")
	if at < 0 {
		return ""
	}
	end := at
	for end < len(s) && strings.HasPrefix(s[end:], "每") {
		end += len("每")
		for k := 0; k < 3 && end < len(s) && s[end] >= 0x80; k++ {
			if strings.HasPrefix(s[end:], "每") || hasCue(s[end:min(len(s), end+9)], cueGive|cueGrant|cuePay|cueLimit) && k > 0 {
				break
			}
			end += len(passage.First(s[end:]))
		}
	}
	return s[at:end]
}
