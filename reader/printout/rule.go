package printout

import (
	"cmp"
	"math"
	"slices"
)

// A wall is a rule by where it stands and how far it goes.
type wall struct {
	isUpright bool
	at        float64 // its y if it is level, its x if it is upright
	from, to  float64
}

// What is taken for the rules of tables.
const (
	maxRules = 800 // a page with more of them is a drawing
	ruleNear = 2.0 // points by which ends may miss each other
)

func wallOf(r Rule) wall {
	if r.Right-r.Left > r.Bottom-r.Top {
		return wall{at: (r.Top + r.Bottom) / 2, from: r.Left, to: r.Right}
	}
	return wall{isUpright: true, at: (r.Left + r.Right) / 2, from: r.Top, to: r.Bottom}
}

// tablesOf finds the tables that rules draw, from top to bottom, and puts the runs
// that stand in them there. It gives the runs that are left.
func tablesOf(rules []Rule, runs []Run) ([]Run, []*table) {
	if len(rules) < 3 || len(rules) > maxRules {
		return runs, nil
	}
	walls := make([]wall, len(rules))
	for i, r := range rules {
		walls[i] = wallOf(r)
	}
	var tables []*table
	for _, group := range crossing(walls) {
		t := latticeOf(group)
		if t == nil {
			continue
		}
		var rest []Run
		inside := make([][]Run, len(t.cells))
		for _, r := range runs {
			if i := t.cellAt((r.Left+r.Right)/2, r.Baseline-0.35*r.Size); i >= 0 {
				inside[i] = append(inside[i], r)
			} else {
				rest = append(rest, r)
			}
		}
		if t.fill(inside) {
			runs = rest
			tables = append(tables, t)
		}
	}
	slices.SortStableFunc(tables, func(a, b *table) int { return cmp.Compare(a.ys[0], b.ys[0]) })
	return runs, tables
}

// crossing groups rules that touch one another, directly or by others.
func crossing(rules []wall) [][]wall {
	group := make([]int, len(rules))
	for i := range group {
		group[i] = i
	}
	find := func(i int) int {
		for group[i] != i {
			group[i] = group[group[i]]
			i = group[i]
		}
		return i
	}
	for i, a := range rules {
		for j := range i {
			if find(i) != find(j) && touch(a, rules[j]) {
				group[find(i)] = find(j)
			}
		}
	}
	members := make(map[int][]wall)
	var order []int
	for i, r := range rules {
		g := find(i)
		if members[g] == nil {
			order = append(order, g)
		}
		members[g] = append(members[g], r)
	}
	groups := make([][]wall, 0, len(order))
	for _, g := range order {
		groups = append(groups, members[g])
	}
	return groups
}

// touch reports that two rules cross, meet, or go on in one another.
func touch(a, b wall) bool {
	if a.isUpright == b.isUpright {
		return math.Abs(a.at-b.at) <= ruleNear && a.from <= b.to+ruleNear && b.from <= a.to+ruleNear
	}
	return a.at >= b.from-ruleNear && a.at <= b.to+ruleNear && b.at >= a.from-ruleNear && b.at <= a.to+ruleNear
}
