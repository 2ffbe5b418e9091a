package supervision

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/quantity"
)

// A judging is what makes goals of tasks and their targets. Each is judged once, in the time in which its day lies: what is not due yet is not
// missed, and what was due before was judged then.
type judging struct {
	*sheets
	from, to  period.Date
	area      string
	targets   []record.Target
	binding   map[uuid.UUID]bool // targets that are neither suspended nor cancelled, nor parts of one that is
	figures   map[uuid.UUID]task.Figure
	curves    map[uuid.UUID][]ledger.Planned
	answering map[uuid.UUID]string // names of the units that answer for a number and are scored
	failed    map[uuid.UUID]bool   // tasks that were closed as not good enough
}

// readGoals makes goals of the first area of what the units had to reach in the time, of equal weights; what is asked by other areas somebody has to
// enter. A unit of which nothing was to be reached is not scored by goals.
func (s *sheets) readGoals(ctx context.Context, r store.Reader, a record.Appraisal, model *ledger.Model) error {
	j := &judging{sheets: s, from: period.Date(a.From), to: period.Date(a.To), area: model.Goals.Areas[0].Name, binding: map[uuid.UUID]bool{}, answering: map[uuid.UUID]string{}, failed: map[uuid.UUID]bool{}}
	for _, read := range []func(context.Context, store.Reader, int64) error{j.readTargets, j.readAnswering, j.readGrades} {
		if err := read(ctx, r, a.Owner); err != nil {
			return err
		}
	}
	j.numbers()
	j.works()
	s.order = slices.DeleteFunc(s.order, func(unit string) bool {
		sheet := s.byUnit[unit]
		if len(sheet.Goals) == 0 {
			delete(s.byUnit, unit)
			return true
		}
		weight, _ := model.Goals.Areas[0].Weight.Per(ledger.Whole(int64(len(sheet.Goals))))
		for i := range sheet.Goals {
			sheet.Goals[i].Weight = weight
		}
		for _, other := range model.Goals.Areas[1:] {
			sheet.Goals = append(sheet.Goals, ledger.Goal{Name: other.Title.In(0), Area: other.Name, Kind: ledger.Qualitative, Weight: other.Weight})
		}
		return false
	})
	return nil
}

// readTargets reads the targets of the owner with the figures that count today, sums of parts among them, and the curves that were approved.
func (j *judging) readTargets(ctx context.Context, r store.Reader, owner int64) (err error) {
	if j.targets, err = store.List[record.Target](ctx, r, &relation.Select{From: relation.From(record.TargetTable, "g"), Where: relation.Equal(relation.C("g", relation.Owner), owner), OrderBy: []relation.Order{{By: relation.C("g", "rid")}}}); err != nil {
		return err
	}
	if j.figures, err = task.Figures(ctx, r, owner, nil); err != nil {
		return err
	}
	for _, g := range j.targets {
		j.binding[g.ID] = g.State == ""
	}
	for _, g := range j.targets {
		j.binding[g.ID] = j.binding[g.ID] && (g.Whole == uuid.Nil || j.binding[g.Whole])
	}
	g := &gathering{reader: r, owner: owner}
	j.curves, err = g.curves(ctx)
	return err
}

// readAnswering reads the units that answer for a number instead of the one that leads its task.
func (j *judging) readAnswering(ctx context.Context, r store.Reader, owner int64) error {
	q := &relation.Select{Outputs: []relation.Output{{Expr: relation.C("u", "id")}, {Expr: relation.C("u", "name")}}, IsDistinct: true, From: relation.From(record.TargetTable, "g"),
		Joins: []relation.Join{scored("g", "lead")}, Where: relation.Equal(relation.C("g", relation.Owner), owner)}
	return r.Select(ctx, q, func(scan store.Scan) error {
		var id uuid.UUID
		var name string
		err := scan(&id, &name)
		j.answering[id] = name
		return err
	})
}

// unqualified (不合格) is the grade of what was closed without being good enough.
const unqualified = "unqualified"

// readGrades reads which tasks were closed as not good enough.
func (j *judging) readGrades(ctx context.Context, r store.Reader, owner int64) error {
	q := &relation.Select{Outputs: []relation.Output{{Expr: relation.C("c", "task")}}, From: relation.From(record.CaseTable, "c"), Where: relation.And{
		relation.Equal(relation.C("c", relation.Owner), owner), relation.Equal(relation.C("c", "workflow"), casework.Assignment), relation.Equal(relation.C("c", "grade"), unqualified)}}
	return r.Select(ctx, q, func(scan store.Scan) error {
		var id uuid.UUID
		err := scan(&id)
		j.failed[id] = true
		return err
	})
}

// holds says whether a day lies in the time.
func (j *judging) holds(day period.Date) bool { return day >= j.from && day <= j.to }

// numbers makes goals of numbers, each for the unit that answers for it. What that unit adds to a number that it leads as a whole is judged there.
func (j *judging) numbers() {
	for _, g := range j.targets {
		t, counts := j.byID[g.Task]
		value, isAsked := j.asked(g)
		if !counts || !isAsked || hasEnded(t, j.from) {
			continue
		}
		sheet := j.byUnit[j.leads[t.ID]]
		if g.Lead != uuid.Nil && g.Lead.String() != j.leads[t.ID] {
			name, isScored := j.answering[g.Lead]
			if !isScored {
				continue
			}
			sheet = j.of(g.Lead.String(), name)
		} else if g.Whole != uuid.Nil || sheet == nil {
			continue
		}
		figure, isReported := j.figures[g.ID]
		goal := ledger.Goal{Name: g.Metric, Area: j.area, Kind: ledger.Growth, Target: value, Actual: quantity.FromTenThousandths(figure.Value), IsUnreported: !isReported}
		if g.Op == string(policy.OpAtMost) {
			goal.Kind = ledger.Control
		}
		sheet.Goals = append(sheet.Goals, goal)
	}
}

// isNumber says whether a target is a number by which its unit is judged: one that the document only aims at (力争) is not.
func isNumber(g record.Target) bool {
	return g.Value != nil && g.Op != string(policy.OpRange) && !g.IsSoft
}

// asked is what a target asks for by the end of the time: its value, if its day lies in the time; else what the curve plans for its last day in the
// time. A ceiling is held from assignment on. ok is false where nothing is asked.
func (j *judging) asked(g record.Target) (value quantity.Number, ok bool) {
	limit := task.Limit(g)
	switch {
	case !isNumber(g) || !j.binding[g.ID] || limit != ledger.None && limit < j.from:
		return value, false
	case j.holds(limit) || g.Op == string(policy.OpAtMost):
		return quantity.FromTenThousandths(*g.Value), true
	}
	for _, p := range j.curves[g.ID] {
		if j.holds(p.On) {
			value, ok = p.Value, p.Value.Coefficient > 0
		}
	}
	return value, ok
}

// works makes goals of the tasks without numbers, of which it can only be said whether they are done. The day of one is its own limit, or that of its last target; of
// one without, that on which it was closed. A task all of whose targets rest does so itself.
func (j *judging) works() {
	limits, hasNumber, rests := map[uuid.UUID]period.Date{}, map[uuid.UUID]bool{}, map[uuid.UUID]bool{}
	for _, g := range j.targets {
		if _, seen := rests[g.Task]; !seen {
			rests[g.Task] = true
		}
		hasNumber[g.Task] = hasNumber[g.Task] || isNumber(g)
		if j.binding[g.ID] {
			rests[g.Task], limits[g.Task] = false, max(limits[g.Task], task.Limit(g))
		}
	}
	for _, t := range j.tasks {
		sheet, day, closed := j.byUnit[j.leads[t.ID]], max(limits[t.ID], task.Day(t.Due)), period.Date(t.Closed)
		if isUnfinished := t.Outcome == record.OutcomeUnfinished; closed != ledger.None && (day == ledger.None || isUnfinished && closed < day) {
			day = closed
		}
		if sheet == nil || hasNumber[t.ID] || rests[t.ID] || !j.holds(day) || hasEnded(t, j.from) {
			continue
		}
		goal := ledger.Goal{Name: t.Title, Area: j.area, Kind: ledger.Qualitative}
		if t.State == record.TaskClosed && t.Outcome == "" && !j.failed[t.ID] {
			goal.Progress = quantity.Integer(100)
		}
		sheet.Goals = append(sheet.Goals, goal)
	}
}

// hasEnded says whether a task had ended unfinished before a day, so that nothing is asked of it any more.
func hasEnded(t record.Task, before period.Date) bool {
	return t.Outcome == record.OutcomeUnfinished && period.Date(t.Closed) < before
}
