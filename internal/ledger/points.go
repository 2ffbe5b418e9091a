package ledger

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/wenxiao/wenxiao/quantity"
)

// Points (分) are an exact fraction, so that the parts of a score add up to it and equal scores are equal. The zero Points are 0.
type Points struct{ r *big.Rat }

// PointsOf are a number of points.
func PointsOf(n quantity.Number) Points {
	den := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n.Scale)), nil)
	return Points{new(big.Rat).SetFrac(big.NewInt(n.Coefficient), den)}
}

// Whole are n points.
func Whole(n int64) Points { return Points{big.NewRat(n, 1)} }

func (p Points) rat() *big.Rat {
	if p.r == nil {
		return new(big.Rat)
	}
	return p.r
}

// Add is p + q.
func (p Points) Add(q Points) Points { return Points{new(big.Rat).Add(p.rat(), q.rat())} }

// Sub is p − q.
func (p Points) Sub(q Points) Points { return Points{new(big.Rat).Sub(p.rat(), q.rat())} }

// Mul is p × q.
func (p Points) Mul(q Points) Points { return Points{new(big.Rat).Mul(p.rat(), q.rat())} }

// Per is p / q; ok is false where q is 0.
func (p Points) Per(q Points) (quotient Points, ok bool) {
	if q.rat().Sign() == 0 {
		return Points{}, false
	}
	return Points{new(big.Rat).Quo(p.rat(), q.rat())}, true
}

// Neg is −p.
func (p Points) Neg() Points { return Points{new(big.Rat).Neg(p.rat())} }

// Cmp is -1, 0 or +1 as p is less than, equal to or more than q.
func (p Points) Cmp(q Points) int { return p.rat().Cmp(q.rat()) }

// Sign is -1, 0 or +1 as p is below, at or above 0.
func (p Points) Sign() int { return p.rat().Sign() }

// between is p, at least low and at most high.
func (p Points) between(low, high Points) Points {
	switch {
	case p.Cmp(low) < 0:
		return low
	case p.Cmp(high) > 0:
		return high
	}
	return p
}

// Shown are the points as people read them: rounded half up, away from zero, to two decimals, here and nowhere else (73.33, −2, 100).
func (p Points) Shown() string {
	text := p.rat().FloatString(2) // exact; halves away from zero
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if text == "-0" {
		return "0"
	}
	return text
}

// String writes the exact fraction, "220/3", as it is kept.
func (p Points) String() string { return p.rat().RatString() }

// MarshalText writes the exact fraction.
func (p Points) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// maxPoints is how many characters a fraction that is read may have.
const maxPoints = 4000

// UnmarshalText reads what MarshalText wrote.
func (p *Points) UnmarshalText(text []byte) error {
	r, ok := new(big.Rat), false
	if len(text) <= maxPoints && !strings.ContainsAny(string(text), "eEpPxX_") {
		r, ok = r.SetString(string(text))
	}
	if !ok {
		return fmt.Errorf("points: %.40q is no fraction", text)
	}
	p.r = r
	return nil
}

// TenThousandths is the number as records keep it, rounded to the nearest. ok is false where it is too large.
func (p Points) TenThousandths() (count int64, ok bool) {
	scaled := new(big.Rat).Mul(p.rat(), big.NewRat(10_000, 1))
	half := big.NewRat(1, 2)
	if scaled.Sign() < 0 {
		half.Neg(half)
	}
	scaled.Add(scaled, half)
	n := new(big.Int).Quo(scaled.Num(), scaled.Denom())
	return n.Int64(), n.IsInt64()
}
