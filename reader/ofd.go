package reader

import (
	"errors"
	"strconv"

	"github.com/wenxiao/wenxiao/reader/ofd"
	"github.com/wenxiao/wenxiao/source"
)

// readOFD reads an OFD file: every document in it, page by page. Stamps, watermarks and hidden words are left out, but
// for marks of secrecy; signatures are not checked.
func readOFD(data []byte) (*source.Text, []source.Diagnostic, error) {
	f, err := ofd.Read(data)
	switch {
	case errors.Is(err, ofd.ErrEncrypted):
		return nil, nil, &Error{Kind: Encrypted}
	case errors.Is(err, ofd.ErrTooLarge):
		return nil, nil, &Error{Kind: TooLarge, Err: err}
	case err != nil:
		return nil, nil, &Error{Kind: Broken, Err: err}
	}
	text, ds, err := readPrintout(f.Pages)
	if f.Textless > 0 && err == nil {
		ds = append(ds, source.Diagnostic{Code: source.GlyphsWithoutText, Args: []string{strconv.Itoa(f.Textless)}})
	}
	return text, ds, err
}
