package comparison_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/compare"
	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/internal/comparison"
	"github.com/wenxiao/wenxiao/source"
)

func compared(t *testing.T, old, new string) *compare.Comparison {
	t.Helper()
	read := func(name, text string) compare.Document {
		doc, clauses, err := compile.WithClauses(name, []byte(text), compile.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return compare.Document{Name: name, Policy: doc, Clauses: clauses}
	}
	return compare.Documents(read("old.txt", old), read("new.txt", new))
}

func samples(t *testing.T) *compare.Comparison {
	t.Helper()
	var texts []string
	for _, path := range []string{"../../samples/city-key-tasks.txt", "../../compare/testdata/revised.txt"} {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(data))
	}
	return compared(t, texts[0], texts[1])
}

func page(t *testing.T, c *compare.Comparison, lang source.Language) string {
	t.Helper()
	var b bytes.Buffer
	if err := comparison.New(c, lang).Page(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The browser runs the page's own style and script and nothing else.
func TestPage_PolicyAllowsItsOwnStyleAndScriptOnly(t *testing.T) {
	t.Parallel()
	text := page(t, samples(t), source.Chinese)
	policy := html.UnescapeString(regexp.MustCompile(`Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(text)[1])
	for _, tag := range []string{"style", "script"} {
		found := regexp.MustCompile(`(?s)<`+tag+`>(.*?)</`+tag+`>`).FindAllStringSubmatch(text, -1)
		if len(found) != 1 {
			t.Fatalf("%d elements %s, want one", len(found), tag)
		}
		sum := sha256.Sum256([]byte(found[0][1]))
		if want := fmt.Sprintf("%s-src 'sha256-%s'", tag, base64.StdEncoding.EncodeToString(sum[:])); !strings.Contains(policy, want) {
			t.Errorf("the policy %q does not allow the page's own %s (%s)", policy, tag, want)
		}
	}
	if !strings.HasPrefix(policy, "default-src 'none';") {
		t.Errorf("the policy %q allows more than it must", policy)
	}
	if m := regexp.MustCompile(`(?i)(\shref|\ssrc)="[^#"][^"]*"|\son\w+="|\sstyle="|https?://`).FindString(text); m != "" {
		t.Errorf("the page reaches outside itself or needs more of the policy: %q", m)
	}
}

func TestPage_EscapesWhatDocumentsSay(t *testing.T) {
	t.Parallel()
	evil := `<img src=x onerror=alert(1)><script>alert("2")</script>`
	old := "某县关于" + evil + "的通知\n\n一、" + evil + "\n（一）建设" + evil + "。新建公园3个，完善服务设施。（责任单位：县" + evil + "局）\n"
	text := page(t, compared(t, old, strings.ReplaceAll(old, "3个", "4个")), source.Chinese)
	if strings.Contains(text, "<img") || strings.Count(text, "<script>") != 1 {
		t.Error("words of a document became elements of the page")
	}
	if !strings.Contains(text, "&lt;img src=x") {
		t.Error("words of the document are missing")
	}
}

func TestPage_ShowsChanges(t *testing.T) {
	t.Parallel()
	text := page(t, samples(t), source.Chinese)
	for _, want := range []string{
		`<html lang="zh-CN">`, `<del>3000</del>`, `<ins>3500</ins>`, `id="next"`, "@media print", "prefers-color-scheme: dark",
		"拆分", "合并", "移位", "改号", "新增", "删除", "目标变化", "责任变化", "政策条款变化", `<del>市国资委（牵头）</del>`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, m := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(text, -1) {
		if !strings.Contains(text, `id="`+m[1]+`"`) {
			t.Errorf("link to #%s leads nowhere", m[1])
		}
	}
}

// In English no wording of the page stays Chinese: what is left comes from the documents.
func TestPage_English(t *testing.T) {
	t.Parallel()
	c := compared(t, "1. Build. Complete 3 parks.\n2. Check.\n", "1. Build. Complete 4 parks.\n2. Report.\n3. Close.\n")
	text := page(t, c, source.English)
	text = regexp.MustCompile(`(?s)<style>.*?</style>`).ReplaceAllString(text, "")
	if m := regexp.MustCompile(`[^\n]*\p{Han}[^\n]*`).FindString(text); m != "" {
		t.Errorf("Chinese on an English page: %s", m)
	}
	if !strings.Contains(text, "Clause by clause") {
		t.Error("the English page lacks its heading")
	}
}

// Every kind and every field has its words, in both languages.
func TestNew_WordsEverything(t *testing.T) {
	t.Parallel()
	for _, lang := range []source.Language{source.Chinese, source.English} {
		v := comparison.New(samples(t), lang)
		if v.Relation == "" || len(v.Counts) < 8 {
			t.Errorf("relation %q, %d counts", v.Relation, len(v.Counts))
		}
		for _, c := range v.Clauses {
			if c.Word == "" || comparison.Mark(c.Kind) == "" || c.Title == "" {
				t.Errorf("clause without words: %+v", c)
			}
		}
		for _, f := range append(append(v.Targets, v.Obligations...), v.Provisions...) {
			if f.Word == "" || f.What == "" || f.Old+f.New == "" || f.Kind == compare.Changed && f.Diff == "" {
				t.Errorf("fact without words: %+v", f)
			}
		}
	}
}
