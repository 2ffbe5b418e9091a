package zh

import (
	"math/bits"
	"unicode/utf8"
)

// A gate lets few places of a text pass where no word of a lexicon stands. By the last ten bits of a
// character it holds a bit for each three last bits of what stands beside it in a word.
type gate [1024]uint8

// open lets r pass beside any of the bytes whose last six bits the mask holds.
func (g *gate) open(r rune, mask uint64) {
	for ; mask != 0; mask >>= 8 {
		g[r&1023] |= uint8(mask)
	}
}

// shut reports that the character of the given bytes passes not beside what the byte beside tells.
func (g *gate) shut(char uint32, beside uint64) bool {
	if char&0xF0 == 0xE0 {
		char = char>>8&0x0F<<6 | char>>16&0x3F
	} else if char >= utf8.RuneSelf {
		return false // too few to know better
	}
	return g[char]>>(beside&7)&1 == 0
}

// A pairSet holds the six bytes of two characters that words begin with, and the three of one that has no second of
// three bytes: a bit for each.
type pairSet struct {
	bits  []uint64
	shift uint
	lone  bool // some words have no second character of three bytes
}

const (
	charMask = 1<<24 - 1
	pairMask = 1<<48 - 1
)

// newPairSet makes a set for n words.
func newPairSet(n int) pairSet {
	width := bits.Len(uint(n)) + 6
	return pairSet{bits: make([]uint64, 1<<(width-6)), shift: uint(64 - width)}
}

// add puts the first characters of a word into the set.
func (p *pairSet) add(word string) {
	x := head(word)
	if byte(x>>24)&0xF0 == 0xE0 {
		x &= pairMask
	} else {
		x, p.lone = x&charMask, true
	}
	h := p.spread(x)
	p.bits[h>>6] |= 1 << (h & 63)
}

// spread gives the place of a bit.
func (p *pairSet) spread(x uint64) uint64 { return x * 0x9E3779B97F4A7C15 >> (p.shift & 63) }

// has reports whether a word may begin with the characters that x begins with.
func (p *pairSet) has(x uint64) bool {
	h := p.spread(x & pairMask)
	found := p.bits[h>>6] >> (h & 63)
	if p.lone {
		h = p.spread(x & charMask)
		found |= p.bits[h>>6] >> (h & 63)
	}
	return found&1 != 0
}

// nextHan is next for a stretch of s in which nothing but characters of three bytes stands.
func (g *gate) nextHan(s string, i, end int, pairs *pairSet) int {
	rest := s[i:]
	least := max(8, len(s)-end+1)
	for len(rest) >= least {
		x := Eight(rest)
		if g[x>>8&0x0F<<6|x>>16&0x3F]>>(x>>32&7)&1 != 0 && pairs.has(x) {
			return len(s) - len(rest)
		}
		rest = rest[3:]
	}
	if i = len(s) - len(rest); i >= end {
		return end
	}
	return min(g.next(s, i), end)
}

// next gives the first place of s at or after i that passes, the end of s where none does. It asks for the second
// byte of the next character, which it finds without knowing how wide that is. It is the compiler's most walked loop.
func (g *gate) next(s string, i int) int {
	rest := s[min(i, len(s)):]
	for len(rest) > utf8.UTFMax+1 {
		switch c := rest[0]; {
		case c >= 0xE0 && c < 0xF0:
			if g[int(rest[1]&0x0F)<<6|int(rest[2]&0x3F)]>>(rest[4]&7)&1 != 0 {
				return len(s) - len(rest)
			}
			rest = rest[3:]
		case c < utf8.RuneSelf:
			if g[c]>>(rest[2]&7)&1 != 0 {
				return len(s) - len(rest)
			}
			rest = rest[1:]
		default:
			return len(s) - len(rest)
		}
	}
	for rest != "" && g.shut(firstChar(head(rest))) {
		rest = rest[min(Width(rest[0]), len(rest)):]
	}
	return len(s) - len(rest)
}
