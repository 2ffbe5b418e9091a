package operate

import (
	"context"
	"crypto/rand"
	"fmt"
	"strconv"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/secret"
	"github.com/wenxiao/wenxiao/internal/store"
)

// Rotated says what a new key has cost.
type Rotated struct {
	Use       secret.Use
	Version   uint8 // of the newest master key
	Rewrapped int64 // data keys that were wrapped anew
	Damaged   int64 // that no key of the file opens: they were before, and stay as they are
}

// Rotate brings in a new key of a use and wraps every data key anew (of an index key: indexes every record anew). Broken off, it is
// taken up again by Resume; nothing is lost meanwhile, since old keys stay in the file. No other process may have the installation
// open: it would go on using the key before. Faults: those of secret.File.Rotate.
func (s *Service) Rotate(ctx context.Context, call app.Call, use secret.Use, progress Progress) (Rotated, error) {
	if err := access.Holds(call.Actor, access.KeyRotate); err != nil {
		return Rotated{}, err
	}
	ring, err := s.Keys.Rotate(use)
	if err != nil {
		return Rotated{}, err
	}
	act := app.Act{Needs: access.KeyRotate, Owner: app.Installation, Kind: "key", Detail: audit.Detail{"use": string(use), "master": strconv.Itoa(int(ring.Keys().Master))}}
	if err := s.Change(ctx, call, act, func(context.Context, *store.Tx) error { return nil }); err != nil {
		return Rotated{}, err
	}
	r, err := s.rekey(ctx, call, secret.New(ring, rand.Reader), use == secret.IndexKey, progress)
	r.Use = use
	return r, err
}

// Resume goes on where a rotation was broken off: it changes what still goes by older keys.
func (s *Service) Resume(ctx context.Context, call app.Call, progress Progress) (Rotated, error) {
	if err := access.Holds(call.Actor, access.KeyRotate); err != nil {
		return Rotated{}, err
	}
	ring, err := s.Keys.Open()
	if err != nil {
		return Rotated{}, err
	}
	return s.rekey(ctx, call, secret.New(ring, rand.Reader), true, progress)
}

func (s *Service) rekey(ctx context.Context, call app.Call, vault *secret.Vault, isIndex bool, progress Progress) (Rotated, error) {
	r := Rotated{Version: vault.Keys().Master}
	total, err := s.outdated(ctx, r.Version)
	if err != nil {
		return r, err
	}
	for _, p := range record.KeyPlaces() {
		err := s.rewrap(ctx, call, vault, p, func(rewrapped, damaged int64) {
			r.Rewrapped, r.Damaged = r.Rewrapped+rewrapped, r.Damaged+damaged
			if progress != nil {
				progress(r.Rewrapped+r.Damaged, total)
			}
		})
		if err != nil {
			return r, fmt.Errorf("wrap keys of %s.%s anew: %w", p.Table.Name, p.Column, err)
		}
	}
	if isIndex && s.Reindex != nil {
		return r, s.Reindex(ctx, vault, progress)
	}
	return r, nil
}

// older is the condition on rows whose key is wrapped by an older master key: the first octet is the form, the second the version.
func older(column relation.Expr, version uint8) relation.Expr {
	return relation.And{
		relation.Binary{Op: relation.Ge, L: column, R: relation.V([]byte{1, 0})},
		relation.Binary{Op: relation.Lt, L: column, R: relation.V([]byte{1, version})},
	}
}

// outdated counts the keys to be wrapped anew.
func (s *Service) outdated(ctx context.Context, version uint8) (total int64, err error) {
	err = s.Store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
		for _, p := range record.KeyPlaces() {
			q := &relation.Select{Outputs: []relation.Output{{Expr: relation.Call{Func: relation.CountRows}, As: "n"}},
				From: relation.From(p.Table, "t"), Where: older(relation.C("t", p.Column), version)}
			if err := v.Select(ctx, q, func(scan store.Scan) error {
				var n int64
				err := scan(&n)
				total += n
				return err
			}); err != nil {
				return err
			}
		}
		return nil
	})
	return total, err
}

// A keyRow is a row with a wrapped key.
type keyRow struct {
	at             any // its place in the table's order
	owner          int64
	id             uuid.UUID
	wrapped, fresh secret.Wrapped
	whose          []byte
}

// keyBatch is how many keys are wrapped anew in one transaction.
const keyBatch = 200

// rewrap wraps the keys of one column anew, some at a time. What it has done stays done when it is broken off.
func (s *Service) rewrap(ctx context.Context, call app.Call, vault *secret.Vault, p record.KeyPlace, done func(rewrapped, damaged int64)) error {
	for after := any(nil); ; {
		rows, err := s.keyRows(ctx, p, vault.Keys().Master, after)
		if err != nil || len(rows) == 0 {
			return err
		}
		after = rows[len(rows)-1].at
		var good []keyRow
		for _, r := range rows {
			subject, err := p.Subject(r.owner, r.whose)
			if err == nil {
				r.fresh, err = vault.Rewrap(r.wrapped, subject)
			}
			if err != nil {
				s.Log.Error("key not wrapped anew", "table", p.Table.Name, "record", r.id, "error", err)
				continue
			}
			good = append(good, r)
		}
		act := app.Act{Needs: access.KeyRotate, Name: "key.rewrap", Owner: app.Installation, Kind: p.Table.Name,
			Detail: audit.Detail{"column": p.Column, "keys": strconv.Itoa(len(good)), "master": strconv.Itoa(int(vault.Keys().Master))}}
		err = s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
			for _, r := range good {
				if _, err := tx.ReplaceKey(ctx, p.Table, p.Column, r.owner, r.id, r.wrapped, r.fresh); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		done(int64(len(good)), int64(len(rows)-len(good)))
	}
}

// keyRows are rows behind a place whose key is older.
func (s *Service) keyRows(ctx context.Context, p record.KeyPlace, version uint8, after any) (rows []keyRow, err error) {
	order := relation.C("t", "id")
	isOwned := p.Table.Placement == relation.Owned
	if isOwned {
		order = relation.C("t", "rid")
	}
	q := &relation.Select{
		Outputs: []relation.Output{{Expr: relation.C("t", "id")}, {Expr: relation.C("t", p.Column)}, {Expr: relation.C("t", p.Whose), As: "whose"}},
		From:    relation.From(p.Table, "t"), Where: older(relation.C("t", p.Column), version), OrderBy: []relation.Order{{By: order}}, Limit: keyBatch,
	}
	if isOwned {
		q.Outputs = append(q.Outputs, relation.Output{Expr: relation.C("t", relation.Owner)}, relation.Output{Expr: order})
	}
	if after != nil {
		q.Where = relation.And{q.Where, relation.Binary{Op: relation.Gt, L: order, R: relation.V(after)}}
	}
	err = s.Store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
		rows = nil
		return v.Select(ctx, q, func(scan store.Scan) error {
			var r keyRow
			var rid int64
			dest := []any{&r.id, (*[]byte)(&r.wrapped), &r.whose}
			if isOwned {
				dest = append(dest, &r.owner, &rid)
			}
			err := scan(dest...)
			r.at = rid
			if !isOwned {
				r.at = r.id[:]
			}
			rows = append(rows, r)
			return err
		})
	})
	return rows, err
}
