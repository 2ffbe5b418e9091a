package view

// A Review (核对) is what was found in a document, beside its text: what a person takes, leaves out, or mends before it
// is adopted.
type Review struct {
	Form    Form
	Tasks   []ReviewTask // the doubtful ones first
	Others  []ReviewFact // obligations, provisions and default duties that belong to no task
	Missing []Missing    // what keeps the document from being adopted; nothing may be missing
	Source  []SourceLine
	Doubts  int  // tasks and facts that want a look
	Fixed   bool // whether it was adopted already, so that nothing can be changed here
	// Issued are the entries of what a person knows of the issue, where the document does not show that it was issued; none where it does.
	Issued []Field
	Why    string // why it does not, in words
}

// A Missing is one thing that has to be said before a document can be adopted.
type Missing struct {
	Text string // in words of the reader's language
	On   string // what it is about, as data
	Href string // the entry on this page
}

// A ReviewTask is one task that was found.
type ReviewTask struct {
	ID      string // inside the document; part of the names of its entries
	Path    string // as printed: 二（一）3
	Title   string // can be changed
	Printed string // the title as it was found
	Take    bool
	Reasons []Reason
	Duties  []ReviewDuty
	Facts   []ReviewFact // targets, milestones, soft statements
	// DoneWhen is what counts as done, asked for where the task has no figure to reach.
	DoneWhen *Field
	Proof    *Field // what has to be shown for it, asked for together with DoneWhen
}

// A ReviewDuty is one unit's part in a task.
type ReviewDuty struct {
	ID         string
	Role       string   // code of word.duty-role: lead, responsible, cooperate
	Printed    string   // the unit as the document names it
	Unit       string   // the unit chosen; empty for none yet
	Candidates []Option // the units it may be, the likeliest first
	Problem    string   // why it has to be chosen; empty where it is clear
	Reasons    []Reason
}

// A ReviewFact is a fact with the place it was read from.
type ReviewFact struct {
	ID         string
	Kind       string // code of word.fact
	Text       string // what is measured or ordered
	Figure     string // 不低于 85%, in words; empty for none
	Due        string // in words; empty for none
	Confidence string // high, middle or low
	Take       bool
	Reasons    []Reason
}

// A Reason is why a person should look.
type Reason struct {
	Message string
	Advice  string
	Code    string // of the diagnostic
}

// A SourceLine is one paragraph of a document's text.
type SourceLine struct {
	Number int
	Pieces []Piece
}

// A Piece is a stretch of the text that belongs to one fact, or to none.
type Piece struct {
	Text string
	Fact string // ID of the fact; empty for none
	Kind string // task, duty, target, obligation, provision, reference
}

func (t ReviewTask) doubtful() bool {
	if len(t.Reasons) > 0 || t.DoneWhen != nil && t.DoneWhen.Problem != "" {
		return true
	}
	for _, d := range t.Duties {
		if d.Problem != "" || len(d.Reasons) > 0 {
			return true
		}
	}
	for _, x := range t.Facts {
		if len(x.Reasons) > 0 {
			return true
		}
	}
	return false
}
