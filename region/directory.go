package region

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A Day (日) is a day number counted from 1970-01-01, the number of a period.Date.
type Day int32

// A Division (行政区划) is one name a code had, and from when to when. Codes and
// names change every year; a division renamed is two values with one code, and one
// whose code changed is two values with one name.
type Division struct {
	Code Code   `json:"code"`
	Name string `json:"name"` // the full form of its own part: 城区, 山西省; never empty
	// From is the first day of the name; 0, before which the code table did not
	// exist, stands for always.
	From Day `json:"from,omitempty"`
	// To is the first day on which it is no more; 0 while it is in force.
	To Day `json:"to,omitempty"`
}

// In reports whether d was in force on the given day.
func (d Division) In(on Day) bool {
	return (d.From == 0 || d.From <= on) && (d.To == 0 || on < d.To)
}

// A Directory (区划目录) finds divisions by code and by name at a time. It never
// changes once made, so it may be shared. The nation has no entry.
type Directory struct {
	byCode map[Code][]Division // each in order of From
	codes  []Code              // sorted
	byName map[string][]Code   // full names and aliases, codes sorted, each once
}

// NewDirectory makes a directory of the given divisions, in any order, and of
// the 34 provinces; a province that is given with its own names is taken as given.
// It is an error if a division has no name or is the nation, ends before it begins
// or has two names on one day.
func NewDirectory(divisions []Division) (*Directory, error) {
	d := &Directory{byCode: map[Code][]Division{}, byName: map[string][]Code{}}
	for _, division := range divisions {
		if division.Code.IsNation() || strings.TrimSpace(division.Name) == "" {
			return nil, fmt.Errorf("list division %s %q: it needs a code and a name", division.Code, division.Name)
		}
		if division.To != 0 && division.To <= division.From {
			return nil, fmt.Errorf("list division %s %q: it ends before it begins", division.Code, division.Name)
		}
		d.byCode[division.Code] = append(d.byCode[division.Code], division)
	}
	for _, p := range words().Provinces {
		if len(d.byCode[p.Code]) == 0 {
			d.byCode[p.Code] = []Division{{Code: p.Code, Name: p.Name}}
		}
	}
	d.codes = slices.SortedFunc(maps.Keys(d.byCode), Code.Compare)
	for _, code := range d.codes {
		history := d.byCode[code]
		slices.SortFunc(history, func(a, b Division) int { return cmp.Compare(a.From, b.From) })
		for i := 1; i < len(history); i++ {
			if before := history[i-1]; before.To == 0 || before.To > history[i].From {
				return nil, fmt.Errorf("list division %s: both %q and %q at one time", code, before.Name, history[i].Name)
			}
		}
		d.index(history)
	}
	return d, nil
}

// index enters one code's names; it is called in order of codes.
func (d *Directory) index(history []Division) {
	for _, division := range history {
		for _, name := range append(Aliases(division.Name), division.Name) {
			codes := d.byName[name]
			if n := len(codes); n == 0 || codes[n-1] != division.Code {
				d.byName[name] = append(codes, division.Code)
			}
		}
	}
}

// At is the division with the given code on the given day; false if there was
// none.
func (d *Directory) At(code Code, on Day) (Division, bool) {
	for _, division := range d.byCode[code] {
		if division.In(on) {
			return division, true
		}
	}
	return Division{}, false
}

// History are all names the code ever had, earliest first; empty if unknown.
func (d *Directory) History(code Code) []Division { return slices.Clone(d.byCode[code]) }

// Children are the divisions right under parent on the given day, in order of
// codes. Under a city without counties they are townships. The time it takes
// grows with what lies in parent.
func (d *Directory) Children(parent Code, on Day) []Division {
	start, _ := slices.BinarySearchFunc(d.codes, parent, Code.Compare)
	var children []Division
	for _, code := range d.codes[start:] {
		if !parent.Contains(code) {
			break
		}
		if code == parent || code.Parent() != parent {
			continue
		}
		if division, ok := d.At(code, on); ok {
			children = append(children, division)
		}
	}
	return children
}

// Find are the divisions in parent, at whatever depth, that had the given name
// on the given day: those of exactly this name or, where there is none, those it
// is an alias of ([Aliases]). Higher levels come first, then by code. Several
// divisions may share a name (城区, 朝阳); which is meant is for the caller to say.
// Empty if there is none.
func (d *Directory) Find(parent Code, name string, on Day) []Division {
	var exact, alias []Division
	for _, code := range d.byName[name] {
		division, ok := d.At(code, on)
		if !ok || !parent.Contains(code) {
			continue
		}
		switch {
		case division.Name == name:
			exact = append(exact, division)
		case slices.Contains(Aliases(division.Name), name):
			alias = append(alias, division)
		}
	}
	if len(exact) == 0 {
		exact = alias
	}
	slices.SortStableFunc(exact, func(a, b Division) int { return cmp.Compare(a.Code.Level(), b.Code.Level()) })
	return exact
}

// FullName is the name of a division with those of all it lies in before it, as
// an address begins: 山西省阳泉市城区. Entries of the code table that no address
// contains (市辖区 under Beijing) are left out, levels the directory does not know
// too. False, and an empty name, if the division itself is unknown on that day.
func (d *Directory) FullName(code Code, on Day) (string, bool) {
	own, ok := d.At(code, on)
	if !ok {
		return "", false
	}
	name := own.Name
	for code = code.Parent(); !code.IsNation(); code = code.Parent() {
		above, known := d.At(code, on)
		if known && !slices.Contains(words().Fillers, above.Name) {
			name = above.Name + name
		}
	}
	return name, true
}
