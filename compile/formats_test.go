package compile_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/eval"
	"github.com/wenxiao/wenxiao/internal/ofdtest"
)

// formats print a text as a document of another format.
var formats = []struct {
	extension string
	print     func(w io.Writer, text string) error
}{
	{".html", printHTML},
	{".docx", printDOCX},
	{".ofd", func(w io.Writer, text string) error {
		return ofdtest.Write(w, ofdtest.Options{Runs: true}, ofdtest.Letter(text))
	}},
}

// TestScore_IsTheSameInEveryFormat prints the unseen documents in each format and
// wants the scores of their texts, to a hundredth.
func TestScore_IsTheSameInEveryFormat(t *testing.T) {
	t.Parallel()
	paths := documents(t, "unseen", ".txt")
	typed := eval.Score{}
	for _, path := range paths {
		typed.Add(score(t, path))
	}
	for _, f := range formats {
		t.Run(f.extension, func(t *testing.T) {
			t.Parallel()
			printed := eval.Score{}
			for _, path := range paths {
				text, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				var b bytes.Buffer
				if err := f.print(&b, string(text)); err != nil {
					t.Fatal(err)
				}
				name := strings.TrimSuffix(filepath.Base(path), ".txt") + f.extension
				doc, err := compile.Compile(name, b.Bytes(), compile.Options{})
				if err != nil {
					t.Fatal(err)
				}
				printed.Add(eval.Compare(name, goldFacts(t, path), facts(t, doc)))
			}
			for _, kind := range eval.Names() {
				want, _ := typed.Figure(kind)
				got, _ := printed.Figure(kind)
				if math.Abs(want-got) > 0.01 {
					t.Errorf("%s: %.4f, as text %.4f", kind, got, want)
				}
			}
		})
	}
}

func goldFacts(t *testing.T, path string) *eval.Facts {
	t.Helper()
	data, err := os.ReadFile(goldOf(path))
	if err != nil {
		t.Fatal(err)
	}
	f, err := eval.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// printHTML is a page of a government's site: the document between navigation and footer.
func printHTML(w io.Writer, text string) error {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html><html><head><meta charset="utf-8"><title>政府文件</title></head><body><div class="nav"><a href="/">首页</a> <a href="/zwgk">政务公开</a></div><div class="TRS_Editor">`)
	for line := range strings.Lines(text) {
		fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(strings.TrimSpace(line)))
	}
	b.WriteString(`</div><div class="footer">主办：市人民政府办公室 <a href="/map">网站地图</a></div></body></html>`)
	_, err := io.WriteString(w, b.String())
	return err
}

// printDOCX is a document of a word processor, a paragraph for each line.
func printDOCX(w io.Writer, text string) error {
	z := zip.NewWriter(w)
	m, err := z.Create("word/document.xml")
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`)
	for line := range strings.Lines(text) {
		fmt.Fprintf(&b, `<w:p><w:r><w:t xml:space="preserve">%s</w:t></w:r></w:p>`, html.EscapeString(strings.TrimRight(line, "\r\n")))
	}
	b.WriteString(`</w:body></w:document>`)
	if _, err := io.WriteString(m, b.String()); err != nil {
		return err
	}
	return z.Close()
}
