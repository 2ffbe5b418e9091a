package cellmap

import (
	"strings"

	"github.com/wenxiao/wenxiao/quantity"
	"github.com/wenxiao/wenxiao/reader"
	"github.com/wenxiao/wenxiao/source"
)

// A Share is a line of a table that splits a target (指标分解): a unit, its part and a weight, as they stand there.
type Share struct{ Unit, Value, Weight string }

// PastedShares reads rows of a unit, its part and a weight, from lines whose cells are parted by tabs, commas or blanks. A line without a number is a head and
// left out.
func PastedShares(text string) (rows []Share) {
	for _, line := range strings.Split(text, "\n") {
		cells := strings.FieldsFunc(line, func(r rune) bool { return r == '\t' || r == ',' || r == '，' || r == ' ' || r == '\r' })
		if row, ok := shareOf(cells); ok {
			rows = append(rows, row)
		}
	}
	return rows
}

// SheetShares reads the rows of an XLSX file. Errors: *reader.Error.
func SheetShares(name string, data []byte) (rows []Share, err error) {
	text, _, err := reader.Read(name, data, reader.Options{})
	if err != nil {
		return nil, err
	}
	for _, t := range text.Tables {
		lines := make(map[int][]source.Cell)
		last := 0
		for _, c := range t.Cells {
			lines[c.Row], last = append(lines[c.Row], c), max(last, c.Row)
		}
		for i := range last + 1 {
			var cells []string
			for _, c := range lines[i] {
				if cell := strings.TrimSpace(text.Slice(c.Span)); cell != "" {
					cells = append(cells, cell)
				}
			}
			if row, ok := shareOf(cells); ok {
				rows = append(rows, row)
			}
		}
	}
	return rows, nil
}

// shareOf is a name with the numbers behind it; a number before the name is that of the line.
func shareOf(cells []string) (row Share, ok bool) {
	var numbers []string
	for _, cell := range cells {
		bare := strings.TrimRight(strings.ReplaceAll(cell, ",", ""), "%")
		if _, err := quantity.ParseNumber(bare); err != nil {
			if row.Unit == "" {
				row.Unit = cell
			}
			continue
		}
		if row.Unit != "" {
			numbers = append(numbers, bare)
		}
	}
	if row.Unit == "" || len(numbers) == 0 {
		return row, false
	}
	row.Value = numbers[0]
	if len(numbers) > 1 {
		row.Weight = numbers[1]
	}
	return row, true
}
