package storybook

import (
	"strconv"

	"github.com/a-h/templ"

	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
)

// saved is what stands above a list that can be kept under names.
func (b book) saved(l view.List, story string) view.List {
	l.Tabs = []view.Tab{
		{Text: locale.Word(b.Lang, "list-preset", "due-week"), Href: b.to(story), Current: true}, {Text: locale.Word(b.Lang, "list-preset", "red"), Href: b.to(story)},
		{Text: "水利口月底要报的", Data: true, Href: b.to(story), Remove: "/lists/1/remove"}, {Text: "全县红灯", Data: true, Href: b.to(story), By: "周明"},
	}
	l.Save = &view.Save{Form: view.Form{ID: made(900), Action: "/lists"}, Kind: "due", Query: "when=week",
		Name: view.Field{Name: "name", Of: "save-", Kind: view.FieldText, Label: b.Say("list.name"), Required: true, Longest: 40},
		Share: view.Field{Name: "share", Of: "save-", Kind: view.FieldChoice, Label: b.Say("list.share"), Value: "own", Required: true, Options: []view.Option{
			{Value: "own", Text: locale.Word(b.Lang, "list-share", "own")}, {Value: "place", Text: locale.Word(b.Lang, "list-share", "place")}}}}
	l.More = []view.Field{{Name: "from", Kind: view.FieldDate, Label: locale.Word(b.Lang, "list-filter", "from")}, {Name: "to", Kind: view.FieldDate, Label: locale.Word(b.Lang, "list-filter", "to")}}
	return l
}

func (b book) heads(of ...view.TableColumn) []view.TableColumn {
	for i := range of {
		of[i].Title = locale.Word(b.Lang, "list-column", of[i].Title)
	}
	return of
}

func dueItems(b book) templ.Component {
	p := &view.TablePage{Frame: b.frame("due", locale.Word(b.Lang, "nav", "due")), List: b.saved(b.list("due-items", []string{"due", "unit"}, "due"), "due-items"),
		Columns: b.heads(view.TableColumn{Name: "due", Title: "due", Kind: view.CellDay}, view.TableColumn{Title: "task", Kind: view.CellWide}, view.TableColumn{Name: "unit", Title: "unit", Kind: view.CellText},
			view.TableColumn{Title: "state", Kind: view.CellState})}
	for i, t := range tasks {
		p.Rows = append(p.Rows, view.TableRow{Href: b.to("report-form"), Cells: []view.TableCell{{Due: b.due(t.left, true)}, {Path: t.number, Text: t.title}, {Text: t.lead}, {Vocabulary: "due-state", Text: []string{"open", "submitted", "accepted"}[i%3]}}})
	}
	p.List.Total, p.List.Over = 100_000, true
	p.List.Shown = len(p.Rows)
	return view.Table(p)
}

func dueItemsEmpty(b book) templ.Component {
	return view.Table(&view.TablePage{Frame: b.frame("due", locale.Word(b.Lang, "nav", "due")), List: b.saved(view.List{Action: Prefix + "due-items"}, "due-items"),
		Empty: locale.Word(b.Lang, "list-empty", "due"), Advice: locale.Word(b.Lang, "list-advice", "due")})
}

func targetsList(b book) templ.Component {
	p := &view.TablePage{Frame: b.frame("targets", locale.Word(b.Lang, "nav", "targets")), List: b.saved(b.list("targets", []string{"share"}, "share"), "targets"),
		Columns: b.heads(view.TableColumn{Title: "state", Kind: view.CellState}, view.TableColumn{Title: "metric", Kind: view.CellWide}, view.TableColumn{Title: "goal", Kind: view.CellWord}, view.TableColumn{Title: "latest", Kind: view.CellNumber},
			view.TableColumn{Name: "share", Title: "share", Kind: view.CellShare}, view.TableColumn{Title: "since", Kind: view.CellMoment}, view.TableColumn{Title: "light", Kind: view.CellLight}, view.TableColumn{Title: "document", Kind: view.CellText})}
	for i, s := range []string{"missed", "behind", "silent", "on-course", "met"} {
		share := strconv.Itoa(20 * i)
		if i == 2 {
			share = ""
		}
		p.Rows = append(p.Rows, view.TableRow{Href: b.to("task"), Cells: []view.TableCell{{Vocabulary: "standing", Text: s}, {Path: tasks[i].number, Text: tasks[i].title}, {Text: locale.Word(b.Lang, "comparison", ">=") + " 85 %"}, {Text: "61234.5"},
			{Text: share}, {At: now - int64(i)*minute}, {Text: tasks[i].light}, {Text: plan, Href: b.to("document")}}})
	}
	p.List.Shown, p.List.Total = len(p.Rows), 5
	return view.Table(p)
}

func saveList(b book) templ.Component {
	l := b.saved(view.List{}, "due-items")
	l.Save.Problem = locale.Fault(b.Lang, "list-name", 40)
	return view.SaveList(&view.SaveListPage{Frame: b.frame("", b.Say("list.save")), Save: l.Save, Back: b.to("due-items")})
}

// figures are made-up numbers by light.
func (b book) figures(counts ...int64) []view.Figure {
	var all []view.Figure
	for i, l := range []string{"red", "yellow", "green"} {
		all = append(all, view.Figure{Name: l, Count: counts[i], Href: b.to("ledger")})
	}
	return all
}

func (b book) lightsBy(names ...string) view.Breakdown {
	x := view.Breakdown{Lights: []string{"red", "yellow", "green"}, More: true}
	for i, n := range names {
		red, yellow, green := int64(max(0, 4-i)), int64(i%3), int64(5+2*i)
		x.Rows = append(x.Rows, view.BreakdownRow{Name: n, Href: b.to("ledger"), Total: red + yellow + green, Cells: b.figures(red, yellow, green)})
	}
	return x
}

func (b book) trend() view.Trend {
	t := view.Trend{Lights: []string{"red", "yellow", "green"}}
	for i := range 10 {
		t.Months = append(t.Months, view.TrendMonth{Name: "2026-" + strconv.Itoa(101 + i)[1:], Cells: b.figures(int64(i/2), int64(3+i%4), int64(60-3*i))})
	}
	return t
}

func (b book) standings() []view.Figure {
	var all []view.Figure
	for i, s := range []string{"missed", "behind", "silent", "on-course", "met"} {
		all = append(all, view.Figure{Name: s, Count: int64(7 * (i + 1)), Href: b.to("targets")})
	}
	return all
}

func cockpit(b book) templ.Component {
	units := b.lightsBy("县农业农村局", "县乡村振兴局", "县人力资源和社会保障局", "县教育局", "县医疗保障局", "县住房和城乡建设局")
	p := &view.CockpitPage{Frame: b.frame("cockpit", locale.Word(b.Lang, "nav", "cockpit")), At: now, Lights: b.figures(7, 19, 73), Standings: b.standings(), Units: units, Documents: b.lightsBy(plan, notice),
		Trend: b.trend(), Screen: b.to("screen")}
	for i, r := range units.Rows {
		p.Ranking = append(p.Ranking, view.RankRow{Place: i/2*2 + 1, Name: r.Name, Href: r.Href, Red: r.Cells[0], Total: view.Figure{Count: r.Total}})
	}
	for i := range 3 {
		p.Worst = append(p.Worst, view.WorstRow{Metric: tasks[i].title, Href: b.to("task"), Unit: tasks[i].lead, Share: strconv.Itoa(20 + i), Planned: "81.2", Document: plan, Source: b.to("document")})
	}
	return view.Cockpit(p)
}

func cockpitEmpty(b book) templ.Component {
	return view.Cockpit(&view.CockpitPage{Frame: b.frame("cockpit", locale.Word(b.Lang, "nav", "cockpit"))})
}

func screen(b book) templ.Component {
	f := b.alone(locale.Word(b.Lang, "nav", "cockpit"))
	return view.Screen(&view.ScreenPage{Frame: f, Place: "云岭县", At: now, Turn: 15, Lights: b.figures(7, 19, 73), Standings: b.standings(), Units: b.lightsBy("县农业农村局", "县乡村振兴局"), Documents: b.lightsBy(plan, notice), Trend: b.trend()})
}

func (b book) calendarPage(form string) *view.CalendarPage {
	p := &view.CalendarPage{Frame: b.frame("calendar", locale.Word(b.Lang, "nav", "calendar")), View: form, Span: "2026-11", Previous: b.to("calendar"), Next: b.to("calendar"), Today: b.to("calendar"), Links: b.to("links"),
		List: view.List{Action: Prefix + "calendar", Keep: map[string]string{"view": form}, Filter: []view.Field{{Name: "unit", Kind: view.FieldChoice, Hidden: true, Label: locale.Word(b.Lang, "list-filter", "unit")}}}}
	for _, v := range []string{"month", "week", "list"} {
		p.Views = append(p.Views, view.CalendarView{Name: v, Href: b.to("calendar"), Current: v == form})
	}
	first, _ := period.NewDate(2026, 11, 1)
	for i := range 30 {
		d := view.CalendarDay{Day: first + period.Date(i), IsOff: i%7 == 0 || i%7 == 6, IsMakeUp: i == 14, Provisional: i == 6, IsToday: first+period.Date(i) == today}
		d.IsOff = d.IsOff && !d.IsMakeUp
		if i%4 == 2 {
			for n, kind := range []string{"due", "node", "limit", "target", "directive"}[:1+i%5] {
				d.Events = append(d.Events, view.CalendarEvent{Kind: kind, Href: b.to("task"), Label: tasks[n].number, Title: tasks[n].title, What: "2026-10", Unit: tasks[n].lead, Late: n == 0 && i < 20, Done: n == 1})
			}
			d.More, d.MoreHref = i%3, b.to("calendar-week")
		}
		if form != "list" || len(d.Events) > 0 {
			p.Days = append(p.Days, d)
		}
	}
	return p
}

func calendarMonth(b book) templ.Component {
	p := b.calendarPage("month")
	p.Blank = 6
	return view.Calendar(p)
}

func calendarWeek(b book) templ.Component {
	p := b.calendarPage("week")
	p.Days = p.Days[:7]
	return view.Calendar(p)
}

func calendarList(b book) templ.Component {
	p := b.calendarPage("list")
	p.Cut = true
	return view.Calendar(p)
}

func links(b book) templ.Component {
	p := &view.LinksPage{Frame: b.frame("calendar", b.Say("link.title")), Made: "https://wenxiao.example/feed/" + made(3) + ".ics"}
	for i, k := range []string{"calendar", "screen"} {
		x := view.LinkKind{Name: k, Form: view.Form{ID: made(40 + i), Action: "/links"}, Label: view.Field{Name: "label", Of: k + "-", Kind: view.FieldText, Label: b.Say("link.where"), Required: true, Longest: 40}}
		if i == 0 {
			x.Rows = []view.LinkRow{{Label: "我的手机", Made: now, Revoke: "/links/1/revoke"}}
			x.Label.Value, x.Label.Problem = "", locale.Fault(b.Lang, "link-label", 40)
		}
		p.Kinds = append(p.Kinds, x)
	}
	return view.Links(p)
}

func timeline(b book) templ.Component {
	p := &view.TimelinePage{Frame: b.frame("ledger", b.Say("timeline.title")), Task: view.Link{Text: tasks[0].title, Href: b.to("task"), Data: true}, Number: tasks[0].number}
	for i, k := range []string{"issued", "adopted", "case", "light", "report", "light", "directive", "answer", "closed"} {
		s := view.TimelineStep{Kind: k, Day: today - period.Date(90-10*i), Data: tasks[0].lead, Href: b.to("task")}
		if k == "light" {
			s.Light, s.Text, s.Href, s.Data = []string{"green", "red"}[i%2], b.Say("task.sample-why"), "", ""
		}
		if i%3 == 1 {
			s.At = now - int64(90-10*i)*24*60*minute
		}
		p.Steps = append(p.Steps, s)
	}
	return view.Timeline(p)
}
