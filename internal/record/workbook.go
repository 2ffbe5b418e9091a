package record

import (
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// Kinds of a Workbook.
const (
	WorkbookReports  = "reports"  // a unit's reports, filled in without a network
	WorkbookLedger   = "ledger"   // 在办台账: what was kept in a spreadsheet before
	WorkbookTemplate = "template" // 上级报表模板
)

// States of a Workbook.
const (
	WorkbookOpen    = "open"    // nothing was taken from it yet
	WorkbookTaken   = "taken"   // reports: what was good stands in drafts
	WorkbookAdopted = "adopted" // ledger: its tasks bind
	WorkbookUndone  = "undone"  // ledger: they were taken back
)

// A Workbook (工作簿) is a spreadsheet that somebody sent in, with what was made of its cells.
type Workbook struct {
	store.Record
	Kind     string    `col:"kind"`
	Title    string    `col:"title"`
	Unit     uuid.UUID `col:"unit"` // whose reports; zero for the office's
	Account  uuid.UUID `col:"account"`
	State    string    `col:"state"`
	Heads    string    `col:"heads"`    // digest of the heads of its columns: the next file with the same ones is read alike
	Mapping  string    `col:"mapping"`  // JSON: what its columns and cells mean; empty while nobody has said
	Document uuid.UUID `col:"document"` // ledger: what it became; zero before
	Made     int64     `col:"made,moment"`
	File
}

// WorkbookTable holds workbooks.
var WorkbookTable = store.TableOf[Workbook]("workbook",
	relation.Index{Name: "workbook_made", Columns: []string{"owner", "kind", "made"}}, relation.Index{Name: "workbook_unit", Columns: []string{"owner", "unit", "made"}})
