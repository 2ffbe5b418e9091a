package worksheet

import (
	"strconv"
	"strings"
	"time"

	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/reader/numeral"
)

// A moment is a date with its time of day.
type moment struct {
	date    period.Date
	seconds int // since midnight
	days    int // as the file counts them, for hours that count on beyond a day
}

// The last day that spreadsheet programs know, 9999-12-31, counted from 1900.
const lastDay = 2958465

const daySeconds = 24 * 60 * 60

// momentOf reads a serial number: days since the end of 1899, or since
// 1904-01-01. Programs count a 29 February 1900 that never was; the days before it
// are one off.
func momentOf(d decimal, since1904 bool) (m moment, ok bool) {
	whole := d.whole()
	if d.negative || len(whole) > len("2958465") {
		return m, false
	}
	n, _ := strconv.Atoi("0" + whole) // digits, and few of them
	if m.days, m.seconds = n, secondsOf(d.fraction()); m.seconds == daySeconds {
		m.days, m.seconds = n+1, 0
	}
	if m.days > lastDay {
		return m, false
	}
	first := date(1899, 12, 30)
	switch {
	case since1904:
		first = date(1904, 1, 1)
	case m.days < 60:
		first = date(1899, 12, 31)
	}
	m.date = first.AddDays(m.days)
	return m, true
}

// secondsOf is the time of day that the decimals of a serial number stand for, rounded.
func secondsOf(fraction string) int {
	const exact = 12 // digits; a second has five
	fraction = (fraction + strings.Repeat("0", exact))[:exact]
	n, _ := strconv.ParseInt(fraction, 10, 64) // twelve digits
	unit := int64(1)
	for range exact {
		unit *= 10
	}
	return int((n*daySeconds + unit/2) / unit)
}

// date is a day that exists.
func date(year, month, day int) period.Date {
	d, err := period.NewDate(year, month, day)
	if err != nil {
		panic(err) // a constant of this file
	}
	return d
}

// parseMoment reads 2024-06-30, 2024-06-30T09:30:00 and 09:30:00.
func parseMoment(s string) (m moment, ok bool) {
	s = strings.TrimSuffix(s, "Z")
	day, clock, timed := strings.Cut(s, "T")
	if !timed && strings.Contains(day, ":") {
		day, clock, timed = "1899-12-31", day, true
	}
	d, err := period.ParseDate(day)
	if err != nil {
		return m, false
	}
	m.date = d
	m.days = int(d) - int(date(1899, 12, 30))
	if timed {
		clock, _, _ = strings.Cut(clock, ".")
		t, err := time.Parse(time.TimeOnly, clock)
		if err != nil {
			return m, false
		}
		m.seconds = t.Hour()*3600 + t.Minute()*60 + t.Second()
	}
	return m, true
}

// chinese writes a moment as 2024年6月30日, or those parts of it that are wanted.
func (m moment) chinese(withYear, withMonth, withDay bool) string {
	s := ""
	if withYear {
		s += strconv.Itoa(m.date.Year()) + "年"
	}
	if withMonth {
		s += strconv.Itoa(m.date.Month()) + "月"
	}
	if withDay {
		s += strconv.Itoa(m.date.Day()) + "日"
	}
	return s
}

// date prints a moment. A format with the names of foreign months, or with the
// month before a year of two digits (6/30/24), is one that nobody chose: the
// date stands as 2024年6月30日, with the parts that the format prints.
func (s *section) date(m moment) string {
	has := map[kind]bool{}
	foreign := false
	for _, t := range s.tokens {
		foreign = foreign || t.kind == month && len(t.text) > 2 || t.kind == weekday && t.text[0] == 'd' ||
			t.kind == year && len(t.text) == 2 && has[month]
		has[t.kind] = true
	}
	foreign = foreign && (has[year] || has[month] || has[day])
	var b strings.Builder
	dated := false
	for i, t := range s.tokens {
		isDay := t.kind == year || t.kind == month || t.kind == day || t.kind == weekday
		switch {
		case foreign && isDay:
			if !dated {
				b.WriteString(m.chinese(has[year], has[month], has[day]))
			}
			dated = true
		case foreign && t.kind == literal && (!dated || s.nextPart(i) < hour):
			// what stands between the parts of the date
		default:
			b.WriteString(s.part(t, m, has[halfDay]))
		}
	}
	return b.String()
}

// part prints one token of a date.
func (s *section) part(t token, m moment, halves bool) string {
	switch t.kind {
	case literal, point:
		return t.text
	case year:
		y := strconv.Itoa(m.date.Year())
		if len(t.text) == 2 && t.text[0] == 'y' {
			y = y[len(y)-2:]
		}
		if s.numerals == "1" {
			n, _ := strconv.Atoi(y)
			y, _ = numeral.Write(n, "ideographDigital")
		}
		return y
	case month:
		return s.unit(m.date.Month(), t.text)
	case day:
		return s.unit(m.date.Day(), t.text)
	case weekday:
		name := []string{"日", "一", "二", "三", "四", "五", "六"}[m.date.Weekday()]
		if len(t.text) > 3 {
			return "星期" + name
		}
		return name
	case halfDay:
		return halfOf(t.text, m.seconds)
	}
	n := 0
	switch t.kind {
	case hour:
		n = m.seconds / 3600
		if t.elapsed {
			n += m.days * 24
		} else if halves {
			n = (n+11)%12 + 1
		}
	case minute:
		n = m.seconds / 60 % 60
		if t.elapsed {
			n = m.days*24*60 + m.seconds/60
		}
	case second:
		n = m.seconds % 60
		if t.elapsed {
			n = m.days*daySeconds + m.seconds
		}
	}
	return padded(n, t.text)
}

// unit prints a month or a day.
func (s *section) unit(n int, letters string) string {
	if s.numerals == "1" {
		written, _ := numeral.Write(n, "chineseCounting")
		return written
	}
	return padded(n, letters)
}

// padded writes n with two digits where the format has two letters.
func padded(n int, letters string) string {
	s := strconv.Itoa(n)
	if len(letters) >= 2 && len(s) < 2 {
		return "0" + s
	}
	return s
}

// halfOf names the half of the day in the words of the format: AM/PM, 上午/下午.
func halfOf(words string, seconds int) string {
	first, last, _ := strings.Cut(words, "/")
	if seconds < daySeconds/2 {
		return first
	}
	return last
}
