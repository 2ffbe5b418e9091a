// Package extract reads facts out of a document's outline: what it says of
// itself, its tasks with duties and targets, the obligations and provisions.
// One file holds one kind of fact; [Draft] carries what the stages share.
//
// It works by the grammar of official documents and by lexicons of the field.
// It must not know any one document, place or programme.
package extract

import (
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/outline"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

// A Draft is a document while facts are being found in it. The stages fill it in the order
// Meta, Tasks, Duties, Statements.
type Draft struct {
	Tree *outline.Tree
	Doc  policy.Document
	// Year is the plan's year, 0 where none is known; dates without a year are in it.
	Year int

	s       string
	clauses []clause
}

// A clause is one task's place in the text.
type clause struct {
	node    int // -1 for a row of a table
	grid    int
	row     int
	heading piece
	// parts are the ranges whose sentences belong to the task, in reading order.
	parts []piece
	lists []dutyList
	due   string
	// figures are the bare numbers of a row whose column's head gives their unit.
	figures []outline.Cell
}

// NewDraft begins a document.
func NewDraft(tree *outline.Tree) *Draft {
	return &Draft{Tree: tree, s: tree.Text.String, Doc: policy.Document{
		DefaultDuties: []policy.DefaultDuty{}, Tasks: []policy.Task{}, Obligations: []policy.Obligation{}, Triggered: []policy.Obligation{}, Provisions: []policy.Provision{},
		Repairs: []policy.Repair{}, Diagnostics: []policy.Diagnostic{},
	}}
}

// span gives the source's bytes for a piece of the working text.
func (d *Draft) span(p piece) source.Span { return d.Tree.Text.SourceSpan(p.start, p.end) }

// quote gives a piece as the source prints it.
func (d *Draft) quote(p piece) (string, source.Span) {
	p = trimPiece(d.s, p)
	span := d.span(p)
	return d.Tree.Text.Source.Slice(span), span
}

func trimPiece(s string, p piece) piece {
	for p.start < p.end && strings.IndexByte(" \n\t,;:", s[p.start]) >= 0 {
		p.start++
	}
	for p.start < p.end && strings.IndexByte(" \n\t,;:", s[p.end-1]) >= 0 {
		p.end--
	}
	return p
}

// firstRunes gives the first n characters of s, lines joined.
func firstRunes(s string, n int) string {
	s = strings.ReplaceAll(s[:min(len(s), n*8)], "\n", "")
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return strings.ToValidUTF8(s, "")
}

func runes(s string) int { return utf8.RuneCountInString(s) }

// squeeze drops spaces and line breaks.
func squeeze(s string) string {
	if strings.IndexByte(s, ' ') < 0 && strings.IndexByte(s, '\n') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, " ", ""), "\n", "")
}
