// Package instance puts the parts of one running installation together: keys,
// records, files, work in the background, and the use cases over them. Commands
// and the server open one; nothing is decided here. Start with Open.
package instance

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/account"
	"github.com/wenxiao/wenxiao/internal/app/announce"
	"github.com/wenxiao/wenxiao/internal/app/auditing"
	"github.com/wenxiao/wenxiao/internal/app/breakdown"
	"github.com/wenxiao/wenxiao/internal/app/calendar"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/cockpit"
	"github.com/wenxiao/wenxiao/internal/app/consultation"
	"github.com/wenxiao/wenxiao/internal/app/coordination"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/app/dossier"
	"github.com/wenxiao/wenxiao/internal/app/figure"
	"github.com/wenxiao/wenxiao/internal/app/handover"
	"github.com/wenxiao/wenxiao/internal/app/inbox"
	"github.com/wenxiao/wenxiao/internal/app/inspection"
	"github.com/wenxiao/wenxiao/internal/app/intake"
	"github.com/wenxiao/wenxiao/internal/app/link"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/mail"
	"github.com/wenxiao/wenxiao/internal/app/operate"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/app/reform"
	"github.com/wenxiao/wenxiao/internal/app/register"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/app/session"
	"github.com/wenxiao/wenxiao/internal/app/sheet"
	"github.com/wenxiao/wenxiao/internal/app/supervision"
	"github.com/wenxiao/wenxiao/internal/app/task"
	"github.com/wenxiao/wenxiao/internal/app/work"
	"github.com/wenxiao/wenxiao/internal/app/year"
	"github.com/wenxiao/wenxiao/internal/blob"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/credential"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/job"
	"github.com/wenxiao/wenxiao/internal/notify"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/secret"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/reader"
)

// Options say how an installation is opened.
type Options struct {
	Place       config.Place
	IdleTimeout time.Duration // of sessions; zero is the default
	MaxUpload   int64         // octets; zero is 64 MB
	Now         func() time.Time
	Log         *slog.Logger
	Reader      func(context.Context) reader.Options // the programs that help to read some formats
	Webhook     *notify.Hook                         // of a group chat that is told what comes out; nil for none
	Release     string                               // of the program, as backups note it
}

// An Instance is an open installation.
type Instance struct {
	*app.Core
	Place        config.Place
	Keys         secret.File
	Sessions     *session.Service
	Accounts     *account.Service
	Organisation *organisation.Service
	Cases        *casework.Service
	Documents    *document.Service
	Divisions    *consultation.Service
	Breakdown    *breakdown.Service
	Reports      *report.Service
	Figures      *figure.Service
	Tasks        *task.Service
	Lists        *list.Service
	Cockpit      *cockpit.Service
	Links        *link.Service
	Calendars    *calendar.Service
	Sheets       *sheet.Service
	Announce     *announce.Service
	Inbox        *inbox.Service
	Mail         *mail.Service
	Dossiers     *dossier.Service
	Supervision  *supervision.Service
	Reforms      *reform.Service
	Handovers    *handover.Service
	Years        *year.Service
	Inspections  *inspection.Service
	Coordination *coordination.Service
	Registers    *register.Service
	Operate      *operate.Service
	Work         *work.Service
	Audit        *auditing.Service
	MaxUpload    int64
}

// Open opens an installation. Its data folder and its keys are made if there are neither: a new installation. Faults: Unavailable
// "data-in-use" if another process has it open, "key-file-missing" if there are data and no keys, "restore-unfinished". Before the schema
// is changed its records are saved.
func Open(ctx context.Context, o Options) (*Instance, error) {
	if o.MaxUpload == 0 {
		o.MaxUpload = 64 << 20
	}
	if err := operate.Unfinished(o.Place); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(o.Place.Data, 0o700); err != nil {
		return nil, fault.Because(err, fault.Unavailable, "data-folder", o.Place.Data)
	}
	keys := secret.File{Path: o.Place.KeyFile(), Data: o.Place.Data, Random: rand.Reader, Now: o.Now}
	ring, err := openKeys(keys, o.Place)
	if err != nil {
		return nil, err
	}
	vault := secret.New(ring, rand.Reader)
	options := store.Options{URL: o.Place.URL(), Steps: record.Steps(), Signer: vault, Heads: o.Place.HeadFile(), Now: o.Now, Log: o.Log}
	options.Backup = func(ctx context.Context, s *store.Store) error {
		return operate.BeforeStep(ctx, s, operate.Still{Place: o.Place, Declared: register.Declared, Now: o.Now, Log: o.Log}, vault, o.Release)
	}
	records, err := store.Open(ctx, options)
	if err != nil {
		return nil, err
	}
	files, err := blob.Open(o.Place.Files(), vault, o.Now)
	if err != nil {
		return nil, errors.Join(err, records.Close())
	}
	i := &Instance{Place: o.Place, Keys: keys, MaxUpload: o.MaxUpload}
	if err := i.assemble(records, files, vault, o); err != nil {
		return nil, errors.Join(err, i.Close())
	}
	if err := errors.Join(i.Registers.Start(ctx), i.Documents.Start(ctx)); err != nil {
		return nil, errors.Join(err, i.Close())
	}
	return i, nil
}

func (i *Instance) assemble(records *store.Store, files *blob.Store, vault *secret.Vault, o Options) error {
	i.Core = &app.Core{Store: records, Files: files, Vault: vault, Jobs: job.NewQueue(records, o.Now, o.Log), Now: o.Now, Log: o.Log}
	var err error
	if i.Scopes, err = app.NewScopes(); err != nil {
		return err
	}
	rules := credential.DefaultSessions
	if o.IdleTimeout != 0 {
		rules.Idle = o.IdleTimeout
	}
	i.Sessions = &session.Service{Core: i.Core, Hasher: credential.NewHasher(credential.DefaultCost, max(1, runtime.NumCPU()/2)), Rules: rules, Random: rand.Reader}
	i.Accounts = &account.Service{Core: i.Core, Sessions: i.Sessions}
	i.Organisation = &organisation.Service{Core: i.Core}
	if i.Supervision, err = supervision.New(i.Core); err != nil {
		return err
	}
	taken := &intake.Service{Core: i.Core, Reader: o.Reader, Most: o.MaxUpload}
	i.Cases = casework.New(casework.Service{Core: i.Core, Calendar: i.Calendar, Intake: taken, Relight: i.Supervision.Relight, Frozen: year.CheckDue})
	i.Documents = document.New(document.Service{Core: i.Core, Cases: i.Cases, Intake: taken, Calendar: i.Calendar, Relight: i.Supervision.Relight})
	i.Years = &year.Service{Core: i.Core, Cases: i.Cases, Calendar: i.Calendar, Relight: i.Supervision.Relight}
	i.Divisions = &consultation.Service{Core: i.Core, Documents: i.Documents, Intake: taken, Flow: i.Cases.Workflow("division"), Calendar: i.Calendar}
	i.Breakdown = &breakdown.Service{Core: i.Core, Intake: taken, Relight: i.Supervision.Relight}
	i.Reports = &report.Service{Used: i.Years.Used, Core: i.Core, Intake: taken, Flow: i.Cases.Workflow("report"), Calendar: i.Calendar, Relight: i.Supervision.Relight}
	i.Tasks = &task.Service{Core: i.Core}
	i.Lists, i.Cockpit = &list.Service{Core: i.Core}, &cockpit.Service{Core: i.Core}
	i.Calendars = &calendar.Service{Core: i.Core}
	i.Links = &link.Service{Core: i.Core, Random: rand.Reader}
	i.Sheets = &sheet.Service{Core: i.Core, Reports: i.Reports, Documents: i.Documents, Intake: taken, Forget: i.Supervision.Forget}
	i.Announce = announce.New(announce.Service{Core: i.Core, Heads: o.Place.HeadFile(), Webhook: o.Webhook, Sender: notify.NewSender(o.Now)})
	i.Inbox = &inbox.Service{Core: i.Core}
	i.Mail = mail.New(mail.Service{Core: i.Core, Calendar: i.Calendar})
	i.Dossiers = &dossier.Service{Core: i.Core, Tasks: i.Tasks, Reports: i.Reports, Supervision: i.Supervision, Cases: i.Cases}
	i.Reforms = &reform.Service{Core: i.Core, Cases: i.Cases, Relight: i.Supervision.Relight}
	i.Handovers = &handover.Service{Core: i.Core, Cases: i.Cases}
	i.Inspections = inspection.New(inspection.Service{Core: i.Core, Cases: i.Cases, Calendar: i.Calendar, Intake: taken})
	i.Coordination = coordination.New(coordination.Service{Core: i.Core, Cases: i.Cases, Supervision: i.Supervision, Calendar: i.Calendar})
	i.Registers = &register.Service{Core: i.Core}
	i.Figures = &figure.Service{Core: i.Core, Registers: i.Registers, Relight: i.Supervision.Relight}
	i.Operate = operate.New(operate.Service{Core: i.Core, Place: o.Place, Keys: i.Keys, Release: o.Release, Declared: register.Declared, Daily: []string{supervision.JobLight}})
	i.Work = &work.Service{Core: i.Core}
	i.Audit = &auditing.Service{Core: i.Core, Heads: o.Place.HeadFile()}
	return nil
}

// Calendar is the calendar of working days: the years of this release, and those that were loaded since.
func (i *Instance) Calendar(ctx context.Context) (*period.Calendar, error) {
	return operate.Calendar(ctx, i.Store)
}

// openKeys opens the key file, or makes it where there is nothing yet that needs one.
func openKeys(f secret.File, p config.Place) (*secret.Keyring, error) {
	ring, err := f.Open()
	if _, missing := os.Stat(f.Path); !errors.Is(missing, fs.ErrNotExist) {
		return ring, err
	}
	if hasData(p) {
		return nil, err // the keys of these data are elsewhere; new ones would open nothing
	}
	if err := os.MkdirAll(filepath.Dir(f.Path), 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of keys: %w", err)
	}
	return f.Create()
}

// hasData says whether an installation is there already, as far as can be seen without its keys.
func hasData(p config.Place) bool {
	if path, ok := strings.CutPrefix(p.URL(), "sqlite:"); ok {
		_, err := os.Stat(path)
		return err == nil
	}
	entries, err := os.ReadDir(p.Files())
	return err == nil && len(entries) > 0
}

// Close ends the work with the installation.
func (i *Instance) Close() error {
	var err error
	if i.Core != nil {
		err = errors.Join(i.Store.Close(), i.Files.Close())
	}
	return err
}
