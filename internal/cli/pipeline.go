package cli

import (
	"context"
	"iter"
	"sync"
)

// inOrder works on every input with n workers and hands the results to done in
// the order of the inputs.
//
//  1. At most n+2 inputs are between the sequence and done at any time, so
//     memory does not grow with their number.
//  2. inputs is read by one goroutine, done is called by the caller's.
//  3. When ctx is done or done fails, no further input is begun; inOrder returns
//     that error after the workers have ended.
func inOrder[I, R any](ctx context.Context, n int, inputs iter.Seq[I], work func(I) R, done func(R) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	type slot struct {
		input  I
		result chan R
	}
	queue, jobs := make(chan slot, n), make(chan slot)
	var group sync.WaitGroup
	group.Go(func() {
		defer close(queue)
		defer close(jobs)
		for input := range inputs {
			s := slot{input, make(chan R, 1)}
			select {
			case queue <- s:
			case <-ctx.Done():
				return
			}
			select {
			case jobs <- s:
			case <-ctx.Done():
				return
			}
		}
	})
	for range n {
		group.Go(func() {
			for s := range jobs {
				s.result <- work(s.input)
			}
		})
	}
	for s := range queue {
		select {
		case r := <-s.result:
			if err := done(r); err != nil {
				cancel(err)
			}
		case <-ctx.Done():
		}
		if ctx.Err() != nil {
			break
		}
	}
	cause := context.Cause(ctx)
	cancel(nil) // the producer may wait on a full queue
	group.Wait()
	return cause
}
