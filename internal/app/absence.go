package app

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/casework"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
)

// Absences are those in force on a day.
func Absences(ctx context.Context, r store.Reader, today int64) ([]casework.Absence, error) {
	list, err := store.List[record.Absence](ctx, r, &relation.Select{From: relation.From(record.AbsenceTable, "a"), Where: relation.And{
		relation.Binary{Op: relation.Le, L: relation.C("a", "from_day"), R: relation.Value{V: today, As: relation.Date}},
		relation.Binary{Op: relation.Ge, L: relation.C("a", "to_day"), R: relation.Value{V: today, As: relation.Date}}},
		OrderBy: []relation.Order{{By: relation.C("a", "id")}}})
	all := make([]casework.Absence, len(list))
	for i, a := range list {
		all[i] = casework.Absence{Account: a.Account, StandIn: a.StandIn, From: period.Date(a.From), To: period.Date(a.To)}
	}
	return all, err
}

// StandsFor are the approvers of a unit for whom one of its accounts stands in on a day, those first who entered their leave first. Whoever has left the unit, lost
// the role or is locked hands nothing on.
func StandsFor(ctx context.Context, r store.Reader, account, unit uuid.UUID, today int64) ([]uuid.UUID, error) {
	away, err := Absences(ctx, r, today)
	if err != nil {
		return nil, err
	}
	named := casework.StandsFor(away, account, period.Date(today))
	if len(named) == 0 || unit == uuid.Nil {
		return nil, nil
	}
	found, err := store.ByID[record.Account](ctx, r, record.AccountTable, named)
	if err != nil {
		return nil, err
	}
	signs, err := Holders(ctx, r, named, func(x access.Role) bool { return x == access.Approver })
	return slices.DeleteFunc(named, func(id uuid.UUID) bool {
		a := found[id]
		return a.Unit == nil || *a.Unit != unit || a.IsDisabled || !signs[id]
	}), err
}

// Holders are those of some accounts that have a role of which something holds.
func Holders(ctx context.Context, r store.Reader, accounts []uuid.UUID, is func(access.Role) bool) (map[uuid.UUID]bool, error) {
	in := relation.In{X: relation.C("g", "account")}
	for i := range accounts {
		in.Values = append(in.Values, accounts[i][:])
	}
	grants, err := store.List[record.Grant](ctx, r, &relation.Select{From: relation.From(record.GrantTable, "g"), Where: in})
	holds := make(map[uuid.UUID]bool, len(grants))
	for _, g := range grants {
		holds[g.Account] = holds[g.Account] || is(access.Role(g.Role))
	}
	return holds, err
}
