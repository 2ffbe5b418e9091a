package task

import (
	"context"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/quantity"
)

// measured are targets g, with what of them figures are made up by.
func measured(ctx context.Context, r store.Reader, where relation.And) (targets []record.Target, err error) {
	var outputs []relation.Output
	for _, name := range []string{"id", "task", "op", "value", "state", "whole", "split", "is_sum", "weight"} {
		outputs = append(outputs, relation.Output{Expr: relation.C("g", name)})
	}
	err = r.Select(ctx, &relation.Select{Outputs: outputs, From: relation.From(record.TargetTable, "g"), Where: where}, func(scan store.Scan) error {
		var g record.Target
		err := scan(&g.ID, &g.Task, &g.Op, &g.Value, &g.State, &g.Whole, &g.Split, &g.IsSum, &g.Weight)
		targets = append(targets, g)
		return err
	})
	return targets, err
}

// settle makes of what was reported what counts, by these rules:
//
//  1. Where another source counts for a target and gives a figure, that is the target's.
//  2. Else a target that is made up of its parts (分解指标) has what theirs make up, so far as there are any.
//  3. Else what was reported stands.
func settle(targets []record.Target, figures map[uuid.UUID]Figure, other func(target uuid.UUID) (record.OtherFigure, bool)) {
	parts := make(map[uuid.UUID][]record.Target)
	for _, g := range targets {
		if o, ok := other(g.ID); ok {
			figures[g.ID] = Figure{Value: o.Value, Period: o.Period, Handed: o.At, Source: o.Source}
		}
		if g.Whole != uuid.Nil {
			parts[g.Whole] = append(parts[g.Whole], g)
		}
	}
	for _, g := range targets {
		if _, ok := other(g.ID); ok || !g.IsSum {
			continue
		}
		if sum, ok := sumOf(g, parts[g.ID], figures); ok {
			figures[g.ID] = sum
		}
	}
}

// sumOf is what the figures of parts make up: their sum, of a rate their mean by weight. What was reached of a part that does not bind any more stays in
// a sum, and counts in no mean. ok is false where no part has a figure, or the weights add up to nothing.
func sumOf(whole record.Target, parts []record.Target, figures map[uuid.UUID]Figure) (sum Figure, ok bool) {
	kind := ledger.SplitKind(whole.Split)
	var shares []ledger.Share
	for _, part := range parts {
		f, ok := figures[part.ID]
		if !ok || part.State != "" && (kind == ledger.SplitRate || kind == ledger.SplitAll) {
			continue
		}
		share := ledger.Share{Unit: part.ID.String(), Value: quantity.FromTenThousandths(f.Value), Weight: quantity.Integer(1)}
		if part.Weight != nil {
			share.Weight = quantity.FromTenThousandths(*part.Weight)
		}
		share.Holds, _ = IsMet(part, f.Value)
		shares = append(shares, share)
		sum.Handed, sum.Period = max(sum.Handed, f.Handed), max(sum.Period, f.Period)
	}
	for _, part := range parts {
		if f, ok := figures[part.ID]; part.State == "" && (!ok || f.Period != sum.Period) {
			sum.Lacks++
		}
	}
	made, err := ledger.Split(kind, quantity.Integer(0), shares)
	if err != nil {
		return sum, false
	}
	sum.Value, ok = made.Made.TenThousandths()
	sum.Source = record.SourceReport
	return sum, ok
}

// FigureIn is the figure of a target that counts for a period. A part of a sum that has none for the period counts with its last one before, as in Figures.
// ok is false where nothing is of the period.
func FigureIn(ctx context.Context, r store.Reader, g record.Target, covers string) (f Figure, ok bool, err error) {
	figures, targets, err := reportedIn(ctx, r, g, covers, record.DueAccepted)
	if err != nil {
		return f, false, err
	}
	counting, err := CountingFigures(ctx, r, g.Owner, []any{g.Task[:]})
	settle(targets, figures, func(target uuid.UUID) (record.OtherFigure, bool) { return counting.In(target, covers) })
	f, ok = figures[g.ID]
	return f, ok && f.Period == covers, err
}

// ReportedIn is what was reported for a target in a period, whether the office has decided on it yet or not: what stands beside the figure of another source.
// What is made up of parts has a figure once all of those that bind have one. ok is false where there is none.
func ReportedIn(ctx context.Context, r store.Reader, g record.Target, covers string) (f Figure, ok bool, err error) {
	figures, targets, err := reportedIn(ctx, r, g, covers, record.DueSubmitted, record.DueAccepted)
	if err != nil {
		return f, false, err
	}
	counting, err := CountingFigures(ctx, r, g.Owner, []any{g.Task[:]})
	settle(targets, figures, func(target uuid.UUID) (o record.OtherFigure, ok bool) {
		if target == g.ID {
			return o, false
		}
		return counting.In(target, covers)
	})
	f, ok = figures[g.ID]
	return f, ok && f.Period == covers && f.Lacks == 0, err
}

// reportedIn are the figures of a target and, where it is made up of them, of its parts: those reported for a period, else the last ones before it; and these targets.
func reportedIn(ctx context.Context, r store.Reader, g record.Target, covers string, states ...string) (map[uuid.UUID]Figure, []record.Target, error) {
	targets := []record.Target{g}
	if g.IsSum {
		parts, err := measured(ctx, r, relation.And{relation.Equal(relation.C("g", relation.Owner), g.Owner), relation.Equal(relation.C("g", "task"), g.Task[:]), relation.Equal(relation.C("g", "whole"), g.ID[:])})
		if err != nil {
			return nil, nil, err
		}
		targets = append(targets, parts...)
	}
	in := relation.In{X: relation.C("v", "target")}
	for i := range targets {
		in.Values = append(in.Values, targets[i].ID[:])
	}
	same := func(a, x, b, y string) relation.Expr { return relation.Same(relation.C(a, x), relation.C(b, y)) }
	d := func(n string) relation.Col { return relation.C("d", n) }
	q := &relation.Select{
		Outputs: []relation.Output{{Expr: relation.C("v", "target")}, {Expr: relation.C("v", "value")}, {Expr: d("report")}, {Expr: relation.C("r", "submitted")}, {Expr: d("period")}, {Expr: d("due_on")}},
		From:    relation.From(record.DueTable, "d"),
		Joins: []relation.Join{
			{Source: relation.From(record.ReportTable, "r"), On: relation.And{same("r", relation.Owner, "d", relation.Owner), same("r", "id", "d", "report")}},
			{Source: relation.From(record.ValueTable, "v"), On: relation.And{same("v", relation.Owner, "d", relation.Owner), same("v", "report", "d", "report"), in}}},
		Where:   relation.And{relation.Equal(d(relation.Owner), g.Owner), relation.Equal(d("task"), g.Task[:]), relation.OneOf(d("state"), states)},
		OrderBy: []relation.Order{{By: d("due_on")}, {By: d("rid")}},
	}
	type value struct {
		Figure
		target uuid.UUID
		on     int64
	}
	var values []value
	until := int64(0) // the last day on which something was due for the period
	err := r.Select(ctx, q, func(scan store.Scan) error {
		x := value{Figure: Figure{Source: record.SourceReport}}
		err := scan(&x.target, &x.Value, &x.Report, &x.Handed, &x.Period, &x.on)
		if values = append(values, x); x.Period == covers {
			until = x.on
		}
		return err
	})
	figures := make(map[uuid.UUID]Figure)
	for _, x := range values {
		if x.Period == covers || x.on <= until && figures[x.target].Period != covers {
			figures[x.target] = x.Figure
		}
	}
	return figures, targets, err
}
