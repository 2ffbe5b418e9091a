package period

import (
	"fmt"
	"time"
)

// A Date (日期) is a day of the Gregorian calendar, counted from 1970-01-01,
// which is 0; a database column holds the same number. The zero Date is
// therefore a real day, on which people were born: a date that is not known is
// no Date but a nil pointer or a NULL column. Dates are compared with < and ==;
// the difference of two is a number of days.
type Date int32

// The first and the last Date that has a text form.
const (
	MinDate Date = -719162 // 0001-01-01
	MaxDate Date = 2932896 // 9999-12-31
)

// NewDate is the given day, month (1–12) and year (1–9999). It is an error if
// there is no such day, as 2023-02-29.
func NewDate(year, month, day int) (Date, error) {
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return 0, fmt.Errorf("date %d-%d-%d: no such day", year, month, day)
	}
	return civilDate(year, month, day), nil
}

// ParseDate reads a date as "2006-01-02": four, two and two digits. Any other
// form, the year 0000 and a day that does not exist are errors.
func ParseDate(s string) (Date, error) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, fmt.Errorf("parse date %q: want the form 2006-01-02", s)
	}
	year, okYear := digits(s[:4])
	month, okMonth := digits(s[5:7])
	day, okDay := digits(s[8:])
	if !okYear || !okMonth || !okDay {
		return 0, fmt.Errorf("parse date %q: want the form 2006-01-02", s)
	}
	d, err := NewDate(year, month, day)
	if err != nil {
		return 0, fmt.Errorf("parse date %q: no such day", s)
	}
	return d, nil
}

// china is the time zone of every office this product serves: no daylight
// saving time is in use.
var china = time.FixedZone("Asia/Shanghai", 8*60*60)

// DateAt is the day that calendars in China show at the instant t.
func DateAt(t time.Time) Date {
	year, month, day := t.In(china).Date()
	return civilDate(year, int(month), day)
}

// String writes d as "2006-01-02".
func (d Date) String() string {
	year, month, day := d.civil()
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day)
}

// Year is the year of d.
func (d Date) Year() int { year, _, _ := d.civil(); return year }

// Month is the month of d, from 1 to 12.
func (d Date) Month() int { _, month, _ := d.civil(); return month }

// Day is the day of the month of d, from 1.
func (d Date) Day() int { _, _, day := d.civil(); return day }

// Weekday is the day of the week of d.
func (d Date) Weekday() time.Weekday {
	// 1970-01-01 was a Thursday.
	return time.Weekday(((int(d)+int(time.Thursday))%7 + 7) % 7)
}

// AddDays is the day n days after d, before it if n is negative.
func (d Date) AddDays(n int) Date { return Date(int(d) + n) }

// AddMonths is the same day of the month n months after d (before it if n is
// negative), or the last day of that month where it has no such day:
// 2023-01-31 and one month is 2023-02-28 (民法典 art 202).
func (d Date) AddMonths(n int) Date {
	year, month, day := d.civil()
	m := year*12 + month - 1 + n
	year, month = m/12, m%12+1
	if month < 1 { // only before the year 1
		year, month = year-1, month+12
	}
	return civilDate(year, month, min(day, daysIn(year, month)))
}

// MonthEnd is the last day of the month d lies in.
func (d Date) MonthEnd() Date { return Of(d, Month).Last() }

// QuarterEnd is the last day of the quarter d lies in.
func (d Date) QuarterEnd() Date { return Of(d, Quarter).Last() }

// MarshalText writes d as "2006-01-02"; a date before [MinDate] or after
// [MaxDate] is an error.
func (d Date) MarshalText() ([]byte, error) {
	if d < MinDate || d > MaxDate {
		return nil, fmt.Errorf("write date number %d: the year is not one of 1 to 9999", int32(d))
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what [ParseDate] reads.
func (d *Date) UnmarshalText(text []byte) error {
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

func (d Date) civil() (year, month, day int) {
	y, m, day := time.Unix(int64(d)*86400, 0).UTC().Date()
	return y, int(m), day
}

// civilDate is the Date of a day that exists.
func civilDate(year, month, day int) Date {
	return Date(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// A MonthDay (月日) is a day that comes every year, such as 07-31. Its zero
// value is no day.
type MonthDay struct {
	Month int // 1–12
	Day   int // 1–31
}

// ParseMonthDay reads "01-02". A day that no year has (02-30) is an error;
// 02-29 is accepted and is 02-28 in most years.
func ParseMonthDay(s string) (MonthDay, error) {
	if len(s) != 5 || s[2] != '-' {
		return MonthDay{}, fmt.Errorf("parse day of the year %q: want the form 01-02", s)
	}
	month, okMonth := digits(s[:2])
	day, okDay := digits(s[3:])
	md := MonthDay{month, day}
	if !okMonth || !okDay || !md.isDay() {
		return MonthDay{}, fmt.Errorf("parse day of the year %q: no such day", s)
	}
	return md, nil
}

// String writes m as "01-02".
func (m MonthDay) String() string { return fmt.Sprintf("%02d-%02d", m.Month, m.Day) }

// In is the day in the given year (1–9999). 02-29 is the last day of February
// in a year without it.
func (m MonthDay) In(year int) Date {
	return civilDate(year, m.Month, min(m.Day, daysIn(year, m.Month)))
}

// MarshalText writes m as "01-02".
func (m MonthDay) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads what [ParseMonthDay] reads.
func (m *MonthDay) UnmarshalText(text []byte) error {
	parsed, err := ParseMonthDay(string(text))
	if err != nil {
		return err
	}
	*m = parsed
	return nil
}

func (m MonthDay) isDay() bool {
	const leapYear = 2000
	return m.Month >= 1 && m.Month <= 12 && m.Day >= 1 && m.Day <= daysIn(leapYear, m.Month)
}
