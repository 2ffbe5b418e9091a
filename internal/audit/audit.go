// Package audit builds and checks the record of what was done: events, chained
// by owner in blocks. A block's hash covers the hash of the block before it and
// every event in it, and is signed with a key that is not in the database, so
// that an event changed, moved or left out shows. The last block of each chain
// (its head) is noted outside the database, so that a tail cut off shows too.
//
// The package decides; it reads and writes nothing. Package store keeps events
// and blocks in the same transaction as the changes they tell of. Start with
// Event, Seal and Check. Logging is something else: an event is data, and holds
// nothing secret and no words of a person's record.
package audit

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/emmansun/gmsm/sm3"
	"github.com/google/uuid"
)

// An Event (审计事件) is one act: who did what to which record, when and from where.
type Event struct {
	ID      uuid.UUID `json:"id"`
	At      int64     `json:"at"`    // milliseconds since 1970-01-01 00:00 UTC
	Owner   int64     `json:"owner"` // the division whose chain it stands in, six digits
	Account uuid.UUID `json:"account"`
	Action  string    `json:"action"`           // such as "report.submit"
	Kind    string    `json:"kind"`             // of the record, such as "report"
	Object  uuid.UUID `json:"object"`           // the record; zero where the act has none
	Request string    `json:"request"`          // number of the request, as in the log
	From    string    `json:"from"`             // network address, or "local"
	Detail  Detail    `json:"detail,omitempty"` // what else matters, in words without secrets
}

// Detail is what else an event tells: counts, digests, reasons, names of fields.
type Detail map[string]string

// ErrIncomplete says that an event does not tell who did what where.
var ErrIncomplete = errors.New("an event needs owner, account, action and kind")

// Body is the event as it is kept and hashed: JSON with its fields in one order.
func (e Event) Body() ([]byte, error) {
	if e.Owner < 100000 || e.Owner > 999999 || e.Account == uuid.Nil || e.Action == "" || e.Kind == "" || e.At == 0 || e.ID == uuid.Nil {
		return nil, fmt.Errorf("event %q: %w", e.Action, ErrIncomplete)
	}
	return json.Marshal(e)
}

// Read reads what Body wrote.
func Read(body []byte) (Event, error) {
	var e Event
	if err := json.Unmarshal(body, &e); err != nil {
		return Event{}, fmt.Errorf("read an event: %w", err)
	}
	return e, nil
}

// A Block (审计区块) closes the events of one group commit in one chain.
type Block struct {
	Owner     int64
	Height    int64 // from 1, without gaps
	At        int64 // milliseconds since 1970-01-01 00:00 UTC
	Count     int64 // events in it, from 1
	Prev      []byte
	Hash      []byte // SM3 of all above and of the events' bodies
	Signature []byte // of Hash
}

// A Signer signs hashes with a key that is not in the database.
type Signer interface {
	Sign(hash []byte) (signature []byte, err error)
}

// A Verifier checks what a Signer made.
type Verifier interface {
	Verify(hash, signature []byte) bool
}

// Seal makes the block after head (nil for the first of a chain) for the events whose bodies are given, in their order.
func Seal(head *Block, owner int64, at time.Time, bodies [][]byte, s Signer) (Block, error) {
	b := Block{Owner: owner, Height: 1, At: at.UnixMilli(), Count: int64(len(bodies)), Prev: make([]byte, sm3.Size)}
	if head != nil {
		b.Height, b.Prev = head.Height+1, head.Hash
	}
	b.Hash = b.digest(bodies)
	var err error
	if b.Signature, err = s.Sign(b.Hash); err != nil {
		return Block{}, fmt.Errorf("sign block %d of %d: %w", b.Height, owner, err)
	}
	return b, nil
}

// digest is the hash of a block: of its numbers, the hash before it, and the hash of each body.
func (b *Block) digest(bodies [][]byte) []byte {
	h := sm3.New()
	var n [8]byte
	for _, v := range []int64{b.Owner, b.Height, b.At, b.Count} {
		binary.BigEndian.PutUint64(n[:], uint64(v))
		h.Write(n[:])
	}
	h.Write(b.Prev)
	for _, body := range bodies {
		sum := sm3.Sum(body)
		h.Write(sum[:])
	}
	return h.Sum(nil)
}
