package provision

import (
	"strings"

	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/zh"
)

// givesMoney reports whether the k-th figure of the i-th phrase, a sum, is paid by a rule.
func (r *reader) givesMoney(i, k int) bool {
	ph := &r.phrases[i]
	f := &ph.figures[k]
	role := r.part(ph, k)
	if ph.cues&cueLimit != 0 && lends(r.before(ph, k)) {
		return true // 创业担保贷款额度最高30万元
	}
	each := ph.cues&cueEach != 0
	if strings.Contains(r.before(ph, k), "扣减") && strings.HasPrefix(r.s[f.End:ph.End], "税") && each {
		return true // 每人每年最高扣减9000元税费
	}
	standard := each && ph.cues&cueGrant != 0 && ph.cues&cueStandard != 0
	if role == partSelect || role == partRaised || role == partFloor && ph.cues&(cueGive|cueBy) == 0 && !hasCue(r.s[f.End:ph.End], cueGrant) && !standard {
		return false
	}
	before, after := r.before(ph, k), r.s[f.End:ph.End]
	near := each || ph.cues&(cueOnce|cueLimit) != 0 || i > 0 && r.phrases[i-1].grant && r.phrases[i-1].part == ph.part || small(f) && r.monthly(before)
	total := !each && r.total(before, f)
	switch {
	case r.fine(before):
		return false
	case ph.cues&cueGive != 0 && (ph.cues&cueGrant != 0 || r.paid(before) || near):
		return !total || ph.cues&cueGrant != 0 && strings.Contains(before, "给予")
	case ph.cues&cueTake != 0 && ph.cues&(cueGrant|cueLimit) != 0 && (near || r.hasObject(i) || strings.HasSuffix(r.s[ph.gap(k):f.Start], "每月") || strings.HasSuffix(r.s[ph.gap(k):f.Start], "每年")):
		return !total
	case ph.cues&cueBy != 0 && (ph.cues&cueGrant != 0 || each && ph.cues&(cueStandard|cuePay) != 0 && strings.Contains(after, "标准")):
		return !total
	case each && ph.cues&cueGrant != 0:
		return !total || r.paid(before)
	case each && r.hasObject(i) && strings.Contains(r.s[ph.gap(k):f.Start], "增发"):
		return true // 对重度残疾人,每人每月增发保障金120元
	case each && ph.cues&cuePay != 0 && (r.hasObject(i) || strings.Contains(before, "发放") || strings.HasSuffix(before, "补") || strings.HasSuffix(before, "奖")):
		return true
	case small(f) && ph.cues&cuePay != 0 && r.hasObject(i) && daily(r.s[ph.gap(k):f.Start]):
		return true
	case each && small(f) && i > 0 && r.phrases[i-1].part == ph.part && r.paid(r.phrases[i-1].Of(r.s)):
		return true // 发放补助,每人每学期1500元
	case each && r.standardHead(i), small(f) && ph.cues&cueStandard != 0 && strings.Contains(r.s[ph.Start:f.Start], "为每人"):
		return true // 养育标准分别为每人每月1900元、1400元
	case i > 0 && r.phrases[i-1].grant && r.phrases[i-1].part == ph.part && small(f) && r.paid(before):
		return true
	case total:
		return false
	case ph.cues&cueGrant != 0 && r.paid(strings.TrimSuffix(trimLimits(before), "最高")) && (near || r.hasObject(i)):
		return true
	case ph.cues&cueGrant != 0 && ph.cues&cueOnce != 0 && (r.hasObject(i) || r.paid(before)):
		return true
	case ph.cues&cueGrant != 0 && r.hasObject(i):
		return paysTo(before)
	case ph.cues&cueGrant != 0:
		return bareReward(before, f)
	}
	return false
}

// lends reports whether s ends with how much may be lent at most.
func lends(s string) bool {
	head := strings.TrimSuffix(trimPer(strings.TrimSuffix(trimLimits(s), "额度")), "额度")
	return len(head) < len(s) && (strings.HasSuffix(head, "贷款") || strings.HasSuffix(head, "授信") || strings.HasSuffix(head, "信贷"))
}

// standardOf reports whether the k-th figure makes the standard of a benefit a part or multiple of another standard:
// 岗位补贴标准不低于最低工资标准的三分之一, 照料护理标准分别按…的10%、20%.
func (r *reader) standardOf(ph *phrase, k int) bool {
	if k > 0 && r.s[ph.gap(k):ph.figures[k].Start] == "、" {
		return r.standardOf(ph, k-1)
	}
	before := r.s[ph.Start:ph.figures[k].Start]
	head, found := strings.CutSuffix(before, "标准的")
	at := strings.Index(head, "标准")
	return found && at > 0 && !strings.Contains(before, "提高") && (strings.Contains(head[at:], "按") || strings.Contains(head[at:], "不低于") || strings.Contains(head[at:], "为"))
}

// small reports whether a sum is one person's or household's rather than a budget's.
func small(f *figure) bool { return f.value.Scale > 0 || f.value.Coefficient < 10000 }

// monthly reports whether s, which stands before a sum, pays by the month or year: 每月发放育儿补贴.
func (r *reader) monthly(s string) bool {
	return strings.Contains(s, "每月") || strings.Contains(s, "每年") || strings.Contains(s, "按月")
}

// daily reports whether s ends with a payment by time: 每天支付, 每月发放.
func daily(s string) bool {
	for _, w := range [...]string{"支付", "发放", "补", "给予", "报销"} {
		if head, found := strings.CutSuffix(s, w); found {
			return strings.HasSuffix(head, "每天") || strings.HasSuffix(head, "每日") || strings.HasSuffix(head, "每月") || strings.HasSuffix(head, "每年")
		}
	}
	return false
}

// bareReward reports whether s is a subject with a verb of reward and nothing else that a budget would
// say: 示范户奖励(1万元), 创建成功的奖励(20万元).
func bareReward(s string, f *figure) bool {
	for _, w := range [...]string{"奖励", "奖补", "补助", "补贴", "资助"} {
		head, found := strings.CutSuffix(s, w)
		if !found {
			continue
		}
		if strings.HasSuffix(head, "的") {
			return true
		}
		if zh.Count(head) < 2 || zh.Count(head) > 14 || f.value.Scale == 0 && f.value.Coefficient > 1000000 {
			return false
		}
		for _, no := range [...]string{"安排", "争取", "落实", "发放", "兑现", "累计", "共", "完成", "拨付", "全年", "资金", "下达", "各类", "惠农", "财政", "获", "年", "投入", "上级", "中央", "省级"} {
			if strings.Contains(head, no) {
				return false
			}
		}
		return true
	}
	return false
}

// paysTo reports whether s ends with a payment and the one who gets it: 奖补合作社.
func paysTo(s string) bool {
	for _, w := range [...]string{"奖补", "奖励", "补助", "补贴", "资助"} {
		if at := strings.LastIndex(s, w); at >= 0 && len(s)-at <= 36 {
			return true
		}
	}
	return false
}

// trimLimits drops the words of a limit from the end of s.
func trimLimits(s string) string {
	for {
		t := s
		for _, w := range [...]string{"最高", "不超过", "不高于", "不低于", "上限", "限额", "额度", "为", "最多", "达", "金额", "标准", "封顶", "各", "人民币"} {
			t = strings.TrimSuffix(t, w)
		}
		if t == s {
			return s
		}
		s = t
	}
}

// total reports whether a sum is a budget's: it is in tens of thousands and the word before it is a fund's,
// or a fund is set aside, raised or paid out.
func (r *reader) total(before string, f *figure) bool {
	if _, n := sums.Suffix(before); n > 0 && !strings.HasSuffix(before, "工作经费") {
		return true
	}
	if n := f.value; n.Scale > 0 || n.Coefficient < 10000 {
		return false
	}
	for _, w := range [...]string{"安排", "争取", "筹集", "投入", "下达", "拨付", "整合", "兑付", "列支", "共支出", "累计发放", "全年发放", "完成", "落实", "兑现", "已发放"} {
		if strings.Contains(before, w) {
			return true
		}
	}
	return strings.Contains(before, "发放") && !strings.Contains(before, "一次性") && !strings.Contains(before, "给予")
}

// fine reports whether a sum is taken, not given.
func (r *reader) fine(before string) bool {
	if strings.Contains(before, "返还保证金") || strings.Contains(before, "退还保证金") {
		return false
	}
	for _, w := range [...]string{"扣缴", "加扣", "罚款", "处以", "保证金", "扣除", "扣减"} {
		if strings.Contains(before, w) {
			return true
		}
	}
	return false
}

// standardHead reports whether the phrases before the i-th, or the sentence before, announce a standard of a benefit (补贴标准为:).
func (r *reader) standardHead(i int) bool {
	for j := i; j >= 0; j-- {
		ph := &r.phrases[j]
		if ph.grant && j < i || ph.cues&cueGrant != 0 && ph.cues&cueStandard != 0 {
			return true
		}
	}
	before := r.s[max(0, r.st.Start-240):r.st.Start]
	before = strings.TrimRight(before, "\n 。")
	if at := strings.LastIndexAny(before, "\n。"); at >= 0 {
		before = before[at:]
	}
	return hasCue(before, cueGrant) && strings.Contains(before, "标准") && (strings.HasSuffix(before, ":") || strings.HasSuffix(before, "标准"))
}

// givesShare reports whether the k-th figure of the i-th phrase, a ratio, is paid by a rule.
func (r *reader) givesShare(i, k int) bool {
	ph := &r.phrases[i]
	role := r.part(ph, k)
	before, after := r.before(ph, k), r.s[ph.figures[k].End:ph.End]
	if _, n := increases.Suffix(before); n > 0 && r.hasObject(i) && allotments.In(before) {
		return true
	}
	if r.standardOf(ph, k) || strings.HasSuffix(before, "承担") && strings.Contains(before, "由") {
		return true
	}
	if role == partSelect || role == partRaised || role == partFloor && ph.cues&cueGive == 0 || penalties.In(after) || deductions.In(before) {
		return false
	}
	if strings.HasSuffix(before, "率") && !strings.HasSuffix(before, "利率") || strings.Contains(before, "占比") || strings.HasSuffix(before, "率达") {
		return false
	}
	switch {
	case ph.cues&cueBy != 0 && ph.cues&cueGrant != 0 && (strings.HasPrefix(after, "执行") || strings.HasPrefix(after, "确定") || strings.HasPrefix(after, "计发")):
		return true // 购房契税补贴按实际缴纳额的50%执行
	case strings.HasSuffix(trimLimits(before), "报销比例"), strings.HasSuffix(before, "按") && r.hasObject(i) && paidOut(after):
		return true
	case strings.HasSuffix(before, "减按"), strings.HasSuffix(before, "按") && r.hasObject(i) && (strings.HasPrefix(after, "征收") || strings.HasPrefix(after, "收取") || strings.HasPrefix(after, "缴纳") || strings.HasPrefix(after, "减")):
		return true
	case strings.HasSuffix(before, "财政承担") || strings.HasSuffix(before, "财政负担") || strings.HasSuffix(before, "政府承担"):
		return true
	case hasCue(after, cueGive) && (ph.cues&cueGrant != 0 || r.hasObject(i)):
		return true
	case ph.cues&cueBy != 0 && ph.cues&cueGrant != 0 && (hasCue(after, cueGrant) || r.grantsBefore(before)):
		return true
	case ph.cues&(cueGive|cueTake) != 0 && ph.cues&cueGrant != 0:
		return hasCue(before, cueGive|cueTake) || hasCue(after, cueGrant)
	case r.grantsBefore(before):
		return true
	case hasCue(passage.FirstRunes(after, 4), cueGrant) && strings.Contains(before, "的"):
		return true
	}
	return false
}

// paidOut reports whether a share is paid out: 70分至85分的,按80%拨付.
func paidOut(after string) bool {
	for _, w := range [...]string{"拨付", "兑付", "发放", "支付", "计发", "报销"} {
		if strings.HasPrefix(after, w) {
			return true
		}
	}
	return false
}

// grantsBefore reports whether a benefit bounds the ratio that follows s: 补贴80%, 补贴不超过售价的30%.
func (r *reader) grantsBefore(s string) bool {
	t := strings.TrimSuffix(trimLimits(s), "比例")
	if r.paid(t) {
		return true
	}
	at := -1
	for _, w := range [...]string{"不超过", "最高", "不高于"} {
		if i := strings.Index(s, w); i >= 0 && (at < 0 || i < at) {
			at = i
		}
	}
	if at < 0 || !strings.HasSuffix(s, "的") {
		return false
	}
	head := strings.TrimSuffix(strings.TrimSuffix(s[:at], "比例"), "标准")
	head = strings.TrimSuffix(strings.TrimSuffix(head, "额"), "金")
	return r.paid(head) || r.paid(trimPer(head))
}

// givesThing reports whether a benefit is of things: 减免水费3吨, 奖励用地指标300亩.
func (r *reader) givesThing(i, k int) bool {
	ph := &r.phrases[i]
	if role := r.part(ph, k); role != partAmount && ph.figures[k].class != quantity.Time {
		return false
	}
	if ph.cues&(cueEach|cueOnce) == 0 && !r.hasObject(i) {
		return false
	}
	before := r.before(ph, k)
	for _, w := range [...]string{"减免", "免收", "免除", "免缴", "免交", "免租", "奖励"} {
		if at := strings.LastIndex(before, w); at >= 0 && len(before)-at < 48 {
			return ph.figures[k].class != quantity.Time || w != "奖励"
		}
	}
	return false
}
