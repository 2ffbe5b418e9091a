// Package cellmap decides what the cells of an office's workbooks mean: the workbook
// in which a unit reports, ledgers that were kept in a spreadsheet before, and
// the superior's own templates. It reads and writes files in memory and decides;
// it knows no database, no person and no day. Start with Grids, Reports.Write and
// Guess.
package cellmap

import (
	"strings"

	"github.com/wenxiao/wenxiao/internal/fault"
	"github.com/wenxiao/wenxiao/internal/workbook"
	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/reader"
	"github.com/wenxiao/wenxiao/reader/worksheet"
)

// The largest sheet that is looked at cell by cell.
const (
	MaxRows    = 5000
	MaxColumns = 256
)

// A Grid is a worksheet in which every place of a merged cell says what the cell says.
type Grid struct {
	Name          string
	Rows, Columns int // up to the last cell with words
	cells         []worksheet.Cell
	at            []int32 // by row and column: 1 + index of the cell, 0 for none
	merged        []worksheet.Area
	of            []int32 // by row and column: 1 + index of the merged area
}

// Grids reads the visible sheets of a workbook. Errors: *reader.Error; fault.TooLarge "sheet-too-large".
func Grids(name string, data []byte) ([]Grid, error) {
	sheets, err := reader.Worksheets(name, data)
	if err != nil {
		return nil, err
	}
	grids := make([]Grid, len(sheets))
	for i, s := range sheets {
		g := Grid{Name: s.Name, cells: s.Cells, merged: s.Merged}
		for _, c := range s.Cells {
			g.Rows, g.Columns = max(g.Rows, c.Row+1), max(g.Columns, c.Col+1)
		}
		if g.Rows > MaxRows || g.Columns > MaxColumns {
			return nil, fault.New(fault.TooLarge, "sheet-too-large", MaxRows, MaxColumns)
		}
		g.place()
		grids[i] = g
	}
	return grids, nil
}

func (g *Grid) place() {
	g.at, g.of = make([]int32, g.Rows*g.Columns), make([]int32, g.Rows*g.Columns)
	for i, c := range g.cells {
		g.at[c.Row*g.Columns+c.Col] = int32(i + 1)
	}
	for i, a := range g.merged {
		if a.Top >= g.Rows || a.Left >= g.Columns {
			continue
		}
		corner := g.at[a.Top*g.Columns+a.Left]
		for row := a.Top; row <= min(a.Bottom, g.Rows-1); row++ {
			for col := a.Left; col <= min(a.Right, g.Columns-1); col++ {
				g.at[row*g.Columns+col], g.of[row*g.Columns+col] = corner, int32(i+1)
			}
		}
	}
}

// Cell is what a place says; the zero Cell for a place without words, outside of the sheet too.
func (g Grid) Cell(row, col int) worksheet.Cell {
	if row < 0 || col < 0 || row >= g.Rows || col >= g.Columns {
		return worksheet.Cell{}
	}
	if i := g.at[row*g.Columns+col]; i > 0 {
		return g.cells[i-1]
	}
	return worksheet.Cell{}
}

// Text is the words of a place, without blanks around them.
func (g Grid) Text(row, col int) string { return strings.TrimSpace(g.Cell(row, col).Text) }

// area is the merged area that covers a place.
func (g Grid) area(row, col int) (worksheet.Area, bool) {
	if row < 0 || col < 0 || row >= g.Rows || col >= g.Columns || g.of[row*g.Columns+col] == 0 {
		return worksheet.Area{}, false
	}
	return g.merged[g.of[row*g.Columns+col]-1], true
}

// Place is a place of this sheet in its workbook.
func (g Grid) Place(row, col int) workbook.Place {
	return workbook.Place{Sheet: g.Name, Row: row, Col: col}
}

// A Fault is what is wrong in a cell: the key of its sentence in the catalogue, and what that names.
type Fault struct {
	At   workbook.Place
	Key  string // of "fault." + Key
	Args []any
}

// Figure reads a number as people type it into a cell that counts in a measure (户, 万元, %; "" for none): digits with or without separators, the
// measure behind them or not, a share as 92% or as the cell prints it. ok is false for anything else.
func Figure(c worksheet.Cell, measure string) (n quantity.Number, ok bool) {
	text := strings.NewReplacer(",", "", "，", "", " ", "", "\u00a0", "", "％", "%", "．", ".").Replace(fold(strings.TrimSpace(c.Text)))
	isShare := strings.HasSuffix(text, "%")
	switch {
	case isShare && measure != "%" && measure != "":
		return n, false
	case isShare && c.Stored != "":
		n, ok = parse(c.Stored)
		n, fits := hundredfold(n)
		return n, ok && fits
	case c.Stored != "":
		return parse(c.Stored)
	}
	return parse(strings.TrimSuffix(strings.TrimSuffix(text, "%"), measure))
}

// hundredfold is a share as a number of hundredths.
func hundredfold(n quantity.Number) (quantity.Number, bool) {
	if n.Scale >= 2 {
		n.Scale -= 2
		return n, true
	}
	product, ok := quantity.Number{Coefficient: n.Coefficient}.Times([...]int64{100, 10}[n.Scale])
	return product, ok
}

func parse(text string) (quantity.Number, bool) {
	rest, isNegative := strings.CutPrefix(text, "-")
	n, err := quantity.ParseNumber(rest)
	if isNegative {
		n.Coefficient = -n.Coefficient
	}
	return n, err == nil
}

// fold makes wide digits and points narrow.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, text)
}
