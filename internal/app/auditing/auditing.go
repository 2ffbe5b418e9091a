// Package auditing shows what was done, by whom, and checks that nothing of it
// was changed since. Start with Service.Events and Verify.
package auditing

import (
	"context"

	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/region"
)

// A Service reads and checks the audit chains.
type Service struct {
	*app.Core
	Heads string // the file in which heads are noted outside the database
}

// Events gives a page of one chain, that of a division, the newest first. It is empty for a chain out of reach.
func (s *Service) Events(ctx context.Context, call app.Call, in region.Code, before store.EventPlace, limit int) (events []store.PlacedEvent, err error) {
	err = s.See(ctx, call, access.AuditRead, func(ctx context.Context, v *store.View) error {
		events, err = store.Events(ctx, v, int64(in.Owner()), before, limit)
		return err
	})
	return events, err
}

// Verify checks every chain against its signatures and the heads noted outside. Faults of chains out of the actor's reach are not told, only
// counted in Elsewhere. It reads all events, which takes a while.
func (s *Service) Verify(ctx context.Context, call app.Call) (v store.Verification, elsewhere int, err error) {
	if err := access.Holds(call.Actor, access.AuditRead); err != nil {
		return v, 0, err
	}
	heads, err := store.ReadHeads(s.Heads)
	if err != nil {
		return v, 0, err
	}
	if v, err = s.Store.Verify(ctx, heads, s.Vault.Keys().Public); err != nil {
		return v, 0, err
	}
	var told []audit.Fault
	for _, f := range v.Faults {
		if access.Allow(call.Actor, access.AuditRead, access.Record{Owner: int(f.Owner)}) != nil {
			elsewhere++
			continue
		}
		told = append(told, f)
	}
	v.Faults = told
	return v, elsewhere, nil
}
