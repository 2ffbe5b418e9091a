package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

func testRecords(t *testing.T, db Database) {
	b := open(t, db)
	th := b.insert(t, "甲“乙”'丙\x22")
	got, err := b.load(t, th.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(*th, got); diff != "" {
		t.Errorf("loaded is not what was inserted (-in +out):\n%s", diff)
	}
	note := ""
	got.Note, got.Count, got.IsOpen, got.Raw = &note, -1<<63, true, []byte{9}
	err = b.Write(t.Context(), store.Unscoped, event("thing.change"), func(ctx context.Context, tx *store.Tx) error {
		again := got
		if err := store.Update(ctx, tx, things, &again); err != nil {
			return err
		}
		seen, err := store.Load[thing](ctx, tx, things, owner, th.ID)
		if err == nil && seen.Count != again.Count {
			err = errors.New("a transaction does not see what it wrote")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	got.Version = 2
	now, err := b.load(t, th.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got, now); diff != "" {
		t.Errorf("loaded is not what was written (-in +out):\n%s", diff)
	}
	err = b.Write(t.Context(), store.Unscoped, event("thing.remove"), func(ctx context.Context, tx *store.Tx) error {
		return store.Delete(ctx, tx, things, &now)
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.load(t, th.ID); fault.KindOf(err) != fault.NotFound {
		t.Errorf("loading what was deleted: %v, want NotFound", err)
	}
	if faults := b.verify(t); faults != nil {
		t.Errorf("the chain has faults: %v", faults)
	}
	b.history(t, th.ID, "+ name,…", "count,is_open,note,raw", "- name,…")
}

func testSentTwice(t *testing.T, db Database) {
	b := open(t, db)
	th := b.insert(t, "first")
	again := *th
	again.Name = "second"
	err := b.Write(t.Context(), store.Unscoped, event("thing.add"), func(ctx context.Context, tx *store.Tx) error {
		isNew, err := store.Insert(ctx, tx, things, &again)
		if err == nil && isNew {
			err = errors.New("an id was inserted twice")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.add(t.Context(), newThing("first")); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a value that may stand once stands twice: %v, want Conflict", err)
	}
	if names := b.names(t, store.Unscoped); !slices.Equal(names, []string{"first"}) {
		t.Errorf("rows %v, want the first alone", names)
	}
}

func testStale(t *testing.T, db Database) {
	b := open(t, db)
	th := b.insert(t, "a")
	change := func(th thing, name string) error {
		return b.Write(t.Context(), store.Unscoped, event("thing.change"), func(ctx context.Context, tx *store.Tx) error {
			th := th
			th.Name = name
			return store.Update(ctx, tx, things, &th)
		})
	}
	if err := change(*th, "b"); err != nil {
		t.Fatal(err)
	}
	if err := change(*th, "c"); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a stale write: %v, want Conflict", err)
	}
	if names := b.names(t, store.Unscoped); !slices.Equal(names, []string{"b"}) {
		t.Errorf("rows %v, want b", names)
	}
}

func testRefused(t *testing.T, db Database) {
	b := open(t, db)
	refusal := errors.New("no")
	err := b.Write(t.Context(), store.Unscoped, event("thing.add"), func(ctx context.Context, tx *store.Tx) error {
		if _, err := store.Insert(ctx, tx, things, newThing("x")); err != nil {
			return err
		}
		return refusal
	})
	if !errors.Is(err, refusal) {
		t.Errorf("error %v, want the one that was returned", err)
	}
	if names := b.names(t, store.Unscoped); names != nil {
		t.Errorf("rows %v after a refusal", names)
	}
	if v, err := b.Verify(t.Context(), nil, NewKey()); err != nil || v.Events != 0 {
		t.Errorf("a refused request left %d events, %v", v.Events, err)
	}
	incomplete := event("")
	if err := b.Write(t.Context(), store.Unscoped, incomplete, func(context.Context, *store.Tx) error { return nil }); err == nil {
		t.Error("an event without an action was accepted")
	}
}

// testGroups sends many requests at once, every third of which is refused after it has written.
func testGroups(t *testing.T, db Database) {
	b := open(t, db)
	const n = 300
	var wait sync.WaitGroup
	var mu sync.Mutex
	var want []string
	for i := range n {
		wait.Go(func() {
			name := fmt.Sprintf("%03d", i)
			err := b.Write(t.Context(), store.Unscoped, event("thing.add"), func(ctx context.Context, tx *store.Tx) error {
				if _, err := store.Insert(ctx, tx, things, newThing(name)); err != nil {
					return err
				}
				if i%3 == 0 {
					return fault.New(fault.Invalid, "test")
				}
				return nil
			})
			if (err != nil) != (i%3 == 0) {
				t.Errorf("request %d: %v", i, err)
			}
			if err == nil {
				mu.Lock()
				want = append(want, name)
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	slices.Sort(want)
	if diff := cmp.Diff(want, b.names(t, store.Unscoped)); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	v, err := b.Verify(t.Context(), nil, NewKey())
	if err != nil || v.Faults != nil || v.Events != int64(len(want)) {
		t.Errorf("%d events and faults %v (%v), want %d and none", v.Events, v.Faults, err, len(want))
	}
	if v.Blocks >= v.Events {
		t.Errorf("%d blocks for %d events: nothing was committed together", v.Blocks, v.Events)
	}
}

func testPanic(t *testing.T, db Database) {
	b := open(t, db)
	err := b.Write(t.Context(), store.Unscoped, event("thing.add"), func(ctx context.Context, tx *store.Tx) error {
		if _, err := store.Insert(ctx, tx, things, newThing("x")); err != nil {
			return err
		}
		panic("boo")
	})
	if err == nil || !strings.Contains(err.Error(), "boo") {
		t.Errorf("error %v, want the panic", err)
	}
	b.insert(t, "after")
	if names := b.names(t, store.Unscoped); !slices.Equal(names, []string{"after"}) {
		t.Errorf("rows %v, want what came after alone", names)
	}
}

func testFailedStatement(t *testing.T, db Database) {
	b := open(t, db)
	bad := &relation.Select{ // a sum that leaves the range
		Outputs: []relation.Output{{Expr: relation.Call{Func: relation.Sum, Args: []relation.Expr{relation.C("t", "count")}}, As: "n"}},
		From:    relation.From(things, "t"),
	}
	err := b.Write(t.Context(), store.Unscoped, event("thing.add"), func(ctx context.Context, tx *store.Tx) error {
		for _, name := range []string{"x", "y"} {
			th := newThing(name)
			th.Count = 1<<63 - 1
			if _, err := store.Insert(ctx, tx, things, th); err != nil {
				return err
			}
		}
		_ = tx.Select(ctx, bad, func(store.Scan) error { return nil }) // passed over on purpose
		return nil
	})
	if err == nil {
		t.Error("a failed statement was passed over")
	}
	if names := b.names(t, store.Unscoped); names != nil {
		t.Errorf("rows %v, want none", names)
	}
}

func testRowNumbers(t *testing.T, db Database) {
	b := open(t, db)
	first, second := b.insert(t, "a"), b.insert(t, "b")
	if first.RID != owner*1_000_000_000+1 || second.RID <= first.RID {
		t.Errorf("row numbers %d, %d", first.RID, second.RID)
	}
	other := newThing("c")
	other.Owner = 140311
	if err := b.add(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	if other.RID != 140311*1_000_000_000+1 {
		t.Errorf("row number %d of another owner", other.RID)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b.reopen(t)
	if third := b.insert(t, "d"); third.RID <= second.RID {
		t.Errorf("row number %d after reopening, want more than %d", third.RID, second.RID)
	}
}

func testKeep(t *testing.T, db Database) {
	b := open(t, db)
	put := func(until int64) error {
		return b.Keep(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Run(ctx, &relation.Insert{
				Into: leases, Columns: []string{"name", "until"}, Rows: [][]relation.Expr{{relation.V("a"), relation.V(until)}},
				OnConflict: &relation.Conflict{Columns: []string{"name"}, Sets: []relation.Set{{Column: "until", To: relation.Excluded{Name: "until"}}}},
			})
			return err
		})
	}
	if err := errors.Join(put(1), put(2)); err != nil {
		t.Fatal(err)
	}
	if err := b.Keep(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Insert(ctx, tx, things, newThing("x"))
		return err
	}); err == nil {
		t.Error("a record was changed without an event")
	}
	if err := b.Write(t.Context(), store.Unscoped, event("thing.change"), func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Run(ctx, &relation.Delete{From: things, Where: relation.Equal(relation.C("", relation.Owner), owner)})
		return err
	}); err == nil {
		t.Error("records were deleted without a history")
	}
	if names := b.names(t, store.Unscoped); names != nil {
		t.Errorf("rows %v, want none", names)
	}
}
