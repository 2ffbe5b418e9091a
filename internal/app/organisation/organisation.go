// Package organisation is who there is: divisions and the offices in them, under
// the names they have and had. Documents name offices in many ways; what a name
// means is resolved against this list, and a person confirms it. It decides
// nothing about accounts. Start with Service.AddUnit and Directory.
package organisation

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

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

// A Service works on divisions and units.
type Service struct{ *app.Core }

// A Division (行政区划) is one to be added.
type Division struct {
	ID uuid.UUID // made by the sender; the same one again is the same division
	region.Division
}

// AddDivision adds a division, or another name that its code had. It may lie in the actor's division or be it. Faults: Invalid
// "division-name", "division-level", "division-days"; Forbidden; Conflict "division-twice" if the code has another name on one of these days.
func (s *Service) AddDivision(ctx context.Context, call app.Call, d Division) error {
	d.Name = strings.TrimSpace(d.Name)
	switch {
	case !isName(d.Name):
		return fault.New(fault.Invalid, "division-name")
	case d.Code.IsNation() || d.Code.Level() > region.County:
		return fault.New(fault.Invalid, "division-level", d.Name)
	case d.To != 0 && d.To <= d.From:
		return fault.New(fault.Invalid, "division-days", d.Name)
	}
	r := record.Division{Reference: store.Reference{ID: d.ID}, Code: int64(d.Code.Owner()), Name: d.Name, From: int64(d.From), To: int64(d.To)}
	return s.change(ctx, call, d.Code, "division.add", "division", d.ID, audit.Detail{"code": d.Code.String(), "name": d.Name}, func(ctx context.Context, tx *store.Tx) error {
		others, err := store.List[record.Division](ctx, tx, &relation.Select{From: relation.From(record.DivisionTable, "d"), Where: relation.Equal(relation.C("d", "code"), r.Code)})
		if err != nil {
			return err
		}
		for _, o := range others {
			if o.ID != r.ID && meet(o.From, o.To, r.From, r.To) {
				return fault.New(fault.Conflict, "division-twice", d.Code.String(), o.Name)
			}
		}
		_, err = store.Insert(ctx, tx, record.DivisionTable, &r)
		return err
	})
}

// A Unit (单位) is one to be added.
type Unit struct {
	ID         uuid.UUID // made by the sender; the same one again is the same unit
	Division   region.Code
	Name       string     // in full, as on its seal
	Aliases    []string   // other names that documents give it
	Parent     uuid.UUID  // zero for none
	IsVertical bool       // 垂管
	Line       string     // 条线; empty where it is not known
	Leader     uuid.UUID  // 政府分管领导; zero where nobody has said it
	From       region.Day // 0: always
}

// AddUnit adds a unit with its names. Faults: Invalid "unit-name"; Forbidden; NotFound "division-missing"; Conflict "unit-twice" if a unit of
// the division has the name.
func (s *Service) AddUnit(ctx context.Context, call app.Call, u Unit) error {
	names := append([]string{u.Name}, u.Aliases...)
	for i := range names {
		if names[i] = strings.TrimSpace(names[i]); !isName(names[i]) {
			return fault.New(fault.Invalid, "unit-name")
		}
	}
	r := record.Unit{Reference: store.Reference{ID: u.ID}, Division: int64(u.Division.Owner()), Name: names[0], Parent: u.Parent, IsVertical: u.IsVertical, Line: strings.TrimSpace(u.Line), Leader: u.Leader}
	return s.change(ctx, call, u.Division, "unit.add", "unit", u.ID, audit.Detail{"name": names[0]}, func(ctx context.Context, tx *store.Tx) error {
		return insert(ctx, tx, r, names, u.From)
	})
}

// Insert adds a unit in the transaction of what makes it. Faults as of AddUnit.
func Insert(ctx context.Context, tx *store.Tx, u Unit) error {
	if u.Name = strings.TrimSpace(u.Name); !isName(u.Name) {
		return fault.New(fault.Invalid, "unit-name")
	}
	r := record.Unit{Reference: store.Reference{ID: u.ID}, Division: int64(u.Division.Owner()), Name: u.Name, Parent: u.Parent, IsVertical: u.IsVertical, Line: strings.TrimSpace(u.Line), Leader: u.Leader}
	return insert(ctx, tx, r, append([]string{u.Name}, u.Aliases...), u.From)
}

func insert(ctx context.Context, tx *store.Tx, r record.Unit, names []string, from region.Day) error {
	if err := checkNew(ctx, tx, r); err != nil {
		return err
	}
	isNew, err := store.Insert(ctx, tx, record.UnitTable, &r)
	if err != nil || !isNew {
		return err
	}
	for i, n := range names {
		if slices.Contains(names[:i], n) {
			continue
		}
		if err := addName(ctx, tx, record.UnitName{Unit: r.ID, Name: n, IsAlias: i > 0, From: int64(from)}); err != nil {
			return err
		}
	}
	return nil
}

func checkNew(ctx context.Context, tx *store.Tx, u record.Unit) error {
	places, err := store.List[record.Division](ctx, tx, &relation.Select{From: relation.From(record.DivisionTable, "d"), Where: relation.Equal(relation.C("d", "code"), u.Division)})
	if err != nil {
		return err
	}
	if len(places) == 0 {
		return fault.New(fault.NotFound, "division-missing", fmt.Sprintf("%06d", u.Division))
	}
	if u.Parent != uuid.Nil {
		if _, err := store.Load[record.Unit](ctx, tx, record.UnitTable, 0, u.Parent); err != nil {
			return err
		}
	}
	return checkName(ctx, tx, u.ID, u.Division, u.Name)
}

// checkName makes sure that no other unit of a division has a name today.
func checkName(ctx context.Context, tx *store.Tx, unit uuid.UUID, division int64, name string) error {
	same, err := store.List[record.Unit](ctx, tx, &relation.Select{From: relation.From(record.UnitTable, "u"), Where: relation.And{
		relation.Equal(relation.C("u", "division"), division), relation.Equal(relation.C("u", "name"), name)}})
	if err != nil {
		return err
	}
	if slices.ContainsFunc(same, func(o record.Unit) bool { return o.ID != unit }) {
		return fault.New(fault.Conflict, "unit-twice", name)
	}
	return nil
}

// Remember adds a name that documents give a unit, in the transaction in which a person said so; one that it has already is left as it is.
func Remember(ctx context.Context, tx *store.Tx, n record.UnitName) error {
	have, err := store.List[record.UnitName](ctx, tx, &relation.Select{From: relation.From(record.UnitNameTable, "n"), Where: relation.And{
		relation.Equal(relation.C("n", "unit"), n.Unit[:]), relation.Equal(relation.C("n", "name"), n.Name)}})
	if err != nil || len(have) > 0 || !isName(n.Name) {
		return err
	}
	return addName(ctx, tx, n)
}

// Forget takes back a name that a person said a unit has. fault.NotFound: it has no such name, or has it not by a person.
func (s *Service) Forget(ctx context.Context, call app.Call, name uuid.UUID) error {
	act := app.Act{Needs: access.DocumentAdopt, Name: "unit.forget", Kind: "unit"}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		n, err := store.Load[record.UnitName](ctx, tx, record.UnitNameTable, 0, name)
		if err != nil {
			return err
		}
		u, err := store.Load[record.Unit](ctx, tx, record.UnitTable, 0, n.Unit)
		if err != nil {
			return err
		}
		if !n.IsAlias || n.Account == uuid.Nil || !mayResolve(call.Actor, u) {
			return fault.New(fault.NotFound, "record-missing")
		}
		return store.Delete(ctx, tx, record.UnitNameTable, &n)
	})
}

// mayResolve says whether an actor is of the office that resolves names to a unit: its division's, or one above or below it.
func mayResolve(a access.Actor, u record.Unit) bool {
	in, err := region.OfOwner(u.Division)
	return err == nil && (a.Division.Contains(in) || in.Contains(a.Division))
}

// A Place is where a unit stands: of which line (条线) it is, and which leader of the government is in charge of it (政府分管领导).
type Place struct {
	Version int64 // of the unit as the sender knows it; 0: whatever it is
	Line    string
	Leader  *uuid.UUID // an account, zero for none; nil leaves it as it is
}

// SetPlace says where a unit of the actor's division, or of one below it, stands. Faults: NotFound; Forbidden; Invalid "unit-line" for a line that is too
// long, "unit-leader" for an account that is no leader over the unit; Conflict "record-stale".
func (s *Service) SetPlace(ctx context.Context, call app.Call, unit uuid.UUID, place Place) error {
	line := strings.TrimSpace(place.Line)
	if utf8.RuneCountInString(line) > maxLine {
		return fault.New(fault.Invalid, "unit-line")
	}
	act := app.Act{Needs: access.DocumentAdopt, Name: "unit.place", Kind: "unit", Object: unit, Detail: audit.Detail{"line": line}}
	return s.Change(ctx, call, act, func(ctx context.Context, tx *store.Tx) error {
		u, err := store.Load[record.Unit](ctx, tx, record.UnitTable, 0, unit)
		if err != nil {
			return err
		}
		in, err := region.OfOwner(u.Division)
		switch {
		case err != nil:
			return err
		case !call.Actor.Division.Contains(in) || u.Until != 0:
			return fault.New(fault.NotFound, "record-missing")
		case place.Version != 0 && place.Version != u.Version:
			return fault.New(fault.Conflict, "record-stale")
		}
		tx.In(u.Division)
		leader := u.Leader
		if place.Leader != nil {
			leader = *place.Leader
		}
		if leader != uuid.Nil && leader != u.Leader {
			if err := tx.As(store.Unscoped, func() error { return checkLeader(ctx, tx, u, leader) }); err != nil {
				return err
			}
		}
		if u.Line == line && u.Leader == leader {
			return nil
		}
		if u.Leader != leader {
			tx.Note("leader", leader.String())
		}
		u.Line, u.Leader = line, leader
		return store.Update(ctx, tx, record.UnitTable, &u)
	})
}

// checkLeader makes sure that somebody leads the unit's division, or one above it.
func checkLeader(ctx context.Context, r store.Reader, u record.Unit, account uuid.UUID) error {
	leaders, err := readLeaders(ctx, r)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(leaders, func(l Leader) bool { return l.Account == account && l.Over(u) }) {
		return fault.New(fault.Invalid, "unit-leader")
	}
	return nil
}

// maxLine is how many characters the name of a line has at most.
const maxLine = 20

// Rename gives a unit another name from a day on, in the transaction of what it belongs to; it stays the same unit, and the old name goes on to mean it.
// Faults: Invalid "unit-name", "unit-renamed-before" if it had a new name on that day or later; Conflict "unit-twice"; NotFound.
func Rename(ctx context.Context, tx *store.Tx, unit uuid.UUID, name string, from region.Day) error {
	if name = strings.TrimSpace(name); !isName(name) {
		return fault.New(fault.Invalid, "unit-name")
	}
	u, err := store.Load[record.Unit](ctx, tx, record.UnitTable, 0, unit)
	if err != nil || u.Name == name {
		return err
	}
	names, err := namesOf(ctx, tx, unit)
	if err != nil {
		return err
	}
	if err := checkName(ctx, tx, u.ID, u.Division, name); err != nil {
		return err
	}
	i := slices.IndexFunc(names, func(n record.UnitName) bool { return !n.IsAlias && n.To == 0 })
	if i < 0 || names[i].From >= int64(from) {
		return fault.New(fault.Invalid, "unit-renamed-before", u.Name)
	}
	old := names[i]
	old.To = int64(from)
	if err := store.Update(ctx, tx, record.UnitNameTable, &old); err != nil {
		return err
	}
	alias := record.UnitName{Unit: u.ID, Name: u.Name, IsAlias: true, From: int64(from)} // documents go on to use it
	u.Name = name
	if err := store.Update(ctx, tx, record.UnitTable, &u); err != nil {
		return err
	}
	if err := addName(ctx, tx, alias); err != nil {
		return err
	}
	return addName(ctx, tx, record.UnitName{Unit: u.ID, Name: name, From: int64(from)})
}

func namesOf(ctx context.Context, r store.Reader, unit uuid.UUID) ([]record.UnitName, error) {
	return store.List[record.UnitName](ctx, r, &relation.Select{From: relation.From(record.UnitNameTable, "n"), Where: relation.Equal(relation.C("n", "unit"), unit[:])})
}

// change is a change to what is in a division: the list is open to everybody, so that the actor reaches the division is asked here.
func (s *Service) change(ctx context.Context, call app.Call, in region.Code, act, kind string, object uuid.UUID, detail audit.Detail, do func(context.Context, *store.Tx) error) error {
	owner := in.Owner()
	if err := access.Allow(call.Actor, access.OrganisationManage, access.Record{Owner: owner}); err != nil {
		return err
	}
	return s.Change(ctx, call, app.Act{Needs: access.OrganisationManage, Name: act, Owner: int64(owner), Kind: kind, Object: object, Detail: detail}, do)
}

func addName(ctx context.Context, tx *store.Tx, n record.UnitName) (err error) {
	if n.ID, err = uuid.NewV7(); err != nil {
		return err
	}
	_, err = store.Insert(ctx, tx, record.UnitNameTable, &n)
	return err
}

// isName reports whether a text may be the name of a place or an office: what is longer than access looks at is found by nobody.
func isName(text string) bool {
	return text != "" && utf8.RuneCountInString(text) <= access.LongestName
}

// meet reports whether two spans of days have a day in common; 0 is an open end.
func meet(from, to, from2, to2 int64) bool {
	return (to == 0 || from2 < to) && (to2 == 0 || from < to2)
}
