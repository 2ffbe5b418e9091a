package record

import (
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/relation"
)

// What is kept so that nobody waits for it to be computed. It is one node's own because everything in it follows from other records:
// lights and figures write it anew in the transaction that changes them, and every night all of it is made again.

// TallyTable holds tallies (亮灯计数): how many tasks of a document that a unit leads show a light, and when that was counted.
var TallyTable = &relation.Table{
	Name: "tally", Placement: relation.Local, Key: []string{"division", "unit", "document", "light"},
	Columns: []relation.Column{
		{Name: "division", Type: relation.Integer}, {Name: "unit", Type: relation.Bytes}, {Name: "document", Type: relation.Bytes},
		{Name: "light", Type: relation.Text}, {Name: "tasks", Type: relation.Integer}, {Name: "at", Type: relation.Moment},
	},
	Indexes: []relation.Index{{Name: "tally_unit", Columns: []string{"unit"}}},
}

// MonthTallyTable holds the tallies of months (月末亮灯计数): how many tasks that a unit leads showed a light on the last day of a month.
var MonthTallyTable = &relation.Table{
	Name: "month_tally", Placement: relation.Local, Key: []string{"division", "unit", "day", "light"},
	Columns: []relation.Column{
		{Name: "division", Type: relation.Integer}, {Name: "unit", Type: relation.Bytes}, {Name: "day", Type: relation.Date},
		{Name: "light", Type: relation.Text}, {Name: "tasks", Type: relation.Integer},
	},
	Indexes: []relation.Index{{Name: "month_tally_unit", Columns: []string{"unit"}}},
}

// A Mark (目标进展) is how a target stands against what it should have reached by now.
type Mark struct {
	ID       uuid.UUID `col:"id"` // of the target
	Division int64     `col:"division"`
	Unit     uuid.UUID `col:"unit"` // that answers for the number
	Task     uuid.UUID `col:"task"`
	Document uuid.UUID `col:"document"`
	Metric   string    `col:"metric"`
	Standing string    `col:"standing"` // as package ledger names it
	Value    *int64    `col:"value"`    // the newest accepted figure; nil for none
	Share    *int64    `col:"share"`    // reached, in hundredths of a per cent; nil where a value has no share in the target
	Planned  *int64    `col:"planned"`  // that should be reached by now, likewise
	Due      int64     `col:"due"`      // a day; 0 where the document gives none
	At       int64     `col:"at"`       // when it was worked out, ms since 1970
}

// MarkTable holds marks.
var MarkTable = &relation.Table{
	Name: "mark", Placement: relation.Local, Key: []string{"id"},
	Columns: []relation.Column{
		{Name: "id", Type: relation.Bytes}, {Name: "division", Type: relation.Integer}, {Name: "unit", Type: relation.Bytes}, {Name: "task", Type: relation.Bytes},
		{Name: "document", Type: relation.Bytes}, {Name: "metric", Type: relation.Text}, {Name: "standing", Type: relation.Text},
		{Name: "value", Type: relation.Number, Nullable: true}, {Name: "share", Type: relation.Integer, Nullable: true}, {Name: "planned", Type: relation.Integer, Nullable: true},
		{Name: "due", Type: relation.Date}, {Name: "at", Type: relation.Moment},
	},
	Indexes: []relation.Index{{Name: "mark_place", Columns: []string{"division", "standing"}}, {Name: "mark_unit", Columns: []string{"unit"}}, {Name: "mark_task", Columns: []string{"task"}}},
}
