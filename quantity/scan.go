package quantity

import (
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/zh"
)

// A Quantity (数量) is a number with its unit as it stands in a text.
type Quantity struct {
	Value Number
	// Hi is the upper end of a range (5至10个); Value is then the lower one.
	Hi    Number
	Range bool
	// Scale is the place word between number and unit (万, 亿, 万亿); it belongs
	// to the printed unit: 5.8万亩 is 5.8 in 万亩.
	Scale string
	// Unit is the unit without its scale; PrintedUnit joins both.
	Unit  string
	Class Class
	// Han reports Chinese numerals (二十个), which stand in names more often than digits do.
	Han bool
	// Odd reports 余 or 多 between number and unit (200余个).
	Odd bool
	// Len is the length in bytes from the number's first character to the unit's last.
	Len int
	// NumberLen is the length of the number alone, its range included.
	NumberLen int
}

// PrintedUnit is the unit as a target states it: scale and unit together.
func (q Quantity) PrintedUnit() string { return q.Scale + q.Unit }

// Scan reads the quantity that s begins with. ok is false where s begins with no
// number, or with one that has no unit. s is folded text (see [zh.Fold]).
//
// It reads digits with decimals and thousands (1,200.5), Chinese integers (二十),
// ranges (5-10个, 2—3家, 5万至10万亩, 3%到5%), fractions (三分之二, 百分之八十, 2/3,
// 八成, 一半), and place words kept in the unit (1.2万户).
func Scan(s string) (q Quantity, ok bool) {
	lo, n, han := scanNumber(s)
	if q, ok = scanFraction(s, lo, n, han); ok || n == 0 {
		return q, ok
	}
	q.Value, q.Han, q.NumberLen = lo, han, n
	i := n
	scale := scanScale(s[i:])
	i += len(scale)
	class, u := units.Prefix(s[i:])
	first := s[i : i+u]
	if hi, end, ok := scanRangeEnd(s, i, u, han); ok {
		q.Range, q.Hi = true, hi
		i = end
		q.NumberLen = i
		if last := scanScale(s[i:]); last != "" || scale == "" {
			i += len(last)
			q.Scale, scale = last, last
		}
		class, u = units.Prefix(s[i:])
		if u == 0 && first != "" {
			class, _ = units.Prefix(first)
			q.Unit, q.Class, q.Scale, q.Len = first, class, scale, i
			return q, true
		}
	} else {
		for _, odd := range [...]string{"余", "多"} {
			if rest, found := strings.CutPrefix(s[i:], odd); found {
				if c, m := units.Prefix(rest); m > 0 {
					class, u, q.Odd = c, m, true
					i += len(odd)
				}
			}
		}
	}
	if u == 0 {
		return q, false
	}
	q.Scale, q.Class, q.Unit = scale, class, s[i:i+u]
	q.Len = i + u
	q.extendUnit(s)
	return q, true
}

// extendUnit takes a rate into the unit: 吨/日, 元/人·年, 台(套).
func (q *Quantity) extendUnit(s string) {
	for strings.HasPrefix(s[q.Len:], "/") || strings.HasPrefix(s[q.Len:], "·") {
		sep := 1
		if s[q.Len] != '/' {
			sep = len("·")
		}
		_, n := units.Prefix(s[q.Len+sep:])
		if n == 0 {
			return
		}
		q.Unit += s[q.Len : q.Len+sep+n]
		q.Len += sep + n
	}
	if rest := s[q.Len:]; strings.HasPrefix(rest, "(") {
		if end := strings.IndexByte(rest, ')'); end > 1 && end <= 10 {
			if _, n := units.Prefix(rest[1:end]); n == end-1 && q.Class != Ratio {
				q.Unit += rest[:end+1]
				q.Len += end + 1
			}
		}
	}
}

// scanNumber reads one number: digits, or a Chinese integer (han).
func scanNumber(s string) (v Number, n int, han bool) {
	if s == "" {
		return v, 0, false
	}
	if !zh.IsDigit(s[0]) {
		if s[0] < utf8.RuneSelf {
			return v, 0, false
		}
		i, n := zh.ScanInteger(s)
		return Integer(i), n, true
	}
	for n < len(s) && (zh.IsDigit(s[n]) || s[n] == '.' && n+1 < len(s) && zh.IsDigit(s[n+1]) || s[n] == ',' && thousands(s, n)) {
		n++
		if n > 40 {
			return v, 0, false
		}
	}
	v, err := ParseNumber(strings.ReplaceAll(s[:n], ",", ""))
	if err != nil {
		return v, 0, false
	}
	return v, n, false
}

// thousands reports whether the comma at i divides thousands: three digits after
// it, no fourth, one to three before it.
func thousands(s string, i int) bool {
	before := 0
	for j := i - 1; j >= 0 && zh.IsDigit(s[j]); j-- {
		before++
	}
	after := 0
	for j := i + 1; j < len(s) && zh.IsDigit(s[j]); j++ {
		after++
	}
	return before >= 1 && before <= 3 && after == 3
}

// scanScale gives the place words that s begins with: 万, 亿, 万亿, 千, 百万, 千万.
func scanScale(s string) string {
	n := 0
	for {
		r, size := utf8.DecodeRuneInString(s[n:])
		switch r {
		case '十', '百', '千', '万', '亿':
		default:
			return s[:n]
		}
		if r == '千' { // 千瓦, 千米, 千克 and 千伏 are units
			if _, u := units.Prefix(s[n:]); u > 0 {
				return s[:n]
			}
		}
		n += size
	}
}

// scanRangeEnd reads the second number of a range whose first number with its
// scale ends at i, followed by a unit of u bytes (5%-8%, 3-5个, 5万至10万亩).
func scanRangeEnd(s string, i, u int, han bool) (hi Number, end int, ok bool) {
	for _, at := range [...]int{i, i + u} {
		rest := s[at:]
		sep := rangeMark(rest)
		if sep == 0 {
			continue
		}
		hi, n, hiHan := scanNumber(rest[sep:])
		if n == 0 || hiHan != han {
			continue
		}
		end = at + sep + n
		scale := scanScale(s[end:])
		if _, m := units.Prefix(s[end+len(scale):]); m > 0 || u > 0 {
			return hi, end, true
		}
	}
	return hi, 0, false
}

// rangeMark gives the length of the mark between two numbers that s begins with, 0 where there is none.
func rangeMark(s string) int {
	switch {
	case strings.HasPrefix(s, "-"), strings.HasPrefix(s, "~"):
		return 1
	case strings.HasPrefix(s, "——"):
		return len("——")
	case strings.HasPrefix(s, "—"), strings.HasPrefix(s, "至"), strings.HasPrefix(s, "到"):
		return len("—")
	}
	return 0
}
