// Package work is the work in the background as those see it who asked for it.
// Start with Service.Find.
package work

import (
	"context"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/job"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A Service looks at jobs.
type Service struct{ *app.Core }

// Find gives a job that the actor asked for, or any to whoever may see all. fault.NotFound for those of others.
func (s *Service) Find(ctx context.Context, call app.Call, id uuid.UUID) (job.Job, error) {
	if err := access.Holds(call.Actor, access.SessionOwn); err != nil {
		return job.Job{}, err
	}
	j, err := s.Jobs.Find(ctx, id)
	if err != nil {
		return job.Job{}, err
	}
	if j.Account != call.Actor.Account && access.Holds(call.Actor, access.JobRead) != nil {
		return job.Job{}, fault.New(fault.NotFound, "record-missing")
	}
	return j, nil
}

// Cancel asks a job that Find gives to stop. One that has ended stays as it is.
func (s *Service) Cancel(ctx context.Context, call app.Call, id uuid.UUID) (job.Job, error) {
	if _, err := s.Find(ctx, call, id); err != nil {
		return job.Job{}, err
	}
	if err := s.Jobs.Cancel(ctx, id); err != nil {
		return job.Job{}, err
	}
	return s.Find(ctx, call, id)
}

// A Line is a job with who asked for it.
type Line struct {
	job.Job
	By string // the person's name; "" for the system
}

// List gives the newest jobs of whoever asked for them.
func (s *Service) List(ctx context.Context, call app.Call, limit int) (lines []Line, err error) {
	if err := access.Holds(call.Actor, access.JobRead); err != nil {
		return nil, err
	}
	jobs, err := s.Jobs.Recent(ctx, limit)
	if err != nil {
		return nil, err
	}
	accounts := make([]uuid.UUID, len(jobs))
	for i, j := range jobs {
		accounts[i] = j.Account
	}
	err = s.See(ctx, call, access.JobRead, func(ctx context.Context, v *store.View) error {
		names, err := app.People(ctx, v, accounts...)
		for _, j := range jobs {
			lines = append(lines, Line{j, names[j.Account]})
		}
		return err
	})
	return lines, err
}

// Retry lets a job that failed or was cancelled start again; one in another state stays as it is. fault.NotFound: there is none.
func (s *Service) Retry(ctx context.Context, call app.Call, id uuid.UUID) error {
	if err := access.Holds(call.Actor, access.JobRead); err != nil {
		return err
	}
	if _, err := s.Jobs.Find(ctx, id); err != nil {
		return err
	}
	act := app.Act{Needs: access.JobRead, Name: "job.retry", Owner: app.Installation, Kind: "job", Object: id}
	err := s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error { return s.Jobs.Retry(ctx, tx, id) })
	if err == nil {
		s.Jobs.Nudge()
	}
	return err
}
