package reader

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
)

// An element is a part of an XML tree. Its name is that of a known namespace's
// prefix and its local name, such as "w:p"; text is an element named "".
type element struct {
	name       string
	attributes []xml.Attr
	children   []*element
	text       string
}

// namespaces give the prefixes by which the code names elements, whatever
// prefix a file uses; transitional and strict names are the same to it.
var namespaces = map[string]string{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
	"http://purl.oclc.org/ooxml/wordprocessingml/main":             "w:",
	"http://schemas.openxmlformats.org/officeDocument/2006/math":   "m:",
	"http://purl.oclc.org/ooxml/officeDocument/math":               "m:",
	"http://schemas.openxmlformats.org/spreadsheetml/2006/main":    "s:",
	"http://purl.oclc.org/ooxml/spreadsheetml/main":                "s:",
	"http://schemas.openxmlformats.org/markup-compatibility/2006":  "mc:",
}

var (
	errTooLarge = errors.New("a part holds too much")
	errTooDeep  = errors.New("elements nested too deep")
)

// An xmlReader reads elements from a member of a container.
type xmlReader struct {
	decoder *xml.Decoder
	names   map[xml.Name]string
	count   int
	depth   int
	opened  []string // elements that next goes into, as if their children stood in their place
	inside  int      // of how many of them it is inside
}

func newXMLReader(r io.Reader) *xmlReader {
	d := xml.NewDecoder(r)
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	return &xmlReader{decoder: d, names: make(map[xml.Name]string)}
}

func (x *xmlReader) name(n xml.Name) string {
	s, ok := x.names[n]
	if !ok {
		prefix, known := namespaces[n.Space]
		if !known {
			prefix = "_:"
		}
		s = prefix + n.Local
		x.names[n] = s
	}
	return s
}

// enter reads on to the first element with a name and into it; false if there is none.
func (x *xmlReader) enter(name string) (bool, error) {
	for {
		t, err := x.decoder.Token()
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if s, ok := t.(xml.StartElement); ok && x.name(s.Name) == name {
			return true, nil
		}
	}
}

// next reads the next element inside the one entered; nil at its end.
func (x *xmlReader) next() (*element, error) {
	for {
		t, err := x.decoder.Token()
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if slices.Contains(x.opened, x.name(t.Name)) {
				if x.inside++; x.inside > maxDepth {
					return nil, errTooDeep
				}
				continue
			}
			return x.element(t)
		case xml.EndElement:
			if x.inside--; x.inside < 0 {
				return nil, nil
			}
		}
	}
}

// textElements hold the words of a document.
var textElements = map[string]bool{"w:t": true, "m:t": true, "s:t": true, "s:v": true}

// element reads the rest of an element.
func (x *xmlReader) element(start xml.StartElement) (*element, error) {
	if x.count++; x.count > MaxElements {
		return nil, errTooLarge
	}
	if x.depth++; x.depth > maxDepth {
		return nil, errTooDeep
	}
	defer func() { x.depth-- }()
	e := &element{name: x.name(start.Name), attributes: start.Attr}
	isText := textElements[e.name]
	var text strings.Builder // comments may cut it into many pieces
	for {
		t, err := x.decoder.Token()
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			c, err := x.element(t)
			if err != nil {
				return nil, err
			}
			e.children = append(e.children, c)
		case xml.EndElement:
			e.text = text.String()
			return e, nil
		case xml.CharData:
			if isText {
				text.Write(t)
			}
		}
	}
}

// attribute gives an attribute by its local name, "" if there is none; e may be nil.
func (e *element) attribute(local string) string {
	if e == nil {
		return ""
	}
	for _, a := range e.attributes {
		if a.Name.Local == local {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// child gives the first child on a path of names, nil if there is none; e may be nil.
func (e *element) child(path ...string) *element {
	for _, name := range path {
		if e == nil {
			return nil
		}
		var found *element
		for _, c := range e.children {
			if c.name == name {
				found = c
				break
			}
		}
		e = found
	}
	return e
}

// isOn reports whether a switch such as w:vanish is there and on.
func (e *element) isOn() bool {
	if e == nil {
		return false
	}
	switch e.attribute("val") {
	case "0", "false", "off":
		return false
	}
	return true
}
