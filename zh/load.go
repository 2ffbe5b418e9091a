package zh

import "math/bits"

// Texts are compared and counted eight bytes at a time; the first byte of a text is the
// lowest of its eight.

// load gives the first eight bytes of s, which must have as many.
func load(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// Count is how many characters s has, which is valid UTF-8.
func Count(s string) int {
	n := len(s)
	for ; len(s) >= 8; s = s[8:] {
		n -= bits.OnesCount64(inside(load(s)))
	}
	for i := range len(s) {
		n -= int(s[i] >> 7 &^ (s[i] >> 6))
	}
	return n
}

// inside marks by its highest bit each of eight bytes that stands inside a character, behind its first.
func inside(x uint64) uint64 { return x &^ (x << 1) & 0x8080808080808080 }
