// Package declare reads files in which something is declared: YAML of which every
// key is known, without references, with the place in the file of whatever is wrong.
// What the keys mean whoever embeds a [File] says; this package knows none of them.
// Start at [Open].
package declare

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/wenxiao/wenxiao/expr"
	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/source"
)

// Diagnostic codes of declarations; doc/diagnostics.md explains each.
const (
	NotYAML      source.Code = "P101"
	UnknownKey   source.Code = "P102"
	MissingKey   source.Code = "P103"
	WrongShape   source.Code = "P104"
	BadName      source.Code = "P105"
	Twice        source.Code = "P106"
	Missing      source.Code = "P107" // nothing has the name
	BadValue     source.Code = "P108"
	TooLarge     source.Code = "P109"
	NotAllowed   source.Code = "P110"
	ReservedName source.Code = "P111"
)

// A Label is what people read, in both languages.
type Label struct{ Zh, En string }

// In is the wording in one language.
func (l Label) In(language source.Language) string {
	if language == source.English {
		return l.En
	}
	return l.Zh
}

// A File is a declaration that is being read. What its methods can not read they add to Found, and go on.
type File struct {
	Found    []source.Diagnostic // at most 200; their spans count bytes of the file
	text     string
	lines    []int    // byte at which each line begins
	reserved []string // what CheckName refuses
}

// maxSize is how many bytes a file may have.
const maxSize = 1 << 20

// Open begins to read a file's bytes. Names that are reserved can not be given.
func Open(data []byte, reserved ...string) *File {
	f := &File{text: string(data), lines: []int{0}, reserved: reserved}
	for i, b := range data {
		if b == '\n' {
			f.lines = append(f.lines, i+1)
		}
	}
	return f
}

// maxFound is how many faults are told of one file.
const maxFound = 200

// Fail notes what is wrong at a node; args fill the sentence of the code.
func (f *File) Fail(code source.Code, n *yaml.Node, args ...string) {
	if len(f.Found) < maxFound {
		f.Found = append(f.Found, source.Diagnostic{Code: code, Span: f.Span(n), Args: args})
	}
}

// offset is the byte of a node's first character. YAML counts characters.
func (f *File) offset(n *yaml.Node) int {
	if n.Line < 1 || n.Line > len(f.lines) {
		return 0
	}
	at, column := f.lines[n.Line-1], n.Column
	for i := range f.text[at:] {
		if column--; column < 1 {
			return at + i
		}
	}
	return len(f.text)
}

// Span is where a scalar stands; of a list or mapping, its first line.
func (f *File) Span(n *yaml.Node) source.Span {
	start := f.offset(n)
	rest := f.text[start:]
	if n.Kind == yaml.ScalarNode && n.Value != "" {
		if at, ok := f.Content(n); ok {
			return source.Span{Start: at, End: at + len(n.Value)}
		}
	}
	end := strings.IndexByte(rest, '\n')
	if end < 0 {
		end = len(rest)
	}
	return source.Span{Start: start, End: start + end}
}

// Content is the byte at which a scalar's value stands in the file as it is;
// false where it is written with escapes or over several lines.
func (f *File) Content(n *yaml.Node) (int, bool) {
	at := f.offset(n)
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
		at++
	}
	return at, at <= len(f.text) && strings.HasPrefix(f.text[at:], n.Value)
}

// Mapping gives the values of a mapping by key. must are keys it has to have, may those it can have.
func (f *File) Mapping(n *yaml.Node, must, may []string) (map[string]*yaml.Node, bool) {
	pairs, ok := f.Pairs(n)
	if !ok {
		return nil, false
	}
	keys := append(append([]string{}, must...), may...)
	values := map[string]*yaml.Node{}
	for _, p := range pairs {
		known := false
		for _, k := range keys {
			known = known || k == p.Key.Value
		}
		if !known {
			f.Fail(UnknownKey, p.Key, p.Key.Value, expr.Suggest(p.Key.Value, keys))
			ok = false
			continue
		}
		values[p.Key.Value] = p.Value
	}
	for _, k := range must {
		if values[k] == nil {
			f.Fail(MissingKey, n, k)
			ok = false
		}
	}
	return values, ok
}

// A Pair is an entry of a mapping.
type Pair struct{ Key, Value *yaml.Node }

// Pairs gives the entries of a mapping in their order.
func (f *File) Pairs(n *yaml.Node) ([]Pair, bool) {
	if n.Kind != yaml.MappingNode {
		f.Fail(WrongShape, n, "key: value")
		return nil, false
	}
	seen := map[string]bool{}
	var list []Pair
	ok := true
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if k.Kind != yaml.ScalarNode || v.Kind == yaml.AliasNode {
			f.Fail(NotAllowed, k)
			ok = false
			continue
		}
		if seen[k.Value] {
			f.Fail(Twice, k, k.Value)
			ok = false
			continue
		}
		seen[k.Value] = true
		list = append(list, Pair{k, v})
	}
	return list, ok
}

// Items gives the elements of a list.
func (f *File) Items(n *yaml.Node) []*yaml.Node {
	if n.Kind != yaml.SequenceNode {
		f.Fail(WrongShape, n, "- …")
		return nil
	}
	for _, item := range n.Content {
		if item.Kind == yaml.AliasNode {
			f.Fail(NotAllowed, item)
			return nil
		}
	}
	return n.Content
}

// Word gives a scalar as it is written.
func (f *File) Word(n *yaml.Node) (string, bool) {
	if n.Kind != yaml.ScalarNode || n.Value == "" || len(n.Value) > 2000 || strings.ContainsRune(n.Value, 0) {
		f.Fail(WrongShape, n, "text")
		return "", false
	}
	return n.Value, true
}

// MaxName is how long names of a pack's parts may be: two of them and their
// joints make a name every database takes.
const MaxName = 20

// CheckName says whether a key may name a part of the pack.
func (f *File) CheckName(n *yaml.Node, longest int) bool {
	name, letter, joint := n.Value, true, false
	for i, c := range []byte(name) {
		joint = c == '_' && !joint
		letter = letter && (c >= 'a' && c <= 'z' || i > 0 && (c >= '0' && c <= '9' || joint))
	}
	if name == "" || len(name) > longest || !letter || joint {
		f.Fail(BadName, n, name)
		return false
	}
	for _, r := range f.reserved {
		if name == r {
			f.Fail(ReservedName, n, name)
			return false
		}
	}
	return true
}

// Label reads {zh: …, en: …}.
func (f *File) Label(n *yaml.Node) Label {
	m, ok := f.Mapping(n, []string{"zh", "en"}, nil)
	if !ok {
		return Label{}
	}
	zh, _ := f.Word(m["zh"])
	en, _ := f.Word(m["en"])
	return Label{zh, en}
}

// OneOf reads one of a few words.
func (f *File) OneOf(n *yaml.Node, words ...string) string {
	for _, w := range words {
		if n.Kind == yaml.ScalarNode && n.Value == w {
			return w
		}
	}
	f.Fail(Missing, n, n.Value, strings.Join(words, ", "))
	return ""
}

// IsTrue reads true or false; nil is false.
func (f *File) IsTrue(n *yaml.Node) bool {
	return n != nil && f.OneOf(n, "true", "false") == "true"
}

// Date reads a day such as 2026-01-31.
func (f *File) Date(n *yaml.Node) (period.Date, bool) {
	d, err := period.ParseDate(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil || d.String() != n.Value {
		f.Fail(BadValue, n, n.Value, "2026-01-31")
		return 0, false
	}
	return d, true
}

// Named reads a mapping from names to parts; a nil one is empty.
func (f *File) Named(n *yaml.Node, read func(name string, n *yaml.Node)) {
	if n == nil {
		return
	}
	list, _ := f.Pairs(n)
	for _, p := range list {
		if f.CheckName(p.Key, MaxName) {
			read(p.Key.Value, p.Value)
		}
	}
}

// NoSuch says that a value names nothing, and what it could name.
func (f *File) NoSuch(n *yaml.Node, known []string) {
	f.Fail(Missing, n, n.Value, expr.Suggest(n.Value, known))
}

// Root reads the YAML, which has to be one mapping without aliases.
func (f *File) Root() *yaml.Node {
	nowhere := &yaml.Node{Line: 1, Column: 1}
	if len(f.text) > maxSize {
		f.Fail(TooLarge, nowhere, "1 MB")
		return nil
	}
	if !utf8.ValidString(f.text) {
		f.Fail(NotYAML, nowhere, "UTF-8")
		return nil
	}
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(f.text), &document); err != nil {
		line, reason := 1, strings.TrimPrefix(err.Error(), "yaml: ")
		if _, scanErr := fmt.Sscanf(reason, "line %d:", &line); scanErr == nil {
			_, reason, _ = strings.Cut(reason, ": ")
		}
		f.Fail(NotYAML, &yaml.Node{Line: line, Column: 1}, reason)
		return nil
	}
	if len(document.Content) != 1 {
		f.Fail(NotYAML, nowhere, "empty")
		return nil
	}
	return document.Content[0]
}

// Describe says where a diagnostic of a pack file stands, what is wrong and what to
// do: "pack.yaml:12:5: …".
func Describe(name string, data []byte, d source.Diagnostic, language source.Language) string {
	text := &source.Text{Name: name, String: string(data)}
	at := text.Position(d.Span.Start)
	stop, joint := "；", "："
	if language == source.English {
		stop, joint = "; ", ": "
	}
	return fmt.Sprintf("%s:%d:%d%s%s%s%s", name, at.Line, at.Column, joint, d.Message(language), stop, d.Suggestion(language))
}
