// Package passage holds what the readers of facts share: pieces of the working
// text, the text itself with the way back to the source, and the sentence that one
// reader after the other takes its part of. It must not know any kind of fact: what
// a word means for a duty or a target belongs to their packages.
//
// Start at [Text] and [Sentence]; [Piece] is the range that everything is said in.
package passage

import (
	"strings"

	"github.com/wenxiao/wenxiao/clean"
	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// A Text is the working text of a document, with the year its dates are in. Its
// String is what pieces are ranges of.
type Text struct {
	*clean.Text
	// Year is the plan's year, 0 where none is known; dates without a year are in it.
	Year int
}

// Quote gives a piece as the source prints it, with its place there. Spaces, line
// breaks, commas, semicolons and colons at its ends are left out; a piece of
// nothing else gives an empty quote and an empty span.
func (t *Text) Quote(p Piece) (string, source.Span) {
	p = Trim(t.String, p)
	span := t.Span(p)
	return t.Source.Slice(span), span
}

// Span gives the place in the source, in bytes, that a piece was made from; the
// span of an empty piece is empty.
func (t *Text) Span(p Piece) source.Span { return t.SourceSpan(p.Start, p.End) }

// A Piece is a range of the working text in bytes, from Start up to End.
type Piece struct{ Start, End int }

// Between is the piece from start up to end.
func Between(start, end int) Piece { return Piece{start, end} }

// Of gives the words of p in s, which must be the text p is a range of.
func (p Piece) Of(s string) string { return s[p.Start:p.End] }

// Trim gives p without the spaces, line breaks, commas, semicolons and colons at its
// ends; a piece of nothing else comes back empty.
func Trim(s string, p Piece) Piece {
	for p.Start < p.End && edges[s[p.Start]] {
		p.Start++
	}
	for p.Start < p.End && edges[s[p.End-1]] {
		p.End--
	}
	return p
}

// edges are the marks that [Trim] leaves out.
var edges = zh.FirstBytes(" \n\t,;:")

// Cut divides p at each of the marks that stands outside brackets and quotation
// marks. Neither the marks nor empty parts are in the result; an empty piece gives none.
func Cut(s string, p Piece, marks string) []Piece { return AppendCut(nil, s, p, marks) }

// AppendCut is [Cut] that appends to out.
func AppendCut(out []Piece, s string, p Piece, marks string) []Piece {
	begins := bracketBytes
	for i := range marks {
		begins[marks[i]] = true
	}
	depth, start := 0, p.Start
	for i := p.Start; i < p.End; {
		c := s[i]
		size := zh.Width(c)
		if !begins[c] {
			i += size
			continue
		}
		char := s[i:min(i+size, p.End)]
		switch {
		case c == '(' || c == '[' || char == "“" || char == "《":
			depth++
		case c == ')' || c == ']' || char == "”" || char == "》":
			depth = max(0, depth-1)
		case depth == 0 && strings.Contains(marks, char):
			if i > start {
				out = append(out, Piece{start, i})
			}
			start = i + size
		}
		i += size
	}
	if p.End > start {
		out = append(out, Piece{start, p.End})
	}
	return out
}

// bracketBytes are those that brackets and quotation marks begin with.
var bracketBytes = zh.FirstBytes("()[]“”《》")
