package worksheet

import (
	"strconv"
	"strings"
)

// A decimal is a number by its digits. No float touches it: an identity number
// keeps all of its digits, and 0.1 stays 0.1.
type decimal struct {
	negative bool
	digits   string // without zeros at its ends; "" is zero
	point    int    // how many digits stand before the decimal point; below zero, how many zeros follow it
}

// The longest number and the biggest exponent that are read.
const (
	maxNumber   = 400
	maxExponent = 400
)

// significant is how many digits of a fraction a spreadsheet program knows: what
// follows them in a file (8.3000000000000007) is the float it computed with.
const significant = 15

// parseDecimal reads a number as files write it, such as -12.5 and 1.2E+20.
func parseDecimal(s string) (d decimal, ok bool) {
	if len(s) > maxNumber {
		return d, false
	}
	if s, d.negative = strings.CutPrefix(s, "-"); !d.negative {
		s = strings.TrimPrefix(s, "+")
	}
	mantissa, exponent := s, 0
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		e, err := strconv.Atoi(s[i+1:])
		if err != nil || e > maxExponent || e < -maxExponent {
			return d, false
		}
		mantissa, exponent = s[:i], e
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	d.digits = whole + fraction
	if d.digits == "" || strings.Trim(d.digits, "0123456789") != "" {
		return d, false
	}
	d.point = len(whole) + exponent
	d.trim()
	if len(d.digits) > d.point { // a fraction
		d.round(max(significant-d.point, 0))
	}
	return d, true
}

// trim takes the zeros at both ends away.
func (d *decimal) trim() {
	short := strings.TrimLeft(d.digits, "0")
	d.point -= len(d.digits) - len(short)
	if d.digits = strings.TrimRight(short, "0"); d.digits == "" {
		d.point, d.negative = 0, false
	}
}

// round keeps n digits after the decimal point, half away from zero.
func (d *decimal) round(n int) {
	keep := d.point + n
	if keep >= len(d.digits) {
		return
	}
	if keep < 0 {
		*d = decimal{}
		return
	}
	up := d.digits[keep] >= '5'
	kept := []byte("0" + d.digits[:keep]) // a digit for the carry
	if up {
		i := len(kept) - 1
		for kept[i] == '9' {
			kept[i] = '0'
			i--
		}
		kept[i]++
	}
	d.digits = string(kept)
	d.point++
	d.trim()
}

// whole are the digits before the decimal point, "" for zero.
func (d *decimal) whole() string {
	if d.point <= 0 {
		return ""
	}
	if d.point <= len(d.digits) {
		return d.digits[:d.point]
	}
	return d.digits + strings.Repeat("0", d.point-len(d.digits))
}

// fraction are the digits after the decimal point, without zeros at the end.
func (d *decimal) fraction() string {
	if d.point >= len(d.digits) {
		return ""
	}
	if d.point < 0 {
		return strings.Repeat("0", -d.point) + d.digits
	}
	return d.digits[d.point:]
}

// String is the number with all of its digits.
func (d decimal) String() string {
	s := d.whole()
	if s == "" {
		s = "0"
	}
	if f := d.fraction(); f != "" {
		s += "." + f
	}
	if d.negative {
		s = "-" + s
	}
	return s
}

// compare says whether d is less than (-1), equal to (0) or greater than (1) e.
func (d decimal) compare(e decimal) int {
	if d.negative != e.negative {
		if d.negative {
			return -1
		}
		return 1
	}
	sign := 1
	if d.negative {
		sign = -1
	}
	if d.digits == "" || e.digits == "" {
		return sign * (len(d.digits) - len(e.digits))
	}
	if d.point != e.point {
		return sign * (d.point - e.point)
	}
	return sign * strings.Compare(d.digits, e.digits)
}
