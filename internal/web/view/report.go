package view

import "github.com/wenxiao/wenxiao/period"

// A ReportFormPage (填报) is where a unit says how far it is.
type ReportFormPage struct {
	*Frame
	Form     Form
	Task     Link
	Item     string // the period reported on: 2026年11月
	Unit     string
	To       []string // whom it goes to; none where the document names nobody
	Due      Due
	Returned *Returned   // why it came back; nil where it did not
	Cause    string      // why an accepted report is corrected by this one; empty where it corrects none
	Withdraw *Form       // where the correction is dropped; nil where it corrects none
	Before   *NamedText  // what was said of the period before, under that period; nil for nothing
	Kept     *KeptReport // what a colleague has kept while this was typed; nil for nothing
	Version  int64       // of the report as it is kept; 0 for none
	Values   []ReportValue
	Fields   []Field // progress, problem, next
	Files    []File  // evidence that is there already
	Parts    []Contribution
	Proof    string // 佐证要求; empty for none
	Lacks    bool   // whether the evidence that is asked for is not there
	Largest  int64  // bytes one file may have
	Types    string // value of the attribute accept
	Names    string // the formats in words
}

// A KeptReport is what somebody else has kept of the same report meanwhile.
type KeptReport struct {
	By   string
	Says []NamedText
}

// A Returned says why a report came back.
type Returned struct {
	Reason string
	By     string
	At     int64 // milliseconds
}

// A ReportValue is the entry for one target's figure.
type ReportValue struct {
	Field  Field // named "value.<target>", kind number; its Label is what is measured
	Goal   string
	Last   string      // the figure reported last; empty for none
	LastAt period.Date // what day it stood for
	Known  string      // what the register shows; empty where no register knows
	Said   []Said      // what the units that cooperate say
	Sum    string      // of what they say; empty where it can not be added up
}

// A Said is the figure of one unit.
type Said struct{ Unit, Value string }

// A File is a piece of evidence.
type File struct {
	Name   string
	Size   int64
	Href   string
	Remove string // value that removes it when the form is sent; empty where it may not be removed
}

// A ReportPage is a report that was submitted, with what was decided on it.
type ReportPage struct {
	*Frame
	Task     Link
	Item     string
	Unit     string
	To       []string // whom it goes to; none where the document names nobody
	State    string   // code of word.report-state
	Due      Due
	Late     bool   // whether it came after its day
	Code     string // version code of the print sheet
	By       string // who submitted it
	At       int64  // when, in milliseconds
	Secrecy  string // 不予公开标志 of the document that orders it; empty for none
	Signed   string // who signed it for the unit, and in whose place; empty for nobody
	SignedAt int64
	SignsFor string // in whose place the reader would sign or has signed it; empty for his own right
	Values   []ReportFigure
	Texts    []NamedText // progress, problem, next
	Files    []File
	Versions []ReportVersion // the newest first
	Accept   *Form           // nil where the person may not decide, or it is decided
	Recall   *Form           // nil where it is not the reader's unit's, or was signed
	Sign     *Form           // nil where the person may not sign it, or nobody has to
	Return   *Form
	Anew     *Form  // where a correction of an accepted report is begun; nil where it may not
	Reason   Field  // of the return or the correction
	Correct  string // where a report that is the unit's own is gone on with; empty where it is not
	Withdraw *Form  // where it is dropped; nil where it is no correction
	Cause    string // why an accepted report is corrected by this one
	Parts    []Contribution
	Proof    string // 佐证要求; empty for none
	Lacks    bool   // whether the evidence that is asked for is not there
	Sheets   []SheetRow
	Scan     *Form  // where the scan of the newest sheet is sent; nil where the reader may not
	Types    string // value of the attribute accept
	Largest  int64  // bytes a scan may have
}

// A SheetRow (签字单) is a report as it was handed in once, with the scan of the paper that was signed.
type SheetRow struct {
	Ordinal int // 第几稿
	Code    string
	At      int64 // when it was handed in, in milliseconds
	Scan    *File // nil while there is none
	Scanned int64
	By      string
	Digest  string
}

// A ReportFigure is one reported figure.
type ReportFigure struct {
	Text   string
	Goal   string
	Value  string
	Before string // the figure of the report before; empty for none
	Unit   string
	Share  string // of the goal in per cent; empty where it can not be said
	Known  string // what the register shows; empty where no register knows
	Gap    string // where the two sources are compared; empty where there is nothing to compare
	Said   []Said // what the units that cooperate say
	Sum    string // of what they say; empty where it can not be added up
}

// A NamedText is text under a name of the interface.
type NamedText struct {
	Name string // code of word.report-part
	Text string
}

// A ReportVersion is one version of a report.
type ReportVersion struct {
	Number int
	State  string // code of word.report-state
	By     string
	At     int64
	Reason string // of a return or a correction; empty for none
	Href   string
	Shown  bool
}
