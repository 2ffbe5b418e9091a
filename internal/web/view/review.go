package view

import "slices"

// A Review (核对) is what was found in a document, beside its text: what a person takes, leaves out, or mends before it
// is adopted.
type Review struct {
	Form    Form
	Tasks   []ReviewTask // the doubtful ones first
	Found   int          // how many tasks there are, of which Tasks are some
	Next    string       // where the tasks after these are; empty for none
	Units   string       // where all units are asked for, which lists of units are filled up from; empty where nothing can be changed
	Others  []ReviewFact // obligations, provisions and default duties that belong to no task
	Missing []Missing    // what keeps the document from being adopted; nothing may be missing
	Lacks   int          // how many that are, of which Missing are the first
	Firsts  int          // how many tasks nobody leads yet, and the first unit of the text could
	Source  []SourceLine
	Before  string // where the text begins; empty where Source is its beginning
	More    string // where it goes on; empty where Source is its end
	Doubts  int    // tasks and facts that want a look
	Fixed   bool   // whether it was adopted already, so that nothing can be changed here
	// Drafted says in a sentence why the document can be adopted as a draft only; empty where it shows that it was issued.
	Drafted string
	// Issued are the entries of what a person knows of the issue, which make it binding all the same; none for a damaged text.
	Issued   []Field
	CanUndo  bool
	CanRedo  bool
	Reason   *Field          // why tasks are left out of which nothing else is said; nil where nothing can be changed
	Add      []Field         // of a task the compiler has not found
	Defaults []ReviewDefault // duties that one sentence gives for many tasks
	Past     []ReviewPast    // what was done last, the newest first
	Acts     int             // how much was done
	Clash    []string        // entries that somebody else has changed meanwhile, in words
	Consult  *ReviewConsult  // how to send the draft out for comment; nil where the person may not
	Out      *Link           // the draft that is out; nil for none
	OutState string          // code of word.division-state
}

// A ReviewDefault (默认责任) is one sentence that gives a duty for many tasks.
type ReviewDefault struct {
	ID      string
	Quote   string
	Unit    string
	Do      string // value of the button that gives it to the counterparts; empty where there are none
	Gives   int    // how many parts that makes
	Lacking string // places without a counterpart, in words; empty for none
}

// A ReviewPast is one act of review.
type ReviewPast struct {
	What   string // code of word.review-act
	Person string
	At     int64
	Undone bool
}

// A ReviewConsult asks by when units are to comment.
type ReviewConsult struct {
	Until Field
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
	Limit    *Field // by when the whole task is to be done, where the document says so or no figure does
	Why      *Field // why it is left out; nil while it is taken
	Made     string // why a person wrote it by hand; empty for one that cites the document
	Warnings []ReviewWarning
	Beyond   *Field      // why it stands in spite of the warnings
	Next     string      // the title of the task after it, which it can take in; empty for none
	Editor   *ReviewEdit // nil while it is closed
	Rest     string      // where all but its first line is asked for when it comes into view; empty where that stands here
}

// A ReviewWarning says that the issuer may not give a unit an order.
type ReviewWarning struct {
	Unit string
	Why  string // in words, with the source of the rule
}

// A ReviewEdit is what else of a task can be changed.
type ReviewEdit struct {
	Body      Field
	Goals     []ReviewGoal
	NewGoal   []Field
	NewPart   Field
	Sentences []ReviewSentence // where it can be split, the first left out; none where it can not
}

// A ReviewGoal is one number of a task with its entries.
type ReviewGoal struct {
	Quote   string
	Entries []Field
}

// A ReviewSentence is one at which a task can be split.
type ReviewSentence struct {
	At   string // value of the box
	Text string
}

// A ReviewDuty is one unit's part in a task.
type ReviewDuty struct {
	ID         string
	Role       string   // code of word.duty-role: lead, responsible, cooperate
	Printed    string   // the unit as the document names it
	Unit       string   // the unit chosen; empty for none yet
	Candidates []Option // the units it is most likely, the likeliest first, and the one chosen
	Problem    string   // why it has to be chosen; empty where it is clear
	Reasons    []Reason
	Group      bool     // it names a group (各县区), which several units are
	Members    []Option // the units that may be meant; Ticked says which are
	Ticked     map[string]bool
	Do         string // value of the button that takes the counterparts; empty where there are none to take
	Lacking    string // places without a counterpart, in words
	Out        bool   // it is left out
}

// A ReviewFact is a fact with the place it was read from.
type ReviewFact struct {
	ID         string
	Kind       string // code of word.fact; "obligation" has its words by Action
	Action     string // what an obligation orders, code of word.action; empty for the others
	Text       string // what is measured or ordered
	Figure     string // 不低于 85%, in words; empty for none
	Due        string // in words; empty for none
	Confidence string // high, middle or low
	Take       bool
	Reasons    []Reason
	Lead       string // the unit that answers for it, where it is not the one that leads the task
}

// A Reason is why a person should look.
type Reason struct {
	Message string
	Advice  string
	Code    string // of the diagnostic
	Asks    bool   // it asks for a decision, so that no look settles it
}

// settles says whether a look settles any of the doubts.
func settles(all []Reason) bool {
	return slices.ContainsFunc(all, func(x Reason) bool { return !x.Asks })
}

// A SourceLine is one paragraph of a document's text.
type SourceLine struct {
	Number int
	At     int // where it begins, in bytes of the text
	Pieces []Piece
}

// A Piece is a stretch of the text that belongs to one fact, or to none.
type Piece struct {
	Text string
	Fact string // ID of the fact; empty for none
	Kind string // task, duty, target, obligation, provision, reference
	To   string // where the fact is shown; empty where that is the element with its ID
}

func (x Piece) href() string {
	if x.To != "" {
		return x.To
	}
	return "#" + x.Fact
}

func (t ReviewTask) doubtful() bool {
	if len(t.Reasons) > 0 || t.Beyond != nil || t.DoneWhen != nil && t.DoneWhen.Problem != "" {
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

// The parts of a document's page that go on where it ends: its text, and its tasks.
const (
	TextFragment  = "text"
	TasksFragment = "tasks"
)
