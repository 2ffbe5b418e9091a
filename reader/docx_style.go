package reader

import (
	"archive/zip"
	"strconv"
	"strings"
)

// A style is what of a w:style bears on the text: a paragraph's numbering and
// whether its words are hidden.
type style struct {
	id, name, base string
	kind           string // paragraph, character, table, numbering
	numbering      numberingRef
	hidden         *element // w:vanish, nil if it does not say
}

// A numberingRef is a reference to a list, as paragraphs and styles hold it.
type numberingRef struct {
	id    string // w:numId; "" if it does not say, "0" for none
	level int    // w:ilvl; -1 if it does not say
}

// styles are a document's styles by id.
type styles struct {
	byID     map[string]*style
	standard string // the paragraph style of paragraphs that name none
}

func readStyles(part *zip.File) (*styles, error) {
	s := &styles{byID: make(map[string]*style)}
	err := eachElement(part, "w:styles", func(e *element) {
		if e.name != "w:style" {
			return
		}
		st := &style{
			id:        e.attribute("styleId"),
			name:      strings.ToLower(e.child("w:name").attribute("val")),
			base:      e.child("w:basedOn").attribute("val"),
			kind:      e.attribute("type"),
			numbering: readNumberingRef(e.child("w:pPr", "w:numPr")),
			hidden:    e.child("w:rPr", "w:vanish"),
		}
		s.byID[st.id] = st
		if d := e.attribute("default"); st.kind == "paragraph" && (d == "1" || d == "true" || d == "on") {
			s.standard = st.id
		}
	})
	return s, err
}

func readNumberingRef(numPr *element) numberingRef {
	r := numberingRef{id: numPr.child("w:numId").attribute("val"), level: -1}
	if l, err := strconv.Atoi(numPr.child("w:ilvl").attribute("val")); err == nil && l >= 0 && l < levels {
		r.level = l
	}
	return r
}

// chain gives a style and those it is based on, nearest first.
func (s *styles) chain(id string) []*style {
	var c []*style
	for len(c) < 32 { // a loop of styles ends here
		st := s.byID[id]
		if st == nil {
			break
		}
		c = append(c, st)
		id = st.base
	}
	return c
}

// isHidden reports that a style hides its words.
func (s *styles) isHidden(id string) bool {
	for _, st := range s.chain(id) {
		if st.hidden != nil {
			return st.hidden.isOn()
		}
	}
	return false
}

// isContents reports that a style is that of lines in a table of contents.
func (s *styles) isContents(id string) bool {
	for _, st := range s.chain(id) {
		if strings.HasPrefix(st.name, "toc ") || strings.HasPrefix(st.name, "contents ") || st.name == "table of figures" {
			return true
		}
	}
	return false
}
