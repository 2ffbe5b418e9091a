// Package compare says what changed between two documents (文件比对): which clauses
// stayed, were reworded, renumbered, moved, inserted, removed, split or merged;
// which targets, duties, obligations and provisions differ; and, where the two
// are different documents for one place and year, which numbers contradict.
//
// It works by the likeness of texts and by the grammar of figures. It must not
// know any one document, measure or programme, and it decides nothing: a person
// does. Start at [Documents].
package compare

import (
	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

// A Document is one side of a comparison: a compiled document with its whole text.
type Document struct {
	Name    string // as the user called it
	Policy  *policy.Document
	Clauses []compile.Clause // of the same compilation, see [compile.WithClauses]
}

// A Comparison (文件比对) is what became of an old document in a new one.
// Every clause and every fact of both sides stands in it exactly once.
type Comparison struct {
	Old      Side     `json:"old"`
	New      Side     `json:"new"`
	Relation Relation `json:"relation"`
	Summary  Summary  `json:"summary"`
	// Clauses are in the order of the new document, removed clauses after the one they stood behind.
	Clauses     []ClauseChange            `json:"clauses"`
	Tasks       []Fact[Task]              `json:"tasks"`
	Targets     []Fact[policy.Target]     `json:"targets"`
	Duties      []Fact[policy.Duty]       `json:"duties"`
	Obligations []Fact[policy.Obligation] `json:"obligations"`
	Provisions  []Fact[policy.Provision]  `json:"provisions"`
}

// A Side names one of the two documents.
type Side struct {
	File   string              `json:"file"`
	Title  string              `json:"title"`
	Number *string             `json:"number"`
	Issued *string             `json:"issued"`
	Region *string             `json:"region"`
	Year   *int                `json:"year"`
	Status policy.SourceStatus `json:"status"`
}

// ClauseKind (条文变化) says what became of a clause. Where several hold, the first in the order of the constants is given.
type ClauseKind string

// The kinds of change of a clause.
const (
	Split      ClauseKind = "split"      // 拆分: one became several
	Merged     ClauseKind = "merged"     // 合并: several became one
	Inserted   ClauseKind = "inserted"   // 新增
	Removed    ClauseKind = "removed"    // 删除
	Reworded   ClauseKind = "reworded"   // 改写
	Moved      ClauseKind = "moved"      // 移位: to another place among its neighbours, or to another chapter
	Renumbered ClauseKind = "renumbered" // 改号: only its own label differs
	Unchanged  ClauseKind = "unchanged"  // 未变
)

// clauseKinds are all kinds, in the order they are counted and shown.
var clauseKinds = [...]ClauseKind{Unchanged, Reworded, Renumbered, Moved, Inserted, Removed, Split, Merged}

// A ClauseChange (条文变化) is what became of one clause, or of several that were split or merged.
type ClauseChange struct {
	Kind       ClauseKind  `json:"kind"`
	Reworded   bool        `json:"reworded"`   // its words differ
	Moved      bool        `json:"moved"`      // it stands elsewhere among its neighbours
	Renumbered bool        `json:"renumbered"` // its own label differs
	Old        []ClauseRef `json:"old"`        // empty where inserted; several where merged
	New        []ClauseRef `json:"new"`        // empty where removed; several where split
	// Runs are the words of both sides in order, cut where they differ; empty where the words are the same.
	// Of several clauses on one side the texts follow one another, divided by a line break.
	Runs []Run `json:"runs"`
	// Confidence is from 0 to 1: how alike the two sides are, 1 for the same words or for one side alone.
	Confidence float64 `json:"confidence"`
}

// A ClauseRef is one clause of one side.
type ClauseRef struct {
	Path []string    `json:"path"` // labels as printed, outer to inner; empty for a paragraph outside clauses
	Text string      `json:"text"` // without its label; page numbers and soft line breaks taken out
	Span source.Span `json:"span"` // in its document's text, with the label
	// Heading is how many bytes of Text are its heading.
	Heading int `json:"heading"`
}

// RunKind says on which side words stand.
type RunKind string

// The kinds of run.
const (
	RunEqual  RunKind = "equal"
	RunInsert RunKind = "insert" // only in the new document
	RunDelete RunKind = "delete" // only in the old document
)

// A Run (异文) is a stretch of words that stands on both sides or on one.
type Run struct {
	Kind RunKind `json:"kind"`
	Text string  `json:"text"` // as printed on the new side, or on the only one
	// Old and New are its places in the two texts; zero on the side that lacks it.
	Old source.Span `json:"old"`
	New source.Span `json:"new"`
}

// FactKind (事实变化) says what became of a fact.
type FactKind string

// The kinds of change of a fact.
const (
	Same    FactKind = "same"    // 未变
	Changed FactKind = "changed" // 变更
	Renamed FactKind = "renamed" // 同一单位的另一种写法: 市发改委 and 市发展和改革委员会
	Added   FactKind = "added"   // 新增
	Dropped FactKind = "removed" // 取消
)

// A Fact (事实变化) is what became of one fact of kind T.
type Fact[T any] struct {
	Kind FactKind `json:"kind"`
	Old  *T       `json:"old"` // nil where added
	New  *T       `json:"new"` // nil where removed
	// Fields are the names of the JSON fields that differ.
	Fields []string `json:"fields"`
	// Conflict (矛盾) says that two documents in force side by side contradict: another number, date or leading unit for the same thing.
	Conflict bool  `json:"conflict"`
	OldIn    Place `json:"old_in"`
	NewIn    Place `json:"new_in"`
	// Confidence is from 0 to 1: how sure it is that both are about the same thing; 1 where there is one side only.
	Confidence float64 `json:"confidence"`
}

// A Place is the clause and the sentence a fact stands in; it is empty on the side that lacks the fact.
type Place struct {
	Path []string `json:"path"`
	// Change is the index of the clause in [Comparison.Clauses], -1 where there is none.
	Change int `json:"change"`
	// Sentence is the sentence as printed, cut at 300 characters; its Span is whole.
	Sentence string      `json:"sentence"`
	Span     source.Span `json:"span"`
}

// A Task is what is compared of a [policy.Task] beside its duties and targets.
type Task struct {
	Path  []string    `json:"path"`
	Title string      `json:"title"`
	Due   *string     `json:"due"`
	Quote string      `json:"quote"`
	Span  source.Span `json:"span"`
}

// A Summary counts what changed.
type Summary struct {
	Clauses     map[ClauseKind]int `json:"clauses"`
	Targets     map[FactKind]int   `json:"targets"`
	Duties      map[FactKind]int   `json:"duties"`
	Obligations map[FactKind]int   `json:"obligations"`
	Provisions  map[FactKind]int   `json:"provisions"`
	Conflicts   int                `json:"conflicts"`
}

// Documents compares two compiled documents. Comparing them the other way round
// gives the same, mirrored. Time and memory are bounded whatever they hold: for
// n clauses about n·log n steps beside the length of the texts.
func Documents(old, new Document) *Comparison {
	a, b := newSide(&old), newSide(&new)
	weigh(a, b)
	groups := align(a, b)
	c := &Comparison{Old: about(&old), New: about(&new)}
	c.Clauses = changes(a, b, groups)
	c.Relation = relate(a, b, c)
	c.Tasks = tasks(a, b)
	c.Targets = targets(a, b, c.Relation.Kind == Parallel)
	c.Duties = duties(a, b, c.Relation.Kind == Parallel)
	c.Obligations = obligations(a, b)
	c.Provisions = provisions(a, b)
	c.count()
	return c
}

func about(d *Document) Side {
	m := &d.Policy.Meta
	return Side{File: d.Name, Title: m.Title, Number: m.Number, Issued: m.Issued, Region: m.Region, Year: m.Year, Status: m.Status}
}

func (c *Comparison) count() {
	s := Summary{Clauses: map[ClauseKind]int{}}
	for _, k := range clauseKinds {
		s.Clauses[k] = 0
	}
	for i := range c.Clauses {
		s.Clauses[c.Clauses[i].Kind]++
	}
	s.Targets = tally(c.Targets, &s.Conflicts)
	s.Duties = tally(c.Duties, &s.Conflicts)
	s.Obligations = tally(c.Obligations, &s.Conflicts)
	s.Provisions = tally(c.Provisions, &s.Conflicts)
	c.Summary = s
}

func tally[T any](facts []Fact[T], conflicts *int) map[FactKind]int {
	n := map[FactKind]int{Same: 0, Changed: 0, Added: 0, Dropped: 0}
	for i := range facts {
		n[facts[i].Kind]++
		if facts[i].Conflict {
			*conflicts++
		}
	}
	return n
}
