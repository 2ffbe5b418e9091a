package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/job"
	"github.com/wenxiao/wenxiao/internal/web/route"
)

// Job is a piece of work in the background.
type Job struct {
	ID    uuid.UUID `json:"id" format:"uuid"`
	Kind  string    `json:"kind"`
	State job.State `json:"state" enum:"waiting,running,done,failed,cancelled"`
	Done  int64     `json:"done"`
	Total int64     `json:"total" doc:"0: not known yet"`
	Fault string    `json:"fault" doc:"key of why it failed; empty otherwise"`
	Tries int64     `json:"tries"`
	Made  moment    `json:"made"`
}

func jobOf(j job.Job) Job {
	return Job{ID: j.ID, Kind: j.Kind, State: j.State, Done: j.Done, Total: j.Total, Fault: j.Fault, Tries: j.Tries, Made: moment(j.Made)}
}

func addJobs(t *table, s *service) {
	const path = prefix + "/jobs/{id}"
	add(t, huma.Operation{OperationID: "getJob", Method: http.MethodGet, Path: path, Summary: "How far work in the background is"}, access.SessionOwn,
		func(ctx context.Context, by route.Request, in *One) (*body[Job], error) {
			j, err := s.Work.Find(ctx, by.Call, in.ID)
			return &body[Job]{jobOf(j)}, err
		})
	add(t, huma.Operation{OperationID: "cancelJob", Method: http.MethodPost, Path: path + "/cancel", Summary: "Ask work in the background to stop"}, access.SessionOwn,
		func(ctx context.Context, by route.Request, in *One) (*body[Job], error) {
			j, err := s.Work.Cancel(ctx, by.Call, in.ID)
			return &body[Job]{jobOf(j)}, err
		})
}
