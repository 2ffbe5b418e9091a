package lower_test

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/internal/dialect"
	"github.com/wenxiao/wenxiao/internal/relation"
)

// A mutant is a bug of the lowering, put into the queries it makes: it gives another
// expression where it finds what it is about, else nil.
type mutant struct {
	name   string
	change func(e relation.Expr) relation.Expr
}

var mutants = []mutant{
	{"> for >=", onBinary(func(b relation.Binary) relation.Expr {
		if b.Op != relation.Ge || isMonth(b.L) {
			return nil
		}
		return relation.Binary{Op: relation.Gt, L: b.L, R: b.R}
	})},
	{"< for <=", onBinary(func(b relation.Binary) relation.Expr {
		if b.Op != relation.Le || isMonth(b.L) {
			return nil
		}
		return relation.Binary{Op: relation.Lt, L: b.L, R: b.R}
	})},
	{"the window begins a month late", onBinary(func(b relation.Binary) relation.Expr {
		if b.Op != relation.Ge || !isMonth(b.L) {
			return nil
		}
		return relation.Binary{Op: relation.Gt, L: b.L, R: b.R}
	})},
	{"the window ends a month early", onBinary(func(b relation.Binary) relation.Expr {
		if b.Op != relation.Le || !isMonth(b.L) {
			return nil
		}
		return relation.Binary{Op: relation.Le, L: b.L, R: relation.V(b.R.(relation.Value).V.(int64) - 31)}
	})},
	{"no case for a divisor of zero", onCase(func(c relation.Case) relation.Expr {
		if b, ok := c.Arms[0].When.(relation.Binary); !ok || len(c.Arms) < 2 || b.Op != relation.Eq || !isNumber(b.R, 0) {
			return nil
		}
		return relation.Case{Arms: c.Arms[1:], Else: c.Else}
	})},
	{"a negative divisor turns nothing round", onCase(func(c relation.Case) relation.Expr {
		if len(c.Arms) != 3 || !isComparison(c.Arms[2].When, relation.Lt) {
			return nil
		}
		return relation.Case{Arms: []relation.Arm{c.Arms[0], c.Arms[1], {When: c.Arms[2].When, Then: c.Arms[1].Then}}}
	})},
	{"a quotient is cut off", onCase(func(c relation.Case) relation.Expr {
		inner, ok := c.Arms[0].Then.(relation.Case)
		if !ok || !isNumber(inner.Arms[0].Then, 1) || !isNumber(inner.Else, -1) {
			return nil
		}
		return relation.V(0)
	})},
	{"a half is rounded towards zero", onBinary(func(b relation.Binary) relation.Expr {
		s, ok := b.R.(relation.Binary)
		if b.Op != relation.Ge || !ok || s.Op != relation.Sub || !reflect.DeepEqual(b.L, s.R) {
			return nil
		}
		return relation.Binary{Op: relation.Gt, L: b.L, R: b.R}
	})},
	{"a half is rounded up below zero", onCase(func(c relation.Case) relation.Expr {
		by, ok := c.Else.(relation.Value)
		if n, isNumber := by.V.(int64); !ok || !isNumber || n < 5 || !isComparison(c.Arms[0].When, relation.Lt) || !isValue(c.Arms[0].Then, -n) {
			return nil
		}
		return by
	})},
	{"unknown is 0", onCase(func(c relation.Case) relation.Expr {
		last := len(c.Arms) - 1
		if _, ok := c.Arms[last].When.(relation.IsNull); !ok || c.Else == nil {
			return nil
		}
		arms := append([]relation.Arm{}, c.Arms...)
		arms[last].Then = relation.V(0)
		return relation.Case{Arms: arms, Else: c.Else}
	})},
	{"the sum of no rows is unknown", func(e relation.Expr) relation.Expr {
		if c, ok := e.(relation.Coalesce); ok && isNumber(c[1], 0) {
			return c[0]
		}
		return nil
	}},
	{"what is refused is left out", func(e relation.Expr) relation.Expr {
		if c, ok := e.(relation.Coalesce); ok && isNumber(c[1], 1) {
			return c[0]
		}
		return nil
	}},
	{"a row that is refused is left out", onCase(func(c relation.Case) relation.Expr {
		not, ok := c.Arms[0].When.(relation.Not)
		if !ok || len(c.Arms) != 1 || c.Else != nil || !isComparison(not.X, relation.Gt) {
			return nil
		}
		return c.Arms[0].Then
	})},
	{"a condition that is refused is false", onCase(func(c relation.Case) relation.Expr {
		if len(c.Arms) != 2 || c.Else != nil || !reflect.DeepEqual(c.Arms[1].When, relation.Not{X: c.Arms[0].When}) {
			return nil
		}
		return relation.Case{Arms: c.Arms[:1], Else: c.Arms[1].Then}
	})},
	{"no guard against overflow", onCase(func(c relation.Case) relation.Expr {
		b, ok := c.Arms[0].Then.(relation.Binary)
		if !ok || len(c.Arms) != 1 || c.Else != nil || b.Op != relation.Mul && b.Op != relation.Add && b.Op != relation.Sub {
			return nil
		}
		return b
	})},
	{"the guard is too early", func(e relation.Expr) relation.Expr {
		if isNumber(e, math.MaxInt64) {
			return relation.V(math.MaxInt64 / 2)
		}
		return nil
	}},
	{"a scale is off by one", onBinary(func(b relation.Binary) relation.Expr {
		if b.Op != relation.Mul || !isNumber(b.R, 10000) {
			return nil
		}
		return relation.Binary{Op: relation.Mul, L: b.L, R: relation.V(1000)}
	})},
	{"a parameter ignores the smallest divisions", onCase(func(c relation.Case) relation.Expr {
		and, ok := c.Arms[0].When.(relation.And)
		if !ok || len(and) != 2 || !isComparison(and[0], relation.Ge) || !isOwner(and[0].(relation.Binary).L) {
			return nil
		}
		return relation.Case{Arms: c.Arms[1:], Else: c.Else}
	})},
	{"a division is only itself", func(e relation.Expr) relation.Expr {
		if p, ok := e.(relation.Prefix); ok {
			return relation.Same(p.X, relation.V(p.With))
		}
		return nil
	}},
	{"a yes is a no", onBinary(func(b relation.Binary) relation.Expr {
		c, ok := b.L.(relation.Col)
		if !ok || b.Op != relation.Eq || !strings.HasPrefix(c.Name, "f_") || !isNumber(b.R, 1) {
			return nil
		}
		return relation.Binary{Op: relation.Eq, L: b.L, R: relation.V(0)}
	})},
	{"the parts of a sum do not carry", onBinary(func(b relation.Binary) relation.Expr {
		d, ok := b.R.(relation.Binary)
		if b.Op != relation.Add || !ok || d.Op != relation.Div || !isNumber(d.R, 1<<31) {
			return nil
		}
		return b.L
	})},
}

// Each bug that is put into the lowering is found by the parity property, on SQLite alone.
func TestParity_FindsInjectedBugs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 200)
	e := w.onSQLite(t)
	type trial struct {
		query *relation.Select
		want  map[string]string
	}
	var trials []trial
	for seed := range uint64(parityRules) {
		r, scope := w.rule(t, seed)
		query, err := w.schema.Screen(r, scope)
		if err != nil {
			t.Fatal(err)
		}
		trials = append(trials, trial{query, w.evaluate(r, scope)})
	}
	for _, m := range mutants {
		t.Run(m.name, func(t *testing.T) {
			tried := 0
			for _, trial := range trials {
				changed, query := false, *trial.query
				rewriteSelect(&query, func(x relation.Expr) relation.Expr {
					if y := m.change(x); y != nil {
						changed = true
						return y
					}
					return x
				})
				if !changed {
					continue
				}
				tried++
				if err := e.compare(&query, trial.want); err != nil && !errors.Is(err, dialect.ErrUnfit) {
					return
				}
			}
			t.Errorf("%d rules were changed, and none was found to be wrong", tried)
		})
	}
}

func onBinary(f func(relation.Binary) relation.Expr) func(relation.Expr) relation.Expr {
	return func(e relation.Expr) relation.Expr {
		if b, ok := e.(relation.Binary); ok {
			return f(b)
		}
		return nil
	}
}

func onCase(f func(relation.Case) relation.Expr) func(relation.Expr) relation.Expr {
	return func(e relation.Expr) relation.Expr {
		if c, ok := e.(relation.Case); ok && len(c.Arms) > 0 {
			return f(c)
		}
		return nil
	}
}

func isValue(e relation.Expr, n int64) bool { return reflect.DeepEqual(e, relation.V(n)) }

func isNumber(e relation.Expr, n int64) bool { return e != nil && isValue(e, n) }

func isMonth(e relation.Expr) bool {
	c, ok := e.(relation.Col)
	return ok && c.Name == "month"
}

func isOwner(e relation.Expr) bool {
	c, ok := e.(relation.Col)
	return ok && c.Name == relation.Owner
}

func isComparison(e relation.Expr, op relation.Op) bool {
	b, ok := e.(relation.Binary)
	return ok && b.Op == op
}

// rewriteSelect replaces every expression of a query, the parts of each before itself.
func rewriteSelect(q *relation.Select, f func(relation.Expr) relation.Expr) {
	q.Outputs = append([]relation.Output{}, q.Outputs...)
	for i := range q.Outputs {
		q.Outputs[i].Expr = rewrite(q.Outputs[i].Expr, f)
	}
	q.Joins = append([]relation.Join{}, q.Joins...)
	for i := range q.Joins {
		if inner := q.Joins[i].Query; inner != nil {
			changed := *inner
			rewriteSelect(&changed, f)
			q.Joins[i].Query = &changed
		}
	}
	q.Where = rewrite(q.Where, f)
}

func rewrite(e relation.Expr, f func(relation.Expr) relation.Expr) relation.Expr {
	all := func(list []relation.Expr) []relation.Expr {
		changed := make([]relation.Expr, len(list))
		for i, x := range list {
			changed[i] = rewrite(x, f)
		}
		return changed
	}
	switch x := e.(type) {
	case nil:
		return nil
	case relation.Binary:
		e = relation.Binary{Op: x.Op, L: rewrite(x.L, f), R: rewrite(x.R, f)}
	case relation.And:
		e = relation.And(all(x))
	case relation.Or:
		e = relation.Or(all(x))
	case relation.Not:
		e = relation.Not{X: rewrite(x.X, f)}
	case relation.IsNull:
		e = relation.IsNull{X: rewrite(x.X, f)}
	case relation.In:
		e = relation.In{X: rewrite(x.X, f), Values: x.Values}
	case relation.Prefix:
		e = relation.Prefix{X: rewrite(x.X, f), With: x.With}
	case relation.Coalesce:
		e = relation.Coalesce(all(x))
	case relation.Call:
		e = relation.Call{Func: x.Func, Args: all(x.Args)}
	case relation.Case:
		c := relation.Case{Else: rewrite(x.Else, f)}
		for _, arm := range x.Arms {
			c.Arms = append(c.Arms, relation.Arm{When: rewrite(arm.When, f), Then: rewrite(arm.Then, f)})
		}
		e = c
	}
	return f(e)
}
