package expr

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"github.com/wenxiao/wenxiao/period"
)

// A Refusal says why an expression has no value for a record (无法计算). It is the
// record's answer, not a failure of the program: other records have theirs.
type Refusal struct {
	Why  string // "range": a number does not fit; "parameter": it is not in force
	Node Node   // where
}

// Error tells why and at which byte of the expression.
func (r *Refusal) Error() string {
	return fmt.Sprintf("not computed (%s) at %d", r.Why, r.Node.Of().Span.Start)
}

// Eval gives the value of a checked expression for a record. A Quotient has to be
// [Rounded] first. Its only error is a *Refusal.
func Eval(n Node, record *Record, env *Env) (Value, error) {
	e := &evaluation{record: record, env: env, fields: record.Fields}
	return e.eval(n)
}

// Holds says whether a checked condition holds for a record. Its only error is a *Refusal.
func Holds(n Node, record *Record, env *Env) (bool, error) {
	v, err := Eval(n, record, env)
	return v.N == 1, err
}

type evaluation struct {
	record *Record
	env    *Env
	fields map[string]Value // of the record, or of the row inside an aggregate
}

func truth(b bool) (Value, error) {
	if b {
		return Units(1), nil
	}
	return Units(0), nil
}

// fits turns a checked result into a value or a refusal.
func fits(n Node, v int64, ok bool) (Value, error) {
	if !ok {
		return Value{}, &Refusal{"range", n}
	}
	return Units(v), nil
}

func (e *evaluation) eval(n Node) (Value, error) {
	switch n := n.(type) {
	case *Literal:
		return n.Value, nil
	case *FieldRef:
		return e.fields[n.Name], nil
	case *ParamRef:
		if v := e.env.Params[n.Name]; v.IsKnown {
			return v, nil
		}
		return Value{}, &Refusal{"parameter", n}
	case *Day:
		return Units(int64(e.env.Today.AddMonths(-n.MonthsAgo))), nil
	case *LetRef:
		return e.eval(n.X)
	case *Not:
		x, err := e.eval(n.X)
		x.N = 1 - x.N
		return x, err
	case *Negate:
		x, err := e.eval(n.X)
		x.N = -x.N
		return x, err
	case *Arith:
		return e.arith(n)
	case *Compare:
		return e.compare(n)
	case *Logic:
		return e.logic(n)
	case *Cond:
		return e.cond(n)
	case *Round:
		return e.round(n)
	case *Known:
		x, err := e.eval(n.X)
		if err != nil {
			return Value{}, err
		}
		return truth(x.IsKnown)
	case *Default:
		x, err := e.eval(n.X)
		if err != nil {
			return Value{}, err
		}
		if x.IsKnown {
			return e.scaled(n.X, n.Type, x)
		}
		return e.evalAs(n.Else, n.Type)
	case *In:
		x, err := e.evalAs(n.X, Type{Kind: n.X.Of().Type.Kind, Scale: n.Scale})
		if err != nil {
			return Value{}, err
		}
		return truth(slices.Contains(n.Values, x))
	case *Within:
		x, err := e.eval(n.X)
		if err != nil {
			return Value{}, err
		}
		return truth(strings.HasPrefix(x.S, n.Prefix))
	case *Aggregate:
		return e.aggregate(n)
	}
	panic(fmt.Sprintf("expr: no evaluation of %T", n))
}

// evalAs evaluates a number and brings it to the scale of t; other kinds stay as they are.
func (e *evaluation) evalAs(n Node, t Type) (Value, error) {
	v, err := e.eval(n)
	if err != nil {
		return v, err
	}
	return e.scaled(n, t, v)
}

func (e *evaluation) scaled(n Node, t Type, v Value) (Value, error) {
	from := n.Of().Type
	if t.Kind != Number || from.Scale == t.Scale {
		return v, nil
	}
	m, ok := rescale(v.N, from.Scale, t.Scale)
	return fits(n, m, ok)
}

func (e *evaluation) arith(n *Arith) (Value, error) {
	want := n.Type
	if n.L.Of().Type.Kind == Date {
		want = n.L.Of().Type
	}
	var l, r Value
	var err error
	if n.Op == Mul {
		if l, err = e.eval(n.L); err == nil {
			r, err = e.eval(n.R)
		}
	} else if l, err = e.evalAs(n.L, want); err == nil {
		r, err = e.evalAs(n.R, want)
	}
	if err != nil {
		return Value{}, err
	}
	var v int64
	var ok bool
	switch n.Op {
	case Add:
		v, ok = add(l.N, r.N)
	case Sub:
		v, ok = add(l.N, -r.N)
	case Mul:
		v, ok = multiply(l.N, r.N)
	}
	return fits(n, v, ok)
}

// logic treats a refusal as SQL treats NULL: one side may decide without the other.
func (e *evaluation) logic(n *Logic) (Value, error) {
	l, lerr := e.eval(n.L)
	r, rerr := e.eval(n.R)
	decides := int64(0)
	if n.Op == Or {
		decides = 1
	}
	if lerr == nil && l.N == decides || rerr == nil && r.N == decides {
		return Units(decides), nil
	}
	if lerr != nil {
		return Value{}, lerr
	}
	return r, rerr
}

func (e *evaluation) cond(n *Cond) (Value, error) {
	test, err := e.eval(n.If)
	if err != nil {
		return Value{}, err
	}
	if test.N == 1 {
		return e.evalAs(n.Then, n.Type)
	}
	return e.evalAs(n.Else, n.Type)
}

func (e *evaluation) compare(n *Compare) (Value, error) {
	if q := RatioOf(n.L); q != nil {
		return e.compareRatio(n, q)
	}
	lt, rt := n.L.Of().Type, n.R.Of().Type
	common := Type{Kind: lt.Kind, Scale: max(lt.Scale, rt.Scale)}
	l, err := e.evalAs(n.L, common)
	if err != nil {
		return Value{}, err
	}
	r, err := e.evalAs(n.R, common)
	if err != nil {
		return Value{}, err
	}
	if lt.Kind == Number || lt.Kind == Date {
		return truth(holds(n.Op, l.N, r.N))
	}
	return truth((l.S == r.S) == (n.Op == Eq))
}

func holds(op Op, l, r int64) bool {
	switch op {
	case Eq:
		return l == r
	case Ne:
		return l != r
	case Lt:
		return l < r
	case Le:
		return l <= r
	case Gt:
		return l > r
	}
	return l >= r
}

// RatioOf is the ratio a Quotient stands for, nil for any other node.
func RatioOf(n Node) *Ratio {
	switch n := n.(type) {
	case *Ratio:
		return n
	case *LetRef:
		return RatioOf(n.X)
	}
	return nil
}

// compareRatio compares a/b with c by a and c×b, at one scale, the sides exchanged for a negative b.
func (e *evaluation) compareRatio(n *Compare, q *Ratio) (Value, error) {
	a, b, err := e.operands(q)
	if err != nil {
		return Value{}, err
	}
	if b.N == 0 {
		zero := &Compare{n.Info, n.Op, q.Zero, n.R}
		return e.compare(zero)
	}
	c, err := e.eval(n.R)
	if err != nil {
		return Value{}, err
	}
	right, ok := multiply(c.N, b.N)
	left := a.N
	shift := int(n.R.Of().Type.Scale) + int(q.B.Of().Type.Scale) - int(q.A.Of().Type.Scale)
	p, fitsPower := Power10(max(shift, -shift))
	fine := ok && fitsPower
	if shift >= 0 {
		left, ok = multiply(left, p)
	} else {
		right, ok = multiply(right, p)
	}
	if !fine || !ok {
		return Value{}, &Refusal{"range", n}
	}
	if b.N < 0 {
		left, right = right, left
	}
	return truth(holds(n.Op, left, right))
}

func (e *evaluation) operands(q *Ratio) (a, b Value, err error) {
	if b, err = e.eval(q.B); err != nil {
		return a, b, err
	}
	if b.N == 0 {
		return a, b, nil
	}
	a, err = e.eval(q.A)
	return a, b, err
}

func (e *evaluation) round(r *Round) (Value, error) {
	n, scale := Node(r), int(r.Type.Scale)
	q := RatioOf(r.X)
	if q == nil {
		x, err := e.eval(r.X)
		if err != nil {
			return Value{}, err
		}
		v, ok := divide(x.N, 1, scale-int(r.X.Of().Type.Scale))
		return fits(n, v, ok)
	}
	a, b, err := e.operands(q)
	if err != nil {
		return Value{}, err
	}
	if b.N == 0 {
		zero, err := e.eval(q.Zero)
		if err != nil {
			return Value{}, err
		}
		v, ok := divide(zero.N, 1, scale-int(q.Zero.Of().Type.Scale))
		return fits(n, v, ok)
	}
	v, ok := divide(a.N, b.N, scale+int(q.B.Of().Type.Scale)-int(q.A.Of().Type.Scale))
	return fits(n, v, ok)
}

// Window is the first day of the first and the last day of the last of so many
// months, the last being that of today.
func Window(today period.Date, months int) (first, last period.Date) {
	last = today.MonthEnd()
	first = today.AddDays(1 - today.Day()).AddMonths(1 - months)
	return first, last
}

// A tally adds numbers in 128 bits, so that the order of the rows does not matter.
type tally struct{ high, low uint64 }

func (t *tally) add(v int64) {
	var carry uint64
	t.low, carry = bits.Add64(t.low, uint64(v), 0)
	t.high += uint64(v>>63) + carry
}

// value is the sum, if it fits.
func (t *tally) value() (int64, bool) {
	v := int64(t.low)
	return v, t.high == uint64(v>>63) && v != -1<<63
}
