package record

import (
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// States of an Inspection: the steps of the workflow "inspection".
const (
	InspectionDraft     = "draft"
	InspectionAsked     = "asked"
	InspectionApproved  = "approved"
	InspectionConcluded = "concluded"
	InspectionCancelled = "cancelled"
)

// An Inspection (督查) sends a team to units and places for some days, by a plan that was approved.
type Inspection struct {
	store.Record
	Title         string    `col:"title"`
	Kind          string    `col:"kind"`  // comprehensive, special, incident, daily, lead (政府督查工作条例, article 14)
	Basis         string    `col:"basis"` // the decision or instruction it rests on
	Content       string    `col:"content"`
	Places        string    `col:"places"` // to visit, one a line
	Unit          uuid.UUID `col:"unit"`   // of the office that sends the team
	From          int64     `col:"from_day,date"`
	To            int64     `col:"to_day,date"` // the last day
	IsUnannounced bool      `col:"is_unannounced"`
	Conclusion    string    `col:"conclusion"` // 督查结论; empty before
	State         string    `col:"state"`
	Case          uuid.UUID `col:"casework"`
	Account       uuid.UUID `col:"account"` // who planned it
	Made          int64     `col:"made,moment"`
}

// InspectionTable holds inspections.
var InspectionTable = store.TableOf[Inspection]("inspection", relation.Index{Name: "inspection_made", Columns: []string{"owner", "made"}})

// An InspectionMember (督查组成员) is somebody in a team.
type InspectionMember struct {
	store.Record
	Inspection uuid.UUID `col:"inspection"`
	Account    uuid.UUID `col:"account"`
	IsLeader   bool      `col:"is_leader"` // 组长
}

// InspectionMemberTable holds who is in teams.
var InspectionMemberTable = store.TableOf[InspectionMember]("inspection_member",
	relation.Index{Name: "inspection_member_inspection", Columns: []string{"owner", "inspection", "account"}, IsUnique: true},
	relation.Index{Name: "inspection_member_account", Columns: []string{"account"}})

// An InspectionUnit (被督查单位) is a unit that is visited.
type InspectionUnit struct {
	store.Record
	Inspection uuid.UUID `col:"inspection"`
	Unit       uuid.UUID `col:"unit"`
	Reader     uuid.UUID `col:"reader"` // Unit once it is told of the inspection; zero before, and for one that comes unannounced
	Part       string    `col:"part"`   // PartRecipient
}

// InspectionUnitTable holds which units are visited.
var InspectionUnitTable = store.TableOf[InspectionUnit]("inspection_unit",
	relation.Index{Name: "inspection_unit_inspection", Columns: []string{"owner", "inspection", "unit"}, IsUnique: true},
	relation.Index{Name: "inspection_unit_reader", Columns: []string{"reader"}})

// An InspectionTask is a task that a team looks at.
type InspectionTask struct {
	store.Record
	Inspection uuid.UUID `col:"inspection"`
	Task       uuid.UUID `col:"task"`
}

// InspectionTaskTable holds which tasks are looked at.
var InspectionTaskTable = store.TableOf[InspectionTask]("inspection_task",
	relation.Index{Name: "inspection_task_inspection", Columns: []string{"owner", "inspection", "task"}, IsUnique: true},
	relation.Index{Name: "inspection_task_task", Columns: []string{"owner", "task"}})

// FindingNoted is the State of a finding before it is handed over; then it is the step of the workflow "finding".
const FindingNoted = "noted"

// A Finding (督查问题) is what a team found wrong with a unit.
type Finding struct {
	store.Record
	Inspection uuid.UUID `col:"inspection"`
	Ordinal    int64     `col:"ordinal"` // its number in the inspection, from 1
	Unit       uuid.UUID `col:"unit"`
	Reader     uuid.UUID `col:"reader"` // Unit once it is handed over; zero before
	Task       uuid.UUID `col:"task"`   // zero for none
	Target     uuid.UUID `col:"target"` // zero for none
	Place      string    `col:"place"`
	What       string    `col:"what"`
	Severity   string    `col:"severity"` // minor, serious, grave
	Basis      string    `col:"basis"`    // the rule or sentence that it goes against
	Account    uuid.UUID `col:"account"`  // who found it
	Found      int64     `col:"found_on,date"`
	Measures   string    `col:"measures"` // 整改措施, as the unit filed them
	Person     string    `col:"person"`
	Limit      int64     `col:"limit_on,date"` // 整改时限; 0 before there is one
	Result     string    `col:"result"`        // 整改情况
	Recheck    string    `col:"recheck"`       // 复查情况
	Struck     int64     `col:"struck_on,date"`
	Reopened   int64     `col:"reopened"` // how often it came back
	State      string    `col:"state"`
	Case       uuid.UUID `col:"casework"` // zero before it is handed over
}

// FindingTable holds findings.
var FindingTable = store.TableOf[Finding]("finding",
	relation.Index{Name: "finding_inspection", Columns: []string{"owner", "inspection", "ordinal"}, IsUnique: true},
	relation.Index{Name: "finding_unit", Columns: []string{"owner", "unit", "state"}},
	relation.Index{Name: "finding_task", Columns: []string{"owner", "task"}})

// What a FindingFile proves.
const (
	ProvesFinding       = "found"     // what was found
	ProvesRectification = "rectified" // that it was put right
)

// A FindingFile (佐证材料) proves a finding, or that it was put right.
type FindingFile struct {
	store.Record
	Finding uuid.UUID `col:"finding"`
	Unit    uuid.UUID `col:"unit"`
	Reader  uuid.UUID `col:"reader"` // as of the finding
	Part    string    `col:"part"`
	Account uuid.UUID `col:"account"`
	Made    int64     `col:"made,moment"`
	File
}

// FindingFileTable holds what proves findings.
var FindingFileTable = store.TableOf[FindingFile]("finding_file", relation.Index{Name: "finding_file_finding", Columns: []string{"owner", "finding"}})
