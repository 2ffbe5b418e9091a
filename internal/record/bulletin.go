package record

import (
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// States of a Bulletin, in their order.
const (
	BulletinDraft    = "draft"    // 送审稿: it is written
	BulletinFeedback = "feedback" // 反馈核实: the units it names look at what it says of them
	BulletinChecked  = "checked"  // 核稿: it waits for the signature
	BulletinSigned   = "signed"   // 签发: it waits for its number
	BulletinNumbered = "numbered" // 编号: it is out, and changes no more
)

// A Bulletin (通报) is a month's circular on how tasks stand.
type Bulletin struct {
	store.Record
	Period   string    `col:"period"` // the month, as package period writes it
	Title    string    `col:"title"`
	State    string    `col:"state"`
	Body     string    `col:"body"`   // JSON of the values it was made from, as package bulletin reads it
	Year     int64     `col:"year"`   // in which it was numbered; 0 before
	Serial   *int64    `col:"serial"` // 第几期 of that year, without gaps; nil before
	Until    int64     `col:"until_day,date"`
	Handling string    `col:"handling"`          // what became of the objections
	Reason   string    `col:"reason"`            // why it was given back last
	Drafter  uuid.UUID `col:"drafter"`           //
	Made     int64     `col:"made,moment"`       //
	Checker  uuid.UUID `col:"checker"`           // zero before
	Checked  int64     `col:"checked,moment"`    // 0 before
	Signer   uuid.UUID `col:"signer"`            // zero before; never the drafter
	Signed   int64     `col:"signed,moment"`     // 0 before
	Numbered int64     `col:"numbered,moment"`   // 0 before
	Revised  int64     `col:"revised"`           // figures it used that were corrected since
	Marked   int64     `col:"revised_at,moment"` // when the last of them was; 0 for none
}

// BulletinTable holds bulletins.
var BulletinTable = store.TableOf[Bulletin]("bulletin",
	relation.Index{Name: "bulletin_made", Columns: []string{"made"}},
	relation.Index{Name: "bulletin_serial", Columns: []string{"year", "serial", "owner"}, IsUnique: true})

// A BulletinFigure (通报引用数字) is a number that a bulletin prints, with the question to the ledger whose answer it is.
type BulletinFigure struct {
	store.Record
	Bulletin uuid.UUID `col:"bulletin"`
	Ordinal  int64     `col:"ordinal"`
	Name     string    `col:"name"`
	Text     string    `col:"text"`          // as it is printed
	Query    string    `col:"query"`         // in the words of Query…
	Report   uuid.UUID `col:"report"`        // in which it was reported; zero for a count
	Value    uuid.UUID `col:"report_value"`  // the reported value it is; zero for a count
	Of       int64     `col:"value_version"` // the version of that value
	Now      string    `col:"text_now"`      // what that value was corrected to since; empty for not
	Revised  int64     `col:"revised,moment"`
}

// BulletinFigureTable holds the figures of bulletins.
var BulletinFigureTable = store.TableOf[BulletinFigure]("bulletin_figure",
	relation.Index{Name: "bulletin_figure_bulletin", Columns: []string{"bulletin", "ordinal"}},
	relation.Index{Name: "bulletin_figure_value", Columns: []string{"report_value"}})

// States of a BulletinUnit.
const (
	FeedbackWaiting  = "waiting"
	FeedbackAgreed   = "agreed"   // 无异议
	FeedbackObjected = "objected" // 有异议
	FeedbackNone     = "none"     // it was only sent the numbered bulletin
)

// PartRecipient (主送) is the part of every unit that a bulletin was sent to.
const PartRecipient = "recipient"

// A BulletinUnit is a unit that a bulletin was sent to, and what it answered.
type BulletinUnit struct {
	store.Record
	Bulletin uuid.UUID `col:"bulletin"`
	Unit     uuid.UUID `col:"unit"`
	Part     string    `col:"part"`
	State    string    `col:"state"`
	Reply    string    `col:"reply"`
	Account  uuid.UUID `col:"account"` // who answered; zero before
	Answered int64     `col:"answered,moment"`
}

// BulletinUnitTable holds who bulletins were sent to.
var BulletinUnitTable = store.TableOf[BulletinUnit]("bulletin_unit",
	relation.Index{Name: "bulletin_unit_bulletin", Columns: []string{"bulletin", "unit", "owner"}, IsUnique: true},
	relation.Index{Name: "bulletin_unit_unit", Columns: []string{"unit"}})
