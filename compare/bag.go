package compare

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/zh"
)

// A gram is one or two neighbouring characters; the first stands in the upper half, 0 for none.
type gram uint64

// A bag is the grams of a text in their order.
type bag []term

// A term is a gram of a bag.
type term struct {
	gram   gram
	n      int32   // how often it occurs
	weight float32 // how much it tells, see [weights]
}

// folded is a text as it is compared: half-width, without spaces.
func folded(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		if r = zh.Fold(r); !unicode.IsSpace(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// A gramReader collects the grams of a text. Figures count as one sign whatever
// their digits, so that a changed number does not make a clause another one.
type gramReader struct {
	all     []gram
	singles bool // take single characters too
	last    rune
}

// digitSign stands for a run of digits.
const digitSign = '0'

func (g *gramReader) read(r rune) {
	r = zh.Fold(r)
	switch {
	case r == digitSign && g.last == digitSign:
		return
	case unicode.IsSpace(r):
		return
	case unicode.IsDigit(r):
		if g.last == digitSign {
			return
		}
		r = digitSign
	case r == '.' && g.last == digitSign:
		return
	case !unicode.IsLetter(r) && r != '%':
		g.last = 0
		return
	}
	if g.singles && r != digitSign {
		g.all = append(g.all, gram(r))
	}
	if g.last != 0 {
		g.all = append(g.all, gram(g.last)<<32|gram(r))
	}
	g.last = r
}

func (g *gramReader) bag() bag {
	slices.Sort(g.all)
	var b bag
	for _, x := range g.all {
		if n := len(b); n > 0 && b[n-1].gram == x {
			b[n-1].n++
			continue
		}
		b = append(b, term{gram: x, n: 1})
	}
	return b
}

// bagOf gives the pairs of a text.
func bagOf(s string) bag {
	g := gramReader{all: make([]gram, 0, utf8.RuneCountInString(s))}
	for _, r := range s {
		g.read(r)
	}
	return g.bag()
}

// wordsOf gives the pairs and the single characters of a text, for short ones.
func wordsOf(s string) bag {
	g := gramReader{singles: true}
	for _, r := range s {
		g.read(r)
	}
	return g.bag()
}

// weights say how much a gram tells: one that stands in every clause tells little.
type weights struct {
	in    map[gram]int32
	total int
}

// add counts the grams of one text.
func (w *weights) add(b bag) {
	w.total++
	for _, x := range b {
		w.in[x.gram]++
	}
}

// apply gives the grams of a bag their weights.
func (w *weights) apply(b bag) bag {
	for i := range b {
		b[i].weight = float32(math.Log1p(float64(w.total+1) / float64(w.in[b[i].gram]+1)))
	}
	return b
}

// sum is the weight of a whole bag.
func (b bag) sum() float64 {
	s := 0.0
	for _, x := range b {
		s += float64(x.weight) * float64(x.n)
	}
	return s
}

// shared is the weight of what two bags have in common.
func shared(a, b bag) float64 {
	s := 0.0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].gram < b[j].gram:
			i++
		case a[i].gram > b[j].gram:
			j++
		default:
			s += float64(a[i].weight) * float64(min(a[i].n, b[j].n))
			i++
			j++
		}
	}
	return s
}

// dice is how alike two bags are, from 0 to 1.
func dice(a, b bag) float64 {
	whole := a.sum() + b.sum()
	if whole == 0 {
		return 0
	}
	return 2 * shared(a, b) / whole
}

// within is the share of a that stands in b, from 0 to 1.
func within(a, b bag) float64 {
	whole := a.sum()
	if whole == 0 {
		return 0
	}
	return shared(a, b) / whole
}

// without is what of a is left when b is taken from it.
func without(a, b bag) bag {
	var rest bag
	j := 0
	for _, x := range a {
		for j < len(b) && b[j].gram < x.gram {
			j++
		}
		if j < len(b) && b[j].gram == x.gram {
			x.n -= min(x.n, b[j].n)
		}
		if x.n > 0 {
			rest = append(rest, x)
		}
	}
	return rest
}

// with is two bags together.
func with(a, b bag) bag {
	out := make(bag, 0, len(a)+len(b))
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case j == len(b) || i < len(a) && a[i].gram < b[j].gram:
			out = append(out, a[i])
			i++
		case i == len(a) || b[j].gram < a[i].gram:
			out = append(out, b[j])
			j++
		default:
			x := a[i]
			x.n += b[j].n
			out = append(out, x)
			i++
			j++
		}
	}
	return out
}

// singles are the single characters of a bag.
func (b bag) singles() bag {
	end, _ := slices.BinarySearchFunc(b, gram(1<<32), func(x term, g gram) int { return cmp.Compare(x.gram, g) })
	return b[:end]
}
