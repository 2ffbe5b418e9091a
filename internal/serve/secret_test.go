package serve_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/wenxiao/wenxiao/internal/browser"
	"github.com/wenxiao/wenxiao/internal/instance/instancetest"
	"github.com/wenxiao/wenxiao/internal/record"
	"github.com/wenxiao/wenxiao/internal/relation"
	"github.com/wenxiao/wenxiao/internal/store"
)

// What is told in a secret document and in its name.
const (
	told  = "专项行动代号雪松，集结地点为东风渠三号闸"
	named = "雪松方案"
)

// Journey 6. Documents marked as state secrets are refused with what to do now, and nothing of them is kept: no row, no file, no octet.
func TestSecretRefused(t *testing.T) {
	b := browser.Start(t)
	t.Setenv("TMPDIR", t.TempDir()) // what the server puts aside comes here, and nothing of the browser
	h := build(t)
	h.open(t)
	d := &desk{t: t, h: h, b: b, lang: "zh", looked: make(map[string]bool)}
	d.enter("supervisor")
	d.Click("nav a[href='/documents']")
	before := h.rows(t)
	text := strings.Replace(monthPlan, "2025年新建公共停车场20个。", told+"。", 1)
	for _, x := range []struct {
		name, mark string
		content    []byte
	}{
		{named + ".txt", "秘密★1年", []byte("000001\n秘密★1年\n特急\n" + text)},
		{named + ".docx", "机密", word(t, "机密\n"+text)},
	} {
		d.arrive("documents, none", "location.pathname === '/documents' && !document.querySelector('[data-rows]')")
		d.choose("#f-file", x.name, x.content)
		d.Click("form.upload button")
		d.arrive("document, refused", "document.querySelector('.upload-state.wrong:not([hidden])')")
		d.says("文件标有密级（"+x.mark+"），不得在本系统处理", "没有保存任何内容", "请立即移出本机", "按保密规定处置")
		d.Page = d.b.Visit(t, h.address+"/documents", browser.Desk)
		d.arrive("documents, none", "!document.querySelector('[data-rows]')")
		if html := browser.Eval[string](d.Page, "document.documentElement.outerHTML"); strings.Contains(html, "雪松") || strings.Contains(html, "密级") {
			t.Errorf("the page goes on telling of %s", x.name)
		}
	}
	for name, n := range h.rows(t) {
		if n != before[name] && name != "audit_event" && name != "audit_block" {
			t.Errorf("%s had %d rows and has %d", name, before[name], n)
		}
	}
	d.enter("auditor")
	d.says("审计、账号和系统维护不产生待办")
	d.Click("main a[href='/audit']")
	d.arrive("audit", "location.pathname === '/audit'")
	d.Page = d.b.Visit(t, h.address+"/audit?kind=document.refuse", browser.Desk)
	d.arrive("audit, two refused", "document.querySelectorAll('table.rows tbody tr').length === 2")
	d.says("拒收标密文件", "supervisor")
	h.tracesOf(t, told, told[:len("专项行动代号雪松")], named)
}

// word is a Word file with a paragraph for each line, not compressed: what is kept of it can be found.
func word(t *testing.T, text string) []byte {
	t.Helper()
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	body := "<w:p><w:r><w:t>" + strings.ReplaceAll(text, "\n", "</w:t></w:r></w:p><w:p><w:r><w:t>") + "</w:t></w:r></w:p>"
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + `</w:body></w:document>`},
	} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: part[0], Method: zip.Store})
		if err == nil {
			_, err = w.Write([]byte(part[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// rows counts those of each table, and the files that are kept.
func (h *house) rows(t *testing.T) map[string]int64 {
	t.Helper()
	all := make(map[string]int64)
	h.must(t, h.Store.Read(t.Context(), store.Unscoped, func(ctx context.Context, v *store.View) error {
		for _, table := range record.Tables() {
			n, err := store.Count(ctx, v, &relation.Select{From: relation.From(table, "r")})
			if err != nil {
				return fmt.Errorf("count %s: %w", table.Name, err)
			}
			all[table.Name] = n
		}
		return nil
	}))
	return all
}

// tracesOf looks for words in every file of the installation, in what is put aside, in the log and in the audit, however they may be written.
func (h *house) tracesOf(t *testing.T, words ...string) {
	t.Helper()
	found := map[string][]byte{"on the disk": instancetest.Octets(t, h.Place.Data, os.TempDir()), "in the log": []byte(h.log.String())}
	for _, w := range words {
		gbk, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(w))
		h.must(t, err)
		var wide, quoted []byte
		for _, u := range utf16.Encode([]rune(w)) {
			wide = append(wide, byte(u), byte(u>>8))
			quoted = fmt.Appendf(quoted, "\\u%04x", u)
		}
		for where, octets := range found {
			for _, needle := range [][]byte{[]byte(w), gbk, wide, quoted, []byte(url.QueryEscape(w))} {
				if bytes.Contains(octets, needle) {
					t.Errorf("%s stands %s", w, where)
				}
			}
		}
	}
}
