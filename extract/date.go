package extract

import (
	"strings"

	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/zh"
)

// A moment is a date expression (时间表述) of the text and the last day it covers.
type moment struct {
	day  period.Date
	n    int // bytes read
	year bool
	// part says that the expression names a part of a year or month, not a whole year (6月底).
	part bool
	// limit says that a word of a limit follows (前, 底, 末, 内).
	limit bool
}

// scanMoment reads the date expression that s begins with. Dates without a year are in year.
//
// It reads 2022年7月12日, 2022年底前, 6月底, 10月中旬, 上半年, 三季度末, 年内, 全年, 今年,
// 2024-06-30 and “十四五”末. ok is false where s begins with none, or where year is needed and 0.
func scanMoment(s string, year int) (m moment, ok bool) {
	if s == "" {
		return m, false
	}
	if zh.IsDigit(s[0]) {
		return scanDigitMoment(s, year)
	}
	for _, w := range yearWords {
		rest, found := strings.CutPrefix(s, w.word)
		if !found {
			continue
		}
		if year == 0 {
			return m, false
		}
		y := year + w.shift
		n := len(w.word)
		if w.bare {
			if inner, ok := scanPart(rest, y); ok {
				inner.n += n
				inner.year = true
				return inner, true
			}
		}
		return finish(s, moment{day: day(y, 12, 31), n: n, year: true, limit: w.limit}), true
	}
	if five := "“十四五”末"; strings.HasPrefix(s, five) {
		return finish(s, moment{day: day(2025, 12, 31), n: len(five), year: true, limit: true}), true
	}
	if five := "“十五五”末"; strings.HasPrefix(s, five) {
		return finish(s, moment{day: day(2030, 12, 31), n: len(five), year: true, limit: true}), true
	}
	if year == 0 {
		return m, false
	}
	return scanPart(s, year)
}

// yearWords name a year by its relation to the plan's.
var yearWords = [...]struct {
	word  string
	shift int
	bare  bool // a part of the year may follow (今年6月底)
	limit bool
}{
	{"今年年底", 0, false, true}, {"今年底", 0, false, true}, {"今年", 0, true, false}, {"本年度", 0, true, false}, {"当年底", 0, false, true}, {"当年年底", 0, false, true},
	{"明年年底", 1, false, true}, {"明年底", 1, false, true}, {"明年", 1, true, false}, {"年底", 0, false, true}, {"年末", 0, false, true}, {"年内", 0, false, true}, {"年终", 0, false, true},
	{"全年", 0, false, false}, {"本年内", 0, false, true}, {"年度内", 0, false, true}, {"本年底", 0, false, true},
}

func day(y, m, d int) period.Date {
	date, err := period.NewDate(y, m, d)
	if err != nil {
		return 0
	}
	return date
}

// scanDigitMoment reads expressions that begin with a digit.
func scanDigitMoment(s string, year int) (m moment, ok bool) {
	v, n := leading(s)
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
			inner.n += n
			inner.year = true
			return inner, true
		}
		return finish(s, moment{day: day(v, 12, 31), n: n, year: true}), true
	case n <= 2 && strings.HasPrefix(rest, "月"):
		if year == 0 {
			return m, false
		}
		return scanPart(s, year)
	}
	return m, false
}

// scanYearRange reads 2024—2026年 and 2024年至2026年: the range's last day holds.
func scanYearRange(s, rest string) (m moment, ok bool) {
	rest = strings.TrimPrefix(rest, "年")
	for _, dash := range [...]string{"——", "—", "-", "~", "至", "到"} {
		tail, found := strings.CutPrefix(rest, dash)
		if !found {
			continue
		}
		v, n := leading(tail)
		if n != 4 || v < 1949 || v > 2100 || !strings.HasPrefix(tail[n:], "年") {
			return m, false
		}
		return finish(s, moment{day: day(v, 12, 31), n: len(s) - len(tail) + n + len("年"), year: true}), true
	}
	return m, false
}

// scanNumericDate reads 2024-06-30, 2024.6.30, 2024/6.
func scanNumericDate(s string, y, n int) (m moment, ok bool) {
	if n >= len(s) || strings.IndexByte("-./", s[n]) < 0 {
		return m, false
	}
	mon, k := leading(s[n+1:])
	if k == 0 || k > 2 || mon < 1 || mon > 12 {
		return m, false
	}
	n += 1 + k
	if n < len(s) && strings.IndexByte("-./", s[n]) >= 0 {
		if d, k := leading(s[n+1:]); k > 0 && k <= 2 && d >= 1 && d <= 31 && day(y, mon, d) != 0 {
			return finish(s, moment{day: day(y, mon, d), n: n + 1 + k, year: true, part: true}), true
		}
	}
	return finish(s, moment{day: monthEnd(y, mon), n: n, year: true, part: true}), true
}

func leading(s string) (v, n int) {
	for n < len(s) && n < 6 && zh.IsDigit(s[n]) {
		v = v*10 + int(s[n]-'0')
		n++
	}
	return v, n
}

func monthEnd(y, m int) period.Date { return day(y, m, 1).MonthEnd() }

// scanPart reads a part of the year y: 6月底, 三季度末, 上半年, 底.
func scanPart(s string, y int) (m moment, ok bool) {
	for _, w := range yearParts {
		if strings.HasPrefix(s, w.word) {
			return finish(s, moment{day: monthEnd(y, w.month), n: len(w.word), part: true, limit: w.limit}), true
		}
	}
	if v, n := leading(s); n > 0 && n <= 2 && v >= 1 && v <= 12 && strings.HasPrefix(s[n:], "月") {
		return scanMonth(s, y, v, n+len("月")), true
	}
	t := strings.TrimPrefix(s, "第")
	q, n := zh.ScanInteger(t)
	if n == 0 {
		v, k := leading(t)
		q, n = int64(v), k
	}
	if n > 0 && q >= 1 && q <= 4 {
		for _, w := range [...]string{"季度末", "季度底", "季度", "季末"} {
			if strings.HasPrefix(t[n:], w) {
				return finish(s, moment{day: monthEnd(y, int(q)*3), n: len(s) - len(t) + n + len(w), part: true, limit: len(w) > len("季度")}), true
			}
		}
	}
	return m, false
}

var yearParts = [...]struct {
	word  string
	month int
	limit bool
}{
	{"上半年", 6, false}, {"下半年", 12, false}, {"年底", 12, true}, {"年末", 12, true}, {"底", 12, true}, {"末", 12, true}, {"内", 12, true}, {"全年", 12, false},
}

// scanMonth reads what follows a month: a day, 底, 上旬, 中旬, 下旬.
func scanMonth(s string, y, month, n int) moment {
	m := moment{day: monthEnd(y, month), n: n, part: true}
	rest := s[n:]
	for _, w := range [...]struct {
		word string
		day  int
	}{{"上旬", 10}, {"中旬", 20}, {"下旬", 31}, {"底", 31}, {"末", 31}, {"份", 31}, {"初", 5}} {
		if strings.HasPrefix(rest, w.word) {
			m.n += len(w.word)
			m.limit = w.word != "份"
			if w.day < 31 {
				m.day = day(y, month, w.day)
			}
			return finish(s, m)
		}
	}
	if d, k := leading(rest); k > 0 && k <= 2 && (strings.HasPrefix(rest[k:], "日") || strings.HasPrefix(rest[k:], "号")) && day(y, month, d) != 0 {
		m.day = day(y, month, d)
		m.n += k + len("日")
	}
	return finish(s, m)
}

// finish takes the words of a limit into the expression: 前, 以前, 之前.
func finish(s string, m moment) moment {
	for _, w := range [...]string{"以前", "之前", "前", "止"} {
		if strings.HasPrefix(s[m.n:], w) {
			m.n += len(w)
			m.limit = true
		}
	}
	return m
}

// dueOf reads a completion limit (完成时限) as a date, the last one printed; 持续推进 gives none.
func (d *Draft) dueOf(s string) (string, bool) {
	due, found := period.Date(0), false
	year := d.Year
	for i := 0; i < len(s); {
		if m, ok := scanMoment(s[i:], year); ok && m.n > 0 {
			if m.year {
				year = m.day.Year()
			}
			due, found = m.day, true
			i += m.n
			continue
		}
		i += len(firstOf(s[i:]))
	}
	if !found {
		return "", false
	}
	return due.String(), true
}
