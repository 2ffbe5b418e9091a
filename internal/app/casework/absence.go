package casework

import (
	"context"

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
	err = s.See(ctx, call, access.SessionOwn, func(ctx context.Context, v *store.View) error {
		list, err = store.List[record.Absence](ctx, v, &relation.Select{From: relation.From(record.AbsenceTable, "a"), Where: relation.And{
			relation.Equal(relation.C("a", "account"), call.Actor.Account[:]),
			relation.Binary{Op: relation.Ge, L: relation.C("a", "to_day"), R: relation.Value{V: s.Today(), As: relation.Date}}},
			OrderBy: []relation.Order{{By: relation.C("a", "from_day")}, {By: relation.C("a", "id")}}})
		return err
	})
	return list, err
}

// Leave notes that the actor is away from one day to another, and which colleague of his unit stands in for him (AB岗). id is that of the
// absence to be; the same one again is the same absence. Faults: Invalid "absence-days", "case-colleague".
func (s *Service) Leave(ctx context.Context, call app.Call, id, standIn uuid.UUID, from, to period.Date) error {
	if int64(to) < s.Today() || to < from || to-from >= maxAbsence {
		return fault.New(fault.Invalid, "absence-days", maxAbsence)
	}
	if standIn == call.Actor.Account {
		return fault.New(fault.Invalid, "case-colleague")
	}
	act := app.Act{Needs: access.SessionOwn, Name: "absence.enter", Kind: "absence", Object: id, Detail: audit.Detail{"from": from.String(), "to": to.String(), "stand_in": standIn.String()}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		if err := checkColleague(ctx, tx, call.Actor.Unit, standIn); err != nil {
			return err
		}
		a := record.Absence{Reference: store.Reference{ID: id}, Account: call.Actor.Account, StandIn: standIn, From: int64(from), To: int64(to)}
		_, err := store.Insert(ctx, tx, record.AbsenceTable, &a)
		return err
	})
}

// Return takes one of the actor's absences back. fault.NotFound: it is none of his.
func (s *Service) Return(ctx context.Context, call app.Call, id uuid.UUID) error {
	act := app.Act{Needs: access.SessionOwn, Name: "absence.remove", Kind: "absence", Object: id}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		a, err := store.Load[record.Absence](ctx, tx, record.AbsenceTable, 0, id)
		if err != nil {
			return err
		}
		return store.Delete(ctx, tx, record.AbsenceTable, &a)
	})
}
