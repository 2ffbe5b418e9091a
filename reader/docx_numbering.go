package reader

import (
	"archive/zip"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/reader/numeral"
)

// levels is how many levels a list has.
const levels = 9

// numbering is a document's lists by w:numId.
type numbering struct {
	lists  map[string]*list
	styles *styles
}

// A list (w:num) is a use of a definition, with values of its own.
type list struct {
	definition *definition
	start      [levels]int // w:startOverride, -1 if there is none
	own        [levels]*level
	begun      [levels]bool // the override was applied: it is so once
}

// A definition (w:abstractNum) says how the levels of lists look, and counts:
// lists of one definition continue one another.
type definition struct {
	levels    [levels]*level
	styleLink string // w:numStyleLink: the numbering style that says the rest
	count     [levels]int
	counting  [levels]bool // count holds the last number of a run that goes on
}

// A level says how the numbers of one level look.
type level struct {
	start   int
	format  string
	width   int    // of a custom format such as 001, else 0
	text    string // with %1 to %9 for the numbers of the levels
	legal   bool   // all numbers Arabic
	suffix  string
	restart int    // w:lvlRestart, -1 if it does not say
	style   string // the paragraph style that is bound to the level
}

func readNumbering(part *zip.File, s *styles) (*numbering, error) {
	n := &numbering{lists: make(map[string]*list), styles: s}
	definitions := make(map[string]*definition)
	err := eachElement(part, "w:numbering", func(e *element) {
		switch e.name {
		case "w:abstractNum":
			definitions[e.attribute("abstractNumId")] = readDefinition(e)
		case "w:num":
			l := &list{definition: definitions[e.child("w:abstractNumId").attribute("val")]}
			if l.definition == nil {
				l.definition = &definition{}
			}
			readOverrides(l, e)
			n.lists[e.attribute("numId")] = l
		}
	})
	for _, l := range n.lists {
		n.link(l)
	}
	return n, err
}

// link follows w:numStyleLink: the definition is that of the list the style uses.
func (n *numbering) link(l *list) {
	for range 8 { // links may go in a circle
		if l.definition.styleLink == "" {
			return
		}
		st := n.styles.byID[l.definition.styleLink]
		if st == nil {
			return
		}
		target := n.lists[st.numbering.id]
		if target == nil || target.definition == l.definition {
			return
		}
		l.definition = target.definition
	}
}

func readDefinition(e *element) *definition {
	d := &definition{styleLink: e.child("w:numStyleLink").attribute("val")}
	for _, c := range e.children {
		if c.name == "w:lvl" {
			if i, err := strconv.Atoi(c.attribute("ilvl")); err == nil && i >= 0 && i < levels {
				d.levels[i] = readLevel(c)
			}
		}
	}
	return d
}

func readOverrides(l *list, num *element) {
	for i := range l.start {
		l.start[i] = -1
	}
	for _, c := range num.children {
		i, err := strconv.Atoi(c.attribute("ilvl"))
		if c.name != "w:lvlOverride" || err != nil || i < 0 || i >= levels {
			continue
		}
		if s, err := strconv.Atoi(c.child("w:startOverride").attribute("val")); err == nil && s >= 0 {
			l.start[i] = s
		}
		if lvl := c.child("w:lvl"); lvl != nil {
			l.own[i] = readLevel(lvl)
		}
	}
}

func readLevel(e *element) *level {
	l := &level{
		start:   number(e.child("w:start"), 0),
		text:    e.child("w:lvlText").attribute("val"),
		legal:   e.child("w:isLgl").isOn(),
		suffix:  e.child("w:suff").attribute("val"),
		restart: number(e.child("w:lvlRestart"), -1),
		style:   e.child("w:pStyle").attribute("val"),
		format:  "decimal",
	}
	f := e.child("w:numFmt")
	if f == nil {
		f = e.child("mc:AlternateContent", "mc:Choice", "w:numFmt")
	}
	if v := f.attribute("val"); v != "" {
		l.format = v
	}
	if l.format == "custom" { // such as "001, 002, 003, ..."
		first, _, _ := strings.Cut(f.attribute("format"), ",")
		l.format, l.width = "decimal", min(utf8.RuneCountInString(first), 9)
	}
	return l
}

// number reads a switch with a number, otherwise if it is not there or negative.
func number(e *element, otherwise int) int {
	if n, err := strconv.Atoi(e.attribute("val")); err == nil && n >= 0 {
		return n
	}
	return otherwise
}

func (l *list) level(i int) *level {
	if l.own[i] != nil {
		return l.own[i]
	}
	return l.definition.levels[i]
}

// first is the number a run of level i starts with.
func (l *list) first(i int) int {
	if l.start[i] >= 0 {
		return l.start[i]
	}
	if lvl := l.level(i); lvl != nil {
		return lvl.start
	}
	return 1
}

// advance counts one more paragraph of level i.
func (l *list) advance(i int) {
	d := l.definition
	switch {
	case l.start[i] >= 0 && !l.begun[i], !d.counting[i]:
		l.begun[i] = true
		d.count[i] = l.first(i)
	default:
		d.count[i]++
	}
	d.counting[i] = true
	for k := i + 1; k < levels; k++ {
		// w:lvlRestart 0 means never, n only behind a number of level n or above.
		if lvl := l.level(k); lvl == nil || lvl.restart < 0 || i < lvl.restart {
			d.counting[k] = false
		}
	}
}

// resolve finds the list and level of a paragraph: its own reference, else that
// of its style. A level bound to a style is used by paragraphs of that style.
func (n *numbering) resolve(own numberingRef, styleID string) (*list, int) {
	id, i := own.id, own.level
	chain := n.styles.chain(styleID)
	for _, st := range chain {
		if id == "" {
			id = st.numbering.id
		}
	}
	l := n.lists[id]
	if l == nil || id == "0" {
		return nil, 0
	}
	for _, st := range chain {
		if i >= 0 {
			break
		}
		i = st.numbering.level
		if own.id != "" {
			continue
		}
		for k := range levels {
			if lvl := l.level(k); lvl != nil && lvl.style == st.id {
				i = k
			}
		}
	}
	return l, max(i, 0)
}

// label counts a paragraph of level i and gives the number before it as
// printed. unknown is a format that is not known, "" if there is none.
func (l *list) label(i int) (label, unknown string) {
	l.advance(i)
	lvl := l.level(i)
	if lvl == nil {
		return "", ""
	}
	if lvl.format == "bullet" {
		return dash(lvl.text), ""
	}
	var b strings.Builder
	text := lvl.text
	for {
		before, after, found := strings.Cut(text, "%")
		b.WriteString(before)
		if !found {
			break
		}
		if after == "" || after[0] < '1' || after[0] > '9' {
			b.WriteByte('%')
			text = after
			continue
		}
		s, bad := l.value(int(after[0]-'1'), lvl.legal)
		b.WriteString(s)
		if bad != "" {
			unknown = bad
		}
		text = after[1:]
	}
	return b.String(), unknown
}

// value is the number of level k as it stands in a label.
func (l *list) value(k int, legal bool) (s, unknown string) {
	n, format, width := l.first(k), "decimal", 0
	if l.definition.counting[k] {
		n = l.definition.count[k]
	}
	if lvl := l.level(k); lvl != nil && !legal {
		format, width = lvl.format, lvl.width
	}
	s, known := numeral.Write(n, format)
	if !known {
		unknown = format
	}
	if pad := width - len(s); pad > 0 {
		s = strings.Repeat("0", pad) + s
	}
	return s, unknown
}

// dash gives a bullet that is a dash, as official documents use, and "" for
// others: those are characters of symbol fonts, which mean nothing elsewhere.
func dash(bullet string) string {
	bullet = strings.TrimSpace(bullet)
	if bullet != "" && strings.Trim(bullet, "—–－―─-") == "" {
		return bullet
	}
	return ""
}

// numbered puts the label before a paragraph's text.
func numbered(label string, lvl *level, text string) string {
	switch {
	case lvl != nil && lvl.suffix == "nothing":
		return label + text
	case lvl != nil && lvl.suffix == "space" && label != "":
		return label + " " + text
	}
	return numeral.Labelled(label, text)
}
