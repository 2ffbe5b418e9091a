package register

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/lower"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/pack"
)

// How many characters a reason has.
const (
	ShortestReason = 4
	LongestReason  = 100
)

// Reveal gives the value of a secret field, after who asked for it and why was written into the audit. register may be a child register.
// Faults: Invalid "reveal-reason"; NotFound "record-missing", "secret-erased", "secret-empty".
func (s *Service) Reveal(ctx context.Context, call app.Call, packName, register string, id uuid.UUID, field, reason string) (plain string, err error) {
	reason = strings.TrimSpace(reason)
	if n := utf8.RuneCountInString(reason); n < ShortestReason || n > LongestReason {
		return "", fault.New(fault.Invalid, "reveal-reason")
	}
	p, row, err := s.secretOf(ctx, call, packName, register, id, field)
	if err != nil {
		return "", err
	}
	act := app.Act{Needs: access.RegisterReveal, Owner: row.Owner(), Kind: p.table.Name, Object: id,
		Detail: audit.Detail{"pack": packName, "register": register, "field": field, "reason": reason}}
	err = s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		row, err := reach(ctx, tx, p, id) // as it stands in the transaction, and only if it is still within reach
		if err != nil {
			return err
		}
		keys, err := s.keys(ctx, tx, p, []store.Row{row})
		if err != nil {
			return err
		}
		if plain, err = s.open(keys[id], field, row.Bytes(lower.Sealed(field)), row); err == nil && plain == "" {
			err = fault.New(fault.NotFound, "secret-empty")
		}
		return err
	})
	if err != nil {
		return "", err
	}
	return plain, nil
}

// secretOf finds the record with a secret field that an actor may see.
func (s *Service) secretOf(ctx context.Context, call app.Call, packName, register string, id uuid.UUID, field string) (p place, row store.Row, err error) {
	err = s.See(ctx, call, access.RegisterReveal, func(ctx context.Context, v *store.View) error {
		if p, err = s.at(ctx, v, packName, register); err != nil {
			return err
		}
		if f := p.register.Field(field); f == nil || f.Kind != pack.Secret {
			return fault.New(fault.NotFound, "secret-empty")
		}
		row, err = reach(ctx, v, p, id)
		return err
	})
	return p, row, err
}

// Masked is a secret as pages show it to whoever may ask for it. Faults as for Reveal.
func (s *Service) Masked(ctx context.Context, call app.Call, packName, register string, id uuid.UUID, field string) (masked string, err error) {
	p, row, err := s.secretOf(ctx, call, packName, register, id, field)
	if err != nil {
		return "", err
	}
	err = s.See(ctx, call, access.RegisterReveal, func(ctx context.Context, v *store.View) error {
		list, err := s.describe(ctx, v, p, []store.Row{row})
		if err == nil {
			masked = list[0].Values[field]
		}
		return err
	})
	return masked, err
}
