package reader

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wenxiao/wenxiao/source"
)

var update = flag.Bool("update", false, "rewrite the expected files in testdata")

// describe prints all of a text: its lines, its tables cell by cell, its diagnostics.
func describe(t *source.Text, ds []source.Diagnostic) string {
	var b strings.Builder
	b.WriteString(t.String)
	for i, table := range t.Tables {
		fmt.Fprintf(&b, "-- table %d --\n", i+1)
		for _, c := range table.Cells {
			fmt.Fprintf(&b, "%d,%d %dx%d %q\n", c.Row, c.Col, c.RowSpan, c.ColSpan, t.Slice(c.Span))
		}
	}
	for _, d := range ds {
		fmt.Fprintf(&b, "-- %s %s\n", d.Code, strings.Join(d.Args, " "))
	}
	return b.String()
}

func read(t *testing.T, name string, data []byte) (*source.Text, []source.Diagnostic) {
	t.Helper()
	text, ds, err := Read(name, data, Options{})
	if err != nil {
		t.Fatalf("Read(%q): %v", name, err)
	}
	return text, ds
}

func TestHTML_PagesOfContentSystems(t *testing.T) {
	t.Parallel()
	pages, err := filepath.Glob("testdata/html/*.html")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	for _, page := range pages {
		t.Run(filepath.Base(page), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(page)
			if err != nil {
				t.Fatal(err)
			}
			text, ds := read(t, page, data)
			if !text.Paragraph {
				t.Error("Paragraph = false")
			}
			got := describe(text, ds)
			file := strings.TrimSuffix(page, ".html") + ".want"
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestHTML_Lines(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, page, want string }{
		{"breadcrumb", "<p>您当前所在位置: 首页 > 公开</p><p>正文。</p>", "正文。\n"},
		{"counter in its own line", "<p>访问量:</p><p>正文。</p>", "正文。\n"},
		{"counter beside source", "<p>来源：县政府办 浏览次数：12次 【字体：大 中 小】</p><p>正文。</p>", "来源：县政府办\n正文。\n"},
		{"a clause about counters", "<p>（三）提高网站访问量</p><p>分享典型经验</p>", "（三）提高网站访问量\n分享典型经验\n"},
		{"a clause that names an organiser", "<p>主办单位：县文旅局</p><p>正文。</p>", "主办单位：县文旅局\n正文。\n"},
		{"footer", "<p>正文。</p><p>主办：某县人民政府</p><p>某ICP备12345678号</p>", "正文。\n"},
		{"share bar", "<p>正文。</p><p>分享到： 微信 微博 QQ空间</p>", "正文。\n"},
		{"next steps are no neighbour", "<p>下一步，要抓好落实</p><p>正文。</p>", "下一步，要抓好落实\n正文。\n"},
		{"line breaks", "<p>甲<br>乙<br/><br/>丙</p>", "甲\n乙\n丙\n"},
		{"inline elements", "<p>推<b>动</b>\n<i>一体</i> <u>A</u> B</p>", "推动一体 A B\n"},
		{"ascii words", "<p>GDP\nper capita</p>", "GDP per capita\n"},
		{"entities", "<p>&#12298;a&#12299;&lt;b&gt;&nbsp;c</p>", "《a》<b> c\n"},
		{"hidden", "<p>显示的内容。</p><p hidden>隐藏一。</p><div style='color:red; DISPLAY : none'>隐藏二</div>", "显示的内容。\n"},
		{"related links", "<p>正文。</p><p>相关链接：</p><p><a href='/1'>甲</a></p><p>尾。</p>", "正文。\n尾。\n"},
		{"office paragraph", "<p class=MsoNormal><span lang=EN-US>1.<o:p></o:p></span>任务</p>", "1.任务\n"},
		{"title outside", "<title>关于印发某某方案的通知-某县政府网</title><div><h3>关于印发某某方案的通知</h3></div><div id=zoom><p>各乡镇：</p><p>现将方案印发给你们，请认真执行。</p></div>", "关于印发某某方案的通知\n各乡镇：\n现将方案印发给你们，请认真执行。\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			text, _ := read(t, "a.html", []byte("<html><body>"+c.page+"</body></html>"))
			if diff := cmp.Diff(c.want, text.String); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// FuzzHTML gives pages to the reader; what it makes of them is a text with sound tables, or an error with a sentence.
func FuzzHTML(f *testing.F) {
	pages, err := filepath.Glob("testdata/html/*.html")
	if err != nil || len(pages) == 0 {
		f.Fatalf("no pages: %v", err)
	}
	for _, path := range pages {
		page, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(page))
	}
	f.Add(`<html><body><table border=1><tr><td rowspan=2>a<table><tr><td>b<td>c</table><td colspan=3>d<tr><td>e</table><ol start=3><li>x<li value=9>y</ol>`)
	f.Fuzz(func(t *testing.T, page string) {
		text, _, err := Read("a.html", []byte("<!DOCTYPE html><meta charset=utf-8>"+page), Options{})
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
