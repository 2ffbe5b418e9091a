package ledger

import "math/bits"

// A Gap (数据差异) is how far what a unit reported lies from what another source says.
type Gap struct {
	Value int64 // what was reported less what the other source says, as they are
	Share int64 // its size in hundredths of a per cent of what the other source says, rounded half up; MaxShare for that and more
}

// MaxShare is the largest share that is told: a hundredfold. A figure where the other source says 0 is as far off as that.
const MaxShare = 1_000_000

// GapOf compares two figures of one scale. They may be anything a store holds: figures are bounded far below the range of the type.
func GapOf(reported, other int64) Gap {
	g := Gap{Value: reported - other}
	size, of := magnitude(g.Value), magnitude(other)
	switch {
	case size == 0:
		return g
	case of == 0:
		g.Share = MaxShare
		return g
	}
	high, low := bits.Mul64(size, 10_000)
	low, carry := bits.Add64(low, of/2, 0)
	if high += carry; high >= of { // the quotient does not fit, so it is more than is told
		g.Share = MaxShare
		return g
	}
	q, _ := bits.Div64(high, low, of)
	g.Share = int64(min(q, MaxShare))
	return g
}

// IsBeyond says whether a gap is more than a tolerance in hundredths of a per cent.
func (g Gap) IsBeyond(tolerance int64) bool { return g.Value != 0 && g.Share > tolerance }

func magnitude(n int64) uint64 {
	if n < 0 {
		return uint64(-n)
	}
	return uint64(n)
}
