package record

import (
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// With whom a SavedList is shared.
const (
	SharedWithNobody = "own"
	SharedWithUnit   = "unit"
	SharedWithPlace  = "place" // everybody who works for a unit of the division
)

// A SavedList (保存的列表) is what somebody asks of a list, under a name. It holds no rows: whoever opens it sees what he may see.
type SavedList struct {
	store.Record
	Account uuid.UUID `col:"account"`
	Unit    uuid.UUID `col:"unit"` // of the account as it was; zero for none
	Kind    string    `col:"kind"` // of the list, as package list names it
	Name    string    `col:"name"`
	Query   string    `col:"query"` // of the address
	Share   string    `col:"share"`
	Made    int64     `col:"made,moment"`
}

// SavedListTable holds saved lists.
var SavedListTable = store.TableOf[SavedList]("saved_list", relation.Index{Name: "saved_list_kind", Columns: []string{"owner", "kind", "account"}})

// What a Link opens.
const (
	LinkCalendar = "calendar" // one person's calendar as a feed
	LinkScreen   = "screen"   // the cockpit on a wall
)

// A Link (订阅链接) opens one thing to whoever has it, until it is revoked. The token in it is kept nowhere.
type Link struct {
	store.Record
	Account uuid.UUID `col:"account"` // for whom: what the link opens is what that account may see
	Kind    string    `col:"kind"`
	Label   string    `col:"label"` // where it is used, as the person wrote it
	Hash    []byte    `col:"hash"`  // of the token
	Made    int64     `col:"made,moment"`
	Revoked int64     `col:"revoked,moment"` // 0 while it opens
}

// LinkTable holds links.
var LinkTable = store.TableOf[Link]("link", relation.Index{Name: "link_hash", Columns: []string{"hash"}}, relation.Index{Name: "link_account", Columns: []string{"owner", "account"}})
