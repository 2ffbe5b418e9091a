package ofd

import (
	"archive/zip"
	"path"
)

// What of a page is read, wherever in its layers and blocks it stands.
var objectNames = []string{"Area", "Template", "PageRes", "TextObject", "PathObject", "ImageObject", "CompositeObject"}

// A canvas collects what is drawn on a page, in points from the upper left corner of the page as it lies.
type canvas struct {
	pieces   []piece
	hidden   []piece // drawn so that nobody sees them
	oblique  []string
	rules    []box
	pictures []box
	isNote   bool // its words are only searched: all of them are kept as the slanting ones are
}

// A box is an upright rectangle in points.
type box struct{ left, top, right, bottom float64 }

// pageBox is the paper of a PageArea or Area: its PhysicalBox. nil if there is none.
func pageBox(area *node) []float64 {
	p := area.child("PhysicalBox")
	if p == nil {
		return nil
	}
	if b, ok := measures(p.text); ok && len(b) == 4 && b[2] > 0 && b[3] > 0 {
		return b
	}
	return nil
}

// page reads a page with its templates and adds it to the pages.
func (d *document) page(f *zip.File) error {
	c := &canvas{}
	box, err := d.draw(c, f)
	if err != nil {
		return err
	}
	d.file.Pages = append(d.file.Pages, c.page(sheet{box[2] * pointsPerMillimetre, box[3] * pointsPerMillimetre}))
	return nil
}

// draw draws a page's or a template's file, object by object, with the templates it names. It gives the paper's box.
func (d *document) draw(c *canvas, f *zip.File) ([]float64, error) {
	box := d.box
	if box == nil {
		box = []float64{0, 0, 210, 297} // A4
	}
	var templates []string
	err := d.parse(f, func(e *node) error {
		switch e.name {
		case "Area":
			if b := pageBox(e); b != nil {
				box = b
			}
		case "Template":
			templates = append(templates, e.attribute("TemplateID"))
		case "PageRes":
			return d.resources(d.locate(e.text, path.Dir(memberName(f.Name))))
		default:
			m := matrix{pointsPerMillimetre, 0, 0, pointsPerMillimetre, 0, 0}
			return d.object(c, m.over(matrix{1, 0, 0, 1, -box[0], -box[1]}), e, true, 0)
		}
		return nil
	}, objectNames...)
	if err != nil {
		return nil, err
	}
	for _, id := range templates {
		t, err := d.template(id)
		if err != nil {
			return nil, err
		}
		if err := d.add(c, t); err != nil {
			return nil, err
		}
	}
	return box, nil
}

// add puts what a template draws onto a canvas.
func (d *document) add(to, t *canvas) error {
	d.glyphs += len(t.pieces) + len(t.hidden)
	d.work += len(t.rules) + len(t.pictures)
	if d.glyphs > maxGlyphs || d.work > maxWork {
		return ErrTooLarge
	}
	to.pieces = append(to.pieces, t.pieces...)
	to.hidden = append(to.hidden, t.hidden...)
	to.oblique = append(to.oblique, t.oblique...)
	to.addRules(t.rules)
	to.pictures = append(to.pictures, t.pictures...)
	return nil
}

// addRules adds rules, as far as the page is no drawing.
func (c *canvas) addRules(rules []box) {
	c.rules = append(c.rules, rules[:min(len(rules), maxRules-len(c.rules))]...)
}

// template gives what a template draws. One that is not there, or is a part of itself, draws nothing more.
func (d *document) template(id string) (*canvas, error) {
	if c := d.drawn[id]; c != nil {
		return c, nil
	}
	d.drawn[id] = &canvas{} // what it is to itself
	c := &canvas{}
	if f := d.templates[id]; f != nil {
		if _, err := d.draw(c, f); err != nil {
			return nil, err
		}
	}
	d.drawn[id] = c
	return c, nil
}

// object draws one object; depth counts the composites around it.
func (d *document) object(c *canvas, m matrix, e *node, isSeen bool, depth int) error {
	switch e.name {
	case "Content", "PageBlock", "Layer", "Appearance":
		d.work++
	default:
		d.work += e.weight()
	}
	if e.name == "CompositeObject" {
		d.work += compositeWork
	}
	if d.work > maxWork {
		return ErrTooLarge
	}
	isSeen = isSeen && !e.isOff("Visible") && e.attribute("Alpha") != "0"
	switch e.name {
	case "Content", "PageBlock", "Layer", "Appearance":
		return d.children(c, m, e, isSeen, depth)
	}
	m, ok := m.place(e)
	if !ok {
		return nil
	}
	switch e.name {
	case "TextObject":
		return d.text(c, m, e, isSeen)
	case "PathObject":
		if isSeen {
			c.addRules(rulesOf(m, e))
		}
	case "ImageObject":
		if isSeen {
			c.pictures = append(c.pictures, boxOf(m, 1, 1)) // a picture fills the unit square
		}
	case "CompositeObject":
		if unit := d.composites[e.attribute("ResourceID")]; unit != nil && depth < maxComposites {
			return d.children(c, m, unit, isSeen, depth+1)
		}
	}
	return nil
}

func (d *document) children(c *canvas, m matrix, e *node, isSeen bool, depth int) error {
	for _, child := range e.children {
		if err := d.object(c, m, child, isSeen, depth); err != nil {
			return err
		}
	}
	return nil
}

// text draws a text object.
func (d *document) text(c *canvas, m matrix, e *node, isSeen bool) error {
	t := wordsOf(m, e, c.isNote)
	if d.glyphs += t.glyphs; d.glyphs > maxGlyphs {
		return ErrTooLarge
	}
	if t.isTextless && isSeen {
		d.file.Textless++
	}
	if t.text != "" {
		c.oblique = append(c.oblique, t.text)
	}
	if isSeen && !(e.isOff("Fill") && !e.isOn("Stroke")) {
		c.pieces = append(c.pieces, t.pieces...)
	} else {
		c.hidden = append(c.hidden, t.pieces...)
	}
	return nil
}

// boxOf is the upright rectangle around one of a size at the origin of m.
func boxOf(m matrix, width, height float64) box {
	x0, y0 := m.apply(0, 0)
	x1, y1 := m.apply(width, 0)
	x2, y2 := m.apply(width, height)
	x3, y3 := m.apply(0, height)
	return box{min(x0, x1, x2, x3), min(y0, y1, y2, y3), max(x0, x1, x2, x3), max(y0, y1, y2, y3)}
}
