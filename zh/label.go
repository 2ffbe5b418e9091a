package zh

import (
	"strings"
	"unicode/utf8"
)

// A LabelStyle is a way to number clauses (条目编号), in the order in which official
// documents nest them, outermost first.
type LabelStyle uint8

// The styles of labels.
const (
	NoLabel       LabelStyle = iota
	LabelPart                // 第一部分, 第一篇, 第一编
	LabelChapter             // 第一章
	LabelSection             // 第一节
	LabelHan                 // 一、
	LabelNamed               // 任务一: or 任务1.
	LabelArticle             // 第一条
	LabelHanRound            // （一）
	LabelArabic              // 1. or 1、
	LabelDecimal             // 1.1
	LabelRound               // （1） or 1）
	LabelCircled             // ①
	LabelOrdinal             // 一是
	LabelDash                // ——
)

// A Label is a clause number as printed.
type Label struct {
	Style  LabelStyle
	Number int // 0 for a dash, -1 where the numeral was lost: (), or 、 or . at a line's start
	// Printed is the label without the mark that follows it: "一", "(一)", "1", "第三条".
	Printed string
	// Mark is the character after it: '、', '.', ',', ' ' or 0.
	Mark rune
}

// ScanLabel reads the label that s begins with and its length in bytes with the
// mark and spaces after it; the length is 0 where there is none. s is folded
// text. Labels in a sentence (一是) are read by [ScanOrdinal].
func ScanLabel(s string) (Label, int) {
	if s == "" {
		return Label{}, 0
	}
	switch c := s[0]; {
	case c == '.' && IsHan(FirstRune(s[1:])):
		return Label{Style: LabelArabic, Number: -1, Mark: '.'}, 1
	case c == '(':
		return scanBracketLabel(s)
	case IsDigit(c):
		return scanArabicLabel(s)
	case c == '-' || c < utf8.RuneSelf:
		return Label{}, 0
	}
	r, size := decode(s)
	if !labelHeads.Has(r) {
		return Label{}, 0
	}
	switch {
	case r == '第':
		return scanArticleLabel(s)
	case r == '任' || r == '措' || r == '行' || r == '项' || r == '工' || r == '专' || r == '事':
		return scanNamedLabel(s)
	case r == '、' && IsHan(FirstRune(s[size:])):
		return Label{Style: LabelHan, Number: -1, Mark: r}, size
	case r == '—':
		n := size
		for strings.HasPrefix(s[n:], "—") {
			n += size
		}
		if n == size && !IsHan(FirstRune(s[n:])) {
			return Label{}, 0
		}
		return Label{Style: LabelDash, Printed: s[:n]}, n + spaces(s[n:])
	case EnclosedDigit(r) > 0:
		return Label{Style: LabelCircled, Number: EnclosedDigit(r), Printed: s[:size]}, size + spaces(s[size:])
	case IsNumeral(r):
		v, n := ScanInteger(s)
		if n == 0 || v < 1 || v > 199 {
			return Label{}, 0
		}
		mark, m := labelMark(s[n:])
		if m == 0 || mark == ')' {
			return Label{}, 0
		}
		return Label{Style: LabelHan, Number: int(v), Printed: s[:n], Mark: mark}, n + m
	}
	return Label{}, 0
}

// OpensLabel reports whether a label may begin with r, in a sentence or before it.
func OpensLabel(r rune) bool {
	return r == '(' || r == '.' || r >= '0' && r <= '9' || r >= utf8.RuneSelf && labelHeads.Has(r)
}

// labelHeads are the wide characters that a label begins with.
var labelHeads = func() *Chars {
	heads := "第任措行项工专事、—" + Numerals
	for r := rune(0x2460); r < 0x3300; r++ { // where enclosed digits stand
		if EnclosedDigit(r) > 0 {
			heads += string(r)
		}
	}
	return NewChars(heads)
}()

// scanNamedLabel reads a label that names what it numbers: 任务一: and 任务1.
func scanNamedLabel(s string) (Label, int) {
	for _, word := range [...]string{"任务", "措施", "行动", "项目", "工程", "专项行动", "事项"} {
		rest, found := strings.CutPrefix(s, word)
		if !found {
			continue
		}
		v, n := int64(0), 0
		for n < len(rest) && n < 2 && IsDigit(rest[n]) {
			v = v*10 + int64(rest[n]-'0')
			n++
		}
		if n == 0 {
			v, n = ScanInteger(rest)
		}
		if n == 0 || v < 1 || v > 199 {
			return Label{}, 0
		}
		mark, m := labelMark(rest[n:])
		if m == 0 || mark == ')' || mark == ',' {
			return Label{}, 0
		}
		return Label{Style: LabelNamed, Number: int(v), Printed: word + rest[:n], Mark: mark}, len(word) + n + m
	}
	return Label{}, 0
}

// labelMark reads the mark after a numeral: 、 or . or a comma or a space before Han.
func labelMark(s string) (mark rune, n int) {
	r, size := utf8.DecodeRuneInString(s)
	switch r {
	case '、', '.', ',', ')', ':':
		n = size
		if next := s[n:]; r == '.' && next != "" && IsDigit(next[0]) || r == ',' && !IsHan(FirstRune(next)) {
			return 0, 0
		}
		return r, n + spaces(s[n:])
	case ' ':
		n = spaces(s)
		if IsHan(FirstRune(s[n:])) {
			return ' ', n
		}
	}
	return 0, 0
}

func spaces(s string) int {
	n := 0
	for n < len(s) && s[n] == ' ' {
		n++
	}
	return n
}

// scanBracketLabel reads (一), (1), and (), whose numeral was lost.
func scanBracketLabel(s string) (Label, int) {
	i := 1 + spaces(s[1:])
	l := Label{}
	start := i
	if i < len(s) && IsDigit(s[i]) {
		for i < len(s) && IsDigit(s[i]) && i < start+3 {
			l.Number = l.Number*10 + int(s[i]-'0')
			i++
		}
		l.Style = LabelRound
	} else if v, n := ScanInteger(s[i:]); n > 0 && v > 0 && v < 200 {
		l.Style, l.Number = LabelHanRound, int(v)
		i += n
	} else {
		l.Style, l.Number = LabelHanRound, -1
	}
	numeral := s[start:i]
	i += spaces(s[i:])
	if i >= len(s) || s[i] != ')' {
		return Label{}, 0
	}
	i++
	l.Printed = "(" + numeral + ")"
	if l.Number == -1 && !IsHan(FirstRune(s[i+spaces(s[i:]):])) {
		return Label{}, 0
	}
	for _, mark := range [...]string{"、", "."} {
		i += len(mark) * b2i(strings.HasPrefix(s[i:], mark))
	}
	return l, i + spaces(s[i:])
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// scanArabicLabel reads 1. and 1、 and 1) and 1.1 before Chinese text.
func scanArabicLabel(s string) (Label, int) {
	i, v := 0, 0
	for i < len(s) && IsDigit(s[i]) {
		v = v*10 + int(s[i]-'0')
		if i++; i > 3 {
			return Label{}, 0
		}
	}
	if v == 0 || s[0] == '0' {
		return Label{}, 0
	}
	if strings.HasPrefix(s[i:], ".") && i+1 < len(s) && IsDigit(s[i+1]) {
		if rest := s[i+1:]; len(rest) > 7 && rest[:2] == "20" && strings.HasPrefix(rest[4:], "年") { // 1.2024年，…
			return Label{Style: LabelArabic, Number: v, Printed: s[:i], Mark: '.'}, i + 1
		}
		return scanDecimalLabel(s)
	}
	mark, m := labelMark(s[i:])
	style := LabelArabic
	switch mark {
	case ')':
		style = LabelRound
	case ' ', ',', ':', 0:
		return Label{}, 0
	}
	next := FirstRune(s[i+m:])
	if mark == '.' && next != 0 && !IsHan(next) && !strings.ContainsRune(`"“《'‘(`, next) && !IsLetterRune(next) {
		return Label{}, 0
	}
	printed := s[:i]
	if style == LabelRound {
		printed += ")"
	}
	return Label{Style: style, Number: v, Printed: printed, Mark: mark}, i + m
}

// IsLetterRune reports whether r is an ASCII letter.
func IsLetterRune(r rune) bool { return r < utf8.RuneSelf && IsLetter(byte(r)) }

// scanDecimalLabel reads 1.1 or 2.3.1 before a space or a heading; 1.5万亩 is a quantity.
func scanDecimalLabel(s string) (Label, int) {
	i, last, parts := 0, 0, 1
	for i < len(s) && (IsDigit(s[i]) || s[i] == '.') {
		if s[i] == '.' {
			parts++
			last = 0
		} else if last = last*10 + int(s[i]-'0'); last > 99 {
			return Label{}, 0
		}
		i++
	}
	next := FirstRune(s[i:])
	if parts > 3 || last == 0 || s[i-1] == '.' || !IsHan(next) && next != ' ' || strings.ContainsRune("万亿亩元个公千平立吨倍年月至到以", next) {
		return Label{}, 0
	}
	n := i + spaces(s[i:])
	if !IsHan(FirstRune(s[n:])) {
		return Label{}, 0
	}
	return Label{Style: LabelDecimal, Number: last, Printed: s[:i]}, n
}

// scanArticleLabel reads 第一章, 第二节, 第三条, 第一部分.
func scanArticleLabel(s string) (Label, int) {
	i := len("第")
	i += spaces(s[i:])
	v, n := int64(0), 0
	if i < len(s) && IsDigit(s[i]) {
		for i+n < len(s) && IsDigit(s[i+n]) && n < 3 {
			v = v*10 + int64(s[i+n]-'0')
			n++
		}
	} else {
		v, n = ScanInteger(s[i:])
	}
	if n == 0 || v == 0 {
		return Label{}, 0
	}
	i += n
	i += spaces(s[i:])
	for _, w := range articleWords {
		if strings.HasPrefix(s[i:], w.word) {
			end := i + len(w.word)
			next := s[end:]
			if w.style == LabelArticle && strings.HasPrefix(next, "第") || next != "" && strings.ContainsRune("的规所和、,或至及", FirstRune(next)) {
				return Label{}, 0
			}
			l := Label{Style: w.style, Number: int(v), Printed: strings.ReplaceAll(s[:end], " ", "")}
			if strings.HasPrefix(next, ":") {
				end++
			}
			return l, end + spaces(s[end:])
		}
	}
	return Label{}, 0
}

var articleWords = [...]struct {
	word  string
	style LabelStyle
}{{"部分", LabelPart}, {"篇", LabelPart}, {"编", LabelPart}, {"章", LabelChapter}, {"节", LabelSection}, {"条", LabelArticle}}

// ScanOrdinal reads 一是, 二要 and their like, which number the parts of a clause in running text.
func ScanOrdinal(s string) (Label, int) {
	if s == "" || s[0] < utf8.RuneSelf {
		return Label{}, 0
	}
	v, n := ScanInteger(s)
	if n == 0 || v < 1 || v > 20 || !strings.HasPrefix(s[n:], "是") {
		return Label{}, 0
	}
	n += len("是")
	return Label{Style: LabelOrdinal, Number: int(v), Printed: s[:n]}, n
}
