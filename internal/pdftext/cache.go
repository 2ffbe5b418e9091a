package pdftext

import (
	"os"
	"path/filepath"
)

// cacheDirectory gives the directory in which compiled PDFium is kept from one start to the next. What
// lies there is run as machine code, so nobody else may be able to write there: the directory is the
// user's own with mode 0700, and so is everything above it, or the system's. ok is false where there is none.
func cacheDirectory() (dir string, ok bool) {
	base, err := os.UserCacheDir()
	if err != nil || !filepath.IsAbs(base) {
		return "", false
	}
	dir = filepath.Join(base, "wenxiao", "pdfium")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", false
	}
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return "", false
	}
	info, err := os.Lstat(real)
	if err != nil || !isPrivate(info) {
		return "", false
	}
	for up := filepath.Dir(real); ; up = filepath.Dir(up) {
		info, err := os.Lstat(up)
		if err != nil || !isGuarded(info) {
			return "", false
		}
		if up == filepath.Dir(up) {
			return real, true
		}
	}
}
