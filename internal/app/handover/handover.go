// Package handover gives what is open in somebody's hands to colleagues (工作交接):
// found, listed and given in one act, with the list kept to be printed and signed,
// and confirmed by each who receives. What is open in the hands of a unit stays
// there. Start with Service.Prepare and Give; what there is to find stands in find.go.
package handover

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/app/account"
	"github.com/wenxiao/wenxiao/internal/app/casework"
	"github.com/wenxiao/wenxiao/internal/app/inbox"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/locale"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// A Service hands work over.
type Service struct {
	*app.Core
	Cases *casework.Service
}

// maxText is how many characters each text of a handover may have.
const maxText = 500

// A Person is somebody who gives or receives, with his posts.
type Person struct {
	record.Account
	Roles []access.Role
}

// A Preparation is what somebody has to hand over, and to whom he can.
type Preparation struct {
	Giver     Person
	UnitName  string
	Items     []Item
	Receivers []Person
}

// Givers are the people whose work the actor may hand over, by name.
func (s *Service) Givers(ctx context.Context, call app.Call) (list []record.Account, err error) {
	err = s.See(ctx, call, access.HandoverMake, func(ctx context.Context, v *store.View) error {
		all, err := store.List[record.Account](ctx, v.As(store.Unscoped), &relation.Select{From: relation.From(record.AccountTable, "a"),
			Where: relation.Equal(relation.C("a", "is_disabled"), int64(0)), OrderBy: []relation.Order{{By: relation.C("a", "label")}, {By: relation.C("a", "id")}}})
		for _, a := range all {
			if may(call, a) == nil {
				list = append(list, a)
			}
		}
		return err
	})
	return list, err
}

// may says whether the actor may hand over what is in an account's hands.
func may(call app.Call, a record.Account) error {
	on := access.Record{Owner: int(a.Division), Account: a.ID}
	if a.Unit != nil {
		on.Lead = []uuid.UUID{*a.Unit}
	}
	return access.Allow(call.Actor, access.HandoverMake, on)
}

// Prepare shows what is open in somebody's hands, and the colleagues who can take it. fault.NotFound: nobody whose work the actor may hand over.
func (s *Service) Prepare(ctx context.Context, call app.Call, giver uuid.UUID) (p Preparation, err error) {
	err = s.See(ctx, call, access.HandoverMake, func(ctx context.Context, v *store.View) error {
		p, err = s.prepare(ctx, v.As(store.Unscoped), call, giver)
		return err
	})
	return p, err
}

func (s *Service) prepare(ctx context.Context, r store.Reader, call app.Call, giver uuid.UUID) (p Preparation, err error) {
	a, err := store.Load[record.Account](ctx, r, record.AccountTable, 0, giver)
	if err != nil || may(call, a) != nil {
		return p, fault.New(fault.NotFound, "record-missing")
	}
	people, err := colleagues(ctx, r, a)
	if err != nil {
		return p, err
	}
	for _, x := range people {
		switch {
		case x.ID == a.ID:
			p.Giver = x
		case !x.IsDisabled:
			p.Receivers = append(p.Receivers, x)
		}
	}
	if a.Unit != nil {
		u, err := store.Load[record.Unit](ctx, r, record.UnitTable, 0, *a.Unit)
		if err != nil {
			return p, err
		}
		p.UnitName = u.Name
	}
	p.Items, err = s.find(ctx, r, p.Giver)
	return p, err
}

// colleagues are the people of somebody's unit, himself among them; where he has none, those of his division who have none.
func colleagues(ctx context.Context, r store.Reader, a record.Account) ([]Person, error) {
	where := relation.And{relation.Equal(relation.C("a", "division"), a.Division), relation.IsNull{X: relation.C("a", "unit")}}
	if a.Unit != nil {
		where = relation.And{relation.Equal(relation.C("a", "unit"), a.Unit[:])}
	}
	accounts, err := store.List[record.Account](ctx, r, &relation.Select{From: relation.From(record.AccountTable, "a"), Where: where, OrderBy: []relation.Order{{By: relation.C("a", "label")}, {By: relation.C("a", "id")}}})
	if err != nil {
		return nil, err
	}
	people := make([]Person, len(accounts))
	at := map[uuid.UUID]int{}
	in := relation.In{X: relation.C("g", "account")}
	for i, x := range accounts {
		people[i].Account, at[x.ID] = x, i
		in.Values = append(in.Values, accounts[i].ID[:])
	}
	grants, err := store.List[record.Grant](ctx, r, &relation.Select{From: relation.From(record.GrantTable, "g"), Where: in, OrderBy: []relation.Order{{By: relation.C("g", "role")}}})
	for _, g := range grants {
		i := at[g.Account]
		people[i].Roles = append(people[i].Roles, access.Role(g.Role))
	}
	return people, err
}

// A Giving is a handover as it is sent.
type Giving struct {
	ID       uuid.UUID // made by the sender; the same one again is the same handover
	Giver    uuid.UUID
	Receiver uuid.UUID            // of what nobody else is named for
	By       map[string]uuid.UUID // receiver by Item.Key
	Witness  string               // 监交人
	Reason   string
	Closes   bool // the giver leaves: his account ends now
}

// Give hands everything over that is open in somebody's hands, in one act. Faults: NotFound; Invalid "handover-reason", "handover-witness",
// "handover-receiver" for one who is no colleague, "handover-leader" for one who would be in charge of units and leads none where the giver leaves, "handover-self" for somebody who would close his own account; Conflict "handover-role" if he alone
// has a post that no receiver has, so that somebody's work would wait for nobody.
func (s *Service) Give(ctx context.Context, call app.Call, g Giving) error {
	g.Reason, g.Witness = strings.TrimSpace(g.Reason), strings.TrimSpace(g.Witness)
	switch {
	case g.Reason == "" || utf8.RuneCountInString(g.Reason) > maxText:
		return fault.New(fault.Invalid, "handover-reason")
	case g.Witness == "" || utf8.RuneCountInString(g.Witness) > maxText:
		return fault.New(fault.Invalid, "handover-witness")
	case g.Closes && g.Giver == call.Actor.Account:
		return fault.New(fault.Invalid, "handover-self")
	}
	act := app.Act{Needs: access.HandoverMake, Name: "handover.give", Owner: int64(call.Actor.Division.Owner()), Kind: "handover", Object: g.ID, Detail: audit.Detail{"giver": g.Giver.String(), "reason": g.Reason}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		return tx.As(store.Unscoped, func() error {
			p, err := s.prepare(ctx, tx, call, g.Giver)
			if err != nil {
				return err
			}
			tx.In(p.Giver.Division)
			tx.Note("items", strconv.Itoa(len(p.Items)))
			return s.give(ctx, tx, call, g, p)
		})
	})
}

func (s *Service) give(ctx context.Context, tx *store.Tx, call app.Call, g Giving, p Preparation) error {
	h := record.Handover{Record: store.Record{Owner: p.Giver.Division, ID: g.ID}, Giver: g.Giver, UnitName: p.UnitName, Name: p.Giver.Label, Witness: g.Witness, Reason: g.Reason,
		Closes: g.Closes, Account: call.Actor.Account, Made: s.Now().UnixMilli()}
	if p.Giver.Unit != nil {
		h.Unit = *p.Giver.Unit
	}
	if isNew, err := store.Insert(ctx, tx, record.HandoverTable, &h); err != nil || !isNew {
		return err
	}
	// The post itself stands first, so that whoever takes over has something to confirm where nothing is open.
	post := Item{Kind: "post", Subject: g.Giver, Title: posts(p.Giver)}
	given := map[uuid.UUID]int{}
	for n, x := range append([]Item{post}, p.Items...) {
		to, err := receiver(p, g, x)
		if err != nil {
			return err
		}
		if x.needs != "" && !slices.Contains(to.Roles, x.needs) {
			if g.Closes {
				return fault.New(fault.Invalid, "handover-leader", x.Title)
			}
			continue
		}
		if x.give != nil {
			if err := x.give(ctx, tx, s, call, to); err != nil {
				return err
			}
		}
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		i := record.HandoverItem{Record: store.Record{Owner: h.Owner, ID: id}, Handover: h.ID, Ordinal: int64(n + 1), Kind: x.Kind, Subject: x.Subject, Title: x.Title, About: x.About,
			Due: x.Due, Href: x.Href, Receiver: to.ID, Name: to.Label}
		if _, err := store.Insert(ctx, tx, record.HandoverItemTable, &i); err != nil {
			return err
		}
		given[to.ID]++
	}
	if g.Closes {
		if err := s.end(ctx, tx, p, given); err != nil {
			return err
		}
	}
	for _, x := range p.Receivers {
		if given[x.ID] == 0 {
			continue
		}
		note := inbox.Note{Kind: inbox.HandedOver, Args: []string{strconv.Itoa(given[x.ID])}, Href: "/handovers/" + h.ID.String()}
		if err := inbox.TellPerson(ctx, tx, x.ID, h.Made, note); err != nil {
			return err
		}
	}
	return nil
}

// posts are somebody's posts in words.
func posts(p Person) string {
	words := make([]string, len(p.Roles))
	for i, r := range p.Roles {
		words[i] = locale.Label(locale.Zh, r)
	}
	return strings.Join(words, locale.Text(locale.Zh, "list.names"))
}

func receiver(p Preparation, g Giving, x Item) (Person, error) {
	id, ok := g.By[x.Key()]
	if !ok || id == uuid.Nil {
		id = g.Receiver
	}
	i := slices.IndexFunc(p.Receivers, func(r Person) bool { return r.ID == id })
	if i < 0 {
		return Person{}, fault.New(fault.Invalid, "handover-receiver")
	}
	return p.Receivers[i], nil
}

// end closes the giver's account, unless his unit would be left without somebody in one of his posts.
func (s *Service) end(ctx context.Context, tx *store.Tx, p Preparation, given map[uuid.UUID]int) error {
	for _, role := range p.Giver.Roles {
		if role != access.Reporter && role != access.Approver {
			continue // those of an office are granted by division, not by unit
		}
		if !slices.ContainsFunc(p.Receivers, func(x Person) bool { return slices.Contains(x.Roles, role) }) {
			return fault.New(fault.Conflict, "handover-role", locale.Label(locale.Zh, role))
		}
	}
	a, err := store.Load[record.Account](ctx, tx, record.AccountTable, 0, p.Giver.ID)
	if err != nil {
		return err
	}
	a.IsDisabled = true
	if err := store.Update(ctx, tx, record.AccountTable, &a); err != nil {
		return err
	}
	return account.EndSessions(ctx, tx, a.ID)
}
