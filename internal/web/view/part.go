package view

import (
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/period"
)

// NoDate stands for a date that is not set, in every field that may lack one.
const NoDate period.Date = period.MinDate

// lightShapes give each light a shape, so that it is told without colour.
var lightShapes = map[string]string{"red": "■", "yellow": "▲", "green": "●", "grey": "◌", "blue": "◆", "black": "◼", "none": "○", "unseen": "–"}

// A Due says when something falls due.
type Due struct {
	Day         period.Date // NoDate for none
	Left        int         // days from today; negative where it has passed
	Open        bool        // whether it is still to be done, so that Left is worth showing
	Provisional bool        // whether the year's working days are not published yet
}

func (d Due) class() string {
	switch {
	case !d.Open:
		return "due"
	case d.Left < 0:
		return "due due-over"
	case d.Left <= 3:
		return "due due-soon"
	}
	return "due"
}

func (f *Frame) date(d period.Date) string {
	if d == NoDate {
		return f.Say("value.none")
	}
	return locale.ShortDate(d)
}

// orNone is a text, or the sign for none.
func (f *Frame) orNone(s string) string {
	if s == "" {
		return f.Say("value.none")
	}
	return s
}
