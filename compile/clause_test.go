package compile_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/zh"
)

// The clauses of a document hold its words once and in order, and each place in them leads to the printed words.
func TestWithClauses_HoldTheWholeText(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("../samples/*.*")
	if err != nil || len(paths) < 6 {
		t.Fatalf("samples: %v %v", paths, err)
	}
	for _, path := range paths {
		if ext := filepath.Ext(path); ext != ".txt" && ext != ".docx" && ext != ".html" {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		doc, clauses, err := compile.WithClauses(filepath.Base(path), data, compile.Options{KeepText: true})
		if err != nil {
			t.Fatal(err)
		}
		held, end := 0, 0
		for i := range clauses {
			c := &clauses[i]
			if c.Span.Start < end {
				t.Errorf("%s: clause %v begins inside the one before", path, c.Path)
			}
			end = c.Span.End
			held += han(c.Text)
			for _, label := range c.Path[max(len(c.Path)-1, 0):] {
				held += han(label)
			}
			for at, r := range c.Text {
				span := c.Source(at, at+len(string(r)))
				if printed := (*doc.Text)[span.Start:span.End]; zh.IsHan(r) && printed != string(r) {
					t.Fatalf("%s: %q of clause %v leads to %q", path, r, c.Path, printed)
				}
			}
			if c.Heading > len(c.Text) || c.Parent >= i {
				t.Errorf("%s: clause %v: heading %d of %d, parent %d", path, c.Path, c.Heading, len(c.Text), c.Parent)
			}
		}
		if all := han(*doc.Text); held < all*95/100 || held > all*105/100 {
			t.Errorf("%s: the clauses hold %d characters, the text %d", path, held, all)
		}
	}
}

func han(s string) int {
	return strings.Count(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Han, r) {
			return 'x'
		}
		return -1
	}, s), "x")
}
