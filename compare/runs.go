package compare

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/source"
	"github.com/wenxiao/wenxiao/zh"
)

// A token is the least that is shown as changed: a character, a whole figure or a
// word of letters. Spaces cling to what stands before them.
type token struct {
	key        string // folded, without spaces
	start, end int    // in the text
}

// tokens cuts a text.
func tokens(s string) []token {
	var out []token
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		end := i + size
		if joins(r) {
			for end < len(s) {
				next, n := utf8.DecodeRuneInString(s[end:])
				if !joins(next) && !(zh.Fold(next) == '.' && digitAt(s[end+n:]) && digitAt(s[end-1:])) {
					break
				}
				end += n
			}
		}
		for end < len(s) {
			next, n := utf8.DecodeRuneInString(s[end:])
			if !unicode.IsSpace(next) {
				break
			}
			end += n
		}
		out = append(out, token{key: folded(s[i:end]), start: i, end: end})
		i = end
	}
	return out
}

// joins reports whether a character is part of a figure or of a word of letters.
func joins(r rune) bool {
	r = zh.Fold(r)
	return r < utf8.RuneSelf && (unicode.IsDigit(r) || unicode.IsLetter(r))
}

func digitAt(s string) bool { return s != "" && zh.IsDigit(s[0]) }

// phrases gives where each phrase of tokens ends: after a mark that divides.
func phrases(t []token) []int {
	var ends []int
	for i, x := range t {
		if i+1 == len(t) || strings.ContainsAny(x.key, ",;:、。()！？") || x.key == "" {
			ends = append(ends, i+1)
		}
	}
	return ends
}

// A joined text is the texts of one side's clauses, one after another.
type joinedText struct {
	text  string
	units []*unit
	from  []int // where each unit's text begins
}

func join(s *side, units []int) joinedText {
	var j joinedText
	var b strings.Builder
	for k, i := range units {
		if k > 0 {
			b.WriteByte('\n')
		}
		j.units = append(j.units, &s.units[i])
		j.from = append(j.from, b.Len())
		b.WriteString(s.units[i].Text)
	}
	j.text = b.String()
	return j
}

// source gives the place of a range in the document. A range over several clauses covers them all.
func (j *joinedText) source(start, end int) source.Span {
	var out source.Span
	for k, u := range j.units {
		from, to := max(start, j.from[k]), min(end, j.from[k]+len(u.Text))
		if from < to {
			out = out.Cover(u.Source(from-j.from[k], to-j.from[k]))
		}
	}
	return out
}

// An edit is a stretch of tokens of both sides: the same, or one in place of the other.
type edit struct {
	same           bool
	a0, a1, b0, b1 int
}

// runsOf gives the words of a group's two sides, cut where they differ.
func runsOf(a, b *side, g *group) []Run {
	old, new := join(a, g.old), join(b, g.new)
	x, y := tokens(old.text), tokens(new.text)
	// The way through equal choices depends on the side; so that both ways round
	// say the same, the text that sorts first is always the first.
	mirrored := new.text < old.text
	if mirrored {
		x, y = y, x
	}
	edits := legible(differ(x, y), x, y)
	var out []Run
	for _, e := range edits {
		if mirrored {
			e.a0, e.a1, e.b0, e.b1 = e.b0, e.b1, e.a0, e.a1
		}
		tx, ty := x, y
		if mirrored {
			tx, ty = y, x
		}
		oldFrom, oldTo := bounds(tx, e.a0, e.a1)
		newFrom, newTo := bounds(ty, e.b0, e.b1)
		o, n := old.source(oldFrom, oldTo), new.source(newFrom, newTo)
		if e.same {
			out = append(out, Run{Kind: RunEqual, Text: new.text[newFrom:newTo], Old: o, New: n})
			continue
		}
		if oldFrom < oldTo {
			out = append(out, Run{Kind: RunDelete, Text: old.text[oldFrom:oldTo], Old: o})
		}
		if newFrom < newTo {
			out = append(out, Run{Kind: RunInsert, Text: new.text[newFrom:newTo], New: n})
		}
	}
	return out
}

func bounds(t []token, from, to int) (start, end int) {
	if from >= to {
		return 0, 0
	}
	return t[from].start, t[to-1].end
}

// differ finds the common words of two texts: by phrases first, then by tokens inside what differs.
func differ(x, y []token) []edit {
	px, py := phrases(x), phrases(y)
	kx, ky := phraseKeys(x, px), phraseKeys(y, py)
	var out []edit
	start := func(ends []int, i int) int {
		if i == 0 {
			return 0
		}
		return ends[i-1]
	}
	for _, e := range shortest(kx, ky) {
		a0, a1, b0, b1 := start(px, e.a0), start(px, e.a1), start(py, e.b0), start(py, e.b1)
		if e.same {
			out = extend(out, edit{true, a0, a1, b0, b1})
			continue
		}
		for _, f := range shortest(tokenKeys(x[a0:a1]), tokenKeys(y[b0:b1])) {
			out = extend(out, edit{f.same, a0 + f.a0, a0 + f.a1, b0 + f.b0, b0 + f.b1})
		}
	}
	return out
}

// extend appends an edit, to the last one where it is of the same kind.
func extend(edits []edit, e edit) []edit {
	if n := len(edits); n > 0 && edits[n-1].same == e.same {
		edits[n-1].a1, edits[n-1].b1 = e.a1, e.b1
		return edits
	}
	return append(edits, e)
}

func tokenKeys(t []token) []string {
	keys := make([]string, len(t))
	for i := range t {
		keys[i] = t[i].key
	}
	return keys
}

func phraseKeys(t []token, ends []int) []string {
	keys := make([]string, len(ends))
	from := 0
	for i, end := range ends {
		var b strings.Builder
		for _, x := range t[from:end] {
			b.WriteString(x.key)
		}
		keys[i], from = b.String(), end
	}
	return keys
}

// maxSteps bounds the work for one pair of texts; texts that differ more are shown as replaced.
const maxSteps = 400_000

// shortest gives the shortest way from x to y (Myers), as alternating edits.
func shortest(x, y []string) []edit {
	head := 0
	for head < len(x) && head < len(y) && x[head] == y[head] {
		head++
	}
	tail := 0
	for tail < len(x)-head && tail < len(y)-head && x[len(x)-1-tail] == y[len(y)-1-tail] {
		tail++
	}
	same := make([][2]int, 0, head+tail)
	for i := range head {
		same = append(same, [2]int{i, i})
	}
	for _, p := range common(x[head:len(x)-tail], y[head:len(y)-tail]) {
		same = append(same, [2]int{p[0] + head, p[1] + head})
	}
	for i := tail; i > 0; i-- {
		same = append(same, [2]int{len(x) - i, len(y) - i})
	}
	var out []edit
	i, j := 0, 0
	for k := 0; k < len(same); {
		p := same[k]
		if p[0] > i || p[1] > j {
			out = append(out, edit{false, i, p[0], j, p[1]})
		}
		n := 1
		for k+n < len(same) && same[k+n] == [2]int{p[0] + n, p[1] + n} {
			n++
		}
		out = append(out, edit{true, p[0], p[0] + n, p[1], p[1] + n})
		i, j, k = p[0]+n, p[1]+n, k+n
	}
	if i < len(x) || j < len(y) {
		out = append(out, edit{false, i, len(x), j, len(y)})
	}
	return out
}

// common gives a longest common subsequence, as pairs of indexes; nothing where it would take too long.
func common(x, y []string) [][2]int {
	n, m := len(x), len(y)
	if n == 0 || m == 0 {
		return nil
	}
	best := make([]int, 2*(n+m)+1)
	var trace [][]int
	steps := 0
	for d := 0; d <= n+m; d++ {
		if steps += 2*d + 1; steps > maxSteps {
			return nil
		}
		trace = append(trace, slices.Clone(best[n+m-d:n+m+d+1]))
		for k := -d; k <= d; k += 2 {
			at := n + m + k
			i := 0
			if d > 0 && (k == -d || k != d && best[at-1] < best[at+1]) {
				i = best[at+1]
			} else if d > 0 {
				i = best[at-1] + 1
			}
			j := i - k
			for i < n && j < m && x[i] == y[j] {
				i++
				j++
				steps++
			}
			best[at] = i
			if i >= n && j >= m {
				return backtrack(trace, n, m)
			}
		}
	}
	return nil
}

// backtrack walks the rounds of [common] back from the end. Round d holds diagonals -d to d.
func backtrack(trace [][]int, n, m int) [][2]int {
	var out [][2]int
	i, j := n, m
	for d := len(trace) - 1; d > 0; d-- {
		before := trace[d]
		k := i - j
		if k == -d || k != d && before[d+k-1] < before[d+k+1] {
			k++
		} else {
			k--
		}
		pi := before[d+k]
		pj := pi - k
		for i > pi && j > pj {
			i--
			j--
			out = append(out, [2]int{i, j})
		}
		i, j = pi, pj
	}
	for i > 0 && j > 0 {
		i--
		j--
		out = append(out, [2]int{i, j})
	}
	slices.Reverse(out)
	return out
}

// legible joins edits that only a few common characters divide: a word replaced
// reads better than its characters kept here and there. Joining makes changes
// longer, so that it is done again, a few times.
func legible(edits []edit, x, y []token) []edit {
	for range maxJoins {
		var out []edit
		for k, e := range edits {
			if e.same && k > 0 && k+1 < len(edits) && !holds(edits, k, x, y) {
				e.same = false
			}
			out = extend(out, e)
		}
		if len(out) == len(edits) {
			break
		}
		edits = out
	}
	return edits
}

// maxJoins is how often changes are joined with those near them.
const maxJoins = 6

// minKept is the number of common characters that are worth keeping between any changes.
const minKept = 5

// holds reports whether the common words of edit k are worth keeping between the changes around them.
func holds(edits []edit, k int, x, y []token) bool {
	kept := 0
	for _, t := range x[edits[k].a0:edits[k].a1] {
		n := utf8.RuneCountInString(t.key)
		if strings.ContainsAny(t.key, ",;:、。()！？“”《》") {
			n = 0
		}
		kept += n
	}
	size := func(e edit) int { return max(e.a1-e.a0, e.b1-e.b0) }
	before, behind := size(edits[k-1]), size(edits[k+1])
	if before <= 1 && behind <= 1 {
		return kept > 0
	}
	return kept >= minKept || 4*kept*kept >= before*behind
}
