// Package comparison words a comparison of two documents for people: as a view
// that a terminal prints, and as one self-contained page.
//
// The texts of documents are hostile: the page escapes them all and forbids every
// script and style but its own. The package decides nothing about documents and
// does no I/O; start at [New] and [View.Page].
package comparison

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/wenxiao/wenxiao/compare"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

// Doubtful is the confidence below which two figures are said to be perhaps, not surely, of one measure.
const Doubtful = 0.7

// A View is a comparison in words of one language.
type View struct {
	Lang     source.Language
	Old, New Side
	Relation string // how the documents stand to one another, as a sentence
	Parallel bool   // different documents for one place and time, whose conflicts matter most
	Apart    bool   // different documents, not versions of one: nothing was inserted or removed
	Counts   []Count
	// Conflicts are what both documents can not be held to at once.
	Conflicts []Fact
	// Targets, Obligations and Provisions are those that changed, were added or removed.
	Targets, Obligations, Provisions []Fact
	// Alone are the facts of different documents that stand in one only.
	Alone   []Fact
	Duties  []Duties
	Clauses []Clause
}

// A Side is one document.
type Side struct {
	Name    string // 旧件 or 新件
	Title   string
	Details string // file, number, date, place, year, status
}

// A Count is one figure of the summary.
type Count struct {
	Name string
	N    int
}

// A Fact is one target, obligation or provision on both sides.
type Fact struct {
	Kind     compare.FactKind
	Word     string // the kind in words
	What     string // what it is about
	Old, New string // what each side says; empty where it says nothing
	Diff     string // which parts differ
	// OldPlace and NewPlace are the numbering of the clauses, OldSentence and NewSentence what they say.
	OldPlace, NewPlace       string
	OldSentence, NewSentence string
	Change                   int // index of the clause in Clauses, -1 where there is none
	Confidence               string
	IsDoubtful               bool
}

// Duties are the units that differ in one clause.
type Duties struct {
	Place, Title                     string
	Change                           int
	Added, Removed, Changed, Renamed []string
}

// A Clause is one row of clauses of both sides.
type Clause struct {
	Index     int
	Kind      compare.ClauseKind
	Word      string // the kind in words, with 移位 and 改号 where they hold too
	IsChange  bool
	Old, New  []compare.ClauseRef
	OldPlace  string
	NewPlace  string
	Runs      []compare.Run
	Title     string // heading or first words
	Certainty string // how alike the sides are, empty where they are the same or there is one only
}

// New words a comparison.
func New(c *compare.Comparison, lang source.Language) *View {
	v := &View{Lang: lang, Parallel: c.Relation.Kind == compare.Parallel}
	v.Apart = v.Parallel || c.Relation.Kind == compare.Unrelated
	v.Old, v.New = v.side(wordOld, &c.Old), v.side(wordNew, &c.New)
	v.Relation = v.relation(&c.Relation)
	v.Clauses = v.clauses(c)
	for i := range c.Targets {
		f := v.target(&c.Targets[i])
		v.Targets = v.list(v.Targets, f, c.Targets[i].Conflict)
	}
	for i := range c.Obligations {
		v.Obligations = v.list(v.Obligations, v.obligation(&c.Obligations[i]), false)
	}
	for i := range c.Provisions {
		v.Provisions = v.list(v.Provisions, v.provision(&c.Provisions[i]), false)
	}
	v.duties(c)
	v.counts(&c.Summary)
	slices.SortStableFunc(v.Conflicts, func(x, y Fact) int { return cmp.Compare(order(x), order(y)) })
	return v
}

// order puts what is sure before what is doubtful.
func order(f Fact) int {
	if f.IsDoubtful {
		return 1
	}
	return 0
}

// list appends a fact that differs, a conflict to the conflicts.
func (v *View) list(facts []Fact, f Fact, conflict bool) []Fact {
	switch {
	case conflict:
		v.Conflicts = append(v.Conflicts, f)
	case v.Apart && (f.Old == "" || f.New == ""):
		v.Alone = append(v.Alone, f)
	case f.Kind != compare.Same:
		return append(facts, f)
	}
	return facts
}

func (v *View) side(name phrase, s *compare.Side) Side {
	out := Side{Name: v.say(name), Title: s.Title}
	if out.Title == "" {
		out.Title = v.say(wordNoTitle)
	}
	details := []string{s.File}
	for _, p := range []*string{s.Number, s.Issued, s.Region} {
		if p != nil {
			details = append(details, *p)
		}
	}
	if s.Year != nil {
		details = append(details, v.say(wordYear, *s.Year))
	}
	if w, ok := statusWords[s.Status]; ok {
		details = append(details, v.say(w))
	}
	out.Details = strings.Join(details, " · ")
	return out
}

func (v *View) relation(r *compare.Relation) string {
	percent := func(x float64) string { return strconv.Itoa(int(x*100+0.5)) + "%" }
	return v.say(relationWords[r.Kind]) + v.say(sayKept, percent(r.Kept), percent(r.Confidence))
}

func (v *View) counts(s *compare.Summary) {
	add := func(name string, n int) {
		if n > 0 {
			v.Counts = append(v.Counts, Count{name, n})
		}
	}
	if v.Parallel {
		add(v.say(wordConflicts), s.Conflicts)
	}
	for _, k := range []compare.ClauseKind{compare.Unchanged, compare.Reworded, compare.Renumbered, compare.Moved, compare.Split, compare.Merged, compare.Inserted, compare.Removed} {
		add(v.say(wordClauses)+v.joint()+v.clauseWord(k), s.Clauses[k])
	}
	for _, k := range []compare.FactKind{compare.Changed, compare.Added, compare.Dropped} {
		add(v.say(wordTargets)+v.joint()+v.factWord(k), s.Targets[k])
	}
	for _, k := range []compare.FactKind{compare.Changed, compare.Renamed, compare.Added, compare.Dropped} {
		add(v.say(wordDuties)+v.joint()+v.factWord(k), s.Duties[k])
	}
}

// joint divides two words of one name.
func (v *View) joint() string {
	if v.Lang == source.English {
		return " "
	}
	return ""
}

// clauseWord is a kind of change; of different documents nothing was inserted or removed.
func (v *View) clauseWord(k compare.ClauseKind) string {
	if v.Apart {
		if w, ok := apartClauseWords[k]; ok {
			return v.say(w)
		}
	}
	return v.say(clauseWords[k])
}

func (v *View) factWord(k compare.FactKind) string {
	if v.Apart {
		if w, ok := apartFactWords[k]; ok {
			return v.say(w)
		}
	}
	return v.say(factWords[k])
}

// Place is the numbering of a clause as one word.
func (v *View) place(path []string) string {
	if len(path) == 0 {
		return v.say(wordParagraph)
	}
	return strings.Join(path, "/")
}

func (v *View) clauses(c *compare.Comparison) []Clause {
	out := make([]Clause, len(c.Clauses))
	for i := range c.Clauses {
		ch := &c.Clauses[i]
		row := Clause{Index: i, Kind: ch.Kind, Word: v.clauseWord(ch.Kind), IsChange: ch.Kind != compare.Unchanged, Old: ch.Old, New: ch.New, Runs: ch.Runs}
		if ch.Moved && ch.Kind != compare.Moved && !v.Apart {
			row.Word += v.say(wordAnd) + v.say(clauseWords[compare.Moved])
		}
		if ch.Renumbered && ch.Kind != compare.Renumbered && !v.Apart {
			row.Word += v.say(wordAnd) + v.say(clauseWords[compare.Renumbered])
		}
		row.OldPlace, row.NewPlace = v.places(ch.Old), v.places(ch.New)
		refs := ch.New
		if len(refs) == 0 {
			refs = ch.Old
		}
		row.Title = Brief(refs[0].Text, refs[0].Heading)
		if ch.Confidence < 1 {
			row.Certainty = v.say(sayAlike, int(ch.Confidence*100+0.5))
		}
		out[i] = row
	}
	return out
}

func (v *View) places(refs []compare.ClauseRef) string {
	var names []string
	for i := range refs {
		names = append(names, v.place(refs[i].Path))
	}
	return strings.Join(names, v.say(wordNames))
}

// Brief is a clause's heading, or its first words where it has none or a long one.
func Brief(text string, heading int) string {
	if heading > 0 {
		text = text[:heading]
	}
	n := 0
	for i, r := range text {
		if n == 36 || r == '\n' {
			return text[:i] + "…"
		}
		n++
	}
	return text
}

// fact words what all kinds of facts have in common.
func factOf[T any](v *View, f *compare.Fact[T]) Fact {
	out := Fact{Kind: f.Kind, Word: v.factWord(f.Kind), OldSentence: f.OldIn.Sentence, NewSentence: f.NewIn.Sentence, Change: f.NewIn.Change}
	if f.Old != nil {
		out.OldPlace = v.place(f.OldIn.Path)
	}
	if f.New != nil {
		out.NewPlace = v.place(f.NewIn.Path)
	} else {
		out.Change = f.OldIn.Change
	}
	if f.Old != nil && f.New != nil {
		out.Confidence = strconv.Itoa(int(f.Confidence*100+0.5)) + "%"
		out.IsDoubtful = f.Confidence < Doubtful
	}
	var names []string
	for _, name := range f.Fields {
		if w, ok := fieldWords[name]; ok {
			names = append(names, v.say(w))
		} else {
			names = append(names, name)
		}
	}
	out.Diff = strings.Join(names, v.say(wordNames))
	return out
}

func (v *View) target(f *compare.Fact[policy.Target]) Fact {
	out := factOf(v, f)
	name := func(t *policy.Target) string {
		if t.Metric == "" {
			return t.Quote
		}
		return t.Metric
	}
	if f.Old != nil {
		out.What, out.Old = name(f.Old), v.figure(f.Old)
	}
	if f.New != nil {
		out.What, out.New = name(f.New), v.figure(f.New)
	}
	return out
}

// figure is a target's number with its unit and date.
func (v *View) figure(t *policy.Target) string {
	s := map[policy.Comparison]string{policy.OpAtLeast: "≥ ", policy.OpAtMost: "≤ "}[t.Op] + t.Value.String()
	if t.ValueHi != nil {
		s += "–" + t.ValueHi.String()
	}
	if t.Unit != nil {
		s += " " + *t.Unit
	}
	if t.Due != nil {
		s += v.say(wordBracket, *t.Due)
	}
	if t.Soft {
		s += v.say(wordBracket, v.say(wordSoft))
	}
	return s
}

func (v *View) obligation(f *compare.Fact[policy.Obligation]) Fact {
	out := factOf(v, f)
	if f.Old != nil {
		out.What, out.Old = f.Old.Quote, f.Old.Quote
	}
	if f.New != nil {
		out.What, out.New = f.New.Quote, f.New.Quote
	}
	return out
}

func (v *View) provision(f *compare.Fact[policy.Provision]) Fact {
	out := factOf(v, f)
	if f.Old != nil {
		out.What, out.Old = f.Old.Quote, f.Old.Quote
	}
	if f.New != nil {
		out.What, out.New = f.New.Quote, f.New.Quote
	}
	return out
}

// duties groups the units that differ by clause. Of different documents only clauses that stand in both are told.
func (v *View) duties(c *compare.Comparison) {
	at := map[int]int{}
	for i := range c.Duties {
		f := &c.Duties[i]
		place, change := f.NewIn, f.NewIn.Change
		if f.New == nil {
			place, change = f.OldIn, f.OldIn.Change
		}
		if f.Conflict {
			v.Conflicts = append(v.Conflicts, v.leadConflict(f, place))
		}
		if f.Kind == compare.Same || v.Apart && change >= 0 && (len(c.Clauses[change].Old) == 0 || len(c.Clauses[change].New) == 0) {
			continue
		}
		k, known := at[change]
		if !known {
			k = len(v.Duties)
			at[change] = k
			d := Duties{Change: change, Place: v.place(place.Path)}
			if change >= 0 {
				d.Title = v.Clauses[change].Title
			}
			v.Duties = append(v.Duties, d)
		}
		d := &v.Duties[k]
		switch f.Kind {
		case compare.Added:
			d.Added = append(d.Added, v.unit(f.New))
		case compare.Dropped:
			d.Removed = append(d.Removed, v.unit(f.Old))
		case compare.Renamed:
			d.Renamed = append(d.Renamed, f.Old.Unit+" → "+f.New.Unit)
		case compare.Changed:
			d.Changed = append(d.Changed, v.unit(f.Old)+" → "+v.unit(f.New))
		}
	}
	slices.SortStableFunc(v.Duties, func(x, y Duties) int { return x.Change - y.Change })
}

func (v *View) leadConflict(f *compare.Fact[policy.Duty], place compare.Place) Fact {
	out := factOf(v, f)
	if place.Change >= 0 {
		out.What = v.Clauses[place.Change].Title
	}
	out.Diff = v.say(fieldWords["lead"])
	if f.Old != nil {
		out.Old = v.unit(f.Old)
	}
	if f.New != nil {
		out.New = v.unit(f.New)
	}
	return out
}

func (v *View) unit(d *policy.Duty) string {
	return d.Unit + v.say(wordBracket, v.say(roleWords[d.Role]))
}

// say words a phrase in the language of the view.
func (v *View) say(p phrase, args ...any) string {
	if len(args) == 0 {
		return p[v.Lang]
	}
	return fmt.Sprintf(p[v.Lang], args...)
}
