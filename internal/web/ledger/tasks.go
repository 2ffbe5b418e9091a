package ledger

import (
	"context"
	"net/http"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/supervision"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/casework"
	"github.com/wenxiao/wenxiao/internal/web/lists"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/site"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// tasks is the ledger.
func (p *pages) tasks(w http.ResponseWriter, r *http.Request, by route.Request) error {
	if x, err := p.Reports.ByCode(r.Context(), by.Call, r.URL.Query().Get("text")); err == nil { // who types the code of a sheet wants its report
		return p.Go(w, r, "/reports/"+x.Report.String()+"#sheets", "")
	}
	q := list.Tasks.Parse(r.URL.Query())
	q.Uncounted = true // the lights count them
	lines, found, err := p.Tasks.Page(r.Context(), by.Call, q)
	if err != nil {
		return err
	}
	counts, err := p.Tasks.Lights(r.Context(), by.Call, q)
	if err != nil {
		return err
	}
	found.Total = counts.Of(q)
	page := &view.LedgerPage{Frame: p.Frame(w, r, by, "ledger", locale.Word(by.Lang, "nav", "ledger"))}
	var last uuid.UUID
	for _, l := range lines {
		row, err := p.row(r.Context(), by.Lang, l)
		if err != nil {
			return err
		}
		page.Rows, last = append(page.Rows, row), l.ID
	}
	if page.List, err = lists.Around(p.Site, r, by, list.Tasks, q, found, len(lines), last); err != nil {
		return err
	}
	here := list.Tasks.Encode(q)
	page.List.Paper, page.List.Copy = list.Address("/tasks.xlsx", here), list.Address("/tasks/copy", here)
	if may(by, access.DocumentUpload) {
		page.Upload = "/documents"
	}
	for _, light := range ledger.Lights {
		name := string(light)
		if isUsual := light == ledger.Red || light == ledger.Yellow || light == ledger.Green; !isUsual && counts[name] == 0 {
			continue
		}
		isOn := q.Values.Get("light") == name
		next := q.With("light", name)
		if isOn {
			next = q.With("light", "")
		}
		page.Lights = append(page.Lights, view.LightCount{Light: name, Count: counts[name], Href: list.Tasks.Href(next), On: isOn})
	}
	return p.Show(w, r, http.StatusOK, view.Ledger(page))
}

func (p *pages) row(ctx context.Context, lang locale.Lang, l task.Line) (row view.LedgerRow, err error) {
	row = view.LedgerRow{Href: "/tasks/" + l.ID.String(), Number: l.Label, Title: l.Title, Document: l.Document, Lead: l.Lead, Others: l.Others,
		State: lists.TaskState(l), Reported: l.Reported, Due: view.Due{Day: view.NoDate}}
	row.Light, row.Why, err = p.TaskLight(ctx, lang, l)
	if l.Share != nil {
		row.Progress = shareText(*l.Share)
	}
	if l.Next != 0 {
		row.Due = view.Due{Day: period.Date(l.Next), Left: int(l.Next - p.Today()), Open: true}
	}
	return row, err
}

// shareText is a share as a plain decimal of per cent.
func shareText(hundredths int64) string {
	return quantity.FromTenThousandths(hundredths * 100).String()
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
		Number: t.Label, State: lists.TaskState(t.Line), Outcome: t.Outcome, Origin: t.Origin, DoneWhen: t.DoneWhen, Proof: t.Proof,
		Limit: view.NoDate, FirstLimit: view.NoDate,
		Document: view.Link{Text: t.Line.Document, Href: source, Data: true}, Secrecy: t.Secrecy, Quote: t.Body, QuoteHref: source + "#s-" + taskID(int(t.Ordinal)-1),
	}
	if limit := task.Day(t.Task.Due); limit != 0 {
		page.Limit = limit
	}
	if first := task.Day(t.FirstDue); first != 0 {
		page.FirstLimit = first
	}
	if page.Light, page.Why, err = p.TaskLight(r.Context(), by.Lang, t.Line); err != nil {
		return err
	}
	for _, l := range t.Lights {
		row := view.LightRow{Since: period.Date(l.Since), Until: view.NoDate}
		if row.Light, row.Why, err = p.Light(r.Context(), by.Lang, &l); err != nil {
			return err
		}
		if l.Until != 0 {
			row.Until = period.Date(l.Until)
		}
		page.Lights = append(page.Lights, row)
	}
	page.Acts = append(page.Acts, view.Link{Text: by.Say("timeline.title"), Href: "/tasks/" + t.ID.String() + "/timeline"})
	if supervision.MayDirect(t.Task) && mayOn(by, access.DirectiveIssue, t.Owner) {
		page.Acts = append(page.Acts, view.Link{Text: locale.Text(by.Lang, "directive.new"), Href: "/tasks/" + t.ID.String() + "/directive"})
	}
	if access.Allow(by.Actor, access.ProblemRaise, access.Record{Owner: int(t.Owner), Lead: answering(t)}) == nil {
		page.Acts = append(page.Acts, view.Link{Text: by.Say("problem.new"), Href: "/problems/new?task=" + t.ID.String()})
	}
	if mayOn(by, access.InspectionPlan, t.Owner) {
		page.Acts = append(page.Acts, view.Link{Text: by.Say("inspection.new"), Href: "/inspections/new?task=" + t.ID.String()})
	}
	if access.Allow(by.Actor, access.DossierRead, access.Record{Owner: int(t.Owner), Lead: leads(t.Duties)}) == nil {
		page.Acts = append(page.Acts, view.Link{Text: by.Say("bulletin.dossier"), Href: "/tasks/" + id.String() + "/dossier"})
	}
	for _, d := range t.Duties {
		page.Duties = append(page.Duties, view.TaskDuty{Role: d.Role, Unit: d.Name})
	}
	if t.State == record.TaskOpen && (mayOn(by, access.CaseDecide, t.Owner) || may(by, access.CaseHandle) && slices.Contains(leads(t.Duties), by.Actor.Unit)) {
		page.Acts = append(page.Acts, view.Link{Text: by.Say("case.ask"), Href: "/tasks/" + id.String() + "/request"})
	}
	for _, g := range t.Targets {
		answering := leads(t.Duties)
		if g.Lead != uuid.Nil {
			answering = []uuid.UUID{g.Lead}
		}
		mayAsk := mayOn(by, access.CaseDecide, t.Owner) || may(by, access.CaseHandle) && slices.Contains(answering, by.Actor.Unit)
		line := p.targetRow(by.Lang, g, t.Figures, t.Bases)
		if g.State == "" && g.Value != nil && mayAsk {
			line.Ask = "/targets/" + g.ID.String() + "/request"
		}
		if mayOn(by, access.FigureWrite, g.Owner) {
			line.Others = "/targets/" + g.ID.String() + "/sources"
		}
		if g.Whole == uuid.Nil && g.Value != nil && g.State == "" && mayOn(by, access.TaskAssign, t.Owner) {
			line.Split = "/targets/" + g.ID.String() + "/split"
		}
		line.Lead, line.IsPart = t.Names[g.Lead], g.Whole != uuid.Nil
		for _, part := range t.Targets {
			if part.Whole == g.ID {
				line.Parts++
			}
		}
		page.Targets = append(page.Targets, line)
	}
	for _, k := range t.Kin {
		link := view.Link{Text: k.Task.Title, Href: "/tasks/" + k.Task.ID.String()}
		if k.IsBefore {
			page.Before = append(page.Before, link)
		} else {
			page.Joined = append(page.Joined, link)
		}
	}
	for _, d := range t.Due {
		page.Items = append(page.Items, p.dueItem(by, d, t.Names[d.Unit]))
	}
	if err := p.partItems(r, by, id, page); err != nil {
		return err
	}
	if err := p.gaps(r, by, t, page); err != nil {
		return err
	}
	if page.Cases, err = casework.Cards(p.Site, r, by, id); err != nil {
		return err
	}
	return p.Show(w, r, http.StatusOK, view.Task(page))
}

// leads are the units that lead a task.
func leads(duties []task.Duty) []uuid.UUID {
	var units []uuid.UUID
	for _, d := range duties {
		if d.Unit != nil && d.Role == record.PartLead {
			units = append(units, *d.Unit)
		}
	}
	return units
}

// answering are the units that lead a task or answer for a number or a part of one.
func answering(t task.Page) []uuid.UUID {
	units := leads(t.Duties)
	for _, g := range t.Targets {
		if g.Lead != uuid.Nil && g.State != record.TargetCancelled {
			units = append(units, g.Lead)
		}
	}
	return units
}

func targetLine(l locale.Lang, g record.Target, bases []record.Basis) view.TaskTarget {
	line := view.TaskTarget{Text: g.Metric, Goal: goal(l, g), Unit: g.Unit, By: view.NoDate, At: view.NoDate, Light: "none", Quote: g.Quote, State: g.State, Soft: g.IsSoft, Per: g.Per, Baseline: g.Baseline}
	if g.First != nil {
		line.First = locale.Number(quantity.FromTenThousandths(*g.First).String())
	}
	if day, err := period.ParseDate(g.Due); err == nil {
		line.By = day
	}
	for _, b := range bases {
		if b.Target != g.ID {
			continue
		}
		figure := goal(l, record.Target{Op: b.Op, Value: &b.Value, High: b.High}) + b.Unit
		line.Bases = append(line.Bases, view.TargetBasis{Figure: figure, Quote: b.Quote, Href: "/documents/" + b.Document.String(), Holds: b.IsChosen, Reason: b.Reason})
	}
	return line
}

// targetRow is a target with the newest figure that was accepted.
func (p *pages) targetRow(l locale.Lang, g record.Target, figures map[uuid.UUID]task.Figure, bases []record.Basis) view.TaskTarget {
	line := targetLine(l, g, bases)
	if limit := task.Limit(g); limit != 0 {
		line.By = limit
	}
	f, ok := figures[g.ID]
	if !ok {
		return line
	}
	line.Latest = quantity.FromTenThousandths(f.Value).String()
	if f.Source != record.SourceReport {
		line.Source = f.Source
	}
	if covers, err := period.Parse(f.Period); err == nil {
		line.At = covers.Last()
	}
	if share, ok := task.Share(g, f.Value); ok {
		line.Share = shareText(share)
	}
	switch isMet, isKnown := task.IsMet(g, f.Value); {
	case !isKnown:
	case isMet:
		line.Light = "green"
	case line.By != view.NoDate && int64(line.By) < p.Today() && !g.IsSoft && g.State == "":
		line.Light = "red"
	}
	return line
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
	item := view.DueItem{Title: locale.Period(by.Lang, d.Period), Unit: unit, Due: p.dueOf(d), State: d.State, First: view.NoDate}
	if d.First != 0 {
		item.First = period.Date(d.First)
	}
	if item.Due.Open && (by.Actor.WorksFor(d.Unit) && may(by, access.CaseHandle) || mayOn(by, access.CaseDecide, d.Owner)) {
		item.Ask = "/due/" + d.ID.String() + "/request"
	}
	item.Opened = d.Opening != uuid.Nil
	isOpenable := d.State == record.DueLapsed || d.State == record.DueAccepted && period.Date(d.On).Year() < period.Date(p.Today()).Year()
	if isOpenable && !d.IsOpened && access.Allow(by.Actor, access.YearAsk, access.Record{Owner: int(d.Owner), Lead: []uuid.UUID{d.Unit}}) == nil {
		item.Open = "/due/" + d.ID.String() + "/opening"
	}
	isOwn := by.Actor.WorksFor(d.Unit) && may(by, access.ReportWrite)
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
