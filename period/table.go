package period

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// A YearTable (节假日安排) is one year's arrangement of rest and make-up days, as
// the State Council General Office announces it each autumn for the year after
// (国务院办公厅关于YYYY年部分节假日安排的通知). No formula gives it.
type YearTable struct {
	// Year is the year the notice is about. Days of the last week of December
	// before it may belong to it: 2022-12-31 stands in the notice for 2023.
	Year int `json:"year"`
	// Notice is the title or number of the notice the days were taken from; for
	// a correction, of the notice that corrects. Never empty.
	Notice string `json:"notice"`
	// URL is where the notice can be read; may be empty.
	URL string `json:"url,omitempty"`
	// Rest are the rest days, weekends that lie within them included.
	Rest []Range `json:"rest"`
	// Work are the make-up working days (调休上班), all Saturdays and Sundays.
	Work []Date `json:"work"`
}

// A Range (连续日期) is a run of days, both ends included, written "2021-01-01/2021-01-03",
// or "2023-04-05" for one day.
type Range struct {
	First, Last Date
}

// MarshalText writes r as "2021-01-01/2021-01-03" or, for one day, "2023-04-05".
func (r Range) MarshalText() ([]byte, error) {
	first, err := r.First.MarshalText()
	if err != nil || r.First == r.Last {
		return first, err
	}
	last, err := r.Last.MarshalText()
	return append(append(first, '/'), last...), err
}

// UnmarshalText reads what MarshalText writes. A last day before the first is
// an error.
func (r *Range) UnmarshalText(text []byte) error {
	first, last, isRange := strings.Cut(string(text), "/")
	var days Range
	var err error
	if days.First, err = ParseDate(first); err != nil {
		return err
	}
	days.Last = days.First
	if isRange {
		if days.Last, err = ParseDate(last); err != nil {
			return err
		}
	}
	if days.Last < days.First {
		return fmt.Errorf("days %q: the last is before the first", text)
	}
	*r = days
	return nil
}

// ParseTables reads working-day tables from JSON:
//
//	{"years": [{"year": 2023, "notice": "…", "url": "…",
//	            "rest": ["2022-12-31/2023-01-02", "2023-04-05"],
//	            "work": ["2023-01-28"]}]}
//
// A table is refused whole, with an error that names the year and the day, if
//
//  1. it is not this form, holds an unknown field or no year at all, or names a
//     year twice or one outside 2001 to 9998;
//  2. it does not say from which notice it comes;
//  3. a day lies outside the year and the last week of December before it;
//  4. a day stands twice, or both as rest and as make-up day;
//  5. a make-up day is a Monday to Friday, or more than sixty days rest;
//  6. 1 January, 1 May or 1–3 October does not rest, which every notice grants
//     (全国年节及纪念日放假办法).
func ParseTables(text []byte) ([]YearTable, error) {
	var file struct {
		Years []YearTable `json:"years"`
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&file); err != nil {
		return nil, fmt.Errorf("read working-day tables: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("read working-day tables: there is more after the end")
	}
	if len(file.Years) == 0 {
		return nil, errors.New("read working-day tables: no year in them")
	}
	seen := map[int]bool{}
	for _, t := range file.Years {
		if seen[t.Year] {
			return nil, fmt.Errorf("read working-day tables: the year %d stands twice", t.Year)
		}
		seen[t.Year] = true
		if _, err := t.days(); err != nil {
			return nil, fmt.Errorf("read working-day table of %d: %w", t.Year, err)
		}
	}
	return file.Years, nil
}

// maxRest bounds the rest days of one year; a notice names about thirty.
const maxRest = 60

// days checks t by rules 1 to 6 of [ParseTables] and gives each day it names,
// true for a working day.
func (t YearTable) days() (map[Date]bool, error) {
	if t.Year < 2001 || t.Year > 9998 {
		return nil, errors.New("the year is not one of 2001 to 9998")
	}
	if strings.TrimSpace(t.Notice) == "" {
		return nil, errors.New("it does not say from which notice it comes")
	}
	days := map[Date]bool{}
	add := func(d Date, work bool) error {
		if d.Year() != t.Year && !(d.Year() == t.Year-1 && isYearEnd(d)) {
			return fmt.Errorf("%s does not lie in the year", d)
		}
		if _, twice := days[d]; twice {
			return fmt.Errorf("%s stands twice", d)
		}
		days[d] = work
		return nil
	}
	for _, span := range t.Rest {
		if span.Last < span.First || len(days)+int(span.Last-span.First) >= maxRest {
			return nil, fmt.Errorf("more than %d days rest", maxRest)
		}
		for d := span.First; d <= span.Last; d++ {
			if err := add(d, false); err != nil {
				return nil, err
			}
		}
	}
	for _, d := range t.Work {
		if !isWeekend(d) {
			return nil, fmt.Errorf("the make-up day %s is no Saturday or Sunday", d)
		}
		if err := add(d, true); err != nil {
			return nil, err
		}
	}
	for _, md := range always {
		if work, named := days[md.In(t.Year)]; !named || work {
			return nil, fmt.Errorf("%s does not rest", md.In(t.Year))
		}
	}
	return days, nil
}

// always are the days that rest in every year under every version of the
// regulation on holidays in force since 2008.
var always = []MonthDay{{1, 1}, {5, 1}, {10, 1}, {10, 2}, {10, 3}}

// isYearEnd reports whether d is one of the last seven days of December. They
// hold the weekend before New Year, so the notice of the year after may make any
// of them a rest or a make-up day; the earliest it did was 29 December (2018).
func isYearEnd(d Date) bool { return d.Month() == 12 && d.Day() >= 25 }
