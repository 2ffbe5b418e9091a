package zh

import (
	"math/bits"
	"unicode/utf8"
)

// Chars is a set of characters, asked far more often in vain than not. The zero value is empty.
type Chars struct {
	slots []rune // a hash table, more than three quarters of it empty; -1 is no character
	shift uint
	// skip is how far to go on from a byte that begins no character of the set; 0 where one may begin.
	skip [256]uint8
	// grid has a bit for the second and third byte of each character that has three.
	grid [64]uint64
}

// NewChars makes a set of the characters of s.
func NewChars(s string) *Chars {
	width := bits.Len(uint(4 * Count(s)))
	c := &Chars{slots: make([]rune, 1<<width), shift: uint(32 - width), skip: widths}
	for i := range c.slots {
		c.slots[i] = -1
	}
	for _, r := range s {
		if !c.Has(r) {
			c.slots[c.slot(r)] = r
		}
		char := string(r)
		c.skip[char[0]] = 0
		if len(char) == 3 {
			c.grid[char[1]&63] |= 1 << (char[2] & 63)
		}
	}
	return c
}

// Has reports whether r is in the set.
func (c *Chars) Has(r rune) bool {
	if len(c.slots) == 0 {
		return false
	}
	found := c.slots[c.slot(r)]
	return found == r && r >= 0
}

// slot gives the slot of r, or the empty one where it would be put.
func (c *Chars) slot(r rune) uint32 {
	h := uint32(r) * 0x9E3779B1 >> (c.shift & 31)
	for c.slots[h] != r && c.slots[h] >= 0 {
		h = (h + 1) & uint32(len(c.slots)-1)
	}
	return h
}

// Next gives the first place of s at or after i where a character of the set stands, the end of s where none does.
// s is valid UTF-8.
func (c *Chars) Next(s string, i int) int {
	for i < len(s) {
		switch n := c.skip[s[i]]; n {
		case 3: // most are so wide, and a guess at it costs less than to wait for the width
			i += 3
		case 0:
			if s[i] < utf8.RuneSelf {
				return i
			}
			if s[i]&0xF0 == 0xE0 && i+2 < len(s) && c.grid[s[i+1]&63]>>(s[i+2]&63)&1 == 0 {
				i += 3
				continue
			}
			r, size := decode(s[i:])
			if c.Has(r) {
				return i
			}
			i += size
		default:
			i += int(n)
		}
	}
	return len(s)
}

// In reports whether a character of the set stands in s, which is valid UTF-8.
func (c *Chars) In(s string) bool { return c.Next(s, 0) < len(s) }

// Trim gives s without the characters of the set at its ends; s is valid UTF-8.
func (c *Chars) Trim(s string) string { return c.TrimLeft(c.TrimRight(s)) }

// TrimLeft is [Chars.Trim] for the beginning of s.
func (c *Chars) TrimLeft(s string) string {
	for s != "" && c.skip[s[0]] == 0 {
		r, size := decode(s)
		if !c.Has(r) {
			break
		}
		s = s[size:]
	}
	return s
}

// TrimRight is [Chars.Trim] for the end of s.
func (c *Chars) TrimRight(s string) string {
	for s != "" {
		r, size := decodeLast(s)
		if !c.Has(r) {
			break
		}
		s = s[:len(s)-size]
	}
	return s
}
