package view

// A LinesPage says which line (条线) units are of, and which names of theirs people have taught the program.
type LinesPage struct {
	*Frame
	Rows []LineRow
}

// A LineRow is one unit.
type LineRow struct {
	ID       string
	Name     string
	Division string
	Action   string // takes the line; empty where the person may not
	Line     string
	Names    []LineName
}

// A LineName is a name that a person said the unit has.
type LineName struct {
	Name   string
	Person string
	At     int64
	Forget string // takes it back; empty where the person may not
}
