package blob

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/windows"
)

// waitForLock locks a file until unlock, or until the process ends in any way.
func waitForLock(f *os.File) error {
	return windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0, new(windows.Overlapped))
}

func unlock(f *os.File) error {
	return windows.UnlockFileEx(windows.Handle(f.Fd()), 0, 1, 0, new(windows.Overlapped))
}

// tryLock need not mark a file as being written: a file that is open can not be removed here.
func tryLock(*os.File) error { return nil }

// removeIfDead removes a file that nobody has open.
func removeIfDead(path string) error {
	err := os.Remove(path)
	if errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// syncDir does nothing: folders can not be synced here, and NTFS keeps a journal of names.
func syncDir(string) error { return nil }

// isFull reports that there was no room on the disk.
func isFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}
