package access

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/wenxiao/wenxiao/region"
)

// A Unit (单位) is an office, institution or company that work is given to, under the name it had for a time. A unit
// that was renamed is two values with one ID. One that was merged ended; its name is an alias of the other
// from that day on.
type Unit struct {
	ID         uuid.UUID
	Division   region.Code
	Name       string // in full, as on its seal
	Aliases    []Alias
	IsVertical bool       // 垂管: it answers to its own superiors; it reports, and is not scored by the division
	Parent     uuid.UUID  // the unit it is part of; zero for none
	From, To   region.Day // as those of a [region.Division]
}

// An Alias is a name that a unit also has for a time: what documents once called it and a person confirmed.
type Alias struct {
	Name     string
	From, To region.Day // as those of a [region.Division]
}

// A Reason says why a name may mean a unit.
type Reason string

// The reasons, from the strongest down.
const (
	ByFullName     Reason = "full-name"    // 甲山市发展和改革委员会
	ByAlias        Reason = "alias"        // a name it is known to have
	ByShortName    Reason = "short-name"   // its name without its division's: 市发展和改革委员会
	ByDivision     Reason = "division"     // a division stands for its government: 乙水县
	ByAbbreviation Reason = "abbreviation" // characters of its name in their order: 发改委
	ByEnding       Reason = "ending"       // the end of its name: 自然资源局 for 规划和自然资源局
)

var reasons = []Reason{ByFullName, ByAlias, ByShortName, ByDivision, ByAbbreviation, ByEnding}

// Label is the key of the reason in words for people.
func (r Reason) Label() string { return "unit-match." + string(r) }

// A Match is a unit that a name may mean.
type Match struct {
	Unit   Unit
	Reason Reason
}

// A Directory (单位名录) resolves the names of units in documents. It never changes once made, so it may be shared.
type Directory struct {
	units      []Unit
	divisions  *region.Directory
	byDivision map[region.Code][]int
	byName     map[string][]int // full names and aliases, folded
}

// NewDirectory makes a directory of units, in any order. It is an error if a unit has no ID or no name, ends before
// it begins, or has two names on one day.
func NewDirectory(units []Unit, divisions *region.Directory) (*Directory, error) {
	d := &Directory{units: slices.Clone(units), divisions: divisions, byDivision: map[region.Code][]int{}, byName: map[string][]int{}}
	byID := map[uuid.UUID][]Unit{}
	for i, u := range d.units {
		if u.ID == uuid.Nil || folded(u.Name) == "" || u.To != 0 && u.To <= u.From {
			return nil, fmt.Errorf("list unit %q: it needs an ID, a name, and an end after its beginning", u.Name)
		}
		for _, before := range byID[u.ID] {
			if overlap(before, u) {
				return nil, fmt.Errorf("list unit %q: it is %q at the same time", u.Name, before.Name)
			}
		}
		byID[u.ID] = append(byID[u.ID], u)
		d.byDivision[u.Division] = append(d.byDivision[u.Division], i)
		d.index(u.Name, i)
		for _, a := range u.Aliases {
			d.index(a.Name, i)
		}
	}
	return d, nil
}

func overlap(a, b Unit) bool {
	return (a.To == 0 || b.From < a.To) && (b.To == 0 || a.From < b.To)
}

func (d *Directory) index(name string, i int) {
	key := folded(name)
	if !slices.Contains(d.byName[key], i) {
		d.byName[key] = append(d.byName[key], i)
	}
}

// LongestName is how many characters a name may have; what is longer is a sentence.
const LongestName = 60

// Find are the units that a name may mean in a document of a division on a day: those with the strongest [Reason]
// there is, in the order of the list. One is an answer, several are for a person to choose from, none is a name
// to be learnt. The name may lead to other divisions: by their names (乙水县教育局), or by the word for a
// kind of division (省, 县) among those above the document's own and right below it.
func (d *Directory) Find(in region.Code, name string, on region.Day) []Match {
	name = folded(name)
	if name == "" || len([]rune(name)) > LongestName {
		return nil
	}
	found := map[int]Reason{}
	d.known(found, in, name, on)
	for _, r := range d.readings(in, name, on, 0) {
		for _, i := range d.byDivision[r.division] {
			u := d.units[i]
			if !u.in(on) {
				continue
			}
			if reason := r.means(d.core(u, on)); reason != "" {
				d.note(found, i, reason)
			}
		}
	}
	return d.strongest(found)
}

func (u Unit) in(on region.Day) bool { return region.Division{From: u.From, To: u.To}.In(on) }

// known finds the units that have exactly this name. Those of the document's own division come before others
// above and below it, which may have the same.
func (d *Directory) known(found map[int]Reason, in region.Code, name string, on region.Day) {
	near := map[int]Reason{}
	for _, i := range d.byName[name] {
		u := d.units[i]
		if !u.in(on) || !in.Contains(u.Division) && !u.Division.Contains(in) {
			continue
		}
		reason := ByFullName
		if folded(u.Name) != name {
			if !slices.ContainsFunc(u.Aliases, func(a Alias) bool {
				return folded(a.Name) == name && region.Division{From: a.From, To: a.To}.In(on)
			}) {
				continue
			}
			reason = ByAlias
		}
		d.note(found, i, reason)
		if u.Division == in {
			d.note(near, i, reason)
		}
	}
	for i := range found {
		if _, is := near[i]; !is && len(near) > 0 {
			delete(found, i)
		}
	}
}

// note keeps the stronger of two reasons.
func (d *Directory) note(found map[int]Reason, i int, reason Reason) {
	if before, is := found[i]; !is || slices.Index(reasons, reason) < slices.Index(reasons, before) {
		found[i] = reason
	}
}

func (d *Directory) strongest(found map[int]Reason) []Match {
	for _, reason := range reasons {
		var matches []Match
		for i, u := range d.units {
			if found[i] == reason {
				matches = append(matches, Match{u, reason})
			}
		}
		if len(matches) > 0 {
			return matches
		}
	}
	return nil
}

// core is a unit's name without what every unit of its division begins with.
func (d *Directory) core(u Unit, on region.Day) string {
	name := folded(u.Name)
	for _, prefix := range partyPrefixes {
		name = strings.TrimPrefix(name, prefix)
	}
	for level := region.Province; level <= u.Division.Level(); level++ {
		division, known := d.divisions.At(u.Division.At(level), on)
		if !known {
			continue
		}
		for _, form := range append([]string{division.Name}, region.Aliases(division.Name)...) {
			if rest, is := strings.CutPrefix(name, folded(form)); is && rest != "" {
				name = rest
				break
			}
		}
	}
	return name
}
