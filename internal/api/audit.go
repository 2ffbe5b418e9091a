package api

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/internal/web/route"
)

// Event is one act.
type Event struct {
	ID      uuid.UUID         `json:"id" format:"uuid"`
	At      moment            `json:"at"`
	Owner   string            `json:"owner" doc:"the division in whose chain it stands, six digits"`
	Height  int64             `json:"height" doc:"of its block in the chain, from 1"`
	Account uuid.UUID         `json:"account" format:"uuid"`
	Action  string            `json:"action"`
	Kind    string            `json:"kind" doc:"of the record"`
	Object  *uuid.UUID        `json:"object" format:"uuid" doc:"the record"`
	Request string            `json:"request"`
	From    string            `json:"from" doc:"network address, or local"`
	Detail  map[string]string `json:"detail"`
}

func eventOf(e store.PlacedEvent) Event {
	detail := map[string]string(e.Detail)
	if detail == nil {
		detail = map[string]string{}
	}
	return Event{ID: e.ID, At: moment(e.At), Owner: six(e.Owner), Height: e.Height, Account: e.Account, Action: e.Action, Kind: e.Kind, Object: known(e.Object),
		Request: e.Request, From: e.From, Detail: detail}
}

// Events is a page of a chain.
type Events struct {
	Items []Event `json:"items"`
	Next  *string `json:"next" doc:"the value of before for the next page; null at the end"`
}

// Checked is what was found when the chains were checked.
type Checked struct {
	Chains    int64    `json:"chains"`
	Blocks    int64    `json:"blocks"`
	Events    int64    `json:"events"`
	Faults    []Broken `json:"faults"`
	Elsewhere int      `json:"elsewhere" doc:"faults in chains out of reach"`
}

// Broken is a place where a chain is not what was written.
type Broken struct {
	Owner  string `json:"owner"`
	Height int64  `json:"height" doc:"0: the whole chain"`
	Key    string `json:"key"`
}

func addAudit(t *table, s *service) {
	add(t, huma.Operation{OperationID: "listEvents", Method: http.MethodGet, Path: prefix + "/audit", Summary: "What was done in a division, the newest first",
		Description: "One chain at a time: that of the division named, else of one's own."}, access.AuditRead,
		func(ctx context.Context, by route.Request, in *struct {
			Area
			Before string `query:"before" pattern:"^[0-9]{1,18}-[0-9]{1,18}$" doc:"the next of the page before"`
			Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
		}) (*body[Events], error) {
			var place store.EventPlace
			if in.Before != "" {
				if _, err := fmt.Sscanf(in.Before, "%d-%d", &place.Height, &place.Ordinal); err != nil {
					return nil, fault.Because(err, fault.Invalid, "request-invalid", "query.before")
				}
			}
			code, err := in.code()
			if err != nil {
				return nil, err
			}
			if in.Division == "" {
				code = by.Actor.Division
			}
			events, err := s.Audit.Events(ctx, by.Call, code, place, in.Limit+1)
			if err != nil {
				return nil, err
			}
			var out Events
			if len(events) > in.Limit {
				events = events[:in.Limit]
				last := events[in.Limit-1]
				next := fmt.Sprintf("%d-%d", last.Height, last.Ordinal)
				out.Next = &next
			}
			out.Items = each(events, eventOf)
			return &body[Events]{out}, nil
		})
	add(t, huma.Operation{OperationID: "verifyAudit", Method: http.MethodPost, Path: prefix + "/audit/verify", Summary: "Check that nothing in the audit was changed",
		Description: "Reads every event, so it takes a while."}, access.AuditRead,
		func(ctx context.Context, by route.Request, _ *struct{}) (*body[Checked], error) {
			v, elsewhere, err := s.Audit.Verify(ctx, by.Call)
			return &body[Checked]{Checked{Chains: v.Chains, Blocks: v.Blocks, Events: v.Events, Elsewhere: elsewhere,
				Faults: each(v.Faults, func(f audit.Fault) Broken { return Broken{six(f.Owner), f.Height, f.Key} })}}, err
		})
}
