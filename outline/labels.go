package outline

import (
	"strings"

	"github.com/wenxiao/wenxiao/clean"
	"github.com/wenxiao/wenxiao/zh"
)

// A scanner walks the working text and collects labels. It keeps the last number
// of each style, which decides whether a label inside a line is believed.
type scanner struct {
	text  *clean.Text
	s     string // the working text
	marks []mark
	last  [zh.LabelDash + 1]int
	// inChapter counts the bracketed numerals since the last chapter, lost ones included.
	inChapter   int
	attachments []Range // the lists of attachments
	attached    bool    // inside one
	notes       bool    // inside the notes below a table
}

// scanMarks finds the labels of clauses: at the start of lines, and run together
// with the clause before (…负责)2.持续…) where the number goes on from the last one.
func scanMarks(text *clean.Text, grids []Grid) (marks []mark, attachments []Range) {
	s := text.String
	sc := scanner{text: text, s: s, marks: make([]mark, 0, 8+len(s)/512)}
	below := false // whether a table stands right above
	for start := 0; start < len(s); {
		end := start + strings.IndexByte(s[start:], '\n')
		if end < start {
			end = len(s)
		}
		if len(grids) > 0 && start >= grids[0].Extent.Start {
			start = max(grids[0].Extent.End, start+1)
			grids = grids[1:]
			below = true
			continue
		}
		if start < end && !sc.attachment(start, end) && !sc.note(start, end, below) {
			sc.line(start, end)
		}
		below = below && start == end
		start = end + 1
	}
	return sc.marks, sc.attachments
}

// attachment reports a line of the list of attachments (附件:1.… / 2.…), whose numbers label no clauses.
func (sc *scanner) attachment(start, end int) bool {
	line := sc.s[start:end]
	rest, found := strings.CutPrefix(line, "附件")
	if found && (strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, " :")) {
		sc.attached = true
		sc.attachments = append(sc.attachments, Range{start, end})
		return true
	}
	if !sc.attached {
		return false
	}
	l, n := zh.ScanLabel(line)
	if sc.attached = n > 0 && l.Style == zh.LabelArabic && len(line) < 240 && !strings.Contains(line, "。"); sc.attached {
		sc.attachments[len(sc.attachments)-1].End = end
	}
	return sc.attached
}

// noteHeads begin the notes below a table.
var noteHeads = zh.Words(`注 备注 附注 说明 填表说明 有关说明`)

// note reports a line of the notes below a table (注:1.… / 2.…), whose numbers label no clauses.
func (sc *scanner) note(start, end int, below bool) bool {
	line := sc.s[start:end]
	head, _, found := strings.Cut(line, ":")
	if below && found && noteHeads.Has(strings.ReplaceAll(head, " ", "")) {
		sc.notes = true
		return true
	}
	if sc.notes {
		l, n := zh.ScanLabel(line)
		sc.notes = n > 0 && (l.Style == zh.LabelArabic || l.Style == zh.LabelRound || l.Style == zh.LabelCircled)
	}
	return sc.notes
}

// line scans one paragraph.
func (sc *scanner) line(start, end int) {
	s := sc.s[:end]
	i := start
	for {
		l, n := zh.ScanLabel(s[i:])
		if n == 0 && i == start {
			if l, n = zh.ScanOrdinal(s[i:]); n == 0 {
				l, n = sc.beforeFigure(s[i:])
			}
		}
		if l.Style == zh.LabelHan && l.Number < 0 && sc.numbersItems() && strings.ContainsAny(s[i+n:], ",。") {
			l.Style = zh.LabelArabic // a lost 3、 among 1、 2、
		}
		if l.Style == zh.LabelDecimal && l.Number != 1 && l.Number != sc.last[zh.LabelDecimal]+1 {
			l, n = wholeNumber(l, s[i:])
		}
		if n == 0 || l.Style == zh.LabelDash || tableOfContents(s[start:end]) || !sc.believable(l, i, i+n, s) {
			break
		}
		sc.add(mark{label: l, at: i, after: i + n, inline: i > start})
		i += n
		if l.Style < zh.LabelHan || i >= end { // 第一章 alone may be followed by 第一条
			break
		}
		if l2, _ := zh.ScanLabel(s[i:]); l2.Style <= l.Style {
			break
		}
	}
	for i = sc.text.Marks.Next(i, end); i < end; i = sc.text.Marks.Next(i, end) {
		switch c := s[i]; {
		case c == '(':
			if n := sc.inline(start, i, end); n > 0 {
				i += n
				continue
			}
			i++
		case c == ')' || c == ']' || c == ';' || c == ':' || c == ' ':
			i++
			i += sc.inline(start, i, end)
		case c == 0xE3 && strings.HasPrefix(s[i:], "。"):
			i += len("。")
			i += sc.inline(start, i, end)
		case zh.IsDigit(c):
			if i > start && sc.afterHeading(i) {
				if n := sc.inline(start, i, end); n > 0 {
					i += n
					continue
				}
			}
			for i < end && zh.IsDigit(s[i]) {
				i++
			}
		default:
			i += zh.Width(c)
		}
	}
}

// numbersItems reports whether the last label was an Arabic numeral with 、.
func (sc *scanner) numbersItems() bool {
	if len(sc.marks) == 0 {
		return false
	}
	l := sc.marks[len(sc.marks)-1].label
	return l.Style == zh.LabelArabic && l.Mark == '、'
}

// beforeFigure reads 2.1.5万亩… as the label 2. before a figure, where 2 goes on from the last label.
func (sc *scanner) beforeFigure(s string) (zh.Label, int) {
	dot := strings.IndexByte(s[:min(len(s), 4)], '.')
	if dot <= 0 || dot+1 >= len(s) || !zh.IsDigit(s[dot+1]) {
		return zh.Label{}, 0
	}
	l, n := wholeNumber(zh.Label{}, s)
	if l.Number != sc.last[zh.LabelArabic]+1 || l.Number < 2 {
		return zh.Label{}, 0
	}
	return l, n
}

// wholeNumber reads 17.15分钟… as the label 17. before a figure.
func wholeNumber(l zh.Label, s string) (zh.Label, int) {
	n := strings.IndexByte(s, '.')
	v := 0
	for _, c := range s[:n] {
		if c < '0' || c > '9' {
			return l, 0
		}
		v = v*10 + int(c-'0')
	}
	return zh.Label{Style: zh.LabelArabic, Number: v, Printed: s[:n], Mark: '.'}, n + 1
}

func (sc *scanner) add(m mark) {
	switch {
	case m.label.Number > 0:
		sc.last[m.label.Style] = m.label.Number
	case m.label.Number < 0:
		sc.last[m.label.Style]++
	}
	switch {
	case m.label.Style < zh.LabelHanRound:
		sc.inChapter = 0
	case m.label.Style == zh.LabelHanRound:
		sc.inChapter++
	}
	sc.marks = append(sc.marks, m)
}

// believable keeps out line starts that only look like labels: a reference
// (第三条规定), a date's or quantity's number.
func (sc *scanner) believable(l zh.Label, at, after int, s string) bool {
	rest := s[after:]
	switch l.Style {
	case zh.LabelHan:
		if l.Number < 0 { // a chapter whose numeral was lost is a short heading
			return at == 0 || sc.s[at-1] == '\n' && after < len(s) && len(s)-after < 90 && !strings.ContainsAny(s[after:], ",;")
		}
		// 三、四季度; 一、二年级
		if _, n := zh.ScanInteger(rest); n > 0 && l.Mark == '、' {
			next := zh.FirstRune(rest[n:])
			if strings.ContainsRune("季年级类月批产是等者种个级期", next) {
				return l.Number == sc.last[zh.LabelHan]+1 && next != '季'
			}
		}
		if l.Mark == ' ' || l.Mark == ',' || l.Mark == '.' || l.Mark == ':' {
			return l.Number == 1 || l.Number == sc.last[zh.LabelHan]+1
		}
	case zh.LabelArabic:
		if l.Number < 0 {
			return sc.last[zh.LabelArabic] > 0
		}
		if rest == "" {
			return false
		}
	}
	return true
}

// tableOfContents reports whether a line is an entry of a list of contents (一、总体要求……3).
func tableOfContents(line string) bool {
	body := strings.TrimRight(line, "0123456789 ()-")
	return len(body) < len(line) && (strings.HasSuffix(body, "…") || strings.HasSuffix(body, "...."))
}

// inline tries a label inside a line at i and gives its length, 0 where there is none.
func (sc *scanner) inline(start, i, end int) int {
	s := sc.s[:end]
	j := i
	for j < end && s[j] == ' ' {
		j++
	}
	if j >= end {
		return 0
	}
	if s[j] == '.' || !zh.OpensLabel(zh.FirstRune(s[j:])) {
		return 0
	}
	l, n := zh.ScanLabel(s[j:])
	if n == 0 {
		if l, n = zh.ScanOrdinal(s[j:]); n == 0 {
			return 0
		}
	}
	if l.Style == zh.LabelDash || l.Style != zh.LabelHanRound && l.Number < 0 || l.Mark == ' ' || l.Mark == ',' || l.Mark == ':' || !sc.inSequence(l, start, j) {
		return 0
	}
	if next := zh.FirstRune(s[j+n:]); !zh.IsHan(next) && next != '“' && next != '《' && !zh.IsLetterRune(next) && !(spelled(l.Style) && next >= '0' && next <= '9') {
		return 0
	}
	sc.add(mark{label: l, at: j, after: j + n, inline: true})
	return j + n - i
}

// spelled reports whether labels of a style can not run into the figure after them, as 2. and (2) can: 二是6月底前….
func spelled(style zh.LabelStyle) bool {
	return style == zh.LabelOrdinal || style == zh.LabelHanRound || style == zh.LabelCircled
}

// inSequence decides whether an inline label goes on from the last one of its style.
//
//  1. The number follows the last of its style, or is 1 right after a clause's end or a heading.
//  2. A bracketed Chinese numeral may follow a heading without any mark (…新动能(四)提升…).
//  3. A reference (见第(二)项, 按照三、) is none.
func (sc *scanner) inSequence(l zh.Label, start, at int) bool {
	before := sc.s[start:at]
	prev := zh.LastRune(strings.TrimRight(before, " "))
	closed := zh.EndsSentence(prev) || prev == ')' || prev == ']' || prev == '”'
	switch {
	case strings.ContainsRune("第见按照和、,至或与及表件之附款", prev):
		return false
	case l.Number > 1 && (l.Number == sc.last[l.Style]+1 || l.Style == zh.LabelHanRound && l.Number == sc.inChapter+1):
		switch l.Style {
		case zh.LabelHanRound:
			return true
		case zh.LabelRound, zh.LabelCircled, zh.LabelOrdinal:
			return closed || prev == ';' || prev == ':'
		case zh.LabelArticle, zh.LabelChapter, zh.LabelSection:
			return closed
		}
		return closed || prev == ';' && l.Style == zh.LabelArabic || l.Style == zh.LabelArabic && sc.afterHeading(at)
	case l.Number == 1:
		switch l.Style {
		case zh.LabelHanRound:
			return closed || sc.afterHeading(at)
		case zh.LabelHan:
			return zh.EndsSentence(prev)
		case zh.LabelArabic:
			return closed || sc.afterHeading(at)
		case zh.LabelRound, zh.LabelCircled, zh.LabelOrdinal:
			return closed || prev == ':' || prev == ';'
		}
	case l.Number < 0:
		return closed
	}
	return false
}

// afterHeading reports whether only a heading stands between the last label and at.
func (sc *scanner) afterHeading(at int) bool {
	if at > sc.headingReach() {
		return false
	}
	m := &sc.marks[len(sc.marks)-1]
	return at > m.after && !strings.ContainsAny(sc.s[m.after:at], "。;:\n")
}

// headingReach is the last place to which a heading behind the last label can reach, -1 where none can.
func (sc *scanner) headingReach() int {
	if len(sc.marks) == 0 {
		return -1
	}
	m := &sc.marks[len(sc.marks)-1]
	if m.label.Style > zh.LabelHanRound {
		return -1
	}
	return m.after + 89
}
