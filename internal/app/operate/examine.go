package operate

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/wenxiao/wenxiao/internal/blob"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/job"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/secret"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// A Verdict says how bad a finding is.
type Verdict string

// The verdicts.
const (
	Good    Verdict = "ok"
	Warning Verdict = "warning" // it works, and somebody should do something about it
	Bad     Verdict = "fault"   // it does not work, or what is kept may be lost
)

// A Finding is one thing that was looked at.
type Finding struct {
	About   string // "disk"; internal/locale has its name under "word.doctor."
	Verdict Verdict
	Key     string // of the sentence in internal/locale that says what was found and what to do
	Args    []any  // what the sentence names
}

// Checkup says what else is looked at.
type Checkup struct {
	Still
	HasConverter func() bool // whether older documents can be converted here
}

// An examination collects findings.
type examination struct {
	Checkup
	findings []Finding
}

// Examine looks an installation over and changes nothing. What one look can not do does not keep it from the next.
func Examine(ctx context.Context, c Checkup) []Finding {
	e := &examination{Checkup: c}
	e.folder()
	e.keys()
	e.restore()
	s := e.database(ctx)
	if s != nil {
		e.settings(ctx, s)
		if e.schema(ctx, s) {
			e.audit(ctx)
			e.calendar(ctx, s)
			e.jobs(ctx, s)
			e.files(ctx, s)
			e.clock(ctx, s)
		}
		if err := s.Close(); err != nil {
			e.add("database", Bad, "broken", err)
		}
	}
	e.backups()
	if c.HasConverter != nil && !c.HasConverter() {
		e.add("converter", Warning, "no-converter")
	} else {
		e.add("converter", Good, "converter-there")
	}
	return e.findings
}

func (e *examination) add(about string, v Verdict, key string, args ...any) {
	e.findings = append(e.findings, Finding{about, v, "doctor." + key, args})
}

// The least room on the disk: under the first nothing works soon, under the second it is time to act.
const (
	tooLittle = 512 << 20
	little    = 5 << 30
)

func (e *examination) folder() {
	info, err := os.Stat(e.Place.Data)
	if err != nil {
		e.add("folder", Bad, "no-folder", e.Place.Data)
		return
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		e.add("folder", Warning, "folder-open", e.Place.Data)
	} else {
		e.add("folder", Good, "folder-good", e.Place.Data)
	}
	inUse, err := store.IsInUse(e.Place.URL())
	switch {
	case err != nil:
		e.add("lock", Bad, "broken", err)
	case inUse:
		e.add("lock", Good, "in-use")
	default:
		e.add("lock", Good, "not-in-use")
	}
	free, err := freeSpace(e.Place.Data)
	switch mb := free >> 20; {
	case err != nil:
		e.add("disk", Bad, "broken", err)
	case free < tooLittle:
		e.add("disk", Bad, "disk-full", mb)
	case free < little:
		e.add("disk", Warning, "disk-low", mb)
	default:
		e.add("disk", Good, "disk-good", mb>>10)
	}
}

func (e *examination) keys() {
	_, err := keyFile(e.Still).Open()
	if err != nil {
		e.failed("keys", err)
		return
	}
	e.add("keys", Good, "keys-good", e.Place.KeyFile())
}

// failed adds a fault whose sentence people know from elsewhere.
func (e *examination) failed(about string, err error) {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		e.findings = append(e.findings, Finding{about, Bad, "fault." + f.Key, f.Args})
		return
	}
	e.add(about, Bad, "broken", err)
}

func (e *examination) restore() {
	if err := Unfinished(e.Place); err != nil {
		e.failed("restore", err)
	}
}

func (e *examination) database(ctx context.Context) *store.Store {
	s, err := store.Look(ctx, options(e.Still, nil))
	if err != nil {
		e.failed("database", err)
		return nil
	}
	return s
}

// oldestPostgreSQL is the first version that is tried with each release.
const oldestPostgreSQL = 150000

func (e *examination) settings(ctx context.Context, s *store.Store) {
	d, err := s.Settings(ctx)
	if err != nil {
		e.failed("database", err)
		return
	}
	e.add("database", Good, "database-good", s.Engine(), d.Version)
	if len(d.Damage) > 0 {
		e.add("database", Bad, "database-damaged", d.Damage[0])
	}
	if d.Number != 0 && d.Number < oldestPostgreSQL {
		e.add("database", Warning, "database-old", d.Version)
	}
	if d.Encoding != "UTF8" && d.Encoding != "UTF-8" {
		e.add("database", Bad, "database-encoding", d.Encoding)
	}
	if !d.IsDurable {
		e.add("database", Bad, "database-forgets")
	}
	if d.Journal != "" && d.Journal != "wal" {
		e.add("database", Warning, "database-journal", d.Journal)
	}
	if away := time.Duration(d.Now-e.Now().UnixMilli()) * time.Millisecond; d.Now != 0 && away.Abs() > time.Minute {
		e.add("clock", Warning, "clock-differs", int64(away.Abs()/time.Second))
	}
}

// schema says whether the records can be read by this release.
func (e *examination) schema(ctx context.Context, s *store.Store) bool {
	step, err := s.Step(ctx)
	have := len(record.Steps())
	switch {
	case err != nil:
		e.failed("schema", err)
	case step == 0:
		e.add("schema", Bad, "schema-empty")
	case step > have:
		e.failed("schema", fault.New(fault.Conflict, "schema-newer", step, have))
	case step < have:
		e.add("schema", Warning, "schema-older", step, have)
	default:
		e.add("schema", Good, "schema-good", step)
	}
	return err == nil && step == have
}

func (e *examination) audit(ctx context.Context) {
	v, err := Verify(ctx, e.Still, Proof{})
	switch {
	case err != nil:
		e.failed("audit", err)
	case len(v.Faults) > 0:
		e.add("audit", Bad, "audit-broken", len(v.Faults))
	default:
		e.add("audit", Good, "audit-whole", v.Chains, v.Events)
	}
}

// announced is the month in which the State Council's notice for the next year is usually out.
const announced = time.November

func (e *examination) calendar(ctx context.Context, s *store.Store) {
	calendar, err := Calendar(ctx, s)
	if err != nil {
		e.failed("calendar", err)
		return
	}
	now := e.Now().In(time.FixedZone("", 8*60*60))
	has := func(year int) bool {
		return slices.ContainsFunc(calendar.Tables(), func(t period.YearTable) bool { return t.Year == year })
	}
	switch {
	case !has(now.Year()):
		e.add("calendar", Bad, "calendar-missing", now.Year())
	case !has(now.Year()+1) && now.Month() >= announced:
		e.add("calendar", Warning, "calendar-next", now.Year()+1)
	case !has(now.Year() + 1):
		e.add("calendar", Good, "calendar-until", now.Year())
	default:
		e.add("calendar", Good, "calendar-until", now.Year()+1)
	}
}

// stuck is how long a job may run, or wait for a worker, before somebody should look.
const stuck = 24 * time.Hour

func (e *examination) jobs(ctx context.Context, s *store.Store) {
	var failed, hanging int64
	count := func(n *int64, where relation.Expr) error {
		return s.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
			return v.Select(ctx, &relation.Select{Outputs: []relation.Output{{Expr: relation.Call{Func: relation.CountRows}, As: "n"}},
				From: relation.From(job.Table, "j"), Where: where}, func(scan store.Scan) error { return scan(n) })
		})
	}
	state, now := relation.C("j", "state"), e.Now()
	err := errors.Join(
		count(&failed, relation.And{relation.Equal(state, string(job.Failed)),
			relation.Binary{Op: relation.Gt, L: relation.C("j", "made"), R: relation.V(now.Add(-30 * stuck).UnixMilli())}}),
		count(&hanging, relation.And{relation.In{X: state, Values: []any{string(job.Waiting), string(job.Running)}},
			relation.Binary{Op: relation.Lt, L: relation.C("j", "made"), R: relation.V(now.Add(-stuck).UnixMilli())}}))
	switch {
	case err != nil:
		e.failed("jobs", err)
	case hanging > 0:
		e.add("jobs", Warning, "jobs-hang", hanging)
	case failed > 0:
		e.add("jobs", Warning, "jobs-failed", failed)
	default:
		e.add("jobs", Good, "jobs-good")
	}
}

// files compares the folder with what rows refer to.
func (e *examination) files(ctx context.Context, s *store.Store) {
	var named map[secret.FileName]bool
	err := s.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) (err error) {
		named, err = namedFiles(ctx, v)
		return err
	})
	missing, orphans, there := len(named), 0, 0
	if err == nil {
		err = blob.Walk(e.Place.Files(), func(text string, info fs.FileInfo) error {
			name, err := secret.ParseFileName(text)
			there++
			if named[name] {
				missing--
			} else if e.Now().Sub(info.ModTime()) > stuck {
				orphans++
			}
			return err
		})
	}
	switch {
	case err != nil:
		e.failed("files", err)
	case missing > 0:
		e.add("files", Bad, "files-missing", missing, e.Place.Files())
	case orphans > 0:
		e.add("files", Good, "files-orphans", there, orphans)
	default:
		e.add("files", Good, "files-good", there)
	}
}

// clock asks whether the clock goes behind what was done already.
func (e *examination) clock(ctx context.Context, s *store.Store) {
	var newest int64
	err := s.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
		heads, err := store.Heads(ctx, v)
		for _, h := range heads {
			newest = max(newest, h.At)
		}
		return err
	})
	switch now := e.Now(); {
	case err != nil:
		e.failed("clock", err)
	case now.Before(time.UnixMilli(newest).Add(-time.Minute)):
		e.add("clock", Bad, "clock-behind", now.Format("2006-01-02 15:04"))
	default:
		e.add("clock", Good, "clock-good")
	}
}

// oldBackup is how old the newest backup may be.
const oldBackup = 7 * 24 * time.Hour

func (e *examination) backups() {
	all, err := backups(e.Place)
	all = slices.DeleteFunc(all, func(i fs.FileInfo) bool { return isBeforeStep(i.Name()) })
	if err != nil {
		e.failed("backup", err)
		return
	}
	if len(all) == 0 {
		e.add("backup", Warning, "backup-none")
		return
	}
	newest := all[len(all)-1]
	days := int(e.Now().Sub(newest.ModTime()) / (24 * time.Hour))
	if e.Now().Sub(newest.ModTime()) > oldBackup {
		e.add("backup", Warning, "backup-old", days)
		return
	}
	e.add("backup", Good, "backup-good", filepath.Join(e.Place.Backups(), newest.Name()))
}
