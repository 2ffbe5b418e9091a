package api

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
)

// Unit is an office that answers for duties.
type Unit struct {
	ID         uuid.UUID  `json:"id" format:"uuid"`
	Division   string     `json:"division" doc:"six digits"`
	Name       string     `json:"name" doc:"today's, in full"`
	Parent     *uuid.UUID `json:"parent" format:"uuid"`
	IsVertical bool       `json:"is_vertical" doc:"led from above: reports here, is not scored here"`
	Names      []Name     `json:"names" doc:"all it has or had"`
}

// Name is what something is called for a time.
type Name struct {
	Name    string `json:"name"`
	IsAlias bool   `json:"is_alias" doc:"not the name on its seal"`
	From    date   `json:"from"`
	To      date   `json:"to" doc:"the first day on which it is no more"`
}

// Division is one name a division had.
type Division struct {
	Code string `json:"code" doc:"six digits (GB/T 2260)"`
	Name string `json:"name"`
	From date   `json:"from"`
	To   date   `json:"to" doc:"the first day on which it is no more"`
}

// all is a list that is given whole.
type all[T any] struct {
	Items []T `json:"items"`
}

// An Area is the division something is asked about.
type Area struct {
	Division string `query:"division" pattern:"^[1-9][0-9]{5}$" doc:"six digits"`
}

// code is the division as a number; huma has checked its form. 0 if none is named.
func (a Area) code() int64 {
	code, err := strconv.ParseInt(a.Division, 10, 64)
	if err != nil {
		return 0
	}
	return code
}

func addDirectory(t *table, s *service) {
	add(t, huma.Operation{OperationID: "listUnits", Method: http.MethodGet, Path: prefix + "/units", Summary: "Units, by division and name"}, access.SessionOwn,
		func(ctx context.Context, by route.Request, in *struct{ Area }) (*body[all[Unit]], error) {
			units, err := s.Units.Units(ctx, by.Call, in.code())
			return &body[all[Unit]]{all[Unit]{each(units, func(u organisation.Unit) Unit {
				return Unit{ID: u.ID, Division: six(u.Division), Name: u.Name, Parent: known(u.Parent), IsVertical: u.IsVertical,
					Names: each(u.Names, func(n record.UnitName) Name { return Name{n.Name, n.IsAlias, date(n.From), date(n.To)} })}
			})}}, err
		})
	add(t, huma.Operation{OperationID: "listDivisions", Method: http.MethodGet, Path: prefix + "/divisions", Summary: "Administrative divisions, by code"}, access.SessionOwn,
		func(ctx context.Context, by route.Request, _ *struct{}) (*body[all[Division]], error) {
			divisions, err := s.Units.Divisions(ctx, by.Call)
			return &body[all[Division]]{all[Division]{each(divisions, func(d record.Division) Division {
				return Division{six(d.Code), d.Name, date(d.From), date(d.To)}
			})}}, err
		})
}
