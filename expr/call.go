package expr

import (
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"

	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/region"
)

// A function of the language: how it is called, and its rule.
type function struct {
	name, form string
	check      func(c *checker, e ast.Expr, args []ast.Expr) Node
}

// functions are all there are. A new one is a line here, a node with its
// evaluation, and a case in internal/lower.
func functions() []function {
	return []function{
		{"known", "known(x)", (*checker).known},
		{"or", "or(x, otherwise)", (*checker).otherwise},
		{"ratio", "ratio(a, b, zero)", (*checker).ratio},
		{"round", "round(x, 2)", (*checker).round},
		{"param", "param('name')", (*checker).param},
		{"date", "date('2024-02-29')", (*checker).date},
		{"months_ago", "months_ago(12)", (*checker).monthsAgo},
		{"within", "within(division, '1403')", (*checker).within},
		{"count", "count(rows, condition, last_months(12))", aggregate(Count)},
		{"sum", "sum(rows, x, condition, last_months(12))", aggregate(Sum)},
		{"min", "min(rows, x, condition, last_months(12))", aggregate(Min)},
		{"max", "max(rows, x, condition, last_months(12))", aggregate(Max)},
	}
}

// lastMonths is the window of an aggregate; it is no function by itself.
const lastMonths = "last_months"

func (c *checker) call(e ast.Expr) Node {
	name := e.AsCall().FunctionName()
	var names []string
	for _, f := range functions() {
		if f.name == name {
			found := len(c.found)
			n := f.check(c, e, e.AsCall().Args())
			if n == nil && len(c.found) == found {
				c.fail(wrongCall, c.span(e), f.form)
			}
			return n
		}
		names = append(names, f.name)
	}
	if name == lastMonths {
		c.fail(wrongCall, c.span(e), "sum(rows, x, last_months(12))")
		return nil
	}
	c.unknown(name, c.span(e), names)
	return nil
}

// The rules below give nil without a diagnostic where the arguments are not as
// the form of the function says; call then shows the form.

func (c *checker) known(e ast.Expr, args []ast.Expr) Node {
	if len(args) != 1 {
		return nil
	}
	x := c.node(args[0])
	if x == nil {
		return nil
	}
	if !x.Of().nullable {
		c.fail(alwaysKnown, c.span(e), c.source(args[0]))
		return nil
	}
	return &Known{c.condition(e), x}
}

func (c *checker) otherwise(e ast.Expr, args []ast.Expr) Node {
	if len(args) != 2 {
		return nil
	}
	x, other := c.node(args[0]), c.value(args[1])
	if x == nil || other == nil {
		return nil
	}
	if !x.Of().nullable {
		c.fail(alwaysKnown, c.span(e), c.source(args[0]))
		return nil
	}
	if x.Of().Type.Kind == Secret {
		c.fail(secretUse, x.Of().Span, c.source(args[0]))
		return nil
	}
	if !c.isBranch(x, other) {
		return nil
	}
	info := Info{Type: x.Of().Type, Span: c.span(e)}
	info.Type.Scale = max(x.Of().Type.Scale, other.Of().Type.Scale)
	return &Default{info, x, other}
}

func (c *checker) ratio(e ast.Expr, args []ast.Expr) Node {
	if len(args) != 3 {
		return nil
	}
	a, b, zero := c.typed(args[0], Number), c.typed(args[1], Number), c.typed(args[2], Number)
	if a == nil || b == nil || zero == nil {
		return nil
	}
	return &Ratio{Info{Type: Type{Kind: Quotient}, Span: c.span(e)}, a, b, zero}
}

func (c *checker) round(e ast.Expr, args []ast.Expr) Node {
	if len(args) != 2 {
		return nil
	}
	x := c.value(args[0])
	digits, ok := c.whole(args[1], 0, 8)
	if x == nil || !ok {
		return nil
	}
	if x.Of().Type.Kind != Quotient && !c.isKind(x, Number) {
		return nil
	}
	return &Round{Info{Type: Type{Kind: Number, Scale: uint8(digits)}, Span: c.span(e)}, x}
}

func (c *checker) param(e ast.Expr, args []ast.Expr) Node {
	if len(args) != 1 {
		return nil
	}
	name, ok := c.word(args[0])
	if !ok {
		return nil
	}
	var names []string
	for _, p := range c.scope.Params {
		if p.Name == name {
			return &ParamRef{Info{Type: p.Type, Span: c.span(e)}, name}
		}
		names = append(names, p.Name)
	}
	c.unknown(name, c.span(args[0]), names)
	return nil
}

func (c *checker) date(e ast.Expr, args []ast.Expr) Node {
	if len(args) != 1 {
		return nil
	}
	word, ok := c.word(args[0])
	if !ok {
		return nil
	}
	d, err := period.ParseDate(word)
	if err != nil || d.String() != word {
		return nil
	}
	return &Literal{Info{Type: Type{Kind: Date}, Span: c.span(e)}, Units(int64(d))}
}

func (c *checker) monthsAgo(e ast.Expr, args []ast.Expr) Node {
	if len(args) != 1 {
		return nil
	}
	n, ok := c.whole(args[0], 1, 1200)
	if !ok {
		return nil
	}
	return &Day{Info{Type: Type{Kind: Date}, Span: c.span(e)}, n}
}

func (c *checker) within(e ast.Expr, args []ast.Expr) Node {
	if len(args) != 2 {
		return nil
	}
	x := c.typed(args[0], Division)
	word, ok := c.word(args[1])
	if x == nil || !ok {
		return nil
	}
	code, err := region.Parse(word)
	if err != nil {
		c.fail(unknownCode, c.span(args[1]), word, "990102")
		return nil
	}
	return &Within{c.condition(e), x, Significant(code)}
}

// aggregate reads rows, the figure of each (not for Count), then a condition and a window, both of which may be left out.
func aggregate(f Func) func(c *checker, e ast.Expr, args []ast.Expr) Node {
	return func(c *checker, e ast.Expr, args []ast.Expr) Node {
		rows := c.rows(args)
		if rows == nil {
			return nil
		}
		n := &Aggregate{Info: Info{Type: Type{Kind: Number}, Span: c.span(e)}, Func: f, Rows: rows.Name}
		args = args[1:]
		c.row = rows
		defer func() { c.row = nil }()
		if f != Count {
			if len(args) == 0 || isWindow(args[0]) {
				return nil
			}
			if n.X = c.value(args[0]); n.X == nil {
				return nil
			}
			k := n.X.Of().Type.Kind
			if !(k == Date && f != Sum) && !c.isKind(n.X, Number) {
				return nil
			}
			n.Type = n.X.Of().Type
			n.nullable = f != Sum
			args = args[1:]
		}
		if len(args) > 0 && !isWindow(args[0]) {
			if n.Where = c.typed(args[0], Bool); n.Where == nil {
				return nil
			}
			args = args[1:]
		}
		if len(args) > 0 && isWindow(args[0]) {
			if !c.window(n, rows, args[0]) {
				return nil
			}
			args = args[1:]
		}
		if len(args) > 0 {
			return nil
		}
		return n
	}
}

// rows finds what an aggregate is about.
func (c *checker) rows(args []ast.Expr) *Rows {
	if len(args) == 0 || args[0].Kind() != ast.IdentKind || c.row != nil {
		return nil
	}
	var names []string
	for i, r := range c.scope.Rows {
		if r.Name == args[0].AsIdent() {
			return &c.scope.Rows[i]
		}
		names = append(names, r.Name)
	}
	c.unknown(args[0].AsIdent(), c.span(args[0]), names)
	return nil
}

func isWindow(e ast.Expr) bool {
	return e.Kind() == ast.CallKind && !e.AsCall().IsMemberFunction() && e.AsCall().FunctionName() == lastMonths
}

func (c *checker) window(n *Aggregate, rows *Rows, e ast.Expr) bool {
	args := e.AsCall().Args()
	if len(args) != 1 || !rows.HasMonth {
		return false
	}
	months, ok := c.whole(args[0], 1, 1200)
	n.Months = months
	return ok
}

// word reads a text that must be written out.
func (c *checker) word(e ast.Expr) (string, bool) {
	if e.Kind() != ast.LiteralKind {
		return "", false
	}
	s, ok := e.AsLiteral().(types.String)
	return string(s), ok
}

// whole reads a whole number between bounds that must be written out.
func (c *checker) whole(e ast.Expr, least, most int64) (int, bool) {
	if e.Kind() != ast.LiteralKind {
		return 0, false
	}
	n, ok := e.AsLiteral().(types.Int)
	return int(n), ok && int64(n) >= least && int64(n) <= most
}

func (c *checker) source(e ast.Expr) string {
	s := c.span(e)
	return c.text[s.Start:s.End]
}
