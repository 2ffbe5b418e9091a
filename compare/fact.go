package compare

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

// A placed fact is a fact with what it is compared by.
type placed[T any] struct {
	fact  *T
	span  source.Span
	group *group // of the clause it stands in; nil where it stands in none
	words bag    // what it is about
	more  bag    // the sentence it stands in, up to its end, and its clause's heading
	// exact is a figure's metric with its verbs, picks the figures in it that select objects.
	exact bag
	picks []string
	taken bool
}

// place puts facts into the groups of their clauses.
func gather[T any](s *side, facts []T, span func(*T) source.Span, words func(*T) bag) []placed[T] {
	out := make([]placed[T], len(facts))
	for i := range facts {
		f := &facts[i]
		out[i] = placed[T]{fact: f, span: span(f), words: words(f)}
		if at := s.at(out[i].span.Start); at >= 0 {
			out[i].group = s.units[at].group
		}
	}
	return out
}

// A couple is two facts that may be one, with how alike they are.
type couple struct {
	i, j  int
	score float64
}

// marry takes couples, the best first, each fact once.
func marry[T any](old, new []placed[T], couples []couple) []couple {
	n, m := len(old), len(new)
	far := func(c couple) int { return max(c.i*m-c.j*n, c.j*n-c.i*m) }
	slices.SortFunc(couples, func(x, y couple) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(far(x), far(y)), cmp.Compare(x.i+x.j, y.i+y.j), cmp.Compare(x.i, y.i))
	})
	var out []couple
	for _, c := range couples {
		if !old[c.i].taken && !new[c.j].taken {
			old[c.i].taken, new[c.j].taken = true, true
			out = append(out, c)
		}
	}
	return out
}

// report says what became of every fact: the couples in the order of the new
// document, each removed fact behind those of its old place.
func report[T any](a, b *side, old, new []placed[T], couples []couple, differ func(old, new *T) []string) []Fact[T] {
	out := make([]Fact[T], 0, len(old)+len(new)-len(couples))
	partner := make(map[int]couple, len(couples))
	for _, c := range couples {
		partner[c.j] = c
	}
	for j := range new {
		f := Fact[T]{Kind: Added, New: new[j].fact, Fields: []string{}, OldIn: Place{Path: []string{}, Change: -1}, NewIn: b.place(new[j].span), Confidence: 1}
		if c, ok := partner[j]; ok {
			f.Kind, f.Old, f.OldIn, f.Confidence = Same, old[c.i].fact, a.place(old[c.i].span), hundredths(c.score)
			if f.Fields = differ(f.Old, f.New); len(f.Fields) > 0 {
				f.Kind = Changed
			}
		}
		out = append(out, f)
	}
	for i := range old {
		if !old[i].taken {
			out = append(out, Fact[T]{Kind: Dropped, Old: old[i].fact, Fields: []string{}, OldIn: a.place(old[i].span), NewIn: Place{Path: []string{}, Change: -1}, Confidence: 1})
		}
	}
	slices.SortStableFunc(out, func(x, y Fact[T]) int { return cmp.Compare(position(&x), position(&y)) })
	return out
}

// position is the clause a fact is shown with.
func position[T any](f *Fact[T]) int {
	if f.New != nil {
		return f.NewIn.Change
	}
	return f.OldIn.Change
}

// within a group all facts of one side are compared with all of the other, up to this many on each side.
const maxBeside = 400

// beside gives the couples of facts that stand in one group.
func beside[T any](old, new []placed[T], score func(x, y *placed[T]) float64, least float64) []couple {
	in := map[*group][]int{}
	for i := range old {
		in[old[i].group] = append(in[old[i].group], i)
	}
	mates := map[*group]int{}
	var out []couple
	for j := range new {
		g := new[j].group
		if mates[g]++; mates[g] > maxBeside {
			continue
		}
		for _, i := range in[g][:min(len(in[g]), maxBeside)] {
			if s := score(&old[i], &new[j]); s >= least {
				out = append(out, couple{i, j, s})
			}
		}
	}
	return out
}

// anywhere gives the couples of facts, wherever they stand, that share telling words.
func anywhere[T any](old, new []placed[T], score func(x, y *placed[T]) float64, least float64) []couple {
	words := func(all []placed[T]) []bag {
		out := make([]bag, len(all))
		for i := range all {
			if !all[i].taken {
				out[i] = with(all[i].words, all[i].more)
			}
		}
		return out
	}
	x, y := words(old), words(new)
	var out []couple
	seen := map[[2]int]bool{}
	add := func(i, j int) {
		if seen[[2]int{i, j}] {
			return
		}
		seen[[2]int{i, j}] = true
		if s := score(&old[i], &new[j]); s >= least {
			out = append(out, couple{i, j, s})
		}
	}
	nearest(x, y, func(i, j int) { add(i, j) })
	nearest(y, x, func(j, i int) { add(i, j) })
	return out
}

// tasks compares the tasks of clauses that became one another.
func tasks(a, b *side) []Fact[Task] {
	refs := func(s *side) []Task {
		out := make([]Task, len(s.Policy.Tasks))
		for i := range out {
			t := &s.Policy.Tasks[i]
			out[i] = Task{Path: t.Path, Title: t.Title, Due: t.Due, Quote: t.Quote, Span: t.Span}
		}
		return out
	}
	span := func(t *Task) source.Span { return t.Span }
	words := func(t *Task) bag { return wordsOf(t.Title) }
	old, new := gather(a, refs(a), span, words), gather(b, refs(b), span, words)
	couples := beside(old, new, func(x, y *placed[Task]) float64 {
		if x.group == nil {
			return 0
		}
		return max(x.group.likeness, 0.01) * (0.5 + dice(a.weights.apply(x.words), a.weights.apply(y.words))/2)
	}, 0.001)
	couples = marry(old, new, couples)
	for k := range couples {
		couples[k].score = old[couples[k].i].group.likeness
	}
	return report(a, b, old, new, couples, func(x, y *Task) []string {
		var fields []string
		if !slices.EqualFunc(x.Path, y.Path, func(s, t string) bool { return folded(s) == folded(t) }) {
			fields = append(fields, "path")
		}
		if folded(x.Title) != folded(y.Title) {
			fields = append(fields, "title")
		}
		return differing(fields, "due", x.Due, y.Due)
	})
}

// differing appends a field's name where its values differ.
func differing[T comparable](fields []string, name string, x, y *T) []string {
	if (x == nil) != (y == nil) || x != nil && *x != *y {
		return append(fields, name)
	}
	return fields
}

// duties compares the units of clauses that became one another, those of default duties among them.
func duties(a, b *side, parallel bool) []Fact[policy.Duty] {
	all := func(s *side) []policy.Duty {
		var out []policy.Duty
		for i := range s.Policy.Tasks {
			out = append(out, s.Policy.Tasks[i].Duties...)
		}
		for _, d := range s.Policy.DefaultDuties {
			out = append(out, policy.Duty{Unit: d.Unit, Role: d.Role, Quote: d.Quote, Span: d.Span, Judgement: d.Judgement})
		}
		return out
	}
	span := func(d *policy.Duty) source.Span { return d.Span }
	none := func(*policy.Duty) bag { return nil }
	old, new := gather(a, all(a), span, none), gather(b, all(b), span, none)
	couples := beside(old, new, func(x, y *placed[policy.Duty]) float64 {
		if x.group == nil {
			return 0
		}
		s := oneUnit(x.fact.Unit, y.fact.Unit)
		if x.fact.Role != y.fact.Role {
			s -= 0.01
		}
		return s
	}, 0.5)
	couples = marry(old, new, couples)
	facts := report(a, b, old, new, couples, func(x, y *policy.Duty) []string {
		var fields []string
		if folded(x.Unit) != folded(y.Unit) {
			fields = append(fields, "unit")
		}
		if x.Role != y.Role {
			fields = append(fields, "role")
		}
		return fields
	})
	for i := range facts {
		if len(facts[i].Fields) == 1 && facts[i].Fields[0] == "unit" {
			facts[i].Kind = Renamed
		}
	}
	if parallel {
		contradictingLeads(facts)
	}
	return facts
}

// contradictingLeads marks the leading units of clauses that both documents give another one.
func contradictingLeads(facts []Fact[policy.Duty]) {
	type leads struct{ old, new, both int }
	in := map[int]*leads{}
	at := func(i int) *leads {
		if in[i] == nil {
			in[i] = &leads{}
		}
		return in[i]
	}
	for i := range facts {
		f := &facts[i]
		wasLead, isLead := f.Old != nil && f.Old.Role == policy.RoleLead, f.New != nil && f.New.Role == policy.RoleLead
		l := at(position(f))
		switch {
		case wasLead && isLead:
			l.both++
		case wasLead:
			l.old++
		case isLead:
			l.new++
		}
	}
	for i := range facts {
		f := &facts[i]
		l := at(position(f))
		lead := f.Old != nil && f.Old.Role == policy.RoleLead || f.New != nil && f.New.Role == policy.RoleLead
		f.Conflict = lead && f.Kind != Same && f.Kind != Renamed && l.both == 0 && l.old > 0 && l.new > 0
	}
}

// oneUnit says how sure it is that two printed names are of one unit: the same
// letters, or one an abbreviation of the other, whose characters all stand in it
// in the same order, the first at its beginning.
func oneUnit(x, y string) float64 {
	x, y = folded(x), folded(y)
	if x == y {
		return 1
	}
	if utf8.RuneCountInString(x) > utf8.RuneCountInString(y) {
		x, y = y, x
	}
	short, long := []rune(x), []rune(y)
	if len(short) >= 3 && len(long) == len(short)+1 && string(long[1:]) == x && strings.ContainsRune("省市县区州镇乡", long[0]) {
		return 0.95 // the level left out: 教育局 of a city's paper is 市教育局
	}
	if len(short) < 3 || short[0] != long[0] || strings.ContainsAny(x, "各有关") || len(long) > 3*len(short) {
		return 0
	}
	at := 0
	for _, r := range long {
		if at < len(short) && short[at] == r {
			at++
		}
	}
	if at < len(short) {
		return 0
	}
	return 0.7 + 0.2*float64(len(short))/float64(len(long))
}

// obligations compares what falls due again and again.
func obligations(a, b *side) []Fact[policy.Obligation] {
	all := func(s *side) []policy.Obligation {
		return slices.Concat(s.Policy.Obligations, s.Policy.Triggered)
	}
	span := func(o *policy.Obligation) source.Span { return o.Span }
	words := func(o *policy.Obligation) bag { return a.weights.apply(wordsOf(o.Quote)) }
	old, new := gather(a, all(a), span, words), gather(b, all(b), span, words)
	couples := append(beside(old, new, func(x, y *placed[policy.Obligation]) float64 {
		s := quotes(x, y)
		if x.fact.Action != y.fact.Action {
			s *= 0.7
		}
		return s
	}, 0.4), anywhere(old, new, quotes[policy.Obligation], 0.7)...)
	return report(a, b, old, new, marry(old, new, couples), func(x, y *policy.Obligation) []string {
		var fields []string
		if x.Action != y.Action {
			fields = append(fields, "action")
		}
		if !slices.Equal(x.Who, y.Who) {
			fields = append(fields, "who")
		}
		fields = differing(fields, "to", x.To, y.To)
		fields = differing(fields, "every", x.Schedule.Every, y.Schedule.Every)
		fields = differing(fields, "times", x.Schedule.Times, y.Schedule.Times)
		if !slices.Equal(x.Schedule.Dates, y.Schedule.Dates) {
			fields = append(fields, "dates")
		}
		fields = differing(fields, "workdays_after", x.Schedule.WorkdaysAfter, y.Schedule.WorkdaysAfter)
		fields = differing(fields, "day", x.Schedule.Day, y.Schedule.Day)
		return differing(fields, "month_of_period", x.Schedule.MonthOfPeriod, y.Schedule.MonthOfPeriod)
	})
}

// quotes is how alike the words of two facts are; standing in clauses that are one speaks for them.
func quotes[T any](x, y *placed[T]) float64 {
	s := dice(x.words, y.words)
	if x.group != nil && x.group == y.group {
		s = s*0.8 + 0.2
	}
	return min(s, 1)
}

// provisions compares rules with parameters.
func provisions(a, b *side) []Fact[policy.Provision] {
	span := func(p *policy.Provision) source.Span { return p.Span }
	words := func(p *policy.Provision) bag { return a.weights.apply(wordsOf(p.Quote)) }
	old, new := gather(a, a.Policy.Provisions, span, words), gather(b, b.Policy.Provisions, span, words)
	couples := append(beside(old, new, quotes[policy.Provision], 0.4), anywhere(old, new, quotes[policy.Provision], 0.7)...)
	return report(a, b, old, new, marry(old, new, couples), func(x, y *policy.Provision) []string {
		var fields []string
		if x.Kind != y.Kind {
			fields = append(fields, "kind")
		}
		if !sameParams(x.Params, y.Params) {
			fields = append(fields, "params")
		}
		return fields
	})
}

// sameParams compares the numbers of two rules by name.
func sameParams(x, y map[string]any) bool {
	return maps.EqualFunc(x, y, func(v, w any) bool { return reflect.DeepEqual(v, w) })
}
