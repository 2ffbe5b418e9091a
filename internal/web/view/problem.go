package view

import "github.com/wenxiao/wenxiao/period"

// A ProblemsPage (协调事项) lists problems that were raised, and those that stand in reports.
type ProblemsPage struct {
	*Frame
	List        List
	Rows        []ProblemRow
	Reported    []ReportedRow // of reports, not raised yet
	New         string        // where one is raised; empty where the reader may not
	Conferences string        // the list of conferences; empty where the reader sees none
}

// A ProblemRow is one problem.
type ProblemRow struct {
	Href   string
	Title  string
	Unit   string // that raised it
	Holder string // that has it
	State  string // in words
	Closed bool
	Due    Due
}

// A ReportedRow is a problem that stands in a report.
type ReportedRow struct {
	What  string
	Task  string
	Unit  string
	At    int64
	Raise string // where it is raised
}

// A ProblemFormPage is where a problem is raised.
type ProblemFormPage struct {
	*Frame
	Form   Form
	About  string // the task it is about; empty for none
	Fields []Field
}

// A ProblemPage is one problem.
type ProblemPage struct {
	*Frame
	State       string
	Closed      bool
	Unit        string
	Holder      string
	Raised      period.Date
	Method      string // in words; empty for none
	Task        Link   // empty Href for none
	What        string
	Ask         string
	Progress    string
	Decision    string
	Decided     period.Date
	Conferences []Link
	Directive   string // address of the sheet that the decision became; empty for none
	Direct      *Form  // nil where no directive can be made
	Choose      *Form  // where the method is set; nil where the reader may not
	Methods     Field
	Card        CaseCard
}

// A ConferencesPage lists joint conferences.
type ConferencesPage struct {
	*Frame
	Rows []ConferenceRow
	New  string
}

// A ConferenceRow is one conference.
type ConferenceRow struct {
	Href  string
	Title string
	On    period.Date
	Place string
	State string // code of word.conference-state
}

// A ConferenceFormPage is where a conference is called.
type ConferenceFormPage struct {
	*Frame
	Form   Form
	Fields []Field
	Group  PickGroup
}

// A ConferencePage (联席会议) is one conference with its agenda; printed it is its minutes.
type ConferencePage struct {
	*Frame
	State string
	On    period.Date
	Place string
	Chair string
	Edit  string // where the agenda is changed; empty where it can not be
	Items []AgendaItem
	Card  CaseCard
}

// An AgendaItem (议题) is a problem on an agenda.
type AgendaItem struct {
	ID       string
	Problem  Link
	Raiser   string
	What     string
	Ask      string
	Outcome  string // code of word.agenda-outcome; empty for open
	Decision string
	Unit     string
	Until    period.Date
	Decide   *Form // nil where nothing is decided now
	Fields   []Field
	Postpone string // where it is noted that it was not dealt with
}
