package compare

import (
	"strings"
	"unicode/utf8"
)

// RelationKind (文件关系) says how two documents stand to one another.
type RelationKind string

// The kinds of relation.
const (
	Revision  RelationKind = "revision"  // 同一文件的不同稿: draft and final, or before and after a revision
	Successor RelationKind = "successor" // 不同年度的同类文件: last year's plan and this year's
	Parallel  RelationKind = "parallel"  // 同一地区、同一年度的不同文件: their numbers should agree
	Unrelated RelationKind = "unrelated" // 不同地区或不相干的文件: different numbers contradict nothing
)

// A Relation (文件关系) is how the two documents stand to one another, and what says so.
type Relation struct {
	Kind       RelationKind `json:"kind"`
	Confidence float64      `json:"confidence"`
	// Kept is the share of both texts' characters that stand on both sides, from 0 to 1.
	Kept float64 `json:"kept"`
	// Titles is how alike the titles are, numbers left aside, from 0 to 1.
	Titles float64 `json:"titles"`
	// SameRegion and SameYear are null where one of the documents does not say.
	SameRegion *bool `json:"same_region"`
	SameYear   *bool `json:"same_year"`
}

// Shares of common text.
const (
	muchKept   = 0.45 // from here on two documents are versions of one
	someKept   = 0.25 // from here on they are, if their titles are alike too
	likeTitles = 0.8
)

// relate finds the relation.
//
//  1. Documents of different places contradict nothing.
//  2. Documents of different years are successors where texts or titles are alike, else unrelated.
//  3. Documents that share much of their text are versions of one.
//  4. The rest are different documents for one place and year.
func relate(a, b *side, c *Comparison) Relation {
	r := Relation{Kept: hundredths(kept(a, b, c)), Titles: hundredths(titles(a, b))}
	r.SameRegion = sameRegion(&c.Old, &c.New)
	if c.Old.Year != nil && c.New.Year != nil {
		same := *c.Old.Year == *c.New.Year
		r.SameYear = &same
	}
	version := r.Kept >= muchKept || r.Kept >= someKept && r.Titles >= likeTitles
	switch {
	case r.SameRegion != nil && !*r.SameRegion || !sameLevel(a, b):
		r.Kind, r.Confidence = Unrelated, 0.9
	case r.SameYear != nil && !*r.SameYear && (version || r.Titles >= likeTitles):
		r.Kind, r.Confidence = Successor, 0.95
	case r.SameYear != nil && !*r.SameYear:
		r.Kind, r.Confidence = Unrelated, 0.7
	case version:
		r.Kind, r.Confidence = Revision, hundredths(min(0.99, 0.6+0.4*r.Kept))
	default:
		r.Kind, r.Confidence = Parallel, 0.6
		if r.SameYear != nil {
			r.Confidence += 0.15
		}
		if r.SameRegion != nil {
			r.Confidence += 0.15
		}
	}
	return r
}

// sameRegion compares the places both documents are for; nil where one names none.
func sameRegion(x, y *Side) *bool {
	if x.Region == nil || y.Region == nil {
		return nil
	}
	same := strings.HasSuffix(*x.Region, *y.Region) || strings.HasSuffix(*y.Region, *x.Region)
	return &same
}

// sameLevel reports whether nothing says that one is a city's and the other a county's.
func sameLevel(a, b *side) bool {
	x, y := a.Policy.Meta.Level, b.Policy.Meta.Level
	return x == nil || y == nil || *x == *y
}

// titles is how alike the titles are.
func titles(a, b *side) float64 {
	x, y := a.Policy.Meta.Title, b.Policy.Meta.Title
	if folded(x) == folded(y) && x != "" {
		return 1
	}
	w := &weights{in: map[gram]int32{}}
	return dice(w.apply(bagOf(x)), w.apply(bagOf(y)))
}

// kept is the share of characters that stand on both sides.
func kept(a, b *side, c *Comparison) float64 {
	whole, both := 0, 0
	for _, s := range [...]*side{a, b} {
		for i := range s.units {
			whole += utf8.RuneCountInString(s.units[i].folded)
		}
	}
	if whole == 0 {
		return 1
	}
	for i := range c.Clauses {
		ch := &c.Clauses[i]
		if len(ch.Old) > 0 && len(ch.New) > 0 && !ch.Reworded {
			both += 2 * utf8.RuneCountInString(folded(ch.New[0].Text))
		}
		for _, r := range ch.Runs {
			if r.Kind == RunEqual {
				both += 2 * utf8.RuneCountInString(folded(r.Text))
			}
		}
	}
	return min(1, float64(both)/float64(whole))
}
