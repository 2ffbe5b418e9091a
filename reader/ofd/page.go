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
	rules    []box
	pictures []box
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

// A pageFile is a page's or a template's file as it was read.
type pageFile struct {
	box       []float64
	templates []string // IDs
	objects   []*node
}

// readPage reads the file of a page, and the composites of its own resources.
func (d *document) readPage(f *zip.File) (*pageFile, error) {
	p := &pageFile{box: d.box}
	var resources []*zip.File
	elements := 0
	err := d.parse(f, func(e *node) error {
		switch e.name {
		case "Area":
			if b := pageBox(e); b != nil {
				p.box = b
			}
		case "Template":
			p.templates = append(p.templates, e.attribute("TemplateID"))
		case "PageRes":
			resources = append(resources, d.locate(e.text, path.Dir(memberName(f.Name))))
		default:
			if elements += e.count(); elements > maxElements {
				return ErrTooLarge
			}
			p.objects = append(p.objects, e)
		}
		return nil
	}, objectNames...)
	if err != nil {
		return nil, err
	}
	for _, r := range resources {
		if err := d.resources(r); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// page reads a page with its templates and adds it to the pages.
func (d *document) page(f *zip.File) error {
	p, err := d.readPage(f)
	if err != nil {
		return err
	}
	if p.box == nil {
		p.box = []float64{0, 0, 210, 297} // A4
	}
	c := &canvas{}
	for _, id := range p.templates {
		t, err := d.template(id)
		if err != nil {
			return err
		}
		if err := d.add(c, t); err != nil {
			return err
		}
	}
	if err := d.draw(c, p); err != nil {
		return err
	}
	d.file.Pages = append(d.file.Pages, c.page(sheet{p.box[2] * pointsPerMillimetre, p.box[3] * pointsPerMillimetre}))
	return nil
}

// add puts what a template draws onto a canvas.
func (d *document) add(to, t *canvas) error {
	d.glyphs += len(t.pieces) + len(t.hidden)
	d.work += ruleWork*len(t.rules) + len(t.pictures)
	if d.glyphs > maxGlyphs || d.work > maxWork {
		return ErrTooLarge
	}
	to.pieces = append(to.pieces, t.pieces...)
	to.hidden = append(to.hidden, t.hidden...)
	to.rules = append(to.rules, t.rules...)
	to.pictures = append(to.pictures, t.pictures...)
	return nil
}

// template gives what a template draws. One that is not there, or is a part of itself, draws nothing more.
func (d *document) template(id string) (*canvas, error) {
	if c := d.drawn[id]; c != nil {
		return c, nil
	}
	c := &canvas{}
	d.drawn[id] = c
	f := d.templates[id]
	if f == nil {
		return c, nil
	}
	p, err := d.readPage(f)
	if err != nil {
		return nil, err
	}
	for _, inner := range p.templates {
		t, err := d.template(inner)
		if err != nil {
			return nil, err
		}
		if err := d.add(c, t); err != nil {
			return nil, err
		}
	}
	return c, d.draw(c, p)
}

// draw puts a page's own objects on the canvas.
func (d *document) draw(c *canvas, p *pageFile) error {
	m := matrix{pointsPerMillimetre, 0, 0, pointsPerMillimetre, 0, 0}
	if p.box != nil {
		m = m.over(matrix{1, 0, 0, 1, -p.box[0], -p.box[1]})
	}
	for _, e := range p.objects {
		if err := d.object(c, m, e, true, 0); err != nil {
			return err
		}
	}
	return nil
}

// object draws one object; depth counts the composites around it.
func (d *document) object(c *canvas, m matrix, e *node, isSeen bool, depth int) error {
	switch e.name {
	case "Content", "PageBlock", "Layer":
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
	case "Content", "PageBlock", "Layer":
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
			rules := rulesOf(m, e)
			d.work += ruleWork * len(rules)
			c.rules = append(c.rules, rules...)
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
	pieces, glyphs, isTextless := piecesOf(m, e)
	if d.glyphs += glyphs; d.glyphs > maxGlyphs {
		return ErrTooLarge
	}
	if isTextless && isSeen {
		d.file.Textless++
	}
	if isSeen && !(e.isOff("Fill") && !e.isOn("Stroke")) {
		c.pieces = append(c.pieces, pieces...)
	} else {
		c.hidden = append(c.hidden, pieces...)
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
