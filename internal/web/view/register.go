package view

// A RegistersPage lists the registers (登记簿) that packs declare.
type RegistersPage struct {
	*Frame
	Rows   []RegisterRow
	Counts []Link // programmes that have indicators; Href is where they are
}

// A RegisterRow is one register.
type RegisterRow struct {
	Href   string
	Title  string
	About  string // one sentence of the pack
	Pack   string
	Count  int64 // records the person may see; −1 where nobody counted
	Change int64 // when one was changed last, in milliseconds; 0 for never
}

// A RecordsPage lists the records of one register.
type RecordsPage struct {
	*Frame
	List    List
	Columns []RecordColumn
	Rows    []RecordRow
	New     string // where a record is added; empty where the person may not
}

// A RecordColumn is one column of a list of records.
type RecordColumn struct {
	Name   string // by which it is sorted
	Title  string // as the pack names it
	Unit   string // shown in the head
	Number bool   // whether its values stand to the right
}

// A RecordRow is one record: a value for each column, secrets masked.
type RecordRow struct {
	Href  string
	Cells []string
}

// A RecordPage is the form of one record, made from what its register declares.
type RecordPage struct {
	*Frame
	Form     Form
	Sections []FieldSection
	Children []ChildTable
	Fixed    bool // whether the person may look only
	Back     string
	History  []HistoryRow
}

// A FieldSection is a group of fields under a name.
type FieldSection struct {
	Title  string // as the pack names it; empty for none
	Fields []Field
}

// A ChildTable holds the rows that belong to a record: the members of a household.
type ChildTable struct {
	Name    string // of the child register, in the names of its entries
	Title   string
	Columns []RecordColumn
	Rows    []ChildRow
	Add     string // value of the button that adds a row; empty where the person may not
}

// A ChildRow is one row of a child table; its fields stand in the order of the columns.
type ChildRow struct {
	ID     string
	Fields []Field
	Remove string // value of the button that removes it; empty where the person may not
}

// A Reveal asks why a secret is to be shown, and then shows it.
type Reveal struct {
	Action string
	Reason Field
	Masked string
	Value  string // the secret itself, once the reason is written down; empty before
	Until  string // how long it is shown, in words
}

// A LeadsPage (线索) lists what rules found in the records.
type LeadsPage struct {
	*Frame
	List    List
	Rows    []LeadRow
	Screens []Link // programmes whose rules the person may let look through their registers; Href is where that is asked
}

// A LeadRow is one lead, with the reason for it.
type LeadRow struct {
	Href     string
	Rule     string // its name
	Says     string // what it says of this record, with the values put in
	Record   Link
	Division string
	Severity string // code of word.severity: high, middle, low
	State    string // code of word.lead-state
	At       int64  // when it was raised, in milliseconds
	Values   []Value
	Clause   string // the sentence of the document that the rule follows
	Source   string // that sentence in its document; empty where it is not in the system
	Reason   string // what was found; empty while it is open
	By       string // who found it
	Decided  int64  // when, in milliseconds
	Decide   string // where what was found is sent; empty where the person may not, or it was decided
	Found    Field
}

// A Value is a value with its name, as the pack names it.
type Value struct{ Name, Text, Unit string }

func numberClass(number bool) string {
	if number {
		return "num"
	}
	return ""
}

// withUnit is the head of a column: its title, and its unit behind it.
func withUnit(f *Frame, c RecordColumn) string {
	if c.Unit == "" {
		return c.Title
	}
	return f.Say("list.with-unit", c.Title, c.Unit)
}
