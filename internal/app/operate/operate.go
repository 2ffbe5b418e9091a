// Package operate keeps an installation running: backups and their restoring,
// the proof that the audit is whole, a look at what may go wrong, working days,
// new keys, and files that nobody refers to any more. It knows no page and no
// command line. What needs a running installation is a method of [Service];
// what is done to one that stands still ([Restore], [Verify], [Examine]) is not.
// There is one file for each verb; start with backup.go.
package operate

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/config"
	"github.com/wenxiao/wenxiao/internal/job"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/secret"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// A Service keeps the installation it is part of.
type Service struct {
	*app.Core
	Place   config.Place
	Keys    secret.File
	Release string // of the program, to be noted in backups
	// Declared are the tables that packs have made; nil: there are none.
	Declared func(context.Context, store.Reader) ([]*relation.Table, error)
	Daily    []string // further kinds of jobs that run once a day
	// Reindex makes the blind indexes of those tables anew under the newest index key; nil: there are none.
	Reindex func(context.Context, *secret.Vault, Progress) error
}

// Progress is told how far a piece of work is; total is 0 while it is not known.
type Progress func(done, total int64)

// A Still is an installation that stands still: where it is, and what it is looked at with.
type Still struct {
	Place    config.Place
	Declared func(context.Context, store.Reader) ([]*relation.Table, error) // as for a Service
	Now      func() time.Time
	Log      *slog.Logger
}

// The kinds of jobs.
const (
	JobBackup = "backup"
	JobSweep  = "sweep"
)

// New registers the work that the service does in the background.
func New(s Service) *Service {
	s.Jobs.Register(JobBackup, s.backupJob)
	s.Jobs.Register(JobSweep, func(ctx context.Context, _ job.Job, _ func(done, total int64)) error {
		_, err := s.Sweep(ctx, app.System(JobSweep, access.BackupRun))
		return err
	})
	return &s
}

// Watch adds the work that is due every day until ctx ends. Several servers of one database add it once.
func (s *Service) Watch(ctx context.Context) {
	const hour = time.Hour
	tick := time.NewTicker(hour)
	defer tick.Stop()
	for {
		if err := s.AddDaily(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("daily work not added", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// daily is the name space of the ids of daily jobs, so that each is there once a day.
var daily = uuid.MustParse("0190a000-0000-7000-8000-00000000da11")

// AddDaily puts the work of today into the queue, if it is not there yet.
func (s *Service) AddDaily(ctx context.Context) error {
	day := period.Date(s.Today()).String()
	err := s.Store.Keep(ctx, func(ctx context.Context, tx *store.Tx) error {
		for _, kind := range append([]string{JobSweep}, s.Daily...) {
			if err := s.Jobs.Add(ctx, tx, uuid.NewSHA1(daily, []byte(kind+" "+day)), kind, app.SystemAccount, struct{}{}); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		s.Jobs.Nudge()
	}
	return err
}

// tables are all tables of the installation.
func (s *Service) tables(ctx context.Context, ours []*relation.Table) ([]*relation.Table, error) {
	if s.Declared == nil {
		return ours, nil
	}
	err := s.Store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
		more, err := s.Declared(ctx, v)
		ours = append(ours, more...)
		return err
	})
	return ours, err
}
