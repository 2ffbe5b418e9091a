// Package reform is what happens to the units of a division (机构改革): they merge,
// split, are renamed or abolished. A change is planned first, and shows all that
// it would move; then it is carried out in one act. What is open goes to the
// successors, nothing of it twice; what is done stays under the name of its time.
// Start with Service.Plan, Preview and Carry.
package reform

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// A Service changes units.
type Service struct {
	*app.Core
	Cases *casework.Service
	// Relight lights the lights of tasks that have come to other units, in the same transaction; nil: nobody supervises.
	Relight func(ctx context.Context, tx *store.Tx, owner int64, tasks ...uuid.UUID) error
}

// maxText is how many characters the basis of a change may have.
const maxText = 500

// A Successor is a unit that takes something over: one that there is, or a new one.
type Successor struct {
	ID   uuid.UUID `json:"id"`
	Name string    `json:"name,omitempty"` // of a new unit, or the new name of one that is renamed
}

// A Change is one that is planned.
type Change struct {
	ID    uuid.UUID // made by the sender; the same one again is the same change
	Kind  string    // record.ReformMerge…
	From  []uuid.UUID
	To    []Successor // of a split, the unit itself may be among them: it keeps a part
	On    period.Date // 生效日期
	Basis string      // 依据
}

// Plan notes a change that is to come; nothing moves yet. Faults: Invalid "reform-basis", "reform-day", "reform-units" for units that make no
// change of its kind, that are no more, or are of several divisions, "unit-name"; Forbidden.
func (s *Service) Plan(ctx context.Context, call app.Call, c Change) error {
	c.Basis = strings.TrimSpace(c.Basis)
	switch n := utf8.RuneCountInString(c.Basis); {
	case n == 0 || n > maxText:
		return fault.New(fault.Invalid, "reform-basis")
	case c.On <= 0:
		return fault.New(fault.Invalid, "reform-day")
	}
	if err := c.complete(); err != nil {
		return err
	}
	var owner int64
	if err := s.See(ctx, call, access.OrganisationReform, func(ctx context.Context, v *store.View) (err error) {
		owner, err = c.division(ctx, v)
		return err
	}); err != nil {
		return err
	}
	if err := access.Allow(call.Actor, access.OrganisationReform, access.Record{Owner: int(owner)}); err != nil {
		return err
	}
	r := record.Reform{Record: store.Record{Owner: owner, ID: c.ID}, Kind: c.Kind, On: int64(c.On), Basis: c.Basis, State: record.ReformPlanned,
		Account: call.Actor.Account, Made: s.Now().UnixMilli()}
	if err := c.write(&r); err != nil {
		return err
	}
	act := app.Act{Needs: access.OrganisationReform, Name: "reform.plan", Owner: owner, Kind: "reform", Object: c.ID, Detail: audit.Detail{"kind": c.Kind, "basis": c.Basis}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Insert(ctx, tx, record.ReformTable, &r)
		return err
	})
}

// complete looks at how many units a change has, and gives new ones their ids.
func (c *Change) complete() error {
	wrong := fault.New(fault.Invalid, "reform-units")
	for i := range c.To {
		if c.To[i].Name = strings.TrimSpace(c.To[i].Name); utf8.RuneCountInString(c.To[i].Name) > access.LongestName {
			return fault.New(fault.Invalid, "unit-name")
		}
		if c.To[i].ID == uuid.Nil && c.To[i].Name == "" {
			return wrong
		}
		if c.Kind == record.ReformRename {
			continue
		}
		if c.To[i].ID == uuid.Nil {
			id, err := uuid.NewV7()
			if err != nil {
				return err
			}
			c.To[i].ID = id
		} else {
			c.To[i].Name = ""
		}
	}
	var distinct []uuid.UUID
	for _, id := range c.From {
		if !slices.Contains(distinct, id) {
			distinct = append(distinct, id)
		}
	}
	c.From = distinct
	ok := len(c.From) > 0 && c.ID != uuid.Nil
	switch c.Kind {
	case record.ReformRename:
		if ok = ok && len(c.From) == 1 && len(c.To) == 1 && c.To[0].Name != ""; ok {
			c.To[0].ID = c.From[0]
		}
	case record.ReformMerge: // one of them may take the others in
		if ok = ok && len(c.To) == 1 && len(c.From) > 1; ok {
			c.From = slices.DeleteFunc(c.From, func(id uuid.UUID) bool { return id == c.To[0].ID })
		}
	case record.ReformAbolish:
		ok = ok && len(c.From) == 1 && len(c.To) == 1 && c.To[0].ID != c.From[0]
	case record.ReformSplit:
		for i, a := range c.To {
			ok = ok && !slices.ContainsFunc(c.To[:i], func(b Successor) bool { return b.ID == a.ID || a.Name != "" && b.Name == a.Name })
		}
		ok = ok && len(c.From) == 1 && len(c.To) > 1
	default:
		ok = false
	}
	if !ok {
		return wrong
	}
	return nil
}

// division is the one that all units of a change are of.
func (c *Change) division(ctx context.Context, r store.Reader) (owner int64, err error) {
	ids := slices.Clone(c.From)
	for _, t := range c.To {
		if t.Name == "" {
			ids = append(ids, t.ID)
		}
	}
	units, err := unitsBy(ctx, r, ids)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		u, ok := units[id]
		if !ok || u.Until != 0 || owner != 0 && u.Division != owner {
			return 0, fault.New(fault.Invalid, "reform-units")
		}
		owner = u.Division
	}
	return owner, nil
}

// write puts the units of a change into its record.
func (c *Change) write(r *record.Reform) error {
	from, err := json.Marshal(c.From)
	if err != nil {
		return fmt.Errorf("write a reform: %w", err)
	}
	to, err := json.Marshal(c.To)
	if err != nil {
		return fmt.Errorf("write a reform: %w", err)
	}
	r.From, r.To = string(from), string(to)
	return nil
}

// read is the change that a record holds.
func read(r record.Reform) (Change, error) {
	c := Change{ID: r.ID, Kind: r.Kind, On: period.Date(r.On), Basis: r.Basis}
	if err := json.Unmarshal([]byte(r.From), &c.From); err != nil {
		return c, fmt.Errorf("read reform %s: %w", r.ID, err)
	}
	if err := json.Unmarshal([]byte(r.To), &c.To); err != nil {
		return c, fmt.Errorf("read reform %s: %w", r.ID, err)
	}
	return c, nil
}

// ends says whether a unit is no more after the change.
func (c *Change) ends(unit uuid.UUID) bool {
	return c.Kind != record.ReformRename && slices.Contains(c.From, unit) && !slices.ContainsFunc(c.To, func(t Successor) bool { return t.ID == unit })
}

// successors are the ids of those who take over.
func (c *Change) successors() []uuid.UUID {
	ids := make([]uuid.UUID, len(c.To))
	for i, t := range c.To {
		ids[i] = t.ID
	}
	return ids
}

// Drop gives a planned change up. fault.Conflict "reform-state" if it was carried out or dropped before.
func (s *Service) Drop(ctx context.Context, call app.Call, id uuid.UUID) error {
	return s.change(ctx, call, id, "reform.drop", func(ctx context.Context, tx *store.Tx, r *record.Reform) error {
		r.State, r.Done = record.ReformDropped, s.Now().UnixMilli()
		return store.Update(ctx, tx, record.ReformTable, r)
	})
}

// change does something with a planned change.
func (s *Service) change(ctx context.Context, call app.Call, id uuid.UUID, name string, do func(context.Context, *store.Tx, *record.Reform) error) error {
	return s.Change(ctx, call, app.Act{Needs: access.OrganisationReform, Name: name, Kind: "reform", Object: id}, func(ctx context.Context, tx *store.Tx) error {
		r, err := store.Load[record.Reform](ctx, tx, record.ReformTable, 0, id)
		if err != nil {
			return err
		}
		tx.In(r.Owner)
		if r.State != record.ReformPlanned {
			return fault.New(fault.Conflict, "reform-state")
		}
		return do(ctx, tx, &r)
	})
}

func unitsBy(ctx context.Context, r store.Reader, ids []uuid.UUID) (map[uuid.UUID]record.Unit, error) {
	return store.ByID[record.Unit](ctx, r, record.UnitTable, ids)
}

// in asks whether a column holds one of some ids.
func in(as, column string, ids []uuid.UUID) relation.In {
	x := relation.In{X: relation.C(as, column), Values: make([]any, len(ids))}
	for i := range ids {
		x.Values[i] = ids[i][:]
	}
	return x
}
