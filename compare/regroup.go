package compare

import (
	"cmp"
	"slices"
)

// How much of a clause must stand in another's words to be taken for a part of it.
const (
	partOf   = 0.6 // the share of a part that stands in the whole, beside what other parts hold
	wholeOf  = 0.5 // the share of the whole that its parts hold
	minTerms = 6   // fewer grams than this make no part
	maxParts = 64  // clauses that are looked at as parts of one
)

// A division is a clause of one side that stands in several on the other.
type division struct {
	whole   int
	parts   []int
	covered float64
	split   bool // the whole is old
}

// regroup makes groups of a matching: pairs, clauses alone, and those that were split or merged.
func regroup(a, b *side, m *matching) []*group {
	found := append(divisions(a.units, b.units, m.ofOld, m.ofNew, true), divisions(b.units, a.units, m.ofNew, m.ofOld, false)...)
	slices.SortFunc(found, func(x, y division) int {
		return cmp.Or(cmp.Compare(y.covered, x.covered), cmp.Compare(x.whole, y.whole))
	})
	inOld, inNew := make([]*group, len(a.units)), make([]*group, len(b.units))
	var groups []*group
	for _, d := range found {
		wholes, parts := inOld, inNew
		if !d.split {
			wholes, parts = inNew, inOld
		}
		taken := wholes[d.whole] != nil
		for _, p := range d.parts {
			taken = taken || parts[p] != nil
		}
		if taken {
			continue
		}
		g := &group{old: []int{d.whole}, new: d.parts, likeness: d.covered}
		if !d.split {
			g.old, g.new = d.parts, []int{d.whole}
		}
		wholes[d.whole] = g
		for _, p := range d.parts {
			parts[p] = g
		}
		groups = append(groups, g)
	}
	for i, j := range m.ofOld {
		switch {
		case inOld[i] != nil:
		case j >= 0 && inNew[j] == nil:
			inOld[i] = &group{old: []int{i}, new: []int{j}, likeness: m.likeness[i]}
			inNew[j] = inOld[i]
			groups = append(groups, inOld[i])
		default:
			inOld[i] = &group{old: []int{i}, likeness: 1}
			groups = append(groups, inOld[i])
		}
	}
	for j := range inNew {
		if inNew[j] == nil {
			inNew[j] = &group{new: []int{j}, likeness: 1}
			groups = append(groups, inNew[j])
		}
	}
	for i := range a.units {
		a.units[i].group = inOld[i]
	}
	for j := range b.units {
		b.units[j].group = inNew[j]
	}
	return groups
}

// divisions finds the clauses of wholes that stand in several of parts. A part is
// free, or is already the whole's partner.
func divisions(wholes, parts []unit, ofWhole, ofPart []int, split bool) []division {
	near := make([][]int, len(wholes))
	x, y := sought(parts), sought(wholes)
	for j, i := range ofPart {
		if i >= 0 {
			x[j] = nil
			if parts[j].folded == wholes[i].folded {
				y[i] = nil // what stands in its partner word for word was not divided
			}
		}
	}
	nearest(x, y, func(j, i int) {
		if len(near[i]) < maxParts && len(parts[j].bag) >= minTerms && parts[j].sum < wholes[i].sum {
			near[i] = append(near[i], j)
		}
	})
	var found []division
	for i := range wholes {
		if len(near[i]) == 0 {
			continue
		}
		w := &wholes[i]
		rest, partner := w.bag, ofWhole[i]
		d := division{whole: i, split: split}
		if partner >= 0 {
			if within(parts[partner].bag, w.bag) < partOf {
				continue // the partner is another text; what is like the rest of the whole is not its part
			}
			d.parts = append(d.parts, partner)
			rest = without(rest, parts[partner].bag)
		}
		left := rest.sum()
		if left == 0 {
			continue
		}
		for _, j := range byShare(near[i], parts, rest) {
			if within(parts[j].bag, rest) >= partOf {
				d.parts = append(d.parts, j)
				rest = without(rest, parts[j].bag)
			}
		}
		d.covered = 1 - rest.sum()/w.sum
		if len(d.parts) > 1 && d.covered >= wholeOf {
			slices.Sort(d.parts)
			found = append(found, d)
		}
	}
	return found
}

// byShare orders candidates by how much of them stands in the whole.
func byShare(candidates []int, parts []unit, whole bag) []int {
	share := make(map[int]float64, len(candidates))
	for _, j := range candidates {
		share[j] = within(parts[j].bag, whole)
	}
	slices.SortFunc(candidates, func(x, y int) int { return cmp.Or(cmp.Compare(share[y], share[x]), cmp.Compare(x, y)) })
	return candidates
}
