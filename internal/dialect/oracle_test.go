package dialect_test

import (
	"bytes"
	"math/big"
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/internal/relation"
)

// An oracle says what an expression is of one row, by the words of package relation alone. Values are nil, *big.Int, string and []byte.
type oracle struct {
	row map[string]any
	// mustFail: a number that is part of the answer is out of range. mayFail: one is whose part of the
	// expression an engine may leave out, as in the arm of a case that is not taken.
	mustFail, mayFail bool
}

// optional evaluates what an engine may leave out.
func (o *oracle) optional(e relation.Expr) any {
	inner := oracle{row: o.row}
	v := inner.eval(e)
	o.mayFail = o.mayFail || inner.mayFail || inner.mustFail
	return v
}

func (o *oracle) ranged(n *big.Int) any {
	if !n.IsInt64() {
		o.mustFail = true
	}
	return n
}

func truth(holds bool) any {
	if holds {
		return big.NewInt(1)
	}
	return big.NewInt(0)
}

func holds(v any) bool { return v != nil && v.(*big.Int).Cmp(big.NewInt(1)) == 0 }

func (o *oracle) eval(e relation.Expr) any {
	switch e := e.(type) {
	case relation.Col:
		return o.row[e.Name]
	case relation.Value:
		if n, ok := e.V.(int64); ok {
			return big.NewInt(n)
		}
		return e.V
	case relation.Binary:
		return o.binary(e.Op, o.eval(e.L), o.eval(e.R))
	case relation.And:
		return o.logic(e, false)
	case relation.Or:
		return o.logic(e, true)
	case relation.Not:
		return o.not(o.condition(e.X, o.eval))
	case relation.In:
		if len(e.Values) == 0 {
			o.optional(e.X)
			return truth(false)
		}
		x := o.eval(e.X)
		if x == nil {
			return nil
		}
		for _, v := range e.Values {
			if compare(x, o.eval(relation.Value{V: v})) == 0 {
				return truth(true)
			}
		}
		return truth(false)
	case relation.Prefix:
		if x := o.eval(e.X); x != nil {
			return truth(strings.HasPrefix(x.(string), e.With))
		}
		return nil
	case relation.Contains:
		if x := o.eval(e.X); x != nil {
			return truth(strings.Contains(x.(string), e.Part))
		}
		return nil
	case relation.IsNull:
		return truth(o.eval(e.X) == nil)
	case relation.Coalesce:
		for i, x := range e {
			v := any(nil)
			if i == 0 {
				v = o.eval(x)
			} else {
				v = o.optional(x)
			}
			if v != nil {
				for _, rest := range e[i+1:] {
					o.optional(rest)
				}
				return v
			}
		}
		return nil
	case relation.Case:
		return o.choice(e)
	case relation.Call:
		x := o.eval(e.Args[0])
		if x == nil {
			return nil
		}
		if e.Func == relation.Length {
			return big.NewInt(int64(utf8.RuneCountInString(x.(string))))
		}
		return o.ranged(new(big.Int).Abs(x.(*big.Int)))
	}
	panic("no such expression")
}

func (o *oracle) condition(e relation.Expr, eval func(relation.Expr) any) any {
	v := eval(e)
	if v == nil {
		return nil
	}
	switch e.(type) {
	case relation.Col, relation.Value, relation.Case, relation.Coalesce, relation.Call:
		return truth(holds(v))
	}
	if b, ok := e.(relation.Binary); ok && strings.Contains("+-*/%", string(b.Op)) {
		return truth(holds(v))
	}
	return v
}

func (o *oracle) not(v any) any {
	if v == nil {
		return nil
	}
	return truth(!holds(v))
}

// logic is And, or Or with decisive true.
func (o *oracle) logic(conditions []relation.Expr, decisive bool) any {
	answer := truth(!decisive)
	isDecided := false
	for _, c := range conditions {
		v := o.condition(c, o.optional)
		switch {
		case v != nil && holds(v) == decisive:
			isDecided = true
		case v == nil:
			answer = nil
		}
	}
	if isDecided {
		return truth(decisive)
	}
	return answer
}

func (o *oracle) choice(e relation.Case) any {
	var answer any
	isDecided := false
	for i, arm := range e.Arms {
		eval := o.optional
		if i == 0 {
			eval = o.eval
		}
		when, then := o.condition(arm.When, eval), o.optional(arm.Then)
		if !isDecided && holds(when) {
			answer, isDecided = then, true
		}
	}
	if e.Else != nil {
		if other := o.optional(e.Else); !isDecided {
			answer = other
		}
	}
	return answer
}

func (o *oracle) binary(op relation.Op, l, r any) any {
	if l == nil || r == nil {
		return nil
	}
	switch op {
	case relation.Concat:
		return l.(string) + r.(string)
	case relation.Eq:
		return truth(compare(l, r) == 0)
	case relation.Ne:
		return truth(compare(l, r) != 0)
	case relation.Lt:
		return truth(compare(l, r) < 0)
	case relation.Le:
		return truth(compare(l, r) <= 0)
	case relation.Gt:
		return truth(compare(l, r) > 0)
	case relation.Ge:
		return truth(compare(l, r) >= 0)
	}
	x, y, z := l.(*big.Int), r.(*big.Int), new(big.Int)
	if y.Sign() == 0 && (op == relation.Div || op == relation.Mod) {
		return nil // in an arm that is not taken
	}
	switch op {
	case relation.Add:
		return o.ranged(z.Add(x, y))
	case relation.Sub:
		return o.ranged(z.Sub(x, y))
	case relation.Mul:
		return o.ranged(z.Mul(x, y))
	case relation.Div:
		return o.ranged(z.Quo(x, y))
	}
	return o.ranged(z.Rem(x, y))
}

func compare(l, r any) int {
	switch l := l.(type) {
	case *big.Int:
		return l.Cmp(r.(*big.Int))
	case string:
		return strings.Compare(l, r.(string))
	}
	return bytes.Compare(l.([]byte), r.([]byte))
}
