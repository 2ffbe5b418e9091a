package obligation

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/zh"
)

// A cue (周期表述) is the words of a sentence that say when a duty falls due.
type cue struct {
	passage.Piece
	kind     rhythmKind
	every    string // empty where the words name no period of the schema
	odd      bool   // a period the schema has no word for (每两个月)
	dates    [maxDates]monthDay
	dateN    int
	days     [4]int // days of the month
	dayN     int
	month    int // month of the period
	workdays int
	limit    bool // a day or a word of a limit belongs to it (前, 底)
	inferred bool // a date was inferred from 年底, 中旬, 结束后10日
	yearly   bool // dates that return each year
	paired   bool // a bare word that shares the action of the next (半年、年终考核)
}

type rhythmKind uint8

const (
	rhythmEach     rhythmKind = iota // 每月, 按月
	rhythmBare                       // 月 in 月调度: the action follows at once
	rhythmFinal                      // 年终
	rhythmOnce                       // 一月一 in 一月一调度
	rhythmNext                       // 次月: a day follows
	rhythmRegular                    // 定期
	rhythmDate                       // 6月底前
	rhythmHalves                     // 上半年、下半年各
	rhythmNextYear                   // 次年: a date follows
)

type rhythm struct {
	kind  rhythmKind
	every string
}

const oddPeriod = "odd"

// rhythms are the words that can open a cue.
var rhythms = zh.NewLexicon(rhythmWords())

func rhythmWords() map[string]rhythm {
	m := map[string]rhythm{
		"定期": {rhythmRegular, ""}, "年终": {rhythmFinal, "year"}, "年底": {rhythmFinal, "year"}, "年末": {rhythmFinal, "year"}, "年中": {rhythmDate, ""}, "次年": {rhythmNextYear, "year"}, "翌年": {rhythmNextYear, "year"},
		"上半年": {rhythmHalves, "half-year"}, "上、下半年": {rhythmHalves, "half-year"}, "上下半年": {rhythmHalves, "half-year"},
	}
	for _, g := range [...]struct {
		kind         rhythmKind
		every, words string
	}{
		{rhythmEach, "week", "每周 每星期 每一周 每个星期 按周 逐周 周周 每7天 每七天"},
		{rhythmEach, "month", "每月 每个月 每一个月 每月份 按月 按月度 逐月 月月 每30天"},
		{rhythmEach, "quarter", "每季 每季度 每个季度 每一季度 按季 按季度 逐季 逐季度 季季 每三个月 每3个月"},
		{rhythmEach, "half-year", "每半年 每半年度 每半个年度 按半年 按半年度 每六个月 每6个月"},
		{rhythmEach, "year", "每年 每年度 每个年度 每一年 每一年度 按年 按年度 每学年 每12个月"},
		{rhythmEach, oddPeriod, "每日 每天 逐日 按日 每旬 按旬 逐旬 每半月 每半个月 每两周 每双周 每2周 每两月 每两个月 每2个月 每双月 每四个月 每4个月 隔月 隔周 每两年 每2年 每三年 每3年 每五年 每5年 每学期 每个学期 每10天 每15天 每十天 每十五天 每届 每任期 逢双月 逢单月 每逢双月"},
		{rhythmBare, "week", "周"}, {rhythmBare, "month", "月 月度"}, {rhythmBare, "quarter", "季 季度"}, {rhythmBare, "half-year", "半年 半年度"}, {rhythmBare, "year", "年 年度"},
		{rhythmBare, oddPeriod, "日 旬 双月 双周 半月"},
		{rhythmOnce, "week", "一周一"}, {rhythmOnce, "month", "一月一"}, {rhythmOnce, "quarter", "一季一 一季度一"}, {rhythmOnce, "half-year", "半年一"}, {rhythmOnce, "year", "一年一"}, {rhythmOnce, oddPeriod, "一旬一 一日一 两月一"},
		{rhythmNext, "month", "次月 下月 当月"}, {rhythmNext, "quarter", "次季 次季度 季后"},
	} {
		for _, w := range strings.Fields(g.words) {
			m[w] = rhythm{g.kind, g.every}
		}
	}
	return m
}

// maxCues bounds what one sentence can order; more of them are no sentence.
const maxCues = 256

// scanCues finds the cues of a sentence in their order and appends them. It is the gate of the
// reader: nothing else is done where it finds none.
func (rd *reader) scanCues(cues []cue) []cue {
	s := rd.s[:rd.st.End]
	for i := rd.st.Start; len(cues) < maxCues; {
		mark := rd.text.Marks.Next(i, len(s))
		if i < mark {
			if i = rhythms.Candidate(s, i, mark); i < mark {
				var cu cue
				if cu, i = rd.wordAt(s, i); cu.End > 0 {
					cues = append(cues, cu)
				}
				continue
			}
		}
		if mark == len(s) {
			break
		}
		if !zh.IsDigit(s[i]) {
			i = min(i+zh.Width(s[i]), len(s))
			continue
		}
		cu, n := rd.digitCue(s, i)
		if cu.End > 0 {
			cues = append(cues, cu)
		}
		i += n
	}
	return cues
}

// wordAt reads the cue that a word at i may open, and where to go on.
func (rd *reader) wordAt(s string, i int) (cue, int) {
	next := i + len("月")
	w, n := rhythms.Prefix(s[i:])
	if n == 0 || w.kind == rhythmBare && afterSeason(s[rd.st.Start:i]) {
		return cue{}, next
	}
	cu, ok := rd.wordCue(i, n, w)
	if !ok {
		return cue{}, next
	}
	return cu, max(cu.End, i+n)
}

// digitCue reads the dates that the digits at i may begin, and how far the reading went.
func (rd *reader) digitCue(s string, i int) (c cue, n int) {
	n = 1
	for i+n < len(s) && zh.IsDigit(s[i+n]) {
		n++
	}
	if rest := s[i+n:]; n > 4 || !strings.HasPrefix(rest, "月") && !strings.HasPrefix(rest, "年") {
		return c, n
	}
	return rd.dateCue(i)
}

// afterSeason reports whether the character before 周, 月, 季 or 年 makes another word of it.
func afterSeason(before string) bool {
	r := zh.LastRune(before)
	if r < utf8.RuneSelf {
		return r != 0 && (zh.IsDigit(byte(r)) || zh.IsLetter(byte(r)))
	}
	return seasons.Has(r)
}

// wordCue reads the cue that the word w of n bytes at i opens.
func (rd *reader) wordCue(i, n int, w rhythm) (cue, bool) {
	s := rd.s[:rd.st.End]
	c := cue{Piece: passage.Between(i, i+n), kind: w.kind, every: w.every, yearly: true}
	if w.every == oddPeriod {
		c.every, c.odd = "", true
	}
	switch w.kind {
	case rhythmEach:
		c.readTail(s)
		return c, true
	case rhythmRegular:
		return c, !strings.HasSuffix(s[:i], "不") && !strings.HasPrefix(s[c.End:], "存") && !strings.HasPrefix(s[c.End:], "不定期")
	case rhythmNext:
		c.month = 0
		if w.every == "quarter" {
			c.month = 1
		}
		c.readTail(s)
		return c, c.dayN > 0 || c.workdays > 0
	case rhythmOnce:
		if strings.HasPrefix(s[c.End:], "次") {
			return c, true
		}
		_, m := deedAt(s, c.End)
		return c, m > 0
	case rhythmNextYear:
		ok := c.readYearTail(s)
		c.kind, c.limit, c.yearly = rhythmDate, true, false
		return c, ok && c.dateN > 0
	case rhythmHalves:
		return halvesCue(s, c)
	case rhythmDate, rhythmFinal:
		if cu, _ := rd.dateCue(i); cu.End > 0 && (cu.limit && strings.HasSuffix(cu.Of(s), "前") || cu.dateN > 1) {
			return cu, true
		}
		if w.kind == rhythmDate {
			return c, false
		}
	}
	return bareCue(s, rd.st.Start, c)
}

// halvesCue reads 上半年、下半年各: twice a year, once in each half.
func halvesCue(s string, c cue) (cue, bool) {
	for _, w := range [...]string{"", "和下半年", "、下半年", "下半年", "及下半年"} {
		rest, ok := strings.CutPrefix(s[c.End:], w)
		if ok && (w != "" || strings.Contains(c.Of(s), "下")) && (strings.HasPrefix(rest, "各") || strings.HasPrefix(rest, "分别")) {
			c.End += len(w)
			return c, true
		}
	}
	return c, false
}

// seasons before 周, 月, 季 or 年 make another word of it (冬季, 6月, 宣传月, 上半年).
var seasons = zh.NewChars("一二三四五六七八九十两几数个本当上下首末各春夏秋冬雨旺淡汛赛花旱茬禁渔伐芽水去今明近往多前后隔整跨传产动节圆同历元成")

// bareCue accepts 周, 月度 or 年终 where an action follows, or another such word that has one.
func bareCue(s string, start int, c cue) (cue, bool) {
	word := c.Of(s)
	before := zh.LastRune(s[start:c.Start])
	if c.kind == rhythmBare && afterSeason(s[start:c.Start]) {
		return c, false
	}
	if c.kind == rhythmBare && (c.every == "month" || c.every == "quarter" || c.every == "half-year") {
		t := c
		t.readTail(s)
		if t.dayN > 0 || t.workdays > 0 || t.limit && strings.HasSuffix(t.Of(s), "前") {
			t.kind = rhythmEach
			return t, true
		}
	}
	if c.kind == rhythmFinal {
		v := headDeed(s, passage.Between(c.End, clauseEnd(s, c.End)))
		if !v.doubt && (v.action == evaluate && !ranks(s[v.End:]) || word == "年终" && (v.action == report && v.sending || v.action == inspect)) {
			return c, true
		}
	}
	if at, ok := bareDeed(s, c); ok {
		if word == "年" && before != '、' && before != '“' && before != '和' {
			return c, false
		}
		return c, at
	}
	rest := s[c.End:]
	if len(rest) > 60 {
		rest = rest[:60] // a list of periods is short
		s = s[:c.End+60]
	}
	for _, w := range [...]string{"、", "和", "及", "与", "或"} {
		if next, ok := strings.CutPrefix(rest, w); ok {
			r, n := rhythms.Prefix(next)
			if n == 0 || r.kind != rhythmBare && r.kind != rhythmFinal {
				return c, false
			}
			_, accepted := bareCue(s, c.End, cue{Piece: passage.Between(c.End+len(w), c.End+len(w)+n), kind: r.kind, every: r.every})
			c.paired = true
			return c, accepted
		}
	}
	return c, false
}

// bareDeed reports in ok whether an action follows a bare word, and in accepted whether both go together.
func bareDeed(s string, c cue) (accepted, ok bool) {
	word := c.Of(s)
	reach := 0
	switch word {
	case "周", "月", "季", "半年", "半月", "旬", "双周", "双月":
		reach = 12
	case "年度", "年终", "年底", "年末":
		reach = 45
	case "月度", "季度", "半年度":
		reach = 24
	}
	end := clauseEnd(s[:min(len(s), c.End+120)], c.End)
	for at := c.End; at <= min(c.End+reach, end) && at < len(s); {
		if strings.HasPrefix(s[at:], "、") || s[at] < utf8.RuneSelf && s[at] != '(' {
			return false, false
		}
		if e, n := deedAt(s, at); n > 0 && e.strength != deedName {
			return bareFits(s, c, e, at, at+n), true
		}
		if n := bareReport(s[at:end]); n > 0 && at == c.End && word != "年" && word != "日" {
			return true, true
		}
		r, size := utf8.DecodeRuneInString(s[at:])
		if at == c.End && strings.ContainsRune("终底末初中内度前", r) && c.kind == rhythmBare || r == '的' && word != "年终" {
			return false, false
		}
		if len(word) == len("周") && !shortFiller.In(s[at:min(at+len("工作"), end)]) && at == c.End {
			return false, false
		}
		at += size
	}
	return false, false
}

var shortFiller = zh.Words("工作 例行 集中 专项 滚动 统一 一 全面 推进")

// bareFits decides whether a bare word and an action make an obligation: a month of publicity is
// a theme, and 年度考核 is a name unless something orders it.
func bareFits(s string, c cue, e deed, at, end int) bool {
	if e.action == activity && c.kind == rhythmBare {
		_, n := drills.Prefix(s[at:])
		return n > 0 && at == c.End
	}
	if ranks(s[end:]) || e.strength == deedGeneric || e.strength == deedLight {
		return false
	}
	switch word := c.Of(s); word {
	case "年度":
		if e.action != evaluate && !(e.action == inspect && at == c.End) || strings.HasPrefix(s[end:], "结果") {
			return false
		}
		before := s[max(clauseStart(s, c.Start), c.Start-90):c.Start]
		return orders.In(before) && !include.In(before) || strings.HasSuffix(before, "、") && sisterDeed(before)
	case "年终", "年底", "年末":
		return e.action == evaluate || word == "年终" && (e.action == report || e.action == inspect) && e.strength == deedStrong
	case "年":
		return e.action == evaluate || e.action == inspect || e.action == report && at == c.End
	case "日":
		return at == c.End && (e.action == inspect || e.action == report || e.action == meet)
	}
	return true
}

// drills are the activities that a bare period may stand before; 月宣传 would be a month of publicity.
var drills = zh.Words("观摩 拉练 演练 比武 培训 竞赛 练兵 集训")

// orders open a duty (开展年度考核); include only mention one (纳入年度考核).
var (
	orders  = zh.Words("开展 实行 实施 组织 进行 执行 推行 做好")
	include = zh.Words("纳入 列入 作为 计入 挂钩 列为")
)

// sisterDeed reports whether a list ends with an action that has a rhythm of its own (月调度、).
func sisterDeed(before string) bool {
	before = strings.TrimSuffix(before, "、")
	e, n := deeds.Suffix(before)
	if n == 0 || e.strength == deedName {
		return false
	}
	_, m := rhythms.Suffix(before[:len(before)-n])
	return m > 0
}

// bareReport reads the 报 of 月报制度 and 季报, which is an action only where the word ends there.
func bareReport(s string) int {
	rest, ok := strings.CutPrefix(s, "报")
	if !ok {
		return 0
	}
	r := zh.FirstRune(rest)
	if r == 0 || !zh.IsHan(r) || strings.HasPrefix(rest, "制") || strings.HasPrefix(rest, "机制") || strings.HasPrefix(rest, "表制") {
		return len("报")
	}
	return 0
}

// ranks reports whether what follows an appraisal makes it a condition (考核优秀的, 考核排名前3位).
func ranks(s string) bool {
	_, n := rankWords.Prefix(s)
	return n > 0
}

var rankWords = zh.Words("优秀 为 前 排名 排位 位居 位列 末 不合格 合格 等次 达到 得分 中 名次 综合排名 名列 后 居 靠前 靠后 不达标 综合得分 分数 在 连续 奖 评优 奖金 指标 体系 办法 细则 内容 方案")

// A monthDay is a date that returns each year. A day below zero is the month's last one,
// unless the list goes on with a day.
type monthDay struct{ month, day int16 }

const maxDates = 12

func (c *cue) addDate(month, day int) {
	md := monthDay{int16(month), int16(day)}
	if c.dateN < maxDates && !slices.Contains(c.dates[:c.dateN], md) {
		c.dates[c.dateN] = md
		c.dateN++
	}
}

func (c *cue) addDay(day int) {
	if day >= 1 && day <= 31 && c.dayN < len(c.days) && !slices.Contains(c.days[:c.dayN], day) {
		c.days[c.dayN] = day
		c.dayN++
	}
}
