package record

import (
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A Message (站内消息) tells one person that something waits for him, with the way to it. It says what, not about whom: no personal data.
type Message struct {
	store.Record
	Account uuid.UUID `col:"account"` // whose it is
	Kind    string    `col:"kind"`    // names its wording
	Args    string    `col:"args"`    // JSON list of texts that go into the wording
	Href    string    `col:"href"`    // a page of ours
	Made    int64     `col:"made,moment"`
	Read    int64     `col:"read,moment"` // 0 before
}

// MessageTable holds messages.
var MessageTable = store.TableOf[Message]("message", relation.Index{Name: "message_account", Columns: []string{"account", "read", "made"}})
