// Package region knows administrative divisions: their codes, what lies in what,
// and what was called how at which time.
//
// A [Code] is pure structure and needs no data. Names come from a [Directory],
// which the caller builds from the divisions it has; only the 34 divisions of
// province level are built in. The package never guesses which of several
// divisions of one name is meant. Start at [Code].
package region

import (
	"fmt"
	"strconv"
	"strings"
)

// A Level (层级) is a rank of division.
type Level uint8

// The levels, highest first.
const (
	Nation   Level = iota
	Province       // 省级: provinces, autonomous regions, municipalities
	City           // 地级: prefectures, leagues; also the 市辖区 and 省直辖县级 groups of the code table
	County         // 县级: counties, districts, banners, cities of county rank
	Township       // 乡级: townships, towns, streets
	Village        // 村级: villages, communities
)

// String gives "nation", "province", "city", "county", "township" or "village".
func (l Level) String() string {
	return [...]string{"nation", "province", "city", "county", "township", "village"}[min(l, Village)]
}

// digits is how many digits the significant part of a code of level l has.
func (l Level) digits() int { return [...]int{0, 2, 4, 6, 9, 12}[l] }

// A Code (行政区划代码) names a division by the digits of GB/T 2260 (six, to
// county level) and of the statistical code that continues it (twelve, to
// village level). Codes are comparable and may be map keys; a code is the same
// however many zeros it was written with. The zero Code is the nation.
//
// A level may be missing. Some cities have no counties (Dongguan, 441900): the
// parent of their township 441900003 is the city. Counties that belonged to a
// province directly had a city part of 00 (Hainan until 2000, 460003), as
// identity numbers still show: their parent is the province.
type Code struct {
	significant string // 0, 2, 4, 6, 9 or 12 digits
}

// Parse reads a code of two, four, six, nine or twelve ASCII digits. Trailing
// zero parts say that the division is of a higher level: "14", "1400" and
// "140000" are one province, "000000" is the nation. Anything else is an error,
// also a zero part over one that is not, unless it is one of the missing levels
// described at [Code]. Whether such a division exists is not asked.
func Parse(s string) (Code, error) {
	fail := func(why string) (Code, error) { return Code{}, fmt.Errorf("parse division code %q: %s", s, why) }
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return fail("character " + strconv.Itoa(i+1) + " is no digit")
		}
	}
	level := levelOf(len(s))
	if level == Nation {
		return fail("want 2, 4, 6, 9 or 12 digits, not " + strconv.Itoa(len(s)))
	}
	for level > Nation && isZero(s, level) {
		level--
	}
	for l := Province; l < level; l++ {
		if isZero(s, l) && !mayBeMissing(s, l) {
			return fail("the " + l.String() + " part is zero, the " + level.String() + " part is not")
		}
	}
	return Code{s[:level.digits()]}, nil
}

// mayBeMissing reports whether the digits s, of a level below l, may have no
// division of level l: a county without a city, a township without a county.
func mayBeMissing(s string, l Level) bool {
	return l == City && !isZero(s, County) || l == County && !isZero(s, City)
}

// isZero reports whether the part of level l in the digits s is all zeros.
func isZero(s string, l Level) bool {
	return strings.Trim(s[(l-1).digits():l.digits()], "0") == ""
}

// MustParse is [Parse] for codes that are written in the program, in tests and
// package variables; it panics where Parse gives an error.
func MustParse(s string) Code {
	c, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return c
}

// Level is the rank of c.
func (c Code) Level() Level { return levelOf(len(c.significant)) }

// levelOf is the level of codes with n significant digits; Nation for a number
// no other level has.
func levelOf(n int) Level {
	for l := Province; l <= Village; l++ {
		if l.digits() == n {
			return l
		}
	}
	return Nation
}

// IsNation reports whether c is the nation, the zero Code.
func (c Code) IsNation() bool { return c.significant == "" }

// String writes c as people write it: six digits down to the county ("140300"),
// nine for a township, twelve for a village, "000000" for the nation.
func (c Code) String() string { return c.padded(6) }

// Full writes c with all twelve digits, the form of the statistical code.
func (c Code) Full() string { return c.padded(12) }

func (c Code) padded(n int) string {
	if len(c.significant) >= n {
		return c.significant
	}
	return c.significant + "000000000000"[:n-len(c.significant)]
}

// Prefix is the significant digits of c: "" for the nation, "14", "1403",
// "140302", "140302001", "140302001201". A division lies in c if and only if its
// twelve digits begin with them.
func (c Code) Prefix() string { return c.significant }

// Owner is the number of the first six digits, which says who owns a record:
// 140302 for the county and all in it, 140300 for the city, 0 for the nation.
func (c Code) Owner() int {
	n := 0
	for _, digit := range c.padded(6)[:6] {
		n = n*10 + int(digit-'0')
	}
	return n
}

// OfOwner is the division whose Owner a number is. The error is that of Parse.
func OfOwner(owner int64) (Code, error) { return Parse(fmt.Sprintf("%06d", owner)) }

// Parent is the division right above c, past any level that is missing (see
// [Code]); the nation's is the nation.
func (c Code) Parent() Code {
	level := c.Level()
	if level == Nation {
		return c
	}
	return c.At(level - 1)
}

// At is the division of level l that c lies in, or c itself if it is not lower
// than l. Where that level is missing it is the next one above; see [Code].
func (c Code) At(l Level) Code {
	if c.Level() <= l {
		return c
	}
	for l > Nation && isZero(c.significant, l) {
		l--
	}
	return Code{c.significant[:l.digits()]}
}

// Contains reports whether d is c or lies in it. The nation contains everything.
func (c Code) Contains(d Code) bool { return strings.HasPrefix(d.significant, c.significant) }

// Compare orders codes by their twelve digits, a division before what lies in
// it; it is negative, zero or positive.
func (c Code) Compare(d Code) int { return strings.Compare(c.significant, d.significant) }

// MarshalText writes c as its String.
func (c Code) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads what [Parse] reads.
func (c *Code) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*c = parsed
	return nil
}
