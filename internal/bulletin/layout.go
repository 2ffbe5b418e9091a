package bulletin

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/period"
	"github.com/wenxiao/wenxiao/zh"
)

// A layout collects a document's body, from top to bottom.
type layout struct {
	body   strings.Builder
	charts []part
	line   int // the width of a line, in twips
}

func newLayout() *layout { return &layout{line: textWidth} }

// red is the colour of the head.
const red = `<w:color w:val="FF0000"/>`

// paragraph writes one paragraph: its style, further properties of it, and of its text.
func (l *layout) paragraph(style, properties, run, text string) {
	l.body.WriteString("<w:p><w:pPr>")
	if style != "" {
		l.body.WriteString(`<w:pStyle w:val="` + style + `"/>`)
	}
	l.body.WriteString(properties + "</w:pPr>")
	l.run(run, text)
	l.body.WriteString("</w:p>")
}

// run writes text; line breaks in it are kept.
func (l *layout) run(properties, text string) {
	for i, line := range strings.Split(text, "\n") {
		l.body.WriteString("<w:r>")
		if properties != "" {
			l.body.WriteString("<w:rPr>" + properties + "</w:rPr>")
		}
		if i > 0 {
			l.body.WriteString("<w:br/>")
		}
		l.body.WriteString(`<w:t xml:space="preserve">` + escaped(line) + "</w:t></w:r>")
	}
}

func (l *layout) blank(lines int) {
	for range lines {
		l.paragraph("", "", "", "")
	}
}

const centre = `<w:jc w:val="center"/>`

func (l *layout) official(o Official) {
	if o.Mark != "" {
		l.head(o)
		l.blank(2)
	}
	if o.Title != "" {
		l.paragraph("title", "", "", o.Title)
		l.blank(1)
	}
	if o.Addressee != "" {
		l.paragraph("", "", "", o.AddresseeLine())
	}
	l.blocks(o.Body)
	l.list(o.Attachments)
	l.sign(o)
	for i, a := range o.Attachments {
		l.attachment(a, o.Attachments, i)
	}
	l.foot(o)
	l.body.WriteString(section(hasLandscapeEnd(o.Attachments), false))
}

// head is the red head: three lines for marks at the left, the issuer's mark 35 mm below the top of the text, the number, the rule.
func (l *layout) head(o Official) {
	l.paragraph("", "", face(fontHei), o.Draft)
	l.paragraph("", "", face(fontHei), o.Urgency)
	l.blank(1)
	l.paragraph("", `<w:snapToGrid w:val="0"/><w:spacing w:before="240" w:line="240" w:lineRule="auto"/>`+centre, face(fontSong)+red+spaced(0)+size(markSize(o.Mark)), o.Mark)
	l.blank(2)
	rule := `<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="FF0000"/></w:pBdr>`
	if o.Signer == "" {
		l.paragraph("", rule+centre, "", o.Number)
		return
	}
	l.body.WriteString("<w:p><w:pPr>" + rule + fmt.Sprintf(`<w:tabs><w:tab w:val="right" w:pos="%d"/></w:tabs><w:ind w:left="%d" w:right="%d"/>`, textWidth-charPitch, charPitch, charPitch) + "</w:pPr>")
	l.run("", o.Number)
	l.body.WriteString("<w:r><w:tab/></w:r>")
	l.run("", "签发人：")
	l.run(face(fontKai), o.Signer)
	l.body.WriteString("</w:p>")
}

// markSize is as large as the mark can be on one line, in half points.
func markSize(mark string) int {
	const most = 120
	return max(sizeText, min(most, 2*430/max(1, utf8.RuneCountInString(mark))))
}

func (l *layout) blocks(list []Block) {
	for _, b := range Labelled(list) {
		switch b := b.(type) {
		case Heading:
			l.paragraph(fmt.Sprintf("h%d", b.Level), "", "", b.Text)
		case Paragraph:
			for _, line := range b.Lines() {
				if b.IsCentre {
					l.paragraph("", centre, "", line)
					continue
				}
				l.paragraph("text", "", "", line)
			}
		case Table:
			l.table(b)
		case Chart:
			l.chart(b)
		}
	}
}

// levels of heading there are.
const levels = 4

// Labelled gives a body with its headings numbered: 一、 then （一） then 1. then （1）.
func Labelled(body []Block) []Block {
	labelled := make([]Block, len(body))
	var counted [levels]int
	for i, b := range body {
		labelled[i] = b
		h, ok := b.(Heading)
		if !ok {
			continue
		}
		h.Level = min(max(h.Level, 1), levels)
		counted[h.Level-1]++
		clear(counted[h.Level:])
		n := counted[h.Level-1]
		h.Text = [...]string{zh.Numeral(n) + "、", "（" + zh.Numeral(n) + "）", fmt.Sprintf("%d.", n), fmt.Sprintf("（%d）", n)}[h.Level-1] + h.Text
		labelled[i] = h
	}
	return labelled
}

// list is the note of what is attached, one line below the text.
func (l *layout) list(attachments []Attachment) {
	if len(attachments) == 0 {
		return
	}
	l.blank(1)
	for _, line := range attached(attachments) {
		l.paragraph("text", "", "", line)
	}
}

// sign is the signature over the date, as it stands where a seal goes on it: the date four characters from the right.
func (l *layout) sign(o Official) {
	if o.Signature == "" && o.Date == 0 {
		return
	}
	date := ""
	if o.Date != 0 {
		date = Day(o.Date)
	}
	l.blank(2) // for the seal
	const fromRight = 4 * charPitch
	if o.Signature != "" {
		l.paragraph("", fmt.Sprintf(`<w:keepNext/><w:ind w:right="%d"/><w:jc w:val="right"/>`, max(0, fromRight+(width(date)-width(o.Signature))/2)), "", o.Signature)
	}
	if date != "" {
		l.paragraph("", fmt.Sprintf(`<w:ind w:right="%d"/><w:jc w:val="right"/>`, fromRight), "", date)
	}
	if o.Note != "" {
		l.paragraph("text", "", "", "（"+o.Note+"）")
	}
}

// width is how wide a line of text is, in twips.
func width(text string) int {
	halves := 0
	for _, r := range text {
		halves++
		if r >= 0x2000 {
			halves++
		}
	}
	return halves * charPitch / 2
}

// attachment begins a page, in a section of its own where that lies on its side.
func (l *layout) attachment(a Attachment, all []Attachment, i int) {
	before := i > 0 && all[i-1].IsLandscape
	page := `<w:pageBreakBefore/>`
	if before != a.IsLandscape {
		l.body.WriteString("<w:p><w:pPr>" + section(before, true) + "</w:pPr></w:p>")
		page = ""
	}
	l.paragraph("", page, face(fontHei), attachmentLabel(all, i))
	l.blank(1)
	l.paragraph("title", "", "", a.Name)
	l.blank(1)
	l.line = textWidth
	if a.IsLandscape {
		l.line = pageHeight - marginTop - marginBottom
	}
	l.blocks(a.Body)
}

func hasLandscapeEnd(all []Attachment) bool { return len(all) > 0 && all[len(all)-1].IsLandscape }

// section says how the pages before it are laid out.
func section(isLandscape, isBreak bool) string {
	kind := ""
	if isBreak {
		kind = `<w:type w:val="nextPage"/>`
	}
	w, h, orient := pageWidth, pageHeight, ""
	top, right, bottom, left := marginTop, marginRight, marginBottom, marginLeft
	if isLandscape { // turned to the left: what was the top is at the left
		w, h, orient = h, w, ` w:orient="landscape"`
		top, right, bottom, left = left, top, right, bottom
	}
	// The type stands after the footers: that is the order of the schema.
	return fmt.Sprintf(`<w:sectPr><w:footerReference w:type="default" r:id="r4"/><w:footerReference w:type="even" r:id="r5"/>%s`+
		`<w:pgSz w:w="%d" w:h="%d"%s/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="851" w:footer="%d" w:gutter="0"/>`+
		`<w:docGrid w:type="lines" w:linePitch="%d"/></w:sectPr>`, kind, w, h, orient, top, right, bottom, left, footerDistance, linePitch)
}

// foot is 版记: who gets a copy, who printed it and when, between rules at the foot of the last page.
func (l *layout) foot(o Official) {
	if o.Copies == "" && o.Printer == "" && len(o.Checks) == 0 {
		return
	}
	rule := func(side string, eighths int) string {
		return fmt.Sprintf(`<w:%s w:val="single" w:sz="%d" w:space="0" w:color="auto"/>`, side, eighths)
	}
	const thick, thin = 8, 6 // 0.35 and 0.25 mm, in eighths of a point
	l.body.WriteString(fmt.Sprintf(`<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" w:horzAnchor="margin" w:tblpXSpec="left" w:tblpYSpec="bottom"/><w:tblW w:w="%d" w:type="dxa"/>`, l.line) +
		`<w:tblBorders>` + rule("top", thick) + rule("bottom", thick) + rule("insideH", thin) + `</w:tblBorders><w:tblLayout w:type="fixed"/>` +
		fmt.Sprintf(`<w:tblCellMar><w:left w:w="280" w:type="dxa"/><w:right w:w="280" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="%d"/></w:tblGrid>`, l.line))
	const spacing = `<w:snapToGrid w:val="0"/><w:spacing w:line="500" w:lineRule="exact"/>`
	if o.Copies != "" {
		l.footRow(spacing+`<w:ind w:left="840" w:hanging="840"/>`, sizeSmall, o.CopiesLine(), "")
	}
	if o.Printer != "" {
		l.footRow(fmt.Sprintf(`<w:tabs><w:tab w:val="right" w:pos="%d"/></w:tabs>`, l.line-560)+spacing, sizeSmall, o.Printer, o.PrintedLine())
	}
	for _, check := range o.Checks {
		l.footRow(`<w:snapToGrid w:val="0"/><w:spacing w:line="280" w:lineRule="exact"/>`, sizeCheck, check, "")
	}
	l.body.WriteString("</w:tbl>")
	l.paragraph("", `<w:spacing w:line="20" w:lineRule="exact"/>`, size(2), "")
}

// footRow is a line of 版记, with something at its right end.
func (l *layout) footRow(properties string, half int, left, right string) {
	fmt.Fprintf(&l.body, `<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr><w:p><w:pPr>%s</w:pPr>`, l.line, properties)
	l.run(size(half), left)
	if right != "" {
		l.body.WriteString("<w:r><w:tab/></w:r>")
		l.run(size(half), right)
	}
	l.body.WriteString("</w:p></w:tc></w:tr>")
}

// Day writes a date as official documents do: 2026年11月5日.
func Day(d period.Date) string { return fmt.Sprintf("%d年%d月%d日", d.Year(), d.Month(), d.Day()) }
