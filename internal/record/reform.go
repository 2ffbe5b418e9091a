package record

import (
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// Kinds of Reform, and of what became of a unit.
const (
	ReformMerge   = "merge"   // 合并: several units become one
	ReformSplit   = "split"   // 拆分: a unit's work goes to several; it may be one of them itself (职责划转)
	ReformAbolish = "abolish" // 撤销: a unit ends, and another takes over what is open
	ReformRename  = "rename"  // 更名: it stays the same unit
)

// States of a Reform.
const (
	ReformPlanned = "planned" // nothing has changed yet
	ReformDone    = "done"
	ReformDropped = "dropped" // 作废: it was not carried out
)

// A Reform (机构改革) is a change of the units of a division: planned, looked at, carried out in one act.
type Reform struct {
	store.Record
	Kind    string    `col:"kind"`
	From    string    `col:"from_units"` // JSON list of ids
	To      string    `col:"to_units"`   // JSON list of ids and names; a name is of a unit that is made
	On      int64     `col:"on_day,date"`
	Basis   string    `col:"basis"` // 依据: the document that orders it
	State   string    `col:"state"`
	Account uuid.UUID `col:"account"`
	Made    int64     `col:"made,moment"`
	Done    int64     `col:"done,moment"` // 0 before it is carried out, or dropped
	Moved   string    `col:"moved"`       // JSON: what moved, counted by kind; empty before
}

// ReformTable holds reforms.
var ReformTable = store.TableOf[Reform]("reform", relation.Index{Name: "reform_made", Columns: []string{"owner", "made"}})

// A UnitChange (机构沿革) is what became of a unit: another has taken its place, or a part of its work.
type UnitChange struct {
	store.Reference
	Unit   uuid.UUID `col:"unit"`
	Kind   string    `col:"kind"`  // ReformMerge…
	Other  uuid.UUID `col:"other"` // that took it over; the unit itself where it keeps a part
	On     int64     `col:"on_day,date"`
	Basis  string    `col:"basis"`
	Reform uuid.UUID `col:"reform"`
}

// UnitChangeTable holds what became of units.
var UnitChangeTable = store.TableOf[UnitChange]("unit_change",
	relation.Index{Name: "unit_change_unit", Columns: []string{"unit"}}, relation.Index{Name: "unit_change_other", Columns: []string{"other"}})
