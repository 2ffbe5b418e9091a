package view

// An AccountsPage lists the accounts.
type AccountsPage struct {
	*Frame
	List List
	Rows []AccountRow
	New  string // where an account is made; empty where the person may not
}

// An AccountRow is one account.
type AccountRow struct {
	Href     string
	Account  string
	Name     string
	Unit     string
	Roles    []string // in words
	State    string   // code of word.account-state: active, locked, ended
	WithCode bool     // whether it signs in with a one-time code
}

// An AccountEditPage makes an account, or shows one with what may be changed about it.
type AccountEditPage struct {
	*Frame
	Facts []Fact // of an account that is there
	Parts []AccountPart
	Acts  []Act // lock, let in again
}

// A Fact is something an account has, under the name it is known by.
type Fact struct {
	Name  string
	Value string // data
}

// An AccountPart is a form of its own about an account.
type AccountPart struct {
	Title  string // empty for none
	About  string // what follows from sending it; empty for nothing
	Form   Form
	Fields []Field
	Roles  []Field // to be ticked; empty where the form is not about roles
	Button string
}

// An Act is something that is done with one press of a button.
type Act struct {
	Text   string
	Action string
	Sure   string // what is asked before it is done; empty for nothing
	Danger bool   // whether it destroys or takes away
}

// An AuditPage lists what was done, by whom.
type AuditPage struct {
	*Frame
	List  List
	Chain Chain
	Rows  []AuditRow
}

// A Chain is the state of the chain of events.
type Chain struct {
	Whole   bool   // whether every block fits the one before it
	Blocks  int64  // checked
	Checked int64  // when, in milliseconds; 0 for never
	Head    string // digest of the newest block
	Broken  string // where it breaks, in words; empty where it is whole
	Check   string // where a check is asked for; empty where the person may not
}

// An AuditRow is one event.
type AuditRow struct {
	At     int64
	Who    string // account; empty for the system
	From   string // network address
	Kind   string // code of word.event
	On     Link   // what it was done to; an empty address shows the text only
	Detail string // in words; secrets never stand in it
	Block  int64
}

// A JobsPage lists what is done in the background.
type JobsPage struct {
	*Frame
	List List
	Rows []JobRow
}

// A JobRow is one job.
type JobRow struct {
	Kind    string // code of word.job
	On      Link
	State   string // code of word.job-state: waiting, running, done, failed
	Done    int
	Of      int // 0 where it is not known
	By      string
	Asked   int64 // when, in milliseconds
	Took    int64 // milliseconds since then, so far or in all
	Problem string
	Retry   string // where another try is asked for; empty where there is nothing to try
	Cancel  string // where its end is asked for; empty where it has ended
}

// A SettingsPage shows how the installation is set up, and its backups.
type SettingsPage struct {
	*Frame
	Version  string
	Settings []Setting
	Backups  []Backup
	Make     *Form // makes a backup; nil where the person may not
	Folder   string
	Free     int64 // bytes left where backups are kept; −1 where it is not known
}

// A Setting is one value the installation runs with.
type Setting struct {
	Name  string // as it is written in the file
	Value string // secrets as dots
	From  string // code of word.setting-from: default, file, environment, flag
	About string // what it does, in words
}

// A Backup is one backup.
type Backup struct {
	Name string
	At   int64 // milliseconds
	Size int64 // octets
}
