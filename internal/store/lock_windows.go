package store

import (
	"errors"
	"fmt"
	"os"

	"github.com/wenxiao/wenxiao/internal/fault"
	"golang.org/x/sys/windows"
)

// lock keeps other processes away from a data folder until unlock is called or the process ends.
func lock(path string) (unlock func() error, err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	err = windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, new(windows.Overlapped))
	if err != nil {
		return nil, errors.Join(fault.Because(err, fault.Unavailable, "data-in-use", path), f.Close())
	}
	return f.Close, nil
}
