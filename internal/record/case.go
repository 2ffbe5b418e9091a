package record

import (
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// What a Case is about.
const (
	AboutDuty   = "duty"
	AboutDue    = "due"
	AboutTarget = "target"
	AboutTask   = "task"
	// What is no task's has a page of its own.
	AboutInspection = "inspection"
	AboutFinding    = "finding"
	AboutProblem    = "problem"
	AboutConference = "conference"
)

// A Case (办件) is a piece of work that goes from hand to hand along a workflow of package casework.
type Case struct {
	store.Record
	Workflow      string    `col:"workflow"`
	About         string    `col:"about"`   // AboutDuty…
	Subject       uuid.UUID `col:"subject"` // the record it is about
	Task          uuid.UUID `col:"task"`    // zero for what is no task's
	Title         string    `col:"title"`   // of what it is about, where that is no task's; else empty
	Unit          uuid.UUID `col:"unit"`    // that has it
	Step          string    `col:"step"`    // as the workflow names it
	Turn          string    `col:"turn"`    // whose turn it is, as package casework names parties; empty at an end
	Holder        uuid.UUID `col:"holder"`  // the account that has it in the unit; zero for nobody in particular
	Offered       uuid.UUID `col:"offered"`
	Section       string    `col:"section"` // 承办科室, as the unit wrote it
	Person        string    `col:"person"`  // 责任人, as the unit wrote it
	Since         int64     `col:"since_day,date"`
	Due           int64     `col:"due_on,date"` // 0 for no limit
	IsProvisional bool      `col:"is_provisional"`
	IsClosed      bool      `col:"is_closed"`
	Grade         string    `col:"grade"`   // with which it was closed; empty before, and where there is none
	Was           string    `col:"was"`     // what an extension or adjustment changes, as it was: a day, a figure
	Asked         string    `col:"asked"`   // what it is to be
	Entries       int64     `col:"entries"` // how many there are
	Opened        int64     `col:"opened,moment"`
	Closed        int64     `col:"closed,moment"` // 0 while it is open
}

// CaseTable holds cases.
var CaseTable = store.TableOf[Case]("casework",
	relation.Index{Name: "casework_task", Columns: []string{"task", "unit"}},
	relation.Index{Name: "casework_subject", Columns: []string{"subject"}},
	relation.Index{Name: "casework_unit", Columns: []string{"unit", "is_closed", "due_on"}},
	relation.Index{Name: "casework_day", Columns: []string{"is_closed", "due_on"}},
	relation.Index{Name: "casework_step", Columns: []string{"workflow", "step", "due_on", "owner"}})

// A CaseEntry (办理记录) is one move of a case.
type CaseEntry struct {
	store.Record
	Case    uuid.UUID `col:"casework"`
	Unit    uuid.UUID `col:"unit"` // that had the case
	Ordinal int64     `col:"ordinal"`
	Move    string    `col:"move"` // as the workflow names it
	From    string    `col:"from_step"`
	To      string    `col:"to_step"`
	Account uuid.UUID `col:"account"`
	By      uuid.UUID `col:"by_unit"` // for which the account worked; zero for none
	Form    string    `col:"form"`    // JSON: what was said
	Before  string    `col:"before"`  // JSON: the case as it was, for taking the move back
	Day     int64     `col:"on_day,date"`
	At      int64     `col:"at,moment"`
}

// CaseEntryTable holds what was done with cases.
var CaseEntryTable = store.TableOf[CaseEntry]("casework_entry", relation.Index{Name: "casework_entry_case", Columns: []string{"casework", "ordinal", "owner"}, IsUnique: true})

// A Measure (措施) is what a unit means to do by a day (时间节点), or the figure of a target it means to have reached by then.
type Measure struct {
	store.Record
	Case     uuid.UUID `col:"casework"`
	Task     uuid.UUID `col:"task"`
	Unit     uuid.UUID `col:"unit"`
	Target   uuid.UUID `col:"target"`       // of a figure; zero for a measure
	Value    *int64    `col:"value,number"` // the figure; nil for a measure
	Ordinal  int64     `col:"ordinal"`
	What     string    `col:"what"`   // empty for a figure
	Person   string    `col:"person"` // 责任人
	On       int64     `col:"on_day,date"`
	Approved int64     `col:"approved,moment"` // 0 before
	Done     int64     `col:"done_on,date"`    // 完成日期, as the unit reported it; 0 before, and of a figure
	Result   string    `col:"result"`          // how it was done
	Reporter uuid.UUID `col:"reporter"`        // who reported it; zero before
}

// MeasureTable holds measures.
var MeasureTable = store.TableOf[Measure]("measure",
	relation.Index{Name: "measure_case", Columns: []string{"casework", "ordinal"}}, relation.Index{Name: "measure_task", Columns: []string{"task", "on_day"}})

// An Absence (请假、外出) says who stands in for somebody from one day to another, both included.
type Absence struct {
	store.Reference
	Account uuid.UUID `col:"account"`
	StandIn uuid.UUID `col:"stand_in"`
	From    int64     `col:"from_day,date"`
	To      int64     `col:"to_day,date"`
}

// AbsenceTable holds absences.
var AbsenceTable = store.TableOf[Absence]("absence", relation.Index{Name: "absence_account", Columns: []string{"account", "to_day"}}, relation.Index{Name: "absence_stand_in", Columns: []string{"stand_in", "to_day"}})
