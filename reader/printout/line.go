package printout

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Where a letter's box lies about its baseline, as parts of its size.
const (
	ascent  = 0.86
	descent = 0.14
)

// lineGap is the widest gap inside a line, in letters. A wider one divides columns.
const lineGap = 2.5

// linesOf groups runs by their baselines and writes out each line.
func linesOf(runs []Run) []line {
	runs = slices.Clone(runs)
	slices.SortStableFunc(runs, func(a, b Run) int { return cmp.Compare(a.Baseline, b.Baseline) })
	var lines []line
	start := 0
	var base, size float64 // of the largest letters of the line
	for i, r := range runs {
		if i > start && math.Abs(r.Baseline-base) > 0.4*max(size, r.Size) {
			lines = append(lines, lineOf(runs[start:i], base, size)...)
			start, size = i, 0
		}
		if r.Size > size {
			base, size = r.Baseline, r.Size
		}
	}
	return append(lines, lineOf(runs[start:], base, size)...)
}

// lineOf writes out the runs of one line from left to right.
func lineOf(runs []Run, base, size float64) []line {
	slices.SortStableFunc(runs, func(a, b Run) int { return cmp.Compare(a.Left, b.Left) })
	isSpaced := isLetterSpaced(runs)
	var lines []line
	var l line
	var text strings.Builder
	end := func() {
		last, _ := utf8.DecodeLastRuneInString(text.String())
		l.isSpaced = unicode.IsSpace(last)
		if l.text = strings.TrimFunc(text.String(), unicode.IsSpace); l.text != "" {
			lines = append(lines, l)
		}
		text.Reset()
	}
	for i, r := range runs {
		gap := r.Left - l.right
		switch {
		case i == 0 || gap > lineGap*size:
			end()
			l = line{left: r.Left, right: r.Right, top: base - ascent*size, bottom: base + descent*size, size: r.Size}
		case !isSpaced:
			text.WriteString(blankFor(text.String(), r, gap))
		}
		text.WriteString(raised(text.String(), r, base, size))
		l.right = max(l.right, r.Right)
		l.size = max(l.size, r.Size)
	}
	end()
	return lines
}

// blankFor is what a gap before r stands for. Blanks that are there already are enough.
func blankFor(before string, r Run, gap float64) string {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(r.Text)
	switch {
	case before == "" || unicode.IsSpace(last) || unicode.IsSpace(first) || gap < 0.35*r.Size:
		return ""
	case isWide(last) && isWide(first) && gap > 0.75*r.Size:
		return "　"
	}
	return " "
}

// isLetterSpaced reports single characters set apart evenly, as titles are.
func isLetterSpaced(runs []Run) bool {
	if len(runs) < 4 {
		return false
	}
	gap := runs[1].Left - runs[0].Right
	for i, r := range runs {
		if utf8.RuneCountInString(strings.TrimFunc(r.Text, unicode.IsSpace)) != 1 {
			return false
		}
		if i > 0 && math.Abs(r.Left-runs[i-1].Right-gap) > 0.15*r.Size {
			return false
		}
	}
	return gap < 2*runs[0].Size
}

// raised gives the words of r, as an exponent if they stand above the line in smaller letters.
func raised(before string, r Run, base, size float64) string {
	last, _ := utf8.DecodeLastRuneInString(before)
	if r.Size < 0.8*size && base-r.Baseline > 0.2*size && (last == 'm' || last == '米') {
		switch strings.TrimSpace(r.Text) {
		case "2":
			return "²"
		case "3":
			return "³"
		}
	}
	return r.Text
}

// seam is what comes between two lines of one paragraph: a blank between words
// of letters, and where one was written.
func seam(before, after line) string {
	last, _ := utf8.DecodeLastRuneInString(before.text)
	first, _ := utf8.DecodeRuneInString(after.text)
	isLetter := func(r rune) bool { return r < 0x2e80 && unicode.IsLetter(r) }
	if before.isSpaced || isLetter(first) && (isLetter(last) || strings.ContainsRune(",;", last)) {
		return " "
	}
	return ""
}

// leadingWidth is about how wide the first part of a line is that cannot be
// broken: a word or number, or a character with the marks that stick to it.
func leadingWidth(l line) float64 {
	width := 0.0
	var before rune
	for _, r := range l.text {
		if before != 0 && !sticks(before, r) {
			break
		}
		if isWide(r) {
			width += l.size
		} else {
			width += l.size / 2
		}
		before = r
	}
	return width
}

// sticks reports that no line is broken between two characters.
func sticks(a, b rune) bool {
	const opening, closing = "（〔《〈“‘【「『([", "，。、；：？！）〕》〉”’】」』％%),.;:!?]…"
	if strings.ContainsRune(opening, a) || strings.ContainsRune(closing, b) {
		return true
	}
	return !isWide(a) && !isWide(b) && a != ' ' && b != ' '
}

// isWide reports a character as wide as the letters are high.
func isWide(r rune) bool {
	return r >= 0x2e80 && r < 0xa000 || r >= 0xf900 && r < 0xfb00 || r >= 0xff00 && r < 0xffe7 ||
		r >= 0x20000 && r < 0x40000 || r >= 0x2014 && r <= 0x2026 || r >= 0x2160 && r < 0x2180 || r >= 0x2460 && r < 0x2600
}
