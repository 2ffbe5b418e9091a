// Package ofdtest writes OFD files (GB/T 33190-2016) for tests and samples: pages of
// placed lines and rules, in the different ways in which programs write them.
// It is for tests only and never part of the program; it knows nothing of how
// OFD is read. Start at [Letter] for a printed page's layout, or at [Write].
package ofdtest

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// A Document is one document of a file (DocBody).
type Document struct {
	Pages     []Page
	Templates []Page // pages name them by their place in the list
}

// A Page is a page or a template. Measures are in millimetres from its upper left corner.
type Page struct {
	Width, Height float64 // 0 for A4
	Lines         []Line
	Rules         []Rule
	HasPicture    bool   // whether a picture covers the page
	Templates     []int  // the templates under it
	Objects       string // more objects as XML; their names have the prefix "ofd:"
	Annotation    string // objects of a watermark annotation over the page, as XML
}

// A Line is words on one baseline.
type Line struct {
	Text  string
	X, Y  float64 // where the baseline starts
	Size  float64 // of the letters in points
	Pitch float64 // from one wide character to the next, 0 for the letters' own
	// Attributes are more attributes of its TextObject, such as Visible="false".
	Attributes string
}

// A Rule is a straight line.
type Rule struct{ X0, Y0, X1, Y1 float64 }

// Options are the ways in which programs write the same page. The zero value is the plainest.
type Options struct {
	Runs       bool // distances as run lengths: "g 5 3.2"
	Gaps       bool // no characters for blanks, only distances
	Glyphs     bool // a CGTransform beside every text
	Single     bool // every character in an object of its own
	Scaled     bool // objects in points, with a CTM that makes millimetres of them
	Turned     bool // pages on their side: everything turned by 90° clockwise
	Blocks     bool // objects in nested PageBlocks, lines in no order
	Composites bool // every line in a composite of the resources
	Unprefixed bool // the default namespace instead of "ofd:"
	Absolute   bool // locations from the root
	UpperCase  bool // members' names in capitals, locations not
}

// Millimetres in a point.
const point = 25.4 / 72

// Write writes documents as one OFD file. An error is one of w.
func Write(w io.Writer, o Options, documents ...Document) error {
	f := &file{zip: zip.NewWriter(w), options: o}
	var bodies strings.Builder
	for i := range documents {
		root := fmt.Sprintf("Doc_%d/Document.xml", i)
		fmt.Fprintf(&bodies, "<ofd:DocBody><ofd:DocInfo><ofd:DocID>%d</ofd:DocID></ofd:DocInfo><ofd:DocRoot>%s</ofd:DocRoot></ofd:DocBody>", i, f.location("", root))
	}
	f.member("OFD.xml", `<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.1" DocType="OFD">`+bodies.String()+"</ofd:OFD>")
	for i, d := range documents {
		f.document(fmt.Sprintf("Doc_%d/", i), d)
	}
	if f.err != nil {
		return f.err
	}
	return f.zip.Close()
}

// A file is one that is being written.
type file struct {
	zip     *zip.Writer
	options Options
	err     error // the first
	units   strings.Builder
	id      int
}

// member adds a member that holds XML.
func (f *file) member(name, content string) {
	if f.err != nil {
		return
	}
	if f.options.Unprefixed {
		content = strings.NewReplacer("<ofd:", "<", "</ofd:", "</", "xmlns:ofd=", "xmlns=").Replace(content)
	}
	if f.options.UpperCase {
		name = strings.ToUpper(name)
	}
	m, err := f.zip.Create(name)
	if err == nil {
		_, err = io.WriteString(m, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"+content)
	}
	f.err = err
}

// location is how a file in dir names a member of dir.
func (f *file) location(dir, name string) string {
	if f.options.Absolute {
		return "/" + dir + name
	}
	return name
}

func (f *file) document(dir string, d Document) {
	f.units.Reset()
	var common, pages, annotations strings.Builder
	for i, t := range d.Templates {
		name := fmt.Sprintf("Tpls/Tpl_%d/Content.xml", i)
		fmt.Fprintf(&common, `<ofd:TemplatePage ID="%d" BaseLoc="%s"/>`, 9000+i, f.location(dir, name))
		f.page(dir+name, t)
	}
	for i, p := range d.Pages {
		name := fmt.Sprintf("Pages/Page_%d/Content.xml", i)
		fmt.Fprintf(&pages, `<ofd:Page ID="%d" BaseLoc="%s"/>`, i+1, f.location(dir, name))
		f.page(dir+name, p)
		if p.Annotation != "" {
			name := fmt.Sprintf("Page_%d/Annotation.xml", i)
			fmt.Fprintf(&annotations, `<ofd:Page PageID="%d"><ofd:FileLoc>%s</ofd:FileLoc></ofd:Page>`, i+1, f.location(dir+"Annots/", name))
			f.member(dir+"Annots/"+name, `<ofd:PageAnnot xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Annot ID="1" Type="Watermark" Creator="ofdtest"><ofd:Appearance Boundary="0 0 210 297">`+
				p.Annotation+"</ofd:Appearance></ofd:Annot></ofd:PageAnnot>")
		}
	}
	list := ""
	if annotations.Len() > 0 {
		list = "<ofd:Annotations>" + f.location(dir, "Annots/Annotations.xml") + "</ofd:Annotations>"
		f.member(dir+"Annots/Annotations.xml", `<ofd:Annotations xmlns:ofd="http://www.ofdspec.org/2016">`+annotations.String()+"</ofd:Annotations>")
	}
	if f.options.Composites {
		fmt.Fprintf(&common, "<ofd:DocumentRes>%s</ofd:DocumentRes>", f.location(dir, "DocumentRes.xml"))
		f.member(dir+"DocumentRes.xml", `<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016" BaseLoc="Res"><ofd:CompositeGraphicUnits>`+f.units.String()+"</ofd:CompositeGraphicUnits></ofd:Res>")
	}
	f.member(dir+"Document.xml", `<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CommonData><ofd:MaxUnitID>9999</ofd:MaxUnitID>`+
		"<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"+common.String()+"</ofd:CommonData><ofd:Pages>"+pages.String()+"</ofd:Pages>"+list+"</ofd:Document>")
}

func (f *file) page(name string, p Page) {
	width, height := p.Width, p.Height
	if width == 0 {
		width, height = 210, 297
	}
	if f.options.Turned {
		width, height = height, width
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Area><ofd:PhysicalBox>0 0 %v %v</ofd:PhysicalBox></ofd:Area>`, width, height)
	for _, t := range p.Templates {
		fmt.Fprintf(&b, `<ofd:Template TemplateID="%d" ZOrder="Background"/>`, 9000+t)
	}
	b.WriteString(`<ofd:Content><ofd:Layer ID="1" Type="Body">`)
	if p.HasPicture {
		fmt.Fprintf(&b, `<ofd:ImageObject ID="2" ResourceID="3" Boundary="0 0 %v %v" CTM="%v 0 0 %v 0 0"/>`, width, height, width, height)
	}
	for _, r := range p.Rules {
		b.WriteString(f.rule(r, width))
	}
	objects := make([]string, 0, len(p.Lines))
	for _, l := range p.Lines {
		objects = append(objects, f.line(l, width))
	}
	if f.options.Blocks {
		for i := len(objects) - 1; i >= 0; i-- {
			fmt.Fprintf(&b, `<ofd:PageBlock ID="%d"><ofd:PageBlock ID="%d">%s</ofd:PageBlock></ofd:PageBlock>`, 5000+2*i, 5001+2*i, objects[i])
		}
	} else {
		b.WriteString(strings.Join(objects, "\n"))
	}
	b.WriteString(p.Objects + "</ofd:Layer></ofd:Content></ofd:Page>")
	f.member(name, b.String())
}

func (f *file) rule(r Rule, width float64) string {
	if f.options.Turned {
		r = Rule{width - r.Y0, r.X0, width - r.Y1, r.X1}
	}
	x, y := min(r.X0, r.X1), min(r.Y0, r.Y1)
	return fmt.Sprintf(`<ofd:PathObject ID="4" Boundary="%.3f %.3f %.3f %.3f" LineWidth="0.2"><ofd:AbbreviatedData>M %.3f %.3f L %.3f %.3f</ofd:AbbreviatedData></ofd:PathObject>`,
		x, y, max(r.X0, r.X1)-x+0.2, max(r.Y0, r.Y1)-y+0.2, r.X0-x, r.Y0-y, r.X1-x, r.Y1-y)
}

// line writes a line as one object, or as many.
func (f *file) line(l Line, width float64) string {
	text, distances := l.spread(f.options.Gaps)
	if !f.options.Single {
		return f.text(l, text, distances, width)
	}
	var b strings.Builder
	for i, r := range text {
		one := l
		b.WriteString(f.text(one, []rune{r}, nil, width))
		if i < len(distances) {
			l.X += distances[i]
		}
	}
	return b.String()
}

// spread gives a line's characters and the distances between them in millimetres.
func (l Line) spread(gaps bool) (text []rune, distances []float64) {
	pitch := l.Pitch
	if pitch == 0 {
		pitch = l.Size * point
	}
	at, last := 0.0, 0.0
	for _, r := range l.Text {
		if !gaps || r != ' ' && r != '　' {
			if len(text) > 0 {
				distances = append(distances, at-last)
			}
			text, last = append(text, r), at
		}
		at += pitch * columns(r)
	}
	return text, distances
}

// text writes a TextObject.
func (f *file) text(l Line, text []rune, distances []float64, width float64) string {
	f.id++
	unit, ctm := 1.0, ""
	switch {
	case f.options.Turned:
		l.X, l.Y = width-l.Y, l.X
		ctm = ` CTM="0 1 -1 0 0 0"`
	case f.options.Scaled:
		unit, ctm = 1/point, fmt.Sprintf(` CTM="%.6f 0 0 %.6f 0 0"`, point, point)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<ofd:TextObject ID="%d" Font="3" Size="%.4f" Boundary="%.4f %.4f %.4f %.4f"%s %s>`, 100+f.id, l.Size*point*unit,
		l.X, l.Y-4, float64(len(text))*l.Size*point, l.Size*point, ctm, l.Attributes)
	if f.options.Glyphs {
		fmt.Fprintf(&b, `<ofd:CGTransform CodePosition="0" CodeCount="%d" GlyphCount="%d"><ofd:Glyphs>%s</ofd:Glyphs></ofd:CGTransform>`, len(text), len(text), strings.Repeat("17 ", len(text)))
	}
	x, y := 0.0, 4*unit
	if f.options.Turned {
		x, y = 4, 0 // the way back from the Boundary's corner
	}
	fmt.Fprintf(&b, `<ofd:TextCode X="%.4f" Y="%.4f"`, x, y)
	if len(distances) > 0 {
		fmt.Fprintf(&b, ` DeltaX="%s"`, f.deltas(distances, unit))
	}
	b.WriteString(">")
	_ = xml.EscapeText(&b, []byte(string(text))) // a builder takes everything
	b.WriteString("</ofd:TextCode></ofd:TextObject>")
	if !f.options.Composites {
		return b.String()
	}
	fmt.Fprintf(&f.units, `<ofd:CompositeGraphicUnit ID="%d" Width="210" Height="297"><ofd:Content>%s</ofd:Content></ofd:CompositeGraphicUnit>`, 20000+f.id, b.String())
	return fmt.Sprintf(`<ofd:CompositeObject ID="%d" Boundary="0 0 210 297" ResourceID="%d"/>`, 40000+f.id, 20000+f.id)
}

// deltas writes distances, in units of which a millimetre holds so many.
func (f *file) deltas(distances []float64, unit float64) string {
	var fields []string
	for i := 0; i < len(distances); {
		n := 1
		for f.options.Runs && i+n < len(distances) && distances[i+n]-distances[i] < 1e-6 && distances[i]-distances[i+n] < 1e-6 {
			n++
		}
		if n > 1 {
			fields = append(fields, "g", fmt.Sprint(n))
		}
		fields = append(fields, fmt.Sprintf("%.4f", distances[i]*unit))
		i += n
	}
	return strings.Join(fields, " ")
}
