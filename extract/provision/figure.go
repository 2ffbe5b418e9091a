package provision

import (
	"strings"

	"github.com/wenxiao/wenxiao/extract/moment"
	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/zh"
)

// A figure (数值) is one number of a provision with its unit, converted: money in yuan,
// spans of years and months in months, ratios in per cent.
type figure struct {
	passage.Piece
	value quantity.Number
	class quantity.Class
	unit  string
	rank  bool // 前3名
	vague bool // its unit is not in the list of units
}

// scanFigures reads the numbers of p that can be parameters, in reading order, into out. It leaves
// out dates, document numbers, grades (三星), ordinals (第一年), names in quotes and articles (一个).
func scanFigures(s string, p passage.Piece, out []figure) []figure {
	for i := figureHeads.Next(s[:p.End], p.Start); i < p.End; i = figureHeads.Next(s[:p.End], i) {
		n := 0
		if r := zh.FirstRune(s[i:]); r == '《' || r == '“' || r == '〔' {
			n = skipName(s[i:p.End])
		} else if r < 0x80 {
			out, n = digitFigure(s, i, p, out)
		} else {
			out, n = hanFigure(s, i, p, out)
		}
		i += max(n, zh.Width(s[i]))
	}
	return out
}

// figureHeads begin figures, and names that hold none.
var figureHeads = zh.NewChars("0123456789《“〔半" + zh.Numerals)

// skipName gives the length of a name in 《》, “” or 〔〕, with the number of a document after it (〔2020〕7号).
func skipName(s string) int {
	opened := passage.First(s)
	closing := map[string]string{"《": "》", "“": "”", "〔": "〕"}[opened]
	end := strings.Index(s, closing)
	if end < 0 || end > 90 {
		return len(opened)
	}
	end += len(closing)
	if opened == "〔" {
		for end < len(s) && zh.IsDigit(s[end]) {
			end++
		}
	}
	return end
}

// digitFigure reads the figure that stands at i in digits; n is how far to go on, at least 1.
func digitFigure(s string, i int, p passage.Piece, out []figure) (_ []figure, n int) {
	run := digitRun(s[i:p.End])
	if i > p.Start && (zh.IsLetter(s[i-1]) || s[i-1] == '-' && i > p.Start+1 && zh.IsLetter(s[i-2])) {
		return out, run
	}
	before, rest := s[p.Start:i], s[i:p.End]
	if m := dateLength(rest, before); m > 0 {
		return out, m
	}
	if _, m := ranked.Suffix(before); m > 0 && strings.HasSuffix(before, "第") {
		if v, err := quantity.ParseNumber(s[i : i+run]); err == nil {
			return append(out, figure{Piece: passage.Between(i, i+run), value: v, class: quantity.Rank, rank: true}), run
		}
	}
	if strings.HasSuffix(before, "第") || strings.HasSuffix(before, "(含") || strings.HasSuffix(before, "(不含") {
		return out, run
	}
	q, ok := quantity.Scan(rest)
	if !ok {
		return bareFigure(s, i, p, run, out)
	}
	if q.Class == quantity.Rank && q.Unit != "层" {
		return out, q.Len
	}
	return addQuantity(out, rest, i, q, strings.HasSuffix(before, "前") || strings.HasSuffix(before, "后") || strings.HasSuffix(before, "末")), q.Len
}

func digitRun(s string) int {
	n := 0
	for n < len(s) && (zh.IsDigit(s[n]) || s[n] == '.' && n+1 < len(s) && zh.IsDigit(s[n+1])) {
		n++
	}
	return max(n, 1)
}

// dateLength gives the length of a date that s begins with: 2024年6月, 6月30日, 25日前.
func dateLength(s, before string) int {
	v, n := moment.Digits(s)
	rest := s[n:]
	switch {
	case n == 4 && v >= 1949 && v <= 2100 && (strings.HasPrefix(rest, "年") || strings.HasPrefix(rest, "-20") || strings.HasPrefix(rest, "—20")):
		if m, ok := moment.Scan(s, 0); ok {
			return m.Len
		}
		return n
	case n <= 2 && strings.HasPrefix(rest, "月"):
		if m, ok := moment.Scan(s, 2000); ok {
			return m.Len
		}
		return n
	case n <= 2 && v <= 31 && (strings.HasPrefix(rest, "日前") || strings.HasPrefix(rest, "号前") || strings.HasPrefix(rest, "日") && strings.HasSuffix(before, "月")):
		return n + len("日")
	}
	return 0
}

// bareFigure reads digits without a known unit: the first of a list that shares one
// unit (5、10、20万元), a rank (前10), or a count of something rare (住宿1晚).
func bareFigure(s string, i int, p passage.Piece, run int, out []figure) ([]figure, int) {
	rest := s[i+run : p.End]
	v, err := quantity.ParseNumber(s[i : i+run])
	if err != nil || rest == "" {
		return out, run
	}
	before := s[p.Start:i]
	if strings.HasSuffix(before, "前") || strings.HasSuffix(before, "末") {
		return append(out, figure{Piece: passage.Between(i, i+run), value: v, class: quantity.Rank, rank: true}), run
	}
	if q, ok := sharedUnit(rest); ok {
		f := figure{Piece: passage.Between(i, i+run), value: v, class: q.Class, unit: q.Unit}
		f.value = convert(v, q.Scale, q)
		return append(out, f), run
	}
	next := zh.FirstRune(rest)
	if !zh.IsHan(next) || strings.ContainsRune("号条款章节年月日项", next) || strings.HasSuffix(before, "/") {
		return out, run
	}
	return append(out, figure{Piece: passage.Between(i, i+run), value: v, class: quantity.Counter, unit: string(next), vague: true}), run
}

// sharedUnit reads on in a list of numbers to the one that carries the unit.
func sharedUnit(s string) (quantity.Quantity, bool) {
	for range 8 {
		sep := 0
		for _, mark := range [...]string{"、", "/", "和", "或"} {
			if strings.HasPrefix(s, mark) {
				sep = len(mark)
			}
		}
		if sep == 0 || sep == len(s) || !zh.IsDigit(s[sep]) {
			break
		}
		s = s[sep:]
		if q, ok := quantity.Scan(s); ok {
			return q, q.Class != quantity.Rank
		}
		s = s[digitRun(s):]
	}
	return quantity.Quantity{}, false
}

// hanFigure reads the figure that stands at i in Chinese numerals; n is 0 where there is none.
func hanFigure(s string, i int, p passage.Piece, out []figure) (_ []figure, n int) {
	before, rest := s[p.Start:i], s[i:p.End]
	if strings.HasPrefix(rest, "半年") {
		if _, m := halfNot.Suffix(before); m > 0 {
			return out, len("半年")
		}
		return append(out, figure{Piece: passage.Between(i, i+len("半年")), value: quantity.Integer(6), class: quantity.Time, unit: "个月"}), len("半年")
	}
	if v, m := zh.ScanInteger(rest); m > 0 && strings.HasSuffix(before, "第") && rankBefore(before) {
		return append(out, figure{Piece: passage.Between(i, i+m), value: quantity.Integer(v), class: quantity.Rank, rank: true}), m
	}
	q, ok := quantity.Scan(rest)
	if !ok {
		v, m := zh.ScanInteger(rest)
		if m > 0 && rankBefore(before) {
			return append(out, figure{Piece: passage.Between(i, i+m), value: quantity.Integer(v), class: quantity.Rank, rank: true}), m
		}
		return out, m
	}
	if !counts(q, before, rest[q.Len:]) {
		return out, q.Len
	}
	rank := q.Class == quantity.Person && (strings.HasSuffix(before, "前") || strings.HasSuffix(before, "后") || strings.HasSuffix(before, "末"))
	return addQuantity(out, rest, i, q, rank), q.Len
}

// rankBefore reports whether s ends with the words of a place in a ranking (排名前, 位列第).
func rankBefore(s string) bool {
	_, n := ranked.Suffix(s)
	return n > 0
}

// counts decides whether a quantity in Chinese numerals is a number and no word or name
// (一次性, 两项补贴, 三年行动, 第一名).
func counts(q quantity.Quantity, before, after string) bool {
	if _, n := hanNot.Suffix(before); n > 0 {
		return false
	}
	switch q.Class {
	case quantity.Money, quantity.Ratio, quantity.Multiple:
		return true
	case quantity.Time:
		_, name := hanName.Prefix(after)
		return name == 0 && (q.Unit != "时" && q.Unit != "分" && q.Unit != "日" && q.Unit != "月")
	case quantity.Counter, quantity.Person, quantity.Times, quantity.Measure:
		if q.Unit == "次" && strings.HasPrefix(after, "性") {
			return false
		}
		_, m := hanBefore.Suffix(before)
		_, n := hanAfter.Prefix(after)
		return m > 0 && q.Value != quantity.Integer(1) || n > 0
	}
	return false
}

// addQuantity converts q, which stands at i, and both its ends where it is a range.
func addQuantity(out []figure, rest string, i int, q quantity.Quantity, rank bool) []figure {
	f := figure{Piece: passage.Between(i, i+q.Len), class: q.Class, unit: q.Unit, rank: rank}
	if !q.Range {
		f.value = convert(q.Value, q.Scale, q)
		return append(out, f)
	}
	lo := f
	lo.value = convert(q.Value, lowScale(rest, q.Scale), q)
	f.value = convert(q.Hi, q.Scale, q)
	return append(out, lo, f)
}

// lowScale gives the place word of a range's lower end: its own (5万至10万元), none where
// it has its own unit (5000元至1万元), else the upper one's (5至10万元).
func lowScale(s, high string) string {
	i := digitRun(s)
	rest := s[i:]
	scale := ""
	for _, w := range [...]string{"万亿", "千万", "百万", "万", "亿", "千"} {
		if strings.HasPrefix(rest, w) {
			scale = w
			break
		}
	}
	if scale != "" {
		return scale
	}
	if _, n := quantity.ScanUnit(rest); n > 0 {
		return ""
	}
	return high
}

// convert gives v in yuan, months or plain.
func convert(v quantity.Number, scale string, q quantity.Quantity) quantity.Number {
	factor := int64(1)
	for _, r := range scale {
		switch r {
		case '十':
			factor *= 10
		case '百':
			factor *= 100
		case '千':
			factor *= 1000
		case '万':
			factor *= 10000
		case '亿':
			factor *= 100000000
		}
		if factor > 1e12 {
			return v
		}
	}
	if q.Class == quantity.Time {
		switch q.Unit {
		case "年", "个学年", "学年":
			factor *= 12
		case "季度", "个季度":
			factor *= 3
		}
	}
	if p, ok := v.Times(factor); ok {
		return p
	}
	return v
}
