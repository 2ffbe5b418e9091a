package record

import (
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A DataKey (数据密钥) seals the secret fields of one record. Without it they can not be read again: that is how they are erased.
type DataKey struct {
	store.Record
	Subject uuid.UUID `col:"subject"`
	Wrapped []byte    `col:"wrapped,key"` // as package secret wraps it
}

// DataKeyTable holds data keys.
var DataKeyTable = store.TableOf[DataKey]("data_key", relation.Index{Name: "data_key_subject", Columns: []string{"subject", "owner"}, IsUnique: true})

// A Lead (线索) is a record that a rule has pointed at, for a person to look into.
type Lead struct {
	store.Record
	Pack     string    `col:"pack"`
	Rule     string    `col:"rule"`
	Register string    `col:"register"`
	Subject  uuid.UUID `col:"subject"` // the record
	Day      int64     `col:"day,date"`
	Says     string    `col:"says"`   // the rule's sentence with the values it used
	Values   string    `col:"values"` // JSON: name → value as it was then
	State    string    `col:"state"`  // LeadOpen…
	Made     int64     `col:"made,moment"`
	Reason   string    `col:"reason"` // what was found; "" while it is open
	By       uuid.UUID `col:"by"`     // the account that found it; zero while it is open
	Decided  int64     `col:"decided,moment"`
}

// The states of a lead.
const (
	LeadOpen      = "open"      // nobody has looked into it
	LeadConfirmed = "confirmed" // 核实: it is as the rule says
	LeadDismissed = "dismissed" // 排除: it is not, or nothing has to be done
)

// LeadTable holds leads. A rule points at a record once a day.
var LeadTable = store.TableOf[Lead]("lead",
	relation.Index{Name: "lead_place", Columns: []string{"pack", "rule", "subject", "day", "owner"}, IsUnique: true},
	relation.Index{Name: "lead_made", Columns: []string{"made"}})
