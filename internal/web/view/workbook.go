package view

// A WorkbooksPage (Excel 工作簿) is where spreadsheets go out and come in.
type WorkbooksPage struct {
	*Frame
	Reports   *WorkbookReports // nil where the person reports for no unit
	Templates *WorkbookList    // nil where the person fills none
	Ledgers   *WorkbookList    // nil where the person brings none in
}

// WorkbookReports is how a unit reports by a workbook.
type WorkbookReports struct {
	Pending []PendingPeriod
	All     string // address of the workbook with everything that is due
	List    WorkbookList
}

// A PendingPeriod is a period for which something is to be reported.
type PendingPeriod struct {
	Period string
	Count  int
	Due    Due
	Href   string // of the workbook
}

// A WorkbookList is the workbooks of a kind, with the form that sends one in.
type WorkbookList struct {
	Upload Upload
	Rows   []WorkbookRow
}

// A WorkbookRow is one workbook.
type WorkbookRow struct {
	Title, Href string
	State       string // code of word.workbook-state
	Made        int64  // milliseconds
}

// A WorkbookReportPage is what was read from a workbook in which a unit reports.
type WorkbookReportPage struct {
	*Frame
	State        string // code of word.workbook-state
	Problem      string // why the last act was not done; empty for nothing
	Rows         []Link // due items that are taken, or can be
	Same, Empty  int
	Conflicts    []WorkbookConflict
	Faults       []CellFault
	Marked, Take string // addresses; Take empty where nothing can be taken
	Back         string
}

// A WorkbookConflict is a due item on which something else was written since.
type WorkbookConflict struct {
	Item        Link
	Now, Theirs string
}

// A CellFault is what is wrong in a cell.
type CellFault struct {
	Cell string // B12, with the sheet's name where there are several
	Text string
}

// A LedgerSheetPage is where the columns of a ledger get their meaning, and what is read then.
type LedgerSheetPage struct {
	*Frame
	State    string
	Form     Form
	Settings []Field // sheet, rows, year…
	Columns  []LedgerColumn
	Rows     [][]string // the first rows, as they stand
	First    int        // number of the first of them in the workbook
	Result   *LedgerResult
	Adopted  *Link  // the document it became
	Undo     string // address; empty where there is nothing to undo
	Blocked  []Link // items on which somebody has worked, so that it can not be undone
}

// A LedgerColumn is a column of a ledger.
type LedgerColumn struct {
	Name  string // A, B…
	Head  string
	Field Field // what it means
	Of    Field // the period it tells of, where it does
}

// A LedgerResult is what is read with the meanings as they are.
type LedgerResult struct {
	Tasks, Targets, Reports int
	Periods                 []string
	Items                   []LedgerItem // the first of them
	More                    int          // further ones
	Names                   []Field      // names of units that the directory does not know, each with the units to choose from
	Known                   []NamedText  // names it knows, with their units
	Missing                 []string     // what keeps it from being adopted
	Faults                  []CellFault  // cells that are left out
	Adopt                   string       // address; empty where it may not
	Every                   Field
}

// A LedgerItem is a task that was read.
type LedgerItem struct {
	Row     int // in the workbook
	Title   string
	Lead    string
	Others  []string
	Targets []string
	Due     string
	Reports []NamedText
}

// A TemplatePage is where the cells of a superior's template get their meaning, and where it is filled.
type TemplatePage struct {
	*Frame
	Form     Form
	Settings []Field
	Columns  []LedgerColumn // what comes into them; Of is not used
	Rows     []TemplateRow
	Choices  []string // what rows may be about
	Cells    []Field  // single cells by address, and the texts of the office
	Fill     *TemplateFill
}

// A TemplateRow is a row of a template with what it is about.
type TemplateRow struct {
	Number int // in the workbook
	Texts  []string
	Name   string // of the entry
	Label  string
	Value  string // one of the page's Choices; empty for none
}

// A TemplateFill is where a template is filled for a period.
type TemplateFill struct {
	Action string
	Period Field
	Of     string // the period that was chosen; empty before
	Href   string // of the filled workbook
	Cells  []TemplateCell
	Empty  []TemplateCell
}

// A TemplateCell is a cell that is filled, or stays empty.
type TemplateCell struct {
	Cell, About string
	Field       string // code of word.template-field
	Value       string
	Href        string // of the report the value is from; empty for none
}
