package operate

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/archive"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/blob"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/secret"
	"github.com/wenxiao/wenxiao/internal/store"
)

// Restored says what became of a restore.
type Restored struct {
	Manifest archive.Manifest
	SM3      string // of the backup
	Steps    int    // that the schema has taken further
	Audit    store.Verification
	// Lost are the chains that went on after the backup was made, by the heads noted beside the keys: what was done then is gone.
	Lost []Lost
	// Aside is where the heads noted before were put; "" if there were none.
	Aside string
}

// Lost is a chain that was longer than the backup has it.
type Lost struct {
	Owner  int64 `json:"owner"`
	Blocks int64 `json:"blocks"`
}

// Restore makes an installation of a backup where there is none: an empty database, no files, and the key file of the installation the
// backup is of. Everything is checked before anything is changed, and what a fault leaves behind is taken away again; if the process is
// killed, the installation says that it is half restored until Restore was run again. Faults: those of archive.Open and Check,
// Conflict "restore-not-empty", Conflict "restore-unfinished" if another backup was begun here, "backup-newer-keys".
func Restore(ctx context.Context, still Still, path string, progress Progress) (r Restored, err error) {
	vault, err := openVault(still)
	if err != nil {
		return r, err
	}
	a, err := archive.Open(path)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	r.Manifest, r.SM3 = a.Manifest, a.SM3()
	if err := a.Check(ctx, vault.Keys().Public); err != nil {
		return r, err
	}
	if err := fits(a.Manifest, vault); err != nil {
		return r, err
	}
	isFull, err := prepare(ctx, still, r.SM3)
	if err != nil {
		return r, err
	}
	if !isFull {
		if err := begin(still, r.SM3, path); err != nil {
			return r, err
		}
		if err := fill(ctx, still, vault, a, progress); err != nil {
			return r, errors.Join(err, empty(still.Place))
		}
	}
	return r, r.finish(ctx, still, vault)
}

// fits says whether this release and these keys can make use of a backup.
func fits(m archive.Manifest, vault *secret.Vault) error {
	if have := len(record.Steps()); m.Step > have {
		return fault.New(fault.Conflict, "schema-newer", m.Step, have)
	}
	if have := versions(vault); m.Keys.Master > have.Master || m.Keys.Index > have.Index {
		return fault.New(fault.Unavailable, "backup-newer-keys")
	}
	return nil
}

func openVault(still Still) (*secret.Vault, error) {
	ring, err := keyFile(still).Open()
	if err != nil {
		return nil, err
	}
	return secret.New(ring, rand.Reader), nil
}

func keyFile(still Still) secret.File {
	return secret.File{Path: still.Place.KeyFile(), Data: still.Place.Data, Random: rand.Reader, Now: still.Now}
}

// A mark stands in the data folder from before the first change of a restore until after its last.
type mark struct {
	SM3  string `json:"sm3"`  // of the backup
	File string `json:"file"` // its name
	At   int64  `json:"at"`   // ms since 1970
}

func markFile(p config.Place) string { return filepath.Join(p.Data, "restore-unfinished.json") }

// Unfinished is the fault of an installation whose restore was broken off: Unavailable "restore-unfinished"; nil for any other.
func Unfinished(p config.Place) error {
	m, err := readMark(p)
	if err != nil || m == nil {
		return err
	}
	return fault.New(fault.Unavailable, "restore-unfinished", m.File)
}

func readMark(p config.Place) (*mark, error) {
	text, err := os.ReadFile(markFile(p))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the mark of a restore: %w", err)
	}
	var m mark
	if err := json.Unmarshal(text, &m); err != nil { // killed while it was written: nothing else was done yet
		return &mark{}, nil
	}
	return &m, nil
}

// prepare makes sure that there is nothing here, or takes away what a restore that was broken off has left. isFull says that this very
// backup is in the database already, whole: the process was killed just before the end.
func prepare(ctx context.Context, still Still, sum string) (isFull bool, err error) {
	m, err := readMark(still.Place)
	if err != nil {
		return false, err
	}
	tables, err := tablesThere(ctx, still)
	if err != nil {
		return false, err
	}
	switch {
	case m == nil && tables > 0:
		return false, fault.New(fault.Conflict, "restore-not-empty", still.Place.Data)
	case m == nil:
		return false, noFiles(still.Place)
	case tables == 0:
		return false, empty(still.Place)
	case m.SM3 == sum:
		return true, nil
	}
	return false, fault.New(fault.Conflict, "restore-unfinished", m.File)
}

// tablesThere is the number of tables in the database; 0 if there is none.
func tablesThere(ctx context.Context, still Still) (int, error) {
	s, err := store.Look(ctx, store.Options{URL: still.Place.URL(), Now: still.Now, Log: still.Log})
	if fault.KindOf(err) == fault.NotFound {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	names, err := s.Tables(ctx)
	return len(names), errors.Join(err, s.Close())
}

func noFiles(p config.Place) error {
	return blob.Walk(p.Files(), func(string, fs.FileInfo) error {
		return fault.New(fault.Conflict, "restore-not-empty", p.Data)
	})
}

// begin puts the mark there, before anything else.
func begin(still Still, sum, path string) error {
	text, err := json.Marshal(mark{sum, filepath.Base(path), still.Now().UnixMilli()})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(still.Place.Data, 0o700); err != nil {
		return blob.Failed("make the data folder", err)
	}
	f, err := os.OpenFile(markFile(still.Place), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return blob.Failed("mark a restore", err)
	}
	_, err = f.Write(text)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return blob.Failed("mark a restore", err)
	}
	return nil
}

// empty takes away what a restore has left: its files, the file of a database that holds nothing, and last the mark.
func empty(p config.Place) error {
	err := os.RemoveAll(p.Files())
	if path, isFile := strings.CutPrefix(p.URL(), "sqlite:"); isFile {
		for _, end := range []string{"", "-wal", "-shm", ".lock"} {
			if gone := os.Remove(path + end); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
				err = errors.Join(err, gone)
			}
		}
	}
	if err != nil {
		return blob.Failed("clear up after a restore", err)
	}
	return endMark(p)
}

func endMark(p config.Place) error {
	if err := os.Remove(markFile(p)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return blob.Failed("end a restore", err)
	}
	return nil
}

// fill puts files in their places, then all rows into the database at once.
func fill(ctx context.Context, still Still, vault *secret.Vault, a *archive.Archive, progress Progress) error {
	total := a.Manifest.Rows() + a.Manifest.Files.Count
	var done int64
	told := func(n int64) {
		if progress != nil {
			progress(n, total)
		}
	}
	files, err := blob.Open(still.Place.Files(), vault, still.Now)
	if err != nil {
		return err
	}
	err = a.EachFile(ctx, func(name string, r io.Reader) error {
		done++
		told(done)
		return files.Accept(ctx, name, r)
	})
	if err := errors.Join(err, files.Close()); err != nil {
		return err
	}
	return store.Fill(ctx, options(still, nil), func(ctx context.Context, l *store.Loader) error {
		return a.Load(ctx, l, func(n int64) { told(done + n) })
	})
}

func options(still Still, signer audit.Signer) store.Options {
	return store.Options{URL: still.Place.URL(), Steps: record.Steps(), Signer: signer, Heads: still.Place.HeadFile(), Now: still.Now, Log: still.Log}
}

// finish takes the schema to this release, writes down that it was a restore, and checks the audit.
func (r *Restored) finish(ctx context.Context, still Still, vault *secret.Vault) (err error) {
	if err := r.setHeadsAside(still, vault); err != nil {
		return err
	}
	r.Steps = len(record.Steps()) - r.Manifest.Step
	s, err := store.Open(ctx, options(still, vault))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	lost := int64(0)
	for _, l := range r.Lost {
		lost += l.Blocks
	}
	event := audit.Event{Owner: app.Installation, Account: app.SystemAccount, Action: "restore.run", Kind: "backup", Request: "restore", From: "local", Detail: audit.Detail{
		"sm3": r.SM3, "made": strconv.FormatInt(r.Manifest.Made, 10), "rows": strconv.FormatInt(r.Manifest.Rows(), 10), "blocks-lost": strconv.FormatInt(lost, 10)}}
	if err := s.Write(ctx, store.Unscoped, event, func(context.Context, *store.Tx) error { return nil }); err != nil {
		return err
	}
	if r.Audit, err = s.Verify(ctx, r.Manifest.Heads, vault.Keys().Public); err != nil {
		return err
	}
	return endMark(still.Place)
}

// setHeadsAside puts the heads noted before into a file of their own: from now on the chains go on from the backup.
func (r *Restored) setHeadsAside(still Still, vault *secret.Vault) error {
	path := still.Place.HeadFile()
	noted, err := store.ReadHeads(path)
	if err != nil || len(noted) == 0 {
		return err
	}
	heights := make(map[int64]int64)
	for _, h := range r.Manifest.Heads {
		heights[h.Owner] = h.Height
	}
	for _, h := range noted {
		if more := h.Height - heights[h.Owner]; more > 0 && vault.Keys().Public.Verify(h.Hash, h.Signature) {
			r.Lost = append(r.Lost, Lost{h.Owner, more})
		}
	}
	r.Aside = strings.TrimSuffix(path, filepath.Ext(path)) + "-before-restore-" + stamp(still.Now()) + filepath.Ext(path)
	if err := os.Rename(path, r.Aside); err != nil {
		return blob.Failed("set the noted heads aside", err)
	}
	return nil
}
