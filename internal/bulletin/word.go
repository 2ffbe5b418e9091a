package bulletin

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
)

// The page of GB/T 9704: A4, 37 mm above and 28 mm left of an area of 156 by 225 mm with 22 lines of 28 characters. In twips, a
// twentieth of a point.
const (
	pageWidth, pageHeight   = 11906, 16838
	marginTop, marginBottom = 2098, 1984 // 37 and 35 mm
	marginLeft, marginRight = 1587, 1474 // 28 and 26 mm
	textWidth               = pageWidth - marginLeft - marginRight
	linePitch               = 579  // 22 of them are 636.9 points, just below 225 mm
	charPitch               = 316  // a 28th of the line
	charSpace               = -5   // what a character of 16 points gives up for that; said of the text, because a grid of characters is drawn in many ways
	footerDistance          = 1304 // puts the page number 7 mm below the text
)

// The typefaces the standard asks for. They are named and never embedded: most are not ours to give away. Where one is missing the
// program that opens the file takes the first of its others that is there.
const (
	fontSong  = "方正小标宋简体" // titles
	fontHei   = "黑体"
	fontKai   = "楷体_GB2312"
	fontFang  = "仿宋_GB2312" // text
	fontPage  = "宋体"        // page numbers
	sizeTitle = 44          // 2号, in half points
	sizeText  = 32          // 3号
	sizeSmall = 28          // 4号
	sizeTable = 24          // 小四
	sizeCheck = 18          // 小五
)

var fonts = []struct{ name, others string }{
	{fontSong, "方正小标宋_GBK,小标宋体,华文中宋,STZhongsong,Noto Serif CJK SC,宋体"},
	{fontHei, "SimHei,方正黑体_GBK,Noto Sans CJK SC,微软雅黑"},
	{fontKai, "楷体,KaiTi,方正楷体_GBK,STKaiti,Noto Serif CJK SC"},
	{fontFang, "仿宋,FangSong,方正仿宋_GBK,STFangsong,Noto Serif CJK SC"},
	{fontPage, "SimSun,Noto Serif CJK SC"},
}

// A part is one file in a DOCX file.
type part struct{ name, kind, text string }

const (
	xmlHead  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainName = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	drawName = ` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"`
	relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	wordKind = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

// pack ends the document and writes its file.
func (l *layout) pack(out io.Writer) (int64, error) {
	parts := []part{
		{"word/document.xml", wordKind + "document.main+xml", xmlHead + "<w:document " + mainName + drawName + "><w:body>" + l.body.String() + "</w:body></w:document>"},
		{"word/styles.xml", wordKind + "styles+xml", styles()},
		{"word/settings.xml", wordKind + "settings+xml", settings},
		{"word/fontTable.xml", wordKind + "fontTable+xml", fontTable()},
		{"word/footer1.xml", wordKind + "footer+xml", footer("right")},
		{"word/footer2.xml", wordKind + "footer+xml", footer("left")},
	}
	var rels strings.Builder
	rels.WriteString(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	link := func(id, kind string, p part) {
		fmt.Fprintf(&rels, `<Relationship Id="%s" Type="%s%s" Target="%s"/>`, id, relation, kind, strings.TrimPrefix(p.name, "word/"))
	}
	for i, kind := range []string{"styles", "settings", "fontTable", "footer", "footer"} {
		link(fmt.Sprintf("r%d", i+1), kind, parts[i+1])
	}
	for i, chart := range l.charts {
		link(fmt.Sprintf("c%d", i+1), "chart", chart)
	}
	rels.WriteString("</Relationships>")
	parts = append(parts, l.charts...)
	var types strings.Builder
	types.WriteString(xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`)
	for _, p := range parts {
		fmt.Fprintf(&types, `<Override PartName="/%s" ContentType="%s"/>`, p.name, p.kind)
	}
	types.WriteString("</Types>")
	files := append([]part{
		{name: "[Content_Types].xml", text: types.String()},
		{name: "_rels/.rels", text: xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="` + relation + `officeDocument" Target="word/document.xml"/></Relationships>`},
		{name: "word/_rels/document.xml.rels", text: rels.String()},
	}, parts...)
	return archive(out, files)
}

// create begins a file in an archive. All are of one day, the first that archives know: none would be no date to some programs.
func create(z *zip.Writer, name string) (io.Writer, error) {
	return z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
}

// archive writes files as a ZIP archive.
func archive(out io.Writer, files []part) (int64, error) {
	c := &counter{w: out}
	z := zip.NewWriter(c)
	for _, f := range files {
		w, err := create(z, f.name)
		if err != nil {
			return c.n, err
		}
		if _, err := io.WriteString(w, f.text); err != nil {
			return c.n, err
		}
	}
	err := z.Close()
	return c.n, err
}

// A counter counts the bytes written through it.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// escaped is text as it stands in XML; what XML forbids is replaced.
func escaped(text string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		panic(err) // a buffer takes everything
	}
	return b.String()
}

// face names a typeface for every kind of character.
func face(name string) string {
	return `<w:rFonts w:ascii="` + name + `" w:hAnsi="` + name + `" w:eastAsia="` + name + `" w:cs="` + name + `" w:hint="eastAsia"/>`
}

// size is a size of type, in half points.
func size(half int) string { return fmt.Sprintf(`<w:sz w:val="%d"/><w:szCs w:val="%d"/>`, half, half) }

// spaced moves characters apart, in twips.
func spaced(by int) string { return fmt.Sprintf(`<w:spacing w:val="%d"/>`, by) }

const settings = xmlHead + `<w:settings ` + mainName + `><w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/>` +
	`<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`

func fontTable() string {
	var b strings.Builder
	b.WriteString(xmlHead + "<w:fonts " + mainName + ">")
	for _, f := range fonts {
		fmt.Fprintf(&b, `<w:font w:name="%s"><w:altName w:val="%s"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>`, f.name, f.others)
	}
	b.WriteString("</w:fonts>")
	return b.String()
}

// styles are few: whoever goes on in the file finds text, title, four levels of heading and tables.
func styles() string {
	var b strings.Builder
	b.WriteString(xmlHead + "<w:styles " + mainName + "><w:docDefaults><w:rPrDefault><w:rPr>" + face(fontFang) + spaced(charSpace) + size(sizeText) +
		`<w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>` +
		fmt.Sprintf(`<w:spacing w:before="0" w:after="0" w:line="%d" w:lineRule="exact"/>`, linePitch) + "</w:pPr></w:pPrDefault></w:docDefaults>")
	style := func(id, name, paragraph, run string) {
		based := ` w:default="1"`
		if id != "a" {
			based = ""
		}
		fmt.Fprintf(&b, `<w:style w:type="paragraph"%s w:styleId="%s"><w:name w:val="%s"/>`, based, id, name)
		if id != "a" {
			b.WriteString(`<w:basedOn w:val="a"/>`)
		}
		fmt.Fprintf(&b, `<w:qFormat/><w:pPr>%s</w:pPr><w:rPr>%s</w:rPr></w:style>`, paragraph, run)
	}
	indent := fmt.Sprintf(`<w:ind w:firstLine="%d" w:firstLineChars="200"/>`, 2*charPitch)
	style("a", "Normal", `<w:jc w:val="both"/>`, "")
	style("text", "公文正文", indent, "")
	style("title", "公文标题", `<w:snapToGrid w:val="0"/><w:spacing w:line="640" w:lineRule="exact"/><w:jc w:val="center"/>`, face(fontSong)+spaced(0)+size(sizeTitle))
	for i, f := range []string{fontHei, fontKai, fontFang, fontFang} {
		style(fmt.Sprintf("h%d", i+1), fmt.Sprintf("heading %d", i+1), `<w:keepNext/>`+indent+fmt.Sprintf(`<w:outlineLvl w:val="%d"/>`, i), face(f))
	}
	style("cell", "公文表格", `<w:snapToGrid w:val="0"/><w:spacing w:before="40" w:after="40" w:line="340" w:lineRule="atLeast"/><w:jc w:val="left"/>`, spaced(0)+size(sizeTable))
	b.WriteString("</w:styles>")
	return b.String()
}

// footer is the page number between two dashes, one character in from the edge.
func footer(side string) string {
	run := "<w:rPr>" + face(fontPage) + size(sizeSmall) + "</w:rPr>"
	field := func(kind string) string { return `<w:r>` + run + `<w:fldChar w:fldCharType="` + kind + `"/></w:r>` }
	return xmlHead + "<w:ftr " + mainName + `><w:p><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:line="240" w:lineRule="auto"/>` +
		fmt.Sprintf(`<w:ind w:%s="280"/>`, side) + `<w:jc w:val="` + side + `"/></w:pPr><w:r>` + run + `<w:t xml:space="preserve">— </w:t></w:r>` +
		field("begin") + `<w:r>` + run + `<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>` + field("separate") + `<w:r>` + run + `<w:t>1</w:t></w:r>` + field("end") +
		`<w:r>` + run + `<w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>`
}
