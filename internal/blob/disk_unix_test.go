//go:build unix

package blob

import (
	"bytes"
	"crypto/rand"
	"errors"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/secret"
)

// A brokenDisk takes so many octets.
type brokenDisk struct {
	room int
	err  error
}

func (d *brokenDisk) Write(p []byte) (int, error) {
	if d.room -= len(p); d.room < 0 {
		return 0, d.err
	}
	return len(p), nil
}

func TestSeal_TellsAFullDiskFromABrokenOne(t *testing.T) {
	t.Parallel()
	keys, err := secret.File{Path: filepath.Join(t.TempDir(), "keys.json"), Random: rand.Reader, Now: time.Now}.Create()
	if err != nil {
		t.Fatal(err)
	}
	key, err := secret.New(keys, rand.Reader).NewFileKey()
	if err != nil {
		t.Fatal(err)
	}
	for want, cause := range map[string]error{"disk-full": syscall.ENOSPC, "disk-failed": errors.New("no answer")} {
		_, err := seal(t.Context(), &brokenDisk{room: 2 * chunkSize, err: cause}, key, bytes.NewReader(make([]byte, 5*chunkSize)), 1<<30)
		if f, ok := errors.AsType[*fault.Error](err); !ok || f.Kind != fault.Unavailable || f.Key != want {
			t.Errorf("%v: %v, want %q", cause, err, want)
		}
	}
}
