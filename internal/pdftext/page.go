package pdftext

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	fault "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"github.com/wenxiao/wenxiao/reader"
	"github.com/wenxiao/wenxiao/reader/printout"
)

// A document is one PDF file while it is read in a child.
type document struct {
	pdf   pdfium.Pdfium
	pages []printout.Page
	text  int // bytes of text so far
	items int // runs and rules so far
}

var errTooLarge = errors.New("more pages, text or lines than allowed")

// read collects the pages. One that can not be loaded is left empty; a file without any that can is broken.
func (d *document) read(data []byte) error {
	if len(data) == 0 {
		return fault.ErrFormat
	}
	doc, err := d.pdf.OpenDocument(&requests.OpenDocument{File: &data})
	if err != nil {
		return err
	}
	count, err := d.pdf.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
	if err != nil {
		return err
	}
	if count.PageCount > maxPages {
		return errTooLarge
	}
	loaded := false
	for i := range count.PageCount {
		p, err := d.pdf.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: doc.Document, Index: i})
		if isKnown(err) {
			d.pages = append(d.pages, printout.Page{})
			continue
		}
		if err != nil {
			return err
		}
		loaded = true
		if err := d.page(p.Page); err != nil {
			return err
		}
		if d.text > maxText || d.items > maxItems {
			return errTooLarge
		}
	}
	if !loaded {
		return fault.ErrPage
	}
	return nil
}

// known are the errors with which PDFium says what is wrong with a file; any other is a fault inside it.
var known = []error{fault.ErrSuccess, fault.ErrUnknown, fault.ErrFile, fault.ErrFormat, fault.ErrPassword, fault.ErrSecurity, fault.ErrPage, fault.ErrUnexpected}

func isKnown(err error) bool {
	for _, k := range known {
		if errors.Is(err, k) {
			return true
		}
	}
	return false
}

// explain gives the kind of an error of read, and whether the child should end after it.
func (d *document) explain(err error) (kind reader.Kind, last bool) {
	switch {
	case errors.Is(err, fault.ErrPassword), errors.Is(err, fault.ErrSecurity):
		return reader.Encrypted, false
	case errors.Is(err, errTooLarge):
		return reader.TooLarge, true
	case strings.Contains(err.Error(), "memory"), strings.Contains(err.Error(), "malloc"):
		return reader.TooLarge, true
	}
	return reader.Broken, !isKnown(err)
}

// page reads one page and closes it.
func (d *document) page(ref references.FPDF_PAGE) error {
	page := requests.Page{ByReference: &ref}
	box, err := d.pdf.FPDF_GetPageBoundingBox(&requests.FPDF_GetPageBoundingBox{Page: page})
	if err != nil {
		return fmt.Errorf("page %d: %w", len(d.pages)+1, err)
	}
	chars, err := d.chars(page)
	if err != nil {
		return fmt.Errorf("page %d: %w", len(d.pages)+1, err)
	}
	v := newView(float64(box.Rect.Left), float64(box.Rect.Bottom), float64(box.Rect.Right), float64(box.Rect.Top), chars)
	p := printout.Page{Width: grain(v.width), Height: grain(v.height), Runs: runs(chars, v), Oblique: oblique(chars, v)}
	if err := d.drawings(page, v, &p); err != nil {
		return fmt.Errorf("page %d: %w", len(d.pages)+1, err)
	}
	for _, r := range p.Runs {
		d.text += len(r.Text)
	}
	d.text += len(strings.Join(p.Oblique, ""))
	d.items += len(p.Runs) + len(p.Rules) + len(p.Oblique)
	d.pages = append(d.pages, p)
	_, err = d.pdf.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: ref})
	return err
}

// drawings finds rules and pictures.
func (d *document) drawings(page requests.Page, v view, p *printout.Page) error {
	count, err := d.pdf.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: page})
	if err != nil {
		return err
	}
	covered := 0.0
	for i := range count.Count {
		o, err := d.pdf.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: page, Index: i})
		if err != nil {
			return err
		}
		kind, err := d.pdf.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: o.PageObject})
		if err != nil {
			return err
		}
		picture := kind.Type == enums.FPDF_PAGEOBJ_IMAGE || kind.Type == enums.FPDF_PAGEOBJ_FORM && d.holdsPicture(o.PageObject, maxNesting)
		if !picture && kind.Type != enums.FPDF_PAGEOBJ_PATH {
			continue
		}
		b, err := d.pdf.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: o.PageObject})
		if err != nil {
			continue // an empty path has no bounds
		}
		r := v.rule(float64(b.Left), float64(b.Bottom), float64(b.Right), float64(b.Top))
		if picture {
			covered += max(0, r.Right-r.Left) * max(0, r.Bottom-r.Top)
			continue
		}
		p.Rules = append(p.Rules, rules(r)...)
		if len(p.Rules) > maxItems {
			return errTooLarge
		}
	}
	if area := v.width * v.height; area > 0 {
		p.Pictures = grain(min(1, covered/area))
	}
	return nil
}

// maxNesting is how deep a picture may lie in forms (groups of objects).
const maxNesting = 4

// holdsPicture reports whether a picture is among the first objects of a form.
func (d *document) holdsPicture(form references.FPDF_PAGEOBJECT, depth int) bool {
	count, err := d.pdf.FPDFFormObj_CountObjects(&requests.FPDFFormObj_CountObjects{PageObject: form})
	if err != nil || depth == 0 {
		return false
	}
	for i := range min(count.Count, 8) {
		o, err := d.pdf.FPDFFormObj_GetObject(&requests.FPDFFormObj_GetObject{PageObject: form, Index: uint64(i)})
		if err != nil {
			return false
		}
		kind, err := d.pdf.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: o.PageObject})
		if err != nil {
			return false
		}
		if kind.Type == enums.FPDF_PAGEOBJ_IMAGE || kind.Type == enums.FPDF_PAGEOBJ_FORM && d.holdsPicture(o.PageObject, depth-1) {
			return true
		}
	}
	return false
}

// The measures of rules, in points.
const (
	thin    = 3  // at most so thick
	longish = 5  // at least so long
	boxed   = 12 // a rectangle at least so wide and high may be a cell's frame
)

// rules gives the rules of a path by its bounds: itself where it is thin, its four sides where it is a rectangle.
func rules(r printout.Rule) []printout.Rule {
	w, h := r.Right-r.Left, r.Bottom-r.Top
	switch {
	case h <= thin && w >= longish, w <= thin && h >= longish:
		return []printout.Rule{r}
	case w >= boxed && h >= boxed:
		return []printout.Rule{
			{Left: r.Left, Top: r.Top, Right: r.Right, Bottom: r.Top},
			{Left: r.Left, Top: r.Bottom, Right: r.Right, Bottom: r.Bottom},
			{Left: r.Left, Top: r.Top, Right: r.Left, Bottom: r.Bottom},
			{Left: r.Right, Top: r.Top, Right: r.Right, Bottom: r.Bottom},
		}
	}
	return nil
}

// grain rounds a measure to 1/64 point, which gob writes in few bytes.
func grain(x float64) float64 {
	if math.IsNaN(x) || math.Abs(x) > 1e6 {
		return 0
	}
	return math.Round(x*64) / 64
}
