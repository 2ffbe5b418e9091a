package view

import "github.com/wenxiao/wenxiao/period"

// A DivisionsPage lists draft divisions.
type DivisionsPage struct {
	*Frame
	Rows []DivisionRow
}

// A DivisionRow is one draft division.
type DivisionRow struct {
	Href  string
	Title string
	State string // code of word.division-state
	Until period.Date
	Made  int64
}

// A DivisionPage is one draft division: to a unit its own items with the entries of its comments, to the office what everybody has said.
type DivisionPage struct {
	*Frame
	State    string
	Until    period.Date
	Document *Link // the page of review; nil for a unit
	Workbook string
	Upload   *Form // that takes the workbook back; nil where the person may not comment
	Replied  int
	Sent     int
	Units    []DivisionUnit
	Opinion  string // of the leader
	Approved string // by whom and when, in words; empty before
	Comment  *Form  // the form of the unit's comments; nil where it may not comment
	SaidAt   int64  // when it did; 0 before
	IsOwn    bool   // only a unit's items are shown
	Items    []DivisionItem
	Open     []Link // the comments that nobody has decided on, by item and unit
	Acts     []CaseAct
	Adopt    *Form // adopts it; nil before it is approved
}

// A DivisionUnit is a unit that the draft went to.
type DivisionUnit struct {
	Name    string
	Replied int64 // 0 before
}

// A DivisionItem is one item of a draft.
type DivisionItem struct {
	ID       string
	Label    string
	Title    string
	Text     string
	Lead     string
	Others   []string
	Numbers  []string
	DoneWhen string
	Proof    string
	Limit    string  // by when the whole item is to be done
	Entries  []Field // of the unit's comment; none where it may not
	Comments []DivisionComment
}

// A DivisionComment is what a unit says of an item.
type DivisionComment struct {
	Unit    string
	Kind    string // code of word.comment
	Lead    string // the unit proposed; empty for none
	Text    string
	Outcome string // code of word.comment-outcome; empty before
	Reason  string
	Decide  *Form // decides on it; nil where it can not be
	Entry   Field // the reason
}
