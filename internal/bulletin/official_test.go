package bulletin_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/internal/bulletin"
	"github.com/wenxiao/wenxiao/period"
)

// printed converts a DOCX or XLSX file to PDF with the LibreOffice of this machine and gives the PDF's path.
func printed(t *testing.T, name string, file []byte) string {
	t.Helper()
	program, err := exec.LookPath("soffice")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("LibreOffice is not installed, and CI needs it")
		}
		t.Skip("LibreOffice is not installed: nothing was printed")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), program, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, path).CombinedOutput()
	pdf := strings.TrimSuffix(path, filepath.Ext(path)) + ".pdf"
	if _, missing := os.Stat(pdf); err != nil || missing != nil {
		t.Fatalf("convert %s: %v\n%s", name, err, out)
	}
	if keep := os.Getenv("WENXIAO_KEEP"); keep != "" { // to look at
		for _, p := range []string{path, pdf} {
			data, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(keep, filepath.Base(p)), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	return pdf
}

// command gives what a program of poppler prints.
func command(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return string(out)
}

func day(t *testing.T, s string) period.Date {
	t.Helper()
	d, err := period.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func docx(t *testing.T, o bulletin.Official) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := o.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func notice(t *testing.T) bulletin.Official {
	line := strings.Repeat("按时办结压实责任补齐短板", 28) // 336 characters: twelve lines of 28
	return bulletin.Official{
		Draft: "送审稿", Urgency: "特急", Mark: "柏川市人民政府办公室文件", Number: "柏政办发〔2026〕7号",
		Title: "柏川市人民政府办公室关于2026年10月份\n重点任务落实情况的通报", Addressee: "各县（区）人民政府，市直各有关单位",
		Body: []bulletin.Block{
			bulletin.Heading{Level: 1, Text: "总体情况"},
			bulletin.Paragraph{Text: "截至2026年11月5日，共有任务22项，办结6项（27%）。"},
			bulletin.Table{Caption: "各文件任务情况", HasSum: true,
				Columns: []bulletin.Column{{Head: "文件", Width: 5}, {Head: "任务", Align: bulletin.Right}, {Head: "办结", Align: bulletin.Right}},
				Rows:    [][]string{{"重点任务分工方案", "12", "4"}, {"<b>&甲", "10", "2"}, {"合计", "22", "6"}}},
			bulletin.Chart{Title: "各单位逾期事项", Names: []string{"市商务局", "市工信局"}, Series: []bulletin.Bars{{Name: "逾期", Values: []int64{3, 1}}, {Name: "按时", Values: []int64{5, 6}}}},
			bulletin.Heading{Level: 1, Text: "滞后情况"}, bulletin.Heading{Level: 2, Text: "市商务局"}, bulletin.Paragraph{Text: line + line},
			bulletin.Heading{Level: 2, Text: "市工信局"}, bulletin.Heading{Level: 3, Text: "第一件"}, bulletin.Heading{Level: 4, Text: "细目"},
		},
		Attachments: []bulletin.Attachment{{Name: "逾期事项清单", Body: []bulletin.Block{bulletin.Paragraph{Text: "附件正文。"}}},
			{Name: "任务台账", IsLandscape: true, Body: []bulletin.Block{bulletin.Table{Columns: []bulletin.Column{{Head: "序号"}, {Head: "任务", Width: 9}}, Rows: [][]string{{"1", "建成市场"}}}}}},
		Signature: "柏川市人民政府办公室", Date: day(t, "2026-11-05"), Note: "此件公开发布", Copies: "市委办公室，市人大常委会办公室", Printer: "柏川市人民政府办公室", Printed: day(t, "2026-11-06"),
	}
}

func TestOfficial_IsPrintedAsTheStandardAsks(t *testing.T) {
	t.Parallel()
	o := notice(t)
	pdf := printed(t, "notice.docx", docx(t, o))
	info := command(t, "pdfinfo", "-f", "1", "-l", "99", pdf)
	if !regexp.MustCompile(`Page +1 size: +595\.\d+ x 841\.\d+ pts \(A4\)`).MatchString(info) || !regexp.MustCompile(`Page +6 size: +841\.\d+ x 595`).MatchString(info) {
		t.Errorf("pages are not A4, the last on its side:\n%s", info)
	}
	text := command(t, "pdftotext", "-layout", pdf, "-")
	at := 0
	for _, want := range []string{"送审稿", "特急", "柏川市人民政府办公室文件", "柏政办发〔2026〕7号", "关于2026年10月份", "重点任务落实情况的通报", "各县（区）人民政府，市直各有关单位：",
		"一、总体情况", "22项，办结6项（27%）", "各文件任务情况", "<b>&甲", "合计", "各单位逾期事项", "市工信局", "二、滞后情况", "（一）市商务局", "（二）市工信局", "1.第一件", "（1）细目",
		"附件：1. 逾期事项清单", "2. 任务台账", "2026年11月5日", "（此件公开发布）", "附件1", "附件正文。", "附件2", "建成市场", "抄送：市委办公室，市人大常委会办公室。", "2026年11月6日印发"} {
		flat := strings.Join(strings.Fields(want), "")
		rest := strings.Join(strings.Fields(text), "")[at:]
		i := strings.Index(rest, flat)
		if i < 0 {
			t.Fatalf("%q does not stand behind what comes before it:\n%s", want, text)
		}
		at += i + len(flat)
	}
	for i, page := range strings.Split(text, "\f")[:5] {
		lines := strings.Split(strings.TrimRight(page, "\n "), "\n")
		foot := lines[len(lines)-1]
		if want := fmt.Sprintf("—%d—", i+1); strings.Join(strings.Fields(foot), "") != want {
			t.Errorf("page %d ends with %q, want %q", i+1, foot, want)
		}
	}
}

var word = regexp.MustCompile(`<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*)</word>`)

// The standard asks for 22 lines of 28 characters in an area of 156 by 225 mm, the page number at the right of odd pages and at the left of even ones.
func TestOfficial_FillsThePageWith22LinesOf28Characters(t *testing.T) {
	t.Parallel()
	const lines = 50
	pdf := printed(t, "full.docx", docx(t, bulletin.Official{Body: []bulletin.Block{bulletin.Paragraph{Text: strings.Repeat("按时办结压实责任补齐短板逐项整改销号清零督促落实再看", lines) + strings.Repeat("完", 24)}}}))
	pages := strings.Split(command(t, "pdftotext", "-bbox", pdf, "-"), "<page ")[1:]
	if len(pages) != 3 {
		t.Fatalf("%d pages, want 3", len(pages))
	}
	for i, page := range pages[:2] {
		rows := make(map[string]int)
		for _, m := range word.FindAllStringSubmatch(page, -1) {
			if x := number(t, m[1]); strings.Contains(m[5], "—") {
				if isRight := x > 300; isRight != (i == 0) {
					t.Errorf("the number of page %d stands at %v", i+1, x)
				}
				continue
			}
			if y := number(t, m[2]); y > 600.0 && len(m[5]) < 5 {
				continue // of the page number
			}
			if x := number(t, m[3]); x > 595.3-73.7+2 || number(t, m[1]) < 79-1 {
				t.Errorf("page %d: %q leaves the area, from %s to %s", i+1, m[5], m[1], m[3])
			}
			rows[m[2]] += utf8.RuneCountInString(m[5])
		}
		if len(rows) != 22 {
			t.Errorf("page %d has %d lines, want 22", i+1, len(rows))
		}
		for y, n := range rows {
			if n != 28 && !(i == 0 && n == 26) { // the first one stands in by two
				t.Errorf("page %d: the line at %s has %d characters, want 28", i+1, y, n)
			}
		}
	}
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// 版记 stands at the foot of the last page, however little is on it.
func TestOfficial_ItsFootStandsAtTheFoot(t *testing.T) {
	t.Parallel()
	pdf := printed(t, "foot.docx", docx(t, bulletin.Official{Copies: "市委办公室", Printer: "市政府办公室", Printed: day(t, "2026-11-06"), Body: []bulletin.Block{bulletin.Paragraph{Text: "正文。"},
		bulletin.Table{Columns: []bulletin.Column{{Head: "甲"}}, Rows: [][]string{{"乙"}}}}}))
	for _, m := range word.FindAllStringSubmatch(command(t, "pdftotext", "-bbox", pdf, "-"), -1) {
		if strings.Contains(m[5], "抄送") && number(t, m[2]) < 640 {
			t.Errorf("it stands %s points below the top", m[2])
		}
	}
}

func TestOfficial_SameValuesMakeTheSameBytes(t *testing.T) {
	t.Parallel()
	if !bytes.Equal(docx(t, notice(t)), docx(t, notice(t))) {
		t.Error("two files of one document differ")
	}
}

// Every font has a chain of others; none is embedded.
func TestOfficial_NamesFontsWithFallbacksAndEmbedsNone(t *testing.T) {
	t.Parallel()
	z, err := zip.NewReader(bytes.NewReader(docx(t, notice(t))), int64(len(docx(t, notice(t)))))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		if strings.Contains(f.Name, "font") && f.Name != "word/fontTable.xml" {
			t.Errorf("%s is embedded", f.Name)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		d := xml.NewDecoder(r)
		for {
			if _, err = d.Token(); err != nil {
				break
			}
		}
		if !errors.Is(err, io.EOF) {
			t.Errorf("%s is no XML: %v", f.Name, err)
		}
	}
	table := inside(t, docx(t, notice(t)), "word/fontTable.xml")
	for _, m := range regexp.MustCompile(`<w:rFonts w:ascii="([^"]+)"`).FindAllStringSubmatch(inside(t, docx(t, notice(t)), "word/document.xml")+inside(t, docx(t, notice(t)), "word/styles.xml"), -1) {
		if !regexp.MustCompile(`w:name="` + m[1] + `"><w:altName w:val="[^"]+,`).MatchString(table) {
			t.Errorf("the typeface %s has no others", m[1])
		}
	}
}

// inside is a file in a ZIP archive.
func inside(t *testing.T, file []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Hostile text neither breaks the file nor leaves its place.
func FuzzOfficial(f *testing.F) {
	f.Add("标题", "正文</w:t>&\x00\ufffe")
	f.Fuzz(func(t *testing.T, title, text string) {
		file := docx(t, bulletin.Official{Mark: title, Title: title, Signature: text, Copies: text, Checks: []string{text}, Body: []bulletin.Block{bulletin.Paragraph{Text: text},
			bulletin.Table{Columns: []bulletin.Column{{Head: title}}, Rows: [][]string{{text, text}}}, bulletin.Chart{Title: title, Names: []string{text}, Series: []bulletin.Bars{{Name: text}}}}})
		for _, name := range []string{"word/document.xml", "word/charts/chart1.xml"} {
			d := xml.NewDecoder(strings.NewReader(inside(t, file, name)))
			for {
				_, err := d.Token()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatalf("%s is no XML: %v", name, err)
				}
			}
		}
	})
}
