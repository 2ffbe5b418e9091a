package audit

import (
	"bytes"
	"fmt"

	"github.com/emmansun/gmsm/sm3"
)

// A Head is the last block of a chain as it was noted outside the database, or printed in a bulletin.
type Head struct {
	Owner     int64  `json:"owner"`
	Height    int64  `json:"height"`
	Hash      []byte `json:"hash"`
	Signature []byte `json:"signature"`
	At        int64  `json:"at"`
}

// Head is what is noted of a block.
func (b Block) Head() Head {
	return Head{Owner: b.Owner, Height: b.Height, Hash: b.Hash, Signature: b.Signature, At: b.At}
}

// A Fault is a place where a chain is not what was written.
type Fault struct {
	Owner  int64  `json:"owner"`
	Height int64  `json:"height"` // of the block; 0 where a whole chain is meant
	Key    string `json:"key"`    // of the sentence: internal/locale has it as "word.audit-fault." + Key
}

// String is the fault for logs and tests; people read the sentence of its key.
func (f Fault) String() string {
	return fmt.Sprintf("chain %d, block %d: %s", f.Owner, f.Height, f.Key)
}

// The keys of faults.
const (
	FaultOrder     = "order"     // a block is missing, or stands in a wrong place
	FaultPrev      = "prev"      // a block does not continue the one before it
	FaultHash      = "hash"      // an event or the block itself was changed, left out, added or moved
	FaultSignature = "signature" // the block was not signed with our key
	FaultColumns   = "columns"   // what is shown of an event is not what was signed
	FaultTail      = "tail"      // blocks that were noted outside the database are missing at the end
	FaultHead      = "head"      // the block noted outside the database is not the one inside
	FaultStray     = "stray"     // an event belongs to no block
)

// A Chain checks the blocks of one owner, handed over in the order of their heights.
type Chain struct {
	owner    int64
	verifier Verifier
	heads    map[int64][]byte // hashes by height
	highest  int64            // of the heads
	prev     []byte
	height   int64
	faults   []Fault
}

// NewChain checks the chain of an owner against what was noted of it outside the database. Heads of other owners, and those whose
// signature is wrong, are passed over: whoever can write the notes can not sign them.
func NewChain(owner int64, heads []Head, v Verifier) *Chain {
	c := &Chain{owner: owner, verifier: v, heads: make(map[int64][]byte), prev: make([]byte, sm3.Size)}
	for _, h := range heads {
		if h.Owner == owner && v.Verify(h.Hash, h.Signature) {
			c.heads[h.Height] = h.Hash
			c.highest = max(c.highest, h.Height)
		}
	}
	return c
}

// Add checks the next block with the bodies of its events.
func (c *Chain) Add(b Block, bodies [][]byte) {
	fault := func(key string) { c.faults = append(c.faults, Fault{c.owner, b.Height, key}) }
	if b.Owner != c.owner || b.Height != c.height+1 {
		fault(FaultOrder)
	}
	if !bytes.Equal(b.Prev, c.prev) {
		fault(FaultPrev)
	}
	if b.Count != int64(len(bodies)) || !bytes.Equal(b.Hash, b.digest(bodies)) {
		fault(FaultHash)
	}
	if !c.verifier.Verify(b.Hash, b.Signature) {
		fault(FaultSignature)
	}
	if noted, ok := c.heads[b.Height]; ok && !bytes.Equal(noted, b.Hash) {
		fault(FaultHead)
	}
	c.prev, c.height = b.Hash, b.Height
}

// Report adds a fault that the one who reads the chain saw, such as FaultColumns.
func (c *Chain) Report(height int64, key string) {
	c.faults = append(c.faults, Fault{c.owner, height, key})
}

// Close ends the chain and gives all its faults; none if it is whole.
func (c *Chain) Close() []Fault {
	if c.height < c.highest {
		c.faults = append(c.faults, Fault{c.owner, c.highest, FaultTail})
	}
	return c.faults
}
