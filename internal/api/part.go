package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/report"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/quantity"
)

// ReportPart is what a cooperating unit says for the report of the one that leads.
type ReportPart struct {
	Due      Due      `json:"due" doc:"what the lead has to report on"`
	Limit    date     `json:"limit" doc:"the day by which it is to be sent"`
	State    string   `json:"state" enum:",draft,sent,returned" doc:"empty before anything was written"`
	Progress string   `json:"progress"`
	Problem  string   `json:"problem"`
	Reason   string   `json:"reason" doc:"why the lead has given it back"`
	Values   []Value  `json:"values"`
	Targets  []Target `json:"targets" doc:"for which it may have figures"`
	IsOpen   bool     `json:"is_open" doc:"whether it may be written"`
}

func partOf(f report.PartForm) ReportPart {
	x := ReportPart{Due: itemOf(f.Item), Limit: date(f.Limit), Values: each(f.Values, func(v record.Value) Value { return Value{v.Target, quantity.FromTenThousandths(v.Value)} }),
		Targets: each(f.Targets, targetOf), IsOpen: f.IsOpen}
	if f.Part != nil {
		x.State, x.Progress, x.Problem, x.Reason = f.Part.State, f.Part.Progress, f.Part.Problem, f.Part.Reason
	}
	return x
}

func addParts(t *table, s *service) {
	const path = prefix + "/due/{id}/part"
	now := func(ctx context.Context, by route.Request, due uuid.UUID) (*body[ReportPart], error) {
		f, err := s.Reports.PartForm(ctx, by.Call, due)
		if err != nil {
			return nil, err
		}
		return &body[ReportPart]{partOf(f)}, nil
	}
	add(t, huma.Operation{OperationID: "getPart", Method: http.MethodGet, Path: path, Summary: "The part of the caller's unit in the report that another leads"}, access.ReportWrite,
		func(ctx context.Context, by route.Request, in *One) (*body[ReportPart], error) {
			return now(ctx, by, in.ID)
		})
	add(t, huma.Operation{OperationID: "writePart", Method: http.MethodPut, Path: path, Summary: "Keep it as a draft; send sends it to the lead"}, access.ReportWrite,
		func(ctx context.Context, by route.Request, in *struct {
			One
			Body struct {
				Progress string  `json:"progress,omitempty"`
				Problem  string  `json:"problem,omitempty"`
				Values   []Value `json:"values,omitempty" maxItems:"200"`
			}
		}) (*body[ReportPart], error) {
			w := report.WrittenPart{Due: in.ID, Progress: in.Body.Progress, Problem: in.Body.Problem,
				Values: each(in.Body.Values, func(v Value) report.Figure { return report.Figure{Target: v.Target, Value: v.Value} })}
			if _, err := s.Reports.WritePart(ctx, by.Call, w); err != nil {
				return nil, err
			}
			return now(ctx, by, in.ID)
		})
	add(t, huma.Operation{OperationID: "sendPart", Method: http.MethodPost, Path: path + "/send", Summary: "Send it to the unit that leads"}, access.ReportSubmit,
		func(ctx context.Context, by route.Request, in *One) (*body[ReportPart], error) {
			if err := s.Reports.SendPart(ctx, by.Call, in.ID); err != nil {
				return nil, err
			}
			return now(ctx, by, in.ID)
		})
	add(t, huma.Operation{OperationID: "takePart", Method: http.MethodPost, Path: path + "s/{unit}/take", Summary: "Take a part over into the caller's draft"}, access.ReportWrite,
		func(ctx context.Context, by route.Request, in *struct {
			One
			Unit uuid.UUID `path:"unit" format:"uuid"`
			Body struct {
				Report uuid.UUID `json:"report" format:"uuid" doc:"the draft, which has been written"`
			}
		}) (*body[Moved], error) {
			if err := s.Reports.TakePart(ctx, by.Call, in.ID, in.Unit, in.Body.Report); err != nil {
				return nil, err
			}
			f, err := s.Reports.Find(ctx, by.Call, in.Body.Report)
			if err != nil {
				return nil, err
			}
			return &body[Moved]{Moved{ID: f.Report.ID, State: f.Report.State}}, nil
		})
	add(t, huma.Operation{OperationID: "returnPart", Method: http.MethodPost, Path: path + "s/{unit}/return", Summary: "Give a part back with a reason"}, access.ReportWrite,
		func(ctx context.Context, by route.Request, in *struct {
			One
			Unit uuid.UUID `path:"unit" format:"uuid"`
			Body struct {
				Reason string `json:"reason"`
			}
		}) (*body[Moved], error) {
			return &body[Moved]{Moved{ID: report.PartID(in.ID, in.Unit), State: record.PartReturned}}, s.Reports.ReturnPart(ctx, by.Call, in.ID, in.Unit, in.Body.Reason)
		})
}
