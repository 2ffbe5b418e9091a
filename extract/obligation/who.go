package obligation

import (
	"strings"

	"github.com/wenxiao/wenxiao/extract/duty"
	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/zh"
)

// obligation writes a reading as an obligation. Its quote begins at or after from; who is
// the actor of the sentence so far, which holds for clauses that name none.
func (rd *reader) obligation(r *reading, from int, who *[]string) (policy.Obligation, passage.Piece) {
	s := rd.s
	start := max(clauseStart(s, r.Start), from, rd.st.Start)
	if start == from && strings.HasPrefix(s[start:], "、") {
		start += len("、")
	}
	q := passage.Between(min(start, r.scope.Start), r.scope.End)
	actors := rd.actors(passage.Between(min(start, r.Start), r.Start))
	if len(actors) == 0 {
		actors = rd.innerActors(passage.Between(r.End, min(r.verdict.Start, r.scope.End)))
	}
	if len(actors) == 0 {
		actors = *who
	}
	*who = actors
	if r.kind == rhythmBare || r.kind == rhythmRegular {
		q.Start = quoteStart(s, q.Start, r.Start)
	}
	q = trimQuote(s, q)
	quote, span := rd.text.Quote(q)
	if actors == nil {
		actors = []string{}
	}
	return policy.Obligation{
		Quote: quote, Who: actors, To: rd.recipient(passage.Between(min(start, r.Start), r.scope.End), r.verdict),
		Action: r.verdict.action, Schedule: r.schedule(), Span: span, Judgement: r.judge(),
	}, q
}

// quoteStart shortens a quote to its own item of a list (实行周调度、|月通报).
func quoteStart(s string, start, at int) int {
	if i := strings.LastIndex(s[start:at], "、"); i >= 0 && strings.Trim(s[start+i+len("、"):at], "“") == "" {
		return start + i + len("、")
	}
	return start
}

// trimQuote drops the marks of a list or a quotation that lost its other half.
func trimQuote(s string, q passage.Piece) passage.Piece {
	for {
		t := passage.Trim(s, q)
		for _, w := range [...]string{"、", "并于", "并", "和", "。", "”"} {
			if w == "”" && strings.Contains(t.Of(s), "“") {
				continue
			}
			if strings.HasPrefix(t.Of(s), w) {
				t.Start += len(w)
			}
		}
		for _, w := range [...]string{"、", "和", "并", "并于", "。", "“", "于"} {
			if strings.HasSuffix(t.Of(s), w) {
				t.End -= len(w)
			}
		}
		if t == q {
			return t
		}
		q = t
	}
}

// actors reads who does something from the words before a cue.
func (rd *reader) actors(p passage.Piece) []string {
	t := rd.s[p.Start:p.End]
	for cut := true; cut; {
		cut = false
		t = strings.TrimRight(t, " ,、“")
		for _, w := range [...]string{"分别", "应当", "应该", "必须", "原则上", "应", "要", "须", "需", "于", "在", "请", "实行", "落实", "将", "每年", "统一"} {
			if strings.HasSuffix(t, w) {
				t, cut = t[:len(t)-len(w)], true
			}
		}
	}
	for cut := true; cut; {
		cut = false
		t = strings.TrimLeft(t, " ,;:。、“)")
		for _, w := range [...]string{"同时", "并", "由", "请", "其中", "要求", "确保", "各级党委和"} {
			if rest, ok := strings.CutPrefix(t, w); ok && w != "各级党委和" {
				t, cut = rest, true
			}
		}
	}
	if i := strings.LastIndex(t, "由"); i > 0 && !strings.HasPrefix(t[i:], "由于") {
		t = t[i+len("由"):]
	}
	if strings.HasPrefix(t, "第") {
		if i := strings.Index(t, "条 "); i > 0 && i < len("第一百二十三") {
			t = t[i+len("条 "):]
		}
	}
	return firstActors(t)
}

// firstActors reads the actors that t is, or else that it begins with.
func firstActors(t string) []string {
	if out := cutActors(t, objectMarks); out != nil {
		return out
	}
	if out := splitActors(t); out != nil {
		return out
	}
	return cutActors(t, actorEnds)
}

// cutActors reads the actors before the first of the words ends that leaves any.
func cutActors(t string, ends *zh.Lexicon[bool]) []string {
	for from := 0; from < len(t); {
		i, _, n := ends.Find(t, from)
		if i < 0 {
			return nil
		}
		if out := splitActors(t[:i]); out != nil {
			return out
		}
		from = i + n
	}
	return nil
}

// objectMarks follow the actor even where a body's name stands behind them.
var objectMarks = zh.Words("分别 向 对 将 在")

// innerActors reads who does something from the words between a cue and its action: 由市住建局|通报,
// 各县(市、区)农业农村局|分别向.
func (rd *reader) innerActors(p passage.Piece) []string {
	if p.End <= p.Start {
		return nil
	}
	t := strings.TrimLeft(rd.s[p.Start:p.End], " ,前")
	t = strings.TrimPrefix(t, "由")
	return firstActors(t)
}

// actorEnds follow the actor in a clause.
var actorEnds = zh.Words("分别 向 对 将 把 要 应 须 就 组织 开展 负责 至少 在 于 通过 结合 牵头 按 应当 每 到 以 建立 实行 召开 进行 及时 定期 集中 统筹 落实 积极")

// splitActors cuts a list of actors; it gives none where the words name nobody.
func splitActors(t string) []string {
	t = strings.TrimRight(zh.TrimSpace(t), ",、")
	if t == "" || zh.Count(t) > 60 || noActor.Prefixes(t) {
		return nil
	}
	if _, n := deeds.Suffix(t); n > 0 && !likeMeeting(t) {
		return nil
	}
	whole := likeActor(t)
	for _, w := range [...]string{"会同", "联合"} {
		if i := strings.Index(t, w); i > 0 {
			t = t[:i] + "、" + t[i+len(w):]
		}
	}
	var out []string
	for _, p := range duty.SplitUnits(t, passage.Between(0, len(t))) {
		if name := p.Of(t); name != "" {
			out = append(out, name)
		}
	}
	switch {
	case len(out) == 0 || !whole && !likeActor(out[len(out)-1]):
		return nil
	case len(out) > 1 && zh.Count(out[0]) == 1: // 市、县两级人民政府
		return []string{t}
	}
	return out
}

// likeMeeting reports whether the actor is a standing meeting (联席会议, 常委会会议).
func likeMeeting(t string) bool {
	return strings.HasSuffix(t, "会议") || strings.HasSuffix(t, "联席会")
}

// noActor begins words that say what is done, or how, and not by whom.
var noActor = prefixWords{zh.Words("向 加强 健全 完善 建立 强化 坚持 推动 推进 严格 按照 通过 结合 对 将 为 以 实行 落实 开展 组织 全年 定期 在全 常态化 依托 深化 及时 持续 根据 围绕 聚焦 把 实施 做好 抓好 进一步 充分 发挥 动员 支持 鼓励 严肃 优化 制定 年度 加大 确保")}

var personTails = zh.Words("长 员 干部 集体 负责人 负责同志 同志 领导 团队 主体 者 医生 教师 人 班子 成员 书记 书记员 两级 村 热线 企业 县(市、区) 乡镇(街道) 各地 地区 各市(州) 各县(区) 医师 护士 师生 顾问 专家 各方 第一书记 支部 主任 市长 县长 局长 联席会议 专班 各级")

// likeActor reports whether a name can be who does something: a body or people.
func likeActor(name string) bool {
	if _, n := personTails.Suffix(name); n > 0 {
		return true
	}
	if strings.HasSuffix(name, ")") {
		return true
	}
	return duty.LikeUnit(name)
}

// recipient reads to whom a report goes: 向市政府报告, 报市政府, 反馈省发展改革委.
func (rd *reader) recipient(p passage.Piece, v verdict) *string {
	if v.action != report || v.End > len(rd.s) || v.Start < p.Start {
		return nil
	}
	before := rd.s[p.Start:v.Start]
	if i := strings.LastIndex(before, "向"); i >= 0 {
		t := before[i+len("向"):]
		for _, w := range [...]string{"书面", "及时", "汇总", "集中", "统一", "专题", "分别", "月度", "季度"} {
			t = strings.TrimSuffix(t, w)
		}
		return receiver(t)
	}
	t := rd.s[v.End:max(p.End, v.End)]
	if i := sending(t); i >= 0 {
		t = t[i:]
	}
	for _, w := range [...]string{"至", "给", "到"} {
		t = strings.TrimPrefix(t, w)
	}
	for _, w := range [...]string{"备案", "备查", "汇总", "审定", "审核", "审议", "审批", "研究"} {
		t = strings.TrimSuffix(t, w)
	}
	for _, w := range [...]string{"(设", "(联", "(电", "(邮", ","} {
		if i := strings.Index(t, w); i > 0 {
			t = t[:i]
		}
	}
	return receiver(t)
}

// sending gives the place after the last verb that hands something over in t.
func sending(t string) int {
	at := -1
	for i := 0; i < len(t); {
		if n := sendsReport(t, i); n > 0 {
			at = i + n
		} else if strings.HasPrefix(t[i:], "反馈") || strings.HasPrefix(t[i:], "上报") || strings.HasPrefix(t[i:], "报送") {
			at = i + len("反馈")
		}
		i += len(passage.First(t[i:]))
	}
	return at
}

func receiver(t string) *string {
	t = zh.TrimSpace(t)
	if n := zh.Count(t); n < 2 || n > 40 {
		return nil
	}
	if duty.LikeUnit(t) || strings.HasPrefix(t, "市") || strings.HasPrefix(t, "县") || strings.HasPrefix(t, "省") {
		return &t
	}
	return nil
}
