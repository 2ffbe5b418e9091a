package casework

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

const (
	spareRows = 3   // empty rows below those that are filled in
	mostRows  = 200 // of the form
)

// measures is where a unit writes its measures.
func (p *pages) measures(w http.ResponseWriter, r *http.Request, by route.Request) error {
	return p.measuresPage(w, r, by, http.StatusOK, nil, nil)
}

// measuresPage shows the measures as they are kept, or as they were typed and why they were not accepted.
func (p *pages) measuresPage(w http.ResponseWriter, r *http.Request, by route.Request, status int, typed url.Values, not error) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	d, err := p.Cases.Find(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	if !d.MayFile {
		return p.Go(w, r, "/cases/"+id.String(), "")
	}
	t, err := p.Tasks.Find(r.Context(), by.Call, d.Task)
	if err != nil {
		return err
	}
	about := "/tasks/" + d.Task.String()
	page := &view.MeasuresPage{
		Frame: p.Frame(w, r, by, "ledger", locale.Text(by.Lang, "case.file"),
			view.Link{Text: locale.Word(by.Lang, "nav", "ledger"), Href: "/tasks"}, view.Link{Text: d.Title, Href: about, Data: true}),
		Task: view.Link{Text: d.Label + " " + d.Title, Href: about, Data: true}, Unit: d.Name, Due: due(d.Case, p.Today()),
		Form: view.Form{Action: "/cases/" + id.String() + "/measures"},
	}
	if not != nil {
		page.Form.Problem = route.Sentence(by.Lang, not)
	}
	if typed == nil {
		if typed = written(d.Measures); len(d.Revision) > 0 {
			typed = written(d.Revision)
		}
		earlier, err := p.Cases.Earlier(r.Context(), by.Call, d)
		if err != nil {
			return err
		}
		if page.IsEarlier = len(earlier) > 0; page.IsEarlier {
			typed = written(earlier)
		}
	}
	for i := range min(rows(typed)+spareRows, mostRows) {
		page.Rows = append(page.Rows, measureRow(by.Lang, i, typed))
	}
	for _, g := range t.Targets {
		if days := points(period.Date(p.Today()), d.Case, g, typed); len(days) > 0 {
			page.Curves = append(page.Curves, curve(by.Lang, g, days, typed))
		}
	}
	return p.Show(w, r, status, view.Measures(page))
}

// written are measures as the form has them.
func written(filed []record.Measure) url.Values {
	typed, row := url.Values{}, 0
	for _, m := range filed {
		on := period.Date(m.On).String()
		if m.Value != nil {
			typed.Set(pointName(m.Target, on), quantity.FromTenThousandths(*m.Value).String())
			continue
		}
		at := strconv.Itoa(row)
		typed.Set("what."+at, m.What)
		typed.Set("person."+at, m.Person)
		typed.Set("on."+at, on)
		row++
	}
	return typed
}

func pointName(target uuid.UUID, on string) string { return "value." + target.String() + "." + on }

// rows is how many rows of a form have something in them, to the last of them.
func rows(typed url.Values) int {
	n := 0
	for i := range mostRows {
		at := strconv.Itoa(i)
		if strings.TrimSpace(typed.Get("what."+at)+typed.Get("person."+at)+typed.Get("on."+at)) != "" {
			n = i + 1
		}
	}
	return n
}

func measureRow(l locale.Lang, i int, typed url.Values) view.MeasureRow {
	at := strconv.Itoa(i)
	field := func(name, label string, kind view.FieldKind, longest int) view.Field {
		return view.Field{Name: name + "." + at, Kind: kind, Label: label, Hidden: true, Value: typed.Get(name + "." + at), Longest: longest}
	}
	return view.MeasureRow{What: field("what", locale.Text(l, "case.measure"), view.FieldText, 500), Person: field("person", locale.Text(l, "case.person"), view.FieldText, 50),
		On: field("on", locale.Text(l, "case.node"), view.FieldDate, 0)}
}

// curve has an entry for each of some days.
func curve(l locale.Lang, g record.Target, days []period.Date, typed url.Values) view.Curve {
	c := view.Curve{Metric: g.Metric, Unit: g.Unit}
	if g.Value != nil {
		c.Goal = locale.Number(quantity.FromTenThousandths(*g.Value).String())
	}
	for _, on := range days {
		name := pointName(g.ID, on.String())
		c.Points = append(c.Points, view.Field{Name: name, Kind: view.FieldNumber, Label: locale.ShortDate(on), Value: typed.Get(name), Unit: g.Unit, Longest: 20})
	}
	return c
}

// mostQuarters is how many quarters a curve offers: a plan for five years and as many before.
const mostQuarters = 40

// points are the days for which the figure of a target can be planned: the ends of the quarters from the year in which the case was opened to the target's
// limit, to the end of the next year where it has none; and every other day for which there is a figure, which would be lost if it were not shown.
func points(today period.Date, c record.Case, g record.Target, typed url.Values) []period.Date {
	var days []period.Date
	if g.Value != nil && g.State == "" {
		last := task.Limit(g)
		if last == 0 {
			last = period.Of(today, period.Year).Next().Last()
		}
		last = max(last, period.Of(today, period.Year).Last())
		first := min(period.DateAt(time.UnixMilli(c.Opened)), today)
		for q := period.Of(period.Of(first, period.Year).First(), period.Quarter); q.First() <= last && len(days) < mostQuarters; q = q.Next() {
			days = append(days, q.Last())
		}
	}
	for name, values := range typed {
		text, isOf := strings.CutPrefix(name, pointName(g.ID, ""))
		if day, err := period.ParseDate(text); isOf && err == nil && values[0] != "" {
			days = append(days, day)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// file keeps measures, and sends them on if that was asked for.
func (p *pages) file(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return site.BadForm(err)
	}
	filed, err := readMeasures(r.PostForm)
	propose := r.PostForm.Get("do") == "propose"
	if err == nil {
		err = p.Cases.File(r.Context(), by.Call, id, filed, propose)
	}
	switch kind := route.KindOf(err); {
	case kind == fault.Invalid, kind == fault.TooLarge, kind == fault.Conflict && keyOf(err) == "case-lacks":
		return p.measuresPage(w, r, by, kind.Status(), r.PostForm, err)
	case err != nil:
		return err
	case propose:
		return p.Go(w, r, "/cases/"+id.String(), "flash.case")
	}
	return p.Go(w, r, "/cases/"+id.String()+"/measures", "flash.kept")
}

func keyOf(err error) string {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f.Key
	}
	return ""
}

// readMeasures reads the rows that have something in them, and the points that have a figure.
func readMeasures(typed url.Values) ([]casework.Measure, error) {
	var filed []casework.Measure
	for i := range rows(typed) {
		at := strconv.Itoa(i)
		m := casework.Measure{What: strings.TrimSpace(typed.Get("what." + at)), Person: strings.TrimSpace(typed.Get("person." + at))}
		text := strings.TrimSpace(typed.Get("on." + at))
		if m.What+m.Person+text == "" {
			continue
		}
		on, err := period.ParseDate(text)
		if err != nil {
			return nil, fault.New(fault.Invalid, "measure-incomplete", i+1)
		}
		m.On = on
		filed = append(filed, m)
	}
	for _, name := range slices.Sorted(maps.Keys(typed)) {
		values := typed[name]
		rest, isPoint := strings.CutPrefix(name, "value.")
		text := strings.ReplaceAll(strings.TrimSpace(values[0]), ",", "")
		if !isPoint || text == "" {
			continue
		}
		id, on, _ := strings.Cut(rest, ".")
		m := casework.Measure{}
		var err error
		if m.Target, err = uuid.Parse(id); err != nil {
			return nil, fault.New(fault.Invalid, "measure-target")
		}
		if m.On, err = period.ParseDate(on); err != nil {
			return nil, fault.New(fault.Invalid, "measure-target")
		}
		value, err := quantity.ParseNumber(text)
		if err != nil {
			return nil, fault.New(fault.Invalid, "adjustment-value")
		}
		m.Value = &value
		filed = append(filed, m)
	}
	return filed, nil
}
