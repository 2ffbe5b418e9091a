package zh

import "strings"

// Chars is a set of characters, asked far more often in vain than not. The zero value is empty.
type Chars struct {
	gate [64]uint64 // a bit for the last twelve bits of each character
	all  string
}

// NewChars makes a set of the characters of s.
func NewChars(s string) *Chars {
	c := &Chars{all: s}
	for _, r := range s {
		c.gate[r>>6&63] |= 1 << (r & 63)
	}
	return c
}

// Has reports whether r is in the set.
func (c *Chars) Has(r rune) bool { return c.gate[r>>6&63]>>(r&63)&1 != 0 && c.holds(r) }

func (c *Chars) holds(r rune) bool { return strings.ContainsRune(c.all, r) }
