package zh

import "math/bits"

// Marks are the places of a text where its marks stand: all ASCII characters, and those from U+2000 to U+3FFF and from
// U+C000 to U+FFFF; no Chinese characters but rare ones. They are a bit for each byte, found once; whoever looks for
// some of them walks over the marks and not over the text.
type Marks []uint64

// FindMarks finds the marks of s, which is valid UTF-8.
func FindMarks(s string) Marks {
	m := make(Marks, len(s)/64+1)
	i := 0
	for ; len(s) >= 64; s = s[64:] {
		m[i] = marksOf(Eight(s)) | marksOf(Eight(s[8:]))<<8 | marksOf(Eight(s[16:]))<<16 | marksOf(Eight(s[24:]))<<24 |
			marksOf(Eight(s[32:]))<<32 | marksOf(Eight(s[40:]))<<40 | marksOf(Eight(s[48:]))<<48 | marksOf(Eight(s[56:]))<<56
		i++
	}
	for k := range len(s) {
		m[i] |= marksOf(uint64(s[k])) & 1 << k
	}
	return m
}

// marksOf has a bit for each of the eight bytes of x at which a mark stands.
func marksOf(x uint64) uint64 {
	lead := x & (x << 1)
	han := x<<4 ^ x<<5 // of the bits 3 and 2 of E4 to EB one is set
	return (^x | lead&^han) & 0x8080808080808080 >> 7 * 0x0102040810204080 >> 56
}

// Next gives the first mark of a text at or after i, and end where none stands before it.
func (m Marks) Next(i, end int) int {
	if i >= end {
		return end
	}
	w := i >> 6
	here := m[w] >> (i & 63) << (i & 63)
	for here == 0 {
		if w++; w<<6 >= end {
			return end
		}
		here = m[w]
	}
	return min(w<<6+bits.TrailingZeros64(here), end)
}
