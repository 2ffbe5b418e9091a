package reader

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	transitional = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	strict       = "http://purl.oclc.org/ooxml/wordprocessingml/main"
)

// pack writes a zip file with these members.
func pack(t testing.TB, members map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(members)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(members[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// part wraps the inside of a part in its root element.
func part(root, namespace, inside string) string {
	return fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:%s xmlns:w=%q xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="urn:wps" xmlns:v="urn:v" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">%s</w:%[1]s>`, root, namespace, inside)
}

// docx makes a document of a body, styles and numbering.
func docx(t testing.TB, body, styles, numbering string) []byte {
	return pack(t, map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"word/document.xml":   part("document", transitional, "<w:body>"+body+"</w:body>"),
		"word/styles.xml":     part("styles", transitional, styles),
		"word/numbering.xml":  part("numbering", transitional, numbering),
	})
}

func para(text string) string { return paraWith("", text) }

func paraWith(pr, text string) string {
	return "<w:p><w:pPr>" + pr + "</w:pPr><w:r><w:t>" + text + "</w:t></w:r></w:p>"
}

func inList(id, level int, text string) string {
	return paraWith(fmt.Sprintf(`<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, level, id), text)
}

func lvl(i int, format, text, more string) string {
	return fmt.Sprintf(`<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/>%s<w:lvlText w:val="%s"/></w:lvl>`, i, format, more, text)
}

func abstract(id int, inside string) string {
	return fmt.Sprintf(`<w:abstractNum w:abstractNumId="%d">%s</w:abstractNum>`, id, inside)
}

func num(id, abstract int, inside string) string {
	return fmt.Sprintf(`<w:num w:numId="%d"><w:abstractNumId w:val="%d"/>%s</w:num>`, id, abstract, inside)
}

// official is the usual list of an official document in five levels.
var official = abstract(0, lvl(0, "chineseCounting", "%1、", "")+lvl(1, "chineseCounting", "（%2）", "")+
	lvl(2, "decimal", "%3.", "")+lvl(3, "decimal", "(%4)", "")+lvl(4, "decimalEnclosedCircle", "%5", ""))

func TestDOCX_Numbering(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, body, styles, numbering, want string }{
		{"levels of an official document",
			inList(1, 0, "总体要求") + inList(1, 1, "目标") + inList(1, 2, "甲") + inList(1, 3, "乙") + inList(1, 4, "丙") + inList(1, 1, "原则") + inList(1, 2, "丁") + inList(1, 0, "任务") + inList(1, 1, "戊"),
			"", official + num(1, 0, ""),
			"一、总体要求\n（一）目标\n1. 甲\n(1)乙\n①丙\n（二）原则\n1. 丁\n二、任务\n（一）戊\n"},
		{"lists of one definition continue, an override starts anew once",
			inList(1, 0, "a") + inList(2, 0, "b") + inList(3, 0, "c") + inList(3, 0, "d") + inList(2, 0, "e"), "",
			official + num(1, 0, "") + num(2, 0, "") + num(3, 0, `<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>`),
			"一、a\n二、b\n一、c\n二、d\n三、e\n"},
		{"a level of one's own",
			inList(1, 0, "a") + inList(1, 0, "b"), "",
			official + num(1, 0, `<w:lvlOverride w:ilvl="0">`+lvl(0, "ideographTraditional", "%1）", "")+`</w:lvlOverride>`),
			"甲）a\n乙）b\n"},
		{"articles", inList(1, 0, "总则") + inList(1, 0, "附则"), "",
			abstract(0, lvl(0, "chineseCountingThousand", "第%1条", "")) + num(1, 0, ""), "第一条 总则\n第二条 附则\n"},
		{"legal numbers", inList(1, 0, "a") + inList(1, 1, "b") + inList(1, 2, "c"), "",
			abstract(0, lvl(0, "chineseCounting", "第%1章", "")+lvl(1, "decimal", "%1.%2", "<w:isLgl/>")+lvl(2, "upperRoman", "%1-%2-%3", "")) + num(1, 0, ""),
			"第一章 a\n1.1 b\n一-1-I c\n"},
		{"suffixes", inList(1, 0, "a") + inList(1, 1, "b"), "",
			abstract(0, lvl(0, "decimal", "%1.", `<w:suff w:val="nothing"/>`)+lvl(1, "decimalFullWidth", "%2、", `<w:suff w:val="space"/>`)) + num(1, 0, ""), "1.a\n１、 b\n"},
		{"bullets and none", inList(1, 0, "a") + inList(1, 1, "b") + inList(1, 2, "c"), "",
			abstract(0, lvl(0, "bullet", "\uf06c", "")+lvl(1, "bullet", "——", "")+lvl(2, "none", "%3", "")) + num(1, 0, ""), "a\n—— b\nc\n"},
		{"restart never", inList(1, 0, "a") + inList(1, 1, "b") + inList(1, 0, "c") + inList(1, 1, "d"), "",
			abstract(0, lvl(0, "decimal", "%1、", "")+lvl(1, "decimal", "%2）", `<w:lvlRestart w:val="0"/>`)) + num(1, 0, ""), "1、a\n1）b\n2、c\n2）d\n"},
		{"through styles and what they are based on",
			paraWith(`<w:pStyle w:val="h1"/>`, "a") + paraWith(`<w:pStyle w:val="h2"/>`, "b") + paraWith(`<w:pStyle w:val="h2x"/>`, "c") + paraWith(`<w:pStyle w:val="h1"/><w:numPr><w:numId w:val="0"/></w:numPr>`, "d") + paraWith(`<w:pStyle w:val="h1"/>`, "e"),
			`<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>` +
				`<w:style w:type="paragraph" w:styleId="h2"><w:basedOn w:val="h1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>` +
				`<w:style w:type="paragraph" w:styleId="h2x"><w:basedOn w:val="h2"/></w:style>`,
			abstract(0, lvl(0, "chineseCounting", "%1、", `<w:pStyle w:val="h1"/>`)+lvl(1, "chineseCounting", "（%2）", `<w:pStyle w:val="h2"/>`)) + num(1, 0, ""),
			"一、a\n（一）b\n（二）c\nd\n二、e\n"},
		{"through a numbering style", inList(2, 0, "a"),
			`<w:style w:type="numbering" w:styleId="ns"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>`,
			official + abstract(1, `<w:numStyleLink w:val="ns"/>`) + num(1, 0, "") + num(2, 1, ""), "一、a\n"},
		{"an empty paragraph counts", inList(1, 0, "a") + inList(1, 0, "") + inList(1, 0, "b"), "", official + num(1, 0, ""), "一、a\n三、b\n"},
		{"an unknown format", inList(1, 0, "a"), "", abstract(0, lvl(0, "hebrew1", "%1、", "")) + num(1, 0, ""), "1、a\n-- R105 hebrew1\n"},
		{"a custom format", inList(1, 0, "a"), "",
			abstract(0, `<w:lvl w:ilvl="0"><w:start w:val="7"/><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1"/></w:lvl>`) + num(1, 0, ""), "007 a\n"},
		{"styles in a circle", paraWith(`<w:pStyle w:val="a"/>`, "x"), `<w:style w:styleId="a"><w:basedOn w:val="b"/></w:style><w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>`, "", "x\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			text, ds := read(t, "a.docx", docx(t, c.body, c.styles, c.numbering))
			if diff := cmp.Diff(c.want, describe(text, ds)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func run(inside string) string { return "<w:r>" + inside + "</w:r>" }
func words(s string) string    { return run(`<w:t xml:space="preserve">` + s + `</w:t>`) }

func TestDOCX_Paragraphs(t *testing.T) {
	t.Parallel()
	box := func(s string) string { return "<w:txbxContent>" + para(s) + "</w:txbxContent>" }
	for _, c := range []struct{ name, body, want string }{
		{"runs make words", "<w:p>" + words("推") + words("动 ") + words("A") + "</w:p>", "推动 A\n"},
		{"tabs, breaks and hyphens", "<w:p>" + run(`<w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t><w:noBreakHyphen/><w:t>e</w:t><w:br w:type="page"/><w:t>f</w:t><w:sym w:font="Wingdings" w:char="F0FC"/>`) + "</w:p>", "a\tb\nc\nd-e\nf\n"},
		{"revisions are accepted", "<w:p><w:ins>" + words("新") + "</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:moveFrom>" + words("去") + "</w:moveFrom><w:moveTo>" + words("来") + "</w:moveTo></w:p>", "新来\n-- R104 3\n"},
		{"a deleted mark joins paragraphs", "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + words("上") + "</w:p>" + para("下") + para("终"), "上下\n终\n-- R104 1\n"},
		{"hidden words", "<w:p>" + words("见") + run(`<w:rPr><w:vanish/></w:rPr><w:t>隐</w:t>`) + run(`<w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t>`) + "</w:p>", "见显\n"},
		{"field codes go, results stay", "<w:p>" + run(`<w:fldChar w:fldCharType="begin"/>`) + run(`<w:instrText>REF x</w:instrText>`) + run(`<w:fldChar w:fldCharType="separate"/>`) + words("图1") + run(`<w:fldChar w:fldCharType="end"/>`) + "<w:fldSimple w:instr=\"DATE\">" + words("今日") + "</w:fldSimple></w:p>", "图1今日\n"},
		{"wrappers", `<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:hyperlink>` + words("链") + `</w:hyperlink><w:smartTag>` + words("标") + `</w:smartTag><w:sdt><w:sdtContent>` + words("控") + `</w:sdtContent></w:sdt></w:p></w:sdtContent></w:sdt>`, "链标控\n"},
		{"a prompt is no text", `<w:p>` + words("甲") + `<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>` + words("单击输入") + `</w:sdtContent></w:sdt></w:p>`, "甲\n"},
		{"a text box once", "<w:p>" + words("前") + run(`<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>`+box("框")+`</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>`+box("框")+`</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>`) + words("后") + "</w:p>", "前后\n框\n"},
		{"an old text box", "<w:p>" + run(`<w:pict><v:textbox>`+box("框")+`</v:textbox></w:pict>`) + "</w:p>", "框\n"},
		{"ruby keeps its base", "<w:p>" + run(`<w:ruby><w:rt>`+words("yi")+`</w:rt><w:rubyBase>`+words("义")+`</w:rubyBase></w:ruby>`) + "</w:p>", "义\n"},
		{"square metres", "<w:p>" + words("30m") + run(`<w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t>`) + "</w:p>", "30m²\n"},
		{"formulas", "<w:p><m:oMath><m:r><m:t>A=</m:t></m:r><m:r><m:t>b×c</m:t></m:r></m:oMath></w:p>", "A=b×c\n"},
		{"pretty-printed parts", "<w:p>\n  <w:r>\n <w:t>甲</w:t>\n </w:r>\n</w:p>", "甲\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			text, ds := read(t, "a.docx", docx(t, c.body, "", ""))
			if diff := cmp.Diff(c.want, describe(text, ds)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func tc(pr, inside string) string { return "<w:tc><w:tcPr>" + pr + "</w:tcPr>" + inside + "</w:tc>" }

func TestDOCX_Tables(t *testing.T) {
	t.Parallel()
	inner := "<w:tbl><w:tr>" + tc("", para("内1")) + tc("", para("内2")) + "</w:tr></w:tbl>"
	body := para("前") + "<w:tbl>" +
		"<w:tr>" + tc(`<w:vMerge w:val="restart"/>`, para("序号")) + tc(`<w:gridSpan w:val="2"/>`, para("分工")) + "</w:tr>" +
		"<w:tr>" + tc(`<w:vMerge/>`, "<w:p/>") + tc("", para("牵头")) + tc("", para("配合")) + "</w:tr>" +
		"<w:tr><w:trPr><w:del/></w:trPr>" + tc("", para("删")) + "</w:tr>" +
		"<w:sdt><w:sdtContent><w:tr>" + tc("", inList(1, 0, "")) + tc("", para("甲")+para("乙")) + tc("", inner) + "</w:tr></w:sdtContent></w:sdt>" +
		"<w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>" + tc("", "<w:p>"+run("<w:t>丙</w:t><w:tab/><w:t>丁</w:t>")+"</w:p>") + tc("", "<w:p/>") + "</w:tr>" +
		"</w:tbl>" + para("后")
	text, ds := read(t, "a.docx", docx(t, body, "", official+num(1, 0, "")))
	want := "前\n序号\t分工\n牵头\t配合\n一、\t甲\n乙\t内1\t内2\n丙 丁\t\n后\n" +
		"-- table 1 --\n0,0 2x1 \"序号\"\n0,1 1x2 \"分工\"\n1,1 1x1 \"牵头\"\n1,2 1x1 \"配合\"\n2,0 1x1 \"一、\"\n2,1 1x1 \"甲\\n乙\"\n2,2 1x1 \"内1\\t内2\"\n3,1 1x1 \"丙 丁\"\n3,2 1x1 \"\"\n" +
		"-- table 2 --\n0,0 1x1 \"内1\"\n0,1 1x1 \"内2\"\n-- R104 1\n"
	if diff := cmp.Diff(want, describe(text, ds)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestDOCX_Containers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		members map[string]string
	}{
		{"strict names", map[string]string{"word/document.xml": part("document", strict, "<w:body>"+para("甲")+"</w:body>")}},
		{"a main part elsewhere", map[string]string{
			"[Content_Types].xml": "<Types/>",
			"_rels/.rels":         `<Relationships xmlns="x"><Relationship Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/doc/main.xml"/></Relationships>`,
			"doc/main.xml":        part("document", strict, "<w:body>"+para("甲")+"</w:body>")}},
		{"backslashes", map[string]string{`word\document.xml`: part("document", transitional, "<w:body>"+para("甲")+"</w:body>")}},
		{"another prefix", map[string]string{"word/document.xml": strings.NewReplacer("w:", "ns0:", "xmlns:w=", "xmlns:ns0=").Replace(part("document", transitional, "<w:body>"+para("甲")+"</w:body>"))}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.members["word/footnotes.xml"] = part("footnotes", transitional, para("注"))
			if text, _ := read(t, "a", pack(t, c.members)); text.String != "甲\n" {
				t.Errorf("got %q", text.String)
			}
		})
	}
}
