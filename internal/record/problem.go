package record

import (
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A Problem (存在问题、协调事项) is what a unit can not solve by itself. Its State is the step of the workflow "coordination".
type Problem struct {
	store.Record
	Title    string    `col:"title"`
	What     string    `col:"what"`
	Ask      string    `col:"ask"`    // 提请协调: what the unit asks for
	Unit     uuid.UUID `col:"unit"`   // that raised it
	Task     uuid.UUID `col:"task"`   // zero for none
	Report   uuid.UUID `col:"report"` // in which it stands; zero for one raised by hand
	Method   string    `col:"method"` // 工作制度 as package casework names it; empty for the workflow's own limits
	Class    string    `col:"class"`  // of the method
	Account  uuid.UUID `col:"account"`
	Raised   int64     `col:"raised_on,date"`
	GivenOut int64     `col:"given_out_on,date"` // 0 before
	Progress string    `col:"progress"`          // the last report of whoever has it
	Decision string    `col:"decision"`          // 议定事项; empty where no conference decided
	Decided  int64     `col:"decided_on,date"`   // 0 before
	Until    int64     `col:"until_day,date"`    // the day that was decided; 0 for none
	Grade    string    `col:"grade"`             // with which it was closed; empty before
	Settled  int64     `col:"settled_on,date"`   // 0 before
	// Directive is the sheet that the decision became; zero for none.
	Directive uuid.UUID `col:"directive"`
	State     string    `col:"state"`
	Case      uuid.UUID `col:"casework"`
}

// ProblemTable holds problems.
var ProblemTable = store.TableOf[Problem]("problem",
	relation.Index{Name: "problem_state", Columns: []string{"owner", "state", "raised_on"}},
	relation.Index{Name: "problem_report", Columns: []string{"owner", "report"}},
	relation.Index{Name: "problem_unit", Columns: []string{"owner", "unit"}})

// States of a Conference: the steps of the workflow "conference".
const (
	ConferenceDraft  = "draft"
	ConferenceAsked  = "asked"
	ConferenceCalled = "called"
	ConferenceClosed = "closed"
)

// A Conference (联席会议) decides on what is to be coordinated.
type Conference struct {
	store.Record
	Title   string    `col:"title"`
	On      int64     `col:"on_day,date"`
	Place   string    `col:"place"`
	Chair   string    `col:"chair"` // 召集人, as it is written
	Unit    uuid.UUID `col:"unit"`  // of the office that calls it
	State   string    `col:"state"`
	Case    uuid.UUID `col:"casework"`
	Account uuid.UUID `col:"account"`
	Made    int64     `col:"made,moment"`
}

// ConferenceTable holds conferences.
var ConferenceTable = store.TableOf[Conference]("conference", relation.Index{Name: "conference_day", Columns: []string{"owner", "on_day"}})

// Outcomes of an AgendaItem.
const (
	OutcomeOpen      = ""
	OutcomeDecided   = "decided"
	OutcomePostponed = "postponed"
)

// An AgendaItem (议题) is a problem on the agenda of a conference, with what was decided: who does what until when.
type AgendaItem struct {
	store.Record
	Conference uuid.UUID `col:"conference"`
	Problem    uuid.UUID `col:"problem"`
	Ordinal    int64     `col:"ordinal"`
	Outcome    string    `col:"outcome"`
	Decision   string    `col:"decision"`
	Unit       uuid.UUID `col:"unit"`           // who
	Until      int64     `col:"until_day,date"` // 0 before
}

// AgendaItemTable holds agendas.
var AgendaItemTable = store.TableOf[AgendaItem]("agenda_item",
	relation.Index{Name: "agenda_item_conference", Columns: []string{"owner", "conference", "ordinal"}},
	relation.Index{Name: "agenda_item_problem", Columns: []string{"owner", "problem"}})
