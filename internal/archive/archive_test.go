package archive_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/archive"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/pgtest"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/internal/store/storetest"
)

// A note holds a value of every type, and of some nothing.
type note struct {
	store.Record
	Text   string  `col:"text"`
	Maybe  *string `col:"maybe"`
	Raw    []byte  `col:"raw"`
	Number int64   `col:"number,number"`
	Empty  *int64  `col:"empty,date"`
	IsOpen bool    `col:"is_open"`
}

var notes = store.TableOf[note]("note")

func stepsTo(n int) []store.Step {
	var first []relation.Change
	for _, t := range append(store.Tables(), notes) {
		first = append(first, relation.CreateTable{Table: t})
	}
	return []store.Step{{Name: "first", Changes: first}, {Name: "second", Changes: []relation.Change{
		relation.AddColumn{Table: notes, Column: relation.Column{Name: "later", Type: relation.Integer, Nullable: true}}}}}[:n]
}

func options(url string, steps int) store.Options {
	return store.Options{URL: url, Steps: stepsTo(steps), Signer: storetest.NewKey(), Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Now: func() time.Time { return time.UnixMilli(1_700_000_000_000) }}
}

func open(t *testing.T, url string, steps int) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), options(url, steps))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func write(t *testing.T, s *store.Store, n *note) {
	t.Helper()
	event := audit.Event{Owner: n.Owner, Account: uuid.Max, Action: "note.add", Kind: "note"}
	if err := s.Write(t.Context(), store.Unscoped, event, func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Insert(ctx, tx, notes, n)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// save writes an archive of a store that has taken one step, into a file.
func save(t *testing.T, s *store.Store) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.zip")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	source := archive.Source{Store: s, Tables: store.TablesAfter(stepsTo(1)), Step: 1, Signer: storetest.NewKey(), Now: time.Now}
	if _, err := archive.Write(t.Context(), f, source, nil); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// A backup of an earlier release is taken forward by the steps it lacks, and loses nothing.
func TestArchive_OfAnEarlierSchemaIsTakenForward(t *testing.T) {
	t.Parallel()
	for name, place := range map[string]func(*testing.T) string{
		"sqlite":     func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "a.db") },
		"postgresql": func(t *testing.T) string { return pgtest.Open(t) },
	} {
		t.Run(name, func(t *testing.T) {
			source := open(t, "sqlite:"+filepath.Join(t.TempDir(), "a.db"), 1)
			quote := "<&>\u2028\"\\\t" + strings.Repeat("长", 100_000)
			want := note{Record: store.Record{Owner: 140302, ID: uuid.Must(uuid.NewV7())}, Text: "", Maybe: &quote, Raw: []byte{}, Number: -1 << 63, IsOpen: true}
			write(t, source, &want)
			a, err := archive.Open(save(t, source))
			if err != nil {
				t.Fatal(err)
			}
			defer a.Close()
			if err := a.Check(t.Context(), storetest.NewKey()); err != nil {
				t.Fatal(err)
			}
			url := place(t)
			if err := store.Fill(t.Context(), options(url, 1), func(ctx context.Context, l *store.Loader) error { return a.Load(ctx, l, nil) }); err != nil {
				t.Fatal(err)
			}
			s := open(t, url, 2)
			var got note
			err = s.Read(t.Context(), store.Unscoped, func(ctx context.Context, v *store.View) (err error) {
				got, err = store.Load[note](ctx, v, notes, 140302, want.ID)
				return err
			})
			if err != nil || *got.Maybe != quote || got.Empty != nil || !bytes.Equal(got.Raw, want.Raw) || got.Number != want.Number || !got.IsOpen || got.RID != want.RID {
				t.Errorf("restored: %v", err)
			}
			if v, err := s.Verify(t.Context(), a.Manifest.Heads, storetest.NewKey()); err != nil || len(v.Faults) > 0 || v.Events != 1 {
				t.Errorf("audit: %+v, %v", v, err)
			}
			next := note{Record: store.Record{Owner: 140302, ID: uuid.Must(uuid.NewV7())}, Raw: []byte{1}}
			write(t, s, &next) // numbers go on where they were
			if next.RID != want.RID+1 {
				t.Errorf("the next row has number %d after %d", next.RID, want.RID)
			}
		})
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte("PK\x05\x06\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "a.zip")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		a, err := archive.Open(path)
		if err != nil {
			return
		}
		if err := a.Check(t.Context(), storetest.NewKey()); err == nil {
			t.Error("an archive that nobody signed is believed")
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
}
