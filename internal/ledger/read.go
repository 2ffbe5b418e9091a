package ledger

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/wenxiao/wenxiao/expr"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/source"
)

// The codes of what can be wrong with a declaration; they are those of packs, which are YAML too.
const (
	notYAML    source.Code = "P101"
	unknownKey source.Code = "P102"
	missingKey source.Code = "P103"
	wrongShape source.Code = "P104"
	badName    source.Code = "P105"
	twice      source.Code = "P106"
	noSuch     source.Code = "P107"
	badValue   source.Code = "P108"
	tooLarge   source.Code = "P109"
	notAllowed source.Code = "P110"
)

const (
	maxText  = 256 << 10 // bytes of a declaration
	maxFound = 100       // faults told of one
)

// A reader turns the nodes of a declaration into values. What it can not read it reports, and goes on.
type reader struct {
	text  string
	lines []int // byte at which each line begins
	found []source.Diagnostic
}

// Describe says where a diagnostic of a declaration stands, what is wrong and what to do: "12:5: …".
func Describe(text []byte, d source.Diagnostic, l source.Language) string {
	at := (&source.Text{String: string(text)}).Position(d.Span.Start)
	stop, joint := "；", "："
	if l == source.English {
		stop, joint = "; ", ": "
	}
	return fmt.Sprintf("%d:%d%s%s%s%s", at.Line, at.Column, joint, d.Message(l), stop, d.Suggestion(l))
}

// read parses a declaration, which has to be one mapping without aliases.
func read(data []byte) (*reader, *yaml.Node) {
	r := &reader{text: string(data), lines: []int{0}}
	for i, b := range data {
		if b == '\n' {
			r.lines = append(r.lines, i+1)
		}
	}
	nowhere := &yaml.Node{Line: 1, Column: 1}
	if len(data) > maxText {
		r.fail(tooLarge, nowhere, "256 KB")
		return r, nil
	}
	if !utf8.Valid(data) {
		r.fail(notYAML, nowhere, "UTF-8")
		return r, nil
	}
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		line, reason := 1, strings.TrimPrefix(err.Error(), "yaml: ")
		if _, err := fmt.Sscanf(reason, "line %d:", &line); err == nil {
			_, reason, _ = strings.Cut(reason, ": ")
		}
		r.fail(notYAML, &yaml.Node{Line: line, Column: 1}, reason)
		return r, nil
	}
	if len(document.Content) != 1 {
		r.fail(notYAML, nowhere, "empty")
		return r, nil
	}
	return r, document.Content[0]
}

func (r *reader) fail(code source.Code, n *yaml.Node, args ...string) {
	if len(r.found) < maxFound {
		start := r.offset(n)
		end := start + len(r.text[start:])
		if i := strings.IndexByte(r.text[start:], '\n'); i >= 0 {
			end = start + i
		}
		r.found = append(r.found, source.Diagnostic{Code: code, Span: source.Span{Start: start, End: end}, Args: args})
	}
}

// offset is the byte of a node's first character. YAML counts characters.
func (r *reader) offset(n *yaml.Node) int {
	if n.Line < 1 || n.Line > len(r.lines) {
		return 0
	}
	at, column := r.lines[n.Line-1], n.Column
	for i := range r.text[at:] {
		if column--; column < 1 {
			return at + i
		}
	}
	return len(r.text)
}

// mapping gives the values of a mapping by key. must are keys it has to have, may those it can have.
func (r *reader) mapping(n *yaml.Node, must, may []string) (map[string]*yaml.Node, bool) {
	if n == nil || n.Kind != yaml.MappingNode {
		r.fail(wrongShape, orFirst(n), "key: value")
		return nil, false
	}
	known, values, ok := append(slices.Clone(must), may...), map[string]*yaml.Node{}, true
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		switch {
		case k.Kind != yaml.ScalarNode || v.Kind == yaml.AliasNode:
			r.fail(notAllowed, k)
		case !slices.Contains(known, k.Value):
			r.fail(unknownKey, k, k.Value, expr.Suggest(k.Value, known))
		case values[k.Value] != nil:
			r.fail(twice, k, k.Value)
		default:
			values[k.Value] = v
			continue
		}
		ok = false
	}
	for _, k := range must {
		if values[k] == nil {
			r.fail(missingKey, n, k)
			ok = false
		}
	}
	return values, ok
}

func orFirst(n *yaml.Node) *yaml.Node {
	if n == nil {
		return &yaml.Node{Line: 1, Column: 1}
	}
	return n
}

// items are the elements of a list.
func (r *reader) items(n *yaml.Node) []*yaml.Node {
	if n == nil {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		r.fail(wrongShape, n, "- …")
		return nil
	}
	return n.Content
}

// word is a scalar as it stands.
func (r *reader) word(n *yaml.Node) string {
	if n == nil {
		return ""
	}
	if n.Kind != yaml.ScalarNode {
		r.fail(wrongShape, n, "text")
		return ""
	}
	return n.Value
}

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9]*([_-][a-z0-9]+)*$`)

// name is a name; seen are those of its kind that stand before it.
func (r *reader) name(n *yaml.Node, seen map[string]bool) string {
	name := r.word(n)
	switch {
	case n == nil || n.Kind != yaml.ScalarNode:
	case !nameForm.MatchString(name) || len(name) > 30:
		r.fail(badName, n, name)
	case seen[name]:
		r.fail(twice, n, name)
	}
	if seen != nil {
		seen[name] = true
	}
	return name
}

// one is one of several words.
func (r *reader) one(n *yaml.Node, of ...string) string {
	word := r.word(n)
	if n != nil && n.Kind == yaml.ScalarNode && !slices.Contains(of, word) {
		r.fail(noSuch, n, word, strings.Join(of, ", "))
	}
	return word
}

// whole is a whole number from low to high.
func (r *reader) whole(n *yaml.Node, low, high int) int {
	text := r.word(n)
	v, err := strconv.Atoi(text)
	if n != nil && n.Kind == yaml.ScalarNode && (err != nil || v < low || v > high) {
		r.fail(badValue, n, text, fmt.Sprintf("%d…%d", low, high))
	}
	return v
}

// number is an exact number that is not negative.
func (r *reader) number(n *yaml.Node) quantity.Number {
	text := r.word(n)
	if n == nil || n.Kind != yaml.ScalarNode {
		return quantity.Number{}
	}
	v, err := quantity.ParseNumber(text)
	if err != nil || len(text) > 12 {
		r.fail(badValue, n, text, "2.5")
		return quantity.Number{}
	}
	return v
}

// yes is a truth value; false where there is none.
func (r *reader) yes(n *yaml.Node) bool {
	return n != nil && r.one(n, "true", "false") == "true"
}

// wording is what is said in both languages; the placeholders in it must be among those given.
func (r *reader) wording(n *yaml.Node, placeholders ...string) (w Wording) {
	m, ok := r.mapping(n, []string{"zh", "en"}, nil)
	if !ok {
		return w
	}
	for l, key := range []string{source.Chinese: "zh", source.English: "en"} {
		w[l] = r.word(m[key])
		for _, p := range braces.FindAllStringSubmatch(w[l], -1) {
			if !slices.Contains(placeholders, p[1]) {
				r.fail(noSuch, m[key], p[1], expr.Suggest(p[1], placeholders))
			}
		}
	}
	return w
}

var braces = regexp.MustCompile(`\{([a-z_]+)\}`)
