package lower

import (
	"reflect"
	"strconv"

	"github.com/wenxiao/wenxiao/expr"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/pack"
)

// rowsAlias is the alias of the rows inside the query of a group.
const rowsAlias = "x"

// A group is all the aggregates of a query over the same rows: they are computed in
// one pass, grouped by the record the rows are of.
type group struct {
	rows    string
	alias   string
	outputs []relation.Expr
	months  int  // the longest window of its aggregates
	isOpen  bool // one of them has no window
	size    int
}

// An aggregated is one aggregate as the outer query sees it.
type aggregated struct {
	raw     term          // NULL over no rows for min and max
	refused relation.Expr // it could not be computed for a row; nil if that can not be
}

// value is the aggregate where it can not be unknown.
func (a aggregated) value() term {
	if a.refused == nil {
		return a.raw
	}
	return term{pick(relation.Not{X: a.refused}, a.raw.expr, nil), a.raw.bound, true, a.raw.size + 8}
}

// aggregate computes a figure over rows. A row whose condition or figure is refused is counted apart and refuses the whole.
func (b *builder) aggregate(n *expr.Aggregate) aggregated {
	g := b.group(n)
	inner := &builder{schema: b.schema, on: b.on, scope: b.scope, source: rowsAlias, fields: b.schema.fieldsOf(n.Rows), lets: b.lets}
	var isIn, refused relation.And
	size := 4
	if n.Months > 0 {
		first, last := expr.Window(b.scope.Today, n.Months)
		isIn = relation.And{
			binary(relation.Ge, inner.col(Month), relation.V(int64(first))),
			binary(relation.Le, inner.col(Month), relation.V(int64(last))),
		}
		refused = append(refused, isIn...)
	}
	var doubts relation.Or
	if n.Where != nil {
		where := inner.lower(n.Where)
		size += where.size
		isIn = append(isIn, where.expr)
		if where.mayRefuse {
			doubts = append(doubts, relation.IsNull{X: where.expr})
		}
	}
	x := constant(1)
	if n.X != nil {
		x = inner.lower(n.X)
		size += x.size
		if x.mayRefuse {
			doubts = append(doubts, append(relation.And{relation.IsNull{X: x.expr}}, isIn...))
		}
	}
	g.size += 4 * size
	b.isTooLarge = b.isTooLarge || inner.isTooLarge
	a := aggregated{raw: g.figure(n.Func, isIn, x)}
	if len(doubts) > 0 {
		count := g.output(sum(number(append(refused, doubts))))
		a.refused = binary(relation.Gt, orZero(count), relation.V(0))
	}
	return a
}

// figure is the aggregate itself, 0 over no rows where expr says so.
func (g *group) figure(f expr.Func, isIn relation.And, x term) term {
	switch f {
	case expr.Count:
		if len(isIn) == 0 {
			return term{expr: orZero(g.output(call(relation.CountRows))), bound: maxCount, size: 3}
		}
		return term{expr: orZero(g.output(sum(number(isIn)))), bound: maxCount, size: 3}
	case expr.Sum:
		return g.sum(chosen(isIn, x.expr, relation.V(0)), x.bound)
	case expr.Min:
		return term{expr: g.output(call(relation.Min, chosen(isIn, x.expr, nil))), bound: x.bound, size: 1}
	}
	return term{expr: g.output(call(relation.Max, chosen(isIn, x.expr, nil))), bound: x.bound, size: 1}
}

// half is where a figure is divided to be summed in two parts.
const half = 1 << 31

// sum adds the figures of rows. Those that may be large are added in two parts, which
// can not overflow on any engine, so that a sum that does not fit is NULL and no failure:
// the parts, made to be h×half + l with l from 0 to half-1, fit if h does.
func (g *group) sum(x relation.Expr, bound uint64) term {
	if bound <= maxInt/manyRows {
		return term{expr: orZero(g.output(sum(x))), bound: bound * manyRows, size: 3}
	}
	size := relation.V(half)
	high := orZero(g.output(sum(binary(relation.Div, x, size))))
	low := orZero(g.output(sum(binary(relation.Mod, x, size))))
	h := binary(relation.Add, high, binary(relation.Div, low, size))
	l := binary(relation.Mod, low, size)
	isBelow := binary(relation.Lt, l, relation.V(0))
	h = binary(relation.Sub, h, number(isBelow))
	l = binary(relation.Add, l, pick(isBelow, size, relation.V(0)))
	fits := relation.And{
		binary(relation.Lt, h, relation.V(2*half)),
		relation.Or{binary(relation.Gt, h, relation.V(-2*half)), relation.And{binary(relation.Eq, h, relation.V(-2*half)), binary(relation.Gt, l, relation.V(0))}},
	}
	return term{pick(fits, binary(relation.Add, binary(relation.Mul, h, size), l), nil), maxInt, true, 250}
}

func chosen(isIn relation.And, x, otherwise relation.Expr) relation.Expr {
	if len(isIn) == 0 {
		return x
	}
	return pick(isIn, x, otherwise)
}

// group finds or makes the group of an aggregate's rows.
func (b *builder) group(n *expr.Aggregate) *group {
	for _, g := range b.groups {
		if g.rows == n.Rows {
			g.months, g.isOpen = max(g.months, n.Months), g.isOpen || n.Months == 0
			return g
		}
	}
	g := &group{rows: n.Rows, alias: "a" + strconv.Itoa(len(b.groups)+1), months: n.Months, isOpen: n.Months == 0}
	b.groups = append(b.groups, g)
	return g
}

// output adds a column to the group, unless it has it, and gives it as the outer query names it.
func (g *group) output(e relation.Expr) relation.Expr {
	for i, other := range g.outputs {
		if reflect.DeepEqual(other, e) {
			return relation.C(g.alias, "n"+strconv.Itoa(i+1))
		}
	}
	g.outputs = append(g.outputs, e)
	return relation.C(g.alias, "n"+strconv.Itoa(len(g.outputs)))
}

// groupQuery reads the rows of a group once. Rows of a child's feed are led to the child's parent.
func (b *builder) groupQuery(g *group) *relation.Select {
	q := &relation.Select{From: relation.From(b.schema.Table(g.rows), rowsAlias)}
	key := relation.C(rowsAlias, Parent)
	owner := relation.C(rowsAlias, relation.Owner)
	var where relation.And
	if f := b.schema.pack.Feed(g.rows); f != nil {
		key = relation.C(rowsAlias, Record)
		if f.Match.Name != b.on.Name {
			const child = "c"
			q.Joins = []relation.Join{{Source: relation.From(b.schema.Table(f.Match.Name), child), On: relation.And{
				relation.Same(relation.C(child, relation.Owner), owner), relation.Same(relation.C(child, RID), key),
			}}}
			key = relation.C(child, Parent)
		}
		if !g.isOpen {
			first, _ := expr.Window(b.scope.Today, g.months)
			where = append(where, binary(relation.Ge, relation.C(rowsAlias, Month), relation.V(int64(first))))
		}
	}
	q.Where = b.owned(rowsAlias, where)
	q.Outputs = []relation.Output{{Expr: owner}, {Expr: key, As: Record}}
	for i, e := range g.outputs {
		q.Outputs = append(q.Outputs, relation.Output{Expr: e, As: "n" + strconv.Itoa(i+1)})
	}
	q.GroupBy = []relation.Expr{owner, key}
	return q
}

// fieldsOf are the fields of a register or feed.
func (s *Schema) fieldsOf(rows string) []*pack.Field {
	if r := s.pack.Register(rows); r != nil {
		return r.Fields
	}
	return s.pack.Feed(rows).Fields
}
