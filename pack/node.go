package pack

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/wenxiao/wenxiao/declare"
	"github.com/wenxiao/wenxiao/expr"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/region"
	"github.com/wenxiao/wenxiao/source"
)

// A loader turns YAML nodes into a pack. What it can not read it reports, and goes on.
type loader struct {
	*declare.File
	pack *Pack
}

// number reads an exact decimal number of at most so many decimals, perhaps with a minus.
func (l *loader) number(n *yaml.Node, decimals uint8) (v quantity.Number, ok bool) {
	digits, negative := strings.CutPrefix(n.Value, "-")
	v, err := quantity.ParseNumber(digits)
	if n.Kind != yaml.ScalarNode || err != nil || v.Scale > decimals {
		l.Fail(declare.BadValue, n, n.Value, "7100.5")
		return v, false
	}
	if negative {
		v.Coefficient = -v.Coefficient
	}
	return v, true
}

func (l *loader) division(n *yaml.Node) (string, bool) {
	code, err := region.Parse(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil {
		l.Fail(declare.BadValue, n, n.Value, "990102")
		return "", false
	}
	return expr.Significant(code), true
}

// expression reads an expression of a kind. Its diagnostics get their place in the file.
func (l *loader) expression(n *yaml.Node, scope *expr.Scope, want ...expr.Kind) expr.Node {
	text, ok := l.Word(n)
	if !ok {
		return nil
	}
	node, found := expr.Check(text, scope, want...)
	at, isPlain := l.Content(n)
	for _, d := range found {
		if isPlain {
			d.Span = source.Span{Start: at + d.Span.Start, End: at + d.Span.End}
		} else {
			d.Span = l.Span(n)
		}
		l.Found = append(l.Found, d)
	}
	return node
}

// reserved are the names that mean something in expressions already.
var reserved = []string{
	"as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let", "loop", "package", "namespace",
	"null", "return", "true", "var", "void", "while", "today",
}
