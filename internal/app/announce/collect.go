package announce

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/bulletin"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// maxResults is how many reported figures a bulletin lists; no reader goes through more.
const maxResults = 60

// A collector asks the ledger of one division for what a bulletin says. What does not count by record.Task.Counts
// stands in no number; a task is closed, or late if one of its due items is or its year ended without it being done, or goes on: never two of these.
type collector struct {
	*store.View
	owner   int64
	month   period.Period
	asOf    period.Date
	m       bulletin.Monthly
	figures []record.BulletinFigure
	tasks   map[uuid.UUID]taskLine
	units   map[uuid.UUID]string // their names
}

// A taskLine is a task as a bulletin counts it.
type taskLine struct {
	record.Task
	number   string // in the bulletin: of its document, and in that
	document int
	place    int64
}

func (s *Service) collect(ctx context.Context, call app.Call, owner int64, month period.Period, asOf period.Date) (bulletin.Monthly, []record.BulletinFigure, error) {
	c := &collector{owner: owner, month: month, asOf: asOf, tasks: make(map[uuid.UUID]taskLine), units: make(map[uuid.UUID]string)}
	err := s.See(ctx, call, access.BulletinWrite, func(ctx context.Context, v *store.View) error {
		c.View = v
		if err := c.head(ctx, call); err != nil {
			return err
		}
		if err := c.countTasks(ctx); err != nil {
			return err
		}
		if err := c.countDue(ctx); err != nil {
			return err
		}
		return c.results(ctx)
	})
	return c.m, c.figures, err
}

// figure adds a number with the question it answers.
func (c *collector) figure(name string, value int64, query string) {
	c.m.Figures = append(c.m.Figures, bulletin.Figure{Name: name, Value: value, Query: query})
	c.figures = append(c.figures, record.BulletinFigure{Name: name, Text: fmt.Sprint(value), Query: query})
}

// head is who issues the bulletin and to whom.
func (c *collector) head(ctx context.Context, call app.Call) error {
	units, err := store.List[record.Unit](ctx, c.View, &relation.Select{From: relation.From(record.UnitTable, "u")})
	if err != nil {
		return err
	}
	for _, u := range units {
		c.units[u.ID] = u.Name
	}
	c.m.Period, c.m.AsOf, c.m.Office = c.month, c.asOf, c.units[call.Actor.Unit]
	c.m.Addressee = bulletin.Addressees(c.owner%10000 == 0, c.owner%100 == 0)
	return nil
}

// countTasks counts the division's tasks by document and finds those that are late.
func (c *collector) countTasks(ctx context.Context) error {
	own := func(as string) relation.Expr { return relation.Equal(relation.C(as, relation.Owner), c.owner) }
	documents, err := store.List[record.Document](ctx, c.View, &relation.Select{From: relation.From(record.DocumentTable, "d"),
		Where: relation.And{own("d"), relation.Equal(relation.C("d", "state"), record.DocumentAdopted)}, OrderBy: []relation.Order{{By: relation.C("d", "adopted")}, {By: relation.C("d", "rid")}}})
	if err != nil {
		return err
	}
	tasks, err := store.List[record.Task](ctx, c.View, &relation.Select{From: relation.From(record.TaskTable, "t"), OrderBy: []relation.Order{{By: relation.C("t", "ordinal")}},
		Where: append(record.Counting("t"), own("t"))})
	if err != nil {
		return err
	}
	n := make(map[uuid.UUID]int)
	for _, d := range documents {
		if slices.ContainsFunc(tasks, func(t record.Task) bool { return t.Document == d.ID }) {
			n[d.ID] = len(n) + 1
			c.m.Documents = append(c.m.Documents, bulletin.DocumentCount{Title: d.Title})
		}
	}
	for _, t := range tasks {
		if at := n[t.Document]; at > 0 {
			c.tasks[t.ID] = taskLine{Task: t, number: fmt.Sprintf("%d-%d", at, t.Ordinal), document: at - 1, place: int64(at)<<32 | t.Ordinal}
		}
	}
	isLate, err := c.late(ctx)
	if err != nil {
		return err
	}
	var total bulletin.DocumentCount
	for _, t := range c.tasks {
		d := &c.m.Documents[t.document]
		for _, x := range []*bulletin.DocumentCount{d, &total} {
			x.Total++
			switch {
			case isLate[t.ID], t.Outcome == record.OutcomeUnfinished:
				x.Late++
			case t.State == record.TaskClosed:
				x.Closed++
			default:
				x.Ongoing++
			}
		}
	}
	c.figure(bulletin.FigureTotal, total.Total, "tasks")
	c.figure(bulletin.FigureClosed, total.Closed, "tasks state=closed and not ended unfinished")
	c.figure(bulletin.FigureClosedShare, bulletin.Percent(total.Closed, total.Total), "percent tasks state=closed and not ended unfinished, of tasks")
	c.figure(bulletin.FigureLate, total.Late, "tasks state=open with late due items, or ended unfinished")
	c.figure(bulletin.FigureLateShare, bulletin.Percent(total.Late, total.Total), "percent tasks state=open with late due items, or ended unfinished, of tasks")
	c.figure(bulletin.FigureOngoing, total.Ongoing, "tasks state=open without late due items")
	c.figure(bulletin.FigureOngoingShare, bulletin.Percent(total.Ongoing, total.Total), "percent tasks state=open without late due items of tasks")
	return nil
}

// late lists the due items of open tasks whose day has passed, and tells which tasks they are of.
func (c *collector) late(ctx context.Context) (map[uuid.UUID]bool, error) {
	col := func(n string) relation.Col { return relation.C("d", n) }
	due, err := store.List[record.Due](ctx, c.View, &relation.Select{From: relation.From(record.DueTable, "d"), Where: relation.And{
		relation.Equal(col(relation.Owner), c.owner), relation.In{X: col("state"), Values: []any{record.DueOpen, record.DueReturned, record.DueSigning}},
		record.Overdue("d", int64(c.asOf))}})
	if err != nil {
		return nil, err
	}
	due = slices.DeleteFunc(due, func(d record.Due) bool { t, ok := c.tasks[d.Task]; return !ok || t.State != record.TaskOpen })
	slices.SortFunc(due, func(a, b record.Due) int {
		if x := int(c.tasks[a.Task].place - c.tasks[b.Task].place); x != 0 {
			return x
		}
		if a.On != b.On {
			return int(a.On - b.On)
		}
		return int(a.RID - b.RID)
	})
	isLate, units := make(map[uuid.UUID]bool), make(map[uuid.UUID]bool)
	for _, d := range due {
		isLate[d.Task], units[d.Unit] = true, true
		t := c.tasks[d.Task]
		c.m.Late = append(c.m.Late, bulletin.LateItem{Number: t.number, Task: t.Title, Unit: c.units[d.Unit], Of: d.Unit, Period: d.Period, Due: period.Date(d.On)})
	}
	c.figure(bulletin.FigureLateUnits, int64(len(units)), "units of late due items")
	c.figure(bulletin.FigureLateItems, int64(len(due)), "late due items")
	return isLate, nil
}

// inMonth holds for due items whose day lay in the month, and has passed.
func (c *collector) inMonth() relation.Expr {
	on := relation.C("d", "due_on")
	return relation.And{relation.Equal(relation.C("d", relation.Owner), c.owner), relation.Binary{Op: relation.Ge, L: on, R: relation.V(int64(c.month.First()))},
		relation.Binary{Op: relation.Le, L: on, R: relation.V(int64(c.month.Last()))}, relation.Binary{Op: relation.Lt, L: on, R: relation.V(int64(c.asOf))}}
}

// report joins due items with the report that counts.
func report(isLeft bool) relation.Join {
	return relation.Join{Source: relation.From(record.ReportTable, "r"), IsLeft: isLeft, On: relation.And{
		relation.Same(relation.C("r", relation.Owner), relation.C("d", relation.Owner)), relation.Same(relation.C("r", "id"), relation.C("d", "report"))}}
}

// countDue counts what was due in the month: on time, late, missing, and nothing else. What rests or was taken back counts nowhere; what came back
// to its unit counts as it first came, until the day has passed by which it was wanted again.
func (c *collector) countDue(ctx context.Context) error {
	state, isLate, again := relation.C("d", "state"), relation.Coalesce{relation.C("r", "is_late"), relation.V(0)}, relation.C("d", "again_on")
	q := &relation.Select{Outputs: []relation.Output{{Expr: state}, {Expr: isLate, As: "late"}, {Expr: again}, {Expr: relation.Call{Func: relation.CountRows}, As: "n"}},
		From: relation.From(record.DueTable, "d"), Joins: []relation.Join{report(true)}, GroupBy: []relation.Expr{state, isLate, again},
		Where: relation.And{c.inMonth(), relation.Not{X: relation.OneOf(state, []string{record.DueCancelled, record.DueSuspended})}}}
	var onTime, late, missing int64
	err := c.Select(ctx, q, func(scan store.Scan) error {
		var state string
		var isLate bool
		var again, n int64
		if err := scan(&state, &isLate, &again, &n); err != nil {
			return err
		}
		isOwed := state == record.DueOpen || state == record.DueReturned || state == record.DueSigning // what is not signed yet has not left the unit
		switch {
		case state == record.DueLapsed, isOwed && again < int64(c.asOf):
			missing += n
		case isLate:
			late += n
		default:
			onTime += n
		}
		return nil
	})
	if err != nil {
		return err
	}
	total := onTime + late + missing
	in := " in " + c.month.String()
	c.figure(bulletin.FigureDue, total, "due items"+in)
	c.figure(bulletin.FigureOnTime, onTime, "due items reported on time"+in)
	c.figure(bulletin.FigureOnTimeShare, bulletin.Percent(onTime, total), "percent due items reported on time of due items"+in)
	c.figure(bulletin.FigureLateReports, late, "due items reported late"+in)
	c.figure(bulletin.FigureMissing, missing, "due items not reported"+in)
	return nil
}

// results are the accepted figures of what was due in the month.
func (c *collector) results(ctx context.Context) error {
	type line struct {
		place, ordinal int64
		result         bulletin.Result
		figure         record.BulletinFigure
	}
	var lines []line
	counting, err := task.CountingFigures(ctx, c.View, c.owner, nil)
	if err != nil {
		return err
	}
	q := &relation.Select{
		Outputs: []relation.Output{{Expr: relation.C("v", "id"), As: "value_id"}, {Expr: relation.C("v", "version"), As: "value_version"}, {Expr: relation.C("v", "value")}, {Expr: relation.C("v", "report")}, {Expr: relation.C("v", "target")}, {Expr: relation.C("d", "task")},
			{Expr: relation.C("d", "unit")}, {Expr: relation.C("d", "period")}, {Expr: relation.C("t", "ordinal")}, {Expr: relation.C("t", "metric")}, {Expr: relation.C("t", "op")},
			{Expr: relation.C("t", "value"), As: "goal"}, {Expr: relation.C("t", "high")}, {Expr: relation.C("t", "measure")}},
		From: relation.From(record.DueTable, "d"),
		Joins: []relation.Join{report(false),
			{Source: relation.From(record.ValueTable, "v"), On: relation.And{relation.Same(relation.C("v", relation.Owner), relation.C("r", relation.Owner)), relation.Same(relation.C("v", "report"), relation.C("r", "id"))}},
			{Source: relation.From(record.TargetTable, "t"), On: relation.And{relation.Same(relation.C("t", relation.Owner), relation.C("v", relation.Owner)), relation.Same(relation.C("t", "id"), relation.C("v", "target"))}}},
		Where: relation.And{c.inMonth(), relation.Equal(relation.C("d", "state"), record.DueAccepted)},
	}
	err = c.Select(ctx, q, func(scan store.Scan) error {
		var value, report, target, of, unit uuid.UUID
		var version, number, ordinal int64
		var covers, metric, op, measure string
		var goal, high *int64
		if err := scan(&value, &version, &number, &report, &target, &of, &unit, &covers, &ordinal, &metric, &op, &goal, &high, &measure); err != nil {
			return err
		}
		t, ok := c.tasks[of]
		if !ok {
			return nil
		}
		query := "accepted value "
		if o, isOther := counting.In(target, covers); isOther { // which is printed, and flagged when it is corrected
			number, report, value, version, query = o.Value, uuid.Nil, o.ID, o.Version, "value of "+o.Source+" "
		}
		text := quantity.FromTenThousandths(number).String()
		lines = append(lines, line{t.place, ordinal,
			bulletin.Result{Number: t.number, Metric: metric, Goal: bulletin.Goal(op, goal, high), Value: text, Unit: measure, By: c.units[unit], Of: unit, Period: covers},
			record.BulletinFigure{Name: metric + " " + covers + " " + c.units[unit], Text: text, Query: query + value.String(), Report: report, Value: value, Of: version}})
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortStableFunc(lines, func(a, b line) int {
		if a.place != b.place {
			return int(a.place - b.place)
		}
		if a.ordinal != b.ordinal {
			return int(a.ordinal - b.ordinal)
		}
		return slices.Compare(a.figure.Value[:], b.figure.Value[:])
	})
	c.figure(bulletin.FigureResults, int64(len(lines)), "accepted values of due items in "+c.month.String())
	c.figure(bulletin.FigureListed, int64(min(len(lines), maxResults)), "of them, those listed")
	for _, l := range lines[:min(len(lines), maxResults)] {
		c.m.Results = append(c.m.Results, l.result)
		c.figures = append(c.figures, l.figure)
	}
	return nil
}
