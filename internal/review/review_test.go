package review

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

const samples = "../../samples"

// sample compiles a sample document with its text.
func sample(t *testing.T, name string, lang source.Language) *policy.Document {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(samples, name))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := compile.Compile(name, data, compile.Options{KeepText: true, Language: lang})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func render(t *testing.T, doc *policy.Document, lang source.Language) string {
	t.Helper()
	var b bytes.Buffer
	if err := HTML(&b, "文件.txt", doc, lang); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func parse(t *testing.T, page string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// words is the text below a node, without style and script.
func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.Data != "style" && d.Parent.Data != "script" {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func byID(root *html.Node) map[string]*html.Node {
	ids := map[string]*html.Node{}
	for d := range root.Descendants() {
		if id := attribute(d, "id"); id != "" {
			ids[id] = d
		}
	}
	return ids
}

func every(t *testing.T, f func(t *testing.T, name string)) {
	t.Helper()
	for _, name := range []string{"city-key-tasks.txt", "elderly-care-plan.docx", "employment-subsidy-rules.txt", "pollution-task-table.html", "river-chief-points.txt", "rural-opinion-scraped.txt"} {
		t.Run(name, func(t *testing.T) { t.Parallel(); f(t, name) })
	}
}

func TestHTML_TheSmallSampleHasEveryKind(t *testing.T) {
	t.Parallel()
	for _, c := range newPage("", sample(t, everyKind, source.Chinese), source.Chinese).Counts {
		if c.N == 0 {
			t.Errorf("no %s", c.Word)
		}
	}
}

func TestHTML_ShowsEveryWordOfTheText(t *testing.T) {
	t.Parallel()
	every(t, func(t *testing.T, name string) {
		doc := sample(t, name, source.Chinese)
		ids := byID(parse(t, render(t, doc, source.Chinese)))
		squeeze := func(s string) string {
			return strings.Map(func(r rune) rune {
				if unicode.IsSpace(r) {
					return -1
				}
				return r
			}, s)
		}
		shown := ""
		for d := range ids["source"].Descendants() {
			if attribute(d, "class") == "text" {
				shown = squeeze(words(d))
			}
		}
		if diff := cmp.Diff(squeeze(*doc.Text), shown); diff != "" {
			t.Error(diff)
		}
	})
}

func TestHTML_LinksLeadSomewhereAndIDsAreUnique(t *testing.T) {
	t.Parallel()
	every(t, func(t *testing.T, name string) {
		root := parse(t, render(t, sample(t, name, source.Chinese), source.Chinese))
		ids := map[string]int{}
		for d := range root.Descendants() {
			if id := attribute(d, "id"); id != "" {
				ids[id]++
			}
		}
		for id, n := range ids {
			if n > 1 {
				t.Errorf("%d elements are called %s", n, id)
			}
		}
		links := 0
		for d := range root.Descendants() {
			if d.Data != "a" {
				continue
			}
			links++
			to, local := strings.CutPrefix(attribute(d, "href"), "#")
			if !local || ids[to] == 0 {
				t.Errorf("a link leads to %q", attribute(d, "href"))
			}
			for _, id := range strings.Fields(attribute(d, "data-f")) {
				if ids[id] == 0 {
					t.Errorf("marked words speak of %q, which is not there", id)
				}
			}
		}
		if links < 50 {
			t.Errorf("only %d links", links)
		}
	})
}

func TestHTML_EveryFactHasItsRowAndItsWords(t *testing.T) {
	t.Parallel()
	every(t, func(t *testing.T, name string) {
		doc := sample(t, name, source.Chinese)
		ids := byID(parse(t, render(t, doc, source.Chinese)))
		for _, f := range newPage(name, doc, source.Chinese).facts {
			if f.ID == "m" {
				continue // the document as a whole stands nowhere
			}
			if ids[f.ID] == nil {
				t.Errorf("%s (%s) has no row", f.ID, f.Text)
			}
			if ids["at-"+f.ID] == nil {
				t.Errorf("the words of %s (%s) are not marked", f.ID, f.Text)
			}
		}
	})
}

func TestHTML_TablesStayTables(t *testing.T) {
	t.Parallel()
	root := parse(t, render(t, sample(t, "pollution-task-table.html", source.Chinese), source.Chinese))
	heads, spanned := 0, 0
	for d := range byID(root)["source"].Descendants() {
		if d.Data == "th" && attribute(d, "scope") == "col" {
			heads++
		}
		if attribute(d, "rowspan") == "2" {
			spanned++
		}
	}
	if heads != 7 || spanned == 0 {
		t.Errorf("%d heads of columns, want 7; %d cells over two rows, want some", heads, spanned)
	}
}

func TestHTML_SameDocumentSameBytes(t *testing.T) {
	t.Parallel()
	every(t, func(t *testing.T, name string) {
		first := render(t, sample(t, name, source.Chinese), source.Chinese)
		if render(t, sample(t, name, source.Chinese), source.Chinese) != first {
			t.Error("the page differs from run to run")
		}
	})
}

// A document of 2 MB with some 5,000 facts: the browser lays out what is in view, and the page stays small enough to mail.
func TestHTML_LargeDocument(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join(samples, "rural-opinion-scraped.txt"))
	if err != nil {
		t.Fatal(err)
	}
	filler := strings.Repeat("各部门要密切配合，把各项工作落到实处。\n", 1_400)
	doc, err := compile.Compile("large.txt", []byte(strings.Repeat(string(data)+filler, 20)), compile.Options{KeepText: true})
	if err != nil {
		t.Fatal(err)
	}
	p := newPage("large.txt", doc, source.Chinese)
	page := render(t, doc, source.Chinese)
	t.Logf("%d bytes of text, %d facts: %d bytes of page", len(*doc.Text), len(p.facts), len(page))
	if !p.Large || !strings.Contains(page, `<body class="large">`) || strings.Count(page, `<div class="block">`) < len(*doc.Text)/(2*blockSize) {
		t.Error("the page is not divided")
	}
	if most := 2*len(*doc.Text) + 1_000*len(p.facts); len(page) > most {
		t.Errorf("the page has %d bytes, at most %d", len(page), most)
	}
}

func TestHTML_NeedsTheText(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := HTML(&b, "a.txt", &policy.Document{}, source.Chinese); !errors.Is(err, ErrNoText) || b.Len() > 0 {
		t.Errorf("%v, %d bytes", err, b.Len())
	}
}

func TestHTML_StyleAndScriptFitIntoAPage(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{"page.css": pageStyle, "page.js": pageScript} {
		for _, bad := range []string{"</", "<!--", "http:", "https:", "url(", "@import", "eval(", "innerHTML"} {
			if strings.Contains(content, bad) {
				t.Errorf("%s holds %q", name, bad)
			}
		}
	}
}

func TestHTML_EnglishPageHasNoChineseOfItsOwn(t *testing.T) {
	t.Parallel()
	every(t, func(t *testing.T, name string) {
		root := parse(t, render(t, sample(t, name, source.English), source.English))
		for d := range root.Descendants() {
			if d.Type != html.TextNode || d.Parent.Data == "style" || d.Parent.Data == "script" || d.Parent.Data == "title" || language(d) != "en" {
				continue
			}
			quoted := 0 // words of the document stand in quotes
			for _, r := range d.Data {
				switch {
				case r == '“':
					quoted++
				case r == '”':
					quoted--
				case quoted <= 0 && unicode.Is(unicode.Han, r):
					t.Fatalf("an English part says %q", d.Data)
				}
			}
		}
	})
}

// language is the language a node is said to be in.
func language(n *html.Node) string {
	for ; n != nil; n = n.Parent {
		if lang := attribute(n, "lang"); lang != "" {
			return lang
		}
	}
	return ""
}

func TestHTML_WithoutTasksItSaysWhatThatMeans(t *testing.T) {
	t.Parallel()
	text := "一封信\n"
	page := render(t, &policy.Document{Text: &text}, source.Chinese)
	for _, want := range []string{sayNoTasks[0][0], sayNoTasks[3][0], "没有读出：定期义务、触发义务、政策条款、引用依据"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

func TestHTML_DoubtsCarryTheirReason(t *testing.T) {
	t.Parallel()
	doc := sample(t, "pollution-task-table.html", source.English)
	ids := byID(parse(t, render(t, doc, source.English)))
	said := 0
	for i := range doc.Tasks {
		for k := range doc.Tasks[i].Duties {
			for _, code := range doc.Tasks[i].Duties[k].Review {
				id := "t" + strconv.Itoa(i+1) + "-d" + strconv.Itoa(k+1)
				if got := words(ids[id]); !strings.Contains(got, source.Catalogue[code].Message[source.English]) || !strings.Contains(got, string(code)) {
					t.Errorf("%s says %q", id, got)
				}
				said++
			}
		}
	}
	if said == 0 {
		t.Error("the sample has no doubtful duty")
	}
}
