package view

import "github.com/wenxiao/wenxiao/period"

// A BulletinsPage is the list of bulletins (督查通报).
type BulletinsPage struct {
	*Frame
	Draft *Form // makes a draft; nil where the person may not
	Month Field // of the draft
	Rows  []BulletinRow
	List  List
}

// A BulletinRow is one bulletin in the list.
type BulletinRow struct {
	Href    string
	Number  string // in words; empty before it has one
	Title   string
	Period  string
	State   string // code of word.bulletin-state
	Revised int64  // figures that were corrected since
	Made    int64  // milliseconds
}

// A BulletinPage is one bulletin. A nil form is one that the person may not send, or not now.
type BulletinPage struct {
	*Frame
	State    string // code of word.bulletin-state
	Waits    string // what it waits for, in a sentence
	Revised  int64  // figures that were corrected since
	Reason   string // why it was given back; empty for not
	Handling string // what became of objections; empty for none
	Download string // empty where it can not be taken along
	Course   []CourseStep
	Paper    *Paper         // nil where the person does not see the whole of it
	Own      *BulletinOwn   // what it says of the reader's unit, where Paper is nil
	Units    []BulletinUnit // who was asked
	Figures  []BulletinFigure

	Refresh  *Form
	Texts    *Form
	Fields   []Field
	Send     *Form
	Until    Field
	Reply    *Form
	Answer   Field
	Check    *Form
	Handled  Field
	Sign     *Form
	Issue    *Form
	Return   *Form
	Returned Field
}

// A CourseStep is a step that a bulletin has gone.
type CourseStep struct {
	Name string // in words
	By   string
	At   int64 // milliseconds; 0 for not yet
}

// A BulletinUnit is a unit that was asked, with its answer.
type BulletinUnit struct {
	Name  string
	State string // code of word.feedback-state
	Reply string
	At    int64
}

// A BulletinFigure is a number that the bulletin prints.
type BulletinFigure struct {
	Name  string
	Text  string // as printed
	Now   string // corrected to; empty for not
	Query string
}

// A BulletinOwn is what a bulletin says of one unit.
type BulletinOwn struct {
	Late    []BulletinLate
	Results []BulletinResult
}

// A BulletinLate is a late item.
type BulletinLate struct {
	Number, Task, Period string
	Due                  period.Date
}

// A BulletinResult is a reported figure.
type BulletinResult struct{ Number, Metric, Goal, Value, Unit, Period string }

// A Paper is an official document as it is printed, in words that are all data.
type Paper struct {
	Draft, Mark, Number, Title, Addressee string
	Parts                                 []PaperPart
	Attached                              []string // the note of them
	Attachments                           []PaperAttachment
	Signature, Date                       string
	Copies, Printer, Printed              string
	Checks                                []string
}

// A PaperPart is a paragraph, a heading, a table or bars.
type PaperPart struct {
	Kind    string // text, centre, h1 to h4, table, bars
	Text    string // of a paragraph or heading, or the name of a table or of bars
	Heads   []string
	Aligns  []string // of the columns: at-left, at-centre, at-right
	Rows    [][]string
	Bars    []PaperBar
	Longest int64 // of the bars
}

// A PaperBar is one bar.
type PaperBar struct {
	Name  string
	Value int64
}

// A PaperAttachment is an attachment on a page of its own.
type PaperAttachment struct {
	Label string
	Name  string
	Parts []PaperPart
}

// An InboxPage is a person's messages.
type InboxPage struct {
	*Frame
	Digest  string // one sentence on what waits; empty for nothing
	ReadAll *Form  // nil where all are read
	Rows    []InboxRow
}

// An InboxRow is one message.
type InboxRow struct {
	Href   string // reads it and leads on
	Text   string // in words of the interface, with data in it
	At     int64
	Unread bool
}

// A CopyPage is a plain table to be copied elsewhere.
type CopyPage struct {
	*Frame
	Heads []string
	Rows  [][]string
	Left  int // rows that were left out, because their document is not for the public
}
