package task

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/quantity"
)

// A Figure is the newest value of a target that counts: that of the last accepted report, or of the source that counts instead.
type Figure struct {
	Value  int64     // ten-thousandths
	Period string    // that was reported on
	Handed int64     // when the report was handed in, or the other source's figure was kept; ms since 1970
	Source string    // as record.SourceReport… writes it
	Report uuid.UUID // that gives it; zero for another source and for what parts make up
	Lacks  int       // of what parts make up: how many of those that bind have no figure of Period
}

// Counting are the figures of those targets for which another source than the report counts, by target.
type Counting map[uuid.UUID][]record.OtherFigure

// In is the figure that counts for a target in a period; ok is false where that is the report's.
func (c Counting) In(target uuid.UUID, covers string) (o record.OtherFigure, ok bool) {
	for _, o := range c[target] {
		if o.Period == covers {
			return o, true
		}
	}
	return o, false
}

// last is the one of the latest period.
func (c Counting) last(target uuid.UUID) (last record.OtherFigure, ok bool) {
	var end period.Date
	for _, o := range c[target] {
		if p, err := period.Parse(o.Period); err == nil && (!ok || p.Last() > end) {
			last, end, ok = o, p.Last(), true
		}
	}
	return last, ok
}

// CountingFigures are the figures of the sources that count where the report's do not. tasks are ids; nil is all of the owner, whom 0 leaves open. A
// target whose source has given nothing yet goes by the report.
func CountingFigures(ctx context.Context, r store.Reader, owner int64, tasks []any) (Counting, error) {
	same := func(column string) relation.Expr {
		return relation.Same(relation.C("s", column), relation.C("o", column))
	}
	others, err := store.List[record.OtherFigure](ctx, r, &relation.Select{From: relation.From(record.OtherFigureTable, "o"), OrderBy: []relation.Order{{By: relation.C("o", "rid")}},
		Joins: []relation.Join{{Source: relation.From(record.TargetSourceTable, "s"), On: relation.And{same(relation.Owner), same("target"), same("source")}}},
		Where: of("s", owner, tasks)})
	c := make(Counting)
	for _, o := range others {
		c[o.Target] = append(c[o.Target], o)
	}
	return c, err
}

// Figures are those that count for the targets of some tasks now, by target: everything that shows or judges figures asks here, or FigureIn for one
// period. It takes a handful of statements, whatever the number of reports. tasks are ids; nil is all tasks of the owner, whom 0 leaves open.
func Figures(ctx context.Context, r store.Reader, owner int64, tasks []any) (map[uuid.UUID]Figure, error) {
	targets, err := measured(ctx, r, of("g", owner, tasks))
	if err != nil {
		return nil, err
	}
	figures, err := reported(ctx, r, owner, tasks, targets)
	if err != nil {
		return nil, err
	}
	counting, err := CountingFigures(ctx, r, owner, tasks)
	settle(targets, figures, counting.last)
	return figures, err
}

// figures are those of the targets of some tasks as somebody may see them. Whoever answers for a task sees all of its own, whichever unit reports them; others
// what they may read by themselves, and of what parts make up nothing: what they see of it is no sum.
func (s *Service) figures(ctx context.Context, v *store.View, call app.Call, targets []record.Target, tasks []any) (map[uuid.UUID]Figure, error) {
	led := make(map[uuid.UUID]bool)
	var whole, partly []any
	answers := v.As(s.Scopes.For(call.Actor, access.DossierRead))
	q := &relation.Select{Outputs: []relation.Output{{Expr: relation.C("t", "id")}}, From: relation.From(record.TaskTable, "t"), Where: relation.In{X: relation.C("t", "id"), Values: tasks}}
	if err := answers.Select(ctx, q, func(scan store.Scan) error {
		var id uuid.UUID
		err := scan(&id)
		led[id], whole = true, append(whole, id[:])
		return err
	}); err != nil {
		return nil, err
	}
	for _, id := range tasks {
		if b, _ := id.([]byte); !led[uuid.UUID(b)] {
			partly = append(partly, id)
		}
	}
	all := make(map[uuid.UUID]Figure)
	for _, of := range []struct {
		reader *store.View
		tasks  []any
	}{{v.As(store.Unscoped), whole}, {v, partly}} {
		if len(of.tasks) == 0 {
			continue
		}
		figures, err := Figures(ctx, of.reader, 0, of.tasks)
		if err != nil {
			return nil, err
		}
		maps.Copy(all, figures)
	}
	for _, g := range targets {
		if g.IsSum && !led[g.Task] && all[g.ID].Source == record.SourceReport {
			delete(all, g.ID)
		}
	}
	return all, nil
}

// An account is an accepted report of a unit on a task.
type account struct {
	task   uuid.UUID
	on     int64 // the day it was due
	period string
	handed int64
}

// recent is how many days before the newest accepted report those lie that are looked at first: a year and a month, since units report once a year at
// least. A ledger has many years, and of all but the last hardly a figure counts any more.
const recent = 400

// A reading is the figure that counts so far of each target, with the day on which its report was due.
type reading struct {
	figures map[uuid.UUID]Figure
	due     map[uuid.UUID]int64
}

// add takes a figure in, if it counts more than the one there is: what was due later, else what was handed in or begun later.
func (x reading) add(target, report uuid.UUID, of account, value int64) {
	was, ok := x.figures[target]
	if !ok || cmp.Or(cmp.Compare(of.on, x.due[target]), cmp.Compare(of.handed, was.Handed), bytes.Compare(report[:], was.Report[:])) > 0 {
		x.due[target], x.figures[target] = of.on, Figure{Value: value, Period: of.period, Handed: of.handed, Source: record.SourceReport, Report: report}
	}
}

// reported are the last figures that units have given in accepted reports on the tasks. Most stand in each unit's last one; where it left a number out, the
// one before counts, however long ago.
func reported(ctx context.Context, r store.Reader, owner int64, tasks []any, targets []record.Target) (map[uuid.UUID]Figure, error) {
	since, err := newest(ctx, r, owner)
	if err != nil {
		return nil, err
	}
	x := reading{make(map[uuid.UUID]Figure), make(map[uuid.UUID]int64)}
	last, err := lastAccepted(ctx, r, owner, tasks, since-recent)
	if err != nil {
		return nil, err
	}
	if err := x.addLast(ctx, r, last); err != nil {
		return nil, err
	}
	return x.figures, x.addEarlier(ctx, r, x.leftOut(targets, last))
}

// leftOut are those targets of which a newer report has said nothing, or none at all.
func (x reading) leftOut(targets []record.Target, last map[uuid.UUID]account) (ids []any) {
	on := make(map[uuid.UUID]int64)
	for _, a := range last {
		on[a.task] = max(on[a.task], a.on)
	}
	for i, g := range targets {
		if _, ok := x.figures[g.ID]; (!ok || x.due[g.ID] < on[g.Task]) && !g.IsSum {
			ids = append(ids, targets[i].ID[:])
		}
	}
	return ids
}

// newest is the last day on which something was due that was accepted.
func newest(ctx context.Context, r store.Reader, owner int64) (day int64, err error) {
	on := relation.C("x", "due_on")
	q := &relation.Select{Outputs: []relation.Output{{Expr: relation.Coalesce{relation.Call{Func: relation.Max, Args: []relation.Expr{on}}, relation.V(int64(0))}, As: "last"}},
		From: relation.From(record.DueTable, "x"), Where: append(of("x", owner, nil), relation.Equal(relation.C("x", "state"), record.DueAccepted))}
	err = r.Select(ctx, q, func(scan store.Scan) error { return scan(&day) })
	return day, err
}

// addLast adds the figures of reports.
func (x reading) addLast(ctx context.Context, r store.Reader, last map[uuid.UUID]account) error {
	for ids := range slices.Chunk(slices.Collect(maps.Keys(last)), atOnce) {
		reports := make([]any, len(ids))
		for i := range ids {
			reports[i] = ids[i][:]
		}
		handed, err := handedIn(ctx, r, reports)
		if err != nil {
			return err
		}
		q := &relation.Select{
			Outputs: []relation.Output{{Expr: relation.C("v", "report")}, {Expr: relation.C("v", "target")}, {Expr: relation.C("v", "value")}},
			From:    relation.From(record.ValueTable, "v"), Where: relation.In{X: relation.C("v", "report"), Values: reports},
		}
		if err := r.Select(ctx, q, func(scan store.Scan) error {
			var report, target uuid.UUID
			var value int64
			err := scan(&report, &target, &value)
			of := last[report]
			of.handed = handed[report]
			x.add(target, report, of, value)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

// addEarlier adds the figures of all accepted reports for some targets.
func (x reading) addEarlier(ctx context.Context, r store.Reader, targets []any) error {
	same := func(a, column, b, other string) relation.Expr {
		return relation.Same(relation.C(a, column), relation.C(b, other))
	}
	for some := range slices.Chunk(targets, atOnce) {
		q := &relation.Select{
			Outputs: []relation.Output{{Expr: relation.C("v", "report")}, {Expr: relation.C("v", "target")}, {Expr: relation.C("v", "value")},
				{Expr: relation.C("d", "period")}, {Expr: relation.C("d", "due_on")}, {Expr: relation.C("r", "submitted")}},
			From: relation.From(record.ValueTable, "v"),
			Joins: []relation.Join{{Source: relation.From(record.ReportTable, "r"), On: relation.And{same("r", relation.Owner, "v", relation.Owner), same("r", "id", "v", "report")}},
				{Source: relation.From(record.DueTable, "d"), On: relation.And{same("d", relation.Owner, "r", relation.Owner), same("d", "id", "r", "due"), same("d", "report", "r", "id")}}},
			Where: relation.And{relation.In{X: relation.C("v", "target"), Values: some}, relation.Equal(relation.C("d", "state"), record.DueAccepted)},
		}
		if err := r.Select(ctx, q, func(scan store.Scan) error {
			var report, target uuid.UUID
			var value int64
			var of account
			err := scan(&report, &target, &value, &of.period, &of.on, &of.handed)
			x.add(target, report, of, value)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

// handedIn are the moments at which reports were handed in.
func handedIn(ctx context.Context, r store.Reader, reports []any) (map[uuid.UUID]int64, error) {
	handed := make(map[uuid.UUID]int64, len(reports))
	q := &relation.Select{Outputs: []relation.Output{{Expr: relation.C("r", "id")}, {Expr: relation.C("r", "submitted")}}, From: relation.From(record.ReportTable, "r"),
		Where: relation.In{X: relation.C("r", "id"), Values: reports}}
	err := r.Select(ctx, q, func(scan store.Scan) error {
		var id uuid.UUID
		var at int64
		err := scan(&id, &at)
		handed[id] = at
		return err
	})
	return handed, err
}

// atOnce is how many reports stand in one question: engines bound what a statement may hold.
const atOnce = 1000

// lastAccepted are the last accepted reports of each unit on the tasks, by report, among those that were due on a day or later. It reads due items only, which change far less often than reports.
func lastAccepted(ctx context.Context, r store.Reader, owner int64, tasks []any, since int64) (map[uuid.UUID]account, error) {
	x := func(n string) relation.Col { return relation.C("x", n) }
	of := func(alias string) relation.And {
		return append(of(alias, owner, tasks), relation.Equal(relation.C(alias, "state"), record.DueAccepted),
			relation.Binary{Op: relation.Ge, L: relation.C(alias, "due_on"), R: relation.V(since)})
	}
	last := &relation.Select{
		Outputs: []relation.Output{{Expr: x(relation.Owner)}, {Expr: x("task")}, {Expr: x("unit")}, {Expr: relation.Call{Func: relation.Max, Args: []relation.Expr{x("due_on")}}, As: "last"}},
		From:    relation.From(record.DueTable, "x"), Where: of("x"),
		GroupBy: []relation.Expr{x("task"), x(relation.Owner), x("unit")},
	}
	same := func(a, b string) relation.Expr { return relation.Same(relation.C("m", a), relation.C("d", b)) }
	q := &relation.Select{
		Outputs: []relation.Output{{Expr: relation.C("d", "report")}, {Expr: relation.C("d", "task")}, {Expr: relation.C("d", "period")}, {Expr: relation.C("d", "due_on")}},
		From:    relation.From(record.DueTable, "d"),
		Joins:   []relation.Join{{Source: relation.Source{Query: last, As: "m"}, On: relation.And{same(relation.Owner, relation.Owner), same("task", "task"), same("unit", "unit"), same("last", "due_on")}}},
		Where:   of("d"),
	}
	found := make(map[uuid.UUID]account)
	err := r.Select(ctx, q, func(scan store.Scan) error {
		var report uuid.UUID
		var a account
		err := scan(&report, &a.task, &a.period, &a.on)
		found[report] = a
		return err
	})
	return found, err
}

// of are the rows of some tasks, or of an owner's.
func of(as string, owner int64, tasks []any) relation.And {
	where := relation.And{}
	if owner != 0 {
		where = append(where, relation.Equal(relation.C(as, relation.Owner), owner))
	}
	if tasks != nil {
		where = append(where, relation.In{X: relation.C(as, "task"), Values: tasks})
	}
	return where
}

// Limit is the day by which a target is to be reached, 0 where the document gives none.
func Limit(g record.Target) period.Date { return Day(g.Due) }

// Day is the day by which something is to be done that a document says is due then: the day itself, or a period's last one; 0 where it says nothing.
func Day(due string) period.Date {
	if day, err := period.ParseDate(due); err == nil {
		return day
	}
	if p, err := period.Parse(due); err == nil {
		return p.Last()
	}
	return 0
}

// Binding is the limit that a task or target is held to, by what it is due and, if it was carried over when its day had passed, that day: a new limit that was
// decided on only then clears nothing, so the old one binds on.
func Binding(due string, missed int64) period.Date {
	if missed != 0 {
		return period.Date(missed)
	}
	return Day(due)
}

// Share is the part of a target that a value has reached, in hundredths of a per cent, at most 100 %; ok is false where a value has no part in
// it: of a ceiling, a range, or a target of 0.
func Share(g record.Target, value int64) (share int64, ok bool) {
	if g.Value == nil || *g.Value <= 0 || g.Op != string(policy.OpAtLeast) && g.Op != string(policy.OpEqual) {
		return 0, false
	}
	part, ok := quantity.Percent(min(max(value, 0), *g.Value), *g.Value)
	if !ok {
		return 0, false
	}
	exact, ok := part.TenThousandths()
	return exact / 100, ok
}

// IsMet says whether a value is what a target asks for; isKnown is false where that can not be told.
func IsMet(g record.Target, value int64) (isMet, isKnown bool) {
	if g.Value == nil {
		return false, false
	}
	switch policy.Comparison(g.Op) {
	case policy.OpAtLeast, policy.OpEqual:
		return value >= *g.Value, true
	case policy.OpAtMost:
		return value <= *g.Value, true
	}
	return false, false
}

// filled is the mean of the shares of a task's targets; a target nobody has reported a figure for counts as nothing, one that is suspended or cancelled not at all. ok is false where no figure
// was reported, or no target has shares.
func filled(targets []record.Target, figures map[uuid.UUID]Figure) (share int64, ok bool) {
	var sum, n int64
	for _, g := range targets {
		if g.Whole != uuid.Nil || g.State != "" { // a part: its whole counts
			continue
		}
		f, isThere := figures[g.ID]
		part, hasPart := Share(g, f.Value)
		if !hasPart {
			continue
		}
		n++
		if isThere {
			ok = true
			sum += part
		}
	}
	if !ok {
		return 0, false
	}
	return (2*sum + n) / (2 * n), true
}
