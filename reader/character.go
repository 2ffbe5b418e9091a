package reader

import (
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/zh"
)

// scan walks over s. dirty is the place of the first character that
// [normalise] would change, -1 if there is none; ok is false if s is not UTF-8.
func scan(s string) (dirty int, ok bool) {
	dirty = skipClean(s)
	if dirty == len(s) {
		return -1, true
	}
	if r, n := utf8.DecodeRuneInString(s[dirty:]); r == utf8.RuneError && n == 1 {
		return -1, false
	}
	return dirty, utf8.ValidString(s[dirty:])
}

// skipClean gives the place of the first character of s that is not UTF-8 or
// that [normalise] would change, len(s) if there is none.
//
// It decides most Chinese text by lead bytes alone: E3 to EC hold nothing that
// is dropped, nor does EF but for the rows of U+FEFF and U+FFF9, nor do the
// quotation marks and dashes U+2010 to U+2027.
func skipClean(s string) int {
	rest := s
	for len(rest) >= 8 {
		x := zh.Eight(rest)
		if zh.TwoHan(x) {
			rest = rest[6:]
			continue
		}
		a, b, c := byte(x), byte(x>>8), byte(x>>16)
		wide := (b^0x80)|(c^0x80) < 0x40 // both go on a character
		switch {
		case a >= 0xe3 && a <= 0xec && wide:
			rest = rest[3:]
			continue
		case a >= 0x20 && a < 0x7f || a == '\n' || a == '\t':
			rest = rest[1:]
			continue
		case wide && (a == 0xef && (b == 0xbc || b == 0xbd) || a == 0xe2 && b == 0x80 && c >= 0x90 && c <= 0xa7):
			rest = rest[3:]
			continue
		}
		n := cleanRune(rest)
		if n == 0 {
			return len(s) - len(rest)
		}
		rest = rest[n:]
	}
	for rest != "" {
		n := cleanRune(rest)
		if n == 0 {
			break
		}
		rest = rest[n:]
	}
	return len(s) - len(rest)
}

// cleanRune gives the length of the first character of s, 0 where it is not UTF-8 or [normalise] would change it.
func cleanRune(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && n == 1 || visible(r) != r {
		return 0
	}
	return n
}

// visible is how r stands in a text: as itself, as '\n' if it ends a line, and
// as -1 if nothing is seen of it.
func visible(r rune) rune {
	switch {
	case r == '\t' || r == '\n':
		return r
	case r == '\r' || r == '\v' || r == '\f' || r == 0x85 || r == 0x2028 || r == 0x2029:
		return '\n'
	case r < 0x20, r >= 0x7f && r < 0xa0, r == 0xad: // controls, soft hyphen
		return -1
	case r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x206f: // zero width, direction
		return -1
	case r >= 0xfe00 && r <= 0xfe0f, r >= 0xe0100 && r <= 0xe01ef: // variants of the character before
		return -1
	case r == 0xfeff, r >= 0xfff9 && r <= 0xfffb, r&0xfffe == 0xfffe:
		return -1
	}
	return r
}

// normalise gives s, which is UTF-8, with lines ended by "\n" and without
// characters of which nothing is seen.
func normalise(s string) string {
	clean := skipClean(s)
	if clean == len(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for {
		b.WriteString(s[:clean])
		s = s[clean:]
		if s == "" {
			return b.String()
		}
		r, n := utf8.DecodeRuneInString(s)
		if r == '\r' && len(s) > 1 && s[1] == '\n' {
			n++
		}
		if p := visible(r); p >= 0 {
			b.WriteRune(p)
		}
		s = s[n:]
		clean = skipClean(s)
	}
}

// blanks are the characters that are trimmed from the ends of a paragraph.
const blanks = " \t\u00a0\u2002\u2003\u2009\u202f\u3000"
