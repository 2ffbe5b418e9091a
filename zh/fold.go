// Package zh holds primitives of Chinese official text: numerals, width and
// bracket folding, character classes and word lists that are matched in one
// pass. It knows characters and words, not documents; start at [Fold],
// [ScanInteger] and [Lexicon].
package zh

// Fold gives the half-width form of a character as the compiler reads it: full-width
// digits, letters, comma, semicolon, colon, brackets and per cent become ASCII, all
// dashes of ranges become '-' only where they are hyphens (a long dash stays), all
// spaces become ' '. Other characters stay.
func Fold(r rune) rune {
	switch {
	case r < 0x80 || r >= 0x4E00 && r <= 0x9FFF:
		return r
	case r >= '！' && r <= '～':
		switch r {
		case '～':
			return '~'
		case '！', '？':
			return r
		}
		return r - 0xFEE0
	}
	switch r {
	case '\u00A0', '\u3000', '\u2002', '\u2003', '\u2009', '\u202F':
		return ' '
	case '〈', '﹙', '❨':
		return '('
	case '〉', '﹚', '❩':
		return ')'
	case '【', '〖':
		return '['
	case '】', '〗':
		return ']'
	case '‰':
		return r
	case '﹪':
		return '%'
	case '‐', '‑', '‒', '–', '−', '﹣':
		return '-'
	case '─', '―':
		return '—'
	case '∶', '︰':
		return ':'
	case '．':
		return '.'
	case '丨':
		return '|'
	}
	return r
}

// IsWide reports that r stands without blanks beside its like: Han characters
// and the marks and forms of their width.
func IsWide(r rune) bool {
	return r >= 0x2e80 && r < 0xa000 || r >= 0xf900 && r < 0xfb00 || r >= 0xff00 && r < 0xffe7 ||
		r >= 0x20000 && r < 0x40000 || r >= 0x2014 && r <= 0x2026
}

// IsHan reports whether r is a Chinese character.
func IsHan(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF || r >= 0x20000 && r <= 0x323AF || r == '〇'
}

// IsDigit reports whether c is an ASCII digit.
func IsDigit(c byte) bool { return c >= '0' && c <= '9' }

// IsLetter reports whether c is an ASCII letter.
func IsLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// Width is how many bytes the character has that begins with b, 1 where none begins with it.
func Width(b byte) int { return int(widths[b]) }

var widths = func() (w [256]uint8) {
	for b := range w {
		switch {
		case b < 0xC0:
			w[b] = 1
		case b < 0xE0:
			w[b] = 2
		case b < 0xF0:
			w[b] = 3
		default:
			w[b] = 4
		}
	}
	return w
}()

// FirstBytes is the set of bytes that the given characters begin with: a cheap gate for a walk over text,
// which may go byte by byte, as no character begins inside another.
func FirstBytes(chars string) (set [256]bool) {
	for _, r := range chars {
		set[string(r)[0]] = true
	}
	return set
}

// EndsSentence reports whether r closes a sentence (句号、问号、叹号).
func EndsSentence(r rune) bool { return r == '。' || r == '！' || r == '？' }

// FirstRune is the first character of s, which is valid UTF-8; it is 0 for the empty string.
func FirstRune(s string) rune {
	if len(s) > 2 && s[0]&0xF0 == 0xE0 { // as decode does, without the call
		return rune(s[0]&0x0F)<<12 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F)
	}
	if s == "" {
		return 0
	}
	r, _ := decode(s)
	return r
}

// LastRune is the last character of s, which is valid UTF-8; it is 0 for the empty string.
func LastRune(s string) rune {
	if n := len(s); n > 2 && s[n-3]&0xF0 == 0xE0 {
		return rune(s[n-3]&0x0F)<<12 | rune(s[n-2]&0x3F)<<6 | rune(s[n-1]&0x3F)
	}
	if s == "" {
		return 0
	}
	r, _ := decodeLast(s)
	return r
}
