// Package obligation reads periodic and dated duties (定期义务) out of sentences: what has
// to be reported, inspected, appraised or held, how often and by which day. It also reads
// the duties that an event sets off. It must not know which task a sentence belongs to, nor
// turn a frequency into dates: that is the work of package period.
//
// Start at [Read]; a cue (when) comes before the deed (what) and the actor (who).
package obligation

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// The review codes of obligations.
const (
	PeriodUnknown source.Code = "E501" // the period has no place in a schedule (每两个月, 每学期)
	ActionUnclear source.Code = "E502" // the action was read from a weak word, or from another clause
	PeriodOpen    source.Code = "E503" // 定期 without a period
	Once          source.Code = "E504" // due once; it may be a milestone rather than a duty
	DateInferred  source.Code = "E505" // a date was inferred (年底, 中旬, 结束后10日内)
)

// A reader reads the obligations of one sentence.
type reader struct {
	text *passage.Text
	st   *passage.Sentence
	s    string // the working text
}

// A reading is one obligation while it is read.
type reading struct {
	cue
	verdict verdict
	scope   passage.Piece // from the cue's first word to the end of what belongs to it
	times   int
	timesAt passage.Piece
	distant bool // the action stands in another clause than the cue
}

// Read finds the periodic and dated duties of one sentence, in reading order, and marks what they
// were read from as used; it gives none for most sentences. A duty on several days of a month
// comes once for each day.
//
//  1. A cue says when: a frequency (每月25日前), a bare period before its action (周调度),
//     a date (7月底、12月底前) or 定期.
//  2. What it orders is the head action of its clause, see [headDeed]; cues in a list share the action
//     of the last one.
//  3. A frequency without an action is no obligation, and a date that is due once is one only
//     where something is sent in, a meeting held or an inspection carried out.
func Read(t *passage.Text, st *passage.Sentence) []policy.Obligation {
	if st.Hints&(passage.HintRhythm|passage.HintDigit) == 0 {
		return nil
	}
	rd := &reader{text: t, st: st, s: t.String}
	var space [4]cue
	cues := rd.scanCues(space[:0])
	if len(cues) == 0 {
		return nil
	}
	cues = rd.standing(cues)
	rs := make([]reading, 0, len(cues))
	for k := range cues {
		next := st.End
		if k+1 < len(cues) {
			next = cues[k+1].Start
		}
		rs = append(rs, rd.read(cues[k], next))
	}
	rd.shareActions(rs)
	var out []policy.Obligation
	from, who := st.Start, []string(nil)
	for k := range rs {
		r := &rs[k]
		if r.verdict.action == "" || !rd.binds(r) {
			rd.leave(r)
			continue
		}
		o, quoted := rd.obligation(r, from, &who)
		for i := range max(r.dayN, 1) {
			if r.dayN > 0 {
				o.Schedule.Day = ref(r.days[i])
			}
			out = append(out, o)
		}
		rd.use(r, quoted)
		from = max(from, r.scope.End)
	}
	return out
}

// standing drops the cues that stand in what was read already, and those that are part of what
// the one before says: 每季度|定期|召开, 每年12月15日前|完成年度考核, 每月5日前报送|月报.
func (rd *reader) standing(cues []cue) []cue {
	out := cues[:0]
	for k := range cues {
		c := &cues[k]
		if rd.st.IsUsed(c.Piece) || len(out) > 0 && rd.swallowed(&out[len(out)-1], c) {
			continue
		}
		if c.kind == rhythmRegular && k+1 < len(cues) && cues[k+1].kind == rhythmEach && cues[k+1].Start-c.End <= len("(") {
			continue
		}
		out = append(out, *c)
	}
	return out
}

// swallowed reports whether c is part of what p, the cue before it, says.
func (rd *reader) swallowed(p, c *cue) bool {
	if clauseEnd(rd.s, p.End) < c.End {
		return false
	}
	between := rd.s[p.End:c.Start]
	for _, w := range [...]string{"、", "和", "并", "“", "及", "或"} {
		if strings.HasSuffix(between, w) {
			return false
		}
	}
	switch c.kind {
	case rhythmRegular:
		return true
	case rhythmBare, rhythmFinal:
		return p.kind != rhythmBare && p.kind != rhythmFinal
	case rhythmDate:
		return p.kind == rhythmEach && between == ""
	}
	return false
}

// read finds the action of a cue whose words end at next at the latest.
func (rd *reader) read(c cue, next int) reading {
	s := rd.s[:rd.st.End]
	end := clauseEnd(s, c.End)
	r := reading{cue: c, scope: passage.Between(c.Start, min(end, next))}
	for _, u := range rd.st.Used { // a duty list in brackets is no part of it
		if u.Start >= c.End && u.Start < r.scope.End {
			r.scope.End = u.Start
		}
	}
	after := passage.Between(c.End, r.scope.End)
	r.verdict = headDeed(s, after)
	if r.verdict.action == "" && c.kind != rhythmDate && c.End < end && bareReport(s[c.End:end]) > 0 {
		r.verdict = verdict{deed: deed{report, deedStrong, true}, Piece: passage.Between(c.End, c.End+len("报"))}
	}
	if c.paired {
		r.verdict = verdict{}
	}
	r.times, r.timesAt = occurrences(s, after)
	from := max(clauseStart(s, c.Start), rd.st.Start)
	switch {
	case r.verdict.action != "" && !r.verdict.doubt:
	case c.paired || c.kind == rhythmBare:
	case r.times > 0 || bareRest(s[after.Start:after.End]):
		if v := headDeed(s, passage.Between(from, c.Start)); v.action != "" && !v.doubt {
			r.verdict, r.scope.Start = v, from
			break
		}
		if r.verdict.action == "" && c.kind != rhythmDate && from > rd.st.Start && onlyTimes(s[after.Start:after.End]) {
			before := passage.Between(max(clauseStart(s, from-1), rd.st.Start), from-1)
			if v := lastDeed(s, before); v.action != "" {
				r.verdict, r.distant = v, true
				r.scope.Start = before.Start
			}
		}
	}
	if r.verdict.action == "" && end < next && s[end] == ',' {
		readOn(&r, s, end, next)
	}
	if r.verdict.action == report && r.verdict.End <= end && end < next && s[end] == ',' {
		rest := s[end+1 : clauseEnd(s, end+1)]
		if strings.HasPrefix(rest, "并") && !strings.HasPrefix(rest, "并于") && sending(rest) > 0 {
			r.scope.End = min(end+1+len(rest), next)
		}
	}
	if r.verdict.action == "" && r.times > 0 && heldEvent(s[after.Start:after.End]) {
		r.verdict = verdict{deed: deed{activity, deedWeak, false}, Piece: after, doubt: true}
	}
	return r
}

// readOn looks for the action behind the comma: 6月底前,各单位开展自查; 3月底前制定方案,并报市政府.
func readOn(r *reading, s string, end, next int) {
	bare := strings.TrimSpace(s[r.End:end]) == ""
	for i, hops := end+1, 0; i < next && hops < 8; hops++ {
		e := min(clauseEnd(s, i), next)
		p := passage.Between(i, e)
		if v := headDeed(s, p); v.action != "" && !v.doubt {
			if bare || v.sending && r.kind == rhythmDate && !r.yearly && (strings.HasPrefix(s[i:e], "并") || v.Start == i) {
				r.verdict, r.distant = v, !bare
				r.scope.End = e
				r.times, r.timesAt = occurrences(s, p)
			}
			return
		}
		if e >= len(s) || s[e] != ',' || !bare && r.kind != rhythmDate {
			return
		}
		i = e + 1
	}
}

// bareRest reports whether nothing but a light verb or 前 is left after a cue.
func bareRest(s string) bool {
	s = strings.Trim(s, " )”")
	if s == "" {
		return true
	}
	e, n := deeds.Prefix(s)
	return n == len(s) && e.strength == deedLight
}

// onlyTimes reports whether a clause says nothing but how often.
func onlyTimes(s string) bool {
	for _, w := range [...]string{"开展", "组织", "召开", "进行", "原则上", "至少", "不少于", "不低于", "各", "应", "集中"} {
		s = strings.TrimPrefix(s, w)
	}
	_, n := smallNumber(s)
	return n > 0 && zh.Count(s) <= 6
}

// lastDeed gives the last strong deed in p.
func lastDeed(s string, p passage.Piece) verdict {
	var v verdict
	for i := p.Start; i < p.End; {
		e, n := deedAt(s[:p.End], i)
		if n == 0 {
			i += len(passage.First(s[i:p.End]))
			continue
		}
		if e.strength == deedStrong {
			v = verdict{deed: e, Piece: passage.Between(i, i+n)}
		}
		i += n
	}
	return v
}

// heldEvent reports whether the words say that something is held, whatever it is.
func heldEvent(s string) bool {
	e, _, n := holding.Find(s, 0)
	return e >= 0 && n > 0
}

var holding = zh.Words("开展 举办 举行 组织 承办")

// shareActions gives cues that are listed before an action that action: 每月5日前、每季度首月10日前分别报送.
func (rd *reader) shareActions(rs []reading) {
	for k := len(rs) - 2; k >= 0; k-- {
		r, next := &rs[k], &rs[k+1]
		if r.verdict.action != "" || next.verdict.action == "" {
			continue
		}
		between := rd.s[r.End:max(next.cue.Start, r.End)]
		if !joins(between) && !(r.kind == rhythmEach && next.kind == rhythmEach && otherActor(between)) {
			continue
		}
		r.verdict, r.scope.End = next.verdict, next.scope.End
		if r.times == 0 {
			r.times, r.timesAt = next.times, next.timesAt
		}
	}
}

// joins reports whether the words between two cues only list them.
func joins(between string) bool {
	switch strings.Trim(between, " 分别于,") {
	case "", "、", "和", "及", "与", "以及", "或":
		return true
	}
	return false
}

// otherActor reports whether the words between two cues name who keeps the second one: 市级每半年、县级每季度召开.
func otherActor(between string) bool {
	rest, ok := strings.CutPrefix(between, "、")
	return ok && len(rest) <= 45 && !strings.ContainsAny(rest, ",;:") && !deeds.In(rest)
}

// binds decides whether what was read is an obligation.
func (rd *reader) binds(r *reading) bool {
	s := rd.s
	v := r.verdict
	if r.verdict.End <= len(s) && v.action == evaluate && ranks(s[v.End:]) && r.kind != rhythmBare {
		return false
	}
	if r.kind == rhythmRegular && v.doubt && v.action != meet || v.completing && remedies.Has(v.Of(s)) {
		return false
	}
	measured := r.times == 0 && (v.action == activity || v.action == inspect) && rd.counts(passage.Between(r.End, r.scope.End), v.doubt)
	if measured && !(v.action == inspect && r.kind == rhythmRegular) {
		return false
	}
	if r.kind == rhythmFinal {
		return v.action == evaluate || v.action == report && v.sending || v.action == inspect && !v.doubt
	}
	if r.kind != rhythmDate || r.yearly {
		return true
	}
	if !r.limit && r.dateN < 2 && !strings.HasSuffix(s[:r.Start], "于") {
		return false
	}
	switch v.action {
	case report:
		return v.sending && !strings.HasSuffix(s[:v.Start], "形成") && !v.doubt
	case meet:
		return !v.doubt && r.times <= 1 && !v.completing
	}
	if v.action == evaluate && v.completing && !r.distant && yearly.In(rd.upTo(r, v.End)) {
		return true // 12月20日前完成年度考核
	}
	if v.doubt || v.completing || r.times > 1 && r.times != r.dateN || r.distant {
		return false
	}
	return r.dateN > 1 && rd.recurs(r) || r.times == 1 || v.action == evaluate && orders.In(rd.upTo(r, v.Start))
}

// remedies put a thing right rather than look at it: 每年4月底前完成病死松树清理 is no inspection.
var remedies = zh.Words("清理 治理 整治 排查整治 排查整改")

// yearly begin the names of appraisals that return.
var yearly = zh.Words("年度考核 年终考核 年度考评 年终考评 半年考核 季度考核")

// recurs reports whether a list of dates gives one duty on each, rather than steps of a plan.
func (rd *reader) recurs(r *reading) bool {
	deed := rd.upTo(r, r.verdict.End)
	return r.times == 1 || strings.Contains(deed, "各") || strings.Contains(deed, "分别") || orders.In(rd.upTo(r, r.verdict.Start))
}

// upTo gives the words from the rhythm's end up to end, none where end lies before it (考核结果运用6月底前).
func (rd *reader) upTo(r *reading, end int) string { return rd.s[r.End:max(r.End, end)] }

// leave keeps the target reader from the numbers of a frequency that is no obligation of the schema
// (管网每年清洗2次).
func (rd *reader) leave(r *reading) {
	if r.times > 0 && r.kind != rhythmDate && r.kind != rhythmRegular {
		rd.st.Use(passage.Between(r.Start, max(r.End, r.timesAt.End)))
	}
}

// use marks what an obligation has read: its whole clause where the clause says how often or by
// when, or else the words up to its action.
func (rd *reader) use(r *reading, quoted passage.Piece) {
	end := r.scope.End
	if r.times == 0 && !r.limit && r.verdict.action != report {
		end = max(r.End, r.verdict.End)
	}
	if r.distant {
		end = max(r.End, r.timesAt.End)
		rd.st.Use(r.verdict.Piece)
		quoted.Start = max(quoted.Start, r.Start)
	}
	p := passage.Between(min(quoted.Start, r.Start), max(end, r.Start))
	if share := rd.share(passage.Between(r.End, p.End)); share.End > 0 {
		rd.st.Use(passage.Between(p.Start, share.Start))
		p.Start = share.End
	}
	rd.st.Use(p)
}

// share finds the floor of a share in p, which is a target of its own beside how often: 每年选取|不少于20%|的项目开展绩效评价.
func (rd *reader) share(p passage.Piece) passage.Piece {
	for _, w := range [...]string{"不少于", "不低于"} {
		at := strings.Index(p.Of(rd.s), w)
		if at < 0 {
			continue
		}
		at += p.Start
		if q, ok := quantity.Scan(rd.s[at+len(w) : p.End]); ok && q.Unit == "%" {
			return passage.Between(at, at+len(w)+q.Len)
		}
	}
	return passage.Piece{}
}

// schedule writes a cue as a schedule.
func (r *reading) schedule() policy.Schedule {
	sc := policy.Schedule{Dates: []string{}}
	if r.every != "" {
		sc.Every = ref(r.every)
	}
	if r.times > 0 {
		sc.Times = ref(r.times)
	}
	for _, p := range r.dates[:r.dateN] {
		sc.Dates = append(sc.Dates, fmt.Sprintf("%02d-%02d", p.month, max(p.day, -p.day)))
	}
	slices.Sort(sc.Dates)
	if r.workdays > 0 {
		sc.WorkdaysAfter = ref(r.workdays)
	}
	if r.month > 0 {
		sc.MonthOfPeriod = ref(r.month)
	}
	return sc
}

func ref[T any](v T) *T { return &v }

// judge says how far it can be trusted.
func (r *reading) judge() policy.Judgement {
	j := policy.Judgement{Confidence: 0.95}
	doubt := func(code source.Code, confidence float64) {
		j.Review = append(j.Review, code)
		j.Confidence = min(j.Confidence, confidence)
	}
	if r.odd {
		doubt(PeriodUnknown, 0.7)
	}
	if r.verdict.doubt || r.distant {
		doubt(ActionUnclear, 0.65)
	}
	if r.kind == rhythmRegular {
		doubt(PeriodOpen, 0.85)
	}
	if r.kind == rhythmDate && !r.yearly && r.dateN == 1 {
		c := 0.85
		if r.verdict.action != report {
			c = 0.7
		}
		doubt(Once, c)
	}
	if r.inferred {
		doubt(DateInferred, 0.8)
	}
	return j
}
