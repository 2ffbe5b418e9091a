package reform

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// Holdings are what is open in the hands of units: what goes over to others when they change. What is done is not among it.
type holdings struct {
	units      []uuid.UUID
	duties     []record.Duty // in tasks that are not closed
	due        []record.Due
	reports    []record.Report // that are not accepted yet
	cases      []record.Case
	directives []record.Directive
	feedback   []record.BulletinUnit // bulletins that ask them
	people     []record.Account
	children   []record.Unit
	tasks      map[uuid.UUID]record.Task
	taskOf     map[uuid.UUID]uuid.UUID // of due items, those of reports included
}

// States in which something is open.
var (
	openDue       = []string{record.DueOpen, record.DueSigning, record.DueSubmitted, record.DueReturned, record.DueSuspended}
	openReport    = []string{record.ReportDraft, record.ReportSigning, record.ReportSubmitted, record.ReportReturned}
	openDirective = []string{record.DirectiveProposed, record.DirectiveApproved, record.DirectiveIssued, record.DirectiveReplied}
)

// atOnce is how many ids stand in one question.
const atOnce = 1000

// gather reads what is open in the hands of units, kind by kind, whosever the plans are.
func gather(ctx context.Context, r store.Reader, units []uuid.UUID) (*holdings, error) {
	h := &holdings{units: units, taskOf: map[uuid.UUID]uuid.UUID{}}
	of := func(t *relation.Table, column, stateColumn string, states []string) *relation.Select {
		where := relation.And{in("x", column, units)}
		if states != nil {
			where = append(where, relation.OneOf(relation.C("x", stateColumn), states))
		}
		return &relation.Select{From: relation.From(t, "x"), Where: where, OrderBy: []relation.Order{{By: relation.C("x", relation.Owner)}, {By: relation.C("x", "rid")}}}
	}
	duties := of(record.DutyTable, "unit", "", nil)
	duties.Joins = []relation.Join{{Source: relation.From(record.TaskTable, "t"), On: relation.And{
		relation.Same(relation.C("t", relation.Owner), relation.C("x", relation.Owner)), relation.Same(relation.C("t", "id"), relation.C("x", "task")),
		relation.Not{X: relation.Equal(relation.C("t", "state"), record.TaskClosed)}}}}
	var err error
	if h.duties, err = store.List[record.Duty](ctx, r, duties); err != nil {
		return nil, err
	}
	if h.due, err = store.List[record.Due](ctx, r, of(record.DueTable, "unit", "state", openDue)); err != nil {
		return nil, err
	}
	if h.reports, err = store.List[record.Report](ctx, r, of(record.ReportTable, "unit", "state", openReport)); err != nil {
		return nil, err
	}
	cases := of(record.CaseTable, "unit", "", nil)
	cases.Where = append(cases.Where.(relation.And), relation.Equal(relation.C("x", "is_closed"), int64(0)))
	if h.cases, err = store.List[record.Case](ctx, r, cases); err != nil {
		return nil, err
	}
	if h.directives, err = store.List[record.Directive](ctx, r, of(record.DirectiveTable, "unit", "state", openDirective)); err != nil {
		return nil, err
	}
	if h.feedback, err = store.List[record.BulletinUnit](ctx, r, of(record.BulletinUnitTable, "unit", "state", []string{record.FeedbackWaiting})); err != nil {
		return nil, err
	}
	if h.people, err = store.List[record.Account](ctx, r, &relation.Select{From: relation.From(record.AccountTable, "a"), Where: in("a", "unit", units), OrderBy: []relation.Order{{By: relation.C("a", "name")}}}); err != nil {
		return nil, err
	}
	if h.children, err = store.List[record.Unit](ctx, r, &relation.Select{From: relation.From(record.UnitTable, "u"),
		Where: relation.And{in("u", "parent", units), relation.Equal(relation.C("u", "until_day"), int64(0))}, OrderBy: []relation.Order{{By: relation.C("u", "name")}}}); err != nil {
		return nil, err
	}
	return h, h.readTasks(ctx, r)
}

// readTasks reads the tasks that everything is about.
func (h *holdings) readTasks(ctx context.Context, r store.Reader) error {
	var ids, items []uuid.UUID
	for _, d := range h.duties {
		ids = append(ids, d.Task)
	}
	for _, d := range h.due {
		ids, h.taskOf[d.ID] = append(ids, d.Task), d.Task
	}
	for _, x := range h.reports {
		if _, ok := h.taskOf[x.Due]; !ok { // of an accepted item that is being corrected
			items = append(items, x.Due)
		}
	}
	due, err := store.ByID[record.Due](ctx, r, record.DueTable, items)
	if err != nil {
		return err
	}
	for _, d := range due {
		ids, h.taskOf[d.ID] = append(ids, d.Task), d.Task
	}
	for _, c := range h.cases {
		ids = append(ids, c.Task)
	}
	for _, d := range h.directives {
		ids = append(ids, d.Task)
	}
	h.tasks, err = store.ByID[record.Task](ctx, r, record.TaskTable, ids)
	return err
}

// each asks for ids, a bounded number at a time.
func each(ids []uuid.UUID, do func([]uuid.UUID) error) error {
	for part := range slices.Chunk(ids, atOnce) {
		if err := do(part); err != nil {
			return err
		}
	}
	return nil
}

// open are the tasks in the order of documents.
func (h *holdings) open() []record.Task {
	list := make([]record.Task, 0, len(h.tasks))
	for _, t := range h.tasks {
		list = append(list, t)
	}
	slices.SortFunc(list, func(a, b record.Task) int { return slices.Compare([]int64{a.Owner, a.RID}, []int64{b.Owner, b.RID}) })
	return list
}
