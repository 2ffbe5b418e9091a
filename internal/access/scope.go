package access

import (
	"fmt"
	"slices"
	"sync"

	"github.com/google/uuid"

	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/region"
)

// A Scoped is what whoever owns a table declares of it: by which columns its rows are within reach.
// An empty name means that the table has no such column, and so no row by it.
type Scoped struct {
	Table    *relation.Table
	Division string // an Integer, the six digits of a row's division; of an Owned table its owner, without saying
	Place    string // a Text, the digits of the township or village, "" for none
	Unit     string // Bytes, the unit whose row it is
	Account  string // Bytes, the account it is about
	Duty     *Duty
	Sent     *Sent // nil: a row is its division's as soon as it is there
	IsOpen   bool  // every row is for everybody who holds the permission: divisions, units, calendars
}

// A Duty says through which other table units have a part in the rows of a table. Both tables are Owned,
// and the duties of a row have its owner.
type Duty struct {
	Table  *relation.Table
	Record string // the column of Table that names the row…
	Key    string // …by this column of the scoped table
	Unit   string // Bytes, the unit
	Role   string // a Text, its part…
	Lead   string // …which is this for the one that leads
}

// A Sent says which rows of a unit are not sent yet: whoever reaches them by their division alone, and not by their unit, does not see them. Both tables
// are Owned.
type Sent struct {
	Table  *relation.Table // nil: the scoped table itself says so of its rows
	Key    string          // the column of the scoped table that names a row of Table; a row that names none is not held back
	Column string          // of Table, a Bool: whether it was sent
}

// Scopes are the declarations of all tables. It may be asked and added to at the same time.
type Scopes struct {
	mu      sync.RWMutex
	byTable map[string]Scoped
}

// NewScopes checks declarations against their tables. It is an error if one names a column that is not there
// or is of another type, or if a table is declared twice.
func NewScopes(declared ...Scoped) (*Scopes, error) {
	s := &Scopes{byTable: map[string]Scoped{}}
	for _, d := range declared {
		if _, found := s.byTable[d.Table.Name]; found {
			return nil, fmt.Errorf("scope table %q: it is declared twice", d.Table.Name)
		}
		if err := s.Declare(d); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Declare adds the declaration of a table that came later, as those of packs do, or puts it in the place of the one before.
func (s *Scopes) Declare(d Scoped) error {
	if d.Table.Placement == relation.Owned {
		d.Division = relation.Owner
	}
	if err := d.check(); err != nil {
		return fmt.Errorf("scope table %q: %w", d.Table.Name, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.byTable[d.Table.Name] = d
	return nil
}

// of is the declaration of a table.
func (s *Scopes) of(table string) (d Scoped, found bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	d, found = s.byTable[table]
	return d, found
}

// Undeclared are the names of those tables whose rows nobody sees, because nobody said who may.
func (s *Scopes) Undeclared(tables []*relation.Table) []string {
	var names []string
	for _, t := range tables {
		if _, found := s.of(t.Name); !found {
			names = append(names, t.Name)
		}
	}
	return names
}

func (d Scoped) check() error {
	for _, c := range []relation.Column{
		{Name: d.Division, Type: relation.Integer}, {Name: d.Place, Type: relation.Text},
		{Name: d.Unit, Type: relation.Bytes}, {Name: d.Account, Type: relation.Bytes},
	} {
		if c.Name == "" {
			continue
		}
		if err := has(d.Table, c.Name, c.Type); err != nil {
			return err
		}
	}
	if d.Sent != nil {
		if err := d.Sent.check(d.Table); err != nil {
			return err
		}
	}
	if d.Duty == nil {
		return nil
	}
	return d.Duty.check(d.Table)
}

func (x Sent) check(scoped *relation.Table) error {
	if x.Table == nil {
		return has(scoped, x.Column, relation.Bool)
	}
	if scoped.Placement != relation.Owned || x.Table.Placement != relation.Owned {
		return fmt.Errorf("what is sent lies in tables that are owned")
	}
	if err := has(scoped, x.Key, relation.Bytes); err != nil {
		return err
	}
	return has(x.Table, x.Column, relation.Bool)
}

func (d Duty) check(scoped *relation.Table) error {
	if scoped.Placement != relation.Owned || d.Table.Placement != relation.Owned {
		return fmt.Errorf("a duty lies between tables that are owned")
	}
	key, found := scoped.Column(d.Key)
	if !found {
		return fmt.Errorf("there is no column %q", d.Key)
	}
	if err := has(d.Table, d.Record, key.Type); err != nil {
		return err
	}
	if err := has(d.Table, d.Unit, relation.Bytes); err != nil {
		return err
	}
	return has(d.Table, d.Role, relation.Text)
}

func has(t *relation.Table, name string, of relation.Type) error {
	c, found := t.Column(name)
	if !found || c.Type != of {
		return fmt.Errorf("%q has no column %q of the type it must have", t.Name, name)
	}
	return nil
}

// Rows is the predicate of the rows of a table, under an alias, on which an actor may do something: those
// for which [Allow] would say so. Without such rows, and for a table that is not declared, it never holds.
// Duties are looked up with equality of owners, so the predicate is fit for tables that are spread over nodes.
func (s *Scopes) Rows(a Actor, p Permission, table *relation.Table, as string) relation.Expr {
	scoped, found := s.of(table.Name)
	if !found {
		return relation.Or{}
	}
	var any relation.Or
	made := map[string]bool{}
	for g, far := range a.holding(p) {
		if far == Everywhere || scoped.IsOpen {
			return relation.And{}
		}
		// Two roles often reach the same rows; a predicate is worth nothing twice.
		kind := fmt.Sprint(far)
		if far == Within || far == Subtree {
			kind += g.Division.Prefix()
		}
		if !made[kind] {
			made[kind] = true
			any = append(any, scoped.reached(a, g, far, as)...)
		}
	}
	if len(any) == 1 {
		return any[0]
	}
	return any
}

// A Confinement is [Scopes.Rows] for one actor and one permission: what a store confines its queries to.
type Confinement struct {
	scopes     *Scopes
	actor      Actor
	permission Permission
}

// For confines to the rows on which an actor may do something.
func (s *Scopes) For(a Actor, p Permission) Confinement { return Confinement{s, a, p} }

// Rows is the predicate of the rows of a table under an alias.
func (c Confinement) Rows(table *relation.Table, as string) relation.Expr {
	return c.scopes.Rows(c.actor, c.permission, table, as)
}

// reached are the predicates of which one must hold for a row to be within reach of a grant.
func (d Scoped) reached(a Actor, g Grant, far Reach, as string) relation.Or {
	switch far {
	case Own:
		if d.Account != "" && a.Account != uuid.Nil {
			return relation.Or{is(as, d.Account, a.Account)}
		}
	case Installation:
		if d.Table.Placement != relation.Owned && d.Division == "" && d.Unit == "" && d.Account == "" {
			return relation.Or{relation.And{}}
		}
	case Leading, Sharing:
		return d.shared(a, far == Leading, as)
	case Within, Subtree:
		return d.sent(d.within(g.Division, far == Within, as), as)
	}
	return nil
}

// sent are those of some rows that were sent.
func (d Scoped) sent(rows relation.Or, as string) relation.Or {
	switch {
	case d.Sent == nil || rows == nil:
		return rows
	case d.Sent.Table == nil:
		return relation.Or{relation.And{rows, relation.Equal(relation.C(as, d.Sent.Column), true)}}
	}
	of := as + "_sent"
	held := &relation.Select{Outputs: []relation.Output{{Expr: relation.V(1), As: "one"}}, From: relation.From(d.Sent.Table, of), Where: relation.And{
		relation.Same(relation.C(of, relation.Owner), relation.C(as, relation.Owner)), relation.Same(relation.C(of, "id"), relation.C(as, d.Sent.Key)),
		relation.Equal(relation.C(of, d.Sent.Column), false)}}
	return relation.Or{relation.And{rows, relation.Not{X: relation.Exists{Query: held}}}}
}

// shared are the rows in which an actor's unit has a part, or one had whose place it has taken.
func (d Scoped) shared(a Actor, leads bool, as string) relation.Or {
	if a.Unit == uuid.Nil {
		return nil
	}
	var any relation.Or
	if d.Unit != "" {
		any = append(any, isOf(as, d.Unit, a.units()))
	}
	if d.Duty != nil {
		any = append(any, d.Duty.exists(a.units(), leads, as))
	}
	return any
}

func (d Duty) exists(units []uuid.UUID, leads bool, as string) relation.Expr {
	duty := as + "_duty"
	where := relation.And{
		relation.Same(relation.C(duty, relation.Owner), relation.C(as, relation.Owner)),
		relation.Same(relation.C(duty, d.Record), relation.C(as, d.Key)),
		isOf(duty, d.Unit, units),
	}
	if leads {
		where = append(where, relation.Equal(relation.C(duty, d.Role), d.Lead))
	}
	return relation.Exists{Query: &relation.Select{
		Outputs: []relation.Output{{Expr: relation.V(1), As: "one"}},
		From:    relation.From(d.Table, duty),
		Where:   where,
	}}
}

// within are the rows of a division, and of those below unless it is exactly this one.
func (d Scoped) within(division region.Code, exactly bool, as string) relation.Or {
	if d.Division == "" {
		return nil
	}
	owner := relation.C(as, d.Division)
	low, high := span(division)
	if isPlace(division) {
		return d.placed(division, exactly, as)
	}
	if exactly || low == high {
		return relation.Or{relation.Equal(owner, low)}
	}
	return relation.Or{relation.And{
		relation.Binary{Op: relation.Ge, L: owner, R: relation.V(low)},
		relation.Binary{Op: relation.Le, L: owner, R: relation.V(high)},
	}}
}

// placed are the rows of a township or village, which belong to its county.
func (d Scoped) placed(division region.Code, exactly bool, as string) relation.Or {
	if d.Place == "" {
		return nil
	}
	place := relation.C(as, d.Place)
	var there relation.Expr = relation.Prefix{X: place, With: division.Prefix()}
	if exactly {
		var written []any
		for _, form := range slices.Compact(forms(division)) {
			written = append(written, form)
		}
		there = relation.In{X: place, Values: written}
	}
	return relation.Or{relation.And{relation.Equal(relation.C(as, d.Division), division.Owner()), there}}
}

func is(as, column string, id uuid.UUID) relation.Expr {
	return relation.Equal(relation.C(as, column), id[:])
}

// isOf asks whether a column holds one of some ids.
func isOf(as, column string, ids []uuid.UUID) relation.Expr {
	if len(ids) == 1 {
		return is(as, column, ids[0])
	}
	in := relation.In{X: relation.C(as, column)}
	for i := range ids {
		in.Values = append(in.Values, ids[i][:])
	}
	return in
}
