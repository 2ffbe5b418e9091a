package view

import "slices"

// A WorkbenchPage is what waits for the person who is signed in.
type WorkbenchPage struct {
	*Frame
	Groups []WorkGroup // in the order of haste; those without rows are shown as counts only
	Brief  string      // what a leader reads at a glance; empty for others
	Upload string      // where a document is put in; empty where the person may not
}

// advice is what to say where nothing waits: to whoever has work that comes here, and to those who have no ledger and keep the house.
func (p *WorkbenchPage) advice() string {
	for _, g := range p.Nav {
		if slices.ContainsFunc(g.Items, func(i NavItem) bool { return i.Name == "ledger" }) {
			return p.Say("workbench.empty-advice")
		}
	}
	return p.Say("workbench.empty-house")
}

// A WorkGroup is one kind of what waits.
type WorkGroup struct {
	Name  string // code: assigned, plan, declined, measures, applied, request, finding, recheck, problem, coordinate, plans, overdue, returned, due, accept, document
	Total int64
	Rows  []WorkRow
	More  string // the list of all of them; empty where Rows are all
	Batch *Batch // what can be done with several at once; nil for nothing
}

// A Batch is one act on several rows that the reader ticks.
type Batch struct {
	Action string // where the form is sent
	Text   string // of the button
}

// A WorkRow is one thing to do.
type WorkRow struct {
	Href       string
	Title      string
	About      string // the period reported on, the file's name: what tells it from others of the same title
	Unit       string // whose it is
	Due        Due    // Day NoDate where nothing falls due
	Vocabulary string // of State: due-state, report-state or document-state
	State      string
	StateText  string // State in words, where they are declared and no word of ours; empty to look it up
	Act        string // code of the button: report, correct, accept, review, open
	Pick       string // its value in the group's Batch; empty where it is none of it
}

// waiting is the number of things that wait in all groups.
func (p *WorkbenchPage) waiting() int64 {
	var n int64
	for _, g := range p.Groups {
		n += g.Total
	}
	return n
}

// groupIcons are the icons of the groups by their code.
var groupIcons = map[string]string{
	"overdue": "alert-octagon", "returned": "arrow-back-up", "due": "calendar", "accept": "report", "part": "report", "gap": "arrows-sort", "sign": "check", "document": "file-text", "directive": "alert-triangle",
	"assigned": "check", "plan": "edit", "declined": "arrow-back-up", "measures": "list-check", "applied": "circle-check", "request": "history",
	"finding": "search", "recheck": "eye", "problem": "flag", "coordinate": "users", "plans": "check", "division": "edit",
}
