package register

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/lower"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/pack"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/region"
)

// An IndicatorTable is an indicator (指标) over the records within reach, by division and day.
type IndicatorTable struct {
	Indicator *pack.Indicator
	Days      []period.Date
	Rows      []IndicatorRow // by division
	All       IndicatorRow   // of the division that was asked about
}

// An IndicatorRow is an indicator in one division.
type IndicatorRow struct {
	Division region.Code
	Records  int64            // that the register has there, whether they count or not
	Values   []IndicatorValue // day by day
}

// An IndicatorValue is an indicator in one division on one day.
type IndicatorValue struct {
	Total   quantity.Number
	Counted int64 // records in the total
	Refused int64 // records for which it could not be computed
}

// Indicators computes the indicators of a pack by the divisions right below one. A day moves what the pack counts from today (windows of months, parameters
// in force); the records are always those of now. fault.NotFound "register-missing".
func (s *Service) Indicators(ctx context.Context, call app.Call, packName string, within region.Code, days []period.Date) (p *Programme, tables []IndicatorTable, err error) {
	if p, err = s.named(ctx, call, access.RegisterRead, packName); err != nil {
		return nil, nil, err
	}
	err = s.See(ctx, call, access.RegisterRead, func(ctx context.Context, v *store.View) error {
		tables = nil
		for _, i := range p.Indicators {
			c := &count{view: v.As(of{s.Scopes.For(call.Actor, access.RegisterRead), p.Schema.Table(i.On.Name)}), programme: p, indicator: i, within: within, rows: map[region.Code]*IndicatorRow{}, days: days}
			table, err := c.table(ctx)
			if err != nil {
				return fmt.Errorf("compute indicator %s of %s: %w", i.Name, p.Name, err)
			}
			tables = append(tables, table)
		}
		return nil
	})
	return p, tables, err
}

// A count is one indicator as it is being computed.
type count struct {
	view      *store.View
	programme *Programme
	indicator *pack.Indicator
	within    region.Code
	days      []period.Date
	rows      map[region.Code]*IndicatorRow
}

func (c *count) table(ctx context.Context) (t IndicatorTable, err error) {
	t = IndicatorTable{Indicator: c.indicator, Days: c.days}
	if err := c.records(ctx); err != nil {
		return t, err
	}
	for n, day := range c.days {
		if err := c.day(ctx, n, day); err != nil {
			return t, err
		}
	}
	t.All = IndicatorRow{Division: c.within, Values: make([]IndicatorValue, len(c.days))}
	for _, r := range c.rows {
		t.Rows = append(t.Rows, *r)
		t.All.Records += r.Records
		for n, v := range r.Values {
			if err := t.All.Values[n].add(v); err != nil {
				return t, err
			}
		}
	}
	slices.SortFunc(t.Rows, func(a, b IndicatorRow) int { return a.Division.Compare(b.Division) })
	return t, nil
}

// records counts what the register has, so that a division where nothing counts is shown with a nought.
func (c *count) records(ctx context.Context) error {
	q := &relation.Select{From: relation.From(c.programme.Schema.Table(c.indicator.On.Name), "r"), GroupBy: []relation.Expr{relation.C("r", relation.Owner)}}
	if place := lower.PlaceOf(c.indicator.On); place != "" {
		q.GroupBy = append(q.GroupBy, relation.C("r", place))
	}
	for _, g := range q.GroupBy {
		q.Outputs = append(q.Outputs, relation.Output{Expr: g})
	}
	q.Outputs = append(q.Outputs, relation.Output{Expr: relation.Call{Func: relation.CountRows}, As: "n"})
	return c.each(ctx, q, func(r *IndicatorRow, n []int64) error {
		r.Records += n[0]
		return nil
	}, 1)
}

// day computes the indicator on the n-th day.
func (c *count) day(ctx context.Context, n int, day period.Date) error {
	scope := lower.Scope{Today: day}
	if c.within.Level() >= region.County {
		scope.Owners = []int64{int64(c.within.Owner())}
	}
	q, err := c.programme.Schema.Indicator(c.indicator, scope)
	if err != nil {
		return err
	}
	return c.each(ctx, q, func(r *IndicatorRow, x []int64) error {
		return r.Values[n].add(IndicatorValue{quantity.FromTenThousandths(x[0]), x[1], x[2]})
	}, 3)
}

// each runs a query by owner and division, where the register tells it, with figures behind them, and gives the figures to the row they belong to.
func (c *count) each(ctx context.Context, q *relation.Select, do func(*IndicatorRow, []int64) error, figures int) error {
	return c.view.Select(ctx, q, func(scan store.Scan) error {
		var owner int64
		var digits string
		x := make([]int64, figures)
		dest := []any{&owner}
		if lower.PlaceOf(c.indicator.On) != "" {
			dest = append(dest, &digits)
		}
		for i := range x {
			dest = append(dest, &x[i])
		}
		if err := scan(dest...); err != nil {
			return err
		}
		if digits == "" {
			digits = fmt.Sprintf("%06d", owner)
		}
		place, err := region.Parse(digits)
		if err != nil {
			return err
		}
		if !c.within.Contains(place) {
			return nil
		}
		place = below(place, c.within)
		if c.rows[place] == nil {
			c.rows[place] = &IndicatorRow{Division: place, Values: make([]IndicatorValue, len(c.days))}
		}
		return do(c.rows[place], x)
	})
}

// below is the division right below another that a place lies in; the other itself for a place that is known no finer.
func below(place, within region.Code) region.Code {
	for l := within.Level() + 1; l <= region.Village; l++ {
		if at := place.At(l); at != within {
			return at
		}
	}
	return within
}

// add adds another division's. What does not fit is an error, as it is inside one statement.
func (v *IndicatorValue) add(o IndicatorValue) error {
	a, _ := v.Total.TenThousandths() // both were made from so many
	b, _ := o.Total.TenThousandths()
	if b > 0 && a > math.MaxInt64-b || b < 0 && a < math.MinInt64-b {
		return fmt.Errorf("the sum of %s and %s does not fit", v.Total, o.Total)
	}
	v.Total, v.Counted, v.Refused = quantity.FromTenThousandths(a+b), v.Counted+o.Counted, v.Refused+o.Refused
	return nil
}
