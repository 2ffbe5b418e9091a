package target

import (
	"strings"

	"github.com/wenxiao/wenxiao/extract/moment"
	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/zh"
)

// scan takes the sentence apart in one pass: phrases, figures and dates.
func (r *reading) scan() {
	c := cutter{r: r, phrase: r.st.Start, item: r.st.Start}
	r.opening = r.st.Start
	quoted, titled, depth := 0, 0, 0
	signs := r.st.Signs
	for i := r.st.Start; i < r.st.End; {
		for len(signs) > 0 && signs[0].At < i {
			signs = signs[1:]
		}
		sign := r.st.End // where the next stands
		if len(signs) > 0 {
			sign = signs[0].At
		}
		if i = r.text.Marks.Next(i, sign); i == r.st.End {
			break
		}
		if i == sign {
			i++
			if titled == 0 {
				i = max(i, sign+r.token(signs[0].Kind, sign, c.phrase, quoted > 0, depth))
			}
			continue
		}
		at := i
		mark, n := cutAt(r.s, i)
		i += n
		switch mark {
		case cutComma:
			if quoted == 0 {
				c.cutPhrase(at, i)
			}
		case cutPause:
			c.cutItem(at, i)
		case cutOpen:
			if l := r.listAt(at); l.End > at { // a duty list ends the phrase before it
				c.cutPhrase(at, l.End)
				if at == r.opening {
					r.opening = l.End
				}
				i = l.End
				continue
			}
			depth++
			c.cutItem(at, i)
		case cutClose:
			depth = max(0, depth-1)
			c.cutItem(at, i)
		case cutQuote:
			quoted++
		case cutUnquote:
			quoted = max(0, quoted-1)
		case cutTitle:
			titled++
		case cutUntitle:
			titled = max(0, titled-1)
		}
	}
	c.cutPhrase(r.st.End, r.st.End)
}

// The kinds of marks that cut a sentence.
const (
	cutNone  uint8 = iota
	cutComma       // ends a phrase
	cutPause       // ends an item
	cutOpen        // a bracket
	cutClose
	cutQuote // “
	cutUnquote
	cutTitle // 《
	cutUntitle
	cutWide // the first byte of “”《》、 and others
)

// cuts gives the kind of mark that begins with a byte.
var cuts = [256]uint8{',': cutComma, ';': cutComma, ':': cutComma, '(': cutOpen, '[': cutOpen, ')': cutClose, ']': cutClose, 0xE2: cutWide, 0xE3: cutWide}

// cutAt gives the mark at i, if there is one, and how far the next may stand behind it.
func cutAt(s string, i int) (mark uint8, n int) {
	if mark = cuts[s[i]]; mark != cutWide {
		return mark, 1
	}
	switch s[i : i+3] {
	case "、":
		return cutPause, 3
	case "“":
		return cutQuote, 3
	case "”":
		return cutUnquote, 3
	case "《":
		return cutTitle, 3
	case "》":
		return cutUntitle, 3
	}
	return cutNone, 3
}

// The kinds of signs: what a word says to [reading.scan].
const (
	signNumber uint8 = 1 << iota // may open a number
	signDate                     // may open a date
)

// Signs are what opens numbers and dates, with its kinds. A sentence must have been searched for them. 全, 上
// and their like open very many words, so they stand here with the character that makes them a date.
func Signs() map[string]uint8 {
	words := map[string]uint8{}
	for g, list := range map[uint8]string{
		signNumber:            "一 二 三 四 五 六 七 八 九 十 两 半数 百分之",
		signDate:              "第 今年 明年 本年 当年 全年 上半年 下半年 年底 年末 年内 年终 年度内",
		signNumber | signDate: "0 1 2 3 4 5 6 7 8 9 一季 二季 三季 四季 两季",
	} {
		for _, w := range strings.Fields(list) {
			words[w] = g
		}
	}
	return words
}

// A cutter cuts a sentence into phrases and items while it is scanned.
type cutter struct {
	r            *reading
	phrase, item int // where the ones being read begin
	// inPhrase and inItem are the first figures of the phrase and the item.
	inPhrase, inItem int
}

// cutItem ends the item at a place and begins another at next.
func (c *cutter) cutItem(at, next int) {
	for k := c.inItem; k < len(c.r.figures); k++ {
		c.r.figures[k].item = passage.Between(c.item, at)
	}
	c.inItem, c.item = len(c.r.figures), next
}

// cutPhrase ends the phrase at a place, with its last item, and begins another at next.
func (c *cutter) cutPhrase(at, next int) {
	c.cutItem(at, next)
	for k := c.inPhrase; k < len(c.r.figures); k++ {
		c.r.figures[k].phrase = passage.Between(c.phrase, at)
	}
	if at > c.phrase {
		c.r.phrases = append(c.r.phrases, passage.Between(c.phrase, at))
	}
	if c.phrase == c.r.opening && c.r.namesUnits(passage.Between(c.phrase, at)) {
		c.r.opening = next
	}
	c.inPhrase, c.phrase = len(c.r.figures), next
}

// namesUnits reports a phrase at a sentence's head that says only who acts: 由市发展改革委牵头,|市财政局配合,
func (r *reading) namesUnits(ph passage.Piece) bool {
	words := ph.Of(r.s)
	if !strings.HasPrefix(words, "由") && ph.Start == r.st.Start {
		return false
	}
	for _, w := range [...]string{"牵头", "负责", "配合"} {
		if strings.HasSuffix(words, w) {
			return true
		}
	}
	return false
}

// listAt gives the duty list that begins at i, zero where there is none.
func (r *reading) listAt(i int) passage.Piece {
	for _, l := range r.task.Skip {
		if l.Start == i && (r.s[i] == '(' || r.s[i] == '[') {
			return passage.Between(i, min(l.End, r.st.End))
		}
	}
	return passage.Piece{}
}

// token reads a date or a figure at i, where g may open one, and gives its length, 0 where there is neither.
func (r *reading) token(g uint8, i, phraseStart int, quoted bool, depth int) int {
	if g&signDate != 0 {
		if n := r.date(i, phraseStart, depth); n > 0 {
			return n
		}
	}
	if g&signNumber != 0 {
		return r.figure(i, quoted, depth)
	}
	return 0
}

// date reads a date at i and gives its length.
func (r *reading) date(i, phraseStart, depth int) int {
	s := r.s[:r.st.End]
	m, ok := moment.Scan(s[i:], r.text.Year)
	if !ok || !r.dateHere(s, i, m) {
		return 0
	}
	before := strings.TrimRight(s[phraseStart:i], " ")
	st := stamp{Piece: passage.Between(i, i+m.Len), Moment: m, head: depth == 0 && leadIn(before), depth: depth}
	st.first = st.head && phraseStart == r.opening
	st.among = strings.HasSuffix(before, "其中")
	r.stamps = append(r.stamps, st)
	return m.Len
}

// figure reads a figure at i and gives its length, or that of a number that is none.
func (r *reading) figure(i int, quoted bool, depth int) int {
	s := r.s[:r.st.End]
	if prev := s[r.st.Start:i]; prev != "" {
		last := prev[len(prev)-1]
		if zh.IsLetter(last) || zh.IsDigit(last) || last == '.' || last == '-' && len(prev) > 1 && zh.IsLetter(prev[len(prev)-2]) {
			return skipNumber(s[i:])
		}
	}
	q, ok := quantity.Scan(s[i:])
	if !ok {
		if n := r.bareNumber(s, i, quoted, depth); n > 0 {
			return n
		}
		if zh.IsDigit(s[i]) {
			return skipNumber(s[i:])
		}
		return 0
	}
	r.figures = append(r.figures, candidate{Piece: passage.Between(i, i+q.Len), Quantity: q, quoted: quoted, depth: depth})
	return q.Len
}

func skipNumber(s string) int {
	n := 0
	for n < len(s) && (zh.IsDigit(s[n]) || s[n] == '.') {
		n++
	}
	return n
}

// dateHere keeps out words that only look like dates: 全年龄, 上半场, 年内 inside 2年内.
func (r *reading) dateHere(s string, i int, m moment.Moment) bool {
	text, rest := s[i:i+m.Len], s[i+m.Len:]
	if text == "全年" && (strings.HasPrefix(rest, "龄") || strings.HasPrefix(rest, "级")) {
		return false
	}
	if strings.HasPrefix(text, "年") {
		prev := zh.LastRune(strings.TrimRight(s[r.st.Start:i], " "))
		if prev < 128 && prev > 0 && zh.IsDigit(byte(prev)) || zh.IsNumeral(prev) || strings.ContainsRune("每去上前隔跨当多几全近历", prev) {
			return false
		}
	}
	if text == "底" || text == "末" || text == "内" {
		return false
	}
	return true
}

// leadIn reports whether only words that introduce a date stand before it in its phrase.
func leadIn(before string) bool {
	for {
		trimmed := before
		for _, w := range [...]string{"到", "至", "在", "于", "力争", "确保", "争取", "截至", "截止", "其中", "并", "和", "及", "、", "自", "从", "全市", "全县", "全省", "全区", "我市", "我县", "我省", "计划", "即", "(", "—", "-", " "} {
			trimmed = strings.TrimSuffix(trimmed, w)
		}
		if trimmed == "" {
			return true
		}
		if trimmed == before {
			return false
		}
		before = trimmed
	}
}

// coefficients are things measured by a number without unit.
var coefficients = zh.Words(`系数 收入比 利用率 PUE) PUE 指数 效率 比值 容积率 倍率 浓度 率 分值 得分 排名 密度 因子 强度`)

// bareNumber reads a number without unit after a comparison, where a coefficient or a ratio stands before it (利用系数提高到0.568, 产值之比提高到2.8:1).
func (r *reading) bareNumber(s string, i int, quoted bool, depth int) int {
	if !zh.IsDigit(s[i]) {
		return 0
	}
	n := skipNumber(s[i:])
	if strings.IndexByte(s[i:i+n], '.') < 0 {
		return 0
	}
	v, err := quantity.ParseNumber(s[i : i+n])
	if err != nil {
		return 0
	}
	toOne := 0 // 2.8:1
	for _, w := range [...]string{":1", "∶1"} {
		if after, found := strings.CutPrefix(s[i+n:], w); found && (after == "" || !zh.IsDigit(after[0]) && after[0] != '.') {
			toOne = len(w)
		}
	}
	rest := s[i+n+toOne:]
	before := s[r.st.Start:i]
	_, pre := scanPre(before)
	subject := before[:len(before)-pre]
	for _, w := range [...]string{"稳定", "保持", "力争", "提高", "提升", "增加"} {
		subject = strings.TrimSuffix(subject, w)
	}
	if pre == 0 {
		return 0
	}
	if _, k := coefficients.Suffix(subject); k == 0 && !(toOne > 0 && (strings.HasSuffix(subject, "比") || strings.HasSuffix(subject, "比例"))) {
		return 0
	}
	if next := zh.FirstRune(rest); next != 0 && !strings.ContainsRune(",;。、:)", next) {
		if op, k := scanPost(rest); k == 0 || op == "" {
			return 0
		}
	}
	end := i + n + toOne
	r.figures = append(r.figures, candidate{Piece: passage.Between(i, end), Quantity: quantity.Quantity{Value: v, Len: end - i, NumberLen: n, Class: quantity.Ratio}, quoted: quoted, depth: depth})
	return end - i
}
