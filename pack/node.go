package pack

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/wenxiao/wenxiao/expr"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/region"
	"github.com/wenxiao/wenxiao/source"
)

// Diagnostic codes of pack files.
const (
	notYAML      source.Code = "P101"
	unknownKey   source.Code = "P102"
	missingKey   source.Code = "P103"
	wrongShape   source.Code = "P104"
	badName      source.Code = "P105"
	twice        source.Code = "P106"
	noSuch       source.Code = "P107"
	badValue     source.Code = "P108"
	tooLarge     source.Code = "P109"
	notAllowed   source.Code = "P110"
	reservedName source.Code = "P111"
)

// A loader turns YAML nodes into a pack. What it can not read it reports, and goes on.
type loader struct {
	text  *source.Text
	lines []int // byte at which each line begins
	pack  *Pack
	found []source.Diagnostic
}

// maxFound is how many faults are told of one file.
const maxFound = 200

func (l *loader) fail(code source.Code, n *yaml.Node, args ...string) {
	if len(l.found) < maxFound {
		l.found = append(l.found, source.Diagnostic{Code: code, Span: l.span(n), Args: args})
	}
}

// offset is the byte of a node's first character. YAML counts characters.
func (l *loader) offset(n *yaml.Node) int {
	if n.Line < 1 || n.Line > len(l.lines) {
		return 0
	}
	at, column := l.lines[n.Line-1], n.Column
	for i := range l.text.String[at:] {
		if column--; column < 1 {
			return at + i
		}
	}
	return len(l.text.String)
}

// span is where a scalar stands; of a list or mapping, its first line.
func (l *loader) span(n *yaml.Node) source.Span {
	start := l.offset(n)
	rest := l.text.String[start:]
	if n.Kind == yaml.ScalarNode && n.Value != "" {
		if at, ok := l.content(n); ok {
			return source.Span{Start: at, End: at + len(n.Value)}
		}
	}
	end := strings.IndexByte(rest, '\n')
	if end < 0 {
		end = len(rest)
	}
	return source.Span{Start: start, End: start + end}
}

// content is the byte at which a scalar's value stands in the file as it is;
// false where it is written with escapes or over several lines.
func (l *loader) content(n *yaml.Node) (int, bool) {
	at := l.offset(n)
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
		at++
	}
	return at, at <= len(l.text.String) && strings.HasPrefix(l.text.String[at:], n.Value)
}

// mapping gives the values of a mapping by key. must are keys it has to have, may those it can have.
func (l *loader) mapping(n *yaml.Node, must, may []string) (map[string]*yaml.Node, bool) {
	pairs, ok := l.pairs(n)
	if !ok {
		return nil, false
	}
	keys := append(append([]string{}, must...), may...)
	values := map[string]*yaml.Node{}
	for _, p := range pairs {
		known := false
		for _, k := range keys {
			known = known || k == p.key.Value
		}
		if !known {
			l.fail(unknownKey, p.key, p.key.Value, expr.Suggest(p.key.Value, keys))
			ok = false
			continue
		}
		values[p.key.Value] = p.value
	}
	for _, k := range must {
		if values[k] == nil {
			l.fail(missingKey, n, k)
			ok = false
		}
	}
	return values, ok
}

type pair struct{ key, value *yaml.Node }

// pairs gives the entries of a mapping in their order.
func (l *loader) pairs(n *yaml.Node) ([]pair, bool) {
	if n.Kind != yaml.MappingNode {
		l.fail(wrongShape, n, "key: value")
		return nil, false
	}
	seen := map[string]bool{}
	var list []pair
	ok := true
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if k.Kind != yaml.ScalarNode || v.Kind == yaml.AliasNode {
			l.fail(notAllowed, k)
			ok = false
			continue
		}
		if seen[k.Value] {
			l.fail(twice, k, k.Value)
			ok = false
			continue
		}
		seen[k.Value] = true
		list = append(list, pair{k, v})
	}
	return list, ok
}

// items gives the elements of a list.
func (l *loader) items(n *yaml.Node) []*yaml.Node {
	if n.Kind != yaml.SequenceNode {
		l.fail(wrongShape, n, "- …")
		return nil
	}
	for _, item := range n.Content {
		if item.Kind == yaml.AliasNode {
			l.fail(notAllowed, item)
			return nil
		}
	}
	return n.Content
}

// word gives a scalar as it is written.
func (l *loader) word(n *yaml.Node) (string, bool) {
	if n.Kind != yaml.ScalarNode || n.Value == "" || len(n.Value) > 2000 || strings.ContainsRune(n.Value, 0) {
		l.fail(wrongShape, n, "text")
		return "", false
	}
	return n.Value, true
}

// maxName is how long names of a pack's parts may be: two of them and their
// joints make a name every database takes.
const maxName = 20

// reserved are the names that mean something in expressions already.
var reserved = []string{
	"as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let", "loop", "package", "namespace",
	"null", "return", "true", "var", "void", "while", "today",
}

// checkName says whether a key may name a part of the pack.
func (l *loader) checkName(n *yaml.Node, longest int) bool {
	name, letter, joint := n.Value, true, false
	for i, c := range []byte(name) {
		joint = c == '_' && !joint
		letter = letter && (c >= 'a' && c <= 'z' || i > 0 && (c >= '0' && c <= '9' || joint))
	}
	if name == "" || len(name) > longest || !letter || joint {
		l.fail(badName, n, name)
		return false
	}
	for _, r := range reserved {
		if name == r {
			l.fail(reservedName, n, name)
			return false
		}
	}
	return true
}

// label reads {zh: …, en: …}.
func (l *loader) label(n *yaml.Node) Label {
	m, ok := l.mapping(n, []string{"zh", "en"}, nil)
	if !ok {
		return Label{}
	}
	zh, _ := l.word(m["zh"])
	en, _ := l.word(m["en"])
	return Label{zh, en}
}

// oneOf reads one of a few words.
func (l *loader) oneOf(n *yaml.Node, words ...string) string {
	for _, w := range words {
		if n.Kind == yaml.ScalarNode && n.Value == w {
			return w
		}
	}
	l.fail(noSuch, n, n.Value, strings.Join(words, ", "))
	return ""
}

func (l *loader) isTrue(n *yaml.Node) bool {
	return n != nil && l.oneOf(n, "true", "false") == "true"
}

// number reads an exact decimal number of at most so many decimals, perhaps with a minus.
func (l *loader) number(n *yaml.Node, decimals uint8) (v quantity.Number, ok bool) {
	digits, negative := strings.CutPrefix(n.Value, "-")
	v, err := quantity.ParseNumber(digits)
	if n.Kind != yaml.ScalarNode || err != nil || v.Scale > decimals {
		l.fail(badValue, n, n.Value, "7100.5")
		return v, false
	}
	if negative {
		v.Coefficient = -v.Coefficient
	}
	return v, true
}

func (l *loader) date(n *yaml.Node) (period.Date, bool) {
	d, err := period.ParseDate(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil || d.String() != n.Value {
		l.fail(badValue, n, n.Value, "2026-01-31")
		return 0, false
	}
	return d, true
}

func (l *loader) division(n *yaml.Node) (string, bool) {
	code, err := region.Parse(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil {
		l.fail(badValue, n, n.Value, "990102")
		return "", false
	}
	return expr.Significant(code), true
}

// expression reads an expression of a kind. Its diagnostics get their place in the file.
func (l *loader) expression(n *yaml.Node, scope *expr.Scope, want ...expr.Kind) expr.Node {
	text, ok := l.word(n)
	if !ok {
		return nil
	}
	node, found := expr.Check(text, scope, want...)
	at, isPlain := l.content(n)
	for _, d := range found {
		if isPlain {
			d.Span = source.Span{Start: at + d.Span.Start, End: at + d.Span.End}
		} else {
			d.Span = l.span(n)
		}
		l.found = append(l.found, d)
	}
	return node
}
