package crash_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

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

// TestFullDisk_IsSaidAndLeavesByItself fills the disk under a server that takes reports, and makes room again.
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
