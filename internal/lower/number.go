package lower

import (
	"math"
	"math/bits"

	"github.com/wenxiao/wenxiao/expr"
	"github.com/wenxiao/wenxiao/internal/relation"
)

// A term is a lowered expression.
type term struct {
	expr      relation.Expr
	bound     uint64 // of a number: no value is further from zero; at most MaxInt64
	mayRefuse bool   // it is NULL where expr refuses
	size      int    // an upper bound of how many parts the expression has
}

const maxInt = math.MaxInt64

// null is a number that is refused.
func null() term {
	return term{expr: relation.Value{As: relation.Integer}, mayRefuse: true, size: 1}
}

func constant(n int64) term {
	return term{expr: relation.V(n), bound: magnitude(n), size: 1}
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

func binary(op relation.Op, l, r relation.Expr) relation.Expr {
	return relation.Binary{Op: op, L: l, R: r}
}

// pick is then where a condition holds, otherwise otherwise; nil for NULL.
func pick(when, then, otherwise relation.Expr) relation.Expr {
	return relation.Case{Arms: []relation.Arm{{When: when, Then: then}}, Else: otherwise}
}

// number is 1 where a condition holds, else 0; never NULL.
func number(condition relation.Expr) relation.Expr {
	return pick(condition, relation.V(1), relation.V(0))
}

func call(f relation.Func, args ...relation.Expr) relation.Expr {
	return relation.Call{Func: f, Args: args}
}

func sum(x relation.Expr) relation.Expr { return call(relation.Sum, x) }

func orZero(x relation.Expr) relation.Expr { return relation.Coalesce{x, relation.V(0)} }

// The calculations below are NULL where the result does not fit. Every number is
// within ±MaxInt64, so a guard may negate and subtract without fear.

func negate(x term) term {
	return term{binary(relation.Sub, relation.V(0), x.expr), x.bound, x.mayRefuse, x.size + 2}
}

func add(a, b term) term {
	plain := binary(relation.Add, a.expr, b.expr)
	if a.bound <= maxInt-b.bound {
		return term{plain, a.bound + b.bound, a.mayRefuse || b.mayRefuse, a.size + b.size + 1}
	}
	return guarded(a, b,
		binary(relation.Le, a.expr, binary(relation.Sub, relation.V(maxInt), b.expr)),
		binary(relation.Ge, a.expr, binary(relation.Sub, relation.V(-maxInt), b.expr)), plain)
}

func subtract(a, b term) term {
	plain := binary(relation.Sub, a.expr, b.expr)
	if a.bound <= maxInt-b.bound {
		return term{plain, a.bound + b.bound, a.mayRefuse || b.mayRefuse, a.size + b.size + 1}
	}
	return guarded(a, b,
		binary(relation.Ge, a.expr, binary(relation.Add, relation.V(-maxInt), b.expr)),
		binary(relation.Le, a.expr, binary(relation.Add, relation.V(maxInt), b.expr)), plain)
}

// guarded is plain where one limit holds for a b that is not negative, the other for one that is.
// The limits are computed only for the b they are for: for the other one they would not fit.
func guarded(a, b term, above, below, plain relation.Expr) term {
	return term{relation.Case{Arms: []relation.Arm{
		{When: binary(relation.Ge, b.expr, relation.V(0)), Then: pick(above, plain, nil)},
		{When: binary(relation.Lt, b.expr, relation.V(0)), Then: pick(below, plain, nil)},
	}}, maxInt, true, 4*a.size + 6*b.size + 16}
}

func multiply(a, b term) term {
	plain := binary(relation.Mul, a.expr, b.expr)
	if high, low := bits.Mul64(a.bound, b.bound); high == 0 && low <= maxInt {
		return term{plain, low, a.mayRefuse || b.mayRefuse, a.size + b.size + 1}
	}
	if n, ok := a.constant(); ok {
		return scaled(b, n, plain)
	}
	if n, ok := b.constant(); ok {
		return scaled(a, n, plain)
	}
	if a.size > b.size {
		a, b = b, a
	}
	divisor := pick(binary(relation.Eq, a.expr, relation.V(0)), relation.V(1), call(relation.Abs, a.expr))
	fits := binary(relation.Le, call(relation.Abs, b.expr), binary(relation.Div, relation.V(maxInt), divisor))
	return term{pick(fits, plain, nil), maxInt, true, 3*a.size + 2*b.size + 12}
}

// constant is the number of a term that is one.
func (t term) constant() (int64, bool) {
	v, ok := t.expr.(relation.Value)
	if !ok {
		return 0, false
	}
	n, ok := v.V.(int64)
	return n, ok
}

// scaled is a product with a number that is known and not 0.
func scaled(x term, by int64, plain relation.Expr) term {
	limit := maxInt / int64(magnitude(by))
	fits := relation.And{binary(relation.Le, x.expr, relation.V(limit)), binary(relation.Ge, x.expr, relation.V(-limit))}
	return term{pick(fits, plain, nil), maxInt, true, 3*x.size + 8}
}

// power multiplies by a power of ten.
func power(x term, n int) term {
	if n == 0 {
		return x
	}
	p, ok := expr.Power10(n)
	if !ok {
		return null()
	}
	if v, isConstant := x.constant(); isConstant && x.bound <= maxInt/uint64(p) {
		return constant(v * p)
	}
	return multiply(x, constant(p))
}

// divide is n × 10^shift / d, rounded once, a half away from zero; d is not 0. With
// a negative shift d is multiplied instead.
func divide(n, d term, shift int) term {
	if shift >= 0 {
		n = power(n, shift)
	} else {
		d = power(d, -shift)
	}
	if by, ok := d.constant(); ok && by > 1 && by%2 == 0 && n.bound <= maxInt-uint64(by/2) {
		return halved(n, by)
	}
	rest := call(relation.Abs, binary(relation.Mod, n.expr, d.expr))
	size := call(relation.Abs, d.expr)
	isPositive := relation.Or{
		relation.And{binary(relation.Ge, n.expr, relation.V(0)), binary(relation.Gt, d.expr, relation.V(0))},
		relation.And{binary(relation.Lt, n.expr, relation.V(0)), binary(relation.Lt, d.expr, relation.V(0))},
	}
	up := pick(binary(relation.Ge, rest, binary(relation.Sub, size, rest)), pick(isPositive, relation.V(1), relation.V(-1)), relation.V(0))
	quotient := binary(relation.Add, binary(relation.Div, n.expr, d.expr), up)
	return term{quotient, n.bound, n.mayRefuse || d.mayRefuse, 5*n.size + 6*d.size + 30}
}

// halved divides by a known even number: half of it is added, away from zero, and what is over cut off.
func halved(n term, by int64) term {
	half := pick(binary(relation.Lt, n.expr, relation.V(0)), relation.V(-by/2), relation.V(by/2))
	return term{binary(relation.Div, binary(relation.Add, n.expr, half), relation.V(by)), n.bound, n.mayRefuse, 2*n.size + 8}
}
