package view

import (
	"bytes"
	"go/format"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/a-h/templ/generator"
	"github.com/a-h/templ/parser/v2"
	"github.com/google/go-cmp/cmp"
)

func TestTemplates_GeneratedFilesAreUpToDate(t *testing.T) {
	t.Parallel()
	var names []string
	for _, pattern := range []string{"../*/*.templ", "../../*/*.templ"} { // of the application, and of pages that are files
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatal("there are no templates", pattern, err)
		}
		names = append(names, found...)
	}
	for _, name := range names {
		file, err := parser.Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := generator.Generate(file, &b, generator.WithFileName(name)); err != nil {
			t.Fatal(err)
		}
		committed, err := os.ReadFile(strings.TrimSuffix(name, ".templ") + "_templ.go")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(body(t, b.Bytes(), name), body(t, committed, name)); diff != "" {
			t.Errorf("%s: run go generate in its directory:\n%.1000s", name, diff)
		}
	}
}

// body is generated code without its head, which names the generator's version, and without the names of files it
// gives in errors, which differ with the directory it was made in.
func body(t *testing.T, src []byte, name string) string {
	t.Helper()
	formatted, err := format.Source(src)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(formatted), "\npackage ")
	var lines []string
	for line := range strings.Lines(rest) {
		if !strings.Contains(line, "templ.Error{") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}
