package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/organisation"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/region"
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

// code is the division, the nation if none is named. Fault: Invalid "request-invalid" if there can be no such division.
func (a Area) code() (region.Code, error) {
	if a.Division == "" {
		return region.Code{}, nil
	}
	code, err := region.Parse(a.Division)
	if err != nil {
		return code, fault.Because(err, fault.Invalid, "request-invalid", "query.division")
	}
	return code, nil
}

func addDirectory(t *table, s *service) {
	add(t, huma.Operation{OperationID: "listUnits", Method: http.MethodGet, Path: prefix + "/units", Summary: "Units of a division and those below it, by division and name"}, access.SessionOwn,
		func(ctx context.Context, by route.Request, in *struct{ Area }) (*body[all[Unit]], error) {
			code, err := in.code()
			if err != nil {
				return nil, err
			}
			units, err := s.Organisation.Units(ctx, by.Call, code)
			return &body[all[Unit]]{all[Unit]{each(units, func(u organisation.Entry) Unit {
				return Unit{ID: u.ID, Division: six(u.Division), Name: u.Name, Parent: known(u.Parent), IsVertical: u.IsVertical,
					Names: each(u.Names, func(n record.UnitName) Name { return Name{n.Name, n.IsAlias, date(n.From), date(n.To)} })}
			})}}, err
		})
	add(t, huma.Operation{OperationID: "listDivisions", Method: http.MethodGet, Path: prefix + "/divisions", Summary: "A division and those below it, by code"}, access.SessionOwn,
		func(ctx context.Context, by route.Request, in *struct{ Area }) (*body[all[Division]], error) {
			code, err := in.code()
			if err != nil {
				return nil, err
			}
			divisions, err := s.Organisation.Divisions(ctx, by.Call, code)
			return &body[all[Division]]{all[Division]{each(divisions, func(d record.Division) Division {
				return Division{six(d.Code), d.Name, date(d.From), date(d.To)}
			})}}, err
		})
}
