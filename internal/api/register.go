package api

import (
	"bytes"
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/list"
	"github.com/wenxiao/wenxiao/internal/app/register"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/region"
)

// Lead is a record that a rule has pointed at.
type Lead struct {
	ID       uuid.UUID         `json:"id" format:"uuid"`
	Owner    string            `json:"owner" doc:"division, six digits"`
	Pack     string            `json:"pack"`
	Rule     string            `json:"rule"`
	Register string            `json:"register"`
	Record   uuid.UUID         `json:"record" format:"uuid"`
	Says     string            `json:"says" doc:"the rule's sentence with the values it used"`
	Values   map[string]string `json:"values" doc:"figures of the rule and parameters in force, by name"`
	State    string            `json:"state" enum:"open,confirmed,dismissed"`
	Reason   string            `json:"reason" doc:"what was found; empty while it is open"`
	Made     moment            `json:"made"`
	Decided  moment            `json:"decided"`
}

// Found is a lead and the state it is in now.
type Found struct {
	ID    uuid.UUID `json:"id" format:"uuid"`
	State string    `json:"state" enum:"confirmed,dismissed"`
}

// Put is what came of a department's rows.
type Put struct {
	Matched   int   `json:"matched"`
	Unmatched []int `json:"unmatched" doc:"rows, counted from 1, whose number no record of the division has; they are not kept"`
}

func leadOf(l register.Lead) Lead {
	return Lead{ID: l.ID, Owner: six(l.Owner), Pack: l.Pack, Rule: l.Lead.Rule, Register: l.Register, Record: l.Subject, Says: l.Says, Values: l.Figures,
		State: l.State, Reason: l.Reason, Made: moment(l.Made), Decided: moment(l.Decided)}
}

func addRegisters(t *table, s *service) {
	const path = prefix + "/leads"
	add(t, huma.Operation{OperationID: "listLeads", Method: http.MethodGet, Path: path, Summary: "What rules have pointed at, the newest first"}, access.LeadRead,
		func(ctx context.Context, by route.Request, in *struct {
			Window
			State string `query:"state" enum:"open,confirmed,dismissed" doc:"nothing for all"`
		}) (*body[page[Lead]], error) {
			leads, _, err := s.Registers.LeadPage(ctx, by.Call, list.Asking("state", in.State).Rows(in.after(), in.Limit+1))
			return paged(leads, in.Limit, leadOf, func(l register.Lead) uuid.UUID { return l.ID }), err
		})
	for _, m := range []struct{ verb, summary, state string }{
		{"confirm", "Find a lead true, with what was found", record.LeadConfirmed}, {"dismiss", "Rule a lead out, with what was found", record.LeadDismissed},
	} {
		add(t, huma.Operation{OperationID: m.verb + "Lead", Method: http.MethodPost, Path: path + "/{id}/" + m.verb, Summary: m.summary}, access.LeadDecide,
			func(ctx context.Context, by route.Request, in *struct {
				One
				Body struct {
					Reason string `json:"reason"`
				}
			}) (*body[Found], error) {
				return &body[Found]{Found{in.ID, m.state}}, s.Registers.Decide(ctx, by.Call, in.ID, m.state, in.Body.Reason)
			})
	}
	add(t, huma.Operation{OperationID: "putFeedRows", Method: http.MethodPut, Path: prefix + "/feeds/{pack}/{feed}/rows", SkipValidateBody: true, // the pack says what a row has
		Summary: "Rows that a department gives about the records of a division, as a JSON array of objects; what was there of the same record and month is replaced"}, access.RegisterWrite,
		func(ctx context.Context, by route.Request, in *struct {
			Pack     string `path:"pack"`
			Feed     string `path:"feed"`
			Division string `query:"division" required:"true" doc:"six digits"`
			RawBody  []byte `contentType:"application/json"`
		}) (*body[Put], error) {
			division, err := region.Parse(in.Division)
			if err != nil {
				return nil, fault.Because(err, fault.Invalid, "division-code", in.Division)
			}
			put, err := s.Registers.PutRows(ctx, by.Call, in.Pack, in.Feed, division, bytes.NewReader(in.RawBody))
			if faults := register.Faults(err); len(faults) > 0 {
				return nil, &RequestError{fault.New(fault.Invalid, "feed-wrong", len(faults)), each(faults, func(f *register.FieldFault) Place { return Place{f.Field, route.Sentence(by.Lang, f.Fault)} })}
			}
			return &body[Put]{Put{put.Matched, append([]int{}, put.Unmatched...)}}, err
		})
}
