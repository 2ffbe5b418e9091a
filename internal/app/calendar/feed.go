package calendar

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/period"
)

// A Feed is events as calendars of other programs take them (RFC 5545). It names tasks by their numbers and never by their titles: a telephone
// shows it on its locked screen, and its maker's server keeps a copy.
type Feed struct {
	Name   string
	Base   string // of the addresses of events, without a slash at the end
	Made   time.Time
	Events []Event
	Word   func(kind string) string // what a kind is called
	Href   func(e Event) string     // the page of an event, from the root
}

// WriteTo writes the feed and gives the number of its bytes. The only errors are those of out.
func (f Feed) WriteTo(out io.Writer) (int64, error) {
	w := &lines{out: bufio.NewWriter(out)}
	for _, l := range []string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Wenxiao//Calendar//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", "X-WR-CALNAME:" + escape(f.Name), "REFRESH-INTERVAL;VALUE=DURATION:PT6H"} {
		w.line(l)
	}
	for _, e := range f.Events {
		summary := f.Word(e.Kind)
		if e.Label != "" {
			summary += " " + e.Label
		}
		if e.Kind == Due {
			summary += " " + e.What
		}
		if e.Name != "" {
			summary += " · " + e.Name
		}
		w.line("BEGIN:VEVENT")
		w.line(fmt.Sprintf("UID:%s-%s@wenxiao", e.Kind, e.ID))
		w.line("DTSTAMP:" + f.Made.UTC().Format("20060102T150405Z"))
		w.line("DTSTART;VALUE=DATE:" + basic(period.Date(e.Day)))
		w.line("DTEND;VALUE=DATE:" + basic(period.Date(e.Day+1)))
		w.line("SUMMARY:" + escape(summary))
		w.line("URL:" + f.Base + f.Href(e))
		w.line("TRANSP:TRANSPARENT")
		w.line("END:VEVENT")
	}
	w.line("END:VCALENDAR")
	if w.err == nil {
		w.err = w.out.Flush()
	}
	return w.n, w.err
}

func basic(d period.Date) string { return strings.ReplaceAll(d.String(), "-", "") }

// escape writes a text as RFC 5545 has them; what is no text is left out.
func escape(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\\' || r == ';' || r == ',':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r >= ' ' && r != utf8.RuneError && r != 0x7f:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// lines folds what it is given into lines of at most 75 octets, never inside a character.
type lines struct {
	out *bufio.Writer
	n   int64
	err error
}

func (w *lines) line(text string) {
	const longest = 75
	first := true
	for first || text != "" {
		room, head := longest, ""
		if !first {
			room, head = longest-1, " "
		}
		cut := min(room, len(text))
		for cut < len(text) && !utf8.RuneStart(text[cut]) {
			cut--
		}
		w.print(head + text[:cut] + "\r\n")
		text, first = text[cut:], false
	}
}

func (w *lines) print(text string) {
	if w.err == nil {
		n, err := w.out.WriteString(text)
		w.n, w.err = w.n+int64(n), err
	}
}
