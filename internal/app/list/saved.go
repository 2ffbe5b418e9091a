package list

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/wenxiao/wenxiao/internal/access"
	"github.com/wenxiao/wenxiao/internal/app"
	"github.com/wenxiao/wenxiao/internal/audit"
	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
	"github.com/wenxiao/wenxiao/region"
)

// A Service keeps lists under names, and gives what people choose from when they filter.
type Service struct{ *app.Core }

// LongestName is how many characters the name of a saved list may have.
const LongestName = 40

// mostSaved is how many lists one person keeps, and how many of a kind are shown.
const mostSaved = 100

// A Saved list is one as somebody sees it.
type Saved struct {
	record.SavedList
	By    string // who shares it; "" for the reader's own
	IsOwn bool
}

// Save keeps what an address asks of a list under a name. id is that of the list to be; the same one again is the same list. Faults: Invalid
// "list-name", "list-share", "list-many".
func (s *Service) Save(ctx context.Context, call app.Call, id uuid.UUID, kind *Kind, name string, query url.Values, share string) error {
	name = strings.TrimSpace(name)
	if name == "" || len([]rune(name)) > LongestName {
		return fault.New(fault.Invalid, "list-name", LongestName)
	}
	isUnits := share == record.SharedWithUnit && call.Actor.Unit != uuid.Nil
	if !isUnits && share != record.SharedWithNobody && share != record.SharedWithPlace {
		return fault.New(fault.Invalid, "list-share")
	}
	owner := int64(call.Actor.Division.Owner())
	act := app.Act{Needs: access.SessionOwn, Name: "list.save", Owner: owner, Kind: "saved_list", Object: id, Detail: audit.Detail{"list": kind.Name, "share": share}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		mine, err := store.List[record.SavedList](ctx, tx, &relation.Select{From: relation.From(record.SavedListTable, "l"), Limit: mostSaved,
			Where: relation.Equal(relation.C("l", "account"), call.Actor.Account[:])})
		if err != nil {
			return err
		}
		if len(mine) >= mostSaved {
			return fault.New(fault.Invalid, "list-many", mostSaved)
		}
		l := record.SavedList{Record: store.Record{Owner: owner, ID: id}, Account: call.Actor.Account, Unit: call.Actor.Unit, Kind: kind.Name, Name: name,
			Query: kind.Encode(kind.Parse(query)), Share: share, Made: s.Now().UnixMilli()}
		_, err = store.Insert(ctx, tx, record.SavedListTable, &l)
		return err
	})
}

// Saved are the lists of a kind that somebody keeps or that are shared with him, by name. Whom a list is shared with is decided here alone: it
// is a question, not an answer, so no permission reaches it.
func (s *Service) Saved(ctx context.Context, call app.Call, kind string) (list []Saved, err error) {
	col := func(n string) relation.Col { return relation.C("l", n) }
	seen := relation.Or{relation.Equal(col("account"), call.Actor.Account[:]),
		relation.And{relation.Equal(col("share"), record.SharedWithPlace), relation.Equal(col(relation.Owner), int64(call.Actor.Division.Owner()))}}
	if call.Actor.Unit != uuid.Nil {
		seen = append(seen, relation.And{relation.Equal(col("share"), record.SharedWithUnit), relation.Equal(col("unit"), call.Actor.Unit[:])})
	}
	err = s.See(ctx, call, access.SessionOwn, func(ctx context.Context, v *store.View) error {
		out := append(store.Fields[record.SavedList]("l"), relation.Output{Expr: relation.C("a", "label"), As: "label"})
		q := &relation.Select{Outputs: out, From: relation.From(record.SavedListTable, "l"), Where: relation.And{relation.Equal(col("kind"), kind), seen}, Limit: mostSaved,
			Joins:   []relation.Join{{Source: relation.From(record.AccountTable, "a"), On: relation.Same(relation.C("a", "id"), col("account"))}},
			OrderBy: []relation.Order{{By: col("name")}, {By: col("rid")}}}
		return v.As(store.Unscoped).Select(ctx, q, func(scan store.Scan) error {
			var x Saved
			var by string
			l := &x.SavedList
			err := scan(&l.Owner, &l.RID, &l.ID, &l.Version, &l.Account, &l.Unit, &l.Kind, &l.Name, &l.Query, &l.Share, &l.Made, &by)
			if x.IsOwn = l.Account == call.Actor.Account; !x.IsOwn {
				x.By = by
			}
			list = append(list, x)
			return err
		})
	})
	return list, err
}

// Remove takes one of the actor's lists away and gives the name of its kind. fault.NotFound: it is none of his.
func (s *Service) Remove(ctx context.Context, call app.Call, id uuid.UUID) (kind string, err error) {
	act := app.Act{Needs: access.SessionOwn, Name: "list.remove", Owner: int64(call.Actor.Division.Owner()), Kind: "saved_list", Object: id}
	err = s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		l, err := store.Load[record.SavedList](ctx, tx, record.SavedListTable, 0, id)
		if err != nil {
			return err
		}
		kind = l.Kind
		return store.Delete(ctx, tx, record.SavedListTable, &l)
	})
	return kind, err
}

// Export notes that somebody takes a list along, before the first row leaves.
func (s *Service) Export(ctx context.Context, call app.Call, kind *Kind, q Query, rows int64) error {
	act := app.Act{Needs: kind.Needs, Name: "list.export", Owner: int64(call.Actor.Division.Owner()), Kind: kind.Name,
		Detail: audit.Detail{"list": kind.Name, "query": kind.Encode(q), "rows": strconv.FormatInt(rows, 10)}}
	return s.Change(ctx, call, act, func(context.Context, *store.Tx) error { return nil })
}

// A Named thing is one to choose.
type Named struct {
	ID   uuid.UUID
	Name string
}

// mostChoices is how many units or documents are offered; whoever wants another follows a link that names it.
const mostChoices = 150

// Units are those of the actor's division and below it that a list can be filtered by, with the one that is chosen.
func (s *Service) Units(ctx context.Context, call app.Call, chosen string) (units []Named, err error) {
	low, high := span6(call.Actor.Division)
	division := relation.C("u", "division")
	in := relation.Expr(relation.And{relation.Binary{Op: relation.Ge, L: division, R: relation.V(low)}, relation.Binary{Op: relation.Le, L: division, R: relation.V(high)}})
	return s.choices(ctx, call, access.SessionOwn, record.UnitTable, "name", in, chosen, relation.Order{By: division}, relation.Order{By: relation.C("u", "name")})
}

// InCharge says whether somebody is a leader, and in charge of any unit.
func (s *Service) InCharge(ctx context.Context, call app.Call) (is bool, err error) {
	if !slices.ContainsFunc(call.Actor.Grants, func(g access.Grant) bool { return g.Role == access.Leader }) {
		return false, nil
	}
	err = s.See(ctx, call, access.SessionOwn, func(ctx context.Context, v *store.View) error {
		units, err := store.List[record.Unit](ctx, v, &relation.Select{From: relation.From(record.UnitTable, "u"), Where: relation.Equal(relation.C("u", "leader"), call.Actor.Account[:]), Limit: 1})
		is = len(units) > 0
		return err
	})
	return is, err
}

// span6 are the first and the last six digits of a division and those below it.
func span6(c region.Code) (low, high int64) {
	prefix := c.Prefix()
	if len(prefix) > 6 {
		prefix = prefix[:6]
	}
	low, _ = strconv.ParseInt((prefix + "000000")[:6], 10, 64) // digits of a code
	high, _ = strconv.ParseInt((prefix + "999999")[:6], 10, 64)
	return low, high
}

// Documents are the newest that were adopted and that the actor may see, with the one that is chosen.
func (s *Service) Documents(ctx context.Context, call app.Call, needs access.Permission, chosen string) ([]Named, error) {
	adopted := relation.Equal(relation.C("u", "state"), record.DocumentAdopted)
	return s.choices(ctx, call, needs, record.DocumentTable, "title", adopted, chosen, relation.Order{By: relation.C("u", "made"), IsDesc: true}, relation.Order{By: relation.C("u", "rid"), IsDesc: true})
}

func (s *Service) choices(ctx context.Context, call app.Call, needs access.Permission, t *relation.Table, name string, where relation.Expr, chosen string, order ...relation.Order) (all []Named, err error) {
	read := func(ctx context.Context, v *store.View, where relation.Expr) error {
		q := &relation.Select{Outputs: []relation.Output{{Expr: relation.C("u", "id")}, {Expr: relation.C("u", name)}}, From: relation.From(t, "u"), Where: where, OrderBy: order, Limit: mostChoices}
		return v.Select(ctx, q, func(scan store.Scan) error {
			var n Named
			err := scan(&n.ID, &n.Name)
			all = append(all, n)
			return err
		})
	}
	err = s.See(ctx, call, needs, func(ctx context.Context, v *store.View) error {
		if err := read(ctx, v, where); err != nil {
			return err
		}
		id, err := uuid.Parse(chosen)
		if err != nil {
			return nil
		}
		for _, n := range all {
			if n.ID == id {
				return nil
			}
		}
		return read(ctx, v, relation.Equal(relation.C("u", "id"), id[:]))
	})
	return all, err
}
