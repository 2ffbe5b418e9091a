package reader

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/wenxiao/wenxiao/internal/ofdtest"
	"github.com/wenxiao/wenxiao/source"
)

func ofdFile(t testing.TB, o ofdtest.Options, documents ...ofdtest.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := ofdtest.Write(&b, o, documents...); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// onPage is a document of one page of objects, given as XML.
func onPage(objects string) ofdtest.Document {
	return ofdtest.Document{Pages: []ofdtest.Page{{Objects: objects}}}
}

// textAt is a text object whose first character stands at x, y.
func textAt(x, y float64, attributes, code string) string {
	return fmt.Sprintf(`<ofd:TextObject ID="1" Font="1" Size="5" Boundary="%v %v 100 5" %s>%s</ofd:TextObject>`, x, y-5, attributes, code)
}

// similarity is the share of the longer text that stands in both in the same order.
func similarity(a, b string) float64 {
	unspaced := func(s string) []rune {
		return []rune(strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) {
				return -1
			}
			return r
		}, s))
	}
	x, y := unspaced(a), unspaced(b)
	if slices.Equal(x, y) {
		return 1
	}
	row := make([]int, len(y)+1)
	for _, r := range x {
		before := 0
		for j, s := range y {
			above := row[j+1]
			if r == s {
				row[j+1] = before + 1
			} else {
				row[j+1] = max(above, row[j])
			}
			before = above
		}
	}
	return float64(row[len(y)]) / float64(max(len(x), len(y), 1))
}

func samples(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob("../samples/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	texts := make(map[string]string)
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := read(t, p, data)
		texts[filepath.Base(p)] = text.String
	}
	return texts
}

// ofdWays are the ways in which programs write the same page.
var ofdWays = map[string]ofdtest.Options{
	"plain":          {},
	"run lengths":    {Runs: true},
	"gaps":           {Runs: true, Gaps: true},
	"glyphs":         {Glyphs: true},
	"one by one":     {Single: true},
	"scaled":         {Scaled: true},
	"on its side":    {Turned: true},
	"page blocks":    {Blocks: true},
	"composites":     {Composites: true, Scaled: true},
	"no prefix":      {Unprefixed: true},
	"absolute paths": {Absolute: true},
	"capitals":       {UpperCase: true},
}

func TestOFD_APrintedTextComesBack(t *testing.T) {
	t.Parallel()
	for name, want := range samples(t) {
		for way, o := range ofdWays {
			if way != "plain" && name != "city-key-tasks.txt" {
				continue
			}
			t.Run(name+" "+way, func(t *testing.T) {
				t.Parallel()
				text, ds := read(t, "a.ofd", ofdFile(t, o, ofdtest.Letter(want)))
				check(t, text)
				if len(ds) > 0 {
					t.Errorf("diagnostics %v", ds)
				}
				if s := similarity(want, text.String); s < 0.99 {
					t.Errorf("%.4f of the characters come back:\n%s", s, text.String)
				}
				if !text.Paragraph {
					t.Error("lines are not paragraphs")
				}
				if name == "rural-opinion-scraped.txt" {
					return // rows of blanks in it, at which printing divides
				}
				if diff := cmp.Diff(paragraphsOf(want), paragraphsOf(text.String)); diff != "" {
					t.Errorf("paragraphs (-printed +read):\n%s", diff)
				}
			})
		}
	}
}

// paragraphsOf gives the last paragraphs without blanks; the title's lines are one when they are read.
func paragraphsOf(text string) []string {
	const most = 20
	var all []string
	for line := range strings.Lines(text) {
		if line = strings.Join(strings.Fields(line), ""); line != "" {
			all = append(all, line)
		}
	}
	return all[max(0, len(all)-most):]
}

func TestOFD_DocumentsComeOneAfterTheOther(t *testing.T) {
	t.Parallel()
	page := func(s string) ofdtest.Document {
		return ofdtest.Document{Pages: []ofdtest.Page{{Lines: []ofdtest.Line{{Text: s, X: 28, Y: 50, Size: 16}}}}}
	}
	text, _ := read(t, "a.ofd", ofdFile(t, ofdtest.Options{}, page("一、甲。"), page("二、乙。")))
	if want := "一、甲。\n二、乙。\n"; text.String != want {
		t.Errorf("got %q, want %q", text.String, want)
	}
}

func TestOFD_FurnitureIsLeftOutAndTemplatesAreRead(t *testing.T) {
	t.Parallel()
	body := strings.Repeat("第一条　各县区人民政府应当建立健全工作机制，明确责任分工，按时完成任务。\n", 60)
	d := ofdtest.Letter("青岚县办法\n\n" + body)
	d.Templates = []ofdtest.Page{
		{Lines: []ofdtest.Line{{Text: "青岚县人民政府公报", X: 28, Y: 20, Size: 10}}},
		{Lines: []ofdtest.Line{{Text: "（此页由模板给出）", X: 39, Y: 250, Size: 16}}},
	}
	for i := range d.Pages {
		d.Pages[i].Templates = []int{0}
	}
	last := &d.Pages[len(d.Pages)-1]
	last.Templates = append(last.Templates, 1)
	text, _ := read(t, "a.ofd", ofdFile(t, ofdtest.Options{}, d))
	if n := strings.Count(text.String, "公报"); n > 0 {
		t.Errorf("the running head stands in the text %d times", n)
	}
	if strings.Contains(text.String, "—") {
		t.Error("page numbers stand in the text")
	}
	if !strings.Contains(text.String, "（此页由模板给出）") {
		t.Error("the template's words are lost")
	}
	if n := strings.Count(text.String, "\n"); n != 62 {
		t.Errorf("%d lines, want 62", n)
	}
}

func TestOFD_Objects(t *testing.T) {
	t.Parallel()
	code := func(s, dx string) string {
		return fmt.Sprintf(`<ofd:TextCode X="0" Y="5" DeltaX="%s">%s</ofd:TextCode>`, dx, s)
	}
	body := textAt(20, 50, "", code("各县区：", "5 5 5"))
	for _, c := range []struct{ name, objects, want string }{
		{"hidden", body + textAt(20, 60, `Visible="false"`, code("隐藏", "5")) + textAt(20, 70, `Alpha="0"`, code("透明", "5")), "各县区：\n"},
		{"a ligature of glyphs", textAt(20, 50, "", `<ofd:CGTransform CodePosition="1" CodeCount="2" GlyphCount="1"><ofd:Glyphs>9</ofd:Glyphs></ofd:CGTransform>`+code("offset", "2.5 2.5 2.5 2.5")), "offset\n"},
		{"glyphs without text", body + textAt(20, 60, "", `<ofd:CGTransform CodePosition="0" CodeCount="1" GlyphCount="2"><ofd:Glyphs>7 8</ofd:Glyphs></ofd:CGTransform>`), "各县区：\n-- R108 1\n"},
		{"slanting", body + textAt(20, 60, `CTM="0.7 0.7 -0.7 0.7 0 0"`, code("水印", "5")), "各县区：\n"},
		{"a number at the side", body + textAt(200, 150, `CTM="0 1 -1 0 0 0"`, code("—3—", "5 2.5")), "各县区：\n"},
		{"printed twice", body + textAt(20.1, 50, "", code("各县区：", "5 5 5")), "各县区：\n"},
		{"a gap", textAt(20, 50, "", code("第一章总则", "5 5 10 5")), "第一章　总则\n"},
		{"a form filled in", textAt(20, 50, "", code("年月日", "15 15")) + textAt(12, 50, "", code("24", "2.5")) + textAt(28, 50, "", code("3", "")), "24年3月　日\n"},
		{"radicals", textAt(20, 50, "", code("⻓⼀⻋", "5 5")), "长一车\n"},
		{"no distances", textAt(20, 50, "", `<ofd:TextCode X="0" Y="5">全县完成</ofd:TextCode>`), "全县完成\n"},
		{"X and Y of the code before", textAt(20, 50, "", code("甲", "")+`<ofd:TextCode Y="15">乙</ofd:TextCode>`), "甲\n乙\n"},
		{"lines in one code", textAt(20, 50, "", `<ofd:TextCode X="0" Y="5" DeltaX="5 -5 5" DeltaY="0 9 0">甲乙丙丁</ofd:TextCode>`), "甲乙\n丙丁\n"},
		{"absurd numbers", body + textAt(20, 60, "", code("g", "g 2000000000 1 g -5 2 g 9 NaN 1e400")) + textAt(20, 70, `CTM="NaN 0 0 1 0 0"`, code("无", "")) +
			textAt(20, 80, `CTM="1e5 0 0 1e5 0 0" HScale="1e300"`, code("大", "g 2147483648 1")) + textAt(20, 90, "", `<ofd:TextCode X="Inf" Y="-Inf"> </ofd:TextCode>`), "各县区：\ng\n"},
		{"what is not there", body + `<ofd:CompositeObject ID="3" Boundary="0 0 1 1" ResourceID="77"/><ofd:Template TemplateID="99"/>`, "各县区：\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			text, ds := read(t, "a.ofd", ofdFile(t, ofdtest.Options{}, onPage(c.objects)))
			if diff := cmp.Diff(c.want, describe(text, ds)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// A mark of secrecy that runs across the page, or is an annotation, is kept in the text for the document to be refused;
// any other watermark is left out.
func TestOFD_MarksOfSecrecyAreKept(t *testing.T) {
	t.Parallel()
	slanting := func(s string) string {
		return textAt(60, 150, `Alpha="40" CTM="0.7 0.7 -0.7 0.7 0 0"`, `<ofd:TextCode X="0" Y="5">`+s+`</ofd:TextCode>`)
	}
	body := textAt(20, 50, "", `<ofd:TextCode X="0" Y="5" DeltaX="5 5 5">各县区：</ofd:TextCode>`)
	for name, annotate := range map[string]bool{"on the page": false, "as an annotation": true} {
		for _, o := range []ofdtest.Options{{}, {Absolute: true, Unprefixed: true, UpperCase: true}} {
			for objects, want := range map[string]string{
				slanting("机密★10年"):                      "机密★10年\n各县区：\n",
				slanting("秘　密") + slanting("秘　密"):       "秘密\n秘密\n各县区：\n",
				slanting("仅供内部学习") + slanting("仅供内部学习"): "各县区：\n",
			} {
				p := ofdtest.Page{Objects: body + objects}
				if annotate {
					p = ofdtest.Page{Objects: body, Annotation: objects}
				}
				text, ds := read(t, "a.ofd", ofdFile(t, o, ofdtest.Document{Pages: []ofdtest.Page{p}}))
				if got := describe(text, ds); got != want {
					t.Errorf("%s %+v: got %q, want %q", name, o, got, want)
				}
			}
		}
	}
}

// An annotation may run level, hide in blocks, and belong to a page that is not there.
func TestOFD_AnnotationsAreSearched(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"OFD.xml":             "<OFD><DocBody><DocRoot>D/Document.xml</DocRoot></DocBody></OFD>",
		"D/Document.xml":      `<Document><Pages><Page ID="7" BaseLoc="P.xml"/></Pages><Annotations>A/Annotations.xml</Annotations></Document>`,
		"D/P.xml":             `<Page><Content><Layer><TextObject Size="5" Boundary="20 50 9 9"><TextCode X="0" Y="0">甲</TextCode></TextObject></Layer></Content></Page>`,
		"D/A/Annotations.xml": `<Annotations><Page PageID="8"><FileLoc>A/1.xml</FileLoc></Page><Page PageID="7"><FileLoc>none.xml</FileLoc></Page></Annotations>`,
		"D/A/1.xml": `<PageAnnot><Annot Type="Stamp"><Remark>绝密</Remark><Appearance><PageBlock><TextObject Size="5" Boundary="9 9 99 9"><TextCode X="0" Y="5">秘密★</TextCode><TextCode X="40" Y="5">5年</TextCode></TextObject></PageBlock></Appearance></Annot>` +
			`<Annot Type="Watermark"><Appearance><TextObject Size="5" Boundary="9 9 99 9"><TextCode X="0" Y="5">样稿</TextCode></TextObject></Appearance></Annot></PageAnnot>`,
	}
	if text, _ := read(t, "a.ofd", pack(t, files)); text.String != "秘密★5年\n甲\n" {
		t.Errorf("got %q", text.String)
	}
	delete(files, "D/A/Annotations.xml")
	if text, _ := read(t, "a.ofd", pack(t, files)); text.String != "甲\n" {
		t.Errorf("without a list: got %q", text.String)
	}
}

func TestOFD_Tables(t *testing.T) {
	t.Parallel()
	widths := []float64{15, 70, 40}
	head := []string{"序号", "工作任务", "责任单位"}
	lines, rules, bottom := ofdtest.Table(30, 60, widths, [][]string{head,
		{"1", "新建高标准农田3.2万亩，改造提升1.5万亩，新增耕地800亩，年底前全部完成", "县农业农村局"},
		{"2", "完成造林2万亩", "县林业局、各乡镇人民政府"}})
	first := ofdtest.Page{Rules: rules, Lines: append(lines, ofdtest.Line{Text: "附件　任务分工表", X: 30, Y: 50, Size: 16})}
	lines, rules, _ = ofdtest.Table(30, 40, widths, [][]string{head, {"3", "加固水库11座", "县水利局"}})
	second := ofdtest.Page{Rules: rules, Lines: append(lines, ofdtest.Line{Text: "注：本表自发文之日起执行。", X: 30, Y: 80, Size: 16})}
	want := `附件　任务分工表
序号	工作任务	责任单位
1	新建高标准农田3.2万亩，改造提升1.5万亩，新增耕地800亩，年底前全部完成	县农业农村局
2	完成造林2万亩	县林业局、各乡镇人民政府
3	加固水库11座	县水利局
注：本表自发文之日起执行。
`
	for way, o := range ofdWays {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			text, _ := read(t, "a.ofd", ofdFile(t, o, ofdtest.Document{Pages: []ofdtest.Page{first, second}}))
			check(t, text)
			if diff := cmp.Diff(want, text.String); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if len(text.Tables) != 1 || len(text.Tables[0].Cells) != 12 {
				t.Errorf("tables %+v, bottom %v", text.Tables, bottom)
			}
		})
	}
}

func TestOFD_MergedCells(t *testing.T) {
	t.Parallel()
	at := func(s string, x, y float64) ofdtest.Line { return ofdtest.Line{Text: s, X: x, Y: y, Size: 12} }
	rule := func(x0, y0, x1, y1 float64) ofdtest.Rule { return ofdtest.Rule{X0: x0, Y0: y0, X1: x1, Y1: y1} }
	p := ofdtest.Page{
		Rules: []ofdtest.Rule{rule(20, 20, 80, 20), rule(40, 30, 80, 30), rule(20, 40, 80, 40), rule(20, 20, 20, 40), rule(40, 20, 40, 40), rule(60, 30, 60, 40), rule(80, 20, 80, 40)},
		Lines: []ofdtest.Line{at("合并", 22, 31), at("宽", 50, 27), at("左", 45, 37), at("右", 65, 37)},
	}
	text, ds := read(t, "a.ofd", ofdFile(t, ofdtest.Options{}, ofdtest.Document{Pages: []ofdtest.Page{p}}))
	want := "合并\t宽\n左\t右\n-- table 1 --\n0,0 2x1 \"合并\"\n0,1 1x2 \"宽\"\n1,1 1x1 \"左\"\n1,2 1x1 \"右\"\n"
	if diff := cmp.Diff(want, describe(text, ds)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestOFD_Scans(t *testing.T) {
	t.Parallel()
	picture := ofdtest.Page{HasPicture: true}
	words := ofdtest.Page{Lines: []ofdtest.Line{{Text: "甲。", X: 28, Y: 50, Size: 16}}}
	recognised := ofdtest.Page{HasPicture: true, Lines: []ofdtest.Line{{Text: "识别的文字一共有二十多个，足以当作这一页的正文来读。", X: 28, Y: 50, Size: 16, Attributes: `Alpha="0"`}}}
	var e *Error
	if _, _, err := Read("a.ofd", ofdFile(t, ofdtest.Options{}, ofdtest.Document{Pages: []ofdtest.Page{picture}}), Options{}); !errors.As(err, &e) || e.Kind != Scanned {
		t.Errorf("a scan: got %v", err)
	}
	for _, c := range []struct {
		pages []ofdtest.Page
		want  string
	}{
		{[]ofdtest.Page{words, picture}, "甲。\n-- R106 2\n"},
		{[]ofdtest.Page{recognised}, "识别的文字一共有二十多个，足以当作这一页的正文来读。\n"},
	} {
		text, ds := read(t, "a.ofd", ofdFile(t, ofdtest.Options{}, ofdtest.Document{Pages: c.pages}))
		if got := describe(text, ds); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestOFD_Damaged(t *testing.T) {
	t.Parallel()
	good := ofdFile(t, ofdtest.Options{}, ofdtest.Letter("标题\n\n正文。"))
	for _, c := range []struct {
		name string
		data []byte
		kind Kind
	}{
		{"cut off", good[:len(good)*2/3], Broken},
		{"no document", pack(t, map[string]string{"OFD.xml": "<OFD/>"}), Broken},
		{"a page is missing", without(t, good, "Pages/Page_0/Content.xml"), Broken},
		{"outside of the file", pack(t, map[string]string{"OFD.xml": "<OFD><DocBody><DocRoot>../../etc/passwd</DocRoot></DocBody></OFD>"}), Broken},
		{"no XML", pack(t, map[string]string{"OFD.xml": "<OFD><DocBody>"}), Broken},
		{"encrypted", pack(t, map[string]string{"OFD.xml": "x", "Encryptions.xml": "<Encryptions/>"}), Encrypted},
		{"encrypted whole", pack(t, map[string]string{"Encryptions.xml": "<Encryptions/>", "1.dat": "x"}), Encrypted},
		{"no words", ofdFile(t, ofdtest.Options{}, onPage("")), Empty},
		{"deep", ofdFile(t, ofdtest.Options{}, onPage(strings.Repeat("<ofd:PageBlock>", 600)+strings.Repeat("</ofd:PageBlock>", 600))), Broken},
		{"much unpacked", ofdFile(t, ofdtest.Options{}, onPage(strings.Repeat(" ", MaxPart+1))), TooLarge},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := Read("a.ofd", c.data, Options{})
			var e *Error
			if !errors.As(err, &e) || e.Kind != c.kind || e.Message(source.Chinese) == "" {
				t.Errorf("got %v, want kind %d", err, c.kind)
			}
		})
	}
}

// without copies a file without the members whose names end so.
func without(t *testing.T, data []byte, suffix string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	members := make(map[string]string)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(f.Name, suffix) {
			members[f.Name] = string(content)
		}
	}
	return pack(t, members)
}

func TestOFD_LoopsEnd(t *testing.T) {
	t.Parallel()
	composite := func(id, inner int) string {
		return fmt.Sprintf(`<CompositeGraphicUnit ID="%d"><Content>%s</Content></CompositeGraphicUnit>`, id,
			strings.Repeat(fmt.Sprintf(`<CompositeObject ResourceID="%d" Boundary="0 0 1 1"/>`, inner), 9))
	}
	members := map[string]string{
		"OFD.xml": "<OFD><DocBody><DocRoot>/D/Document.xml</DocRoot></DocBody></OFD>",
		"D/Document.xml": `<Document><CommonData><PublicRes>R.xml</PublicRes><TemplatePage ID="1" BaseLoc="T.xml"/><TemplatePage ID="2" BaseLoc="T.xml"/></CommonData>` +
			`<Pages><Page BaseLoc="P.xml"/></Pages></Document>`,
		"D/T.xml": `<Page><Template TemplateID="1"/><Template TemplateID="2"/><Content><Layer><TextObject Size="5" Boundary="20 50 9 9"><TextCode X="0" Y="0">甲</TextCode></TextObject></Layer></Content></Page>`,
		"D/R.xml": "<Res>" + composite(1, 2) + composite(2, 1) + "</Res>",
		"D/P.xml": `<Page><Template TemplateID="1"/><Content><Layer></Layer></Content></Page>`,
	}
	text, _ := read(t, "a.ofd", pack(t, members))
	if text.String != "甲\n" {
		t.Errorf("got %q", text.String)
	}
	members["D/P.xml"] = `<Page><Content><Layer><CompositeObject ResourceID="1" Boundary="0 0 1 1"/></Layer></Content></Page>`
	start := time.Now()
	var e *Error
	if _, _, err := Read("a.ofd", pack(t, members), Options{}); !errors.As(err, &e) || e.Kind != TooLarge {
		t.Errorf("composites in a circle: got %v, want TooLarge", err)
	}
	if d := time.Since(start); d > time.Minute {
		t.Errorf("it took %v", d)
	}
}

func FuzzOFD(f *testing.F) {
	for _, o := range ofdWays {
		var b bytes.Buffer
		if err := ofdtest.Write(&b, o, ofdtest.Letter("标题\n\n各县区：\n一、甲。\n"+strings.Repeat("乙", 40)+"\n")); err != nil {
			f.Fatal(err)
		}
		f.Add("file", b.Bytes())
	}
	// The inside of a page, since the fuzzer cannot pack it by itself.
	f.Add("page", []byte(textAt(20, 50, `CTM="0 1 -1 0 0 0"`, `<ofd:CGTransform CodePosition="1" CodeCount="2" GlyphCount="1"/><ofd:TextCode X="0" Y="5" DeltaX="g 3 1.5 -2" DeltaY="g 2 0 4">甲乙丙丁</ofd:TextCode>`)))
	f.Add("annotation", []byte(textAt(20, 50, `CTM="0.7 0.7 -0.7 0.7 0 0"`, `<ofd:TextCode X="0" Y="5">秘密★</ofd:TextCode>`)))
	f.Add("page", []byte(`<ofd:PathObject Boundary="9 9 50 50" CTM="1 0 0 1 0 0" Fill="true"><ofd:AbbreviatedData>M 0 0 L 50 0 L 50 50 L 0 50 C M 0 20 L 50 20 B 1 2 3 4 5 6 A 1 2 3 4 5 6 7 Q 1 2 3 4</ofd:AbbreviatedData></ofd:PathObject>`+textAt(15, 20, "", `<ofd:TextCode X="0" Y="5">甲</ofd:TextCode>`)))
	f.Add("page", []byte(`</ofd:Layer></ofd:Content><ofd:Area><ofd:PhysicalBox>5 5 100 100</ofd:PhysicalBox></ofd:Area><ofd:Template TemplateID="9000"/><ofd:Content><ofd:Layer><ofd:CompositeObject ResourceID="1"/>`))
	f.Fuzz(func(t *testing.T, kind string, data []byte) {
		switch kind {
		case "page":
			data = ofdFile(t, ofdtest.Options{}, onPage(string(data)))
		case "annotation":
			data = ofdFile(t, ofdtest.Options{}, ofdtest.Document{Pages: []ofdtest.Page{{Annotation: string(data)}}})
		}
		text, _, err := Read("a.ofd", data, Options{})
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Message(source.Chinese) == "" {
				t.Fatalf("error %v is no *Error with a message", err)
			}
			return
		}
		check(t, text)
	})
}
