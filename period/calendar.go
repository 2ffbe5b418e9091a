package period

import (
	_ "embed" // the tables below
	"errors"
	"fmt"
	"maps"
	"slices"
)

// A Certainty (确定程度) says whether a day or a due date rests on published tables.
type Certainty uint8

// The certainties.
const (
	// Decided: every day that was looked at is settled by a published notice, or
	// the date does not depend on working days at all.
	Decided Certainty = iota
	// Provisional (暂定): a year was involved whose table is not loaded. The
	// answer is to be shown as such and computed again when the table is.
	Provisional
)

// String gives "decided" or "provisional".
func (c Certainty) String() string {
	return [...]string{"decided", "provisional"}[min(c, Provisional)]
}

// MarshalText writes c as its String.
func (c Certainty) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads "decided" or "provisional"; anything else is an error.
func (c *Certainty) UnmarshalText(text []byte) error {
	for _, k := range []Certainty{Decided, Provisional} {
		if string(text) == k.String() {
			*c = k
			return nil
		}
	}
	return fmt.Errorf("parse certainty %q: want decided or provisional", text)
}

//go:embed workdays.json
var builtinTables []byte

// A Calendar (工作日历) knows which days offices work. It never changes once it
// is made, so it may be shared; [Calendar.Extend] makes a new one.
//
// A year with its [YearTable] is answered from it: weekends rest and other days
// work, but for the days the table names. Without it the answer is
// [Provisional]: Saturdays and Sundays rest, and the statutory holidays
// (全国年节及纪念日放假办法, text in force since 2025; until 2024 that of 2014):
// 1 January, 1 (and 2) May, 1–3 October, and, from 2014 to 2060 and in no other
// year, Spring Festival, Qingming, Dragon Boat and Mid-Autumn. What it then
// lacks is everything a notice decides: the days added around a holiday, those
// given for one that falls on a weekend, and the make-up working days.
//
// 25–31 December are Decided only with the table of the year after too, unless
// that table alone names the day; see [YearTable].
//
// The calendar is the national one. An area whose government adds rest days of
// its own (art 4) is served by a calendar of its own, extended with years that
// name them. The zero Calendar has no tables.
type Calendar struct {
	years map[int]year
}

type year struct {
	table YearTable
	days  map[Date]bool // true: works
}

// NewCalendar is the calendar with the tables this release was built with, 2021
// to 2026.
func NewCalendar() *Calendar {
	c, err := new(Calendar).Extend(builtinTables)
	if err != nil {
		panic("period: the built-in working-day tables are wrong: " + err.Error())
	}
	return c
}

// Extend is a copy of c with the tables in the given JSON added. A year that c
// already has is replaced whole, its source with it: that is how a later
// correction is loaded. Errors are those of [ParseTables]; c stays as it was.
func (c *Calendar) Extend(tables []byte) (*Calendar, error) {
	parsed, err := ParseTables(tables)
	if err != nil {
		return nil, err
	}
	years := maps.Clone(c.years)
	if years == nil {
		years = map[int]year{}
	}
	for _, t := range parsed {
		days, err := t.days()
		if err != nil {
			return nil, err
		}
		years[t.Year] = year{t, days}
	}
	return &Calendar{years}, nil
}

// Tables are the tables of c in order of years, to show where its answers come
// from. The caller must not change their slices.
func (c *Calendar) Tables() []YearTable {
	tables := make([]YearTable, 0, len(c.years))
	for _, n := range slices.Sorted(maps.Keys(c.years)) {
		tables = append(tables, c.years[n].table)
	}
	return tables
}

// IsWorkday reports whether offices work on d.
func (c *Calendar) IsWorkday(d Date) (bool, Certainty) {
	this, hasThis := c.years[d.Year()]
	certainty := Decided
	if !hasThis {
		certainty = Provisional
	}
	if isYearEnd(d) {
		next, hasNext := c.years[d.Year()+1]
		if works, named := next.days[d]; named {
			return works, Decided
		}
		if !hasNext {
			certainty = Provisional
		}
	}
	if works, named := this.days[d]; named {
		return works, certainty
	}
	if !hasThis && isStatutory(d) {
		return false, certainty
	}
	return !isWeekend(d), certainty
}

// NextWorkday is the first working day on or after d.
func (c *Calendar) NextWorkday(d Date) (Date, Certainty) {
	certainty := Decided
	for ; ; d++ {
		works, sure := c.IsWorkday(d)
		certainty = max(certainty, sure)
		if works {
			return d, certainty
		}
	}
}

// AddWorkdays is the n-th working day after d, d itself not counted
// (民法典 art 201); for a negative n the n-th before it. For 0 it is d, whether
// offices work then or not. The time it takes grows with n.
func (c *Calendar) AddWorkdays(d Date, n int) (Date, Certainty) {
	step := Date(1)
	if n < 0 {
		step, n = -1, -n
	}
	certainty := Decided
	for n > 0 {
		d += step
		works, sure := c.IsWorkday(d)
		certainty = max(certainty, sure)
		if works {
			n--
		}
	}
	return d, certainty
}

// WorkdaysBetween is the number of working days after from up to and including
// to, so that it is n where to is from with n working days added. Where to is
// before from it is minus the number from to up to and excluding from. The time
// it takes grows with the distance.
func (c *Calendar) WorkdaysBetween(from, to Date) (int, Certainty) {
	n, certainty := 0, Decided
	count := func(first, last Date) {
		for d := first; d <= last; d++ {
			works, sure := c.IsWorkday(d)
			certainty = max(certainty, sure)
			if works {
				n++
			}
		}
	}
	if to < from {
		count(to, from-1)
		return -n, certainty
	}
	count(from+1, to)
	return n, certainty
}

// NthWorkday is the n-th working day of p, the first being 1; for a negative n it
// is counted from the end, the last being -1. It is an error if n or p is zero or
// p has fewer working days, which in a week of holidays may be any n.
func (c *Calendar) NthWorkday(p Period, n int) (Date, Certainty, error) {
	if p.IsZero() || n == 0 {
		return 0, Decided, errors.New("working day of a period: neither the period nor the number may be zero")
	}
	from := p.First() - 1
	if n < 0 {
		from = p.Last() + 1
	}
	if n > maxPeriodDays || n < -maxPeriodDays {
		return 0, Decided, fmt.Errorf("working day %d of %s: it has fewer", n, p)
	}
	d, certainty := c.AddWorkdays(from, n)
	if !p.Contains(d) {
		return 0, certainty, fmt.Errorf("working day %d of %s: it has fewer", n, p)
	}
	return d, certainty, nil
}

// maxPeriodDays is the number of days in the longest period.
const maxPeriodDays = 366
