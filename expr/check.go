package expr

import (
	"strings"

	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/parser"

	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/source"
)

// Limits of one expression.
const (
	maxLength = 2000 // characters
	maxDepth  = 30   // of what stands inside what, lets included
	maxNodes  = 400  // as written
	maxWeight = 2000 // nodes, those of a let once for each use
)

// Check reads an expression and checks it against what it may name. The result
// may be of any type that has a value (want none), or must be of one of those
// wanted; a Quotient counts as a Number. It gives either a node or at least one
// diagnostic, whose span counts bytes of text.
func Check(text string, scope *Scope, want ...Kind) (Node, []source.Diagnostic) {
	c := &checker{text: text, scope: scope, starts: runeStarts(text)}
	e := c.read()
	if e == nil {
		return nil, c.found
	}
	n := c.value(e)
	if n != nil && len(want) > 0 && !isOneOf(n.Of().Type.Kind, want) {
		c.fail(wrongType, n.Of().Span, want[0].String(), n.Of().Type.Kind.String())
	}
	if len(c.found) > 0 {
		return nil, c.found
	}
	return n, nil
}

func isOneOf(k Kind, want []Kind) bool {
	for _, w := range want {
		if k == w || k == Quotient && w == Number {
			return true
		}
	}
	return false
}

// A checker turns CEL's syntax tree into nodes. Its methods give nil where they
// recorded a diagnostic.
type checker struct {
	text   string
	starts []int // byte offset of each character, and of the end
	info   *ast.SourceInfo
	scope  *Scope
	row    *Rows // what an aggregate's arguments may name; nil outside
	found  []source.Diagnostic
}

func (c *checker) fail(code source.Code, span source.Span, args ...string) {
	c.found = append(c.found, source.Diagnostic{Code: code, Span: span, Args: args})
}

func runeStarts(text string) []int {
	var starts []int
	for i := range text {
		starts = append(starts, i)
	}
	return append(starts, len(text))
}

func (c *checker) offset(char int) int {
	return c.starts[min(max(char, 0), len(c.starts)-1)]
}

// read parses the text as CEL, without its macros.
func (c *checker) read() ast.Expr {
	whole := source.Span{End: len(c.text)}
	if len(c.starts) > maxLength {
		c.fail(tooComplex, whole)
		return nil
	}
	p, err := parser.NewParser(parser.MaxRecursionDepth(4*maxDepth), parser.MaxExpressionNodeCount(maxNodes), parser.ErrorReportingLimit(1))
	if err != nil {
		c.fail(notRead, whole, err.Error())
		return nil
	}
	tree, errs := p.Parse(common.NewTextSource(c.text))
	if list := errs.GetErrors(); len(list) > 0 {
		if strings.Contains(list[0].Message, "exceed") { // the parser's own words for what is too long or too deep
			c.fail(tooComplex, whole)
			return nil
		}
		at := c.lineStart(list[0].Location.Line()) + list[0].Location.Column()
		c.fail(notRead, source.Span{Start: c.offset(at), End: c.offset(at + 1)}, list[0].Message)
		return nil
	}
	c.info = tree.SourceInfo()
	return tree.Expr()
}

// lineStart is the character at which a line (from 1) begins.
func (c *checker) lineStart(line int) int {
	char := 0
	for _, r := range c.text {
		if line <= 1 {
			break
		}
		char++
		if r == '\n' {
			line--
		}
	}
	return char
}

// span is where an expression stands: its operator or name and all its operands.
func (c *checker) span(e ast.Expr) source.Span {
	r, ok := c.info.GetOffsetRange(e.ID())
	if !ok {
		return source.Span{End: len(c.text)}
	}
	s := source.Span{Start: c.offset(int(r.Start)), End: c.offset(int(r.Stop))}
	if e.Kind() != ast.CallKind {
		return s
	}
	call := e.AsCall()
	if _, isOperator := operators.FindReverse(call.FunctionName()); !isOperator {
		s.Start -= len(call.FunctionName()) // the range is that of the bracket
	}
	for _, a := range call.Args() {
		s = s.Cover(c.span(a))
	}
	return s
}

// value checks an expression that must have a known value.
func (c *checker) value(e ast.Expr) Node {
	n := c.node(e)
	if n == nil {
		return nil
	}
	info := n.Of()
	if info.Type.Kind == Secret {
		c.fail(secretUse, info.Span, c.text[info.Span.Start:info.Span.End])
		return nil
	}
	if info.nullable {
		c.fail(maybeUnknown, info.Span, c.text[info.Span.Start:info.Span.End])
		return nil
	}
	info.weight, info.depth = weightOf(n), depthOf(n)
	if info.weight > maxWeight || info.depth > maxDepth {
		c.fail(tooComplex, info.Span)
		return nil
	}
	return n
}

// node checks any expression, unknown ones included.
func (c *checker) node(e ast.Expr) Node {
	switch e.Kind() {
	case ast.LiteralKind:
		return c.literal(e)
	case ast.IdentKind:
		return c.name(e)
	case ast.CallKind:
		if call := e.AsCall(); call.IsMemberFunction() {
			c.fail(unknownMethod, c.span(e), call.FunctionName())
			return nil
		} else if f, ok := c.operator(call.FunctionName()); ok {
			return f(e, call.Args())
		}
		return c.call(e)
	case ast.SelectKind:
		c.fail(unknownMethod, c.span(e), e.AsSelect().FieldName())
		return nil
	}
	c.fail(noOperator, c.span(e), c.text[c.span(e).Start:c.span(e).End])
	return nil
}

func (c *checker) literal(e ast.Expr) Node {
	span := c.span(e)
	info := Info{Span: span}
	switch v := e.AsLiteral().(type) {
	case types.Bool:
		info.Type = Type{Kind: Bool}
		n := int64(0)
		if v {
			n = 1
		}
		return &Literal{info, Units(n)}
	case types.String:
		info.Type = Type{Kind: Text}
		return &Literal{info, Words(string(v))}
	case types.Int, types.Double:
		n, scale, ok := readNumber(c.text[span.Start:span.End])
		if !ok {
			c.fail(badNumber, span, c.text[span.Start:span.End])
			return nil
		}
		info.Type = Type{Kind: Number, Scale: scale}
		return &Literal{info, Units(n)}
	}
	c.fail(badNumber, span, c.text[span.Start:span.End])
	return nil
}

// name finds a field, a let or today.
func (c *checker) name(e ast.Expr) Node {
	name, info := e.AsIdent(), Info{Span: c.span(e)}
	if name == "today" {
		info.Type = Type{Kind: Date}
		return &Day{Info: info}
	}
	fields := c.scope.Fields
	if c.row != nil {
		fields = c.row.Fields
	}
	for _, f := range fields {
		if f.Name == name {
			info.Type, info.nullable = f.Type, f.Nullable
			return &FieldRef{info, name}
		}
	}
	known := []string{"today"}
	for _, f := range fields {
		known = append(known, f.Name)
	}
	if c.row == nil {
		for _, l := range c.scope.Lets {
			if l.Name == name {
				info.Type = l.Node.Of().Type
				return &LetRef{info, name, l.Node}
			}
			known = append(known, l.Name)
		}
	}
	c.unknown(name, info.Span, known)
	return nil
}

// unknown says that there is nothing of a name, and what there is.
func (c *checker) unknown(name string, span source.Span, known []string) {
	c.fail(unknownName, span, name, Suggest(name, known))
}

// depthOf is how many nodes stand in one another, this one included.
func depthOf(n Node) int {
	depth := 0
	for _, child := range Children(n) {
		if child != nil {
			depth = max(depth, child.Of().depth)
		}
	}
	return depth + 1
}

// weightOf is how many nodes there are in all, those of a let once for each use.
func weightOf(n Node) int {
	weight := 1
	for _, child := range Children(n) {
		if child != nil {
			weight += max(child.Of().weight, 1)
		}
	}
	return weight
}

// readNumber reads a literal as it is written: digits with at most 8 decimals,
// perhaps a minus before them.
func readNumber(s string) (n int64, scale uint8, ok bool) {
	negative := len(s) > 0 && s[0] == '-'
	if negative {
		s = strings.TrimSpace(s[1:])
	}
	v, err := quantity.ParseNumber(s)
	if err != nil || v.Scale > 8 {
		return 0, 0, false
	}
	if negative {
		v.Coefficient = -v.Coefficient
	}
	return v.Coefficient, v.Scale, true
}
