package workbook

import (
	"bytes"
	"encoding/xml"
	"errors"
	"html"
	"io"
	"slices"
	"strings"

	"github.com/wenxiao/wenxiao/internal/xlsx"
)

// A tree is a part of XML with the places of its elements, so that it can be changed where it must and stays as it is
// everywhere else, octet by octet. Names are compared without their prefixes.
type tree struct {
	data  []byte
	nodes []node // the first is the root
	edits []edit
}

// A node is an element: where its start tag, what is in it, its end tag and what follows begin; then the numbers of its first
// child and of its next sibling, 0 for none.
type node struct{ start, inner, close, end, child, next int32 }

// An edit puts a text in the place of what stands between two others.
type edit struct {
	start, end int32
	text       string
}

var (
	errTooMany = errors.New("a part of the workbook holds too many elements")
	errNested  = errors.New("a part of the workbook is not well formed")
	errShared  = errors.New("sheets of the workbook share what each must have for itself")
)

const (
	maxElements = 10_000_000 // of a part, 24 octets each
	maxDepth    = 256
)

func parse(data []byte) (*tree, error) {
	t := &tree{data: data}
	d := xml.NewDecoder(bytes.NewReader(data))
	var open, last []int32 // the elements around, and the last child of each
	for {
		start := d.InputOffset()
		token, err := d.RawToken()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		switch token.(type) {
		case xml.StartElement:
			n := int32(len(t.nodes))
			if n == maxElements {
				return nil, errTooMany
			}
			t.nodes = append(t.nodes, node{start: int32(start), inner: int32(d.InputOffset())})
			switch depth := len(open); {
			case depth == 0 && n > 0 || depth == maxDepth: // a second root
				return nil, errNested
			case depth == 0:
			case last[depth-1] == 0:
				t.nodes[open[depth-1]].child = n
			default:
				t.nodes[last[depth-1]].next = n
			}
			if len(open) > 0 {
				last[len(last)-1] = n
			}
			open, last = append(open, n), append(last, 0)
		case xml.EndElement:
			if len(open) == 0 {
				return nil, errNested
			}
			n := &t.nodes[open[len(open)-1]]
			n.close, n.end = int32(start), int32(d.InputOffset())
			open, last = open[:len(open)-1], last[:len(last)-1]
		}
	}
	if len(open) > 0 || len(t.nodes) == 0 {
		return nil, errNested
	}
	return t, nil
}

// children are the elements in another that have one of these names; all for none.
func (t *tree) children(of int32, names ...string) func(func(int32) bool) {
	return func(yield func(int32) bool) {
		for n := t.nodes[of].child; n != 0; n = t.nodes[n].next {
			if (len(names) == 0 || slices.Contains(names, t.name(n))) && !yield(n) {
				return
			}
		}
	}
}

// find is the first of children, 0 for none.
func (t *tree) find(of int32, names ...string) int32 {
	for n := range t.children(of, names...) {
		return n
	}
	return 0
}

// tag is the start tag of an element without the brackets and the stroke.
func (t *tree) tag(n int32) string {
	return strings.TrimSuffix(string(t.data[t.nodes[n].start+1:t.nodes[n].inner-1]), "/")
}

// written is the name of an element with its prefix.
func (t *tree) written(n int32) string {
	tag := t.data[t.nodes[n].start+1 : t.nodes[n].inner-1]
	if i := bytes.IndexAny(tag, " \t\r\n/"); i >= 0 {
		tag = tag[:i]
	}
	return string(tag)
}

func (t *tree) name(n int32) string { _, name := apart(t.written(n)); return name }

// prefix is what stands before the names of an element and of those beside it.
func (t *tree) prefix(n int32) string { prefix, _ := apart(t.written(n)); return prefix }

// apart gives the prefix of a name, with its colon, and the name.
func apart(written string) (prefix, name string) {
	i := strings.IndexByte(written, ':') + 1
	return written[:i], written[i:]
}

// An attribute is one of a start tag: its name as it is written, and its value as it is meant.
type attribute struct{ name, value string }

func (t *tree) attributes(n int32) (all []attribute) {
	rest := strings.TrimPrefix(t.tag(n), t.written(n))
	for {
		name, behind, ok := strings.Cut(rest, "=")
		behind = strings.TrimLeft(behind, " \t\r\n")
		if !ok || behind == "" {
			return all
		}
		value, rest2, ok := strings.Cut(behind[1:], behind[:1])
		if !ok {
			return all
		}
		all = append(all, attribute{strings.TrimSpace(name), html.UnescapeString(value)})
		rest = rest2
	}
}

// attribute is the value of an attribute by its name without prefix; "" for none.
func (t *tree) attribute(n int32, name string) string {
	for _, a := range t.attributes(n) {
		if _, local := apart(a.name); local == name {
			return a.value
		}
	}
	return ""
}

// retagged is a start tag with other attributes in place of those of their names; the ones without a value are left out.
func (t *tree) retagged(n int32, changes ...attribute) string {
	var b strings.Builder
	b.WriteString("<" + t.written(n))
	write := func(a attribute) { b.WriteString(" " + a.name + `="` + xlsx.Escape(a.value) + `"`) }
	for _, a := range t.attributes(n) {
		if !slices.ContainsFunc(changes, func(c attribute) bool { return c.name == a.name }) {
			write(a)
		}
	}
	for _, c := range changes {
		if c.value != "" {
			write(c)
		}
	}
	return b.String() + ">"
}

// inner is what stands between the tags of an element, and whole the element itself.
func (t *tree) inner(n int32) string { return string(t.data[t.nodes[n].inner:t.nodes[n].close]) }
func (t *tree) whole(n int32) string { return string(t.data[t.nodes[n].start:t.nodes[n].end]) }

// value is the characters of an element that holds nothing else.
func (t *tree) value(n int32) string { return html.UnescapeString(t.inner(n)) }

// text is what the elements t in an element hold, without the readings of rPh.
func (t *tree) text(n int32) string {
	if t.name(n) == "t" {
		return t.value(n)
	}
	text := ""
	for c := range t.children(n) {
		if t.name(c) != "rPh" {
			text += t.text(c)
		}
	}
	return text
}

// replace puts a text in the place of an element; "" takes it away.
func (t *tree) replace(n int32, text string) {
	t.edits = append(t.edits, edit{t.nodes[n].start, t.nodes[n].end, text})
}

// insert puts a text before an element.
func (t *tree) insert(before int32, text string) {
	t.edits = append(t.edits, edit{t.nodes[before].start, t.nodes[before].start, text})
}

// add puts a text behind the children of an element, which gets an end tag if it has none; attributes change as in retagged.
func (t *tree) add(to int32, text string, changes ...attribute) {
	n := t.nodes[to]
	if n.close == n.end { // <element/>
		t.edits = append(t.edits, edit{n.start, n.end, t.retagged(to, changes...) + text + "</" + t.written(to) + ">"})
		return
	}
	if len(changes) > 0 {
		t.edits = append(t.edits, edit{n.start, n.inner, t.retagged(to, changes...)})
	}
	t.edits = append(t.edits, edit{n.close, n.close, text})
}

// bytes is the part with its edits. Those at one place come in the order they were made; of those that overlap, which only a file that uses
// a part for two things asks for, nothing good can come.
func (t *tree) bytes() ([]byte, error) {
	slices.SortStableFunc(t.edits, func(a, b edit) int { return int(a.start - b.start) })
	var b bytes.Buffer
	at := int32(0)
	for _, e := range t.edits {
		if e.start < at {
			return nil, errShared
		}
		b.Write(t.data[at:e.start])
		b.WriteString(e.text)
		at = e.end
	}
	b.Write(t.data[at:])
	return b.Bytes(), nil
}
