package secret

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/wenxiao/wenxiao/internal/fault"
)

// maxKeyFile is the most a key file may have, in octets; one with every version of
// every key has a seventh of it.
const maxKeyFile = 1 << 20

// A File (密钥文件) is where the keys of a [Keyring] lie. Only its owner may read it
// (mode 0600; on Windows by the folder it lies in), and it lies outside the data
// folder, so that no copy of the data takes the keys along. Whoever loses it loses
// every secret field and file: a copy belongs in a safe after each rotation.
type File struct {
	Path   string
	Data   string           // the data folder; empty if there is none
	Random io.Reader        // a source fit for keys
	Now    func() time.Time // when keys were created
}

// Create makes a key file with the first key of each use. Faults:
// "key-file-exists", "key-file-inside-data".
func (f File) Create() (*Keyring, error) {
	if err := f.checkPlace(); err != nil {
		return nil, err
	}
	k, err := newKeyring(f.Random, f.Now())
	if err != nil {
		return nil, err
	}
	err = write(f.Path, k)
	if errors.Is(err, fs.ErrExist) {
		return nil, fault.Because(err, fault.Conflict, "key-file-exists", f.Path)
	}
	return k, err
}

// Open reads the keys. Faults: "key-file-missing", "key-file-open-to-others" where
// others could read it, "key-file-inside-data", "key-file-damaged", "key-file-newer".
func (f File) Open() (*Keyring, error) {
	if err := f.checkPlace(); err != nil {
		return nil, err
	}
	file, err := os.Open(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.Because(err, fault.Unavailable, "key-file-missing", f.Path)
	}
	if err != nil {
		return nil, fmt.Errorf("open the key file: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("open the key file: %w", err)
	}
	if !info.Mode().IsRegular() || info.Size() > maxKeyFile {
		return nil, unreadable("%s is not a file of keys", f.Path)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, fault.New(fault.Invalid, "key-file-open-to-others", f.Path)
	}
	content, err := io.ReadAll(io.LimitReader(file, maxKeyFile))
	if err != nil {
		return nil, fmt.Errorf("read the key file: %w", err)
	}
	return ParseKeyring(content, f.Random)
}

// Rotate adds a new current key of one use; what is new is made with it from the
// moment a program opens the file again. Faults as Open, and "key-file-busy" while
// another change of the file is under way or was broken off.
//
// After a new [MasterKey] key every wrapped key is to be rewrapped, after a new
// [IndexKey] key every row indexed anew; then the old one may be dropped.
func (f File) Rotate(u Use) (*Keyring, error) {
	return f.change(func(k *Keyring) (*Keyring, error) { return k.rotated(u, f.Now()) })
}

// Drop destroys a retired key. What is still wrapped by it is lost, so the caller
// has made sure that nothing is, in no table. Faults as Rotate, "key-missing" if
// there is no such key, "key-in-use" for a current one and for any signing key.
func (f File) Drop(u Use, version uint8) (*Keyring, error) {
	return f.change(func(k *Keyring) (*Keyring, error) { return k.without(u, version) })
}

// change writes the changed keys beside the file and puts them in its place. The
// new file's name is fixed, so two changes at a time can not lose a key.
func (f File) change(edit func(*Keyring) (*Keyring, error)) (*Keyring, error) {
	path, err := resolve(f.Path) // a link goes on being one
	if err != nil {
		return nil, err
	}
	fresh := path + ".new"
	file, err := os.OpenFile(fresh, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, fault.Because(err, fault.Conflict, "key-file-busy", fresh)
	}
	if err != nil {
		return nil, fmt.Errorf("change the key file: %w", err)
	}
	k, err := f.Open()
	if err == nil {
		k, err = edit(k)
	}
	if err == nil {
		err = put(file, k)
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(fresh, path)
	}
	if err != nil {
		return nil, errors.Join(err, os.Remove(fresh))
	}
	return k, syncFolder(path)
}

// write makes a file that did not exist.
func write(path string, k *Keyring) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("create the key file: %w", err)
	}
	err = put(file, k)
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return syncFolder(path)
}

// put writes keys so that they outlast a power cut.
func put(file *os.File, k *Keyring) error {
	content, err := k.encode()
	if err != nil {
		return fmt.Errorf("write the key file: %w", err)
	}
	if _, err := file.Write(content); err != nil {
		return fmt.Errorf("write the key file: %w", err)
	}
	return file.Sync()
}

func syncFolder(path string) error {
	if runtime.GOOS == "windows" { // folders can not be synced there; NTFS keeps a journal of names
		return nil
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("keep the key file: %w", err)
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// checkPlace refuses a key file inside the data folder, also by way of links.
func (f File) checkPlace() error {
	if f.Data == "" {
		return nil
	}
	data, err := resolve(f.Data)
	if err != nil {
		return err
	}
	path, err := resolve(f.Path)
	if err != nil {
		return err
	}
	inside, err := filepath.Rel(data, path)
	if err == nil && inside != ".." && !strings.HasPrefix(inside, ".."+string(filepath.Separator)) {
		return fault.New(fault.Invalid, "key-file-inside-data", f.Path)
	}
	return nil // on Windows there is no way from one drive to another: an error too
}

// resolve follows links as far as the path exists.
func resolve(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("find %q: %w", path, err)
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real, nil
	}
	parent := filepath.Dir(path)
	if parent == path {
		return path, nil
	}
	parent, err = resolve(parent)
	return filepath.Join(parent, filepath.Base(path)), err
}
