package ledger

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/wenxiao/wenxiao/quantity"
)

// A SplitKind says how the parts of a target make up the whole.
type SplitKind string

// The kinds of split.
const (
	SplitTotal   SplitKind = "total"   // a sum to be reached: the parts must add up to it at least
	SplitExact   SplitKind = "exact"   // a sum that is to come out exactly
	SplitCeiling SplitKind = "ceiling" // a sum not to be exceeded: the parts must not add up to more
	SplitRate    SplitKind = "rate"    // the mean of the parts, weighted, must reach it
	SplitAll     SplitKind = "all"     // yes or no: every part must hold
)

// SplitKinds are all kinds of split, in the order in which they are shown.
var SplitKinds = []SplitKind{SplitTotal, SplitExact, SplitCeiling, SplitRate, SplitAll}

// SplitOf is the kind of split that suits a target: a share is a mean, what must not be exceeded a ceiling, what is to be reached a sum.
func SplitOf(op, unit string) SplitKind {
	switch {
	case unit == "%" || unit == "‰":
		return SplitRate
	case op == "<=":
		return SplitCeiling
	case op == "=":
		return SplitExact
	}
	return SplitTotal
}

// A Share (分解目标) is the part of a target that one unit or county has.
type Share struct {
	Unit   string
	Value  quantity.Number
	Weight quantity.Number // of a rate: the size of what it is a rate of
	Holds  bool            // of a yes or no
}

// A Balance is what comes of adding shares up.
type Balance struct {
	Made      Points   // the sum, the weighted mean, or the number of shares that hold
	Gap       Points   // what is lacking; below 0 what there is beyond the target; for a ceiling what is too much
	IsReached bool     // Gap is not above 0
	Lacking   []string // units without a share that holds, for a yes or no
}

// Split (目标分解) checks whether shares make up a target. It is an error if there are none, if a unit stands twice, or if the weights of a rate
// add up to nothing.
func Split(kind SplitKind, target quantity.Number, shares []Share) (b Balance, err error) {
	seen := map[string]bool{}
	for _, s := range shares {
		if seen[s.Unit] {
			return b, fmt.Errorf("split a target: %s stands twice", s.Unit)
		}
		seen[s.Unit] = true
	}
	if len(shares) == 0 {
		return b, fmt.Errorf("split a target: there are no shares")
	}
	want, weights := PointsOf(target), Points{}
	for _, s := range shares {
		switch kind {
		case SplitRate:
			b.Made = b.Made.Add(PointsOf(s.Value).Mul(PointsOf(s.Weight)))
			weights = weights.Add(PointsOf(s.Weight))
		case SplitAll:
			if s.Holds {
				b.Made = b.Made.Add(Whole(1))
			} else {
				b.Lacking = append(b.Lacking, s.Unit)
			}
			want = Whole(int64(len(shares)))
		default:
			b.Made = b.Made.Add(PointsOf(s.Value))
		}
	}
	if kind == SplitRate {
		mean, ok := b.Made.Per(weights)
		if !ok {
			return b, fmt.Errorf("split a target: the weights add up to nothing")
		}
		b.Made = mean
	}
	if b.Gap = want.Sub(b.Made); kind == SplitCeiling {
		b.Gap = b.Gap.Neg()
	}
	b.IsReached = b.Gap.Sign() <= 0 && (kind != SplitExact || b.Gap.Sign() == 0)
	return b, nil
}

// Proportional splits a total by weights into parts of so many decimals that add up to it exactly; what rounding leaves over goes to the
// largest remainders, of equal ones to the first. ok is false for weights that add up to nothing, for negative numbers, for a total finer
// than the decimals, and for parts too large to be kept.
func Proportional(total quantity.Number, weights []quantity.Number, decimals uint8) (parts []quantity.Number, ok bool) {
	sum := Points{}
	for _, w := range weights {
		if w.Coefficient < 0 {
			return nil, false
		}
		sum = sum.Add(PointsOf(w))
	}
	if sum.Sign() == 0 || total.Coefficient < 0 || total.Scale > decimals || decimals > 6 {
		return nil, false
	}
	unit := PointsOf(quantity.Number{Coefficient: 1, Scale: decimals})
	units, _ := PointsOf(total).Per(unit)
	left := new(big.Int).Set(units.rat().Num()) // whole, since the total is not finer
	type rest struct {
		at   int
		rest Points
	}
	counts, rests := make([]*big.Int, len(weights)), make([]rest, len(weights))
	for i, w := range weights {
		exact, _ := units.Mul(PointsOf(w)).Per(sum)
		counts[i] = new(big.Int).Quo(exact.rat().Num(), exact.rat().Denom())
		rests[i] = rest{i, exact.Sub(Points{new(big.Rat).SetInt(counts[i])})}
		left.Sub(left, counts[i])
	}
	slices.SortStableFunc(rests, func(a, b rest) int { return b.rest.Cmp(a.rest) })
	for i := range int(left.Int64()) { // fewer than there are weights
		counts[rests[i].at].Add(counts[rests[i].at], big.NewInt(1))
	}
	for _, c := range counts {
		if !c.IsInt64() {
			return nil, false
		}
		n := quantity.Number{Coefficient: c.Int64(), Scale: decimals}
		for n.Scale > 0 && n.Coefficient%10 == 0 {
			n.Coefficient, n.Scale = n.Coefficient/10, n.Scale-1
		}
		parts = append(parts, n)
	}
	return parts, true
}
