package cockpit

import (
	"net/http"
	"net/url"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/calendar"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

// inADay is how many events a day of a month shows.
const inADay = 4

// A span is the days that a page of the calendar shows.
type span struct {
	view                  string
	first, last           period.Date
	previous, next, label string
}

// spanOf reads which days an address asks for.
func spanOf(q url.Values, today period.Date) span {
	day := today
	if d, err := period.ParseDate(q.Get("day")); err == nil && d > 0 {
		day = d
	}
	s := span{view: q.Get("view")}
	if s.view == "week" {
		s.first = day - period.Date((int64(day)+3)%7) // 1970-01-01 was a Thursday
		s.last = s.first + 6
		s.previous, s.next, s.label = (s.first - 7).String(), (s.first + 7).String(), s.first.String()+" – "+s.last.String()
		return s
	}
	if s.view != "list" {
		s.view = "month"
	}
	month := period.Of(day, period.Month)
	s.first, s.last, s.label = month.First(), month.Last(), month.String()
	s.previous, s.next = period.Of(s.first-1, period.Month).First().String(), (s.last + 1).String()
	return s
}

// calendar is what happens on which day.
func (p *pages) calendar(w http.ResponseWriter, r *http.Request, by route.Request) error {
	q, today := r.URL.Query(), period.Date(p.Today())
	s := spanOf(q, today)
	filter := calendar.Filter{First: s.first, Last: s.last}
	unit := q.Get("unit")
	if unit == list.Mine {
		filter.Unit = by.Actor.Unit
	} else if id, err := uuid.Parse(unit); err == nil {
		filter.Unit = id
	}
	events, isCut, err := p.Calendars.Between(r.Context(), by.Call, filter)
	if err != nil {
		return err
	}
	page := &view.CalendarPage{Frame: p.Frame(w, r, by, "calendar", locale.Word(by.Lang, "nav", "calendar")), View: s.view, Span: locale.Period(by.Lang, s.label), Cut: isCut, Links: "/links",
		Previous: here(s.view, s.previous, unit), Next: here(s.view, s.next, unit), Today: here(s.view, "", unit)}
	for _, v := range []string{"month", "week", "list"} {
		page.Views = append(page.Views, view.CalendarView{Name: v, Href: here(v, s.first.String(), unit), Current: v == s.view})
	}
	if page.List, err = p.calendarFilter(r, by, s, unit); err != nil {
		return err
	}
	working, err := p.Calendar(r.Context())
	if err != nil {
		return err
	}
	byDay := make(map[period.Date][]calendar.Event)
	for _, e := range events {
		byDay[period.Date(e.Day)] = append(byDay[period.Date(e.Day)], e)
	}
	for d := s.first; d <= s.last; d++ {
		if s.view == "list" && len(byDay[d]) == 0 {
			continue
		}
		page.Days = append(page.Days, dayOf(working, d, today, byDay[d], s.view, unit))
	}
	if s.view == "month" {
		page.Blank = int((int64(s.first) + 3) % 7)
	}
	return p.Show(w, r, http.StatusOK, view.Calendar(page))
}

// here is the calendar's address.
func here(form, day, unit string) string {
	q := url.Values{}
	if form != "month" {
		q.Set("view", form)
	}
	if day != "" {
		q.Set("day", day)
	}
	if unit != "" {
		q.Set("unit", unit)
	}
	return list.Address("/calendar", q.Encode())
}

// calendarFilter is the form that chooses a unit; it keeps form and day.
func (p *pages) calendarFilter(r *http.Request, by route.Request, s span, unit string) (view.List, error) {
	units, err := p.Lists.Units(r.Context(), by.Call, unit)
	x := view.Field{Name: "unit", Kind: view.FieldChoice, Label: locale.Word(by.Lang, "list-filter", "unit"), Value: unit, Hidden: true}
	if by.Actor.Unit != uuid.Nil {
		x.Options = append(x.Options, view.Option{Value: list.Mine, Text: by.Say("list.my-unit")})
	}
	for _, u := range units {
		x.Options = append(x.Options, view.Option{Value: u.ID.String(), Text: u.Name, Data: true})
	}
	l := view.List{Action: "/calendar", Clear: here(s.view, s.first.String(), ""), Filtered: unit != "", Filter: []view.Field{x}, Keep: map[string]string{"view": s.view, "day": s.first.String()}}
	return l, err
}

func dayOf(working *period.Calendar, d, today period.Date, events []calendar.Event, form, unit string) view.CalendarDay {
	works, certainty := working.IsWorkday(d)
	isWeekend := (int64(d)+3)%7 >= 5
	day := view.CalendarDay{Day: d, IsOff: !works, IsMakeUp: works && isWeekend, Provisional: certainty == period.Provisional, IsToday: d == today}
	for i, e := range events {
		if form == "month" && i == inADay && len(events) > inADay+1 {
			day.More, day.MoreHref = len(events)-inADay, here("week", d.String(), unit)
			break
		}
		day.Events = append(day.Events, view.CalendarEvent{Kind: e.Kind, Href: hrefOf(e), Label: e.Label, Title: e.Title, What: e.What, Unit: e.Name, Done: !e.IsOpen,
			Late: e.IsOpen && d < today && (e.Kind == calendar.Due || e.Kind == calendar.Limit || e.Kind == calendar.Directive)})
	}
	return day
}

// hrefOf is the page of an event.
func hrefOf(e calendar.Event) string {
	switch e.Kind {
	case calendar.Due:
		return "/due/" + e.ID.String()
	case calendar.Limit:
		return "/cases/" + e.ID.String()
	case calendar.Directive:
		return "/directives/" + e.ID.String()
	case calendar.Conference:
		return "/conferences/" + e.ID.String()
	}
	return "/tasks/" + e.Task.String()
}

// The days that a feed holds, before and after today.
const feedBefore, feedAfter = 60, 365

// feed is somebody's calendar for the calendars of other programs.
func (p *pages) feed(w http.ResponseWriter, r *http.Request, by route.Request) error {
	const ending = ".ics"
	file := r.PathValue("file")
	if len(file) <= len(ending) || file[len(file)-len(ending):] != ending {
		return fault.New(fault.NotFound, "link-over")
	}
	actor, err := p.Links.Open(r.Context(), file[:len(file)-len(ending)], "calendar")
	if err != nil {
		return err
	}
	by.Actor = actor
	today := period.Date(p.Today())
	filter := calendar.Filter{First: today - feedBefore, Last: today + feedAfter, Unit: actor.Unit} // what is one's own unit's: a city's office would drown in the rest
	events, _, err := p.Calendars.Between(r.Context(), by.Call, filter)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/calendar; charset=utf-8")
	h.Set("Cache-Control", "private, no-store")
	_, err = calendar.Feed{Name: by.Say("product") + " " + locale.Word(by.Lang, "nav", "calendar"), Base: p.base(r), Made: p.Now(), Events: events, Href: hrefOf,
		Word: func(kind string) string { return locale.Word(by.Lang, "calendar", kind) }}.WriteTo(w)
	return err
}

// base is the address of the server as whoever asks reaches it.
func (p *pages) base(r *http.Request) string {
	if p.IsHTTPS {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
