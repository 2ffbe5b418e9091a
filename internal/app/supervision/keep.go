package supervision

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/policy"
)

// mark notes how a target stands on a day; one that is no figure to reach or to keep below has no mark.
func (t *gathered) mark(x record.Target, curve []ledger.Planned, f task.Figure, isThere bool, today period.Date) {
	isCeiling := x.Op == string(policy.OpAtMost)
	if x.Value == nil || !isCeiling && x.Op != string(policy.OpAtLeast) && x.Op != string(policy.OpEqual) {
		return
	}
	g := ledger.Aim{Value: *x.Value, IsCeiling: isCeiling, Curve: curve, From: t.facts.Assigned, Limit: task.Limit(x)}
	if isThere {
		g.Latest = &f.Value
	}
	m := record.Mark{ID: x.ID, Division: x.Owner, Unit: x.AnsweredBy(t.unit), Task: x.Task, Metric: x.Metric, Value: g.Latest, Due: int64(g.Limit)}
	var standing ledger.Standing
	standing, m.Share, m.Planned = g.Stand(today)
	m.Standing = string(standing)
	t.marks = append(t.marks, m)
}

// atOnceRows is how many rows one statement inserts: a statement has at most 32,766 values.
const atOnceRows = 1000

// keepMarks writes how the targets of the tasks that were gathered stand in the place of how they stood. What is closed or does not count has no marks.
func (s *Service) keepMarks(ctx context.Context, tx *store.Tx, g *gathering) error {
	tasks := make([]any, len(g.order))
	var rows [][]relation.Expr
	at := relation.V(s.Now().UnixMilli())
	for i, id := range g.order {
		t := g.all[id]
		tasks[i] = id[:]
		if t.facts.Closed != ledger.None || !t.counts {
			continue
		}
		for _, m := range t.marks {
			rows = append(rows, []relation.Expr{relation.V(m.ID[:]), relation.V(m.Division), relation.V(m.Unit[:]), relation.V(m.Task[:]), relation.V(t.document[:]), relation.V(m.Metric),
				relation.V(m.Standing), optional(m.Value, relation.Number), optional(m.Share, relation.Integer), optional(m.Planned, relation.Integer), relation.V(m.Due), at})
		}
	}
	if _, err := tx.Run(ctx, &relation.Delete{From: record.MarkTable, Where: relation.In{X: relation.C("", "task"), Values: tasks}}); err != nil {
		return err
	}
	return insertKept(ctx, tx, record.MarkTable, rows)
}

func optional(n *int64, as relation.Type) relation.Expr {
	if n == nil {
		return relation.Value{As: as}
	}
	return relation.V(*n)
}

// insertKept inserts rows of what is kept; one that another server has just written is written over.
func insertKept(ctx context.Context, tx *store.Tx, t *relation.Table, rows [][]relation.Expr) error {
	insert := &relation.Insert{Into: t, OnConflict: &relation.Conflict{Columns: t.Key}}
	for _, c := range t.Columns {
		insert.Columns = append(insert.Columns, c.Name)
		if !slices.Contains(t.Key, c.Name) {
			insert.OnConflict.Sets = append(insert.OnConflict.Sets, relation.Set{Column: c.Name, To: relation.Excluded{Name: c.Name}})
		}
	}
	for chunk := range slices.Chunk(rows, atOnceRows) {
		insert.Rows = chunk
		if _, err := tx.Run(ctx, insert); err != nil {
			return err
		}
	}
	return nil
}

// keepTallies counts the lights anew of the units whose lights have changed, those that led a task before among them.
func (s *Service) keepTallies(ctx context.Context, tx *store.Tx, owner int64, changes []change) error {
	var units []any
	add := func(u uuid.UUID) {
		if !slices.ContainsFunc(units, func(have any) bool { return string(have.([]byte)) == string(u[:]) }) {
			units = append(units, append([]byte(nil), u[:]...))
		}
	}
	for _, c := range changes {
		if c.kept != nil && c.kept.Until == 0 && c.kept.Light == string(c.shown.Light) && c.kept.Unit == c.unit {
			continue // the same light for another reason
		}
		if add(c.unit); c.kept != nil {
			add(c.kept.Unit)
		}
	}
	if len(units) == 0 {
		return nil
	}
	return s.tally(ctx, tx, owner, units)
}

// tally writes the tallies of some units of a division anew, of all where units is nil.
func (s *Service) tally(ctx context.Context, tx *store.Tx, owner int64, units []any) error {
	where := relation.And{relation.Equal(relation.C("l", relation.Owner), owner), relation.Equal(relation.C("l", "until"), int64(0))}
	stale := relation.And{relation.Equal(relation.C("", "division"), owner)}
	if units != nil {
		where = append(where, relation.In{X: relation.C("l", "unit"), Values: units})
		stale = append(stale, relation.In{X: relation.C("", "unit"), Values: units})
	}
	group := []relation.Expr{relation.C("l", "unit"), relation.C("t", "document"), relation.C("l", "light")}
	q := &relation.Select{
		Outputs: []relation.Output{{Expr: group[0]}, {Expr: group[1]}, {Expr: group[2]}, {Expr: relation.Call{Func: relation.CountRows}, As: "n"}},
		From:    relation.From(record.LightTable, "l"), Where: where, GroupBy: group,
		Joins: []relation.Join{{Source: relation.From(record.TaskTable, "t"), On: relation.And{
			relation.Same(relation.C("t", relation.Owner), relation.C("l", relation.Owner)), relation.Same(relation.C("t", "id"), relation.C("l", "task"))}}},
	}
	at := relation.V(s.Now().UnixMilli())
	var rows [][]relation.Expr
	if err := tx.Select(ctx, q, func(scan store.Scan) error {
		var unit, document uuid.UUID
		var light string
		var n int64
		err := scan(&unit, &document, &light, &n)
		rows = append(rows, []relation.Expr{relation.V(owner), relation.V(unit[:]), relation.V(document[:]), relation.V(light), relation.V(n), at})
		return err
	}); err != nil {
		return err
	}
	if _, err := tx.Run(ctx, &relation.Delete{From: record.TallyTable, Where: stale}); err != nil {
		return err
	}
	return insertKept(ctx, tx, record.TallyTable, rows)
}

// Months is how many ends of months the trend goes back.
const Months = 12

// keepAll makes everything anew that is kept of a division and its open tasks, so that what a fault left wrong is right the next morning. It does so part
// by part: nobody's report waits for ten thousand tasks.
func (s *Service) keepAll(ctx context.Context, owner int64, tasks []uuid.UUID) error {
	begun := s.Now().UnixMilli()
	for part := range slices.Chunk(tasks, atOnce) {
		ids := make([]any, len(part))
		for i := range part {
			ids[i] = part[i][:]
		}
		if err := s.Store.Keep(ctx, func(ctx context.Context, tx *store.Tx) error {
			g, err := s.gather(ctx, tx, owner, ids)
			if err != nil {
				return err
			}
			return s.keepMarks(ctx, tx, g)
		}); err != nil {
			return err
		}
	}
	return s.Store.Keep(ctx, func(ctx context.Context, tx *store.Tx) error {
		older := relation.Binary{Op: relation.Lt, L: relation.C("", "at"), R: relation.V(begun)} // of tasks that are not open any more
		if _, err := tx.Run(ctx, &relation.Delete{From: record.MarkTable, Where: relation.And{relation.Equal(relation.C("", "division"), owner), older}}); err != nil {
			return err
		}
		if err := s.tally(ctx, tx, owner, nil); err != nil {
			return err
		}
		return s.keepMonths(ctx, tx, owner)
	})
}

// keepMonths counts what showed at the ends of the last months. Lights are never changed afterwards, so these do not change either.
func (s *Service) keepMonths(ctx context.Context, tx *store.Tx, owner int64) error {
	var rows [][]relation.Expr
	for _, day := range MonthEnds(period.Date(s.Today())) {
		unit, light := relation.C("l", "unit"), relation.C("l", "light")
		q := &relation.Select{
			Outputs: []relation.Output{{Expr: unit}, {Expr: light}, {Expr: relation.Call{Func: relation.CountRows}, As: "n"}}, From: relation.From(record.LightTable, "l"),
			Where: relation.And{relation.Equal(relation.C("l", relation.Owner), owner), list.Lit("l", int64(day))}, GroupBy: []relation.Expr{unit, light},
		}
		if err := tx.Select(ctx, q, func(scan store.Scan) error {
			var u uuid.UUID
			var name string
			var n int64
			err := scan(&u, &name, &n)
			rows = append(rows, []relation.Expr{relation.V(owner), relation.V(u[:]), relation.V(int64(day)), relation.V(name), relation.V(n)})
			return err
		}); err != nil {
			return err
		}
	}
	if _, err := tx.Run(ctx, &relation.Delete{From: record.MonthTallyTable, Where: relation.Equal(relation.C("", "division"), owner)}); err != nil {
		return err
	}
	return insertKept(ctx, tx, record.MonthTallyTable, rows)
}

// MonthEnds are the last days of the months before a day's own, the earliest first.
func MonthEnds(today period.Date) []period.Date {
	days := make([]period.Date, Months)
	last := period.Of(today, period.Month).First() - 1
	for i := Months - 1; i >= 0; i-- {
		days[i] = last
		last = period.Of(last, period.Month).First() - 1
	}
	return days
}
