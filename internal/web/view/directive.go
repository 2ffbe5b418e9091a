package view

import "github.com/wenxiao/wenxiao/period"

// A DirectivesPage (督办单) lists reminders, urge and supervision sheets, circulars and talks.
type DirectivesPage struct {
	*Frame
	List  List
	Rules string // address of the rules by which sheets are proposed; empty where the reader may not see them
	Rows  []DirectiveRow
}

// A DirectiveRow is one directive.
type DirectiveRow struct {
	Href   string
	Number string // 督办〔2026〕3号; empty before it is issued
	Kind   string // code of word.directive-kind
	Task   string
	Unit   string
	State  string // code of word.directive-state
	Issued period.Date
	Due    Due
}

// A DirectiveFormPage is where the office proposes a directive.
type DirectiveFormPage struct {
	*Frame
	Form        Form
	Task        Link
	Proposed    string // what the ladder proposes and why, in words; empty where it proposes nothing
	Fields      []Field
	Origin      Form // to say where the task comes from
	OriginField Field
}

// A DirectivePage is one directive.
type DirectivePage struct {
	*Frame
	Number   string
	Kind     string // code of word.directive-kind
	Step     string // the sheet's name, in words
	State    string // code of word.directive-state
	Task     Link
	Unit     string
	Basis    string
	Demand   string
	Issuer   string // persons; empty while there is none
	Approver string
	Issued   period.Date
	Due      Due
	Reply    string
	Answered period.Date
	Reason   string // why it was refused or withdrawn, or how it was closed
	// Instruction says that a leader wrote it.
	Instruction bool
	Sheet       string // address of the sheet as a Word file; empty before it has a number
	Approve     *Form  // nil where the reader may not
	Refuse      *Form
	Issue       *Form
	Answer      *Form
	Settle      *Form
	Withdraw    *Form
}

// A BriefPage is what a leader in charge looks at on the telephone: what is red, why, and what waits for his word.
type BriefPage struct {
	*Frame
	Fields  []Tab // what he is in charge of, and all; none for a leader of whom nobody has said it
	Lights  []LightCount
	Red     []BriefTask
	More    string // the ledger with all that is red; empty where Red are all
	Waiting []BriefDirective
}

// A BriefTask is a task that is red.
type BriefTask struct {
	ID    string
	Task  Link
	Unit  string
	Why   string
	Since period.Date
	Share string // reached, per cent; empty where it can not be said
	Form  *Form  // for an instruction; nil where the reader may give none on it
	Typed string // what was typed of it
}

// A BriefDirective waits for a leader's approval.
type BriefDirective struct {
	Href    string
	Kind    string // code of word.directive-kind
	Task    string
	Unit    string
	Basis   string
	Demand  string
	Approve Form
}
