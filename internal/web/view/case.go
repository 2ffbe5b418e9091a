package view

import "github.com/wenxiao/wenxiao/period"

// A CaseCard is one case: where it is, since when, until when, and what the reader may do. Its words that are not data come
// from the declaration of its workflow.
type CaseCard struct {
	ID       string // to be found on the page
	Title    string // of the workflow
	About    string // what it is about, as data: the period of a due item, the metric of a target; empty for an assignment
	Unit     string // that has it
	Who      string // section, person and account in the unit, as data; empty while nobody has it
	Step     string // in words
	IsClosed bool
	Since    period.Date
	Due      Due
	Grade    string // in words; empty before it is closed
	Was      string // what a request changes, as data; empty where it changes no value
	Asked    string
	Problem  string // the sentence why an act was not accepted that is not offered any more; empty for none
	Measures []CaseMeasure
	Revision []CaseMeasure // that wait for approval to take the place of Measures
	File     string        // where measures are written; empty where the reader may not
	Acts     []CaseAct
	Undo     string // where the last move is taken back; empty where it can not be
	Version  int64
	Back     string // the page to return to after an act
	Past     []CaseEntry
	PastOpen bool // whether it is shown at once: the last move sent the case back, and why stands there
	HasMore  bool // whether the case has a page of its own that shows more than this one
}

// A CaseAct is a move that the reader may take.
type CaseAct struct {
	Name     string
	Title    string
	Form     Form
	IsReturn bool
	IsFirst  bool     // the usual one
	Lacks    []string // what is still lacking, in words; the move can not be taken then
	Fields   []Field
	IsOpen   bool // whether its form is shown open, because it was sent and not accepted
}

// A CaseMeasure is a measure with its node, or a point of a target's curve.
type CaseMeasure struct {
	What   string // data: of a point the metric and the value
	Person string
	On     period.Date
	Done   period.Date // the day on which it was done; NoDate while it is not
	Result string      // how it was done
	Files  []File
	Tell   *Form // where it is said that it was done; nil where the reader may not
	Fields []Field
	Undo   string // where that is taken back; empty where it can not be
	IsNode bool   // whether it is to be done at all: a point of a curve is reached by a figure
}

// A CaseEntry is a move that was taken.
type CaseEntry struct {
	At   int64
	Who  string
	Unit string
	What string // the move in words
	Said []NamedText
}

// A CasePage is one case by itself.
type CasePage struct {
	*Frame
	Task     Link   // or what else it is about
	Document *Link  // that orders the task; nil for what is no task's
	Quote    string // what the document orders; empty as above
	Card     CaseCard
}

// A MeasuresPage (报措施) is where a unit writes its measures, and the curve of each figure.
type MeasuresPage struct {
	*Frame
	Task Link
	Unit string
	Due  Due
	Form Form
	// IsEarlier says that the form was filled in from the task whose place this one has taken.
	IsEarlier bool
	Rows      []MeasureRow
	Curves    []Curve
}

// A MeasureRow is one measure as it is entered.
type MeasureRow struct{ What, Person, On Field }

// A Curve (季度计划) is what a figure is to be at the end of each quarter.
type Curve struct {
	Metric string
	Goal   string
	Unit   string
	Points []Field
}

// A RequestPage is where something is asked about a due item or a target.
type RequestPage struct {
	*Frame
	Task Link
	What string // the due item or target, as data
	Acts []CaseAct
}

// An AbsencePage (请假、AB岗) is where somebody says when he is away and who stands in for him.
type AbsencePage struct {
	*Frame
	Rows   []AbsenceRow
	Form   *Form // nil where the unit has nobody else
	Fields []Field
}

// An AbsenceRow is one leave that is not over.
type AbsenceRow struct {
	From, To period.Date
	StandIn  string
	Remove   string // where it is taken back
}
