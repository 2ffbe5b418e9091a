package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app/document"
	"github.com/wenxiao/wenxiao/internal/web/route"
)

// DocumentRelation is how a document stands to one that was adopted before.
type DocumentRelation struct {
	Other   uuid.UUID         `json:"other" format:"uuid"`
	Title   string            `json:"title" doc:"of the other document"`
	Force   string            `json:"force" enum:"binding,draft,replaced,repealed" doc:"of the other document"`
	Kind    string            `json:"kind" enum:"replaces,revises,repeals,joins,forwards"`
	Choices []document.Choice `json:"choices" doc:"targets of which the older value holds, by place from 0 in the newer document"`
}

// Two are a document and one before it.
type Two struct {
	One
	Other uuid.UUID `path:"other" format:"uuid"`
}

func addRelations(t *table, s *service) {
	const path = prefix + "/documents/{id}/relations"
	add(t, huma.Operation{OperationID: "listDocumentRelations", Method: http.MethodGet, Path: path, Summary: "How a document stands to those before it"}, access.DocumentRead,
		func(ctx context.Context, by route.Request, in *One) (*body[[]DocumentRelation], error) {
			d, err := s.Documents.Find(ctx, by.Call, in.ID)
			if err != nil {
				return nil, err
			}
			related, err := s.Documents.Related(ctx, by.Call, d)
			list := make([]DocumentRelation, len(related))
			for i, r := range related {
				list[i] = DocumentRelation{Other: r.Other.ID, Title: r.Other.Title, Force: r.Other.Force, Kind: r.Relation.Kind, Choices: r.Choices}
			}
			return &body[[]DocumentRelation]{list}, err
		})
	add(t, huma.Operation{OperationID: "setDocumentRelation", Method: http.MethodPut, Path: path + "/{other}",
		Summary: "Say how a document stands to an adopted one", Description: "It takes effect when the document is adopted."}, access.DocumentAdopt,
		func(ctx context.Context, by route.Request, in *struct {
			Two
			Body struct {
				Kind    string            `json:"kind" enum:"replaces,revises,repeals,joins,forwards"`
				Choices []document.Choice `json:"choices,omitempty" maxItems:"5000"`
			}
		}) (*struct{}, error) {
			return nil, s.Documents.Relate(ctx, by.Call, in.ID, in.Other, in.Body.Kind, in.Body.Choices)
		})
	add(t, huma.Operation{OperationID: "removeDocumentRelation", Method: http.MethodDelete, Path: path + "/{other}", Summary: "Take a relation back, before the document is adopted"}, access.DocumentAdopt,
		func(ctx context.Context, by route.Request, in *Two) (*struct{}, error) {
			return nil, s.Documents.Unrelate(ctx, by.Call, in.ID, in.Other)
		})
}
