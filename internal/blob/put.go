package blob

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/emmansun/gmsm/sm3"

	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/secret"
)

// Put stores what r gives, at most limit octets, for an owner. It holds two chunks
// in memory whatever the size. Faults: "file-too-large", "disk-full", "disk-failed";
// an error of r is passed on. Whatever goes wrong, nothing is left but at worst a
// file that Sweep removes.
func (s *Store) Put(ctx context.Context, owner int64, r io.Reader, limit int64) (Ref, error) {
	key, err := s.vault.NewFileKey()
	if err != nil {
		return Ref{}, err
	}
	f, err := s.begin()
	if err != nil {
		return Ref{}, err
	}
	ref, err := s.fill(ctx, f, key, owner, r, limit)
	_ = f.Close() // what matters was synced; the second closing of a file is an error of no meaning
	if gone := os.Remove(f.Name()); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
		err = errors.Join(err, Failed("clear up after a file", gone))
	}
	if err != nil {
		return Ref{}, err
	}
	return ref, nil
}

// begin makes a file to write to. It is locked before a server that starts beside this one can take it for a dead writer's.
func (s *Store) begin() (f *os.File, err error) {
	err = s.exclusively(func() error {
		if f, err = os.CreateTemp(filepath.Join(s.dir, tmpDir), "*"); err != nil {
			return Failed("store a file", err)
		}
		if err := tryLock(f); err != nil {
			return errors.Join(Failed("store a file", err), f.Close(), os.Remove(f.Name()))
		}
		return nil
	})
	return f, err
}

// fill writes the file, syncs it and puts it in its place.
func (s *Store) fill(ctx context.Context, f *os.File, key *secret.FileKey, owner int64, r io.Reader, limit int64) (Ref, error) {
	if _, err := f.Write(make([]byte, headSize)); err != nil {
		return Ref{}, Failed("store a file", err)
	}
	got, err := seal(ctx, f, key, r, limit)
	if err != nil {
		return Ref{}, err
	}
	content := secret.Content{Owner: owner, Digest: got.digest}
	deposit, err := s.vault.Deposit(content, key)
	if err != nil {
		return Ref{}, err
	}
	if _, err := f.WriteAt(append([]byte(magic), deposit...), 0); err != nil {
		return Ref{}, Failed("store a file", err)
	}
	if err := f.Sync(); err != nil {
		return Ref{}, Failed("store a file", err)
	}
	name, err := s.vault.FileName(content)
	if err != nil {
		return Ref{}, err
	}
	err = s.exclusively(func() error {
		there, err := s.place(f, name, content, got.size)
		if there != nil {
			key = there
		}
		return err
	})
	if err != nil {
		return Ref{}, err
	}
	wrapped, err := s.vault.WrapFile(owner, name, key)
	return Ref{Owner: owner, Name: name.String(), Size: got.size, Type: got.mediaType, Key: wrapped}, err
}

// place gives the file its name, and makes names and folders outlast a power cut
// even if whoever made them was killed before that. If there is a file of that name
// it is left, stamped as new, and its key comes back.
func (s *Store) place(f *os.File, name secret.FileName, content secret.Content, size int64) (*secret.FileKey, error) {
	path := s.path(name)
	folder := filepath.Dir(path)
	key, err := s.keyOf(path, content, size)
	if errors.Is(err, fs.ErrNotExist) {
		err = move(f, path)
	}
	if err != nil {
		return nil, err
	}
	if err := os.Chtimes(path, s.now(), s.now()); err != nil {
		return nil, Failed("stamp a file", err)
	}
	if err := errors.Join(syncDir(folder), syncDir(filepath.Dir(folder))); err != nil {
		return nil, Failed("store a file", err)
	}
	return key, nil
}

// move closes a file and gives it another path, in a folder that is made if there is none.
func move(f *os.File, path string) error {
	if err := f.Close(); err != nil {
		return Failed("store a file", err)
	}
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return Failed("store a file", err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return Failed("store a file", err)
	}
	return nil
}

// keyOf is the key of a file that is there, for one who has its content.
func (s *Store) keyOf(path string, content secret.Content, size int64) (*secret.FileKey, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err != nil {
		return nil, Failed("look at a file", err)
	}
	defer f.Close()
	head, err := readHead(f, size)
	if err != nil {
		return nil, err
	}
	key, err := s.vault.Withdraw(content, head)
	if err != nil {
		return nil, fault.Because(err, fault.Internal, "file-damaged")
	}
	return key, nil
}

// A sealed is what is known after the last octet.
type sealed struct {
	size      int64
	digest    [32]byte
	mediaType string
}

// seal writes what r gives as sealed chunks.
func seal(ctx context.Context, w io.Writer, key *secret.FileKey, r io.Reader, limit int64) (sealed, error) {
	var (
		got   sealed
		sniff sniffer
		hash  = sm3.New()
		in    = bufio.NewReader(r)
		plain = make([]byte, chunkSize)
		box   = make([]byte, 0, chunkSize+secret.ChunkOverhead)
	)
	for n, isLast := uint64(0), false; !isLast; n++ {
		if err := ctx.Err(); err != nil {
			return sealed{}, err
		}
		size, err := readChunk(in, plain)
		if err == nil {
			_, err = in.Peek(1) // the last chunk is known by what does not follow
		}
		isLast = err == io.EOF
		if err != nil && !isLast {
			return sealed{}, fmt.Errorf("read what is to be stored: %w", err)
		}
		text := plain[:size]
		got.size += int64(size)
		if got.size > limit {
			return sealed{}, fault.New(fault.TooLarge, "file-too-large", locale.Bytes(limit))
		}
		hash.Write(text)
		sniff.add(text)
		if _, err := w.Write(key.SealChunk(box, text, n, isLast)); err != nil {
			return sealed{}, Failed("store a file", err)
		}
	}
	hash.Sum(got.digest[:0])
	got.mediaType = sniff.mediaType()
	return got, nil
}

// readChunk fills buf, or as much of it as there is before the error. Unlike
// [io.ReadFull] it passes the error on as it is: an upload that breaks off gives
// io.ErrUnexpectedEOF, and must not be taken for a file that ends.
func readChunk(r io.Reader, buf []byte) (n int, err error) {
	for n < len(buf) && err == nil {
		var m int
		m, err = r.Read(buf[n:])
		n += m
	}
	return n, err
}
