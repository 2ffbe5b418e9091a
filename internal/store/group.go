package store

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/relation"
)

// A group is what the requests of one commit have in common: numbers given out, events and history to be written at its end.
type group struct {
	writer  *writer
	next    map[counter]int64 // sequence numbers already read
	taken   map[counter]bool  // those to write back
	events  map[int64][]audit.Event
	history []historyRow
	blocks  []audit.Block
}

// A counter counts the rows of a table of one owner.
type counter struct {
	owner int64
	table string
}

// maxSequence is the number of rows an owner can have in one table: rid is owner×10⁹ and the number.
const maxSequence = 1_000_000_000

func newGroup(w *writer) *group {
	return &group{writer: w, next: make(map[counter]int64), taken: make(map[counter]bool), events: make(map[int64][]audit.Event)}
}

// rid gives the next row of a table its number.
func (g *group) rid(ctx context.Context, owner int64, table string) (int64, error) {
	c := counter{owner, table}
	if _, ok := g.next[c]; !ok {
		q := &relation.Select{
			Outputs: []relation.Output{{Expr: relation.C("s", "next")}}, From: relation.From(sequenceTable, "s"), IsForUpdate: true,
			Where: relation.And{relation.Equal(relation.C("s", "owner"), owner), relation.Equal(relation.C("s", "name"), table)},
		}
		g.next[c] = 1
		if err := g.writer.query(ctx, q, func(scan Scan) error {
			var n int64
			if err := scan(&n); err != nil {
				return err
			}
			g.next[c] = n
			return nil
		}); err != nil {
			return 0, err
		}
	}
	n := g.next[c]
	if n >= maxSequence {
		return 0, fmt.Errorf("owner %d has no more numbers for rows of %s", owner, table)
	}
	g.next[c]++
	g.taken[c] = true
	return owner*maxSequence + n, nil
}

// add keeps the event and the history of a request that has succeeded.
func (g *group) add(tx *Tx) error {
	e := *tx.event
	if len(e.Detail) == 0 {
		e.Detail = nil
	}
	if _, err := e.Body(); err != nil {
		return err
	}
	g.events[e.Owner] = append(g.events[e.Owner], e)
	for _, h := range tx.history {
		h.Event, h.At, h.Account = e.ID, e.At, e.Account
		g.history = append(g.history, h)
	}
	return nil
}

// close writes history, events and blocks, and the numbers given out. The head of each chain is locked last, owners in order, so that
// two servers wait for each other as briefly as can be and never in a circle.
func (g *group) close(ctx context.Context) error {
	for i := range g.history {
		h := &g.history[i]
		var err error
		if h.RID, err = g.rid(ctx, h.Owner, historyTable.Name); err != nil {
			return err
		}
	}
	if err := insertAll(ctx, g.writer, historyTable, g.history); err != nil {
		return err
	}
	for _, owner := range slices.Sorted(maps.Keys(g.events)) {
		if err := g.seal(ctx, owner, g.events[owner]); err != nil {
			return err
		}
	}
	for _, c := range slices.SortedFunc(maps.Keys(g.taken), func(a, b counter) int {
		if a.owner != b.owner {
			return int(a.owner - b.owner)
		}
		if a.table < b.table {
			return -1
		}
		return 1
	}) {
		if err := g.writeBack(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

func (g *group) writeBack(ctx context.Context, c counter) error {
	_, err := g.writer.change(ctx, &relation.Insert{
		Into: sequenceTable, Columns: []string{"owner", "name", "next"},
		Rows:       [][]relation.Expr{{relation.V(c.owner), relation.V(c.table), relation.V(g.next[c])}},
		OnConflict: &relation.Conflict{Columns: []string{"owner", "name"}, Sets: []relation.Set{{Column: "next", To: relation.Excluded{Name: "next"}}}},
	})
	return err
}

// seal closes the events of one owner in a block.
func (g *group) seal(ctx context.Context, owner int64, events []audit.Event) error {
	var head *audit.Block
	q := &relation.Select{
		Outputs: []relation.Output{{Expr: relation.C("h", "height")}, {Expr: relation.C("h", "hash")}},
		From:    relation.From(headTable, "h"), Where: relation.Equal(relation.C("h", "owner"), owner), IsForUpdate: true,
	}
	if err := g.writer.query(ctx, q, func(scan Scan) error {
		head = &audit.Block{Owner: owner}
		return scan(&head.Height, &head.Hash)
	}); err != nil {
		return err
	}
	height := int64(1)
	if head != nil {
		height = head.Height + 1
	}
	rows := make([]eventRow, len(events))
	bodies := make([][]byte, len(events))
	for i, e := range events {
		body, err := e.Body()
		if err != nil {
			return err
		}
		bodies[i] = body
		rows[i] = eventRow{Owner: owner, ID: e.ID, Height: height, Ordinal: int64(i), At: e.At, Account: e.Account, Action: e.Action, Kind: e.Kind, Object: e.Object, Body: string(body)}
		if rows[i].RID, err = g.rid(ctx, owner, eventTable.Name); err != nil {
			return err
		}
	}
	if err := insertAll(ctx, g.writer, eventTable, rows); err != nil {
		return err
	}
	block, err := audit.Seal(head, owner, g.writer.store.options.Now(), bodies, g.writer.store.options.Signer)
	if err != nil {
		return err
	}
	g.blocks = append(g.blocks, block)
	if err := insertAll(ctx, g.writer, blockTable, []blockRow{blockRow(block)}); err != nil {
		return err
	}
	_, err = g.writer.change(ctx, &relation.Insert{
		Into: headTable, Columns: []string{"owner", "height", "hash"},
		Rows: [][]relation.Expr{{relation.V(owner), relation.V(block.Height), relation.V(block.Hash)}},
		OnConflict: &relation.Conflict{Columns: []string{"owner"}, Sets: []relation.Set{
			{Column: "height", To: relation.Excluded{Name: "height"}}, {Column: "hash", To: relation.Excluded{Name: "hash"}},
		}},
	})
	return err
}

// An eventRow is an audit event as it is kept; Body is what was hashed, the rest is for finding it.
type eventRow struct {
	Owner   int64     `col:"owner"`
	RID     int64     `col:"rid"`
	ID      uuid.UUID `col:"id"`
	Height  int64     `col:"height"`
	Ordinal int64     `col:"ordinal"`
	At      int64     `col:"at"`
	Account uuid.UUID `col:"account"`
	Action  string    `col:"action"`
	Kind    string    `col:"kind"`
	Object  uuid.UUID `col:"object"`
	Body    string    `col:"body"`
}

// A blockRow is an audit.Block as it is kept.
type blockRow struct {
	Owner     int64  `col:"owner"`
	Height    int64  `col:"height"`
	At        int64  `col:"at"`
	Count     int64  `col:"count"`
	Prev      []byte `col:"prev"`
	Hash      []byte `col:"hash"`
	Signature []byte `col:"signature"`
}

// A historyRow is what one change did to one record.
type historyRow struct {
	Owner   int64     `col:"owner"`
	RID     int64     `col:"rid"`
	Event   uuid.UUID `col:"event"`
	At      int64     `col:"at"`
	Account uuid.UUID `col:"account"`
	Table   string    `col:"name"`
	Record  uuid.UUID `col:"record"`
	Version int64     `col:"version"`
	Before  *string   `col:"before"` // JSON of the columns that changed; nil for a new record
	After   *string   `col:"after"`  // JSON likewise; nil for a record that was deleted
}
