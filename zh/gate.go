package zh

import "unicode/utf8"

// A gate lets few places of a text pass where no word of a lexicon stands. By the last ten bits of a
// character it holds a bit for each three last bits of what stands beside it in a word.
type gate [1024]uint8

// open lets r pass beside any of the bytes whose last six bits the mask holds.
func (g *gate) open(r rune, mask uint64) {
	for ; mask != 0; mask >>= 8 {
		g[r&1023] |= uint8(mask)
	}
}

// shut reports that r passes beside nothing.
func (g *gate) shut(r rune) bool { return g[r&1023] == 0 }

// nextHan is next for a stretch of s in which nothing but characters of three bytes stands.
func (g *gate) nextHan(s string, i, end int) int {
	rest := s[i:]
	least := max(8, len(s)-end+1)
	for len(rest) >= least {
		x := Eight(rest)
		if g[x>>8&0x0F<<6|x>>16&0x3F]>>(x>>32&7)&1 != 0 {
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
			r, size := utf8.DecodeRuneInString(rest)
			if !g.shut(r) {
				return len(s) - len(rest)
			}
			rest = rest[size:]
		}
	}
	for rest != "" {
		r, size := decode(rest)
		if !g.shut(r) {
			break
		}
		rest = rest[size:]
	}
	return len(s) - len(rest)
}
