package casework

import (
	"context"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	flow "github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// Take takes a move on a case. version is that of the case as the person saw it, 0 where that does not matter. Faults are those of
// casework.Workflow.Take and of the kind of case; NotFound for a case out of reach; Conflict "record-stale" where somebody was before.
func (s *Service) Take(ctx context.Context, call app.Call, id uuid.UUID, move string, form flow.Form, version int64) error {
	return s.change(ctx, call, id, by(move), move, func(ctx context.Context, tx *store.Tx, c *record.Case, a flow.Asker, calendar *period.Calendar) error {
		if version != 0 && c.Version != version {
			return fault.New(fault.Conflict, "record-stale")
		}
		return s.take(ctx, tx, c, move, form, a, calendar)
	})
}

// by is by which permission an asker takes a move; one that a workflow does not have is refused where it is taken.
func by(move string) func(*flow.Workflow, flow.Asker) access.Permission {
	return func(w *flow.Workflow, a flow.Asker) access.Permission {
		if m := w.Move(move); m != nil {
			return needs(a, m)
		}
		return access.TaskRead
	}
}

// take takes a move in a transaction.
func (s *Service) take(ctx context.Context, tx *store.Tx, c *record.Case, move string, form flow.Form, a flow.Asker, calendar *period.Calendar) error {
	past, err := s.past(ctx, tx, *c)
	if err != nil {
		return err
	}
	now, err := s.nowIn(ctx, tx, *c, past, calendar)
	if err != nil {
		return err
	}
	next, e, err := s.workflows[c.Workflow].Take(standing(*c), move, form, a, now)
	if err != nil {
		return err
	}
	kind := s.kinds[c.Workflow]
	if kind.Check != nil {
		if err := kind.Check(ctx, tx, *c, e); err != nil {
			return err
		}
	}
	s.put(c, next)
	if kind.Did != nil {
		if err := kind.Did(ctx, tx, c, e); err != nil {
			return err
		}
	}
	if err := s.add(ctx, tx, c, e); err != nil {
		return err
	}
	if err := store.Update(ctx, tx, record.CaseTable, c); err != nil || kind.Did == nil || s.Relight == nil || c.Task == uuid.Nil {
		return err
	}
	return s.Relight(ctx, tx, c.Owner, c.Task)
}

// Move takes a move on a case in a transaction of another use case, which has seen to it that the actor may: more are the parties that it has found him
// to be beside those of his permissions. Faults as of Take.
func (s *Service) Move(ctx context.Context, tx *store.Tx, call app.Call, c *record.Case, move string, form flow.Form, calendar *period.Calendar, more ...flow.Party) error {
	a := asker(call, *c, nil)
	a.Parties = append(a.Parties, more...)
	return s.take(ctx, tx, c, move, form, a, calendar)
}

// Recount counts the time for the step in which a case is anew, in a transaction of another use case that has changed what it is counted by.
func (s *Service) Recount(ctx context.Context, tx *store.Tx, c *record.Case, calendar *period.Calendar) error {
	now, err := s.now(ctx, tx, *c, nil, calendar)
	if err != nil {
		return err
	}
	at, err := s.workflows[c.Workflow].Recount(standing(*c), now)
	if err != nil {
		return err
	}
	s.put(c, at)
	return store.Update(ctx, tx, record.CaseTable, c)
}

// nowIn is what guards look at, whether or not whoever takes the move may act on all of it: who answers for a number need not lead its task.
func (s *Service) nowIn(ctx context.Context, tx *store.Tx, c record.Case, past []record.CaseEntry, calendar *period.Calendar) (now flow.Now, err error) {
	err = tx.As(store.Unscoped, func() error {
		now, err = s.now(ctx, tx, c, past, calendar)
		return err
	})
	return now, err
}

// past is what was done with a case, whoever had it then.
func (s *Service) past(ctx context.Context, tx *store.Tx, c record.Case) (past []record.CaseEntry, err error) {
	err = tx.As(store.Unscoped, func() error {
		all, err := entries(ctx, tx, c)
		past = all[c.ID]
		return err
	})
	return past, err
}

// Undo takes back the last move of a case. Faults: Conflict "case-undo", "case-built"; NotFound.
func (s *Service) Undo(ctx context.Context, call app.Call, id uuid.UUID) error {
	return s.change(ctx, call, id, func(_ *flow.Workflow, a flow.Asker) access.Permission {
		for _, p := range parties {
			for _, is := range a.Parties {
				if is == p.party {
					return p.needs
				}
			}
		}
		return access.TaskRead
	}, flow.Undone, func(ctx context.Context, tx *store.Tx, c *record.Case, a flow.Asker, _ *period.Calendar) error {
		past, err := s.past(ctx, tx, *c)
		if err != nil {
			return err
		}
		if len(past) == 0 {
			return fault.New(fault.Conflict, "case-undo")
		}
		last, err := entry(past[len(past)-1])
		if err != nil {
			return err
		}
		isBuiltOn := s.kinds[c.Workflow].IsBuiltOn
		next, e, err := flow.Undo(standing(*c), last, isBuiltOn != nil && isBuiltOn(*c, last), a, period.Date(s.Today()))
		if err != nil {
			return err
		}
		s.put(c, next)
		if err := s.add(ctx, tx, c, e); err != nil {
			return err
		}
		return store.Update(ctx, tx, record.CaseTable, c)
	})
}

// change loads a case twice: to know by what permission the actor does what he is about to do, and, in the transaction that this permission
// confines, to do it.
func (s *Service) change(ctx context.Context, call app.Call, id uuid.UUID, by func(*flow.Workflow, flow.Asker) access.Permission, move string,
	do func(context.Context, *store.Tx, *record.Case, flow.Asker, *period.Calendar) error) error {
	var c record.Case
	var stands []uuid.UUID
	if err := s.See(ctx, call, access.TaskRead, func(ctx context.Context, v *store.View) (err error) {
		if c, err = store.Load[record.Case](ctx, v, record.CaseTable, 0, id); err != nil {
			return err
		}
		stands, err = s.standsFor(ctx, v, call)
		return err
	}); err != nil {
		return err
	}
	calendar, err := s.Calendar(ctx)
	if err != nil {
		return err
	}
	act := app.Act{Needs: by(s.workflows[c.Workflow], asker(call, c, stands)), Owner: c.Owner, Kind: "case", Object: id,
		Detail: audit.Detail{"workflow": c.Workflow, "move": move, "step": c.Step}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		now, err := store.Load[record.Case](ctx, tx, record.CaseTable, c.Owner, id)
		if err != nil {
			return err
		}
		return do(ctx, tx, &now, asker(call, now, stands), calendar)
	})
}

// standsFor are the accounts the actor stands in for today.
func (s *Service) standsFor(ctx context.Context, v *store.View, call app.Call) ([]uuid.UUID, error) {
	away, err := app.Absences(ctx, v.As(store.Unscoped), s.Today())
	return flow.StandsFor(away, call.Actor.Account, period.Date(s.Today())), err
}

// maxBatch is how many cases a move may be taken on at once.
const maxBatch = 500

// TakeAll takes a move that needs nothing said on several cases, each by itself: one that can not be taken leaves the others as they are. It
// gives how many were, and the fault of the first that was not. Faults: TooLarge "case-batch"; those of Take.
func (s *Service) TakeAll(ctx context.Context, call app.Call, ids []uuid.UUID, move string) (taken int, err error) {
	if len(ids) > maxBatch {
		return 0, fault.New(fault.TooLarge, "case-batch", maxBatch)
	}
	for _, id := range ids {
		one := s.Take(ctx, call, id, move, nil, 0)
		switch fault.KindOf(one) {
		case "":
			taken++
		case fault.Internal, fault.Unavailable:
			return taken, one
		}
		if err == nil {
			err = one
		}
	}
	return taken, err
}
