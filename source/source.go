// Package source holds a document's text as it was read, positions and spans
// in it, the blocks it is laid out in, and diagnostics about it.
//
// Every fact the compiler states carries a [Span] into a [Text], so that a
// person can go from the fact to the printed words. The package knows nothing
// of Chinese, of policy or of file formats; start at [Text].
package source

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// A Span is a half-open range of bytes [Start, End) in a [Text].
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Len is the number of bytes in s.
func (s Span) Len() int { return s.End - s.Start }

// IsZero reports whether s is the zero span, which stands for "no place known".
func (s Span) IsZero() bool { return s == Span{} }

// Contains reports whether t lies wholly inside s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Cover is the smallest span that holds both s and t; a zero span adds nothing.
func (s Span) Cover(t Span) Span {
	if s.IsZero() {
		return t
	}
	if t.IsZero() {
		return s
	}
	return Span{Start: min(s.Start, t.Start), End: max(s.End, t.End)}
}

// A Position is a place in a text as people and programs name it.
type Position struct {
	Offset int // bytes from the start of the text, from 0
	Line   int // lines, from 1
	Column int // characters (Unicode code points) in the line, from 1
}

// A Text is one document as it was read: its UTF-8 characters and its layout.
type Text struct {
	// Name is what the user called the document, usually a file's base name.
	Name string
	// String is the whole text, valid UTF-8, lines ended by "\n". Spans count its bytes.
	String string
	// Tables are the tables of the document in reading order. Their cells'
	// text stands in String, cells of a row divided by tabs, rows by newlines.
	Tables []Table
	// Paragraph reports that every line of String is a whole paragraph, as in
	// DOCX and HTML; where false, a line break may fall inside a sentence.
	Paragraph bool

	lines []int
}

// A Table is a grid of cells (表格).
type Table struct {
	Span  Span   `json:"span"`
	Cells []Cell `json:"cells"`
}

// A Cell is one cell of a [Table]. A merged cell stands once, with the rows and
// columns it covers.
type Cell struct {
	Span    Span `json:"span"`
	Row     int  `json:"row"` // from 0
	Col     int  `json:"col"`
	RowSpan int  `json:"row_span"` // at least 1
	ColSpan int  `json:"col_span"`
}

// Slice gives the words of s. A span outside the text gives what lies inside it.
func (t *Text) Slice(s Span) string {
	start := min(max(s.Start, 0), len(t.String))
	return t.String[start:max(start, min(s.End, len(t.String)))]
}

// Position finds the line and column of a byte offset; offsets outside the text
// are moved to its ends. It is not safe for concurrent use on one Text.
func (t *Text) Position(offset int) Position {
	offset = min(max(offset, 0), len(t.String))
	if t.lines == nil {
		t.lines = append(t.lines, 0)
		for i := 0; ; {
			j := strings.IndexByte(t.String[i:], '\n')
			if j < 0 {
				break
			}
			i += j + 1
			t.lines = append(t.lines, i)
		}
	}
	line := sort.SearchInts(t.lines, offset+1) - 1
	return Position{
		Offset: offset,
		Line:   line + 1,
		Column: utf8.RuneCountInString(t.String[t.lines[line]:offset]) + 1,
	}
}
