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
