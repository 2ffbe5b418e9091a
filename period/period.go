// Package period holds dates, periods (2023, 2023H1, 2023Q2, 2023-05, 2023W07),
// the Chinese working-day calendar, reporting schedules and time limits.
//
// It decides on which day a thing falls due. It never asks what day it is
// (today is always an argument), reads no file and no network, and never passes
// a guess off as a fact: whatever rests on a year without a published holiday
// notice comes back [Provisional]. Start at [Date], [Period] and [Calendar];
// [Schedule] and [Limit] stand on them.
package period

import (
	"fmt"
	"strconv"
	"time"
)

// A Kind (周期类别) is the length of a [Period].
type Kind uint8

// The kinds, shortest first. The zero Kind is none of them.
const (
	Week     Kind = iota + 1 // 周: Monday to Sunday, numbered as in ISO 8601 (GB/T 7408)
	Month                    // 月
	Quarter                  // 季度
	HalfYear                 // 半年
	Year                     // 年
)

// String gives "week", "month", "quarter", "half-year" or "year", the words of
// [Every]; it is empty for anything else.
func (k Kind) String() string {
	if k > Year {
		return ""
	}
	return [...]string{"", "week", "month", "quarter", "half-year", "year"}[k]
}

// months is the number of calendar months in a period of kind k, 0 for a week.
func (k Kind) months() int {
	return [...]int{Week: 0, Month: 1, Quarter: 3, HalfYear: 6, Year: 12}[k]
}

// A Period (周期) is one week, month, quarter, half-year or year. Periods are
// comparable and may be map keys. The zero Period is no period: its String is
// empty, its First and Last are the zero Date and it contains nothing.
type Period struct {
	kind  Kind
	first Date
}

// Of is the period of kind k that holds d. It is the zero Period if k is none
// of the kinds.
func Of(d Date, k Kind) Period {
	switch k {
	case Week:
		return Period{Week, d.AddDays(-((int(d.Weekday()) + 6) % 7))}
	case Month, Quarter, HalfYear, Year:
		year, month, _ := d.civil()
		n := k.months()
		return Period{k, civilDate(year, (month-1)/n*n+1, 1)}
	}
	return Period{}
}

// Parse reads a period in the form [Period.String] writes: "2023", "2023H1",
// "2023Q2", "2023-05" or "2023W07", years 0001 to 9999. Any other text is an
// error, also a week 53 of a year that has 52.
func Parse(s string) (Period, error) {
	fail := func(why string) (Period, error) {
		return Period{}, fmt.Errorf("parse period %q: %s", s, why)
	}
	if len(s) < 4 {
		return fail("want 2023, 2023H1, 2023Q2, 2023-05 or 2023W07")
	}
	year, ok := digits(s[:4])
	if !ok || year == 0 {
		return fail("the first four characters are no year from 0001 to 9999")
	}
	if len(s) == 4 {
		return Of(civilDate(year, 1, 1), Year), nil
	}
	form, ok := map[byte]struct {
		kind        Kind
		width, most int
	}{'H': {HalfYear, 1, 2}, 'Q': {Quarter, 1, 4}, '-': {Month, 2, 12}, 'W': {Week, 2, 53}}[s[4]]
	if !ok {
		return fail("the fifth character is none of H, Q, W and -")
	}
	n, ok := digits(s[5:])
	if !ok || len(s) != 5+form.width {
		return fail("want " + strconv.Itoa(form.width) + " digits at the end")
	}
	if n < 1 || n > form.most {
		return fail("no " + form.kind.String() + " has the number " + strconv.Itoa(n))
	}
	if form.kind == Week {
		p := Of(civilDate(year, 1, 4).AddDays(7*(n-1)), Week)
		if p.Year() != year {
			return fail("the year has only 52 weeks")
		}
		return p, nil
	}
	return Of(civilDate(year, (n-1)*form.kind.months()+1, 1), form.kind), nil
}

// digits reads s as a number without sign; false if s is empty or holds
// anything but ASCII digits.
func digits(s string) (int, bool) {
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, s != "" && len(s) <= 9
}

// Kind is the length of p; 0 for the zero Period.
func (p Period) Kind() Kind { return p.kind }

// IsZero reports whether p is the zero Period.
func (p Period) IsZero() bool { return p == Period{} }

// Year is the year p is counted in. For a week that is the year of its
// Thursday: 2021-01-01 lies in 2020W53.
func (p Period) Year() int {
	if p.kind == Week {
		return p.first.AddDays(3).Year()
	}
	return p.first.Year()
}

// Number is the place of p among the periods of its kind in its year, from 1; a
// year is 1, the zero Period 0.
func (p Period) Number() int {
	switch p.kind {
	case 0:
		return 0
	case Week:
		thursday := p.first.AddDays(3)
		return int(thursday-civilDate(thursday.Year(), 1, 1))/7 + 1
	}
	return (p.first.Month()-1)/p.kind.months() + 1
}

// String writes p as "2023", "2023H1", "2023Q2", "2023-05" or "2023W07", which
// [Parse] reads back for the years 0001 to 9999.
func (p Period) String() string {
	switch p.kind {
	case Week:
		return fmt.Sprintf("%04dW%02d", p.Year(), p.Number())
	case Month:
		return fmt.Sprintf("%04d-%02d", p.Year(), p.Number())
	case Quarter:
		return fmt.Sprintf("%04dQ%d", p.Year(), p.Number())
	case HalfYear:
		return fmt.Sprintf("%04dH%d", p.Year(), p.Number())
	case Year:
		return fmt.Sprintf("%04d", p.Year())
	}
	return ""
}

// First is the first day of p.
func (p Period) First() Date { return p.first }

// Last is the last day of p.
func (p Period) Last() Date {
	if p.IsZero() {
		return 0
	}
	return p.add(1).first.AddDays(-1)
}

// Next is the period of the same kind right after p; the zero Period has none
// and gives itself.
func (p Period) Next() Period { return p.add(1) }

// Prev is the period of the same kind right before p; the zero Period has none
// and gives itself.
func (p Period) Prev() Period { return p.add(-1) }

func (p Period) add(n int) Period {
	switch p.kind {
	case 0:
		return p
	case Week:
		return Period{Week, p.first.AddDays(7 * n)}
	}
	return Period{p.kind, p.first.AddMonths(n * p.kind.months())}
}

// Contains reports whether d lies in p, both ends included.
func (p Period) Contains(d Date) bool {
	return !p.IsZero() && p.first <= d && d <= p.Last()
}

// Compare orders periods by first day, of two that begin together the shorter
// first; it is negative, zero or positive as p comes before, with or after q.
func (p Period) Compare(q Period) int {
	if p.first != q.first {
		return int(p.first) - int(q.first)
	}
	return int(p.kind) - int(q.kind)
}

// MarshalText writes p as its String; the zero Period is empty text.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads what [Parse] reads, and empty text as the zero Period.
func (p *Period) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*p = Period{}
		return nil
	}
	q, err := Parse(string(text))
	if err != nil {
		return err
	}
	*p = q
	return nil
}

// nthMonth is the m-th month of p, from 1; p is longer than a week.
func (p Period) nthMonth(m int) Period { return Of(p.first.AddMonths(m-1), Month) }

// isWeekend reports whether d is a Saturday or a Sunday.
func isWeekend(d Date) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}
