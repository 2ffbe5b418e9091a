package upkeep

import (
	"context"
	"errors"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/operate"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance"
)

type backupOptions struct {
	config.Place `embed:""`
	Out          string `name:"out" type:"path"`
	JSON         bool   `name:"json"`
}

type backupResult struct {
	File    string   `json:"file"`
	Size    int64    `json:"size"`
	SM3     string   `json:"sm3"`
	Rows    int64    `json:"rows"`
	Files   int64    `json:"files"`
	Missing int64    `json:"files_missing"`
	Unknown []string `json:"tables_left_out"`
	Keys    string   `json:"keys"` // where they are: not in the backup
}

func (o backupOptions) run(ctx context.Context, t Terminal) error {
	var b operate.Backup
	err := t.with(ctx, o.Place, func(i *instance.Instance) (err error) {
		progress, end := t.progress()
		defer end()
		b, err = i.Operate.Backup(ctx, call(access.BackupRun), o.Out, progress)
		return err
	})
	if f, ok := errors.AsType[*fault.Error](err); ok && f.Key == "data-in-use" {
		return fault.Because(err, fault.Unavailable, "backup-in-use")
	}
	if err != nil {
		return err
	}
	m := b.Manifest
	if o.JSON {
		err = t.print(backupResult{b.Path, b.Size, b.SM3, m.Rows(), m.Files.Count, m.Files.Missing, b.Unknown, o.KeyFile()})
	} else {
		err = errors.Join(t.Say("upkeep.backup-done", b.Path, m.Rows(), m.Files.Count, b.Size>>10), t.Say("upkeep.backup-sum", b.SM3), t.Say("upkeep.backup-keys", o.KeyFile()))
		if m.Files.Missing > 0 {
			err = errors.Join(err, t.Say("upkeep.backup-missing", m.Files.Missing))
		}
		for _, name := range b.Unknown {
			err = errors.Join(err, t.Say("upkeep.backup-unknown", name))
		}
	}
	if err == nil && !b.IsWhole() {
		return ErrFaults
	}
	return err
}

type restoreOptions struct {
	config.Place `embed:""`
	File         string `arg:"" name:"file" type:"path"`
	JSON         bool   `name:"json"`
}

type restoreResult struct {
	Made        int64          `json:"made"` // ms since 1970
	SM3         string         `json:"sm3"`
	Rows        int64          `json:"rows"`
	Files       int64          `json:"files"`
	IsLeftOut   bool           `json:"files_left_out"`
	Steps       int            `json:"schema_steps_taken"`
	Lost        []operate.Lost `json:"blocks_lost"`
	Aside       string         `json:"heads_before"`
	AuditFaults []faultResult  `json:"audit_faults"`
}

func (o restoreOptions) run(ctx context.Context, t Terminal) error {
	progress, end := t.progress()
	r, err := operate.Restore(ctx, t.still(o.Place), o.File, progress)
	end()
	if err != nil {
		return err
	}
	m := r.Manifest
	if o.JSON {
		err = t.print(restoreResult{m.Made, r.SM3, m.Rows(), m.Files.Count, m.Files.IsLeftOut, r.Steps, r.Lost, r.Aside, t.faults(r.Audit.Faults)})
	} else {
		err = errors.Join(t.Say("upkeep.restore-done", day(m.Made), m.Rows(), m.Files.Count), t.sayRestored(r), t.sayAudit(r.Audit))
	}
	if err == nil && len(r.Audit.Faults) > 0 {
		return ErrFaults
	}
	return err
}

// sayRestored says what is not as it was.
func (t Terminal) sayRestored(r operate.Restored) (err error) {
	if r.Steps > 0 {
		err = t.Say("upkeep.restore-steps", r.Steps)
	}
	if r.Manifest.Files.IsLeftOut {
		err = errors.Join(err, t.Say("upkeep.restore-no-files"))
	}
	if r.Manifest.Files.Missing > 0 {
		err = errors.Join(err, t.Say("upkeep.backup-missing", r.Manifest.Files.Missing))
	}
	for _, l := range r.Lost {
		err = errors.Join(err, t.Say("upkeep.restore-lost", l.Owner, l.Blocks))
	}
	if r.Aside != "" {
		err = errors.Join(err, t.Say("upkeep.restore-aside", r.Aside))
	}
	return err
}
