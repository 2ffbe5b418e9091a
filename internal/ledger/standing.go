package ledger

import (
	"math/bits"

	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
)

// A Standing (进展) says how a target stands against what it should have reached by a day.
type Standing string

// The standings, from the best to the worst.
const (
	Met      Standing = "met"       // 已达成
	OnCourse Standing = "on-course" // 符合进度
	Silent   Standing = "silent"    // 未报数: no figure was accepted yet, and its day has not passed
	Behind   Standing = "behind"    // 落后进度
	Missed   Standing = "missed"    // 到期未达成
)

// Standings are all of them, from the worst to the best.
var Standings = []Standing{Missed, Behind, Silent, OnCourse, Met}

// An Aim is a target with what is known of it. Figures are in ten-thousandths.
type Aim struct {
	Value     int64
	IsCeiling bool // it is not to be exceeded; else it is to be reached
	Latest    *int64
	Curve     []Planned   // what the unit means to have reached by which day, the earliest first; none filed: time decides
	From      period.Date // the day of assignment
	Limit     period.Date // None where the document gives no day
}

// full is a whole in hundredths of a per cent.
const full = 10_000

// Stand says how an aim stands on a day. share and planned are hundredths of a per cent, at most a whole; nil where a figure has no part in the
// goal: of a ceiling, of a goal of nothing. Without a curve the part of the time that has passed is what should be reached.
func (g Aim) Stand(today period.Date) (s Standing, share, planned *int64) {
	isPast := g.Limit != None && today > g.Limit
	if g.IsCeiling {
		switch {
		case g.Latest == nil && isPast, g.Latest != nil && *g.Latest > g.Value && isPast:
			return Missed, nil, nil
		case g.Latest == nil:
			return Silent, nil, nil
		case *g.Latest > g.Value:
			return Behind, nil, nil
		case isPast:
			return Met, nil, nil
		}
		return OnCourse, nil, nil
	}
	if g.Value > 0 {
		planned = part(g.planned(today), g.Value)
		if g.Latest != nil {
			share = part(*g.Latest, g.Value)
		}
	}
	switch {
	case g.Latest != nil && *g.Latest >= g.Value:
		return Met, share, planned
	case isPast:
		return Missed, share, planned
	case g.Latest == nil:
		return Silent, share, planned
	case share != nil && planned != nil && *share < *planned:
		return Behind, share, planned
	}
	return OnCourse, share, planned
}

// planned is the figure that should be reached on a day.
func (g Aim) planned(today period.Date) int64 {
	if len(g.Curve) > 0 {
		var reached int64
		for _, p := range g.Curve {
			if p.On <= today {
				reached, _ = p.Value.TenThousandths()
			}
		}
		return reached
	}
	if g.Limit == None || g.Limit <= g.From || today <= g.From {
		return 0
	}
	if today >= g.Limit {
		return g.Value
	}
	// The part of the time is less than one, so the quotient fits whatever the goal.
	high, low := bits.Mul64(uint64(g.Value), uint64(today-g.From))
	passed, _ := bits.Div64(high, low, uint64(g.Limit-g.From))
	return int64(passed)
}

// part is the share of a figure in a whole that is more than nothing.
func part(figure, whole int64) *int64 {
	percent, ok := quantity.Percent(min(max(figure, 0), whole), whole)
	if !ok {
		return nil
	}
	exact, ok := percent.TenThousandths()
	if !ok {
		return nil
	}
	share := min(exact/100, full)
	return &share
}
