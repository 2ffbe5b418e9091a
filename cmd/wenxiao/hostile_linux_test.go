package main_test

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// What one document may cost, whatever is in it.
const (
	maxTime   = 10 * time.Second // of the processor, in all processes together
	maxMemory = 512 << 10        // kilobytes resident, of the largest process
	patience  = 2 * time.Minute  // on the wall, where the machine is busy
)

// A hostile file is refused or read within the limits, never with a panic, and
// costs the good file beside it nothing.
func TestHostileFiles(t *testing.T) {
	program := build(t)
	good := file(t, "good.txt", text("一、办好实事。（牵头单位：市民政局）\n"))
	for _, c := range hostileFiles {
		t.Run(c.name, func(t *testing.T) {
			path := file(t, c.name, c.write)
			run := compile(t, program, "zh", path, good)
			if !strings.Contains(run.stdout, `"file":"`+good) || !strings.Contains(run.stdout, "市民政局") {
				t.Errorf("the good file was not compiled")
			}
			if strings.Contains(run.stderr, "内部错误") || strings.Contains(run.stderr, "goroutine") {
				t.Errorf("it panicked: %.300s", run.stderr)
			}
			refused := run.status == 1
			if refused != (c.refused != "") || run.status > 1 {
				t.Fatalf("exit status %d, refusal wanted: %t; standard error: %.300s", run.status, c.refused != "", run.stderr)
			}
			if refused && (!strings.Contains(run.stderr, path) || !strings.Contains(run.stderr, c.refused)) {
				t.Errorf("it says %q; the sentence should name the file and say %q", run.stderr, c.refused)
			}
			if refused {
				english := compile(t, program, "en", path)
				if english.status != 1 || han(english.stderr) {
					t.Errorf("in English: status %d, %q", english.status, english.stderr)
				}
			}
			if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
				t.Errorf("files were left beside the document: %v %v", entries, err)
			}
		})
	}
}

// han reports Chinese outside the name of the file.
func han(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 0x4E00 && r <= 0x9FFF })
}

// A hostileFile is a way to harm a reader; refused is a word of the sentence it is refused with, "" where it is read.
type hostileFile struct {
	name    string
	write   func(w io.Writer) error
	refused string
}

const (
	large  = 2<<20 - 1000 // bytes of text, just within what is read
	word   = "word/document.xml"
	opened = `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`
	closed = `</w:body></w:document>`
)

var hostileFiles = []hostileFile{
	{"empty.txt", text(""), "没有可读的文字"},
	{"blank.txt", text(strings.Repeat(" \n", 1000)), "没有可读的文字"},
	{"nul.txt", text(strings.Repeat("\x00", 5<<20)), "没有可读的文字"},
	{"noise.bin", noise(3 << 20), "无法识别"},
	{"noise.docx", noise(3 << 20), "无法识别"},
	{"two-gigabytes.txt", sparse(""), "文件过大"},
	{"two-gigabytes.pdf", sparse("%PDF-1.7\n"), "文件过大"},
	{"two-gigabytes.docx", sparse("PK\x03\x04"), "文件过大"},
	{"too-much-text.txt", fill("一、办好实事。\n", 3<<20), "文件过大"},

	{"one-number.txt", text("一、建成学校" + strings.Repeat("9", 300_000) + "所。\n"), ""},
	{"one-chinese-number.txt", text("一、建成学校" + strings.Repeat("九千", 50_000) + "所。\n"), ""},
	{"labels.txt", labels(200_000), "文件过大"},
	{"labels-short.txt", fill("1.做好。\n", large), ""},
	{"labels-in-line.txt", fill("(一)", large), ""},
	{"labels-nested.txt", fill("一、\n(一)做好\n1.办\n", large), ""},
	{"brackets.txt", fill("(", large), ""},
	{"titles.txt", fill("《关于", large), ""},
	{"one-line.txt", fill("完成任务", large), ""},
	{"one-sentence.txt", fill("达到6%、", large), ""},
	{"one-subsidy.txt", fill("给予每人每月500元补贴,", large), ""},
	{"units.txt", fill("牵头单位:市财政局、", large), ""},
	{"fields.txt", fill("1\t", large), ""},
	{"rows.txt", fill("1\t做好\t市财政局\n", large), ""},
	{"lines.txt", fill("\n", large), "没有可读的文字"},
	{"dates.txt", fill("2026年12月底前、", large), ""},

	{"deep.html", fill("<div>", 1<<20), "损坏"},
	{"deep-table.html", fill("<table><tr><td>", 1<<20), "损坏"},
	{"wide-table.html", fill("<table><tr><td colspan=1000 rowspan=1000>一", 1<<20), "损坏"},
	{"attributes.html", join(text("<html><body><p "), fill("a=b ", 8<<20), text(">一、做好")), ""},
	{"unclosed.html", fill("<p><a href=x><b><i>一、做好", 3<<19), ""},

	{"bomb.docx", docx(fill(" ", 200<<20)), "文件过大"},
	{"bomb-text.docx", docx(join(text("<w:p><w:r><w:t>"), fill("一、做好", 100<<20), text("</w:t></w:r></w:p>"))), "文件过大"},
	{"paragraphs.docx", docx(fill("<w:p/>", 20<<20)), "文件过大"},
	{"one-table.docx", docx(join(text("<w:tbl><w:tr><w:tc>"), fill("<w:p/>", 20<<20), text("</w:tc></w:tr></w:tbl>"))), "文件过大"},
	{"deep.docx", docx(fill("<w:sdt><w:sdtContent>", 20<<20)), "损坏"},
	{"entities.docx", member(word, text(entities)), "损坏"},
	{"cut.docx", docx(text("<w:p><w:r><w:t>一、做好")), "损坏"},
	{"traversal.docx", traversal, ""},
	{"encrypted.docx", text("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + wide("EncryptedPackage") + strings.Repeat("\x00", 4096)), "密码"},
	{"truncated.docx", truncated(docx(text("<w:p><w:r><w:t>一、做好</w:t></w:r></w:p>"))), "损坏"},

	{"bomb.xlsx", xlsx(text(""), fill(" ", 200<<20)), "表格过大"},
	{"cells.xlsx", xlsx(text(""), join(text("<sheetData><row>"), fill("<c/>", 20<<20), text("</row></sheetData>"))), "表格过大"},
	{"rows.xlsx", xlsx(text(""), join(text("<sheetData>"), fill("<row><c><v>1</v></c></row>", 2<<20), text("</sheetData>"))), "表格过大"},
	{"diagonal.xlsx", xlsx(text(""), join(text("<sheetData>"), diagonal(16_000), text("</sheetData>"))), "表格过大"},
	{"one-string.xlsx", xlsx(join(text("<si><t>"), fill("做好", 1<<20), text("</t></si>")), join(text("<sheetData><row>"), fill(`<c t="s"><v>0</v></c>`, 1<<20), text("</row></sheetData>"))), "表格过大"},
	{"merged.xlsx", xlsx(text(""), join(text("<sheetData><row><c><v>1</v></c></row></sheetData><mergeCells>"), fill(`<mergeCell ref="A1:XFD1048576"/>`, 1<<20), text("</mergeCells>"))), ""},
	{"bomb.ofd", ofd(fill(" ", 200<<20)), "文件过大"},
	{"deep.ofd", ofd(fill("<ofd:PageBlock>", 4<<20)), "损坏"},
	{"run.ofd", ofd(text(`<ofd:TextObject Boundary="20 50 100 5" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="g 2000000000 1">一、做好</ofd:TextCode></ofd:TextObject>`)), ""},
	{"characters.ofd", ofd(fill(`<ofd:TextObject Boundary="20 50 100 5" Size="5"><ofd:TextCode X="0" Y="5">一</ofd:TextCode></ofd:TextObject>`, 30<<20)), ""},
	{"tasks.xlsx", xlsx(text("<si><t>序号</t></si><si><t>重点任务</t></si><si><t>责任单位</t></si><si><t>做好供水工作10次。</t></si><si><t>市水利局</t></si>"), join(
		text(`<sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row>`),
		fill(`<row><c><v>1</v></c><c t="s"><v>3</v></c><c t="s"><v>4</v></c></row>`, 19_000*67), text("</sheetData>"))), ""},
}

// entities is the XML bomb of nested entities.
var entities = func() string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "一、做好">`)
	for i := range 12 {
		fmt.Fprintf(&b, `<!ENTITY e%d "%s">`, i+1, strings.Repeat(fmt.Sprintf("&e%d;", i), 10))
	}
	b.WriteString("]>")
	b.WriteString(strings.TrimPrefix(opened, `<?xml version="1.0"?>`) + "<w:p><w:r><w:t>&e12;</w:t></w:r></w:p>" + closed)
	return b.String()
}()

type writer = func(w io.Writer) error

func text(s string) writer {
	return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
}

func fill(s string, size int) writer {
	block := strings.Repeat(s, max(1, 32<<10/len(s)))
	return func(w io.Writer) error {
		n := 0
		for ; n+len(block) <= size; n += len(block) {
			if _, err := io.WriteString(w, block); err != nil {
				return err
			}
		}
		_, err := io.WriteString(w, strings.Repeat(s, max(0, size-n)/len(s)))
		return err
	}
}

func join(parts ...writer) writer {
	return func(w io.Writer) error {
		for _, p := range parts {
			if err := p(w); err != nil {
				return err
			}
		}
		return nil
	}
}

func labels(n int) writer {
	return func(w io.Writer) error {
		for i := range n {
			if _, err := fmt.Fprintf(w, "%d.做好工作。\n", i+1); err != nil {
				return err
			}
		}
		return nil
	}
}

func noise(size int64) writer {
	return func(w io.Writer) error {
		_, err := io.CopyN(w, rand.New(rand.NewSource(1)), size)
		return err
	}
}

// sparse is a file of two gigabytes that takes no room on the disk.
func sparse(head string) writer {
	return func(w io.Writer) error {
		f := w.(*os.File)
		if _, err := io.WriteString(f, head); err != nil {
			return err
		}
		return f.Truncate(2 << 30)
	}
}

func docx(body writer) writer { return member(word, join(text(opened), body, text(closed))) }

// member is a zip file with one member.
func member(name string, body writer) writer {
	return func(w io.Writer) error {
		z := zip.NewWriter(w)
		m, err := z.Create(name)
		if err != nil {
			return err
		}
		if err := body(m); err != nil {
			return err
		}
		return z.Close()
	}
}

// ofd is a document of one page, from the inside of its layer.
func ofd(layer writer) writer {
	const namespace = ` xmlns:ofd="http://www.ofdspec.org/2016"`
	return func(w io.Writer) error {
		z := zip.NewWriter(w)
		for _, m := range []struct {
			name string
			body writer
		}{
			{"OFD.xml", text(`<ofd:OFD` + namespace + `><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`)},
			{"Doc_0/Document.xml", text(`<ofd:Document` + namespace + `><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Page.xml"/></ofd:Pages></ofd:Document>`)},
			{"Doc_0/Page.xml", join(text(`<ofd:Page`+namespace+`><ofd:Content><ofd:Layer>`), layer, text(`</ofd:Layer></ofd:Content></ofd:Page>`))},
		} {
			part, err := z.Create(m.name)
			if err != nil {
				return err
			}
			if err := m.body(part); err != nil {
				return err
			}
		}
		return z.Close()
	}
}

// xlsx is a workbook of one sheet, from the insides of its shared strings and of the sheet.
func xlsx(shared, sheet writer) writer {
	const space = ` xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">`
	return func(w io.Writer) error {
		z := zip.NewWriter(w)
		for _, m := range []struct {
			name  string
			write writer
		}{
			{"xl/workbook.xml", text("<workbook" + space + `<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>`)},
			{"xl/_rels/workbook.xml.rels", text(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`)},
			{"xl/sharedStrings.xml", join(text("<sst"+space), shared, text("</sst>"))},
			{"xl/worksheets/sheet1.xml", join(text("<worksheet"+space), sheet, text("</worksheet>"))},
		} {
			member, err := z.Create(m.name)
			if err != nil {
				return err
			}
			if err := m.write(member); err != nil {
				return err
			}
		}
		return z.Close()
	}
}

// diagonal is n rows, each with one cell in a column of its own.
func diagonal(n int) writer {
	return func(w io.Writer) error {
		for i := range n {
			col := string([]byte{'A' + byte(i/676%26), 'A' + byte(i/26%26), 'A' + byte(i%26)})
			if _, err := fmt.Fprintf(w, `<row r="%d"><c r="%s%[1]d"><v>1</v></c></row>`, i+1, col); err != nil {
				return err
			}
		}
		return nil
	}
}

// traversal is a document with members that want to be written outside.
func traversal(w io.Writer) error {
	z := zip.NewWriter(w)
	for _, name := range []string{"../../../../tmp/wenxiao-was-here", `..\..\wenxiao-was-here`, "/wenxiao-was-here", word} {
		m, err := z.Create(name)
		if err != nil {
			return err
		}
		if err := join(text(opened), text("<w:p><w:r><w:t>一、做好</w:t></w:r></w:p>"), text(closed))(m); err != nil {
			return err
		}
	}
	return z.Close()
}

func truncated(whole writer) writer {
	return func(w io.Writer) error {
		var b strings.Builder
		if err := whole(&b); err != nil {
			return err
		}
		_, err := io.WriteString(w, b.String()[:b.Len()*2/3])
		return err
	}
}

// wide is ASCII as UTF-16.
func wide(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		b.Write([]byte{c, 0})
	}
	return b.String()
}

// file writes a file in a directory of its own.
func file(t *testing.T, name string, write writer) string {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := write(f); err != nil {
		t.Fatal(err)
	}
	return f.Name()
}

// build makes the program as users get it.
func build(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("it takes half a minute")
	}
	program := filepath.Join(t.TempDir(), "wenxiao")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return program
}

// A result is what a run gave.
type result struct {
	status         int
	stdout, stderr string
}

// compile runs the program on files and checks what it cost.
func compile(t *testing.T, program, language string, paths ...string) result {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	out := filepath.Join(t.TempDir(), "out.jsonl")
	cmd := exec.CommandContext(ctx, program, append([]string{"compile", "--lang", language, "--jobs", "1", "--format", "jsonl", "--out", out}, paths...)...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	err := cmd.Run()
	if ctx.Err() != nil {
		t.Fatalf("it did not end in %v", patience)
	}
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	spent := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	t.Logf("%v of the processor, %d MB", spent.Round(10*time.Millisecond), usage.Maxrss>>10)
	if spent > maxTime {
		t.Errorf("it took %v of the processor, more than %v", spent, maxTime)
	}
	if usage.Maxrss > maxMemory {
		t.Errorf("it took %d MB of memory, more than %d", usage.Maxrss>>10, maxMemory>>10)
	}
	f, err := os.Open(out)
	if err != nil {
		return result{cmd.ProcessState.ExitCode(), "", stderr.String()}
	}
	defer f.Close()
	// The good file's line is the last and short; the one before may hold hundreds of megabytes.
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	tail, err := io.ReadAll(io.NewSectionReader(f, max(0, info.Size()-8192), 8192))
	if err != nil {
		t.Fatal(err)
	}
	return result{cmd.ProcessState.ExitCode(), string(tail), stderr.String()}
}
