// Package clean turns a document's text into the working text the grammar reads:
// widths and brackets folded, page numbers and soft line breaks taken out, slips of
// character recognition inside numbers mended. Every change is recorded, and
// every place in the working text leads back to its place in the source.
//
// It knows pages, lines and characters, not clauses; start at [Clean].
package clean

import (
	"sort"

	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// A Text is a working text: one paragraph a line, folded (see [zh.Fold]).
type Text struct {
	Source *source.Text
	// String is the working text.
	String string
	// Repairs are the changes that altered words, in reading order. Folding a
	// width or dropping a space at a line's end is no repair.
	Repairs []Repair
	// Marks are the marks of the working text.
	Marks zh.Marks

	marks []mark
	last  int // the mark that the last span began at; the next is mostly not far behind
}

// A mark says that from byte at of the working text on, bytes run in step with
// the source from byte src on.
type mark struct{ at, src int32 }

// A Repair is one change, with the reason's code.
type Repair struct {
	Code     source.Code
	Span     source.Span // in the source
	From, To string
}

// SourceSpan gives the source's bytes for a range of the working text.
func (t *Text) SourceSpan(start, end int) source.Span {
	if start >= end {
		p := t.offset(start)
		return source.Span{Start: p, End: p}
	}
	last := end - 1
	for last > start && t.String[last]&0xC0 == 0x80 {
		last--
	}
	i := t.markBefore(start, t.near(start))
	t.last = max(i, 0)
	tail := t.offsetFrom(t.markBefore(last, max(i, 0)), last)
	return source.Span{Start: t.offsetFrom(i, start), End: tail + runeLen(t.Source.String[tail:])}
}

// near gives a mark that stands not long before a byte of the working text.
func (t *Text) near(at int) int {
	if t.last < len(t.marks) && int(t.marks[t.last].at) <= at {
		return t.last
	}
	return 0
}

// offset gives the source byte for a byte of the working text.
func (t *Text) offset(at int) int { return t.offsetFrom(t.markBefore(at, 0), at) }

// offsetFrom is [Text.offset] for a byte whose last mark is the i-th; -1 says that it has none.
func (t *Text) offsetFrom(i, at int) int {
	if i < 0 {
		return 0
	}
	m := t.marks[i]
	return min(int(m.src)+at-int(m.at), len(t.Source.String))
}

// markBefore gives the last mark at or before a byte of the working text, -1 where there is
// none. No mark before from can be it; one close to from is found soonest.
func (t *Text) markBefore(at, from int) int {
	end := from + 8
	if from == 0 || end >= len(t.marks) || int(t.marks[end].at) <= at {
		end = len(t.marks)
	}
	for from < end {
		if middle := int(uint(from+end) >> 1); int(t.marks[middle].at) > at {
			end = middle
		} else {
			from = middle + 1
		}
	}
	return from - 1
}

// At gives the first byte of the working text that comes from the source's byte offset or a later one.
func (t *Text) At(offset int) int {
	i := sort.Search(len(t.marks), func(i int) bool { return int(t.marks[i].src) > offset }) - 1
	if i < 0 {
		return 0
	}
	m := t.marks[i]
	at := int(m.at) + offset - int(m.src)
	if i+1 < len(t.marks) {
		at = min(at, int(t.marks[i+1].at))
	}
	return min(at, len(t.String))
}

// runeLen is the length of the first character of s.
func runeLen(s string) int {
	if s == "" {
		return 0
	}
	return min(zh.Width(s[0]), len(s))
}

// Clean makes the working text of src. It never fails.
func Clean(src *source.Text) *Text {
	lines := splitLines(src)
	markFurniture(lines)
	markPages(lines)
	joinLines(src, lines)
	return emit(src, lines)
}
