package zh

import (
	"math/bits"
	"unicode/utf8"
)

// A gate lets few places of a text pass where no word of a lexicon stands. It knows a character
// by its last bits, and what stands beside it in a word by the last three bits of one byte.
type gate struct {
	beside []uint8 // by the last bits of a character: a bit for each three bits beside it
	mask   rune
}

// newGate makes a gate for so many words that nothing passes.
func newGate(words int) gate {
	width := min(bits.Len(uint(words))+4, 12) // twelve bits are those of a Chinese character's last two bytes
	return gate{make([]uint8, 1<<width), 1<<width - 1}
}

// open lets r pass beside any of the bytes whose last six bits the mask holds.
func (g *gate) open(r rune, mask uint64) {
	for b := range 64 {
		if mask>>b&1 != 0 {
			g.beside[r&g.mask] |= 1 << (b & 7)
		}
	}
}

// shut reports that r passes beside nothing.
func (g *gate) shut(r rune) bool { return g.beside[r&g.mask] == 0 }

// next gives the first place of s at or after i that passes, the end of s where none does. It asks for the second
// byte of the next character, which it finds without knowing how wide that is. It is the compiler's most walked loop.
func (g *gate) next(s string, i int) int {
	beside, mask := g.beside, g.mask
	for i < len(s)-utf8.UTFMax-1 {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			if r >= 0xE0 && r < 0xF0 {
				r, size = rune(s[i+1]&0x3F)<<6|rune(s[i+2]&0x3F), 3 // as much as the mask asks for
			} else {
				r, size = utf8.DecodeRuneInString(s[i:])
			}
		}
		if beside[r&mask]>>(s[i+size+1]&7)&1 != 0 {
			return i
		}
		i += size
	}
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if beside[r&mask] != 0 {
			return i
		}
		i += size
	}
	return i
}
