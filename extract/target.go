package extract

import (
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// A candidate is a quantity at its place in a sentence.
type candidate struct {
	piece
	quantity.Quantity
	// item is the part between marks (,;:、) the figure stands in, phrase the part between , ; and :.
	item, phrase piece
	quoted       bool // inside “…”
	depth        int  // of brackets
}

// A stamp is a date expression at its place in a sentence.
type stamp struct {
	piece
	moment
	head     bool // at the head of its phrase
	first    bool // at the head of the sentence
	depth    int  // of brackets
	among    bool // after 其中: holds for its own phrase only
	baseline bool // what something is compared with, or a past year
	series   int  // dates listed side by side share a number above 0 (2023年、2024年分别…)
}

// A reading is one sentence taken apart for targets.
type reading struct {
	d       *Draft
	st      *statement
	before  int // targets the task had before this sentence
	figures []candidate
	stamps  []stamp
	phrases []piece // between , ; and :
	// accepted is one more than the index of the last figure that became a target.
	accepted int
	taken    []piece // items that already gave a target
}

// readTargets finds targets in one sentence of a task.
func (d *Draft) readTargets(st *statement) {
	r := reading{d: d, st: st, before: len(d.Doc.Tasks[st.clause].Targets)}
	r.scan()
	if len(r.figures) > 0 || len(r.stamps) > 0 {
		r.markBaselines()
		r.figureTargets()
	}
	if len(r.stamps) > 0 || st.hints&hintWhole != 0 {
		r.wholeTargets()
	}
	if st.hints&hintSoft != 0 {
		r.soft()
	}
}

// columnTargets makes targets of the bare numbers in columns whose head gives their unit.
func (d *Draft) columnTargets() {
	for i := range d.clauses {
		c := &d.clauses[i]
		for _, cell := range c.figures {
			p := piece{cell.Range.Start, cell.Range.End}
			value, err := quantity.ParseNumber(strings.ReplaceAll(p.of(d.s), ",", ""))
			if err != nil {
				continue
			}
			unit := cell.Unit
			t := policy.Target{Metric: cell.Head, Op: policy.OpEqual, Value: value, Unit: &unit, Kind: policy.TargetCount}
			if c.due != "" {
				t.Due = &c.due
			}
			t.Quote, t.Span = d.quote(p)
			t.Judgement = policy.Judgement{Confidence: 0.85, Review: []source.Code{NoSubject}}
			d.Doc.Tasks[i].Targets = append(d.Doc.Tasks[i].Targets, t)
			d.Doc.Tasks[i].Measurable = true
		}
	}
}

// scan takes the sentence apart in one pass: phrases, figures and dates.
func (r *reading) scan() {
	s := r.d.s
	phrase := piece{r.st.start, r.st.start}
	item := phrase
	quoted, titled, depth := 0, 0, 0
	firstFigure, firstInItem := 0, 0
	closeItem := func(at int) {
		for k := firstInItem; k < len(r.figures); k++ {
			r.figures[k].item = piece{item.start, at}
		}
		firstInItem = len(r.figures)
	}
	closePhrase := func(at int) {
		closeItem(at)
		for k := firstFigure; k < len(r.figures); k++ {
			r.figures[k].phrase = piece{phrase.start, at}
		}
		firstFigure = len(r.figures)
		if at > phrase.start {
			r.phrases = append(r.phrases, piece{phrase.start, at})
		}
	}
	for i := r.st.start; i < r.st.end; {
		c := s[i]
		if c == '(' {
			if u := r.listAt(i); u.end > i { // a duty list ends the phrase before it
				closePhrase(i)
				i = u.end
				phrase.start, item.start = i, i
				continue
			}
		}
		size := 1
		if c >= utf8.RuneSelf {
			size = 3
			if c < 0xE0 {
				size = 2
			} else if c >= 0xF0 {
				size = 4
			}
		}
		switch {
		case c == ',' || c == ';' || c == ':':
			if quoted == 0 {
				closePhrase(i)
				phrase.start, item.start = i+1, i+1
			}
		case c == '(':
			depth++
			closeItem(i)
			item.start = i + 1
		case c == ')':
			depth = max(0, depth-1)
			closeItem(i)
			item.start = i + 1
		case c == 0xE2 && strings.HasPrefix(s[i:], "“"):
			quoted++
		case c == 0xE2 && strings.HasPrefix(s[i:], "”"):
			quoted = max(0, quoted-1)
		case c == 0xE3 && strings.HasPrefix(s[i:], "《"):
			titled++
		case c == 0xE3 && strings.HasPrefix(s[i:], "》"):
			titled = max(0, titled-1)
		case c == 0xE3 && strings.HasPrefix(s[i:], "、"):
			closeItem(i)
			item.start = i + size
		case titled > 0:
		case zh.IsDigit(c) || c >= 0xE4 && numeralLead(s[i:]):
			if n := r.token(i, phrase.start, quoted > 0, depth); n > 0 {
				i += n
				continue
			}
		}
		i += size
	}
	closePhrase(r.st.end)
}

// listAt gives the duty list that begins at i, zero where there is none.
func (r *reading) listAt(i int) piece {
	for _, l := range r.d.clauses[r.st.clause].lists {
		if l.start == i && r.d.s[i] == '(' {
			return piece{i, min(l.end, r.st.end)}
		}
	}
	return piece{}
}

// numeralLead reports whether s, which begins with a character of three bytes, opens a Chinese number or a date.
func numeralLead(s string) bool {
	if len(s) < 3 {
		return false
	}
	r := rune(s[0]&0x0F)<<12 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F)
	return leads[r>>6]&(1<<(r&63)) != 0
}

// leads is the set of characters that open numbers and dates.
var leads = func() (set [1 << 16 / 64]uint64) {
	for _, r := range "一二三四五六七八九十两半百第今年上下全本当明" {
		set[r>>6] |= 1 << (r & 63)
	}
	return set
}()

// token reads a date or a figure at i and gives its length, 0 where there is neither.
func (r *reading) token(i, phraseStart int, quoted bool, depth int) int {
	s := r.d.s[:r.st.end]
	if m, ok := scanMoment(s[i:], r.d.Year); ok && r.dateHere(s, i, m) {
		before := strings.TrimRight(s[phraseStart:i], " ")
		lead := leadIn(before)
		st := stamp{piece: piece{i, i + m.n}, moment: m, head: lead && depth == 0, depth: depth}
		st.first = st.head && phraseStart == r.st.start
		st.among = strings.HasSuffix(before, "其中")
		r.stamps = append(r.stamps, st)
		return m.n
	}
	if prev := s[r.st.start:i]; prev != "" {
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
	r.figures = append(r.figures, candidate{piece: piece{i, i + q.Len}, Quantity: q, quoted: quoted, depth: depth})
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
func (r *reading) dateHere(s string, i int, m moment) bool {
	text, rest := s[i:i+m.n], s[i+m.n:]
	if text == "全年" && (strings.HasPrefix(rest, "龄") || strings.HasPrefix(rest, "级")) {
		return false
	}
	if strings.HasPrefix(text, "年") {
		prev := zh.LastRune(strings.TrimRight(s[r.st.start:i], " "))
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
var coefficients = zh.Words(`系数 利用率 PUE) PUE 指数 效率 比值 容积率 倍率 浓度 率 分值 得分 排名 密度 因子 强度`)

// bareNumber reads a number without unit after a comparison, where a coefficient stands before it (利用系数提高到0.568).
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
	rest := s[i+n:]
	before := s[r.st.start:i]
	_, pre := scanPre(before)
	subject := before[:len(before)-pre]
	for _, w := range [...]string{"稳定", "保持", "力争", "提高", "提升", "增加"} {
		subject = strings.TrimSuffix(subject, w)
	}
	if pre == 0 {
		return 0
	}
	if _, k := coefficients.Suffix(subject); k == 0 {
		return 0
	}
	if next := zh.FirstRune(rest); next != 0 && !strings.ContainsRune(",;。、:)", next) {
		if op, k := scanPost(rest); k == 0 || op == "" {
			return 0
		}
	}
	r.figures = append(r.figures, candidate{piece: piece{i, i + n}, Quantity: quantity.Quantity{Value: v, Len: n, NumberLen: n, Class: quantity.Ratio}, quoted: quoted, depth: depth})
	return n
}

// figureTargets turns the figures that are targets into them.
func (r *reading) figureTargets() {
	for i := range r.figures {
		f := &r.figures[i]
		if r.st.isUsed(f.piece) || r.excluded(i) {
			continue
		}
		r.add(r.target(i))
		r.accepted = i + 1
		r.taken = append(r.taken, piece{r.itemStart(i), f.item.end})
	}
}

func (r *reading) add(t policy.Target) {
	task := &r.d.Doc.Tasks[r.st.clause]
	task.Targets = append(task.Targets, t)
	task.Measurable = true
}

// target builds the target of figure i.
func (r *reading) target(i int) policy.Target {
	f := &r.figures[i]
	s := r.d.s
	t := policy.Target{Op: policy.OpEqual, Value: f.Value}
	before, after := s[r.itemStart(i):f.start], s[f.end:f.phrase.end]
	op, soft := compare(before, s[r.leadStart(f.phrase):f.start], after)
	t.Op, t.Soft = op, soft
	if f.Range {
		hi := f.Hi
		t.Op, t.ValueHi = policy.OpRange, &hi
	}
	if unit := f.PrintedUnit(); unit != "" {
		t.Unit = &unit
	}
	t.Due = r.due(f.piece, f.phrase, i)
	t.Per, t.Baseline, t.Kind = r.per(i), r.baselineOf(f), r.kindOf(f, before)
	p := r.extent(i)
	t.Quote, t.Span = r.d.quote(p)
	t.Metric = metric(s, p, f.piece)
	t.Judgement = r.judge(i, before)
	return t
}

// leadStart is where a phrase's words begin, with a phrase before it that holds only
// a date (力争到2025年底,建成…).
func (r *reading) leadStart(ph piece) int {
	for k, p := range r.phrases {
		if p == ph && k > 0 && r.dateOnly(r.phrases[k-1]) {
			return r.phrases[k-1].start
		}
	}
	return ph.start
}

// dateOnly reports whether a phrase is a date and the words that lead it in.
func (r *reading) dateOnly(ph piece) bool {
	for k := range r.stamps {
		m := &r.stamps[k]
		if m.start >= ph.start && m.end <= ph.end && m.head {
			return strings.TrimSpace(r.d.s[m.end:ph.end]) == ""
		}
	}
	return false
}

// itemStart is where the words that can belong to figure i begin: after the figure before it in the item.
func (r *reading) itemStart(i int) int {
	f := &r.figures[i]
	start := f.item.start
	if i > 0 && r.figures[i-1].end > start && r.figures[i-1].end <= f.start {
		start = r.figures[i-1].end
	}
	return min(start, f.start)
}

// extent is the smallest readable range of a target: its item, with the figure's comparison word.
func (r *reading) extent(i int) piece {
	f := &r.figures[i]
	end := f.item.end
	if i+1 < len(r.figures) && r.figures[i+1].start < end && r.figures[i+1].start >= f.end {
		end = f.end
		if _, n := scanPost(r.d.s[f.end:f.item.end]); n > 0 {
			end += n
		}
	}
	return trimPiece(r.d.s, piece{min(f.item.start, f.start), max(end, f.end)})
}

// metric is a target's words without number, unit, comparison and date.
func metric(s string, p, number piece) string {
	before := s[p.start:number.start]
	if _, n := scanPre(before); n > 0 {
		before = before[:len(before)-n]
	}
	after := s[number.end:max(p.end, number.end)]
	if _, n := scanPost(after); n > 0 {
		after = after[n:]
	}
	for _, w := range [...]string{"力争", "确保", "完成", "实现", "年内", "全年", "年底前"} {
		before = strings.TrimPrefix(before, w)
	}
	return strings.ReplaceAll(strings.TrimSpace(before+after), "\n", "")
}

// judge says how sure a target is: less where a reader could take the figure for something else.
func (r *reading) judge(i int, before string) policy.Judgement {
	f := &r.figures[i]
	j := policy.Judgement{Confidence: 0.97, Review: []source.Code{}}
	doubt := func(confidence float64, code source.Code) {
		j.Confidence, j.Review = min(j.Confidence, confidence), append(j.Review, code)
	}
	after := r.d.s[f.end:r.st.end]
	_, n := scanPost(after)
	described := zh.IsHan(zh.FirstRune(after[n:])) && !continues(after[n:])
	lead := strings.TrimSpace(before)
	switch {
	case f.Han && f.Class != quantity.Ratio:
		doubt(0.8, HanNumeral)
	case f.Class == quantity.Time:
		doubt(0.85, TimeLength)
	case r.inArticle():
		doubt(0.85, InRule)
	case described && (attributive(f) || lead == "" || n > 0):
		doubt(0.85, SelectorLike)
	}
	if f.depth > 0 {
		doubt(0.85, InBrackets)
	}
	if lead == "" && f.Class != quantity.Ratio && len(j.Review) == 0 {
		doubt(0.88, NoSubject)
	}
	return j
}

// inArticle reports whether the sentence stands in an article of a regulation.
func (r *reading) inArticle() bool {
	node := r.d.clauses[r.st.clause].node
	return node >= 0 && r.d.Tree.Nodes[node].Label.Style == zh.LabelArticle
}

// The codes of reasons to review a target.
const (
	HanNumeral   source.Code = "E401" // a Chinese numeral may be part of a name
	InBrackets   source.Code = "E402" // the figure stands in brackets
	TimeLength   source.Code = "E405" // a length of time may be a rule's limit
	WeakMark     source.Code = "E406" // a dated act whose completion is not clear
	InRule       source.Code = "E407" // a figure in an article may be a rule rather than an aim
	NoSubject    source.Code = "E403" // what is counted stands elsewhere
	SelectorLike source.Code = "E404" // the figure may select objects rather than set an aim
)
