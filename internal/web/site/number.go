package site

import (
	"strings"

	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/zh"
)

// Number reads a figure as people type or paste it: full-width or not, a minus before it, commas in it, and its unit behind it. Faults: Invalid
// "number-range" for digits that are too many to be kept, "number-typed" for what is no number.
func Number(typed, unit string) (quantity.Number, error) {
	text := strings.Map(func(r rune) rune {
		switch r = zh.Fold(r); r {
		case ' ', ',':
			return -1
		case '−':
			return '-'
		}
		return r
	}, typed)
	if unit != "" {
		text = strings.TrimSuffix(text, unit)
	}
	rest, isNegative := strings.CutPrefix(text, "-")
	n, err := quantity.ParseNumber(rest)
	switch {
	case err == nil:
	case rest != "" && strings.Trim(rest, "0123456789.") == "" && strings.Count(rest, ".") < 2 && strings.Trim(rest, ".") == rest:
		return n, fault.Because(err, fault.Invalid, "number-range")
	default:
		return n, fault.Because(err, fault.Invalid, "number-typed")
	}
	if isNegative {
		n.Coefficient = -n.Coefficient
	}
	return n, nil
}
