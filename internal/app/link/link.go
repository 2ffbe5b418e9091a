// Package link opens one thing to whoever has a link: a person's calendar to the
// telephone, the cockpit to a wall. A link stands for the account that made it and
// for nothing that account may not see; it ends when it is revoked, when the account
// is locked, and when the account loses the permission. Start with Service.Make and
// Service.Open.
package link

import (
	"context"
	"io"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/credential"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A Service makes, opens and revokes links.
type Service struct {
	*app.Core
	Random io.Reader
}

// needs is the permission that a kind of link stands on.
var needs = map[string]access.Permission{record.LinkCalendar: access.DueRead, record.LinkScreen: access.CockpitLink}

// LongestLabel is how many characters the name of a link may have.
const LongestLabel = 40

// most is how many links of a kind one person has that open.
const most = 10

// Make makes a link and gives its token, which is never shown again. id is that of the link to be. Faults: Invalid "link-label", "link-many";
// Conflict "link-made" if there is one of the id.
func (s *Service) Make(ctx context.Context, call app.Call, id uuid.UUID, kind, label string) (token string, err error) {
	label = strings.TrimSpace(label)
	if label == "" || len([]rune(label)) > LongestLabel {
		return "", fault.New(fault.Invalid, "link-label", LongestLabel)
	}
	permission, ok := needs[kind]
	if !ok {
		return "", fault.New(fault.NotFound, "not-found")
	}
	if err := access.Holds(call.Actor, permission); err != nil {
		return "", err
	}
	token, hash, err := credential.NewToken(s.Random)
	if err != nil {
		return "", err
	}
	owner := int64(call.Actor.Division.Owner())
	act := app.Act{Needs: access.SessionOwn, Name: "link.make", Owner: owner, Kind: "link", Object: id, Detail: audit.Detail{"kind": kind}}
	err = s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		open, err := own(ctx, tx, call, kind)
		if err != nil {
			return err
		}
		if len(open) >= most {
			return fault.New(fault.Invalid, "link-many", most)
		}
		isNew, err := store.Insert(ctx, tx, record.LinkTable, &record.Link{Record: store.Record{Owner: owner, ID: id}, Account: call.Actor.Account, Kind: kind, Label: label, Hash: hash, Made: s.Now().UnixMilli()})
		if err == nil && !isNew { // it was sent twice: the token of the first answer is the one that opens
			err = fault.New(fault.Conflict, "link-made")
		}
		return err
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// Own are the actor's links of a kind that open, the newest first.
func (s *Service) Own(ctx context.Context, call app.Call, kind string) (list []record.Link, err error) {
	err = s.See(ctx, call, access.SessionOwn, func(ctx context.Context, v *store.View) error {
		list, err = own(ctx, v, call, kind)
		return err
	})
	return list, err
}

func own(ctx context.Context, r store.Reader, call app.Call, kind string) ([]record.Link, error) {
	col := func(n string) relation.Col { return relation.C("l", n) }
	return store.List[record.Link](ctx, r, &relation.Select{From: relation.From(record.LinkTable, "l"), OrderBy: []relation.Order{{By: col("rid"), IsDesc: true}},
		Where: relation.And{relation.Equal(col("account"), call.Actor.Account[:]), relation.Equal(col("kind"), kind), relation.Equal(col("revoked"), int64(0))}})
}

// Revoke ends one of the actor's links. fault.NotFound: it is none of his.
func (s *Service) Revoke(ctx context.Context, call app.Call, id uuid.UUID) (kind string, err error) {
	act := app.Act{Needs: access.SessionOwn, Name: "link.revoke", Owner: int64(call.Actor.Division.Owner()), Kind: "link", Object: id}
	err = s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		l, err := store.Load[record.Link](ctx, tx, record.LinkTable, 0, id)
		if err != nil {
			return err
		}
		if kind = l.Kind; l.Revoked != 0 {
			return nil
		}
		l.Revoked = s.Now().UnixMilli()
		return store.Update(ctx, tx, record.LinkTable, &l)
	})
	return kind, err
}

// Open finds on whose behalf a link is followed. fault.NotFound ("link-over") for one that does not open, whatever the reason.
func (s *Service) Open(ctx context.Context, token, kind string) (actor access.Actor, err error) {
	over := fault.New(fault.NotFound, "link-over")
	hash, err := credential.TokenHash(token)
	if err != nil {
		return actor, over
	}
	err = s.Store.Read(ctx, store.Unscoped, func(ctx context.Context, v *store.View) error {
		col := func(n string) relation.Col { return relation.C("l", n) }
		links, err := store.List[record.Link](ctx, v, &relation.Select{From: relation.From(record.LinkTable, "l"), Limit: 1,
			Where: relation.And{relation.Equal(col("hash"), hash), relation.Equal(col("kind"), kind), relation.Equal(col("revoked"), int64(0))}})
		if err != nil {
			return err
		}
		if len(links) == 0 {
			return over
		}
		actor, err = app.ActorOf(ctx, v, links[0].Account, s.Today())
		return err
	})
	if err == nil && (actor.IsNobody() || access.Holds(actor, needs[kind]) != nil) {
		err = over
	}
	return actor, err
}
