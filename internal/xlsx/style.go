package xlsx

import (
	"fmt"
	"slices"
	"strings"
)

// A Style is how a cell looks. The zero Style is that of an untouched cell.
type Style struct {
	Font       string  // "" for the default
	Size       float64 // in points; 0 for 11
	Color      string  // of the type, RRGGBB; "" for black
	Bold       bool
	Chinese    bool   // the font is of the character set GB 2312: where it is missing, another one of the set is taken
	Fill       string // of the ground, RRGGBB; "" for none
	Border     string // of thin lines around the cell, RRGGBB; "" for none
	Horizontal string // left, center or right; "" for what suits the content
	Vertical   string // top, center or bottom; "" for bottom
	Wrap       bool   // long texts go on in a further line
	Unlocked   bool   // can be written while the sheet is protected
	Format     int    // of numbers, one of those that are built in; [FormatText] keeps what is typed in as text
}

// FormatText is the number format “@”: what is typed into the cell stays text.
const FormatText = 49

// style is the number of a style in the book.
func (b *Book) style(s Style) int {
	if i := slices.Index(b.styles, s); i >= 0 {
		return i
	}
	b.styles = append(b.styles, s)
	return len(b.styles) - 1
}

// A list is elements that others refer to by number, each there once.
type list []string

func (l *list) number(element string) int {
	if i := slices.Index(*l, element); i >= 0 {
		return i
	}
	*l = append(*l, element)
	return len(*l) - 1
}

func (l list) write(b *strings.Builder, name string) {
	fmt.Fprintf(b, `<%s count="%d">%s</%[1]s>`, name, len(l), strings.Join(l, ""))
}

// styleSheet is the part of the styles.
func (b *Book) styleSheet() string {
	fonts, borders, formats := list{}, list{`<border><left/><right/><top/><bottom/><diagonal/></border>`}, list{}
	fills := list{`<fill><patternFill patternType="none"/></fill>`, `<fill><patternFill patternType="gray125"/></fill>`} // these two are asked for
	for _, s := range b.styles {
		font, fill, border := fonts.number(s.font()), 0, 0
		if s.Fill != "" {
			fill = fills.number(`<fill><patternFill patternType="solid"><fgColor rgb="FF` + s.Fill + `"/></patternFill></fill>`)
		}
		if s.Border != "" {
			line := ` style="thin"><color rgb="FF` + s.Border + `"/></`
			border = borders.number(`<border><left` + line + `left><right` + line + `right><top` + line + `top><bottom` + line + `bottom><diagonal/></border>`)
		}
		formats = append(formats, fmt.Sprintf(`<xf numFmtId="%d" fontId="%d" fillId="%d" borderId="%d" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1" applyProtection="1">%s</xf>`,
			s.Format, font, fill, border, s.inner()))
	}
	var t strings.Builder
	t.WriteString(header + `<styleSheet ` + main + `>`)
	fonts.write(&t, "fonts")
	fills.write(&t, "fills")
	borders.write(&t, "borders")
	t.WriteString(`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>`)
	formats.write(&t, "cellXfs")
	t.WriteString(`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>`)
	return t.String() + `</styleSheet>`
}

func (s Style) font() string {
	var b strings.Builder
	b.WriteString(`<font>`)
	if s.Bold {
		b.WriteString(`<b/>`)
	}
	size, name, color := s.Size, s.Font, s.Color
	if size == 0 {
		size = 11
	}
	if name == "" {
		name = "Calibri"
	}
	if color == "" {
		color = "000000"
	}
	fmt.Fprintf(&b, `<sz val="%g"/><color rgb="FF%s"/><name val="%s"/>`, size, color, Escape(name))
	if s.Chinese {
		b.WriteString(`<charset val="134"/>`)
	}
	return b.String() + `</font>`
}

// inner is what a style says beside its numbers.
func (s Style) inner() string {
	var b strings.Builder
	if s.Horizontal != "" || s.Vertical != "" || s.Wrap {
		b.WriteString(`<alignment`)
		for _, side := range [][2]string{{"horizontal", s.Horizontal}, {"vertical", s.Vertical}} {
			if side[1] != "" {
				fmt.Fprintf(&b, ` %s="%s"`, side[0], side[1])
			}
		}
		if s.Wrap {
			b.WriteString(` wrapText="1"`)
		}
		b.WriteString(`/>`)
	}
	if s.Unlocked {
		b.WriteString(`<protection locked="0"/>`)
	}
	return b.String()
}
