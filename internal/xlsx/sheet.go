package xlsx

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// A Sheet is a worksheet. Rows are written from top to bottom; the fields count until the workbook is written.
type Sheet struct {
	Columns                   []Column
	FrozenRows, FrozenColumns int   // that stay on the screen
	Filter                    Range // whose first row has the buttons of a filter
	Printed                   Range // the area that is printed; all where it is zero
	Repeated                  int   // the row that is printed on each page, from 1; 0 for none
	Page                      Page
	IsProtected               bool // without a password: cells that are not [Style.Unlocked] can not be written, but formatted, filtered and sorted

	name   string
	book   *Book
	rows   strings.Builder
	count  int
	merged strings.Builder
	links  strings.Builder
	merges int
}

// A Column is how wide a column is, in characters of the default type; the zero width is the usual.
type Column struct {
	Width    float64
	IsHidden bool
}

// A Page is how a sheet is printed: on A3, landscape, one page wide and as many as needed high.
type Page struct {
	IsA3    bool
	Margins [6]float64 // left, right, top, bottom, header, footer, in inches; zero for the usual
	Footer  string     // in the codes of spreadsheets: &P is the page's number
}

// A Range is a rectangle of cells. Rows and columns count from 1; the zero Range is none.
type Range struct{ FromRow, FromColumn, ToRow, ToColumn int }

// String is the range as formulas write it: A1:C3.
func (r Range) String() string {
	return Name(r.FromRow, r.FromColumn) + ":" + Name(r.ToRow, r.ToColumn)
}

func (r Range) absolute() string {
	return fmt.Sprintf("$%s$%d:$%s$%d", Letters(r.FromColumn), r.FromRow, Letters(r.ToColumn), r.ToRow)
}

// Name is a cell as formulas name it: row 2, column 3 is C2.
func Name(row, column int) string { return Letters(column) + strconv.Itoa(row) }

// Letters is the name of a column, from 1.
func Letters(column int) string {
	name := ""
	for n := column; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}

// The size of a worksheet.
const (
	MaxRows    = 1_048_576
	MaxColumns = 16_384
)

// ParseName reads what Name writes; ok is false for anything else, and beyond the size of a worksheet.
func ParseName(name string) (row, column int, ok bool) {
	i := 0
	for ; i < len(name) && i < 4 && 'A' <= name[i]&^0x20 && name[i]&^0x20 <= 'Z'; i++ {
		column = column*26 + int(name[i]&^0x20-'A') + 1
	}
	row, err := strconv.Atoi(name[i:])
	ok = err == nil && '0' <= name[i] && name[i] <= '9' && 1 <= row && row <= MaxRows && 1 <= column && column <= MaxColumns
	return row, column, ok
}

// ParseRange reads what a Range is written as; one cell is a range too.
func ParseRange(text string) (r Range, ok bool) {
	from, to, isLong := strings.Cut(text, ":")
	if !isLong {
		to = from
	}
	var okTo bool
	r.FromRow, r.FromColumn, ok = ParseName(from)
	r.ToRow, r.ToColumn, okTo = ParseName(to)
	return r, ok && okTo && r.FromRow <= r.ToRow && r.FromColumn <= r.ToColumn
}

// A Cell is what stands in a cell, and how. At most one of the three is given; without any the cell is empty.
type Cell struct {
	Text    string
	Number  string // in digits; no float touches it. What is none ([IsNumber]) becomes a text
	Formula string // without =
	Style   Style
}

// number is how XML writes numbers.
var number = regexp.MustCompile(`^-?\d+(\.\d+)?([eE][+-]?\d{1,3})?$`)

// IsNumber says whether a text is a number that a cell can hold: 12, -3.50, 1e6.
func IsNumber(text string) bool { return number.MatchString(text) }

// A Row is what is said of a row.
type Row struct {
	Height   float64 // in points; 0 for what the program finds right
	IsHidden bool
}

// Row writes the next row and gives its number, from 1.
func (s *Sheet) Row(r Row, cells ...Cell) int {
	s.count++
	fmt.Fprintf(&s.rows, `<row r="%d"`, s.count)
	if r.Height > 0 {
		fmt.Fprintf(&s.rows, ` ht="%g" customHeight="1"`, r.Height)
	}
	if r.IsHidden {
		s.rows.WriteString(` hidden="1"`)
	}
	s.rows.WriteString(`>`)
	for i, c := range cells {
		if c == (Cell{}) {
			continue
		}
		style := s.book.style(c.Style)
		fmt.Fprintf(&s.rows, `<c r="%s"`, Name(s.count, i+1))
		if style > 0 {
			fmt.Fprintf(&s.rows, ` s="%d"`, style)
		}
		text := c.Text
		if !IsNumber(c.Number) && text == "" {
			text = c.Number
		}
		switch {
		case text != "":
			s.rows.WriteString(` t="inlineStr"><is><t xml:space="preserve">` + Text(text) + `</t></is></c>`)
		case IsNumber(c.Number):
			s.rows.WriteString(`><v>` + Escape(c.Number) + `</v></c>`)
		case c.Formula != "":
			s.rows.WriteString(`><f>` + Escape(c.Formula) + `</f></c>`)
		default:
			s.rows.WriteString(`/>`)
		}
	}
	s.rows.WriteString(`</row>`)
	return s.count
}

// Rows is how many rows were written.
func (s *Sheet) Rows() int { return s.count }

// Merge joins cells to one, which shows what the first holds. Ranges must not overlap.
func (s *Sheet) Merge(r Range) {
	s.merges++
	fmt.Fprintf(&s.merged, `<mergeCell ref="%s"/>`, r)
}

// Link makes a cell lead to another sheet.
func (s *Sheet) Link(row, column int, sheet string) {
	fmt.Fprintf(&s.links, `<hyperlink ref="%s" location="%s!A1"/>`, Name(row, column), Escape(quoted(sheet)))
}

// worksheet is the part of the sheet.
func (s *Sheet) worksheet(isFirst bool) string {
	var b strings.Builder
	b.WriteString(header + `<worksheet ` + main + `>`)
	if s.Page.IsA3 {
		b.WriteString(`<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`)
	}
	s.view(&b, isFirst)
	if len(s.Columns) > 0 {
		b.WriteString(`<cols>`)
		for i, c := range s.Columns {
			if c == (Column{}) {
				continue
			}
			fmt.Fprintf(&b, `<col min="%d" max="%[1]d" width="%g" customWidth="1"`, i+1, c.Width)
			if c.IsHidden {
				b.WriteString(` hidden="1"`)
			}
			b.WriteString(`/>`)
		}
		b.WriteString(`</cols>`)
	}
	b.WriteString(`<sheetData>` + s.rows.String() + `</sheetData>`)
	if s.IsProtected {
		b.WriteString(`<sheetProtection sheet="1" objects="1" scenarios="1" formatCells="0" formatColumns="0" formatRows="0" sort="0" autoFilter="0"/>`)
	}
	if s.Filter != (Range{}) {
		fmt.Fprintf(&b, `<autoFilter ref="%s"/>`, s.Filter)
	}
	if s.merges > 0 {
		fmt.Fprintf(&b, `<mergeCells count="%d">%s</mergeCells>`, s.merges, s.merged.String())
	}
	if s.links.Len() > 0 {
		b.WriteString(`<hyperlinks>` + s.links.String() + `</hyperlinks>`)
	}
	s.print(&b)
	return b.String() + `</worksheet>`
}

func (s *Sheet) view(b *strings.Builder, isFirst bool) {
	b.WriteString(`<sheetViews><sheetView workbookViewId="0"`)
	if isFirst {
		b.WriteString(` tabSelected="1"`)
	}
	b.WriteString(`>`)
	if s.FrozenRows > 0 || s.FrozenColumns > 0 {
		b.WriteString(`<pane`)
		pane := "bottomLeft"
		if s.FrozenColumns > 0 {
			pane = "topRight"
			fmt.Fprintf(b, ` xSplit="%d"`, s.FrozenColumns)
		}
		if s.FrozenRows > 0 {
			if s.FrozenColumns > 0 {
				pane = "bottomRight"
			}
			fmt.Fprintf(b, ` ySplit="%d"`, s.FrozenRows)
		}
		fmt.Fprintf(b, ` topLeftCell="%s" activePane="%s" state="frozen"/>`, Name(s.FrozenRows+1, s.FrozenColumns+1), pane)
	}
	b.WriteString(`</sheetView></sheetViews>`)
}

// print writes how the sheet is printed.
func (s *Sheet) print(b *strings.Builder) {
	if m := s.Page.Margins; m != ([6]float64{}) {
		fmt.Fprintf(b, `<printOptions horizontalCentered="1"/><pageMargins left="%g" right="%g" top="%g" bottom="%g" header="%g" footer="%g"/>`, m[0], m[1], m[2], m[3], m[4], m[5])
	}
	if s.Page.IsA3 {
		b.WriteString(`<pageSetup paperSize="8" orientation="landscape" fitToWidth="1" fitToHeight="0"/>`)
	}
	if s.Page.Footer != "" {
		b.WriteString(`<headerFooter><oddFooter>` + Escape(s.Page.Footer) + `</oddFooter></headerFooter>`)
	}
}
