// Package review makes the page on which a person reviews a compiled document (核对页):
// the text beside what was found in it.
//
// It shows and never judges: what is doubtful and why stands in the document it
// is given. It reads no files and knows nothing of commands or servers; start
// at [HTML]. All document text is hostile input: it reaches the page through
// the template's escaping or through [templ.EscapeString], never by another way.
package review

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"errors"
	"io"

	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

//go:generate go tool templ generate -f page.templ

// Style and script are files of their own, and stand in the page as they are.
var (
	//go:embed page.css
	pageStyle string
	//go:embed page.js
	pageScript string
)

// ErrNoText says that a document was compiled without its text, and so has nothing to be reviewed against.
var ErrNoText = errors.New("the document has no text to show")

// HTML writes the review page of a document: one self-contained HTML file that
// loads nothing from anywhere, the text on one side, the proposal on the other.
// The document must carry its text (compile.Options.KeepText), else HTML writes
// nothing and returns [ErrNoText]. file is the name of the file the document was
// read from, shown on the page. The same document gives the same bytes.
func HTML(w io.Writer, file string, doc *policy.Document, lang source.Language) error {
	if doc.Text == nil {
		return ErrNoText
	}
	return reviewPage(newPage(file, doc, lang)).Render(context.Background(), w)
}

// securityPolicy lets the page use its own style and script, and nothing else in the world.
func securityPolicy() string {
	return "default-src 'none'; style-src " + hashed(pageStyle) + "; script-src " + hashed(pageScript) +
		"; img-src data:; base-uri 'none'; form-action 'none'"
}

func hashed(content string) string {
	sum := sha256.Sum256([]byte(content))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
