package ledger

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/casework"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// tasks is the ledger.
func (p *pages) tasks(w http.ResponseWriter, r *http.Request, by route.Request) error {
	const rows = 50
	q := r.URL.Query()
	filter := task.Filter{Text: strings.TrimSpace(q.Get("text")), Limit: rows + 1}
	if id, err := uuid.Parse(q.Get("document")); err == nil {
		filter.Document = id
	}
	if after, err := uuid.Parse(q.Get("after")); err == nil {
		filter.After = after
	}
	lines, err := p.Tasks.List(r.Context(), by.Call, filter)
	if err != nil {
		return err
	}
	page := &view.LedgerPage{
		Frame: p.Frame(w, r, by, "ledger", locale.Word(by.Lang, "nav", "ledger")),
		List: view.List{
			Action: "/tasks", Clear: "/tasks", Filtered: filter.Text != "" || filter.Document != uuid.Nil || filter.After != uuid.Nil, Total: -1,
			Filter: []view.Field{{Name: "text", Kind: view.FieldText, Label: locale.Text(by.Lang, "list.text"), Value: filter.Text, Hidden: true}},
		},
	}
	if may(by, access.DocumentUpload) {
		page.Upload = "/documents"
	}
	if len(lines) > rows {
		lines = lines[:rows]
		next := url.Values{"after": {lines[rows-1].ID.String()}}
		for _, name := range []string{"text", "document"} {
			if value := q.Get(name); value != "" {
				next.Set(name, value)
			}
		}
		page.List.Next = "/tasks?" + next.Encode()
	}
	counts := make(map[string]int64)
	for _, l := range lines {
		row := p.row(l)
		counts[row.Light]++
		page.Rows = append(page.Rows, row)
	}
	page.List.Shown = len(lines)
	for _, light := range []string{"red", "yellow", "green", "none"} {
		page.Lights = append(page.Lights, view.LightCount{Light: light, Count: counts[light], Href: "/tasks"})
	}
	return p.Show(w, r, http.StatusOK, view.Ledger(page))
}

func (p *pages) row(l task.Line) view.LedgerRow {
	row := view.LedgerRow{Href: "/tasks/" + l.ID.String(), Number: l.Label, Title: l.Title, Document: l.Document, Lead: l.Lead, Others: l.Others,
		Light: p.light(l.Open, l.Late, l.Next), State: taskState(l), Due: view.Due{Day: view.NoDate}}
	if l.Next != 0 {
		row.Due = view.Due{Day: period.Date(l.Next), Left: int(l.Next - p.Today()), Open: true}
	}
	return row
}

func taskState(l task.Line) string {
	switch {
	case l.State == record.TaskClosed:
		return "closed"
	case l.Returned > 0:
		return "returned"
	case l.Submitted > 0:
		return "review"
	}
	return "open"
}

// task is one task with everything that hangs on it.
func (p *pages) task(w http.ResponseWriter, r *http.Request, by route.Request) error {
	id, err := site.ID(r, "id")
	if err != nil {
		return err
	}
	t, err := p.Tasks.Find(r.Context(), by.Call, id)
	if err != nil {
		return err
	}
	source := "/documents/" + t.Task.Document.String()
	page := &view.TaskPage{
		Frame:  p.Frame(w, r, by, "ledger", t.Title, view.Link{Text: locale.Word(by.Lang, "nav", "ledger"), Href: "/tasks"}),
		Number: t.Label, Light: p.light(t.Open, t.Late, t.Next), State: taskState(t.Line), DoneWhen: t.DoneWhen,
		Document: view.Link{Text: t.Line.Document, Href: source, Data: true}, Quote: t.Body, QuoteHref: source + "#s-" + taskID(int(t.Ordinal)-1),
	}
	for _, d := range t.Duties {
		page.Duties = append(page.Duties, view.TaskDuty{Role: d.Role, Unit: d.Name})
	}
	for _, g := range t.Targets {
		line := targetLine(by.Lang, g)
		if g.State == "" && g.Value != nil && (mayOn(by, access.CaseDecide, g.Owner) || leads(by, t.Duties)) {
			line.Ask = "/targets/" + g.ID.String() + "/request"
		}
		page.Targets = append(page.Targets, line)
	}
	for _, d := range t.Due {
		page.Items = append(page.Items, p.dueItem(by, d, t.Names[d.Unit]))
	}
	if page.Cases, err = casework.Cards(p.Site, r, by, id); err != nil {
		return err
	}
	return p.Show(w, r, http.StatusOK, view.Task(page))
}

func targetLine(l locale.Lang, g record.Target) view.TaskTarget {
	line := view.TaskTarget{Text: g.Metric, Goal: goal(l, g), Unit: g.Unit, By: view.NoDate, At: view.NoDate, Light: "none", Quote: g.Quote, State: g.State}
	if g.First != nil {
		line.First = locale.Number(quantity.FromTenThousandths(*g.First).String())
	}
	if day, err := period.ParseDate(g.Due); err == nil {
		line.By = day
	}
	return line
}

// leads says whether the actor's unit leads a task, and he may act for it.
func leads(by route.Request, duties []task.Duty) bool {
	return may(by, access.CaseHandle) && slices.ContainsFunc(duties, func(d task.Duty) bool {
		return d.Role == record.PartLead && d.Unit != nil && *d.Unit == by.Actor.Unit
	})
}

// goal is the figure a target asks for, in words, without its unit.
func goal(l locale.Lang, g record.Target) string {
	if g.Value == nil {
		return ""
	}
	text := locale.Number(quantity.FromTenThousandths(*g.Value).String())
	if g.High != nil {
		text += "–" + locale.Number(quantity.FromTenThousandths(*g.High).String())
	}
	if word := locale.Word(l, "comparison", g.Op); word != g.Op {
		text = word + " " + text
	}
	return text
}

// dueItem is a due item of a task, with what the person may do about it.
func (p *pages) dueItem(by route.Request, d record.Due, unit string) view.DueItem {
	item := view.DueItem{Title: d.Period, Unit: unit, Due: p.dueOf(d), State: d.State, First: view.NoDate}
	if d.First != 0 {
		item.First = period.Date(d.First)
	}
	if item.Due.Open && (d.Unit == by.Actor.Unit && may(by, access.CaseHandle) || mayOn(by, access.CaseDecide, d.Owner)) {
		item.Ask = "/due/" + d.ID.String() + "/request"
	}
	isOwn := d.Unit == by.Actor.Unit && may(by, access.ReportWrite)
	switch {
	case isOwn && d.State == record.DueOpen:
		item.Href, item.Act = "/due/"+d.ID.String(), "report"
	case isOwn && d.State == record.DueReturned:
		item.Href, item.Act = "/due/"+d.ID.String(), "correct"
	case d.Report != uuid.Nil && d.State == record.DueSubmitted && mayOn(by, access.ReportAccept, d.Owner):
		item.Href, item.Act = "/reports/"+d.Report.String(), "accept"
	case d.Report != uuid.Nil:
		item.Href, item.Act = "/reports/"+d.Report.String(), "open"
	}
	return item
}
