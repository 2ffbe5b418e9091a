package document

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/division"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/policy"
)

// A plan is what an adopted document becomes.
type plan struct {
	document    record.Document
	calendar    *period.Calendar
	today       period.Date
	force       string
	before      []older
	tasks       []record.Task
	duties      []record.Duty
	targets     []record.Target
	obligations []record.Obligation
	due         []record.Due
	bases       []record.Basis
	closed      []uuid.UUID // tasks of older documents that end with it
}

// assigned are the duties that units have to sign for: none of a draft, and none of a task that is reported on elsewhere.
func (p *plan) assigned() []record.Duty {
	if p.force != record.ForceBinding {
		return nil
	}
	joined := make(map[uuid.UUID]bool)
	for _, t := range p.tasks {
		joined[t.ID] = t.Joined != uuid.Nil
	}
	return slices.DeleteFunc(slices.Clone(p.duties), func(d record.Duty) bool { return joined[d.Task] })
}

// fresh is the head of a new record of the plan.
func (p *plan) fresh() (store.Record, error) {
	id, err := uuid.NewV7()
	return store.Record{Owner: p.document.Owner, ID: id}, err
}

func (p *plan) make(doc *policy.Document, decision Decision) error {
	for i, task := range doc.Tasks {
		var decided TaskDecision
		if i < len(decision.Tasks) {
			decided = decision.Tasks[i]
		}
		if decided.Leave {
			continue
		}
		task.Quote = division.Words(doc.Text, task)
		if err := p.addTask(i, task, decided); err != nil {
			return err
		}
	}
	for i, o := range doc.Obligations {
		if slices.Contains(decision.Without, i) {
			continue
		}
		schedule, err := scheduleOf(o.Schedule)
		if err != nil {
			return err
		}
		if err := p.addObligation(i, o, schedule); err != nil {
			return err
		}
	}
	if p.force != record.ForceBinding {
		return nil
	}
	return p.addReports(doc, decision.Every)
}

func (p *plan) addTask(i int, task policy.Task, decided TaskDecision) error {
	head, err := p.fresh()
	if err != nil {
		return err
	}
	t := record.Task{Record: head, Document: p.document.ID, Ordinal: int64(i + 1), Title: task.Title, Body: task.Quote, DoneWhen: decided.DoneWhen, Proof: decided.Proof, Beyond: decided.Beyond,
		Start: int64(task.Extent.Start), End: int64(task.Extent.End), State: record.TaskOpen}
	if p.force != record.ForceBinding {
		t.State = record.TaskDraft
	}
	for _, label := range task.Path {
		t.Label += label
	}
	if decided.Title != "" {
		t.Title = decided.Title
	}
	if task.Due != nil {
		t.Due = *task.Due
	}
	p.tasks = append(p.tasks, t)
	for j, part := range Parts(task, decided) {
		if j >= len(decided.Duties) || decided.Duties[j].Unit == uuid.Nil {
			continue
		}
		head, err := p.fresh()
		if err != nil {
			return err
		}
		if part == "" {
			part = record.PartCooperate
		}
		unit := decided.Duties[j].Unit
		p.duties = append(p.duties, record.Duty{Record: head, Document: p.document.ID, Task: t.ID, Unit: &unit, UnitName: task.Duties[j].Unit, Role: part})
	}
	for j, target := range task.Targets {
		if slices.Contains(decided.Without, j) {
			continue
		}
		if err := p.addTarget(t.ID, i, j, target); err != nil {
			return err
		}
		if j < len(decided.Leads) {
			p.targets[len(p.targets)-1].Lead = decided.Leads[j]
		}
	}
	return nil
}

// addTarget adds the target at a place, from 0, of the task at a place.
func (p *plan) addTarget(task uuid.UUID, i, j int, target policy.Target) error {
	head, err := p.fresh()
	if err != nil {
		return err
	}
	r := record.Target{Record: head, Task: task, Ordinal: int64(j + 1), Quote: target.Quote, Start: int64(target.Span.Start), End: int64(target.Span.End)}
	if err := take(&r, target); err != nil {
		return err
	}
	if err := p.base(p.before, i, j, &r, target.Quote); err != nil {
		return err
	}
	p.targets = append(p.targets, r)
	return nil
}

// take writes into a record what a target asks for.
func take(r *record.Target, target policy.Target) error {
	r.Metric, r.Op, r.IsSoft, r.Per, r.Baseline = target.Metric, string(target.Op), target.Soft, target.Per, target.Baseline
	value, ok := target.Value.TenThousandths()
	if !ok {
		return fault.New(fault.Invalid, "number-range")
	}
	r.Value = &value
	if target.ValueHi != nil {
		high, ok := target.ValueHi.TenThousandths()
		if !ok {
			return fault.New(fault.Invalid, "number-range")
		}
		r.High = &high
	}
	if target.Unit != nil {
		r.Unit = *target.Unit
	}
	if target.Due != nil {
		r.Due = *target.Due
	}
	return nil
}

func (p *plan) addObligation(i int, o policy.Obligation, schedule period.Schedule) error {
	head, err := p.fresh()
	if err != nil {
		return err
	}
	text, err := json.Marshal(schedule)
	if err != nil {
		return fmt.Errorf("write a schedule: %w", err)
	}
	r := record.Obligation{Record: head, Document: p.document.ID, Ordinal: int64(i + 1), What: string(o.Action), Schedule: string(text), Quote: o.Quote,
		Start: int64(o.Span.Start), End: int64(o.Span.End)}
	if o.To != nil {
		r.Recipient = *o.To
	}
	p.obligations = append(p.obligations, r)
	return nil
}

func (p *plan) insert(ctx context.Context, tx *store.Tx) error {
	if err := insertAll(ctx, tx, record.TaskTable, p.tasks); err != nil {
		return err
	}
	if err := insertAll(ctx, tx, record.DutyTable, p.duties); err != nil {
		return err
	}
	if err := insertAll(ctx, tx, record.TargetTable, p.targets); err != nil {
		return err
	}
	if err := insertAll(ctx, tx, record.BasisTable, p.bases); err != nil {
		return err
	}
	if err := insertAll(ctx, tx, record.ObligationTable, p.obligations); err != nil {
		return err
	}
	return insertAll(ctx, tx, record.DueTable, p.due)
}

func insertAll[T any](ctx context.Context, tx *store.Tx, t *relation.Table, records []T) error {
	for i := range records {
		if _, err := store.Insert(ctx, tx, t, &records[i]); err != nil {
			return err
		}
	}
	return nil
}
