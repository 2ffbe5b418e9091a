package view

import "github.com/wenxiao/wenxiao/period"

// A HandoversPage (工作交接) lists handovers and lets one begin.
type HandoversPage struct {
	*Frame
	Rows  []HandoverRow
	Giver *Field // whose work the reader may hand over; nil for nobody's
	Begin string
}

// A HandoverRow is one handover.
type HandoverRow struct {
	Href      string
	Name      string // of the giver
	Unit      string
	Reason    string
	At        int64
	Confirmed bool
	Waits     bool // the reader has something to confirm
}

// A HandoverFormPage shows what is open in somebody's hands, for receivers to be chosen.
type HandoverFormPage struct {
	*Frame
	Name, Unit string
	Form       *Form // nil where there is nobody to receive it
	Items      []HandoverItem
	Fields     []Field
	Closes     *Field // nil where the account can not end with it
}

// A HandoverItem is one line of the list.
type HandoverItem struct {
	Number   int
	Kind     string // code of word.handover-kind
	What     Link   // Href empty where there is no page of it
	About    string
	Due      period.Date
	To       Field  // to be chosen; of a list that is made, without options
	Receiver string // of a list that is made
	At       int64  // when that confirmed it; 0 before
}

// A HandoverPage is a handover with its list (交接清单); printed it is the sheet that is signed.
type HandoverPage struct {
	*Frame
	Name, Unit, Reason, Witness, Maker string
	At                                 int64
	Closes                             bool
	Items                              []HandoverItem
	Receivers                          []string
	Confirm                            *Form // nil where the reader has nothing to confirm
	Confirmed                          int64 // 0 before
	Code                               string
}
