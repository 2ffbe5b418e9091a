package store

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/relation"
)

const (
	maxGroup   = 256 // requests in one commit
	maxRetries = 8   // of a group that lost against another server
)

// A request is one call of Write or Keep, waiting for the writer.
type request struct {
	ctx   context.Context
	scope Scope
	event *audit.Event // nil for Keep
	do    func(context.Context, *Tx) error
	done  chan error // takes one error, without anybody waiting
}

// Write runs do in a transaction and commits what it changed together with the event that tells of it. The event's ID and At are
// set here if they are not; do may add to its detail with Tx.Note. Several requests share a commit, each in a savepoint of its own:
// an error of do undoes what it did and comes back unchanged, and nothing is audited. do may run more than once, so it
// changes nothing but the database; its context is not cancelled with ctx, and it waits for nobody.
//
// When Write returns nil, the change is on disk. fault.Unavailable: nothing was changed, or — "commit-unknown" — it can not be told;
// the same request with the same ids may be sent again.
func (s *Store) Write(ctx context.Context, scope Scope, event audit.Event, do func(context.Context, *Tx) error) error {
	if event.ID == uuid.Nil {
		id, err := uuid.NewV7()
		if err != nil {
			return fmt.Errorf("make an id: %w", err)
		}
		event.ID = id
	}
	if event.At == 0 {
		event.At = s.options.Now().UnixMilli()
	}
	if _, err := event.Body(); err != nil {
		return err
	}
	return s.hand(&request{ctx: ctx, scope: scope, event: &event, do: do})
}

// Keep runs do in a transaction that can change Local tables only: leases, sessions, drafts — what one node keeps for itself. There is
// no event and no history of it.
func (s *Store) Keep(ctx context.Context, do func(context.Context, *Tx) error) error {
	return s.hand(&request{ctx: ctx, scope: Unscoped, do: do})
}

func (s *Store) hand(r *request) error {
	r.done = make(chan error, 1)
	s.writing.RLock()
	if s.isClosed {
		s.writing.RUnlock()
		return fault.New(fault.Unavailable, "stopping")
	}
	select {
	case s.queue <- r:
		s.writing.RUnlock()
	case <-r.ctx.Done():
		s.writing.RUnlock()
		return r.ctx.Err()
	}
	return <-r.done
}

// work is the writer: it takes what is waiting, commits it at once, and looks again.
func (s *Store) work() {
	defer close(s.stopped)
	w := s.newWriter()
	defer w.drop()
	for n := 0; ; n++ {
		if n%tending == 0 {
			w.tend()
		}
		var group []*request
		select {
		case r := <-s.queue:
			group = append(group, r)
		case <-s.stop:
			select { // what was handed over before Close is still done
			case r := <-s.queue:
				group = append(group, r)
			default:
				return
			}
		}
		for len(group) < maxGroup {
			select {
			case r := <-s.queue:
				group = append(group, r)
				continue
			default:
			}
			break
		}
		w.commit(group)
	}
}

// tending is how many commits lie between looks at how the tables have grown.
const tending = 1000

// tend lets the database count what is in its tables where it does not do so by itself: without that it picks the wrong index among several.
func (w *writer) tend() {
	if len(w.engine.tend) == 0 {
		return
	}
	ctx := context.Background()
	err := w.open(ctx)
	for _, text := range w.engine.tend {
		if err == nil {
			err = w.exec(ctx, text)
		}
	}
	w.engine.tended.Add(1)
	if err != nil { // answers stay right, only slower
		w.log.Warn("statistics of the tables", "error", err)
	}
}

// A writer commits groups on a connection of its own.
type writer struct {
	*connection
	store   *Store
	touched map[string]bool // names of the tables that were changed since the last group
	seat    int64           // in revisionTable
}

func (s *Store) newWriter() *writer {
	return &writer{&connection{engine: s.engine, pool: s.engine.write, log: s.options.Log}, s, make(map[string]bool), s.options.seat()}
}

// commit runs a group until it is committed or can not be, and answers each request.
func (w *writer) commit(group []*request) {
	ctx := context.Background()
	waiting := group[:0:0]
	for _, r := range group {
		if err := r.ctx.Err(); err != nil {
			r.done <- err
			continue
		}
		waiting = append(waiting, r)
	}
	if len(waiting) == 0 {
		return
	}
	var err error
	for try := range maxRetries {
		var answers []error
		if answers, err = w.try(ctx, waiting, try > 0); err == nil {
			w.store.counts.committed(len(waiting))
			for i, r := range waiting {
				r.done <- answers[i]
			}
			return
		}
		if w.engine.classify(err) != classRetry {
			break
		}
		time.Sleep(time.Duration(1+try) * time.Duration(1+w.store.options.Now().UnixNano()%3) * time.Millisecond) // two servers that collided part
	}
	if len(waiting) > 1 && w.engine.classify(err) != classAway && !errors.Is(err, errUnknown) {
		for _, r := range waiting { // what spoils the group spoils only itself
			w.commit([]*request{r})
		}
		return
	}
	w.store.counts.failed.Add(1)
	err = w.engine.explain(err)
	for _, r := range waiting {
		r.done <- err
	}
}

// errUnknown says that the answer to a commit was lost.
var errUnknown = errors.New("the answer to the commit was lost")

// try runs a group in one transaction. answers holds the error of each request that was undone alone; err means that nothing was committed.
// What has lost against another server is done apart from all others: two that never rest would else lose again and again.
func (w *writer) try(ctx context.Context, group []*request, isApart bool) (answers []error, err error) {
	if err := w.begin(ctx, isApart); err != nil {
		return nil, err
	}
	g := newGroup(w)
	defer func() {
		if err != nil {
			w.rollback(ctx)
		}
		w.store.kept.commit(w.touched) // also where it is not known whether it was
		clear(w.touched)
	}()
	answers = make([]error, len(group))
	for i, r := range group {
		if answers[i], err = w.run(ctx, g, r, len(group) == 1); err != nil {
			return nil, err
		}
		if answers[i] != nil && len(group) == 1 { // alone, it had no savepoint: the transaction is undone
			w.rollback(ctx)
			return answers, nil
		}
	}
	if err := g.close(ctx); err != nil {
		return nil, err
	}
	if err := w.stamp(ctx); err != nil {
		return nil, err
	}
	if err := w.exec(ctx, "COMMIT"); err != nil {
		if w.engine.classify(err) == classAway {
			w.drop()
			return nil, fault.Because(errors.Join(errUnknown, err), fault.Unavailable, "commit-unknown")
		}
		return nil, err
	}
	if err := w.store.heads.note(g.blocks); err != nil { // the change is kept and stays answered; the notes are behind
		w.store.options.Log.Error("audit heads not noted", "error", err)
	}
	return answers, nil
}

// begin begins a transaction that writes.
func (w *writer) begin(ctx context.Context, isApart bool) error {
	if err := w.open(ctx); err != nil {
		return err
	}
	place := w.engine.among
	if isApart {
		place = w.engine.apart
	}
	err := w.exec(ctx, w.engine.begin)
	if err == nil && place != "" {
		err = w.exec(ctx, place)
	}
	if err != nil {
		w.drop()
	}
	return err
}

// change runs a statement that changes rows, and notes which table's.
func (w *writer) change(ctx context.Context, s relation.Statement) (int64, error) {
	if t := written(s); t != nil {
		w.touched[t.Name] = true
	}
	return w.connection.change(ctx, s)
}

// run runs one request. refused is its own error, after its savepoint was rolled back; err spoils the group.
func (w *writer) run(ctx context.Context, g *group, r *request, isAlone bool) (refused, err error) {
	if !isAlone {
		if err := w.exec(ctx, "SAVEPOINT request"); err != nil {
			return nil, err
		}
	}
	tx := &Tx{writer: w, group: g, scope: r.scope, event: r.event}
	if r.event != nil {
		copied := *r.event // do may run again: what it notes starts afresh
		copied.Detail = audit.Detail{}
		for k, v := range r.event.Detail {
			copied.Detail[k] = v
		}
		tx.event = &copied
	}
	refused = tx.guard(context.WithoutCancel(r.ctx), r.do)
	tx.isOver = true
	if c := w.engine.classify(errors.Join(refused, tx.failed)); c == classRetry || c == classAway || c == classFull {
		return nil, errors.Join(refused, tx.failed)
	}
	if refused == nil && tx.failed != nil { // a failed statement that do passed over
		refused = tx.failed
	}
	if refused == nil && tx.event != nil {
		refused = g.add(tx)
	}
	if isAlone {
		return w.engine.explain(refused), nil
	}
	if refused != nil {
		if err := w.exec(ctx, "ROLLBACK TO SAVEPOINT request"); err != nil {
			return nil, err
		}
	}
	return w.engine.explain(refused), w.exec(ctx, "RELEASE SAVEPOINT request")
}

// guard turns a panic of do into an error: one request must not end the writer.
func (tx *Tx) guard(ctx context.Context, do func(context.Context, *Tx) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			tx.writer.store.options.Log.Error("panic in a transaction", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = fmt.Errorf("panic in a transaction: %v", p)
		}
	}()
	return do(ctx, tx)
}
