package supervision

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/quantity"
)

// sheets are what is known of the units that lead a division's tasks, those that are led from above (垂管) apart, which are not scored here.
type sheets struct {
	order  []string
	byUnit map[string]*ledger.Sheet
	names  map[string]string // of units
	leads  map[uuid.UUID]string
	titles map[uuid.UUID]record.Task
	tasks  []record.Task // in the order in which they were adopted
}

func (s *sheets) list() (all []ledger.Sheet) {
	for _, unit := range s.order {
		all = append(all, *s.byUnit[unit])
	}
	return all
}

// of is the sheet of the unit that leads a task; nil for one that is not scored.
func (s *sheets) of(task uuid.UUID) *ledger.Sheet { return s.byUnit[s.leads[task]] }

// sheets reads them, set by set.
func (s *Service) sheets(ctx context.Context, r store.Reader, a record.Appraisal, model *ledger.Model) (*sheets, error) {
	x := &sheets{byUnit: map[string]*ledger.Sheet{}, names: map[string]string{}, leads: map[uuid.UUID]string{}, titles: map[uuid.UUID]record.Task{}}
	if err := x.readLeads(ctx, r, a.Owner); err != nil {
		return nil, err
	}
	if err := x.readLights(ctx, r, a); err != nil {
		return nil, err
	}
	if err := x.readReports(ctx, r, a, s.Today()); err != nil {
		return nil, err
	}
	if model.Goals == nil {
		return x, nil
	}
	return x, x.readGoals(ctx, r, a.Owner, model)
}

func (x *sheets) readLeads(ctx context.Context, r store.Reader, owner int64) error {
	tasks, err := store.List[record.Task](ctx, r, &relation.Select{From: relation.From(record.TaskTable, "t"), Where: relation.Equal(relation.C("t", relation.Owner), owner), OrderBy: []relation.Order{{By: relation.C("t", "rid")}}})
	if err != nil {
		return err
	}
	x.tasks = tasks
	for _, t := range tasks {
		x.titles[t.ID] = t
	}
	q := &relation.Select{
		Outputs: []relation.Output{{Expr: relation.C("d", "task")}, {Expr: relation.C("u", "id")}, {Expr: relation.C("u", "name")}},
		From:    relation.From(record.DutyTable, "d"), OrderBy: []relation.Order{{By: relation.C("d", "rid")}},
		Joins: []relation.Join{{Source: relation.From(record.UnitTable, "u"), On: relation.Same(relation.C("u", "id"), relation.C("d", "unit"))}},
		Where: relation.And{relation.Equal(relation.C("d", relation.Owner), owner), relation.Equal(relation.C("d", "role"), record.PartLead), relation.Equal(relation.C("u", "is_vertical"), int64(0))},
	}
	return r.Select(ctx, q, func(scan store.Scan) error {
		var id, unit uuid.UUID
		var name string
		if err := scan(&id, &unit, &name); err != nil {
			return err
		}
		key := unit.String()
		if x.leads[id], x.names[key] = key, name; x.byUnit[key] == nil {
			x.byUnit[key] = &ledger.Sheet{Unit: key}
			x.order = append(x.order, key)
		}
		return nil
	})
}

// readLights reads the lights that were lit in the time.
func (x *sheets) readLights(ctx context.Context, r store.Reader, a record.Appraisal) error {
	lit, err := store.List[record.Light](ctx, r, &relation.Select{From: relation.From(record.LightTable, "l"), OrderBy: []relation.Order{{By: relation.C("l", "rid")}},
		Where: relation.And{relation.Equal(relation.C("l", relation.Owner), a.Owner), relation.Binary{Op: relation.Ge, L: relation.C("l", "since"), R: relation.V(a.From)},
			relation.Binary{Op: relation.Le, L: relation.C("l", "since"), R: relation.V(a.To)}}})
	for _, l := range lit {
		if sheet := x.byUnit[l.Unit.String()]; sheet != nil {
			sheet.Events = append(sheet.Events, ledger.Event{Kind: ledger.EventLight, Light: ledger.Light(l.Light), Task: l.Task.String(), Name: x.titles[l.Task].Title, On: period.Date(l.Since)})
		}
	}
	return err
}

// readReports reads what fell due in the time and was handed in late, or is missing still.
func (x *sheets) readReports(ctx context.Context, r store.Reader, a record.Appraisal, today int64) error {
	between := relation.And{relation.Equal(relation.C("d", relation.Owner), a.Owner), relation.Binary{Op: relation.Ge, L: relation.C("d", "due_on"), R: relation.V(a.From)},
		relation.Binary{Op: relation.Le, L: relation.C("d", "due_on"), R: relation.V(a.To)}}
	late := &relation.Select{
		Outputs: []relation.Output{{Expr: relation.C("d", "task")}, {Expr: relation.C("d", "period")}, {Expr: relation.C("r", "submitted")}}, From: relation.From(record.DueTable, "d"),
		Joins: []relation.Join{{Source: relation.From(record.ReportTable, "r"), On: relation.And{relation.Same(relation.C("r", relation.Owner), relation.C("d", relation.Owner)),
			relation.Same(relation.C("r", "id"), relation.C("d", "report"))}}},
		Where: append(between, relation.Equal(relation.C("r", "is_late"), int64(1))), OrderBy: []relation.Order{{By: relation.C("d", "due_on")}, {By: relation.C("d", "rid")}},
	}
	if err := r.Select(ctx, late, func(scan store.Scan) error {
		var id uuid.UUID
		var name string
		var at int64
		err := scan(&id, &name, &at)
		if sheet := x.of(id); sheet != nil {
			sheet.Events = append(sheet.Events, ledger.Event{Kind: ledger.EventLateReport, Task: id.String(), Name: x.titles[id].Title + " " + name, On: period.DateAt(time.UnixMilli(at))})
		}
		return err
	}); err != nil {
		return err
	}
	missed := &relation.Select{
		Outputs: []relation.Output{{Expr: relation.C("d", "task")}, {Expr: relation.C("d", "period")}, {Expr: relation.C("d", "due_on")}}, From: relation.From(record.DueTable, "d"),
		Where:   append(between, relation.In{X: relation.C("d", "state"), Values: []any{record.DueOpen, record.DueSigning, record.DueReturned, record.DueLapsed}}, record.Overdue("d", today)),
		OrderBy: []relation.Order{{By: relation.C("d", "due_on")}, {By: relation.C("d", "rid")}},
	}
	return r.Select(ctx, missed, func(scan store.Scan) error {
		var id uuid.UUID
		var name string
		var on int64
		err := scan(&id, &name, &on)
		if sheet, closed := x.of(id), x.titles[id].Closed; sheet != nil && (closed == 0 || on <= closed) { // after its end nothing is missing of a task
			sheet.Events = append(sheet.Events, ledger.Event{Kind: ledger.EventMissed, Task: id.String(), Name: x.titles[id].Title + " " + name, On: period.Date(on)})
		}
		return err
	})
}

// readGoals makes goals of the first area of the targets of each unit's tasks, of equal weights; a task without figures is a qualitative goal,
// done when it is closed. What is asked by other areas somebody has to enter.
func (x *sheets) readGoals(ctx context.Context, r store.Reader, owner int64, model *ledger.Model) error {
	targets, err := store.List[record.Target](ctx, r, &relation.Select{From: relation.From(record.TargetTable, "g"), Where: relation.Equal(relation.C("g", relation.Owner), owner), OrderBy: []relation.Order{{By: relation.C("g", "rid")}}})
	if err != nil {
		return err
	}
	figures, err := task.Figures(ctx, r, owner, nil)
	if err != nil {
		return err
	}
	area := model.Goals.Areas[0]
	hasFigures := map[uuid.UUID]bool{}
	for _, g := range targets {
		sheet := x.of(g.Task)
		if sheet == nil || g.Value == nil || g.Op == string(policy.OpRange) {
			continue
		}
		hasFigures[g.Task] = true
		goal := ledger.Goal{Name: g.Metric, Area: area.Name, Kind: ledger.Growth, Target: quantity.FromTenThousandths(*g.Value), Actual: quantity.FromTenThousandths(figures[g.ID].Value)}
		if g.Op == string(policy.OpAtMost) {
			goal.Kind = ledger.Control
		}
		sheet.Goals = append(sheet.Goals, goal)
	}
	for _, t := range x.tasks {
		if sheet := x.of(t.ID); sheet != nil && !hasFigures[t.ID] {
			goal := ledger.Goal{Name: t.Title, Area: area.Name, Kind: ledger.Qualitative}
			if t.State == record.TaskClosed {
				goal.Progress = quantity.Integer(100)
			}
			sheet.Goals = append(sheet.Goals, goal)
		}
	}
	for _, unit := range x.order {
		sheet := x.byUnit[unit]
		weight, _ := area.Weight.Per(ledger.Whole(int64(len(sheet.Goals)))) // a unit that leads has one at least
		for i := range sheet.Goals {
			sheet.Goals[i].Weight = weight
		}
		for _, other := range model.Goals.Areas[1:] {
			sheet.Goals = append(sheet.Goals, ledger.Goal{Name: other.Title.In(0), Area: other.Name, Kind: ledger.Qualitative, Weight: other.Weight})
		}
	}
	return nil
}

// separators are what people put between the cells of a line.
var separators = strings.NewReplacer("，", ",", "\t", ",")

// enter adds what somebody entered: a line for each unit with its name, the public evaluation, the progress of the other areas, a bonus and a
// deduction, apart by commas or tabs; what is left empty is 0. fault.Invalid "score-entered" with the line.
func (x *sheets) enter(entered string, model *ledger.Model) error {
	byName := map[string]string{}
	for key, name := range x.names {
		byName[name] = key
	}
	for i, line := range lines(entered) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		cells := strings.Split(separators.Replace(line), ",")
		sheet := x.byUnit[byName[strings.TrimSpace(cells[0])]]
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
