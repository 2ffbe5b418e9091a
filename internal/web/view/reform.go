package view

import "github.com/wenxiao/wenxiao/period"

// A UnitsPage (单位名录) lists the units of a division, those that are no more at the end.
type UnitsPage struct {
	*Frame
	Rows    []UnitRow
	Former  []UnitRow
	Reforms string // where units are changed; empty where the reader may not
}

// A UnitRow is one unit.
type UnitRow struct {
	Href  string
	Name  string
	Until period.Date // NoDate while it stands
	Names int         // it had before
}

// A UnitPage is one unit with what became of it (机构沿革).
type UnitPage struct {
	*Frame
	Until   period.Date // NoDate while it stands
	Names   []UnitName
	Changes []UnitChange // the newest first
}

// A UnitName is one that a unit had.
type UnitName struct {
	Name     string
	IsAlias  bool
	From, To period.Date // NoDate for an open end
}

// A UnitChange is what became of a unit, or of another whose place it has taken.
type UnitChange struct {
	On    period.Date
	Kind  string // code of word.unit-change: what became of it; word.unit-origin: where it came from
	Comes bool   // the other came to it, rather than it to the other
	Other Link
	Basis string
}

// A ReformsPage (机构改革) lists changes of units and lets one be planned.
type ReformsPage struct {
	*Frame
	Rows   []ReformRow
	Form   Form
	Kind   Field
	Units  []Check
	Fields []Field
}

// A Check is one of several things that can be chosen together.
type Check struct {
	Name, Value, Text string
	On                bool
}

// A ReformRow is one change.
type ReformRow struct {
	Href     string
	Kind     string // code of word.reform-kind
	From, To []string
	On       period.Date
	State    string // code of word.reform-state
}

// A ReformPage is one change: planned, with all that it would move, or carried out.
type ReformPage struct {
	*Frame
	Row      ReformRow
	New      []string // of the successors, those that are made
	Basis    string
	Carry    *Form // nil where it can not be carried out any more
	Drop     *Form
	Tasks    []ReformTask
	People   []ReformPerson
	Scores   []Link   // of appraisals that are not published
	Children []string // units below, that come to the first successor
	Moved    []Counted
}

// A ReformTask is one in which the units have something open.
type ReformTask struct {
	Task                            Link
	Parts                           []string // unit and part, in words
	Due, Reports, Cases, Directives int
	One                             bool  // several parts become one…
	Leads                           bool  // …which leads
	To                              Field // who takes it; without options there is but one
}

// A ReformPerson is an account of one of the units.
type ReformPerson struct {
	Name string
	To   Field
}

// A Counted is how many of a kind.
type Counted struct {
	What  string // code of word.moved
	Count int
}
