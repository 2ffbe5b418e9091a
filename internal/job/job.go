// Package job does work in the background: it keeps a queue in the store, leases
// jobs to workers, and finds those again whose worker died. It knows nothing of
// what a job does; that is a Runner, found by the job's kind. Start with Queue.
//
// A job may run more than once (its worker may die after the work and before
// the note of it), so a Runner does the same again without harm.
package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A State of a job.
type State string

const (
	Waiting   State = "waiting"   // for a worker, or for its time
	Running   State = "running"   // leased to a worker
	Done      State = "done"      // ended well
	Failed    State = "failed"    // ended badly; Fault says why
	Cancelled State = "cancelled" // ended because somebody asked
)

// Table holds the jobs of a node.
var Table = &relation.Table{
	Name: "job", Placement: relation.Local, Key: []string{"id"},
	Columns: []relation.Column{
		{Name: "id", Type: relation.Bytes}, {Name: "kind", Type: relation.Text}, {Name: "account", Type: relation.Bytes},
		{Name: "input", Type: relation.Text}, {Name: "state", Type: relation.Text}, {Name: "tries", Type: relation.Integer},
		{Name: "made", Type: relation.Moment}, {Name: "due", Type: relation.Moment}, {Name: "lease", Type: relation.Moment},
		{Name: "done", Type: relation.Integer}, {Name: "total", Type: relation.Integer},
		{Name: "fault", Type: relation.Text}, {Name: "is_cancelled", Type: relation.Bool},
	},
	Indexes: []relation.Index{{Name: "job_state", Columns: []string{"state", "due"}}},
}

// A Job (后台任务) is a piece of work and how far it is.
type Job struct {
	ID          uuid.UUID `col:"id"`
	Kind        string    `col:"kind"`
	Account     uuid.UUID `col:"account"` // who asked for it
	Input       string    `col:"input"`   // JSON for the Runner
	State       State     `col:"state"`
	Tries       int64     `col:"tries"`
	Made        int64     `col:"made"`  // ms since 1970
	Due         int64     `col:"due"`   // not before, ms since 1970
	Lease       int64     `col:"lease"` // whose worker is silent beyond it is taken again, ms since 1970
	Done        int64     `col:"done"`  // of Total
	Total       int64     `col:"total"` // 0: not known yet
	Fault       string    `col:"fault"` // message key of why it failed; empty otherwise
	IsCancelled bool      `col:"is_cancelled"`
}

// A Runner does a job. It calls progress now and then, and stops when its context ends. An error whose fault.Kind is Unavailable is tried again later.
type Runner func(ctx context.Context, j Job, progress func(done, total int64)) error

const (
	lease    = 30 * time.Second // without a heartbeat
	beat     = 5 * time.Second
	maxTries = 5
)

// A Queue leases jobs to its workers.
type Queue struct {
	store   *store.Store
	runners map[string]Runner
	now     func() time.Time
	log     *slog.Logger
	wake    chan struct{}
	mu      sync.Mutex
	cancels map[uuid.UUID]context.CancelFunc // of the jobs that run here
}

// NewQueue makes a queue over the store. Register its runners before anything is added.
func NewQueue(s *store.Store, now func() time.Time, log *slog.Logger) *Queue {
	return &Queue{store: s, runners: make(map[string]Runner), now: now, log: log, wake: make(chan struct{}, 1), cancels: make(map[uuid.UUID]context.CancelFunc)}
}

// Register says who does the jobs of a kind; before Work.
func (q *Queue) Register(kind string, r Runner) { q.runners[kind] = r }

// Add puts a job into the queue, in the transaction of the change that needs it. One with the same id stays as it is. After the
// commit, Nudge lets it start at once.
func (q *Queue) Add(ctx context.Context, tx *store.Tx, id uuid.UUID, kind string, account uuid.UUID, input any) error {
	text, err := json.Marshal(input)
	if err != nil {
		return fmt.Errorf("add a job %q: %w", kind, err)
	}
	if _, ok := q.runners[kind]; !ok {
		return fmt.Errorf("add a job: there is no kind %q", kind)
	}
	now := q.now().UnixMilli()
	_, err = tx.Run(ctx, &relation.Insert{
		Into:    Table,
		Columns: []string{"id", "kind", "account", "input", "state", "tries", "made", "due", "lease", "done", "total", "fault", "is_cancelled"},
		Rows: [][]relation.Expr{{
			relation.V(id[:]), relation.V(kind), relation.V(account[:]), relation.V(string(text)), relation.V(string(Waiting)), relation.V(0),
			relation.V(now), relation.V(now), relation.V(0), relation.V(0), relation.V(0), relation.V(""), relation.V(0),
		}},
		OnConflict: &relation.Conflict{Columns: []string{"id"}},
	})
	return err
}

// Nudge wakes a worker.
func (q *Queue) Nudge() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// Find reads a job. fault.NotFound ("record-missing"): there is none.
func (q *Queue) Find(ctx context.Context, id uuid.UUID) (j Job, err error) {
	err = q.store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
		j, err = store.One[Job](ctx, v, &relation.Select{From: relation.From(Table, "j"), Where: relation.Equal(relation.C("j", "id"), id[:])})
		return err
	})
	return j, err
}

// Recent lists jobs, the newest first.
func (q *Queue) Recent(ctx context.Context, limit int) (jobs []Job, err error) {
	err = q.store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
		jobs, err = store.List[Job](ctx, v, &relation.Select{From: relation.From(Table, "j"), OrderBy: []relation.Order{{By: relation.C("j", "made"), IsDesc: true}}, Limit: limit})
		return err
	})
	return jobs, err
}

// States counts the jobs in each state.
func (q *Queue) States(ctx context.Context) (map[State]int64, error) {
	states := make(map[State]int64)
	err := q.store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
		state := relation.C("j", "state")
		count := &relation.Select{Outputs: []relation.Output{{Expr: state}, {Expr: relation.Call{Func: relation.CountRows}, As: "n"}}, From: relation.From(Table, "j"), GroupBy: []relation.Expr{state}}
		return v.Select(ctx, count, func(scan store.Scan) error {
			var s string
			var n int64
			err := scan(&s, &n)
			states[State(s)] = n
			return err
		})
	})
	return states, err
}

// Cancel asks a job to stop; one that is waiting never starts. One that has ended stays as it is.
func (q *Queue) Cancel(ctx context.Context, id uuid.UUID) error {
	err := q.store.Keep(ctx, func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.Run(ctx, set(id, State(""), relation.Set{Column: "is_cancelled", To: relation.V(1)})); err != nil {
			return err
		}
		_, err := tx.Run(ctx, set(id, Waiting, relation.Set{Column: "state", To: relation.V(string(Cancelled))}))
		return err
	})
	q.mu.Lock()
	defer q.mu.Unlock()
	if cancel, ok := q.cancels[id]; ok && err == nil {
		cancel()
	}
	return err
}

// Retry lets a job that failed or was cancelled wait again, as if it had never been tried. One in another state stays as it is. After the
// commit, Nudge lets it start at once.
func (q *Queue) Retry(ctx context.Context, tx *store.Tx, id uuid.UUID) error {
	for _, ended := range []State{Failed, Cancelled} {
		if _, err := tx.Run(ctx, set(id, ended, relation.Set{Column: "tries", To: relation.V(0)}, relation.Set{Column: "is_cancelled", To: relation.V(0)},
			relation.Set{Column: "due", To: relation.V(q.now().UnixMilli())}, relation.Set{Column: "fault", To: relation.V("")},
			relation.Set{Column: "state", To: relation.V(string(Waiting))})); err != nil {
			return err
		}
	}
	return nil
}

// set changes a job that is in a state, in any if it is empty.
func set(id uuid.UUID, in State, sets ...relation.Set) *relation.Update {
	where := relation.And{relation.Equal(relation.C("", "id"), id[:])}
	if in != "" {
		where = append(where, relation.Equal(relation.C("", "state"), string(in)))
	}
	return &relation.Update{Table: Table, Sets: sets, Where: where}
}

// Work runs jobs, so many at a time, until ctx ends; those that run then are left to whoever comes next.
func (q *Queue) Work(ctx context.Context, workers int) {
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() { q.worker(ctx) })
	}
	wait.Wait()
}

// Drain does what waits now, one job after the other, and returns when nothing is left that may start: for a command that wants the
// work done before it ends. What fails is noted in its job.
func (q *Queue) Drain(ctx context.Context) error {
	for {
		j, err := q.take(ctx)
		if err != nil || j == nil {
			return err
		}
		q.run(ctx, *j)
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

func (q *Queue) worker(ctx context.Context) {
	for ctx.Err() == nil {
		j, err := q.take(ctx)
		if err == nil && j != nil {
			q.Nudge() // perhaps there are more
			q.run(ctx, *j)
			continue
		}
		if err != nil && ctx.Err() == nil {
			q.log.Error("job not taken", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-q.wake:
		case <-time.After(beat): // one whose lease ran out
		}
	}
}

// take leases the job that has waited longest, or one whose worker is silent.
func (q *Queue) take(ctx context.Context) (taken *Job, err error) {
	err = q.store.Keep(ctx, func(ctx context.Context, tx *store.Tx) error {
		taken = nil
		now := q.now().UnixMilli()
		state, col := relation.C("j", "state"), func(n string) relation.Col { return relation.C("j", n) }
		jobs, err := store.List[Job](ctx, tx, &relation.Select{
			From: relation.From(Table, "j"),
			Where: relation.Or{
				relation.And{relation.Equal(state, string(Waiting)), relation.Binary{Op: relation.Le, L: col("due"), R: relation.V(now)}},
				relation.And{relation.Equal(state, string(Running)), relation.Binary{Op: relation.Lt, L: col("lease"), R: relation.V(now)}},
			},
			OrderBy: []relation.Order{{By: col("due")}, {By: col("id")}}, Limit: 1,
		})
		if err != nil || len(jobs) == 0 {
			return err
		}
		j := jobs[0]
		j.State, j.Tries, j.Lease = Running, j.Tries+1, now+lease.Milliseconds()
		if _, err := tx.Run(ctx, set(j.ID, "", relation.Set{Column: "state", To: relation.V(string(Running))},
			relation.Set{Column: "tries", To: relation.V(j.Tries)}, relation.Set{Column: "lease", To: relation.V(j.Lease)})); err != nil {
			return err
		}
		taken = &j
		return nil
	})
	return taken, err
}

// run does a job with a heartbeat beside it, and notes how it ended.
func (q *Queue) run(ctx context.Context, j Job) {
	run, cancel := context.WithCancel(ctx)
	defer cancel()
	q.mu.Lock()
	q.cancels[j.ID] = cancel
	q.mu.Unlock()
	defer func() {
		q.mu.Lock()
		delete(q.cancels, j.ID)
		q.mu.Unlock()
	}()
	if j.IsCancelled {
		cancel()
	}
	var done, total int64
	var mu sync.Mutex
	progress := func(d, t int64) {
		mu.Lock()
		done, total = d, t
		mu.Unlock()
	}
	counts := func() (int64, int64) {
		mu.Lock()
		defer mu.Unlock()
		return done, total
	}
	var beats sync.WaitGroup
	beats.Go(func() { q.heartbeat(run, j, counts, cancel) })
	err := q.guard(run, j, progress)
	isStopped := run.Err() != nil
	cancel()
	beats.Wait()
	if ctx.Err() != nil && err != nil { // the program ends: the lease runs out, or is given back now
		q.end(context.WithoutCancel(ctx), j, Waiting, "", counts)
		return
	}
	q.finish(ctx, j, err, isStopped, counts)
}

func (q *Queue) finish(ctx context.Context, j Job, err error, isStopped bool, counts func() (int64, int64)) {
	switch {
	case err == nil:
		q.end(ctx, j, Done, "", counts)
	case isStopped:
		q.end(ctx, j, Cancelled, "", counts)
	case fault.KindOf(err) == fault.Unavailable && j.Tries < maxTries:
		q.log.Warn("job put off", "job", j.ID, "kind", j.Kind, "error", err)
		q.end(ctx, j, Waiting, "", counts)
	default:
		q.log.Error("job failed", "job", j.ID, "kind", j.Kind, "error", err)
		key := "internal"
		if e, ok := errors.AsType[*fault.Error](err); ok {
			key = e.Key
		}
		q.end(ctx, j, Failed, key, counts)
	}
}

func (q *Queue) guard(ctx context.Context, j Job, progress func(done, total int64)) (err error) {
	defer func() {
		if p := recover(); p != nil {
			q.log.Error("panic in a job", "job", j.ID, "kind", j.Kind, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = fmt.Errorf("panic in a job: %v", p)
		}
	}()
	runner, ok := q.runners[j.Kind]
	if !ok {
		return fmt.Errorf("there is no kind %q of job", j.Kind)
	}
	return runner(ctx, j, progress)
}

// heartbeat renews the lease and shows progress until the job ends; it cancels the job if that was asked for elsewhere.
func (q *Queue) heartbeat(ctx context.Context, j Job, counts func() (int64, int64), cancel context.CancelFunc) {
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		done, total := counts()
		err := q.store.Keep(ctx, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.Run(ctx, set(j.ID, Running, relation.Set{Column: "lease", To: relation.V(q.now().Add(lease).UnixMilli())},
				relation.Set{Column: "done", To: relation.V(done)}, relation.Set{Column: "total", To: relation.V(total)}))
			return err
		})
		if err != nil && ctx.Err() == nil {
			q.log.Warn("job heartbeat not written", "job", j.ID, "error", err)
			continue
		}
		if now, err := q.Find(ctx, j.ID); err == nil && now.IsCancelled {
			cancel()
		}
	}
}

// end notes how a job ended; one that is put off waits longer each time.
func (q *Queue) end(ctx context.Context, j Job, state State, key string, counts func() (int64, int64)) {
	done, total := counts()
	due := q.now()
	if state == Waiting {
		due = due.Add(time.Duration(j.Tries*j.Tries) * time.Second)
	}
	err := q.store.Keep(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Run(ctx, set(j.ID, Running, relation.Set{Column: "state", To: relation.V(string(state))},
			relation.Set{Column: "due", To: relation.V(due.UnixMilli())}, relation.Set{Column: "fault", To: relation.V(key)},
			relation.Set{Column: "done", To: relation.V(done)}, relation.Set{Column: "total", To: relation.V(total)}))
		return err
	})
	if err != nil {
		q.log.Error("end of a job not noted", "job", j.ID, "error", err)
	}
}
