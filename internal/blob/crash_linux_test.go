package blob_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/wenxiao/wenxiao/internal/blob"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/secret"
)

// childDir is the environment variable by which a test starts itself as a writer
// that is killed, childMode the one that says what it writes.
const (
	childDir  = "WENXIAO_TEST_BLOB_DIR"
	childMode = "WENXIAO_TEST_BLOB_MODE"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		panic(write(dir, os.Getenv(childMode)))
	}
	os.Exit(m.Run())
}

// write stores files in a folder until the process is killed: "one" that never
// ends, telling when half of it is written, or "many", telling each Ref.
func write(dir, mode string) error {
	keys, err := secret.File{Path: filepath.Join(dir, "keys.json"), Random: rand.Reader, Now: time.Now}.Open()
	if err != nil {
		return err
	}
	s, err := blob.Open(filepath.Join(dir, "blob"), secret.New(keys, rand.Reader), time.Now)
	if err != nil {
		return err
	}
	if mode == "one" {
		_, err = s.Put(context.Background(), county, io.MultiReader(bytes.NewReader(make([]byte, 5*chunk)), announce{}), noLimit)
		return err
	}
	for out, i := json.NewEncoder(os.Stdout), 0; ; i++ {
		ref, err := s.Put(context.Background(), county, strings.NewReader(content(i)), noLimit)
		if err == nil {
			err = out.Encode(ref)
		}
		if err != nil {
			return err
		}
	}
}

// content of the file with a number; some come again, some have many chunks.
func content(i int) string { return strings.Repeat(strconv.Itoa(i/2), 1+i%5*20_000) }

// announce tells the parent that it is read, and waits to be killed.
type announce struct{}

func (announce) Read([]byte) (int, error) {
	if _, err := os.Stdout.WriteString("half\n"); err != nil {
		panic(err)
	}
	select {}
}

// startWriter starts this test binary as a writer into dir.
func startWriter(t *testing.T, dir, mode string) (*exec.Cmd, io.Reader) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(exe)
	child.Env = append(os.Environ(), childDir+"="+dir, childMode+"="+mode)
	out, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	return child, out
}

func kill(t *testing.T, child *exec.Cmd) {
	t.Helper()
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := child.Wait(); err == nil {
		t.Error("the writer ended by itself")
	}
}

// folder is a new folder with keys, and below it one for files.
func folder(t *testing.T) (dir, blobs string, v *secret.Vault) {
	t.Helper()
	dir = t.TempDir()
	keys, err := secret.File{Path: filepath.Join(dir, "keys.json"), Random: rand.Reader, Now: time.Now}.Create()
	if err != nil {
		t.Fatal(err)
	}
	return dir, filepath.Join(dir, "blob"), secret.New(keys, rand.Reader)
}

func TestOpen_ClearsUpAfterAKilledWriterOnly(t *testing.T) {
	t.Parallel()
	dir, blobs, v := folder(t)
	c := &clock{time.Now()}
	acknowledged := put(t, open(t, blobs, v, c), county, []byte("before"))
	child, out := startWriter(t, dir, "one")
	if _, err := io.ReadFull(out, make([]byte, 5)); err != nil {
		t.Fatal(err)
	}
	open(t, blobs, v, c)
	if n := len(files(t, blobs)); n != 2 {
		t.Errorf("%d files while another process writes one, want 2: it was taken away from a living writer", n)
	}
	kill(t, child)
	again := open(t, blobs, v, c)
	if n := len(files(t, blobs)); n != 1 {
		t.Errorf("%d files after the writer was killed, want 1", n)
	}
	if got, err := read(t, again, acknowledged); err != nil || string(got) != "before" {
		t.Errorf("the file put before: %q, %v", got, err)
	}
}

// A writer is killed after some answers, whatever it is doing then.
func TestPut_NothingAcknowledgedIsLostByAKill(t *testing.T) {
	t.Parallel()
	dir, blobs, v := folder(t)
	for _, answers := range []int{1, 2, 3, 5, 8, 13} {
		child, out := startWriter(t, dir, "many")
		refs := make([]blob.Ref, answers)
		for i, d := 0, json.NewDecoder(out); i < answers; i++ {
			if err := d.Decode(&refs[i]); err != nil {
				t.Fatal(err)
			}
		}
		kill(t, child)
		s := open(t, blobs, v, &clock{time.Now()})
		for i, ref := range refs {
			if got, err := read(t, s, ref); err != nil || string(got) != content(i) {
				t.Errorf("file %d of %d: %d octets, %v", i, answers, len(got), err)
			}
		}
		if left, err := os.ReadDir(filepath.Join(blobs, "tmp")); len(left) > 0 || err != nil {
			t.Errorf("left %v, %v", left, err)
		}
	}
}

func TestPut_AFullDiskIsToldAndLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
		if os.Getenv("CI") == "true" && os.Geteuid() == 0 {
			t.Fatalf("a small disk can not be made, and CI needs one: %v", err)
		}
		t.Skipf("a small disk can not be made here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	blobs := filepath.Join(dir, "blob")
	s, err := blob.Open(blobs, newVault(t), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	before := put(t, s, county, []byte("before"))
	_, err = s.Put(t.Context(), county, bytes.NewReader(noise(t, 2<<20)), noLimit)
	wantFault(t, err, fault.Unavailable, "disk-full")
	if n := len(files(t, blobs)); n != 1 {
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
