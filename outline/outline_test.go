package outline_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/wenxiao/wenxiao/clean"
	"github.com/wenxiao/wenxiao/outline"
	"github.com/wenxiao/wenxiao/source"
)

var update = flag.Bool("update", false, "rewrite golden files")

// TestParse_Files reads every testdata/NAME.txt and compares its outline with NAME.want: a line for each clause
// with its path and heading, and one for each row of a table.
func TestParse_Files(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob(filepath.Join("testdata", "*.txt"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no test data: %v", err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		got := printed(parse(string(data)))
		golden := strings.TrimSuffix(path, ".txt") + ".want"
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}

func parse(s string) *outline.Tree { return outline.Parse(clean.Clean(&source.Text{String: s})) }

func printed(t *outline.Tree) string {
	var b strings.Builder
	for i := range t.Nodes {
		fmt.Fprintf(&b, "%s | %s\n", strings.Join(t.Path(i), "/"), t.Slice(t.Nodes[i].Heading))
	}
	for _, g := range t.Grids {
		for _, r := range g.Rows {
			fmt.Fprintf(&b, "row %s/%s | %s\n", r.Section, r.Serial, t.Slice(r.Title))
			for _, c := range r.Cells {
				fmt.Fprintf(&b, "    %d %s\n", c.Column, strings.ReplaceAll(t.Slice(c.Range), "\n", "⏎"))
			}
		}
	}
	return b.String()
}

func FuzzParse(f *testing.F) {
	paths, err := filepath.Glob(filepath.Join("testdata", "*.txt"))
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		tree := parse(s)
		size := len(tree.Text.String)
		inside := func(r outline.Range) bool { return r.Start >= 0 && r.Start <= r.End && r.End <= size }
		for i := range tree.Nodes {
			n := &tree.Nodes[i]
			if !inside(n.Extent) || !inside(n.Heading) || n.Body.End > size || n.Parent >= i {
				t.Errorf("clause %d: %+v in %d bytes", i, n, size)
			}
		}
		for _, g := range tree.Grids {
			for _, r := range g.Rows {
				if !inside(r.Title) {
					t.Errorf("row %+v in %d bytes", r, size)
				}
			}
		}
	})
}
