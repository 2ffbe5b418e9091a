package blob_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/internal/blob"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/secret"
)

// childDir is the environment variable by which a test starts itself as a writer
// that is killed.
const childDir = "WENXIAO_TEST_BLOB_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		writeForever(dir)
	}
	os.Exit(m.Run())
}

// writeForever begins a file that never ends, and says so when part of it is written.
func writeForever(dir string) {
	keys, err := secret.File{Path: filepath.Join(dir, "keys.json"), Random: rand.Reader, Now: time.Now}.Open()
	if err != nil {
		panic(err)
	}
	s, err := blob.Open(filepath.Join(dir, "blob"), secret.New(keys, rand.Reader), time.Now)
	if err != nil {
		panic(err)
	}
	_, err = s.Put(context.Background(), county, io.MultiReader(bytes.NewReader(make([]byte, 5*chunk)), announce{}), noLimit)
	panic(err)
}

// announce tells the parent that it is read, and waits to be killed.
type announce struct{}

func (announce) Read([]byte) (int, error) {
	if _, err := os.Stdout.WriteString("half\n"); err != nil {
		panic(err)
	}
	select {}
}

func TestOpen_ClearsUpAfterAKilledWriterOnly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	keys, err := secret.File{Path: filepath.Join(dir, "keys.json"), Random: rand.Reader, Now: time.Now}.Create()
	if err != nil {
		t.Fatal(err)
	}
	folder, c := filepath.Join(dir, "blob"), &clock{time.Now()}
	s := open(t, folder, secret.New(keys, rand.Reader), c)
	acknowledged := put(t, s, county, []byte("before"))

	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(exe)
	child.Env = append(os.Environ(), childDir+"="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(out, make([]byte, 5)); err != nil {
		t.Fatal(err)
	}
	open(t, folder, secret.New(keys, rand.Reader), c)
	if n := len(files(t, folder)); n != 2 {
		t.Errorf("%d files while another process writes one, want 2: it was taken away from a living writer", n)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := child.Wait(); err == nil {
		t.Error("the writer ended by itself")
	}
	again := open(t, folder, secret.New(keys, rand.Reader), c)
	if n := len(files(t, folder)); n != 1 {
		t.Errorf("%d files after the writer was killed, want 1", n)
	}
	if got, err := read(t, again, acknowledged); err != nil || string(got) != "before" {
		t.Errorf("the file put before: %q, %v", got, err)
	}
}

func TestPut_AFullDiskIsToldAndLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("a small disk can not be made here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	folder := filepath.Join(dir, "blob")
	s, err := blob.Open(folder, newVault(t), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	before := put(t, s, county, []byte("before"))
	_, err = s.Put(t.Context(), county, bytes.NewReader(noise(t, 2<<20)), noLimit)
	wantFault(t, err, fault.Unavailable, "disk-full")
	if n := len(files(t, folder)); n != 1 {
		t.Errorf("%d files, want the one put before", n)
	}
	if got, err := read(t, s, before); err != nil || string(got) != "before" {
		t.Errorf("the file put before: %q, %v", got, err)
	}
	put(t, s, county, []byte("after"))
}

// Two stores on one folder, as two processes have: each Ref that comes back opens,
// whoever put the file first.
func TestPut_TwoStoresAtOnce(t *testing.T) {
	t.Parallel()
	dir, v, c := t.TempDir(), newVault(t), &clock{time.Now()}
	stores := []*blob.Store{open(t, dir, v, c), open(t, dir, v, c)}
	const each, contents = 60, 7
	var wg sync.WaitGroup
	for _, s := range stores {
		wg.Go(func() {
			for i := range each {
				content := bytes.Repeat([]byte{byte(i % contents)}, 1000)
				ref, err := s.Put(t.Context(), county, bytes.NewReader(content), noLimit)
				if err != nil {
					t.Error(err)
					return
				}
				if got, err := read(t, s, ref); err != nil || !bytes.Equal(got, content) {
					t.Errorf("content %d: %v", i%contents, err)
				}
			}
		})
	}
	wg.Wait()
	if n := len(files(t, dir)); n != contents {
		t.Errorf("%d files, want %d", n, contents)
	}
}
