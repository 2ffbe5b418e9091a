package ofd

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
)

// A node is an element of an OFD file by its local name: files differ in prefixes and namespaces.
type node struct {
	name       string
	attributes []xml.Attr
	children   []*node
	text       string
}

// each calls do for every element that r holds and that has one of the names,
// with all that is in it, and passes over what is around them.
func each(r io.Reader, b *budget, names []string, do func(*node) error) error {
	d := xml.NewDecoder(&limitedReader{r: r, budget: b})
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	open := 0
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.EndElement:
			open--
		case xml.StartElement:
			if b.elements--; b.elements < 0 {
				return ErrTooLarge
			}
			if !slices.Contains(names, t.Name.Local) {
				if open++; open > maxDepth {
					return errTooDeep
				}
				continue
			}
			count := 0
			n, err := read(d, t, open, &count)
			b.elements -= count
			if err != nil {
				return err
			}
			if err := do(n); err != nil {
				return err
			}
		}
	}
}

// read reads the rest of an element.
func read(d *xml.Decoder, start xml.StartElement, depth int, count *int) (*node, error) {
	if *count++; *count > maxKept {
		return nil, ErrTooLarge
	}
	if depth > maxDepth {
		return nil, errTooDeep
	}
	n := &node{name: start.Name.Local, attributes: start.Attr}
	var text strings.Builder // comments may cut it into many pieces
	for {
		t, err := d.Token()
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			c, err := read(d, t, depth+1, count)
			if err != nil {
				return nil, err
			}
			n.children = append(n.children, c)
		case xml.EndElement:
			n.text = text.String()
			return n, nil
		case xml.CharData:
			text.Write(t)
		}
	}
}

// attribute gives an attribute, "" if there is none.
func (n *node) attribute(local string) string {
	for _, a := range n.attributes {
		if a.Name.Local == local {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// isOff and isOn report that an attribute is there and says false, or true.
func (n *node) isOff(local string) bool {
	v := strings.ToLower(n.attribute(local))
	return v == "false" || v == "0"
}

func (n *node) isOn(local string) bool {
	v := strings.ToLower(n.attribute(local))
	return v == "true" || v == "1"
}

// child gives the first child with a name, nil if there is none.
func (n *node) child(name string) *node {
	for _, c := range n.children {
		if c.name == name {
			return c
		}
	}
	return nil
}

// count is the number of elements that n and all in it are.
func (n *node) count() int {
	sum := 1
	for _, c := range n.children {
		sum += c.count()
	}
	return sum
}

// weight is what it takes to go through n: its elements, and the stretches of 16 bytes in them.
func (n *node) weight() int {
	sum := 1 + len(n.text)/16 + len(n.attributes)/4
	for _, a := range n.attributes {
		sum += len(a.Value) / 16
	}
	for _, c := range n.children {
		sum += c.weight()
	}
	return sum
}

// A limitedReader fails when more is read than may be, whatever the
// container's directory said, or when a tag or a text is too long: the decoder
// keeps it in memory.
type limitedReader struct {
	r      io.Reader
	budget *budget
	token  int // bytes since the last '>'
}

// A budget is what of a file may still be read.
type budget struct{ bytes, elements int }

func (l *limitedReader) Read(p []byte) (int, error) {
	if l.budget.bytes <= 0 {
		return 0, ErrTooLarge
	}
	n, err := l.r.Read(p[:min(len(p), l.budget.bytes)])
	l.budget.bytes -= n
	if i := bytes.LastIndexByte(p[:n], '>'); i >= 0 {
		l.token = n - i
	} else if l.token += n; l.token > maxToken {
		return 0, ErrTooLarge
	}
	return n, err
}
