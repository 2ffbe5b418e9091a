package clean

import (
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// The codes of repairs.
const (
	PageNumberRemoved source.Code = "C201"
	LineBreakJoined   source.Code = "C202"
	DigitMended       source.Code = "C203"
	FurnitureDropped  source.Code = "C204"
)

// An emitter writes the working text and its marks.
type emitter struct {
	t    *Text
	src  string
	buf  strings.Builder
	step int // source minus working offset at the last mark
	last rune
	line int // where the current line starts in the working text
	// sure is how far the current line was searched for marks; marked says whether one was found.
	sure   int
	marked bool
}

func emit(src *source.Text, lines []line) *Text {
	e := emitter{t: &Text{Source: src}, src: src.String, step: -1}
	e.buf.Grow(len(src.String))
	e.t.marks = make([]mark, 0, len(src.String)/40+8)
	for i := range lines {
		l := &lines[i]
		if l.page {
			if pageMark(l.head) != pageNone {
				e.repair(PageNumberRemoved, l.start, l.end, "")
			} else {
				e.repair(FurnitureDropped, l.start, l.end, "")
			}
			continue
		}
		if l.text == "" {
			continue
		}
		start := l.start
		if l.prefix > 0 {
			e.repair(PageNumberRemoved, start, start+l.prefix, "")
			start += l.prefix
		}
		e.copy(start, l.end)
		if l.join {
			e.repair(LineBreakJoined, l.end, l.end, "")
			continue
		}
		e.mark(l.end)
		e.buf.WriteByte('\n')
		e.last, e.line = '\n', e.buf.Len()
	}
	e.t.String = e.buf.String()
	e.t.Marks = zh.FindMarks(e.t.String)
	return e.t
}

func (e *emitter) repair(code source.Code, start, end int, to string) {
	e.t.Repairs = append(e.t.Repairs, Repair{Code: code, Span: source.Span{Start: start, End: end}, From: e.src[start:end], To: to})
}

// mark notes that the next byte written comes from source byte i.
func (e *emitter) mark(i int) {
	if step := i - e.buf.Len(); step != e.step {
		e.t.marks = append(e.t.marks, mark{int32(e.buf.Len()), int32(i)})
		e.step = step
	}
}

// copy folds the source from i to end into the working text.
func (e *emitter) copy(i, end int) {
	s := e.src[:end]
	for i < end {
		run := i
		for i < end {
			if c := s[i]; c >= 0xE4 && c < 0xEF { // nearly all of a text
				i += 3
			} else if plain[c] {
				i++
			} else if i+2 < end && (s[i:i+3] == "、" || s[i:i+3] == "。") { // the marks that texts are full of
				i += 3
			} else {
				break
			}
		}
		if i > run {
			e.mark(run)
			e.buf.WriteString(s[run:i])
			e.last = 'x'
			continue
		}
		c := s[i]
		switch {
		case c == ' ':
			i = e.space(i, end)
		case c < utf8.RuneSelf:
			i = e.slip(i, end)
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			f := zh.Fold(r)
			if f == ' ' {
				i = e.space(i, end)
				continue
			}
			if f != r && confusable(byte(f)) {
				i = e.slip(i, end)
				continue
			}
			if r == '〔' && !(i+size < end && (zh.IsDigit(s[i+size]) || s[i+size] >= 0xEF || s[i+size] == ' ')) {
				f = '('
			} else if r == '〕' && !endsInDigit(e.buf.String()) {
				f = ')'
			}
			e.mark(i)
			if f == r {
				e.buf.WriteString(s[i : i+size])
			} else {
				e.buf.WriteRune(f)
			}
			i += size
		}
	}
}

// endsInDigit tells the bracket of a document number (〔2024〕) from other uses.
func endsInDigit(s string) bool { return s != "" && zh.IsDigit(s[len(s)-1]) }

// plain marks the bytes that are copied as they are: all but those that begin a
// foldable character, spaces, and characters that recognition confuses with digits.
var plain = func() (t [256]bool) {
	for c := range t {
		t[c] = c != ' ' && c != 0xC2 && c != 0xE2 && c != 0xE3 && c != 0xEF && (c > 127 || !confusable(byte(c)))
	}
	return t
}()

// confusable reports whether recognition of scans takes c for a digit or a digit for c.
func confusable(c byte) bool { return c == 'O' || c == 'o' || c == 'I' || c == 'l' || c == 'L' }

// space writes one space for a run of spaces, or none beside digits and marks,
// where it divides nothing.
func (e *emitter) space(i, end int) int {
	j := i
	var next rune
	for j < end {
		r, size := utf8.DecodeRuneInString(e.src[j:end])
		if next = zh.Fold(r); next != ' ' {
			break
		}
		j += size
	}
	if j >= end {
		return end
	}
	written := e.buf.String()
	before := zh.LastRune(written[e.line:])
	if !divides(before) || !divides(next) || before < 128 && zh.IsDigit(byte(before)) && zh.IsHan(next) {
		return j
	}
	if next < 128 && zh.IsDigit(byte(next)) && (!zh.IsHan(before) || e.lineMarked()) {
		return j
	}
	e.mark(i)
	e.buf.WriteByte(' ')
	return j
}

// lineMarked reports whether the current line holds a space or a sentence's mark already. It looks at each byte once.
func (e *emitter) lineMarked() bool {
	written := e.buf.String()
	if e.sure < e.line {
		e.sure, e.marked = e.line, false
	}
	if !e.marked {
		e.marked = strings.ContainsAny(written[e.sure:], " ,。;")
		e.sure = len(written)
	}
	return e.marked
}

// divides reports whether a space beside r may divide words.
func divides(r rune) bool {
	return zh.IsHan(r) || r < 128 && (zh.IsLetter(byte(r)) || zh.IsDigit(byte(r)) || r == '(' || r == ')') || zh.EnclosedDigit(r) > 0 || r == '“' || r == '”' || r == '《' || r == '》'
}

// slip mends a number in which recognition took letters for digits (IOOO亩,
// L98万, 2OO), or copies one character.
func (e *emitter) slip(i, end int) int {
	n := 1
	if e.src[i] >= utf8.RuneSelf {
		_, n = utf8.DecodeRuneInString(e.src[i:])
	}
	if mended, length := mend(e.src[:end], i, e.buf.String()); length > 0 {
		e.repair(DigitMended, i, i+length, mended)
		e.mark(i)
		if len(mended) == length {
			e.buf.WriteString(mended)
			return i + length
		}
		for k := 0; k < len(mended); k++ { // L98 reads 1.98: both new characters lead to L
			e.mark(i + max(0, k-(len(mended)-length)))
			e.buf.WriteByte(mended[k])
		}
		return i + length
	}
	e.mark(i)
	r, _ := utf8.DecodeRuneInString(e.src[i:])
	e.buf.WriteRune(zh.Fold(r))
	return i + n
}

// mend reads the run of digits and confusable letters at s[i:] as a number. It
// answers only where the run is a number by its surroundings: digits before it, or
// a unit after it, and no other letter beside it.
func mend(s string, i int, before string) (mended string, length int) {
	j := i
	letters := 0
	for j < len(s) && (zh.IsDigit(s[j]) || s[j] == '.' || confusable(s[j])) {
		letters += b2i(confusable(s[j]))
		j++
	}
	prev := byte(0)
	if before != "" {
		prev = before[len(before)-1]
	}
	if zh.IsLetter(prev) || j < len(s) && zh.IsLetter(s[j]) || letters == 0 || j-i > 12 {
		return "", 0
	}
	var b strings.Builder
	for k := i; k < j; k++ {
		switch c := s[k]; c {
		case 'O', 'o':
			b.WriteByte('0')
		case 'I', 'l':
			b.WriteByte('1')
		case 'L':
			b.WriteString("1.")
		default:
			b.WriteByte(c)
		}
	}
	text := b.String()
	continued := zh.IsDigit(prev) || prev == '.'
	if strings.Count(text, ".") > 1 || text[0] == '.' && !continued || text[len(text)-1] == '.' {
		return "", 0
	}
	if !continued && text[0] == '0' && len(text) > 1 && text[1] != '.' {
		return "", 0
	}
	var folded strings.Builder
	for _, r := range s[j:min(len(s), j+24)] {
		folded.WriteRune(zh.Fold(r))
	}
	after := strings.TrimLeft(folded.String(), " ")
	if _, ok := quantity.Scan("1" + after); !ok && !(continued && (j >= len(s) || !zh.IsHan(zh.FirstRune(after)))) && !datePart(after, text) {
		return "", 0
	}
	return text, j - i
}

// datePart reports whether text before after is a month (l0月底) or anniversary (IOO周年).
func datePart(after, text string) bool {
	return strings.HasPrefix(after, "月") || strings.HasPrefix(after, "周年") || strings.HasPrefix(after, "-") || strings.HasPrefix(after, "—") ||
		strings.HasPrefix(after, "至") || strings.HasPrefix(after, "余") || len(text) > 1 && zh.IsDigit(text[0]) && strings.HasPrefix(after, ",")
}
