package storetest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// history checks what the history of a record tells, oldest first: "+" for what was added, "-" for what was taken away,
// else the names of the columns that changed.
func (b *bench) history(t *testing.T, id uuid.UUID, want ...string) {
	t.Helper()
	var got []string
	err := b.Read(t.Context(), store.Unscoped, func(ctx context.Context, v *store.View) error {
		changes, err := store.History(ctx, v, owner, id)
		for _, c := range changes {
			var names []string
			for _, f := range c.Fields {
				if f.Name == "raw_key" {
					t.Error("history keeps a key, which could not be destroyed then")
				}
				names = append(names, f.Name)
			}
			slices.Sort(names)
			line := strings.Join(names, ",")
			switch {
			case c.IsNew:
				line = "+ name,…"
			case c.IsGone:
				line = "- name,…"
			}
			got = append(got, line)
		}
		return err
	})
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("history %q (%v), want %q", got, err, want)
	}
}

// onlyNamed is a scope that lets things with one name through, and nothing else of any table.
type onlyNamed string

func (n onlyNamed) Rows(t *relation.Table, alias string) relation.Expr {
	if t != things {
		return relation.Or{}
	}
	return relation.Equal(relation.C(alias, "name"), string(n))
}

func testScope(t *testing.T, db Database) {
	b := open(t, db)
	a := b.insert(t, "a")
	b.insert(t, "b")
	if names := b.names(t, onlyNamed("b")); !slices.Equal(names, []string{"b"}) {
		t.Errorf("rows %v in the scope of b", names)
	}
	err := b.Write(t.Context(), onlyNamed("b"), event("thing.change"), func(ctx context.Context, tx *store.Tx) error {
		th := *a
		th.Count = 7
		return store.Update(ctx, tx, things, &th)
	})
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("changing what is out of scope: %v, want NotFound", err)
	}
	inside := &relation.Select{Outputs: []relation.Output{{Expr: relation.V(1), As: "one"}}, From: relation.From(things, "i"),
		Where: relation.And{relation.Same(relation.C("i", relation.Owner), relation.C("o", relation.Owner)), relation.Equal(relation.C("i", "name"), "a")}}
	n := 0
	err = b.Read(t.Context(), onlyNamed("b"), func(ctx context.Context, v *store.View) error {
		q := &relation.Select{Outputs: []relation.Output{{Expr: relation.C("o", "name")}}, From: relation.From(things, "o"), Where: relation.Exists{Query: inside}}
		return v.Select(ctx, q, func(store.Scan) error { n++; return nil })
	})
	if err != nil || n != 0 {
		t.Errorf("a subquery let %d rows out of scope through (%v)", n, err)
	}
}

// testBeside asks for the names of the tables while every reader is at work.
func testBeside(t *testing.T, db Database) {
	b := open(t, db)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	readers := max(4, 2*runtime.NumCPU())
	var reading, working sync.WaitGroup
	reading.Add(readers)
	release := make(chan struct{})
	for range readers {
		working.Go(func() {
			if err := b.Read(ctx, store.Unscoped, func(context.Context, *store.View) error { reading.Done(); <-release; return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	reading.Wait()
	if names, err := b.Tables(ctx); err != nil || len(names) == 0 {
		t.Errorf("while everybody reads, the tables are %v: %v", names, err)
	}
	close(release)
	working.Wait()
}

func testSnapshot(t *testing.T, db Database) {
	b := open(t, db)
	b.insert(t, "a")
	err := b.Read(t.Context(), store.Unscoped, func(ctx context.Context, v *store.View) error {
		count := func() (n int) {
			if err := v.Select(ctx, &relation.Select{Outputs: []relation.Output{{Expr: relation.C("t", "name")}}, From: relation.From(things, "t")}, func(store.Scan) error { n++; return nil }); err != nil {
				t.Error(err)
			}
			return n
		}
		before := count()
		if err := b.add(ctx, newThing("b")); err != nil {
			return err
		}
		if after := count(); after != before {
			return fmt.Errorf("a view saw %d rows and then %d", before, after)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func testTampering(t *testing.T, db Database) {
	b := open(t, db)
	for i := range 6 {
		b.insert(t, fmt.Sprint(i))
	}
	if faults := b.verify(t); faults != nil {
		t.Fatalf("a whole chain has faults: %v", faults)
	}
	has := func(key string) {
		t.Helper()
		if !slices.ContainsFunc(b.verify(t), func(f audit.Fault) bool { return f.Key == key }) {
			t.Errorf("faults %v, want %q among them", b.verify(t), key)
		}
	}
	b.db.Exec(t, `UPDATE audit_event SET action = 'thing.see' WHERE height = 3`)
	has(audit.FaultColumns)
	b.db.Exec(t, `UPDATE audit_event SET action = 'thing.add' WHERE height = 3`)
	b.db.Exec(t, `UPDATE audit_event SET body = replace(body, 'thing.add', 'thing.see') WHERE height = 2`)
	has(audit.FaultHash)
	b.db.Exec(t, `UPDATE audit_event SET body = replace(body, 'thing.see', 'thing.add') WHERE height = 2`)
	if faults := b.verify(t); faults != nil {
		t.Fatalf("mended, the chain has faults: %v", faults)
	}
	b.db.Exec(t, `UPDATE audit_event SET height = -height WHERE height IN (2, 3)`)
	b.db.Exec(t, `UPDATE audit_event SET height = 5 + height WHERE height IN (-2, -3)`)
	has(audit.FaultHash)
	b.db.Exec(t, `UPDATE audit_event SET height = -height WHERE height IN (2, 3)`)
	b.db.Exec(t, `UPDATE audit_event SET height = 5 + height WHERE height IN (-2, -3)`)
	if faults := b.verify(t); faults != nil {
		t.Fatalf("mended, the chain has faults: %v", faults)
	}
	b.db.Exec(t, `DELETE FROM audit_event WHERE height > 3`)
	has(audit.FaultHash)
	b.db.Exec(t, `DELETE FROM audit_block WHERE height > 3`)
	has(audit.FaultTail)
}

func testSchema(t *testing.T, db Database) {
	b := open(t, db)
	b.insert(t, "a")
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	newer := b.options()
	newer.Steps = append(newer.Steps, store.Step{Name: "second", Changes: []relation.Change{
		relation.AddColumn{Table: things, Column: relation.Column{Name: "colour", Type: relation.Text, Nullable: true}}}})
	newer.Backup = func(context.Context, *store.Store) error { return errors.New("no room") }
	if s, err := store.Open(t.Context(), newer); err == nil {
		t.Fatal(errors.Join(errors.New("the schema was changed without a backup"), s.Close()))
	}
	saved := false
	newer.Backup = func(ctx context.Context, s *store.Store) error {
		saved = true
		return s.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
			_, err := store.List[thing](ctx, v, &relation.Select{From: relation.From(things, "t")})
			return err
		})
	}
	s, err := store.Open(t.Context(), newer)
	if err != nil {
		t.Fatal(err)
	}
	if !saved {
		t.Error("the schema was changed without a backup")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err := store.Open(t.Context(), b.options()); fault.KindOf(err) != fault.Conflict {
		t.Errorf("opening a newer schema: %v, want Conflict", err)
		if err == nil {
			t.Error(s.Close())
		}
	}
	saved = false
	if b.Store, err = store.Open(t.Context(), newer); err != nil {
		t.Fatal(err)
	}
	if saved {
		t.Error("a backup was made though nothing changed")
	}
	if names := b.names(t, store.Unscoped); !slices.Equal(names, []string{"a"}) {
		t.Errorf("rows %v after the step", names)
	}
}

func testClose(t *testing.T, db Database) {
	b := open(t, db)
	var wait sync.WaitGroup
	for i := range 50 {
		wait.Go(func() {
			if err := b.add(t.Context(), newThing(fmt.Sprint(i))); err != nil && fault.KindOf(err) != fault.Unavailable {
				t.Errorf("request %d: %v", i, err)
			}
		})
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
	wait.Wait()
	if err := b.add(t.Context(), newThing("late")); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("a write after Close: %v, want Unavailable", err)
	}
	b.reopen(t)
	if faults := b.verify(t); faults != nil {
		t.Errorf("the chain has faults: %v", faults)
	}
}

// testSharing opens the database a second time. Where two may have it open, they must not both act on what they saw before the other wrote.
func testSharing(t *testing.T, db Database) {
	b := open(t, db)
	if !db.IsShared {
		if _, err := store.Open(t.Context(), b.options()); fault.KindOf(err) != fault.Unavailable {
			t.Errorf("opening twice: %v, want Unavailable", err)
		}
		return
	}
	second := b.beside(t)
	// At most one thing may be open: each server looks, and opens its own if it sees none. Under less than SERIALIZABLE both may.
	isOpen := &relation.Select{From: relation.From(things, "t"), Where: relation.And{relation.Equal(relation.C("t", relation.Owner), owner), relation.Equal(relation.C("t", "is_open"), 1)}}
	for round := range 30 {
		var wait sync.WaitGroup
		opened := make(chan bool, 2)
		for _, server := range []*bench{b, second} {
			wait.Go(func() {
				var did bool
				err := server.Write(t.Context(), store.Unscoped, event("thing.open"), func(ctx context.Context, tx *store.Tx) error {
					did = false
					list, err := store.List[thing](ctx, tx, isOpen)
					if err != nil || len(list) > 0 {
						return err
					}
					th := newThing(fmt.Sprint(round))
					th.IsOpen, did = true, true
					_, err = store.Insert(ctx, tx, things, th)
					return err
				})
				if err != nil {
					t.Errorf("round %d: %v", round, err)
				}
				opened <- did
			})
		}
		wait.Wait()
		first, second := <-opened, <-opened
		if first && second {
			t.Fatalf("round %d: both servers opened a thing", round)
		}
		err := b.Write(t.Context(), store.Unscoped, event("thing.close"), func(ctx context.Context, tx *store.Tx) error {
			list, err := store.List[thing](ctx, tx, isOpen)
			for _, th := range list {
				th.IsOpen = false
				err = errors.Join(err, store.Update(ctx, tx, things, &th))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if faults := b.verify(t); faults != nil {
		t.Errorf("the chain of two servers has faults: %v", faults)
	}
}
