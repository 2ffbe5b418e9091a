//go:build unix

package store

import (
	"errors"
	"fmt"
	"os"

	"github.com/wenxiao/wenxiao/internal/fault"
	"golang.org/x/sys/unix"
)

// lock keeps other processes away from a data folder until unlock is called or the process ends.
func lock(path string) (unlock func() error, err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		if errors.Is(err, unix.EWOULDBLOCK) {
			err = fault.Because(err, fault.Unavailable, "data-in-use", path)
		}
		return nil, errors.Join(err, f.Close())
	}
	return f.Close, nil
}
