package cli

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// columns is how many columns of a terminal a character takes. Characters of
// ambiguous width (— “ ”) count one, so that pages are the same everywhere.
func columns(r rune) int {
	switch {
	case r < 0x1100:
		if unicode.Is(unicode.Mn, r) {
			return 0
		}
		return 1
	case unicode.In(r, unicode.Mn, unicode.Cf):
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// columnsOf is how many columns a text takes.
func columnsOf(s string) int {
	n := 0
	for _, r := range s {
		n += columns(r)
	}
	return n
}

// pad fills a text up to n columns.
func pad(s string, n int) string {
	return s + strings.Repeat(" ", max(n-columnsOf(s), 0))
}

// padLeft fills a text up to n columns from the left, as numbers stand.
func padLeft(s string, n int) string {
	return strings.Repeat(" ", max(n-columnsOf(s), 0)) + s
}

// printable makes one line of a text and takes out what would command a
// terminal; documents come from anywhere.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069: // control and direction
			return -1
		}
		return r
	}, s)
}

// never begins or ends are the marks that stand at neither the beginning (closing)
// nor the end (opening) of a line.
const (
	neverBegins = "，。；：、！？）》〉】〕”’％,.;:!?)]%"
	neverEnds   = "（《〈【〔“‘(["
)

// wrap breaks a text into lines of at most n columns: between Chinese
// characters, at spaces, never inside a number or a word of letters that fits a line.
func wrap(s string, n int) []string {
	var lines []string
	line, used := "", 0
	for s = strings.TrimSpace(printable(s)); s != ""; {
		atom := nextAtom(s)
		s = s[len(atom):]
		if used == 0 && atom == " " {
			continue
		}
		if used+columnsOf(strings.TrimRight(atom, " ")) > n && used > 0 {
			lines, line, used = append(lines, strings.TrimRight(line, " ")), "", 0
			if atom == " " {
				continue
			}
		}
		line += atom
		used += columnsOf(atom)
	}
	return append(lines, strings.TrimRight(line, " "))
}

// maxAtom is the longest atom in bytes; what is longer is broken anywhere.
const maxAtom = 60

// nextAtom is what of s must stay on one line: a character with the marks that
// cling to it, a run of letters and digits, or a space.
func nextAtom(s string) string {
	end := 0
	for end < len(s) && end < maxAtom {
		r, size := utf8.DecodeRuneInString(s[end:])
		end += size
		next, _ := utf8.DecodeRuneInString(s[end:])
		switch {
		case end >= len(s), r == ' ':
			return s[:end]
		case strings.ContainsRune(neverEnds, r), strings.ContainsRune(neverBegins, next):
		case isWord(r) && isWord(next):
		default:
			return s[:end]
		}
	}
	return s[:end]
}

func isWord(r rune) bool { return r > ' ' && r < 0x2E80 && columns(r) == 1 }
