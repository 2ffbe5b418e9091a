package record

import (
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A Handover (工作交接) gives what is open in somebody's hands to colleagues, in one act, with the list of it (交接清单).
type Handover struct {
	store.Record
	Giver     uuid.UUID `col:"giver"` // 移交人
	Unit      uuid.UUID `col:"unit"`  // of the giver, then
	UnitName  string    `col:"unit_name"`
	Name      string    `col:"name"`    // of the giver, then
	Witness   string    `col:"witness"` // 监交人, as it was written
	Reason    string    `col:"reason"`
	Closes    bool      `col:"closes"`  // the giver's account ended with it
	Account   uuid.UUID `col:"account"` // who did it
	Made      int64     `col:"made,moment"`
	Confirmed int64     `col:"confirmed,moment"` // when the last receiver had confirmed; 0 before
}

// HandoverTable holds handovers.
var HandoverTable = store.TableOf[Handover]("handover", relation.Index{Name: "handover_made", Columns: []string{"owner", "made"}})

// A HandoverItem (交接事项) is one line of the list, as it was on the day. One of no kind tells of a receiver who got nothing in particular.
type HandoverItem struct {
	store.Record
	Handover  uuid.UUID `col:"handover"`
	Ordinal   int64     `col:"ordinal"` // from 1
	Kind      string    `col:"kind"`    // as package handover names what it finds
	Subject   uuid.UUID `col:"subject"` // the record that went over
	Title     string    `col:"title"`
	About     string    `col:"about"`       // a period, a step; empty for nothing
	Due       int64     `col:"due_on,date"` // 0 for none
	Href      string    `col:"href"`        // a page of ours; empty for none
	Receiver  uuid.UUID `col:"receiver"`
	Name      string    `col:"name"`             // of the receiver, then
	Confirmed int64     `col:"confirmed,moment"` // 0 before
}

// HandoverItemTable holds the lines of handovers.
var HandoverItemTable = store.TableOf[HandoverItem]("handover_item",
	relation.Index{Name: "handover_item_handover", Columns: []string{"owner", "handover", "ordinal"}, IsUnique: true}, relation.Index{Name: "handover_item_receiver", Columns: []string{"receiver", "confirmed"}})
