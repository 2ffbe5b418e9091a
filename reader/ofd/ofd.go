// Package ofd reads OFD files (版式文件, GB/T 33190-2016): the words on every page of
// every document in a file, each with its place, and the rules that are drawn.
//
// It does no I/O and knows nothing of what the words say, nor of lines and
// paragraphs. Words that slant and those of annotations (stamps, watermarks) are kept beside the others, to be
// searched for marks of secrecy; hidden objects are left out; signatures are not checked. Memory and time are bounded whatever the input.
// Start at [Read].
package ofd

import (
	"archive/zip"
	"bytes"
	"errors"
	"path"
	"strings"

	"github.com/wenxiao/wenxiao/reader/printout"
)

// What [Read] may say beside that a file is damaged.
var (
	ErrTooLarge  = errors.New("the file holds too much")
	ErrEncrypted = errors.New("the file is encrypted")

	errTooDeep = errors.New("elements nested too deep")
	errMissing = errors.New("a member is missing")
)

// A File is what was read of an OFD file.
type File struct {
	Pages []printout.Page // of all its documents, one after the other
	// Textless counts text objects that hold only glyphs of a font: what they show cannot be told without it.
	Textless int
}

// The limits of a file. Its members are small and many, so that they are counted together.
const (
	maxUnpacked   = 64 << 20 // bytes of all members that are read
	maxElements   = 6 << 20  // in all members that are read
	maxKept       = 1 << 19  // elements in memory at once
	maxDepth      = 512      // nesting of elements
	maxToken      = 16 << 20 // bytes of a tag or a text
	maxPages      = 5000
	maxWork       = 32 << 20 // elements drawn, those of templates and composites each time
	maxGlyphs     = 2 << 20  // characters placed
	maxRules      = 10_000   // on one page; one with more is a drawing
	maxComposites = 16       // composites inside one another
	compositeWork = 16       // elements that a composite counts for
)

// Read reads an OFD file. An error is [ErrEncrypted], [ErrTooLarge], or says how
// the file is damaged. A file without words is none.
func Read(data []byte) (*File, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	r := reader{members: make(map[string]*zip.File, len(z.File)), budget: budget{bytes: maxUnpacked, elements: maxElements}}
	for _, f := range z.File {
		if f.Flags&1 != 0 {
			return nil, ErrEncrypted
		}
		r.members[memberName(f.Name)] = f
	}
	if r.members["encryptions.xml"] != nil { // GM/T 0099: the other members are cipher text
		return nil, ErrEncrypted
	}
	if err := r.documents(); err != nil {
		return nil, err
	}
	return &r.file, nil
}

// memberName folds the ways in which programs write a member's name.
func memberName(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean(strings.ReplaceAll(name, `\`, "/")), "/"))
}

// A reader is the state of reading a file.
type reader struct {
	file    File
	members map[string]*zip.File // by folded name
	budget  budget
	kept    int // elements of composites in memory
	work    int // done so far
	glyphs  int // placed so far
}

// A document is one of a file, with what its pages refer to.
type document struct {
	*reader
	dir        string               // of its Document.xml
	box        []float64            // the usual page: x, y, width, height in millimetres; nil if not said
	templates  map[string]*zip.File // by ID
	drawn      map[string]*canvas   // templates that were read, by ID
	composites map[string]*node     // CompositeGraphicUnit by ID
}

// documents reads every DocBody that OFD.xml names.
func (r *reader) documents() error {
	var roots []string
	err := r.parse(r.members["ofd.xml"], func(e *node) error {
		roots = append(roots, e.text)
		return nil
	}, "DocRoot")
	if err != nil {
		return err
	}
	found := false
	for _, loc := range roots {
		if f := r.locate(loc, ""); f != nil {
			found = true
			if err := r.document(f); err != nil {
				return err
			}
		}
	}
	if !found {
		return errors.New("OFD.xml names no document that is there")
	}
	return nil
}

// document reads a Document.xml and its pages in order. A page that is named and not there is an error: a part would be lost unseen.
func (r *reader) document(root *zip.File) error {
	d := &document{reader: r, dir: path.Dir(memberName(root.Name)), templates: make(map[string]*zip.File),
		drawn: make(map[string]*canvas), composites: make(map[string]*node)}
	var pages, resources, notes []*zip.File
	places := make(map[string]int) // of pages in the file, by ID
	err := r.parse(root, func(e *node) error {
		switch e.name {
		case "PageArea":
			d.box = pageBox(e)
		case "TemplatePage":
			d.templates[e.attribute("ID")] = r.locate(e.attribute("BaseLoc"), d.dir)
		case "PublicRes", "DocumentRes":
			resources = append(resources, r.locate(e.text, d.dir))
		case "Annotations":
			notes = append(notes, r.locate(e.text, d.dir))
		case "Page":
			places[e.attribute("ID")] = len(r.file.Pages) + len(pages)
			pages = append(pages, r.locate(e.attribute("BaseLoc"), d.dir))
		}
		if len(pages) > maxPages {
			return ErrTooLarge
		}
		return nil
	}, "PageArea", "TemplatePage", "PublicRes", "DocumentRes", "Annotations", "Page")
	if err != nil {
		return err
	}
	for _, f := range resources {
		if err := d.resources(f); err != nil {
			return err
		}
	}
	for _, f := range pages {
		if err := d.page(f); err != nil {
			return err
		}
	}
	for _, f := range notes {
		if err := d.annotations(f, places); err != nil {
			return err
		}
	}
	return nil
}

// resources keeps the composites of a resource file. Without it fonts are
// missed, which are not needed, or words, which is seen in the pages.
func (d *document) resources(f *zip.File) error {
	if f == nil {
		return nil
	}
	return d.parse(f, func(e *node) error {
		if d.kept += e.count(); d.kept > maxKept {
			return ErrTooLarge
		}
		d.composites[e.attribute("ID")] = e
		return nil
	}, "CompositeGraphicUnit")
}

// locate finds the member at an ST_Loc: from the root if it starts with "/",
// else from dir. Files that count every path from the root are read too.
func (r *reader) locate(loc, dir string) *zip.File {
	loc = strings.TrimSpace(loc)
	if loc == "" {
		return nil
	}
	if f := r.members[memberName(dir+"/"+loc)]; f != nil && !strings.HasPrefix(loc, "/") {
		return f
	}
	return r.members[memberName(loc)]
}

// parse reads a member and calls do for each element with one of the names,
// wherever it stands, with all that is in it.
func (r *reader) parse(f *zip.File, do func(*node) error, names ...string) error {
	if f == nil {
		return errMissing
	}
	if f.UncompressedSize64 > maxUnpacked {
		return ErrTooLarge
	}
	content, err := f.Open()
	if err != nil {
		return err
	}
	defer content.Close() // nothing was written
	return each(content, &r.budget, names, do)
}
