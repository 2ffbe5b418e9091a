package compare

import (
	"cmp"
	"slices"
)

// A group is clauses of both sides that belong together: one of each, one alone,
// or several on one side. Its indexes are in reading order.
type group struct {
	old, new []int
	likeness float64
	index    int // in [Comparison.Clauses]
}

// A pair is a candidate: an old and a new clause and how alike they are.
type pair struct {
	i, j     int
	likeness float64
	// score is the likeness with what speaks for the place.
	score float64
}

// How alike clauses must be.
const (
	alike       = 0.5  // from here on two clauses are taken for one
	certain     = 0.72 // from here on no neighbour is asked
	headShare   = 0.55 // how much the heading tells, beside the text
	childShare  = 0.5  // the share of children that makes two chapters one
	neighbourly = 0.05 // what each neighbour in the same relation adds
)

// align finds which clauses belong together.
//
//  1. Clauses whose words stand once on each side are one.
//  2. Of the rest, the likest pairs are one, from a threshold on; of equals, the one at the like place.
//  3. The same again, with what the neighbours and the clause above say: it
//     decides between clauses that are equally like.
//  4. Chapters most of whose clauses became one another's are one, whatever their headings.
//  5. Of clauses left alone, those whose words stand in another's are its parts.
func align(a, b *side) []*group {
	same := onlyOnce(a, b)
	candidates := append(repeated(a, b), likely(a, b, same)...)
	chosen := choose(a, b, same, candidates)
	for k := range candidates {
		candidates[k].score = candidates[k].likeness + support(a, b, candidates[k], chosen)
	}
	chosen = choose(a, b, same, candidates)
	chosen.parents(a, b)
	return regroup(a, b, chosen)
}

// A matching holds the partner of every clause of both sides, -1 where it has none.
type matching struct {
	ofOld, ofNew []int
	likeness     []float64 // by old clause
}

func newMatching(a, b *side) *matching {
	m := &matching{ofOld: make([]int, len(a.units)), ofNew: make([]int, len(b.units)), likeness: make([]float64, len(a.units))}
	for i := range m.ofOld {
		m.ofOld[i] = -1
	}
	for j := range m.ofNew {
		m.ofNew[j] = -1
	}
	return m
}

func (m *matching) free(i, j int) bool { return m.ofOld[i] < 0 && m.ofNew[j] < 0 }

func (m *matching) join(i, j int, likeness float64) {
	m.ofOld[i], m.ofNew[j], m.likeness[i] = j, i, likeness
}

// onlyOnce gives the clauses whose words stand exactly once on each side.
func onlyOnce(a, b *side) []pair {
	places := map[string]*[2][]int{}
	for k, s := range [...]*side{a, b} {
		for i := range s.units {
			key := s.units[i].folded
			if places[key] == nil {
				places[key] = &[2][]int{}
			}
			places[key][k] = append(places[key][k], i)
		}
	}
	var out []pair
	for i := range a.units {
		p := places[a.units[i].folded]
		if len(p[0]) == 1 && len(p[1]) == 1 {
			out = append(out, pair{i: i, j: p[1][0], likeness: 1, score: 1})
		}
	}
	return out
}

// repeated gives pairs of clauses of the same words that stand several times: the
// first with the first and so on, and the last with the last.
func repeated(a, b *side) []pair {
	places := map[string][]int{}
	for j := range b.units {
		places[b.units[j].folded] = append(places[b.units[j].folded], j)
	}
	seen := map[string]int{}
	counts := map[string]int{}
	for i := range a.units {
		counts[a.units[i].folded]++
	}
	var out []pair
	for i := range a.units {
		key := a.units[i].folded
		k, all := seen[key], places[key]
		seen[key]++
		if len(all) == 0 || len(all) == 1 && counts[key] == 1 {
			continue
		}
		fromStart, fromEnd := k, len(all)-(counts[key]-k)
		if fromStart < len(all) {
			out = append(out, pair{i: i, j: all[fromStart], likeness: 1, score: 1})
		}
		if fromEnd >= 0 && fromEnd != fromStart {
			out = append(out, pair{i: i, j: all[fromEnd], likeness: 1, score: 1})
		}
	}
	return out
}

// likely gives the pairs of clauses that may be one, found from both sides; those that are the same need no search.
func likely(a, b *side, same []pair) []pair {
	x, y := sought(a.units), sought(b.units)
	for _, p := range same {
		x[p.i], y[p.j] = nil, nil
	}
	var out []pair
	seen := map[[2]int]bool{}
	add := func(i, j int) {
		if seen[[2]int{i, j}] {
			return
		}
		seen[[2]int{i, j}] = true
		if l := likeness(&a.units[i], &b.units[j]); l >= alike {
			out = append(out, pair{i: i, j: j, likeness: l, score: l})
		}
	}
	nearest(x, y, func(i, j int) { add(i, j) })
	nearest(y, x, func(j, i int) { add(i, j) })
	return out
}

// sought gives what clauses are looked up by: text and heading.
func sought(units []unit) []bag {
	out := make([]bag, len(units))
	for i := range units {
		out[i] = with(units[i].bag, units[i].head)
	}
	return out
}

// likeness is how alike two clauses are, from 0 to 1.
func likeness(u, v *unit) float64 {
	if u.folded == v.folded {
		return 1
	}
	l := dice(u.bag, v.bag)
	if len(u.head) > 0 && len(v.head) > 0 {
		l = max(l, headShare*dice(u.head, v.head)+(1-headShare)*l)
	}
	if (len(u.Path) == 0) != (len(v.Path) == 0) {
		l *= 0.9
	}
	return min(l, 0.99)
}

// Bounds on the search for candidates.
const (
	maxPlaces    = 200  // a gram that stands in more clauses than this tells nothing
	maxVisits    = 6000 // places looked at for one clause
	maxNearest   = 10   // candidates for one clause
	maxSearching = 400  // grams looked up for one clause, the most telling first
)

// nearest calls found with the index of every bag of from and of those of to that share the most telling grams with it.
func nearest(from, to []bag, found func(i, j int)) {
	in := map[gram][]int32{}
	for j := range to {
		for _, x := range to[j] {
			if p := in[x.gram]; len(p) <= maxPlaces {
				in[x.gram] = append(p, int32(j))
			}
		}
	}
	score := make([]float32, len(to))
	for i := range from {
		terms := slices.Clone(from[i])
		slices.SortFunc(terms, func(x, y term) int {
			return cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(x.gram, y.gram))
		})
		var touched []int32
		visits := 0
		for _, x := range terms[:min(len(terms), maxSearching)] {
			places := in[x.gram]
			if len(places) > maxPlaces {
				continue
			}
			if visits += len(places); visits > maxVisits {
				break
			}
			for _, j := range places {
				if score[j] == 0 {
					touched = append(touched, j)
				}
				score[j] += x.weight
			}
		}
		for _, j := range best(touched, score) {
			found(i, int(j))
		}
		for _, j := range touched {
			score[j] = 0
		}
	}
}

// best gives the indexes of the highest scores, the highest first.
func best(touched []int32, score []float32) []int32 {
	var top []int32
	for _, j := range touched {
		k := len(top)
		for k > 0 && (score[top[k-1]] < score[j] || score[top[k-1]] == score[j] && top[k-1] > j) {
			k--
		}
		if k < maxNearest {
			top = slices.Insert(top[:min(len(top), maxNearest-1)], k, j)
		}
	}
	return top
}

// choose takes pairs, the best first, each clause once.
func choose(a, b *side, same, candidates []pair) *matching {
	m := newMatching(a, b)
	for _, p := range same {
		m.join(p.i, p.j, 1)
	}
	n, o := len(a.units), len(b.units)
	far := func(p pair) int { return max(p.i*o-p.j*n, p.j*n-p.i*o) }
	slices.SortFunc(candidates, func(p, q pair) int {
		return cmp.Or(cmp.Compare(q.score, p.score), cmp.Compare(far(p), far(q)), cmp.Compare(p.i+p.j, q.i+q.j), cmp.Compare(p.i, q.i))
	})
	for _, p := range candidates {
		if m.free(p.i, p.j) {
			m.join(p.i, p.j, p.likeness)
		}
	}
	return m
}

// support is what the neighbours, the clause above and the label add to a pair that is not certain by itself.
func support(a, b *side, p pair, m *matching) float64 {
	u, v := &a.units[p.i], &b.units[p.j]
	s := 0.0
	if p.i > 0 && p.j > 0 && m.ofOld[p.i-1] == p.j-1 {
		s += neighbourly
	}
	if p.i+1 < len(a.units) && p.j+1 < len(b.units) && m.ofOld[p.i+1] == p.j+1 {
		s += neighbourly
	}
	if u.Parent >= 0 && v.Parent >= 0 && m.ofOld[u.Parent] == v.Parent {
		s += neighbourly
	}
	if slices.Equal(u.Path, v.Path) {
		s += neighbourly / 2
	}
	if p.likeness >= certain && p.likeness < 1 {
		return s / 2
	}
	return s
}

// parents makes chapters one most of whose clauses became one another's.
func (m *matching) parents(a, b *side) {
	type key struct{ i, j int }
	votes := map[key]int{}
	for i, j := range m.ofOld {
		if j < 0 {
			continue
		}
		if p := (key{a.units[i].Parent, b.units[j].Parent}); p.i >= 0 && p.j >= 0 {
			votes[p]++
		}
	}
	for i := range a.units {
		children := a.units[i].children
		if m.ofOld[i] >= 0 || len(children) == 0 {
			continue
		}
		for _, c := range children {
			if m.ofOld[c] < 0 {
				continue
			}
			j := b.units[m.ofOld[c]].Parent
			if j < 0 || m.ofNew[j] >= 0 {
				continue
			}
			n := float64(votes[key{i, j}])
			if n > childShare*float64(len(children)) && n > childShare*float64(len(b.units[j].children)) {
				m.join(i, j, max(likeness(&a.units[i], &b.units[j]), childShare))
				break
			}
		}
	}
}
