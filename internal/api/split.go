package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/breakdown"
	"github.com/wenxiao/wenxiao/internal/ledger"
	"github.com/wenxiao/wenxiao/internal/web/route"
	"github.com/wenxiao/wenxiao/quantity"
)

// Split is how a target is split over units.
type Split struct {
	Kind    string       `json:"kind" enum:"total,exact,ceiling,rate,all" doc:"how the parts make up the whole"`
	IsSum   bool         `json:"is_sum,omitempty" doc:"the whole is what its accepted parts make up, and is not reported beside them"`
	Version int64        `json:"version,omitempty" doc:"of the target as the caller knows it; 0: whatever it is"`
	Parts   []TargetPart `json:"parts" minItems:"1" maxItems:"500"`
}

// TargetPart is one unit's part of a target.
type TargetPart struct {
	Unit   uuid.UUID        `json:"unit" format:"uuid"`
	Value  quantity.Number  `json:"value"`
	Weight *quantity.Number `json:"weight,omitempty" doc:"of a rate: the size of what it is a share of"`
}

// SplitTarget is a target with its parts.
type SplitTarget struct {
	Target   Target       `json:"target"`
	Task     string       `json:"task" doc:"its title"`
	Version  int64        `json:"version"`
	Kind     string       `json:"kind" doc:"empty while it is whole"`
	IsSum    bool         `json:"is_sum"`
	Parts    []TargetPart `json:"parts"`
	HasBegun bool         `json:"has_begun" doc:"a unit has reported, so that the split stands"`
}

func splitOf(p breakdown.Page) SplitTarget {
	x := SplitTarget{Target: targetOf(p.Target), Task: p.Task.Title, Version: p.Target.Version, Kind: p.Target.Split, IsSum: p.Target.IsSum, HasBegun: p.HasBegun, Parts: []TargetPart{}}
	for _, g := range p.Parts {
		if g.Value != nil {
			x.Parts = append(x.Parts, TargetPart{Unit: g.Lead, Value: quantity.FromTenThousandths(*g.Value), Weight: figure(g.Weight)})
		}
	}
	return x
}

func addSplits(t *table, s *service) {
	const path = prefix + "/targets/{id}/split"
	now := func(ctx context.Context, by route.Request, id uuid.UUID) (*body[SplitTarget], error) {
		p, err := s.Breakdown.Find(ctx, by.Call, id)
		if err != nil {
			return nil, err
		}
		return &body[SplitTarget]{splitOf(p)}, nil
	}
	add(t, huma.Operation{OperationID: "getSplit", Method: http.MethodGet, Path: path, Summary: "A target with the parts that units have of it"}, access.TaskRead,
		func(ctx context.Context, by route.Request, in *One) (*body[SplitTarget], error) {
			return now(ctx, by, in.ID)
		})
	add(t, huma.Operation{OperationID: "splitTarget", Method: http.MethodPut, Path: path, Summary: "Split a target over units, or split it anew while nobody has reported on a part"}, access.TaskAssign,
		func(ctx context.Context, by route.Request, in *struct {
			One
			Body Split
		}) (*body[SplitTarget], error) {
			x := breakdown.Split{Kind: ledger.SplitKind(in.Body.Kind), IsSum: in.Body.IsSum, Parts: each(in.Body.Parts, func(p TargetPart) breakdown.Part { return breakdown.Part(p) })}
			if err := s.Breakdown.Split(ctx, by.Call, in.ID, in.Body.Version, x); err != nil {
				return nil, err
			}
			return now(ctx, by, in.ID)
		})
	add(t, huma.Operation{OperationID: "joinTarget", Method: http.MethodDelete, Path: path, Summary: "Take a split back"}, access.TaskAssign,
		func(ctx context.Context, by route.Request, in *One) (*body[SplitTarget], error) {
			if err := s.Breakdown.Join(ctx, by.Call, in.ID); err != nil {
				return nil, err
			}
			return now(ctx, by, in.ID)
		})
}
