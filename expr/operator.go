package expr

import (
	"slices"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"

	"github.com/wenxiao/wenxiao/region"
)

// A rule checks the operands of one operator and makes its node.
type rule func(e ast.Expr, args []ast.Expr) Node

// operator finds the rule of an operator; false for functions.
func (c *checker) operator(name string) (rule, bool) {
	switch name {
	case operators.LogicalAnd:
		return c.logic(And), true
	case operators.LogicalOr:
		return c.logic(Or), true
	case operators.LogicalNot:
		return c.not, true
	case operators.Negate:
		return c.negate, true
	case operators.Add:
		return c.arith(Add), true
	case operators.Subtract:
		return c.arith(Sub), true
	case operators.Multiply:
		return c.arith(Mul), true
	case operators.Equals:
		return c.compare(Eq), true
	case operators.NotEquals:
		return c.compare(Ne), true
	case operators.Less:
		return c.compare(Lt), true
	case operators.LessEquals:
		return c.compare(Le), true
	case operators.Greater:
		return c.compare(Gt), true
	case operators.GreaterEquals:
		return c.compare(Ge), true
	case operators.Conditional:
		return c.cond, true
	case operators.In:
		return c.in, true
	}
	if symbol, isOperator := operators.FindReverse(name); isOperator {
		return func(e ast.Expr, _ []ast.Expr) Node {
			c.fail(noOperator, c.span(e), symbol)
			return nil
		}, true
	}
	return nil, false
}

// two checks both operands of an operator, so that the faults of both show.
func (c *checker) two(args []ast.Expr) (l, r Node, ok bool) {
	l, r = c.value(args[0]), c.value(args[1])
	return l, r, l != nil && r != nil
}

// typed checks an operand that must be of a kind.
func (c *checker) typed(e ast.Expr, want Kind) Node {
	n := c.value(e)
	if n == nil || !c.isKind(n, want) {
		return nil
	}
	return n
}

func (c *checker) isKind(n Node, want Kind) bool {
	if n.Of().Type.Kind != want {
		c.fail(wrongType, n.Of().Span, want.String(), n.Of().Type.Kind.String())
		return false
	}
	return true
}

func (c *checker) condition(e ast.Expr) Info { return Info{Type: Type{Kind: Bool}, Span: c.span(e)} }

func (c *checker) logic(op Op) rule {
	return func(e ast.Expr, args []ast.Expr) Node {
		l, r := c.typed(args[0], Bool), c.typed(args[1], Bool)
		if l == nil || r == nil {
			return nil
		}
		return &Logic{c.condition(e), op, l, r}
	}
}

func (c *checker) not(e ast.Expr, args []ast.Expr) Node {
	x := c.typed(args[0], Bool)
	if x == nil {
		return nil
	}
	return &Not{c.condition(e), x}
}

func (c *checker) negate(e ast.Expr, args []ast.Expr) Node {
	x := c.typed(args[0], Number)
	if x == nil {
		return nil
	}
	return &Negate{Info{Type: x.Of().Type, Span: c.span(e)}, x}
}

func (c *checker) arith(op Op) rule {
	return func(e ast.Expr, args []ast.Expr) Node {
		l, r, ok := c.two(args)
		if !ok {
			return nil
		}
		info := Info{Span: c.span(e)}
		if op == Sub && l.Of().Type.Kind == Date && r.Of().Type.Kind == Date {
			return &Arith{info, op, l, r}
		}
		if !c.isKind(l, Number) || !c.isKind(r, Number) {
			return nil
		}
		a, b := l.Of().Type.Scale, r.Of().Type.Scale
		info.Type.Scale = max(a, b)
		if op == Mul {
			info.Type.Scale = a + b
		}
		if info.Type.Scale > MaxScale {
			c.fail(tooPrecise, info.Span)
			return nil
		}
		return &Arith{info, op, l, r}
	}
}

func (c *checker) compare(op Op) rule {
	return func(e ast.Expr, args []ast.Expr) Node {
		l, r, ok := c.two(args)
		if !ok {
			return nil
		}
		if r.Of().Type.Kind == Quotient && l.Of().Type.Kind != Quotient {
			l, r, op = r, l, mirrored[op]
		}
		if !c.comparable(l, r) || !c.comparable(r, l) {
			return nil
		}
		if k := l.Of().Type.Kind; op != Eq && op != Ne && k != Number && k != Date && k != Quotient {
			c.fail(noOperator, c.span(e), string(op))
			return nil
		}
		return &Compare{c.condition(e), op, l, r}
	}
}

// mirrored are the operators with their sides exchanged.
var mirrored = map[Op]Op{Eq: Eq, Ne: Ne, Lt: Gt, Le: Ge, Gt: Lt, Ge: Le}

// comparable says whether l may be compared with r, and gives a text literal r the type of l.
func (c *checker) comparable(l, r Node) bool {
	lt, rt := l.Of().Type, r.Of().Type
	switch lt.Kind {
	case Bool:
		c.fail(noOperator, l.Of().Span, "==")
		return false
	case Code, Division:
		if lit, ok := r.(*Literal); ok && rt.Kind == Text {
			return c.adopt(lit, lt)
		}
		if lt.Kind == Code && rt.Kind == Code && lt.List != rt.List {
			c.fail(wrongType, r.Of().Span, lt.List.Name, rt.List.Name)
			return false
		}
	case Text:
		if _, ok := l.(*Literal); ok && (rt.Kind == Code || rt.Kind == Division) {
			return true // the other turn adopts it
		}
	case Quotient:
		return c.isKind(r, Number)
	case Number:
		if rt.Kind == Quotient {
			return true
		}
	}
	return c.isKind(r, lt.Kind)
}

// adopt gives a text literal the type of a code or a division.
func (c *checker) adopt(lit *Literal, t Type) bool {
	word := lit.Value.S
	if t.Kind == Division {
		code, err := region.Parse(word)
		if err != nil {
			c.fail(unknownCode, lit.Span, word, "990102")
			return false
		}
		lit.Value.S = Significant(code)
	} else if !slices.Contains(t.List.Codes, word) {
		c.fail(unknownCode, lit.Span, word, Suggest(word, t.List.Codes))
		return false
	}
	lit.Type = t
	return true
}

// Significant is a division's code as records and expressions hold it: without
// the zeros that only say that it is of a higher level; "" for the nation.
func Significant(code region.Code) string {
	full := code.Full()
	return full[:[...]int{0, 2, 4, 6, 9, 12}[code.Level()]]
}

func (c *checker) cond(e ast.Expr, args []ast.Expr) Node {
	test := c.typed(args[0], Bool)
	l, r, ok := c.two(args[1:])
	if test == nil || !ok {
		return nil
	}
	info := Info{Type: l.Of().Type, Span: c.span(e)}
	if !c.isBranch(l, r) {
		return nil
	}
	info.Type.Scale = max(l.Of().Type.Scale, r.Of().Type.Scale)
	return &Cond{info, test, l, r}
}

// isBranch says whether two values may stand for each other.
func (c *checker) isBranch(l, r Node) bool {
	if l.Of().Type.Kind == Quotient {
		return c.isKind(l, Number)
	}
	if lit, ok := r.(*Literal); ok && r.Of().Type.Kind == Text && (l.Of().Type.Kind == Code || l.Of().Type.Kind == Division) {
		return c.adopt(lit, l.Of().Type)
	}
	if l.Of().Type.Kind == Code && r.Of().Type.Kind == Code && l.Of().Type.List != r.Of().Type.List {
		c.fail(wrongType, r.Of().Span, l.Of().Type.List.Name, r.Of().Type.List.Name)
		return false
	}
	return c.isKind(r, l.Of().Type.Kind)
}

func (c *checker) in(e ast.Expr, args []ast.Expr) Node {
	x := c.value(args[0])
	if args[1].Kind() != ast.ListKind || len(args[1].AsList().Elements()) == 0 {
		c.fail(wrongCall, c.span(args[1]), "x in ['a', 'b']")
		return nil
	}
	if x == nil {
		return nil
	}
	info := c.condition(e)
	if k := x.Of().Type.Kind; k != Number && k != Text && k != Code && k != Division {
		c.fail(noOperator, info.Span, "in")
		return nil
	}
	n := &In{Info: info, X: x, Scale: x.Of().Type.Scale}
	var list []*Literal
	for _, element := range args[1].AsList().Elements() {
		lit, ok := c.value(element).(*Literal)
		if !ok {
			c.fail(wrongCall, c.span(element), "x in ['a', 'b']")
			return nil
		}
		if !c.comparable(x, lit) {
			return nil
		}
		n.Scale = max(n.Scale, lit.Type.Scale)
		list = append(list, lit)
	}
	for _, lit := range list {
		if v, ok := rescale(lit.Value.N, lit.Type.Scale, n.Scale); ok { // one that does not fit equals nothing that does
			lit.Value.N = v
			n.Values = append(n.Values, lit.Value)
		}
	}
	return n
}
