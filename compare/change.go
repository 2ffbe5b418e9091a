package compare

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strings"

	"github.com/wenxiao/wenxiao/zh"
)

// changes says what became of every clause, in the order of the new document.
func changes(a, b *side, groups []*group) []ClauseChange {
	moved := movedGroups(a, b, groups)
	ordered := inReadingOrder(groups)
	out := make([]ClauseChange, 0, len(ordered))
	for _, g := range ordered {
		g.index = len(out)
		out = append(out, change(a, b, g, moved[g]))
	}
	return out
}

func change(a, b *side, g *group, moved bool) ClauseChange {
	c := ClauseChange{Old: refs(a, g.old), New: refs(b, g.new), Runs: []Run{}, Confidence: hundredths(g.likeness)}
	switch {
	case len(g.new) == 0:
		c.Kind = Removed
		return c
	case len(g.old) == 0:
		c.Kind = Inserted
		return c
	}
	u, v := &a.units[g.old[0]], &b.units[g.new[0]]
	several := len(g.old)+len(g.new) > 2
	c.Reworded = several || u.folded != v.folded
	c.Moved = moved
	c.Renumbered = ownLabel(u) != ownLabel(v)
	if c.Reworded {
		c.Runs = runsOf(a, b, g)
	}
	switch {
	case len(g.new) > 1:
		c.Kind = Split
	case len(g.old) > 1:
		c.Kind = Merged
	case c.Reworded:
		c.Kind = Reworded
	case c.Moved:
		c.Kind = Moved
	case c.Renumbered:
		c.Kind = Renumbered
	default:
		c.Kind = Unchanged
	}
	return c
}

func refs(s *side, units []int) []ClauseRef {
	out := make([]ClauseRef, 0, len(units))
	for _, i := range units {
		u := &s.units[i]
		out = append(out, ClauseRef{Path: pathOf(u.Path), Text: u.Text, Span: u.Span, Heading: u.Heading})
	}
	return out
}

// ownLabel is a clause's own label without its brackets' width.
func ownLabel(u *unit) string {
	if len(u.Path) == 0 {
		return ""
	}
	return strings.Map(zh.Fold, u.Path[len(u.Path)-1])
}

// hundredths rounds a likeness as it is shown; what is not wholly alike never reads 1.
func hundredths(x float64) float64 {
	if x >= 1 {
		return 1
	}
	return min(0.99, float64(int(x*100+0.5))/100)
}

// movedGroups finds what stands elsewhere: clauses that went to another chapter, and
// those that must be taken out so that the rest of a chapter stands in its old order.
// As few words as possible are taken out.
func movedGroups(a, b *side, groups []*group) map[*group]bool {
	above := func(s *side, i int) *group {
		for p := s.units[i].Parent; p >= 0; p = s.units[p].Parent {
			if g := s.units[p].group; len(g.old) > 0 && len(g.new) > 0 {
				return g
			}
		}
		return nil
	}
	moved := map[*group]bool{}
	chapters := map[*group][]*group{}
	for _, g := range groups {
		if len(g.old) == 0 || len(g.new) == 0 {
			continue
		}
		over, under := above(a, g.old[0]), above(b, g.new[0])
		if over == g || under == g { // merged with the clause above it
			continue
		}
		if over == under {
			chapters[over] = append(chapters[over], g)
		} else if a.units[g.old[0]].Parent >= 0 || b.units[g.new[0]].Parent >= 0 {
			moved[g] = true
		}
	}
	for _, all := range chapters {
		for _, g := range outOfOrder(a, b, all) {
			moved[g] = true
		}
	}
	return moved
}

// outOfOrder gives the lightest groups without which the others stand in the same order on both sides.
func outOfOrder(a, b *side, all []*group) []*group {
	slices.SortFunc(all, func(x, y *group) int { return cmp.Compare(x.old[0], y.old[0]) })
	places := make([]int, len(all))
	for k, g := range all {
		places[k] = g.new[0]
	}
	slices.Sort(places)
	best := newMaxTree(len(places))
	before := make([]int, len(all))
	for k, g := range all {
		at, _ := slices.BinarySearch(places, g.new[0])
		weight, last := best.upTo(at)
		before[k] = last
		best.raise(at, weight+heft(a, b, g), k)
	}
	_, last := best.upTo(len(places))
	stays := make([]bool, len(all))
	for ; last >= 0; last = before[last] {
		stays[last] = true
	}
	var out []*group
	for k, g := range all {
		if !stays[k] {
			out = append(out, g)
		}
	}
	return out
}

// heft is how much it costs to say that a group moved: the length of both sides, and
// so little of their words' hash that two groups hardly ever weigh the same.
func heft(a, b *side, g *group) int64 {
	u, v := &a.units[g.old[0]], &b.units[g.new[0]]
	hash := func(s string) int64 {
		h := fnv.New32a()
		h.Write([]byte(s)) // a hash never fails
		return int64(h.Sum32() >> 16)
	}
	size := len(u.folded) + len(v.folded) + 100*(len(u.children)+len(v.children)) + 16
	return int64(size)<<20 + hash(u.folded) + hash(v.folded)
}

// A maxTree keeps the heaviest chain that ends at or before each place (a Fenwick tree).
type maxTree struct {
	weight []int64
	last   []int
}

func newMaxTree(n int) *maxTree {
	t := &maxTree{make([]int64, n+1), make([]int, n+1)}
	for i := range t.last {
		t.last[i] = -1
	}
	return t
}

// upTo gives the heaviest chain before place at, and its last member.
func (t *maxTree) upTo(at int) (weight int64, last int) {
	last = -1
	for ; at > 0; at -= at & -at {
		if t.weight[at] > weight {
			weight, last = t.weight[at], t.last[at]
		}
	}
	return weight, last
}

func (t *maxTree) raise(at int, weight int64, last int) {
	for at++; at < len(t.weight); at += at & -at {
		if weight > t.weight[at] {
			t.weight[at], t.last[at] = weight, last
		}
	}
}

// inReadingOrder puts groups in the order of the new document; one that is only
// old stands behind the old clause before it.
func inReadingOrder(groups []*group) []*group {
	var kept, gone []*group
	for _, g := range groups {
		if len(g.new) > 0 {
			kept = append(kept, g)
		} else {
			gone = append(gone, g)
		}
	}
	slices.SortFunc(kept, func(x, y *group) int { return cmp.Compare(x.new[0], y.new[0]) })
	slices.SortFunc(gone, func(x, y *group) int { return cmp.Compare(x.old[0], y.old[0]) })
	before := map[int]*group{} // by old clause
	for _, g := range kept {
		for _, i := range g.old {
			before[i] = g
		}
	}
	behind := map[*group][]*group{}
	for _, g := range gone {
		anchor := before[g.old[0]-1]
		behind[anchor] = append(behind[anchor], g)
		before[g.old[0]] = anchor
	}
	out := slices.Clone(behind[nil])
	for _, g := range kept {
		out = append(out, g)
		out = append(out, behind[g]...)
	}
	return out
}
