package proposal

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Spreadsheet programs do not fit the height of a row to wrapped text in merged cells,
// and not at all before somebody edits the cell. So heights are computed here from the
// characters, on the safe side: a line too many costs paper, a line too few loses words.

// ems is how wide a character is printed, in halves of the size of the type. Characters of
// ambiguous width (① “ ”) are as wide as Chinese ones in the typefaces of offices.
func ems(r rune) float64 {
	switch {
	case r < ' ':
		return 0
	case r >= 'A' && r <= 'Z', r == '%', r == '@', r == 'm', r == 'w':
		return 1.6
	case r < utf8.RuneSelf:
		return 1.15
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianHalfwidth, width.Neutral:
		return 1.3
	}
	return 2
}

// measure is how wide a line is on which n halves of the type's size fit: the closing mark
// that may not begin a line takes a character to the next one.
func measure(n float64) float64 { return max(n-2, 4) }

// fitted divides a text into its printed lines, n halves of the type's size wide, and stops
// behind the most-th. Words of letters and digits stay whole where they fit. Without the stop,
// the lines joined are the text; a line break stays at the end of its line.
func fitted(text string, n float64, most int) []string {
	limit := measure(n)
	var lines []string
	start, used := 0, 0.0
	for at := 0; at < len(text) && len(lines) < most; {
		end, wide := word(text[at:])
		if used > 0 && used+wide > limit {
			lines = append(lines, text[start:at])
			start, used = at, 0
		}
		if wide > limit { // longer than any line: broken anywhere
			_, size := utf8.DecodeRuneInString(text[at:])
			end, wide = size, ems(rune(text[at]))
		}
		at += end
		used += wide
		if text[at-1] == '\n' {
			lines = append(lines, text[start:at])
			start, used = at, 0
		}
	}
	if len(lines) == most {
		return lines
	}
	return append(lines, text[start:])
}

// maxWord is the longest run of letters, in bytes, that is kept whole.
const maxWord = 80

// word gives the length in bytes and the width of what s begins with and no line divides:
// a run of letters and digits, or one character.
func word(s string) (length int, wide float64) {
	for i, r := range s {
		if i > 0 && (r <= ' ' || r >= utf8.RuneSelf || s[0] <= ' ' || s[0] >= utf8.RuneSelf || i > maxWord) {
			return i, wide
		}
		wide += ems(r)
	}
	return len(s), wide
}

// chunks divides a text into parts of at most limit printed lines, at the last end of a
// sentence or paragraph in the second half of a part where there is one.
func chunks(text string, n float64, limit int) []string {
	var parts []string
	for {
		lines := fitted(text, n, limit+1)
		if len(lines) <= limit {
			return append(parts, text)
		}
		head := strings.Join(lines[:limit], "")
		cut := len(head)
		for _, stop := range []string{"\n", "。", "；"} {
			if i := strings.LastIndex(head, stop); i > len(head)/2 {
				cut = i + len(stop)
				break
			}
		}
		parts = append(parts, text[:cut])
		text = text[cut:]
	}
}
