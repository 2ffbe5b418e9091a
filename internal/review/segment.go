package review

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/source"
)

// A mark is a range of the text that something on the page speaks of.
type mark struct {
	span   source.Span
	id     string
	number int    // printed beside the fact and beside its words; 0 for a repair
	kind   string // the name of its style
	tip    string // what is said about it where a pointer rests on it
	doubt  bool
	cut    bool // whether the words were left out when the text was read
}

// A segment is a run of the text over which the same marks lie.
type segment struct {
	span  source.Span
	marks []int // indices of marks, the innermost first
}

// maxDepth bounds how many marks one segment names. Real documents need three or
// four; without a bound a hostile one makes the page grow with the square of its facts.
const maxDepth = 16

// segments divides a text into runs such that each mark begins and ends at the
// border of a run. Together they are the whole text, in order. A mark is named
// by every segment it lies over, except that beyond [maxDepth] a segment names
// only the innermost marks and those that begin at it.
func segments(text string, marks []mark) []segment {
	type border struct{ at, mark int }
	var starts, ends []border
	cuts := []int{0, len(text)}
	for i, m := range marks {
		if m.span.Len() > 0 {
			starts, ends = append(starts, border{m.span.Start, i}), append(ends, border{m.span.End, i})
			cuts = append(cuts, m.span.Start, m.span.End)
		}
	}
	byPlace := func(a, b border) int { return cmp.Or(a.at-b.at, a.mark-b.mark) }
	slices.SortFunc(starts, byPlace)
	slices.SortFunc(ends, byPlace)
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)

	inner := func(a, b int) int { return cmp.Or(marks[a].span.Len()-marks[b].span.Len(), a-b) }
	var active []int // the marks that lie over the place, the innermost first
	all := make([]segment, 0, len(cuts))
	for k, from := range cuts[:len(cuts)-1] {
		for len(ends) > 0 && ends[0].at == from {
			i, _ := slices.BinarySearchFunc(active, ends[0].mark, inner)
			active = slices.Delete(active, i, i+1)
			ends = ends[1:]
		}
		for len(starts) > 0 && starts[0].at == from {
			i, _ := slices.BinarySearchFunc(active, starts[0].mark, inner)
			active = slices.Insert(active, i, starts[0].mark)
			starts = starts[1:]
		}
		s := segment{span: source.Span{Start: from, End: cuts[k+1]}}
		for i, m := range active {
			if i < maxDepth || marks[m].span.Start == from {
				s.marks = append(s.marks, m)
			}
		}
		all = append(all, s)
	}
	return all
}

// within gives the parts of segments that lie in a span, in order.
func within(all []segment, span source.Span) []segment {
	if span.Len() <= 0 {
		return nil
	}
	first, _ := slices.BinarySearchFunc(all, span.Start, func(s segment, at int) int {
		if s.span.End <= at {
			return -1
		}
		return 1
	})
	var parts []segment
	for _, s := range all[first:] {
		if s.span.Start >= span.End {
			break
		}
		s.span = source.Span{Start: max(s.span.Start, span.Start), End: min(s.span.End, span.End)}
		parts = append(parts, s)
	}
	return parts
}

// inside moves a span to whole characters of a text; one that lies outside becomes empty.
func inside(text string, s source.Span) source.Span {
	s.Start = min(max(s.Start, 0), len(text))
	s.End = min(max(s.End, s.Start), len(text))
	for s.Start > 0 && s.Start < len(text) && !utf8.RuneStart(text[s.Start]) {
		s.Start--
	}
	for s.End < len(text) && !utf8.RuneStart(text[s.End]) {
		s.End++
	}
	return s
}
