package reader

import (
	"errors"

	"github.com/wenxiao/wenxiao/source"
)

// readPDF reads a PDF file by the function it is given.
func readPDF(data []byte, o Options) (*source.Text, []source.Diagnostic, error) {
	if o.PDF == nil {
		return nil, nil, &Error{Kind: Unsupported}
	}
	pages, err := o.PDF(data)
	if err != nil {
		return nil, nil, pdfError(err)
	}
	return readPrintout(pages)
}

// pdfError makes an [*Error] of what [Options.PDF] says.
func pdfError(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return &Error{Kind: Broken, Err: err}
}
