package store

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/relation"
)

// A Change (变更) is what one act did to one record.
type Change struct {
	Event   uuid.UUID
	At      int64 // ms since 1970
	Account uuid.UUID
	Table   string
	Version int64 // of the record after it
	IsNew   bool
	IsGone  bool
	Fields  []FieldChange // by name
}

// A FieldChange is a column before and after; nil for none. Values are as JSON has them: numbers as json.Number, octets in base64.
type FieldChange struct {
	Name          string
	Before, After any
}

// History lists what was done to a record, the oldest first, as far as the reader's scope goes.
func History(ctx context.Context, r Reader, owner int64, id uuid.UUID) ([]Change, error) {
	rows, err := List[historyRow](ctx, r, &relation.Select{
		From:    relation.From(historyTable, "h"),
		Where:   relation.And{relation.Equal(relation.C("h", relation.Owner), owner), relation.Equal(relation.C("h", "record"), id[:])},
		OrderBy: []relation.Order{{By: relation.C("h", "rid")}},
	})
	if err != nil {
		return nil, err
	}
	changes := make([]Change, len(rows))
	for i, row := range rows {
		if changes[i], err = row.change(); err != nil {
			return nil, err
		}
	}
	return changes, nil
}

func (h historyRow) change() (Change, error) {
	c := Change{Event: h.Event, At: h.At, Account: h.Account, Table: h.Table, Version: h.Version, IsNew: h.Before == nil, IsGone: h.After == nil}
	before, err := decode(h.Before)
	if err != nil {
		return Change{}, err
	}
	after, err := decode(h.After)
	if err != nil {
		return Change{}, err
	}
	names := maps.Clone(before)
	if names == nil {
		names = make(map[string]any)
	}
	maps.Copy(names, after)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		c.Fields = append(c.Fields, FieldChange{name, before[name], after[name]})
	}
	return c, nil
}

func decode(text *string) (values map[string]any, err error) {
	if text == nil {
		return nil, nil
	}
	d := json.NewDecoder(strings.NewReader(*text))
	d.UseNumber() // a figure is not rounded
	if err := d.Decode(&values); err != nil {
		return nil, fmt.Errorf("read history: %w", err)
	}
	return values, nil
}

// EachPast hands on what rows of some tables held before and after each change of them, as JSON by column.
func EachPast(ctx context.Context, r Reader, tables []any, row func(table string, values []byte) error) error {
	q := &relation.Select{
		Outputs: []relation.Output{{Expr: relation.C("h", "name")}, {Expr: relation.C("h", "before")}, {Expr: relation.C("h", "after")}},
		From:    relation.From(historyTable, "h"), Where: relation.In{X: relation.C("h", "name"), Values: tables},
	}
	return r.Select(ctx, q, func(scan Scan) error {
		var table string
		var before, after *string
		if err := scan(&table, &before, &after); err != nil {
			return err
		}
		for _, values := range []*string{before, after} {
			if values == nil {
				continue
			}
			if err := row(table, []byte(*values)); err != nil {
				return err
			}
		}
		return nil
	})
}
