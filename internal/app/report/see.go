package report

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/figure"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// An Item is a due item with what it is about.
type Item struct {
	record.Due
	Title string // of the task
	Label string // of the task, as printed
	Name  string // of the unit
}

// describe adds titles and names to due items.
func describe(ctx context.Context, v *store.View, due []record.Due) ([]Item, error) {
	var ofTasks, ofUnits []uuid.UUID
	for _, d := range due {
		ofTasks, ofUnits = append(ofTasks, d.Task), append(ofUnits, d.Unit)
	}
	tasks, err := store.ByID[record.Task](ctx, v, record.TaskTable, ofTasks)
	if err != nil {
		return nil, err
	}
	units, err := app.UnitNames(ctx, v, ofUnits...)
	items := make([]Item, len(due))
	for i, d := range due {
		items[i] = Item{Due: d, Title: tasks[d.Task].Title, Label: tasks[d.Task].Label, Name: units[d.Unit]}
	}
	return items, err
}

// A Form is what somebody needs to report on a due item.
type Form struct {
	Item
	Targets  []record.Target
	Report   *record.Report // what was written so far; nil for nothing
	Values   []record.Value // of Report
	Evidence []record.Evidence
	To       []string             // whom it goes to, as the document names them; none where it names nobody
	By       string               // who wrote Report, as colleagues know him
	Signer   string               // who signed it for the unit; empty for nobody
	For      string               // 代审签: in whose place; empty where it was in his own right
	Versions []record.Report      // all reports on the due item, the newest first
	Before   *record.Report       // the last accepted one on the same task for a period before; nil for none
	Last     map[uuid.UUID]int64  // its figures, by target
	LastOf   string               // its period
	Sheets   []record.Sheet       // of Report, the newest first
	Scanners map[uuid.UUID]string // who sent the scans of Sheets, as colleagues know them
	Parts    []Contribution       // of the units that cooperate
	Others   []record.OtherFigure // what other sources say for the period
	Proof    string               // 佐证要求 of the task; empty for none
	Secrecy  string               // 不予公开标志 of the document that orders the task; empty for none
}

// around reads what the reader of a due item may see beside the reports on it: the parts of other units, what other sources say, what evidence is asked for.
func (s *Service) around(ctx context.Context, r store.Reader, d record.Due, f *Form, calendar *period.Calendar) (err error) {
	if f.Parts, err = s.contributions(ctx, r, d, f.Report, calendar); err != nil {
		return err
	}
	if f.Others, err = figure.Of(ctx, r, d); err != nil {
		return err
	}
	task, err := store.Load[record.Task](ctx, r, record.TaskTable, d.Owner, d.Task)
	if err != nil && fault.KindOf(err) != fault.NotFound { // not everybody who sees the item sees what orders it
		return err
	}
	f.Proof = task.Proof
	document, err := store.Load[record.Document](ctx, r, record.DocumentTable, d.Owner, task.Document)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	f.Secrecy = document.Secrecy
	return nil
}

// LacksProof says whether a report that closes the year stands without the evidence its task asks for.
func (f Form) LacksProof() bool {
	if f.Proof == "" || len(f.Evidence) > 0 {
		return false
	}
	covers, err := period.Parse(f.Period)
	return err == nil && covers.Last().Month() == 12
}

// Form gives a due item with its targets and the newest report on it.
func (s *Service) Form(ctx context.Context, call app.Call, due uuid.UUID) (f Form, err error) {
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return f, err
	}
	err = s.See(ctx, call, access.DueRead, func(ctx context.Context, v *store.View) error {
		d, err := store.Load[record.Due](ctx, v, record.DueTable, 0, due)
		if err != nil {
			return err
		}
		f, err = s.form(ctx, v, call, d, uuid.Nil, calendar)
		return err
	})
	return f, err
}

// oldest is how many documents back a report is filled in from: a plan that is revised every year goes on for five.
const oldest = 5

// before finds what was accepted last for a period before, from which a report is filled in: on the task, or on the one whose place it has taken.
func (s *Service) before(ctx context.Context, v *store.View, f *Form) error {
	task := f.Task
	for range oldest {
		last, err := s.lastOn(ctx, v, f, task)
		if err != nil || last != nil {
			return err
		}
		t, err := store.Load[record.Task](ctx, v, record.TaskTable, f.Owner, task)
		if fault.KindOf(err) == fault.NotFound || err == nil && t.Before == uuid.Nil { // not everybody who sees the item sees what was before
			return nil
		}
		if err != nil {
			return err
		}
		task = t.Before
	}
	return nil
}

// lastOn fills a form in from what was accepted last on a task, of the unit or of those whose place it has taken; it gives the due item, nil for none.
func (s *Service) lastOn(ctx context.Context, v *store.View, f *Form, task uuid.UUID) (*record.Due, error) {
	col := func(n string) relation.Col { return relation.C("d", n) }
	unit, err := store.Load[record.Unit](ctx, v, record.UnitTable, 0, f.Unit)
	if err != nil {
		return nil, err
	}
	before := record.Predecessors(unit.Before)
	in := relation.In{X: col("unit"), Values: []any{f.Unit[:]}}
	for i := range before {
		in.Values = append(in.Values, before[i][:])
	}
	due, err := store.List[record.Due](ctx, v, &relation.Select{From: relation.From(record.DueTable, "d"), Limit: len(in.Values), Where: relation.And{
		relation.Equal(col(relation.Owner), f.Owner), relation.Equal(col("task"), task[:]), in,
		relation.Equal(col("state"), record.DueAccepted), relation.Binary{Op: relation.Lt, L: col("due_on"), R: relation.V(f.On)}},
		OrderBy: []relation.Order{{By: col("due_on"), IsDesc: true}}})
	if err != nil || len(due) == 0 {
		return nil, err
	}
	r, err := store.Load[record.Report](ctx, v, record.ReportTable, due[0].Owner, due[0].Report)
	if fault.KindOf(err) == fault.NotFound { // not everybody who sees the item reads what was reported on it
		return &due[0], nil
	}
	if err != nil {
		return nil, err
	}
	same, err := heirs(ctx, v, f, task)
	f.Before, f.LastOf, f.Last = &r, due[0].Period, make(map[uuid.UUID]int64)
	for _, d := range due {
		if err != nil || d.Period != f.LastOf { // several units that are one now have reported for a period
			break
		}
		var values []record.Value
		values, err = valuesOf(ctx, v, d.Owner, d.Report)
		for _, x := range values {
			if to, ok := same[x.Target]; ok {
				f.Last[to] = x.Value
			}
		}
	}
	return &due[0], err
}

// heirs are the targets of a form by those of a task: themselves, or where the form's task has taken the task's place those of the same metric in the same
// unit of measure.
func heirs(ctx context.Context, v *store.View, f *Form, task uuid.UUID) (map[uuid.UUID]uuid.UUID, error) {
	same := make(map[uuid.UUID]uuid.UUID)
	for _, g := range f.Targets {
		same[g.ID] = g.ID
	}
	if task == f.Task {
		return same, nil
	}
	older, err := store.List[record.Target](ctx, v, &relation.Select{From: relation.From(record.TargetTable, "g"), Where: relation.And{
		relation.Equal(relation.C("g", relation.Owner), f.Owner), relation.Equal(relation.C("g", "task"), task[:])}})
	for _, o := range older {
		if heir, ok := o.Heir(f.Targets); ok {
			same[o.ID] = heir.ID
		}
	}
	return same, err
}

// form is a due item with one of the reports on it: the one that is wanted, or the newest.
func (s *Service) form(ctx context.Context, v *store.View, call app.Call, d record.Due, wanted uuid.UUID, calendar *period.Calendar) (f Form, err error) {
	items, err := describe(ctx, v, []record.Due{d})
	if err != nil {
		return f, err
	}
	f.Item = items[0]
	if f.Targets, err = targetsOf(ctx, v, d); err != nil {
		return f, err
	}
	if d.Obligation != uuid.Nil {
		o, err := store.Load[record.Obligation](ctx, v, record.ObligationTable, d.Owner, d.Obligation)
		if err != nil && fault.KindOf(err) != fault.NotFound { // not everybody who sees the item sees what orders it
			return f, err
		}
		f.To = o.Recipients()
	}
	reports := v.As(s.Scopes.For(call.Actor, access.ReportRead))
	if err := s.before(ctx, reports, &f); err != nil {
		return f, err
	}
	f.Versions, err = store.List[record.Report](ctx, reports, &relation.Select{From: relation.From(record.ReportTable, "r"), Limit: 100,
		Where:   relation.And{relation.Equal(relation.C("r", relation.Owner), d.Owner), relation.Equal(relation.C("r", "due"), d.ID[:])},
		OrderBy: []relation.Order{{By: relation.C("r", "rid"), IsDesc: true}}})
	if err != nil {
		return f, err
	}
	if len(f.Versions) > 0 {
		f.Report = &f.Versions[max(0, slices.IndexFunc(f.Versions, func(r record.Report) bool {
			return r.ID == wanted || wanted == uuid.Nil && r.State != record.ReportWithdrawn
		}))]
	}
	if err := s.around(ctx, v.As(store.Unscoped), d, &f, calendar); err != nil || f.Report == nil {
		return f, err
	}
	if f.Values, err = valuesOf(ctx, reports, f.Report.Owner, f.Report.ID); err != nil {
		return f, err
	}
	if f.Evidence, err = evidenceOf(ctx, reports, d.Owner, f.Report.ID); err != nil {
		return f, err
	}
	if f.Sheets, err = sheetsOf(ctx, reports, *f.Report); err != nil {
		return f, err
	}
	people := []uuid.UUID{f.Report.Account, f.Report.Signer, f.Report.SignedFor}
	for _, x := range f.Sheets {
		if x.Scanned != 0 {
			people = append(people, x.Account)
		}
	}
	f.Scanners, err = app.People(ctx, v, people...)
	f.By, f.Signer, f.For = f.Scanners[f.Report.Account], f.Scanners[f.Report.Signer], f.Scanners[f.Report.SignedFor]
	return f, err
}

// Find gives a report with what it is about.
func (s *Service) Find(ctx context.Context, call app.Call, id uuid.UUID) (f Form, err error) {
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return f, err
	}
	err = s.See(ctx, call, access.ReportRead, func(ctx context.Context, v *store.View) error {
		r, err := store.Load[record.Report](ctx, v, record.ReportTable, 0, id)
		if err != nil {
			return err
		}
		d, err := store.Load[record.Due](ctx, v, record.DueTable, r.Owner, r.Due)
		if err != nil {
			return err
		}
		f, err = s.form(ctx, v, call, d, id, calendar)
		return err
	})
	return f, err
}
