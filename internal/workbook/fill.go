package workbook

import (
	"github.com/xuri/excelize/v2"
)

// A Cell is what is to stand in a cell.
type Cell struct {
	Place
	Text     string // as a text, whatever it begins with: never a formula
	IsNumber bool   // Text is a number in digits and becomes one, printed by the format of the cell
}

// Fill gives a workbook back with values in some of its cells; each cell keeps its format. Formulas stay, one in such a cell too, and lose the results
// that were saved with them, so that every program computes them anew. Cells of sheets that the workbook lacks are left out. Errors: *reader.Error.
func Fill(data []byte, cells []Cell) ([]byte, error) {
	return change(data, func(f *excelize.File) error {
		has := make(map[string]bool)
		for _, sheet := range f.GetSheetList() {
			has[sheet] = true
		}
		for _, c := range cells {
			at := c.Reference()
			if !has[c.Sheet] || at == "" {
				continue
			}
			set := f.SetCellStr
			if c.IsNumber {
				set = f.SetCellDefault // digits as they are; no float touches them
			}
			formula, err := f.GetCellFormula(c.Sheet, at)
			if err != nil {
				return err
			}
			if formula != "" {
				continue
			}
			if err := set(c.Sheet, at, c.Text); err != nil {
				return err
			}
		}
		return f.UpdateLinkedValue()
	})
}
