package view

import "strconv"

// A RelationsPage says how a document stands to those before it.
type RelationsPage struct {
	*Frame
	Action    string // where relations are sent; empty where they can not be changed any more
	Problem   string // why what was sent was not taken
	Others    []Option
	Kinds     []Option
	Relations []Relation
	Followers []Follower
}

// A Relation is how a document stands to one before it, with the targets on which the two differ.
type Relation struct {
	Other       Link
	OtherID     string
	Kind        string // code of word.document-relation
	Force       string // of the other, code of word.force
	Comparison  string // where the whole comparison is
	Differences []Difference
}

// A Follower is a later document that says something about this one.
type Follower struct {
	Document Link
	Kind     string
}

// A Difference is a target that both documents give in different words.
type Difference struct {
	ID       string // of its entries in the form: place of the task and of the target in the newer document
	Metric   string
	Conflict bool // whether both can not hold side by side
	Old, New Side
	TakesOld bool
	Reason   string
}

// A Side is what one document says.
type Side struct {
	Figure   string
	Sentence string
}

func (r Relation) entry(name string, d Difference) string { return name + "." + d.ID }

func (r Relation) heading() string { return "r-" + r.OtherID }

func (p *RelationsPage) conflicts(r Relation) string {
	n := 0
	for _, d := range r.Differences {
		if d.Conflict {
			n++
		}
	}
	return strconv.Itoa(n)
}
