// Package sheet writes a workbook of one table row by row, in memory that does not
// grow with the rows. A text is always a text: none is ever taken for a formula, not
// even after somebody has edited its cell. It knows no list and no permission. Start
// with New.
package sheet

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// MostRows is how many rows a worksheet holds beside its head.
const MostRows = 1_048_575

// longest is how many characters a cell holds.
const longest = 32_767

// A Kind says what a cell holds.
type Kind uint8

// The kinds of cell.
const (
	Text   Kind = iota
	Number      // Value is a plain decimal
	Date        // Day is days since 1970-01-01
)

// A Cell is one value; the zero Cell is empty.
type Cell struct {
	Kind Kind
	Text string // of a Text, or the decimal of a Number; "" is empty
	Day  int64  // of a Date; 0 is empty
}

// A Column is a head with its width in characters.
type Column struct {
	Head  string
	Width int
}

// A Writer writes a workbook. Its errors are those of the writer below it.
type Writer struct {
	zip  *zip.Writer
	out  *bufio.Writer
	rows int
	err  error
}

const (
	spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relations   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packages    = "http://schemas.openxmlformats.org/package/2006/"
	kind        = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	head        = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
)

// The styles of cells, by their place in the style sheet.
const (
	styleText = iota + 1
	styleHead
	styleDate
	styleLiteral // a text that a spreadsheet would take for a formula once it is edited
)

const styles = head + `<styleSheet xmlns="` + spreadsheet + `"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts>` +
	`<fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>` +
	`<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE9EEF5"/></patternFill></fill></fills>` +
	`<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/>` +
	`<xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
	`<xf fontId="1" fillId="2" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>` +
	`<xf numFmtId="164" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf>` +
	`<xf quotePrefix="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>`

// New begins a workbook with one worksheet; name is the worksheet's.
func New(to io.Writer, name string, columns []Column) *Writer {
	w := &Writer{zip: zip.NewWriter(to)}
	w.file("[Content_Types].xml", head+`<Types xmlns="`+packages+`content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`+
		`<Override PartName="/xl/workbook.xml" ContentType="`+kind+`sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="`+kind+`worksheet+xml"/>`+
		`<Override PartName="/xl/styles.xml" ContentType="`+kind+`styles+xml"/></Types>`)
	w.file("_rels/.rels", head+`<Relationships xmlns="`+packages+`relationships"><Relationship Id="r1" Type="`+relations+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`)
	w.file("xl/_rels/workbook.xml.rels", head+`<Relationships xmlns="`+packages+`relationships"><Relationship Id="r1" Type="`+relations+`/worksheet" Target="worksheets/sheet1.xml"/>`+
		`<Relationship Id="r2" Type="`+relations+`/styles" Target="styles.xml"/></Relationships>`)
	w.file("xl/workbook.xml", head+`<workbook xmlns="`+spreadsheet+`" xmlns:r="`+relations+`"><sheets><sheet name="`+escaped(sheetName(name))+`" sheetId="1" r:id="r1"/></sheets></workbook>`)
	w.file("xl/styles.xml", styles)
	part, err := w.zip.Create("xl/worksheets/sheet1.xml")
	w.fail(err)
	if part == nil {
		part = io.Discard
	}
	w.out = bufio.NewWriter(part)
	w.print(head + `<worksheet xmlns="` + spreadsheet + `"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`)
	heads := make([]Cell, len(columns))
	for i, c := range columns {
		w.print(fmt.Sprintf(`<col min="%d" max="%d" width="%d" customWidth="1"/>`, i+1, i+1, max(c.Width, 6)))
		heads[i] = Cell{Text: c.Head}
	}
	w.print("</cols><sheetData>")
	w.row(heads, true)
	return w
}

// sheetName is a name as worksheets have them.
func sheetName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`\/?*[]:'`, r) {
			return -1
		}
		return r
	}, name)
	if r := []rune(name); len(r) > 31 {
		name = string(r[:31])
	}
	if name == "" {
		return "1"
	}
	return name
}

func (w *Writer) file(name, text string) {
	part, err := w.zip.Create(name)
	if err == nil {
		_, err = io.WriteString(part, text)
	}
	w.fail(err)
}

func (w *Writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

func (w *Writer) print(text string) {
	if w.err == nil {
		_, err := w.out.WriteString(text)
		w.fail(err)
	}
}

// Row adds a row. Rows beyond MostRows are an error, so that nobody takes a part for the whole.
func (w *Writer) Row(cells []Cell) error {
	if w.rows > MostRows {
		w.fail(fmt.Errorf("a worksheet holds %d rows", MostRows))
	}
	w.row(cells, false)
	return w.err
}

func (w *Writer) row(cells []Cell, isHead bool) {
	w.rows++
	w.print(fmt.Sprintf(`<row r="%d">`, w.rows))
	for i, c := range cells {
		at := fmt.Sprintf(`<c r="%s%d"`, letters(i), w.rows)
		switch {
		case c.Kind == Date && c.Day != 0:
			const excelDay = 25569 // 1970-01-01 as spreadsheets count days
			w.print(fmt.Sprintf(`%s s="%d"><v>%d</v></c>`, at, styleDate, c.Day+excelDay))
		case c.Kind == Number && c.Text != "":
			w.print(fmt.Sprintf(`%s s="%d"><v>%s</v></c>`, at, styleText, escaped(c.Text)))
		case c.Kind == Text && c.Text != "":
			style := styleText
			if isHead {
				style = styleHead
			} else if strings.ContainsRune("=+-@\t\r", rune(c.Text[0])) {
				style = styleLiteral
			}
			w.print(fmt.Sprintf(`%s s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, at, style, escaped(cut(c.Text))))
		}
	}
	w.print("</row>")
}

// cut is a text as long as a cell may be.
func cut(text string) string {
	if len(text) <= longest || utf8.RuneCountInString(text) <= longest {
		return text
	}
	return string([]rune(text)[:longest])
}

// letters is the name of a column, from 0.
func letters(n int) string {
	name := ""
	for n++; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}

func escaped(text string) string {
	var b strings.Builder
	// What XML does not take becomes U+FFFD; a strings.Builder takes everything.
	_ = xml.EscapeText(&b, []byte(text))
	return b.String()
}

// Close ends the workbook.
func (w *Writer) Close() error {
	w.print("</sheetData></worksheet>")
	w.fail(w.out.Flush())
	w.fail(w.zip.Close())
	return w.err
}
