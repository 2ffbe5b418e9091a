package view

// A Contribution is the part (分报) of a cooperating unit in a report.
type Contribution struct {
	Unit    string
	State   string // code of word.part-state
	Due     Due    // by when it is to be sent
	Late    bool   // whether it was sent after that
	At      int64  // when it was sent, in milliseconds; 0 before
	Taken   bool   // whether its text went into the report
	Texts   []NamedText
	Figures []ReportFigure // of this unit alone
	Files   []File
	Take    string // the value that takes it into the report when the form is sent; empty where that can not be
	Return  *Form  // where it is sent back; nil where it can not be
	Reason  Field  // of Return
}

// A PartFormPage (报分报) is where a cooperating unit writes its part, or sees what it has sent.
type PartFormPage struct {
	ReportFormPage
	Lead  string
	Sent  *Contribution // what was sent; nil while it may be written
	Proof string        // 佐证要求; empty for none
}

// absent are the units whose part is not there.
func absent(all []Contribution) (names []string) {
	for _, c := range all {
		if c.At == 0 || c.State != "sent" {
			names = append(names, c.Unit)
		}
	}
	return names
}
