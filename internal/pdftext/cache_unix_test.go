//go:build unix

package pdftext

import (
	"os"
	"path/filepath"
	"testing"
)

// What lies in the cache is run: a directory that others may change is not used.
func TestCacheDirectory_IsTheUsersOwn(t *testing.T) {
	base := filepath.Join(t.TempDir(), "cache")
	t.Setenv("HOME", base)
	t.Setenv("XDG_CACHE_HOME", base)
	dir, ok := cacheDirectory()
	if !ok {
		t.Fatal("a private directory was refused")
	}
	for _, test := range []struct {
		path string
		mode os.FileMode
		ok   bool
	}{
		{dir, 0o755, false},
		{dir, 0o700, true},
		{filepath.Dir(dir), 0o777, false},
		{filepath.Dir(dir), 0o755, true},
	} {
		if err := os.Chmod(test.path, test.mode); err != nil {
			t.Fatal(err)
		}
		if _, ok := cacheDirectory(); ok != test.ok {
			t.Errorf("%s with mode %o: %t, want %t", test.path, test.mode, ok, test.ok)
		}
	}
	t.Setenv("HOME", "")
	t.Setenv("XDG_CACHE_HOME", "relative")
	if _, ok := cacheDirectory(); ok {
		t.Error("a relative path was used")
	}
}
