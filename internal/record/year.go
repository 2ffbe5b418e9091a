package record

import (
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A Year (年度) is a year of a division's work that is closed (封账).
type Year struct {
	store.Record
	Year    int64     `col:"year"`
	Account uuid.UUID `col:"account"` // who closed it
	Closed  int64     `col:"closed,moment"`
	Note    string    `col:"note"`
}

// YearTable holds closed years.
var YearTable = store.TableOf[Year]("closed_year", relation.Index{Name: "closed_year_year", Columns: []string{"owner", "year"}, IsUnique: true})

// What is decided of a task that is open at the end of a year.
const (
	DecisionCarry  = "carry"  // 结转: it goes on in the next year, the same task
	DecisionClose  = "close"  // 未完成终结: it ends unfinished
	DecisionCancel = "cancel" // 撤销: it is taken back, without penalty
)

// How a task stood at the end of a year.
const (
	YearDone      = "done"
	YearLate      = "late" // done after its limit
	YearOpen      = "open"
	YearSuspended = "suspended"
	YearCancelled = "cancelled"
)

// A YearTask (年度清单) is a task in the list of a year: how it stood and, if it was open, what was decided of it.
type YearTask struct {
	store.Record
	Year     int64     `col:"year"`
	Task     uuid.UUID `col:"task"`
	Outcome  string    `col:"outcome"`         // YearDone…; empty before the year is closed
	Decision string    `col:"decision"`        // DecisionCarry…; empty for none
	Decided  int64     `col:"decided_on,date"` // when that was decided; 0 for nothing
	Limit    int64     `col:"limit_day,date"`  // of a task that is carried over: the new one; 0 where it keeps what it has
	Reason   string    `col:"reason"`
	Unit     uuid.UUID `col:"unit"` // that led it then
	Title    string    `col:"title"`
	Light    string    `col:"light"` // that showed then; empty for none
	Was      string    `col:"was"`   // the limits of its targets before, as package year writes them; empty where none changed
}

// YearTaskTable holds the lists of years.
var YearTaskTable = store.TableOf[YearTask]("year_task",
	relation.Index{Name: "year_task_task", Columns: []string{"owner", "task", "year"}, IsUnique: true}, relation.Index{Name: "year_task_year", Columns: []string{"owner", "year"}})

// A YearSeal (年度校验) is the digest over the rows of a closed year as they were at a moment. The last one of a year is what its rows are held to.
type YearSeal struct {
	store.Record
	Year    int64     `col:"year"`
	Ordinal int64     `col:"ordinal"` // from 1
	At      int64     `col:"at,moment"`
	Parts   string    `col:"parts"`   // JSON: the digest of each part with the number of its rows, as package year writes it
	Opening uuid.UUID `col:"opening"` // after which it was made; zero for the closing of the year
}

// YearSealTable holds seals.
var YearSealTable = store.TableOf[YearSeal]("year_seal", relation.Index{Name: "year_seal_year", Columns: []string{"owner", "year", "ordinal"}, IsUnique: true})

// States of an Opening.
const (
	OpeningAsked    = "asked"
	OpeningRefused  = "refused"
	OpeningApproved = "approved" // the item can be written
	OpeningEnded    = "ended"    // it was: the year is sealed again
)

// An Opening (启封) lets one due item of a closed year be reported late (补报) or corrected, because a leader has approved it.
type Opening struct {
	store.Record
	Year    int64     `col:"year"`
	Due     uuid.UUID `col:"due"`
	Task    uuid.UUID `col:"task"`
	Unit    uuid.UUID `col:"unit"`
	State   string    `col:"state"`
	Reason  string    `col:"reason"`
	Account uuid.UUID `col:"account"` // who asked
	Made    int64     `col:"made,moment"`
	Decider uuid.UUID `col:"decider"` // zero before
	Decided int64     `col:"decided,moment"`
	Opinion string    `col:"opinion"`
	Ended   int64     `col:"ended,moment"` // 0 before
	Before  string    `col:"before"`       // the state the item had
}

// OpeningTable holds openings.
var OpeningTable = store.TableOf[Opening]("year_opening",
	relation.Index{Name: "year_opening_year", Columns: []string{"owner", "year", "state"}}, relation.Index{Name: "year_opening_due", Columns: []string{"owner", "due"}})
