package reader

import (
	"archive/zip"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/reader/worksheet"
)

// The rows and columns that a sheet can have.
const (
	maxSheetRow    = 1 << 20
	maxSheetColumn = 1 << 14
)

// A sheetReader is a sheet while it is read.
type sheetReader struct {
	*workbook
	worksheet.Sheet
	row, col int // where the next row and the next cell stand if they do not say
	last     int // the last row that has any cell, from 1
	room     int // cells a program has to make for the sheet: each row up to its last one
}

// cells reads a sheet as it stands.
func (w *workbook) cells(part *zip.File) (*sheetReader, error) {
	s := &sheetReader{workbook: w}
	s.Ruled = make(map[int]bool)
	return s, walk(part, "s:worksheet", []string{"s:cols", "s:sheetData", "s:mergeCells"}, s.element)
}

// readSheet reads a sheet and lays it out.
func (w *workbook) readSheet(part *zip.File) ([]block, error) {
	s, err := w.cells(part)
	if err != nil {
		return nil, err
	}
	laid, hidden, err := s.Blocks()
	if errors.Is(err, worksheet.ErrTooLarge) {
		return nil, errTooLarge
	}
	if err != nil {
		return nil, err
	}
	w.hidden.Rows += hidden.Rows
	w.hidden.Columns += hidden.Columns
	blocks := make([]block, len(laid))
	for i, b := range laid {
		blocks[i] = block{text: b.Paragraph}
		if b.Table != nil {
			blocks[i] = block{grid: gridOf(b.Table)}
		}
	}
	return blocks, nil
}

func gridOf(table []worksheet.Placed) *grid {
	g := &grid{cells: make([]gridCell, len(table))}
	for i, c := range table {
		g.cells[i] = gridCell{row: c.Row, col: c.Col, rowSpan: c.RowSpan, colSpan: c.ColSpan}
		if c.Text != "" {
			g.cells[i].blocks = []block{{text: c.Text}}
		}
	}
	return g
}

// element reads a part of a sheet: columns come before rows, merged areas after them.
func (s *sheetReader) element(e *element) error {
	switch e.name {
	case "s:col":
		first, last := e.integer("min", 0)-1, e.integer("max", 0)-1
		if isTrue(e.attribute("hidden")) && first >= 0 && first <= last {
			s.HiddenColumns = append(s.HiddenColumns, worksheet.Span{First: first, Last: min(last, maxSheetColumn-1)})
		}
	case "s:row":
		return s.readRow(e)
	case "s:mergeCell":
		if a, ok := parseArea(e.attribute("ref")); ok {
			s.Merged = append(s.Merged, a)
		}
	}
	return nil
}

func (s *sheetReader) readRow(e *element) error {
	row := s.row
	if r := e.integer("r", 0); r > 0 && r <= maxSheetRow {
		row = r - 1
	}
	s.row, s.col = row+1, 0
	wide := 0
	defer func() { s.room += wide }()
	if isTrue(e.attribute("hidden")) {
		s.HiddenRows = append(s.HiddenRows, worksheet.Span{First: row, Last: row})
	}
	for _, c := range e.children {
		if c.name != "s:c" {
			continue
		}
		col := s.col
		if _, at, ok := parseReference(c.attribute("r")); ok {
			col = at
		}
		s.col = col + 1
		wide, s.last = max(wide, s.col), max(s.last, s.row)
		f := s.style(c)
		if f.ruled {
			s.Ruled[row] = true
		}
		text := strings.Trim(s.value(c, f.format), blanks+"\n\r")
		if text == "" {
			continue
		}
		if s.text += len(text); s.text > MaxText || len(s.Cells) >= worksheet.MaxCells {
			return errTooLarge
		}
		s.Cells = append(s.Cells, worksheet.Cell{Row: row, Col: col, Text: text, Stored: figure(c, f.format)})
	}
	return nil
}

// style is how a cell is printed.
func (s *sheetReader) style(c *element) cellFormat {
	if i := c.integer("s", 0); i >= 0 && i < len(s.styles) {
		return s.styles[i]
	}
	return cellFormat{}
}

// value is a cell's text as it is printed. An error (#N/A) is none.
func (s *sheetReader) value(c *element, f *worksheet.Format) string {
	v := c.child("s:v")
	if v == nil && c.child("s:f") != nil {
		s.unsaved++
		return ""
	}
	stored := ""
	if v != nil {
		stored = strings.TrimSpace(v.text)
	}
	switch c.attribute("t") {
	case "s":
		i, err := strconv.Atoi(stored)
		if err != nil || i < 0 || i >= len(s.strings) {
			return ""
		}
		return f.Text(s.strings[i])
	case "inlineStr":
		return f.Text(richText(c.child("s:is")))
	case "str":
		if v == nil {
			return ""
		}
		return f.Text(unescape(v.text))
	case "b":
		return map[string]string{"1": "TRUE", "0": "FALSE", "true": "TRUE", "false": "FALSE"}[stored]
	case "e":
		return ""
	case "d":
		return f.Date(stored)
	}
	if stored == "" {
		if c.child("s:f") != nil {
			s.unsaved++
		}
		return ""
	}
	if worksheet.LongNumber(stored) {
		s.long++
	}
	return f.Number(stored, s.since1904)
}

// figure is the number behind a cell, "" where there is none.
func figure(c *element, f *worksheet.Format) string {
	v := c.child("s:v")
	if t := c.attribute("t"); v == nil || t != "" && t != "n" {
		return ""
	}
	return f.Figure(strings.TrimSpace(v.text))
}

// richText is the text of a string with or without runs. How its characters are read aloud (rPh) is left out.
func richText(e *element) string {
	if e == nil {
		return ""
	}
	if len(e.children) == 1 && e.children[0].name == "s:t" {
		return unescape(e.children[0].text)
	}
	var b strings.Builder
	var last rune
	for _, c := range e.children {
		t := c
		if c.name == "s:r" {
			t = c.child("s:t")
		}
		if t == nil || t.name != "s:t" {
			continue
		}
		s := unescape(t.text)
		if c.child("s:rPr", "s:vertAlign").attribute("val") == "superscript" {
			if e, ok := quantity.Exponent(last, s); ok {
				s = e
			}
		}
		b.WriteString(s)
		if r, n := utf8.DecodeLastRuneInString(s); n > 0 {
			last = r
		}
	}
	return b.String()
}

// unescape reads the characters that XML can not hold, written as _x000D_.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || len(s) < i+7 {
			b.WriteString(s)
			return b.String()
		}
		code, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
		if err != nil || s[i+6] != '_' {
			b.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		b.WriteString(s[:i])
		b.WriteRune(rune(code)) // half a surrogate pair becomes U+FFFD
		s = s[i+7:]
	}
}

// parseReference reads the place of a cell, such as B12; row and col count from 0.
func parseReference(ref string) (row, col int, ok bool) {
	i := 0
	for i < len(ref) && i < 4 && ref[i]|0x20 >= 'a' && ref[i]|0x20 <= 'z' {
		col = col*26 + int(ref[i]|0x20-'a') + 1
		i++
	}
	row, err := strconv.Atoi(ref[i:])
	if err != nil || i == 0 || col > maxSheetColumn || row < 1 || row > maxSheetRow {
		return 0, 0, false
	}
	return row - 1, col - 1, true
}

// parseArea reads an area such as A1:G1.
func parseArea(ref string) (a worksheet.Area, ok bool) {
	from, to, _ := strings.Cut(ref, ":")
	top, left, ok := parseReference(from)
	if !ok {
		return a, false
	}
	bottom, right, ok := parseReference(to)
	if !ok || bottom < top || right < left {
		return a, false
	}
	return worksheet.Area{Top: top, Left: left, Bottom: bottom, Right: right}, true
}
