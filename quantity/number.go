// Package quantity reads and holds exact numbers with units (数量): 5.8万亩,
// 二十个, 三分之二以上, 5至10个. No number passes through a float. It knows numerals
// and units of the field, not what a number means in a sentence; start at
// [Scan] and [Number].
package quantity

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A Number is an exact decimal number: Coefficient × 10^-Scale, in lowest terms
// (a Coefficient that ends in 0 has Scale 0), so equal numbers are ==.
// The zero value is 0.
type Number struct {
	Coefficient int64
	Scale       uint8
}

// Integer is the whole number v.
func Integer(v int64) Number { return Number{Coefficient: v} }

// ParseNumber reads a plain decimal number of at most 18 digits ("5.8", "1000").
// It returns an error for anything else, exponents and signs included.
func ParseNumber(s string) (Number, error) {
	n := Number{}
	digits, point := 0, false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '.' && !point && i > 0 && i < len(s)-1:
			point = true
		case c >= '0' && c <= '9' && digits < 18:
			n.Coefficient = n.Coefficient*10 + int64(c-'0')
			if n.Coefficient > 0 {
				digits++
			}
			if point {
				if n.Scale >= 18 {
					return Number{}, fmt.Errorf("number %q has too many decimals", clip(s))
				}
				n.Scale++
			}
		default:
			return Number{}, fmt.Errorf("%q is not a decimal number of at most 18 digits", clip(s))
		}
	}
	if s == "" {
		return Number{}, fmt.Errorf("an empty string is not a number")
	}
	return n.reduce(), nil
}

func clip(s string) string {
	if len(s) > 40 {
		return s[:40] + "…"
	}
	return s
}

func (n Number) reduce() Number {
	for n.Scale > 0 && n.Coefficient%10 == 0 {
		n.Coefficient /= 10
		n.Scale--
	}
	return n
}

// Times is n × m for a whole m; ok is false where the product does not fit.
func (n Number) Times(m int64) (product Number, ok bool) {
	if m != 0 && (n.Coefficient > math.MaxInt64/abs(m) || n.Coefficient < -(math.MaxInt64/abs(m))) {
		return Number{}, false
	}
	return Number{n.Coefficient * m, n.Scale}.reduce(), true
}

func abs(v int64) int64 {
	if v < 0 {
		return -v
	}
	return v
}

// Percent is the fraction a/b in per cent, rounded half up to four decimals
// (三分之二 is 66.6667). ok is false where b is not positive or the value does not fit.
func Percent(a, b int64) (n Number, ok bool) {
	if b <= 0 || a < 0 || a > math.MaxInt64/2000000-b {
		return Number{}, false
	}
	return Number{(a*2000000 + b) / (2 * b), 4}.reduce(), true
}

// String writes n as a plain decimal without trailing zeros ("5.8").
func (n Number) String() string { return string(n.append(nil)) }

func (n Number) append(b []byte) []byte {
	c := n.Coefficient
	if c < 0 {
		b = append(b, '-')
		c = -c
	}
	digits := strconv.AppendInt(nil, c, 10)
	if n.Scale == 0 {
		return append(b, digits...)
	}
	for len(digits) <= int(n.Scale) {
		digits = append([]byte{'0'}, digits...)
	}
	point := len(digits) - int(n.Scale)
	b = append(b, digits[:point]...)
	b = append(b, '.')
	return append(b, digits[point:]...)
}

// MarshalJSON writes n as a JSON number.
func (n Number) MarshalJSON() ([]byte, error) { return n.append(nil), nil }

// UnmarshalJSON reads a JSON number without passing through a float.
func (n *Number) UnmarshalJSON(b []byte) error {
	var literal json.Number
	if err := json.Unmarshal(b, &literal); err != nil {
		return fmt.Errorf("read number: %w", err)
	}
	s, negative := strings.CutPrefix(string(literal), "-")
	v, err := ParseNumber(s)
	if err != nil {
		return err
	}
	if negative {
		v.Coefficient = -v.Coefficient
	}
	*n = v
	return nil
}

// tenThousandths is the scale at which databases keep measures and money.
const tenThousandths = 4

// TenThousandths is the number counted in ten-thousandths, as it is kept in a database; false if it is finer than that or too large.
func (n Number) TenThousandths() (count int64, ok bool) {
	if n.Scale > tenThousandths {
		return 0, false
	}
	power := int64(1)
	for range tenThousandths - n.Scale {
		power *= 10
	}
	if _, ok := n.Times(power); !ok {
		return 0, false
	}
	return n.Coefficient * power, true
}

// FromTenThousandths is the number of which there are count ten-thousandths.
func FromTenThousandths(count int64) Number {
	return Number{Coefficient: count, Scale: tenThousandths}.reduce()
}
