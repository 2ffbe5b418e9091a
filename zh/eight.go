package zh

import (
	"math/bits"
	"strings"
)

// Eight gives the first eight bytes of s, which must have as many, the first one lowest. Texts are counted
// and walked by so many at a time where that is worth while.
func Eight(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// head gives the first eight bytes of s, the first one lowest, zeros where it has no more.
func head(s string) uint64 {
	if len(s) >= 8 {
		return Eight(s)
	}
	x := uint64(0)
	for i := range len(s) {
		x |= uint64(s[i]) << (8 * i & 63)
	}
	return x
}

// tail gives the last eight bytes of s, the last one highest, zeros where it has no more.
func tail(s string) uint64 {
	if len(s) >= 8 {
		return Eight(s[len(s)-8:])
	}
	return head(s) << (64 - 8*len(s)&63)
}

// Columns is how many half-width columns the characters take up that begin in eight bytes: two for a character of three
// bytes or more.
func Columns(x uint64) int {
	const high = 0x8080808080808080
	return bits.OnesCount64(^x&high) + 2*bits.OnesCount64(x&(x<<1)&(x<<2)&high)
}

// TrimSpace is [strings.TrimSpace] that sees soon where nothing is to trim.
func TrimSpace(s string) string {
	if n := len(s); n > 2 && !maySpace(s[0]) && (!maySpace(s[n-1]) || isHanLead(s[n-3])) {
		return s
	}
	return strings.TrimSpace(s)
}

// maySpace reports whether a character that begins with c may be a space.
func maySpace(c byte) bool { return !isHanLead(c) && (c <= ' ' || c >= 0x7F) }

// isHanLead reports whether c begins a character from U+4000 to U+BFFF.
func isHanLead(c byte) bool { return c >= 0xE4 && c <= 0xEB }

// NoControls reports whether none of eight bytes is below that of a space.
func NoControls(x uint64) bool {
	return (x-0x2020202020202020)&^x&0x8080808080808080 == 0
}

// TwoHan reports whether the six lowest bytes of x are two characters from U+4000 to U+BFFF, valid UTF-8: nearly always
// Chinese ones.
func TwoHan(x uint64) bool {
	const lead = 0x080000_08
	return x&0xC0C0F0_C0C0F0 == 0x8080E0_8080E0 && (x^x<<1)&lead == lead // E4 to EB: one of the bits 3 and 2
}

// Count is how many characters s has, which is valid UTF-8.
func Count(s string) int {
	n := len(s)
	for ; len(s) >= 8; s = s[8:] {
		n -= bits.OnesCount64(inside(Eight(s)))
	}
	for i := range len(s) {
		n -= int(s[i] >> 7 &^ (s[i] >> 6))
	}
	return n
}

// inside marks by its highest bit each of eight bytes that stands inside a character, behind its first.
func inside(x uint64) uint64 { return x &^ (x << 1) & 0x8080808080808080 }
