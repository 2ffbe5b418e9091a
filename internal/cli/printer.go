package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/wenxiao/wenxiao/internal/proposal"
	"github.com/wenxiao/wenxiao/internal/review"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

// A printer puts compiled documents into one format.
type printer interface {
	// needsText reports whether documents must be compiled with their text.
	needsText() bool
	// print prints a document. It runs on several workers at once.
	print(in input, doc *policy.Document) (part, error)
	// end writes what stands behind all documents.
	end(w io.Writer, t totals) error
}

// A part is a printed document, to be written in its turn: parts are called one after the
// other, in the order of the inputs.
type part func(w io.Writer) error

// printed is a part of known bytes.
func printed(b []byte) part {
	return func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	}
}

// newPrinter gives the printer of a format for one document or several.
func (p *program) newPrinter(o *compileOptions, several bool) printer {
	switch o.Format {
	case formatJSON:
		return jsonPrinter{indent: "  "}
	case formatJSONL:
		return jsonPrinter{}
	case formatMD:
		return markdownPrinter{p.lang}
	case formatHTML:
		return pagePrinter{p.lang}
	case formatXLSX:
		return workbookPrinter{proposal.NewWorkbook(p.lang, several), p.lang}
	}
	width := plainWidth
	if o.Out == "" {
		width = widthOf(p.stdout)
	}
	return tablePrinter{p, width}
}

// A tablePrinter prints for a person at a terminal.
type tablePrinter struct {
	*program
	width int // in columns
}

func (tablePrinter) needsText() bool { return false }

func (c tablePrinter) print(in input, doc *policy.Document) (part, error) {
	return printed(c.renderDocument(in, doc)), nil
}

func (c tablePrinter) end(w io.Writer, sum totals) error {
	_, err := w.Write(c.renderTotals(sum))
	return err
}

// A jsonPrinter prints one object for each document.
type jsonPrinter struct {
	indent string // "" for one line
}

// A fileDocument is a compiled document with the file it was read from.
type fileDocument struct {
	File string `json:"file"`
	*policy.Document
}

func (jsonPrinter) needsText() bool { return false }

func (j jsonPrinter) print(in input, doc *policy.Document) (part, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", j.indent)
	if err := encoder.Encode(fileDocument{in.name(), doc}); err != nil {
		return nil, fmt.Errorf("encode %s: %w", in.name(), err)
	}
	return printed(b.Bytes()), nil
}

func (jsonPrinter) end(io.Writer, totals) error { return nil }

// A markdownPrinter prints one page for each document.
type markdownPrinter struct{ lang source.Language }

func (markdownPrinter) needsText() bool { return true }

func (m markdownPrinter) print(in input, doc *policy.Document) (part, error) {
	return printed(proposal.Markdown(proposal.New(in.name(), doc, m.lang))), nil
}

func (markdownPrinter) end(io.Writer, totals) error { return nil }

// A pagePrinter prints a page to review each document on.
type pagePrinter struct{ lang source.Language }

func (pagePrinter) needsText() bool { return true }

func (h pagePrinter) print(in input, doc *policy.Document) (part, error) {
	var b bytes.Buffer
	if err := review.HTML(&b, in.name(), doc, h.lang); err != nil {
		return nil, err
	}
	return printed(b.Bytes()), nil
}

func (pagePrinter) end(io.Writer, totals) error { return nil }

// A workbookPrinter puts all documents into one workbook, which is written at the end.
type workbookPrinter struct {
	workbook *proposal.Workbook
	lang     source.Language
}

func (workbookPrinter) needsText() bool { return true }

func (b workbookPrinter) print(in input, doc *policy.Document) (part, error) {
	sheet := proposal.New(in.name(), doc, b.lang)
	return func(io.Writer) error { b.workbook.Add(sheet); return nil }, nil
}

func (b workbookPrinter) end(w io.Writer, t totals) error {
	if t.documents == 0 {
		return nil
	}
	_, err := b.workbook.WriteTo(w)
	return err
}
