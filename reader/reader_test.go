package reader

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"github.com/wenxiao/wenxiao/source"
)

const sample = "一、总体要求\n（一）完成高标准农田2.6万亩，“两不愁”成果巩固。\n"

func encode(t testing.TB, e encoding.Encoding, s string) []byte {
	t.Helper()
	b, err := e.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func utf16Bytes(s string, little bool) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		if little {
			b = append(b, byte(u), byte(u>>8))
		} else {
			b = append(b, byte(u>>8), byte(u))
		}
	}
	return b
}

func TestTXT_Charsets(t *testing.T) {
	t.Parallel()
	gb := encode(t, simplifiedchinese.GB18030, sample)
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"UTF-8", []byte(sample), sample},
		{"UTF-8 with mark", []byte("\ufeff" + sample), sample},
		{"UTF-16LE with mark", append([]byte("\xff\xfe"), utf16Bytes(sample, true)...), sample},
		{"UTF-16BE with mark", append([]byte("\xfe\xff"), utf16Bytes(sample, false)...), sample},
		{"UTF-16LE without mark", utf16Bytes(sample, true), sample + "-- R101 UTF-16LE\n"},
		{"UTF-16BE without mark", utf16Bytes(sample, false), sample + "-- R101 UTF-16BE\n"},
		{"UTF-16LE without mark, Han only", utf16Bytes("全县脱贫人口务工规模稳定", true), "全县脱贫人口务工规模稳定-- R101 UTF-16LE\n"},
		{"GBK", encode(t, simplifiedchinese.GBK, sample), sample + "-- R101 GB18030\n"},
		{"GB18030 in four bytes", encode(t, simplifiedchinese.GB18030, "䶮镇𠮷村"), "䶮镇𠮷村-- R101 GB18030\n"},
		{"GBK, short", encode(t, simplifiedchinese.GBK, "测试"), "测试-- R101 GB18030\n"},
		{"GBK cut inside a character", gb[:len(gb)-4], sample[:len(sample)-7] + "\ufffd-- R101 GB18030\n-- R102 1\n"},
		{"UTF-8 cut inside a character", []byte(sample[:len(sample)-2]), strings.TrimSuffix(sample, "。\n") + "\ufffd\ufffd-- R102 2\n"},
		{"ASCII", []byte("plain\n"), "plain\n"},
		{"GBK wide space", append([]byte("\xa3\xa0"), gb...), "\u3000" + sample + "-- R101 GB18030\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			text, ds := read(t, "a.txt", c.data)
			if text.Paragraph {
				t.Error("Paragraph = true")
			}
			if diff := cmp.Diff(c.want, describe(text, ds)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestHTML_Charsets(t *testing.T) {
	t.Parallel()
	page := func(meta string) string {
		return "<html><head>" + meta + "</head><body><p>全县完成造林2万亩，“双碳”工作稳步推进。</p></body></html>"
	}
	const want = "全县完成造林2万亩，“双碳”工作稳步推进。\n"
	gb := simplifiedchinese.GB18030
	big5 := strings.Replace(page(`<meta charset="big5">`), "全县完成造林2万亩，“双碳”工作稳步推进。", "造林2萬畝", 1)
	for _, c := range []struct {
		name, header string
		data         []byte
		want         string
	}{
		{"meta charset", "", encode(t, gb, page(`<meta charset="gb2312">`)), want},
		{"meta http-equiv", "", encode(t, gb, page(`<META HTTP-EQUIV="Content-Type" CONTENT="text/html; CHARSET=GBK">`)), want},
		{"header", "text/html; charset=gbk", encode(t, gb, page("")), want},
		{"nothing said", "", encode(t, gb, page("")), want + "-- R101 GB18030\n"},
		{"a wrong meta", "", []byte(page(`<meta charset="gb2312">`)), want},
		{"a wrong header", "text/html; charset=ISO-8859-1", encode(t, gb, page("")), want + "-- R101 GB18030\n"},
		{"UTF-16 with mark", "", append([]byte("\xff\xfe"), utf16Bytes(page(""), true)...), want},
		{"Big5", "", encode(t, traditionalchinese.Big5, big5), "造林2萬畝\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			text, ds, err := Read("a", c.data, Options{ContentType: c.header})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, describe(text, ds)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestTXT_CharactersThatAreNotSeen(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"a\r\nb\rc\n\r\nd": "a\nb\nc\n\nd",
		"甲\u200b乙\u200c丙\u200d丁\u2060戊\ufeff": "甲乙丙丁戊",
		"甲\x00乙，一二三四五六七八九十\x07\tb\u00ad":      "甲乙，一二三四五六七八九十\tb",
		"甲\f乙\v丙\u2028丁":                      "甲\n乙\n丙\n丁",
		"　　甲 乙\u00a0丙  ":                      "　　甲 乙\u00a0丙  ",
		"“甲”…—，〔1〕①":                          "“甲”…—，〔1〕①",
	} {
		text, _ := read(t, "a.txt", []byte(in))
		if text.String != want {
			t.Errorf("%q: got %q, want %q", in, text.String, want)
		}
	}
}

func TestRead_Kinds(t *testing.T) {
	t.Parallel()
	ole := func(stream string) []byte {
		return append(append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 512)...), append(utf16Bytes(stream, true), 0, 0)...)
	}
	zipped := func(name string) []byte { return pack(t, map[string]string{name: "x"}) }
	good := docx(t, para("甲"), "", "")
	for _, c := range []struct {
		name   string
		data   []byte
		kind   Kind
		format string
	}{
		{"empty", nil, Empty, ""},
		{"blanks", []byte(" \r\n\u3000"), Empty, "TXT"},
		{"page without words", []byte("<html><body><script>x</script></body></html>"), Empty, "HTML"},
		{"document without words", docx(t, "<w:p/>", "", ""), Empty, "DOCX"},
		{"a.pdf", []byte("%PDF-1.7\n"), Unsupported, "PDF"},
		{"a.doc", ole("WordDocument"), Unsupported, "DOC"},
		{"a.xls", ole("Workbook"), Unsupported, "XLS"},
		{"locked.docx", ole("EncryptedPackage"), Encrypted, ""},
		{"a.ole", ole("Other"), Unsupported, "OLE"},
		{"a.xlsb", zipped("xl/workbook.bin"), Unsupported, "XLSB"},
		{"a.xlsx", zipped("xl/workbook.xml"), Empty, "XLSX"},
		{"a.ofd", zipped("OFD.xml"), Broken, "OFD"},
		{"a.odt", zipped("content.xml"), Unsupported, "ODF"},
		{"a.zip", zipped("通知.docx"), Unsupported, "archive"},
		{"a.rtf", []byte(`{\rtf1 x}`), Unsupported, "RTF"},
		{"a.png", []byte("\x89PNG\r\n\x1a\nxx"), Unsupported, "image"},
		{"a.mht", []byte("MIME-Version: 1.0\nContent-Type: multipart/related\n"), Unsupported, "MHTML"},
		{"cut.docx", good[:len(good)/2], Broken, ""},
		{"bad.docx", pack(t, map[string]string{"word/document.xml": part("document", transitional, "<w:body><w:p></w:body>")}), Broken, "DOCX"},
		{"deep.html", []byte("<html>" + strings.Repeat("<div>", 600) + "x"), Broken, "HTML"},
		{"deep.docx", docx(t, strings.Repeat("<w:sdt>", 600)+strings.Repeat("</w:sdt>", 600), "", ""), Broken, "DOCX"},
		{"a.bin", bytes.Repeat([]byte{1, 2, 3, 0xff, 0xfe, 4}, 100), Unknown, ""},
		{"large.txt", make([]byte, MaxSize+1), TooLarge, ""},
		{"tags.html", []byte("<html>" + strings.Repeat("<b>", MaxElements/2)), TooLarge, "HTML"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := Read(c.name, c.data, Options{})
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("got %v, want an *Error", err)
			}
			if e.Kind != c.kind || e.Format != c.format || e.Name != c.name {
				t.Errorf("got kind %d, format %q, name %q; want %d, %q", e.Kind, e.Format, e.Name, c.kind, c.format)
			}
			zh, en := e.Message(source.Chinese), e.Message(source.English)
			if !strings.HasPrefix(zh, c.name+"：") || !strings.HasSuffix(zh, "。") || !strings.HasPrefix(en, c.name+": ") || !strings.HasPrefix(e.Error(), en) {
				t.Errorf("messages %q, %q, %q", zh, en, e.Error())
			}
		})
	}
}

func TestRead_AMemberThatUnpacksTooLarge(t *testing.T) {
	t.Parallel()
	data := docx(t, para("甲")+strings.Repeat(" ", MaxPart), "", "")
	var e *Error
	if _, _, err := Read("bomb.docx", data, Options{}); !errors.As(err, &e) || e.Kind != TooLarge {
		t.Errorf("got %v, want TooLarge", err)
	}
}

func TestRead_EveryFormatRefusedHasAdvice(t *testing.T) {
	t.Parallel()
	for f, u := range unsupported {
		if u.advice[source.Chinese] == "" || u.advice[source.English] == "" {
			t.Errorf("%s: no advice", f)
		}
	}
	for _, m := range magic {
		if _, ok := unsupported[m.format]; !ok && m.format != formatUnknown {
			t.Errorf("%s: no advice", m.format)
		}
	}
}

// check holds what is true of every text that is read.
func check(t *testing.T, text *source.Text) {
	t.Helper()
	if !utf8.ValidString(text.String) {
		t.Fatal("String is not UTF-8")
	}
	whole := source.Span{End: len(text.String)}
	for _, table := range text.Tables {
		if table.Span.Start > table.Span.End || !whole.Contains(table.Span) {
			t.Fatalf("table %v outside the text", table.Span)
		}
		for _, c := range table.Cells {
			if c.Span.Start > c.Span.End || !table.Span.Contains(c.Span) || c.RowSpan < 1 || c.ColSpan < 1 || c.Row < 0 || c.Col < 0 {
				t.Fatalf("cell %+v outside table %v", c, table.Span)
			}
			if s := text.Slice(c.Span); !utf8.ValidString(s) {
				t.Fatalf("cell %+v cuts a character", c)
			}
		}
	}
	if i := strings.IndexFunc(text.String, func(r rune) bool { return visible(r) != r }); i >= 0 {
		t.Fatalf("a character that is not seen at byte %d", i)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("a.txt", []byte(sample), "")
	f.Add("a.txt", encode(f, simplifiedchinese.GB18030, sample), "")
	f.Add("a", utf16Bytes(sample, true), "")
	f.Add("a.html", []byte(`<table border=1><tr><td rowspan=2>a<table><tr><td>b<td>c</table><td colspan=3>d<tr><td>e</table><ol start=3><li>x<li value=9>y</ol><a href=/>z</a>`), "text/html; charset=utf-8")
	f.Add("a.htm", []byte(`<html><title>关于某事的通知</title><div id=zoom><p>正文。<br>二<p hidden>三</div><div class=footer>版权所有</div>`), "")
	f.Add("a.docx", docx(f, inList(1, 0, "甲")+"<w:tbl><w:tr>"+tc(`<w:vMerge/>`, para("乙"))+"</w:tr></w:tbl>", "", official+num(1, 0, "")), "")
	// The inside of a body, since the fuzzer cannot pack it by itself.
	f.Add("body", []byte(inList(1, 1, "甲")+"<w:tbl><w:tr>"+tc(`<w:gridSpan w:val="2"/>`, para("乙")+para("丙"))+"</w:tr></w:tbl>"), "")
	f.Add("numbering", []byte(abstract(0, lvl(0, "decimal", "%1%9%", ""))+num(1, 0, `<w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride>`)), "")
	f.Fuzz(func(t *testing.T, name string, data []byte, contentType string) {
		switch name {
		case "body":
			data = docx(t, string(data), "", official+num(1, 0, ""))
		case "numbering":
			data = docx(t, inList(1, 0, "a")+inList(1, 2, "b")+inList(1, 0, "c"), string(data), string(data))
		}
		text, ds, err := Read(name, data, Options{ContentType: contentType})
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Message(source.Chinese) == "" {
				t.Fatalf("error %v is no *Error with a message", err)
			}
			return
		}
		check(t, text)
		for _, d := range ds {
			if d.Message(source.Chinese) == "" || strings.Contains(d.Message(source.English), "%!") {
				t.Fatalf("diagnostic %+v has no wording", d)
			}
		}
	})
}

func BenchmarkTXT(b *testing.B) {
	for name, data := range map[string][]byte{
		"utf-8":    bytes.Repeat([]byte(sample), 20000),
		"crlf":     bytes.ReplaceAll(bytes.Repeat([]byte(sample), 20000), []byte("\n"), []byte("\r\n")),
		"gb18030":  encode(b, simplifiedchinese.GB18030, strings.Repeat(sample, 20000)),
		"utf-16le": utf16Bytes(strings.Repeat(sample, 20000), true),
	} {
		b.Run(name, func(b *testing.B) { benchmark(b, "a.txt", data) })
	}
}

func BenchmarkHTML(b *testing.B) {
	benchmark(b, "a.html", []byte("<html><body><div class=nav><a href=/>首页</a></div><div id=zoom>"+strings.Repeat("<p style=\"text-indent:2em\"><span style='font-family:仿宋'>"+sample+"</span></p>\n", 500)+
		"<table border=1>"+strings.Repeat("<tr><td>1</td><td>完成任务</td><td>县水利局</td></tr>", 200)+"</table></div></body></html>"))
}

func BenchmarkDOCX(b *testing.B) {
	run := `<w:r><w:rPr><w:rFonts w:hint="eastAsia" w:ascii="仿宋_GB2312" w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/></w:rPr><w:t>` + sample + `</w:t></w:r>`
	benchmark(b, "a.docx", docx(b, strings.Repeat(`<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>`+run+run+"</w:p>", 1000), "", official+num(1, 0, "")))
}

func benchmark(b *testing.B, name string, data []byte) {
	text, _, err := Read(name, data, Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := Read(name, data, Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(text.String))*float64(b.N)/1e6/b.Elapsed().Seconds(), "text-MB/s")
}
