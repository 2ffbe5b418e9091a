package operate

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/secret"
	"github.com/wenxiao/wenxiao/internal/store"
)

// Sweep removes files that no row refers to, of history neither, and says how many. What was put within the last hour stays.
func (s *Service) Sweep(ctx context.Context, call app.Call) (removed int, err error) {
	if err := access.Holds(call.Actor, access.BackupRun); err != nil {
		return 0, err
	}
	referenced, err := s.referenced(ctx)
	if err != nil {
		return 0, err
	}
	removed, err = s.Files.Sweep(ctx, func(_ context.Context, names []string) (orphans []string, err error) {
		for _, text := range names {
			name, err := secret.ParseFileName(text)
			if err != nil {
				return nil, err
			}
			if !referenced[name] {
				orphans = append(orphans, text)
			}
		}
		return orphans, nil
	})
	if err != nil || removed == 0 {
		return removed, err
	}
	act := app.Act{Needs: access.BackupRun, Name: "file.sweep", Owner: app.Installation, Kind: "file", Detail: audit.Detail{"removed": strconv.Itoa(removed)}}
	return removed, s.Change(ctx, call, act, func(context.Context, *store.Tx) error { return nil })
}

func (s *Service) referenced(ctx context.Context) (names map[secret.FileName]bool, err error) {
	err = s.Store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
		if names, err = namedFiles(ctx, v); err != nil {
			return err
		}
		return addPastFiles(ctx, v, names)
	})
	return names, err
}

// namedFiles are the files that rows refer to now. One name takes 16 octets, so all of them find room.
func namedFiles(ctx context.Context, r store.Reader) (map[secret.FileName]bool, error) {
	names := make(map[secret.FileName]bool)
	for _, place := range record.FilePlaces() {
		q := &relation.Select{
			Outputs: []relation.Output{{Expr: relation.C("t", place.Name)}}, From: relation.From(place.Table, "t"),
			Where: relation.Binary{Op: relation.Ne, L: relation.C("t", place.Name), R: relation.V("")},
		}
		if err := r.Select(ctx, q, func(scan store.Scan) error {
			var text string
			if err := scan(&text); err != nil {
				return err
			}
			return addName(names, text)
		}); err != nil {
			return nil, fmt.Errorf("look for files of %s: %w", place.Table.Name, err)
		}
	}
	return names, nil
}

func addName(names map[secret.FileName]bool, text string) error {
	if text == "" {
		return nil
	}
	name, err := secret.ParseFileName(text)
	names[name] = true
	return err
}

// addPastFiles adds the files that rows referred to once.
func addPastFiles(ctx context.Context, r store.Reader, names map[secret.FileName]bool) error {
	columns := make(map[string][]string)
	var tables []any
	for _, p := range record.FilePlaces() {
		if columns[p.Table.Name] == nil {
			tables = append(tables, p.Table.Name)
		}
		columns[p.Table.Name] = append(columns[p.Table.Name], p.Name)
	}
	return store.EachPast(ctx, r, tables, func(table string, values []byte) error {
		var past map[string]json.RawMessage
		if err := json.Unmarshal(values, &past); err != nil {
			return fmt.Errorf("read history of %s: %w", table, err)
		}
		for _, c := range columns[table] {
			var text string
			if raw, ok := past[c]; ok {
				if err := json.Unmarshal(raw, &text); err != nil {
					return fmt.Errorf("read history of %s: %w", table, err)
				}
			}
			if err := addName(names, text); err != nil {
				return err
			}
		}
		return nil
	})
}
