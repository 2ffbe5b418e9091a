// Package extract reads facts out of a document's outline: what it says of
// itself, its tasks with duties and targets, the obligations and provisions.
// [Draft] carries the document through the stages; each kind of fact is read by a
// package below this one, which sees one sentence or one list at a time.
//
// It works by the grammar of official documents and by lexicons of the field.
// It must not know any one document, place or programme. Start at [NewDraft] and
// at the stages in their order: Meta, Tasks, Duties, Statements, Review.
package extract

import (
	"github.com/wenxiao/wenxiao/extract/duty"
	"github.com/wenxiao/wenxiao/extract/passage"
	"github.com/wenxiao/wenxiao/extract/target"
	"github.com/wenxiao/wenxiao/outline"
	"github.com/wenxiao/wenxiao/policy"
)

// A Draft is a document while facts are being found in it. The stages fill it in the order
// Meta, Tasks, Duties, Statements, Review.
type Draft struct {
	// Tree is the outline the facts are read from.
	Tree *outline.Tree
	// Doc is the document so far; its lists are empty, never nil.
	Doc policy.Document

	text    passage.Text
	clauses []clause
	targets target.Reader
	signed  int // where the signature block (落款) begins; 0 where none was found
	// defaults are the units with a default duty.
	defaults map[string]bool
}

// A clause is one task's place in the text.
type clause struct {
	node    int // -1 for a row of a table
	grid    int
	row     int
	heading passage.Piece
	// parts are the ranges whose sentences belong to the task, in reading order.
	parts []passage.Piece
	lists []duty.List
	due   string // the date of its 完成时限, empty where none is printed
	// limits are the dates of a table's rows, where a task has several, in the order of the rows.
	limits []limit
	// skip are the ranges of its duty lists, which are no part of what it says.
	skip []passage.Piece
	// figures are the bare numbers of a row whose column's head gives their unit.
	figures []outline.Cell
}

// A limit is a date of 完成时限 and where the row of the table begins that it holds for.
type limit struct {
	from int
	due  string
}

// NewDraft begins a document without facts.
func NewDraft(tree *outline.Tree) *Draft {
	return &Draft{Tree: tree, defaults: map[string]bool{}, text: passage.Text{Text: tree.Text}, Doc: policy.Document{
		DefaultDuties: []policy.DefaultDuty{}, Tasks: []policy.Task{}, Obligations: []policy.Obligation{}, Triggered: []policy.Obligation{}, Provisions: []policy.Provision{},
		Repairs: []policy.Repair{}, Diagnostics: []policy.Diagnostic{},
	}}
}
