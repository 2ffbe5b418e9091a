package view

import (
	"slices"

	"github.com/wenxiao/wenxiao/period"
)

// A CalendarPage (日历) is what happens on which day: a month, a week or a list of days.
type CalendarPage struct {
	*Frame
	View     string // month, week or list
	Views    []CalendarView
	Previous string
	Next     string
	Today    string // the page of today
	Span     string // 2026-11, or the week's days
	List     List   // the filter form
	Days     []CalendarDay
	Blank    int  // days of the week before the first of a month
	Cut      bool // whether there are more events than are shown
	Links    string
}

// isEmpty says whether nothing stands on any of the days.
func (p *CalendarPage) isEmpty() bool {
	return !slices.ContainsFunc(p.Days, func(d CalendarDay) bool { return len(d.Events) > 0 })
}

// A CalendarView is one form of the calendar.
type CalendarView struct {
	Name    string
	Href    string
	Current bool
}

// A CalendarDay is one day.
type CalendarDay struct {
	Day         period.Date
	IsOff       bool // nobody works
	IsMakeUp    bool // a weekend day on which offices work
	Provisional bool // the year has no table of working days yet
	IsToday     bool
	Events      []CalendarEvent
	More        int // events that are not shown
	MoreHref    string
}

// A CalendarEvent is one event.
type CalendarEvent struct {
	Kind  string // code of word.calendar
	Href  string
	Label string
	Title string
	What  string
	Unit  string
	Late  bool // it is still open and its day has passed
	Done  bool
}

// A LinksPage lists links that open something to whoever has them.
type LinksPage struct {
	*Frame
	Made  string // the address of a link that was just made; shown once
	Kinds []LinkKind
}

// A LinkKind is links of one kind, with the form that makes one.
type LinkKind struct {
	Name  string // code of word.link
	Form  Form
	Label Field
	Rows  []LinkRow
}

// A LinkRow is one link.
type LinkRow struct {
	Label  string
	Made   int64
	Revoke string
}

// A TimelinePage (时间轴) is the course of a task.
type TimelinePage struct {
	*Frame
	Task   Link
	Number string
	Steps  []TimelineStep
}

// A TimelineStep is one thing that happened.
type TimelineStep struct {
	Kind  string // code of word.timeline
	Day   period.Date
	At    int64  // the moment, where it is known better than the day; 0 else
	Text  string // in words of the interface
	Data  string // what somebody wrote, or the name of a unit
	Href  string
	Light string // of a light
}

// weekday is a day's place in its week, from Monday, which is 1.
func weekday(d CalendarDay) int { return int((int64(d.Day)+3)%7) + 1 }
