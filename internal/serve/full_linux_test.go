package serve_test

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/instance"
)

// smallDisk is a folder on a file system of its own of so many octets, in memory.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can make a small file system: run as root")
	}
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("mount a small file system, which CI needs: %v", err)
		}
		t.Skipf("a small file system can not be made here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// fill takes all room but the last octets, whose number is given.
func fill(t *testing.T, path string, leave int64) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = f.Write(make([]byte, 64<<10))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	size, err := f.Seek(0, 2)
	if err := errors.Join(err, f.Truncate(max(0, size-leave)), f.Close()); err != nil {
		t.Fatal(err)
	}
}

// TestFullDisk fills the disk under a server that takes reports, and makes room again.
func TestFullDisk_IsSaidAndLeavesByItself(t *testing.T) {
	if testing.Short() {
		t.Skip("fills a disk with reports; run without -short")
	}
	disk := smallDisk(t, "96m")
	w := newWorld(t, config.Place{Data: filepath.Join(disk, "data"), Keys: filepath.Join(t.TempDir(), "keys.json")})
	w.within(func(ctx context.Context, i *instance.Instance) { w.falls(ctx, i, 3000) })
	s := w.start()
	w.some(s, 50)
	filler := filepath.Join(disk, "filler")
	fill(t, filler, 1<<20)
	w.refused(s, "磁盘已满")
	w.isReadableAt(s)
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	w.some(s, 300)
	w.stop(s)
	w.isWhole(true)
}

// some sends reports until so many more are handed in; each must be.
func (w *world) some(s *server, n int64) {
	w.t.Helper()
	var good atomic.Int64
	w.send(s, 16, func(due uuid.UUID, err error) bool {
		if err != nil {
			w.t.Errorf("report on %v: %v", due, err)
		}
		return err == nil && good.Add(1) < n
	})
	w.handedIn()
	if good.Load() < n {
		w.t.Fatalf("only %d of %d reports were taken", good.Load(), n)
	}
}

// refused sends reports until many were refused with 503 and one of the sentences; no other refusal is good.
func (w *world) refused(s *server, sentences ...string) {
	w.t.Helper()
	const enough = 100
	var refusals atomic.Int64
	w.send(s, 16, func(due uuid.UUID, err error) bool {
		if err == nil {
			return true
		}
		r, ok := errors.AsType[*refusal](err)
		isSaid := ok && r.status == http.StatusServiceUnavailable && contains(r.body, sentences)
		if !isSaid {
			w.t.Errorf("report on %v: %v", due, err)
		}
		return refusals.Add(1) < enough && isSaid
	})
	w.handedIn()
	if !w.t.Failed() && refusals.Load() < enough {
		w.t.Fatalf("only %d refusals", refusals.Load())
	}
}

func contains(body string, sentences []string) bool {
	for _, s := range sentences {
		if strings.Contains(body, s) {
			return true
		}
	}
	return false
}

// isReadableAt asks the server for a report that it has acknowledged.
func (w *world) isReadableAt(s *server) {
	w.t.Helper()
	for _, due := range w.all {
		if w.stages[reportOf(due)] != handedIn {
			continue
		}
		r, err := http.NewRequest(http.MethodGet, s.address+"/api/v1/reports/"+reportOf(due).String(), nil)
		if err != nil {
			w.t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+w.tokens[w.unitOf[due]])
		if text, err := w.do(r); err != nil || !strings.Contains(text, progressOf(reportOf(due))) {
			w.t.Errorf("report on %v: %s %v", due, text, err)
		}
		return
	}
	w.t.Fatal("no report was acknowledged")
}
