// Package account is what administrators do with accounts: the first ones of an
// installation, new ones, what is granted to them, passwords set anew, and an
// end to them. Start with Service.Found and Create.
package account

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/session"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/credential"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/region"
)

// A Service works on accounts.
type Service struct {
	*app.Core
	Sessions *session.Service
}

// New is an account to be made.
type New struct {
	ID       uuid.UUID // made by the sender
	Name     string    // to sign in with: letters of any script, digits, . _ - ; 2 to 40 of them
	Label    string    // the person's name
	Division region.Code
	Unit     uuid.UUID // zero for none
	Password string    // the person has to change it
	Roles    []access.Role
}

var name = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}._-]{1,39}$`)

// Founded says whether the installation has accounts. Before, whoever reaches it may make the first ones.
func (s *Service) Founded(ctx context.Context) (bool, error) {
	accounts, err := s.all(ctx)
	return len(accounts) > 0, err
}

func (s *Service) all(ctx context.Context) (list []record.Account, err error) {
	err = s.Store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
		list, err = store.List[record.Account](ctx, v, &relation.Select{From: relation.From(record.AccountTable, "a"), Limit: 1})
		return err
	})
	return list, err
}

// Found makes the first accounts of an installation, a security administrator at least, who can make all others. All of them are looked
// at before the first is made. Faults: Conflict "founded" if there are any; Invalid "found-security"; those of Create.
func (s *Service) Found(ctx context.Context, call app.Call, accounts []New) error {
	founded, err := s.Founded(ctx)
	if err != nil {
		return err
	}
	if founded {
		return fault.New(fault.Conflict, "founded")
	}
	if err := checkFirst(accounts); err != nil {
		return err
	}
	system := app.System("found", access.AccountManage, access.RoleGrant)
	system.Request, system.From = call.Request, call.From
	errs := make([]error, len(accounts))
	var all sync.WaitGroup // they share commits while one password after the other is hashed
	for i, n := range accounts {
		all.Go(func() { errs[i] = s.make(ctx, system, n, false) })
	}
	all.Wait()
	return errors.Join(errs...)
}

// checkFirst finds what would keep one of the first accounts from being made: an installation with half of them could not be set up again.
func checkFirst(accounts []New) error {
	hasSecurity := false
	names := make(map[string]bool)
	for _, n := range accounts {
		n, err := n.checked()
		if err != nil {
			return err
		}
		if names[n.Name] {
			return fault.New(fault.Conflict, "account-exists", n.Name)
		}
		names[n.Name] = true
		if broken := credential.Judge(n.Password, n.Name, n.Label); len(broken) > 0 {
			return broken[0]
		}
		hasSecurity = hasSecurity || slices.Contains(n.Roles, access.Security)
	}
	if !hasSecurity {
		return fault.New(fault.Invalid, "found-security")
	}
	return nil
}

// checked is a new account as it is kept, if its name and its roles may be.
func (n New) checked() (New, error) {
	n.Name = session.Name(n.Name)
	if !name.MatchString(n.Name) {
		return n, fault.New(fault.Invalid, "account-name")
	}
	if strings.TrimSpace(n.Label) == "" {
		n.Label = n.Name
	}
	for i, r := range n.Roles {
		if err := access.Grantable(n.Roles[:i], r); err != nil {
			return n, err
		}
	}
	return n, nil
}

// Create makes an account with its roles in its division. Faults: Invalid "account-name", "password-…", "unit-elsewhere"; Conflict "account-exists" and those of access.Grantable.
func (s *Service) Create(ctx context.Context, call app.Call, n New) error {
	if err := access.Allow(call.Actor, access.AccountManage, access.Record{Owner: n.Division.Owner()}); err != nil {
		return err
	}
	for _, r := range n.Roles {
		if err := access.MayGrant(call.Actor, n.ID, nil, access.Grant{Role: r, Division: n.Division}); err != nil && call.Actor.Job() == "" {
			return err
		}
	}
	if err := s.checkUnit(ctx, call, n); err != nil {
		return err
	}
	return s.make(ctx, call, n, true)
}

// checkUnit says whether the unit of a new account is one of its division. Fault: Invalid "unit-elsewhere".
func (s *Service) checkUnit(ctx context.Context, call app.Call, n New) error {
	if n.Unit == uuid.Nil {
		return nil
	}
	return s.See(ctx, call, access.AccountManage, func(ctx context.Context, v *store.View) error {
		units, err := store.List[record.Unit](ctx, v, &relation.Select{From: relation.From(record.UnitTable, "u"), Where: relation.Equal(relation.C("u", "id"), n.Unit[:])})
		if err == nil && (len(units) == 0 || units[0].Until != 0 || units[0].Division != int64(n.Division.Owner())) {
			err = fault.New(fault.Invalid, "unit-elsewhere")
		}
		return err
	})
}

func (s *Service) make(ctx context.Context, call app.Call, n New, mustChange bool) error {
	n, err := n.checked()
	if err != nil {
		return err
	}
	hash, err := s.Sessions.HashNew(ctx, n.Password, n.Name, n.Label)
	if err != nil {
		return err
	}
	a := record.Account{Reference: store.Reference{ID: n.ID}, Name: n.Name, Label: n.Label, Division: int64(n.Division.Owner()), Password: hash,
		MustChange: mustChange, Changed: s.Now().UnixMilli()}
	if n.Unit != uuid.Nil {
		a.Unit = &n.Unit
	}
	act := app.Act{Needs: access.AccountManage, Name: "account.create", Owner: a.Division, Kind: "account", Object: a.ID, Detail: audit.Detail{"name": n.Name, "roles": fmt.Sprint(n.Roles)}}
	err = s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		isNew, err := store.Insert(ctx, tx, record.AccountTable, &a)
		if err != nil || !isNew {
			return err
		}
		for _, r := range n.Roles {
			if err := grant(ctx, tx, n.ID, r, a.Division); err != nil {
				return err
			}
		}
		return nil
	})
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Key == "record-duplicate" {
		return fault.Because(err, fault.Conflict, "account-exists", n.Name)
	}
	return err
}

func grant(ctx context.Context, tx *store.Tx, account uuid.UUID, role access.Role, division int64) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	g := record.Grant{Reference: store.Reference{ID: id}, Account: account, Role: string(role), Division: division}
	_, err = store.Insert(ctx, tx, record.GrantTable, &g)
	return err
}

// An Entry is an account with what is granted to it.
type Entry struct {
	record.Account
	Grants []record.Grant
}

// List gives the accounts the actor may manage, by name.
func (s *Service) List(ctx context.Context, call app.Call) (entries []Entry, err error) {
	err = s.See(ctx, call, access.AccountManage, func(ctx context.Context, v *store.View) error {
		accounts, err := store.List[record.Account](ctx, v, &relation.Select{From: relation.From(record.AccountTable, "a"), OrderBy: []relation.Order{{By: relation.C("a", "name")}}})
		if err != nil {
			return err
		}
		grants, err := store.List[record.Grant](ctx, v, &relation.Select{From: relation.From(record.GrantTable, "g"), OrderBy: []relation.Order{{By: relation.C("g", "role")}}})
		for _, a := range accounts {
			e := Entry{Account: a}
			for _, g := range grants {
				if g.Account == a.ID {
					e.Grants = append(e.Grants, g)
				}
			}
			entries = append(entries, e)
		}
		return err
	})
	return entries, err
}

// Find gives one account.
func (s *Service) Find(ctx context.Context, call app.Call, id uuid.UUID) (Entry, error) {
	entries, err := s.List(ctx, call)
	if err != nil {
		return Entry{}, err
	}
	i := slices.IndexFunc(entries, func(e Entry) bool { return e.ID == id })
	if i < 0 {
		return Entry{}, fault.New(fault.NotFound, "record-missing")
	}
	return entries[i], nil
}

// SetRoles gives an account just these roles in its division. Its sessions end, so that what was taken away ends now.
func (s *Service) SetRoles(ctx context.Context, call app.Call, id uuid.UUID, roles []access.Role) error {
	e, err := s.Find(ctx, call, id)
	if err != nil {
		return err
	}
	in, err := region.OfOwner(e.Division)
	if err != nil {
		return err
	}
	for i, r := range roles {
		var before []access.Grant
		for _, b := range roles[:i] {
			before = append(before, access.Grant{Role: b, Division: in})
		}
		if err := access.MayGrant(call.Actor, id, before, access.Grant{Role: r, Division: in}); err != nil {
			return err
		}
	}
	act := app.Act{Needs: access.RoleGrant, Owner: e.Division, Kind: "account", Object: id, Detail: audit.Detail{"roles": fmt.Sprint(roles)}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		have, err := store.List[record.Grant](ctx, tx, &relation.Select{From: relation.From(record.GrantTable, "g"), Where: relation.Equal(relation.C("g", "account"), id[:])})
		if err != nil {
			return err
		}
		left := slices.Clone(roles)
		for _, g := range have {
			if i := slices.Index(left, access.Role(g.Role)); i >= 0 && g.Division == e.Division {
				left = slices.Delete(left, i, i+1)
				continue
			}
			if err := store.Delete(ctx, tx, record.GrantTable, &g); err != nil {
				return err
			}
		}
		for _, r := range left {
			if err := grant(ctx, tx, id, r, e.Division); err != nil {
				return err
			}
		}
		return EndSessions(ctx, tx, id)
	})
}

// SetPassword sets a new password that the person has to change, and ends the account's sessions.
func (s *Service) SetPassword(ctx context.Context, call app.Call, id uuid.UUID, password string) error {
	e, err := s.Find(ctx, call, id)
	if err != nil {
		return err
	}
	hash, err := s.Sessions.HashNew(ctx, password, e.Name, e.Label)
	if err != nil {
		return err
	}
	return s.change(ctx, call, "account.reset", e.Account, func(a *record.Account) {
		a.Password, a.MustChange, a.Changed = hash, true, s.Now().UnixMilli()
	})
}

// SetDisabled locks an account for good, or lets it in again.
func (s *Service) SetDisabled(ctx context.Context, call app.Call, id uuid.UUID, isDisabled bool) error {
	e, err := s.Find(ctx, call, id)
	if err != nil {
		return err
	}
	if id == call.Actor.Account {
		return fault.New(fault.Forbidden, "role-to-oneself")
	}
	act := "account.enable"
	if isDisabled {
		act = "account.disable"
	}
	return s.change(ctx, call, act, e.Account, func(a *record.Account) { a.IsDisabled = isDisabled })
}

func (s *Service) change(ctx context.Context, call app.Call, act string, a record.Account, edit func(*record.Account)) error {
	return s.Change(ctx, call, app.Act{Needs: access.AccountManage, Name: act, Owner: a.Division, Kind: "account", Object: a.ID}, func(ctx context.Context, tx *store.Tx) error {
		changed := a
		edit(&changed)
		if err := store.Update(ctx, tx, record.AccountTable, &changed); err != nil {
			return err
		}
		return EndSessions(ctx, tx, a.ID)
	})
}

// EndSessions ends all sessions of an account, in the transaction of what ends them.
func EndSessions(ctx context.Context, tx *store.Tx, account uuid.UUID) error {
	_, err := tx.Run(ctx, &relation.Delete{From: record.SessionTable, Where: relation.Equal(relation.C("", "account"), account[:])})
	return err
}

// UnitNamed finds a unit of a division by one of its names. fault.NotFound "unit-missing".
func (s *Service) UnitNamed(ctx context.Context, call app.Call, division region.Code, name string) (id uuid.UUID, err error) {
	err = s.See(ctx, call, access.AccountManage, func(ctx context.Context, v *store.View) error {
		alias := relation.Exists{Query: &relation.Select{Outputs: []relation.Output{{Expr: relation.C("n", "id")}}, From: relation.From(record.UnitNameTable, "n"),
			Where: relation.And{relation.Same(relation.C("n", "unit"), relation.C("u", "id")), relation.Equal(relation.C("n", "name"), name)}}}
		units, err := store.List[record.Unit](ctx, v, &relation.Select{From: relation.From(record.UnitTable, "u"), Limit: 1,
			Where: relation.And{relation.Equal(relation.C("u", "division"), int64(division.Owner())), relation.Or{relation.Equal(relation.C("u", "name"), name), alias}}})
		if err == nil && len(units) == 0 {
			err = fault.New(fault.NotFound, "unit-missing", name)
		}
		if err == nil {
			id = units[0].ID
		}
		return err
	})
	return id, err
}

// Link says whom an identity provider means by an account: the issuer's address and the value of its claim; an empty value unties them.
func (s *Service) Link(ctx context.Context, call app.Call, id uuid.UUID, issuer, claimed string) error {
	e, err := s.Find(ctx, call, id)
	if err != nil {
		return err
	}
	subject := ""
	if claimed != "" {
		subject = session.Outside(issuer, claimed)
	}
	return s.change(ctx, call, "account.link", e.Account, func(a *record.Account) { a.Subject = subject })
}
