package archive

import (
	"archive/tar"
	"archive/zip"
	"compress/flate"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"time"

	"github.com/emmansun/gmsm/sm3"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A Source is what is written.
type Source struct {
	Store  *store.Store
	Tables []*relation.Table // all of them, as the schema stands
	Step   int               // of the schema
	// File opens a file of the blob store as it lies there; fault.NotFound if it is gone. nil leaves all files out.
	File    func(name string) (*os.File, error)
	Signer  audit.Signer
	Keys    Versions
	Release string
	Now     func() time.Time
}

// Write writes an archive of what the database holds now. progress is told how many rows and files are done; nil if nobody listens.
func Write(ctx context.Context, out io.Writer, s Source, progress func(done int64)) (Manifest, error) {
	w := &writer{Source: s, zip: zip.NewWriter(out), progress: progress}
	w.zip.RegisterCompressor(zip.Deflate, func(to io.Writer) (io.WriteCloser, error) { return flate.NewWriter(to, flate.BestSpeed) })
	m := Manifest{Format: Format, Release: s.Release, Made: s.Now().UnixMilli(), Engine: s.Store.Engine(), Step: s.Step, Keys: s.Keys, Files: Files{IsLeftOut: s.File == nil}}
	err := s.Store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) (err error) {
		if m.Heads, err = store.Heads(ctx, v); err != nil {
			return err
		}
		for _, t := range s.Tables {
			table, err := w.table(ctx, v, t)
			if err != nil {
				return fmt.Errorf("save table %s: %w", t.Name, err)
			}
			m.Tables = append(m.Tables, table)
		}
		if s.File == nil {
			return nil
		}
		return w.files(ctx, v, &m.Files)
	})
	if err != nil {
		return m, err
	}
	return m, w.close(m)
}

// A writer writes one archive.
type writer struct {
	Source
	zip      *zip.Writer
	progress func(int64)
	done     int64
}

func (w *writer) step() {
	w.done++
	if w.progress != nil {
		w.progress(w.done)
	}
}

// A summed writer counts and sums what goes through it.
type summed struct {
	io.Writer
	hash hash.Hash
	size int64
}

func (s *summed) Write(p []byte) (int, error) {
	s.hash.Write(p)
	s.size += int64(len(p))
	return s.Writer.Write(p)
}

func (s *summed) part() *Part { return &Part{s.size, hex.EncodeToString(s.hash.Sum(nil))} }

func (w *writer) entry(name string, method uint16) (*summed, error) {
	to, err := w.zip.CreateHeader(&zip.FileHeader{Name: name, Method: method})
	return &summed{Writer: to, hash: sm3.New()}, err
}

// table writes the rows of a table in the order of its key, so that equal tables give equal entries.
func (w *writer) table(ctx context.Context, v *store.View, t *relation.Table) (Table, error) {
	d := describe(t)
	if t.Placement == relation.Local {
		return d, nil
	}
	to, err := w.entry(entryOf(t.Name), zip.Deflate)
	if err != nil {
		return d, err
	}
	q := &relation.Select{From: relation.From(t, "t")}
	for _, c := range t.Columns {
		q.Outputs = append(q.Outputs, relation.Output{Expr: relation.C("t", c.Name)})
	}
	for _, name := range orderOf(t) {
		q.OrderBy = append(q.OrderBy, relation.Order{By: relation.C("t", name)})
	}
	rows := newRowWriter(t.Columns)
	err = v.Select(ctx, q, func(scan store.Scan) error {
		line, err := rows.read(scan)
		if err != nil {
			return err
		}
		d.Rows++
		w.step()
		_, err = to.Write(line)
		return err
	})
	d.Part = to.part()
	return d, err
}

// orderOf is the key of a table. The number of a row begins with its owner, so it alone orders the same, and every engine has an index of it.
func orderOf(t *relation.Table) []string {
	if len(t.Key) == 2 && t.Key[1] == "rid" {
		return t.Key[1:]
	}
	return t.Key
}

// files writes the files that rows refer to. One that two columns name is written twice; the reader takes the first.
func (w *writer) files(ctx context.Context, v *store.View, f *Files) error {
	to, err := w.entry(filesEntry, zip.Store) // what is encrypted gets no smaller
	if err != nil {
		return err
	}
	out := tar.NewWriter(to)
	for _, place := range record.FilePlaces() {
		if !w.has(place) {
			continue
		}
		q := &relation.Select{
			IsDistinct: true, Outputs: []relation.Output{{Expr: relation.C("t", place.Name)}}, From: relation.From(place.Table, "t"),
			Where: relation.Binary{Op: relation.Ne, L: relation.C("t", place.Name), R: relation.V("")},
		}
		if err := v.Select(ctx, q, func(scan store.Scan) error {
			var name string
			if err := scan(&name); err != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			return w.file(out, name, f)
		}); err != nil {
			return fmt.Errorf("save files of %s: %w", place.Table.Name, err)
		}
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("save files: %w", err)
	}
	f.Part = to.part()
	return nil
}

// has says whether the schema that is saved has the column already.
func (w *writer) has(p record.FilePlace) bool {
	for _, t := range w.Tables {
		if t.Name == p.Table.Name {
			_, ok := t.Column(p.Name)
			return ok
		}
	}
	return false
}

func (w *writer) file(out *tar.Writer, name string, f *Files) (err error) {
	file, err := w.File(name)
	if fault.KindOf(err) == fault.NotFound {
		f.Missing++
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if err := out.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: info.Size()}); err != nil {
		return err
	}
	if _, err := io.Copy(out, file); err != nil {
		return err
	}
	f.Count++
	w.step()
	return nil
}

// close writes the manifest and its signature.
func (w *writer) close(m Manifest) error {
	text, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return fmt.Errorf("write the manifest: %w", err)
	}
	signature, err := w.Signer.Sign(text)
	if err != nil {
		return fmt.Errorf("sign the manifest: %w", err)
	}
	for _, e := range []struct {
		name string
		text []byte
	}{{manifestEntry, text}, {signatureEntry, signature}} {
		to, err := w.entry(e.name, zip.Deflate)
		if err == nil {
			_, err = to.Write(e.text)
		}
		if err != nil {
			return fmt.Errorf("write %s: %w", e.name, err)
		}
	}
	if err := w.zip.Close(); err != nil {
		return fmt.Errorf("end the archive: %w", err)
	}
	return nil
}
