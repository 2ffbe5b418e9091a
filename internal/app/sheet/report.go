package sheet

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/cellmap"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/internal/workbook"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// MaxItems is how many due items one workbook holds: more is a database.
const MaxItems = 500

// A Pending period is one for which the actor's unit has something to report.
type Pending struct {
	Period string // as package period writes it
	Count  int
	On     period.Date // the first day on which some of it is due
}

// Pending lists the periods for which the actor's unit has something to report, the earliest due first.
func (s *Service) Pending(ctx context.Context, call app.Call) (list []Pending, err error) {
	items, err := s.open(ctx, call)
	for _, x := range items {
		i := slices.IndexFunc(list, func(p Pending) bool { return p.Period == x.Period })
		if i < 0 {
			i = len(list)
			list = append(list, Pending{Period: x.Period, On: period.Date(x.On)})
		}
		list[i].Count++
	}
	return list, err
}

// open are the due items that the actor's unit can still write a report on.
func (s *Service) open(ctx context.Context, call app.Call) ([]report.Item, error) {
	if err := access.Holds(call.Actor, access.ReportWrite); err != nil {
		return nil, err
	}
	items, _, err := s.Reports.DuePage(ctx, call, list.Asking("state", record.DueOpen, record.DueReturned).With("unit", list.Mine).Rows(uuid.Nil, 2000))
	return items, err
}

// Workbook makes the workbook with what the actor's unit has to report for a period, "" for all of it, and gives the name of the file. Faults:
// NotFound "workbook-nothing-due" if there is nothing; TooLarge "workbook-items".
func (s *Service) Workbook(ctx context.Context, call app.Call, of string, l locale.Lang) (name string, data []byte, err error) {
	items, err := s.open(ctx, call)
	if err != nil {
		return "", nil, err
	}
	items = slices.DeleteFunc(items, func(x report.Item) bool { return of != "" && x.Period != of })
	switch {
	case len(items) == 0:
		return "", nil, fault.New(fault.NotFound, "workbook-nothing-due")
	case len(items) > MaxItems:
		return "", nil, fault.New(fault.TooLarge, "workbook-items", MaxItems)
	}
	covers := of
	if of == "" {
		covers = locale.Text(l, "sheet.report-all")
	}
	r := cellmap.Reports{Sheet: locale.Text(l, "sheet.report-sheet"), Title: locale.Text(l, "sheet.report-title", items[0].Name, covers), Notes: []string{locale.Text(l, "sheet.report-note-1"), locale.Text(l, "sheet.report-note-2")},
		Heads: cellmap.ReportHeads{Number: locale.Text(l, "sheet.head-number"), Task: locale.Text(l, "sheet.head-task"), Period: locale.Text(l, "sheet.head-period"), On: locale.Text(l, "sheet.head-on"), Progress: locale.Text(l, "report.progress"),
			Problem: locale.Text(l, "report.problem"), Next: locale.Text(l, "report.next"), Metric: locale.Text(l, "sheet.head-metric"), Goal: locale.Text(l, "sheet.head-goal"), Last: locale.Text(l, "sheet.head-last"), Value: locale.Text(l, "sheet.head-value"), Unit: locale.Text(l, "sheet.head-unit")}}
	for _, x := range items {
		form, err := s.form(ctx, call, x.Due.ID)
		if err != nil {
			return "", nil, err
		}
		r.Items = append(r.Items, row(form))
	}
	data = r.Write()
	return locale.Text(l, "sheet.report-file", items[0].Name, covers) + ".xlsx", data, err
}

// A form is a due item as it stands, with what the actor has typed on the page and not yet sent.
type form struct {
	report.Form
	draft map[string][]string
	at    int64 // when that was kept; 0 for nothing
}

func (s *Service) form(ctx context.Context, call app.Call, due uuid.UUID) (f form, err error) {
	if f.Form, err = s.Reports.Form(ctx, call, due); err != nil {
		return f, err
	}
	f.draft, f.at, err = s.Reports.Draft(ctx, call, due)
	return f, err
}

// stamp is what a row was filled from: the report, its version, and when the draft was typed.
func (f form) stamp() string {
	if f.Report == nil {
		return fmt.Sprintf("-.0.%d", f.at)
	}
	return fmt.Sprintf("%s.%d.%d", f.Report.ID, f.Report.Version, f.at)
}

// row is a due item as the workbook shows it.
func row(f form) cellmap.Report {
	r := cellmap.Report{Due: f.Due.ID, Stamp: f.stamp(), Task: strings.TrimSpace(f.Label + " " + f.Title), Period: f.Period, On: period.Date(f.On).String()}
	texts, values := f.written()
	r.Progress, r.Problem, r.Next = texts[0], texts[1], texts[2]
	for _, g := range f.Targets {
		v := cellmap.Value{Target: g.ID, Metric: g.Metric, Unit: g.Unit, Text: values[g.ID]}
		if g.Value != nil {
			v.Goal = quantity.FromTenThousandths(*g.Value).String()
		}
		if last, ok := f.Last[g.ID]; ok {
			v.Last = quantity.FromTenThousandths(last).String()
		}
		r.Values = append(r.Values, v)
	}
	return r
}

// written is what is written so far: progress, problem and next step, and the figures by target.
func (f form) written() (texts [3]string, values map[uuid.UUID]string) {
	values = make(map[uuid.UUID]string)
	if f.Report != nil {
		texts = [3]string{f.Report.Progress, f.Report.Problem, f.Report.Next}
		for _, v := range f.Values {
			values[v.Target] = quantity.FromTenThousandths(v.Value).String()
		}
	}
	for i, name := range []string{"progress", "problem", "next"} {
		if typed, ok := f.draft[name]; ok && len(typed) > 0 {
			texts[i] = typed[0]
		}
	}
	for _, g := range f.Targets {
		if typed, ok := f.draft["value."+g.ID.String()]; ok && len(typed) > 0 {
			values[g.ID] = typed[0]
		}
	}
	return texts, values
}

// An Outcome is what was read from a workbook that came back, compared with what stands now.
type Outcome struct {
	record.Workbook
	Rows      []Row // good ones that say something new
	Same      int   // items that say what stands already
	Empty     int   // items in which nothing is written
	Conflicts []Conflict
	Faults    []cellmap.Fault // of all kinds, conflicts included
}

// A Row is a due item that was read and can be taken.
type Row struct {
	Item    report.Item
	Written report.Written
}

// A Conflict is a due item on which something else was written after the workbook was taken along.
type Conflict struct {
	Item        report.Item
	Now, Theirs string // progress as it stands, and as the workbook says
}

// TakeIn reads a workbook that comes back and keeps it. Without a fault its rows become drafts at once; with one nothing changes until Take. Errors:
// those of cellmap.ReadReports and of an upload.
func (s *Service) TakeIn(ctx context.Context, call app.Call, u intake.Uploaded) (Outcome, error) {
	name, data, err := s.read(ctx, call, record.WorkbookReports, u)
	if err != nil {
		return Outcome{}, err
	}
	if _, _, err := cellmap.ReadReports(name, data); err != nil {
		return Outcome{}, err
	}
	w := record.Workbook{Record: store.Record{ID: u.ID}, Kind: record.WorkbookReports, Title: strings.TrimSuffix(name, ".xlsx"), Unit: call.Actor.Unit}
	w.FileName = name
	if w, err = s.keep(ctx, call, w, data); err != nil {
		return Outcome{}, err
	}
	o, err := s.outcome(ctx, call, w, data)
	if err != nil || len(o.Faults) > 0 || len(o.Rows) == 0 || w.State != record.WorkbookOpen {
		return o, err
	}
	return o, s.take(ctx, call, &o)
}

// Outcome reads a workbook that came back once more, as things stand now.
func (s *Service) Outcome(ctx context.Context, call app.Call, id uuid.UUID) (Outcome, error) {
	w, err := s.Find(ctx, call, record.WorkbookReports, id)
	if err != nil {
		return Outcome{}, err
	}
	data, err := s.Content(ctx, w)
	if err != nil {
		return Outcome{}, err
	}
	return s.outcome(ctx, call, w, data)
}

// Take makes drafts of the rows of a workbook that are good. fault.Conflict "workbook-taken": that was done already.
func (s *Service) Take(ctx context.Context, call app.Call, id uuid.UUID) (Outcome, error) {
	o, err := s.Outcome(ctx, call, id)
	if err != nil {
		return o, err
	}
	if o.State != record.WorkbookOpen {
		return o, fault.New(fault.Conflict, "workbook-taken")
	}
	return o, s.take(ctx, call, &o)
}

func (s *Service) take(ctx context.Context, call app.Call, o *Outcome) error {
	all := make([]report.Written, len(o.Rows))
	for i, r := range o.Rows {
		all[i] = r.Written
	}
	if err := s.Reports.WriteMany(ctx, call, o.ID, all); err != nil {
		return err
	}
	for _, r := range o.Rows {
		if err := s.Reports.DropDraft(ctx, call, r.Item.Due.ID); err != nil {
			return err
		}
	}
	o.State = record.WorkbookTaken
	return s.change(ctx, call, o.Workbook, "workbook.take", func(_ context.Context, _ *store.Tx, w *record.Workbook) error {
		w.State = record.WorkbookTaken
		return nil
	})
}

// Marked is the workbook as it was sent, with what is wrong marked in its cells.
func (s *Service) Marked(ctx context.Context, call app.Call, id uuid.UUID, l locale.Lang) (name string, data []byte, err error) {
	o, err := s.Outcome(ctx, call, id)
	if err != nil {
		return "", nil, err
	}
	if data, err = s.Content(ctx, o.Workbook); err != nil {
		return "", nil, err
	}
	faults := make([]workbook.Fault, len(o.Faults))
	for i, f := range o.Faults {
		faults[i] = workbook.Fault{Place: f.At, Text: Sentence(l, f)}
	}
	data, err = workbook.Mark(data, faults)
	return strings.TrimSuffix(o.FileName, ".xlsx") + locale.Text(l, "sheet.marked-suffix") + ".xlsx", data, err
}

// Sentence is a fault of a cell as a person reads it.
func Sentence(l locale.Lang, f cellmap.Fault) string {
	return locale.Fault(l, f.Key, f.Args...)
}

func (s *Service) outcome(ctx context.Context, call app.Call, w record.Workbook, data []byte) (Outcome, error) {
	o := Outcome{Workbook: w}
	items, faults, err := cellmap.ReadReports(w.FileName, data)
	if err != nil {
		return o, err
	}
	if len(items) > MaxItems {
		return o, fault.New(fault.TooLarge, "workbook-items", MaxItems)
	}
	o.Faults = faults
	for _, read := range items {
		if !read.IsWritten {
			o.Empty++
			continue
		}
		f, err := s.form(ctx, call, read.Due)
		if fault.KindOf(err) == fault.NotFound || err == nil && f.Unit != call.Actor.Unit {
			o.Faults = append(o.Faults, cellmap.Fault{At: read.At, Key: "cell-row-unknown"})
			continue
		}
		if err != nil {
			return o, err
		}
		o.add(f, read)
	}
	return o, nil
}

// add decides what becomes of an item that was read.
func (o *Outcome) add(f form, read cellmap.Report) {
	texts, values := f.written()
	isSame := texts == [3]string{read.Progress, read.Problem, read.Next}
	written := report.Written{ID: uuid.NewSHA1(o.ID, read.Due[:]), Due: read.Due, Progress: read.Progress, Problem: read.Problem, Next: read.Next}
	for _, v := range read.Values {
		if !slices.ContainsFunc(f.Targets, func(t record.Target) bool { return t.ID == v.Target }) {
			o.Faults = append(o.Faults, cellmap.Fault{At: v.At, Key: "cell-row-unknown"})
			return
		}
		text := ""
		if v.Number != nil {
			text = v.Number.String()
			written.Values = append(written.Values, report.Figure{Target: v.Target, Value: *v.Number})
		}
		isSame = isSame && text == values[v.Target]
	}
	switch {
	case isSame:
		o.Same++
	case f.State != record.DueOpen && f.State != record.DueReturned:
		o.Faults = append(o.Faults, cellmap.Fault{At: read.At, Key: "cell-closed"})
	case f.stamp() != read.Stamp:
		o.Faults = append(o.Faults, cellmap.Fault{At: read.At, Key: "cell-conflict", Args: []any{texts[0]}})
		o.Conflicts = append(o.Conflicts, Conflict{f.Item, texts[0], read.Progress})
	default:
		if f.Report != nil {
			written.ID, written.Version = f.Report.ID, f.Report.Version
		}
		o.Rows = append(o.Rows, Row{f.Item, written})
	}
}
