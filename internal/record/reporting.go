package record

import (
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// States of a Part.
const (
	PartDraft    = "draft"
	PartSent     = "sent"
	PartReturned = "returned"
)

// A Part (分报) is what a cooperating unit sends to the unit that leads the task, for its report on a due item. It is there once something was
// written: who owes one follows from the duties of the task. Its figures and files are kept as those of a report are, under its id.
type Part struct {
	store.Record
	Due      uuid.UUID `col:"due"`
	Task     uuid.UUID `col:"task"`
	Unit     uuid.UUID `col:"unit"` // that wrote it
	Account  uuid.UUID `col:"account"`
	State    string    `col:"state"`
	Progress string    `col:"progress"`
	Problem  string    `col:"problem"`
	Reason   string    `col:"reason"` // why it was sent back
	Made     int64     `col:"made,moment"`
	Sent     int64     `col:"sent,moment"`  // 0 before
	IsLate   bool      `col:"is_late"`      // sent after its day
	Taken    int64     `col:"taken,moment"` // when its text went into the report; 0 before
}

// PartTable holds parts.
var PartTable = store.TableOf[Part]("report_part",
	relation.Index{Name: "report_part_due", Columns: []string{"due", "unit", "owner"}, IsUnique: true},
	relation.Index{Name: "report_part_unit", Columns: []string{"unit", "state"}})

// A Sheet (签字单) is a report as it was handed in once: what is printed, signed and sealed. It bears a version code, by which it is found, and the
// scan of the paper that was signed.
type Sheet struct {
	store.Record
	Report  uuid.UUID `col:"report"`
	Unit    uuid.UUID `col:"unit"`    // of the report
	Ordinal int64     `col:"ordinal"` // 第几稿: how often the report was handed in, from 1
	Code    string    `col:"code"`    // 版本码: WX-7K3M-9QTZ-4RFA, from Digest
	Digest  string    `col:"digest"`  // SM3 of what it says, figures and files included, in hexadecimal digits
	Made    int64     `col:"made,moment"`
	File              // the scan; without a name before there is one
	Account uuid.UUID `col:"account"`        // who sent the scan; zero before
	Scanned int64     `col:"scanned,moment"` // 0 before
}

// SheetTable holds sheets.
var SheetTable = store.TableOf[Sheet]("report_sheet",
	relation.Index{Name: "report_sheet_report", Columns: []string{"report", "ordinal", "owner"}, IsUnique: true},
	relation.Index{Name: "report_sheet_code", Columns: []string{"code"}})

// Sources of a figure.
const (
	SourceReport     = "report"     // the unit's report
	SourceStatistics = "statistics" // 统计部门
	SourceRegister   = "register"   // an indicator over a programme's register
	SourceSuperior   = "superior"   // 上级反馈
)

// States of an OtherFigure.
const (
	GapNone      = "none"      // nothing to compare with, or the two agree
	GapAsked     = "asked"     // the unit is asked for an explanation
	GapExplained = "explained" // it gave one; the office has to find
	GapSettled   = "settled"   // 已核实
)

// What the office found of a gap.
const (
	FoundReport     = "report"     // 报送数准确
	FoundOther      = "other"      // 另一来源准确: the report is to be corrected
	FoundDefinition = "definition" // 口径不同: both are right
)

// An OtherFigure (另一来源数) is what another source than the unit's report gives for a target in a period (一数两源). Both are kept. What the report
// that counts says stands beside it, so that gaps are listed without going through reports.
type OtherFigure struct {
	store.Record
	Task      uuid.UUID `col:"task"`
	Target    uuid.UUID `col:"target"`
	Unit      uuid.UUID `col:"unit"`   // that answers for the target
	Period    string    `col:"period"` // as that of a due item
	Source    string    `col:"source"` // SourceStatistics…
	Name      string    `col:"name"`   // the source in words: 市统计局月报
	Basis     string    `col:"basis"`  // 依据
	Value     int64     `col:"value,number"`
	Account   uuid.UUID `col:"account"`
	At        int64     `col:"at,moment"`
	Reported  *int64    `col:"reported,number"` // nil while no report gives one
	Report    uuid.UUID `col:"report"`          // that gives it; zero for none
	Gap       int64     `col:"gap,number"`      // Reported less Value; 0 while nothing is reported
	Share     int64     `col:"gap_share"`       // its size in hundredths of a per cent of Value, as package ledger tells it
	State     string    `col:"state"`
	Reason    string    `col:"reason"` // the unit's explanation
	Explainer uuid.UUID `col:"explainer"`
	Explained int64     `col:"explained,moment"`
	Found     string    `col:"found"` // FoundReport…; empty before
	Finding   string    `col:"finding"`
	Decider   uuid.UUID `col:"decider"`
	Decided   int64     `col:"decided,moment"`
}

// OtherFigureTable holds what other sources give.
var OtherFigureTable = store.TableOf[OtherFigure]("other_figure",
	relation.Index{Name: "other_figure_target", Columns: []string{"target", "period", "source", "owner"}, IsUnique: true},
	relation.Index{Name: "other_figure_task", Columns: []string{"task", "period"}},
	relation.Index{Name: "other_figure_state", Columns: []string{"state", "unit", "gap_share"}})

// A TargetSource (权威来源) says which source's figure counts for a target. A target without one goes by the report.
type TargetSource struct {
	store.Record
	Task      uuid.UUID `col:"task"`
	Target    uuid.UUID `col:"target"`
	Source    string    `col:"source"`
	Reason    string    `col:"reason"`
	Tolerance int64     `col:"tolerance"` // 容差: gaps up to it are nobody's business; hundredths of a per cent
	Pack      string    `col:"pack"`      // the programme and the indicator that give the register's figure; empty for none
	Indicator string    `col:"indicator"`
	Account   uuid.UUID `col:"account"`
	At        int64     `col:"at,moment"`
}

// TargetSourceTable holds which source counts for which target.
var TargetSourceTable = store.TableOf[TargetSource]("target_source",
	relation.Index{Name: "target_source_target", Columns: []string{"target", "owner"}, IsUnique: true},
	relation.Index{Name: "target_source_task", Columns: []string{"task"}})
