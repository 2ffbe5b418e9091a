// Package outline finds the structure of a document: its numbered clauses as a
// tree, the heading and the body of each, and the tables whose rows are tasks.
//
// Each construct has its own file: labels.go where labels stand, lost.go for
// numerals that were lost, heading.go for where a heading ends, table.go for
// grids. The package does not know what a clause orders; start at [Parse].
package outline

import (
	"strings"

	"github.com/wenxiao/wenxiao/clean"
	"github.com/wenxiao/wenxiao/zh"
)

// A Range is a half-open range of bytes in the working text.
type Range struct{ Start, End int }

// IsEmpty reports whether r holds nothing.
func (r Range) IsEmpty() bool { return r.Start >= r.End }

// A Tree (文件结构) is the outline of a document.
type Tree struct {
	Text *clean.Text
	// Nodes are the clauses in reading order; a parent stands before its children.
	Nodes []Node
	// Front is what stands before the first clause.
	Front Range
	Grids []Grid
	// Attachments are the lists of attachments (附件:1.… / 2.…) that stand before the end of the text.
	Attachments []Range
	// Restored are the nodes whose numeral was lost and restored.
	Restored []int
}

// A Node (条目) is one numbered clause.
type Node struct {
	Label zh.Label
	// Parent is the index of the enclosing clause, -1 at the top.
	Parent   int
	Children []int
	// Extent is the whole clause with its children, from its label on.
	Extent Range
	// Heading is its heading words without label and full stop; where the clause has no heading, its first sentence.
	Heading Range
	// Body is its own text after the heading, before its first child.
	Body Range
}

// Slice gives the working text of r.
func (t *Tree) Slice(r Range) string { return t.Text.String[r.Start:r.End] }

// Path gives the labels from the outermost clause to node i.
func (t *Tree) Path(i int) []string {
	if i < 0 {
		return nil
	}
	depth := 0
	for n := i; n >= 0; n = t.Nodes[n].Parent {
		depth++
	}
	path := make([]string, depth)
	for ; i >= 0; i = t.Nodes[i].Parent {
		depth--
		path[depth] = t.Nodes[i].Label.Printed
	}
	return path
}

// Parse finds the outline of a working text.
func Parse(text *clean.Text) *Tree {
	t := &Tree{Text: text}
	t.Grids = grids(text)
	marks, lists := scanMarks(text, t.Grids)
	t.Attachments = lists
	restoreLost(t, marks)
	t.nest(marks)
	for i := range t.Nodes {
		t.splitHeading(i)
	}
	return t
}

// A mark is a label found at a place of the working text.
type mark struct {
	label  zh.Label
	at     int // the label's first byte
	after  int // the first byte after the label
	inline bool
}

// nest builds the tree: a label closes every open clause whose style stands at
// its own rank or deeper. Styles rank as official documents order them.
func (t *Tree) nest(marks []mark) {
	s := t.Text.String
	t.Front = Range{0, len(s)}
	if len(marks) > 0 {
		t.Front.End = marks[0].at
	}
	t.Nodes = make([]Node, len(marks))
	var open []int
	for i, m := range marks {
		for len(open) > 0 && !t.encloses(open[len(open)-1], m) {
			t.Nodes[open[len(open)-1]].Extent.End = m.at
			open = open[:len(open)-1]
		}
		n := &t.Nodes[i]
		*n = Node{Label: m.label, Parent: -1, Extent: Range{m.at, len(s)}}
		n.Body = Range{m.after, len(s)}
		if i+1 < len(marks) {
			n.Body.End = marks[i+1].at
		}
		if len(open) > 0 {
			n.Parent = open[len(open)-1]
			t.Nodes[n.Parent].Children = append(t.Nodes[n.Parent].Children, i)
		}
		open = append(open, i)
	}
	t.cutAttachments()
	// A table that follows a clause's text belongs to no clause's body.
	for i := range t.Nodes {
		n := &t.Nodes[i]
		for _, g := range t.Grids {
			if g.Extent.Start >= n.Body.Start && g.Extent.Start < n.Body.End {
				n.Body.End = g.Extent.Start
			}
			if g.tasks() && g.Extent.Start >= n.Extent.Start && g.Extent.Start < n.Extent.End {
				n.Extent.End = max(g.Extent.Start, n.Body.End)
			}
		}
	}
}

// cutAttachments ends a clause before the list of attachments that follows it, and the last clause before an attachment.
func (t *Tree) cutAttachments() {
	if len(t.Nodes) == 0 {
		return
	}
	for i, list := 0, t.Attachments; i < len(t.Nodes) && len(list) > 0; i++ {
		body := t.Nodes[i].Body
		for len(list) > 0 && list[0].Start < body.Start {
			list = list[1:]
		}
		if len(list) > 0 && list[0].Start < body.End {
			t.cut(i, max(body.Start, list[0].Start-len("\n")))
		}
	}
	last := len(t.Nodes) - 1
	body := t.Nodes[last].Body
	if at := strings.Index(t.Slice(body), "\n附件"); at >= 0 {
		t.cut(last, body.Start+at)
	}
}

// cut ends clause i at a place of its body, and the clauses around it that end with it.
func (t *Tree) cut(i, at int) {
	end := t.Nodes[i].Extent.End
	t.Nodes[i].Body.End = at
	for ; i >= 0 && t.Nodes[i].Extent.End == end; i = t.Nodes[i].Parent {
		t.Nodes[i].Extent.End = at
	}
}

// encloses reports whether the open clause o can hold a clause labelled as m.
func (t *Tree) encloses(o int, m mark) bool { return t.Nodes[o].Label.Style < m.label.Style }
