// Package reader turns the bytes of a document — TXT, HTML, DOCX, XLSX, OFD, PDF
// and older formats through a converter the caller gives — into a [source.Text]: its
// characters in reading order, automatic numbers, dates and figures as they are
// printed, tables as grids. What is around a document and not of it (navigation,
// headers, deleted revisions, hidden rows) is left out; where the choice is between
// a stray line and a lost one, the stray line stays.
//
// The package does no I/O, knows no clock and interprets nothing: what a
// clause or a duty is, is for others to say. Start at [Read]. Every format has
// its own file; layout.go holds what they share, sniff.go says which is which.
package reader

import (
	"strings"

	"github.com/wenxiao/wenxiao/reader/printout"
	"github.com/wenxiao/wenxiao/source"
)

// The limits that keep memory and time bounded whatever the input. A document
// beyond one is refused with [TooLarge].
const (
	MaxSize     = 64 << 20 // bytes of a file
	MaxPart     = 64 << 20 // bytes of one unpacked member of a container
	MaxText     = 2 << 20  // bytes of a document's text: some 700,000 characters, ten times a long plan
	MaxElements = 2 << 20  // elements of a page or of a container's member
	MaxTags     = 1 << 18  // tags of a page; what is left open is made anew in every paragraph and takes more memory than its text
	maxDepth    = 512      // nesting of elements
)

// Options are what the caller knows about a document beside its bytes.
type Options struct {
	// ContentType is the Content-Type header a page came with, "" if none.
	ContentType string
	// PDF gives the words of a PDF file page by page. Without it a PDF is refused. The package stays free
	// of what it takes to read one: a program of its own with its own limits. An [*Error] it returns
	// is passed on with its kind; any other error says that the file is [Broken].
	PDF func(data []byte) ([]printout.Page, error)
	// Convert turns a document of an older format ("DOC", "RTF", "ODT", "XLS", "ODS") into DOCX or XLSX. Without
	// it, and where it says [ErrNoConverter], such a document is refused with a sentence on how to convert it.
	// An [*Error] of it is given on; with any other the document is refused as [Unconverted].
	Convert func(format string, data []byte) ([]byte, error)
}

// Read decodes a document. name serves only for its extension and for messages;
// the format is decided by content first and by extension second. What was
// doubtful or repaired is told by the diagnostics, in no particular order.
//
// An error is always an [*Error]. No input makes Read panic.
func Read(name string, data []byte, o Options) (*source.Text, []source.Diagnostic, error) {
	if len(data) > MaxSize {
		return nil, nil, &Error{Kind: TooLarge, Name: name}
	}
	f := sniffBinary(data)
	if read := binaryReaders[f]; read != nil {
		t, ds, err := read(data, o)
		return finish(name, f, t, ds, err)
	}
	if f != formatText {
		return nil, nil, refuse(name, f)
	}
	d := decode(data, label(data, o.ContentType))
	if d.binary {
		return nil, nil, &Error{Kind: Unknown, Name: name}
	}
	f = sniffText(name, d.text, o.ContentType)
	switch f {
	case formatHTML:
		t, ds, err := readHTML(d.text)
		return finish(name, f, t, append(d.diagnostics, ds...), err)
	case formatText:
		return finish(name, f, readTXT(d), d.diagnostics, nil)
	}
	return nil, nil, refuse(name, f)
}

// binaryReaders read the formats that are not text. An error of theirs is an [*Error].
var binaryReaders = map[format]func(data []byte, o Options) (*source.Text, []source.Diagnostic, error){
	formatDOCX: func(data []byte, _ Options) (*source.Text, []source.Diagnostic, error) { return readDOCX(data) },
	formatOFD:  func(data []byte, _ Options) (*source.Text, []source.Diagnostic, error) { return readOFD(data) },
	formatPDF:  readPDF,
	formatXLSX: func(data []byte, _ Options) (*source.Text, []source.Diagnostic, error) { return readXLSX(data) },
	formatDOC:  converted(formatDOC),
	formatRTF:  converted(formatRTF),
	formatODT:  converted(formatODT),
	formatXLS:  converted(formatXLS),
	formatODS:  converted(formatODS),
}

// finish names the document, and refuses one without words.
func finish(name string, f format, t *source.Text, ds []source.Diagnostic, err error) (*source.Text, []source.Diagnostic, error) {
	if err != nil {
		e := *err.(*Error) // format readers give no other; a converter may give one of its own
		e.Name, e.Format = name, string(f)
		return nil, nil, &e
	}
	if strings.TrimSpace(t.String) == "" {
		return nil, nil, &Error{Kind: Empty, Name: name, Format: string(f)}
	}
	if len(t.String) > MaxText {
		return nil, nil, &Error{Kind: TooLarge, Name: name, Format: string(f)}
	}
	t.Name = name
	return t, ds, nil
}
