package handover

import (
	"context"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A List is a handover with its lines, as it is printed.
type List struct {
	record.Handover
	Items []record.HandoverItem
	Maker string // who did it
}

// Waits says whether somebody has lines on it that he has not confirmed.
func (l List) Waits(account uuid.UUID) bool {
	for _, i := range l.Items {
		if i.Receiver == account && i.Confirmed == 0 {
			return true
		}
	}
	return false
}

// List gives the handovers that the actor may see: his own, those in which he received something, those of whom he answers for. The newest first.
func (s *Service) List(ctx context.Context, call app.Call) (list []record.Handover, err error) {
	err = s.See(ctx, call, access.HandoverRead, func(ctx context.Context, v *store.View) error {
		list, err = store.List[record.Handover](ctx, v.As(store.Unscoped), &relation.Select{From: relation.From(record.HandoverTable, "h"), Where: s.seen(call), Limit: 200,
			OrderBy: []relation.Order{{By: relation.C("h", "made"), IsDesc: true}, {By: relation.C("h", "id")}}})
		return err
	})
	return list, err
}

// seen is the condition that the actor may see a handover.
func (s *Service) seen(call app.Call) relation.Or {
	received := &relation.Select{Outputs: []relation.Output{{Expr: relation.V(1), As: "one"}}, From: relation.From(record.HandoverItemTable, "i"), Where: relation.And{
		relation.Same(relation.C("i", relation.Owner), relation.C("h", relation.Owner)), relation.Same(relation.C("i", "handover"), relation.C("h", "id")),
		relation.Equal(relation.C("i", "receiver"), call.Actor.Account[:])}}
	return relation.Or{relation.Exists{Query: received}, s.Scopes.Rows(call.Actor, access.HandoverRead, record.HandoverTable, "h")}
}

// Find gives a handover with its list. fault.NotFound: there is none the actor may see.
func (s *Service) Find(ctx context.Context, call app.Call, id uuid.UUID) (l List, err error) {
	err = s.See(ctx, call, access.HandoverRead, func(ctx context.Context, v *store.View) error {
		if l.Handover, err = store.One[record.Handover](ctx, v.As(store.Unscoped), &relation.Select{From: relation.From(record.HandoverTable, "h"),
			Where: relation.And{relation.Equal(relation.C("h", "id"), id[:]), s.seen(call)}}); err != nil {
			return err
		}
		if l.Items, err = items(ctx, v.As(store.Unscoped), l.Handover); err != nil {
			return err
		}
		l.Maker, err = app.Person(ctx, v, l.Account)
		return err
	})
	return l, err
}

func items(ctx context.Context, r store.Reader, h record.Handover) ([]record.HandoverItem, error) {
	return store.List[record.HandoverItem](ctx, r, &relation.Select{From: relation.From(record.HandoverItemTable, "i"), OrderBy: []relation.Order{{By: relation.C("i", "ordinal")}}, Where: relation.And{
		relation.Equal(relation.C("i", relation.Owner), h.Owner), relation.Equal(relation.C("i", "handover"), h.ID[:])}})
}

// Confirm says that the actor has received what is on a handover for him. fault.NotFound: nothing is.
func (s *Service) Confirm(ctx context.Context, call app.Call, id uuid.UUID) error {
	return s.Change(ctx, call, app.Act{Needs: access.HandoverRead, Name: "handover.confirm", Kind: "handover", Object: id}, func(ctx context.Context, tx *store.Tx) error {
		return tx.As(store.Unscoped, func() error {
			h, err := store.Load[record.Handover](ctx, tx, record.HandoverTable, 0, id)
			if err != nil {
				return err
			}
			tx.In(h.Owner)
			all, err := items(ctx, tx, h)
			if err != nil {
				return err
			}
			own, waiting := 0, 0
			for i := range all {
				x := &all[i]
				if x.Receiver == call.Actor.Account {
					own++
					if x.Confirmed == 0 {
						x.Confirmed = s.Now().UnixMilli()
						if err := store.Update(ctx, tx, record.HandoverItemTable, x); err != nil {
							return err
						}
					}
				}
				if x.Confirmed == 0 {
					waiting++
				}
			}
			switch {
			case own == 0:
				return fault.New(fault.NotFound, "record-missing")
			case waiting > 0 || h.Confirmed != 0:
				return nil
			}
			h.Confirmed = s.Now().UnixMilli()
			return store.Update(ctx, tx, record.HandoverTable, &h)
		})
	})
}
