// Package workbook gives a person's own XLSX workbook back with something in its
// cells: faults marked where they stand, or values filled in. Everything else of
// the file stays as the library that opens it keeps it: formats, formulas, merged
// cells, names of sheets. It must not know what the cells mean.
//
// What stands in a workbook is read by reader.Worksheets, which also bounds it;
// nothing is opened here that did not pass there. Start with Mark and Fill.
package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"

	"github.com/xuri/excelize/v2"

	"github.com/wenxiao/wenxiao/reader"
)

// MaxUnpacked is how many octets the parts of a workbook may have together, unpacked.
const MaxUnpacked = 128 << 20

// ParseReference reads a place as a spreadsheet names it, B12; ok is false for anything else.
func ParseReference(sheet, reference string) (p Place, ok bool) {
	col, row, err := excelize.CellNameToCoordinates(reference)
	return Place{sheet, row - 1, col - 1}, err == nil
}

// errUnpacked is the cause of the reader.Error of a workbook beyond MaxUnpacked.
var errUnpacked = errors.New("the parts of the workbook hold too much together")

// A Place is a cell. Row and column count from 0, as reader.Worksheets counts them.
type Place struct {
	Sheet    string
	Row, Col int
}

// Reference is the place as a spreadsheet names it, B12; without the sheet.
func (p Place) Reference() string {
	name, err := excelize.CoordinatesToCellName(p.Col+1, p.Row+1)
	if err != nil { // a place outside of any sheet
		return ""
	}
	return name
}

// open opens a workbook that passes the limits. Errors: *reader.Error for a file that can not be read or holds too much.
func open(data []byte) (*excelize.File, error) {
	if _, err := reader.Worksheets("", data); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, &reader.Error{Kind: reader.Broken, Err: err}
	}
	var unpacked uint64
	for _, part := range z.File {
		if part.UncompressedSize64 > MaxUnpacked {
			return nil, &reader.Error{Kind: reader.TooLarge, Format: "XLSX", Err: errUnpacked}
		}
		unpacked += part.UncompressedSize64
	}
	if unpacked > MaxUnpacked {
		return nil, &reader.Error{Kind: reader.TooLarge, Format: "XLSX", Err: errUnpacked}
	}
	// With both limits alike no part is laid down in a temporary file, where it would lie in the clear.
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: MaxUnpacked, UnzipXMLSizeLimit: MaxUnpacked})
	if err != nil {
		return nil, &reader.Error{Kind: reader.Broken, Err: err}
	}
	return f, nil
}

// change opens a workbook, changes it and writes it anew. The library panics on some damaged files that it opened without a word; that is the
// file's fault and said as such.
func change(data []byte, do func(*excelize.File) error) (changed []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			changed, err = nil, &reader.Error{Kind: reader.Broken, Err: fmt.Errorf("workbook: %v", p)}
		}
	}()
	f, err := open(data)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := do(f); err != nil {
		return nil, &reader.Error{Kind: reader.Broken, Err: err}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		return nil, &reader.Error{Kind: reader.Broken, Err: err}
	}
	return b.Bytes(), nil
}
