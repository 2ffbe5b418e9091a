package document

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/region"
)

// Directory is the list of units, by which names in documents are resolved.
func (s *Service) Directory(ctx context.Context, call app.Call) (directory *access.Directory, err error) {
	err = s.See(ctx, call, access.DocumentRead, func(ctx context.Context, v *store.View) error {
		directory, err = readDirectory(ctx, v)
		return err
	})
	return directory, err
}

// Units are the units of the actor's division and those below it, by name: those a task may be given to.
func (s *Service) Units(ctx context.Context, call app.Call) (units []record.Unit, err error) {
	err = s.See(ctx, call, access.DocumentRead, func(ctx context.Context, v *store.View) error {
		units, err = store.List[record.Unit](ctx, v, &relation.Select{From: relation.From(record.UnitTable, "u"),
			OrderBy: []relation.Order{{By: relation.C("u", "division")}, {By: relation.C("u", "name")}}})
		return err
	})
	return units, err
}

func readDirectory(ctx context.Context, r store.Reader) (*access.Directory, error) {
	divisions, err := store.List[record.Division](ctx, r, &relation.Select{From: relation.From(record.DivisionTable, "d")})
	if err != nil {
		return nil, err
	}
	var places []region.Division
	for _, d := range divisions {
		code, err := region.Parse(fmt.Sprintf("%06d", d.Code))
		if err != nil {
			return nil, fmt.Errorf("read division %d: %w", d.Code, err)
		}
		places = append(places, region.Division{Code: code, Name: d.Name, From: region.Day(d.From), To: region.Day(d.To)})
	}
	known, err := region.NewDirectory(places)
	if err != nil {
		return nil, err
	}
	units, err := readUnits(ctx, r)
	if err != nil {
		return nil, err
	}
	return access.NewDirectory(units, known)
}

func readUnits(ctx context.Context, r store.Reader) ([]access.Unit, error) {
	rows, err := store.List[record.Unit](ctx, r, &relation.Select{From: relation.From(record.UnitTable, "u")})
	if err != nil {
		return nil, err
	}
	names, err := store.List[record.UnitName](ctx, r, &relation.Select{From: relation.From(record.UnitNameTable, "n")})
	if err != nil {
		return nil, err
	}
	byUnit := make(map[uuid.UUID][]record.UnitName)
	for _, n := range names {
		byUnit[n.Unit] = append(byUnit[n.Unit], n)
	}
	var units []access.Unit
	for _, u := range rows {
		code, err := region.Parse(fmt.Sprintf("%06d", u.Division))
		if err != nil {
			return nil, fmt.Errorf("read unit %s: %w", u.ID, err)
		}
		var aliases []access.Alias
		for _, n := range byUnit[u.ID] {
			if n.IsAlias {
				aliases = append(aliases, access.Alias{Name: n.Name, From: region.Day(n.From), To: region.Day(n.To)})
			}
		}
		for _, n := range byUnit[u.ID] { // a unit that was renamed has a value for each name
			if !n.IsAlias {
				units = append(units, access.Unit{ID: u.ID, Division: code, Name: n.Name, Aliases: aliases, IsVertical: u.IsVertical, Parent: u.Parent,
					From: region.Day(n.From), To: region.Day(n.To)})
				aliases = nil
			}
		}
	}
	return units, nil
}
