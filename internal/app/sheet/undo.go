package sheet

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A WorkedError is the fault "ledger-worked" with the tasks on which somebody has worked.
type WorkedError struct {
	Fault *fault.Error
	Tasks []record.Task
}

// Error is the fault's.
func (e *WorkedError) Error() string { return e.Fault.Error() }

// Unwrap gives the fault.
func (e *WorkedError) Unwrap() error { return e.Fault }

// Undo takes a ledger back that was adopted, with all that it became, in one transaction; the workbook stays and can be mapped and adopted again. Faults: Conflict
// "ledger-not-adopted"; Conflict "ledger-worked" as a *WorkedError once somebody has worked on a task: a report, a draft, a case that was taken on, a measure, a directive, a
// changed target, another document about it.
func (s *Service) Undo(ctx context.Context, call app.Call, id uuid.UUID) error {
	w, err := s.Find(ctx, call, record.WorkbookLedger, id)
	if err != nil {
		return err
	}
	return s.change(ctx, call, w, "workbook.undo", func(ctx context.Context, tx *store.Tx, now *record.Workbook) error {
		if now.State != record.WorkbookAdopted {
			return fault.New(fault.Conflict, "ledger-not-adopted")
		}
		return tx.As(store.Unscoped, func() error { // what units have done is not all the office's to see, and all of it counts
			b := brought{owner: now.Owner, document: now.Document, worked: make(map[uuid.UUID]bool)}
			if err := b.read(ctx, tx); err != nil {
				return err
			}
			if tasks := b.touched(); len(tasks) > 0 {
				return &WorkedError{fault.New(fault.Conflict, "ledger-worked", len(tasks)), tasks}
			}
			if err := b.remove(ctx, tx); err != nil {
				return err
			}
			gone := make([]uuid.UUID, len(b.tasks))
			for i, t := range b.tasks {
				gone[i] = t.ID
			}
			if err := s.Forget(ctx, tx, now.Owner, gone...); err != nil {
				return err
			}
			now.State, now.Document = record.WorkbookUndone, uuid.Nil
			return nil
		})
	})
}

// brought is what a ledger became, and what was made of it since.
type brought struct {
	owner    int64
	document uuid.UUID
	tasks    []record.Task
	duties   []record.Duty
	targets  []record.Target
	due      []record.Due
	reports  []record.Report
	values   []record.Value
	cases    []record.Case
	entries  []record.CaseEntry
	bases    []record.Basis
	related  bool // another document says something about it
	worked   map[uuid.UUID]bool
}

// of lists the records of a table in which a column names one of some records.
func of[T any](ctx context.Context, tx *store.Tx, owner int64, t *relation.Table, column string, ids []any) ([]T, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return store.List[T](ctx, tx, &relation.Select{From: relation.From(t, "x"), Where: relation.And{relation.Equal(relation.C("x", relation.Owner), owner), relation.In{X: relation.C("x", column), Values: ids}}})
}

func ids[T any](list []T, id func(T) uuid.UUID) []any {
	all := make([]any, len(list))
	for i, x := range list {
		n := id(x)
		all[i] = n[:]
	}
	return all
}

func (b *brought) read(ctx context.Context, tx *store.Tx) (err error) {
	one := []any{b.document[:]}
	if b.tasks, err = of[record.Task](ctx, tx, b.owner, record.TaskTable, "document", one); err != nil {
		return err
	}
	tasks := ids(b.tasks, func(t record.Task) uuid.UUID { return t.ID })
	if b.duties, err = of[record.Duty](ctx, tx, b.owner, record.DutyTable, "task", tasks); err != nil {
		return err
	}
	if b.targets, err = of[record.Target](ctx, tx, b.owner, record.TargetTable, "task", tasks); err != nil {
		return err
	}
	if b.bases, err = of[record.Basis](ctx, tx, b.owner, record.BasisTable, "task", tasks); err != nil {
		return err
	}
	if b.due, err = of[record.Due](ctx, tx, b.owner, record.DueTable, "task", tasks); err != nil {
		return err
	}
	if b.reports, err = of[record.Report](ctx, tx, b.owner, record.ReportTable, "task", tasks); err != nil {
		return err
	}
	if b.values, err = of[record.Value](ctx, tx, b.owner, record.ValueTable, "report", ids(b.reports, func(r record.Report) uuid.UUID { return r.ID })); err != nil {
		return err
	}
	if b.cases, err = of[record.Case](ctx, tx, b.owner, record.CaseTable, "task", tasks); err != nil {
		return err
	}
	if b.entries, err = of[record.CaseEntry](ctx, tx, b.owner, record.CaseEntryTable, "casework", ids(b.cases, func(c record.Case) uuid.UUID { return c.ID })); err != nil {
		return err
	}
	return b.look(ctx, tx, tasks)
}

// own are the tables with what a ledger becomes. A record about its tasks in any other one is somebody's work: a measure, a directive, a sub-report, a finding.
var own = []*relation.Table{record.DutyTable, record.TargetTable, record.BasisTable, record.DueTable, record.ReportTable, record.LightTable, record.CaseTable}

// look finds the tasks on which somebody has worked.
func (b *brought) look(ctx context.Context, tx *store.Tx, tasks []any) error {
	taskOf, periods := make(map[uuid.UUID]uuid.UUID), make(map[uuid.UUID]string) // by due item
	for _, d := range b.due {
		taskOf[d.ID], periods[d.ID] = d.Task, d.Period
		if d.First != 0 || d.Correction != uuid.Nil || d.State == record.DueSuspended || d.State == record.DueCancelled {
			b.worked[d.Task] = true
		}
	}
	for _, r := range b.reports {
		if r.ID != pastReport(r.Task, periods[r.Due]) || r.Version > 1 {
			b.worked[r.Task] = true
		}
	}
	for _, t := range b.tasks {
		b.worked[t.ID] = b.worked[t.ID] || t.Version > 1 || t.Joined != uuid.Nil
	}
	for _, d := range b.duties {
		b.worked[d.Task] = b.worked[d.Task] || d.Version > 1
	}
	for _, g := range b.targets {
		b.worked[g.Task] = b.worked[g.Task] || g.Version > 1
	}
	for _, c := range b.cases {
		b.worked[c.Task] = b.worked[c.Task] || c.Version > 1 || c.Entries > 0
	}
	for _, t := range record.Tables() {
		if _, isOf := t.Column("task"); !isOf || t.Placement != relation.Owned || slices.Contains(own, t) || len(tasks) == 0 {
			continue
		}
		about := relation.C("x", "task")
		q := &relation.Select{Outputs: []relation.Output{{Expr: about}}, From: relation.From(t, "x"), GroupBy: []relation.Expr{about}, Where: relation.And{
			relation.Equal(relation.C("x", relation.Owner), b.owner), relation.In{X: about, Values: tasks}}}
		if err := tx.Select(ctx, q, func(scan store.Scan) error {
			var task uuid.UUID
			err := scan(&task)
			b.worked[task] = true
			return err
		}); err != nil {
			return err
		}
	}
	return b.lookElsewhere(ctx, tx, taskOf)
}

// lookElsewhere finds what refers to the records of the tasks: drafts, bulletins, other documents.
func (b *brought) lookElsewhere(ctx context.Context, tx *store.Tx, taskOf map[uuid.UUID]uuid.UUID) error {
	if len(b.due) > 0 {
		drafts, err := store.List[record.Draft](ctx, tx, &relation.Select{From: relation.From(record.DraftTable, "x"), Where: relation.In{X: relation.C("x", "object"), Values: ids(b.due, func(d record.Due) uuid.UUID { return d.ID })}})
		if err != nil {
			return err
		}
		for _, d := range drafts {
			b.worked[taskOf[d.Object]] = true
		}
	}
	figures, err := of[record.BulletinFigure](ctx, tx, b.owner, record.BulletinFigureTable, "report", ids(b.reports, func(r record.Report) uuid.UUID { return r.ID }))
	if err != nil {
		return err
	}
	for _, f := range figures {
		for _, r := range b.reports {
			if r.ID == f.Report {
				b.worked[r.Task] = true
			}
		}
	}
	for _, column := range []string{"document", "other"} {
		relations, err := of[record.DocumentRelation](ctx, tx, b.owner, record.DocumentRelationTable, column, []any{b.document[:]})
		if err != nil {
			return err
		}
		b.related = b.related || len(relations) > 0
	}
	return nil
}

// touched are the tasks on which somebody has worked; all of them where another document says something about the whole.
func (b *brought) touched() (tasks []record.Task) {
	for _, t := range b.tasks {
		if b.worked[t.ID] || b.related {
			tasks = append(tasks, t)
		}
	}
	return tasks
}

func removeAll[T any](ctx context.Context, tx *store.Tx, t *relation.Table, list []T) error {
	for i := range list {
		if err := store.Delete(ctx, tx, t, &list[i]); err != nil {
			return err
		}
	}
	return nil
}

func (b *brought) remove(ctx context.Context, tx *store.Tx) error {
	for _, remove := range []func() error{
		func() error { return removeAll(ctx, tx, record.CaseEntryTable, b.entries) },
		func() error { return removeAll(ctx, tx, record.CaseTable, b.cases) },
		func() error { return removeAll(ctx, tx, record.ValueTable, b.values) },
		func() error { return removeAll(ctx, tx, record.ReportTable, b.reports) },
		func() error { return removeAll(ctx, tx, record.DueTable, b.due) },
		func() error { return removeAll(ctx, tx, record.BasisTable, b.bases) },
		func() error { return removeAll(ctx, tx, record.TargetTable, b.targets) },
		func() error { return removeAll(ctx, tx, record.DutyTable, b.duties) },
		func() error { return removeAll(ctx, tx, record.TaskTable, b.tasks) },
	} {
		if err := remove(); err != nil {
			return err
		}
	}
	documents, err := of[record.Document](ctx, tx, b.owner, record.DocumentTable, "id", []any{b.document[:]})
	if err != nil {
		return err
	}
	return removeAll(ctx, tx, record.DocumentTable, documents)
}
