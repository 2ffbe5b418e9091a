package job_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/instance"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/job"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// add puts a job into the queue.
func add(t *testing.T, i *instance.Instance) uuid.UUID {
	t.Helper()
	id := uuid.Must(uuid.NewV7())
	if err := i.Store.Keep(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		return i.Jobs.Add(ctx, tx, id, "try", uuid.Nil, "x")
	}); err != nil {
		t.Fatal(err)
	}
	i.Jobs.Nudge()
	return id
}

// work runs the queue until stop is called.
func work(t *testing.T, i *instance.Instance) (stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); i.Jobs.Work(ctx, 2) }()
	return func() { cancel(); <-ended }
}

// until waits for a job to come to a state.
func until(t *testing.T, i *instance.Instance, id uuid.UUID, want job.State) job.Job {
	t.Helper()
	for {
		j, err := i.Jobs.Find(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if j.State == want {
			return j
		}
		if t.Context().Err() != nil {
			t.Fatalf("the job is %s, want %s", j.State, want)
		}
		time.Sleep(time.Millisecond) // between looks, not for anything to happen
	}
}

func open(t *testing.T) (*instance.Instance, *atomic.Int64) {
	ms := new(atomic.Int64)
	ms.Store(1_741_000_000_000)
	return instancetest.Open(t, "", func() time.Time { return time.UnixMilli(ms.Load()) }), ms
}

func TestWork_AJobOutlivesTheProgram(t *testing.T) {
	t.Parallel()
	i, ms := open(t)
	begun := make(chan struct{}, 2)
	var isSecond atomic.Bool
	i.Jobs.Register("try", func(ctx context.Context, _ job.Job, _ func(done, total int64)) error {
		begun <- struct{}{}
		if isSecond.Load() {
			return nil
		}
		<-ctx.Done()
		return ctx.Err()
	})
	id := add(t, i)
	stop := work(t, i)
	<-begun
	stop()
	isSecond.Store(true)
	ms.Add(time.Minute.Milliseconds())
	defer work(t, i)()
	if j := until(t, i, id, job.Done); j.Tries != 2 {
		t.Errorf("%d tries, want 2", j.Tries)
	}
}

func TestWork_FindsJobsWhoseWorkerDied(t *testing.T) {
	t.Parallel()
	i, ms := open(t)
	i.Jobs.Register("try", func(context.Context, job.Job, func(done, total int64)) error { return nil })
	id := add(t, i)
	if err := i.Store.Keep(t.Context(), func(ctx context.Context, tx *store.Tx) error { // what a killed program leaves behind
		_, err := tx.Run(ctx, &relation.Update{Table: job.Table, Where: relation.Equal(relation.C("", "id"), id[:]), Sets: []relation.Set{
			{Column: "state", To: relation.V(string(job.Running))}, {Column: "lease", To: relation.V(ms.Load() + 1000)}}})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	ms.Add(time.Minute.Milliseconds())
	defer work(t, i)()
	until(t, i, id, job.Done)
}

func TestCancel(t *testing.T) {
	t.Parallel()
	i, _ := open(t)
	begun := make(chan struct{}, 1)
	i.Jobs.Register("try", func(ctx context.Context, _ job.Job, _ func(done, total int64)) error {
		begun <- struct{}{}
		<-ctx.Done()
		return ctx.Err()
	})
	waiting := add(t, i)
	if err := i.Jobs.Cancel(t.Context(), waiting); err != nil {
		t.Fatal(err)
	}
	running := add(t, i)
	defer work(t, i)()
	<-begun
	if err := i.Jobs.Cancel(t.Context(), running); err != nil {
		t.Fatal(err)
	}
	until(t, i, running, job.Cancelled)
	if j := until(t, i, waiting, job.Cancelled); j.Tries != 0 {
		t.Error("a job that was cancelled while it waited has started")
	}
}

func TestWork_TriesAgainWhatMayYetSucceed(t *testing.T) {
	t.Parallel()
	i, ms := open(t)
	var tries atomic.Int64
	i.Jobs.Register("try", func(context.Context, job.Job, func(done, total int64)) error {
		switch tries.Add(1) {
		case 1:
			return fault.New(fault.Unavailable, "database-away")
		case 2:
			return errors.New("a mistake of ours")
		}
		return nil
	})
	id := add(t, i)
	stop := work(t, i)
	j := until(t, i, id, job.Waiting)
	for j.Tries == 0 {
		j = until(t, i, id, job.Waiting)
	}
	ms.Add(time.Minute.Milliseconds())
	i.Jobs.Nudge()
	if j := until(t, i, id, job.Failed); j.Tries != 2 || j.Fault == "" {
		t.Errorf("job %+v, want failed after two tries, with its fault", j)
	}
	stop()
}
