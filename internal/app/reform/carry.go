package reform

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/account"
	"github.com/wenxiao/wenxiao/internal/app/inbox"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/region"
)

// Choices say which successor takes what. Where there is but one, it takes what nothing is said of.
type Choices struct {
	Tasks  map[uuid.UUID]uuid.UUID // successor by task
	People map[uuid.UUID]uuid.UUID // successor by account; zero closes the account
}

// Carry carries a planned change out, in one act. Faults: Conflict "reform-state", "reform-early" before its day, "reform-task" and
// "reform-person" with the first for whom no successor was chosen; Invalid "unit-renamed-before"; Conflict "unit-twice".
func (s *Service) Carry(ctx context.Context, call app.Call, id uuid.UUID, choices Choices) error {
	return s.change(ctx, call, id, "reform.carry", func(ctx context.Context, tx *store.Tx, r *record.Reform) error {
		c, err := read(*r)
		if err != nil {
			return err
		}
		if r.On > s.Today() {
			return fault.New(fault.Conflict, "reform-early", c.On.String())
		}
		return tx.As(store.Unscoped, func() error { // what is in the units' hands goes over, whosever the plan is
			m := &mover{Service: s, tx: tx, call: call, reform: r, change: c, choices: choices, sources: map[uuid.UUID]bool{}, accounts: map[uuid.UUID]uuid.UUID{}}
			if _, err := c.division(ctx, tx); err != nil {
				return err
			}
			if c.Kind == record.ReformRename {
				err = organisation.Rename(ctx, tx, c.From[0], c.To[0].Name, region.Day(c.On))
			} else {
				err = m.move(ctx)
			}
			if err != nil {
				return err
			}
			if err := m.note(ctx); err != nil {
				return err
			}
			moved, err := json.Marshal(m.moved)
			if err != nil {
				return fmt.Errorf("write what moved: %w", err)
			}
			tx.Note("kind", c.Kind)
			tx.Note("tasks", strconv.Itoa(m.moved.Tasks))
			r.State, r.Done, r.Moved = record.ReformDone, s.Now().UnixMilli(), string(moved)
			return store.Update(ctx, tx, record.ReformTable, r)
		})
	})
}

// A mover carries a change out.
type mover struct {
	*Service
	tx       *store.Tx
	call     app.Call
	reform   *record.Reform
	change   Change
	choices  Choices
	sources  map[uuid.UUID]bool
	held     *holdings
	accounts map[uuid.UUID]uuid.UUID // the unit each account works for afterwards; zero for one that is closed
	moved    Moved
}

func (m *mover) move(ctx context.Context) error {
	if err := m.found(ctx); err != nil {
		return err
	}
	for _, id := range m.change.From {
		m.sources[id] = true
	}
	var err error
	if m.held, err = gather(ctx, m.tx, m.change.From); err != nil {
		return err
	}
	if err := m.choose(); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{m.people, m.duties, m.due, m.reports, m.cases, m.directives, m.feedback, m.others, m.children, m.dissolve, m.relight} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	m.moved.Tasks = len(m.held.tasks)
	return nil
}

// found makes the successors that are new.
func (m *mover) found(ctx context.Context) error {
	in, err := region.OfOwner(m.reform.Owner)
	if err != nil {
		return err
	}
	var first record.Unit
	for i, id := range m.change.From { // what those before did not have in common a person says of the new one
		u, err := store.Load[record.Unit](ctx, m.tx, record.UnitTable, 0, id)
		if err != nil {
			return err
		}
		if i == 0 {
			first = u
		}
		if u.Line != first.Line {
			first.Line = ""
		}
		if u.Leader != first.Leader {
			first.Leader = uuid.Nil
		}
	}
	for _, t := range m.change.To {
		if t.Name == "" {
			continue
		}
		u := organisation.Unit{ID: t.ID, Division: in, Name: t.Name, Parent: first.Parent, IsVertical: first.IsVertical, Line: first.Line, Leader: first.Leader, From: region.Day(m.change.On)}
		if err := organisation.Insert(ctx, m.tx, u); err != nil {
			return err
		}
	}
	return nil
}

// choose makes sure that every task and every account has a successor; with several, nothing is given to one of them by silence.
func (m *mover) choose() error {
	only := uuid.Nil
	if len(m.change.To) == 1 {
		only = m.change.To[0].ID
	}
	if m.choices.Tasks == nil {
		m.choices.Tasks = map[uuid.UUID]uuid.UUID{}
	}
	for _, t := range m.held.open() {
		if only != uuid.Nil {
			m.choices.Tasks[t.ID] = only
		}
		if !m.isSuccessor(m.choices.Tasks[t.ID]) {
			return fault.New(fault.Conflict, "reform-task", t.Title)
		}
	}
	for _, a := range m.held.people {
		unit, isSaid := m.choices.People[a.ID]
		if !isSaid {
			unit = only
		}
		if (unit == uuid.Nil && !isSaid) || unit != uuid.Nil && !m.isSuccessor(unit) {
			return fault.New(fault.Conflict, "reform-person", a.Label)
		}
		m.accounts[a.ID] = unit
	}
	return nil
}

func (m *mover) isSuccessor(unit uuid.UUID) bool {
	for _, t := range m.change.To {
		if t.ID == unit {
			return true
		}
	}
	return false
}

// people moves accounts; whoever moves signs in anew, as what he may see is another.
func (m *mover) people(ctx context.Context) error {
	hadPeople := slices.ContainsFunc(m.held.people, func(a record.Account) bool { return !a.IsDisabled })
	for i := range m.held.people {
		a := &m.held.people[i]
		unit := m.accounts[a.ID]
		switch {
		case unit == uuid.Nil:
			if m.moved.Closed++; a.IsDisabled {
				m.moved.Closed--
			}
			a.IsDisabled = true
			if len(m.change.To) > 0 { // so that his name still stands somewhere that is
				a.Unit = &m.change.To[0].ID
			}
		case *a.Unit == unit:
			continue
		default:
			a.Unit = &unit
			m.moved.People++
		}
		if err := store.Update(ctx, m.tx, record.AccountTable, a); err != nil {
			return err
		}
		if err := account.EndSessions(ctx, m.tx, a.ID); err != nil {
			return err
		}
	}
	if !hadPeople {
		return nil
	}
	return m.staffed(ctx)
}

// staffed makes sure that the work of people comes to people: a successor that takes a task has somebody. It is not asked where the units had nobody.
func (m *mover) staffed(ctx context.Context) error {
	people, err := store.List[record.Account](ctx, m.tx, &relation.Select{From: relation.From(record.AccountTable, "a"), Where: relation.And{
		in("a", "unit", m.change.successors()), relation.Equal(relation.C("a", "is_disabled"), int64(0))}})
	if err != nil {
		return err
	}
	has := map[uuid.UUID]bool{}
	for _, a := range people {
		has[*a.Unit] = true
	}
	names, err := unitsBy(ctx, m.tx, m.change.successors())
	if err != nil {
		return err
	}
	for _, t := range m.held.open() {
		if unit := m.choices.Tasks[t.ID]; !has[unit] {
			return fault.New(fault.Conflict, "reform-nobody", names[unit].Name)
		}
	}
	return nil
}

// holder is who has a case afterwards, if he works for its unit then; else whoever of the unit takes it up.
func (m *mover) holder(account, unit uuid.UUID) uuid.UUID {
	if to, ok := m.accounts[account]; ok && to == unit {
		return account
	}
	return uuid.Nil
}

func (m *mover) children(ctx context.Context) error {
	for i := range m.held.children {
		u := &m.held.children[i]
		if !m.change.ends(u.Parent) || u.ID == m.change.To[0].ID {
			continue
		}
		u.Parent = m.change.To[0].ID
		if err := store.Update(ctx, m.tx, record.UnitTable, u); err != nil {
			return err
		}
		m.moved.Children++
	}
	return nil
}

func (m *mover) dissolve(ctx context.Context) error {
	for _, id := range m.change.From {
		if !m.change.ends(id) {
			continue
		}
		if err := organisation.Dissolve(ctx, m.tx, id, m.change.successors(), region.Day(m.change.On)); err != nil {
			return err
		}
	}
	return nil
}

// relight lights the lights of what moved: a light is that of the unit that leads.
func (m *mover) relight(ctx context.Context) error {
	if m.Relight == nil {
		return nil
	}
	byOwner := map[int64][]uuid.UUID{}
	var owners []int64
	for _, t := range m.held.open() {
		if t.State != record.TaskOpen {
			continue
		}
		if byOwner[t.Owner] == nil {
			owners = append(owners, t.Owner)
		}
		byOwner[t.Owner] = append(byOwner[t.Owner], t.ID)
	}
	for _, owner := range owners {
		if err := m.Relight(ctx, m.tx, owner, byOwner[owner]...); err != nil {
			return err
		}
	}
	return nil
}

// note writes down what became of the units, and tells those who take over.
func (m *mover) note(ctx context.Context) error {
	for _, from := range m.change.From {
		for _, to := range m.change.To {
			id, err := uuid.NewV7()
			if err != nil {
				return err
			}
			c := record.UnitChange{Reference: store.Reference{ID: id}, Unit: from, Kind: m.change.Kind, Other: to.ID, On: int64(m.change.On), Basis: m.change.Basis, Reform: m.reform.ID}
			if _, err := store.Insert(ctx, m.tx, record.UnitChangeTable, &c); err != nil {
				return err
			}
		}
	}
	for _, to := range m.change.To {
		note := inbox.Note{Kind: inbox.Reformed, Args: []string{m.change.Basis}, Href: "/units/" + to.ID.String()}
		if err := inbox.Tell(ctx, m.tx, to.ID, m.Now().UnixMilli(), note); err != nil {
			return err
		}
	}
	return nil
}
