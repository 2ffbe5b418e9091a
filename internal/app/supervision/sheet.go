package supervision

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// sheets are what is known of the units that are scored: those that lead a task, answer for a number or owe a report. Units that are led from above
// (垂管) are not scored here, nor those that are no more.
type sheets struct {
	order  []string
	byUnit map[string]*ledger.Sheet
	names  map[string]string // of units
	leads  map[uuid.UUID]string
	tasks  []record.Task // that count, in the order in which they were adopted, as far as that was before the time ended
	byID   map[uuid.UUID]record.Task
}

func (s *sheets) list() (all []ledger.Sheet) {
	for _, unit := range s.order {
		all = append(all, *s.byUnit[unit])
	}
	return all
}

// of is the sheet of a unit that is scored, a new one where it has none yet.
func (s *sheets) of(unit, name string) *ledger.Sheet {
	if s.byUnit[unit] == nil {
		s.byUnit[unit], s.names[unit] = &ledger.Sheet{Unit: unit}, name
		s.order = append(s.order, unit)
	}
	return s.byUnit[unit]
}

// sheets reads them, set by set.
func (s *Service) sheets(ctx context.Context, r store.Reader, a record.Appraisal, model *ledger.Model) (*sheets, error) {
	x := &sheets{byUnit: map[string]*ledger.Sheet{}, names: map[string]string{}, leads: map[uuid.UUID]string{}, byID: map[uuid.UUID]record.Task{}}
	if err := x.readLeads(ctx, r, a); err != nil {
		return nil, err
	}
	if err := x.readReports(ctx, r, a, s.Today()); err != nil {
		return nil, err
	}
	if err := x.readLights(ctx, r, a); err != nil {
		return nil, err
	}
	if model.Goals == nil {
		return x, nil
	}
	return x, x.readGoals(ctx, r, a, model)
}

// scored joins the unit in a column, where it is one that is scored, as u.
func scored(as, column string) relation.Join {
	return relation.Join{Source: relation.From(record.UnitTable, "u"), On: relation.And{relation.Same(relation.C("u", "id"), relation.C(as, column)),
		relation.Equal(relation.C("u", "is_vertical"), int64(0)), relation.Equal(relation.C("u", "until_day"), int64(0))}}
}

// readLeads reads the tasks that count and the units that lead them. What was adopted after the time is not of it.
func (s *sheets) readLeads(ctx context.Context, r store.Reader, a record.Appraisal) (err error) {
	if s.tasks, err = store.List[record.Task](ctx, r, &relation.Select{From: relation.From(record.TaskTable, "t"), OrderBy: []relation.Order{{By: relation.C("t", "rid")}},
		Joins: []relation.Join{{Source: relation.From(record.DocumentTable, "d"), On: relation.And{
			relation.Same(relation.C("d", relation.Owner), relation.C("t", relation.Owner)), relation.Same(relation.C("d", "id"), relation.C("t", "document"))}}},
		Where: append(record.Counting("t"), relation.Equal(relation.C("t", relation.Owner), a.Owner),
			relation.Binary{Op: relation.Lt, L: relation.C("d", "adopted"), R: relation.V(list.Begins(a.To + 1))})}); err != nil {
		return err
	}
	for _, t := range s.tasks {
		s.byID[t.ID] = t
	}
	q := &relation.Select{
		Outputs: []relation.Output{{Expr: relation.C("d", "task")}, {Expr: relation.C("u", "id")}, {Expr: relation.C("u", "name")}},
		From:    relation.From(record.DutyTable, "d"), OrderBy: []relation.Order{{By: relation.C("d", "rid")}}, Joins: []relation.Join{scored("d", "unit")},
		Where: relation.And{relation.Equal(relation.C("d", relation.Owner), a.Owner), relation.Equal(relation.C("d", "role"), record.PartLead)},
	}
	return r.Select(ctx, q, func(scan store.Scan) error {
		var id, unit uuid.UUID
		var name string
		err := scan(&id, &unit, &name)
		if _, counts := s.byID[id]; counts {
			s.leads[id] = s.of(unit.String(), name).Unit
		}
		return err
	})
}

// readLights reads the lights that were lit in the time on tasks that count.
func (s *sheets) readLights(ctx context.Context, r store.Reader, a record.Appraisal) error {
	lit, err := store.List[record.Light](ctx, r, &relation.Select{From: relation.From(record.LightTable, "l"), OrderBy: []relation.Order{{By: relation.C("l", "rid")}},
		Where: relation.And{relation.Equal(relation.C("l", relation.Owner), a.Owner), relation.Binary{Op: relation.Ge, L: relation.C("l", "since"), R: relation.V(a.From)},
			relation.Binary{Op: relation.Le, L: relation.C("l", "since"), R: relation.V(a.To)}}})
	for _, l := range lit {
		t, counts := s.byID[l.Task]
		if sheet := s.byUnit[l.Unit.String()]; counts && sheet != nil {
			sheet.Events = append(sheet.Events, ledger.Event{Kind: ledger.EventLight, Light: ledger.Light(l.Light), Task: l.Task.String(), Name: t.Title, On: period.Date(l.Since)})
		}
	}
	return err
}

// readReports reads what fell due in the time, and what of it was handed in late or is missing still. It is the unit that owes a report that pays for
// it, and not the one that leads the task: five counties that miss their parts are five units that miss one.
func (s *sheets) readReports(ctx context.Context, r store.Reader, a record.Appraisal, today int64) error {
	between := relation.And{relation.Equal(relation.C("d", relation.Owner), a.Owner), relation.Binary{Op: relation.Ge, L: relation.C("d", "due_on"), R: relation.V(a.From)},
		relation.Binary{Op: relation.Le, L: relation.C("d", "due_on"), R: relation.V(a.To)}}
	task, unit, name := relation.Output{Expr: relation.C("d", "task")}, relation.Output{Expr: relation.C("u", "id"), As: "unit"}, relation.Output{Expr: relation.C("u", "name")}
	owed := &relation.Select{Outputs: []relation.Output{task, unit, name}, IsDistinct: true, From: relation.From(record.DueTable, "d"), Joins: []relation.Join{scored("d", "unit")},
		Where: append(between, relation.Not{X: relation.OneOf(relation.C("d", "state"), []string{record.DueCancelled, record.DueSuspended})}), OrderBy: []relation.Order{{By: task.Expr}, {By: unit.Expr}}}
	if err := r.Select(ctx, owed, func(scan store.Scan) error {
		var id, unit uuid.UUID
		var name string
		err := scan(&id, &unit, &name)
		if _, counts := s.byID[id]; counts {
			s.of(unit.String(), name)
		}
		return err
	}); err != nil {
		return err
	}
	order := []relation.Order{{By: relation.C("d", "due_on")}, {By: relation.C("d", "rid")}}
	late := &relation.Select{
		Outputs: []relation.Output{task, {Expr: relation.C("d", "unit")}, {Expr: relation.C("d", "period")}, {Expr: relation.C("r", "submitted")}}, From: relation.From(record.DueTable, "d"),
		Joins: []relation.Join{{Source: relation.From(record.ReportTable, "r"), On: relation.And{relation.Same(relation.C("r", relation.Owner), relation.C("d", relation.Owner)),
			relation.Same(relation.C("r", "id"), relation.C("d", "report"))}}},
		Where: append(between, relation.Equal(relation.C("r", "is_late"), int64(1))), OrderBy: order,
	}
	if err := r.Select(ctx, late, s.owe(func(e *ledger.Event, _ record.Task, at int64) bool {
		e.Kind, e.On = ledger.EventLateReport, period.DateAt(time.UnixMilli(at))
		return true
	})); err != nil {
		return err
	}
	missed := &relation.Select{
		Outputs: []relation.Output{task, {Expr: relation.C("d", "unit")}, {Expr: relation.C("d", "period")}, {Expr: relation.C("d", "due_on")}}, From: relation.From(record.DueTable, "d"), OrderBy: order,
		Where: append(between, relation.In{X: relation.C("d", "state"), Values: []any{record.DueOpen, record.DueSigning, record.DueReturned, record.DueLapsed}}, record.Overdue("d", today)),
	}
	return r.Select(ctx, missed, s.owe(func(e *ledger.Event, t record.Task, on int64) bool {
		e.Kind, e.On = ledger.EventMissed, period.Date(on)
		return t.Closed == 0 || on <= t.Closed // after its end nothing is missing of a task
	}))
}

// owe reads rows of a task, the unit that owes a report on it, the period, and a time of which is makes an event, or says that it is none.
func (s *sheets) owe(is func(e *ledger.Event, t record.Task, at int64) bool) func(store.Scan) error {
	return func(scan store.Scan) error {
		var id, unit uuid.UUID
		var name string
		var at int64
		if err := scan(&id, &unit, &name, &at); err != nil {
			return err
		}
		t, counts := s.byID[id]
		e := ledger.Event{Task: id.String(), Name: t.Title + " " + name}
		if sheet := s.byUnit[unit.String()]; counts && sheet != nil && is(&e, t, at) {
			sheet.Events = append(sheet.Events, e)
		}
		return nil
	}
}

// separators are what people put between the cells of a line.
var separators = strings.NewReplacer("，", ",", "\t", ",")

// enter adds what somebody entered: a line for each unit with its name, the public evaluation, the progress of the other areas, a bonus and a
// deduction, apart by commas or tabs; what is left empty is 0. fault.Invalid "score-entered" with the line.
func (s *sheets) enter(entered string, model *ledger.Model) error {
	byName := map[string]string{}
	for key, name := range s.names {
		byName[name] = key
	}
	for i, line := range lines(entered) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		cells := strings.Split(separators.Replace(line), ",")
		sheet := s.byUnit[byName[strings.TrimSpace(cells[0])]]
		var figures [4]quantity.Number
		ok := sheet != nil && len(cells) <= 1+len(figures)
		for j, cell := range cells[1:min(len(cells), 1+len(figures))] {
			if cell = strings.TrimSpace(cell); cell != "" {
				n, err := quantity.ParseNumber(cell)
				figures[j], ok = n, ok && err == nil && len(cell) <= 10
			}
		}
		if !ok {
			return fault.New(fault.Invalid, "score-entered", i+1)
		}
		sheet.Evaluation = figures[0]
		for j := range sheet.Goals {
			if model.Goals != nil && sheet.Goals[j].Area != model.Goals.Areas[0].Name {
				sheet.Goals[j].Progress = figures[1]
			}
		}
		if p := ledger.PointsOf(figures[2]); p.Sign() > 0 {
			sheet.Bonus = append(sheet.Bonus, ledger.Entry{Points: p})
		}
		if p := ledger.PointsOf(figures[3]); p.Sign() > 0 {
			sheet.Deductions = append(sheet.Deductions, ledger.Entry{Points: p})
		}
	}
	return nil
}
