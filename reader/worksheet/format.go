package worksheet

import (
	"strconv"
	"strings"

	"github.com/wenxiao/wenxiao/reader/numeral"
)

// A Format (单元格格式) says how the numbers of a cell are printed. Nil prints them as they are.
type Format struct {
	numbers []section // for numbers; with one, for all
	text    *section  // for texts; nil prints them as they are
}

// builtin are the formats that files name by their number alone, as a Chinese
// installation prints them. 14 to 17, 22 and 30 differ from one machine to the
// next; dates stand in the form that every reader understands.
var builtin = map[int]string{
	1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
	5: `"¥"#,##0;"¥"-#,##0`, 6: `"¥"#,##0;"¥"-#,##0`, 7: `"¥"#,##0.00;"¥"-#,##0.00`, 8: `"¥"#,##0.00;"¥"-#,##0.00`,
	9: "0%", 10: "0.00%",
	14: `yyyy"年"m"月"d"日"`, 15: `yyyy"年"m"月"d"日"`, 16: `m"月"d"日"`, 17: `yyyy"年"m"月"`,
	18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: `yyyy"年"m"月"d"日" h:mm`,
	27: `yyyy"年"m"月"`, 28: `m"月"d"日"`, 29: `m"月"d"日"`, 30: `yyyy"年"m"月"d"日"`, 31: `yyyy"年"m"月"d"日"`,
	32: `h"时"mm"分"`, 33: `h"时"mm"分"ss"秒"`, 34: `上午/下午h"时"mm"分"`, 35: `上午/下午h"时"mm"分"ss"秒"`, 36: `yyyy"年"m"月"`,
	37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
	41: "#,##0;-#,##0", 42: `"¥"#,##0;"¥"-#,##0`, 43: "#,##0.00;-#,##0.00", 44: `"¥"#,##0.00;"¥"-#,##0.00`,
	45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 49: "@",
	50: `yyyy"年"m"月"`, 51: `m"月"d"日"`, 52: `yyyy"年"m"月"`, 53: `m"月"d"日"`, 54: `m"月"d"日"`,
	55: `上午/下午h"时"mm"分"`, 56: `上午/下午h"时"mm"分"ss"秒"`, 57: `yyyy"年"m"月"`, 58: `m"月"d"日"`,
}

// Builtin gives the format that files name by a number alone, nil for those
// that print numbers as they are.
func Builtin(id int) *Format {
	code, ok := builtin[id]
	if !ok {
		return nil
	}
	return Parse(code)
}

// Parse reads a number format such as #,##0.00 or yyyy"年"m"月"d"日". There is no
// wrong one: what it does not know it prints as it stands. An empty code, or one
// beyond all that programs write, gives nil.
func Parse(code string) *Format {
	if code == "" || len(code) > maxCode {
		return nil
	}
	f := &Format{}
	parts := splitSections(code)
	for i, part := range parts {
		s := parseSection(part)
		if s.isText && i == len(parts)-1 || i == 3 {
			f.text = &s
			break
		}
		f.numbers = append(f.numbers, s)
	}
	return f
}

// Text is a text as a cell with this format shows it.
func (f *Format) Text(s string) string {
	if f == nil || f.text == nil {
		return s
	}
	var b strings.Builder
	for _, t := range f.text.tokens {
		switch t.kind {
		case words, general:
			b.WriteString(s)
		case literal:
			b.WriteString(t.text)
		}
	}
	return b.String()
}

// Number is a number of a file as a cell with this format shows it; stored is
// how the file writes it. Digits are never changed but by the rounding the
// format asks for. What is no number stands as it is.
func (f *Format) Number(stored string, since1904 bool) string {
	d, ok := parseDecimal(stored)
	if !ok {
		return stored
	}
	s, negative := f.section(d)
	if s == nil {
		return d.String()
	}
	if s.isDate {
		if m, ok := momentOf(d, since1904); ok {
			return s.date(m)
		}
		return d.String()
	}
	d.negative = d.negative && negative
	return s.number(d)
}

// Figure is the number that a file writes, in digits and unrounded; "" for what this format prints as a date and for what is no number.
func (f *Format) Figure(stored string) string {
	d, ok := parseDecimal(stored)
	if !ok {
		return ""
	}
	if s, _ := f.section(d); s != nil && s.isDate {
		return ""
	}
	return d.String()
}

// Date is a date of a file, written as 2024-06-30 or 2024-06-30T09:30:00, as a cell with this format shows it.
func (f *Format) Date(stored string) string {
	m, ok := parseMoment(stored)
	if !ok {
		return stored
	}
	if f != nil && len(f.numbers) > 0 && f.numbers[0].isDate {
		return f.numbers[0].date(m)
	}
	return m.chinese(true, true, true)
}

// section is the one that prints d, nil where the number stands as it is;
// negative says that it does not print the sign itself.
func (f *Format) section(d decimal) (s *section, negative bool) {
	if f == nil || len(f.numbers) == 0 {
		return nil, true
	}
	conditional := false
	for i := range f.numbers {
		s := &f.numbers[i]
		if s.compare == "" {
			continue
		}
		conditional = true
		if s.matches(d) {
			return s, true
		}
	}
	last := len(f.numbers) - 1
	switch {
	case conditional:
		return &f.numbers[last], true
	case d.negative && last >= 1:
		return &f.numbers[1], false
	case d.digits == "" && last >= 2:
		return &f.numbers[2], true
	}
	return &f.numbers[0], true
}

// number prints a number.
func (s *section) number(d decimal) string {
	if d.digits != "" {
		d.point += s.shift
	}
	places := 0
	asIs := false
	for _, t := range s.tokens {
		places += b2i(t.kind == digit)
		asIs = asIs || t.kind == general
	}
	if !asIs && places > 0 {
		d.round(s.decimals)
	}
	if n, ok := s.numeral(d); ok {
		return s.around(n)
	}
	out := s.digits(d, places-s.decimals)
	if d.negative {
		out = "-" + out
	}
	return out
}

// numeral is a whole number in the Chinese numerals the section asks for.
func (s *section) numeral(d decimal) (string, bool) {
	whole := d.whole()
	format := map[string]string{"1": "chineseCounting", "2": "chineseLegalSimplified"}[s.numerals]
	if format == "" || d.negative || d.fraction() != "" || len(whole) > 5 {
		return "", false
	}
	n, _ := strconv.Atoi("0" + whole) // digits, and few of them
	written, _ := numeral.Write(n, format)
	return written, true
}

// around prints a number that is written already among the section's literals.
func (s *section) around(number string) string {
	var b strings.Builder
	done := false
	for _, t := range s.tokens {
		switch t.kind {
		case literal:
			b.WriteString(t.text)
		case digit, general:
			if !done {
				b.WriteString(number)
				done = true
			}
		}
	}
	return b.String()
}

// digits prints the digits of d in their places; before is how many places stand before the point.
func (s *section) digits(d decimal, before int) string {
	d.negative = false
	whole, fraction := d.whole(), d.fraction()
	var b strings.Builder
	place, after := 0, false // places met
	for _, t := range s.tokens {
		switch t.kind {
		case literal:
			b.WriteString(t.text)
		case general, words:
			b.WriteString(d.String())
		case point:
			after, place = true, 0
			if fraction != "" || s.keepsZeros() {
				b.WriteByte('.')
			}
		case digit:
			place++
			if after {
				b.WriteString(fractionDigit(fraction, place-1, t.text))
			} else {
				s.wholeDigits(&b, whole, before-place, place == 1, t.text)
			}
		}
	}
	return b.String()
}

// keepsZeros reports whether the section prints decimals that are zero.
func (s *section) keepsZeros() bool {
	after := false
	for _, t := range s.tokens {
		if after && t.kind == digit && t.text == "0" {
			return true
		}
		after = after || t.kind == point
	}
	return false
}

// wholeDigits prints the digit that has right digits behind it; the first place prints all those before it too.
func (s *section) wholeDigits(b *strings.Builder, whole string, right int, first bool, mark string) {
	at := len(whole) - 1 - right
	from := at
	if first {
		from = min(0, at)
	}
	for i := from; i <= at; i++ {
		behind := len(whole) - 1 - i
		switch {
		case i >= 0:
			b.WriteByte(whole[i])
		case mark == "0" && i == at:
			b.WriteByte('0')
		default:
			continue
		}
		if s.grouped && behind > 0 && behind%3 == 0 {
			b.WriteByte(',')
		}
	}
}

func fractionDigit(fraction string, i int, mark string) string {
	if i < len(fraction) {
		return fraction[i : i+1]
	}
	if mark == "0" {
		return "0"
	}
	return ""
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// LongNumber reports whether a stored number has more digits before its point
// than spreadsheet programs keep, so that its last ones may be lost: an
// identity number that was typed as a number.
func LongNumber(stored string) bool {
	d, ok := parseDecimal(stored)
	return ok && d.point > significant
}
