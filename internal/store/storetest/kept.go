package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// listed are the names and the texts of all things as a view or what it kept has them.
func listed(ctx context.Context, r store.Reader) (texts []string, err error) {
	list, err := store.List[thing](ctx, r, &relation.Select{From: relation.From(things, "t"), OrderBy: []relation.Order{{By: relation.C("t", "name")}}})
	for _, th := range list {
		texts = append(texts, fmt.Sprintf("%+v", th))
	}
	return texts, err
}

func testKept(t *testing.T, db Database) {
	b := open(t, db)
	ask := func() (texts []string, asked uint64) {
		t.Helper()
		before := b.Stats().Queries
		if err := b.Read(t.Context(), store.Unscoped, func(ctx context.Context, v *store.View) (err error) {
			texts, err = listed(ctx, v.Kept())
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return texts, b.Stats().Queries - before
	}
	b.insert(t, "a")
	first, _ := ask()
	if again, asked := ask(); !slices.Equal(again, first) || asked != 0 {
		t.Errorf("asked again, %d queries give %v, not %v", asked, again, first)
	}
	if err := b.Read(t.Context(), store.Unscoped, func(ctx context.Context, v *store.View) error {
		if _, err := listed(ctx, v); err != nil { // now the moment is fixed
			return err
		}
		if err := b.add(ctx, newThing("b")); err != nil {
			return err
		}
		if now, asked := ask(); len(now) != 2 || asked != 1 {
			t.Errorf("after a change %d queries give %v", asked, now)
		}
		if then, err := listed(ctx, v.Kept()); err != nil || !slices.Equal(then, first) {
			t.Errorf("a view of the moment before is given %v, %v", then, err)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for range 2 { // who asks how many rows there are need not look at them
		if err := b.Read(t.Context(), store.Unscoped, func(ctx context.Context, v *store.View) error {
			n, q := 0, &relation.Select{Outputs: []relation.Output{{Expr: relation.C("t", "id")}}, From: relation.From(things, "t")}
			err := v.Kept().Select(ctx, q, func(store.Scan) error { n++; return nil })
			if n != 2 {
				t.Errorf("%d rows are counted, want 2", n)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Write(t.Context(), store.Unscoped, event("thing.refuse"), func(ctx context.Context, tx *store.Tx) error {
		if _, err := store.Insert(ctx, tx, things, newThing("c")); err != nil {
			return err
		}
		return errors.New("refused")
	}); err == nil {
		t.Error("it was not refused")
	}
	if after, _ := ask(); len(after) != 2 {
		t.Errorf("after a change that was undone there are %v", after)
	}
}

// testKeptIsTrue asks while others write: what was acknowledged is in every answer that is asked for afterwards, of whichever server, and an
// answer from memory is that of the moment.
func testKeptIsTrue(t *testing.T, db Database) {
	servers := []*bench{open(t, db)}
	if db.IsShared {
		servers = append(servers, servers[0].beside(t))
	}
	var writing sync.WaitGroup
	for w := range 4 {
		writing.Go(func() {
			for i := range 25 {
				name := fmt.Sprint("w", w, "-", i)
				if err := servers[w%len(servers)].add(t.Context(), newThing(name)); err != nil {
					t.Error(err)
					return
				}
				if err := servers[i%len(servers)].Read(t.Context(), store.Unscoped, func(ctx context.Context, v *store.View) error {
					found, err := listed(ctx, v.Kept())
					if err != nil {
						return err
					}
					own := 0
					for _, text := range found {
						if strings.Contains(text, fmt.Sprint("Name:w", w, "-")) {
							own++
						}
					}
					if own != i+1 {
						t.Errorf("writer %d has written %d and is given %d of its own", w, i+1, own)
					}
					again, err := listed(ctx, v.Kept())
					if err != nil {
						return err
					}
					if len(again) < len(found) {
						t.Errorf("%d and then %d", len(found), len(again))
					}
					return nil
				}); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	writing.Wait()
}
