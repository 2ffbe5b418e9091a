package period

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Every (周期) says how often something recurs: one of the kinds of period, or
// on fixed dates of the year. Its JSON is "week", "month", "quarter",
// "half-year", "year" or "date", and null for [Unscheduled].
type Every string

// The frequencies. A text that says 定期 without a period is Unscheduled.
const (
	Unscheduled   Every = ""
	EveryWeek     Every = "week"
	EveryMonth    Every = "month"
	EveryQuarter  Every = "quarter"
	EveryHalfYear Every = "half-year"
	EveryYear     Every = "year"
	EveryDate     Every = "date"
)

// Kind is the kind of period a report of this frequency covers. Fixed dates
// count by year; Unscheduled and unknown words give 0.
func (e Every) Kind() Kind {
	if e == EveryDate {
		return Year
	}
	for k := Week; k <= Year; k++ {
		if string(e) == k.String() {
			return k
		}
	}
	return 0
}

// MarshalJSON writes e as a string, Unscheduled as null.
func (e Every) MarshalJSON() ([]byte, error) {
	if e == Unscheduled {
		return []byte("null"), nil
	}
	return []byte(`"` + string(e) + `"`), nil
}

// UnmarshalText reads one of the words; any other is an error. (JSON null leaves
// e as it is.)
func (e *Every) UnmarshalText(text []byte) error {
	if read := Every(text); read.Kind() != 0 || read == Unscheduled {
		*e = read
		return nil
	}
	return fmt.Errorf("parse frequency %q: want week, month, quarter, half-year, year or date", text)
}

// A Placement (所属期) says in which period a due day lies: in the one the report covers
// or in the one after. 每月25日前 is usually of the same month, 每月5日前 is
// about the month before.
type Placement string

// The placements. ByPosition, the default, reads the text as people do: a day in
// the first half of a period belongs to the report on the period before, a day
// in the second half to the report on the period itself. The first half is days
// 1–15 of a month; month 1, and month 2 to its 15th, of a quarter; months 1–3
// of a half-year; months 1–6 of a year; Monday to Wednesday of a week.
const (
	ByPosition Placement = ""
	SamePeriod Placement = "same"
	NextPeriod Placement = "next"
)

// A Schedule (报送周期) says how often something is due and on which day. Its
// fields are those of an obligation's schedule in a compiled document; what the
// text does not say is zero, and null or absent in JSON. The zero Schedule never falls due.
//
// The due date of the report on one period is found by the first of these rules
// that applies; see [Schedule.Due].
//
//  1. Dates: each of them ([EveryDate]: in that year; [EveryYear]: placed).
//  2. WorkdaysAfter with MonthOfPeriod: that working day of that month, placed.
//     WorkdaysAfter alone: that many working days after the period's last day,
//     which is not counted (民法典 art 201).
//  3. Weekday: that day of the week, placed.
//  4. Day: that day of MonthOfPeriod, placed. Without MonthOfPeriod the month is
//     the first one of the next period or the last one of the same period.
//  5. MonthOfPeriod alone: the last day of that month, placed.
//  6. Otherwise the last day of the period: 每月报送.
//
// A due day stays where the text puts it, on a holiday too: 4月底 is 30 April.
type Schedule struct {
	Every Every `json:"every"`
	// Times is how many are asked for in each period (每季度不少于2次); 0 where the
	// text gives no number. It has no bearing on the dates.
	Times int `json:"times,omitempty"`
	// Dates are the fixed days of 每年7月底、12月底.
	Dates []MonthDay `json:"dates,omitempty"`
	// WorkdaysAfter counts working days: 5 for 季度结束后5个工作日内. At most 250.
	WorkdaysAfter int `json:"workdays_after,omitempty"`
	// Day is the day of the month, 1–31; beyond the month's end it is its last day.
	Day int `json:"day,omitempty"`
	// MonthOfPeriod is the month in the period Day or WorkdaysAfter count in: 1 is
	// 首月, 3 the 末月 of a quarter.
	MonthOfPeriod int `json:"month_of_period,omitempty"`
	// Weekday is the day of a weekly schedule, 1 Monday to 7 Sunday.
	Weekday int `json:"weekday,omitempty"`
	// Placement overrides where Day, MonthOfPeriod, Weekday and the dates of a
	// yearly schedule fall.
	Placement Placement `json:"placement,omitempty"`
}

// A Due (应报日) is one day by which the report on Period has to be there.
type Due struct {
	Period    Period    `json:"period"`
	Date      Date      `json:"date"`
	Certainty Certainty `json:"certainty"`
	// Assumed reports that the text names no day and the period's last was taken.
	Assumed bool `json:"assumed,omitempty"`
}

// Check reports what is contradictory in s: an unknown word, a number out of
// range, a field that has no sense at this frequency, two ways to find the day.
// It is nil for the zero Schedule.
func (s Schedule) Check() error {
	kind := s.Every.Kind()
	isMonths := s.Every != EveryDate && kind > Week
	ways := 0
	for _, said := range []bool{len(s.Dates) > 0, s.WorkdaysAfter != 0, s.Weekday != 0, s.Day != 0} {
		if said {
			ways++
		}
	}
	for _, fault := range []struct {
		found bool
		says  string
	}{
		{kind == 0 && s.Every != Unscheduled, fmt.Sprintf("the frequency %q is none", s.Every)},
		{s.Placement != ByPosition && s.Placement != SamePeriod && s.Placement != NextPeriod,
			fmt.Sprintf("the placement %q is neither same nor next", s.Placement)},
		{s.Times < 0, "times is negative"},
		{s.Every == EveryDate && len(s.Dates) == 0, "no dates are given"},
		{len(s.Dates) > 0 && kind != Year, "dates stand only with the frequency date or year"},
		{slices.ContainsFunc(s.Dates, func(m MonthDay) bool { return !m.isDay() }), "a date is no day of the year"},
		{s.WorkdaysAfter < 0 || s.WorkdaysAfter > maxWorkdaysAfter, "workdays_after is not one of 1 to 250"},
		{s.WorkdaysAfter != 0 && kind == 0, "workdays_after needs a period"},
		{s.Day < 0 || s.Day > 31, "day is not one of 1 to 31"},
		{s.Day != 0 && !isMonths, "day needs a month, quarter, half-year or year"},
		{s.MonthOfPeriod != 0 && !isMonths, "month_of_period needs a month, quarter, half-year or year"},
		{isMonths && (s.MonthOfPeriod < 0 || s.MonthOfPeriod > kind.months()), "month_of_period is no month of the period"},
		{s.Weekday < 0 || s.Weekday > 7, "weekday is not one of 1 to 7"},
		{s.Weekday != 0 && s.Every != EveryWeek, "weekday stands only with the frequency week"},
		{ways > 1 || len(s.Dates) > 0 && s.MonthOfPeriod != 0, "the day is given in two ways"},
	} {
		if fault.found {
			return errors.New("check schedule: " + fault.says)
		}
	}
	return nil
}

// maxWorkdaysAfter is about the number of working days in a year.
const maxWorkdaysAfter = 250

// Due gives the days on which the report that covers p is due, earliest first:
// one, or one for each of Dates; none if s is Unscheduled. Errors are those of
// [Schedule.Check], and a p that is not of the kind s asks for (fixed dates take
// a year).
func (s Schedule) Due(p Period, c *Calendar) ([]Due, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	if s.Every == Unscheduled {
		return nil, nil
	}
	if p.Kind() != s.Every.Kind() {
		return nil, fmt.Errorf("due date of period %q: the schedule goes by %s", p, s.Every.Kind())
	}
	if len(s.Dates) > 0 {
		return s.onDates(p), nil
	}
	due, err := s.onDay(p, c)
	if err != nil {
		return nil, err
	}
	return []Due{due}, nil
}

// onDates is rule 1.
func (s Schedule) onDates(p Period) []Due {
	dues := make([]Due, 0, len(s.Dates))
	for _, md := range s.Dates {
		in := p
		if s.Every != EveryDate {
			in = s.place(p, md.Month <= 6)
		}
		dues = append(dues, Due{Period: p, Date: md.In(in.Year())})
	}
	slices.SortStableFunc(dues, func(a, b Due) int { return cmp.Compare(a.Date, b.Date) })
	return dues
}

// onDay is rules 2 to 6.
func (s Schedule) onDay(p Period, c *Calendar) (Due, error) {
	due := Due{Period: p}
	var err error
	switch {
	case s.WorkdaysAfter > 0 && s.MonthOfPeriod > 0:
		month := s.place(p, s.isEarly(p, 1)).nthMonth(s.MonthOfPeriod)
		due.Date, due.Certainty, err = c.NthWorkday(month, s.WorkdaysAfter)
	case s.WorkdaysAfter > 0:
		due.Date, due.Certainty = c.AddWorkdays(p.Last(), s.WorkdaysAfter)
	case s.Weekday > 0:
		due.Date = s.place(p, s.Weekday <= 3).First().AddDays(s.Weekday - 1)
	case s.Day > 0:
		due.Date = s.dayOf(p)
	case s.MonthOfPeriod > 0:
		due.Date = s.place(p, s.isEarly(p, 31)).nthMonth(s.MonthOfPeriod).Last()
	default:
		due.Date, due.Assumed = p.Last(), true
	}
	return due, err
}

// dayOf is rule 4.
func (s Schedule) dayOf(p Period) Date {
	number := s.MonthOfPeriod
	isEarly := s.isEarly(p, s.Day)
	if number == 0 {
		number = p.Kind().months()
		isEarly = s.Day <= 15
		if s.place(p, isEarly) != p {
			number = 1
		}
	}
	month := s.place(p, isEarly).nthMonth(number)
	return month.First().AddDays(min(s.Day, month.Last().Day()) - 1)
}

// isEarly reports whether the given day of MonthOfPeriod lies in the first half
// of a period like p, counting half months: [ByPosition].
func (s Schedule) isEarly(p Period, day int) bool {
	halves := 2*s.MonthOfPeriod - 1
	if day > 15 {
		halves++
	}
	return halves <= p.Kind().months()
}

// place is p or the period after it.
func (s Schedule) place(p Period, isEarly bool) Period {
	if s.Placement == NextPeriod || s.Placement == ByPosition && isEarly {
		return p.Next()
	}
	return p
}

// Between gives everything that falls due from first to last, both included, in
// order of dates, whichever period it covers. Errors are those of
// [Schedule.Check], and days out of reach of [MinDate] and [MaxDate].
func (s Schedule) Between(first, last Date, c *Calendar) ([]Due, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	if first < MinDate || last > MaxDate {
		return nil, fmt.Errorf("due dates from day %d to %d: out of range", first, last)
	}
	if s.Every == Unscheduled || last < first {
		return nil, nil
	}
	// 250 working days take at most fourteen months to pass; a placed day lies in
	// the next period at the latest.
	p := Of(first.AddMonths(-14), s.Every.Kind()).Prev()
	var within []Due
	for ; p.First() <= last; p = p.Next() {
		dues, err := s.Due(p, c)
		if err != nil {
			return nil, err
		}
		for _, due := range dues {
			if first <= due.Date && due.Date <= last {
				within = append(within, due)
			}
		}
	}
	slices.SortStableFunc(within, func(a, b Due) int { return cmp.Compare(a.Date, b.Date) })
	return within, nil
}
