package review

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/wenxiao/wenxiao/source"
)

// drawMarks draws a text and marks whose spans may nest, overlap, be empty or lie outside.
func drawMarks(t *rapid.T) (text string, marks []mark) {
	text = rapid.StringOf(rapid.RuneFrom([]rune("县建1%、。<&\n\t"))).Draw(t, "text")
	place := rapid.IntRange(-2, len(text)+2)
	for i := range rapid.IntRange(0, 30).Draw(t, "marks") {
		span := inside(text, source.Span{Start: place.Draw(t, "start"), End: place.Draw(t, "end")})
		marks = append(marks, mark{id: "f" + string(rune('a'+i)), span: span})
	}
	return text, marks
}

func TestSegments_AreTheTextAndNameEveryMark(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text, marks := drawMarks(t)
		all := segments(text, marks)
		var joined strings.Builder
		named := map[int]source.Span{}
		for _, s := range all {
			words := text[s.span.Start:s.span.End]
			if words == "" || !utf8.ValidString(words) {
				t.Fatalf("the segment %v is empty or cuts a character", s.span)
			}
			joined.WriteString(words)
			for _, m := range s.marks {
				if !marks[m].span.Contains(s.span) {
					t.Fatalf("the segment %v names %v, which does not lie over it", s.span, marks[m].span)
				}
				named[m] = named[m].Cover(s.span)
			}
			inner := func(a, b int) int { return marks[a].span.Len() - marks[b].span.Len() }
			if !slices.IsSortedFunc(s.marks, inner) {
				t.Fatalf("the marks of %v do not come innermost first", s.span)
			}
		}
		if joined.String() != text {
			t.Fatalf("the segments join to %q, the text is %q", joined.String(), text)
		}
		for i, m := range marks {
			if _, ok := named[i]; ok != (m.span.Len() > 0) {
				t.Fatalf("mark %v is named: %v", m.span, ok)
			}
		}
	})
}

func TestSegments_AMarkIsNamedAllAlongUpToTheDepth(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("字", 100)
	var marks []mark
	for i := range 40 {
		marks = append(marks, mark{span: source.Span{Start: 3 * i, End: len(text) - 3*i}})
	}
	for _, s := range segments(text, marks) {
		if len(s.marks) > maxDepth+1 {
			t.Fatalf("%v names %d marks", s.span, len(s.marks))
		}
	}
	covered := source.Span{}
	for _, s := range segments(text, marks[:maxDepth]) {
		if slices.Contains(s.marks, 0) {
			covered = covered.Cover(s.span)
		}
	}
	if covered != marks[0].span {
		t.Errorf("the outermost mark is named over %v, not %v", covered, marks[0].span)
	}
}

func TestWithin_CutsSegmentsAtTheSpan(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text, marks := drawMarks(t)
		all := segments(text, marks)
		place := rapid.IntRange(0, len(text))
		span := inside(text, source.Span{Start: place.Draw(t, "start"), End: place.Draw(t, "end")})
		var joined strings.Builder
		for _, s := range within(all, span) {
			joined.WriteString(text[s.span.Start:s.span.End])
		}
		if want := text[span.Start:span.End]; joined.String() != want {
			t.Fatalf("%q, want %q", joined.String(), want)
		}
	})
}
