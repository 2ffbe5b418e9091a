package view

// A LedgerPage (台账) lists tasks with their state.
type LedgerPage struct {
	*Frame
	List   List
	Lights []LightCount // how many tasks the filter leaves under each light, in the order shown
	Rows   []LedgerRow
	Upload string // where a document is put in; shown where the ledger is empty, empty where the person may not
}

// A LightCount is the number of tasks under one light, with the way to them.
type LightCount struct {
	Light string // code of word.light
	Count int64
	Href  string
	On    bool // whether the list shows only these
}

// A LedgerRow is one task.
type LedgerRow struct {
	Href     string
	Number   string // the clause's path in the document, as printed: 二（一）3
	Title    string
	Document string // title of the document it comes from
	Lead     string // name of the lead unit; empty where there is none yet
	Others   int    // number of further units with a duty
	Light    string // code of word.light
	State    string // code of word.task-state
	Due      Due    // of what falls due next
	Why      string // why the light is what it is, in words
	Reported int64  // when the last report was handed in, in milliseconds; 0 for never
	Progress string // the share done in per cent as a plain decimal; empty where nothing was reported
}
