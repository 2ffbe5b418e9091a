package quantity

import (
	"strings"

	"github.com/wenxiao/wenxiao/zh"
)

// scanFraction reads a part of a whole as per cent: 三分之二 is 66.6667 %,
// 百分之八十五 85 %, 八成 80 %, 一半 50 %, 2/3 66.6667 %. a is the number of n bytes that
// s begins with, n 0 where it begins with none.
func scanFraction(s string, a Number, n int, han bool) (q Quantity, ok bool) {
	percent := func(v Number, n int, han bool) (Quantity, bool) {
		return Quantity{Value: v, Unit: "%", Class: Ratio, Han: han, Len: n, NumberLen: n}, true
	}
	if strings.HasPrefix(s, "一半") || strings.HasPrefix(s, "半数") {
		return percent(Integer(50), len("一半"), true)
	}
	if rest, found := strings.CutPrefix(s, "百分之"); found {
		if v, n := scanHanDecimal(rest); n > 0 {
			return percent(v, len(s)-len(rest)+n, true)
		}
	}
	if n == 0 || a.Scale != 0 {
		return q, false
	}
	rest := s[n:]
	switch {
	case strings.HasPrefix(rest, "分之"):
		b, m, _ := scanNumber(rest[len("分之"):])
		if v, fits := Percent(b.Coefficient, a.Coefficient); m > 0 && fits && b.Scale == 0 {
			return percent(v, n+len("分之")+m, han)
		}
	case strings.HasPrefix(rest, "/"):
		b, m, _ := scanNumber(rest[1:])
		if m == 0 || han || b.Coefficient < 2 || b.Coefficient > 10 || b.Scale != 0 || a.Coefficient >= b.Coefficient {
			return q, false
		}
		if _, u := units.Prefix(rest[1+m:]); u > 0 {
			return q, false
		}
		if v, fits := Percent(a.Coefficient, b.Coefficient); fits {
			return percent(v, n+1+m, false)
		}
	case strings.HasPrefix(rest, "成") && a.Coefficient >= 1 && a.Coefficient <= 9:
		return scanTenths(s, a, n, han)
	}
	return q, false
}

// scanTenths reads 八成, 八成五, 八成半 and 七至八成; other words begin alike (八成立).
func scanTenths(s string, a Number, n int, han bool) (q Quantity, ok bool) {
	n += len("成")
	if r := zh.FirstRune(s[n:]); strings.ContainsRune("立员为效果分本就都型品熟长片套", r) && r != 0 {
		return q, false
	}
	v := Integer(a.Coefficient * 10)
	if five := zh.FirstRune(s[n:]); five == '五' || five == '半' {
		v.Coefficient += 5
		n += len("五")
	}
	return Quantity{Value: v, Unit: "%", Class: Ratio, Han: han, Len: n, NumberLen: n}, true
}

// scanHanDecimal reads 八十五 or 八十五点五.
func scanHanDecimal(s string) (v Number, n int) {
	i, n := zh.ScanInteger(s)
	if n == 0 {
		if rest, found := strings.CutPrefix(s, "百"); found { // 百分之百
			return Integer(100), len(s) - len(rest)
		}
		return v, 0
	}
	v = Integer(i)
	if rest, found := strings.CutPrefix(s[n:], "点"); found {
		m := 0
		for v.Scale < 8 {
			d, size := zh.ScanInteger(firstChar(rest[m:]))
			if size == 0 || d > 9 {
				break
			}
			v = Number{v.Coefficient*10 + d, v.Scale + 1}
			m += size
		}
		if m > 0 {
			n += len("点") + m
		}
	}
	return v.reduce(), n
}

func firstChar(s string) string {
	for i := range s {
		if i > 0 {
			return s[:i]
		}
	}
	return s
}
