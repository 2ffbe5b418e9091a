package blob

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/wenxiao/wenxiao/internal/secret"
)

// batch is how many names Sweep asks about at once.
const batch = 500

// Sweep removes files that were not put within [Grace] and that no row refers to,
// and what killed writers left behind; it says how many files it removed.
// unreferenced is asked with up to 500 names and gives those to which no row
// refers, rows of history included; if it fails, nothing more is removed.
func (s *Store) Sweep(ctx context.Context, unreferenced func(ctx context.Context, names []string) ([]string, error)) (removed int, err error) {
	if err := s.exclusively(s.clearTmp); err != nil {
		return 0, err
	}
	folders, err := os.ReadDir(filepath.Join(s.dir, filesDir))
	if err != nil {
		return 0, Failed("look through the files", err)
	}
	for _, folder := range folders {
		names, err := s.old(folder.Name())
		if err != nil {
			return removed, err
		}
		for len(names) > 0 {
			n := min(len(names), batch)
			gone, err := s.sweepSome(ctx, names[:n], unreferenced)
			removed += gone
			if err != nil {
				return removed, err
			}
			names = names[n:]
		}
	}
	return removed, nil
}

func (s *Store) sweepSome(ctx context.Context, names []string, unreferenced func(context.Context, []string) ([]string, error)) (int, error) {
	orphans, err := unreferenced(ctx, names)
	if err != nil {
		return 0, err
	}
	var files []secret.FileName
	for _, o := range orphans {
		n, err := secret.ParseFileName(o)
		if err != nil {
			return 0, err
		}
		files = append(files, n)
	}
	return s.removeOld(ctx, files)
}

// old are the names in one folder that were not put within Grace.
func (s *Store) old(folder string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(s.dir, filesDir, folder))
	if err != nil {
		return nil, Failed("look through the files", err)
	}
	var names []string
	for _, e := range entries {
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, Failed("look through the files", err)
		}
		if _, err := secret.ParseFileName(e.Name()); err == nil && s.isOld(info) {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

func (s *Store) isOld(info fs.FileInfo) bool { return s.now().Sub(info.ModTime()) > Grace }

// removeOld removes those files that still are old once nobody else can put them again.
func (s *Store) removeOld(ctx context.Context, names []secret.FileName) (removed int, err error) {
	err = s.exclusively(func() error {
		for _, n := range names {
			if err := ctx.Err(); err != nil {
				return err
			}
			path := s.path(n)
			info, err := os.Stat(path)
			if errors.Is(err, fs.ErrNotExist) || err == nil && !s.isOld(info) {
				continue
			}
			if err == nil {
				err = os.Remove(path)
			}
			if err != nil {
				return Failed("remove a file", err)
			}
			removed++
		}
		return nil
	})
	return removed, err
}

// clearTmp removes what is being written by nobody: its writer was killed.
func (s *Store) clearTmp() error {
	entries, err := os.ReadDir(filepath.Join(s.dir, tmpDir))
	if err != nil {
		return Failed("clear up after writers", err)
	}
	for _, e := range entries {
		if err := removeIfDead(filepath.Join(s.dir, tmpDir, e.Name())); err != nil {
			return Failed("clear up after writers", err)
		}
	}
	return nil
}
