package blob_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/wenxiao/wenxiao/internal/blob"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/secret"
)

const (
	chunk   = 64 << 10
	county  = 140302
	noLimit = 1 << 40
)

// A clock is the time tests give; it stands still until it is set.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func newVault(t testing.TB) *secret.Vault {
	t.Helper()
	keys, err := secret.File{
		Path: filepath.Join(t.TempDir(), "keys.json"), Random: rand.Reader, Now: time.Now,
	}.Create()
	if err != nil {
		t.Fatal(err)
	}
	return secret.New(keys, rand.Reader)
}

func open(t testing.TB, dir string, v *secret.Vault, c *clock) *blob.Store {
	t.Helper()
	s, err := blob.Open(dir, v, c.now)
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

// newStore is a store in a new folder, with a clock of its own.
func newStore(t testing.TB) (*blob.Store, string, *clock) {
	t.Helper()
	dir, c := t.TempDir(), &clock{time.Date(2026, 5, 1, 8, 0, 0, 0, time.UTC)}
	return open(t, dir, newVault(t), c), dir, c
}

func put(t testing.TB, s *blob.Store, owner int64, content []byte) blob.Ref {
	t.Helper()
	r, err := s.Put(t.Context(), owner, bytes.NewReader(content), noLimit)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// read is all of a stored file.
func read(t testing.TB, s *blob.Store, ref blob.Ref) ([]byte, error) {
	t.Helper()
	r, err := s.Open(t.Context(), ref)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// files are the paths of every file below dir, but for the lock.
func files(t testing.TB, dir string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && d.Name() != "lock" {
			found = append(found, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// wantFault fails the test unless err is a fault of this key.
func wantFault(t testing.TB, err error, kind fault.Kind, key string) {
	t.Helper()
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Kind != kind || f.Key != key {
		t.Errorf("error %v, want %s %q", err, kind, key)
	}
}

func noise(t testing.TB, size int) []byte {
	t.Helper()
	b := make([]byte, size)
	if _, err := rand.Read(b); err != nil {
		t.Fatal(err)
	}
	return b
}

func TestPut_WhatIsReadIsWhatWasPut(t *testing.T) {
	t.Parallel()
	s, _, _ := newStore(t)
	for _, size := range []int{0, 1, chunk - 1, chunk, chunk + 1, 3 * chunk, 3*chunk + 17} {
		content := noise(t, size)
		ref, err := s.Put(t.Context(), county, iotest.HalfReader(bytes.NewReader(content)), int64(size))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := read(t, s, ref); err != nil || !bytes.Equal(got, content) || ref.Size != int64(size) {
			t.Errorf("%d octets: read %d, size %d, %v", size, len(got), ref.Size, err)
		}
		r, err := s.Open(t.Context(), ref)
		if err != nil {
			t.Fatal(err)
		}
		if err := iotest.TestReader(r, content); err != nil {
			t.Errorf("%d octets: %v", size, err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestPut_SameContentIsOneFileForOneOwner(t *testing.T) {
	t.Parallel()
	s, dir, _ := newStore(t)
	content := []byte("关于开展宁远县危房改造的通知")
	first, second, other := put(t, s, county, content), put(t, s, county, content), put(t, s, 140303, content)
	if first.Name != second.Name || len(files(t, dir)) != 2 {
		t.Errorf("names %s and %s, %d files, want one for each of two owners", first.Name, second.Name, len(files(t, dir)))
	}
	if first.Name == other.Name {
		t.Error("two owners' files have one name: the folder tells who has the same file")
	}
	for _, ref := range []blob.Ref{first, second, other} {
		if got, err := read(t, s, ref); err != nil || !bytes.Equal(got, content) {
			t.Errorf("read %q, %v", got, err)
		}
	}
	stolen := other
	stolen.Key = first.Key
	_, err := read(t, s, stolen)
	wantFault(t, err, fault.Internal, "secret-damaged")
}

func TestPut_OneRowsKeyDestroyedLeavesTheOthers(t *testing.T) {
	t.Parallel()
	s, _, _ := newStore(t)
	erased, kept := put(t, s, county, []byte("低保申请")), put(t, s, county, []byte("低保申请"))
	erased.Key = secret.Erased()
	_, err := read(t, s, erased)
	wantFault(t, err, fault.NotFound, "secret-erased")
	if got, err := read(t, s, kept); err != nil || string(got) != "低保申请" {
		t.Errorf("the other row's file: %q, %v", got, err)
	}
}

func TestPut_LeavesNothingWhenItFails(t *testing.T) {
	t.Parallel()
	s, dir, _ := newStore(t)
	cause := errors.New("the line is dead")
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	tests := []struct {
		name  string
		ctx   context.Context
		r     io.Reader
		limit int64
		check func(t *testing.T, err error)
	}{
		{"one octet too many", t.Context(), bytes.NewReader(noise(t, chunk+1)), chunk, func(t *testing.T, err error) {
			wantFault(t, err, fault.TooLarge, "file-too-large")
		}},
		{"endless", t.Context(), endless{}, 10 * chunk, func(t *testing.T, err error) {
			wantFault(t, err, fault.TooLarge, "file-too-large")
		}},
		{"the reader fails", t.Context(), io.MultiReader(bytes.NewReader(noise(t, 2*chunk)), iotest.ErrReader(cause)), noLimit, func(t *testing.T, err error) {
			if !errors.Is(err, cause) {
				t.Errorf("error %v", err)
			}
		}},
		{"an upload breaks off", t.Context(), io.MultiReader(strings.NewReader("half"), iotest.ErrReader(io.ErrUnexpectedEOF)), noLimit, func(t *testing.T, err error) {
			if !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("error %v: half a file was taken for a whole one", err)
			}
		}},
		{"cancelled", ended, endless{}, noLimit, func(t *testing.T, err error) {
			if !errors.Is(err, context.Canceled) {
				t.Errorf("error %v", err)
			}
		}},
	}
	for _, test := range tests {
		ref, err := s.Put(test.ctx, county, test.r, test.limit)
		if ref.Name != "" {
			t.Errorf("%s: a reference came back", test.name)
		}
		test.check(t, err)
		if left := files(t, dir); len(left) > 0 {
			t.Errorf("%s: left %q", test.name, left)
		}
	}
}

// endless gives octets without end.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestOpen_FindsEveryChange(t *testing.T) {
	t.Parallel()
	s, dir, _ := newStore(t)
	content := noise(t, 3*chunk)
	ref := put(t, s, county, content)
	path := files(t, dir)[0]
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const box = chunk + secret.ChunkOverhead
	head := len(sound) - 3*box
	changes := map[string]func(b []byte) []byte{
		"last chunk cut off": func(b []byte) []byte { return b[:head+2*box] },
		"last octet cut off": func(b []byte) []byte { return b[:len(b)-1] },
		"octet appended":     func(b []byte) []byte { return append(b, 0) },
		"chunk appended":     func(b []byte) []byte { return append(b, b[head:head+box]...) },
		"chunks in disorder": func(b []byte) []byte {
			return slices.Concat(b[:head], b[head+box:head+2*box], b[head:head+box], b[head+2*box:])
		},
		"chunk repeated":       func(b []byte) []byte { return slices.Concat(b[:head+box], b[head:head+box], b[head+2*box:]) },
		"bit of text":          func(b []byte) []byte { b[head+box+100] ^= 1; return b },
		"bit of a tag":         func(b []byte) []byte { b[len(b)-1] ^= 0x80; return b },
		"bit of the form":      func(b []byte) []byte { b[3] ^= 2; return b },
		"nothing left":         func([]byte) []byte { return nil },
		"only the head":        func(b []byte) []byte { return b[:head] },
		"an empty file put in": func([]byte) []byte { return []byte{} },
	}
	for name, change := range changes {
		if err := os.WriteFile(path, change(bytes.Clone(sound)), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := read(t, s, ref)
		if !bytes.HasPrefix(content, got) {
			t.Errorf("%s: octets came out that were never put in", name)
		}
		if err == nil {
			t.Errorf("%s: not found", name)
			continue
		}
		wantFault(t, err, fault.Internal, "file-damaged")
	}
	// A shorter file that the row was changed to fit has no last chunk.
	cut := ref
	cut.Size = 2 * chunk
	if err := os.WriteFile(path, sound[:head+2*box], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := read(t, s, cut); err == nil {
		t.Error("row and file cut to the same length: not found")
	}
}

func TestOpen_RefusesNamesThatAreNone(t *testing.T) {
	t.Parallel()
	s, _, _ := newStore(t)
	ref := put(t, s, county, []byte("x"))
	for _, name := range []string{"", "../lock", ref.Name[:30], ref.Name + "00", strings.Repeat("g", 32)} {
		wrong := ref
		wrong.Name = name
		_, err := read(t, s, wrong)
		wantFault(t, err, fault.NotFound, "file-missing")
	}
}

func TestSweep_RemovesOldOrphansOnly(t *testing.T) {
	t.Parallel()
	s, dir, c := newStore(t)
	kept, orphan, again := put(t, s, county, []byte("kept")), put(t, s, county, []byte("orphan")), put(t, s, county, []byte("again"))
	unreferenced := func(_ context.Context, names []string) ([]string, error) {
		return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == kept.Name }), nil
	}
	sweep := func(want int) {
		t.Helper()
		if n, err := s.Sweep(t.Context(), unreferenced); n != want || err != nil {
			t.Errorf("removed %d, %v, want %d", n, err, want)
		}
	}
	c.at = c.at.Add(blob.Grace)
	sweep(0) // their transactions may be under way
	c.at = c.at.Add(time.Minute)
	put(t, s, county, []byte("again"))
	fresh := put(t, s, county, []byte("fresh"))
	sweep(1)
	for _, ref := range []blob.Ref{kept, again, fresh} {
		if _, err := read(t, s, ref); err != nil {
			t.Error(err)
		}
	}
	_, err := read(t, s, orphan)
	wantFault(t, err, fault.NotFound, "file-missing")
	c.at = c.at.Add(2 * blob.Grace)
	sweep(2)
	if left := files(t, dir); len(left) != 1 {
		t.Errorf("%d files left, want the one that is kept", len(left))
	}
}

// A file is put again after Sweep was told that no row refers to it.
func TestSweep_LeavesWhatIsPutWhileItLooks(t *testing.T) {
	t.Parallel()
	s, _, c := newStore(t)
	put(t, s, county, []byte("form"))
	c.at = c.at.Add(2 * blob.Grace)
	var again blob.Ref
	removed, err := s.Sweep(t.Context(), func(_ context.Context, names []string) ([]string, error) {
		again = put(t, s, county, []byte("form"))
		return names, nil
	})
	if removed != 0 || err != nil {
		t.Errorf("removed %d, %v", removed, err)
	}
	if got, err := read(t, s, again); err != nil || string(got) != "form" {
		t.Errorf("the file put again: %q, %v", got, err)
	}
}

func TestSweep_StopsWhenTheDatabaseFails(t *testing.T) {
	t.Parallel()
	s, dir, c := newStore(t)
	put(t, s, county, []byte("form"))
	c.at = c.at.Add(2 * blob.Grace)
	cause := errors.New("the database is away")
	if _, err := s.Sweep(t.Context(), func(context.Context, []string) ([]string, error) { return nil, cause }); !errors.Is(err, cause) {
		t.Errorf("error %v", err)
	}
	if len(files(t, dir)) != 1 {
		t.Error("a file was removed of which nobody knows whether it is needed")
	}
}

func TestRemove_LeavesWhatWasJustPut(t *testing.T) {
	t.Parallel()
	s, dir, c := newStore(t)
	ref := put(t, s, county, []byte("form"))
	for _, want := range []int{1, 0, 0} { // just put, old, gone already
		if err := s.Remove(t.Context(), ref.Name); err != nil {
			t.Error(err)
		}
		if n := len(files(t, dir)); n != want {
			t.Errorf("%d files, want %d", n, want)
		}
		c.at = c.at.Add(blob.Grace + time.Second)
	}
}

func TestRotation_ChangesRowsAndNoFile(t *testing.T) {
	t.Parallel()
	file := secret.File{Path: filepath.Join(t.TempDir(), "keys.json"), Random: rand.Reader, Now: time.Now}
	keys, err := file.Create()
	if err != nil {
		t.Fatal(err)
	}
	dir, c := t.TempDir(), &clock{time.Now()}
	ref := put(t, open(t, dir, secret.New(keys, rand.Reader), c), county, []byte("form"))
	before, err := os.ReadFile(files(t, dir)[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, use := range []secret.Use{secret.MasterKey, secret.IndexKey} {
		if keys, err = file.Rotate(use); err != nil {
			t.Fatal(err)
		}
	}
	v := secret.New(keys, rand.Reader)
	name, err := secret.ParseFileName(ref.Name)
	if err != nil {
		t.Fatal(err)
	}
	if ref.Key, err = v.Rewrap(ref.Key, secret.FileSubject(ref.Owner, name)); err != nil {
		t.Fatal(err)
	}
	for _, use := range []secret.Use{secret.MasterKey, secret.IndexKey} {
		if keys, err = file.Drop(use, 1); err != nil {
			t.Fatal(err)
		}
	}
	s := open(t, dir, secret.New(keys, rand.Reader), c)
	if got, err := read(t, s, ref); err != nil || string(got) != "form" {
		t.Errorf("after the rotation: %q, %v", got, err)
	}
	after, err := os.ReadFile(files(t, dir)[0])
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file was changed (%v)", err)
	}
}

// What a person must not find in the folder, in the encodings it could be in.
func TestPut_NothingReadableIsOnTheDisk(t *testing.T) {
	t.Parallel()
	s, dir, _ := newStore(t)
	const canary = "140302197001011230"
	var text strings.Builder
	for range 20_000 {
		text.WriteString("户主 " + canary + "，电话 13900001234\n")
	}
	put(t, s, county, []byte(text.String()))
	put(t, s, county, []byte(canary))
	var utf16 []byte
	for _, c := range []byte(canary) {
		utf16 = append(utf16, c, 0)
	}
	for _, path := range files(t, dir) {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, sign := range [][]byte{[]byte(canary), utf16, []byte("13900001234"), []byte("户主")} {
			if bytes.Contains(raw, sign) {
				t.Errorf("%s holds %q", path, sign)
			}
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s can be read by others (%v)", path, err)
		}
	}
}

func TestPut_TellsTheTypeByTheContent(t *testing.T) {
	t.Parallel()
	s, _, _ := newStore(t)
	const ooxml = "application/vnd.openxmlformats-officedocument."
	ole := func(stream string, at int) []byte {
		b := noise(t, 3*chunk)
		copy(b, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
		for i, c := range []byte(stream + "\x00") {
			b[at+2*i], b[at+2*i+1] = c, 0
		}
		return b
	}
	for want, contents := range map[string][][]byte{
		ooxml + "wordprocessingml.document":       {zipped(t, 10, "[Content_Types].xml", "word/document.xml"), zipped(t, 3*chunk, "[Content_Types].xml", "word/document.xml")},
		ooxml + "spreadsheetml.sheet":             {zipped(t, 10, "xl/workbook.xml"), zipped(t, chunk, `XL\workbook.xml`)},
		ooxml + "presentationml.presentation":     {zipped(t, 10, "ppt/presentation.xml")},
		"application/ofd":                         {zipped(t, 10, "OFD.xml"), zipped(t, 2*chunk, "Doc_0/Document.xml", "OFD.xml")},
		"application/zip":                         {zipped(t, 10, "a.txt", "b/word/c.txt"), []byte("PK\x03\x04"), []byte("PK\x03\x04PK\x01\x02PK\x05\x06")},
		"application/vnd.oasis.opendocument.text": {openDocument(t)},
		"application/msword":                      {ole("WordDocument", 2*chunk+512)},
		"application/vnd.ms-excel":                {ole("Workbook", 512)},
		"application/x-ole-storage":               {ole("Other", 512)},
		"application/pdf":                         {[]byte("%PDF-1.7\n")},
		"application/rtf":                         {[]byte(`{\rtf1`)},
		"image/png":                               {[]byte("\x89PNG\r\n\x1a\n")},
		"text/plain":                              {[]byte("关于印发的通知")},
		"text/html":                               {[]byte("<!DOCTYPE html><p>通知")},
		"application/octet-stream":                {nil, {0, 1, 2, 3}},
	} {
		for i, content := range contents {
			if ref := put(t, s, county, content); ref.Type != want {
				t.Errorf("%s, %d: %s", want, i, ref.Type)
			}
		}
	}
}

// zipped has members of noise, which does not get smaller.
func zipped(t *testing.T, size int, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range names {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(noise(t, size)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func openDocument(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	const own = "application/vnd.oasis.opendocument.text"
	w, err := z.CreateRaw(&zip.FileHeader{Name: "mimetype", Method: zip.Store, CompressedSize64: uint64(len(own)), UncompressedSize64: uint64(len(own))})
	if err == nil {
		_, err = io.WriteString(w, own)
	}
	if err == nil {
		_, err = z.Create("content.xml")
	}
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func BenchmarkPut(b *testing.B) {
	s, _, _ := newStore(b)
	content := noise(b, 8<<20)
	b.SetBytes(int64(len(content)))
	for i := 0; b.Loop(); i++ {
		content[0], content[1], content[2] = byte(i), byte(i>>8), byte(i>>16)
		put(b, s, county, content)
	}
}

func BenchmarkOpen(b *testing.B) {
	s, _, _ := newStore(b)
	ref := put(b, s, county, noise(b, 8<<20))
	b.SetBytes(ref.Size)
	for b.Loop() {
		if _, err := read(b, s, ref); err != nil {
			b.Fatal(err)
		}
	}
}
