package organisation

import (
	"context"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/region"
)

// An Entry is a unit with its names.
type Entry struct {
	record.Unit
	Names []record.UnitName // the earliest first
}

// Units lists the units of a division and of those below it, by division and name. Who there is may be seen by whoever has signed in.
func (s *Service) Units(ctx context.Context, call app.Call, in region.Code) (entries []Entry, err error) {
	err = s.See(ctx, call, access.SessionOwn, func(ctx context.Context, v *store.View) error {
		units, err := readUnits(ctx, v)
		if err != nil {
			return err
		}
		names, err := readNames(ctx, v)
		for _, u := range units {
			if code, parseErr := region.OfOwner(u.Division); parseErr == nil && in.Contains(code) {
				entries = append(entries, Entry{u, names[u.ID]})
			}
		}
		return err
	})
	return entries, err
}

// Divisions lists a division and those below it with all the names they had, by code and time.
func (s *Service) Divisions(ctx context.Context, call app.Call, in region.Code) (list []record.Division, err error) {
	err = s.See(ctx, call, access.SessionOwn, func(ctx context.Context, v *store.View) error {
		all, err := readDivisions(ctx, v)
		for _, d := range all {
			if code, parseErr := region.OfOwner(d.Code); parseErr == nil && in.Contains(code) {
				list = append(list, d)
			}
		}
		return err
	})
	return list, err
}

func readUnits(ctx context.Context, r store.Reader) ([]record.Unit, error) {
	return store.List[record.Unit](ctx, r, &relation.Select{From: relation.From(record.UnitTable, "u"),
		OrderBy: []relation.Order{{By: relation.C("u", "division")}, {By: relation.C("u", "name")}}})
}

func readDivisions(ctx context.Context, r store.Reader) ([]record.Division, error) {
	return store.List[record.Division](ctx, r, &relation.Select{From: relation.From(record.DivisionTable, "d"),
		OrderBy: []relation.Order{{By: relation.C("d", "code")}, {By: relation.C("d", "from_day")}}})
}

// readNames reads all names of units, by unit.
func readNames(ctx context.Context, r store.Reader) (map[uuid.UUID][]record.UnitName, error) {
	names, err := store.List[record.UnitName](ctx, r, &relation.Select{From: relation.From(record.UnitNameTable, "n"),
		OrderBy: []relation.Order{{By: relation.C("n", "from_day")}, {By: relation.C("n", "name")}}})
	byUnit := make(map[uuid.UUID][]record.UnitName)
	for _, n := range names {
		byUnit[n.Unit] = append(byUnit[n.Unit], n)
	}
	return byUnit, err
}

// Resolvers are the names of the people who gave units the names they have, and of the leaders in charge of them, by account.
func (s *Service) Resolvers(ctx context.Context, call app.Call, units []Entry) (people map[uuid.UUID]string, err error) {
	var accounts []uuid.UUID
	for _, u := range units {
		accounts = append(accounts, u.Leader)
		for _, n := range u.Names {
			accounts = append(accounts, n.Account)
		}
	}
	err = s.See(ctx, call, access.DocumentAdopt, func(ctx context.Context, v *store.View) error {
		people, err = app.People(ctx, v, accounts...)
		return err
	})
	return people, err
}

// A Leader (领导) is somebody who can be in charge of units.
type Leader struct {
	Account  uuid.UUID
	Name     string
	Division region.Code // which he leads
}

// Over says whether a unit is one he can be in charge of.
func (l Leader) Over(u record.Unit) bool {
	in, err := region.OfOwner(u.Division)
	return err == nil && l.Division.Contains(in)
}

// Leaders are those who lead the actor's division or one above or below it, by name.
func (s *Service) Leaders(ctx context.Context, call app.Call) (leaders []Leader, err error) {
	err = s.See(ctx, call, access.DocumentAdopt, func(ctx context.Context, v *store.View) error {
		all, err := readLeaders(ctx, v.As(store.Unscoped))
		for _, l := range all {
			if call.Actor.Division.Contains(l.Division) || l.Division.Contains(call.Actor.Division) {
				leaders = append(leaders, l)
			}
		}
		return err
	})
	return leaders, err
}

func readLeaders(ctx context.Context, r store.Reader) (leaders []Leader, err error) {
	account := func(column string) relation.Col { return relation.C("a", column) }
	q := &relation.Select{From: relation.From(record.GrantTable, "g"),
		Outputs: []relation.Output{{Expr: account("id")}, {Expr: account("label")}, {Expr: relation.C("g", "division")}},
		Joins:   []relation.Join{{Source: relation.From(record.AccountTable, "a"), On: relation.Same(account("id"), relation.C("g", "account"))}},
		Where:   relation.And{relation.Equal(relation.C("g", "role"), string(access.Leader)), relation.Equal(account("is_disabled"), false)},
		OrderBy: []relation.Order{{By: account("label")}, {By: account("id")}, {By: relation.C("g", "division")}}}
	err = r.Select(ctx, q, func(scan store.Scan) error {
		var l Leader
		var division int64
		err := scan(&l.Account, &l.Name, &division)
		if err == nil {
			l.Division, err = region.OfOwner(division)
		}
		leaders = append(leaders, l)
		return err
	})
	return leaders, err
}

// A History (机构沿革) is a unit with what became of it.
type History struct {
	Entry
	Changes []record.UnitChange  // of it, and of others whose place it has taken; the newest first
	Others  map[uuid.UUID]string // their names of today
}

// History tells what became of a unit. fault.NotFound: there is none.
func (s *Service) History(ctx context.Context, call app.Call, unit uuid.UUID) (h History, err error) {
	err = s.See(ctx, call, access.SessionOwn, func(ctx context.Context, v *store.View) error {
		if h.Unit, err = store.Load[record.Unit](ctx, v, record.UnitTable, 0, unit); err != nil {
			return err
		}
		if h.Names, err = store.List[record.UnitName](ctx, v, &relation.Select{From: relation.From(record.UnitNameTable, "n"), Where: relation.Equal(relation.C("n", "unit"), unit[:]),
			OrderBy: []relation.Order{{By: relation.C("n", "is_alias")}, {By: relation.C("n", "from_day")}, {By: relation.C("n", "name")}}}); err != nil {
			return err
		}
		h.Changes, err = store.List[record.UnitChange](ctx, v, &relation.Select{From: relation.From(record.UnitChangeTable, "c"),
			Where:   relation.Or{relation.Equal(relation.C("c", "unit"), unit[:]), relation.Equal(relation.C("c", "other"), unit[:])},
			OrderBy: []relation.Order{{By: relation.C("c", "on_day"), IsDesc: true}, {By: relation.C("c", "id"), IsDesc: true}}})
		if err != nil {
			return err
		}
		var others []uuid.UUID
		for _, c := range h.Changes {
			others = append(others, c.Unit, c.Other)
		}
		h.Others, err = app.UnitNames(ctx, v, others...)
		return err
	})
	return h, err
}
