package view

import "github.com/wenxiao/wenxiao/period"

// An InspectionsPage (督查) lists inspections.
type InspectionsPage struct {
	*Frame
	Rows []InspectionRow
	New  string // where one is planned; empty where the reader may not
}

// An InspectionRow is one inspection.
type InspectionRow struct {
	Href     string
	Title    string
	Kind     string // code of word.inspection-kind
	From, To period.Date
	State    string // code of word.inspection-state
	Found    int    // findings that were handed over
	Open     int    // those of them that are not struck off
}

// A Pick is one of several things to tick.
type Pick struct {
	Value   string
	Text    string // data
	About   string // data: what tells it from others of the same text
	Checked bool
}

// A PickGroup is a group of things to tick.
type PickGroup struct {
	Name   string // of each of them in the form
	Legend string
	Hint   string
	Picks  []Pick
}

// An InspectionFormPage is where an inspection is planned.
type InspectionFormPage struct {
	*Frame
	Form   Form
	Fields []Field
	Groups []PickGroup
}

// An InspectionPage is one inspection.
type InspectionPage struct {
	*Frame
	Kind        string
	State       string
	From, To    period.Date
	Office      string
	Basis       string
	Content     string
	Places      []string
	Conclusion  string
	Unannounced bool
	TeamDays    bool // whether the reader sees it as a member of the team, on these days only
	Edit        string
	Note        string // where a finding is noted; empty where the reader may not
	Lists       string // the lists to print; empty where there is nothing in them
	Team        []TeamRow
	Units       []string
	Tasks       []InspectionTask
	Findings    []FindingRow
	Card        *CaseCard // nil where the reader sees only a part
}

// A TeamRow is a member of a team.
type TeamRow struct {
	Name   string
	Unit   string
	Leader bool
}

// An InspectionTask is a task that a team looks at.
type InspectionTask struct {
	Title    string
	Targets  []string // in words, data
	Progress string   // of the last report; empty for none
	Problem  string
	At       int64
}

// A FindingRow is one finding.
type FindingRow struct {
	Href     string
	Number   int64
	What     string
	Unit     string
	Place    string
	Severity string // code of word.severity
	State    string // in words
	Closed   bool
	Due      Due
}

// A FindingFormPage is where a finding is noted.
type FindingFormPage struct {
	*Frame
	Form   Form
	Fields []Field
}

// A FindingPage is one finding.
type FindingPage struct {
	*Frame
	Inspection Link
	Number     int64
	State      string // in words
	Closed     bool
	Severity   string
	Unit       string
	Place      string
	Found      period.Date
	Limit      period.Date
	Task       string
	Metric     string
	What       string
	Basis      string
	Measures   string
	Person     string
	Result     string
	Recheck    string
	Reopened   int64
	Card       *CaseCard // nil before it is handed over
	Files      []FindingFile
	Edit       string // where it is written anew; empty where it can not be
	Hand       *Form
	Drop       *Form
	Upload     *Upload // nil where the reader adds nothing
	Proves     string  // code of word.finding-proof: what an added file proves
	Problem    string  // why a file was not taken
}

// A FindingFile proves a finding or its rectification.
type FindingFile struct {
	Name  string
	Href  string
	Size  int64
	At    int64
	Prove string // code of word.finding-proof
}

// A FindingListsPage is the lists of an inspection: what was found (问题清单), what is done about it (整改清单), and by whom (责任清单).
type FindingListsPage struct {
	*Frame
	Title  string
	Office string
	Lists  []FindingList
}

// A FindingList is one of the lists.
type FindingList struct {
	Title  string
	Export string // the same as a workbook
	Heads  []string
	Rows   [][]string // data
}
