package view

// A TablePage is a list whose rows are cells: due items, reports, cases, targets.
type TablePage struct {
	*Frame
	List    List
	Columns []TableColumn
	Rows    []TableRow
	Empty   string // what an empty list says, and…
	Advice  string // …what to do next
}

// A TableColumn is a column of a TablePage.
type TableColumn struct {
	Name  string // of the order a click on its head gives
	Title string
	Kind  CellKind
}

// A TableRow is one row.
type TableRow struct {
	Href  string
	Cells []TableCell
}

// A CellKind says how a column's cells are shown.
type CellKind string

// The kinds of cell.
const (
	CellText   CellKind = "text"   // data, one line
	CellWide   CellKind = "wide"   // data, the link to the row
	CellWord   CellKind = "word"   // words of the interface
	CellLight  CellKind = "light"  // a light's code
	CellState  CellKind = "state"  // a value of a vocabulary
	CellNumber CellKind = "number" // a plain decimal
	CellShare  CellKind = "share"  // per cent as a plain decimal
	CellDay    CellKind = "day"    // a due day
	CellMoment CellKind = "moment" // milliseconds
)

// A TableCell is one value; which of its fields counts is said by its column.
type TableCell struct {
	Text       string
	Vocabulary string // of a state
	Due        Due
	At         int64
	Path       string // before a wide text: the clause's label as printed
	Href       string // of another thing than the row; empty for none
}

// class is how a column's cells lie.
func (c TableColumn) class() string {
	switch c.Kind {
	case CellWide:
		return "wide"
	case CellNumber, CellShare:
		return "num"
	case CellText:
		return "unit"
	}
	return "narrow"
}
