package archive

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/emmansun/gmsm/sm3"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/store"
)

// maxManifest is the most a manifest may have, in octets; that of a province has a hundredth of it.
const maxManifest = 64 << 20

// An Archive is one that was opened. It is read only.
type Archive struct {
	Manifest  Manifest
	zip       *zip.ReadCloser
	text      []byte // of the manifest
	signature []byte
}

// Open opens an archive and reads its manifest; nothing of it is to be believed before Check. Faults: Invalid "backup-unreadable",
// Conflict "backup-newer" for the form of a later release.
func Open(path string) (*Archive, error) {
	z, err := zip.OpenReader(path)
	if err != nil {
		return nil, fault.Because(err, fault.Invalid, "backup-unreadable", path)
	}
	a := &Archive{zip: z}
	if err := a.readManifest(path); err != nil {
		return nil, errors.Join(err, z.Close())
	}
	return a, nil
}

func (a *Archive) readManifest(path string) error {
	var err error
	if a.text, err = a.small(manifestEntry); err == nil {
		a.signature, err = a.small(signatureEntry)
	}
	if err == nil {
		err = json.Unmarshal(a.text, &a.Manifest)
	}
	if err != nil {
		return fault.Because(err, fault.Invalid, "backup-unreadable", path)
	}
	if a.Manifest.Format > Format {
		return fault.New(fault.Conflict, "backup-newer", a.Manifest.Release)
	}
	return nil
}

// Close closes the file.
func (a *Archive) Close() error { return a.zip.Close() }

// SM3 is the sum of the manifest, and so of everything.
func (a *Archive) SM3() string {
	sum := sm3.Sum(a.text)
	return hex.EncodeToString(sum[:])
}

func (a *Archive) small(name string) ([]byte, error) {
	f, err := a.zip.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxManifest+1))
	if err == nil && len(text) > maxManifest {
		err = fmt.Errorf("%s is too large", name)
	}
	return text, err
}

// Check makes sure that the archive is what one of the keys has signed, to the last octet. Faults: Invalid "backup-other-keys",
// "backup-damaged" with the entry.
func (a *Archive) Check(ctx context.Context, v audit.Verifier) error {
	if !v.Verify(a.text, a.signature) {
		return fault.New(fault.Invalid, "backup-other-keys")
	}
	for _, t := range a.Manifest.Tables {
		if t.Part == nil {
			continue
		}
		if err := a.checkPart(ctx, entryOf(t.Name), *t.Part); err != nil {
			return err
		}
	}
	if a.Manifest.Files.Part == nil {
		return nil
	}
	return a.checkPart(ctx, filesEntry, *a.Manifest.Files.Part)
}

func (a *Archive) checkPart(ctx context.Context, name string, p Part) error {
	f, err := a.zip.Open(name)
	if err != nil {
		return damaged(err, name)
	}
	defer f.Close()
	hash := sm3.New()
	n, err := io.Copy(hash, io.LimitReader(&stoppable{ctx, f}, p.Size+1))
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil || n != p.Size || hex.EncodeToString(hash.Sum(nil)) != p.SM3 {
		return damaged(err, name)
	}
	return nil
}

// Load makes the tables of the archive and fills them. progress is told how many rows are done.
func (a *Archive) Load(ctx context.Context, l *store.Loader, progress func(done int64)) error {
	var done int64
	for _, t := range a.Manifest.Tables {
		r, err := t.relation()
		if err != nil {
			return damaged(err, manifestEntry)
		}
		if err := l.Create(ctx, r); err != nil {
			return fmt.Errorf("make table %s: %w", t.Name, err)
		}
		if t.Part == nil {
			continue
		}
		columns := make([]string, len(r.Columns))
		for i, c := range r.Columns {
			columns[i] = c.Name
		}
		err = a.lines(ctx, entryOf(t.Name), func(lines [][]byte) error {
			rows := make([][]any, len(lines))
			for i, line := range lines {
				if rows[i], err = parseRow(line, r.Columns); err != nil {
					return damaged(err, entryOf(t.Name))
				}
			}
			done += int64(len(rows))
			if progress != nil {
				progress(done)
			}
			return l.Insert(ctx, r, columns, rows)
		})
		if err != nil {
			return fmt.Errorf("load table %s: %w", t.Name, err)
		}
	}
	return nil
}

// The most lines, and octets of lines, that are handed on at once.
const (
	maxLines  = 256
	maxOctets = 4 << 20
)

// lines hands on the lines of an entry, some at a time.
func (a *Archive) lines(ctx context.Context, name string, take func([][]byte) error) error {
	f, err := a.zip.Open(name)
	if err != nil {
		return damaged(err, name)
	}
	defer f.Close()
	in := bufio.NewReaderSize(&stoppable{ctx, f}, 1<<16)
	var lines [][]byte
	octets := 0
	for {
		line, err := in.ReadBytes('\n')
		if err != nil && err != io.EOF {
			return damaged(err, name)
		}
		if line = bytes.TrimSuffix(line, []byte("\n")); len(line) > 0 {
			lines, octets = append(lines, line), octets+len(line)
		}
		if len(lines) > 0 && (err == io.EOF || len(lines) == maxLines || octets > maxOctets) {
			if err := take(lines); err != nil {
				return err
			}
			lines, octets = lines[:0], 0
		}
		if err == io.EOF {
			return nil
		}
	}
}

// EachFile hands on the files of the archive, encrypted as they are.
func (a *Archive) EachFile(ctx context.Context, take func(name string, r io.Reader) error) error {
	if a.Manifest.Files.Part == nil {
		return nil
	}
	f, err := a.zip.Open(filesEntry)
	if err != nil {
		return damaged(err, filesEntry)
	}
	defer f.Close()
	in := tar.NewReader(&stoppable{ctx, f})
	for {
		h, err := in.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return damaged(err, filesEntry)
		}
		if err := take(h.Name, in); err != nil {
			return err
		}
	}
}

// damaged is the fault of an entry that is not what was written.
func damaged(err error, entry string) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if err == nil {
		err = errors.New("the sum differs")
	}
	return fault.Because(err, fault.Invalid, "backup-damaged", entry)
}

// A stoppable reader ends with its context.
type stoppable struct {
	ctx context.Context
	r   io.Reader
}

func (s *stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}
