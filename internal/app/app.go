// Package app is the one funnel through which everything is done: may he, then
// a transaction, then the effect, with the event that tells of it. Pages, the
// REST interface and commands all come through here, so whatever a person can
// do on a page a script can do on a line. The use cases stand in app/<area>, one
// file for each verb. Start with Core, Change and See.
package app

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/blob"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/job"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/secret"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/region"
)

// A Core is what every use case works with.
type Core struct {
	Store  *store.Store
	Files  *blob.Store
	Vault  *secret.Vault
	Jobs   *job.Queue
	Scopes *access.Scopes
	Now    func() time.Time
	Log    *slog.Logger
}

// A Call is one request: on whose behalf, from where, and its number.
type Call struct {
	Actor   access.Actor
	Request string // as in the log
	From    string // network address, or "local" for a command or a job
}

// SystemAccount stands in the audit for what no person started.
var SystemAccount = uuid.MustParse("00000000-0000-7000-8000-000000000001")

// Installation owns what belongs to no division.
const Installation = record.Installation

// System is the call of work that no person starts, allowed what it is made for.
func System(work string, duties ...access.Permission) Call {
	return Call{Actor: access.System(work, duties...), Request: work, From: "local"}
}

// account is who stands in the audit.
func (c Call) account() uuid.UUID {
	if c.Actor.Account == uuid.Nil {
		return SystemAccount
	}
	return c.Actor.Account
}

// An Act is what a change is about, for the audit.
type Act struct {
	Needs  access.Permission
	Name   string // what was done, "report.submit"; "" is Needs
	Owner  int64  // the division in whose chain it stands; 0: the installation, or what Tx.In says
	Kind   string // of the record
	Object uuid.UUID
	Detail audit.Detail
}

// Change does something on behalf of the actor: it asks whether he may at all, opens a transaction confined to the rows on which he may,
// and commits what do did with its event. Whether he may do it to the very record do decides by loading it there: what is out of reach
// is not found. Errors: those of access.Holds, store.Write and do.
func (c *Core) Change(ctx context.Context, call Call, act Act, do func(context.Context, *store.Tx) error) error {
	if err := access.Holds(call.Actor, act.Needs); err != nil {
		return err
	}
	if act.Owner == 0 { // what is the nation's is the installation's
		act.Owner = Installation
	}
	if act.Name == "" {
		act.Name = string(act.Needs)
	}
	event := audit.Event{
		Owner: act.Owner, Account: call.account(), Action: act.Name, Kind: act.Kind, Object: act.Object,
		Request: call.Request, From: call.From, Detail: act.Detail,
	}
	return c.Store.Write(ctx, c.Scopes.For(call.Actor, act.Needs), event, do)
}

// See reads on behalf of the actor: only rows on which he holds the permission are seen. What many look at and nobody has changed is read once.
func (c *Core) See(ctx context.Context, call Call, needs access.Permission, do func(context.Context, *store.View) error) error {
	if err := access.Holds(call.Actor, needs); err != nil {
		return err
	}
	return c.Store.Read(ctx, c.Scopes.For(call.Actor, needs), func(ctx context.Context, v *store.View) error { return do(ctx, v.Kept()) })
}

// ActorOf is somebody as he may act on a day; nobody, for an account that is disabled or gone.
func ActorOf(ctx context.Context, r store.Reader, id uuid.UUID, today int64) (a access.Actor, err error) {
	account, err := store.Load[record.Account](ctx, r, record.AccountTable, 0, id)
	if fault.KindOf(err) == fault.NotFound || err == nil && account.IsDisabled {
		return access.Actor{}, nil
	} else if err != nil {
		return a, err
	}
	a.Account = id
	if account.Unit != nil {
		units, err := store.ByID[record.Unit](ctx, r, record.UnitTable, []uuid.UUID{*account.Unit})
		if err != nil {
			return access.Actor{}, err
		}
		a.Unit, a.Before = *account.Unit, record.Predecessors(units[*account.Unit].Before)
	}
	if a.Division, err = region.OfOwner(account.Division); err != nil {
		return access.Actor{}, err
	}
	grants, err := store.List[record.Grant](ctx, r, &relation.Select{From: relation.From(record.GrantTable, "g"), Where: relation.Equal(relation.C("g", "account"), id[:])})
	for _, g := range grants {
		in, wrong := region.OfOwner(g.Division)
		if wrong != nil {
			return access.Actor{}, wrong
		}
		a.Grants = append(a.Grants, access.Grant{Role: access.Role(g.Role), Division: in})
	}
	if err == nil {
		a.StandsFor, err = StandsFor(ctx, r, a.Account, a.Unit, today)
	}
	return a, err
}

// Today is the day it is in China.
func (c *Core) Today() int64 { return int64(period.DateAt(c.Now())) }

// Person is the name of the person with an account, as colleagues know it: whoever may see a record may see who wrote it. "" for none.
func Person(ctx context.Context, v *store.View, account uuid.UUID) (string, error) {
	names, err := People(ctx, v, account)
	return names[account], err
}

// People are the names of several, by account.
func People(ctx context.Context, v *store.View, accounts ...uuid.UUID) (map[uuid.UUID]string, error) {
	found, err := store.ByID[record.Account](ctx, v.As(store.Unscoped), record.AccountTable, accounts)
	names := make(map[uuid.UUID]string, len(found))
	for id, a := range found {
		names[id] = a.Label
	}
	return names, err
}

// UnitNames are the names of units, by id.
func UnitNames(ctx context.Context, r store.Reader, units ...uuid.UUID) (map[uuid.UUID]string, error) {
	found, err := store.ByID[record.Unit](ctx, r, record.UnitTable, units)
	names := make(map[uuid.UUID]string, len(found))
	for id, u := range found {
		names[id] = u.Name
	}
	return names, err
}
