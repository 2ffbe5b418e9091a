// Package supervision keeps units to what they were given: it lights the lights of
// tasks, lets the office send reminders and supervision sheets, and gives points.
// What a light, a score or a next step is, package ledger decides; here it is read,
// kept, and shown to whom it may be shown. Start with Service.Relight.
package supervision

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/job"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/source"
)

// A Service supervises.
type Service struct {
	*app.Core
	Ladders []*ledger.Ladder // those that a division may choose from; the first is the house's own
	own     *Rulebook        // of a division that has chosen nothing
	known   sync.Map         // rulebooks that were read, by id: none ever changes
	flow    *casework.Workflow
}

// JobLight is the kind of the daily job that lights all lights anew.
const JobLight = "light"

// maxText is how many characters each text that is entered may have.
const maxText = 4000

// New makes the service with the declarations that come with the program, and registers its job.
func New(core *app.Core) (*Service, error) {
	s := &Service{Core: core, flow: casework.Standard()["directive"]}
	rules, found := ledger.LoadRules(ledger.Declared("default-lights"))
	if rules == nil {
		return nil, fmt.Errorf("load the rules of lights: %s", ledger.Describe(ledger.Declared("default-lights"), found[0], source.English))
	}
	for _, name := range []string{"default-ladder", "sanming", "guangyuan-ladder"} {
		l, found := ledger.LoadLadder(ledger.Declared(name))
		if l == nil {
			return nil, fmt.Errorf("load the ladder %s: %s", name, ledger.Describe(ledger.Declared(name), found[0], source.English))
		}
		s.Ladders = append(s.Ladders, l)
	}
	s.own = &Rulebook{Rules: rules, Ladder: s.Ladders[0]}
	s.own.Kept.Lights, s.own.Kept.Ladder = string(ledger.Declared("default-lights")), s.Ladders[0].Name
	core.Jobs.Register(JobLight, func(ctx context.Context, j job.Job, progress func(done, total int64)) error {
		var of lit
		if err := json.Unmarshal([]byte(j.Input), &of); err != nil {
			return fmt.Errorf("read what is to be lit: %w", err)
		}
		if of.Owner != 0 {
			return s.relightOwner(ctx, of.Owner)
		}
		return s.RelightAll(ctx, progress)
	})
	return s, nil
}

// Ladder finds a ladder by its name.
func (s *Service) Ladder(name string) (*ledger.Ladder, bool) {
	for _, l := range s.Ladders {
		if l.Name == name {
			return l, true
		}
	}
	return nil, false
}

// Reasons are the values of a light's reason.
func Reasons(l record.Light) (ledger.Shown, error) {
	shown := ledger.Shown{Light: ledger.Light(l.Light), Rule: l.Rule}
	if err := json.Unmarshal([]byte(l.Values), &shown.Values); err != nil {
		return shown, fmt.Errorf("read the reason of light %s: %w", l.ID, err)
	}
	return shown, nil
}

// lit is whose lights a job lights anew: those of one division, or with 0 of all.
type lit struct {
	Owner int64 `json:"owner"`
}

// lighting is the call in which lights are lit: nobody asks for it.
func lighting() app.Call { return app.System(JobLight, access.TaskAssign) }

// atOnce is how many tasks are lit in one transaction.
const atOnce = 200

// RelightAll lights the lights of all open tasks as they are today: it reads each division's tasks in a few statements and writes only what
// has changed.
func (s *Service) RelightAll(ctx context.Context, progress func(done, total int64)) error {
	owners, err := s.owners(ctx)
	if err != nil {
		return err
	}
	var failed error
	for i, owner := range owners {
		if err := s.relightOwner(ctx, owner); err != nil {
			failed = errors.Join(failed, fmt.Errorf("light the tasks of %d: %w", owner, err)) // the others are lit all the same
		}
		progress(int64(i+1), int64(len(owners)))
	}
	return failed
}

// relightOwner lights the lights of a division's open tasks.
func (s *Service) relightOwner(ctx context.Context, owner int64) error {
	var changed, all []uuid.UUID
	err := s.Store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
		book, err := s.inForce(ctx, v, owner)
		if err != nil {
			return err
		}
		changes, g, err := s.changes(ctx, v, book, owner, nil)
		if err != nil {
			return err
		}
		for _, c := range changes {
			changed = append(changed, c.task)
		}
		all = g.order
		return nil
	})
	for len(changed) > 0 && err == nil {
		n := min(atOnce, len(changed))
		act := app.Act{Needs: access.TaskAssign, Name: "light.change", Owner: owner, Kind: "light"}
		err = s.Change(ctx, lighting(), act, func(ctx context.Context, tx *store.Tx) error { return s.Relight(ctx, tx, owner, changed[:n]...) })
		changed = changed[n:]
	}
	if err != nil {
		return err
	}
	return s.keepAll(ctx, owner, all)
}

// owners are the divisions with tasks.
func (s *Service) owners(ctx context.Context) (owners []int64, err error) {
	err = s.Store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
		owner := relation.C("t", relation.Owner)
		q := &relation.Select{Outputs: []relation.Output{{Expr: owner}}, IsDistinct: true, From: relation.From(record.TaskTable, "t"), Where: relation.Equal(relation.C("t", "state"), record.TaskOpen),
			OrderBy: []relation.Order{{By: owner}}}
		return v.Select(ctx, q, func(scan store.Scan) error {
			var o int64
			err := scan(&o)
			owners = append(owners, o)
			return err
		})
	})
	return owners, err
}
