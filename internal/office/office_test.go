package office

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wenxiao/wenxiao/reader"
	"github.com/wenxiao/wenxiao/source"
)

// installed is an office for tests with the real program. Where none is installed they are
// skipped, but not on the build server. Its temporary folder must be empty in the end.
func installed(t *testing.T) *Office {
	t.Helper()
	if _, ok := find(); !ok {
		if os.Getenv("CI") == "true" {
			t.Fatal("LibreOffice is not installed, and CI needs it")
		}
		t.Skip("LibreOffice is not installed: nothing was converted")
	}
	emptyAfter(t)
	return &Office{}
}

// emptyAfter gives the test a folder for temporary files and checks that none is left in it.
func emptyAfter(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Cleanup(func() {
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v, %v", left, err)
		}
	})
}

func fixture(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// options are those of a reader that converts through o.
func options(t *testing.T, o *Office) reader.Options {
	return reader.Options{Convert: func(format string, data []byte) ([]byte, error) { return o.Convert(t.Context(), format, data) }}
}

// The fixtures were saved by LibreOffice in the formats of Word 97 and Excel 97.
func TestConvert_OldDocumentsAreReadAsPrinted(t *testing.T) {
	o := installed(t)
	for _, c := range []struct{ file, format, want string }{
		{"care-plan.doc", "DOC", `碧湖县2024年养老服务工作方案
一、总体要求
坚持以老年人需求为中心。
二、重点任务
（一）完善服务设施。2024年底前，新建社区养老服务站12个，改造特困供养机构3所。（牵头单位：县民政局；配合单位：县住建局、各乡镇人民政府）
（二）培训护理人员。全年培训养老护理员600人次。（责任单位：县人社局）
三、保障措施
（一）定期报告。县民政局每季度末月25日前将进展情况报县政府办公室。
序号	重点任务	责任单位
1	完善服务设施	县民政局
附注
`},
		{"task-table.xls", "XLS", `碧湖县2024年水利重点任务分解表
填报单位：县水利局　单位：万元
序号	重点任务	责任分工	完成时限	投资
牵头单位	配合单位
一、供水保障
1	新建集中供水工程12处	县水利局	县财政局、
县发改局	2024年6月	1,234.50
各乡镇	2024年9月	20.00
注：完成情况每月25日前报县水利局。
`},
	} {
		text, ds, err := reader.Read(c.file, fixture(t, "testdata/"+c.file), options(t, o))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, text.String); diff != "" || len(text.Tables) != 1 {
			t.Errorf("%s, %d tables (-want +got):\n%s", c.file, len(text.Tables), diff)
		}
		if len(ds) != 1 || ds[0].Code != source.Converted || ds[0].Args[0] != c.format {
			t.Errorf("%s: diagnostics %v", c.file, ds)
		}
	}
}

func TestConvert_ADamagedFileIsNoText(t *testing.T) {
	o := installed(t)
	data := fixture(t, "testdata/task-table.xls")
	clear(data[512:2048]) // the workbook's stream, not the directory that names it
	_, _, err := reader.Read("a.xls", data, options(t, o))
	var e *reader.Error
	if !errors.As(err, &e) || e.Kind != reader.Unconverted || !errors.Is(err, errNothing) {
		t.Errorf("got %v, want Unconverted", err)
	}
}

// A document may name a picture or a file on another machine: asking for it would tell who reads what.
func TestConvert_AsksNoOtherMachine(t *testing.T) {
	o := installed(t)
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer server.Close()
	out, err := o.Convert(t.Context(), "ODT", linked(t, server.URL+"/a.png"))
	if err != nil || len(out) == 0 {
		t.Fatal(err)
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("the document made %d requests", n)
	}
}

// linked is a text with a picture that lies elsewhere.
func linked(t *testing.T, address string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, m := range [][2]string{
		{"mimetype", "application/vnd.oasis.opendocument.text"},
		{"META-INF/manifest.xml", `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`},
		{"content.xml", `<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"><office:body><office:text><text:p>甲<draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm"><draw:image xlink:href="` + address + `" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p></office:text></office:body></office:document-content>`},
	} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: m[0]}) // stored, as the first must be
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(m[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// script makes a program that stands in for the office.
func script(t *testing.T, body string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the program is a shell script")
	}
	path := filepath.Join(t.TempDir(), "soffice")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+body), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestConvert_AProgramThatHangsIsKilledWithItsChildren(t *testing.T) {
	emptyAfter(t)
	alive := filepath.Join(t.TempDir(), "alive")
	o := &Office{Timeout: 200 * time.Millisecond, Program: script(t, `(sleep 2; touch "`+alive+`") & sleep 60`)}
	began := time.Now()
	_, err := o.Convert(t.Context(), "DOC", nil)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want DeadlineExceeded", err)
	}
	if took := time.Since(began); took > 30*time.Second {
		t.Errorf("took %v", took)
	}
	wait := &Office{Program: script(t, "sleep 3"), Timeout: time.Minute} // longer than the child would have lived
	if _, err := wait.Convert(t.Context(), "DOC", nil); !errors.Is(err, errNothing) {
		t.Error(err)
	}
	if _, err := os.Stat(alive); err == nil {
		t.Error("a child of the killed program went on")
	}
}

func TestConvert_WhatFails(t *testing.T) {
	emptyAfter(t)
	output := func(size string) string {
		return `while [ "$1" != --outdir ]; do shift; done; mkdir "$2"; head -c ` + size + ` /dev/zero > "$2/in.docx"`
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx    context.Context
		body   string
		format string
		is     error
		says   string
	}{
		"no result":       {t.Context(), "echo no such filter >&2", "DOC", errNothing, "no such filter"},
		"a failure":       {t.Context(), "echo out of memory >&2; exit 7", "DOC", nil, "out of memory"},
		"much complaint":  {t.Context(), "head -c 9000000 /dev/zero >&2", "DOC", errNothing, ""},
		"too large":       {t.Context(), output("68000000"), "DOC", nil, "too large"},
		"cancelled":       {cancelled, output("5"), "DOC", context.Canceled, ""},
		"another format":  {t.Context(), output("5"), "PPT", reader.ErrNoConverter, ""},
		"a file too long": {t.Context(), output("300000000") + " || exit 9", "DOC", nil, ""},
	} {
		o := &Office{Program: script(t, c.body)}
		_, err := o.Convert(c.ctx, c.format, nil)
		if err == nil || c.is != nil && !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v", name, err)
		}
		if err != nil && len(err.Error()) > 5000 {
			t.Errorf("%s: an error of %d bytes", name, len(err.Error()))
		}
	}
	o := &Office{Program: script(t, output("5"))}
	if out, err := o.Convert(t.Context(), "DOC", nil); err != nil || len(out) != 5 {
		t.Errorf("what works: %q, %v", out, err)
	}
}

func TestFileURL(t *testing.T) {
	for path, want := range map[string]string{"/tmp/a b/问": "file:///tmp/a%20b/%E9%97%AE"} {
		if got := fileURL(path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}
