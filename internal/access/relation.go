package access

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/wenxiao/wenxiao/region"
)

// A Part is what a unit has to do with a record.
type Part uint8

const (
	NoPart      Part = iota // none
	Cooperating             // 配合: one of the other units
	Lead                    // 牵头: its own record, or a task that it leads
)

// A Line (层级关系) is where a record's division stands, seen from that of a grant.
type Line uint8

const (
	Foreign Line = iota // in another branch, or none
	Same                // 本级
	Below               // 下级
	Above               // 上级
)

// A Relation (关系) is what an actor with one grant has to do with a record.
type Relation struct {
	IsOwn bool // it is about the actor's account
	Part  Part
	Line  Line
	// IsUnsent is that of the record.
	IsUnsent bool
}

// A Reach is how far a permission goes: to records of which relation. The zero Reach is none.
type Reach uint8

const (
	Own          Reach = iota + 1 // what is about the account itself
	Leading                       // what the actor's unit leads, in whatever division
	Sharing                       // what the actor's unit leads or has another part in, in whatever division
	Within                        // what belongs to the division of the grant
	Subtree                       // what belongs to it or lies below
	Installation                  // what is no division's and nobody's own: jobs, measures, acts on no record
	Everywhere                    // everything: for the system alone
)

// holds says whether a record of some relation lies within reach.
func (r Reach) holds(to Relation) bool {
	switch r {
	case Own:
		return to.IsOwn
	case Leading:
		return to.Part == Lead
	case Sharing:
		return to.Part != NoPart
	case Within:
		return to.Line == Same && !to.IsUnsent
	case Subtree:
		return (to.Line == Same || to.Line == Below) && !to.IsUnsent
	}
	return r == Everywhere // no record is the installation's
}

// Relate says what an actor has to do with a record by one of its grants.
func Relate(a Actor, g Grant, on Record) Relation {
	to := Relation{IsOwn: a.Account != uuid.Nil && on.Account == a.Account, Line: lineOf(g.Division, on), IsUnsent: on.IsUnsent}
	switch {
	case a.worksFor(on.Lead):
		to.Part = Lead
	case a.worksFor(on.With):
		to.Part = Cooperating
	}
	return to
}

// lineOf compares divisions. Down to the county a record stands where its owner is; townships and
// villages own no records, for them it stands at its place. Same and Below are decided as
// [Scopes.Rows] writes them down: by the range of owners and by the first digits of places.
func lineOf(d region.Code, on Record) Line {
	low, high := span(d)
	same, below := on.Owner == low, low < on.Owner && on.Owner <= high
	if isPlace(d) {
		below = on.Owner == low && strings.HasPrefix(on.Place, d.Prefix())
		same = below && slices.Contains(forms(d), on.Place)
	}
	switch {
	case same:
		return Same
	case below:
		return Below
	case stands(d, on).Contains(d):
		return Above
	}
	return Foreign
}

// stands is the division at which a record is seen from d; d itself is never above d, so what can not be read is foreign.
func stands(d region.Code, on Record) region.Code {
	text := fmt.Sprintf("%06d", on.Owner)
	if isPlace(d) && on.Place != "" {
		text = on.Place
	}
	code, err := region.Parse(text)
	if err != nil {
		return region.MustParse("99")
	}
	return code
}

// isPlace reports whether a division is a township or a village, which own no records.
func isPlace(d region.Code) bool { return d.Level() > region.County }

// forms are the ways to write the digits of a place.
func forms(d region.Code) []string { return []string{d.Prefix(), d.Full()} }

// span is the range of owners in a division, both ends included; the first is the division's own.
func span(d region.Code) (low, high int) {
	low, high = d.Owner(), d.Owner()
	if open := 6 - len(d.Prefix()); open > 0 {
		high += power(open) - 1
	}
	return low, high
}

func power(n int) int {
	p := 1
	for range n {
		p *= 10
	}
	return p
}

// at is a record that stands in a division.
func at(d region.Code) Record {
	on := Record{Owner: d.Owner()}
	if isPlace(d) {
		on.Place = d.Prefix()
	}
	return on
}
