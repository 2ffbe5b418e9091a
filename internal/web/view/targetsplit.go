package view

// A TargetSplitPage splits a target among units.
type TargetSplitPage struct {
	*Frame
	Form      Form
	Task      Link
	Metric    string
	Goal      string // what the whole asks for, with its unit
	Quote     string
	IsFixed   bool // a unit has reported, or the person may not: it is shown and not to be changed
	HasBegun  bool
	Earlier   string // that the form was filled in from the document before, and with what; empty where it was not
	HasParts  bool
	Kind      Field
	Sum       Field
	By        Field
	Decimals  Field
	Rows      []TargetSplitRow
	Balance   string // the sum beside the whole, in words; empty before there is one
	Fits      bool
	Remainder string // who got what rounding left over; empty where nothing was
	Paste     Field
	Upload    Form // takes an XLSX file
	Undo      string
}

// A TargetSplitRow is one unit with its part.
type TargetSplitRow struct {
	ID       string // of the unit
	Unit     string
	Weight   string
	Value    string
	Reported string // what it has reported so far
	Rest     bool   // it got what rounding left over
}
