package record

import (
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/relation"
)

// A Session (登录会话) is an account that is signed in.
type Session struct {
	Hash    []byte    `col:"hash"` // of the token; the token itself is kept nowhere
	ID      uuid.UUID `col:"id"`   // to speak of it
	Account uuid.UUID `col:"account"`
	Made    int64     `col:"made"`    // ms since 1970
	Seen    int64     `col:"seen"`    // ms since 1970, to the minute
	Address string    `col:"address"` // where it was made
	Agent   string    `col:"agent"`   // the browser, as it calls itself
	// IsPending says that the password was right and the one-time code is still to come.
	IsPending bool `col:"is_pending"`
}

// SessionTable holds sessions.
var SessionTable = &relation.Table{
	Name: "session", Placement: relation.Local, Key: []string{"hash"},
	Columns: []relation.Column{
		{Name: "hash", Type: relation.Bytes}, {Name: "id", Type: relation.Bytes}, {Name: "account", Type: relation.Bytes},
		{Name: "made", Type: relation.Moment}, {Name: "seen", Type: relation.Moment}, {Name: "address", Type: relation.Text}, {Name: "agent", Type: relation.Text},
		{Name: "is_pending", Type: relation.Bool},
	},
	Indexes: []relation.Index{{Name: "session_account", Columns: []string{"account"}}},
}

// An Attempt counts failed sign-ins by account name or by address.
type Attempt struct {
	Subject string `col:"subject"` // "account:NAME" or "address:IP"
	Count   int64  `col:"count"`   // since the last lock or pause
	Locks   int64  `col:"locks"`   // one after the other
	Last    int64  `col:"last"`    // ms since 1970
	Until   int64  `col:"until"`   // the end of the last lock, ms since 1970
}

// AttemptTable holds attempts.
var AttemptTable = &relation.Table{
	Name: "attempt", Placement: relation.Local, Key: []string{"subject"},
	Columns: []relation.Column{
		{Name: "subject", Type: relation.Text}, {Name: "count", Type: relation.Integer}, {Name: "locks", Type: relation.Integer},
		{Name: "last", Type: relation.Moment}, {Name: "until", Type: relation.Moment},
	},
}

// A Draft (草稿) is what somebody has typed and not yet sent.
type Draft struct {
	Account uuid.UUID `col:"account"`
	Object  uuid.UUID `col:"object"` // what it is about, such as a due item
	Body    string    `col:"body"`   // JSON: the fields of the form
	At      int64     `col:"at"`     // ms since 1970
}

// DraftTable holds drafts.
var DraftTable = &relation.Table{
	Name: "draft", Placement: relation.Local, Key: []string{"account", "object"},
	Columns: []relation.Column{
		{Name: "account", Type: relation.Bytes}, {Name: "object", Type: relation.Bytes}, {Name: "body", Type: relation.Text}, {Name: "at", Type: relation.Moment},
	},
}
