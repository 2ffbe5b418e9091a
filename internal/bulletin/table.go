package bulletin

import "fmt"

// table writes a table as wide as the line: heads repeat, rows are not divided between pages.
func (l *layout) table(t Table) {
	if len(t.Columns) == 0 {
		return
	}
	if t.Caption != "" {
		l.paragraph("", `<w:keepNext/>`+centre, face(fontHei), t.Caption)
	}
	total := 0
	for _, c := range t.Columns {
		total += max(1, c.Width)
	}
	widths := make([]int, len(t.Columns))
	for i, c := range t.Columns {
		widths[i] = l.line * max(1, c.Width) / total
	}
	border := func(side string) string {
		return `<w:` + side + ` w:val="single" w:sz="4" w:space="0" w:color="auto"/>`
	}
	fmt.Fprintf(&l.body, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:tblBorders>%s%s%s%s%s%s</w:tblBorders><w:tblLayout w:type="fixed"/>`+
		`<w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`,
		l.line, border("top"), border("left"), border("bottom"), border("right"), border("insideH"), border("insideV"))
	for _, w := range widths {
		fmt.Fprintf(&l.body, `<w:gridCol w:w="%d"/>`, w)
	}
	l.body.WriteString("</w:tblGrid>")
	heads, isForm := make([]string, len(t.Columns)), true
	for i, c := range t.Columns {
		heads[i] = c.Head
		isForm = isForm && c.Head == ""
	}
	if !isForm {
		l.row(t, widths, heads, true, false)
	}
	for i, row := range t.Rows {
		l.row(t, widths, row, false, t.HasSum && i == len(t.Rows)-1)
	}
	l.body.WriteString("</w:tbl>")
	l.paragraph("", `<w:spacing w:line="120" w:lineRule="exact"/>`, "", "")
}

func (l *layout) row(t Table, widths []int, texts []string, isHead, isSum bool) {
	l.body.WriteString("<w:tr><w:trPr><w:cantSplit/>")
	if isHead {
		l.body.WriteString("<w:tblHeader/>")
	}
	l.body.WriteString("</w:trPr>")
	for i, c := range t.Columns {
		text, run, align := "", "", c.Align
		if i < len(texts) {
			text = texts[i]
		}
		if isHead {
			run, align = face(fontHei), Centre
		}
		if isSum {
			run = face(fontHei)
		}
		fmt.Fprintf(&l.body, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>`, widths[i])
		l.paragraph("cell", `<w:jc w:val="`+[...]string{Left: "left", Centre: "center", Right: "right"}[align]+`"/>`, run, text)
		l.body.WriteString("</w:tc>")
	}
	l.body.WriteString("</w:tr>")
}
