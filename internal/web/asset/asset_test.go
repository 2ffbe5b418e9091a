package asset

import (
	"compress/gzip"
	"flag"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

var update = flag.Bool("update", false, "write the built files")

// engines are the oldest browsers pages must work in.
var engines = []api.Engine{{Name: api.EngineChrome, Version: "86"}}

func TestBuilt_StyleIsUpToDate(t *testing.T) {
	t.Parallel()
	for built, globs := range map[string][]string{"built/app.css": {"../view/style/*.css"}, "built/screen.css": {"../view/style/1-tokens.css", "../view/screen/*.css"}} {
		var parts []string
		for _, glob := range globs {
			found, err := filepath.Glob(glob)
			if err != nil || len(found) == 0 {
				t.Fatal("there is no style", err)
			}
			slices.Sort(found) // their names begin with numbers
			parts = append(parts, found...)
		}
		var all strings.Builder
		for _, p := range parts {
			text, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(text)
			if strings.Contains(string(text), ":has(") || strings.Contains(string(text), "@layer") {
				t.Errorf("%s needs a browser younger than 2020", p)
			}
		}
		made := api.Transform(all.String(), api.TransformOptions{
			Loader: api.LoaderCSS, Engines: engines, MinifyWhitespace: true, MinifySyntax: true,
		})
		compare(t, built, made.Code, made.Errors, made.Warnings)
	}
}

func TestBuilt_ScriptIsUpToDate(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"app", "screen"} {
		made := api.Build(api.BuildOptions{
			EntryPoints: []string{"../script/" + name + ".ts"}, Bundle: true, Engines: engines, Format: api.FormatIIFE,
			MinifyWhitespace: true, MinifySyntax: true, MinifyIdentifiers: true, Charset: api.CharsetUTF8, LegalComments: api.LegalCommentsNone,
		})
		if len(made.OutputFiles) != 1 {
			t.Fatal(made.Errors)
		}
		compare(t, "built/"+name+".js", made.OutputFiles[0].Contents, made.Errors, made.Warnings)
	}
}

func compare(t *testing.T, name string, made []byte, errors, warnings []api.Message) {
	t.Helper()
	for _, m := range slices.Concat(errors, warnings) {
		t.Errorf("%+v: %s", m.Location, m.Text)
	}
	if *update {
		if err := os.WriteFile(name, made, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if committed, err := os.ReadFile(name); err != nil || string(committed) != string(made) {
		t.Errorf("%s is not up to date (%v): run go generate ./internal/web/asset", name, err)
	}
}

func TestHandler_ServesForEverAndOnlyByDigest(t *testing.T) {
	t.Parallel()
	for name, f := range files {
		request := httptest.NewRequest("GET", Path(name), nil)
		request.Header.Set("Accept-Encoding", "gzip, deflate")
		answer := httptest.NewRecorder()
		Handler().ServeHTTP(answer, request)
		unpacked, err := gzip.NewReader(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(unpacked)
		if err != nil || string(content) != string(f.content) {
			t.Errorf("%s came back changed (%v)", name, err)
		}
		if got := answer.Header().Get("Cache-Control"); !strings.Contains(got, "immutable") {
			t.Errorf("%s may be kept: %q", name, got)
		}
	}
	for _, wrong := range []string{"/asset/app.css", "/asset/app.000000000000.css", "/asset/", "/asset/../asset.go"} {
		answer := httptest.NewRecorder()
		request := httptest.NewRequest("GET", "/asset/", nil)
		request.URL.Path = wrong
		if Handler().ServeHTTP(answer, request); answer.Code != 404 {
			t.Errorf("%s gave %d", wrong, answer.Code)
		}
	}
}

// What a browser loads on the first page must not keep a slow line busy.
func TestAssets_AreSmall(t *testing.T) {
	t.Parallel()
	const limit = 150_000 // bytes, compressed
	total := 0
	for name, f := range files {
		total += len(f.packed())
		t.Logf("%6d %s", len(f.packed()), name)
	}
	if total > limit {
		t.Errorf("style and script have %d bytes compressed, more than %d", total, limit)
	}
}

func TestIcons_HaveStrokesAndNothingElse(t *testing.T) {
	t.Parallel()
	for name, strokes := range icons {
		if !strings.HasPrefix(strokes, "<path d=") || strings.Contains(strokes, "svg") {
			t.Errorf("%s: %s", name, strokes)
		}
	}
}
