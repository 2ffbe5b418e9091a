package reader

import (
	"slices"

	"github.com/wenxiao/wenxiao/reader/worksheet"
)

// The limits of a workbook that is read cell by cell: what a program that opens the whole of it has to make room for.
const (
	maxOpenSheets = 64
	maxOpenRows   = 100_000   // of a sheet, empty ones before the last included
	maxOpenCells  = 2_000_000 // of all sheets, empty ones before the last of their row included
)

// A Worksheet (工作表) is a visible sheet of a workbook as it stands: nothing is taken out of it or joined.
type Worksheet struct {
	Name string
	worksheet.Sheet
}

// Worksheets reads the visible sheets of an XLSX workbook cell by cell, formulas by the results that were saved, for those who know
// what stands where in it. Format and damage are found as [Read] finds them; what it takes to open the file as a whole is bounded too, so that
// a file that passed can be opened by another library. The error is an [*Error].
func Worksheets(name string, data []byte) ([]Worksheet, error) {
	refused := func(err error) ([]Worksheet, error) {
		e := containerError(err)
		e.Name, e.Format = name, string(formatXLSX)
		return nil, e
	}
	if len(data) > MaxSize {
		return refused(errTooLarge)
	}
	switch f := sniffBinary(data); f {
	case formatXLSX:
	case formatText:
		return nil, &Error{Kind: Unknown, Name: name}
	default:
		return nil, refuse(name, f)
	}
	w, err := openWorkbook(data)
	if err != nil {
		return refused(err)
	}
	if len(w.sheets)+len(w.concealed) > maxOpenSheets {
		return refused(errTooLarge)
	}
	var sheets []Worksheet
	room := 0
	for i, part := range slices.Concat(w.sheets, w.concealed) {
		s, err := w.cells(part.part)
		if err != nil {
			return refused(err)
		}
		if room += s.room; room > maxOpenCells || s.last > maxOpenRows || !isSmall(s.Merged) {
			return refused(errTooLarge)
		}
		if i < len(w.sheets) {
			sheets = append(sheets, Worksheet{part.name, s.Sheet})
		}
	}
	return sheets, nil
}

// isSmall reports whether merged areas are few and lie where cells may lie.
func isSmall(merged []worksheet.Area) bool {
	covered := 0
	for _, a := range merged {
		if covered += (a.Bottom - a.Top + 1) * (a.Right - a.Left + 1); covered > maxOpenCells || a.Bottom >= maxOpenRows {
			return false
		}
	}
	return true
}
