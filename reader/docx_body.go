package reader

import (
	"archive/zip"
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/quantity"
)

// A document is the state of reading a body from its start to its end.
type document struct {
	styles    *styles
	numbering *numbering
	tracked   int             // revisions met
	unknown   map[string]bool // number formats that are not known
	cells     int             // the tables' cells it stands in
	joined    string          // words of paragraphs whose mark was deleted: they belong to the next
}

// body reads the main part.
func (d *document) body(part *zip.File) ([]block, error) {
	var blocks []block
	err := eachElement(part, "w:body", func(e *element) {
		blocks = d.block(blocks, e)
	})
	return d.end(blocks), err
}

// blocks reads the contents of a cell or a text box.
func (d *document) blocks(es []*element) []block {
	outer := d.joined
	d.joined = ""
	var blocks []block
	for _, e := range es {
		blocks = d.block(blocks, e)
	}
	blocks = d.end(blocks)
	d.joined = outer
	return blocks
}

// end gives words that waited for a next paragraph one of their own.
func (d *document) end(blocks []block) []block {
	if d.joined != "" {
		blocks = append(blocks, block{text: d.joined})
		d.joined = ""
	}
	return blocks
}

// block reads a paragraph, a table, or what wraps them.
func (d *document) block(blocks []block, e *element) []block {
	switch e.name {
	case "w:p":
		return d.paragraph(blocks, e)
	case "w:tbl":
		blocks = d.end(blocks)
		return append(blocks, block{grid: d.table(e)})
	case "w:del", "w:moveFrom":
		d.tracked++
		return blocks
	case "mc:AlternateContent":
		if e = choice(e); e == nil {
			return blocks
		}
	case "w:sdt":
		if isPlaceholder(e) {
			return blocks
		}
	case "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo":
	default:
		return blocks
	}
	for _, c := range e.children {
		blocks = d.block(blocks, c)
	}
	return blocks
}

// choice is the one alternative of an mc:AlternateContent that is read: the
// others say the same again.
func choice(e *element) *element {
	if c := e.child("mc:Choice"); c != nil {
		return c
	}
	return e.child("mc:Fallback")
}

// isPlaceholder reports that a content control shows only its prompt.
func isPlaceholder(sdt *element) bool {
	return sdt.child("w:sdtPr", "w:showingPlcHdr").isOn()
}

// A paragraph is a w:p while it is read.
type paragraph struct {
	text   strings.Builder
	last   rune
	boxes  []block // text boxes anchored in it
	hidden bool    // its style hides its words
}

// paragraph reads a w:p: its words with its number, then its text boxes.
func (d *document) paragraph(blocks []block, e *element) []block {
	pr := e.child("w:pPr")
	styleID := pr.child("w:pStyle").attribute("val")
	if d.styles.byID[styleID] == nil {
		styleID = d.styles.standard
	}
	mark := pr.child("w:rPr")
	p := paragraph{hidden: d.styles.isHidden(styleID)}
	p.text.WriteString(d.joined)
	d.joined = ""
	d.inline(&p, e)
	text := p.text.String()
	if mark.child("w:ins") != nil || mark.child("w:moveTo") != nil {
		d.tracked++
	}
	if mark.child("w:del") != nil || mark.child("w:moveFrom") != nil {
		d.tracked++
		d.joined = text
		return append(blocks, p.boxes...)
	}
	if d.styles.isContents(styleID) {
		return append(blocks, p.boxes...)
	}
	empty := strings.Trim(text, blanks) == ""
	if !empty || !mark.child("w:vanish").isOn() {
		text = d.number(readNumberingRef(pr.child("w:numPr")), styleID, text)
	}
	if !empty || d.cells > 0 {
		blocks = append(blocks, block{text: text})
	}
	return append(blocks, p.boxes...)
}

// number puts a paragraph's automatic number before its text. An empty
// paragraph counts too; in the cells of a table it may be all there is (序号).
func (d *document) number(own numberingRef, styleID, text string) string {
	l, i := d.numbering.resolve(own, styleID)
	if l == nil {
		return text
	}
	label, unknown := l.label(i)
	if unknown != "" {
		d.unknown[unknown] = true
	}
	return numbered(label, l.level(i), strings.TrimLeft(text, blanks))
}

// inline reads the contents of a paragraph, or of what wraps runs in it.
func (d *document) inline(p *paragraph, e *element) {
	for _, c := range e.children {
		switch c.name {
		case "w:r":
			d.run(p, c)
		case "w:ins":
			d.tracked++
			d.inline(p, c)
		case "w:del", "w:moveFrom":
			d.tracked++
		case "w:sdt":
			if !isPlaceholder(c) {
				d.inline(p, c)
			}
		case "w:moveTo", "w:hyperlink", "w:smartTag", "w:sdtContent", "w:fldSimple", "w:customXml", "w:dir", "w:bdo", "w:rubyBase":
			d.inline(p, c)
		case "mc:AlternateContent":
			if ch := choice(c); ch != nil {
				d.inline(p, ch)
			}
		case "m:oMath", "m:oMathPara":
			p.math(c)
		}
	}
}

// run reads a w:r.
func (d *document) run(p *paragraph, r *element) {
	pr := r.child("w:rPr")
	hidden := p.hidden
	if id := pr.child("w:rStyle").attribute("val"); id != "" && d.styles.isHidden(id) {
		hidden = true
	}
	if v := pr.child("w:vanish"); v != nil {
		hidden = v.isOn()
	}
	if !hidden {
		raised := pr.child("w:vertAlign").attribute("val") == "superscript"
		d.runContent(p, r, raised)
	}
}

func (d *document) runContent(p *paragraph, r *element, raised bool) {
	for _, c := range r.children {
		switch c.name {
		case "w:t":
			p.words(c, raised)
		case "w:tab", "w:ptab":
			p.write("\t")
		case "w:br", "w:cr":
			p.write("\n")
		case "w:noBreakHyphen":
			p.write("-")
		case "w:ruby":
			d.inline(p, c)
		case "w:drawing", "w:pict", "w:object":
			d.boxes(p, c)
		case "mc:AlternateContent":
			if ch := choice(c); ch != nil {
				d.runContent(p, ch, raised)
			}
		}
	}
}

// words adds a w:t. Blanks at its ends count only where it says so.
func (p *paragraph) words(t *element, raised bool) {
	s := t.text
	if strings.ContainsAny(s, "\n\t") {
		s = strings.NewReplacer("\n", " ", "\t", " ").Replace(s) // as white space in XML
	}
	if t.attribute("space") != "preserve" {
		s = strings.Trim(s, " ")
	}
	if raised {
		if e, ok := quantity.Exponent(p.last, s); ok {
			s = e
		}
	}
	p.write(s)
}

func (p *paragraph) write(s string) {
	if s != "" {
		p.text.WriteString(s)
		p.last, _ = utf8.DecodeLastRuneInString(s)
	}
}

// math writes the characters of a formula one after the other.
func (p *paragraph) math(e *element) {
	if e.name == "m:t" {
		p.write(e.text)
	}
	for _, c := range e.children {
		p.math(c)
	}
}

// boxes reads the text boxes of a drawing; they come after the paragraph.
func (d *document) boxes(p *paragraph, e *element) {
	for _, c := range e.children {
		switch c.name {
		case "w:txbxContent":
			p.boxes = append(p.boxes, d.blocks(c.children)...)
		case "mc:AlternateContent":
			if ch := choice(c); ch != nil {
				d.boxes(p, ch)
			}
		default:
			d.boxes(p, c)
		}
	}
}
