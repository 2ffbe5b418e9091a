// Package workbook gives a person's own XLSX workbook back with something in its
// cells: faults marked where they stand, or values filled in. Everything else of
// the file stays as it is, octet by octet: formats, formulas, pictures, macros. It
// must not know what the cells mean.
//
// What stands in a workbook is read by reader.Worksheets, which also bounds it;
// nothing is opened here that did not pass there. Start with [Mark] and [Fill].
package workbook

import (
	"archive/zip"
	"bytes"
	"errors"

	"github.com/wenxiao/wenxiao/internal/xlsx"
	"github.com/wenxiao/wenxiao/reader"
)

// MaxUnpacked is how many octets the parts of a workbook may have together, unpacked.
const MaxUnpacked = 128 << 20

// ParseReference reads a place as a spreadsheet names it, B12; ok is false for anything else.
func ParseReference(sheet, reference string) (p Place, ok bool) {
	row, col, ok := xlsx.ParseName(reference)
	return Place{sheet, row - 1, col - 1}, ok
}

// errUnpacked is the cause of the reader.Error of a workbook beyond MaxUnpacked.
var errUnpacked = errors.New("the parts of the workbook hold too much together")

// A Place is a cell. Row and column count from 0, as reader.Worksheets counts them.
type Place struct {
	Sheet    string
	Row, Col int
}

// Reference is the place as a spreadsheet names it, B12; without the sheet. "" is for a place outside of any sheet.
func (p Place) Reference() string {
	if p.Row < 0 || p.Row >= xlsx.MaxRows || p.Col < 0 || p.Col >= xlsx.MaxColumns {
		return ""
	}
	return xlsx.Name(p.Row+1, p.Col+1)
}

// change changes a workbook that passes the limits. Errors: *reader.Error for a file that can not be read or holds too much.
func change(data []byte, do func(*book) error) ([]byte, error) {
	if _, err := reader.Worksheets("", data); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, &reader.Error{Kind: reader.Broken, Err: err}
	}
	b, err := opened(z)
	if err == nil {
		err = do(b)
	}
	if err == nil {
		data, err = b.write()
	}
	switch {
	case errors.Is(err, errUnpacked) || errors.Is(err, errTooMany):
		return nil, &reader.Error{Kind: reader.TooLarge, Format: "XLSX", Err: err}
	case err != nil:
		return nil, &reader.Error{Kind: reader.Broken, Err: err}
	}
	return data, nil
}
