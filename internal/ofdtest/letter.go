package ofdtest

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// The page of GB/T 9704: A4, 22 lines of 28 characters in letters of 16 points.
const (
	pageLeft, pageTop   = 28.0, 37.0
	textWidth           = 156.0
	lineChars, lineRows = 28, 22
	bodySize, titleSize = 16.0, 22.0
	charPitch           = textWidth / lineChars
	linePitch           = 225.0 / lineRows
)

// Letter lays out a plain text as official documents are printed: what stands
// before the first empty line as a title in the middle, every other line as a
// paragraph whose first line is indented by two characters, dates at the right,
// the document's number in the middle, lines ended by a colon after the title at the left margin; — 1 — at the foot.
func Letter(text string) Document {
	l := layout{}
	paragraphs := strings.Split(strings.TrimSpace(text), "\n")
	titles := 0
	for titles < len(paragraphs) && strings.TrimSpace(paragraphs[titles]) != "" {
		titles++
	}
	if titles > 3 {
		titles = 0 // a text without a title
	}
	for i, p := range paragraphs {
		p = strings.Trim(p, " \t\r　")
		switch {
		case p == "":
			l.row++
		case numbers.MatchString(p):
			l.put(p, (lineChars-width(p))/2, bodySize)
		case i < titles:
			l.centred(p)
		case dates.MatchString(p):
			l.put(p, lineChars-4-width(p), bodySize)
		case strings.HasSuffix(p, "：") && i < titles+6:
			l.paragraph(p, 0)
		default:
			l.paragraph(p, 2)
		}
	}
	d := Document{Pages: l.pages}
	for i := range d.Pages {
		number := fmt.Sprintf("— %d —", i+1)
		x := pageLeft + charPitch
		if i%2 == 0 {
			x = pageLeft + textWidth - charPitch*(1+width(number))
		}
		d.Pages[i].Lines = append(d.Pages[i].Lines, Line{Text: number, X: x, Y: pageTop + 225 + 11, Size: 14})
	}
	return d
}

// Lines that stand in a place of their own: a document's date, its number.
var numbers = regexp.MustCompile(`^\p{Han}+〔\d{4}〕\d+号$`)

var dates = regexp.MustCompile(`^\d{4}年\d{1,2}月\d{1,2}日$`)

// A layout is a document while its lines find their places.
type layout struct {
	pages []Page
	row   int // on the last page
}

// put sets words at a place counted in characters from the left margin, on the next row.
func (l *layout) put(text string, at, size float64) {
	if len(l.pages) == 0 || l.row >= lineRows {
		l.pages = append(l.pages, Page{})
		l.row = 0
	}
	p := &l.pages[len(l.pages)-1]
	line := Line{Text: text, X: pageLeft + at*charPitch, Y: pageTop + float64(l.row+1)*linePitch - 2.5, Size: size}
	if size == bodySize {
		line.Pitch = charPitch
	}
	p.Lines = append(p.Lines, line)
	l.row++
}

// centred sets a title in larger letters in the middle.
func (l *layout) centred(text string) {
	const chars = 19 // of the title's size in a line
	for _, line := range wrap(text, chars, chars) {
		l.put(line, (lineChars-width(line)*titleSize*point/charPitch)/2, titleSize)
	}
}

// paragraph sets a paragraph whose first line is indented by a number of characters.
func (l *layout) paragraph(text string, indent float64) {
	for _, line := range wrap(text, lineChars-indent, lineChars) {
		l.put(line, indent, bodySize)
		indent = 0
	}
}

// Table lays out rows of cells with rules around them, in letters of 12 points.
// Columns have widths in millimetres; a cell's words are wrapped in it. bottom is where it ends.
func Table(x, y float64, widths []float64, rows [][]string) (lines []Line, rules []Rule, bottom float64) {
	const size, pitch, padding = 12.0, 6.5, 1.9
	top, right := y, x
	for _, w := range widths {
		right += w
	}
	rules = append(rules, Rule{x, y, right, y})
	for _, cells := range rows {
		height, left := 0.0, x
		for c, cell := range cells {
			wrapped := wrap(cell, (widths[c]-2*padding)/(size*point), (widths[c]-2*padding)/(size*point))
			for i, text := range wrapped {
				lines = append(lines, Line{Text: text, X: left + padding, Y: y + float64(i+1)*pitch - 1, Size: size})
			}
			height = max(height, float64(len(wrapped))*pitch+2)
			left += widths[c]
		}
		y += height
		rules = append(rules, Rule{x, y, right, y})
	}
	rules = append(rules, Rule{x, top, x, y})
	for _, w := range widths {
		x += w
		rules = append(rules, Rule{x, top, x, y})
	}
	return lines, rules, y
}

// columns is the width of a character in wide characters.
func columns(r rune) float64 {
	if r < 0x2000 && r != '×' {
		return 0.5
	}
	return 1
}

func width(s string) float64 {
	n := 0.0
	for _, r := range s {
		n += columns(r)
	}
	return n
}

// wrap breaks a text into lines as printing does: at any character but inside
// numbers and words, before closing marks and after opening ones.
func wrap(text string, first, others float64) []string {
	var lines []string
	most := first
	line, at := "", 0.0
	for _, part := range parts(text) {
		w := width(part)
		if isBlank := strings.Trim(part, " 　") == ""; at > 0 && at+w > most+1e-6 && !isBlank { // blanks hang over the margin
			lines = append(lines, line)
			line, at, most = "", 0, others
		}
		line, at = line+part, at+w
	}
	return append(lines, line)
}

// parts divides a text where a line may be broken.
func parts(text string) []string {
	var all []string
	start := 0
	var before rune
	for i, r := range text {
		if i > 0 && !(strings.ContainsRune("（〔《“(", before) || strings.ContainsRune("，。、；：？！）〕》”%),.;:", r) || isASCII(before) && isASCII(r)) {
			all = append(all, text[start:i])
			start = i
		}
		before = r
	}
	return append(all, text[start:])
}

func isASCII(r rune) bool { return r > ' ' && r < utf8.RuneSelf }
