package bulletin

import (
	"fmt"
	"io"
	"strings"

	"github.com/wenxiao/wenxiao/period"
)

// A Ledger (台账) is a table for A3 paper on its side: heads repeat on every page, and it ends with a line for signatures.
type Ledger struct {
	Title   string
	Office  string // who keeps it
	AsOf    period.Date
	Columns []Column // Width is in characters
	Rows    [][]string
}

// The styles of cells, by their place in the style sheet.
const (
	cellTitle = iota + 1
	cellNote
	cellHead
	cellLeft // Left, Centre and Right follow one another as in Align
	cellCentre
	cellRight
	cellLiteral // as cellLeft, for what a spreadsheet would take for a formula
	cellSign
)

// WriteTo writes the ledger as an XLSX file and gives the number of its bytes. The only errors are those of out.
func (t Ledger) WriteTo(out io.Writer) (int64, error) {
	const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	const kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	return archive(out, []part{
		{name: "[Content_Types].xml", text: xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + kind + `sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + kind + `worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="` + kind + `styles+xml"/></Types>`},
		{name: "_rels/.rels", text: xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="` + relation + `officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{name: "xl/_rels/workbook.xml.rels", text: xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="` + relation + `worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="` + relation + `styles" Target="styles.xml"/></Relationships>`},
		{name: "xl/workbook.xml", text: xmlHead + `<workbook xmlns="` + main + `" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="台账" sheetId="1" r:id="r1"/></sheets>` +
			`<definedNames>` + fmt.Sprintf(`<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">台账!%s</definedName>`, t.filtered("$")) +
			`<definedName name="_xlnm.Print_Titles" localSheetId="0">台账!$3:$3</definedName></definedNames></workbook>`},
		{name: "xl/styles.xml", text: ledgerStyles(main)},
		{name: "xl/worksheets/sheet1.xml", text: t.sheet(main)},
	})
}

const headRow = 3

// filtered is the range of the heads and the rows, with a sign before each part of it.
func (t Ledger) filtered(sign string) string {
	return fmt.Sprintf("%[1]sA%[1]s%[2]d:%[1]s%[3]s%[1]s%[4]d", sign, headRow, columnName(len(t.Columns)), headRow+len(t.Rows))
}

// columnName is the letters of a column, from 1.
func columnName(n int) string {
	name := ""
	for ; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}

func (t Ledger) sheet(main string) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<worksheet xmlns="` + main + `"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
		fmt.Sprintf(`<sheetViews><sheetView workbookViewId="0"><pane ySplit="%d" topLeftCell="A%d" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="18"/><cols>`, headRow, headRow+1))
	for i, c := range t.Columns {
		fmt.Fprintf(&b, `<col min="%d" max="%d" width="%d" customWidth="1"/>`, i+1, i+1, max(1, c.Width))
	}
	b.WriteString("</cols><sheetData>")
	last := columnName(len(t.Columns))
	t.wide(&b, 1, cellTitle, 36, t.Title)
	t.wide(&b, 2, cellNote, 20, t.Office+"　　截至"+Day(t.AsOf))
	heads := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		heads[i] = c.Head
	}
	t.row(&b, headRow, heads, true)
	for i, row := range t.Rows {
		t.row(&b, headRow+1+i, row, false)
	}
	end := headRow + len(t.Rows) + 1
	t.wide(&b, end, cellSign, 42, "填报人（签字）：　　　　　　　　审核人（签字）：　　　　　　　　单位负责人（签字）：　　　　　　　　单位（盖章）　　　　　　　　年　　月　　日")
	fmt.Fprintf(&b, `</sheetData><autoFilter ref="%s"/><mergeCells count="3">`, t.filtered(""))
	for _, r := range []int{1, 2, end} {
		fmt.Fprintf(&b, `<mergeCell ref="A%d:%s%d"/>`, r, last, r)
	}
	b.WriteString(`</mergeCells><printOptions horizontalCentered="1"/><pageMargins left="0.59" right="0.59" top="0.71" bottom="0.71" header="0.35" footer="0.35"/>` +
		`<pageSetup paperSize="8" orientation="landscape" fitToWidth="1" fitToHeight="0"/><headerFooter><oddFooter>&amp;C第 &amp;P 页　共 &amp;N 页</oddFooter></headerFooter></worksheet>`)
	return b.String()
}

// wide writes a line of text that lies over all columns.
func (t Ledger) wide(b *strings.Builder, row, style, height int, text string) {
	fmt.Fprintf(b, `<row r="%d" ht="%d" customHeight="1">`, row, height)
	for i := range t.Columns {
		if i == 0 {
			inline(b, row, 1, style, text)
			continue
		}
		fmt.Fprintf(b, `<c r="%s%d" s="%d"/>`, columnName(i+1), row, style)
	}
	b.WriteString("</row>")
}

// row writes cells; how tall it is follows from the longest of them, because not every program finds that out by itself.
func (t Ledger) row(b *strings.Builder, row int, texts []string, isHead bool) {
	lines := 1
	for i, c := range t.Columns {
		if i < len(texts) {
			need := 0
			for line := range strings.SplitSeq(texts[i], "\n") {
				need += max(1, (halves(line)+max(1, c.Width)-1)/max(1, c.Width))
			}
			lines = max(lines, need)
		}
	}
	fmt.Fprintf(b, `<row r="%d" ht="%d" customHeight="1">`, row, min(409, 8+16*lines))
	for i, c := range t.Columns {
		text, style := "", cellHead
		if i < len(texts) {
			text = texts[i]
		}
		if !isHead {
			style = cellLeft + int(c.Align)
			if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
				style = cellLiteral
			}
		}
		inline(b, row, i+1, style, text)
	}
	b.WriteString("</row>")
}

// halves is how wide a text is, in halves of a Chinese character.
func halves(text string) int { return width(text) * 2 / charPitch }

func inline(b *strings.Builder, row, column, style int, text string) {
	fmt.Fprintf(b, `<c r="%s%d" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, columnName(column), row, style, escaped(text))
}

func ledgerStyles(main string) string {
	font := func(points int, name string) string {
		return fmt.Sprintf(`<font><sz val="%d"/><name val="%s"/><charset val="134"/></font>`, points, name)
	}
	const line = `style="thin"><color auto="1"/>`
	cell := func(font, border int, align string, literal bool) string {
		quote := ""
		if literal {
			quote = ` quotePrefix="1"`
		}
		return fmt.Sprintf(`<xf numFmtId="49" fontId="%d" fillId="0" borderId="%d" xfId="0" applyNumberFormat="1" applyFont="1" applyBorder="1" applyAlignment="1"%s><alignment horizontal="%s" vertical="center" wrapText="1"/></xf>`, font, border, quote, align)
	}
	return xmlHead + `<styleSheet xmlns="` + main + `"><fonts count="4">` + font(11, fontFang) + font(20, fontSong) + font(11, fontHei) + font(12, fontFang) + `</fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left ` + line + `</left><right ` + line + `</right><top ` + line + `</top><bottom ` + line + `</bottom><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="9"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
		cell(1, 0, "center", false) + cell(3, 0, "left", false) + cell(2, 1, "center", false) + cell(0, 1, "left", false) + cell(0, 1, "center", false) + cell(0, 1, "right", false) + cell(0, 1, "left", true) + cell(3, 0, "left", false) +
		`</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}

// A LedgerTask is one task as ledgers list it.
type LedgerTask struct {
	Number, Title, Document, Lead string
	Others                        int    // further units
	Light                         string // in words; empty where it may not be seen
	IsClosed                      bool
	Late, Submitted, Accepted     int // due items: late, waiting for review, accepted
	Next                          period.Date
}

// TaskLedger is the ledger of tasks, without anything about persons.
func TaskLedger(office string, asOf period.Date, tasks []LedgerTask) Ledger {
	l := Ledger{Title: "重点任务台账", Office: office, AsOf: asOf, Columns: []Column{
		{Head: "序号", Width: 6, Align: Centre}, {Head: "编号", Width: 14, Align: Centre}, {Head: "任务", Width: 70}, {Head: "依据文件", Width: 36}, {Head: "牵头单位", Width: 24},
		{Head: "亮灯", Width: 8, Align: Centre}, {Head: "状态", Width: 12, Align: Centre}, {Head: "逾期件数", Width: 9, Align: Right}, {Head: "已通过件数", Width: 9, Align: Right}, {Head: "下次应报", Width: 13, Align: Centre}}}
	for i, t := range tasks {
		lead, next := t.Lead, ""
		if t.Others > 0 {
			lead += fmt.Sprintf("等%d个单位", t.Others+1)
		}
		if t.Next != 0 {
			next = t.Next.String()
		}
		l.Rows = append(l.Rows, []string{fmt.Sprint(i + 1), t.Number, t.Title, t.Document, lead, t.Light, t.state(), fmt.Sprint(t.Late), fmt.Sprint(t.Accepted), next})
	}
	return l
}

func (t LedgerTask) state() string {
	switch {
	case t.IsClosed:
		return "已办结"
	case t.Late > 0:
		return "逾期"
	case t.Submitted > 0:
		return "待审核"
	}
	return "办理中"
}
