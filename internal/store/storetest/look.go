package storetest

import (
	"context"
	"runtime"
	"sync"
	"testing"

	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// testBusy asks the store for its state while every reader is at work.
func testBusy(t *testing.T, db Database) {
	b := open(t, db)
	readers := max(4, 2*runtime.NumCPU())
	inside, done := make(chan struct{}, readers), make(chan struct{})
	var wait sync.WaitGroup
	for range readers {
		wait.Go(func() {
			if err := b.Read(t.Context(), store.Unscoped, func(context.Context, *store.View) error {
				inside <- struct{}{}
				<-done
				return nil
			}); err != nil {
				t.Error(err)
			}
		})
	}
	for range readers {
		<-inside
	}
	if err := b.Ping(t.Context()); err != nil {
		t.Error(err)
	}
	if names, err := b.Tables(t.Context()); err != nil || len(names) != len(store.Tables())+2 {
		t.Errorf("tables: %v, %v", names, err)
	}
	if s, err := b.Settings(t.Context()); err != nil || s.Version == "" || len(s.Damage) > 0 {
		t.Errorf("settings: %+v, %v", s, err)
	}
	close(done)
	wait.Wait()
}

// testLook looks at a database that is in use, and at what another release has left.
func testLook(t *testing.T, db Database) {
	b := open(t, db)
	th := b.insert(t, "a")
	looked, err := store.Look(t.Context(), b.options())
	if err != nil {
		t.Fatal(err)
	}
	step, err := looked.Step(t.Context())
	if err != nil || step != 1 {
		t.Errorf("step %d, %v", step, err)
	}
	err = looked.Write(t.Context(), store.Unscoped, event("thing.add"), func(context.Context, *store.Tx) error { return nil })
	if fault.KindOf(err) != fault.Unavailable {
		t.Errorf("who only looks has written: %v", err)
	}
	if v, err := looked.Verify(t.Context(), nil, NewKey()); err != nil || v.Events != 1 {
		t.Errorf("verified: %+v, %v", v, err)
	}
	if err := looked.Close(); err != nil {
		t.Error(err)
	}
	if again, err := b.load(t, th.ID); err != nil || again.Name != "a" {
		t.Errorf("afterwards: %+v, %v", again, err)
	}
	if err := store.Fill(t.Context(), b.options(), nil); fault.KindOf(err) != fault.Unavailable && fault.KindOf(err) != fault.Conflict {
		t.Errorf("a database with records was filled: %v", err)
	}
}

// testReplaceKey replaces a wrapped key, and nothing else.
func testReplaceKey(t *testing.T, db Database) {
	b := open(t, db)
	th := b.insert(t, "a")
	replace := func(column string, from, to string) (isDone bool, err error) {
		err = b.Write(t.Context(), store.Unscoped, event("key.rewrap"), func(ctx context.Context, tx *store.Tx) error {
			isDone, err = tx.ReplaceKey(ctx, things, column, owner, th.ID, []byte(from), []byte(to))
			return err
		})
		return isDone, err
	}
	if isDone, err := replace("raw_key", "wrapped-canary", "wrapped-anew"); !isDone || err != nil {
		t.Errorf("replaced: %t, %v", isDone, err)
	}
	if isDone, err := replace("raw_key", "wrapped-canary", "too late"); isDone || err != nil {
		t.Errorf("a key that is another now was replaced: %t, %v", isDone, err)
	}
	if _, err := replace("raw", "\x00\x01\x02", "no key"); err == nil {
		t.Error("what is no key was changed without history")
	}
	again, err := b.load(t, th.ID)
	if err != nil || string(again.Key) != "wrapped-anew" || again.Version != 1 {
		t.Errorf("afterwards: %+v, %v", again, err)
	}
}

// testTablesAfter compares what the steps say with what they make.
func testTablesAfter(t *testing.T, db Database) {
	b := open(t, db)
	more := append(steps(), store.Step{Name: "second", Changes: []relation.Change{
		relation.AddColumn{Table: things, Column: relation.Column{Name: "more", Type: relation.Text, Nullable: true}}}})
	for _, table := range store.TablesAfter(more[:1]) {
		if _, has := table.Column("more"); has {
			t.Errorf("%s has a column before its step", table.Name)
		}
	}
	for _, table := range store.TablesAfter(more) {
		if _, has := table.Column("more"); has != (table.Name == things.Name) {
			t.Errorf("%s has the new column: %t", table.Name, has)
		}
	}
	names, err := b.Tables(t.Context())
	if err != nil || len(names) != len(store.TablesAfter(more)) {
		t.Errorf("tables: %v, %v", names, err)
	}
}
