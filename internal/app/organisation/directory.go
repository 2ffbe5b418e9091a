package organisation

import (
	"context"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/region"
)

// Directory is the list of units as it stands, by which names in documents are resolved.
func Directory(ctx context.Context, r store.Reader) (*access.Directory, error) {
	divisions, err := readDivisions(ctx, r)
	if err != nil {
		return nil, err
	}
	var places []region.Division
	for _, d := range divisions {
		code, err := region.OfOwner(d.Code)
		if err != nil {
			return nil, err
		}
		places = append(places, region.Division{Code: code, Name: d.Name, From: region.Day(d.From), To: region.Day(d.To)})
	}
	known, err := region.NewDirectory(places)
	if err != nil {
		return nil, err
	}
	units, err := dated(ctx, r)
	if err != nil {
		return nil, err
	}
	return access.NewDirectory(units, known)
}

// dated are the units with a value for each name they had, every one with all aliases: documents go on to use them.
func dated(ctx context.Context, r store.Reader) ([]access.Unit, error) {
	rows, err := readUnits(ctx, r)
	if err != nil {
		return nil, err
	}
	names, err := readNames(ctx, r)
	if err != nil {
		return nil, err
	}
	var units []access.Unit
	for _, u := range rows {
		in, err := region.OfOwner(u.Division)
		if err != nil {
			return nil, err
		}
		var aliases []access.Alias
		for _, n := range names[u.ID] {
			if n.IsAlias {
				aliases = append(aliases, access.Alias{Name: n.Name, From: region.Day(n.From), To: region.Day(n.To)})
			}
		}
		for _, n := range names[u.ID] {
			if !n.IsAlias {
				units = append(units, access.Unit{ID: u.ID, Division: in, Name: n.Name, Aliases: aliases, IsVertical: u.IsVertical, Parent: u.Parent,
					From: region.Day(n.From), To: region.Day(n.To)})
			}
		}
	}
	return units, nil
}
