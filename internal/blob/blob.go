// Package blob keeps files, encrypted, in a folder of the data directory. A file's
// name is a keyed digest of its owner and content: the folder tells nobody which
// known file is in it, and the same content stored twice by one owner is one file.
// Lengths and times can be seen.
//
// The package knows no database and no person's right to see a file, and it trusts
// no type a browser claims: [Ref.Type] is a hint for icons and converters, never a
// reason to let a browser show a file as a page of ours. Start at [Open].
//
// # The protocol
//
//  1. Put first. It returns when file and folder are on the disk.
//  2. Then write the [Ref] into a row, in the same transaction as the change that
//     needs the file, within [Grace] of the Put.
//  3. [Store.Sweep] from time to time: it removes files that were not put within
//     Grace and that no row, of history or otherwise, refers to.
//
// A crash before 2 leaves an orphan, which 3 removes; after 2 nothing is lost. A
// file put again while Sweep looks counts as new again. Several processes may use
// one folder (the server, and commands beside it) if its file system has locks.
//
// # Where the key is
//
// Each file has a key of its own. It stands wrapped in every row that refers to
// the file ([Ref.Key]), so that a new master key changes rows and no file, and
// that destroying a row's key destroys its file for that row. The file's head holds the
// key once more, locked by the content itself ([secret.Vault.Deposit]): who brings
// the same content again gets the same file, and nobody else can open it.
package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/secret"
)

// Grace is how long after a Put the transaction that refers to it may take.
const Grace = time.Hour

// A Ref (文件引用) is what a row keeps of a file.
type Ref struct {
	Owner int64          // the six digits of the division the file belongs to
	Name  string         // of the file in the folder: 32 small hexadecimal digits
	Size  int64          // of the text, in octets
	Type  string         // media type by the content, without parameters; "application/octet-stream" if unknown
	Key   secret.Wrapped // wrapped for [secret.FileSubject]; rewrap and destroy it as any other
}

// A Store (文件库) is a folder of encrypted files. It is safe for concurrent use.
type Store struct {
	dir   string
	vault *secret.Vault
	now   func() time.Time
	mu    sync.Mutex // beside the lock of the folder, which holds between processes
	lock  *os.File
}

// The folder's parts.
const (
	filesDir = "files" // below it one folder for each first two digits of names
	tmpDir   = "tmp"   // what is being written
	lockFile = "lock"
)

// Open opens the folder, makes it if there is none, and removes what writers that
// were killed have left behind. now stamps files; what Sweep removes depends on it.
func Open(dir string, v *secret.Vault, now func() time.Time) (*Store, error) {
	for _, d := range []string{dir, filepath.Join(dir, filesDir), filepath.Join(dir, tmpDir)} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return nil, Failed("open the folder of files", err)
		}
	}
	lock, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, Failed("open the folder of files", err)
	}
	s := &Store{dir: dir, vault: v, now: now, lock: lock}
	if err := s.exclusively(s.clearTmp); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return s, nil
}

// Close gives the folder back. Files that were opened stay open.
func (s *Store) Close() error { return s.lock.Close() }

// Open opens a file for reading from any place; what is read was checked. Faults:
// "secret-erased" if the row's key was destroyed, "file-missing", "file-damaged" if
// the file was cut, lengthened or changed (of a changed chunk when it is read), those of
// [secret.Vault.OpenFile], and "disk-failed".
func (s *Store) Open(ctx context.Context, r Ref) (*Reader, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	name, err := secret.ParseFileName(r.Name)
	if err != nil {
		return nil, fault.Because(err, fault.NotFound, "file-missing")
	}
	key, err := s.vault.OpenFile(r.Owner, name, r.Key)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(s.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.Because(err, fault.NotFound, "file-missing")
	}
	if err != nil {
		return nil, Failed("open a file", err)
	}
	reader, err := newReader(f, key, r.Size)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return reader, nil
}

// Remove removes a file to which, the caller has made sure, no row refers. One that
// was put within Grace stays for Sweep, since a transaction may be about to refer
// to it. That there is none is no error.
func (s *Store) Remove(ctx context.Context, name string) error {
	n, err := secret.ParseFileName(name)
	if err != nil {
		return fault.Because(err, fault.NotFound, "file-missing")
	}
	_, err = s.removeOld(ctx, []secret.FileName{n})
	return err
}

// exclusively runs f while no one else, in this process or another, adds or removes files.
func (s *Store) exclusively(f func() error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := waitForLock(s.lock); err != nil {
		return Failed("lock the folder of files", err)
	}
	err := f()
	return errors.Join(err, unlock(s.lock))
}

func (s *Store) path(n secret.FileName) string {
	name := n.String()
	return filepath.Join(s.dir, filesDir, name[:2], name)
}

// Failed is the fault of a disk that does not do what was asked: Unavailable "disk-full" or "disk-failed".
func Failed(what string, err error) error {
	err = fmt.Errorf("%s: %w", what, err)
	if isFull(err) {
		return fault.Because(err, fault.Unavailable, "disk-full")
	}
	return fault.Because(err, fault.Unavailable, "disk-failed")
}

var _ io.ReadSeekCloser = (*Reader)(nil)
