package demo

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// An act is something that somebody does at a moment. It may put what follows from it on the agenda.
type act struct {
	at time.Time
	do func(context.Context) error
}

// An agenda holds what is still to be done, and does it in the order of time. Acts of one moment are done together, as in an office.
type agenda struct {
	mu   sync.Mutex
	acts []act
}

// add puts an act on the agenda.
func (a *agenda) add(at time.Time, do func(context.Context) error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.acts = append(a.acts, act{at, do})
}

// next takes the acts of the earliest moment.
func (a *agenda) next() []act {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.acts) == 0 {
		return nil
	}
	first := slices.MinFunc(a.acts, func(x, y act) int { return cmp.Compare(x.at.Unix(), y.at.Unix()) }).at
	var now, later []act
	for _, x := range a.acts {
		if x.at.Equal(first) {
			now = append(now, x)
		} else {
			later = append(later, x)
		}
	}
	a.acts = later
	return now
}

// atOnce is how many people are at work in one moment.
const atOnce = 32

// run does everything up to a moment; what stands there for later is never done.
func (a *agenda) run(ctx context.Context, clock *Clock, until time.Time) error {
	for {
		acts := a.next()
		if len(acts) == 0 || acts[0].at.After(until) {
			return nil
		}
		clock.stop(acts[0].at)
		if err := together(ctx, acts); err != nil {
			return err
		}
	}
}

// together does acts at the same time, a few at once, so that they share the commits of the store.
func together(ctx context.Context, acts []act) error {
	errs := make([]error, len(acts))
	seats := make(chan struct{}, atOnce)
	var all sync.WaitGroup
	for i, x := range acts {
		seats <- struct{}{}
		all.Go(func() {
			errs[i] = x.do(ctx)
			<-seats
		})
	}
	all.Wait()
	return errors.Join(errs...)
}
