package compile_test

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/wenxiao/wenxiao/compile"
)

// TestCompile_SurvivesShuffledText compiles documents whose words were cut, doubled and moved:
// whatever order words come in, nothing panics and every quote stands at its span.
func TestCompile_SurvivesShuffledText(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	var phrases []string
	paths := documents(t, "tuning", ".txt")
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		phrases = append(phrases, strings.FieldsFunc(string(data), func(r rune) bool { return strings.ContainsRune("，。；：、\n", r) })...)
	}
	marks := []string{"，", "。", "；", "：", "、", "\n", "\n\n", "（", "）", "\t", "", "", "一、", "\n（一）", "\n第一条　"}
	for range shuffles {
		var b strings.Builder
		b.WriteString("某县2024年工作方案\n\n一、重点任务\n")
		for range 5 + rng.IntN(60) {
			runes := []rune(phrases[rng.IntN(len(phrases))])
			from := rng.IntN(len(runes)/3 + 1)
			b.WriteString(string(runes[from : from+rng.IntN(len(runes)-from+1)]))
			b.WriteString(marks[rng.IntN(len(marks))])
		}
		text := b.String()
		doc, err := compile.Compile("a.txt", []byte(text), compile.Options{KeepText: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range quotes(doc) {
			if q.span.Start < 0 || q.span.End > len(*doc.Text) || q.span.Start > q.span.End || (*doc.Text)[q.span.Start:q.span.End] != q.quote {
				t.Fatalf("span %v does not give %q in\n%s", q.span, q.quote, text)
			}
		}
	}
}

// shuffles is enough for the fast suite; it was run with 400,000 when it was written.
const shuffles = 2000
