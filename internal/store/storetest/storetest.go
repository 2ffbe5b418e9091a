// Package storetest is what every database behind package store must do: one
// suite, run for each. It is used by tests only. Start with Run.
package storetest

import (
	"context"
	"crypto/ed25519"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A Database is a place where a store can be opened, more than once.
type Database struct {
	URL string
	// IsShared says that two processes may have it open at a time.
	IsShared bool
	// Exec changes the database behind the store's back, as an intruder would.
	Exec func(t *testing.T, text string)
}

// Key signs and verifies as the program's key does, without a key file.
type Key struct{ key ed25519.PrivateKey }

// NewKey makes the same key each time.
func NewKey() Key { return Key{ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))} }

// Sign implements audit.Signer.
func (k Key) Sign(hash []byte) ([]byte, error) { return ed25519.Sign(k.key, hash), nil }

// Verify implements audit.Verifier.
func (k Key) Verify(hash, signature []byte) bool {
	return ed25519.Verify(k.key.Public().(ed25519.PublicKey), hash, signature)
}

// A thing is a record of the suite.
type thing struct {
	store.Record
	Name   string  `col:"name"`
	Count  int64   `col:"count"`
	Note   *string `col:"note"`
	IsOpen bool    `col:"is_open"`
	Raw    []byte  `col:"raw"`
	Key    []byte  `col:"raw_key,key"`
}

var (
	things = store.TableOf[thing]("thing", relation.Index{Name: "thing_name", Columns: []string{"owner", "name"}, IsUnique: true})
	leases = &relation.Table{Name: "lease", Placement: relation.Local, Key: []string{"name"},
		Columns: []relation.Column{{Name: "name", Type: relation.Text}, {Name: "until", Type: relation.Moment}}}
)

func steps() []store.Step {
	var changes []relation.Change
	for _, t := range append(store.Tables(), things, leases) {
		changes = append(changes, relation.CreateTable{Table: t})
	}
	return []store.Step{{Name: "first", Changes: changes}}
}

const owner = 140302

// A bench is a database with a store open on it.
type bench struct {
	*store.Store
	db    Database
	heads string
	clock *atomic.Int64
}

func (b *bench) options() store.Options {
	return store.Options{
		URL: b.db.URL, Steps: steps(), Signer: NewKey(), Heads: b.heads, // without a log: what it would be told is lost, and nothing else
		Now: func() time.Time { return time.UnixMilli(b.clock.Add(1)) },
	}
}

func open(t *testing.T, db Database) *bench {
	t.Helper()
	b := &bench{db: db, heads: filepath.Join(t.TempDir(), "heads.jsonl"), clock: new(atomic.Int64)}
	b.clock.Store(1_700_000_000_000)
	b.reopen(t)
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

// beside opens the database of b a second time.
func (b *bench) beside(t *testing.T) *bench {
	t.Helper()
	second := &bench{db: b.db, heads: b.heads + "2", clock: b.clock}
	second.reopen(t)
	t.Cleanup(func() {
		if err := second.Close(); err != nil {
			t.Error(err)
		}
	})
	return second
}

func (b *bench) reopen(t *testing.T) {
	t.Helper()
	s, err := store.Open(t.Context(), b.options())
	if err != nil {
		t.Fatal(err)
	}
	b.Store = s
}

func event(action string) audit.Event {
	return audit.Event{Owner: owner, Account: uuid.MustParse("0190a000-0000-7000-8000-000000000001"), Action: action, Kind: "thing", From: "local", Request: "r"}
}

func newThing(name string) *thing {
	id, err := uuid.NewV7()
	if err != nil {
		panic(err)
	}
	return &thing{Record: store.Record{Owner: owner, ID: id}, Name: name, Raw: []byte{0, 1, 2}, Key: []byte("wrapped-canary")}
}

func (b *bench) insert(t *testing.T, name string) *thing {
	t.Helper()
	th := newThing(name)
	if err := b.add(t.Context(), th); err != nil {
		t.Fatal(err)
	}
	return th
}

func (b *bench) add(ctx context.Context, th *thing) error {
	return b.Write(ctx, store.Unscoped, event("thing.add"), func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Insert(ctx, tx, things, th)
		return err
	})
}

func (b *bench) load(t *testing.T, id uuid.UUID) (thing, error) {
	t.Helper()
	var th thing
	err := b.Read(t.Context(), store.Unscoped, func(ctx context.Context, v *store.View) (err error) {
		th, err = store.Load[thing](ctx, v, things, owner, id)
		return err
	})
	return th, err
}

func (b *bench) names(t *testing.T, scope store.Scope) []string {
	t.Helper()
	var names []string
	err := b.Read(t.Context(), scope, func(ctx context.Context, v *store.View) error {
		list, err := store.List[thing](ctx, v, &relation.Select{From: relation.From(things, "t"), OrderBy: []relation.Order{{By: relation.C("t", "name")}}})
		for _, th := range list {
			names = append(names, th.Name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func (b *bench) verify(t *testing.T) []audit.Fault {
	t.Helper()
	heads, err := store.ReadHeads(b.heads)
	if err != nil {
		t.Fatal(err)
	}
	v, err := b.Verify(t.Context(), heads, NewKey())
	if err != nil {
		t.Fatal(err)
	}
	return v.Faults
}

// Run runs the suite; fresh gives an empty database for each case.
func Run(t *testing.T, fresh func(t *testing.T) Database) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, Database)
	}{
		{"Records", testRecords},
		{"SentTwice", testSentTwice},
		{"Stale", testStale},
		{"RefusedLeavesNothing", testRefused},
		{"GroupsKeepRequestsApart", testGroups},
		{"PanicEndsOneRequest", testPanic},
		{"FailedStatementCanNotBePassedOver", testFailedStatement},
		{"RowNumbers", testRowNumbers},
		{"KeepChangesLocalTablesOnly", testKeep},
		{"ScopeConfinesEveryQuery", testScope},
		{"ReadSeesOneMoment", testSnapshot},
		{"KeptUntilItChanges", testKept},
		{"KeptIsWhatIsThere", testKeptIsTrue},
		{"ReadsLeaveRoomForWhatIsAskedBeside", testBeside},
		{"TamperingShows", testTampering},
		{"Schema", testSchema},
		{"CloseAnswersEverybody", testClose},
		{"Sharing", testSharing},
		{"AnswersWhileItIsBusy", testBusy},
		{"LookChangesNothing", testLook},
		{"ReplaceKey", testReplaceKey},
		{"TablesAfter", testTablesAfter},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.run(t, fresh(t))
		})
	}
}
