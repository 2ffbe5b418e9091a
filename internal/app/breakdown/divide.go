package breakdown

import (
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/quantity"
)

// Ways to divide a target.
const (
	ByHand   = "hand"
	ByEqual  = "equal"
	ByWeight = "weight"
	ByLast   = "last" // by the weights too: last year's values stand there
)

// Ways are all ways to divide, in the order in which they are shown.
var Ways = []string{ByHand, ByEqual, ByWeight, ByLast}

// Divide divides a total by weights, or equally, into parts of so many decimals that add up to it. Of a rate every part is the whole. at is the first part
// that got something of what rounding left over, with how much that was altogether; negative where nothing was left. fault.Invalid "breakdown-weight".
func Divide(way string, kind ledger.SplitKind, total quantity.Number, weights []quantity.Number, decimals uint8) (parts []quantity.Number, at int, rest string, err error) {
	if way == ByEqual {
		weights = make([]quantity.Number, len(weights))
		for i := range weights {
			weights[i] = quantity.Integer(1)
		}
	}
	if kind == ledger.SplitRate || kind == ledger.SplitAll {
		for range weights {
			parts = append(parts, total)
		}
		return parts, -1, "", nil
	}
	parts, ok := ledger.Proportional(total, weights, decimals)
	if !ok {
		return nil, -1, "", fault.New(fault.Invalid, "breakdown-weight")
	}
	at, rest = remainder(total, weights, parts, decimals)
	return parts, at, rest, nil
}

// remainder is what came of cutting off decimals, and the first part that got some of it.
func remainder(total quantity.Number, weights, parts []quantity.Number, decimals uint8) (at int, rest string) {
	sum, cut := ledger.Points{}, ledger.PointsOf(total)
	for _, w := range weights {
		sum = sum.Add(ledger.PointsOf(w))
	}
	at = -1
	unit := ledger.PointsOf(quantity.Number{Coefficient: 1, Scale: decimals})
	for i, w := range weights {
		exact, _ := ledger.PointsOf(total).Mul(ledger.PointsOf(w)).Per(sum)
		part := ledger.PointsOf(parts[i])
		if part.Cmp(exact) > 0 {
			part = part.Sub(unit)
			if at < 0 {
				at = i
			}
		}
		cut = cut.Sub(part)
	}
	return at, cut.Shown()
}
