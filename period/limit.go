package period

import "fmt"

// A Unit (期间单位) is what a [Limit] counts in.
type Unit string

// The units. A text that says 天 or 日 without 工作日 counts calendar days;
// 行政许可法 art 82 counts working days.
const (
	CalendarDay Unit = "calendar_day"
	WorkingDay  Unit = "working_day"
	WholeMonth  Unit = "month"
	YearEnd     Unit = "year_end" // 31 December of the year it starts in; the amount is 0
)

// A Start (起算) says whether the day of the event counts.
type Start string

// The starts. NextDay, the default, is the general rule of 民法典 art 201: the
// day something begins is not counted. SameDay is that of rules which count the
// day of assignment as the first (“710”; the “1” of 13710 is the day itself).
const (
	NextDay Start = ""
	SameDay Start = "same_day"
)

// A Roll (顺延) says what happens to a last day on which offices rest.
type Roll string

// The rolls. RollForward is 民法典 art 203: where the last day is a statutory rest
// day, the first working day after it is the last day. Local rules that say
// nothing are read as they are printed, which is why RollNone is the default;
// other law or agreement goes first (art 204).
const (
	RollNone    Roll = ""
	RollForward Roll = "next_working_day"
)

// A Limit (办理时限) is the time somebody has for something, from an event on.
// The zero Limit has no unit and no deadline. The hour of the last day (24:00, or
// the close of the office: art 203) is not its business.
type Limit struct {
	// Amount is how many units: 0 to 36,500 days, 2,500 working days or 1,200 months.
	Amount int   `json:"amount"`
	Unit   Unit  `json:"unit"`
	Start  Start `json:"start,omitempty"`
	Roll   Roll  `json:"roll,omitempty"`
}

// Check reports what is wrong with l: an unknown word, an amount that is negative
// or too large, an amount beside [YearEnd].
func (l Limit) Check() error {
	most, known := map[Unit]int{CalendarDay: 36_500, WorkingDay: 2_500, WholeMonth: 1_200, YearEnd: 0}[l.Unit]
	if !known {
		return fmt.Errorf("check limit: the unit %q is none of calendar_day, working_day, month, year_end", l.Unit)
	}
	if l.Amount < 0 || l.Amount > most {
		return fmt.Errorf("check limit: %d is not one of 0 to %d for the unit %s", l.Amount, most, l.Unit)
	}
	if l.Start != NextDay && l.Start != SameDay {
		return fmt.Errorf("check limit: the start %q is not same_day", l.Start)
	}
	if l.Roll != RollNone && l.Roll != RollForward {
		return fmt.Errorf("check limit: the roll %q is not next_working_day", l.Roll)
	}
	return nil
}

// Deadline is the last day of l, counted from the day of the event.
//
//  1. Calendar and working days: from plus the amount; with SameDay the day of
//     the event is the first one counted, if offices work on it.
//  2. Months: the day with the same number in the last month, or the month's end
//     where it has none (民法典 art 202); with SameDay the day before the former.
//  3. An amount of 0 is the day itself; then the roll (art 203).
//
// Errors are those of [Limit.Check]. The date is Decided if no day without a
// table had to be looked at.
func (l Limit) Deadline(from Date, c *Calendar) (Date, Certainty, error) {
	if err := l.Check(); err != nil {
		return 0, Decided, err
	}
	last, certainty := l.unrolled(from, c)
	if l.Roll == RollNone {
		return last, certainty, nil
	}
	rolled, sure := c.NextWorkday(last)
	return rolled, max(certainty, sure), nil
}

func (l Limit) unrolled(from Date, c *Calendar) (Date, Certainty) {
	counted := 0 // days of the event itself that count
	if l.Start == SameDay {
		counted = 1
	}
	switch {
	case l.Unit == YearEnd:
		return civilDate(from.Year(), 12, 31), Decided
	case l.Amount == 0:
		return from, Decided
	case l.Unit == WorkingDay:
		return c.AddWorkdays(from.AddDays(-counted), l.Amount)
	case l.Unit == CalendarDay:
		return from.AddDays(l.Amount - counted), Decided
	}
	last := from.AddMonths(l.Amount)
	if last.Day() == from.Day() {
		last = last.AddDays(-counted)
	}
	return last, Decided
}
