package expr

import (
	"math"
	"math/bits"
)

// Numbers are int64 counts of 10^-scale. Every figure lies within ±MaxInt64, so
// that it has a negative; the functions here compute in 128 bits and say false
// where a result does not fit.

// powers are the powers of ten that fit.
var powers = func() (p [19]int64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = p[i-1] * 10
	}
	return p
}()

// Power10 is 10^n; false where it does not fit (n is no number from 0 to 18).
func Power10(n int) (int64, bool) {
	if n < 0 || n >= len(powers) {
		return 0, false
	}
	return powers[n], true
}

// multiply gives a × b.
func multiply(a, b int64) (int64, bool) {
	high, low := bits.Mul64(magnitude(a), magnitude(b))
	if high != 0 {
		return 0, false
	}
	return signed(low, (a < 0) != (b < 0))
}

// add gives a + b.
func add(a, b int64) (int64, bool) {
	sum := a + b
	if (a > 0) == (b > 0) && (sum > 0) != (a > 0) && a != 0 && b != 0 {
		return 0, false
	}
	return sum, sum != math.MinInt64
}

// rescale brings a number to a scale that is not smaller.
func rescale(n int64, from, to uint8) (int64, bool) {
	p, ok := Power10(int(to) - int(from))
	if !ok {
		return 0, false
	}
	return multiply(n, p)
}

// divide gives n × 10^shift / d, rounded once, a half away from zero. d is not 0.
// With a negative shift d is multiplied instead. The product must fit 64 bits:
// the engines hold to that too.
func divide(n, d int64, shift int) (int64, bool) {
	by, ok := Power10(max(shift, -shift))
	if !ok {
		return 0, false
	}
	if shift >= 0 {
		n, ok = multiply(n, by)
	} else {
		d, ok = multiply(d, by)
	}
	if !ok {
		return 0, false
	}
	q, r := magnitude(n)/magnitude(d), magnitude(n)%magnitude(d)
	if r >= magnitude(d)-r {
		q++
	}
	return signed(q, (n < 0) != (d < 0))
}

func magnitude(v int64) uint64 {
	if v < 0 {
		return -uint64(v)
	}
	return uint64(v)
}

func signed(m uint64, isNegative bool) (int64, bool) {
	if m > math.MaxInt64 {
		return 0, false
	}
	if isNegative {
		return -int64(m), true
	}
	return int64(m), true
}
