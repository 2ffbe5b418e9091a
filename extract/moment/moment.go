// Package moment reads the date expressions (时间表述) of official documents, such as
// 2024年6月底前, 三季度末 and “十四五”末, as the last day they cover. It must not know what
// falls due then: whether a date limits a target or begins a rule is for others to say.
//
// Start at [Scan].
package moment

import (
	"strings"

	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/zh"
)

// A Moment is a date expression (时间表述) of the text and the last day it covers.
type Moment struct {
	// Day is the last day it covers.
	Day period.Date
	// Len is the length of the expression in bytes.
	Len int
	// HasYear says that the expression names its year itself, if only as 今年.
	HasYear bool
	// Part says that the expression names a part of a year or month, not a whole year (6月底).
	Part bool
	// Limit says that a word of a limit follows (前, 底, 末, 内).
	Limit bool
}

// Scan reads the date expression that s begins with. Dates without a year are in year.
//
// It reads 2022年7月12日, 2022年底前, 6月底, 10月中旬, 上半年, 三季度末, 年内, 全年, 今年,
// 2024-06-30 and “十四五”末. ok is false where s begins with none, or where year is needed and 0.
func Scan(s string, year int) (m Moment, ok bool) {
	if s == "" {
		return m, false
	}
	if zh.IsDigit(s[0]) {
		return scanDigits(s, year)
	}
	if w, n := yearWords.Prefix(s); n > 0 {
		if year == 0 {
			return m, false
		}
		y := year + w.shift
		if w.bare {
			if inner, ok := scanPart(s[n:], y); ok {
				inner.Len += n
				inner.HasYear = true
				return inner, true
			}
		}
		return finish(s, Moment{Day: Day(y, 12, 31), Len: n, HasYear: true, Limit: w.limit}), true
	}
	if five := "“十四五”末"; strings.HasPrefix(s, five) {
		return finish(s, Moment{Day: Day(2025, 12, 31), Len: len(five), HasYear: true, Limit: true}), true
	}
	if five := "“十五五”末"; strings.HasPrefix(s, five) {
		return finish(s, Moment{Day: Day(2030, 12, 31), Len: len(five), HasYear: true, Limit: true}), true
	}
	if year == 0 {
		return m, false
	}
	return scanPart(s, year)
}

// A yearWord says what a word tells that names a year by its relation to the plan's.
type yearWord struct {
	shift int
	bare  bool // a part of the year may follow (今年6月底)
	limit bool
}

// yearWords name a year by its relation to the plan's.
var yearWords = zh.NewLexicon(map[string]yearWord{
	"今年": {0, true, false}, "今年底": {0, false, true}, "今年年底": {0, false, true},
	"本年度": {0, true, false}, "本年内": {0, false, true}, "本年底": {0, false, true},
	"当年底": {0, false, true}, "当年年底": {0, false, true}, "全年": {0, false, false},
	"年底": {0, false, true}, "年末": {0, false, true}, "年内": {0, false, true}, "年终": {0, false, true}, "年度内": {0, false, true},
	"明年": {1, true, false}, "明年底": {1, false, true}, "明年年底": {1, false, true},
})

// Day gives the day of a year, month and day, 0 where there is no such day.
func Day(y, m, d int) period.Date {
	date, err := period.NewDate(y, m, d)
	if err != nil {
		return 0
	}
	return date
}

// scanDigits reads expressions that begin with a digit.
func scanDigits(s string, year int) (m Moment, ok bool) {
	v, n := Digits(s)
	rest := s[n:]
	switch {
	case n == 4 && v >= 1949 && v <= 2100:
		if m, ok := scanYearRange(s, rest); ok {
			return m, true
		}
		if r, found := strings.CutPrefix(rest, "年度"); found {
			rest, n = r, n+len("年度")
		} else if r, found := strings.CutPrefix(rest, "年"); found {
			rest, n = r, n+len("年")
		} else {
			return scanNumericDate(s, v, n)
		}
		if inner, ok := scanPart(rest, v); ok {
			inner.Len += n
			inner.HasYear = true
			return inner, true
		}
		return finish(s, Moment{Day: Day(v, 12, 31), Len: n, HasYear: true}), true
	case n <= 2 && strings.HasPrefix(rest, "月"):
		if year == 0 {
			return m, false
		}
		return scanPart(s, year)
	}
	return m, false
}

// scanYearRange reads 2024—2026年 and 2024年至2026年: the range's last day holds.
func scanYearRange(s, rest string) (m Moment, ok bool) {
	rest = strings.TrimPrefix(rest, "年")
	for _, dash := range [...]string{"——", "—", "-", "~", "至", "到"} {
		tail, found := strings.CutPrefix(rest, dash)
		if !found {
			continue
		}
		v, n := Digits(tail)
		if n != 4 || v < 1949 || v > 2100 || !strings.HasPrefix(tail[n:], "年") {
			return m, false
		}
		return finish(s, Moment{Day: Day(v, 12, 31), Len: len(s) - len(tail) + n + len("年"), HasYear: true}), true
	}
	return m, false
}

// scanNumericDate reads 2024-06-30, 2024.6.30, 2024/6.
func scanNumericDate(s string, y, n int) (m Moment, ok bool) {
	if n >= len(s) || strings.IndexByte("-./", s[n]) < 0 {
		return m, false
	}
	mon, k := Digits(s[n+1:])
	if k == 0 || k > 2 || mon < 1 || mon > 12 {
		return m, false
	}
	n += 1 + k
	if n < len(s) && strings.IndexByte("-./", s[n]) >= 0 {
		if d, k := Digits(s[n+1:]); k > 0 && k <= 2 && d >= 1 && d <= 31 && Day(y, mon, d) != 0 {
			return finish(s, Moment{Day: Day(y, mon, d), Len: n + 1 + k, HasYear: true, Part: true}), true
		}
	}
	return finish(s, Moment{Day: monthEnd(y, mon), Len: n, HasYear: true, Part: true}), true
}

// Digits reads the decimal digits that s begins with, six at most: their value and how
// many there are, 0 and 0 where there are none.
func Digits(s string) (v, n int) {
	for n < len(s) && n < 6 && zh.IsDigit(s[n]) {
		v = v*10 + int(s[n]-'0')
		n++
	}
	return v, n
}

func monthEnd(y, m int) period.Date { return Day(y, m, 1).MonthEnd() }

// scanPart reads a part of the year y: 6月底, 三季度末, 上半年, 底.
func scanPart(s string, y int) (m Moment, ok bool) {
	if w, n := yearParts.Prefix(s); n > 0 {
		return finish(s, Moment{Day: monthEnd(y, w.month), Len: n, Part: true, Limit: w.limit}), true
	}
	if v, n := Digits(s); n > 0 && n <= 2 && v >= 1 && v <= 12 && strings.HasPrefix(s[n:], "月") {
		return scanMonth(s, y, v, n+len("月")), true
	}
	t := strings.TrimPrefix(s, "第")
	q, n := zh.ScanInteger(t)
	if n == 0 {
		v, k := Digits(t)
		q, n = int64(v), k
	}
	if n > 0 && q >= 1 && q <= 4 {
		for _, w := range [...]string{"季度末", "季度底", "季度", "季末"} {
			if strings.HasPrefix(t[n:], w) {
				return finish(s, Moment{Day: monthEnd(y, int(q)*3), Len: len(s) - len(t) + n + len(w), Part: true, Limit: len(w) > len("季度")}), true
			}
		}
	}
	return m, false
}

// A yearPart is the last month of a part of a year, and whether its word limits.
type yearPart struct {
	month int
	limit bool
}

var yearParts = zh.NewLexicon(map[string]yearPart{
	"上半年": {6, false}, "下半年": {12, false}, "全年": {12, false},
	"年底": {12, true}, "年末": {12, true}, "底": {12, true}, "末": {12, true}, "内": {12, true},
})

// scanMonth reads what follows a month: a day, 底, 上旬, 中旬, 下旬.
func scanMonth(s string, y, month, n int) Moment {
	m := Moment{Day: monthEnd(y, month), Len: n, Part: true}
	rest := s[n:]
	for _, w := range [...]struct {
		word string
		day  int
	}{{"上旬", 10}, {"中旬", 20}, {"下旬", 31}, {"底", 31}, {"末", 31}, {"份", 31}, {"初", 5}} {
		if strings.HasPrefix(rest, w.word) {
			m.Len += len(w.word)
			m.Limit = w.word != "份"
			if w.day < 31 {
				m.Day = Day(y, month, w.day)
			}
			return finish(s, m)
		}
	}
	if d, k := Digits(rest); k > 0 && k <= 2 && (strings.HasPrefix(rest[k:], "日") || strings.HasPrefix(rest[k:], "号")) && Day(y, month, d) != 0 {
		m.Day = Day(y, month, d)
		m.Len += k + len("日")
	}
	return finish(s, m)
}

// finish takes the words of a limit into the expression: 前, 以前, 之前.
func finish(s string, m Moment) Moment {
	for _, w := range [...]string{"以前", "之前", "前", "止"} {
		if strings.HasPrefix(s[m.Len:], w) {
			m.Len += len(w)
			m.Limit = true
		}
	}
	return m
}

// Last reads a completion limit (完成时限) such as 2024年6月至12月底: the last date printed, as
// YYYY-MM-DD. Dates without a year are in the year of the date before them, the first in year.
// It reports false where s names no date (持续推进), or one that returns (每年12月底).
func Last(s string, year int) (string, bool) {
	due, found := period.Date(0), false
	for i := 0; i < len(s); {
		if m, ok := Scan(s[i:], year); ok && m.Len > 0 {
			if strings.HasSuffix(s[:i], "每年") {
				return "", false
			}
			if m.HasYear {
				year = m.Day.Year()
			}
			due, found = m.Day, true
			i += m.Len
			continue
		}
		i += len(passage.First(s[i:]))
	}
	if !found {
		return "", false
	}
	return due.String(), true
}
