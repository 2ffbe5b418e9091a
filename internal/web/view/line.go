package view

// A LinesPage says which line (条线) units are of, which leader is in charge of them, and which names of theirs people have taught the program.
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
	Version  int64    // of the unit
	Leader   string   // 政府分管领导: the account's id; empty for none
	Leaders  []Option // who may be in charge of it; none where nobody leads its division
	Names    []LineName
}

// LeaderName is the name of the leader in charge; empty for none.
func (r LineRow) LeaderName() string {
	for _, o := range r.Leaders {
		if o.Value == r.Leader {
			return o.Text
		}
	}
	return ""
}

// A LineName is a name that a person said the unit has.
type LineName struct {
	Name   string
	Person string
	At     int64
	Forget string // takes it back; empty where the person may not
}
