package casework

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// maxAbsence is how many days somebody may be away at a stretch: longer, his work is handed over.
const maxAbsence = 180

// Absences are the leaves of the actor that are not over, the next one first.
func (s *Service) Absences(ctx context.Context, call app.Call) (list []record.Absence, err error) {
	err = s.See(ctx, call, access.AbsenceEnter, func(ctx context.Context, v *store.View) error {
		list, err = store.List[record.Absence](ctx, v, &relation.Select{From: relation.From(record.AbsenceTable, "a"), Where: relation.And{
			relation.Equal(relation.C("a", "account"), call.Actor.Account[:]),
			relation.Binary{Op: relation.Ge, L: relation.C("a", "to_day"), R: relation.Value{V: s.Today(), As: relation.Date}}},
			OrderBy: []relation.Order{{By: relation.C("a", "from_day")}, {By: relation.C("a", "id")}}})
		return err
	})
	return list, err
}

// Leave notes that the actor is away from one day to another, and which colleague of his unit stands in for him (AB岗). id is that of the
// absence to be; the same one again is the same absence. For one who signs the unit's
// reports he signs them meanwhile, so he has to work on reports himself. Faults: Invalid "absence-days", "case-colleague", "absence-signer".
func (s *Service) Leave(ctx context.Context, call app.Call, id, standIn uuid.UUID, from, to period.Date) error {
	if int64(to) < s.Today() || to < from || to-from >= maxAbsence {
		return fault.New(fault.Invalid, "absence-days", maxAbsence)
	}
	if standIn == call.Actor.Account {
		return fault.New(fault.Invalid, "case-colleague")
	}
	act := app.Act{Needs: access.AbsenceEnter, Kind: "absence", Object: id, Detail: audit.Detail{"from": from.String(), "to": to.String(), "stand_in": standIn.String()}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		if err := checkColleague(ctx, tx, call.Actor.Unit, standIn); err != nil {
			return err
		}
		err := tx.As(store.Unscoped, func() error {
			may, err := able(ctx, tx, call.Actor, []uuid.UUID{standIn})
			if err == nil && !may(standIn) {
				err = fault.New(fault.Invalid, "absence-signer")
			}
			return err
		})
		if err != nil {
			return err
		}
		a := record.Absence{Reference: store.Reference{ID: id}, Account: call.Actor.Account, StandIn: standIn, From: int64(from), To: int64(to)}
		_, err = store.Insert(ctx, tx, record.AbsenceTable, &a)
		return err
	})
}

// Return takes one of the actor's absences back. fault.NotFound: it is none of his.
func (s *Service) Return(ctx context.Context, call app.Call, id uuid.UUID) error {
	act := app.Act{Needs: access.AbsenceEnter, Name: "absence.remove", Kind: "absence", Object: id}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		a, err := store.Load[record.Absence](ctx, tx, record.AbsenceTable, 0, id)
		if err != nil {
			return err
		}
		return store.Delete(ctx, tx, record.AbsenceTable, &a)
	})
}

// StandIns are the colleagues who may stand in for the actor, by name.
func (s *Service) StandIns(ctx context.Context, call app.Call) (people []record.Account, err error) {
	err = s.See(ctx, call, access.AbsenceEnter, func(ctx context.Context, v *store.View) error {
		v = v.As(store.Unscoped)
		if people, err = peopleOf(ctx, v, call.Actor.Unit); err != nil || len(people) == 0 {
			return err
		}
		ids := make([]uuid.UUID, len(people))
		for i, a := range people {
			ids[i] = a.ID
		}
		may, err := able(ctx, v, call.Actor, ids)
		people = slices.DeleteFunc(people, func(a record.Account) bool { return a.ID == call.Actor.Account || !may(a.ID) })
		return err
	})
	return people, err
}

// able says which of some accounts may do for an actor what waits for him: for an approver those who work on reports themselves, else everybody.
func able(ctx context.Context, r store.Reader, a access.Actor, accounts []uuid.UUID) (func(uuid.UUID) bool, error) {
	if !slices.ContainsFunc(a.Grants, func(g access.Grant) bool { return g.Role == access.Approver }) {
		return func(uuid.UUID) bool { return true }, nil
	}
	may, err := app.Holders(ctx, r, accounts, access.MayStandIn)
	return func(id uuid.UUID) bool { return may[id] }, err
}
