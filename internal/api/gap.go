package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	sources "github.com/wenxiao/wenxiao/internal/app/figure"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/quantity"
)

// Gap is what another source than the report gives for a target, beside what was reported.
type Gap struct {
	ID       uuid.UUID        `json:"id" format:"uuid"`
	Owner    string           `json:"owner" doc:"division, six digits"`
	Task     uuid.UUID        `json:"task" format:"uuid"`
	Title    string           `json:"title" doc:"of the task"`
	Target   uuid.UUID        `json:"target" format:"uuid"`
	Metric   string           `json:"metric"`
	Measure  string           `json:"measure"`
	Unit     uuid.UUID        `json:"unit" format:"uuid" doc:"that leads the task"`
	Period   string           `json:"period"`
	Source   string           `json:"source" enum:"statistics,register,superior"`
	Name     string           `json:"name" doc:"the source in words"`
	Basis    string           `json:"basis" doc:"the document or notice it stands in"`
	Value    quantity.Number  `json:"value"`
	Reported *quantity.Number `json:"reported" doc:"null while no report gives one"`
	Gap      *quantity.Number `json:"gap" doc:"reported less value; null while no report gives one"`
	State    string           `json:"state" doc:"none, asked, explained, settled"`
	Counts   string           `json:"counts" doc:"the source that counts for the target"`
	Reason   string           `json:"reason" doc:"the unit's explanation"`
	Found    string           `json:"found" doc:"what the office found: report, other, definition; empty before"`
	Finding  string           `json:"finding"`
}

func gapOf(l sources.Line) Gap {
	gap := &l.Gap
	if l.Reported == nil {
		gap = nil
	}
	return Gap{ID: l.ID, Owner: six(l.Owner), Task: l.Task, Title: l.Title, Target: l.Target, Metric: l.Metric, Measure: l.Of, Unit: l.Unit, Period: l.Period, Source: l.Source, Name: l.Name,
		Basis: l.Basis, Value: quantity.FromTenThousandths(l.Value), Reported: figure(l.Reported), Gap: figure(gap), State: l.State, Counts: l.Counts, Reason: l.Reason,
		Found: l.Found, Finding: l.Finding}
}

func addGaps(t *table, s *service) {
	const path = prefix + "/gaps"
	now := func(ctx context.Context, by route.Request, id uuid.UUID) (*body[Gap], error) {
		l, err := s.Figures.Find(ctx, by.Call, id)
		if err != nil {
			return nil, err
		}
		return &body[Gap]{gapOf(l)}, nil
	}
	add(t, huma.Operation{OperationID: "listGaps", Method: http.MethodGet, Path: path, Summary: "Where a report and another source lie apart, the newest first"}, access.ReportRead,
		func(ctx context.Context, by route.Request, in *struct {
			Window
			State string `query:"state" maxLength:"20"`
			Task  string `query:"task" format:"uuid"`
			All   bool   `query:"all" doc:"figures without a gap too"`
		}) (*body[page[Gap]], error) {
			lines, err := s.Figures.List(ctx, by.Call, sources.Filter{Task: parsed(in.Task), State: in.State, IsAll: in.All, After: in.after(), Limit: in.Limit + 1})
			return paged(lines, in.Limit, gapOf, func(l sources.Line) uuid.UUID { return l.ID }), err
		})
	add(t, huma.Operation{OperationID: "getGap", Method: http.MethodGet, Path: path + "/{id}", Summary: "One of them"}, access.ReportRead,
		func(ctx context.Context, by route.Request, in *One) (*body[Gap], error) { return now(ctx, by, in.ID) })
	add(t, huma.Operation{OperationID: "giveFigure", Method: http.MethodPost, Path: prefix + "/targets/{id}/figures", Summary: "Keep what another source gives for a target in a period",
		Description: "A newer figure of the same source takes the place of the one before."}, access.FigureWrite,
		func(ctx context.Context, by route.Request, in *struct {
			One
			Body struct {
				Period string          `json:"period" maxLength:"20"`
				Source string          `json:"source" enum:"statistics,register,superior"`
				Name   string          `json:"name"`
				Basis  string          `json:"basis"`
				Value  quantity.Number `json:"value"`
			}
		}) (*body[Moved], error) {
			b := in.Body
			o, err := s.Figures.Record(ctx, by.Call, sources.Given{Target: in.ID, Period: b.Period, Source: b.Source, Name: b.Name, Basis: b.Basis, Value: b.Value})
			return &body[Moved]{Moved{ID: o.ID, State: o.State}}, err // who gives it need not be who may see reports
		})
	add(t, huma.Operation{OperationID: "explainGap", Method: http.MethodPost, Path: path + "/{id}/explain", Summary: "Say on the unit's behalf why they lie apart"}, access.ReportWrite,
		func(ctx context.Context, by route.Request, in *struct {
			One
			Body struct {
				Reason string `json:"reason"`
			}
		}) (*body[Gap], error) {
			if err := s.Figures.Explain(ctx, by.Call, in.ID, in.Body.Reason); err != nil {
				return nil, err
			}
			return now(ctx, by, in.ID)
		})
	add(t, huma.Operation{OperationID: "settleGap", Method: http.MethodPost, Path: path + "/{id}/settle", Summary: "Say what the office found; neither figure changes by it"}, access.CaseDecide,
		func(ctx context.Context, by route.Request, in *struct {
			One
			Body struct {
				Found   string `json:"found" enum:"report,other,definition"`
				Finding string `json:"finding"`
			}
		}) (*body[Gap], error) {
			if err := s.Figures.Settle(ctx, by.Call, in.ID, in.Body.Found, in.Body.Finding); err != nil {
				return nil, err
			}
			return now(ctx, by, in.ID)
		})
}
