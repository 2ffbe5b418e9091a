package view

import "github.com/wenxiao/wenxiao/period"

// A YearsPage (年度) lists years.
type YearsPage struct {
	*Frame
	Rows []YearRow
}

// A YearRow is one year.
type YearRow struct {
	Href   string
	Year   int
	Closed int64 // 0 while it is not
}

// A YearPage (年度结转、封账) is one year with its tasks and what becomes of them.
type YearPage struct {
	*Frame
	Year     int
	Closed   int64 // 0 while it is not
	By       string
	Note     string
	Counts   []Counted // tasks by outcome: codes of word.year-outcome
	Rows     []YearTask
	Decide   *Form // nil where the reader may not decide, or nothing is to be decided
	Close    *Form // nil where the year can not be closed
	Early    bool  // its last day has not come
	Blockers []YearBlocker
	Seals    []YearSeal
	Verify   *Form
	Checked  []YearPart // what was found when it was verified; empty before
	Openings []YearOpening
}

// A YearTask is one task of a year.
type YearTask struct {
	Task     Link
	Unit     string
	Outcome  string // code of word.year-outcome
	Light    string
	Missing  int // due items nobody has reported on
	Limit    period.Date
	Decision string // code of word.year-decision; empty for none
	New      period.Date
	Reason   string
	Fields   []Field // decision, new limit, reason; empty where nothing is to be decided
}

// A YearBlocker is what has to be done before a year can be closed.
type YearBlocker struct {
	Kind  string // code of word.year-blocker
	What  Link
	About string
}

// A YearSeal is a digest over a year's rows.
type YearSeal struct {
	Ordinal int
	At      int64
	After   bool // it was made after something had been opened
	Parts   []YearPart
}

// A YearPart is the digest of the rows of one kind.
type YearPart struct {
	Name   string // code of word.year-part
	Rows   int64
	Digest string
	Was    string // what it was when the year was sealed, where it differs
	Same   bool
}

// A YearOpening (启封) is an item of a closed year that is opened, was, or is asked for.
type YearOpening struct {
	Task                   Link
	Period, Unit, Reason   string
	State                  string // code of word.opening-state
	Opinion                string
	Made                   int64
	Approve, Refuse, Ended *Form // nil where the reader may not
}

// An OpeningPage is where somebody asks for an item of a closed year to be opened.
type OpeningPage struct {
	*Frame
	Task   Link
	Period string
	Form   Form
	Reason Field
}

// isSound says whether everything that was verified is as it was sealed.
func (p *YearPage) isSound() bool {
	for _, c := range p.Checked {
		if !c.Same {
			return false
		}
	}
	return true
}
