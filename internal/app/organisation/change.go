package organisation

import (
	"bytes"
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/region"
)

// Dissolve ends a unit on a day: others take its place, and its names mean them from then on. What was done stays under its name, which pages
// show with the word for what is no more. Faults: Invalid "unit-renamed-before" if its name is from that day or later.
func Dissolve(ctx context.Context, tx *store.Tx, unit uuid.UUID, successors []uuid.UUID, on region.Day) error {
	u, err := store.Load[record.Unit](ctx, tx, record.UnitTable, 0, unit)
	if err != nil {
		return err
	}
	names, err := namesOf(ctx, tx, unit)
	if err != nil {
		return err
	}
	for i := range names {
		if names[i].IsAlias || names[i].To != 0 {
			continue
		}
		if names[i].From >= int64(on) {
			return fault.New(fault.Invalid, "unit-renamed-before", u.Name)
		}
		names[i].To = int64(on)
		u.Leader = uuid.Nil // nobody is in charge of what is no more
		if err := store.Update(ctx, tx, record.UnitNameTable, &names[i]); err != nil {
			return err
		}
	}
	for _, s := range successors {
		if err := inherit(ctx, tx, u, names, s, on); err != nil {
			return err
		}
	}
	u.Name, u.Until = locale.Text(locale.Zh, "units.former", u.Name), int64(on)
	return store.Update(ctx, tx, record.UnitTable, &u)
}

// inherit puts a unit in the place of another.
func inherit(ctx context.Context, tx *store.Tx, u record.Unit, names []record.UnitName, successor uuid.UUID, on region.Day) error {
	s, err := store.Load[record.Unit](ctx, tx, record.UnitTable, 0, successor)
	if err != nil {
		return err
	}
	for _, id := range append([]uuid.UUID{u.ID}, record.Predecessors(u.Before)...) {
		if !slices.Contains(record.Predecessors(s.Before), id) {
			s.Before = append(bytes.Clone(s.Before), id[:]...)
		}
	}
	if err := store.Update(ctx, tx, record.UnitTable, &s); err != nil {
		return err
	}
	have, err := namesOf(ctx, tx, successor)
	if err != nil {
		return err
	}
	for _, n := range names {
		if slices.ContainsFunc(have, func(o record.UnitName) bool { return o.Name == n.Name }) {
			continue
		}
		n = record.UnitName{Unit: successor, Name: n.Name, IsAlias: true, From: int64(on)}
		if err := addName(ctx, tx, n); err != nil {
			return err
		}
		have = append(have, n)
	}
	return nil
}

// Living is a unit itself while it stands, else the first that took its place and stands.
func Living(ctx context.Context, r store.Reader, unit uuid.UUID) (uuid.UUID, error) {
	for seen := map[uuid.UUID]bool{}; !seen[unit]; {
		seen[unit] = true
		units, err := store.List[record.Unit](ctx, r, &relation.Select{From: relation.From(record.UnitTable, "u"), Where: relation.Equal(relation.C("u", "id"), unit[:])})
		if err != nil || len(units) == 0 || units[0].Until == 0 {
			return unit, err
		}
		next, err := store.List[record.UnitChange](ctx, r, &relation.Select{From: relation.From(record.UnitChangeTable, "c"), Limit: 1,
			Where: relation.Equal(relation.C("c", "unit"), unit[:]), OrderBy: []relation.Order{{By: relation.C("c", "on_day"), IsDesc: true}, {By: relation.C("c", "id")}}})
		if err != nil || len(next) == 0 {
			return unit, err
		}
		unit = next[0].Other
	}
	return unit, nil
}
