package period_test

import (
	"encoding/json"
	"testing"

	"github.com/wenxiao/wenxiao/period"
	"pgregory.net/rapid"
)

func TestLimit_Deadline(t *testing.T) {
	t.Parallel()
	c := period.NewCalendar()
	for name, step := range map[string]struct{ limit, from, want string }{
		"13710: the 1 is the same day":       {`{"amount":1,"unit":"calendar_day","start":"same_day"}`, "2023-03-01", "2023-03-01"},
		"710: 7 days from the assignment":    {`{"amount":7,"unit":"calendar_day","start":"same_day"}`, "2023-03-01", "2023-03-07"},
		"7 days, art 201":                    {`{"amount":7,"unit":"calendar_day"}`, "2023-03-01", "2023-03-08"},
		"7 days into a holiday":              {`{"amount":7,"unit":"calendar_day"}`, "2021-09-27", "2021-10-04"},
		"7 days into a holiday, art 203":     {`{"amount":7,"unit":"calendar_day","roll":"next_working_day"}`, "2021-09-27", "2021-10-08"},
		"20 working days (行政许可法 art 82)":     {`{"amount":20,"unit":"working_day"}`, "2021-09-13", "2021-10-15"},
		"working days, first day counts":     {`{"amount":2,"unit":"working_day","start":"same_day"}`, "2021-09-30", "2021-10-08"},
		"working days, assigned on a Sunday": {`{"amount":2,"unit":"working_day","start":"same_day"}`, "2021-10-10", "2021-10-12"},
		"one month, art 202":                 {`{"amount":1,"unit":"month"}`, "2023-01-15", "2023-02-15"},
		"one month without the day":          {`{"amount":1,"unit":"month"}`, "2023-01-31", "2023-02-28"},
		"one month, first day counts":        {`{"amount":1,"unit":"month","start":"same_day"}`, "2023-03-01", "2023-03-31"},
		"one month, counts, without the day": {`{"amount":1,"unit":"month","start":"same_day"}`, "2023-01-31", "2023-02-28"},
		"three months, art 203":              {`{"amount":3,"unit":"month","roll":"next_working_day"}`, "2021-07-01", "2021-10-08"},
		"end of the year":                    {`{"amount":0,"unit":"year_end"}`, "2023-03-01", "2023-12-31"},
		"at once":                            {`{"amount":0,"unit":"working_day"}`, "2021-10-03", "2021-10-03"},
		"at once, art 203":                   {`{"amount":0,"unit":"working_day","roll":"next_working_day"}`, "2021-10-03", "2021-10-08"},
		"no table yet":                       {`{"amount":10,"unit":"working_day"}`, "2026-12-28", "2027-01-12~"},
		"no table needed":                    {`{"amount":30,"unit":"calendar_day"}`, "2026-12-28", "2027-01-27"},
	} {
		var l period.Limit
		if err := json.Unmarshal([]byte(step.limit), &l); err != nil {
			t.Fatal(err)
		}
		last, certainty, err := l.Deadline(date(t, step.from), c)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := show([]period.Due{{Date: last, Certainty: certainty}}); got != step.want {
			t.Errorf("%s: %s from %s ends %s, want %s", name, step.limit, step.from, got, step.want)
		}
	}
}

func TestLimit_CheckRefuses(t *testing.T) {
	t.Parallel()
	for _, l := range []period.Limit{
		{}, {Amount: 1, Unit: "hour"}, {Amount: -1, Unit: period.WorkingDay}, {Amount: 2_501, Unit: period.WorkingDay},
		{Amount: 36_501, Unit: period.CalendarDay}, {Amount: 1_201, Unit: period.WholeMonth}, {Amount: 1, Unit: period.YearEnd},
		{Unit: period.WorkingDay, Start: "yesterday"}, {Unit: period.WorkingDay, Roll: "back"},
	} {
		if last, _, err := l.Deadline(0, period.NewCalendar()); err == nil {
			t.Errorf("%+v ends %s", l, last)
		}
	}
}

// Counting the day of the event never ends later, and a roll never earlier; a
// rolled deadline is a working day.
func TestLimit_Properties(t *testing.T) {
	t.Parallel()
	c := period.NewCalendar()
	rapid.Check(t, func(t *rapid.T) {
		from := period.Date(rapid.Int32Range(18000, 21000).Draw(t, "from"))
		l := period.Limit{
			Amount: rapid.IntRange(1, 60).Draw(t, "amount"),
			Unit:   rapid.SampledFrom([]period.Unit{period.CalendarDay, period.WorkingDay, period.WholeMonth}).Draw(t, "unit"),
		}
		next, _, err := l.Deadline(from, c)
		if err != nil || next <= from {
			t.Fatalf("%+v from %s ends %s, %v", l, from, next, err)
		}
		l.Start = period.SameDay
		same, _, err := l.Deadline(from, c)
		if err != nil || same > next || same < from {
			t.Fatalf("%+v from %s ends %s, the next day %s, %v", l, from, same, next, err)
		}
		l.Roll = period.RollForward
		rolled, _, err := l.Deadline(from, c)
		works, _ := c.IsWorkday(rolled)
		if err != nil || rolled < same || !works {
			t.Fatalf("%+v from %s rolls from %s to %s, %v", l, from, same, rolled, err)
		}
	})
}
