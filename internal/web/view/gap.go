package view

// A GapsPage (数据差异) lists figures for which two sources say different things.
type GapsPage struct {
	*Frame
	List List
	Rows []GapRow
}

// A GapRow is one figure from two sources.
type GapRow struct {
	Href     string
	Task     string
	Metric   string
	Of       string // what the figures count in
	Unit     string // that reports
	Period   string
	Reported string // empty while nothing is reported
	Other    string
	Source   string // code of word.figure-source
	Name     string // the source in words
	Counts   bool   // whether the other source's figure counts, and not the report's
	Gap      string // with its sign
	Share    string // of the other source's figure, in per cent
	State    string // code of word.gap-state
	Beyond   bool   // whether it is more than is tolerated
}

// A GapPage is one of them.
type GapPage struct {
	*Frame
	Row       GapRow
	Task      Link
	Report    string // where the report is; empty for none
	Basis     string
	By        string
	At        int64 // when the other source's figure was kept, in milliseconds
	Reason    string
	Explainer string
	Explained int64
	Found     string // code of word.gap-found; empty before
	Finding   string
	Decider   string
	Decided   int64
	Explain   *Form // nil where the reader may not
	Settle    *Form
	Fields    []Field // of the one of them that is there
}

// A SourcesPage (数据来源) says which source counts for a target, and keeps what others give.
type SourcesPage struct {
	*Frame
	Task    Link
	Metric  string
	Goal    string
	Source  string // code of word.figure-source: what counts
	Reason  string // why; empty where nothing was declared
	Rows    []GapRow
	Declare *Form // nil where the reader may not
	Choose  []Field
	Give    *Form
	Fields  []Field
	Take    *Form // where the register's figure is taken; nil where the target has no indicator or the reader may not
	Taking  []Field
}
