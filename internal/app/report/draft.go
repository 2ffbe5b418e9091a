package report

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// SaveDraft keeps what somebody has typed into a form about something, until it is sent. It is his alone.
func (s *Service) SaveDraft(ctx context.Context, call app.Call, object uuid.UUID, fields map[string][]string) error {
	if err := access.Holds(call.Actor, access.SessionOwn); err != nil {
		return err
	}
	body, err := json.Marshal(fields)
	if err != nil {
		return fmt.Errorf("write a draft: %w", err)
	}
	if len(body) > 4*maxText*3 {
		return fault.New(fault.TooLarge, "text-too-long", maxText)
	}
	return s.Store.Keep(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Run(ctx, &relation.Insert{
			Into: record.DraftTable, Columns: []string{"account", "object", "body", "at"},
			Rows: [][]relation.Expr{{relation.V(call.Actor.Account[:]), relation.V(object[:]), relation.V(string(body)), relation.V(s.Now().UnixMilli())}},
			OnConflict: &relation.Conflict{Columns: []string{"account", "object"}, Sets: []relation.Set{
				{Column: "body", To: relation.Excluded{Name: "body"}}, {Column: "at", To: relation.Excluded{Name: "at"}}}},
		})
		return err
	})
}

// Draft is what SaveDraft kept, and when; nil if there is none.
func (s *Service) Draft(ctx context.Context, call app.Call, object uuid.UUID) (fields map[string][]string, at int64, err error) {
	err = s.See(ctx, call, access.SessionOwn, func(ctx context.Context, v *store.View) error {
		drafts, err := store.List[record.Draft](ctx, v, &relation.Select{From: relation.From(record.DraftTable, "d"), Where: relation.Equal(relation.C("d", "object"), object[:])})
		if err != nil || len(drafts) == 0 {
			return err
		}
		at = drafts[0].At
		return json.Unmarshal([]byte(drafts[0].Body), &fields)
	})
	return fields, at, err
}

// DropDraft forgets a draft: what was typed was sent.
func (s *Service) DropDraft(ctx context.Context, call app.Call, object uuid.UUID) error {
	if err := access.Holds(call.Actor, access.SessionOwn); err != nil {
		return err
	}
	return s.Store.Keep(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Run(ctx, &relation.Delete{From: record.DraftTable, Where: relation.And{
			relation.Equal(relation.C("", "account"), call.Actor.Account[:]), relation.Equal(relation.C("", "object"), object[:])}})
		return err
	})
}
