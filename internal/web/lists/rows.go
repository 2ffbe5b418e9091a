package lists

import (
	"context"
	"strconv"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/internal/web/view"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// tables are the lists, each with its columns and the way its rows are read.
func (p *pages) tables() []table {
	return []table{
		{list.Documents, "document", []column{
			{"title", "document", view.CellWide, 60}, {"number", "doc-number", view.CellText, 24}, {"issued", "dated", view.CellText, 12}, {"state", "state", view.CellState, 10},
			{"tasks", "tasks", view.CellNumber, 8}, {"doubts", "doubts", view.CellNumber, 8}, {"added", "added", view.CellMoment, 18}}, p.documentRows, false},
		{list.Tasks, "ledger", []column{
			{"light", "light", view.CellLight, 10}, {"title", "task", view.CellWide, 60}, {"lead", "lead", view.CellText, 28}, {"", "others", view.CellNumber, 8},
			{"state", "state", view.CellState, 10}, {"", "progress", view.CellShare, 10}, {"reported", "reported", view.CellMoment, 18}, {"due", "next-due", view.CellDay, 12},
			{"document", "document", view.CellText, 40}}, p.taskRows, false},
		{list.Due, "due", []column{
			{"due", "due", view.CellDay, 12}, {"title", "task", view.CellWide, 60}, {"period", "period", view.CellText, 12}, {"unit", "unit", view.CellText, 28},
			{"state", "state", view.CellState, 10}}, p.dueRows, true},
		{list.Reports, "reports", []column{
			{"submitted", "submitted", view.CellMoment, 18}, {"title", "task", view.CellWide, 50}, {"period", "period", view.CellText, 12}, {"unit", "unit", view.CellText, 28},
			{"state", "state", view.CellState, 10}, {"", "late", view.CellWord, 8}, {"", "problem", view.CellText, 40}}, p.reportRows, true},
		{list.Cases, "cases", []column{
			{"due", "due", view.CellDay, 12}, {"title", "task", view.CellWide, 50}, {"", "workflow", view.CellWord, 12}, {"unit", "unit", view.CellText, 28},
			{"step", "state", view.CellWord, 16}, {"", "person", view.CellText, 14}, {"opened", "since", view.CellMoment, 18}}, p.caseRows, true},
		{list.Targets, "targets", []column{
			{"state", "state", view.CellState, 12}, {"title", "metric", view.CellWide, 44}, {"", "goal", view.CellWord, 16}, {"", "latest", view.CellNumber, 12},
			{"share", "share", view.CellShare, 10}, {"", "planned", view.CellShare, 10}, {"due", "by", view.CellDay, 12}, {"", "lead", view.CellText, 28}, {"", "document", view.CellText, 36}},
			p.targetRows, true},
		{list.Directives, "directive", []column{
			{"kind", "kind", view.CellWord, 12}, {"", "number", view.CellText, 18}, {"title", "task", view.CellWide, 50}, {"unit", "unit", view.CellText, 28},
			{"state", "state", view.CellState, 12}, {"issued", "issued", view.CellDay, 12}, {"due", "due", view.CellDay, 12}}, p.directiveRows, false},
		{list.Leads, "lead", []column{
			{"made", "since", view.CellMoment, 18}, {"rule", "rule", view.CellText, 24}, {"", "says", view.CellWide, 60}, {"state", "state", view.CellState, 12},
			{"", "found", view.CellText, 40}}, p.leadRows, false},
	}
}

func day(d int64) view.Due {
	if d == 0 {
		return view.Due{Day: view.NoDate}
	}
	return view.Due{Day: period.Date(d)}
}

// open is a day by which something is still to be done.
func (p *pages) open(d int64, isOpen bool) view.Due {
	due := day(d)
	if d != 0 {
		due.Left, due.Open = int(d-p.Today()), isOpen
	}
	return due
}

// percent is hundredths of a per cent as a plain decimal; "" for none.
func percent(hundredths *int64) string {
	if hundredths == nil {
		return ""
	}
	return quantity.FromTenThousandths(*hundredths * 100).String()
}

func (p *pages) documentRows(ctx context.Context, by route.Request, q list.Query) (rows []Row, found list.Found, err error) {
	documents, found, err := p.Documents.Page(ctx, by.Call, q)
	for _, d := range documents {
		rows = append(rows, Row{d.ID, view.TableRow{Href: "/documents/" + d.ID.String(), Cells: []view.TableCell{
			{Text: d.Title}, {Text: d.Number}, {Text: d.Issued}, {Vocabulary: "document-state", Text: d.State}, {Text: strconv.FormatInt(d.Tasks, 10)}, {Text: strconv.FormatInt(d.Doubts, 10)}, {At: d.Made}}}})
	}
	return rows, found, err
}

func (p *pages) taskRows(ctx context.Context, by route.Request, q list.Query) (rows []Row, found list.Found, err error) {
	lines, found, err := p.Tasks.Page(ctx, by.Call, q)
	for _, l := range lines {
		light, _, err := p.TaskLight(ctx, by.Lang, l)
		if err != nil {
			return nil, found, err
		}
		others := ""
		if l.Others > 0 {
			others = strconv.Itoa(l.Others)
		}
		rows = append(rows, Row{l.ID, view.TableRow{Href: "/tasks/" + l.ID.String(), Cells: []view.TableCell{
			{Text: light}, {Path: l.Label, Text: l.Title}, {Text: l.Lead}, {Text: others}, {Vocabulary: "task-state", Text: TaskState(l)}, {Text: percent(l.Share)}, {At: l.Reported}, {Due: p.open(l.Next, true)}, {Text: l.Document}}}})
	}
	return rows, found, err
}

// TaskState is where a task stands, as the word for it is named.
func TaskState(l task.Line) string {
	switch {
	case l.State == record.TaskClosed:
		return "closed"
	case l.State == record.TaskDraft:
		return "draft"
	case l.State == record.TaskSuspended:
		return "suspended"
	case l.Joined != uuid.Nil:
		return "joined"
	case l.Returned > 0:
		return "returned"
	case l.Submitted > 0:
		return "review"
	}
	return "open"
}

func (p *pages) dueRows(ctx context.Context, by route.Request, q list.Query) (rows []Row, found list.Found, err error) {
	items, found, err := p.Reports.DuePage(ctx, by.Call, q)
	for _, i := range items {
		isOpen := i.State == record.DueOpen || i.State == record.DueReturned || i.State == record.DueSigning
		due := p.open(i.Until(), isOpen)
		due.Provisional = i.IsProvisional
		rows = append(rows, Row{i.Due.ID, view.TableRow{Href: "/due/" + i.Due.ID.String(), Cells: []view.TableCell{
			{Due: due}, {Path: i.Label, Text: i.Title}, {Text: locale.Period(by.Lang, i.Period)}, {Text: i.Name}, {Vocabulary: "due-state", Text: i.State}}}})
	}
	return rows, found, err
}

func (p *pages) reportRows(ctx context.Context, by route.Request, q list.Query) (rows []Row, found list.Found, err error) {
	lines, found, err := p.Reports.Page(ctx, by.Call, q)
	for _, l := range lines {
		late := ""
		if l.IsLate {
			late = locale.Word(by.Lang, "late", "yes")
		}
		rows = append(rows, Row{l.Report.ID, view.TableRow{Href: "/reports/" + l.Report.ID.String(), Cells: []view.TableCell{
			{At: l.Submitted}, {Path: l.Item.Label, Text: l.Item.Title}, {Text: locale.Period(by.Lang, l.Item.Period)}, {Text: l.Item.Name}, {Vocabulary: "report-state", Text: l.Report.State}, {Text: late}, {Text: l.Problem}}}})
	}
	return rows, found, err
}

func (p *pages) caseRows(ctx context.Context, by route.Request, q list.Query) (rows []Row, found list.Found, err error) {
	items, found, err := p.Cases.Page(ctx, by.Call, q)
	for _, i := range items {
		flow := p.Cases.Workflow(i.Case.Workflow)
		rows = append(rows, Row{i.Case.ID, view.TableRow{Href: "/cases/" + i.Case.ID.String(), Cells: []view.TableCell{
			{Due: p.open(i.Case.Due, !i.IsClosed)}, {Path: i.Label, Text: i.Title}, {Text: flow.Title.In(by.Lang)}, {Text: i.Name}, {Text: flow.Step(i.Step).Title.In(by.Lang)}, {Text: i.Person}, {At: i.Opened}}}})
	}
	return rows, found, err
}

func (p *pages) targetRows(ctx context.Context, by route.Request, q list.Query) (rows []Row, found list.Found, err error) {
	lines, found, err := p.Cockpit.Targets(ctx, by.Call, q)
	for _, l := range lines {
		goal, latest := "", ""
		if l.Target.Value != nil {
			goal = locale.Word(by.Lang, "comparison", l.Target.Op) + " " + locale.Number(quantity.FromTenThousandths(*l.Target.Value).String()) + " " + l.Target.Unit
		}
		if l.Value != nil {
			latest = quantity.FromTenThousandths(*l.Value).String()
		}
		isOpen := l.Standing != "met"
		rows = append(rows, Row{l.Mark.ID, view.TableRow{Href: "/tasks/" + l.Mark.Task.String(), Cells: []view.TableCell{
			{Vocabulary: "standing", Text: l.Standing}, {Path: l.Label, Text: l.Metric}, {Text: goal}, {Text: latest}, {Text: percent(l.Share)}, {Text: percent(l.Planned)}, {Due: p.open(l.Mark.Due, isOpen)}, {Text: l.Name},
			{Text: l.Document, Href: l.Sentence()}}}})
	}
	return rows, found, err
}

func (p *pages) directiveRows(ctx context.Context, by route.Request, q list.Query) (rows []Row, found list.Found, err error) {
	lines, found, err := p.Supervision.DirectivePage(ctx, by.Call, q)
	for _, l := range lines {
		rows = append(rows, Row{l.Directive.ID, view.TableRow{Href: "/directives/" + l.Directive.ID.String(), Cells: []view.TableCell{
			{Text: locale.Word(by.Lang, "directive-kind", l.Kind)}, {Text: Number(l.Directive)}, {Text: l.Title}, {Text: l.Name}, {Vocabulary: "directive-state", Text: l.State}, {Due: day(l.Issued)},
			{Due: p.open(l.Directive.Due, l.State == record.DirectiveIssued)}}}})
	}
	return rows, found, err
}

// Number is a directive's number as it is printed; "" before it is issued.
func Number(d record.Directive) string {
	if d.Number == nil {
		return ""
	}
	return locale.Text(locale.Zh, "directive.number-form", d.Year, *d.Number)
}

// states are the words of pages for the states of leads.
var states = map[string]string{record.LeadOpen: "open", record.LeadConfirmed: "verified", record.LeadDismissed: "cleared"}

func (p *pages) leadRows(ctx context.Context, by route.Request, q list.Query) (rows []Row, found list.Found, err error) {
	leads, found, err := p.Registers.LeadPage(ctx, by.Call, q)
	for _, l := range leads {
		rule := l.Lead.Rule
		if l.Rule != nil {
			rule = l.Rule.Title.Zh
			if by.Lang == locale.En {
				rule = l.Rule.Title.En
			}
		}
		rows = append(rows, Row{l.Lead.ID, view.TableRow{Cells: []view.TableCell{{At: l.Made}, {Text: rule}, {Text: l.Says}, {Vocabulary: "lead-state", Text: states[l.State]}, {Text: l.Reason}}}})
	}
	return rows, found, err
}
