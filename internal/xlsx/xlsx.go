// Package xlsx writes workbooks: sheets with styles, heads that stay, filters and the set-up of a printed page. Sheets
// are kept in memory as XML until the workbook is written, and the same content makes the same bytes. It must not know
// what the cells mean. A text is always a text, whatever it begins with; only [Cell.Formula] is a formula.
//
// What programs insist on is the order of elements: that of ECMA-376, part 1, chapter 18. Start with [New].
package xlsx

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf16"
)

// A Book is a workbook in the making. Of the machine, the user and the hour nothing goes in.
type Book struct {
	Title, Description string
	Language           string // such as zh-CN
	Program            string // that made it
	sheets             []*Sheet
	styles             []Style
}

// New begins a workbook without sheets. It must have one when it is written.
func New() *Book { return &Book{styles: []Style{{}}} }

// Sheet adds a sheet. Its name must be legal, and no other's in capital or small letters.
func (b *Book) Sheet(name string) *Sheet {
	s := &Sheet{name: name, book: b}
	b.sheets = append(b.sheets, s)
	return s
}

// Names of parts and namespaces.
const (
	header    = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	main      = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packages  = "http://schemas.openxmlformats.org/package/2006/"
	kind      = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	noTime    = "2000-01-01T00:00:00Z" // when every workbook was made
)

// WriteTo writes the workbook as a ZIP archive. It gives the number of octets written, and the writer's error.
func (b *Book) WriteTo(out io.Writer) (int64, error) {
	counted := &counter{w: out}
	z := zip.NewWriter(counted)
	for _, part := range b.parts() {
		w, err := z.Create(part.name)
		if err != nil {
			return counted.n, err
		}
		if _, err := io.WriteString(w, part.text()); err != nil {
			return counted.n, err
		}
	}
	err := z.Close()
	return counted.n, err
}

type part struct {
	name string
	text func() string // made when it is written: sheets are large
}

func (b *Book) parts() []part {
	parts := []part{
		{"[Content_Types].xml", b.contentTypes},
		{"_rels/.rels", func() string {
			return relationships("officeDocument", "xl/workbook.xml", packages+"relationships/metadata/core-properties", "docProps/core.xml", "extended-properties", "docProps/app.xml")
		}},
		{"docProps/app.xml", func() string {
			return header + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>` + Escape(b.Program) + `</Application></Properties>`
		}},
		{"docProps/core.xml", b.core},
		{"xl/_rels/workbook.xml.rels", func() string {
			pairs := []string{"styles", "styles.xml"}
			for i := range b.sheets {
				pairs = append(pairs, "worksheet", fmt.Sprintf("worksheets/sheet%d.xml", i+1))
			}
			return relationships(pairs...)
		}},
		{"xl/styles.xml", b.styleSheet},
		{"xl/workbook.xml", b.workbook},
	}
	for i, s := range b.sheets {
		parts = append(parts, part{fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), func() string { return s.worksheet(i == 0) }})
	}
	return parts
}

// relationships is a part of relationships: types, the last word of them or whole, with their targets. The n-th is rIdN.
func relationships(pairs ...string) string {
	var b strings.Builder
	b.WriteString(header + `<Relationships xmlns="` + packages + `relationships">`)
	for i := 0; i < len(pairs); i += 2 {
		kind := pairs[i]
		if !strings.Contains(kind, "/") {
			kind = relations + "/" + kind
		}
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s" Target="%s"/>`, i/2+1, kind, pairs[i+1])
	}
	return b.String() + `</Relationships>`
}

func (b *Book) contentTypes() string {
	var t strings.Builder
	t.WriteString(header + `<Types xmlns="` + packages + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`)
	override := func(name, kind string) {
		fmt.Fprintf(&t, `<Override PartName="/%s" ContentType="%s"/>`, name, kind)
	}
	override("xl/workbook.xml", kind+"sheet.main+xml")
	override("xl/styles.xml", kind+"styles+xml")
	override("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")
	override("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml")
	for i := range b.sheets {
		override(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), kind+"worksheet+xml")
	}
	return t.String() + `</Types>`
}

func (b *Book) core() string {
	return header + `<cp:coreProperties xmlns:cp="` + packages + `metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + Escape(b.Title) + `</dc:title><dc:creator>` + Escape(b.Program) + `</dc:creator><dc:description>` + Escape(b.Description) + `</dc:description>` +
		`<cp:lastModifiedBy>` + Escape(b.Program) + `</cp:lastModifiedBy><dcterms:created xsi:type="dcterms:W3CDTF">` + noTime + `</dcterms:created>` +
		`<dcterms:modified xsi:type="dcterms:W3CDTF">` + noTime + `</dcterms:modified><dc:language>` + Escape(b.Language) + `</dc:language></cp:coreProperties>`
}

func (b *Book) workbook() string {
	var t, names strings.Builder
	t.WriteString(header + `<workbook ` + main + ` xmlns:r="` + relations + `"><bookViews><workbookView/></bookViews><sheets>`)
	for i, s := range b.sheets {
		fmt.Fprintf(&t, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, Escape(s.name), i+1, i+2)
		name := func(name, attributes, refersTo string) {
			fmt.Fprintf(&names, `<definedName name="_xlnm.%s" localSheetId="%d"%s>%s!%s</definedName>`, name, i, attributes, Escape(quoted(s.name)), refersTo)
		}
		if s.Filter != (Range{}) {
			name("_FilterDatabase", ` hidden="1"`, s.Filter.absolute())
		}
		if s.Printed != (Range{}) {
			name("Print_Area", "", s.Printed.absolute())
		}
		if s.Repeated > 0 {
			name("Print_Titles", "", fmt.Sprintf("$%d:$%[1]d", s.Repeated))
		}
	}
	t.WriteString(`</sheets>`)
	if names.Len() > 0 {
		t.WriteString(`<definedNames>` + names.String() + `</definedNames>`)
	}
	return t.String() + `</workbook>`
}

// quoted is the name of a sheet as formulas write it.
func quoted(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }

// A counter counts the octets written through it.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// maxText is how many characters, in UTF-16, a cell holds.
const maxText = 32_767

// codes are what spreadsheets take for a character's code in a text.
var codes = regexp.MustCompile(`_(x[0-9A-Fa-f]{4}_)`)

// Text is a text as the XML of a cell or a comment holds it, cut to what a cell can hold.
func Text(text string) string {
	if len(text) > maxText {
		n := maxText
		for i, r := range text {
			if n -= utf16.RuneLen(r); n < 0 {
				text = text[:i]
				break
			}
		}
	}
	return Escape(codes.ReplaceAllString(text, "_x005F_$1"))
}

// Escape is a text as XML holds it. What XML does not take becomes U+FFFD.
func Escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a strings.Builder takes everything
	return b.String()
}
