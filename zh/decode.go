package zh

import "unicode/utf8"

// decode is [utf8.DecodeRuneInString] for text that is known to be valid; s must not be
// empty. What it gives for other bytes is no character of theirs, but its size stays inside s.
func decode(s string) (r rune, size int) {
	c := s[0]
	switch {
	case c < utf8.RuneSelf:
		return rune(c), 1
	case c >= 0xE0 && c < 0xF0 && len(s) > 2:
		return rune(c&0x0F)<<12 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F), 3
	}
	return utf8.DecodeRuneInString(s)
}

// decodeLast is [utf8.DecodeLastRuneInString] on the same terms.
func decodeLast(s string) (r rune, size int) {
	n := len(s)
	if c := s[n-1]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	if n > 2 {
		if c := s[n-3]; c >= 0xE0 && c < 0xF0 {
			return rune(c&0x0F)<<12 | rune(s[n-2]&0x3F)<<6 | rune(s[n-1]&0x3F), 3
		}
	}
	return utf8.DecodeLastRuneInString(s)
}
