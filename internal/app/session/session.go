// Package session is how people come in and go: signing in with a password, a
// one-time code or an identity provider, the session that follows, and what
// somebody changes about his own way in. Start with Service.SignIn and Resume.
package session

import (
	"context"
	"encoding/json"
	"io"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/credential"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/region"
)

// A Service signs people in and out.
type Service struct {
	*app.Core
	Hasher *credential.Hasher
	Rules  credential.Sessions
	Random io.Reader
}

// A Session is an account that is signed in.
type Session struct {
	Actor      access.Actor
	ID         uuid.UUID
	Name       string // of the account
	Label      string // the person's name
	MustChange bool   // the password, before anything else
}

// found is a session with its account and one of its grants.
type found struct {
	hash       []byte
	id         uuid.UUID
	account    uuid.UUID
	made, seen int64
	name       string
	label      string
	division   int64
	unit       *uuid.UUID
	before     *[]byte // the units whose place that has taken
	mustChange bool
	isDisabled bool
	role       *string
	in         *int64
}

// Resume finds the session of a token. A fault of kind Unknown says that there is none any more, and why.
func (s *Service) Resume(ctx context.Context, token string) (Session, error) {
	hash, err := credential.TokenHash(token)
	if err != nil {
		return Session{}, err
	}
	var rows []found
	var standsFor []uuid.UUID
	err = s.Store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
		v = v.Kept()
		if rows, err = read(ctx, v, hash); err != nil || len(rows) == 0 || rows[0].unit == nil {
			return err
		}
		standsFor, err = app.StandsFor(ctx, v, rows[0].account, *rows[0].unit, s.Today())
		return err
	})
	if err != nil {
		return Session{}, err
	}
	if len(rows) == 0 || rows[0].isDisabled {
		return Session{}, fault.New(fault.Unknown, "sign-in-needed")
	}
	f, now := rows[0], s.Now()
	times := credential.Session{Opened: time.UnixMilli(f.made), Seen: time.UnixMilli(f.seen)}
	if err := s.Rules.Check(times, now); err != nil {
		return Session{}, err
	}
	if s.Rules.Note(times, now) {
		if err := s.note(ctx, hash, now); err != nil {
			return Session{}, err
		}
	}
	session := Session{ID: f.id, Name: f.name, Label: f.label, MustChange: f.mustChange, Actor: access.Actor{Account: f.account, StandsFor: standsFor}}
	if f.unit != nil {
		session.Actor.Unit = *f.unit
	}
	if f.before != nil {
		session.Actor.Before = record.Predecessors(*f.before)
	}
	if session.Actor.Division, err = region.OfOwner(f.division); err != nil {
		return Session{}, err
	}
	for _, row := range rows {
		if row.role == nil {
			continue
		}
		in, err := region.OfOwner(*row.in)
		if err != nil {
			return Session{}, err
		}
		session.Actor.Grants = append(session.Actor.Grants, access.Grant{Role: access.Role(*row.role), Division: in})
	}
	return session, nil
}

// read finds a session in one query: it is asked with every request.
func read(ctx context.Context, r store.Reader, hash []byte) ([]found, error) {
	var rows []found
	out := func(source string, names ...string) (outputs []relation.Output) {
		for _, n := range names {
			outputs = append(outputs, relation.Output{Expr: relation.C(source, n)})
		}
		return outputs
	}
	q := &relation.Select{
		From:  relation.From(record.SessionTable, "s"),
		Where: relation.And{relation.Equal(relation.C("s", "hash"), hash), relation.Equal(relation.C("s", "is_pending"), false)},
		Joins: []relation.Join{
			{Source: relation.From(record.AccountTable, "a"), On: relation.Same(relation.C("a", "id"), relation.C("s", "account"))},
			{Source: relation.From(record.UnitTable, "u"), IsLeft: true, On: relation.Same(relation.C("u", "id"), relation.C("a", "unit"))},
			{Source: relation.From(record.GrantTable, "g"), IsLeft: true, On: relation.Same(relation.C("g", "account"), relation.C("s", "account"))},
		},
	}
	q.Outputs = append(append(out("s", "hash", "id", "account", "made", "seen"), out("a", "name", "label", "division", "unit", "must_change", "is_disabled")...),
		relation.Output{Expr: relation.C("u", "before")}, relation.Output{Expr: relation.C("g", "role")}, relation.Output{Expr: relation.C("g", "division"), As: "granted"})
	err := r.Select(ctx, q, func(scan store.Scan) error {
		var f found
		err := scan(&f.hash, &f.id, &f.account, &f.made, &f.seen, &f.name, &f.label, &f.division, &f.unit, &f.mustChange, &f.isDisabled, &f.before, &f.role, &f.in)
		rows = append(rows, f)
		return err
	})
	return rows, err
}

func (s *Service) note(ctx context.Context, hash []byte, now time.Time) error {
	return s.Store.Keep(ctx, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Run(ctx, &relation.Update{
			Table: record.SessionTable, Where: relation.Equal(relation.C("", "hash"), hash),
			Sets: []relation.Set{{Column: "seen", To: relation.V(now.UnixMilli())}},
		})
		return err
	})
}

// Own lists the sessions of the actor, the newest first.
func (s *Service) Own(ctx context.Context, call app.Call) (sessions []record.Session, err error) {
	err = s.See(ctx, call, access.SessionOwn, func(ctx context.Context, v *store.View) error {
		sessions, err = store.List[record.Session](ctx, v, &relation.Select{
			From: relation.From(record.SessionTable, "s"), OrderBy: []relation.Order{{By: relation.C("s", "made"), IsDesc: true}},
		})
		return err
	})
	return sessions, err
}

// Close ends a session of the actor, by the session's id. One that has ended already is no fault.
func (s *Service) Close(ctx context.Context, call app.Call, id uuid.UUID) error {
	return s.Change(ctx, call, s.own(call, "session.close", id), func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.Run(ctx, &relation.Delete{From: record.SessionTable, Where: relation.And{
			relation.Equal(relation.C("", "id"), id[:]), relation.Equal(relation.C("", "account"), call.Actor.Account[:]),
		}})
		return err
	})
}

// own is an act on one's own way in; it stands in the chain of one's division.
func (s *Service) own(call app.Call, name string, object uuid.UUID) app.Act {
	return app.Act{Needs: access.SessionOwn, Name: name, Owner: int64(call.Actor.Division.Owner()), Kind: "session", Object: object}
}

func hashes(text string) (list [][]byte) {
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return nil // none was ever written
	}
	return list
}

// Name is an account's name as it is kept and compared.
func Name(typed string) string { return strings.ToLower(strings.TrimSpace(typed)) }
