package operate

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/archive"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/blob"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/job"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/secret"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A Backup (备份) is an archive that was made.
type Backup struct {
	Path     string
	Size     int64  // octets
	SM3      string // of its manifest, and so of all of it
	Manifest archive.Manifest
	Unknown  []string // tables of the database that are not in it, because they are not ours
}

// IsWhole reports whether everything that should be in it is in it.
func (b Backup) IsWhole() bool { return len(b.Unknown) == 0 && b.Manifest.Files.Missing == 0 }

// Backup writes an archive of the whole installation as it is at this moment, while it goes on working. path is where to, "" for a name
// in the folder of backups. Keys are not in it: a copy of the key file belongs in a safe. Faults: Conflict "backup-exists".
func (s *Service) Backup(ctx context.Context, call app.Call, path string, progress Progress) (Backup, error) {
	if err := access.Holds(call.Actor, access.BackupRun); err != nil {
		return Backup{}, err
	}
	if path == "" {
		path = filepath.Join(s.Place.Backups(), "wenxiao-"+stamp(s.Now())+suffix)
	}
	tables, err := s.tables(ctx, record.Tables())
	if err != nil {
		return Backup{}, err
	}
	b, err := save(ctx, path, archive.Source{
		Store: s.Store, Tables: tables, Step: len(record.Steps()), File: s.Files.Sealed, Signer: s.Vault, Keys: versions(s.Vault), Release: s.Release, Now: s.Now,
	}, s.Vault.Keys().Public, progress)
	if err != nil {
		return b, err
	}
	act := app.Act{Needs: access.BackupRun, Owner: app.Installation, Kind: "backup", Detail: audit.Detail{
		"file": filepath.Base(path), "sm3": b.SM3, "rows": strconv.FormatInt(b.Manifest.Rows(), 10), "files": strconv.FormatInt(b.Manifest.Files.Count, 10)}}
	return b, s.Change(ctx, call, act, func(context.Context, *store.Tx) error { return nil })
}

// AskBackup makes a backup in the background and gives the number of the job.
func (s *Service) AskBackup(ctx context.Context, call app.Call, id uuid.UUID) error {
	act := app.Act{Needs: access.BackupRun, Name: "backup.ask", Owner: app.Installation, Kind: "job", Object: id}
	err := s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		return s.Jobs.Add(ctx, tx, id, JobBackup, call.Actor.Account, struct{}{})
	})
	if err == nil {
		s.Jobs.Nudge()
	}
	return err
}

func (s *Service) backupJob(ctx context.Context, j job.Job, progress func(done, total int64)) error {
	call := app.System(JobBackup, access.BackupRun)
	call.Request = j.ID.String()
	_, err := s.Backup(ctx, call, "", progress)
	return err
}

// suffix is how the name of a backup ends.
const suffix = ".wenxiao.zip"

// The automatic backups before a step of the schema.
const (
	beforeStep = "before-step-"
	keptSteps  = 5
)

// BeforeStep saves the records of a database whose schema is about to be changed, in the folder of backups, where the newest five of
// this kind stay. Files are left out: no step touches them.
func BeforeStep(ctx context.Context, s *store.Store, still Still, vault *secret.Vault, release string) error {
	step, err := s.Step(ctx)
	if err != nil {
		return err
	}
	tables := store.TablesAfter(record.Steps()[:step])
	if still.Declared != nil {
		if err := s.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
			more, err := still.Declared(ctx, v)
			tables = append(tables, more...)
			return err
		}); err != nil {
			return err
		}
	}
	name := fmt.Sprintf("%s%d-%s%s", beforeStep, step+1, stamp(still.Now()), suffix)
	_, err = save(ctx, filepath.Join(still.Place.Backups(), name), archive.Source{
		Store: s, Tables: tables, Step: step, Signer: vault, Keys: versions(vault), Release: release, Now: still.Now,
	}, vault.Keys().Public, nil)
	if err != nil {
		return err
	}
	return prune(still.Place)
}

func isBeforeStep(name string) bool { return strings.HasPrefix(name, beforeStep) }

// prune removes the oldest backups that were made before steps.
func prune(p config.Place) error {
	all, err := backups(p)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(i fs.FileInfo) bool { return !isBeforeStep(i.Name()) })
	for _, old := range all[:max(0, len(all)-keptSteps)] {
		if err := os.Remove(filepath.Join(p.Backups(), old.Name())); err != nil {
			return fmt.Errorf("remove an old backup: %w", err)
		}
	}
	return nil
}

// backups are those in the folder of backups, the oldest first; none if there is no folder.
func backups(p config.Place) ([]fs.FileInfo, error) {
	entries, err := os.ReadDir(p.Backups())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list backups: %w", err)
	}
	var all []fs.FileInfo
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), suffix) {
			continue
		}
		info, err := e.Info()
		if err != nil {
			return nil, fmt.Errorf("list backups: %w", err)
		}
		all = append(all, info)
	}
	slices.SortFunc(all, func(a, b fs.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
	return all, nil
}

// A Saved (已有备份) is a backup in the folder of backups.
type Saved struct {
	Name string
	At   int64 // ms since 1970
	Size int64 // octets
}

// Backups lists what is in the folder of backups, the newest first, with the octets that are free there; −1 where that is not known.
func (s *Service) Backups(call app.Call) (list []Saved, free int64, err error) {
	if err := access.Holds(call.Actor, access.BackupRun); err != nil {
		return nil, 0, err
	}
	files, err := backups(s.Place)
	for _, f := range slices.Backward(files) {
		list = append(list, Saved{f.Name(), f.ModTime().UnixMilli(), f.Size()})
	}
	free, unknown := freeSpace(s.Place.Data)
	if unknown != nil {
		free = -1
	}
	return list, free, err
}

func versions(v *secret.Vault) archive.Versions {
	k := v.Keys()
	return archive.Versions{Master: k.Master, Index: k.Index[0]}
}

// stamp is a moment in a file's name, by the clock of China.
func stamp(t time.Time) string {
	return t.In(time.FixedZone("", 8*60*60)).Format("20060102-150405")
}

// save writes an archive beside its place, reads it again, and puts it there.
func save(ctx context.Context, path string, source archive.Source, public secret.PublicKeys, progress Progress) (Backup, error) {
	b := Backup{Path: path}
	if _, err := os.Stat(path); err == nil {
		return b, fault.New(fault.Conflict, "backup-exists", path)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return b, blob.Failed("make the folder of backups", err)
	}
	names, err := source.Store.Tables(ctx)
	if err != nil {
		return b, err
	}
	for _, name := range names {
		if !slices.ContainsFunc(source.Tables, func(t *relation.Table) bool { return t.Name == name }) {
			b.Unknown = append(b.Unknown, name)
		}
	}
	part := path + ".part"
	err = writePart(ctx, part, &b, source, progress)
	if err == nil {
		err = b.check(ctx, part, public)
	}
	if err == nil {
		err = os.Rename(part, path)
	}
	if err != nil {
		if gone := os.Remove(part); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
		return b, err
	}
	return b, nil
}

func writePart(ctx context.Context, path string, b *Backup, source archive.Source, progress Progress) (err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return blob.Failed("make a backup", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	out := bufio.NewWriterSize(disk{file}, 1<<20)
	var told func(int64)
	if progress != nil {
		told = func(done int64) { progress(done, 0) }
	}
	if b.Manifest, err = archive.Write(ctx, out, source, told); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return blob.Failed("write a backup", err)
	}
	info, err := file.Stat()
	if err == nil {
		b.Size = info.Size()
	}
	return err
}

// A disk says in words for people that it is full.
type disk struct{ *os.File }

func (d disk) Write(p []byte) (int, error) {
	n, err := d.File.Write(p)
	if err != nil {
		err = blob.Failed("write a backup", err)
	}
	return n, err
}

// check reads what was written as it would be restored: a backup that can not be read is none.
func (b *Backup) check(ctx context.Context, path string, public secret.PublicKeys) error {
	a, err := archive.Open(path)
	if err != nil {
		return err
	}
	b.SM3 = a.SM3()
	return errors.Join(a.Check(ctx, public), a.Close())
}
