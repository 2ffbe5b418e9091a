package compile_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/eval"
	"github.com/wenxiao/wenxiao/internal/ofdtest"
	"github.com/wenxiao/wenxiao/policy"
)

// TestCompile_AnOFDGivesTheFactsOfItsText lays out the samples as they would be
// printed, broken into lines and pages, and wants the same facts back.
func TestCompile_AnOFDGivesTheFactsOfItsText(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("../samples/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	for _, path := range paths {
		if filepath.Base(path) == "tourism-plan-ocr.txt" {
			continue // its lines are parts of sentences, no paragraphs that could be printed
		}
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			typed := compiled(t, path)
			var b bytes.Buffer
			if err := ofdtest.Write(&b, ofdtest.Options{Runs: true}, ofdtest.Letter(*typed.Text)); err != nil {
				t.Fatal(err)
			}
			printed, err := compile.Compile("a.ofd", b.Bytes(), compile.Options{})
			if err != nil {
				t.Fatal(err)
			}
			want, got := facts(t, typed), facts(t, printed)
			if diff := cmp.Diff(eval.Compare("", want, want), eval.Compare("", want, got)); diff != "" {
				t.Errorf("-text +OFD:\n%s", diff)
			}
		})
	}
}

// A line that fills its width without a full stop ends its paragraph where the next one is indented.
func TestCompile_AFullLineOfAnOFDIsAParagraph(t *testing.T) {
	t.Parallel()
	text := "清河市重点任务清单\n\n一、提升公共服务\n（一）新建改建义务教育学校和幼儿园一十八所增加学位五千个\n牵头单位：市教育局、市发展改革委、市自然资源和规划局\n配合单位：市财政局\n"
	var b bytes.Buffer
	if err := ofdtest.Write(&b, ofdtest.Options{}, ofdtest.Letter(text)); err != nil {
		t.Fatal(err)
	}
	doc, err := compile.Compile("a.ofd", b.Bytes(), compile.Options{KeepText: true})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := *doc.Text, strings.Replace(text, "\n\n", "\n", 1); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A mark of secrecy across a page refuses the document, printed on it or laid over it; another watermark does not.
func TestCompile_AnOFDWithASlantingMarkIsRefused(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]bool{"机密★10年": true, "秘密": true, "仅供内部学习": false} {
		mark := `<ofd:TextObject ID="1" Font="1" Size="20" Boundary="60 100 100 20" CTM="0.7 0.7 -0.7 0.7 0 0"><ofd:TextCode X="0" Y="20">` + words + `</ofd:TextCode></ofd:TextObject>`
		for _, page := range []ofdtest.Page{{Objects: mark}, {Annotation: mark}} {
			d := ofdtest.Letter(order)
			d.Pages[0].Objects, d.Pages[0].Annotation = page.Objects, page.Annotation
			var b bytes.Buffer
			if err := ofdtest.Write(&b, ofdtest.Options{}, d); err != nil {
				t.Fatal(err)
			}
			_, err := compile.Compile("a.ofd", b.Bytes(), compile.Options{})
			var secret *compile.SecretError
			if got := errors.As(err, &secret); got != want {
				t.Errorf("%s (annotation: %t): refused %t, want %t (%v)", words, page.Annotation != "", got, want, err)
			}
		}
	}
}

func facts(t *testing.T, d *policy.Document) *eval.Facts {
	t.Helper()
	data, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	f, err := eval.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
