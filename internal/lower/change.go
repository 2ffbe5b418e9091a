package lower

import (
	"slices"

	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/pack"
	"github.com/wenxiao/wenxiao/source"
)

// Diagnostic codes of a new version of a pack; they have no span.
const (
	isGone     source.Code = "P301"
	isOther    source.Code = "P302"
	isEmpty    source.Code = "P303"
	holdsCode  source.Code = "P304"
	isTooLarge source.Code = "P305"
)

// A Plan leads a database from one version of a pack to the next, in one transaction:
// the changes, then the checks, then the new version is in force.
type Plan struct {
	Changes []relation.Change
	Checks  []Check
}

// A Check must find nothing, or the new version is not put in force: Fault says why, and the way out.
type Check struct {
	Query *relation.Select
	Fault source.Diagnostic
}

// Move plans the step from an old version, nil for none, to a new one. Changes only
// add, so that nothing is lost and no table is rebuilt. What would lose or reinterpret
// data is refused: then the diagnostics say what, and there is no plan.
//
// The columns of fields may all be NULL in the database: whether a field is required is
// the pack's, holds for every write, and is checked here for what is there already.
func Move(old, next *Schema) (*Plan, []source.Diagnostic) {
	m := &move{old: old, next: next}
	for _, t := range next.tables {
		m.table(t)
	}
	if old != nil {
		for _, r := range old.pack.Registers {
			m.register(r, next.pack.Register(r.Name))
		}
		for _, f := range old.pack.Feeds {
			m.feed(f, next.pack.Feed(f.Name))
		}
	}
	if len(m.found) > 0 {
		return nil, m.found
	}
	return &m.plan, nil
}

// A move compares two versions.
type move struct {
	old, next *Schema
	plan      Plan
	found     []source.Diagnostic
}

func (m *move) refuse(code source.Code, name string) {
	m.found = append(m.found, source.Diagnostic{Code: code, Args: []string{name}})
}

// table adds a table, or the columns and indexes it lacks.
func (m *move) table(t *relation.Table) {
	var before *relation.Table
	if m.old != nil {
		for _, o := range m.old.tables {
			if o.Name == t.Name {
				before = o
			}
		}
	}
	if before == nil {
		m.plan.Changes = append(m.plan.Changes, relation.CreateTable{Table: t})
		return
	}
	for _, c := range t.Columns {
		if _, ok := before.Column(c.Name); !ok && c.Nullable { // one that is not nullable comes with another parent or period, which is refused
			m.plan.Changes = append(m.plan.Changes, relation.AddColumn{Table: t, Column: c})
		}
	}
	for _, i := range t.Indexes {
		if !slices.ContainsFunc(before.Indexes, func(o relation.Index) bool { return o.Name == i.Name }) {
			m.plan.Changes = append(m.plan.Changes, relation.CreateIndex{Table: t, Index: i})
		}
	}
}

func (m *move) register(old, next *pack.Register) {
	switch {
	case next == nil:
		m.refuse(isGone, old.Name)
	case nameOf(old.Parent) != nameOf(next.Parent):
		m.refuse(isOther, old.Name)
	default:
		m.fields(next.Name, old.Fields, next.Fields)
	}
}

func nameOf(r *pack.Register) string {
	if r == nil {
		return ""
	}
	return r.Name
}

func (m *move) feed(old, next *pack.Feed) {
	switch {
	case next == nil:
		m.refuse(isGone, old.Name)
	case old.Match.Name != next.Match.Name || old.IsMonthly != next.IsMonthly:
		m.refuse(isOther, old.Name)
	default:
		m.fields(next.Name, old.Fields, next.Fields)
	}
}

// fields refuses what changes the meaning of values, and has those checked that a new rule may not let through.
func (m *move) fields(table string, old, next []*pack.Field) {
	byName := map[string]*pack.Field{}
	for _, f := range old {
		byName[f.Name] = f
	}
	for _, f := range next {
		before := byName[f.Name]
		delete(byName, f.Name)
		if before == nil {
			if f.IsRequired {
				m.known(table, f)
			}
			continue
		}
		if before.Kind != f.Kind || before.Unit != f.Unit {
			m.refuse(isOther, table+"."+f.Name)
			continue
		}
		if f.IsRequired && !before.IsRequired {
			m.known(table, f)
		}
		if f.Kind == pack.Code {
			m.codes(table, before, f)
		}
	}
	for _, f := range old {
		if byName[f.Name] != nil {
			m.refuse(isGone, table+"."+f.Name)
		}
	}
}

// known checks that every row has a value of a field that is required from now on.
func (m *move) known(table string, f *pack.Field) {
	name := Column(f.Name)
	if f.Kind == pack.Secret {
		name = Whole(f.Name)
	}
	m.check(table, relation.IsNull{X: relation.C(base, name)}, isEmpty, table+"."+f.Name)
}

// codes checks that no row holds a code that is no longer in the list.
func (m *move) codes(table string, old, next *pack.Field) {
	var gone []any
	for _, code := range old.List.Codes {
		if !slices.Contains(next.List.Codes, code) {
			gone = append(gone, code)
		}
	}
	if len(gone) > 0 {
		m.check(table, relation.In{X: relation.C(base, Column(next.Name)), Values: gone}, holdsCode, table+"."+next.Name)
	}
}

func (m *move) check(table string, fault relation.Expr, code source.Code, name string) {
	m.plan.Checks = append(m.plan.Checks, Check{
		Query: &relation.Select{
			Outputs: []relation.Output{{Expr: relation.C(base, relation.Owner)}, {Expr: relation.C(base, RID)}},
			From:    relation.From(m.next.Table(table), base),
			Where:   fault,
			Limit:   1,
		},
		Fault: source.Diagnostic{Code: code, Args: []string{name}},
	})
}
