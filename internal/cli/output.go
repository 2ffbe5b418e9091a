package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// An atomicFile becomes the file at its path when it is committed, all at once;
// until then, and when it is dropped, what stood there stays.
type atomicFile struct {
	*bufio.Writer
	file *os.File
	path string // "" where the target is no regular file (a pipe, a device): it is written directly
}

// createAtomic begins a file at path. A link is followed to what it names.
func createAtomic(path string) (*atomicFile, error) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		return &atomicFile{bufio.NewWriter(f), f, ""}, err
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	name := fmt.Sprintf(".%s.%x.tmp", shorten(filepath.Base(path)), rand.Uint64())
	f, err := os.OpenFile(filepath.Join(filepath.Dir(path), name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, err
	}
	return &atomicFile{bufio.NewWriterSize(f, 64<<10), f, path}, nil
}

// shorten keeps temporary names within what file systems allow.
func shorten(name string) string { return strings.ToValidUTF8(name[:min(len(name), 100)], "") }

// commit puts the file in its place. After an error the old file still stands.
func (f *atomicFile) commit() error {
	err := errors.Join(f.Flush(), f.file.Close())
	if f.path == "" {
		return err
	}
	if err == nil {
		err = os.Rename(f.file.Name(), f.path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.file.Name()))
	}
	return nil
}

// drop forgets what was written.
func (f *atomicFile) drop() {
	f.file.Close() // the content is not wanted
	if f.path != "" {
		os.Remove(f.file.Name()) // a left-over temporary file harms nobody
	}
}

// writeAtomic writes a whole file at once.
func writeAtomic(path string, content part) error {
	f, err := createAtomic(path)
	if err != nil {
		return err
	}
	if err := content(f); err != nil {
		f.drop()
		return err
	}
	return f.commit()
}

// A stdoutFile gives standard output the shape of an atomicFile.
type stdoutFile struct{ *bufio.Writer }

func (s stdoutFile) commit() error { return s.Flush() }
func (s stdoutFile) drop()         { s.Flush() } // what is done stays done

// A result is where a run's results go, as one stream.
type result interface {
	io.Writer
	Flush() error
	commit() error
	drop()
}

// openResult opens --out, or standard output for "".
func (p *program) openResult(out string) (result, error) {
	if out == "" {
		return stdoutFile{bufio.NewWriterSize(p.stdout, 64<<10)}, nil
	}
	return createAtomic(out)
}
