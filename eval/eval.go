// Package eval scores compiled documents against gold annotations: precision,
// recall and F1 for each kind of fact, and the share of right titles,
// comparisons, due dates and metadata among what was found.
//
// The figures are those of the annotation guide, so its rules are kept to the
// letter: brackets and widths are folded, white space is dropped, facts are
// multisets keyed by the task's path. The package does no I/O and never judges
// whether a figure is good enough; start at [Parse] and [Compare], and sum with
// [Score.Add].
package eval

// The kinds of fact that are scored by precision and recall, in the order they are printed.
const (
	Tasks = iota
	Duties
	Targets
	Obligations
	Provisions
	kinds
)

// The figures that are scored as a share of what both sides have, in the order they are printed.
const (
	Titles = iota
	Comparisons
	DueDates
	Metadata
	shares
)

var (
	kindNames  = [kinds]string{"tasks", "duties", "targets", "obligations", "provisions"}
	shareNames = [shares]string{"titles", "ops", "dues", "meta"}
)

// A Tally counts facts of one kind.
type Tally struct {
	Right    int `json:"tp"`
	Invented int `json:"fp"`
	Missed   int `json:"fn"`
}

// Precision is the share of the facts found that are right; 1 where none was found.
func (t Tally) Precision() float64 { return part(t.Right, t.Right+t.Invented, 1) }

// Recall is the share of the gold's facts that were found; 1 where there are none.
func (t Tally) Recall() float64 { return part(t.Right, t.Right+t.Missed, 1) }

// F1 is the harmonic mean of precision and recall.
func (t Tally) F1() float64 {
	p, r := t.Precision(), t.Recall()
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

// A Share counts how many of the facts both sides have agree in one property.
type Share struct {
	Right int `json:"right"`
	All   int `json:"all"`
}

// Accuracy is the share that agrees; 0 where there was nothing to compare.
func (s Share) Accuracy() float64 { return part(s.Right, s.All, 0) }

func part(a, b int, none float64) float64 {
	if b == 0 {
		return none
	}
	return float64(a) / float64(b)
}

// A Score is what one document, or the sum of several, reached. Its zero value is the score of no document.
type Score struct {
	Kinds  [kinds]Tally
	Shares [shares]Share
	// Differences say in words what was missed, invented or otherwise, one line
	// each, in the order they are printed. [Score.Add] leaves them out.
	Differences []string
}

// Add counts another document in.
func (s *Score) Add(o Score) {
	for i, t := range o.Kinds {
		s.Kinds[i].Right += t.Right
		s.Kinds[i].Invented += t.Invented
		s.Kinds[i].Missed += t.Missed
	}
	for i, a := range o.Shares {
		s.Shares[i].Right += a.Right
		s.Shares[i].All += a.All
	}
}

// Names are the figures of a score that a minimum can be asked of, in the order they are printed.
func Names() []string { return append(kindNames[:len(kindNames):len(kindNames)], shareNames[:]...) }

// Figure is one figure by its name: F1 of a kind, accuracy of a share. ok is false for a name not in [Names].
func (s *Score) Figure(name string) (value float64, ok bool) {
	for i, n := range kindNames {
		if n == name {
			return s.Kinds[i].F1(), true
		}
	}
	for i, n := range shareNames {
		if n == name {
			return s.Shares[i].Accuracy(), true
		}
	}
	return 0, false
}
