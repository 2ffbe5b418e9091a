package supervision

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A Rulebook is a set of rules of lights and a ladder that are, or were, in force in a division.
type Rulebook struct {
	Kept   record.Rulebook // its Number is 0 for the house's own
	Rules  *ledger.Rules
	Ladder *ledger.Ladder
}

// A Ruling is what a division is to go by, as somebody enters it.
type Ruling struct {
	ID     uuid.UUID // made by the sender; the same one again is the same rulebook
	Shown  int64     // number of the rulebook that he changed
	Lights string    // YAML
	Ladder string    // name of one that is declared
	Basis  string
}

// A Turn is how many tasks would turn from one light to another.
type Turn struct {
	From, To ledger.Light
	Tasks    int
}

// A Trial is what would come of a ruling today.
type Trial struct {
	Book  *Rulebook
	Open  int // tasks that have lights
	Turns []Turn
}

// A RulebookLine is a rulebook with who put it in force.
type RulebookLine struct {
	*Rulebook
	Name string // of the person; "" for the house's own
}

// open reads what a rulebook keeps.
func (s *Service) open(kept record.Rulebook) (*Rulebook, error) {
	ladder, ok := s.Ladder(kept.Ladder)
	if !ok {
		return nil, fault.New(fault.Invalid, "rules-ladder")
	}
	rules, found := ledger.LoadRules([]byte(kept.Lights))
	if rules == nil {
		return nil, &ModelError{fault.New(fault.Invalid, "rules-lights"), []byte(kept.Lights), found}
	}
	return &Rulebook{kept, rules, ladder}, nil
}

// remember opens a rulebook that was read, the first time.
func (s *Service) remember(kept record.Rulebook) (*Rulebook, error) {
	if b, ok := s.known.Load(kept.ID); ok {
		return b.(*Rulebook), nil
	}
	b, err := s.open(kept)
	if err != nil {
		return nil, fmt.Errorf("read the rulebook %d of %d: %w", kept.Number, kept.Owner, err)
	}
	s.known.Store(kept.ID, b)
	return b, nil
}

// booksOf are the rulebooks of a division, the last one first.
func booksOf(ctx context.Context, r store.Reader, owner int64, limit int) ([]record.Rulebook, error) {
	return store.List[record.Rulebook](ctx, r, &relation.Select{From: relation.From(record.RulebookTable, "b"), Where: relation.Equal(relation.C("b", relation.Owner), owner),
		OrderBy: []relation.Order{{By: relation.C("b", "number"), IsDesc: true}}, Limit: limit})
}

// inForce is by what a division goes now.
func (s *Service) inForce(ctx context.Context, r store.Reader, owner int64) (*Rulebook, error) {
	last, err := booksOf(ctx, r, owner, 1)
	if err != nil || len(last) == 0 {
		return s.own, err
	}
	return s.remember(last[0])
}

// Reason is what a light says, and the rulebook by which it was lit.
func (s *Service) Reason(ctx context.Context, l record.Light) (shown ledger.Shown, book *Rulebook, err error) {
	if shown, err = Reasons(l); err != nil || l.Rulebook == uuid.Nil {
		return shown, s.own, err
	}
	if b, ok := s.known.Load(l.Rulebook); ok {
		return shown, b.(*Rulebook), nil
	}
	err = s.Store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
		k, err := store.Load[record.Rulebook](ctx, v, record.RulebookTable, l.Owner, l.Rulebook)
		if err == nil {
			book, err = s.remember(k)
		}
		return err
	})
	return shown, book, err
}

// Rulebooks are what the actor's division goes by, and has gone by, the one in force first and the house's own last.
func (s *Service) Rulebooks(ctx context.Context, call app.Call) (lines []RulebookLine, err error) {
	err = s.See(ctx, call, access.LightRead, func(ctx context.Context, v *store.View) error {
		all, err := booksOf(ctx, v, int64(call.Actor.Division.Owner()), 0)
		if err != nil {
			return err
		}
		var people []uuid.UUID
		for _, k := range all {
			people = append(people, k.Account)
		}
		names, err := app.People(ctx, v, people...)
		if err != nil {
			return err
		}
		for _, k := range all {
			b, err := s.remember(k)
			if err != nil {
				return err
			}
			lines = append(lines, RulebookLine{b, names[k.Account]})
		}
		lines = append(lines, RulebookLine{Rulebook: s.own})
		return nil
	})
	return lines, err
}

// Try says what would come of a ruling in the actor's division today; nothing changes. Faults: Invalid "rules-lights" as a *ModelError, "rules-ladder".
func (s *Service) Try(ctx context.Context, call app.Call, x Ruling) (t Trial, err error) {
	owner := int64(call.Actor.Division.Owner())
	if err := access.Allow(call.Actor, access.ScoreManage, access.Record{Owner: int(owner)}); err != nil {
		return t, err
	}
	if t.Book, err = s.open(record.Rulebook{Lights: x.Lights, Ladder: x.Ladder}); err != nil {
		return t, err
	}
	count := make(map[[2]ledger.Light]int)
	err = s.See(ctx, call, access.ScoreManage, func(ctx context.Context, v *store.View) error {
		changes, g, err := s.changes(ctx, v.As(store.Unscoped), t.Book, owner, nil) // facts that have other readers decide on lights too
		if err != nil {
			return err
		}
		t.Open = len(g.order)
		for _, c := range changes {
			if c.kept != nil && c.kept.Light != string(c.shown.Light) {
				count[[2]ledger.Light{ledger.Light(c.kept.Light), c.shown.Light}]++
			}
		}
		return nil
	})
	for _, from := range ledger.Lights {
		for _, to := range ledger.Lights {
			if n := count[[2]ledger.Light{from, to}]; n > 0 {
				t.Turns = append(t.Turns, Turn{from, to, n})
			}
		}
	}
	return t, err
}

// Enforce puts a ruling in force in the actor's division from now on, and has its lights lit by it. Lights that are over keep theirs. Faults: those of
// Try; Invalid "rules-basis"; Conflict "rules-stale" where somebody has put another in force meanwhile.
func (s *Service) Enforce(ctx context.Context, call app.Call, x Ruling) error {
	owner := int64(call.Actor.Division.Owner())
	if err := access.Allow(call.Actor, access.ScoreManage, access.Record{Owner: int(owner)}); err != nil {
		return err
	}
	basis, ok := text(x.Basis)
	if !ok || x.ID == uuid.Nil {
		return fault.New(fault.Invalid, "rules-basis")
	}
	if _, err := s.open(record.Rulebook{Lights: x.Lights, Ladder: x.Ladder}); err != nil {
		return err
	}
	made := record.Rulebook{Record: store.Record{Owner: owner, ID: x.ID}, Number: x.Shown + 1, Lights: x.Lights, Ladder: x.Ladder, Basis: basis, Account: call.Actor.Account, Made: s.Now().UnixMilli()}
	act := app.Act{Needs: access.ScoreManage, Name: "rules.enforce", Owner: owner, Kind: "rulebook", Object: x.ID, Detail: audit.Detail{"number": strconv.FormatInt(made.Number, 10), "ladder": x.Ladder, "reason": basis}}
	err := s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		return tx.As(store.Unscoped, func() error {
			last, err := booksOf(ctx, tx, owner, 1)
			if err != nil || len(last) > 0 && last[0].ID == x.ID { // sent twice
				return err
			}
			if len(last) == 0 && x.Shown != 0 || len(last) > 0 && last[0].Number != x.Shown {
				return fault.New(fault.Conflict, "rules-stale")
			}
			if _, err := store.Insert(ctx, tx, record.RulebookTable, &made); err != nil {
				return err
			}
			return s.Jobs.Add(ctx, tx, uuid.NewSHA1(x.ID, []byte(JobLight)), JobLight, call.Actor.Account, lit{owner})
		})
	})
	if err == nil {
		s.Jobs.Nudge()
	}
	return err
}

// SetOrigin says where a task comes from (任务来源), which may open a higher step of the ladder at once; "" is an ordinary task. fault.Invalid "task-origin".
func (s *Service) SetOrigin(ctx context.Context, call app.Call, id uuid.UUID, origin string) error {
	if origin != "" && !slices.Contains(ledger.Origins, origin) {
		return fault.New(fault.Invalid, "task-origin")
	}
	act := app.Act{Needs: access.DirectiveIssue, Name: "task.origin", Kind: "task", Object: id, Detail: audit.Detail{"origin": origin}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		t, err := store.Load[record.Task](ctx, tx, record.TaskTable, 0, id)
		if err != nil {
			return err
		}
		tx.In(t.Owner)
		t.Origin = origin
		return tx.As(store.Unscoped, func() error { return store.Update(ctx, tx, record.TaskTable, &t) })
	})
}
