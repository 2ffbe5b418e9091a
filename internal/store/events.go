package store

import (
	"context"

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
	events := make([]PlacedEvent, len(rows))
	for i, row := range rows {
		e, err := audit.Read([]byte(row.Body)) // what was signed, not the columns beside it
		if err != nil {
			return nil, err
		}
		events[i] = PlacedEvent{e, EventPlace{row.Height, row.Ordinal}}
	}
	return events, nil
}
