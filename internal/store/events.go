package store

import (
	"context"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/relation"
)

// EventTable holds the audit events; who may see which of them access decides as for any table.
var EventTable = eventTable

// An EventPlace is where an event stands in its chain; the zero one is after the last.
type EventPlace struct{ Height, Ordinal int64 }

// A PlacedEvent is an event and its place.
type PlacedEvent struct {
	audit.Event
	EventPlace
}

// Events gives up to limit events of a chain that stand before a place, the newest first, as far as the reader's scope goes.
func Events(ctx context.Context, r Reader, owner int64, before EventPlace, limit int) ([]PlacedEvent, error) {
	height, ordinal := relation.C("e", "height"), relation.C("e", "ordinal")
	where := relation.And{relation.Equal(relation.C("e", relation.Owner), owner)}
	if before != (EventPlace{}) {
		where = append(where, relation.Or{
			relation.Binary{Op: relation.Lt, L: height, R: relation.V(before.Height)},
			relation.And{relation.Equal(height, before.Height), relation.Binary{Op: relation.Lt, L: ordinal, R: relation.V(before.Ordinal)}},
		})
	}
	rows, err := List[eventRow](ctx, r, &relation.Select{From: relation.From(eventTable, "e"), Where: where, Limit: limit,
		OrderBy: []relation.Order{{By: height, IsDesc: true}, {By: ordinal, IsDesc: true}}})
	if err != nil {
		return nil, err
	}
	return placed(rows)
}

// placed reads events as they were signed, not the columns beside it.
func placed(rows []eventRow) ([]PlacedEvent, error) {
	events := make([]PlacedEvent, len(rows))
	for i, row := range rows {
		e, err := audit.Read([]byte(row.Body))
		if err != nil {
			return nil, err
		}
		events[i] = PlacedEvent{e, EventPlace{row.Height, row.Ordinal}}
	}
	return events, nil
}

// An EventFilter says which events are looked for, in whatever chain. What is zero leaves nothing out.
type EventFilter struct {
	Account uuid.UUID
	Action  string
	From    int64 // ms since 1970
	To      int64 // ms since 1970, itself not in it
	// Before is the last event of the page before, by time and then by id.
	Before EventTime
}

// An EventTime is where an event stands among those of all chains.
type EventTime struct {
	At int64
	ID uuid.UUID
}

// FindEvents gives up to limit events of all chains that a filter leaves, the newest first, as far as the reader's scope goes.
func FindEvents(ctx context.Context, r Reader, f EventFilter, limit int) ([]PlacedEvent, error) {
	at, id := relation.C("e", "at"), relation.C("e", "id")
	compare := func(op relation.Op, l relation.Expr, v any) relation.Expr {
		return relation.Binary{Op: op, L: l, R: relation.V(v)}
	}
	var where relation.And
	if f.Account != uuid.Nil {
		where = append(where, relation.Equal(relation.C("e", "account"), f.Account[:]))
	}
	if f.Action != "" {
		where = append(where, relation.Equal(relation.C("e", "action"), f.Action))
	}
	if f.From != 0 {
		where = append(where, compare(relation.Ge, at, f.From))
	}
	if f.To != 0 {
		where = append(where, compare(relation.Lt, at, f.To))
	}
	if f.Before != (EventTime{}) {
		where = append(where, compare(relation.Le, at, f.Before.At),
			relation.Or{compare(relation.Lt, at, f.Before.At), compare(relation.Lt, id, f.Before.ID[:])})
	}
	q := &relation.Select{From: relation.From(eventTable, "e"), Limit: limit, OrderBy: []relation.Order{{By: at, IsDesc: true}, {By: id, IsDesc: true}}}
	if where != nil {
		q.Where = where
	}
	rows, err := List[eventRow](ctx, r, q)
	if err != nil {
		return nil, err
	}
	return placed(rows)
}
