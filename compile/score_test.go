package compile_test

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/eval"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

var update = flag.Bool("update", false, "rewrite golden files")

// compiled compiles one file, its text kept.
func compiled(t testing.TB, path string) *policy.Document {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := compile.Compile(filepath.Base(path), data, compile.Options{KeepText: true})
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return doc
}

// documents lists the documents of a set that have one of the given extensions.
func documents(t testing.TB, set, ext string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", set, "*"+ext))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no documents in %s: %v", set, err)
	}
	return paths
}

func goldOf(path string) string {
	base := filepath.Base(path)
	return filepath.Join(filepath.Dir(path), "gold", strings.TrimSuffix(base, filepath.Ext(base))+".json")
}

// TestScore_Golden keeps what the compiler finds in annotated documents in a
// committed file, so that a change that moves it shows in the diff. The tuning
// set was read while the grammar was written; the unseen set never was.
func TestScore_Golden(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, set := range []struct{ name, ext string }{{"tuning", ".txt"}, {"tuning", ".html"}, {"tuning", ".docx"}, {"unseen", ".txt"}} {
		total := eval.Score{}
		paths := documents(t, set.name, set.ext)
		for _, path := range paths {
			total.Add(score(t, path))
		}
		fmt.Fprintf(&b, "%s %s, %d documents\n%s\n", set.name, set.ext, len(paths), total.Table())
	}
	golden := filepath.Join("testdata", "score.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("the scores moved; if for the better, run go test ./compile -run Score -update (-was +is):\n%s", diff)
	}
}

func score(t testing.TB, path string) eval.Score {
	t.Helper()
	data, err := json.Marshal(compiled(t, path))
	if err != nil {
		t.Fatal(err)
	}
	found, err := eval.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	gold, err := os.ReadFile(goldOf(path))
	if err != nil {
		t.Fatal(err)
	}
	want, err := eval.Parse(gold)
	if err != nil {
		t.Fatal(err)
	}
	return eval.Compare(filepath.Base(path), want, found)
}

func TestSpans_GiveTheQuotedWords(t *testing.T) {
	t.Parallel()
	checked := 0
	for _, set := range []struct{ name, ext string }{{"tuning", ".txt"}, {"tuning", ".html"}, {"tuning", ".docx"}, {"unseen", ".txt"}} {
		for _, path := range documents(t, set.name, set.ext) {
			doc := compiled(t, path)
			for _, q := range quotes(doc) {
				checked++
				if q.span.Start < 0 || q.span.End > len(*doc.Text) || q.span.Start > q.span.End {
					t.Errorf("%s: span %v outside the text", path, q.span)
				} else if got := (*doc.Text)[q.span.Start:q.span.End]; got != q.quote {
					t.Errorf("%s: span %v gives %q, quote %q", path, q.span, got, q.quote)
				}
			}
		}
	}
	t.Logf("%d facts checked", checked)
}

type quoted struct {
	quote string
	span  source.Span
}

// quotes lists every quote of a document with its span.
func quotes(doc *policy.Document) []quoted {
	var all []quoted
	for _, d := range doc.DefaultDuties {
		all = append(all, quoted{d.Quote, d.Span})
	}
	for _, task := range doc.Tasks {
		all = append(all, quoted{task.Quote, task.Span})
		for _, d := range task.Duties {
			all = append(all, quoted{d.Quote, d.Span})
		}
		for _, g := range task.Targets {
			all = append(all, quoted{g.Quote, g.Span})
		}
		for _, s := range task.Soft {
			all = append(all, quoted{s.Quote, s.Span})
		}
	}
	for _, o := range append(doc.Obligations, doc.Triggered...) {
		all = append(all, quoted{o.Quote, o.Span})
	}
	for _, p := range doc.Provisions {
		all = append(all, quoted{p.Quote, p.Span})
	}
	return all
}

// TestUnseen_IsFrozen fails where a document or an annotation of the unseen set was
// touched: it would no longer be unseen.
func TestUnseen_IsFrozen(t *testing.T) {
	t.Parallel()
	f, err := os.Open(filepath.Join("testdata", "unseen", "SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	files := 0
	for s := bufio.NewScanner(f); s.Scan(); files++ {
		sum, name, _ := strings.Cut(s.Text(), "  ")
		data, err := os.ReadFile(filepath.Join("testdata", "unseen", name))
		if err != nil {
			t.Fatal(err)
		}
		if got := sha256.Sum256(data); hex.EncodeToString(got[:]) != sum {
			t.Errorf("%s was changed", name)
		}
	}
	if files != 16 {
		t.Errorf("%d files are frozen, want 16", files)
	}
}

func FuzzCompile(f *testing.F) {
	for _, path := range documents(f, "tuning", ".txt")[:4] {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("一、（一）1.（1）①第一条 一是由市财政局牵头，2024年底前建成3-5个（市住建局负责"))
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := compile.Compile("a.txt", data, compile.Options{KeepText: true})
		if err != nil {
			return
		}
		for _, q := range quotes(doc) {
			if q.span.Start < 0 || q.span.End > len(*doc.Text) || (*doc.Text)[q.span.Start:q.span.End] != q.quote {
				t.Errorf("span %v does not give %q", q.span, q.quote)
			}
		}
	})
}
