package corpus_test

import (
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"

	"github.com/wenxiao/wenxiao/bench/corpus"
)

func load(t *testing.T) *corpus.Corpus {
	t.Helper()
	dir := corpus.Folder()
	if os.Getenv("WENXIAO_CORPUS") == "" {
		dir = filepath.Join("..", dir)
	}
	c, err := corpus.Load(dir)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skipf("the real documents are not here: %v", err)
	}
	return c
}

func TestDocument_IsDeterministicAndUnlikeTheOthers(t *testing.T) {
	t.Parallel()
	a, b := load(t), load(t)
	seen := map[string]int{}
	for i := range 1000 {
		d := a.Document(i)
		if d != b.Document(i) {
			t.Fatalf("document %d differs between two runs", i)
		}
		if other, ok := seen[d.Text]; ok {
			t.Errorf("documents %d and %d are equal", i, other)
		}
		seen[d.Text] = i
		if n := len(d.Text); n < 18_000 || n > 66_000 {
			t.Errorf("document %d has %d bytes", i, n)
		}
		if !utf8.ValidString(d.Text) {
			t.Errorf("document %d is not UTF-8", i)
		}
	}
	b.Seed = 2
	if a.Document(0) == b.Document(0) {
		t.Error("another seed gives the same document")
	}
}
