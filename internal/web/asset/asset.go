// Package asset serves what pages load: our style and script, as they were built, and the release files of others.
// Every address holds a digest of the content, so that a browser may keep a file for ever and a new release
// is never mixed with an old one. It knows no page.
//
// The style is made of ../view/style and the script of ../script; "go generate" builds both, and a test
// compares. Start at [Path] and [Handler].
package asset

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"

	thirdparty "github.com/wenxiao/wenxiao/internal/web/third_party"
)

//go:generate go test -run Built -update .

//go:embed built
var built embed.FS

// Prefix begins the address of every asset; [Handler] is to be registered for it.
const Prefix = "/asset/"

// A file is one asset, ready to be sent.
type file struct {
	address string // with the digest
	content []byte
	media   string
	packed  func() []byte // content compressed with gzip, made when first asked for
}

// files are all assets by name; they are made once and never change.
var files = load([]source{
	{built, "built/app.css"}, {built, "built/app.js"}, {built, "built/mark.svg"}, {built, "built/screen.css"}, {built, "built/screen.js"},
	{thirdparty.Files, "tabler/tabler.min.css"}, {thirdparty.Files, "htmx/htmx.min.js"},
})

type source struct {
	from fs.FS
	name string
}

// medias are the types of assets by the ending of their names.
var medias = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
}

func load(sources []source) map[string]*file {
	all := map[string]*file{}
	for _, s := range sources {
		content, err := fs.ReadFile(s.from, s.name)
		if err != nil {
			panic(err) // it was embedded by this name
		}
		sum := sha256.Sum256(content)
		name := path.Base(s.name)
		ending := path.Ext(name)
		all[name] = &file{
			address: Prefix + strings.TrimSuffix(name, ending) + "." + hex.EncodeToString(sum[:6]) + ending,
			content: content, media: medias[ending],
			packed: sync.OnceValue(func() []byte { return pack(content) }),
		}
	}
	return all
}

func pack(content []byte) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is one of the package's own
	}
	_, werr := w.Write(content)
	if err := w.Close(); werr != nil || err != nil {
		panic("asset: a buffer did not take what was written")
	}
	return b.Bytes()
}

// Path is the address of an asset: app.css, app.js, mark.svg, screen.css, screen.js, tabler.min.css, htmx.min.js. It panics for any other name.
func Path(name string) string { return files[name].address }

// Handler serves the assets below [Prefix]. The right address is answered with a year of keeping, any other with 404.
func Handler() http.Handler {
	byAddress := map[string]*file{}
	for _, f := range files {
		byAddress[f.address] = f
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f := byAddress[r.URL.Path]
		if f == nil {
			http.NotFound(w, r)
			return
		}
		head := w.Header()
		head.Set("Content-Type", f.media)
		head.Set("Cache-Control", "public, max-age=31536000, immutable")
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Vary", "Accept-Encoding")
		content := f.content
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			head.Set("Content-Encoding", "gzip")
			content = f.packed()
		}
		head.Set("Content-Length", strconv.Itoa(len(content)))
		if r.Method != http.MethodHead {
			_, _ = w.Write(content) // who has gone away needs no answer
		}
	})
}
