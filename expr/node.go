package expr

import "github.com/wenxiao/wenxiao/source"

// A Node of a checked expression: *Literal, *FieldRef, *ParamRef, *Day, *LetRef,
// *Not, *Negate, *Arith, *Compare, *Logic, *Cond, *Ratio, *Round, *Known,
// *Default, *In, *Within or *Aggregate. Only [Check] and tests make nodes.
type Node interface {
	// Of gives the type and the place of the node.
	Of() *Info
}

// Info is what is known of every node.
type Info struct {
	Type Type
	Span source.Span // bytes of the expression's text

	nullable bool // only of a FieldRef or an Aggregate, inside known or or
	weight   int  // how many nodes it has, those of lets included
	depth    int  // how many nodes stand in one another
}

// Of gives i itself; it makes every struct that embeds Info a Node.
func (i *Info) Of() *Info { return i }

// An Op is an operator, written as in the language.
type Op string

// The operators of Arith, Compare and Logic.
const (
	Add Op = "+"
	Sub Op = "-"
	Mul Op = "*"

	Eq Op = "=="
	Ne Op = "!="
	Lt Op = "<"
	Le Op = "<="
	Gt Op = ">"
	Ge Op = ">="

	And Op = "&&"
	Or  Op = "||"
)

// The nodes. Numbers that meet in a node (sums, comparisons, branches) are
// brought to the larger scale of both first.
type (
	// A Literal is a value written in the expression.
	Literal struct {
		Info
		Value Value
	}
	// A FieldRef is a field of the record, or of the row inside an Aggregate.
	FieldRef struct {
		Info
		Name string
	}
	// A ParamRef is the value of a parameter.
	ParamRef struct {
		Info
		Name string
	}
	// A Day is today moved back by whole months, at most to the end of the month it falls in.
	Day struct {
		Info
		MonthsAgo int
	}
	// A LetRef stands for a named expression.
	LetRef struct {
		Info
		Name string
		X    Node
	}
	// Not is the opposite condition.
	Not struct {
		Info
		X Node
	}
	// Negate is the number with the other sign.
	Negate struct {
		Info
		X Node
	}
	// An Arith adds, subtracts or multiplies numbers; the difference of two dates is whole days.
	Arith struct {
		Info
		Op   Op
		L, R Node
	}
	// A Compare is a condition on two values of one kind, or on a Ratio (left) and a number:
	// then both sides are multiplied by the divisor and nothing is rounded.
	Compare struct {
		Info
		Op   Op
		L, R Node
	}
	// A Logic joins two conditions.
	Logic struct {
		Info
		Op   Op
		L, R Node
	}
	// A Cond is Then where If holds, else Else.
	Cond struct {
		Info
		If, Then, Else Node
	}
	// A Ratio is A/B, and Zero where B is 0. Its type is Quotient.
	Ratio struct {
		Info
		A, B, Zero Node
	}
	// A Round is a number or a Ratio with the decimals of its type; a half is rounded away from zero.
	Round struct {
		Info
		X Node
	}
	// Known holds if a field or an aggregate has a value.
	Known struct {
		Info
		X Node
	}
	// A Default is X, and Else where X is unknown.
	Default struct {
		Info
		X, Else Node
	}
	// In holds if X is one of the values, which have the type of X.
	// Numbers: Scale is that of all of them and of X brought to it.
	In struct {
		Info
		X      Node
		Scale  uint8
		Values []Value
	}
	// Within holds if the division X is Prefix or lies in it.
	Within struct {
		Info
		X      Node
		Prefix string // significant digits
	}
	// An Aggregate is a figure over rows.
	Aggregate struct {
		Info
		Func   Func
		Rows   string
		X      Node // what is added or compared; nil for Count
		Where  Node // which rows; nil for all
		Months int  // only rows of the last so many months, today's included; 0 for all
	}
)

// A Func is the function of an Aggregate.
type Func string

// The functions. Over no rows Count and Sum are 0, Min and Max unknown.
const (
	Count Func = "count"
	Sum   Func = "sum"
	Min   Func = "min"
	Max   Func = "max"
)

// Rounded gives a number or a Ratio as a number with exactly so many decimals,
// rounded once; any other node stays as it is.
func Rounded(n Node, scale uint8) Node {
	t := n.Of().Type
	if t.Kind != Quotient && (t.Kind != Number || t.Scale == scale) {
		return n
	}
	return &Round{Info{Type: Type{Kind: Number, Scale: scale}, Span: n.Of().Span}, n}
}

// Walk calls visit for n and every node below it, those of lets included.
func Walk(n Node, visit func(Node)) {
	if n == nil {
		return
	}
	visit(n)
	for _, child := range Children(n) {
		Walk(child, visit)
	}
}

// Children are the nodes right below n, that of a let included; nil among them where there is none.
func Children(n Node) []Node {
	switch n := n.(type) {
	case *LetRef:
		return []Node{n.X}
	case *Not:
		return []Node{n.X}
	case *Negate:
		return []Node{n.X}
	case *Arith:
		return []Node{n.L, n.R}
	case *Compare:
		return []Node{n.L, n.R}
	case *Logic:
		return []Node{n.L, n.R}
	case *Cond:
		return []Node{n.If, n.Then, n.Else}
	case *Ratio:
		return []Node{n.A, n.B, n.Zero}
	case *Round:
		return []Node{n.X}
	case *Known:
		return []Node{n.X}
	case *Default:
		return []Node{n.X, n.Else}
	case *In:
		return []Node{n.X}
	case *Within:
		return []Node{n.X}
	case *Aggregate:
		return []Node{n.X, n.Where}
	}
	return nil
}
