package view

import (
	"unicode"

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

// A run is a piece of a sentence; Data says that it is quoted from a document or a person.
type run struct {
	Text string
	Data bool
}

// runs divide a sentence of the interface in which names of a document stand: in English, what is Chinese is such a name.
func (f *Frame) runs(sentence string) (all []run) {
	if f.Lang == locale.Zh {
		return []run{{Text: sentence}}
	}
	start, isHan := 0, false
	for i, r := range sentence {
		if !unicode.IsLetter(r) || unicode.Is(unicode.Han, r) == isHan {
			continue
		}
		if i > start {
			all = append(all, run{sentence[start:i], isHan})
		}
		start, isHan = i, !isHan
	}
	return append(all, run{sentence[start:], isHan})
}
