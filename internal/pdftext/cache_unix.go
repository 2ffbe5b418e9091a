//go:build unix

package pdftext

import (
	"io/fs"
	"os"
	"syscall"
)

// isPrivate reports that only this user may use a directory.
func isPrivate(info fs.FileInfo) bool {
	return info.IsDir() && info.Mode().Perm() == 0o700 && owner(info) == os.Geteuid()
}

// isGuarded reports that nobody but this user and the system's may put another directory in the place of one below.
func isGuarded(info fs.FileInfo) bool {
	o := owner(info)
	sticky := info.Mode()&fs.ModeSticky != 0
	return info.IsDir() && (o == 0 || o == os.Geteuid()) && (sticky || info.Mode()&0o022 == 0)
}

// owner gives a file's user id, -1 where it is not known.
func owner(info fs.FileInfo) int {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(s.Uid)
	}
	return -1
}
