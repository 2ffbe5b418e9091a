package operate_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/secret"
	"github.com/wenxiao/wenxiao/internal/store"
)

// masters are the versions of the master keys by which the keys of an installation are wrapped, with their number.
func masters(t *testing.T, i *instance.Instance) map[uint8]int {
	t.Helper()
	versions := make(map[uint8]int)
	return load(t, i, versions, func(ctx context.Context, r store.Reader) (map[uint8]int, error) {
		for _, p := range record.KeyPlaces() {
			q := &relation.Select{Outputs: []relation.Output{{Expr: relation.C("t", p.Column)}}, From: relation.From(p.Table, "t")}
			if err := r.Select(ctx, q, func(scan store.Scan) error {
				var w []byte
				err := scan(&w)
				if len(w) > 0 {
					versions[secret.Wrapped(w).Version()]++
				}
				return err
			}); err != nil {
				return nil, err
			}
		}
		return versions, nil
	})
}

func TestRotate_WrapsEveryKeyAnew(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, p config.Place) {
		i := open(t, p)
		c := populate(t, i)
		before := loadEvidence(t, i, c.evidence)
		r, err := i.Operate.Rotate(t.Context(), operator(), secret.MasterKey, nil)
		if err != nil || r.Version != 2 || r.Rewrapped != 4 || r.Damaged != 0 {
			t.Fatalf("rotated: %+v, %v", r, err)
		}
		if after := loadEvidence(t, i, c.evidence); after.Version != before.Version {
			t.Errorf("the record has version %d, and had %d", after.Version, before.Version)
		}
		shut(t, i)
		i = open(t, p) // with the new key
		defer shut(t, i)
		c.isReadable(t, i)
		if got := masters(t, i); len(got) != 1 || got[2] != 4 {
			t.Errorf("keys by version of the master key: %v", got)
		}
		if again, err := i.Operate.Resume(t.Context(), operator(), nil); err != nil || again.Rewrapped != 0 {
			t.Errorf("nothing was left to be done, but: %+v, %v", again, err)
		}
	})
}

func TestRotate_BrokenOffIsTakenUpAgain(t *testing.T) {
	t.Parallel()
	p := engines["sqlite"](t)
	i := open(t, p)
	c := populate(t, i)
	ctx, stop := context.WithCancel(t.Context())
	_, err := i.Operate.Rotate(ctx, operator(), secret.MasterKey, func(int64, int64) { stop() })
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	shut(t, i)
	i = open(t, p)
	defer shut(t, i)
	c.isReadable(t, i) // old keys are there still
	if got := masters(t, i); got[1] == 0 || got[2] == 0 {
		t.Fatalf("it was not broken off in the middle: %v", got)
	}
	if _, err := i.Operate.Resume(t.Context(), operator(), nil); err != nil {
		t.Fatal(err)
	}
	if got := masters(t, i); len(got) != 1 || got[2] != 4 {
		t.Errorf("keys by version of the master key: %v", got)
	}
	c.isReadable(t, i)
}

func TestRotate_PassesOverAKeyThatIsDamaged(t *testing.T) {
	t.Parallel()
	p := engines["sqlite"](t)
	i := open(t, p)
	defer shut(t, i)
	populate(t, i)
	broken := record.DataKey{Record: store.Record{Owner: county, ID: id(t)}, Subject: id(t), Wrapped: append([]byte{1, 1}, make([]byte, 44)...)}
	act := app.Act{Needs: "key.rotate", Name: "test", Owner: county, Kind: "test"}
	if err := i.Change(t.Context(), operator(), act, func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Insert(ctx, tx, record.DataKeyTable, &broken)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	r, err := i.Operate.Rotate(t.Context(), operator(), secret.MasterKey, nil)
	if err != nil || r.Rewrapped != 4 || r.Damaged != 1 {
		t.Errorf("rotated: %+v, %v", r, err)
	}
}

// An identity number, in a file and in a field, stands nowhere in the data folder as it is.
func TestDataFolder_HoldsNoIdentityNumber(t *testing.T) {
	t.Parallel()
	p := engines["sqlite"](t)
	i := open(t, p)
	populate(t, i)
	if _, err := i.Operate.Backup(t.Context(), operator(), "", nil); err != nil {
		t.Fatal(err)
	}
	if _, err := i.Operate.Rotate(t.Context(), operator(), secret.MasterKey, nil); err != nil {
		t.Fatal(err)
	}
	look := func(when string) {
		seen := 0
		err := filepath.WalkDir(p.Data, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			seen++
			text, err := os.ReadFile(path)
			for _, canary := range append(keysIn(t, p), identity, identity[:14], evidence) {
				if strings.Contains(string(text), canary) {
					t.Errorf("%s: %s holds what it must not", when, path)
				}
			}
			return err
		})
		if err != nil || seen < 4 {
			t.Fatalf("%d files looked at, %v", seen, err)
		}
	}
	look("while it is open") // the write-ahead log too
	shut(t, i)
	look("after it was shut")
}
