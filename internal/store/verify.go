package store

import (
	"context"
	"fmt"

	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/relation"
)

// A Verification is what Verify found.
type Verification struct {
	Chains, Blocks, Events int64
	Faults                 []audit.Fault
}

// Verify checks every audit chain of the database against its signatures and the heads noted outside. It needs no other part of the
// program and changes nothing; an error means that it could not be finished.
func (s *Store) Verify(ctx context.Context, heads []audit.Head, v audit.Verifier) (Verification, error) {
	var result Verification
	err := s.Read(ctx, Unscoped, func(ctx context.Context, view *View) error {
		owners, err := chainOwners(ctx, view)
		if err != nil {
			return err
		}
		for _, h := range heads { // a chain that is gone altogether
			if _, ok := owners[h.Owner]; !ok {
				owners[h.Owner] = true
			}
		}
		for owner := range owners {
			if err := verifyChain(ctx, view, audit.NewChain(owner, heads, v), owner, &result); err != nil {
				return fmt.Errorf("verify chain %d: %w", owner, err)
			}
		}
		return nil
	})
	return result, err
}

func chainOwners(ctx context.Context, view *View) (map[int64]bool, error) {
	owners := make(map[int64]bool)
	for _, t := range []*relation.Table{blockTable, eventTable} {
		q := &relation.Select{IsDistinct: true, Outputs: []relation.Output{{Expr: relation.C("t", relation.Owner)}}, From: relation.From(t, "t")}
		if err := view.Select(ctx, q, func(scan Scan) error {
			var owner int64
			if err := scan(&owner); err != nil {
				return err
			}
			owners[owner] = true
			return nil
		}); err != nil {
			return nil, err
		}
	}
	return owners, nil
}

// verifyChain goes through the blocks of a chain, a page at a time.
func verifyChain(ctx context.Context, view *View, chain *audit.Chain, owner int64, result *Verification) error {
	const page = 500
	result.Chains++
	var seen int64
	for height := int64(0); ; {
		blocks, err := List[blockRow](ctx, view, &relation.Select{
			From:    relation.From(blockTable, "b"),
			Where:   relation.And{relation.Equal(relation.C("b", relation.Owner), owner), relation.Binary{Op: relation.Gt, L: relation.C("b", "height"), R: relation.V(height)}},
			OrderBy: []relation.Order{{By: relation.C("b", "height")}}, Limit: page,
		})
		if err != nil {
			return err
		}
		if len(blocks) == 0 {
			break
		}
		last := blocks[len(blocks)-1].Height
		events, err := blockEvents(ctx, view, owner, height, last)
		if err != nil {
			return err
		}
		for _, b := range blocks {
			bodies := make([][]byte, 0, b.Count)
			for _, e := range events[b.Height] {
				bodies = append(bodies, []byte(e.Body))
				if !e.tellsTheSame() {
					chain.Report(b.Height, audit.FaultColumns)
				}
				seen++
			}
			chain.Add(audit.Block(b), bodies)
		}
		result.Blocks += int64(len(blocks))
		height = last
	}
	result.Events += seen
	count, err := countEvents(ctx, view, owner)
	if err != nil {
		return err
	}
	if count != seen {
		chain.Report(0, audit.FaultStray)
	}
	result.Faults = append(result.Faults, chain.Close()...)
	return nil
}

func blockEvents(ctx context.Context, view *View, owner, after, last int64) (map[int64][]eventRow, error) {
	height := relation.C("e", "height")
	rows, err := List[eventRow](ctx, view, &relation.Select{
		From: relation.From(eventTable, "e"),
		Where: relation.And{relation.Equal(relation.C("e", relation.Owner), owner),
			relation.Binary{Op: relation.Gt, L: height, R: relation.V(after)}, relation.Binary{Op: relation.Le, L: height, R: relation.V(last)}},
		OrderBy: []relation.Order{{By: height}, {By: relation.C("e", "ordinal")}},
	})
	if err != nil {
		return nil, err
	}
	events := make(map[int64][]eventRow)
	for _, r := range rows {
		events[r.Height] = append(events[r.Height], r)
	}
	return events, nil
}

func countEvents(ctx context.Context, view *View, owner int64) (n int64, err error) {
	q := &relation.Select{
		Outputs: []relation.Output{{Expr: relation.Call{Func: relation.CountRows}, As: "n"}},
		From:    relation.From(eventTable, "e"), Where: relation.Equal(relation.C("e", relation.Owner), owner),
	}
	err = view.Select(ctx, q, func(scan Scan) error { return scan(&n) })
	return n, err
}

// tellsTheSame reports that the columns by which an event is found say what its body says.
func (e eventRow) tellsTheSame() bool {
	b, err := audit.Read([]byte(e.Body))
	return err == nil && b.ID == e.ID && b.At == e.At && b.Owner == e.Owner && b.Account == e.Account &&
		b.Action == e.Action && b.Kind == e.Kind && b.Object == e.Object
}
