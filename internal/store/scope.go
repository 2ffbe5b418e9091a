package store

import "github.com/wenxiao/wenxiao/internal/relation"

// A Scope says which rows may be seen and changed. Every query that comes in through a Reader is confined by it, its
// subqueries included, so that a condition forgotten above lets nothing out.
type Scope interface {
	// Rows is the condition on the rows of a table that is read under an alias; nil for all of them.
	Rows(t *relation.Table, alias string) relation.Expr
}

// Unscoped is the scope of the program itself: schedules, verification, signing in. No act of a person runs in it.
var Unscoped Scope = everything{}

type everything struct{}

func (everything) Rows(*relation.Table, string) relation.Expr { return nil }

// confine gives the query with the scope's condition on each table it reads.
func confine(s Scope, q *relation.Select) *relation.Select {
	if q == nil || s == Unscoped {
		return q
	}
	c := *q
	var where relation.And
	if q.Where != nil {
		where = append(where, confineExpr(s, q.Where))
	}
	c.From = confineSource(s, q.From)
	if q.From.Table != nil {
		if rows := s.Rows(q.From.Table, q.From.As); rows != nil {
			where = append(where, rows)
		}
	}
	c.Joins = make([]relation.Join, len(q.Joins))
	for i, j := range q.Joins {
		c.Joins[i] = relation.Join{Source: confineSource(s, j.Source), IsLeft: j.IsLeft, On: confineExpr(s, j.On)}
		if j.Table != nil { // beside the partner, not after it: a left join keeps its rows
			if rows := s.Rows(j.Table, j.As); rows != nil {
				c.Joins[i].On = relation.And{c.Joins[i].On, rows}
			}
		}
	}
	if len(where) > 0 {
		c.Where = where
	}
	c.Outputs = make([]relation.Output, len(q.Outputs))
	for i, o := range q.Outputs {
		c.Outputs[i] = relation.Output{Expr: confineExpr(s, o.Expr), As: o.As}
		if col, ok := o.Expr.(relation.Col); ok && o.As == "" {
			c.Outputs[i].Expr = col
		}
	}
	c.GroupBy = confineAll(s, q.GroupBy)
	c.Having = confineExpr(s, q.Having)
	c.OrderBy = make([]relation.Order, len(q.OrderBy))
	for i, o := range q.OrderBy {
		c.OrderBy[i] = relation.Order{By: confineExpr(s, o.By), IsDesc: o.IsDesc}
	}
	return &c
}

func confineSource(s Scope, f relation.Source) relation.Source {
	f.Query = confine(s, f.Query)
	return f
}

func confineAll(s Scope, list []relation.Expr) []relation.Expr {
	if list == nil {
		return nil
	}
	c := make([]relation.Expr, len(list))
	for i, e := range list {
		c[i] = confineExpr(s, e)
	}
	return c
}

// confineExpr confines the queries inside an expression.
func confineExpr(s Scope, e relation.Expr) relation.Expr {
	switch e := e.(type) {
	case relation.Binary:
		return relation.Binary{Op: e.Op, L: confineExpr(s, e.L), R: confineExpr(s, e.R)}
	case relation.And:
		return relation.And(confineAll(s, e))
	case relation.Or:
		return relation.Or(confineAll(s, e))
	case relation.Not:
		return relation.Not{X: confineExpr(s, e.X)}
	case relation.In:
		e.X = confineExpr(s, e.X)
		return e
	case relation.Prefix:
		e.X = confineExpr(s, e.X)
		return e
	case relation.Contains:
		e.X = confineExpr(s, e.X)
		return e
	case relation.IsNull:
		return relation.IsNull{X: confineExpr(s, e.X)}
	case relation.Coalesce:
		return relation.Coalesce(confineAll(s, e))
	case relation.Case:
		arms := make([]relation.Arm, len(e.Arms))
		for i, a := range e.Arms {
			arms[i] = relation.Arm{When: confineExpr(s, a.When), Then: confineExpr(s, a.Then)}
		}
		return relation.Case{Arms: arms, Else: confineExpr(s, e.Else)}
	case relation.Call:
		return relation.Call{Func: e.Func, Args: confineAll(s, e.Args)}
	case relation.Scalar:
		return relation.Scalar{Query: confine(s, e.Query)}
	case relation.Exists:
		return relation.Exists{Query: confine(s, e.Query)}
	}
	return e // Col, Value, Excluded, nil
}
