// Package lower is the only bridge from packs to relations: registers and feeds
// become tables, rules and indicators become one query each over a whole scope.
// It writes no SQL, opens no database, and decides nothing that expr has not
// decided: on every record a query says what expr.Eval says, and the property
// test of this package holds it to that on every engine.
//
// Three things make that so:
//
//   - What expr refuses is NULL here, and three-valued logic does the rest.
//     Nothing else is ever NULL: unknown fields stand only inside known and or.
//   - A result that may not fit is guarded, so that it is NULL where expr
//     refuses it. Bounds of stored figures show where no guard is needed.
//   - What depends on the day alone (windows, parameters in force) is computed
//     before and bound.
//
// Start at [New] and [Schema.Screen].
package lower

import (
	"github.com/wenxiao/wenxiao/expr"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/pack"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/source"
)

// A Schema is a pack with its tables. It does not change once made.
type Schema struct {
	pack   *pack.Pack
	tables []*relation.Table
	byName map[string]*relation.Table
}

// New makes the tables of a pack. [Schema.Check] says whether its rules can be queries.
func New(p *pack.Pack) *Schema {
	s := &Schema{pack: p, byName: map[string]*relation.Table{}}
	for _, r := range p.Registers {
		s.add(r.Name, registerTable(p, r))
	}
	for _, f := range p.Feeds {
		s.add(f.Name, feedTable(p, f))
	}
	return s
}

func (s *Schema) add(name string, t *relation.Table) {
	s.tables = append(s.tables, t)
	s.byName[name] = t
}

// Tables are the tables of all registers and feeds, parents before children.
func (s *Schema) Tables() []*relation.Table { return s.tables }

// Table is the table of a register or feed; nil if the pack has none of that name.
func (s *Schema) Table(name string) *relation.Table { return s.byName[name] }

// Check finds rules and indicators whose query would be too large on some day. Screen
// and Indicator fail for no others of the pack.
func (s *Schema) Check() []source.Diagnostic {
	var found []source.Diagnostic
	tooLarge := func(place source.Span, name string) {
		found = append(found, source.Diagnostic{Code: isTooLarge, Span: place, Args: []string{name}})
	}
	beforeAll := Scope{} // no parameter is in force, so none makes a query shorter
	for _, r := range s.pack.Rules {
		if _, err := s.Screen(r, beforeAll); err != nil {
			tooLarge(r.Place, r.Name)
		}
	}
	for _, i := range s.pack.Indicators {
		if _, err := s.Indicator(i, beforeAll); err != nil {
			tooLarge(i.Place, i.Name)
		}
	}
	return found
}

// A Scope is what a query is about.
type Scope struct {
	Owners []int64 // divisions whose records count, as relation.Owner holds them; none: all
	Today  period.Date
}

// Outputs of queries, beside relation.Owner and RID.
const (
	RID       = "rid"        // of the record
	IsRefused = "is_refused" // 1: the rule could not be computed for the record, and its values mean nothing
	Total     = "total"      // the sum, in units of 10^-pack.Decimals
	Counted   = "counted"    // how many records are in the total
	Refused   = "refused"    // for how many records it could not be computed
	Place     = "division"   // of the records that are summed, as finely as the register tells; absent if it has no division
)

// ValueOf is the output that holds the value of a rule's let: units of 10^-pack.Decimals, or a day.
func ValueOf(let string) string { return "v_" + let }

// ParamOf is the output that holds the value of a parameter a rule uses, in units of its own scale.
func ParamOf(name string) string { return "p_" + name }

// Screen is the query of a rule: one row for each record about which it raises a lead,
// with the values that it says and the parameters it used, and one for each record
// for which it could not be computed. The only error is ErrTooLarge.
func (s *Schema) Screen(r *pack.Rule, scope Scope) (*relation.Select, error) {
	b := s.build(r.On, scope)
	when := b.lower(r.When)
	size := when.size
	refused := relation.Or{}
	if when.mayRefuse {
		refused = append(refused, relation.IsNull{X: when.expr})
	}
	var values []relation.Output
	for _, let := range r.Lets {
		v := b.lower(pack.Shown(let.Node))
		size += 2 * v.size
		if v.mayRefuse {
			refused = append(refused, relation.IsNull{X: v.expr})
		}
		values = append(values, relation.Output{Expr: v.expr, As: ValueOf(let.Name)})
	}
	for _, name := range paramsOf(r) {
		values = append(values, relation.Output{Expr: b.param(name).expr, As: ParamOf(name)})
	}
	outputs := []relation.Output{
		{Expr: b.col(relation.Owner)},
		{Expr: b.col(RID)},
		{Expr: number(refused), As: IsRefused},
	}
	return b.query(append(outputs, values...), when, size)
}

// Indicator is the query of an indicator: one row for each owner, and each division
// that the register tells, with records that count or could not be computed. A sum
// that does not fit is an error of the statement. The only error here is ErrTooLarge.
func (s *Schema) Indicator(i *pack.Indicator, scope Scope) (*relation.Select, error) {
	b := s.build(i.On, scope)
	where := term{expr: relation.And{}}
	if i.Where != nil {
		where = b.lower(i.Where)
	}
	measure := b.lower(pack.Shown(i.Measure))
	counts, refused := relation.And{where.expr}, relation.Or{}
	if where.mayRefuse {
		refused = append(refused, relation.IsNull{X: where.expr})
	}
	if measure.mayRefuse {
		refused = append(refused, relation.IsNull{X: measure.expr})
		counts = append(counts, relation.Not{X: relation.IsNull{X: measure.expr}})
	}
	groups := []relation.Expr{b.col(relation.Owner)}
	outputs := []relation.Output{{Expr: b.col(relation.Owner)}}
	if place := PlaceOf(i.On); place != "" {
		groups = append(groups, b.col(place))
		outputs = append(outputs, relation.Output{Expr: b.col(place), As: Place})
	}
	q, err := b.query(append(outputs,
		relation.Output{Expr: orZero(sum(pick(counts, measure.expr, relation.V(0)))), As: Total},
		relation.Output{Expr: sum(number(counts)), As: Counted},
		relation.Output{Expr: sum(number(refused)), As: Refused},
	), where, 3*where.size+4*measure.size)
	if err != nil {
		return nil, err
	}
	q.GroupBy = groups
	return q, nil
}

// PlaceOf is the column of a register's first division that is always known; "" if there is none.
func PlaceOf(r *pack.Register) string {
	for _, f := range r.Fields {
		if f.Kind == pack.Division && f.IsRequired {
			return Column(f.Name)
		}
	}
	return ""
}

// paramsOf are the parameters that a rule uses, in the order of their first use.
func paramsOf(r *pack.Rule) []string {
	var names []string
	seen := map[string]bool{}
	visit := func(n expr.Node) {
		if p, ok := n.(*expr.ParamRef); ok && !seen[p.Name] {
			seen[p.Name] = true
			names = append(names, p.Name)
		}
	}
	expr.Walk(r.When, visit)
	for _, let := range r.Lets {
		expr.Walk(let.Node, visit)
	}
	return names
}
