package view

import (
	"slices"

	"github.com/wenxiao/wenxiao/period"
)

// A TaskPage (任务) is one task with everything that hangs on it.
type TaskPage struct {
	*Frame
	Number            string // as printed
	Light             string
	Why               string      // why the light is what it is, in words
	State             string      // code of word.task-state
	Limit, FirstLimit period.Date // by when the whole task is to be done, and what that was before it was put off; NoDate for none
	DoneWhen          string      // what counts as done, where there is no figure; empty where there is
	Proof             string      // what has to be shown for that; empty where there is a figure
	Origin            string      // code of word.directive-origin; empty for an ordinary task
	Document          Link
	Secrecy           string // 不予公开标志 of the document; empty for none
	Quote             string // the sentence it was read from
	QuoteHref         string // that sentence in the source
	Duties            []TaskDuty
	Targets           []TaskTarget
	Items             []DueItem
	Cases             []CaseCard
	Before            []Link // tasks whose place it has taken
	Joined            []Link // tasks it is reported on with
	Outcome           string // code of word.outcome: how it was closed; empty where nothing is to be said
	History           []HistoryRow
	Lights            []LightRow // so far, the newest first; empty where the reader may not see them
	Acts              []Link     // what the person may do with the task, the usual one first
}

// A TaskDuty is one unit's part.
type TaskDuty struct {
	Role   string // code of word.duty-role
	Unit   string
	Person string // who handles it there; empty where nobody was named
	State  string // code of word.duty-state: assigned, acknowledged, declined; empty where units are not asked
	At     int64  // when it came to that state, in milliseconds; 0 for never
}

// A TaskTarget is a figure to be reached.
type TaskTarget struct {
	Text          string      // what is measured
	Goal          string      // 不低于 85, in words, without its unit
	Unit          string      // of all figures in the line
	By            period.Date // NoDate for none
	Latest        string      // last accepted figure; empty for none
	At            period.Date // what day it stands for
	Share         string      // the part reached in per cent as a plain decimal; empty where it can not be said
	Light         string
	Per, Baseline string // what the figure is counted per, and measured against; empty for neither
	Soft          bool   // whether the document only aims at it (力争)
	Quote         string
	State         string        // code of word.target-state: suspended, cancelled; empty while it binds
	First         string        // what the document says, where the figure was adjusted; empty where it was not
	Ask           string        // where a change is asked for; empty where the reader may not
	Split         string        // where it is split among units; empty where the reader may not
	Parts         int           // into how many it was split
	Lead          string        // the unit that answers for it, where it is not the one that leads the task
	IsPart        bool          // whether it is a part of another target of the task
	Bases         []TargetBasis // what several documents say; none where only one does
	Source        string        // code of word.figure-source: whose figure counts, where it is not the report's; else empty
	Gap           string        // how far two sources lie apart, in per cent; empty where they do not
	Gaps          string        // where that is; empty for none
	Others        string        // where other sources' figures are kept; empty where the reader may not
}

// A TargetBasis is what one document says about a target.
type TargetBasis struct {
	Figure string
	Quote  string
	Href   string // the sentence in its source
	Holds  bool
	Reason string // why it was chosen
}

// A DueItem is something that falls due for one unit.
type DueItem struct {
	Title string // the period: 2026年11月
	Unit  string
	Due   Due
	State string      // code of word.due-state
	Href  string      // the report, or the form for it
	Act   string      // code of word.act; empty where there is nothing to do
	First period.Date // the day it was due on before it was put off; NoDate where it was not
	// Opened says that it was opened after its year had been closed; Open is where that is asked for, empty where the reader may not.
	Opened bool
	Open   string
	Ask    string // where more time or another change is asked for; empty where the reader may not
}

// A LightRow is a light that was lit.
type LightRow struct {
	Light string // code of word.light
	Why   string
	Since period.Date
	Until period.Date // NoDate while it shows
}

// A HistoryRow is one change of a thing.
type HistoryRow struct {
	At     int64 // milliseconds
	Who    string
	What   string // code of word.change
	Field  string // what was changed, as data; empty where the whole thing was
	Before string
	After  string
	Reason string
}

// names says whether anybody was asked to acknowledge his part.
func (p *TaskPage) names() bool {
	return slices.ContainsFunc(p.Duties, func(d TaskDuty) bool { return d.State != "" })
}
