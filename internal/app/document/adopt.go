package document

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/policy"
)

// A Decision is what a person makes of a proposal. Tasks stand in the order of the proposal.
type Decision struct {
	Tasks []TaskDecision `json:"tasks"`
	// Without are the places, from 0, of obligations that are left out.
	Without []int `json:"without"`
	// Every is how often each lead reports on its tasks where the document orders no reports: month, quarter, half-year or year; "" for never.
	Every string `json:"every"`
}

// A TaskDecision is what becomes of one task.
type TaskDecision struct {
	Leave    bool           `json:"leave"`     // leave it out
	Title    string         `json:"title"`     // "" keeps the proposal's
	DoneWhen string         `json:"done_when"` // what counts as done, for a task without a figure
	Duties   []DutyDecision `json:"duties"`    // in the order of the proposal's
	Without  []int          `json:"without"`   // places, from 0, of targets that are left out
}

// A DutyDecision says which unit a duty means and which part it has.
type DutyDecision struct {
	Unit uuid.UUID `json:"unit"` // zero leaves the duty out
	Part string    `json:"part"` // record.PartLead or PartCooperate; "" is what the text says
}

// A Missing says what keeps a document from being adopted: the place of a task, from 0, and the message key.
type Missing struct {
	Task int    `json:"task"`
	Key  string `json:"key"`
}

// MissingError is the fault "adopt-missing" with what is missing.
type MissingError struct {
	Fault   *fault.Error
	Missing []Missing
}

// Error is the fault's.
func (e *MissingError) Error() string { return e.Fault.Error() }

// Unwrap gives the fault.
func (e *MissingError) Unwrap() error { return e.Fault }

// Details are what is missing, for programs.
func (e *MissingError) Details() any { return e.Missing }

// What can be missing.
const (
	MissingLead     = "missing-lead"      // no unit leads the task
	MissingLeads    = "missing-one-lead"  // more than one unit leads it
	MissingDoneWhen = "missing-done-when" // it has no figure, and nobody has said what counts as done
	MissingTasks    = "missing-tasks"     // every task was left out
)

// Adopt makes a proposal the plan that binds: tasks, duties, targets, obligations, and what falls due of them. Faults: Conflict
// "adopt-done" if that was done already; Invalid "adopt-missing" as a *MissingError.
func (s *Service) Adopt(ctx context.Context, call app.Call, id uuid.UUID, decision Decision) error {
	d, doc, err := s.Proposal(ctx, call, id)
	if err != nil {
		return err
	}
	if d.State == record.DocumentAdopted {
		return fault.New(fault.Conflict, "adopt-done")
	}
	if err := decision.check(doc); err != nil {
		return err
	}
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return err
	}
	p := &plan{document: d, calendar: calendar, today: period.Date(s.Today())}
	if err := p.make(doc, decision); err != nil {
		return err
	}
	act := app.Act{Needs: access.DocumentAdopt, Owner: d.Owner, Kind: "document", Object: d.ID, Detail: audit.Detail{
		"tasks": strconv.Itoa(len(p.tasks)), "due": strconv.Itoa(len(p.due)),
	}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		changed := d
		changed.State, changed.Adopted = record.DocumentAdopted, s.Now().UnixMilli()
		if err := store.Update(ctx, tx, record.DocumentTable, &changed); err != nil {
			return err
		}
		if err := p.insert(ctx, tx); err != nil || s.Relight == nil {
			return err
		}
		ids := make([]uuid.UUID, len(p.tasks))
		for i, t := range p.tasks {
			ids[i] = t.ID
		}
		return s.Relight(ctx, tx, d.Owner, ids...)
	})
}

// part is the unit's part by decision and text. Several units that are responsible without one that leads have to be told apart by a person.
func part(decided string, role policy.Role, responsible int, hasLead bool) string {
	switch {
	case decided != "":
		return decided
	case role == policy.RoleLead, role == policy.RoleResponsible && responsible == 1 && !hasLead:
		return record.PartLead
	case role == policy.RoleResponsible && !hasLead:
		return ""
	}
	return record.PartCooperate
}

// Parts are the parts of a task's units: as decided, else as the text gives them; "" where a person has to decide.
func Parts(task policy.Task, decided TaskDecision) []string {
	responsible, hasLead := 0, false
	for i, d := range task.Duties {
		if d.Role == policy.RoleResponsible {
			responsible++
		}
		hasLead = hasLead || d.Role == policy.RoleLead || i < len(decided.Duties) && decided.Duties[i].Part == record.PartLead
	}
	parts := make([]string, len(task.Duties))
	for i, d := range task.Duties {
		said := ""
		if i < len(decided.Duties) {
			said = decided.Duties[i].Part
		}
		parts[i] = part(said, d.Role, responsible, hasLead)
	}
	return parts
}

// Check lists what keeps a decision from being adopted.
func (d Decision) Check(doc *policy.Document) []Missing {
	var missing []Missing
	kept := 0
	for i, task := range doc.Tasks {
		var decided TaskDecision
		if i < len(d.Tasks) {
			decided = d.Tasks[i]
		}
		if decided.Leave {
			continue
		}
		kept++
		leads := 0
		for j, part := range Parts(task, decided) {
			if part == record.PartLead && j < len(decided.Duties) && decided.Duties[j].Unit != uuid.Nil {
				leads++
			}
		}
		switch {
		case leads == 0:
			missing = append(missing, Missing{i, MissingLead})
		case leads > 1:
			missing = append(missing, Missing{i, MissingLeads})
		}
		if len(task.Targets) <= len(decided.Without) && decided.DoneWhen == "" {
			missing = append(missing, Missing{i, MissingDoneWhen})
		}
	}
	if kept == 0 {
		missing = append(missing, Missing{-1, MissingTasks})
	}
	return missing
}

func (d Decision) check(doc *policy.Document) error {
	if len(d.Tasks) > len(doc.Tasks) {
		return fault.New(fault.Invalid, "adopt-other-document")
	}
	if missing := d.Check(doc); missing != nil {
		return &MissingError{fault.New(fault.Invalid, "adopt-missing"), missing}
	}
	return nil
}

// A plan is what an adopted document becomes.
type plan struct {
	document    record.Document
	calendar    *period.Calendar
	today       period.Date
	tasks       []record.Task
	duties      []record.Duty
	targets     []record.Target
	obligations []record.Obligation
	due         []record.Due
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
	return p.addReports(doc, decision.Every)
}

func (p *plan) addTask(i int, task policy.Task, decided TaskDecision) error {
	head, err := p.fresh()
	if err != nil {
		return err
	}
	t := record.Task{Record: head, Document: p.document.ID, Ordinal: int64(i + 1), Title: task.Title, Body: task.Quote, DoneWhen: decided.DoneWhen,
		Start: int64(task.Extent.Start), End: int64(task.Extent.End), State: record.TaskOpen}
	for _, label := range task.Path {
		t.Label += label
	}
	if decided.Title != "" {
		t.Title = decided.Title
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
		if err := p.addTarget(t.ID, j, target); err != nil {
			return err
		}
	}
	return nil
}

func (p *plan) addTarget(task uuid.UUID, i int, target policy.Target) error {
	head, err := p.fresh()
	if err != nil {
		return err
	}
	r := record.Target{Record: head, Task: task, Ordinal: int64(i + 1), Metric: target.Metric, Op: string(target.Op), Quote: target.Quote,
		Start: int64(target.Span.Start), End: int64(target.Span.End)}
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
	p.targets = append(p.targets, r)
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
