// Package auditing shows what was done, by whom, and checks that nothing of it
// was changed since. Start with Service.Events and Verify.
package auditing

import (
	"context"
	"sync"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/session"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/region"
)

// A Service reads and checks the audit chains.
type Service struct {
	*app.Core
	Heads string // the file in which heads are noted outside the database

	checking sync.Mutex // held while chains are checked: one check at a time is work enough
	mu       sync.Mutex
	last     Checked
}

// A Checked (校验结果) is what the last check since the program's start found.
type Checked struct {
	store.Verification
	Elsewhere int   // faults in chains out of reach
	At        int64 // ms since 1970; 0: there was no check
}

// A Filter says which events are looked for. What is empty leaves nothing out.
type Filter struct {
	Account string // its name; one that there is not leaves no event
	Action  string
	From    int64 // day
	To      int64 // day, itself in it
	Before  store.EventTime
}

// A Line is an event as people read it.
type Line struct {
	store.PlacedEvent
	Who   string // the account's name; "" for the system
	About string // the name of the account it is about; "" for other records, which an auditor does not see
}

// Events gives a page of one chain, that of a division, the newest first. It is empty for a chain out of reach.
func (s *Service) Events(ctx context.Context, call app.Call, in region.Code, before store.EventPlace, limit int) (events []store.PlacedEvent, err error) {
	err = s.See(ctx, call, access.AuditRead, func(ctx context.Context, v *store.View) error {
		events, err = store.Events(ctx, v, int64(in.Owner()), before, limit)
		return err
	})
	return events, err
}

// Find gives up to limit events of all chains within reach, the newest first.
func (s *Service) Find(ctx context.Context, call app.Call, f Filter, limit int) (lines []Line, err error) {
	err = s.See(ctx, call, access.AuditRead, func(ctx context.Context, v *store.View) error {
		wanted := store.EventFilter{Action: f.Action, From: moment(f.From), Before: f.Before}
		if f.To != 0 {
			wanted.To = moment(f.To + 1)
		}
		names, err := accounts(ctx, v)
		if err != nil {
			return err
		}
		if f.Account != "" {
			for id, name := range names {
				if name == session.Name(f.Account) {
					wanted.Account = id
				}
			}
			if wanted.Account == uuid.Nil {
				return nil
			}
		}
		events, err := store.FindEvents(ctx, v, wanted, limit)
		for _, e := range events {
			lines = append(lines, Line{e, names[e.Account], names[e.Object]})
		}
		return err
	})
	return lines, err
}

// accounts are the names of all accounts: whoever may see an event may see whose act it was.
func accounts(ctx context.Context, v *store.View) (map[uuid.UUID]string, error) {
	list, err := store.List[record.Account](ctx, v.As(store.Unscoped), &relation.Select{From: relation.From(record.AccountTable, "a")})
	names := make(map[uuid.UUID]string, len(list))
	for _, a := range list {
		names[a.ID] = a.Name
	}
	return names, err
}

// moment is when a day begins in China, in ms since 1970; 0 for no day.
func moment(day int64) int64 {
	if day == 0 {
		return 0
	}
	return (day*24 - 8) * 3_600_000
}

// Check verifies all chains and remembers what was found. Fault: TooMany "audit-checking" while somebody else's check is under way.
func (s *Service) Check(ctx context.Context, call app.Call) error {
	if err := access.Holds(call.Actor, access.AuditRead); err != nil {
		return err
	}
	if !s.checking.TryLock() {
		return fault.New(fault.TooMany, "audit-checking")
	}
	defer s.checking.Unlock()
	found, err := s.verify(ctx)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = Checked{Verification: found, At: s.Now().UnixMilli()}
	return nil
}

// Last is what the last check found, as far as the actor may know, with the head of the chain of his division, nil for none.
func (s *Service) Last(call app.Call) (c Checked, head *audit.Head, err error) {
	if err := access.Holds(call.Actor, access.AuditRead); err != nil {
		return c, nil, err
	}
	s.mu.Lock()
	c = s.last
	s.mu.Unlock()
	c.Faults, c.Elsewhere = within(call, c.Faults)
	heads, err := store.ReadHeads(s.Heads)
	for _, h := range heads {
		if h.Owner == int64(call.Actor.Division.Owner()) {
			head = &h
		}
	}
	return c, head, err
}

// Verify checks every chain against its signatures and the heads noted outside. Faults of chains out of the actor's reach are not told, only
// counted in Elsewhere. It reads all events, which takes a while.
func (s *Service) Verify(ctx context.Context, call app.Call) (v store.Verification, elsewhere int, err error) {
	if err := access.Holds(call.Actor, access.AuditRead); err != nil {
		return v, 0, err
	}
	if v, err = s.verify(ctx); err != nil {
		return v, 0, err
	}
	v.Faults, elsewhere = within(call, v.Faults)
	return v, elsewhere, nil
}

func (s *Service) verify(ctx context.Context) (store.Verification, error) {
	heads, err := store.ReadHeads(s.Heads)
	if err != nil {
		return store.Verification{}, err
	}
	return s.Store.Verify(ctx, heads, s.Vault.Keys().Public)
}

// within are the faults of chains within the actor's reach; the others are counted.
func within(call app.Call, faults []audit.Fault) (told []audit.Fault, elsewhere int) {
	for _, f := range faults {
		if access.Allow(call.Actor, access.AuditRead, access.Record{Owner: int(f.Owner)}) != nil {
			elsewhere++
			continue
		}
		told = append(told, f)
	}
	return told, elsewhere
}
