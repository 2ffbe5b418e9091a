package ofd

import (
	"archive/zip"
	"path"
)

// annotations reads the words of annotations (注释: watermarks, stamps) and keeps each with its page, for whoever searches
// for marks. An annotation of no page that is there is of the document's first. One that is not there says nothing.
func (d *document) annotations(list *zip.File, places map[string]int) error {
	if list == nil || len(places) == 0 {
		return nil
	}
	first := len(d.file.Pages)
	for _, place := range places {
		first = min(first, place)
	}
	dir := path.Dir(memberName(list.Name))
	return d.parse(list, func(e *node) error {
		loc := e.child("FileLoc")
		if loc == nil {
			return nil
		}
		f := d.locate(loc.text, dir)
		if f == nil {
			f = d.locate(loc.text, d.dir)
		}
		if f == nil {
			return nil
		}
		place, ok := places[e.attribute("PageID")]
		if !ok {
			place = first
		}
		words, err := d.annotation(f)
		p := &d.file.Pages[place]
		p.Oblique = append(p.Oblique, words...)
		return err
	}, "Page")
}

// annotation gives the words of every annotation in a page's file, one string for each text object.
func (d *document) annotation(f *zip.File) ([]string, error) {
	c := &canvas{isNote: true}
	err := d.parse(f, func(e *node) error {
		return d.object(c, matrix{pointsPerMillimetre, 0, 0, pointsPerMillimetre, 0, 0}, e, true, 0)
	}, "Appearance")
	return c.oblique, err
}
