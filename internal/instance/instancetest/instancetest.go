// Package instancetest gives tests an installation of their own, in a folder or a
// database that goes when the test ends. Its passwords are hashed cheaply and its
// clock is the test's; all else is as in a real one. Start with Office,
// or with Open for one in which there is nothing.
package instancetest

import (
	"context"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/credential"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/reader"
)

// cheap is what a hash costs in tests, of which few are about hashing.
var cheap = credential.Cost{MemoryKiB: 64, Passes: 1, Lanes: 1}

// Open opens a new installation. database is a URL, "" for a database in a folder.
func Open(t testing.TB, database string, now func() time.Time) *instance.Instance {
	t.Helper()
	i, err := instance.Open(t.Context(), instance.Options{
		Place:  config.Place{Data: filepath.Join(t.TempDir(), "data"), Database: database},
		Now:    now,
		Log:    slog.New(slog.DiscardHandler),
		Reader: func(context.Context) reader.Options { return reader.Options{} },
	})
	if err != nil {
		t.Fatal(err)
	}
	i.Sessions.Hasher = credential.NewHasher(cheap, 2)
	t.Cleanup(func() {
		if err := i.Close(); err != nil {
			t.Error(err)
		}
	})
	return i
}

// Octets are those of every file in some folders, one file after the other with its name before it.
func Octets(t T, folders ...string) []byte {
	t.Helper()
	var all []byte
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			octets, err := os.ReadFile(path)
			all = append(append(all, path...), octets...)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}
