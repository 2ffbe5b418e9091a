package lower

import (
	"errors"
	"fmt"

	"github.com/wenxiao/wenxiao/expr"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/pack"
)

// base is the alias of the register that a query is about.
const base = "r"

// A builder lowers the expressions of one query about a register.
type builder struct {
	schema *Schema
	on     *pack.Register
	scope  Scope
	// source and fields are what names mean: those of the register, or of the rows inside an aggregate.
	source string
	fields []*pack.Field
	groups []*group // aggregates, by the rows they are of
	lets   map[expr.Node]term
	// isTooLarge: some part was, and is left out.
	isTooLarge bool
}

func (s *Schema) build(on *pack.Register, scope Scope) *builder {
	return &builder{schema: s, on: on, scope: scope, source: base, fields: on.Fields, lets: map[expr.Node]term{}}
}

func (b *builder) col(name string) relation.Col { return relation.C(b.source, name) }

// query reads the register with its aggregates, and keeps the records for which
// a condition holds or is refused. size is how many parts the outputs have.
func (b *builder) query(outputs []relation.Output, where term, size int) (*relation.Select, error) {
	for _, g := range b.groups {
		size += g.size
	}
	if b.isTooLarge || size+where.size > maxQuery {
		return nil, ErrTooLarge
	}
	q := &relation.Select{Outputs: outputs, From: relation.From(b.schema.Table(b.on.Name), base)}
	for _, g := range b.groups {
		q.Joins = append(q.Joins, relation.Join{
			Source: relation.Source{Query: b.groupQuery(g), As: g.alias},
			IsLeft: true,
			On: relation.And{
				relation.Same(relation.C(g.alias, relation.Owner), b.col(relation.Owner)),
				relation.Same(relation.C(g.alias, Record), b.col(RID)),
			},
		})
	}
	kept := where.expr
	if where.mayRefuse {
		kept = relation.Coalesce{kept, relation.V(1)}
	}
	q.Where = b.owned(base, kept)
	return q, nil
}

// owned adds to a condition that a source's records are in scope.
func (b *builder) owned(source string, condition relation.Expr) relation.Expr {
	if len(b.scope.Owners) == 0 {
		return condition
	}
	in := relation.In{X: relation.C(source, relation.Owner)}
	for _, owner := range b.scope.Owners {
		in.Values = append(in.Values, owner)
	}
	return relation.And{in, condition}
}

// Bounds of what is stored. A figure beyond them is a fault of the data: the
// statement then fails on every engine rather than give a wrong figure.
const (
	maxDay   = 10_000_000 // of days: some 27,000 years
	maxCount = 1 << 40    // of a count of rows
	manyRows = 1000       // the sum of the rows of one record is at most so many of the largest figures
)

// maxSize is how many parts an expression, and maxQuery how many a query may have. Guards repeat
// what they guard: what is never large in a pack may become so in a query.
const (
	maxSize  = 4000
	maxQuery = 12000
)

// ErrTooLarge is the error of a rule or indicator whose query would be too large for an engine.
var ErrTooLarge = errors.New("too large for one query")

func (b *builder) lower(n expr.Node) term {
	t := b.node(n)
	if t.size > maxSize {
		b.isTooLarge = true
		t.expr, t.size = null().expr, 1
	}
	return t
}

func (b *builder) node(n expr.Node) term {
	switch n := n.(type) {
	case *expr.Literal:
		return literal(n)
	case *expr.FieldRef:
		return b.field(n.Name)
	case *expr.ParamRef:
		return b.param(n.Name)
	case *expr.Day:
		return constant(int64(b.scope.Today.AddMonths(-n.MonthsAgo)))
	case *expr.LetRef:
		if _, ok := b.lets[n.X]; !ok {
			b.lets[n.X] = b.lower(n.X)
		}
		return b.lets[n.X]
	case *expr.Not:
		x := b.lower(n.X)
		return term{expr: relation.Not{X: x.expr}, mayRefuse: x.mayRefuse, size: x.size + 1}
	case *expr.Negate:
		return negate(b.lower(n.X))
	case *expr.Arith:
		return b.arith(n)
	case *expr.Compare:
		return b.compare(n)
	case *expr.Logic:
		l, r := b.lower(n.L), b.lower(n.R)
		t := term{expr: relation.And{l.expr, r.expr}, mayRefuse: l.mayRefuse || r.mayRefuse, size: l.size + r.size + 1}
		if n.Op == expr.Or {
			t.expr = relation.Or{l.expr, r.expr}
		}
		return t
	case *expr.Cond:
		return b.cond(n)
	case *expr.Round:
		return b.round(n)
	case *expr.Known:
		return b.known(n)
	case *expr.Default:
		return b.otherwise(n)
	case *expr.In:
		return b.in(n)
	case *expr.Within:
		x := b.lower(n.X)
		return term{expr: relation.Prefix{X: x.expr, With: n.Prefix}, mayRefuse: x.mayRefuse, size: 2*x.size + 3}
	case *expr.Aggregate:
		a := b.aggregate(n)
		return a.value()
	}
	panic(fmt.Sprintf("lower: no lowering of %T", n)) // a Ratio is compared or rounded, never a value by itself
}

func literal(n *expr.Literal) term {
	switch n.Type.Kind {
	case expr.Number, expr.Date:
		return constant(n.Value.N)
	case expr.Bool:
		if n.Value.N == 1 {
			return term{expr: relation.And{}, size: 1}
		}
		return term{expr: relation.Or{}, size: 1}
	}
	return term{expr: relation.V(n.Value.S), size: 1}
}

func (b *builder) field(name string) term {
	for _, f := range b.fields {
		if f.Name != name {
			continue
		}
		switch f.Kind {
		case pack.Secret:
			return term{expr: b.col(Whole(name)), size: 1}
		case pack.Date:
			return term{expr: b.col(Column(name)), bound: maxDay, size: 1}
		case pack.YesNo:
			return term{expr: binary(relation.Eq, b.col(Column(name)), relation.V(1)), size: 3}
		}
		return term{expr: b.col(Column(name)), bound: pack.MaxFigure, size: 1}
	}
	panic("lower: no field " + name) // the expression was checked against the same fields
}

// as lowers a number and brings it to a scale; other kinds stay as they are.
func (b *builder) as(n expr.Node, scale uint8) term {
	t := b.lower(n)
	if n.Of().Type.Kind == expr.Number {
		return power(t, int(scale)-int(n.Of().Type.Scale))
	}
	return t
}

func (b *builder) arith(n *expr.Arith) term {
	switch n.Op {
	case expr.Mul:
		return multiply(b.lower(n.L), b.lower(n.R))
	case expr.Sub:
		return subtract(b.as(n.L, n.Type.Scale), b.as(n.R, n.Type.Scale))
	}
	return add(b.as(n.L, n.Type.Scale), b.as(n.R, n.Type.Scale))
}

var comparisons = map[expr.Op]relation.Op{
	expr.Eq: relation.Eq, expr.Ne: relation.Ne, expr.Lt: relation.Lt, expr.Le: relation.Le, expr.Gt: relation.Gt, expr.Ge: relation.Ge,
}

func (b *builder) compare(n *expr.Compare) term {
	if q := expr.RatioOf(n.L); q != nil {
		return b.compareRatio(n, q)
	}
	return b.compareValues(n.Op, n.L, n.R)
}

func (b *builder) compareValues(op expr.Op, left, right expr.Node) term {
	scale := max(left.Of().Type.Scale, right.Of().Type.Scale)
	l, r := b.as(left, scale), b.as(right, scale)
	return term{expr: binary(comparisons[op], l.expr, r.expr), mayRefuse: l.mayRefuse || r.mayRefuse, size: l.size + r.size + 1}
}

// compareRatio compares a/d with c by a and c×d, at one scale, the sides exchanged for a negative d.
func (b *builder) compareRatio(n *expr.Compare, q *expr.Ratio) term {
	d := b.lower(q.B)
	left, right := b.lower(q.A), multiply(b.lower(n.R), d)
	shift := int(n.R.Of().Type.Scale) + int(q.B.Of().Type.Scale) - int(q.A.Of().Type.Scale)
	if shift >= 0 {
		left = power(left, shift)
	} else {
		right = power(right, -shift)
	}
	zero := b.compareValues(n.Op, q.Zero, n.R)
	op := comparisons[n.Op]
	return term{relation.Case{Arms: []relation.Arm{
		{When: binary(relation.Eq, d.expr, relation.V(0)), Then: zero.expr},
		{When: binary(relation.Gt, d.expr, relation.V(0)), Then: binary(op, left.expr, right.expr)},
		{When: binary(relation.Lt, d.expr, relation.V(0)), Then: binary(op, right.expr, left.expr)},
	}}, 0, d.mayRefuse || left.mayRefuse || right.mayRefuse || zero.mayRefuse, 3*d.size + 2*left.size + 2*right.size + zero.size + 10}
}

func (b *builder) round(n *expr.Round) term {
	scale := int(n.Type.Scale)
	q := expr.RatioOf(n.X)
	if q == nil {
		return rescaled(b.lower(n.X), scale-int(n.X.Of().Type.Scale))
	}
	d := b.lower(q.B)
	zero := rescaled(b.lower(q.Zero), scale-int(q.Zero.Of().Type.Scale))
	result := divide(b.lower(q.A), d, scale+int(q.B.Of().Type.Scale)-int(q.A.Of().Type.Scale))
	return term{relation.Case{Arms: []relation.Arm{
		{When: binary(relation.Eq, d.expr, relation.V(0)), Then: zero.expr},
		{When: binary(relation.Ne, d.expr, relation.V(0)), Then: result.expr},
	}}, max(zero.bound, result.bound), d.mayRefuse || zero.mayRefuse || result.mayRefuse, 2*d.size + zero.size + result.size + 6}
}

// rescaled brings a number to more decimals, or rounds it to fewer.
func rescaled(x term, shift int) term {
	if shift >= 0 {
		return power(x, shift)
	}
	return divide(x, constant(1), shift)
}

// cond is NULL where its condition is: CASE would take the last arm.
func (b *builder) cond(n *expr.Cond) term {
	test, then, other := b.lower(n.If), b.as(n.Then, n.Type.Scale), b.as(n.Else, n.Type.Scale)
	t := term{bound: max(then.bound, other.bound), mayRefuse: test.mayRefuse || then.mayRefuse || other.mayRefuse}
	t.size = 2*test.size + then.size + other.size + 3
	if !test.mayRefuse {
		t.expr = pick(test.expr, then.expr, other.expr)
		return t
	}
	t.expr = relation.Case{Arms: []relation.Arm{{When: test.expr, Then: then.expr}, {When: relation.Not{X: test.expr}, Then: other.expr}}}
	return t
}

func (b *builder) in(n *expr.In) term {
	x := b.as(n.X, n.Scale)
	in := relation.In{X: x.expr}
	for _, v := range n.Values {
		if n.X.Of().Type.Kind == expr.Number {
			in.Values = append(in.Values, v.N)
		} else {
			in.Values = append(in.Values, v.S)
		}
	}
	return term{expr: in, mayRefuse: x.mayRefuse, size: x.size + len(in.Values) + 1}
}

// known and otherwise are about a field or an aggregate, whose own refusal comes first.

func (b *builder) known(n *expr.Known) term {
	x, refused := b.maybe(n.X)
	is := relation.Expr(relation.Not{X: relation.IsNull{X: x.expr}})
	if refused == nil {
		return term{expr: is, size: x.size + 2}
	}
	return term{expr: pick(relation.Not{X: refused}, is, nil), mayRefuse: true, size: x.size + 10}
}

func (b *builder) otherwise(n *expr.Default) term {
	x, refused := b.maybe(n.X)
	known, other := x, b.as(n.Else, n.Type.Scale)
	if n.Type.Kind == expr.Number {
		known = power(x, int(n.Type.Scale)-int(n.X.Of().Type.Scale))
	}
	var arms []relation.Arm
	if refused != nil {
		arms = append(arms, relation.Arm{When: refused, Then: null().expr})
	}
	arms = append(arms, relation.Arm{When: relation.IsNull{X: x.expr}, Then: other.expr})
	return term{relation.Case{Arms: arms, Else: known.expr}, max(known.bound, other.bound),
		known.mayRefuse || other.mayRefuse || refused != nil, x.size + known.size + other.size + 10}
}

// maybe lowers what may be unknown, NULL then. refused holds where it is refused; nil if it never is.
func (b *builder) maybe(n expr.Node) (x term, refused relation.Expr) {
	if a, ok := n.(*expr.Aggregate); ok {
		g := b.aggregate(a)
		return g.raw, g.refused
	}
	return b.lower(n), nil
}
