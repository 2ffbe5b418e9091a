package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/secret"
)

// Sealed opens a file as it lies on the disk, encrypted, for a backup. Faults: "file-missing", "disk-failed".
func (s *Store) Sealed(name string) (*os.File, error) {
	n, err := secret.ParseFileName(name)
	if err != nil {
		return nil, fault.Because(err, fault.NotFound, "file-missing")
	}
	f, err := os.Open(s.path(n))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.Because(err, fault.NotFound, "file-missing")
	}
	if err != nil {
		return nil, Failed("open a file", err)
	}
	return f, nil
}

// Accept stores a file as [Store.Sealed] gave it, under its name; one that is there stays. It is on the disk when Accept returns.
func (s *Store) Accept(ctx context.Context, name string, r io.Reader) error {
	n, err := secret.ParseFileName(name)
	if err != nil {
		return fault.Because(err, fault.Invalid, "file-damaged")
	}
	if _, err := os.Stat(s.path(n)); err == nil {
		return nil
	}
	f, err := s.begin()
	if err != nil {
		return err
	}
	err = s.accept(ctx, f, n, r)
	_ = f.Close() // what matters was synced; the second closing of a file is an error of no meaning
	if gone := os.Remove(f.Name()); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
		err = errors.Join(err, Failed("clear up after a file", gone))
	}
	return err
}

func (s *Store) accept(ctx context.Context, f *os.File, n secret.FileName, r io.Reader) error {
	w := &stoppable{ctx, f}
	if _, err := io.Copy(w, r); err != nil {
		return Failed("store a file", err)
	}
	if err := f.Sync(); err != nil {
		return Failed("store a file", err)
	}
	return s.exclusively(func() error {
		path := s.path(n)
		if err := move(f, path); err != nil {
			return err
		}
		if err := errors.Join(syncDir(filepath.Dir(path)), syncDir(filepath.Dir(filepath.Dir(path)))); err != nil {
			return Failed("store a file", err)
		}
		return nil
	})
}

// A stoppable writer ends with its context.
type stoppable struct {
	ctx context.Context
	w   io.Writer
}

func (s *stoppable) Write(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.w.Write(p)
}

// Walk goes through the files of a folder without opening it as a Store, in order of names; none if there is no folder.
func Walk(dir string, visit func(name string, info fs.FileInfo) error) error {
	root := filepath.Join(dir, filesDir)
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("look through the files: %w", err)
		}
		if _, wrong := secret.ParseFileName(d.Name()); d.IsDir() || wrong != nil {
			return nil
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("look through the files: %w", err)
		}
		return visit(d.Name(), info)
	})
}
