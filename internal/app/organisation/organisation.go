// Package organisation is who there is: divisions and units, which everybody who
// is signed in may know. Start with Service.Units.
package organisation

import (
	"context"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A Service reads the organisation.
type Service struct{ *app.Core }

// A Unit is a unit with all names it has or had.
type Unit struct {
	record.Unit
	Names []record.UnitName // the earliest first
}

// Units lists the units of a division, by name; those of all divisions for 0, by division.
func (s *Service) Units(ctx context.Context, call app.Call, division int64) (units []Unit, err error) {
	where := relation.And{}
	if division != 0 {
		where = append(where, relation.Equal(relation.C("u", "division"), division))
	}
	by := func(alias string, columns ...string) (order []relation.Order) {
		for _, c := range columns {
			order = append(order, relation.Order{By: relation.C(alias, c)})
		}
		return order
	}
	err = s.See(ctx, call, access.SessionOwn, func(ctx context.Context, v *store.View) error {
		rows, err := store.List[record.Unit](ctx, v, &relation.Select{From: relation.From(record.UnitTable, "u"), Where: where, OrderBy: by("u", "division", "name", "id")})
		if err != nil {
			return err
		}
		units = make([]Unit, len(rows))
		at := make(map[uuid.UUID]int, len(rows))
		ids := make([]any, len(rows))
		for i, u := range rows {
			units[i].Unit, at[u.ID], ids[i] = u, i, u.ID[:]
		}
		names, err := store.List[record.UnitName](ctx, v, &relation.Select{From: relation.From(record.UnitNameTable, "n"),
			Where: relation.In{X: relation.C("n", "unit"), Values: ids}, OrderBy: by("n", "from_day", "id")})
		for _, n := range names {
			u := &units[at[n.Unit]]
			u.Names = append(u.Names, n)
		}
		return err
	})
	return units, err
}

// Divisions lists divisions under all names they have or had, by code and day.
func (s *Service) Divisions(ctx context.Context, call app.Call) (divisions []record.Division, err error) {
	err = s.See(ctx, call, access.SessionOwn, func(ctx context.Context, v *store.View) error {
		divisions, err = store.List[record.Division](ctx, v, &relation.Select{From: relation.From(record.DivisionTable, "d"),
			OrderBy: []relation.Order{{By: relation.C("d", "code")}, {By: relation.C("d", "from_day")}}})
		return err
	})
	return divisions, err
}
